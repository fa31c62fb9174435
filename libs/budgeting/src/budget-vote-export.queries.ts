import { Injectable } from '@nestjs/common';
import { refuse } from '#libs/kernel/src/index.js';
import { type Multilingual, TrailQueries, type TrailWay } from '#libs/platform/src/index.js';
import { BudgetVotesQueries } from './budget-votes.queries.js';
import type { PublicBallot } from './receipt.js';
import { type CountResult, ResultsQueries } from './results.queries.js';
import type { BudgetVote, BudgetVoteId } from './vote.js';

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
  /** Its three rows in the log of who did what (opened, closed, counted), and the way over them to a head. */
  readonly trail: TrailWay;
}

/** Gives a counted vote away, to be counted again by anybody. */
@Injectable()
export class BudgetVoteExportQueries {
  constructor(
    private readonly votes: BudgetVotesQueries,
    private readonly results: ResultsQueries,
    private readonly trail: TrailQueries,
  ) {}

  /** Throws `not-found` of one that is not counted, and `vote-not-sealed` for the few seconds until the log has sealed its result. */
  async of(id: BudgetVoteId): Promise<BudgetVoteExport> {
    const vote = await this.votes.find(id);
    if (vote?.state !== 'closed') throw refuse('not-found', 'not-found', 'No such vote, or not counted yet.');
    const acts = ['budget-vote.opened', 'budget-vote.closed', 'budget-vote.counted'];
    const [options, ballots, counts, trail] = await Promise.all([
      this.votes.options(id),
      this.results.ballots(id),
      this.results.counts(id),
      this.trail.wayOver(`budget-vote:${id}`, acts),
    ]);
    if (!trail) throw refuse('conflict', 'vote-not-sealed', 'Its result is not sealed yet.');
    const { placeCode, title, rule, rules, budget, openedAt, closesAt, closedAt } = vote;
    const { ballotsHash, resultHash, twins, paper } = vote;
    return {
      format: 'plai-budget-vote-1',
      vote: {
        ...{ id, placeCode, title, rule, rules, budget: `${budget.minor}`, openedAt, closesAt, closedAt },
        ...{ ballotsHash, resultHash, twins, paper },
      },
      options: options.map(({ code, cost, title: named }) => ({ code, cost: `${cost.minor}`, title: named })),
      ballots,
      results: counts.map(({ roll, rule: by, voters, winners, total }) => ({
        ...{ roll, rule: by, voters, winners, total: `${total.minor}` },
      })),
      trail,
    };
  }
}
