import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Currency, Money, newId } from '#libs/kernel/src/index.js';
import { account, LedgerQueries, LedgerService } from '#libs/ledger/src/index.js';
import { Courier, Handlers, Outbox } from '#libs/platform/src/index.js';
import { openStripeRoom, type StripeRoom } from '../../../test/support/sandbox.js';
import { ChargeSync } from './charge-sync.service.js';
import { InboxService } from './inbox.service.js';
import { TransactionsService } from './transactions.service.js';
import {
  ChargesService,
  CheckoutsService,
  type OpenCheckout,
  PaymentsModule,
  PaymentsQueries,
  ReconcileService,
  RefundsService,
} from './index.js';

const eur = (text: string) => Money.parse(text, 'EUR');

/** Owners who do not hear of their payments yet. */
const deaf = new Set<string>();

/** What pledges do with a payment that counts, as shortly as the books allow: owed to one project at 20 lei. */
function countEverything(room: StripeRoom, news: string[]): void {
  const project = newId<'Project'>();
  for (const name of [
    'card-saved',
    'paid',
    'charge-failed',
    'checkout-expired',
    'refunded',
    'refund-failed',
    'disputed',
    'inquired',
    'dispute-due',
    'dispute-ended',
    'warned',
  ]) {
    room.get(Handlers).on(`payments.${name}`, `spec.${name}`, async (tx, { data }) => {
      news.push(`${name} ${String(data.owner)}`);
      if (name !== 'paid' || deaf.has(String(data.owner))) return;
      const charge = (await room.get(ChargesService).find(data.chargeId as never, tx))!;
      await room.get(ChargesService).counted(tx, charge.id);
      const { currency } = charge.amount;
      await room.get(LedgerService).post(tx, {
        key: `spec:${charge.id}:counted`,
        kind: 'gift.counted',
        postings: [
          {
            debit: account('held', 'stripe', 'clearing', currency),
            credit: account('held', 'operator', 'fx', currency),
            amount: charge.amount,
          },
          {
            debit: account('held', 'operator', 'fx', 'MDL'),
            credit: account('held', 'project', project, 'claim', 'MDL'),
            amount: Money.lei(charge.amount.minor * 20n),
          },
        ],
      });
    });
  }
}

