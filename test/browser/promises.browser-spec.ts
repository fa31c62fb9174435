import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { passUntil } from '#apps/cli/src/world/life.js';
import { Clock, Courier, type Lang } from '#libs/platform/src/index.js';
import { type CampaignWish, openCampaign, pathOf } from '../support/campaign.js';
import { describeInBrowser, follow, openChromium } from '../support/chromium.js';
import { eventually } from '../support/eventually.js';
import { subjectsTo } from '../support/letters.js';
import { axeProblems, scrollsSideways } from '../support/page-checks.js';
import { payBy } from '../support/payment-page.js';
import { openWorld, type RunningWorld } from '../support/world.js';

const CARDS = { pays: '4242424242424242', poor: '4000000000009995', later: '4000000000000341' } as const;
const DAY = 86_400_000;
const GIFT = /http:\/\/\S+\/gift\/\S+\?token=\S+/;

/** What a donor reads, in the order in which he reads it. */
const WORDS = {
  ro: { promised: 'Promisiunea e înscrisă', replaced: 'Cardul e schimbat', kept: 'Nu s-a luat nimic de pe card', withdrawn: 'Retrasă', pending: 'Plata se confirmă', thanks: 'Mulțumim', over: 'Promisiunea nu mai e valabilă' },
  ru: { promised: 'Обещание записано', replaced: 'Карта заменена', kept: 'С карты ничего не списано', withdrawn: 'Отозван', pending: 'Платёж подтверждается', thanks: 'Спасибо', over: 'Обещание больше не действует' },
  en: { promised: 'Your pledge is recorded', replaced: 'Your card is replaced', kept: 'Nothing was taken from your card', withdrawn: 'Withdrawn', pending: 'Confirming your payment', thanks: 'Thank you', over: 'Pledge lapsed' },
} as const; // prettier-ignore
const READERS: readonly (readonly [Lang, boolean])[] = [['ro', false], ['ru', true], ['en', false]]; // prettier-ignore

