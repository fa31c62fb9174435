import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { ApprovalsQueries } from '#libs/approvals/src/index.js';
import { BudgetVotesQueries, CastingService } from '#libs/budgeting/src/index.js';
import { PlacesQueries } from '#libs/hometowns/src/index.js';
import type { PersonId, ProjectId } from '#libs/kernel/src/index.js';
import { NeighboursService, type Roll } from '#libs/neighbours/src/index.js';
import { Clock, Courier } from '#libs/platform/src/index.js';
import { ProjectsQueries } from '#libs/projects/src/index.js';
import { VotesQueries } from '#libs/voting/src/index.js';
import { describeInBrowser, follow, openChromium } from '../support/chromium.js';
import { fillIn, writeDraft } from '../support/draft-pages.js';
import { axeProblems, scrollsSideways } from '../support/page-checks.js';
import { buildTown, person, type Town } from '../support/town.js';
import { roomOf, Visitor } from '../support/visitor.js';
import { openWeb, type Web } from '../support/web.js';

// A whole story in a browser: a busy machine takes its time.
const MINUTES = 600_000;
const DAY = 86_400_000;
const CODE = /\b\d{4} \d{4}\b/;

/**
 * From the first need to an endorsed project, by clicks alone: a resident without an account (Romanian), a native in
 * another town (Russian), an officer (Romanian), a president (Russian) and two operators (English).
 */
