import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { passUntil } from '#apps/cli/src/world/life.js';
import { Clock, type Lang, LANGS } from '#libs/platform/src/index.js';
import { openCampaign, type CampaignWish, pathOf, type TestCampaign } from '../support/campaign.js';
import { describeInBrowser, follow, openChromium } from '../support/chromium.js';
import { eventually } from '../support/eventually.js';
import { subjectsTo } from '../support/letters.js';
import { axeProblems, scrollsSideways } from '../support/page-checks.js';
import { payBy } from '../support/payment-page.js';
import { openWorld, type RunningWorld } from '../support/world.js';

const CARDS = { pays: '4242424242424242', declined: '4000000000000002', asks: '4000002760003184', later: '4000000000000341' } as const; // prettier-ignore
const LOCALES: Record<Lang, string> = { ro: 'ro-RO', ru: 'ru-RU', en: 'en-GB' };
const PAID = { ro: 'Mulțumim', ru: 'Спасибо', en: 'Thank you' };

describeInBrowser('giving in a browser', () => {
  let running: RunningWorld;
  let browser: Browser;
  let site: string;

  beforeAll(async () => {
    running = await openWorld();
    [site] = running.webs as [string];
    browser = await openChromium();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await running?.close();
  });

  async function campaign(wish: CampaignWish = {}): Promise<TestCampaign & { give: (lang: Lang) => string }> {
    const made = await openCampaign(running.db, { model: 'keep', ...wish });
    const path = await pathOf(running.db, made.projectId);
    return { ...made, give: (lang) => `${site}/${lang}${path}/give` };
  }
  async function visitor(lang: Lang, { scripts = true, width = 390 } = {}): Promise<Page> {
    const context = await browser.newContext({ viewport: { width, height: 844 }, locale: LOCALES[lang], javaScriptEnabled: scripts }); // prettier-ignore
    return context.newPage();
  }
  async function fill(page: Page, email: string, sum = '50'): Promise<void> {
    await page.fill('[name=other]', sum);
    await page.fill('[name=email]', email);
    await page.check('[name=shortfall][value=return]');
  }
  /** Waits on the thanks page as a donor does: it reloads itself, or he presses its button. */
  const seen = (page: Page, words: string) =>
    eventually(async () => {
      const head = page.locator('h1');
      if (!(await head.innerText()).includes(words)) {
        await page.waitForTimeout(500);
        await page.reload();
      }
      expect(await head.innerText()).toContain(words);
    });
  const look = async (page: Page, name: string) => {
    const folder = process.env.SHOTS_DIR;
    if (folder) await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true });
    expect(await scrollsSideways(page)).toBe(false);
    expect(await axeProblems(page)).toEqual([]);
  };

  it.each(LANGS)(
    'takes three pages from the link to the thanks in %s, and proves its receipt',
    async (lang) => {
      const { give } = await campaign();
      const page = await visitor(lang, { width: lang === 'ru' ? 1280 : 390 });
      await page.goto(give(lang)); // one
      await fill(page, `${lang}@donor.plai.example`, lang === 'en' ? '1,000.50' : '1 000,50');
      await look(page, `${lang}-form`);
      await follow(page, 'button.give');
      await payBy(page, CARDS.pays); // two
      await seen(page, PAID[lang]); // three
      await look(page, `${lang}-thanks`);
      await running.world.settle();
      expect(subjectsTo(running, `${lang}@donor.plai.example`)).toHaveLength(1);
      await follow(page, 'a[href^="/v/"]');
      await look(page, `${lang}-receipt`);
      expect(await page.locator('main').innerText()).toMatch(/1[\s,]000[,.]50/);
      await page.context().close();
    },
    120_000,
  );

  it('works with scripts off, keeps what is typed, and gives a declined card another try', async () => {
    const { give } = await campaign();
    const page = await visitor('ro', { scripts: false });
    await page.goto(give('ro'));
    await page.fill('[name=other]', '12,5,0');
    await page.fill('[name=email]', 'maria@');
    await follow(page, 'button.give');
    expect(await page.locator('[role=alert] a, .errsum a').count()).toBe(3);
    expect(await page.inputValue('[name=other]')).toBe('12,5,0');
    await fill(page, 'fara.scripturi@donor.plai.example', '12,50');
    await follow(page, 'button.give');
    await payBy(page, CARDS.declined);
    await follow(page, 'a[href*="/not-paid/"]');
    expect(await page.locator('main').innerText()).toContain('Nu s-a luat niciun ban');
    await follow(page, 'button[value=card]');
    await payBy(page, CARDS.asks);
    await follow(page, 'button[value=authorise]');
    await seen(page, PAID.ro);
    await page.context().close();
  }, 120_000);

  it('keeps a typed sum and name for whoever presses back, and counts two presses once', async () => {
    const { give, projectId } = await campaign();
    const page = await visitor('en');
    await page.goto(give('en'));
    await fill(page, 'back@donor.plai.example', '75');
    await follow(page, 'button.give');
    await page.waitForSelector('[name=number]');
    await page.goBack();
    expect([await page.inputValue('[name=other]'), await page.inputValue('[name=email]')]).toEqual(['75', 'back@donor.plai.example']); // prettier-ignore
    await page.dblclick('button.give');
    await payBy(page, CARDS.pays);
    await seen(page, PAID.en);
    await page.reload();
    await running.world.settle();
    const paid = await running.db.rows(`select 1 from pledges.pledge where project_id = $1 and state = 'counted'`, [projectId]); // prettier-ignore
    expect(paid).toHaveLength(1);
    await page.context().close();
  }, 120_000);

  it('repairs a card that refuses later by the link of its letter', async () => {
    const wish = { model: 'all-or-nothing', minimum: '500', bufferBp: 0, closesIn: '1 hour' } as const;
    const { give } = await campaign(wish);
    const page = await visitor('ro');
    for (const [who, card] of [['bun', CARDS.pays], ['refuzat', CARDS.later]] as const) {
      await page.goto(give('ro'));
      await fill(page, `${who}@donor.plai.example`, '50');
      await follow(page, 'button.give');
      await payBy(page, card);
      await seen(page, 'Promisiunea');
    } // prettier-ignore
    await passUntil(running.world, new Date((await running.get(Clock).now()).getTime() + 2 * 3_600_000));
    const refused = 'refuzat@donor.plai.example';
    await eventually(() => Promise.resolve(expect(subjectsTo(running, refused).at(-1)).toMatch(/^Plata nu a mers/)));
    const link = await running.world.letters.link(refused, /http:\/\/\S+\/gift\/\S+\?token=\S+/);
    await page.goto(link);
    await look(page, 'declined');
    await follow(page, 'button.give');
    await payBy(page, CARDS.pays);
    await seen(page, PAID.ro);
    await page.context().close();
  }, 180_000);
});
