import Stripe from 'stripe';
import { type Bench, gift, refusal } from './bench-spec.js';
import { ENDPOINTS } from './resources.js';

/** One answer as it came over the wire. */
export interface Heard {
  route: string;
  status: number;
  body: unknown;
}

const routeOf = (method: string, path: string) => {
  const fits = (pattern: string) => new RegExp(`^${pattern.replace(/:id/g, '[^/]+')}$`).test(path);
  return ENDPOINTS.filter((one) => one.method === method).map((one) => one.path).find(fits) ?? path; // prettier-ignore
};

/** The real SDK, and all that it hears. */
export function listening(b: Bench): { stripe: Stripe; heard: Heard[] } {
  const heard: Heard[] = [];
  const listen: typeof fetch = async (input, init) => {
    const answer = await fetch(input, init);
    const { pathname } = new URL(input instanceof Request ? input.url : input);
    const method = init?.method ?? 'GET';
    heard.push({ route: `${method} ${routeOf(method, pathname)}`, status: answer.status, body: await answer.clone().json() }); // prettier-ignore
    return answer;
  };
  const { host, port } = b.sandbox;
  const httpClient = Stripe.createFetchHttpClient(listen);
  const options = { host, port, protocol: 'http', maxNetworkRetries: 0, telemetry: false, httpClient } as const;
  return { stripe: new Stripe('sk_test_shapes', options), heard };
}

