import { Readable } from 'node:stream';
import { Body, Controller, Get, Param, Post, Put, Query, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import {
  type BudgetStanding,
  type BudgetVote,
  type BudgetVoteExport,
  BudgetVoteExportQueries,
  type BudgetVoteId,
  BudgetVotesQueries,
  CastingService,
  type CountResult,
  PaperBallotsService,
  type PartResult,
  PreparingService,
  type PublicBallot,
  ResultsQueries,
  VoidingService,
  type VoteOption,
  WinnersService,
} from '#libs/budgeting/src/index.js';
import type { Project } from '#libs/projects/src/index.js';
import { sendCsv, sendStream } from '../books/stream.answer.js';
import { Limit, PublicPage, Read } from '../edge/decorators.js';
import { type ListPage, listById, listPage } from '../edge/page.js';
import { PageQuery } from '../edge/paging.js';
import type { Reading } from '../edge/reading.js';
import { typedSum } from '../edge/typed-sum.js';
import { PlaceParams } from '../places/places.api.js';
import { ballotsCsv, ballotsPb, paymentsCsv } from './ballots.file.js';
import { BudgetBallotRequest, BudgetBallotsQuery, BudgetVoteParams, BudgetVoteRequest, PaperBallotParams, PaperBallotRequest, PrepareParams, VoidingParams, VoidingRequest, WinnerParams } from './budget-votes.requests.js'; // prettier-ignore
import { CountedVotes } from './counted-votes.js';

/** Votes under a budget: what is on them and how many have voted, after counting the result with every ballot, voting for neighbours. */
@ApiTags('voting')
@Controller('/api/v1')
export class BudgetVotesApi {
  constructor(
    private readonly votes: BudgetVotesQueries,
    private readonly results: ResultsQueries,
    private readonly casting: CastingService,
    private readonly preparing: PreparingService,
    private readonly voiding: VoidingService,
    private readonly papers: PaperBallotsService,
    private readonly winners: WinnersService,
    private readonly counted: CountedVotes,
    private readonly exports: BudgetVoteExportQueries,
  ) {}

  /** A town's votes under a budget, the newest first. */
  @Get('/places/:code/budget-votes')
  @PublicPage()
  async list(@Param() { code }: PlaceParams, @Query() { after, limit }: PageQuery): Promise<ListPage<BudgetVote>> {
    return listById(await this.votes.ofTown(code, { after: after as BudgetVoteId, limit: limit + 1 }), limit);
  }

  /** A vote: its budget, its options, how many have voted; for who is signed in also his own ballot. */
  @Get('/budget-votes/:id')
  @PublicPage()
  async find(
    @Read() reading: Reading,
    @Param() { id }: BudgetVoteParams,
  ): Promise<BudgetVote & { readonly options: readonly VoteOption[]; readonly me: BudgetStanding | null }> {
    const vote = await this.counted.opened(id);
    const [options, me] = await Promise.all([
      this.votes.options(id),
      reading.viewer ? this.votes.standing(id, reading.viewer.personId) : null,
    ]);
    return { ...vote, options, me };
  }

  /** Votes as a neighbour of the town, or votes again before closing: the last ballot counts. Its receipt stays the same. */
  @ApiBearerAuth()
  @Put('/budget-votes/:id/ballot')
  cast(
    @Read() reading: Reading,
    @Param() { id }: BudgetVoteParams,
    @Body() { ticked }: BudgetBallotRequest,
  ): Promise<{ receipt: string }> {
    return this.casting.cast(id, ticked, reading.person());
  }

  /**
   * The town hall enters a ballot handed in on paper; it counts when the association has compared it and signed, or the operator
   * where there is none. Sent twice, it is one.
   */
  @ApiBearerAuth()
  @Put('/budget-votes/:id/papers/:paperId')
  async paper(
    @Read() reading: Reading,
    @Param() { id, paperId }: PaperBallotParams,
    @Body() ballot: PaperBallotRequest,
  ): Promise<{ approvalId: string }> {
    await this.papers.enter({ ...ballot, id: paperId, voteId: id }, reading.person());
    return { approvalId: paperId };
  }

  /** What came out: first the count that decides, then those beside it; and how parts of the town voted, where five or more did. */
  @Get('/budget-votes/:id/result')
  @PublicPage()
  async result(
    @Param() { id }: BudgetVoteParams,
  ): Promise<{ readonly counts: readonly CountResult[]; readonly parts: readonly PartResult[] }> {
    await this.counted.vote(id);
    const [counts, parts] = await Promise.all([this.results.counts(id), this.results.parts(id)]);
    return { counts, parts };
  }

  /** Every ballot of a counted vote, by receipt. */
  @Get('/budget-votes/:id/ballots')
  @PublicPage()
  async ballots(
    @Param() { id }: BudgetVoteParams,
    @Query() { after, limit }: BudgetBallotsQuery,
  ): Promise<ListPage<PublicBallot>> {
    await this.counted.vote(id);
    const rows = await this.results.ballots(id, { after, limit: limit + 1 });
    return listPage(rows, limit, { keyOf: ({ receipt }) => receipt, show: (ballot) => ballot });
  }

  /** The ballots as CSV, UTF-8 with a byte order mark: `receipt`, `roll`, `channel`, and for each option a column of ones and noughts. */
  @Get('/budget-votes/:id/ballots.csv')
  @Limit({ name: 'file', points: 120, seconds: 600 })
  @ApiProduces('text/csv')
  async csv(@Param() { id }: BudgetVoteParams, @Res() reply: FastifyReply): Promise<void> {
    await sendCsv(reply, 'ballots.csv', ballotsCsv(await this.counted.sheet(id)));
  }

  /** What each ballot paid as CSV, lei with eight decimals: `receipt`, `had`, a column for each option bought, the first first, `left`. */
  @Get('/budget-votes/:id/payments.csv')
  @Limit({ name: 'file', points: 120, seconds: 600 })
  @ApiProduces('text/csv')
  async payments(@Param() { id }: BudgetVoteParams, @Res() reply: FastifyReply): Promise<void> {
    const [sheet, purchases] = await Promise.all([this.counted.sheet(id), this.results.purchases(id)]);
    await sendCsv(reply, 'payments.csv', paymentsCsv(sheet, purchases));
  }

  /** The vote as a Pabulib file, which counting programs of others read; what nobody ticked is not in it. */
  @Get('/budget-votes/:id/ballots.pb')
  @Limit({ name: 'file', points: 120, seconds: 600 })
  @ApiProduces('text/plain')
  async pb(@Read() reading: Reading, @Param() { id }: BudgetVoteParams, @Res() reply: FastifyReply): Promise<void> {
    const text = ballotsPb(reading, await this.counted.sheet(id));
    const headers = { 'content-type': 'text/plain; charset=utf-8', 'content-disposition': 'attachment; filename="ballots.pb"' }; // prettier-ignore
    await sendStream(reply, headers, Readable.from([text]));
  }

  /**
   * A counted vote whole, for `recount-budget.mjs` or a program of one's own: rules, options, ballots by receipts, results, and
   * its three rows in the log of who did what with the way from them to a head.
   */
  @Get('/budget-votes/:id/export')
  @Limit({ name: 'file', points: 120, seconds: 600 })
  @PublicPage()
  export(@Param() { id }: BudgetVoteParams): Promise<BudgetVoteExport> {
    return this.exports.of(id);
  }

  /** The town hall prepares a vote; it opens when the association agrees, or the operator where there is none. Sent twice, it is one. */
  @ApiBearerAuth()
  @Put('/bodies/:id/budget-votes/:voteId')
  async prepare(
    @Read() reading: Reading,
    @Param() { id, voteId }: PrepareParams,
    @Body() { lang = reading.lang, budget, ...said }: BudgetVoteRequest,
  ): Promise<{ approvalId: string }> {
    const sum = typedSum(budget, 'MDL', 'budget');
    await this.preparing.prepare({ ...said, lang, budget: sum, id: voteId, townHallId: id }, reading.person());
    // A vote has the id of its approval.
    return { approvalId: voteId };
  }

  /**
   * The town hall asks that an open vote be stopped; the association answers, or the operator where there is none. Sent twice,
   * it is one.
   */
  @ApiBearerAuth()
  @Put('/budget-votes/:id/voidings/:voidingId')
  async stop(
    @Read() reading: Reading,
    @Param() { id, voidingId }: VoidingParams,
    @Body() { reason }: VoidingRequest,
  ): Promise<{ approvalId: string }> {
    await this.voiding.ask({ id: voidingId, voteId: id, reason }, reading.person());
    return { approvalId: voidingId };
  }

  /** The town hall begins the project of an option that has won. Sent twice, it is one. */
  @ApiBearerAuth()
  @Put('/budget-votes/:id/winners/:code/projects/:projectId')
  async begin(
    @Read() reading: Reading,
    @Param() { id, code, projectId }: WinnerParams,
  ): Promise<Pick<Project, 'id' | 'code' | 'slug' | 'state' | 'placeCode'>> {
    const made = await this.winners.begin(id, code, projectId, reading.person());
    return { id: made.id, code: made.code, slug: made.slug, state: made.state, placeCode: made.placeCode };
  }

  /** The town hall takes back a vote that has not opened. */
  @ApiBearerAuth()
  @Post('/budget-votes/:id/withdrawal')
  async withdraw(@Read() reading: Reading, @Param() { id }: BudgetVoteParams): Promise<void> {
    await this.preparing.withdraw(id, reading.person());
  }
}
