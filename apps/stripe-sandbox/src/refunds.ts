import { book } from './balance-transactions.js';
import { type Charge } from './charges.object.js';
import { major } from './currencies.js';
import { type Endpoint, endpoint } from './endpoint.js';
import { invalid } from './errors.js';
import { emit } from './events.js';
import { newId } from './ids.js';
import { created, page, paging } from './lists.js';
import { type Refund } from './objects.js';
import { amount, choice, mergeMetadata, metadata, type Parsed, text } from './parameters.js';
import { closeWarnings } from './warnings.js';
import { type World } from './world.js';

const creating = {
  amount,
  charge: text(),
  payment_intent: text(),
  metadata,
  reason: choice('duplicate', 'fraudulent', 'requested_by_customer'),
};

/** Money back to payers. */
export const refundEndpoints: Endpoint[] = [
  endpoint('POST', '/v1/refunds', creating, ({ world, params }) => create(world, params)),
  endpoint(
    'GET',
    '/v1/refunds',
    { ...paging, created, charge: text(), payment_intent: text() },
    ({ world, params, path }) => {
      const found = world.refunds
        .all()
        .filter(
          (one) =>
            (params.charge === undefined || one.charge === params.charge) &&
            (params.payment_intent === undefined || one.payment_intent === params.payment_intent),
        );
      return page(found, params, path, 'refund');
    },
  ),
  endpoint('GET', '/v1/refunds/:id', {}, ({ world, id }) => world.refunds.get(id)),
  endpoint('POST', '/v1/refunds/:id', { metadata }, ({ world, id, params }) => {
    const refund = world.refunds.get(id);
    refund.metadata = mergeMetadata(refund.metadata, params.metadata);
    return world.refunds.save(refund);
  }),
  endpoint('POST', '/v1/refunds/:id/cancel', {}, ({ world, id }) => {
    const refund = world.refunds.get(id);
    throw invalid(
      `Refund (${id}) cannot be canceled because it has a status of ${refund.status}. Only refunds that require action may be canceled.`,
    );
  }),
];

/** What is to be refunded of the charge; refuses more than is left. */
function amountOf(world: World, charge: Charge, wished: number | undefined): number {
  if (charge.disputed && !refundable(world, charge)) {
    throw invalid(`Charge ${charge.id} has been charged back; cannot issue a refund.`, { code: 'charge_disputed' });
  }
  const rest = charge.amount_captured - charge.amount_refunded;
  if (rest <= 0) throw invalid(`Charge ${charge.id} has already been refunded.`, { code: 'charge_already_refunded' });
  const amount = wished ?? rest;
  if (amount > rest) {
    const show = (value: number) => `${major(value, charge.currency)} ${charge.currency}`;
    throw invalid(`Refund amount (${show(amount)}) is greater than unrefunded amount on charge (${show(rest)})`, {
      param: 'amount',
    });
  }
  return amount;
}

function create(world: World, params: Parsed<typeof creating>): Refund {
  const charge = chargeOf(world, params);
  const amount = amountOf(world, charge, params.amount);
  const refund = makeRefund(world, charge, {
    amount,
    reason: params.reason ?? null,
    metadata: mergeMetadata({}, params.metadata),
  });
  const type = charge.payment_method_details?.type === 'sepa_debit' ? 'payment_refund' : 'refund';
  const made = book(world, {
    type,
    category: 'refund',
    source: refund.id,
    amount: -amount,
    currency: charge.currency,
    plainRate: true,
    atOnce: true,
    description: 'REFUND FOR CHARGE',
  });
  refund.balance_transaction = made.id;
  const previous = { amount_refunded: charge.amount_refunded, refunded: charge.refunded };
  charge.amount_refunded += amount;
  charge.refunded = charge.amount_refunded === charge.amount_captured;
  world.charges.save(charge);
  world.refunds.save(refund);
  emit(world, 'charge.refunded', charge, previous);
  emit(world, 'refund.created', refund);
  if (charge.refunded) closeWarnings(world, charge.id);
  refund.destination_details.card.reference_status = 'available';
  const updated = { destination_details: { card: { reference_status: 'pending' } } };
  emit(world, 'refund.updated', refund, updated);
  emit(world, 'charge.refund.updated', refund, updated);
  return world.refunds.save(refund);
}

function chargeOf(world: World, params: Parsed<typeof creating>): Charge {
  if (params.charge !== undefined && params.payment_intent !== undefined) {
    throw invalid('You may only specify one of these parameters: charge, payment_intent.', { param: 'charge' });
  }
  if (params.charge !== undefined) {
    const charge = world.charges.get(params.charge, 'charge');
    if (!charge.paid || !charge.captured)
      throw invalid(`Charge ${charge.id} does not have a captured payment to refund.`, { param: 'charge' });
    return charge;
  }
  if (params.payment_intent === undefined) {
    throw invalid('One of the following params should be provided for this request: payment_intent or charge.', {
      code: 'parameter_missing',
      param: 'payment_intent',
    });
  }
  const intent = world.paymentIntents.get(params.payment_intent, 'payment_intent');
  const charge = intent.latest_charge === null ? undefined : world.charges.get(intent.latest_charge);
  if (!charge?.paid || !charge.captured) {
    throw invalid(`This PaymentIntent (${intent.id}) does not have a successful charge to refund.`, {
      param: 'payment_intent',
    });
  }
  return charge;
}

function refundable(world: World, charge: Charge): boolean {
  return world.disputes.all().every((dispute) => dispute.charge !== charge.id || dispute.is_charge_refundable);
}

function makeRefund(
  world: World,
  charge: Charge,
  of: { amount: number; reason: string | null; metadata: Record<string, string> },
): Refund {
  return {
    id: newId('re', 24),
    object: 'refund',
    ...of,
    balance_transaction: null,
    charge: charge.id,
    created: world.clock.now(),
    currency: charge.currency,
    customer: charge.customer,
    customer_account: null,
    destination_details: {
      card: { reference_status: 'pending', reference_type: 'acquirer_reference_number', type: 'refund' },
      type: 'card',
    },
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    receipt_number: null,
    source_transfer_reversal: null,
    status: 'succeeded',
    transfer_reversal: null,
  };
}

/** The payer's bank sends a refund back: the money returns to the balance, the charge counts as less refunded. */
export function failRefund(world: World, refund: Refund, reason: string): Refund {
  if (refund.status !== 'succeeded' && refund.status !== 'pending')
    throw invalid(`This refund is already ${refund.status}.`);
  const charge = world.charges.get(refund.charge ?? '');
  const sent =
    refund.balance_transaction === null ? undefined : world.balanceTransactions.find(refund.balance_transaction);
  const back = book(world, {
    type: 'refund_failure',
    category: 'refund_failure',
    source: refund.id,
    amount: refund.amount,
    currency: refund.currency,
    plainRate: true,
    atOnce: true,
    rate: sent?.exchange_rate ?? null,
    description: 'REFUND FAILURE',
  });
  const previous = { status: refund.status };
  Object.assign(refund, { status: 'failed', failure_reason: reason, failure_balance_transaction: back.id });
  charge.amount_refunded -= refund.amount;
  charge.refunded = false;
  world.charges.save(charge);
  world.refunds.save(refund);
  emit(world, 'refund.failed', refund, previous);
  emit(world, 'refund.updated', refund, previous);
  emit(world, 'charge.refund.updated', refund, previous);
  return refund;
}
