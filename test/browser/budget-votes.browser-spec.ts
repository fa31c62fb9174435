import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import {
  BudgetVotesQueries,
  CastingService,
  PaperBallotsService,
  PreparingService,
} from '#libs/budgeting/src/index.js';
import { PlacesQueries } from '#libs/hometowns/src/index.js';
import { Money, newId, type PersonId } from '#libs/kernel/src/index.js';
import { BoardService, OptionsQueries, OptionsService } from '#libs/needs/src/index.js';
import { NeighboursService, type Roll } from '#libs/neighbours/src/index.js';
import { Clock, Courier } from '#libs/platform/src/index.js';
import { describeInBrowser, follow, openChromium } from '../support/chromium.js';
import { axeProblems, scrollsSideways } from '../support/page-checks.js';
import { buildTown, person, type Town } from '../support/town.js';
import { roomOf, Visitor } from '../support/visitor.js';
import { openWeb, type Web } from '../support/web.js';

const DAY = 86_400_000;
const OPTIONS = [
  ['Lămpi pe strada Gării', 'Valea Gării', 240],
  ['Teren de joacă la grădiniță', null, 180],
  ['Fântână pe deal', 'Deal', 60],
  ['Trotuar la școală', 'Centru', 300],
] as const;

// A whole story in a browser: a busy machine takes its time.
const MINUTES = 600_000;

