import { type Endpoint, endpoint } from './endpoint.js';
import { type World } from './world.js';

/** What is on the balance. */
export const balanceEndpoints: Endpoint[] = [endpoint('GET', '/v1/balance', {}, ({ world }) => showBalance(world))];

/** The balance by currency: what may be paid out, and what is still on its way. */
export function showBalance(world: World) {
  const now = world.clock.now();
  const sum = (ready: boolean) => {
    const totals = new Map(world.settings.settlement.map((currency) => [currency, 0]));
    for (const one of world.balanceTransactions.all())
      if (one.available_on <= now === ready) totals.set(one.currency, (totals.get(one.currency) ?? 0) + one.net);
    return [...totals].map(([currency, amount]) => ({ amount, currency, source_types: { card: amount } }));
  };
  return { object: 'balance' as const, available: sum(true), livemode: false, pending: sum(false) };
}
