import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { CompletionService, DeliveryQueries } from '#libs/delivery/src/index.js';
import { Money } from '#libs/kernel/src/index.js';
import { ProjectsQueries } from '#libs/projects/src/index.js';
import { describeInBrowser, follow, openChromium } from '../support/chromium.js';
import { DeliveryWalk } from '../support/delivery.js';
import { countGift, openBank, openTreasury } from '../support/money.js';
import { fillIn, PDF_FILE, writeDraft } from '../support/draft-pages.js';
import { axeProblems, scrollsSideways } from '../support/page-checks.js';
import { buildProject, buildTown, type Town } from '../support/town.js';
import { roomOf, Visitor } from '../support/visitor.js';
import { openWeb, type Web } from '../support/web.js';

// Whole stories in a browser: a busy machine takes its time.
const MINUTES = 600_000;

describeInBrowser('a project from an empty draft to completed, at the desks', () => {
  let web: Web;
  let browser: Browser;
  let town: Town;
  /** Scripts off: whoever has an old phone. */
  let mayor: Page;
  const plain = new Map<string, BrowserContext>();
  const seen: [BrowserContext, string][] = [];

  beforeAll(async () => {
    web = await openWeb();
    town = await buildTown(roomOf(web), { members: 2 });
    browser = await openChromium();
    mayor = await enter(town.mayor, false);
  });
  afterAll(async () => {
    await browser?.close();
    await web?.close();
  });

  /** Somebody's browser, signed in; his pages are looked at with scripts in any case, since axe is one. */
  async function enter(person: Town['mayor'], scripts: boolean): Promise<Page> {
    const [name, value] = (await Visitor.enter(web, person)).cookie.split('=');
    const open = async (javaScriptEnabled: boolean) => {
      const context = await browser.newContext({ viewport: { width: 390, height: 844 }, javaScriptEnabled });
      await context.addCookies([{ name: name!, value: value!, url: web.url }]);
      return context;
    };
    if (!plain.has(person)) plain.set(person, await open(true));
    return (scripts ? plain.get(person)! : await open(false)).newPage();
  }

  /** Where a page is for the looks at the end. */
  const remember = (person: string, page: Page) => seen.push([plain.get(person)!, new URL(page.url()).pathname]);

  const press = async (page: Page, selector: string) => {
    await follow(page, selector);
  };

  it(
    'is written section by section and sent, without scripts',
    async () => {
      await mayor.goto(`${web.url}/ro/town-hall`);
      await press(mayor, 'main a[href$="/new"]');
      await fillIn(mayor, { title: 'Iluminat stradal LED' });
      await press(mayor, 'main form button');
      const file = mayor.url();
      await writeDraft(mayor, file, () => remember(town.mayor, mayor));
      await mayor.goto(file);
      remember(town.mayor, mayor);
      expect(await mayor.locator('#send ~ ul li').allInnerTexts()).toEqual([]);
      await press(mayor, 'form[action$="/submit"] button');
      expect(await mayor.locator('.note').first().innerText()).toContain('Asociația votează dacă susține');
      await mayor.goto(`${file}/sections/place`);
      expect([await mayor.locator('main form').count(), await mayor.locator('main fieldset:disabled').count()]).toEqual(
        [0, 1],
      );
      const id = file.split('/').at(-1) as Parameters<ProjectsQueries['find']>[0];
      expect((await web.get(ProjectsQueries).find(id))!.state).toBe('endorsement');
    },
    MINUTES,
  );

  it(
    'is asked for, inspected, voted, paid, proven, accepted and completed',
    async () => {
      const room = roomOf(web);
      const project = await buildProject(room, town, { shares: [10_000] });
      const bank = await openBank(room, town.operators[0]);
      await openTreasury(room, town);
      await countGift(room, town, { projectId: project.id, bank, lei: Money.lei(100_000n) });
      const walk = new DeliveryWalk(room, town, project, bank);
      const works = `${web.url}/ro/town-hall/${town.townHallId}/projects/${project.id}/works`;
      const request = async () => (await web.get(DeliveryQueries).requests(project.id))[0]!;

      await mayor.goto(`${web.url}/ro/town-hall/${town.townHallId}`);
      remember(town.mayor, mayor);
      await mayor.goto(`${works}/tranches/${project.tranches[0]!}`);
      await fillIn(mayor, { note: 'Stâlpii sunt puși.' });
      await mayor
        .locator('[name="evidence"]')
        .setInputFiles({ ...PDF_FILE, name: 'rau.txt', buffer: Buffer.from('text') });
      await press(mayor, 'main form button');
      expect(await mayor.locator('[name="note"]').inputValue()).toBe('Stâlpii sunt puși.');
      await mayor.locator('[name="evidence"]').setInputFiles(PDF_FILE);
      await press(mayor, 'main form button');
      remember(town.mayor, mayor);
      const { id } = await request();

      const inspector = await enter(town.inspector, true);
      await inspector.goto(`${web.url}/ro/association/${town.associationId}`);
      remember(town.inspector, inspector);
      await press(inspector, `main a[href$="/requests/${id}"]`);
      remember(town.inspector, inspector);
      for (const n of [0, 1]) await inspector.locator(`[name="items.${n}.finding"][value="ok"]`).check();
      await inspector.locator('[name="verdict"][value="accepted"]').check();
      await press(inspector, 'main form:has([name="verdict"]) button');
      const vote = inspector.url();
      expect(vote).toContain('/votes/');
      for (const person of [town.inspector, town.president, ...town.members]) {
        const voter = person === town.inspector ? inspector : await enter(person, true);
        await voter.goto(vote);
        await fillIn(voter, { choice: 'yes', reason: 'Am văzut' });
        await press(voter, 'form:has([name="choice"]) button');
        expect(await voter.locator('main').innerText()).toContain('Codul lui');
      }
      remember(town.inspector, inspector);
      await walk.pass(5);
      await inspector.goto(vote);
      expect(await inspector.locator('main').innerText()).toContain('Acceptat');
      await walk.arrive(id, await walk.sign(id));

      const day = await walk.today();
      await mayor.goto(`${web.url}/ro/town-hall/${town.townHallId}`);
      expect(await mayor.locator('main').innerText()).toContain('Înscrieți facturile pentru banii primiți');
      await mayor.goto(`${works}/invoices`);
      await mayor.locator('[name="lineId"]').selectOption({ index: 1 });
      await fillIn(mayor, { supplier: 'Lumina SRL', number: '77', date: day, amount: '1000', fromPeople: '1000' });
      await mayor.locator('[name="requestId"]').selectOption({ index: 1 });
      await mayor.locator('[name="file"]').setInputFiles(PDF_FILE);
      await press(mayor, 'main form button');
      await press(mayor, 'main a[href*="/works/invoices/"]');
      await paper(day);
      await mayor.goto(`${works}/stages/${project.milestones[0]!}`);
      await fillIn(mayor, { what: 'met', on: day });
      await mayor.locator('[name="file"]').setInputFiles(PDF_FILE);
      await press(mayor, 'main form button');
      await mayor.goto(`${works}/final`);
      await press(mayor, 'form[action$="/final"] button');
      expect(await mayor.locator('main').innerText()).toContain('Facturile nu se potrivesc cu planul');
      await fillIn(mayor, { note: 'Lămpile au costat mai puțin.' });
      await press(mayor, 'form[action$="/final"] button');
      remember(town.mayor, mayor);
      await paper(day);
      await web.get(CompletionService).complete(project.id, town.operators[0]);
      await mayor.goto(works.replace('/works', ''));
      expect(await mayor.locator('.note').first().innerText()).toContain('Lucrarea e recepționată');
      remember(town.mayor, mayor);

      const president = await enter(town.president, true);
      await president.goto(`${web.url}/ro/association/${town.associationId}/projects/${project.id}/updates`);
      await fillIn(president, { text: 'Lămpile ard de treizeci de nopți.' });
      await press(president, 'button[value="publish"]');
      expect(await president.locator('#news ~ article').innerText()).toContain('Lămpile ard');
    },
    MINUTES,
  );

  async function paper(day: string): Promise<void> {
    await fillIn(mayor, { number: '12', date: day });
    await mayor.locator('[name="file"]').first().setInputFiles(PDF_FILE);
    await press(mayor, 'form:has([name="file"]) button');
  }

  it(
    'reads well on a phone and is clean for axe at every step',
    async () => {
      const hall = `/ro/town-hall/${town.townHallId}`;
      const desk = `/ru/association/${town.associationId}`;
      const more: [string, string][] = [[town.mayor, `${hall}/people`], [town.mayor, `${hall}/profile`], [town.president, desk], [town.president, `${desk}/people`], [town.president, `${desk}/profile`]]; // prettier-ignore
      const found: unknown[] = [];
      const all = [...seen, ...more.map(([who, address]) => [plain.get(who)!, address] as const)];
      for (const [index, [context, address]] of all.entries()) {
        const page = await context.newPage();
        await page.goto(web.url + address);
        const problems = await axeProblems(page);
        if (await scrollsSideways(page)) found.push([address, 'sideways']);
        found.push(...problems.map((problem) => [address, problem]));
        const folder = process.env.SCREENSHOTS;
        if (folder) {
          fs.mkdirSync(folder, { recursive: true });
          await page.screenshot({
            path: path.join(folder, `body-${String(index).padStart(2, '0')}.png`),
            fullPage: true,
          });
        }
        await page.close();
      }
      expect(found).toEqual([]);
    },
    MINUTES,
  );
});