describeInBrowser('the village decides', () => {
  let web: Web;
  let browser: Browser;
  let town: Town;
  let slug: string;
  let resident: Page;
  let native: Page;
  let officer: Page;
  /** The addresses of what the story makes, without the language. */
  const at = { needs: [] as string[], vote: '', draft: '' };

  beforeAll(async () => {
    web = await openWeb();
    browser = await openChromium();
    town = await buildTown(roomOf(web), { members: 3 });
    slug = (await web.get(PlacesQueries).byCode(town.placeCode))!.slug;
    resident = await (await open()).newPage();
    native = await enter(await somebody());
    officer = await enter(town.mayor);
  });
  afterAll(async () => {
    await browser?.close();
    await web?.close();
  });

  const somebody = () => web.db.transaction((tx) => person(tx));
  /** Scripts off: whoever has an old phone. */
  const open = (javaScriptEnabled = false): Promise<BrowserContext> =>
    browser.newContext({ viewport: { width: 390, height: 844 }, javaScriptEnabled });
  const enter = async (who: PersonId, scripts = false): Promise<Page> => {
    const context = await open(scripts);
    const [name, value] = (await Visitor.enter(web, who)).cookie.split('=');
    await context.addCookies([{ name: name!, value: value!, url: web.url }]);
    return context.newPage();
  };
  const go = (page: Page, address: string) => page.goto(web.url + address);
  const text = (page: Page) => page.locator('main').innerText();
  const pathOf = (page: Page) => new URL(page.url()).pathname.replace(/^\/(ro|ru|en)/, '');
  const pass = async (days: number, chore: string) => {
    await web.get(Clock).moveBy(days * DAY);
    await web.get(Courier).run(chore);
    await web.drain();
  };
  /** Everybody reads it in his language, at both widths, and axe has nothing against it. */
  const mustReadWell = async (address: string) => {
    const found: unknown[] = [];
    const context = await open(true);
    for (const lang of ['ro', 'ru', 'en']) {
      const page = await context.newPage();
      await go(page, `/${lang}${address}`);
      found.push(...(await axeProblems(page)).map((problem) => [lang, address, problem]));
      if (await scrollsSideways(page)) found.push([lang, address, 'sideways']);
      for (const width of [390, 1280]) await shoot(page, width, `${lang}${address}`);
      await page.close();
    }
    await context.close();
    expect(found).toEqual([]);
  };
  const shoot = async (page: Page, width: number, address: string) => {
    const folder = process.env.SCREENSHOTS;
    if (!folder) return;
    await page.setViewportSize({ width, height: 844 });
    const file = `${width}-${address.replace(/[^a-z]+/gi, '-').slice(0, 60)}.png`;
    await page.screenshot({ path: path.join(folder, file), fullPage: true });
  };

  it(
    'a resident without an account writes a need, and it is there when his code has come',
    async () => {
      if (process.env.SCREENSHOTS) fs.mkdirSync(process.env.SCREENSHOTS, { recursive: true });
      await go(resident, `/ro/t/${slug}`);
      await follow(resident, `main a[href$="/t/${slug}/needs"]`);
      await follow(resident, 'main a[href$="/needs/new"]');
      await fillIn(resident, { title: 'Lumină pe strada Gării', why: 'Copiii vin pe întuneric.', roll: 'resident' });
      await follow(resident, 'main form button');
      await fillIn(resident, { email: 'ion@sat.example' });
      await follow(resident, 'main form:has([name="email"]) button');
      await web.drain();
      const letter = web.box.letters.find(({ to }) => to === 'ion@sat.example')!;
      await fillIn(resident, { code: '0000 0000' });
      await follow(resident, 'main form:has([name="code"]) button');
      await fillIn(resident, { code: CODE.exec(letter.text)![0] });
      await follow(resident, 'main form:has([name="code"]) button');
      await follow(resident, 'main form:has([name="title"]) button');
      expect(await text(resident)).toContain('Lumină pe strada Gării');
      at.needs.push(pathOf(resident));
      await go(resident, `/ro/t/${slug}/needs/new`);
      await fillIn(resident, { title: 'Fântână lângă școală', why: 'Apa nu e bună.' });
      await follow(resident, 'main form button');
      at.needs.push(pathOf(resident));
    },
    MINUTES,
  );

  it(
    'a native in another town supports it and offers help, the town hall answers and names prices',
    async () => {
      await go(native, `/ru/t/${slug}/needs`);
      await follow(native, `main a[href="/ru${at.needs[0]!}"]`);
      await follow(native, 'main form button');
      await fillIn(native, { roll: 'native' });
      await follow(native, 'main form button');
      await follow(native, `main a[href="/ru${at.needs[0]!}/offers"]`);
      await fillIn(native, { kind: 'skill', words: 'Сделаю проект освещения.', contact: 'yes' });
      await follow(native, 'main form button');
      expect(await text(native)).toContain('Сделаю проект освещения.');
      await mustReadWell(at.needs[0]!);

      for (const [need, cost] of [
        [at.needs[0]!, '240 000'],
        [at.needs[1]!, '90 000'],
      ] as const) {
        // prettier-ignore
        await go(officer, `/ro/town-hall/${town.townHallId}/needs`);
        await follow(officer, `main a[href$="${need.split('/').at(-1)!}"]`);
        await fillIn(officer, { kind: 'planned', why: 'Da, dacă o alege satul.' });
        await follow(officer, 'form[action$="/answer"] button');
        await officer.locator('details:has(form[action$="/option"]) > summary').click();
        const priced = officer.locator('form[action$="/option"]');
        await priced.locator('[name="title"]').fill(cost === '240 000' ? 'Lămpi LED' : 'Fântână nouă');
        await priced.locator('[name="description"]').fill('Cu montare.');
        await priced.locator('[name="cost"]').fill(cost);
        await priced.locator('[name="source"]').fill('oferta firmei, mai 2026');
        await follow(officer, priced.locator('button'));
      }
      await mustReadWell(`/t/${slug}/needs`);
      await go(resident, `/ro${at.needs[0]!}`);
      expect(await text(resident)).toContain('Da, dacă o alege satul.');
    },
    MINUTES,
  );

  it(
    'two rolls choose under a budget, anybody recounts it',
    async () => {
      const hall = `/ro/town-hall/${town.townHallId}/budget-votes`;
      await go(officer, hall);
      await fillIn(officer, { title: 'Ce facem în 2027', budget: '250 000' });
      for (const box of await officer.locator('[name="options[]"]').all()) await box.check();
      await follow(officer, `form[action="${hall}"] button`);
      const president = await enter(town.president);
      await go(president, `/ru/association/${town.associationId}/budget-votes`);
      await follow(president, 'button[value="give"]');
      const [vote] = await web.get(BudgetVotesQueries).ofTown(town.placeCode);
      at.vote = `/budget-votes/${vote!.id}`;
      const lamps = (page: Page) => page.getByRole('checkbox', { name: 'Lămpi LED' });
      for (const [page, lang] of [
        [resident, 'ro'],
        [native, 'ru'],
      ] as const) {
        // prettier-ignore
        await go(page, `/${lang}/t/${slug}`);
        await follow(page, `main a[href="/${lang}${at.vote}"]`);
        await lamps(page).check();
        await follow(page, 'form:has([name="ticked[]"]) button');
        expect(await text(page)).toMatch(/[A-Z0-9]{4}(-[A-Z0-9]{4}){3}/);
      }
      await mustReadWell(at.vote);
      const [casting, neighbours] = [web.get(CastingService), web.get(NeighboursService)];
      const voice = async (roll: Roll, codes: readonly string[]) => {
        const who = await somebody();
        await neighbours.join({ placeCode: town.placeCode, roll, part: null }, who);
        await casting.cast(vote!.id, codes, who);
      };
      for (let n = 0; n < 8; n += 1) await voice('resident', ['01']);
      for (let n = 0; n < 5; n += 1) await voice('native', n < 3 ? ['01', '02'] : ['02']);
      await pass(16, 'budgeting.close');
      await mustReadWell(at.vote);
      await go(resident, `/ro${at.vote}`);
      expect(await text(resident)).toContain('Cumpărată de 13 oameni');
      const sheet = (await resident.locator('main a[href$="/ballots.csv"]').getAttribute('href'))!;
      const [head, ...rows] = (await (await web.fetch(sheet)).text()).trim().split(/\r?\n/);
      const sum = (column: number) => rows.reduce((all, row) => all + Number(row.split(',')[column]), 0);
      const columns = head!.split(',').length;
      expect([rows.length, sum(columns - 2), sum(columns - 1)]).toEqual([15, 13, 5]);
    },
    MINUTES,
  );

  it(
    'the town hall makes the winner a project, the association endorses it by its roll, the operator publishes it',
    async () => {
      await go(officer, `/ro/town-hall/${town.townHallId}/budget-votes`);
      await follow(officer, 'form[action$="/winners/01"] button');
      at.draft = pathOf(officer);
      await writeDraft(officer, officer.url());
      await go(officer, `/ro${at.draft}`);
      await follow(officer, 'form[action$="/submit"] button');
      const id = at.draft.split('/').at(-1)! as ProjectId;
      await web.drain();
      const [vote] = await web.get(VotesQueries).ofProject(id);
      for (const [n, who] of [town.president, town.inspector, ...town.members].entries()) {
        const voter = await enter(who);
        await go(voter, `/${['ru', 'ro', 'en'][n % 3]!}/votes/${vote!.id}`);
        await fillIn(voter, { choice: n === 4 ? 'no' : 'yes' });
        await follow(voter, 'form:has([name="choice"]) button');
        await voter.context().close();
      }
      await pass(10, 'voting.close');
      await mustReadWell(`/votes/${vote!.id}`);
      const [first, second] = [await enter(town.operators[0]), await enter(town.operators[1])];
      await go(first, `/en/operator/reviews/${id}`);
      await fillIn(first, { decision: 'recommend' });
      await follow(first, 'form:has([name="decision"]) button');
      const [asked] = await web.get(ApprovalsQueries).waiting('operator');
      await go(second, `/en/operator/approvals/${asked!.id}`);
      await fillIn(second, { decision: 'give' });
      await follow(second, 'form:has([name="decision"]) button');
      const { slug: project, state } = (await web.get(ProjectsQueries).find(id))!;
      expect(state).toBe('published');
      await mustReadWell(`/p/${slug}/${project}`);
      await mustReadWell(`/t/${slug}`);
      await go(native, `/ru/p/${slug}/${project}`);
      await follow(native, `main a[href="/ru${at.vote}"]`);
    },
    MINUTES,
  );
});