describeInBrowser('promises and payments that take their time', () => {
  let running: RunningWorld;
  let browser: Browser;

  beforeAll(async () => {
    running = await openWorld();
    browser = await openChromium();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await running?.close();
  });

  async function form(lang: Lang, wish: CampaignWish = {}): Promise<string> {
    const { projectId } = await openCampaign(running.db, wish);
    return `${running.webs[0]}/${lang}${await pathOf(running.db, projectId)}/give`;
  }
  const visitor = async (scripts: boolean): Promise<Page> =>
    (await browser.newContext({ viewport: { width: 390, height: 844 }, javaScriptEnabled: scripts })).newPage();
  const main = (page: Page) => page.locator('main').innerText();
  async function give(page: Page, email: string): Promise<void> {
    await page.fill('[name=other]', '50');
    await page.fill('[name=email]', email);
    await page.check('[name=shortfall][value=next]');
    await follow(page, 'button.give');
  }
  /** Waits on a page as a donor does: it reloads itself. */
  const seen = (page: Page, words: string) =>
    eventually(async () => {
      if (!(await main(page)).includes(words)) {
        await page.waitForTimeout(500);
        await page.reload();
      }
      expect(await main(page)).toContain(words);
    });
  /** Keeps a page that loads itself again from doing so until the call that it gives: so it is looked at in peace. Redirects come through. */
  async function keptStill(page: Page, address: string): Promise<() => void> {
    let goOn = (): void => undefined;
    const gate = new Promise<void>((resolve) => (goOn = resolve));
    await page.route(address, async (route) => {
      await gate;
      await route.continue();
    });
    return goOn;
  }
  const look = async (page: Page, name: string, scripts: boolean) => {
    const folder = process.env.SHOTS_DIR;
    if (folder) await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true });
    if (!scripts) return;
    expect(await scrollsSideways(page)).toBe(false);
    expect(await axeProblems(page)).toEqual([]);
  };

  it.each(READERS)(
    'keeps a promise in %s (scripts: %s) through a refused card, another card, its withdrawal, and gives again',
    async (lang, scripts) => {
      const [page, words, email] = [await visitor(scripts), WORDS[lang], `promite-${lang}@donor.plai.example`];
      await page.goto(await form(lang));
      await give(page, email);
      await payBy(page, CARDS.poor);
      await look(page, `${lang}-1-refused`, false);
      await follow(page, 'a[href*="/not-paid/"]');
      expect(await main(page)).toContain(words.kept);
      await look(page, `${lang}-2-not-paid`, scripts);
      await follow(page, 'a[href*="again="]');
      expect(await page.inputValue('[name=other], [name=amount]:checked')).toMatch(/^50/);
      expect(await page.isChecked('[name=shortfall][value=next]')).toBe(true);
      await page.fill('[name=email]', email);
      await follow(page, 'button.give');
      await payBy(page, CARDS.pays);
      await seen(page, words.promised);
      await look(page, `${lang}-3-promised`, scripts);
      await running.world.settle();
      await page.goto(await running.world.letters.link(email, GIFT));
      await look(page, `${lang}-4-gift`, scripts);
      await follow(page, 'form[action*="/card"] button');
      await payBy(page, '5555555555554444');
      await seen(page, words.replaced);
      await page.goto(await running.world.letters.link(email, GIFT));
      await follow(page, 'a[href*="/withdraw"]');
      await look(page, `${lang}-5-withdraw`, scripts);
      await follow(page, 'form[action*="/withdraw"] button');
      expect(await main(page)).toContain(words.withdrawn);
      await look(page, `${lang}-6-withdrawn`, scripts);
      await follow(page, 'a[href*="again="]');
      expect(await page.inputValue('[name=email]')).toBe(email);
      await follow(page, 'button.give');
      await payBy(page, CARDS.pays);
      await seen(page, words.promised);
      await running.world.settle();
      expect(subjectsTo(running, email)).toHaveLength(3); // promised, withdrawn, promised
      const cards = await running.db.rows(`select 1 from payments.checkout c join pledges.pledge p on c.owner = 'pledge:' || p.id
        join identity.person d on d.id = p.person_id where d.email = $1 and p.state = 'promised' and c.state = 'saved'`, [email]); // prettier-ignore
      expect(cards).toHaveLength(1);
      await page.context().close();
    },
    180_000,
  );

  it.each(READERS)(
    'says in %s (scripts: %s) that a payment is being confirmed, while Stripe has not told of it, and then thanks',
    async (lang, scripts) => {
      const [page, words] = [await visitor(scripts), WORDS[lang]];
      await running.sandbox.control.rule({ action: 'hold' });
      await page.goto(await form(lang, { model: 'keep' }));
      await give(page, `rabdare-${lang}@donor.plai.example`);
      const goOn = await keptStill(page, '**/thanks/**');
      await payBy(page, CARDS.pays);
      expect(await main(page)).toContain(words.pending);
      await look(page, `${lang}-7-pending`, scripts);
      await running.sandbox.control.clearRules();
      await running.sandbox.control.release();
      goOn();
      await eventually(async () => expect(await main(page)).toContain(words.thanks), 30);
      await look(page, `${lang}-8-thanks`, scripts);
      await page.context().close();
    },
    120_000,
  );

  it('asks for another card for seven days, and then lets the promise fall', async () => {
    const wish = { minimum: '500', bufferBp: 0, closesIn: '1 hour' } as const;
    const forms = await Promise.all(READERS.map(async ([lang]) => [lang, await form(lang, wish)] as const));
    const page = await visitor(true);
    for (const [lang, at] of forms) {
      for (const [who, card] of [['bun', CARDS.pays], ['refuzat', CARDS.later], ['reparat', CARDS.later]] as const) {
        await page.goto(at);
        await give(page, `${who}-${lang}@donor.plai.example`);
        await payBy(page, card);
        await seen(page, WORDS[lang].promised);
      } // prettier-ignore
    }
    const start = (await running.get(Clock).now()).getTime();
    const told = (who: string, lang: Lang) => subjectsTo(running, `${who}-${lang}@donor.plai.example`);
    await passUntil(running.world, new Date(start + 2 * 3_600_000));
    for (const [lang] of forms) {
      await eventually(() => Promise.resolve(expect(told('reparat', lang)).toHaveLength(2)));
      await page.goto(await running.world.letters.link(`reparat-${lang}@donor.plai.example`, GIFT));
      await look(page, `${lang}-9-declined`, true);
      await follow(page, 'button.give');
      await payBy(page, CARDS.pays);
      await seen(page, WORDS[lang].thanks);
    }
    for (let day = 1; day <= 8; day += 1) {
      await passUntil(running.world, new Date(start + day * DAY + 3 * 3_600_000));
      for (const chore of ['notices.remind', 'pledges.lapse', 'pledges.settle']) await running.get(Courier).run(chore);
      await running.world.settle();
    }
    for (const [lang] of forms) {
      // Promised; declined, and a reminder every other day; fallen. Repaired: no reminder; receipt, and how the campaign ended.
      expect(told('refuzat', lang)).toHaveLength(6);
      expect(told('reparat', lang)).toHaveLength(4);
      await page.goto(await running.world.letters.link(`refuzat-${lang}@donor.plai.example`, GIFT));
      expect(await main(page)).toContain(WORDS[lang].over);
      await look(page, `${lang}-10-over`, true);
    }
    await page.context().close();
  }, 300_000);
});
