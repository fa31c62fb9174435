import { Body, Controller, Get, Param, Post, Put, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { refuse } from '#libs/kernel/src/index.js';
import { type BallotLine, PaperVotesService, ProxiesQueries, ProxiesService, type ProxyStanding, type VoteExport, VoteExportQueries, VotesQueries, VotesService, type VoteView } from '#libs/voting/src/index.js'; // prettier-ignore
import { Limit, PublicPage, Read } from '../edge/decorators.js';
import { type ListPage, listById, listPage } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import {
  BallotRequest,
  BallotsQuery,
  ConflictRequest,
  MemberPaperParams,
  MemberPaperRequest,
  ProxyRequest,
  VoteParams,
  VotesQuery,
} from './votes.requests.js';

/** Votes of associations: rules and turnout for everybody, ballots after closing, voting for members. */
@ApiTags('voting')
@Controller('/api/v1/votes')
export class VotesApi {
  constructor(
    private readonly votes: VotesService,
    private readonly queries: VotesQueries,
    private readonly exports: VoteExportQueries,
    private readonly proxies: ProxiesService,
    private readonly standings: ProxiesQueries,
    private readonly papers: PaperVotesService,
  ) {}

  /** An association's votes, the newest first. */
  @Get()
  @PublicPage()
  async list(@Query() { associationId, after, limit }: VotesQuery): Promise<ListPage<VoteView>> {
    const rows = await this.queries.ofAssociation(associationId, { after, limit: limit + 1 });
    return listById(rows, limit);
  }

  /** A vote: its rule, its turnout, after closing its result; for a member also where he stands. */
  @Get('/:id')
  @PublicPage()
  async find(@Read() reading: Reading, @Param() { id }: VoteParams): Promise<object> {
    const vote = await this.queries.find(id);
    if (!vote) throw refuse('not-found', 'not-found', 'No such vote.');
    const me = reading.viewer ? await this.queries.standing(id, reading.viewer.personId) : null;
    return { ...vote, me };
  }

  /** Votes, or votes again before closing: the last answer counts. For another member when he has asked for it; his receipt is his. */
  @ApiBearerAuth()
  @Put('/:id/ballot')
  async cast(
    @Read() reading: Reading,
    @Param() { id }: VoteParams,
    @Body() { choice, reason, for: giver }: BallotRequest,
  ): Promise<object> {
    if (giver) {
      await this.proxies.castFor(id, giver, choice, reading.person());
      return {};
    }
    return this.votes.cast(id, choice, reason ?? null, reading.person());
  }

  /** Who votes for the reader in this vote, and for whom he may. */
  @ApiBearerAuth()
  @Get('/:id/proxy')
  async proxy(@Read() reading: Reading, @Param() { id }: VoteParams): Promise<ProxyStanding> {
    const { onRoll } = await this.queries.standing(id, reading.person());
    if (!onRoll) throw refuse('not-found', 'not-found', 'No such vote.');
    return this.standings.of(id, reading.person());
  }

  /** Asks another member to vote for the reader in this vote; voting oneself takes it back. */
  @ApiBearerAuth()
  @Put('/:id/proxy')
  async name(@Read() reading: Reading, @Param() { id }: VoteParams, @Body() { holder }: ProxyRequest): Promise<void> {
    await this.proxies.name(id, holder, reading.person());
  }

  /**
   * An officer of the association enters a member's ballot on paper, where the rule allows it; it counts when another officer
   * has compared it and signed. Sent twice, it is one.
   */
  @ApiBearerAuth()
  @Put('/:id/papers/:paperId')
  async paper(
    @Read() reading: Reading,
    @Param() { id, paperId }: MemberPaperParams,
    @Body() paper: MemberPaperRequest,
  ): Promise<{ approvalId: string }> {
    await this.papers.enter({ ...paper, id: paperId, voteId: id }, reading.person());
    return { approvalId: paperId };
  }

  /**
   * The ballots of a closed vote by receipt, for anybody to count again. Where an association votes openly, its members also
   * read whose they are.
   */
  @Get('/:id/ballots')
  @PublicPage()
  async ballots(
    @Read() reading: Reading,
    @Param() { id }: VoteParams,
    @Query() { after, limit }: BallotsQuery,
  ): Promise<ListPage<BallotLine>> {
    if (!(await this.queries.find(id))) throw refuse('not-found', 'not-found', 'No such vote.');
    const rows = await this.queries.ballots(id, { after, limit: limit + 1, reader: reading.viewer?.personId });
    return listPage(rows, limit, { keyOf: ({ receipt }) => receipt, show: (ballot) => ballot });
  }

  /**
   * A closed vote whole, for `recount.mjs` or a program of one's own: rule, roll by codes, ballots by receipts, sums, verdict, and
   * its two rows in the log of who did what with the way from them to a head.
   */
  @Get('/:id/export')
  @Limit({ name: 'file', points: 120, seconds: 600 })
  @PublicPage()
  export(@Param() { id }: VoteParams): Promise<VoteExport> {
    return this.exports.of(id);
  }

  /** A member says that he has an interest in what is decided and takes no part. */
  @ApiBearerAuth()
  @Post('/:id/recusal')
  async recuse(@Read() reading: Reading, @Param() { id }: VoteParams, @Body() { why }: ConflictRequest): Promise<void> {
    await this.votes.declareConflict(id, reading.person(), why);
  }
}
