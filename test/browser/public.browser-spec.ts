import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { HistoryService } from '#libs/projects/src/index.js';
import { describeInBrowser, openChromium } from '../support/chromium.js';
import { buildProject, buildTown } from '../support/town.js';
import { openWeb, type Web } from '../support/web.js';

const PAGES = [
  '/ro', '/ru', '/en', '/ro/projects', '/ru/projects?state=campaign&sector=lighting', '/ro/map', '/ro/search?q=straseni', '/en/search?q=nothing+like+it', '/ru/t/orhei',
  '/ro/how', '/ru/voting-rules', '/en/fees', '/ro/privacy', '/ru/terms', '/en/about', '/ro/accessibility', '/ro/status', '/ru/history', '/ro/api', '/ro/nowhere',
  '/en/problems/campaign-closed',
]; // prettier-ignore
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const SIDEWAYS = 'document.documentElement.scrollWidth > document.documentElement.clientWidth';
const FIRST_VIEW_MAX = 60 * 1024;

describeInBrowser('public pages in a browser', () => {
  let web: Web;
  let browser: Browser;
  let context: BrowserContext;
  const made: string[] = [];

  beforeAll(async () => {
    web = await openWeb({ env: { PLAI_DEMO: '1' } });
    await web.get(HistoryService).load();
    browser = await openChromium();
    context = await browser.newContext({ viewport: { width: 390, height: 844 } });
    for (const state of ['campaign', 'campaign', 'published', 'in-delivery', 'completed'] as const) {
      const town = await buildTown(web);
      await buildProject(web, town, { state, campaignEndsIn: '9 days' });
      if (state !== 'completed') continue;
      const [place] = await web.db.rows<{ slug: string }>('select slug from hometowns.place where code = $1', [town.placeCode]); // prettier-ignore
      const [association] = await web.db.rows<{ slug: string }>('select slug from hometowns.body where id = $1', [town.associationId]); // prettier-ignore
      made.push(`/ro/t/${place!.slug}`, `/ro/a/${association!.slug}`);
    }
  });
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

  it('keeps the first view of the home page small', async () => {
    const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
    const session = await page.context().newCDPSession(page);
    let bytes = 0;
    await session.send('Network.enable');
    session.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
    await page.goto(`${web.url}/ro`, { waitUntil: 'networkidle' });
    expect(bytes).toBeLessThan(FIRST_VIEW_MAX);
  });

  it('finds a village with scripts off', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false, locale: 'ru-RU' });
    const page = await context.newPage();
    await page.goto(`${web.url}/`);
    expect(new URL(page.url()).pathname).toBe('/ru');
    await page.fill('#q', 'Страшены');
    await page.click('.find button');
    await page.click('text=Страшены');
    expect(new URL(page.url()).pathname).toMatch(/^\/ru\/t\//);
    await page.click('.langs a[hreflang=en]');
    expect(new URL(page.url()).pathname).toMatch(/^\/en\/t\//);
    await page.goto(`${web.url}/`);
    expect(new URL(page.url()).pathname).toBe('/en'); // the switch was a choice
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
    const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
    problems.push(
      ...violations.map(({ id, nodes }) => `${id} ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`),
    );
    for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      if (width === 1280) await photograph(page, `1280${address}`);
      if (await page.evaluate<boolean>(SIDEWAYS)) problems.push(`scrolls sideways at ${width} px`);
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
