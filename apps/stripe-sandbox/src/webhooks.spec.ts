import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type Stripe from 'stripe';
import { type Bench, bench, gift, SECRET } from './bench-spec.js';

describe('webhooks', () => {
  let b: Bench;
  beforeEach(async () => {
    b = await bench({ settings: { retrySeconds: [60, 600] } });
  });
  afterEach(() => b.close());

  const pay = async () => {
    const session = await b.stripe.checkout.sessions.create(gift());
    await b.control.pay(session.id);
    return session.id;
  };
  const arrived = () => b.received.map(({ event }) => event.type);
  const completed = { types: ['checkout.session.completed'] };

  it('are signed so that the SDK takes them, and only unchanged, in time and with the right secret', async () => {
    await pay();
    await b.control.idle();
    expect(b.received).toHaveLength(5);
    for (const { body, signature } of b.received) {
      const event = b.stripe.webhooks.constructEvent(body, signature, SECRET);
      expect(event).toMatchObject({
        object: 'event',
        livemode: false,
        api_version: '2026-10-28.endive',
        pending_webhooks: 1,
      });
      expect(() => b.stripe.webhooks.constructEvent(`${body} `, signature, SECRET)).toThrow('No signatures found');
      expect(() => b.stripe.webhooks.constructEvent(body, signature, 'whsec_other')).toThrow('No signatures found');
    }
    const [first] = b.received;
    await b.control.redeliver(String(first?.event.id), { timestamp: 1_700_000_000 });
    const { body = '', signature = '' } = b.received.at(-1) ?? {};
    expect(() => b.stripe.webhooks.constructEvent(body, signature, SECRET)).toThrow('tolerance');
  });

  it('show the charge without its balance transaction first, and tell when it is there', async () => {
    await pay();
    await b.control.idle();
    const of = (type: string) => b.received.find(({ event }) => event.type === type)?.event;
    expect(of('charge.succeeded')?.data.object).toMatchObject({ balance_transaction: null });
    expect(of('charge.updated')?.data).toMatchObject({
      object: { balance_transaction: expect.stringMatching(/^txn_/) },
      previous_attributes: { balance_transaction: null },
    });
  });

  it('name the request and key that caused them', async () => {
    const params = {
      amount: 500,
      currency: 'eur',
      payment_method: 'pm_card_visa',
      confirm: true,
      off_session: true,
    } as const;
    const intent = await b.stripe.paymentIntents.create(params, { idempotencyKey: 'charge-1' });
    const { data } = await b.stripe.events.list({ type: 'payment_intent.succeeded' });
    expect(data[0]?.request).toEqual({ id: intent.lastResponse.requestId, idempotency_key: 'charge-1' });
  });

  it('are listed by kind, by time, by whether they were taken, page by page', async () => {
    await b.control.rule({ action: 'hold', types: ['customer.created'] });
    const { id } = await b.stripe.customers.create({ email: 'ana@example.md' });
    await b.stripe.customers.update(id, { name: 'Ana' });
    await b.stripe.customers.del(id);
    expect(await b.types()).toEqual(['customer.created', 'customer.updated', 'customer.deleted']);
    const typesOf = async (filter: Stripe.EventListParams) => (await b.stripe.events.list(filter)).data.map(({ type }) => type); // prettier-ignore
    expect(await typesOf({ types: ['customer.deleted', 'customer.created'] })).toEqual(['customer.deleted', 'customer.created']); // prettier-ignore
    expect(await typesOf({ type: 'customer.updated' })).toEqual(['customer.updated']);
    expect(await typesOf({ type: 'payout.*' })).toEqual([]);
    const [first] = (await b.stripe.events.list({ type: 'customer.created' })).data;
    expect(await typesOf({ created: { lt: first!.created } })).toEqual([]);
    const page = await b.stripe.events.list({ limit: 2 });
    expect([page.data.map(({ type }) => type), page.has_more]).toEqual([
      ['customer.deleted', 'customer.updated'],
      true,
    ]);
    expect(await typesOf({ limit: 2, starting_after: page.data[1]!.id })).toEqual(['customer.created']);
    expect(await typesOf({ delivery_success: false })).toEqual(['customer.created']);
    expect(await typesOf({ delivery_success: true })).toEqual(['customer.deleted', 'customer.updated']);
  });

  it('are repeated until they are taken, then given up', async () => {
    await b.control.rule({ action: 'hold' });
    await pay();
    b.answers.push(500, 500);
    await b.control.release(completed);
    expect((await b.control.deliveries(completed.types.map((type) => ({ type }))[0])).data[0]).toMatchObject({
      state: 'queued',
      attempts: [{ status: 500 }],
    });
    await b.control.advance({ seconds: 60 });
    await b.control.idle();
    await b.control.advance({ seconds: 600 });
    await b.control.idle();
    const [delivery] = (await b.control.deliveries({ type: 'checkout.session.completed' })).data;
    expect(delivery).toMatchObject({
      state: 'delivered',
      attempts: [{ status: 500 }, { status: 500 }, { status: 200 }],
    });
    expect(arrived()).toEqual([
      'checkout.session.completed',
      'checkout.session.completed',
      'checkout.session.completed',
    ]);
    b.answers.push(500, 500, 500);
    await b.control.release({ types: ['charge.succeeded'] });
    await b.control.advance({ seconds: 60 });
    await b.control.idle();
    await b.control.advance({ seconds: 600 });
    await b.control.idle();
    expect((await b.control.deliveries({ type: 'charge.succeeded' })).data[0]).toMatchObject({ state: 'failed' });
  });

  it('can be held and released backwards', async () => {
    await b.control.rule({ action: 'hold', types: ['charge.*', 'payment_intent.*', 'checkout.*'] });
    await pay();
    await b.control.idle();
    expect(b.received).toHaveLength(0);
    expect(await b.control.release({ order: 'last' })).toEqual({ released: 5 });
    expect(arrived()).toEqual([
      'charge.updated',
      'checkout.session.completed',
      'payment_intent.succeeded',
      'charge.succeeded',
      'payment_intent.created',
    ]);
  });

  it('can be sent many times at once', async () => {
    await b.control.rule({ action: 'duplicate', copies: 20, ...completed });
    await pay();
    await b.control.idle();
    expect(arrived().filter((type) => type === 'checkout.session.completed')).toHaveLength(20);
    expect(
      new Set(
        b.received.filter(({ event }) => event.type === 'checkout.session.completed').map(({ event }) => event.id),
      ).size,
    ).toBe(1);
  });

  it('can be lost, and told again a month later', async () => {
    await b.control.rule({ action: 'drop', times: 1, ...completed });
    const id = await pay();
    await b.control.idle();
    expect(arrived()).not.toContain('checkout.session.completed');
    const { data } = await b.stripe.events.list({ ...completed });
    expect(data[0]).toMatchObject({ data: { object: { id } } });
    await b.control.advance({ seconds: 30 * 86_400 });
    expect(await b.control.redeliver(String(data[0]?.id), { copies: 2 })).toEqual({ statuses: [200, 200] });
    expect(arrived().filter((type) => type === 'checkout.session.completed')).toHaveLength(2);
  });

  it('can be late, and in the wrong order', async () => {
    await b.control.rule({ action: 'delay', seconds: 300, types: ['payment_intent.created'] });
    await b.control.rule({
      action: 'reorder',
      count: 3,
      types: ['charge.succeeded', 'payment_intent.succeeded', 'checkout.session.completed'],
    });
    await pay();
    await b.control.idle();
    expect(arrived().filter((type) => type !== 'charge.updated')).toEqual([
      'checkout.session.completed',
      'payment_intent.succeeded',
      'charge.succeeded',
    ]);
    await b.control.advance({ seconds: 300 });
    await b.control.idle();
    expect(arrived().at(-1)).toBe('payment_intent.created');
  });

  it('go to endpoints made by API, signed with both secrets while they are changed', async () => {
    const url = String((await b.stripe.webhookEndpoints.list()).data[0]?.url);
    const made = await b.stripe.webhookEndpoints.create({ url, enabled_events: ['checkout.session.completed'] });
    expect(made.secret).toMatch(/^whsec_/);
    const { secret } = await b.control.rollSecret(made.id);
    await pay();
    await b.control.idle();
    const twice = b.received.filter(({ event }) => event.type === 'checkout.session.completed');
    expect(twice).toHaveLength(2);
    const rolled = twice.find(({ signature }) => signature.split('v1=').length === 3);
    for (const known of [secret, String(made.secret)]) {
      expect(b.stripe.webhooks.constructEvent(String(rolled?.body), String(rolled?.signature), known).id).toMatch(
        /^evt_/,
      );
    }
    expect(await b.stripe.webhookEndpoints.del(made.id)).toMatchObject({ deleted: true });
    expect((await b.stripe.webhookEndpoints.retrieve('we_configured')).secret).toBeUndefined();
  });
});
