import type { Multilingual } from '#libs/platform/src/index.js';
import type { PublicBallot } from './receipt.js';
import type { CountResult } from './results.queries.js';
import type { BudgetVote, BudgetVoteId, VoteOption } from './vote.js';

/** A counted vote with all that a stranger needs to count it again; nobody who voted is named. Sums are bani as text. */
export interface BudgetVoteExport {
  readonly format: 'plai-budget-vote-1';
  readonly vote: {
    readonly id: BudgetVoteId;
    readonly placeCode: string;
    readonly title: Multilingual;
    readonly rule: BudgetVote['rule'];
    readonly rules: BudgetVote['rules'];
    readonly budget: string;
    readonly openedAt: Date | null;
    readonly closesAt: Date | null;
    readonly closedAt: Date | null;
    /** The fingerprints that went to the log when it was closed and when it was counted. */
    readonly ballotsHash: string | null;
    readonly resultHash: string | null;
    readonly twins: BudgetVote['twins'];
    /** How many ballots came on paper; papers without a second signature at closing do not count. */
    readonly paper: BudgetVote['paper'];
  };
  readonly options: readonly { readonly code: string; readonly cost: string; readonly title: Multilingual }[];
  /** Sorted by receipt; `roll` is "-" where rolls are not told, `channel` where it is not told which came on paper. */
  readonly ballots: readonly PublicBallot[];
  /** Whose ballots were counted by which rule, who won, and what it costs. */
  readonly results: readonly (Pick<CountResult, 'roll' | 'rule' | 'voters' | 'winners'> & { readonly total: string })[];
}

/** The export of a vote that has been counted. */
export function exportOf({
  vote,
  options,
  ballots,
  counts,
}: {
  vote: BudgetVote;
  options: readonly VoteOption[];
  ballots: readonly PublicBallot[];
  counts: readonly CountResult[];
}): BudgetVoteExport {
  const {
    id,
    placeCode,
    title,
    rule,
    rules,
    budget,
    openedAt,
    closesAt,
    closedAt,
    ballotsHash,
    resultHash,
    twins,
    paper,
  } = vote;
  return {
    format: 'plai-budget-vote-1',
    vote: { ...{ id, placeCode, title, rule, rules, budget: `${budget.minor}` }, ...{ openedAt, closesAt, closedAt, ballotsHash, resultHash, twins, paper } },
    options: options.map(({ code, cost, title: named }) => ({ code, cost: `${cost.minor}`, title: named })),
    ballots,
    results: counts.map(({ roll, rule: by, voters, winners, total }) => ({ ...{ roll, rule: by, voters, winners }, total: `${total.minor}` })),
  }; // prettier-ignore
}