describe('payments by card', () => {
  let room: StripeRoom;
  const news: string[] = [];
  beforeAll(async () => {
    room = await openStripeRoom([PaymentsModule]);
    countEverything(room, news);
  });
  afterAll(() => room.close());

  const newsOf = (owner: string) => news.filter((line) => line.endsWith(owner)).map((line) => line.split(' ')[0]);
  const balance = async (name: 'clearing' | 'balance' | 'payout' | 'disputed', currency: Currency = 'EUR') =>
    (await room.get(LedgerQueries).balance(account('held', 'stripe', name, currency))).toString();

  async function open(over: Partial<OpenCheckout> = {}): Promise<OpenCheckout & { session: string; url: string }> {
    const order: OpenCheckout = {
      id: newId<'Checkout'>(),
      owner: `pledge:${newId()}`,
      mode: 'pay',
      gift: eur('50.00'),
      feeCover: eur('1.25'),
      email: 'ana@example.md',
      lang: 'ro',
      description: 'Lumină pe strada Ștefan cel Mare',
      successPath: '/ro/thanks',
      cancelPath: '/ro/give',
      expiresAt: new Date((await clockNow()).getTime() + 3_600_000),
      ...over,
    };
    await room.db.transaction((tx) => room.get(CheckoutsService).open(tx, order));
    const url = await room.get(CheckoutsService).urlOf(order.id);
    return { ...order, url, session: (await room.get(CheckoutsService).find(order.id))!.session! };
  }
  const clockNow = async () => (await room.db.rows<{ now: Date }>('select platform.now() as now'))[0]!.now;
  const chargeOf = async (owner: OpenCheckout['owner']) => (await room.get(ChargesService).ofOwner(owner))[0];

  async function saveCard(card = '4242424242424242') {
    const checkout = await open({ mode: 'save-card' });
    await room.stripe.control.pay(checkout.session, { card });
    await room.settle();
    return checkout;
  }
  async function charge(checkout: OpenCheckout, attempt = 1) {
    const wanted = {
      id: newId<'Charge'>(),
      owner: checkout.owner,
      checkoutId: checkout.id,
      amount: checkout.gift.plus(checkout.feeCover),
      key: `${checkout.owner}:charge:${attempt}`,
    };
    await room.db.transaction((tx) => room.get(ChargesService).chargeLater(tx, wanted));
    return wanted;
  }
  const intentsOf = async (checkout: OpenCheckout): Promise<number> => {
    const { customer } = (await room.get(CheckoutsService).find(checkout.id))!;
    const headers = { authorization: 'Bearer sk_test_sandbox' };
    const answer = await fetch(`${room.stripe.url}/v1/payment_intents?customer=${customer}`, { headers });
    return ((await answer.json()) as { data: unknown[] }).data.length;
  };

  it('makes one page however often and at once it is asked for', async () => {
    const checkout = await open();
    const urls = await Promise.all(Array.from({ length: 20 }, () => room.get(CheckoutsService).urlOf(checkout.id)));
    expect(new Set(urls)).toEqual(new Set([checkout.url]));
  });

  it('books a payment once: gift and fee cover, Stripe fee and all', async () => {
    const before = BigInt((await balance('balance')).replace('.', ''));
    const checkout = await open();
    await room.stripe.control.pay(checkout.session);
    await room.settle();
    expect(newsOf(checkout.owner)).toEqual(['paid']);
    const paid = (await chargeOf(checkout.owner))!;
    expect(paid).toMatchObject({ state: 'succeeded', checkoutId: checkout.id });
    expect([paid.amount.toString(), paid.feeCover.toString()]).toEqual(['51.25', '1.25']);
    expect(paid.authorisedAt).toBeInstanceOf(Date);
    expect(await balance('clearing')).toBe('0.00');
    // 1.5 % and 0.25 of 51.25
    expect(BigInt((await balance('balance')).replace('.', '')) - before).toBe(5125n - 102n);
    expect(await room.get(PaymentsQueries).unbooked()).toEqual([]);
    expect(await room.get(PaymentsQueries).underWay()).toBe(0);
  });

  it('books a fee that is larger than the gift, and what follows it', async () => {
    await room.stripe.control.settings({ feeFixed: 900 });
    const small = await open({ gift: eur('2.00'), feeCover: eur('0') });
    await room.stripe.control.pay(small.session);
    await room.stripe.control.settings({ feeFixed: 25 });
    const next = await open();
    await room.stripe.control.pay(next.session);
    await room.settle();
    expect(await balance('clearing')).toBe('0.00');
    expect(await room.get(PaymentsQueries).unbooked()).toEqual([]);
  });

  it('settles no charge with what another has brought: it waits until its own is counted', async () => {
    const first = await open();
    deaf.add(first.owner);
    await room.stripe.control.pay(first.session);
    const second = await open();
    await room.stripe.control.pay(second.session);
    await room.settle();
    expect(await balance('clearing')).toBe('0.00');
    expect(await room.get(TransactionsService).bookWaiting()).toBe(1);
    expect(await room.get(PaymentsQueries).unbooked()).toMatchObject([{ problem: 'not-counted' }]);
    deaf.delete(first.owner);
    const data = { chargeId: (await chargeOf(first.owner))!.id, owner: first.owner };
    await room.db.transaction((tx) => room.get(Outbox).add(tx, { name: 'payments.paid', data }));
    await room.settle();
    // Booked because it was counted, not because somebody looked for what waits.
    expect(await room.get(PaymentsQueries).unbooked()).toEqual([]);
    expect(await balance('clearing')).toBe('0.00');
  });

  it('books a payment in another currency through both positions', async () => {
    await room.stripe.control.settings({ rates: { usd: '1.10' } });
    const checkout = await open({ gift: Money.parse('22.00', 'USD'), feeCover: Money.zero('USD') });
    await room.stripe.control.pay(checkout.session);
    await room.settle();
    expect(newsOf(checkout.owner)).toEqual(['paid']);
    expect(await balance('clearing', 'USD')).toBe('0.00');
    expect(await balance('balance', 'USD')).toBe('0.00');
    expect(await room.get(PaymentsQueries).unbooked()).toEqual([]);
  });

  it('saves a card, charges it later and forgets it', async () => {
    const checkout = await saveCard();
    expect(newsOf(checkout.owner)).toEqual(['card-saved']);
    const saved = (await room.get(CheckoutsService).find(checkout.id))!;
    expect(saved).toMatchObject({ state: 'saved', savedAt: expect.any(Date) as unknown });
    const wanted = await charge(checkout);
    await charge({ ...checkout }, 1).catch((error: { code: string }) => expect(error.code).toBe('charge-key-reused'));
    await room.settle();
    expect(newsOf(checkout.owner)).toEqual(['card-saved', 'paid']);
    expect((await chargeOf(checkout.owner))!.id).toBe(wanted.id);
    expect(await balance('clearing')).toBe('0.00');
    await room.db.transaction((tx) => room.get(ChargesService).releaseCard(tx, checkout.owner));
    await room.settle();
    expect((await room.get(CheckoutsService).find(checkout.id))!.releasedAt).toBeInstanceOf(Date);
    await expect(charge(checkout, 2)).rejects.toMatchObject({ code: 'no-card' });
  });

  it.each([
    ['4000000000000341', 'failed', /card_declined|generic_decline|do_not_honor/],
    ['4000002760003184', 'needs-action', /^authentication_required$/],
  ])('tells why the saved card %s could not be charged', async (card, state, failure) => {
    const checkout = await open({ mode: 'save-card' });
    await room.stripe.control.pay(checkout.session, { card, authenticate: 'authorise' });
    await room.settle();
    await charge(checkout);
    await room.settle();
    expect(newsOf(checkout.owner)).toEqual(['card-saved', 'charge-failed']);
    const failed = (await chargeOf(checkout.owner))!;
    expect(failed.state).toBe(state);
    expect(failed.failure).toMatch(failure);
  });

  it('says nothing of a decline on the page, and takes the next card', async () => {
    const checkout = await open();
    expect(await room.stripe.control.pay(checkout.session, { card: '4000000000000002' })).toMatchObject({
      outcome: 'declined',
    });
    await room.settle();
    expect(newsOf(checkout.owner)).toEqual([]);
    await room.stripe.control.pay(checkout.session);
    await room.settle();
    expect(newsOf(checkout.owner)).toEqual(['paid']);
  });

  it('charges once when the process dies between the answer and the commit', async () => {
    const checkout = await saveCard();
    const wanted = await charge(checkout);
    await room.db
      .rows(
        `create function payments.die() returns trigger language plpgsql as $$ begin raise exception 'died'; end $$`,
      )
      .catch(() => null);
    const sync = room.get(ChargeSync);
    const apply = sync.apply.bind(sync);
    sync.apply = async (tx, seen) => {
      await apply(tx, seen);
      throw new Error('died before the commit');
    };
    await expect(sync.attempt(wanted.id)).rejects.toThrow('died');
    sync.apply = apply;
    expect((await chargeOf(checkout.owner))!.state).toBe('wanted');
    await Promise.all([sync.attempt(wanted.id), sync.attempt(wanted.id)]);
    await room.settle();
    expect(newsOf(checkout.owner)).toEqual(['card-saved', 'paid']);
    expect(await intentsOf(checkout)).toBe(1);
    expect(await balance('clearing')).toBe('0.00');
  });

  it('adopts the charge even when Stripe has forgotten the key: it looks instead of charging again', async () => {
    const checkout = await saveCard();
    const wanted = await charge(checkout);
    await room.stripe.control.fault({
      path: '/v1/payment_intents',
      method: 'POST',
      when: 'after',
      disconnect: true,
      times: 3,
    });
    await expect(room.get(ChargeSync).attempt(wanted.id)).rejects.toThrow();
    await room.stripe.control.clearFaults();
    await room.stripe.control.forgetKeys();
    await room.db.rows(
      `update payments.charge set attempted_at = attempted_at - interval '24 hours' where id = $1 returning 1`,
      [wanted.id],
    );
    await room.get(ChargeSync).attempt(wanted.id);
    await room.settle();
    expect(newsOf(checkout.owner)).toEqual(['card-saved', 'paid']);
    expect(await intentsOf(checkout)).toBe(1);
  });

  it('waits for a payment that takes days, and tells when it came or failed', async () => {
    for (const outcome of ['succeeded', 'failed'] as const) {
      const checkout = await open();
      const paying = await room.stripe.control.pay(checkout.session, { iban: 'DE89370400440532013000' });
      expect(paying.outcome).toBe('processing');
      await room.settle();
      expect(newsOf(checkout.owner)).toEqual([]);
      const processing = (await chargeOf(checkout.owner))!;
      expect(processing.state).toBe('processing');
      await room.stripe.control.settle(processing.paymentIntent!, { outcome });
      await room.settle();
      expect(newsOf(checkout.owner)).toEqual([outcome === 'succeeded' ? 'paid' : 'charge-failed']);
    }
    expect(await balance('clearing')).toBe('0.00');
  });

  it('tells of a checkout that nobody used', async () => {
    const used = await open();
    const left = await open();
    await room.db.transaction((tx) => room.get(CheckoutsService).expire(tx, used.id));
    await room.settle();
    await room.pass(3700);
    await room.settle();
    expect(newsOf(left.owner)).toEqual(['checkout-expired']);
    expect(newsOf(used.owner)).toEqual([]);
    await expect(room.get(CheckoutsService).urlOf(left.id)).rejects.toMatchObject({ code: 'checkout-over' });
  });

  it('pays back, and says so when the refund fails later', async () => {
    const checkout = await open();
    await room.stripe.control.pay(checkout.session);
    await room.settle();
    const paid = (await chargeOf(checkout.owner))!;
    const due = account('held', 'returns', 'due', 'EUR');
    const refund = (text: string) => ({
      id: newId<'Refund'>(),
      chargeId: paid.id,
      owner: checkout.owner,
      amount: eur(text),
    });
    const first = refund('20.00');
    await room.db.transaction(async (tx) => {
      await room.get(LedgerService).post(tx, {
        key: `spec:${first.id}:due`,
        kind: 'gift.owed',
        postings: [{ debit: account('held', 'operator', 'fx', 'EUR'), credit: due, amount: first.amount }],
      });
      await room.get(RefundsService).request(tx, first);
      await room.get(RefundsService).request(tx, first);
    });
    const tooMuch = room.db.transaction((tx) => room.get(RefundsService).request(tx, refund('31.26')));
    await expect(tooMuch).rejects.toMatchObject({ code: 'refund-too-much' });
    await room.settle();
    expect(newsOf(checkout.owner)).toEqual(['paid', 'refunded']);
    expect((await room.get(LedgerQueries).balance(due)).toString()).toBe('0.00');
    const [row] = await room.db.rows<{ re: string }>('select stripe_refund as re from payments.refund where id = $1', [
      first.id,
    ]);
    await room.stripe.control.failRefund(row!.re);
    await room.settle();
    expect(newsOf(checkout.owner)).toEqual(['paid', 'refunded', 'refund-failed']);
    expect((await room.get(LedgerQueries).balance(due)).toString()).toBe('20.00');
    expect(await room.get(PaymentsQueries).unbooked()).toEqual([]);
  });

  it('records a dispute, and keeps the books right when it is lost or won', async () => {
    for (const outcome of ['lost', 'won'] as const) {
      const checkout = await open();
      await room.stripe.control.pay(checkout.session);
      await room.settle();
      const dispute = await room.stripe.control.dispute((await chargeOf(checkout.owner))!.stripeCharge!);
      await room.settle();
      expect(await balance('disputed')).toBe('51.25');
      await room.stripe.control.closeDispute(dispute.id, { outcome });
      await room.settle();
      expect(newsOf(checkout.owner)).toEqual(['paid', 'disputed', 'dispute-ended']);
      expect(await balance('disputed')).toBe('0.00');
    }
    expect(await room.get(PaymentsQueries).unbooked()).toEqual([]);
  });

  it('tells of a question, its deadline, the dispute it becomes, its end and a warning, each once, whatever Stripe repeats', async () => {
    const checkout = await open();
    await room.stripe.control.pay(checkout.session);
    await room.settle();
    const charge = (await chargeOf(checkout.owner))!.stripeCharge!;
    const dispute = await room.stripe.control.dispute(charge, { inquiry: true });
    await room.settle();
    for (const days of [6, 2, 0]) {
      await room.get(Courier).run('payments.disputes-due');
      await room.pass(days * 86_400);
    }
    await room.stripe.control.closeDispute(dispute.id, { outcome: 'lost' });
    await room.stripe.control.earlyFraudWarning(charge);
    await room.settle();
    await room.db.rows(`insert into payments.look (object, at) values ($1, now()) returning 1`, [
      `dispute:${dispute.id}`,
    ]);
    for (let again = 0; again < 3; again += 1) await room.get(InboxService).look(`dispute:${dispute.id}`);
    await room.settle();
    const news = newsOf(checkout.owner);
    expect(news.slice(0, 3)).toEqual(['paid', 'inquired', 'dispute-due']);
    expect(news.slice(3).sort()).toEqual(['dispute-ended', 'disputed', 'warned']);
    expect(await balance('disputed')).toBe('0.00');
  });

  it('refuses what cannot be charged', async () => {
    for (const gift of [eur('0.49'), Money.parse('1000000', 'EUR')])
      await expect(open({ gift, feeCover: eur('0') })).rejects.toMatchObject({ code: 'amount-not-chargeable' });
    expect(await room.get(ReconcileService).reconcile()).toMatchObject({ transactions: 0, waiting: 0 });
  });

  it('keeps what Stripe says lies on its balance, and not while it moves', async () => {
    const said = () =>
      room.db.rows<{ agrees: boolean; at: Date }>(
        `select s.currency, s.available_minor + s.pending_minor = (select sum(t.net_minor) from payments.stripe_transaction t
           where t.currency = s.currency and t.n <= s.seen) as agrees, at from payments.said_balance s where s.currency = 'EUR'`,
      );
    const question = async () =>
      (await room.db.rows('select answered_at >= asked_at as answered from payments.balance_question'))[0];
    await room.get(ReconcileService).reconcile();
    const [kept] = await said();
    expect([kept, await question()]).toMatchObject([{ agrees: true }, { answered: true }]);
    // A demonstration is set back into the past after its workers began: what they kept must not outlast it.
    await room.db.rows(`update payments.said_balance set at = at + interval '1 year' returning 1`);
    await room.get(ReconcileService).reconcile();
    const [later] = await said();
    expect(later!.at.getTime() - kept!.at.getTime()).toBeLessThan(3_600_000);
    // Stripe is cut off between its two words: the last one stays.
    const { id } = await room.stripe.control.fault({ path: '/v1/balance_transactions', status: 400, times: 1 });
    await expect(room.get(ReconcileService).reconcile()).rejects.toThrow();
    expect([id, await said(), await question()]).toEqual([expect.anything(), [later], { answered: false }]);
  });
});
