import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Money, newId } from '#libs/kernel/src/index.js';
import { account, LedgerQueries, LedgerService } from '#libs/ledger/src/index.js';
import { Clock, Courier, Handlers } from '#libs/platform/src/index.js';
import { openStripeRoom, type StripeRoom } from '../../../test/support/sandbox.js';
import {
  ChargesService,
  CheckoutsService,
  type Owner,
  PaymentsModule,
  PaymentsQueries,
  ReconcileService,
  WebhookService,
} from './index.js';

describe('what Stripe tells', () => {
  let room: StripeRoom;
  const news: string[] = [];
  beforeAll(async () => {
    room = await openStripeRoom([PaymentsModule]);
    const clearing = account('held', 'stripe', 'clearing', 'EUR');
    room.get(Handlers).on('payments.paid', 'spec.paid', async (tx, { data }) => {
      news.push(`paid ${String(data.owner)}`);
      const charge = (await room.get(ChargesService).find(data.chargeId as never, tx))!;
      await room.get(ChargesService).counted(tx, charge.id);
      await room.get(LedgerService).post(tx, {
        key: `spec:${charge.id}`,
        kind: 'gift.counted',
        postings: [{ debit: clearing, credit: account('held', 'operator', 'fx', 'EUR'), amount: charge.amount }],
      });
    });
    room.get(Handlers).on('payments.card-saved', 'spec.saved', (_tx, { data }) => {
      news.push(`saved ${String(data.owner)}`);
      return Promise.resolve();
    });
  });
  afterAll(() => room.close());

  const newsOf = (owner: string) => news.filter((line) => line.endsWith(owner));
  const clearing = async () =>
    (await room.get(LedgerQueries).balance(account('held', 'stripe', 'clearing', 'EUR'))).toString();
  const journals = async () =>
    (await room.db.rows<{ n: number }>(`select count(*)::int as n from ledger.journal`))[0]!.n;

  async function open(mode: 'pay' | 'save-card' = 'pay'): Promise<{ owner: Owner; session: string }> {
    const id = newId<'Checkout'>();
    const owner: Owner = `pledge:${newId()}`;
    const expiresAt = new Date((await room.get(Clock).now()).getTime() + 3_600_000);
    await room.db.transaction(
      (tx) =>
      room.get(CheckoutsService).open(tx, {
        id, owner, mode, gift: Money.parse('10', 'EUR'), feeCover: Money.zero('EUR'), email: 'ion@example.md', lang: 'ru',
        description: 'Свет', successPath: '/ru/thanks', cancelPath: '/ru/give', expiresAt,
      }), // prettier-ignore
    );
    await room.get(CheckoutsService).urlOf(id);
    return { owner, session: (await room.get(CheckoutsService).find(id))!.session! };
  }

  it('counts twenty copies of everything at once as one payment', async () => {
    const { owner, session } = await open();
    await room.stripe.control.rule({ action: 'duplicate', copies: 20 });
    await room.stripe.control.pay(session);
    await room.settle();
    await room.stripe.control.clearRules();
    expect(newsOf(owner)).toEqual([`paid ${owner}`]);
    expect(await clearing()).toBe('0.00');
    expect(new Set(room.answers)).toEqual(new Set([200]));
  });

  it.each([1, 2, 3, 4])('comes to the same in any order (%i)', async (seed) => {
    const [now, later] = [await open(), await open('save-card')];
    const before = await journals();
    await room.stripe.control.rule({ action: 'hold' });
    await room.stripe.control.pay(now.session);
    await room.stripe.control.pay(later.session);
    await room.stripe.control.clearRules();
    await room.stripe.control.release({ order: 'shuffle', seed, copies: 2 });
    await room.settle();
    expect(newsOf(now.owner)).toEqual([`paid ${now.owner}`]);
    expect(newsOf(later.owner)).toEqual([`saved ${later.owner}`]);
    expect((await journals()) - before).toBe(2); // counted, and its fee
    expect(await clearing()).toBe('0.00');
  });

  it('finds by itself what was never told', async () => {
    const [now, later] = [await open(), await open('save-card')];
    await room.stripe.control.rule({ action: 'drop' });
    await room.stripe.control.pay(now.session);
    await room.stripe.control.pay(later.session);
    await room.settle();
    expect([...newsOf(now.owner), ...newsOf(later.owner)]).toEqual([]);
    expect((await room.get(ReconcileService).reconcile()).events).toBeGreaterThan(0);
    await room.settle();
    await room.get(ReconcileService).reconcile();
    await room.stripe.control.clearRules();
    expect(newsOf(now.owner)).toEqual([`paid ${now.owner}`]);
    expect(newsOf(later.owner)).toEqual([`saved ${later.owner}`]);
    expect(await clearing()).toBe('0.00');
    expect(await room.get(PaymentsQueries).unbooked()).toEqual([]);
    expect(await room.get(ReconcileService).reconcile()).toEqual({ events: 0, transactions: 0, looks: 0, waiting: 0 });
  });

  it('finds a payment whose events are older than Stripe keeps them', async () => {
    const { owner, session } = await open();
    await room.stripe.control.rule({ action: 'drop' });
    await room.stripe.control.pay(session);
    await room
      .get(ReconcileService)
      .reconcile()
      .catch(() => null);
    await room.db.rows(`delete from payments.look returning 1`);
    await room.pass(40 * 86_400);
    await room.get(ReconcileService).reconcile();
    await room.settle();
    await room.stripe.control.clearRules();
    expect(newsOf(owner)).toEqual([`paid ${owner}`]);
  });

  it('is delivered twice to two workers and done once', async () => {
    const { owner, session } = await open();
    await room.stripe.control.pay(session);
    await room.stripe.control.idle({});
    await Promise.all([room.get(Courier).drain(), room.get(Courier).drain(), room.get(Courier).drain()]);
    await room.settle();
    // The fee may have been known before the payment was counted: the chore books what had to wait.
    await room.get(Courier).run('payments.book');
    expect(newsOf(owner)).toEqual([`paid ${owner}`]);
    expect(await clearing()).toBe('0.00');
  });

  describe('when it was not Stripe', () => {
    const event = (over: Record<string, unknown> = {}) =>
      JSON.stringify({
        id: `evt_${newId().replaceAll('-', '')}`, object: 'event', type: 'payment_intent.succeeded', created: 1, livemode: false,
        data: { object: { id: 'pi_1', object: 'payment_intent', metadata: {} } }, ...over,
      }); // prettier-ignore
    const sign = (body: string, { secret = 'whsec_test', at = Math.floor(performance.timeOrigin / 1000) } = {}) =>
      `t=${at},v1=${createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')}`;
    const now = async () => Math.floor((await room.get(Clock).now()).getTime() / 1000);
    const receive = (body: string, header?: string) => room.get(WebhookService).receive(Buffer.from(body), header);
    const why = (body: string, header?: string) =>
      receive(body, header).catch(
        (error: { code: string; params: { why: string } }) => `${error.code} ${error.params.why}`,
      );

    it('stores what either secret has signed, once', async () => {
      for (const secret of ['whsec_test', 'whsec_earlier']) {
        const body = event();
        const header = sign(body, { secret, at: await now() });
        expect(await receive(body, header)).toBe('stored');
        expect(await receive(body, header)).toBe('known');
      }
    });

    it('stores those that come at once together, each answered for itself: forged and doubled ones among them', async () => {
      const at = await now();
      const good = Array.from({ length: 40 }, () => event());
      const forged = event();
      const answers = await Promise.all([
        ...good.map((body) => receive(body, sign(body, { at }))),
        why(forged, sign(forged, { secret: 'whsec_other', at })),
        ...good.slice(0, 5).map((body) => receive(body, sign(body, { at }))),
      ]);
      expect(answers).toEqual([...good.map(() => 'stored'), 'webhook-refused signature', ...Array.from({ length: 5 }, () => 'known')]); // prettier-ignore
      const ids = good.map((body) => (JSON.parse(body) as { id: string }).id);
      const stored = await room.db.rows<{ xmin: string }>('select xmin::text from payments.stripe_event where id = any($1)', [ids]); // prettier-ignore
      expect(stored).toHaveLength(40);
      expect(new Set(stored.map(({ xmin }) => xmin)).size).toBeLessThan(10);
    });

    it('stores nothing else', async () => {
      const stored = async () => (await room.db.rows('select 1 from payments.stripe_event')).length;
      const before = await stored();
      const [body, at] = [event(), await now()];
      const large = event({ padding: 'x'.repeat(300_000) });
      expect(await why(body)).toBe('webhook-refused signature');
      expect(await why(body, 'nonsense')).toBe('webhook-refused signature');
      expect(await why(body, sign(body, { secret: 'whsec_other', at }))).toBe('webhook-refused signature');
      expect(await why(body.replace('pi_1', 'pi_2'), sign(body, { at }))).toBe('webhook-refused signature');
      expect(await why(body, sign(body, { at: at - 301 }))).toBe('webhook-refused signature');
      expect(await why(large, sign(large, { at }))).toBe('webhook-refused size');
      const live = event({ livemode: true });
      expect(await why(live, sign(live, { at }))).toBe('webhook-refused mode');
      for (const shape of ['[]', '{"id":"evt_1"}', 'no json', event({ id: "evt_1'; drop" })])
        expect(await why(shape, sign(shape, { at }))).toBe('webhook-refused shape');
      expect(await stored()).toBe(before);
    });
  });
});
