import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { SuccessionsService } from '#libs/dissolutions/src/index.js';
import { Money, newId, type PersonId } from '#libs/kernel/src/index.js';
import { CallsService } from '#libs/matching/src/index.js';
import { HistoryService, PartnersService } from '#libs/projects/src/index.js';
import { RatesService } from '#libs/rates/src/index.js';
import { openCampaign } from '../support/campaign.js';
import { describeInBrowser, openChromium } from '../support/chromium.js';
import { DeliveryWalk } from '../support/delivery.js';
import { decideTheEnd } from '../support/ending.js';
import { countGift, creditLine, openBank, openTreasury } from '../support/money.js';
import { axeProblems, scrollsSideways } from '../support/page-checks.js';
import { buildTogether, ofTown } from '../support/partners.js';
import type { Room } from '../support/room.js';
import { openSponsor } from '../support/sponsor.js';
import { draftStreetLight } from '../support/street-light.js';
import { buildProject, buildTown, type Town } from '../support/town.js';
import { roomOf, Visitor } from '../support/visitor.js';
import { openWeb, type Web } from '../support/web.js';

/** What the page says, without the programs and samples that it shows: they may say what no sentence may. */
const WORDS = `[...document.querySelectorAll('main pre')].reduce((words, code) => words.replace(code.innerText, ''), document.querySelector('main').innerText)`;
/** Words of programs that no reader should meet, and keys whose words are missing. */
const WRONG =
  /undefined|NaN|\[object |Invalid Date|\b(?:operator|error|term|giving|hall|file|works|votes|gifts)\.[a-z-]+\b/;
/** How many links a page must have to be led into: a walk that finds fewer kinds than this has lost its way. */
const WALKS = [
  { who: null, lang: 'ru', from: ['', '/search?q=zzz', '/nowhere'], kinds: 28 },
  { who: 'mayor', lang: 'ru', from: ['/town-hall', '/account/settings'], kinds: 23 },
  { who: 'president', lang: 'ro', from: ['/association'], kinds: 10 },
  { who: 'operator', lang: 'ru', from: ['/operator'], kinds: 14 },
] as const;
const MINUTES = 900_000;

describeInBrowser('every page that a link leads to', () => {
  let web: Web;
  let browser: Browser;
  let town: Town;

  beforeAll(async () => {
    web = await openWeb({ env: { PLAI_DEMO: '1' } });
    browser = await openChromium();
    const room = roomOf(web);
    await Promise.all([web.get(HistoryService).load(), web.get(RatesService).loadShipped()]);
    town = await buildTown(room);
    await draftStreetLight(room, town);
    await together(room);
    await ending(room);
    await buildProject(room, town, { state: 'campaign', campaignEndsIn: '9 days' });
    await openCampaign(web.db);
    const project = await buildProject(room, town, { state: 'in-delivery', shares: [4_000, 6_000] });
    const bank = await openBank(room, town.operators[0]);
    await openTreasury(room, town);
    await countGift(room, town, { projectId: project.id, bank, lei: Money.lei(100_000n) });
    await creditLine(room, town, { bank, lei: Money.lei(60_000n) });
    await openSponsor(room, town, { places: [], paid: Money.lei(90_000n), minDonors: 2 });
    // What a sponsor did not use waits to go back.
    const unused = await openSponsor(room, town, { places: [], paid: Money.lei(5_000n) });
    await web.get(CallsService).close(unused, town.operators[0]);
    const walk = new DeliveryWalk(room, town, project, bank);
    await walk.inspect(await walk.ask());
  }, MINUTES);
  afterAll(async () => {
    await browser?.close();
    await web?.close();
  });

  it.each(WALKS)(
    'stands on the narrowest phone and is clean for axe: $who in $lang',
    async ({ who, lang, from, kinds }) => {
      const context = await contextOf(who && (who === 'operator' ? town.operators[1] : town[who]));
      const found = new Map<string, string>();
      const problems: string[] = [];
      const waiting: string[] = from.map((path) => `/${lang}${path}`);
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        if (found.has(kindOf(next))) continue;
        found.set(kindOf(next), next);
        const page = await context.newPage();
        problems.push(...(await look(page, next)).map((problem) => `${next}: ${problem}`));
        waiting.push(...(await linksOf(page)).filter((path) => isWanted(path, lang, who)));
        await page.close();
      }
      expect(problems).toEqual([]);
      expect([...found.keys()].length).toBeGreaterThanOrEqual(kinds);
    },
    MINUTES,
  );

  /** A neighbour asks the town to build with it, and one more work is under way already. */
  async function together(room: Room): Promise<void> {
    const neighbour = await buildTown(room);
    await room.get(PartnersService).invite(await draftStreetLight(room, neighbour), town.townHallId, neighbour.mayor);
    const joint = await buildProject(room, neighbour, { state: 'campaign', campaignEndsIn: '9 days' });
    await buildTogether(room, joint, town);
    await ofTown(room, joint.sources[1]!, town);
  }

  /** An association that ends asks the town's to go on with its projects. */
  async function ending(room: Room): Promise<void> {
    const other = await buildTown(room);
    await buildProject(room, other, { state: 'published' });
    await decideTheEnd(room, other);
    const offer = { id: newId<'Succession'>(), successorId: town.associationId };
    await room.get(SuccessionsService).offer(other.associationId, offer, other.president);
  }

  async function contextOf(person: PersonId | null): Promise<BrowserContext> {
    const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
    if (!person) return context;
    const [name, value] = (await Visitor.enter(web, person)).cookie.split('=');
    await context.addCookies([{ name: name!, value: value!, url: web.url }]);
    return context;
  }

  async function linksOf(page: Page): Promise<string[]> {
    const all = await page.$$eval('a[href]', (links) => links.map((link) => link.getAttribute('href')!));
    return all.map((href) => new URL(href, page.url())).filter(({ origin }) => origin === web.url).map(({ pathname, search }) => pathname + search); // prettier-ignore
  }

  /** What is wrong with a page, everything on it unfolded. */
  async function look(page: Page, path: string): Promise<string[]> {
    const problems: string[] = [];
    page.on('pageerror', ({ message }) => problems.push(message));
    const answer = await page.goto(web.url + path);
    if (answer!.status() !== (path.endsWith('/nowhere') ? 404 : 200)) problems.push(`answers ${answer!.status()}`);
    await page.evaluate('document.querySelectorAll("details").forEach((each) => { each.open = true; })');
    const wrong = path.endsWith('/api') ? null : WRONG.exec(await page.evaluate<string>(WORDS));
    if (wrong) problems.push(`says "${wrong[0]}"`);
    problems.push(...(await axeProblems(page)));
    for (const width of [640, 390, 320]) {
      await page.setViewportSize({ width, height: 844 });
      if (await scrollsSideways(page)) problems.push(`scrolls sideways at ${width} px`);
    }
    return problems;
  }
});

/** Pages that differ only in what they are about are of one kind. */
function kindOf(path: string): string {
  const { pathname, searchParams } = new URL(path, 'http://plai.test');
  const kind = pathname
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ':id')
    .replace(/(\/[tap]|\/problems|\/reported)\/[^/]+/, '$1/:one')
    .replace(/\/p\/:one\/[^/]+/, '/p/:one/:project');
  return `${kind}?${[...searchParams.keys()].sort().join('&')}`;
}

/** A visitor's walk goes through public pages, that of others through their own rooms. */
function isWanted(path: string, lang: string, who: string | null): boolean {
  if (/\.(atom|csv|json|mjs|pdf|txt|xml)\b|^\/(files|assets|api)/.test(path)) return false;
  if (who === null) return path.startsWith(`/${lang}`) || path.startsWith('/v');
  return new RegExp(`^/${lang}/(account|town-hall|association|operator|votes)\\b`).test(path);
}
