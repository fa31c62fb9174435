import { randomInt } from 'node:crypto';
import { newId } from './ids.js';

const ACTIONS = ['hold', 'drop', 'duplicate', 'delay', 'reorder'] as const;

/** What the sender shall do with the next events of some types. */
export interface SendingRule {
  id: string;
  action: (typeof ACTIONS)[number];
  types: string[];
  /** How many events it still applies to; null: all. */
  times: number | null;
  copies: number;
  count: number;
  seconds: number;
}

/** A rule to be made: what to do with which events, how often. */
export type RuleOrder = Pick<SendingRule, 'action'> & Partial<Omit<SendingRule, 'id' | 'action'>>;

/** Which held events are sent, in which order, in how many copies. */
export interface ReleaseOrder {
  types?: string[];
  order?: 'first' | 'last' | 'shuffle';
  /** Makes a shuffle the same every time. */
  seed?: number;
  copies?: number;
}

/** The rule that is ordered. Throws on an action that there is not. */
export function ruleOf(order: RuleOrder): SendingRule {
  if (!ACTIONS.includes(order.action)) throw new Error(`No such action: ${order.action}`);
  return { id: newId('rule', 10), types: [], times: null, copies: 2, count: 3, seconds: 1, ...order };
}

/** What waits, in the order asked for: as it came, the last first, or shuffled. */
export function inOrder<T>(waiting: readonly T[], { order = 'first', seed }: Omit<ReleaseOrder, 'types'>): T[] {
  if (order === 'first') return [...waiting];
  if (order === 'last') return [...waiting].reverse();
  const below = seed === undefined ? randomInt : seeded(seed);
  const items = [...waiting];
  for (let index = items.length - 1; index > 0; index -= 1) {
    const other = below(index + 1);
    [items[index], items[other]] = [items[other] as T, items[index] as T];
  }
  return items;
}

/** Numbers below a limit, the same for the same seed. */
function seeded(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
