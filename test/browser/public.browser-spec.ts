import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { ProjectId } from '#libs/kernel/src/index.js';
import { HistoryService } from '#libs/projects/src/index.js';
import { describeInBrowser, follow, openChromium } from '../support/chromium.js';
import { openCampaign, pathOf } from '../support/campaign.js';
import { axeProblems, scrollsSideways } from '../support/page-checks.js';
import { buildProject, buildTown } from '../support/town.js';
import { openWeb, type Web } from '../support/web.js';

const PAGES = [
  '/ro', '/ru', '/en', '/ro/projects', '/ru/projects?state=campaign&sector=lighting', '/ro/map', '/ro/search?q=straseni', '/en/search?q=nothing+like+it', '/ru/t/orhei',
  '/ro/how', '/ru/who-pays', '/ru/voting-rules', '/en/fees', '/ro/privacy', '/ru/terms', '/en/about', '/ro/accessibility', '/ro/status', '/ru/history', '/ro/api', '/ro/nowhere',
  '/en/problems/campaign-closed', '/ro/books', '/ru/books/trial-balance', '/ro/reported/straseni-lighting',
]; // prettier-ignore
const STATES = [
  'published',
  'campaign',
  'collecting',
  'funded',
  'in-delivery',
  'completed',
  'failed',
  'cancelled',
] as const;
/** What a page never says: holes of a template, values of a program. */
const WRONG = /undefined|NaN|\[object |\{\w+\}|Invalid Date/;
const FIRST_VIEW_MAX = 60 * 1024;

describeInBrowser('public pages in a browser', () => {
  let web: Web;
  let browser: Browser;
  let context: BrowserContext;
  const made: string[] = [];
  const states = new Map<string, string>();

  beforeAll(async () => {
    web = await openWeb({ env: { PLAI_DEMO: '1' } });
    await web.get(HistoryService).load();
    browser = await openChromium();
    context = await browser.newContext({ viewport: { width: 390, height: 844 } });
    for (const [n, state] of STATES.entries()) {
      const town = await buildTown(web);
      const { id } = await buildProject(web, town, {
        state,
        campaignEndsIn: state === 'campaign' ? '9 days' : '-1 day',
      });
      states.set(state, await addressOf(id, ['ro', 'ru', 'en'][n % 3]));
      if (state !== 'completed') continue;
      const [place] = await web.db.rows<{ slug: string }>('select slug from hometowns.place where code = $1', [town.placeCode]); // prettier-ignore
      const [association] = await web.db.rows<{ slug: string }>('select slug from hometowns.body where id = $1', [town.associationId]); // prettier-ignore
      made.push(`/ro/t/${place!.slug}`, `/ro/a/${association!.slug}`);
    }
    await web.db.rows(`update projects.milestone set planned_on = current_date - 9
      where project_id in (select id from projects.project where state = 'in-delivery')`);
    states.set('open, all or nothing', await addressOf((await openCampaign(web.db)).projectId, 'en'));
  });
  async function addressOf(id: ProjectId, lang = 'ro'): Promise<string> {
    return `/${lang}${await pathOf(web.db, id)}`;
  }
  afterAll(async () => {
    await browser?.close();
    await web?.close();
  });

  it.each(PAGES)('%s reads well on phones and desks', async (address) => {
    expect(await look(address)).toEqual([]);
  });

  it('a town and an association read well too', async () => {
    for (const address of made) expect(await look(address)).toEqual([]);
  });

  it.each([...STATES, 'open, all or nothing'])('a project that is %s reads well', async (state) => {
    expect(await look(states.get(state)!)).toEqual([]);
  });

  it('a register reads well', async () => {
    expect(await look(`${states.get('completed')!}/register`)).toEqual([]);
  });

  it('labels invented figures on the card and on the page', async () => {
    const { projectId } = await openCampaign(web.db);
    await web.db.rows('update projects.project set illustrative = true where id = $1', [projectId]);
    const page = await context.newPage();
    await page.goto(web.url + (await addressOf(projectId)));
    expect(await page.locator('header .tag').allTextContents()).toContain('exemplu, cifre inventate');
    await page.goto(`${web.url}/en/projects`);
    expect(await page.locator('.card .tag').allTextContents()).toContain('illustrative');
    await page.close();
  });

  it.each(['', '/project', '/project/give'])('keeps the first view of /ro%s small', async (under) => {
    const address = under.replace('/project', states.get('campaign')!.replace(/^\/\w+/, ''));
    expect(await weigh(`/ro${address}`)).toBeLessThan(FIRST_VIEW_MAX);
  });

  /** Bytes on the wire until nothing more is asked for, by a reader who comes for the first time. */
  async function weigh(address: string): Promise<number> {
    const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
    const session = await page.context().newCDPSession(page);
    let bytes = 0;
    await session.send('Network.enable');
    session.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
    await page.goto(web.url + address, { waitUntil: 'networkidle' });
    await page.context().close();
    return bytes;
  }

  it('finds a village with scripts off', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false, locale: 'ru-RU' });
    const page = await context.newPage();
    await page.goto(`${web.url}/`);
    expect(new URL(page.url()).pathname).toBe('/ru');
    await page.fill('#q', 'Страшены');
    await follow(page, '.find button');
    await follow(page, 'text=Страшены');
    expect(new URL(page.url()).pathname).toMatch(/^\/ru\/t\//);
    await follow(page, '.langs a[hreflang=en]');
    expect(new URL(page.url()).pathname).toMatch(/^\/en\/t\//);
    await page.goto(`${web.url}/`);
    expect(new URL(page.url()).pathname).toBe('/en'); // the switch was a choice
    await context.close();
  });

  it.each([320, 390])('has the way in at the top of a phone %i wide, without its menu', async (width) => {
    const page = await browser.newPage({ viewport: { width, height: 800 } });
    await page.goto(`${web.url}/ru`);
    const enter = 'header.top a.menu[href="/ru/sign-in"]';
    const { x, width: wide } = (await page.locator(enter).boundingBox())!;
    expect(x + wide).toBeLessThanOrEqual(width);
    await follow(page, enter);
    expect(new URL(page.url()).pathname).toBe('/ru/sign-in');
    await page.context().close();
  });

  it('filters, follows the map and leads on with scripts off', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${web.url}/ro/projects`);
    await page.selectOption('select[name=state]', 'completed');
    await follow(page, '.filters button');
    expect(await page.locator('.card').count()).toBe(1);
    await follow(page, '.card a');
    await follow(page, '.langs a[hreflang=ru]');
    expect(new URL(page.url()).pathname).toMatch(/^\/ru\/p\//);
    for (const way of ['wa.me', 't.me', 'facebook.com']) expect(await page.locator(`.share a[href*="${way}"]`).count()).toBe(1); // prettier-ignore
    await follow(page, 'text=Книга учёта проекта');
    expect(new URL(page.url()).pathname).toMatch(/\/register$/);
    await page.goto(`${web.url}/ro/map`);
    await follow(page, '.districts a[href*="district="]');
    expect(await page.locator('.card').count()).toBeGreaterThan(0);
    await context.close();
  });

  /** Everything wrong with a page: for axe at 390 px, sideways at 320 and 1280 too. */
  async function look(address: string): Promise<string[]> {
    const page = await context.newPage();
    const problems: string[] = [];
    watch(page, address, problems);
    await page.goto(web.url + address);
    await photograph(page, `390${address}`);
    await page.evaluate('document.querySelectorAll("details").forEach((each) => { each.open = true; })');
    if (WRONG.test(await page.innerText('main')) && !address.endsWith('/api'))
      problems.push(`${address} says what no page says`);
    problems.push(...(await axeProblems(page)));
    for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      if (width === 320) {
        problems.push(...(await axeProblems(page, ['target-size'])).map((problem) => `at 320 px: ${problem}`));
      }
      if (width === 1280) await photograph(page, `1280${address}`);
      if (await scrollsSideways(page)) problems.push(`scrolls sideways at ${width} px`);
    }
    await page.close();
    return problems;
  }

  /** What must not happen on any page: foreign requests, refused by our own policy, errors. */
  function watch(page: Page, address: string, problems: string[]): void {
    page.on('request', (request) => {
      const { origin, protocol } = new URL(request.url());
      if (origin !== web.url && protocol !== 'data:') problems.push(`${address} asks ${origin}`);
    });
    page.on('console', (message) => {
      const expected = /the server responded with a status of 404/.test(message.text()) && address.includes('nowhere');
      if (message.type() === 'error' && !expected) problems.push(`${address}: ${message.text()}`);
    });
    page.on('pageerror', (error) => problems.push(`${address}: ${error.message}`));
  }
});

/** Keeps a picture of the page when SHOTS_DIR names a folder. */
async function photograph(page: Page, name: string): Promise<void> {
  const folder = process.env.SHOTS_DIR;
  if (folder) await page.screenshot({ path: path.join(folder, `${name.replace(/\W+/g, '-')}.png`), fullPage: true });
}
