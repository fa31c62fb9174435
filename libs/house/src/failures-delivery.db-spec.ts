import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { AuditModule, AuditService } from '#libs/audit/src/index.js';
import { Money, newId } from '#libs/kernel/src/index.js';
import { NoticesModule } from '#libs/notices/src/index.js';
import { ChargesService, ReconcileService, WebhookService } from '#libs/payments/src/index.js';
import { Courier, type Delivery } from '#libs/platform/src/index.js';
import { GivingService, type Pledge, PledgesModule, PromisesService } from '#libs/pledges/src/index.js';
import { RatesService } from '#libs/rates/src/index.js';
import { openCampaign, type TestCampaign } from '../../../test/support/campaign.js';
import { type Cuttable, cuttable } from '../../../test/support/cut.js';
import { cloneDatabase } from '../../../test/support/database.js';
import { Disputes } from '../../../test/support/disputes.js';
import { eventually } from '../../../test/support/eventually.js';
import { type Mailbox, openPost } from '../../../test/support/post.js';
import { openStripeRoom, type StripeRoom } from '../../../test/support/sandbox.js';
import { asSuperuser, plant } from '../../../test/support/superuser.js';
import { Tries } from '../../../test/support/tries.js';

const DAY = 86_400;
const SIBLINGS = ['checkout.session.completed', 'payment_intent.succeeded', 'charge.succeeded'];
const PATHS = { success: '/s', cancel: '/c' };

