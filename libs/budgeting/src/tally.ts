import type { Purchase, Run } from './buying.js';
import { type Election, rollOf } from './election.js';
import { equalShares, type Growth } from './equal-shares.js';
import { Fraction } from './fraction.js';
import { fill } from './greedy.js';

/** The rules by which an election can be counted (README.md of this room). Ours is `mes_add1u`. */
export const RULES = [
  'greedy_votes',
  'mes_none',
  'mes_u',
  'mes_add1',
  'mes_add1u',
  'mes_add1ei',
  'mes_add1eiu',
] as const;
export type Rule = (typeof RULES)[number];

/** What came out for one option. */
export interface OptionOutcome {
  readonly id: string;
  readonly cost: bigint;
  readonly votes: number;
  /** How it won: bought with equal shares, or added by votes because it still fitted. Null: it did not win. */
  readonly won: 'bought' | 'fitted' | null;
  /** By whom it was bought: what each pays who has so much, how many do, and how many pay all they have left. */
  readonly share: Fraction | null;
  readonly full: number;
  readonly partly: number;
  /** What those who ticked it have left together in the end. Null where nobody has any money: by votes alone. */
  readonly left: Fraction | null;
}

/** The result of an election under one rule. */
export interface Outcome {
  readonly rule: Rule;
  readonly budget: bigint;
  readonly voters: number;
  readonly winners: readonly string[];
  /** The winners in the order in which they were chosen. */
  readonly purchaseOrder: readonly string[];
  readonly totalCost: bigint;
  /** What each voter had to spend, in the smallest unit. Null where voters have no money: by votes alone. */
  readonly endowment: Fraction | null;
  /** By how many whole units of currency it grew. */
  readonly steps: number;
  readonly options: readonly OptionOutcome[];
}

/** Counts an election out at once. */
export function tally(election: Election, rule: Rule): Outcome {
  const counting = tallying(election, rule);
  for (;;) {
    const { done, value } = counting.next();
    if (done) return value;
  }
}

/** Counts an election out, yielding now and then the step it is at: other work may be done in between. */
export function* tallying(election: Election, rule: Rule): Generator<number, Outcome> {
  const roll = rollOf(election);
  if (rule === 'greedy_votes') return outcomeOf(election, roll.votes, { rule, fitted: fill(election, roll.votes) });
  const { run, start, steps } = yield* equalShares(election, roll, growthOf(rule));
  const bought = run.purchases.map(({ place }) => place);
  const fitted = rule.endsWith('u') ? fill(election, roll.votes, bought) : [];
  const endowment = roll.voters > 0 ? Fraction.of(start, BigInt(roll.voters)) : null;
  return outcomeOf(election, roll.votes, { rule, fitted, run, endowment, steps });
}

function growthOf(rule: Rule): Growth {
  if (rule.startsWith('mes_add1ei')) return 'add1ei';
  return rule.startsWith('mes_add1') ? 'add1' : 'none';
}

interface Found {
  readonly rule: Rule;
  readonly fitted: readonly number[];
  readonly run?: Run;
  readonly endowment?: Fraction | null;
  readonly steps?: number;
}

function outcomeOf(
  { budget, options, ballots }: Election,
  votes: readonly number[],
  { rule, fitted, run, endowment = null, steps = 0 }: Found,
): Outcome {
  const purchases = run?.purchases ?? [];
  const order = [...purchases.map(({ place }) => place), ...fitted];
  const purchaseOrder = order.map((place) => options[place]!.id);
  const bought = new Map(purchases.map((purchase) => [purchase.place, purchase]));
  return {
    rule,
    budget,
    voters: ballots.length,
    winners: [...purchaseOrder].sort((a, b) => (a < b ? -1 : 1)),
    purchaseOrder,
    totalCost: order.reduce((sum, place) => sum + options[place]!.cost, 0n),
    endowment,
    steps,
    options: options.map(({ id, cost }, place) => {
      const won = bought.has(place) ? 'bought' : fitted.includes(place) ? 'fitted' : null;
      return { id, cost, votes: votes[place]!, won, ...paymentOf(bought.get(place)), left: run?.leftOf(place) ?? null };
    }),
  };
}

function paymentOf(purchase: Purchase | undefined): Pick<OptionOutcome, 'share' | 'full' | 'partly'> {
  return { share: purchase?.share ?? null, full: purchase?.full ?? 0, partly: purchase?.partly ?? 0 };
}
