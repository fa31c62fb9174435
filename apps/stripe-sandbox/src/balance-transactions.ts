import { convert, rateOf, settlesIn } from './currencies.js';
import { type Endpoint, endpoint } from './endpoint.js';
import { showTransaction } from './expand.js';
import { newId } from './ids.js';
import { created, page, paging } from './lists.js';
import { type BalanceTransaction } from './objects.js';
import { text } from './parameters.js';
import { type World } from './world.js';

/** A movement to be booked, in the currency of the payment. */
export interface Movement {
  type: BalanceTransaction['type'];
  category: string;
  source: string;
  /** Minor units of `currency`; negative takes from the balance. */
  amount: number;
  currency: string;
  /** A fee in minor units of the settlement currency: Stripe's share of a payment, or a fixed one. */
  fee?: 'payment' | { amount: number; description: string };
  description?: string | null;
  /** Conversion costs nothing extra: money going back, or a movement undone. */
  plainRate?: true;
  /** Use this rate instead of today's. */
  rate?: number | null;
  /** Movements on the balance itself are available at once. */
  atOnce?: true;
}

/** Books a movement on the balance, converted to the currency in which it settles, and returns it. */
export function book(world: World, movement: Movement): BalanceTransaction {
  const { settings, clock } = world;
  const { currency: from } = movement;
  const to = settlesIn(from, settings);
  const rate =
    from === to ? null : (movement.rate ?? rateOf(from, to, settings, movement.plainRate ? 0 : settings.fxBps));
  const amount = rate === null ? movement.amount : convert(movement.amount, from, to, rate);
  const fee = feeOf(movement, amount, settings);
  return world.balanceTransactions.save({
    id: newId('txn', 24),
    object: 'balance_transaction',
    amount,
    available_on: movement.atOnce ? clock.now() : clock.now() + settings.availableAfterSeconds,
    balance_type: 'payments',
    created: clock.now(),
    currency: to,
    description: movement.description ?? null,
    exchange_rate: rate,
    fee: fee.amount,
    fee_details:
      fee.amount === 0
        ? []
        : [{ amount: fee.amount, application: null, currency: to, description: fee.description, type: 'stripe_fee' }],
    net: amount - fee.amount,
    reporting_category: movement.category,
    source: movement.source,
    status: movement.atOnce ? 'available' : 'pending',
    type: movement.type,
  });
}

function feeOf(
  movement: Movement,
  amount: number,
  settings: World['settings'],
): { amount: number; description: string } {
  if (movement.fee === undefined) return { amount: 0, description: '' };
  if (movement.fee !== 'payment') return movement.fee;
  const share = Math.round((amount * settings.feeBps) / 10_000);
  return { amount: share + settings.feeFixed, description: 'Stripe processing fees' };
}

const listed = { ...paging, created, currency: text(3), payout: text(), source: text(), type: text() };

/** Movements on the balance: list (also of one payout or source), retrieve. */
export const balanceTransactionEndpoints: Endpoint[] = [
  endpoint('GET', '/v1/balance_transactions', listed, ({ world, params, path }) => {
    if (params.payout !== undefined) world.payouts.get(params.payout, 'payout');
    const found = world.balanceTransactions
      .all()
      .filter(
        (one) =>
          (params.currency === undefined || one.currency === params.currency.toLowerCase()) &&
          (params.payout === undefined || one.payout === params.payout) &&
          (params.source === undefined || one.source === params.source) &&
          (params.type === undefined || one.type === params.type),
      );
    return page(found, params, path, 'balance transaction', (one) => showTransaction(world, one) ?? one);
  }),
  endpoint(
    'GET',
    '/v1/balance_transactions/:id',
    {},
    ({ world, id }) => showTransaction(world, world.balanceTransactions.get(id)) ?? {},
  ),
];