// What goes wrong, delivery: each line by its words. `Disputes.settled` asks the audit, which must find nothing.
describe('the failure catalogue, delivery:', () => {
  let room: StripeRoom;
  let way: Cuttable;
  let box: Mailbox;
  let people: Disputes;
  let keep: TestCampaign;
  let tries: Tries;
  beforeAll(async () => {
    const post = await openPost();
    box = post.box;
    way = await cuttable(await cloneDatabase());
    room = await openStripeRoom([PledgesModule, NoticesModule, AuditModule], { ...post.env, DATABASE_URL: way.url });
    people = new Disputes(room);
    tries = new Tries(room);
    await room.get(RatesService).loadShipped();
  });
  beforeEach(async () => {
    keep = await openCampaign(room.db, { model: 'keep', optimum: '1000000' });
  });
  afterAll(async () => {
    await room.close();
    await Promise.all([way.close(), box.close()]);
  });

  const work = () => tries.work();
  const settled = async () => {
    await room.stripe.control.clearRules();
    await room.stripe.control.clearFaults();
    for (let round = 0; round < 4; round += 1) {
      await room.stripe.control.idle({ timeoutMs: 60_000 });
      await work();
    }
    expect(tries.left).toBe(0);
    await people.settled();
  };
  const start = () => people.start(keep.projectId, '50 EUR');
  /** What the books say of a gift, with ids and Stripe's names left out, and how many receipts were written. */
  async function story({ id }: Pledge): Promise<{ books: string[]; receipts: number }> {
    const rows = await room.db.rows<{ line: string }>(
      `select concat_ws(' ', j.kind, e.status, regexp_replace(a.code, '[0-9a-f]{8}-[0-9a-f-]{27}', '*'), e.amount) as line
         from ledger.journal j join ledger.entry e on e.journal_id = j.id join ledger.account a on a.id = e.account_id
        where e.gift = $1 or j.ref->>'charge' in (select c.id::text from payments.charge c where c.owner = 'pledge:' || $1::uuid)
        order by j.kind, e.status, e.line`,
      [id],
    );
    const letters = await room.db.rows(`select 1 from notices.letter where kind = 'receipt' and subject = $1`, [id]);
    return { books: rows.map(({ line }) => line), receipts: letters.length };
  }
  const CREDIT = [
    'charge.fee-known posted held:stripe:balance:EUR 4900',
    'charge.fee-known posted held:stripe:clearing:EUR -4900',
    'charge.fee-known posted held:operator:fees-stripe:EUR 100',
    'charge.fee-known posted held:stripe:clearing:EUR -100',
    'pledge.counted posted held:stripe:clearing:EUR 5000',
    'pledge.counted posted held:operator:fx:EUR -5000',
    'pledge.counted posted held:operator:fx:MDL 105952',
    'pledge.counted posted held:project/*:claim:MDL -105952',
  ];
  const once = async (gift: Pledge) => expect(await story(gift)).toEqual({ books: CREDIT, receipts: 1 });

  /** A promise whose card is saved, in a campaign that has just been decided: its charge is wanted and nobody has tried it. */
  async function wanted(): Promise<Pledge> {
    const campaign = await openCampaign(room.db, { minimum: '500', bufferBp: 0 });
    const gift = await people.start(campaign.projectId, '50 EUR');
    await people.pay(gift.id);
    await settled();
    await room.pass(11 * DAY);
    await room.get(Courier).run('pledges.close');
    return gift;
  }
  const chargeOf = async ({ owner }: Pledge) => (await room.get(ChargesService).ofOwner(owner))[0]!;
  /** The payment page that is open for a gift, by Stripe's name. */
  async function sessionOf({ id }: Pledge): Promise<string> {
    const sql = 'select session from payments.checkout where id = $1';
    return (await room.db.rows<{ session: string }>(sql, [(await people.now(id)).checkoutId]))[0]!.session;
  }
  /** How often Stripe has taken money for a gift, and what. */
  async function taken({ owner }: Pledge): Promise<number[]> {
    const headers = { authorization: 'Bearer sk_test_sandbox' };
    const answer = await fetch(`${room.stripe.url}/v1/charges?limit=100`, { headers });
    const { data } = (await answer.json()) as { data: { amount: number; status: string; payment_intent: string }[] };
    const own = await room.db.rows<{ id: string; intent: string | null }>(
      `select id, payment_intent as intent from payments.charge where owner = $1`,
      [owner],
    );
    const intents = await Promise.all(
      data.map(async (charge) => {
        const intent = await fetch(`${room.stripe.url}/v1/payment_intents/${charge.payment_intent}`, { headers });
        const { metadata } = (await intent.json()) as { metadata: { charge?: string } };
        const is = own.some((row) => row.intent === charge.payment_intent || row.id === metadata.charge);
        return is && charge.status === 'succeeded' ? [charge.amount] : [];
      }),
    );
    return intents.flat();
  }

  it('duplicate event, 20 copies at once → one journal, one receipt', async () => {
    const gift = await start();
    await room.stripe.control.rule({ action: 'duplicate', copies: 20 });
    await people.pay(gift.id);
    await settled();
    await once(gift);
  });

  it.each(SIBLINGS)('sibling events of one payment → one credit, by %s alone and by the others later', async (type) => {
    const gift = await start();
    const others = ['checkout.session.*', 'payment_intent.*', 'charge.*'].filter((one) => !type.startsWith(one.slice(0, -1))); // prettier-ignore
    await room.stripe.control.rule({ action: 'hold', types: [...others, 'charge.updated'] });
    await people.pay(gift.id);
    await room.settle();
    expect((await people.now(gift.id)).state).toBe('counted');
    await room.stripe.control.clearRules();
    await room.stripe.control.release({ order: 'last' });
    await settled();
    await once(gift);
  });

  it('events in any order → same ledger', async () => {
    for (const seed of [1, 2, 3, 4, 5, 6]) {
      const gift = await start();
      await room.stripe.control.rule({ action: 'hold' });
      await people.pay(gift.id);
      await room.stripe.control.clearRules();
      await room.stripe.control.release({ order: 'shuffle', seed, copies: 2 });
      await settled();
      await once(gift);
    }
  });

  it('event before our own commit → never lost, no second pledge', async () => {
    const gift = await wanted();
    // Stripe has charged and told it, and its answer is still on its way to us.
    await room.stripe.control.fault({ path: '/v1/payment_intents', method: 'POST', when: 'after', delayMs: 1_500 });
    const trying = work();
    await eventually(async () => expect(await taken(gift)).toEqual([5000]), 20);
    await room.stripe.control.idle({});
    await Promise.all([work(), trying]);
    await settled();
    expect((await people.now(gift.id)).state).toBe('counted');
    expect([await taken(gift), (await story(gift)).receipts]).toEqual([[5000], 1]);
    expect(await room.db.rows('select 1 from pledges.pledge where project_id = $1', [gift.projectId])).toHaveLength(1);
  });

  it('event missing or 30 days late → repaired', async () => {
    const [missing, late] = [await start(), await start()];
    await room.stripe.control.rule({ action: 'drop' });
    await people.pay(missing.id);
    await room.settle();
    expect((await people.now(missing.id)).state).toBe('started');
    await room.get(ReconcileService).reconcile();
    await room.stripe.control.clearRules();
    await room.stripe.control.rule({ action: 'hold' });
    await people.pay(late.id);
    await room.pass(30 * DAY);
    await room.stripe.control.clearRules();
    await room.stripe.control.release({ order: 'last' });
    await settled();
    for (const gift of [missing, late]) expect((await story(gift)).receipts).toBe(1);
    expect((await story(missing)).books).toEqual(CREDIT);
  });

  it('forged, stale, cross-mode → refused, and the payment is counted by what Stripe really told', async () => {
    const gift = await start();
    await room.stripe.control.rule({ action: 'hold' });
    await people.pay(gift.id);
    const { data } = await room.stripe.control.deliveries({ type: 'payment_intent.succeeded' });
    const told = data.at(-1)!.event;
    const stored = async () => (await room.db.rows('select 1 from payments.stripe_event')).length;
    const before = await stored();
    const stale = Math.floor((await room.db.rows<{ s: number }>('select extract(epoch from platform.now())::float as s'))[0]!.s) - 301; // prettier-ignore
    for (const forgery of [{ secret: 'whsec_other' }, { timestamp: stale }])
      expect((await room.stripe.control.redeliver(told, forgery)).statuses).toEqual([400]);
    // Signed as it should be, and of Stripe's other mode.
    const [at, about] = [stale + 301, { object: { id: 'pi_1', object: 'payment_intent', metadata: {} } }];
    const body = JSON.stringify({ id: 'evt_1', object: 'event', type: 'payment_intent.succeeded', created: at, livemode: true, data: about }); // prettier-ignore
    const signed = createHmac('sha256', 'whsec_test').update(`${at}.${body}`).digest('hex');
    const crossed = room.get(WebhookService).receive(Buffer.from(body), `t=${at},v1=${signed}`);
    await expect(crossed).rejects.toMatchObject({ code: 'webhook-refused', params: { why: 'mode' } });
    expect([await stored(), (await people.now(gift.id)).state]).toEqual([before, 'started']);
    await room.stripe.control.clearRules();
    await room.stripe.control.release();
    await settled();
    await once(gift);
  });

  it('crash between Stripe’s answer and our commit → after restart exactly one charge, adopted', async () => {
    const gift = await wanted();
    await room.stripe.control.rule({ action: 'drop' });
    await room.stripe.control.fault({ path: '/v1/payment_intents', method: 'POST', when: 'after', delayMs: 1_000 });
    const trying = work();
    await eventually(async () => expect(await taken(gift)).toEqual([5000]), 20);
    // Whoever adopts the answer waits for this row; then his connection is cut.
    await asSuperuser(room, async (client) => {
      await client.query('begin');
      await client.query('select 1 from payments.charge where id = $1 for update', [(await chargeOf(gift)).id]);
      await eventually(async () => expect(await killed(client)).toBeGreaterThan(0), 20);
      await client.query('commit');
    });
    expect(await trying).toEqual([expect.stringMatching(/terminat|connection/i)]);
    expect((await chargeOf(gift)).state).toBe('wanted');
    await settled();
    expect((await people.now(gift.id)).state).toBe('counted');
    expect([await taken(gift), (await story(gift)).receipts]).toEqual([[5000], 1]);
  });

  it('commit acknowledged to nobody → retry is a no-op', async () => {
    const words = {
      lang: 'ro',
      coverFee: false,
      follow: false,
      shortfall: 'return',
      by: 'card',
      paths: PATHS,
    } as const;
    const form = { id: newId<'Pledge'>(), projectId: keep.projectId, email: `d-${newId()}@example.com`, amount: Money.parse('50', 'EUR'), ...words }; // prettier-ignore
    const cuts = way.cuts();
    way.cutNext();
    // Gifts that are written together are written once more by themselves; whoever gave sends the form again all the same.
    const told = await room.get(GivingService).give(form);
    expect(way.cuts()).toBe(cuts + 1);
    const gift = await room.get(GivingService).give(form);
    expect(gift.ref).toBe(told.ref);
    expect(await room.db.rows('select 1 from pledges.pledge where id = $1', [gift.id])).toHaveLength(1);
    // The same for a webhook, which Stripe sends again …
    await room.get(GivingService).payUrl(gift);
    const session = await sessionOf(gift);
    way.cutNext();
    await room.stripe.control.pay(session);
    await room.stripe.control.idle({ timeoutMs: 60_000 });
    expect(way.cuts()).toBe(cuts + 2);
    await room.pass(10);
    await room.stripe.control.idle({ timeoutMs: 60_000 });
    // … and for each step of what follows.
    for (let lost = 0; lost < 12; lost += 1) {
      way.cutNext();
      await work();
    }
    expect(way.cuts()).toBeGreaterThan(cuts + 8);
    await settled();
    await once(gift);
  });

  it('two workers on one pledge → one charge', async () => {
    const gift = await wanted();
    await room.stripe.control.fault({ path: '/v1/payment_intents', method: 'POST', times: 3, delayMs: 300 });
    const courier = room.get(Courier);
    for (let round = 0; round < 5; round += 1) {
      const jobs: Delivery[] = [];
      await courier.relay((some) => Promise.resolve(void jobs.push(...some)));
      // A queue may hand one job to both at once; whoever is told no asks again.
      await Promise.allSettled([...jobs, ...jobs].map((job) => courier.deliver(job)));
      for (const job of jobs) await courier.deliver(job);
    }
    await settled();
    expect((await people.now(gift.id)).state).toBe('counted');
    expect([await taken(gift), (await story(gift)).receipts]).toEqual([[5000], 1]);
  });

  it('same key, other amount → alarm, not a second charge', async () => {
    const gift = await wanted();
    await room.stripe.control.rule({ action: 'drop' });
    await room.stripe.control.fault({ path: '/v1/payment_intents', method: 'POST', when: 'after', disconnect: true, times: 3 }); // prettier-ignore
    expect(await work()).toHaveLength(1);
    const other = (minor: number) => plant(room, ['payments.charge'], [`update payments.charge set amount_minor = ${minor} where owner = '${gift.owner}'`]); // prettier-ignore
    await other(6000);
    expect(await work()).toEqual([expect.stringContaining('another sum')]);
    // Not declined: nobody is asked for another card while the first may have paid.
    expect([(await chargeOf(gift)).state, (await people.now(gift.id)).state]).toEqual(['wanted', 'charging']);
    expect(await taken(gift)).toEqual([5000]);
    await room.get(ReconcileService).reconcile().catch(() => null); // prettier-ignore
    await room.pass(2 * 3600);
    expect((await room.get(AuditService).run()).map(({ invariant }) => invariant)).toContain('I3');
    await other(5000);
    await settled();
    expect((await people.now(gift.id)).state).toBe('counted');
    expect([await taken(gift), (await story(gift)).receipts]).toEqual([[5000], 1]);
  });

  it('two tabs, two paid sessions → the second is held as overpayment and returned, never counted twice', async () => {
    const campaign = await openCampaign(room.db, { minimum: '500', bufferBp: 0 });
    const gift = await people.start(campaign.projectId, '50 EUR');
    await people.pay(gift.id, '4000000000000341');
    await settled();
    await room.pass(11 * DAY);
    await room.get(Courier).run('pledges.close');
    await settled();
    const access = { by: gift.personId };
    const tabs = [];
    for (let tab = 0; tab < 2; tab += 1) {
      await room.get(PromisesService).repair(gift.id, access, PATHS);
      tabs.push(await sessionOf(gift));
    }
    await Promise.all(tabs.map((session) => room.stripe.control.pay(session)));
    await settled();
    await settled();
    expect(await people.raised(campaign.projectId)).toBe('1059.52');
    expect((await taken(gift)).filter((amount) => amount === 5000)).toHaveLength(2);
    const back = await room.db.rows(`select amount_minor::int as minor, state from payments.refund where owner = $1`, [gift.owner]); // prettier-ignore
    expect(back).toEqual([{ minor: 5000, state: 'succeeded' }]);
    expect((await story(gift)).receipts).toBe(1);
  });
});

/** Cuts the connections that wait for a lock; gives how many. */
async function killed(client: pg.Client): Promise<number> {
  const { rowCount } = await client.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return rowCount ?? 0;
}
