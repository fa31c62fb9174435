import { Injectable } from '@nestjs/common';
import { type BudgetVote, type BudgetVoteId, BudgetVotesQueries, ResultsQueries } from '#libs/budgeting/src/index.js';
import { isId, refuse } from '#libs/kernel/src/index.js';
import type { Sheet } from './ballots.file.js';

/** Votes by the id in an address, as far as everybody may see them. */
@Injectable()
export class CountedVotes {
  constructor(
    private readonly votes: BudgetVotesQueries,
    private readonly results: ResultsQueries,
  ) {}

  /** A vote that has opened: a draft is nobody's but its bodies', at their desks. */
  async opened(id: string): Promise<BudgetVote> {
    const vote = isId(id) ? await this.votes.find(id as BudgetVoteId) : null;
    if (!vote?.openedAt) throw refuse('not-found', 'not-found', 'No such vote.');
    return vote;
  }

  /** A vote that has its result. */
  async vote(id: string): Promise<BudgetVote> {
    const vote = await this.opened(id);
    if (vote.state !== 'closed') throw refuse('not-found', 'not-found', 'Not counted yet.');
    return vote;
  }

  /** The same with its options and every ballot. */
  async sheet(id: string): Promise<Sheet> {
    const vote = await this.vote(id);
    const [options, ballots] = await Promise.all([this.votes.options(vote.id), this.results.ballots(vote.id)]);
    return { vote, options, ballots };
  }
}