/** Comes by every route, and by every state that an object can be in. */
export async function visitAll(stripe: Stripe, { control }: Bench): Promise<void> {
  const { sessions } = stripe.checkout;
  const dashboard = { enabled: true, allow_redirects: 'never' } as const;
  const money = { amount: 5000, currency: 'eur', confirm: true, automatic_payment_methods: dashboard } as const;
  const visit = async <T extends { id: string }>(
    of: { retrieve(id: string): Promise<unknown>; list(params: { limit: number }): Promise<unknown>; update?(id: string, params: { metadata: { a: string } }): Promise<unknown> },
    { id }: T,
  ) => {
    await of.retrieve(id);
    await of.list({ limit: 3 });
    await of.update?.(id, { metadata: { a: 'b' } });
  }; // prettier-ignore

  const customer = await stripe.customers.create({ email: 'ana@example.md', name: 'Ana', address: { country: 'MD' }, metadata: { a: '1' } }); // prettier-ignore
  await visit(stripe.customers, customer);
  const method = await stripe.paymentMethods.create({ type: 'card', card: { token: 'tok_visa' } });
  await stripe.paymentMethods.attach(method.id, { customer: customer.id });
  await visit(stripe.paymentMethods, method);
  await stripe.customers.listPaymentMethods(customer.id);

  // Pages: a gift now, in another currency, a card for later, a debit, one left behind.
  const first = await sessions.create({ ...gift(), customer_creation: 'always', customer_email: 'ion@example.md' });
  await control.pay(first.id);
  await sessions.retrieve(first.id, { expand: ['customer', 'line_items', 'payment_intent.latest_charge.balance_transaction', 'payment_intent.payment_method'] }); // prettier-ignore
  await sessions.listLineItems(first.id);
  const dollars = await sessions.create(gift(6000, 'usd'));
  await control.pay(dollars.id);
  const saved = await sessions.create({ mode: 'setup', currency: 'eur', customer_creation: 'always', success_url: 'https://plai.example/ok' }); // prettier-ignore
  await visit(sessions, saved);
  await control.pay(saved.id, { card: '4000000000000341' });
  await sessions.retrieve(saved.id, { expand: ['setup_intent.payment_method'] });
  for (const iban of ['AT611904300234573201', 'AT861904300235473202']) {
    const debit = await sessions.create({ ...gift(), allowed_payment_method_types: ['card', 'sepa_debit'] });
    await control.pay(debit.id, { iban });
    const { payment_intent: intent } = await sessions.retrieve(debit.id);
    await stripe.paymentIntents.retrieve(intent as string, { expand: ['payment_method', 'latest_charge'] });
    await control.settle(intent as string, { outcome: iban.startsWith('AT6') ? 'succeeded' : 'failed' });
    await sessions.retrieve(debit.id, { expand: ['payment_intent.latest_charge'] });
  }
  await sessions.expire((await sessions.create(gift())).id);

  // Intents: paid, declined, to be confirmed, asked for the holder, held and captured, let go.
  const paid = await stripe.paymentIntents.create({ ...money, payment_method: 'pm_card_visa', off_session: true });
  await visit(stripe.paymentIntents, paid);
  for (const bad of [
    'pm_card_chargeDeclined',
    'pm_card_chargeDeclinedInsufficientFunds',
    'pm_card_authenticationRequired',
  ])
    await refusal(stripe.paymentIntents.create({ ...money, payment_method: bad, off_session: true }));
  const asked = await stripe.paymentIntents.create({ amount: 900, currency: 'eur', payment_method: 'pm_card_authenticationRequired' }); // prettier-ignore
  await stripe.paymentIntents.confirm(asked.id, { return_url: 'https://plai.example/back' });
  await stripe.paymentIntents.cancel(asked.id, { cancellation_reason: 'abandoned' });
  const held = await stripe.paymentIntents.create({
    ...money,
    payment_method: 'pm_card_visa',
    capture_method: 'manual',
  });
  await stripe.paymentIntents.capture(held.id, { amount_to_capture: 4000 });

  const setup = await stripe.setupIntents.create({ customer: customer.id, usage: 'off_session' });
  await visit(stripe.setupIntents, setup);
  await stripe.setupIntents.confirm(setup.id, {
    payment_method: 'pm_card_visa',
    return_url: 'https://plai.example/back',
  });
  const asking = await stripe.setupIntents.create({ payment_method: 'pm_card_authenticationRequiredOnSetup', confirm: true, return_url: 'https://plai.example/b' }); // prettier-ignore
  await stripe.setupIntents.cancel(asking.id);
  await refusal(stripe.setupIntents.create({ payment_method: 'pm_card_chargeDeclined', confirm: true, return_url: 'https://plai.example/b' })); // prettier-ignore

  // Money back, disputes of every kind, payouts of every kind.
  const chargeOf = async (params: Partial<Stripe.PaymentIntentCreateParams> = {}) =>
    (await stripe.paymentIntents.create({ ...money, payment_method: 'pm_card_visa', ...params }))
      .latest_charge as string;
  const charge = await chargeOf();
  const refund = await stripe.refunds.create({ charge, amount: 100, reason: 'requested_by_customer' });
  await visit(stripe.refunds, refund);
  await stripe.refunds.retrieve(refund.id, { expand: ['balance_transaction', 'charge', 'payment_intent'] });
  await control.failRefund(refund.id);
  await stripe.refunds.retrieve(refund.id, { expand: ['failure_balance_transaction'] });
  await visit(stripe.charges, { id: charge });
  await stripe.charges.retrieve(charge, { expand: ['refunds', 'balance_transaction', 'customer', 'payment_intent'] });

  for (const [opening, then] of [
    [{}, 'evidence'], [{ amount: 700, reason: 'product_not_received' }, 'won'], [{}, 'lost'], [{}, 'close'], [{ inquiry: true }, 'evidence'],
    [{ inquiry: true }, 'won'], [{ inquiry: true }, 'lost'],
  ] as const) {
    const dispute = await control.dispute(await chargeOf(), opening);
    await stripe.disputes.retrieve(dispute.id, { expand: ['charge', 'payment_intent'] });
    if (then === 'evidence') await stripe.disputes.update(dispute.id, { evidence: { uncategorized_text: 'Proces-verbal' }, submit: true }); // prettier-ignore
    else if (then === 'close') await stripe.disputes.close(dispute.id);
    else await control.closeDispute(dispute.id, { outcome: then });
    await visit(stripe.disputes, dispute);
  } // prettier-ignore
  const warned = await chargeOf();
  const warning = await control.earlyFraudWarning(warned);
  await stripe.refunds.create({ charge: warned });
  await stripe.radar.earlyFraudWarnings.retrieve(warning.id, { expand: ['charge', 'payment_intent'] });
  await stripe.radar.earlyFraudWarnings.list();

  await stripe.balance.retrieve();
  const [automatic] = (await control.payOut()).data;
  await stripe.payouts.retrieve(automatic!.id, { expand: ['balance_transaction'] });
  await control.payoutPaid(automatic!.id);
  await visit(stripe.payouts, automatic!);
  await chargeOf();
  const [failing] = (await control.payOut()).data;
  await control.payoutFailed(failing!.id);
  await stripe.payouts.retrieve(failing!.id, { expand: ['failure_balance_transaction'] });
  const byHand = await stripe.payouts.create({ amount: 500, currency: 'eur', description: 'Plai' });
  await stripe.payouts.cancel(byHand.id);
  const movements = await stripe.balanceTransactions.list({ limit: 100, expand: ['data.source'] });
  await stripe.balanceTransactions.retrieve(movements.data[0]!.id);

  await control.advance({ seconds: 3 * 86_400 });

  // Endpoints, events, and what cannot be.
  const hook = await stripe.webhookEndpoints.create({ url: 'https://plai.example/hook', enabled_events: ['charge.succeeded'] }); // prettier-ignore
  await visit(stripe.webhookEndpoints, hook);
  await stripe.webhookEndpoints.del(hook.id);
  await stripe.paymentMethods.detach(method.id);
  await stripe.customers.del(customer.id);
  await stripe.customers.retrieve(customer.id);
  await refusal(stripe.charges.retrieve('ch_nothing'));
  await refusal(stripe.refunds.create({ charge, amount: 999_999 }));
  await refusal(sessions.create(gift(10)));
  await refusal(stripe.refunds.cancel(refund.id));
  for await (const event of stripe.events.list({ limit: 100 })) await stripe.events.retrieve(event.id);
}
