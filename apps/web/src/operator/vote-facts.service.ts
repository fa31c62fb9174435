import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type Approval, thingOf } from '#libs/approvals/src/index.js';
import {
  type BudgetVote,
  type BudgetVoteId,
  BudgetVotesQueries,
  PaperBallotsQueries,
} from '#libs/budgeting/src/index.js';
import { placeName, PlacesQueries } from '#libs/hometowns/src/index.js';
import type { Reading } from '../edge/reading.js';
import { type Facts, SignedKinds } from './signed-kinds.js';

/** What is signed of votes under a budget where no association can: that one opens, that it ends, a ballot on paper. */
@Injectable()
export class VoteFacts implements OnModuleInit {
  constructor(
    private readonly kinds: SignedKinds,
    private readonly votes: BudgetVotesQueries,
    private readonly papers: PaperBallotsQueries,
    private readonly places: PlacesQueries,
  ) {}

  onModuleInit(): void {
    const facts = (of: (reading: Reading, approval: Approval) => Promise<Facts>) => async (reading: Reading, approval: Approval) => ({ href: null, facts: await of(reading, approval) }); // prettier-ignore
    this.kinds.register({
      'budget-vote': facts((reading, approval) => this.opening(reading, thingOf(approval))),
      'budget-vote-void': facts((reading, approval) => this.ending(reading, approval)),
      'budget-vote-paper': facts((reading, approval) => this.paper(reading, approval)),
    });
  }

  private async opening(reading: Reading, id: BudgetVoteId): Promise<Facts> {
    const vote = (await this.votes.find(id))!;
    return [
      ...(await this.whose(reading, vote)),
      ['amount', reading.money(vote.budget)],
      ['options', reading.number(vote.wanted.length)],
    ];
  }

  private async ending(reading: Reading, approval: Approval): Promise<Facts> {
    const vote = (await this.votes.find(thingOf(approval)))!;
    return [...(await this.whose(reading, vote)), ['reason', String(approval.payload.why)]];
  }

  /** All that stands on a ballot on paper, to be compared; once it is decided only its number is left. */
  private async paper(reading: Reading, { id, payload }: Approval): Promise<Facts> {
    const { text, say } = reading;
    const voteId = payload.vote as BudgetVoteId;
    const [vote, paper, options] = await Promise.all([
      this.votes.find(voteId),
      this.papers.find(id),
      this.votes.options(voteId),
    ]);
    const ticked = options.filter(({ code }) => paper?.ticked.includes(code));
    return [
      ...(vote ? await this.whose(reading, vote) : []),
      ['paper', String(payload.number)],
      ['paper-name', paper?.name],
      ['paper-roll', paper && say(`twins.roll.${paper.roll}`)],
      ['paper-part', paper?.part],
      ['paper-ticked', paper && (ticked.map(({ code, title }) => `${code} ${text(title).text}`).join('; ') || say('budget.papers-empty'))], // prettier-ignore
    ];
  }

  private async whose({ text, lang }: Reading, { title, placeCode }: BudgetVote): Promise<Facts> {
    const place = await this.places.byCode(placeCode);
    return [
      ['meaning', text(title).text],
      ['place', place && placeName(lang, place)],
    ];
  }
}
