import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type Stripe from 'stripe';
import { type Bench, bench, gift, refusal } from './bench-spec.js';

describe('paying', () => {
  let b: Bench;
  beforeEach(async () => {
    b = await bench();
  });
  afterEach(() => b.close());

  const savedCard = async (card: string) => {
    const session = await b.stripe.checkout.sessions.create({
      mode: 'setup',
      currency: 'eur',
      customer_creation: 'always',
      success_url: 'https://plai.example/ok',
      customer_email: 'ana@example.md',
    });
    const paid = await b.control.pay(session.id, { card });
    const { setup_intent } = await b.stripe.checkout.sessions.retrieve(session.id, { expand: ['setup_intent'] });
    if (setup_intent === null || typeof setup_intent === 'string') throw new Error('not expanded');
    const { customer, payment_method } = setup_intent as { customer: string; payment_method: string };
    return {
      outcome: paid.outcome,
      customer,
      payment_method,
      setup_intent,
    };
  };

  it('takes a gift on the page, tells by events in order, and books it with its fee', async () => {
    const made = await b.stripe.checkout.sessions.create({
      ...gift(),
      client_reference_id: 'p1',
      metadata: { pledge: 'p1' },
      payment_intent_data: { metadata: { pledge: 'p1' } },
    });
    expect(made).toMatchObject({
      status: 'open',
      payment_status: 'unpaid',
      payment_intent: null,
      amount_total: 5000,
      currency: 'eur',
    });
    expect(made.url).toBe(`${b.sandbox.url}/c/pay/${made.id}`);

    const paid = await b.control.pay(made.id, { email: 'ana@example.md', name: 'Ana' });
    expect(paid).toEqual({
      outcome: 'paid',
      redirect: `https://plai.example/thanks?session=${made.id}`,
      declineCode: null,
    });
    expect(await b.types()).toEqual([
      'payment_intent.created',
      'charge.succeeded',
      'payment_intent.succeeded',
      'checkout.session.completed',
      'charge.updated',
    ]);

    const session = await b.stripe.checkout.sessions.retrieve(made.id, {
      expand: ['payment_intent.latest_charge.balance_transaction', 'line_items'],
    });
    expect(session).toMatchObject({
      status: 'complete',
      payment_status: 'paid',
      url: null,
      customer: null,
      customer_details: { email: 'ana@example.md', name: 'Ana' },
    });
    expect(session.line_items?.data[0]).toMatchObject({
      description: 'Iluminat stradal',
      amount_total: 5000,
      quantity: 1,
    });
    expect(session.payment_intent).toMatchObject({
      status: 'succeeded',
      amount_received: 5000,
      metadata: { pledge: 'p1' },
      latest_charge: {
        paid: true,
        captured: true,
        metadata: { pledge: 'p1' },
        balance_transaction: {
          amount: 5000,
          fee: 100,
          net: 4900,
          currency: 'eur',
          status: 'pending',
          type: 'charge',
          exchange_rate: null,
        },
      },
    });
  });

  it('converts what settles in another currency, the fee in the currency of the balance', async () => {
    await b.control.settings({ rates: { usd: '1.25' } });
    const made = await b.stripe.checkout.sessions.create(gift(10_000, 'usd'));
    await b.control.pay(made.id);
    const { data } = await b.stripe.balanceTransactions.list({ type: 'charge' });
    // 100 USD at 0.8 less 2 %: 78.40 EUR; 1.5 % + 0.25 of it.
    expect(data[0]).toMatchObject({ amount: 7840, currency: 'eur', exchange_rate: 0.784, fee: 143, net: 7697 });
  });

  it('saves a card and charges it later, with nobody there', async () => {
    const saved = await savedCard('4242424242424242');
    expect(saved).toMatchObject({ outcome: 'saved', setup_intent: { status: 'succeeded', usage: 'off_session' } });
    const { customer, payment_method } = saved;
    const intent = await b.stripe.paymentIntents.create({
      amount: 2500,
      currency: 'mdl',
      customer,
      payment_method,
      off_session: true,
      confirm: true,
      expand: ['latest_charge.balance_transaction'],
    });
    expect(intent).toMatchObject({
      status: 'succeeded',
      amount_received: 2500,
      latest_charge: { balance_transaction: { currency: 'eur' } },
    });
    expect(await b.types()).toEqual([
      'setup_intent.created',
      'customer.created',
      'payment_method.attached',
      'setup_intent.succeeded',
      'checkout.session.completed',
      'payment_intent.created',
      'charge.succeeded',
      'payment_intent.succeeded',
      'charge.updated',
    ]);
  });

  it.each([
    ['4000000000000341', 'card_declined', 'generic_decline'],
    ['4000002760003184', 'authentication_required', 'authentication_required'],
  ])('saves %s, but the charge without its holder fails with %s', async (card, code, decline_code) => {
    const { customer, payment_method, outcome } = await savedCard(card);
    expect(outcome).toBe('saved');
    const error = await refusal(
      b.stripe.paymentIntents.create({
        amount: 2500,
        currency: 'eur',
        customer,
        payment_method,
        off_session: true,
        confirm: true,
      }),
    );
    expect(error).toMatchObject({ type: 'StripeCardError', statusCode: 402, code, decline_code });
    expect(error.payment_intent).toMatchObject({
      status: 'requires_payment_method',
      last_payment_error: { code, decline_code, payment_method: { id: payment_method } },
    });
    expect((await b.types()).slice(-3)).toEqual([
      'payment_intent.created',
      'charge.failed',
      'payment_intent.payment_failed',
    ]);
  });

  it('lets a card that asks once work by itself after it was set up', async () => {
    const { customer, payment_method } = await savedCard('4000002500003155');
    const intent = await b.stripe.paymentIntents.create({
      amount: 2500,
      currency: 'eur',
      customer,
      payment_method,
      off_session: true,
      confirm: true,
    });
    expect(intent.status).toBe('succeeded');
  });

  it.each([
    ['4000000000000002', 'generic_decline'],
    ['4000000000009995', 'insufficient_funds'],
  ])('declines %s with %s and leaves the session open for another card', async (card, declineCode) => {
    const session = await b.stripe.checkout.sessions.create(gift());
    expect(await b.control.pay(session.id, { card })).toMatchObject({
      outcome: 'declined',
      declineCode,
      redirect: null,
    });
    const open = await b.stripe.checkout.sessions.retrieve(session.id, { expand: ['payment_intent'] });
    const intent = open.payment_intent as Stripe.PaymentIntent;
    expect(open).toMatchObject({
      status: 'open',
      payment_status: 'unpaid',
      payment_intent: { status: 'requires_payment_method' },
    });
    expect(await b.control.pay(session.id)).toMatchObject({ outcome: 'paid' });
    const charges = await b.stripe.charges.list({ payment_intent: intent.id });
    expect(charges.data.map((charge) => charge.status)).toEqual(['succeeded', 'failed']);
  });

  it('asks the holder on the page, and takes nothing when he refuses', async () => {
    const session = await b.stripe.checkout.sessions.create(gift());
    expect(await b.control.pay(session.id, { card: '4000002760003184', authenticate: 'refuse' })).toMatchObject({
      outcome: 'refused',
    });
    expect((await b.stripe.charges.list()).data).toHaveLength(0);
    expect(await b.control.pay(session.id, { card: '4000002760003184' })).toMatchObject({ outcome: 'paid' });
  });

  it('asks for the holder by next_action when an intent is confirmed with somebody there', async () => {
    const intent = await b.stripe.paymentIntents.create({
      amount: 900,
      currency: 'eur',
      payment_method: 'pm_card_authenticationRequired',
      confirm: true,
      return_url: 'https://plai.example/back',
    });
    expect(intent).toMatchObject({ status: 'requires_action', next_action: { type: 'redirect_to_url' } });
    const page = String(intent.next_action?.redirect_to_url?.url);
    expect((await fetch(page)).status).toBe(200);
    const answer = await fetch(page, {
      method: 'POST',
      body: new URLSearchParams({ decision: 'authorise' }),
      redirect: 'manual',
    });
    expect(answer.headers.get('location')).toMatch(
      `https://plai.example/back?payment_intent=${intent.id}&payment_intent_client_secret=${intent.client_secret}&redirect_status=succeeded`,
    );
    expect((await b.stripe.paymentIntents.retrieve(intent.id)).status).toBe('succeeded');
  });

  it('holds and captures, or lets go', async () => {
    const order = {
      amount: 4000,
      currency: 'eur',
      payment_method: 'pm_card_visa',
      confirm: true,
      capture_method: 'manual',
      automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
    } as const;
    const held = await b.stripe.paymentIntents.create(order);
    expect(held).toMatchObject({ status: 'requires_capture', amount_capturable: 4000, amount_received: 0 });
    expect(await b.stripe.paymentIntents.capture(held.id, { amount_to_capture: 3000 })).toMatchObject({
      status: 'succeeded',
      amount_received: 3000,
    });
    const other = await b.stripe.paymentIntents.create(order);
    expect(await b.stripe.paymentIntents.cancel(other.id)).toMatchObject({ status: 'canceled' });
    const error = await refusal(b.stripe.paymentIntents.cancel(held.id));
    expect(error).toMatchObject({ code: 'payment_intent_unexpected_state', statusCode: 400 });
  });

  it('keeps a debit from a bank account waiting until it succeeds or fails', async () => {
    const session = await b.stripe.checkout.sessions.create({
      ...gift(),
      allowed_payment_method_types: ['card', 'sepa_debit'],
    });
    expect(await b.control.pay(session.id, { iban: 'AT611904300234573201' })).toMatchObject({ outcome: 'processing' });
    const waiting = await b.stripe.checkout.sessions.retrieve(session.id, { expand: ['payment_intent'] });
    expect(waiting).toMatchObject({
      status: 'complete',
      payment_status: 'unpaid',
      payment_intent: { status: 'processing' },
    });
    await b.control.advance({ seconds: 4 * 86_400 });
    expect(await b.stripe.checkout.sessions.retrieve(session.id)).toMatchObject({ payment_status: 'paid' });
    expect(await b.types()).toContain('checkout.session.async_payment_succeeded');
  });

  it('closes a session that was not used in time', async () => {
    const session = await b.stripe.checkout.sessions.create({
      ...gift(),
      expires_at: Math.floor((await b.control.health()).now) + 1801,
    });
    await b.control.advance({ seconds: 1801 });
    expect(await b.stripe.checkout.sessions.retrieve(session.id)).toMatchObject({ status: 'expired', url: null });
    await expect(b.control.pay(session.id)).rejects.toThrow('expired');
    expect(await b.types()).toEqual(['checkout.session.expired']);
  });
});
