import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { passUntil } from '#apps/cli/src/world/life.js';
import { Clock, Courier, type Lang } from '#libs/platform/src/index.js';
import type { Shortfall } from '#libs/pledges/src/index.js';
import { openCampaign, pathOf } from '../support/campaign.js';
import { describeInBrowser, follow, openChromium } from '../support/chromium.js';
import { eventually } from '../support/eventually.js';
import { subjectsTo } from '../support/letters.js';
import { axeProblems, scrollsSideways } from '../support/page-checks.js';
import { payBy } from '../support/payment-page.js';
import { openWorld, type RunningWorld } from '../support/world.js';

const PAYS = '4242424242424242';
const DAY = 86_400_000;
const GIFT = /http:\/\/\S+\/gift\/\S+\?token=\S+/;

/** What a donor reads on his own page and on the project's, when time was added and when less is built. */
const WORDS = {
  ro: { more: 'să se prelungească o dată', mine: 'Se face varianta mai mică („Mai mic”)', page: 'Nu se face', letter: 'Mai e timp' },
  ru: { more: 'продлить сбор один раз', mine: 'Делают меньший вариант («Mai mic»)', page: 'Не делают', letter: 'Срок продлён' },
  en: { more: 'to extend the campaign once', mine: 'You asked for your money back in that case', page: 'Left out', letter: 'More time' },
} as const; // prettier-ignore

describeInBrowser('a campaign that is extended and then builds a smaller version', () => {
  let running: RunningWorld;
  let browser: Browser;
  let project: string;

  beforeAll(async () => {
    running = await openWorld();
    browser = await openChromium();
    const extension = { atBp: 5000, days: 7 };
    const { projectId } = await openCampaign(running.db, {
      ...{ model: 'keep', minimum: '1000', optimum: '100000', tiers: ['1000'], extension, closesIn: '1 hour' },
    });
    project = await pathOf(running.db, projectId);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await running?.close();
  });

  const visitor = async (scripts: boolean, width = 390): Promise<Page> =>
    (await browser.newContext({ viewport: { width, height: 844 }, javaScriptEnabled: scripts })).newPage();
  const at = (lang: Lang, more = '') => `${running.webs[0]}/${lang}${project}${more}`;
  const emailOf = (lang: Lang) => `prelungit-${lang}@donor.plai.example`;
  /** Public pages are a second old. */
  const says = (page: Page, words: string) =>
    eventually(async () => {
      await page.reload();
      expect(await page.locator('main').innerText()).toContain(words);
    });
  async function give(lang: Lang, choice: Shortfall): Promise<void> {
    const page = await visitor(false);
    await page.goto(at(lang, '/give?currency=MDL'));
    await page.fill('[name=other]', '600');
    await page.fill('[name=email]', emailOf(lang));
    await page.check(`[name=shortfall][value=${choice}]`);
    await follow(page, 'button.give');
    await payBy(page, PAYS);
    await eventually(async () => {
      await running.world.settle();
      expect(subjectsTo(running, emailOf(lang))).not.toEqual([]);
    });
    await page.context().close();
  }
  /** Lets time pass until the campaign's end has been decided, and everybody told. */
  async function decided(days: number): Promise<void> {
    await passUntil(running.world, new Date((await running.get(Clock).now()).getTime() + days * DAY));
    await running.get(Courier).run('pledges.close');
    await running.world.settle();
  }
  const look = async (page: Page, name: string, scripts: boolean) => {
    const folder = process.env.SHOTS_DIR;
    if (folder) await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true });
    if (!scripts) return;
    expect(await scrollsSideways(page)).toBe(false);
    expect(await axeProblems(page)).toEqual([]);
  };
  async function reads(lang: Lang, words: string, { name, scripts }: { name: string; scripts: boolean }): Promise<void> {
    const page = await visitor(scripts, lang === 'en' ? 1280 : 390);
    await page.goto(await running.world.letters.link(emailOf(lang), GIFT));
    await says(page, words);
    await look(page, name, scripts);
    await page.context().close();
  } // prettier-ignore

  it('tells each donor in his language that time was added, and at its end what is built and what becomes of his money', async () => {
    await give('ro', 'smaller');
    await decided(1);
    await eventually(async () => {
      await running.world.settle();
      expect(subjectsTo(running, emailOf('ro')).join()).toContain(WORDS.ro.letter);
    });
    await give('ru', 'next');
    await give('en', 'return');
    for (const lang of ['ro', 'ru', 'en'] as const)
      await reads(lang, WORDS[lang].more, { name: `${lang}-1-extended`, scripts: lang !== 'ro' });

    await decided(18);
    for (const lang of ['ro', 'ru', 'en'] as const) {
      await reads(lang, WORDS[lang].mine, { name: `${lang}-2-smaller`, scripts: lang !== 'ro' });
      const page = await visitor(lang !== 'ro', lang === 'en' ? 1280 : 390);
      await page.goto(at(lang));
      await says(page, WORDS[lang].page);
      await look(page, `${lang}-3-project`, lang !== 'ro');
      await page.context().close();
    }
  }, 300_000);
});
