import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Stripe from 'stripe';
import { type Bench, bench, client, gift, refusal } from './bench-spec.js';

describe('calls', () => {
  let b: Bench;
  beforeEach(async () => {
    b = await bench();
  });
  afterEach(() => b.close());

  const charge = {
    amount: 2500,
    currency: 'eur',
    payment_method: 'pm_card_visa',
    confirm: true,
    off_session: true,
  } as const;
  const raw = (method: string, path: string, more: RequestInit = {}) =>
    fetch(`${b.sandbox.url}${path}`, {
      method,
      ...more,
      headers: { authorization: 'Bearer sk_test_raw', ...(more.headers as Record<string, string>) },
    });

  describe('with an idempotency key', () => {
    it('are answered the second time like the first', async () => {
      const first = await b.stripe.paymentIntents.create(charge, { idempotencyKey: 'pledge:1:charge:1' });
      const again = await b.stripe.paymentIntents.create(charge, { idempotencyKey: 'pledge:1:charge:1' });
      expect(again).toEqual(first);
      expect(again.lastResponse.headers['idempotent-replayed']).toBe('true');
      expect(again.lastResponse.headers['original-request']).toBe(first.lastResponse.requestId);
      expect((await b.stripe.charges.list()).data).toHaveLength(1);
    });

    it('keep a decline too', async () => {
      const params = { ...charge, payment_method: 'pm_card_chargeDeclined' };
      const first = await refusal(b.stripe.paymentIntents.create(params, { idempotencyKey: 'k' }));
      const again = await refusal(b.stripe.paymentIntents.create(params, { idempotencyKey: 'k' }));
      expect(again.payment_intent?.id).toBe(first.payment_intent?.id);
    });

    it('are refused for another amount or another door', async () => {
      await b.stripe.paymentIntents.create(charge, { idempotencyKey: 'k' });
      const other = await refusal(b.stripe.paymentIntents.create({ ...charge, amount: 2501 }, { idempotencyKey: 'k' }));
      expect(other).toMatchObject({ type: 'StripeIdempotencyError', statusCode: 400, rawType: 'idempotency_error' });
      expect(await refusal(b.stripe.customers.create({}, { idempotencyKey: 'k' }))).toMatchObject({
        type: 'StripeIdempotencyError',
      });
    });

    it('meet themselves while the first is under way: 409, and one charge', async () => {
      await b.control.fault({ path: '/v1/payment_intents', delayMs: 300 });
      const first = b.stripe.paymentIntents.create(charge, { idempotencyKey: 'k' });
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(await refusal(b.stripe.paymentIntents.create(charge, { idempotencyKey: 'k' }))).toMatchObject({
        statusCode: 409,
        code: 'idempotency_key_in_use',
      });
      await first;
      expect((await b.stripe.charges.list()).data).toHaveLength(1);
    });

    it('are forgotten after a day, and when told so', async () => {
      const first = await b.stripe.paymentIntents.create(charge, { idempotencyKey: 'k' });
      await b.control.advance({ seconds: 86_400 });
      const second = await b.stripe.paymentIntents.create(charge, { idempotencyKey: 'k' });
      expect(second.id).not.toBe(first.id);
      await b.control.forgetKeys();
      expect((await b.stripe.paymentIntents.create(charge, { idempotencyKey: 'k' })).id).not.toBe(second.id);
    });

    it('find their work done when the answer was lost on the way', async () => {
      await b.control.fault({ path: '/v1/payment_intents', when: 'after', disconnect: true, times: 2 });
      expect(await refusal(b.stripe.paymentIntents.create(charge, { idempotencyKey: 'k' }))).toBeInstanceOf(
        Stripe.errors.StripeConnectionError,
      );
      expect(await b.stripe.paymentIntents.create(charge, { idempotencyKey: 'k' })).toMatchObject({
        status: 'succeeded',
      });
      expect((await b.stripe.charges.list()).data).toHaveLength(1);
    });
  });

  describe('that are wrong', () => {
    it.each<[string, object, object]>([
      [
        'removed: payment_method_types',
        { payment_method_types: ['card'] },
        { code: 'parameter_unknown', param: 'payment_method_types' },
      ],
      ['mistyped', { metdata: { a: 'b' } }, { code: 'parameter_unknown', param: 'metdata' }],
      [
        'mistyped, nested',
        { payment_intent_data: { metdata: {}, description: 'x', metdatum: 1 } },
        { code: 'parameter_unknown', param: 'payment_intent_data[metdatum]' },
      ],
      [
        'in a list',
        {
          line_items: [
            { quantity: 1, price_data: { currency: 'eur', unit_amount: 500, product_data: { title: 'x', name: 'y' } } },
          ],
        },
        { code: 'parameter_unknown', param: 'line_items[0][price_data][product_data][title]' },
      ],
      ['missing', { success_url: undefined }, { code: 'parameter_missing', param: 'success_url' }],
      [
        'no number',
        {
          line_items: [{ quantity: 1, price_data: { currency: 'eur', unit_amount: 1.5, product_data: { name: 'y' } } }],
        },
        { code: 'parameter_invalid_integer' },
      ],
      ['no language', { locale: 'mo' }, { param: 'locale' }],
      ['no address', { customer_email: 'ana' }, { code: 'email_invalid', param: 'customer_email' }],
      ['empty', { client_reference_id: '' }, { code: 'parameter_invalid_empty', param: 'client_reference_id' }],
      ['too soon', { expires_at: Math.floor(performance.timeOrigin / 1000) }, { param: 'expires_at' }],
      ['unknown currency', gift(500, 'xyz'), { param: 'line_items[0][price_data][currency]' }],
      ['too little', gift(49), { code: 'amount_too_small' }],
      ['too little once converted', gift(500, 'mdl'), { code: 'amount_too_small' }],
      ['too much', gift(100_000_000), { code: 'amount_too_large' }],
      ['a cent of a króna', gift(50_050, 'isk'), { code: 'parameter_invalid_integer' }],
      ['a tenth of a fils', gift(5124, 'kwd'), { code: 'parameter_invalid_integer' }],
      ['both', { customer: 'cus_1', customer_email: 'ana@example.md' }, { param: 'customer' }],
      ['no such customer', { customer: 'cus_1' }, { code: 'resource_missing', param: 'customer' }],
      ['in the wrong mode', { setup_intent_data: { description: 'x' } }, { param: 'setup_intent_data' }],
      ['not to be expanded', { expand: ['payment'] }, { param: 'expand' }],
    ])('are refused: %s', async (_, change, expected) => {
      const error = await refusal(b.stripe.checkout.sessions.create({ ...gift(), ...change }));
      expect(error).toMatchObject({
        type: 'StripeInvalidRequestError',
        rawType: 'invalid_request_error',
        statusCode: 400,
        ...expected,
      });
      expect(error.requestId).toMatch(/^req_/);
      expect((await b.stripe.checkout.sessions.list()).data).toEqual([]);
    });

    it('need a currency to save a card, unless the ways to pay are named', async () => {
      const save = { mode: 'setup', success_url: 'https://plai.example/ok' } as const;
      expect(await refusal(b.stripe.checkout.sessions.create(save))).toMatchObject({ param: 'currency' });
      expect(
        (await b.stripe.checkout.sessions.create({ ...save, allowed_payment_method_types: ['card'] })).setup_intent,
      ).toMatch(/^seti_/);
    });

    it('count whole units where a currency has no cents', async () => {
      expect(await b.stripe.checkout.sessions.create(gift(500, 'jpy'))).toMatchObject({ amount_total: 500 });
      expect(await b.stripe.checkout.sessions.create(gift(50_000, 'isk'))).toMatchObject({ amount_total: 50_000 });
      expect(await b.stripe.checkout.sessions.create(gift(5120, 'kwd'))).toMatchObject({ amount_total: 5120 });
    });

    it('get 404 for what does not exist', async () => {
      expect(await refusal(b.stripe.paymentIntents.retrieve('pi_none'))).toMatchObject({
        statusCode: 404,
        code: 'resource_missing',
        message: "No such payment_intent: 'pi_none'",
      });
      const answer = await raw('GET', '/v1/paymentintents');
      expect([answer.status, await answer.json()]).toMatchObject([
        404,
        { error: { type: 'invalid_request_error', message: expect.stringContaining('Unrecognized request URL') } },
      ]);
    });

    it('get 401 without a test key', async () => {
      expect((await fetch(`${b.sandbox.url}/v1/balance`)).status).toBe(401);
      for (const key of ['sk_live_1', 'pk_test_1'])
        expect(await refusal(client(b.sandbox, key).balance.retrieve())).toMatchObject({
          type: 'StripeAuthenticationError',
          statusCode: 401,
        });
    });

    it('get 400 for another version and for JSON', async () => {
      expect((await raw('GET', '/v1/balance', { headers: { 'stripe-version': '2020-08-27' } })).status).toBe(400);
      expect(
        (await raw('POST', '/v1/customers', { body: '{}', headers: { 'content-type': 'application/json' } })).status,
      ).toBe(400);
    });

    it('get 429 when there are too many', async () => {
      await b.control.settings({ rateLimit: 3 });
      const results = await Promise.allSettled(Array.from({ length: 12 }, () => b.stripe.balance.retrieve()));
      const refused = results.flatMap((result) =>
        result.status === 'rejected' ? [result.reason as Stripe.errors.StripeError] : [],
      );
      expect(refused.length).toBeGreaterThanOrEqual(6);
      expect(refused[0]).toMatchObject({ type: 'StripeRateLimitError', statusCode: 429, code: 'rate_limit' });
      expect(refused[0]?.headers).toMatchObject({ 'stripe-rate-limited-reason': 'global-rate' });
    });

    it('get 429 when there are too many of one kind, while others pass', async () => {
      await b.control.settings({ routeRateLimit: 2 });
      const second = 1000 - (performance.now() % 1000);
      await new Promise((resolve) => setTimeout(resolve, second));
      const calls = [1, 2, 3].map(() => refusalOrNull(b.stripe.customers.create()));
      const refused = (await Promise.all(calls)).filter((one) => one !== null);
      expect(refused.map(({ headers }) => headers?.['stripe-rate-limited-reason'])).toEqual(['endpoint-rate']);
      expect((await b.stripe.balance.retrieve()).object).toBe('balance');
    });

    it('never carry a card number', async () => {
      const card = { number: '4242424242424242', exp_month: 12, exp_year: 2034, cvc: '123' };
      expect(await refusal(b.stripe.paymentMethods.create({ type: 'card', card }))).toMatchObject({ statusCode: 402 });
    });

    it('fail as ordered, as often as ordered', async () => {
      await b.control.fault({ path: '/v1/balance', status: 500, times: 2 });
      expect(await refusal(b.stripe.balance.retrieve())).toMatchObject({ type: 'StripeAPIError', statusCode: 500 });
      expect(await refusal(b.stripe.balance.retrieve())).toMatchObject({ statusCode: 500 });
      expect((await b.stripe.balance.retrieve()).object).toBe('balance');
      expect((await b.control.requests()).data.map(({ status }) => status)).toEqual([500, 500, 200]);
    });

    it.each([
      ['answered 500', { status: 500 }, 'StripeAPIError'],
      // The SDK itself tries a line that was closed once more.
      ['cut off', { disconnect: true, times: 2 }, 'StripeConnectionError'],
      ['slower than one waits', { delayMs: 600 }, 'StripeConnectionError'],
    ] as const)('may have done their work before they are %s: the key finds it', async (_, how, type) => {
      await b.control.fault({ path: '/v1/payment_intents', when: 'after', ...how });
      const call = (timeout: number) => b.stripe.paymentIntents.create(charge, { idempotencyKey: 'k', timeout });
      expect(await refusal(call(300))).toMatchObject({ type });
      expect(await call(5000)).toMatchObject({ status: 'succeeded' });
      expect((await b.stripe.charges.list()).data).toHaveLength(1);
    });

    it.each([
      ['answered 500', { status: 500 }, 'StripeAPIError'],
      // The SDK itself tries a line that was closed once more.
      ['cut off', { disconnect: true, times: 2 }, 'StripeConnectionError'],
    ] as const)('may be %s before anything is done', async (_, how, type) => {
      await b.control.fault({ path: '/v1/payment_intents', when: 'before', ...how });
      expect(await refusal(b.stripe.paymentIntents.create(charge, { idempotencyKey: 'k' }))).toMatchObject({ type });
      expect((await b.stripe.charges.list()).data).toEqual([]);
    });
  });

  it('list page by page, newest first, both ways, within a time', async () => {
    const made: string[] = [];
    for (let index = 0; index < 7; index += 1) {
      made.unshift((await b.stripe.customers.create({ email: `c${index}@example.md`, metadata: { n: index } })).id);
      await b.control.advance({ seconds: 10 });
    }
    const first = await b.stripe.customers.list({ limit: 3 });
    expect([first.data.map(({ id }) => id), first.has_more]).toEqual([made.slice(0, 3), true]);
    const last = await b.stripe.customers.list({ limit: 3, starting_after: made[5] as string });
    expect([last.data.map(({ id }) => id), last.has_more]).toEqual([made.slice(6), false]);
    const before = await b.stripe.customers.list({ limit: 2, ending_before: made[3] as string });
    expect([before.data.map(({ id }) => id), before.has_more]).toEqual([made.slice(1, 3), true]);
    const all: string[] = [];
    for await (const customer of b.stripe.customers.list({ limit: 2 })) all.push(customer.id);
    expect(all).toEqual(made);
    const { created } = (await b.stripe.customers.retrieve(made[3] as string)) as Stripe.Customer;
    expect((await b.stripe.customers.list({ created: { gte: created } })).data).toHaveLength(4);
    expect(await refusal(b.stripe.customers.list({ limit: 101 }))).toMatchObject({ param: 'limit' });
  });

  it('leave no customer behind when his card is refused', async () => {
    const error = await refusal(b.stripe.customers.create({ payment_method: 'pm_card_chargeDeclined' }));
    expect(error).toMatchObject({ statusCode: 402, code: 'card_declined' });
    expect((await b.stripe.customers.list()).data).toEqual([]);
  });

  it('change and forget a customer', async () => {
    const { id } = await b.stripe.customers.create({
      email: 'ana@example.md',
      metadata: { a: '1', b: '2' },
      payment_method: 'pm_card_visa',
    });
    expect(await b.stripe.customers.update(id, { metadata: { a: '', c: '3' }, name: 'Ana' })).toMatchObject({
      metadata: { b: '2', c: '3' },
      name: 'Ana',
    });
    const [card] = (await b.stripe.customers.listPaymentMethods(id)).data;
    expect(await b.stripe.customers.del(id)).toEqual({ id, object: 'customer', deleted: true });
    expect(await b.stripe.customers.retrieve(id)).toEqual({ id, object: 'customer', deleted: true });
    expect(await refusal(b.stripe.customers.update(id, { name: 'X' }))).toMatchObject({ statusCode: 404 });
    const error = await refusal(
      b.stripe.paymentIntents.create({
        amount: 500,
        currency: 'eur',
        confirm: true,
        off_session: true,
        payment_method: card?.id,
      }),
    );
    expect(error.message).toContain('may not be used again');
  });
});

async function refusalOrNull(call: Promise<unknown>): Promise<Stripe.errors.StripeError | null> {
  return call.then(
    () => null,
    (error: unknown) => error as Stripe.errors.StripeError,
  );
}
