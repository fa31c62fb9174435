import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, BrowserContext } from 'playwright-core';
import { Money } from '#libs/kernel/src/index.js';
import { describeInBrowser, openChromium } from '../support/chromium.js';
import { countGift, openBank } from '../support/money.js';
import { axeProblems, scrollsSideways } from '../support/page-checks.js';
import { draftStreetLight } from '../support/street-light.js';
import { buildProject, buildTown } from '../support/town.js';
import { roomOf, Visitor } from '../support/visitor.js';
import { openWeb, type Web } from '../support/web.js';

describeInBrowser('desks in a browser', () => {
  let web: Web;
  let browser: Browser;
  let context: BrowserContext;
  let pages: string[] = [];

  beforeAll(async () => {
    web = await openWeb();
    const room = roomOf(web);
    const town = await buildTown(room);
    const draft = await draftStreetLight(room, town);
    const works = await buildProject(room, town, { state: 'in-delivery', shares: [4_000, 6_000] });
    await countGift(room, town, { projectId: works.id, bank: await openBank(room, town.operators[0]), lei: Money.lei(100_000n) }); // prettier-ignore
    const mayor = await Visitor.enter(web, town.mayor);
    browser = await openChromium();
    context = await browser.newContext({ viewport: { width: 390, height: 844 } });
    const [name, value] = mayor.cookie.split('=');
    await context.addCookies([{ name: name!, value: value!, url: web.url }]);
    const at = `/town-hall/${town.townHallId}`;
    const sections = ['place', 'budget', 'documents'].map((one) => `/ro${at}/projects/${draft}/sections/${one}`);
    const own = `/projects/${works.id}`;
    pages = [`/ro${at}`, `/ru${at}/projects/${draft}`, ...sections, `/en${at}${own}/works`, `/ro${at}${own}/shares`, `/ro${at}/people`, `/ro${at}/account`, '/ro/apply?kind=association']; // prettier-ignore
  });
  afterAll(async () => {
    await browser?.close();
    await web?.close();
  });

  it('reads well on a phone and is clean for axe', async () => {
    const page = await context.newPage();
    const found: unknown[] = [];
    for (const [index, address] of pages.entries()) {
      await page.goto(web.url + address);
      const problems = await axeProblems(page);
      if (await scrollsSideways(page)) found.push([address, 'sideways']);
      found.push(...problems.map((problem) => [address, problem]));
      const folder = process.env.SCREENSHOTS;
      if (folder) await page.screenshot({ path: path.join(folder, `desk-${index}.png`), fullPage: true });
    }
    expect(found).toEqual([]);
  });
});
