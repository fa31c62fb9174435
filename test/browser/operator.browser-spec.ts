import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { ApprovalsQueries } from '#libs/approvals/src/index.js';
import { type CivilDate, Money, newId, type PersonId } from '#libs/kernel/src/index.js';
import { LedgerQueries } from '#libs/ledger/src/index.js';
import { BankService } from '#libs/banking/src/index.js';
import { Clock } from '#libs/platform/src/index.js';
import { SubmissionService } from '#libs/projects/src/index.js';
import { describeInBrowser, follow, openChromium } from '../support/chromium.js';
import { DeliveryWalk } from '../support/delivery.js';
import { countGift, creditLine, openBank, openTreasury } from '../support/money.js';
import { axeProblems, scrollsSideways } from '../support/page-checks.js';
import { draftStreetLight } from '../support/street-light.js';
import { buildProject, buildTown, type Town } from '../support/town.js';
import { roomOf, Visitor } from '../support/visitor.js';
import { openWeb, type Web } from '../support/web.js';

/** A walk of many pages and two people: longer than a test's usual time where the machine is busy. */
const WAIT_MS = 600_000;
const lei = (whole: bigint) => Money.lei(whole * 100n);

describeInBrowser('the operator’s desk in a browser', () => {
  let web: Web;
  let town: Town;
  let bank: string;
  let browser: Browser;
  let first: Page;
  let second: Page;
  const seen: unknown[] = [];

  beforeAll(async () => {
    web = await openWeb();
    const room = roomOf(web);
    town = await buildTown(room);
    bank = await openBank(room, town.operators[0]);
    await openTreasury(room, town);
    browser = await openChromium();
    [first, second] = [await enter(town.operators[0], 1280), await enter(town.operators[1], 390)];
  });
  afterAll(async () => {
    await browser?.close();
    await web?.close();
  });
  beforeEach(() => {
    seen.splice(0);
  });

  const enter = async (person: PersonId, width: number): Promise<Page> => {
    const [name, value] = (await Visitor.enter(web, person)).cookie.split('=');
    const context = await browser.newContext({ viewport: { width, height: 844 } });
    await context.addCookies([{ name: name!, value: value!, url: web.url }]);
    return context.newPage();
  };
  /** Opens a page of the desk and keeps what the width or the words have against it. */
  const open = async (page: Page, address: string) => {
    await page.goto(web.url + address);
    if (await scrollsSideways(page)) seen.push([address, 'sideways']);
    if (/\b(operator|error|term)\.[a-z-]+\b/.test(await page.innerText('main')))
      seen.push([address, 'a key, no words']);
    const folder = process.env.SCREENSHOTS;
    const file = `${page.viewportSize()!.width}${address.replace(/[^a-z0-9]+/gi, '-')}.png`;
    if (folder) await page.screenshot({ path: path.join(folder, file), fullPage: true });
  };
  /** The same, and what axe has against it. */
  const judge = async (page: Page, address: string) => {
    await open(page, address);
    seen.push(...(await axeProblems(page)).map((problem) => [address, problem]));
  };
  const press = async (page: Page, name: string) => {
    await follow(page, page.getByRole('button', { name }));
  };
  const answer = async (page: Page, decision: string, reason = '') => {
    await page.locator(`input[name=decision][value=${decision}]`).check();
    await page.fill('textarea[name=reason]', reason);
    await press(page, 'Send the answer');
  };
  const waiting = async (kind: string) => {
    const all = await web.get(ApprovalsQueries).waiting('operator');
    return all.find((one) => one.kind === kind)!.id;
  };

  it(
    'enters an exchange with four eyes: wrong sums stay in the form, nobody signs his own',
    async () => {
      const means = await web.get(BankService).enterLine({ id: newId(), accountId: bank as never, bookedOn: '2026-01-05' as CivilDate, amount: lei(9_000n), reference: 'OWN-1', meaning: 'own-means' }, town.operators[0]); // prettier-ignore
      await web.get(BankService).confirmLine(means, town.operators[1]);
      await open(first, '/en/operator/bank/new');
      await open(first, '/en/operator/bank/new?meaning=bank-fee');
      await first.selectOption('[name=accountId]', bank);
      await first.fill('[name=bookedOn]', '2026-01-06');
      await first.fill('[name=amount]', '12,5o');
      await first.fill('[name=reference]', 'FEE-1');
      await press(first, 'Ask for the second signature');
      expect(await first.inputValue('[name=amount]')).toBe('12,5o');
      expect(await first.locator('[role=alert]').count()).toBe(1);
      await first.fill('[name=amount]', '12.50');
      await press(first, 'Ask for the second signature');
      expect(await first.innerText('main')).toContain('The second signature was asked for.');
      const id = await waiting('bank-line');
      await open(first, `/en/operator/approvals/${id}`);
      expect(await first.locator('input[name=decision]').count()).toBe(0);
      await judge(second, '/en/operator');
      expect(await second.innerText('main')).toContain('your signature');
      await open(second, `/en/operator/approvals/${id}`);
      await answer(second, 'refuse');
      expect(await second.locator('[role=alert]').count()).toBe(1);
      await answer(second, 'give');
      expect(await second.innerText('main')).toContain('You signed. It is done.');
      await judge(first, '/ru/operator/money');
      expect(seen).toEqual([]);
    },
    WAIT_MS,
  );

  it(
    'pays a tranche: the second person says no, then yes; the order goes, arrives, and some comes back',
    async () => {
      const room = roomOf(web);
      const project = await buildProject(room, town, { state: 'funded', shares: [10_000] });
      await countGift(room, town, { projectId: project.id, bank: bank as never, lei: lei(500n) });
      const walk = new DeliveryWalk(room, town, project, bank as never);
      const request = await walk.ask();
      await walk.inspect(request);
      await walk.vote(request);
      const tranche = `/en/operator/tranches/${request}`;
      await judge(first, tranche);
      await answer(first, 'recommend');
      await open(second, `/en/operator/approvals/${await waiting('tranche-release')}`);
      await answer(second, 'refuse', 'Photo 3 is missing.');
      await open(first, tranche);
      expect(await first.innerText('main')).toContain('Photo 3 is missing.');
      await answer(first, 'recommend');
      await open(second, `/en/operator/approvals/${await waiting('tranche-release')}`);
      await answer(second, 'give');
      await web.drain();
      await open(first, '/en/operator/orders');
      await follow(first, 'main tbody a');
      await press(first, 'Mark as taken to the bank');
      await judge(second, '/ru/operator/orders');
      expect(await second.innerText('main')).toMatch(/в пути/i);
      const { id: order } = (await web.db.rows<{ id: string }>('select id from banking.payment_order'))[0]!;
      await walk.arrive(request, order);
      const back = await creditLine(room, town, { bank: bank as never, lei: lei(100n) });
      await judge(first, `/en/operator/bank/lines/${back}`);
      await first.locator(`input[value="${project.id}"]`).check();
      await press(first, 'Give it back to the project');
      expect(await first.innerText('main')).toContain('The money is the project’s again.');
      expect((await web.get(LedgerQueries).balance(`held:project/${project.id}:claim:MDL` as never)).toString()).toBe('100.00'); // prettier-ignore
      for (const at of ['/ru/operator/bank', `/ru/operator/projects/${project.id}`, '/ru/operator/projects']) await open(second, at); // prettier-ignore
      expect(seen).toEqual([]);
    },
    WAIT_MS,
  );

  it(
    'reads a project section by section, takes a colleague on with two, watches audit, queues and log',
    async () => {
      const room = roomOf(web);
      const id = await draftStreetLight(room, town);
      await web.get(SubmissionService).submit(id, town.mayor);
      await web.db.transaction(async (tx) =>
        web.get(SubmissionService).endorsed(tx, id, {
          associationId: town.associationId,
          accepted: true,
          voteId: newId(),
          openedAt: await web.get(Clock).now(tx),
        }),
      );
      await judge(second, `/ru/operator/reviews/${id}`);
      await open(first, '/en/operator/staff');
      await first.fill('[name=email]', 'third@staff.test');
      await press(first, 'Ask for the second signature');
      await open(second, `/en/operator/approvals/${await waiting('staff-appointment')}`);
      await answer(second, 'give');
      await open(second, '/en/operator/staff');
      await follow(
        second,
        second.getByRole('row', { name: 'third@staff.test' }).getByRole('link', { name: 'Dismiss' }),
      );
      await press(second, 'Dismiss');
      expect(await second.innerText('main')).not.toContain('third@staff.test');
      for (const at of ['/ru/operator', '/ru/operator/audit', '/ru/operator/log', '/ru/operator/refunds']) await judge(second, at); // prettier-ignore
      expect(seen).toEqual([]);
    },
    WAIT_MS,
  );
});
