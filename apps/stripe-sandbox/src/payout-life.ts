import { showBalance } from './balance.js';
import { book } from './balance-transactions.js';
import { invalid } from './errors.js';
import { emit } from './events.js';
import { newId, randomText } from './ids.js';
import { type Payout } from './objects.js';
import { type World } from './world.js';

/** A payout that is being made. */
export interface PayoutOrder {
  amount: number;
  currency: string;
  automatic: boolean;
  description?: string | null | undefined;
  statement_descriptor?: string | null | undefined;
  metadata?: Record<string, string>;
}

/** Sends all that is available (and, if wished, pending) to the bank: one payout for each currency with something in it. */
export function payOutAll(
  world: World,
  { currency, pending = false }: { currency?: string | undefined; pending?: boolean | undefined } = {},
): Payout[] {
  const now = world.clock.now();
  const unpaid = world.balanceTransactions
    .all()
    .filter(
      (one) =>
        one.payout === undefined &&
        (currency === undefined || one.currency === currency) &&
        (pending || one.available_on <= now),
    );
  const made: Payout[] = [];
  for (const code of new Set(unpaid.map((one) => one.currency))) {
    const those = unpaid.filter((one) => one.currency === code);
    const amount = those.reduce((sum, one) => sum + one.net, 0);
    if (amount <= 0) continue;
    for (const one of those)
      world.balanceTransactions.save(Object.assign(one, { available_on: Math.min(one.available_on, now) }));
    const payout = createPayout(world, { amount, currency: code, automatic: true });
    for (const one of [...those, world.balanceTransactions.get(payout.balance_transaction ?? '')])
      world.balanceTransactions.save(Object.assign(one, { payout: payout.id }));
    made.push(payout);
  }
  return made;
}

/** Starts one payout and takes it from the balance. */
export function createPayout(world: World, order: PayoutOrder): Payout {
  const payout = makePayout(world, order);
  const taken = book(world, {
    type: 'payout',
    category: 'payout',
    source: payout.id,
    amount: -order.amount,
    currency: order.currency,
    atOnce: true,
    description: payout.description,
  });
  payout.balance_transaction = taken.id;
  world.payouts.save(payout);
  emit(world, 'payout.created', payout);
  return payout;
}

function makePayout({ settings, clock }: World, order: PayoutOrder): Payout {
  return {
    id: newId('po', 24),
    object: 'payout',
    amount: order.amount,
    application_fee: null,
    application_fee_amount: null,
    arrival_date: clock.now() + settings.payoutArrivalSeconds,
    automatic: order.automatic,
    balance_transaction: null,
    created: clock.now(),
    currency: order.currency,
    description: order.description ?? (order.automatic ? 'STRIPE PAYOUT' : null),
    destination: `ba_${order.currency}_sandbox`,
    failure_balance_transaction: null,
    failure_code: null,
    failure_message: null,
    livemode: false,
    metadata: order.metadata ?? {},
    method: 'standard',
    original_payout: null,
    payout_method: null,
    reconciliation_status: order.automatic ? 'in_progress' : 'not_applicable',
    reversed_by: null,
    source_type: 'card',
    statement_descriptor: order.statement_descriptor ?? null,
    // One that was asked for by hand waits until it is handed to the bank, and can be taken back until then.
    status: order.automatic ? 'in_transit' : 'pending',
    trace_id: { status: 'pending', value: null },
    type: 'bank_account',
  };
}

/** It is handed to the bank. */
export function payoutLeaves(world: World, payout: Payout): void {
  payout.status = 'in_transit';
  world.payouts.save(payout);
  emit(world, 'payout.updated', payout, { status: 'pending' });
}

/** The bank has it. */
export function payoutArrives(world: World, payout: Payout): Payout {
  if (payout.status !== 'in_transit' && payout.status !== 'pending')
    throw invalid(`This payout is already ${payout.status}.`);
  const previous = { status: payout.status };
  Object.assign(payout, { status: 'paid', trace_id: { status: 'supported', value: randomText(20).toUpperCase() } });
  if (payout.automatic) payout.reconciliation_status = 'completed';
  world.payouts.save(payout);
  emit(world, 'payout.updated', payout, previous);
  emit(world, 'payout.paid', payout);
  if (payout.automatic) emit(world, 'payout.reconciliation_completed', payout);
  return payout;
}

/** The bank sends it back; the money is on the balance again. */
export function payoutFails(world: World, payout: Payout, code: string): Payout {
  if (payout.status === 'failed' || payout.status === 'canceled')
    throw invalid(`This payout is already ${payout.status}.`);
  const back = book(world, {
    type: 'payout_failure',
    category: 'payout_reversal',
    source: payout.id,
    amount: payout.amount,
    currency: payout.currency,
    atOnce: true,
    description: 'PAYOUT FAILURE',
  });
  Object.assign(payout, {
    status: 'failed',
    failure_code: code,
    failure_message: 'The bank returned this payout.',
    failure_balance_transaction: back.id,
  });
  world.payouts.save(payout);
  emit(world, 'payout.failed', payout);
  return payout;
}

/** Refuses to pay out more than there is. */
export function mustHave(world: World, amount: number, currency: string): void {
  const available = showBalance(world).available.find((one) => one.currency === currency)?.amount ?? 0;
  if (amount <= available) return;
  throw invalid(
    'You have insufficient funds in your Stripe account. One likely reason you have insufficient funds is that your funds are automatically being paid out; try enabling manual payouts by going to https://dashboard.stripe.com/account/payouts.',
    { code: 'balance_insufficient' },
  );
}
