import { type Endpoint } from './endpoint.js';
import { invalid } from './errors.js';
import { type World } from './world.js';

type Shown = Record<string, unknown>;
/** Where a field's object is found, and of which kinds it may be. */
interface Target {
  kinds: readonly string[];
  find: (world: World, id: string, owner: Shown) => unknown;
  /** The field is absent until somebody asks for it. */
  included?: true;
}

const customer: Target = { kinds: ['customer'], find: (world, id) => world.customers.find(id) };
const charge: Target = { kinds: ['charge'], find: (world, id) => world.charges.find(id) };
const payment_intent: Target = { kinds: ['payment_intent'], find: (world, id) => world.paymentIntents.find(id) };
const payment_method: Target = { kinds: ['payment_method'], find: (world, id) => world.paymentMethods.find(id) };
const setup_intent: Target = { kinds: ['setup_intent'], find: (world, id) => world.setupIntents.find(id) };
const transaction: Target = {
  kinds: ['balance_transaction'],
  find: (world, id) => showTransaction(world, world.balanceTransactions.find(id)),
};
const source: Target = {
  kinds: ['charge', 'refund', 'dispute', 'payout'],
  find: (world, id) =>
    world.charges.find(id) ?? world.refunds.find(id) ?? world.disputes.find(id) ?? world.payouts.find(id),
};
const refunds: Target = { kinds: [], included: true, find: (world, _, owner) => refundsOf(world, String(owner['id'])) };
const line_items: Target = {
  kinds: [],
  included: true,
  find: (world, _, owner) => linesOf(world, String(owner['id'])),
};
const money = { balance_transaction: transaction, failure_balance_transaction: transaction };

/** Which fields of which object may be expanded. */
const EXPANDABLE: Readonly<Record<string, Readonly<Record<string, Target>>>> = {
  payment_intent: { customer, latest_charge: charge, payment_method },
  setup_intent: { customer, payment_method },
  charge: { customer, ...money, payment_intent, refunds },
  refund: { ...money, charge, payment_intent, payment_method, customer },
  dispute: { charge, payment_intent },
  'checkout.session': { customer, payment_intent, setup_intent, line_items },
  balance_transaction: { source },
  payout: money,
  payment_method: { customer },
  'radar.early_fraud_warning': { charge, payment_intent },
};
/** What the routes under a path show. */
const KINDS: readonly [string, string][] = [
  ['/v1/customers/:id/payment_methods', 'payment_method'],
  ['/v1/checkout/sessions/:id/line_items', 'item'],
  ['/v1/checkout/sessions', 'checkout.session'],
  ['/v1/radar/early_fraud_warnings', 'radar.early_fraud_warning'],
  ...Object.keys(EXPANDABLE).map((kind): [string, string] => [`/v1/${kind}s`, kind]),
];
const DEEPEST = 4;

/** Refuses paths that lead nowhere, before anything is done. */
export function checkExpansion(endpoint: Endpoint, paths: string[]): void {
  const kind = KINDS.find(([path]) => endpoint.path.startsWith(path))?.[1] ?? '';
  const inList = endpoint.method === 'GET' && !endpoint.path.endsWith(':id') && kind !== '';
  for (const path of paths) {
    const parts = path.split('.');
    if (parts.length > DEEPEST + (inList ? 1 : 0)) {
      throw invalid(`You cannot expand more than ${DEEPEST} levels of a property. Property: ${path}`, {
        param: 'expand',
      });
    }
    if (inList && parts.shift() !== 'data') throw refusal(path);
    let kinds: readonly string[] = [kind];
    for (const part of parts) {
      const targets = kinds.flatMap((one) => EXPANDABLE[one]?.[part] ?? []);
      if (targets.length === 0) throw refusal(path);
      kinds = targets.flatMap((target) => target.kinds);
    }
  }
}

/** The answer with the ids at the wished paths replaced by their objects; the kept objects stay as they are. */
export function expandAnswer(world: World, answer: object, paths: string[] | undefined): object {
  if (!paths || paths.length === 0) return answer;
  const copy = structuredClone(answer) as Shown;
  for (const path of paths) {
    const parts = path.split('.');
    if (copy['object'] !== 'list') expandOne(world, copy, parts);
    else for (const item of copy['data'] as Shown[]) expandOne(world, item, parts.slice(1));
  }
  return copy;
}

function expandOne(world: World, owner: Shown, [field, ...rest]: string[]): void {
  const target = field === undefined ? undefined : EXPANDABLE[String(owner['object'])]?.[field];
  if (field === undefined || !target) return;
  const value = owner[field];
  if (typeof value === 'string' || target.included) {
    const found = target.find(world, String(value), owner);
    if (found !== undefined) owner[field] = structuredClone(found);
  }
  const next = owner[field];
  if (rest.length > 0 && typeof next === 'object' && next !== null) expandOne(world, next as Shown, rest);
}

/** A balance transaction as of now: pending until its day. */
export function showTransaction<T extends { available_on: number; payout?: string }>(
  world: World,
  kept: T | undefined,
) {
  if (!kept) return undefined;
  const status = kept.available_on <= world.clock.now() ? ('available' as const) : ('pending' as const);
  const shown = { ...kept, status };
  delete shown.payout;
  return shown;
}

function refundsOf(world: World, id: string): object {
  const all = world.refunds.all().filter((refund) => refund.charge === id);
  return {
    object: 'list',
    data: all.reverse().slice(0, 10),
    has_more: all.length > 10,
    url: `/v1/charges/${id}/refunds`,
  };
}

function linesOf(world: World, id: string): object {
  const data = world.plans.find(id)?.lines ?? [];
  return { object: 'list', data, has_more: false, url: `/v1/checkout/sessions/${id}/line_items` };
}

const refusal = (path: string) => invalid(`This property cannot be expanded (${path}).`, { param: 'expand' });