describeInBrowser('a vote under a budget, from the town hall to the result', () => {
  let web: Web;
  let browser: Browser;
  let town: Town;
  beforeAll(async () => {
    web = await openWeb();
    browser = await openChromium();
    town = await buildTown(roomOf(web));
    for (const [title, part, thousands] of OPTIONS) {
      const need = newId<'TownNeed'>();
      const why = 'Seara nu se vede nimic și copiii vin pe întuneric.';
      await web.get(BoardService).propose({ id: need, placeCode: town.placeCode, lang: 'ro', title, why }, await joined('resident')); // prettier-ignore
      const cost = Money.lei(BigInt(thousands) * 100_000n);
      await web.get(OptionsService).make(
        { id: newId<'Option'>(), placeCode: town.placeCode, needs: [need], lang: 'ro', title, description: why, cost, source: 'oferta firmei', part },
        town.mayor,
      ); // prettier-ignore
    }
  });
  afterAll(async () => {
    await browser?.close();
    await web?.close();
  });

  const somebody = () => web.db.transaction((tx) => person(tx));
  const joined = async (roll: Roll, part: string | null = null): Promise<PersonId> => {
    const who = await somebody();
    await web.get(NeighboursService).join({ placeCode: town.placeCode, roll, part }, who);
    return who;
  };
  const enter = async (who: PersonId | null, javaScriptEnabled = false): Promise<Page> => {
    const context = await browser.newContext({ viewport: { width: 390, height: 844 }, javaScriptEnabled });
    if (who) {
      const [name, value] = (await Visitor.enter(web, who)).cookie.split('=');
      await context.addCookies([{ name: name!, value: value!, url: web.url }]);
    }
    return context.newPage();
  };
  const text = (page: Page) => page.locator('main').innerText();
  /** As somebody with scripts sees it, since axe is one. */
  const mustBeGood = async (who: PersonId | null, path: string) => {
    const page = await enter(who, true);
    await page.goto(`${web.url}${path}`);
    expect({ path, problems: await axeProblems(page), sideways: await scrollsSideways(page) }).toEqual({ path, problems: [], sideways: false }); // prettier-ignore
    await page.context().close();
  };

  it(
    'is prepared, agreed to, voted in and counted without scripts, and everybody can read why',
    async () => {
      const mayor = await enter(town.mayor);
      const hall = `/ro/town-hall/${town.townHallId}/budget-votes`;
      await mayor.goto(`${web.url}${hall}`);
      await mustBeGood(town.mayor, hall);
      await follow(mayor, mayor.getByRole('button', { name: 'Trimit spre acord' }));
      expect(await text(mayor)).toContain('Dați votului un nume');
      await mayor.fill('[name="title"]', 'Ce facem în 2027');
      await mayor.fill('[name="budget"]', '500 000');
      for (const box of await mayor.locator('[name="options[]"]').all()) await box.check();
      await follow(mayor, mayor.getByRole('button', { name: 'Trimit spre acord' }));
      expect(await text(mayor)).toContain('Retrag votul');

      const president = await enter(town.president);
      const desk = `/ro/association/${town.associationId}/budget-votes`;
      await mustBeGood(town.president, desk);
      await president.goto(`${web.url}${desk}`);
      expect(await text(president)).toContain('Fântână pe deal');
      await follow(president, president.getByRole('button', { name: 'Sunt de acord: deschid votul' }));
      await follow(president, president.getByRole('link', { name: 'Ce facem în 2027' }));
      const path = new URL(president.url()).pathname;
      const [vote] = await web.get(BudgetVotesQueries).ofTown(town.placeCode);

      const who = await somebody();
      const voter = await enter(who);
      await mustBeGood(null, path);
      await mustBeGood(who, path);
      await voter.goto(`${web.url}${path}`);
      await voter.getByRole('checkbox', { name: 'Fântână pe deal' }).check();
      await follow(voter, voter.getByRole('button', { name: 'Trimit buletinul' }));
      expect(await text(voter)).toContain('Alegeți: locuiți aici');
      expect(await voter.getByRole('checkbox', { name: 'Fântână pe deal' }).isChecked()).toBe(true);
      await voter.getByRole('radio', { name: 'Sunt de aici' }).check();
      await follow(voter, voter.getByRole('button', { name: 'Trimit buletinul' }));
      const receipt = /Codul buletinului: ([A-Z0-9-]{19})/.exec(await text(voter))![1]!;
      expect(await voter.getByRole('checkbox', { name: 'Fântână pe deal' }).isChecked()).toBe(true);

      const paper = newId<'Approval'>();
      const [slip, papers] = [{ number: '31', name: 'Vasile Pleșca', roll: 'resident' }, `${vote!.id}/papers`] as const;
      await web.get(PaperBallotsService).enter({ ...slip, id: paper, voteId: vote!.id, ticked: ['03'] }, town.secretary); // prettier-ignore
      await mustBeGood(town.secretary, `${hall}/${papers}`);
      await mustBeGood(town.president, `${desk}/${papers}/${paper}`);
      await president.goto(`${web.url}${desk}/${papers}/${paper}`);
      await follow(president, president.getByRole('button', { name: 'Am comparat cu hârtia și semnez' }));
      expect(await text(president)).toContain('Hârtia nr. 31 se numără');

      const casting = web.get(CastingService);
      for (let n = 0; n < 12; n += 1) await casting.cast(vote!.id, ['01', '02'], await joined('resident', 'Centru'));
      for (let n = 0; n < 6; n += 1) await casting.cast(vote!.id, ['03', '02'], await joined('native', 'Deal'));
      await web.get(Clock).moveBy(16 * DAY);
      await web.get(Courier).run('budgeting.close');
      await web.drain();
      await mustBeGood(null, path);
      await mustBeGood(null, path.replace('/ro/', '/ru/'));
      await mustBeGood(town.mayor, hall);
      await mayor.goto(`${web.url}${hall}`);
      await mayor.getByRole('button', { name: 'Începe proiectul: Fântână pe deal' }).click();
      await mayor.waitForURL(/\/projects\//);
      const reader = await enter(null);
      await reader.goto(`${web.url}${path}`);
      const said = await text(reader);
      expect(said).toMatch(/Cumpărată de 18 oameni, câte 10\s000\sde\slei din partea de buget a fiecăruia/);
      expect(said).toContain('Nu a bifat-o nimeni.');
      expect(said).toContain('Primăria scrie proiectul.');
      await reader.locator('summary', { hasText: 'Toate buletinele' }).click();
      expect(await text(reader)).toContain(receipt);
      const csv = await (await web.fetch(`/api/v1/budget-votes/${vote!.id}/ballots.csv`)).text();
      expect(csv).toContain(`${receipt},native,,0,0,1,0`);
      const pb = await (await web.fetch(`/api/v1/budget-votes/${vote!.id}/ballots.pb`)).text();
      expect(pb).toContain(`${receipt};03;native`);
      const { slug } = (await web.get(PlacesQueries).byCode(town.placeCode))!;
      await reader.goto(`${web.url}/ro/t/${slug}`);
      expect(await text(reader)).toContain('Ce votăm împreună');
    },
    MINUTES,
  );

  it(
    'is stopped by both bodies, and says why',
    async () => {
      const id = newId<'BudgetVote'>();
      const options = (await web.get(OptionsQueries).ofTown(town.placeCode)).map((one) => one.id);
      const plan = { lang: 'ro', title: 'Ce facem în 2028', budget: Money.lei(50_000_000n), days: 7, identity: 'email' } as const; // prettier-ignore
      await web.get(PreparingService).prepare({ ...plan, id, townHallId: town.townHallId, options }, town.mayor);
      await web.get(PreparingService).agree(id, town.president);
      await web.get(CastingService).cast(id, ['01'], await joined('resident'));
      const mayor = await enter(town.mayor);
      const hall = `/ro/town-hall/${town.townHallId}/budget-votes`;
      await mayor.goto(`${web.url}${hall}`);
      await mayor.locator('summary', { hasText: 'Opresc votul' }).click();
      await follow(mayor, mayor.getByRole('button', { name: 'Cer oprirea votului' }));
      expect(await text(mayor)).toContain('Scrieți de ce');
      await mayor.fill('[name="reason"]', 'Prețul fântânii era greșit.');
      await follow(mayor, mayor.getByRole('button', { name: 'Cer oprirea votului' }));
      expect(await text(mayor)).toContain('Primăria vrea să oprească votul: Prețul fântânii era greșit.');
      await mustBeGood(town.mayor, hall);
      const desk = `/ro/association/${town.associationId}/budget-votes`;
      await mustBeGood(town.president, desk);
      const president = await enter(town.president);
      await president.goto(`${web.url}${desk}`);
      await follow(president, president.getByRole('button', { name: 'Sunt de acord: opresc votul' }));
      const path = `/ro/budget-votes/${id}`;
      await mustBeGood(null, path);
      const reader = await enter(null);
      await reader.goto(`${web.url}${path}`);
      expect(await text(reader)).toContain('Votul a fost oprit înainte de termen: Prețul fântânii era greșit.');
    },
    MINUTES,
  );
});
