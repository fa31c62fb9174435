import { invalid } from './errors.js';
import { type World } from './world.js';

type Shown = Record<string, unknown>;
type Finder = (world: World, id: string, owner: Shown) => unknown;

const customer: Finder = (world, id) => world.customers.find(id);
const charge: Finder = (world, id) => world.charges.find(id);
const intent: Finder = (world, id) => world.paymentIntents.find(id);
const method: Finder = (world, id) => world.paymentMethods.find(id);
const setup: Finder = (world, id) => world.setupIntents.find(id);
const transaction: Finder = (world, id) => showTransaction(world, world.balanceTransactions.find(id));
const source: Finder = (world, id) =>
  world.charges.find(id) ?? world.refunds.find(id) ?? world.disputes.find(id) ?? world.payouts.find(id);

/** Which fields of which object may be expanded, and where their objects are. */
const EXPANDABLE: Readonly<Record<string, Readonly<Record<string, Finder>>>> = {
  payment_intent: { customer, latest_charge: charge, payment_method: method },
  setup_intent: { customer, payment_method: method },
  charge: {
    customer,
    balance_transaction: transaction,
    failure_balance_transaction: transaction,
    payment_intent: intent,
    refunds: (world, _, owner) => refundsOf(world, String(owner['id'])),
  },
  refund: {
    balance_transaction: transaction,
    failure_balance_transaction: transaction,
    charge,
    payment_intent: intent,
    payment_method: method,
    customer,
  },
  dispute: { charge, payment_intent: intent },
  'checkout.session': {
    customer,
    payment_intent: intent,
    setup_intent: setup,
    line_items: (world, _, owner) => ({
      object: 'list',
      data: world.plans.find(String(owner['id']))?.lines ?? [],
      has_more: false,
      url: `/v1/checkout/sessions/${String(owner['id'])}/line_items`,
    }),
  },
  balance_transaction: { source },
  payout: { balance_transaction: transaction, failure_balance_transaction: transaction },
  payment_method: { customer },
  'radar.early_fraud_warning': { charge, payment_intent: intent },
};
/** Fields that are absent until somebody asks for them. */
const INCLUDED = new Set(['line_items', 'refunds']);
const DEEPEST = 4;

/** A balance transaction as of now: pending until its day. */
export function showTransaction<T extends { available_on: number; payout?: string }>(
  world: World,
  kept: T | undefined,
) {
  if (!kept) return undefined;
  const shown = {
    ...kept,
    status: kept.available_on <= world.clock.now() ? ('available' as const) : ('pending' as const),
  };
  delete shown.payout;
  return shown;
}

function refundsOf(world: World, id: string): object {
  const data = world.refunds
    .all()
    .filter((refund) => refund.charge === id)
    .reverse()
    .slice(0, 10);
  return { object: 'list', data, has_more: false, url: `/v1/charges/${id}/refunds` };
}

/** The answer with the ids at the wished paths replaced by their objects; the kept objects stay as they are. */
export function expandAnswer(world: World, answer: object, paths: string[] | undefined): object {
  if (!paths || paths.length === 0) return answer;
  const copy = structuredClone(answer) as Shown;
  for (const path of paths) {
    const parts = path.split('.');
    const inList = copy['object'] === 'list';
    if (parts.length > DEEPEST + (inList ? 1 : 0))
      throw invalid(`You cannot expand more than ${DEEPEST} levels of a property. Property: ${path}`, {
        param: 'expand',
      });
    if (!inList) expandOne(world, copy, parts, path);
    else if (parts[0] !== 'data') throw refusal(path);
    else for (const item of copy['data'] as Shown[]) expandOne(world, item, parts.slice(1), path);
  }
  return copy;
}

function expandOne(world: World, owner: Shown, parts: string[], path: string): void {
  const [field, ...rest] = parts;
  if (field === undefined) return;
  const find = EXPANDABLE[String(owner['object'])]?.[field];
  if (!find) throw refusal(path);
  const value = owner[field];
  if (typeof value === 'string' || INCLUDED.has(field)) {
    const found = find(world, String(value), owner);
    if (found !== undefined) owner[field] = structuredClone(found);
  }
  const next = owner[field];
  if (rest.length > 0 && typeof next === 'object' && next !== null) expandOne(world, next as Shown, rest, path);
}

const refusal = (path: string) => invalid(`This property cannot be expanded (${path}).`, { param: 'expand' });
