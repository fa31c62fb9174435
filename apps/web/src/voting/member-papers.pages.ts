import { Controller, Get, Param, Post } from '@nestjs/common';
import { BodiesQueries, MembersQueries } from '#libs/hometowns/src/index.js';
import { PersonsService } from '#libs/identity/src/index.js';
import { isId, refuse, type VoteId } from '#libs/kernel/src/index.js';
import { type MemberPaper, PAPER_VOTE_OFFICERS, PaperVotesQueries, PaperVotesService, VotesQueries } from '#libs/voting/src/index.js'; // prettier-ignore
import { FormOf, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { type Page, type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { namesOrAddresses } from '../layout/names.js';
import { PaperWordForm } from '../papers/paper-desk.forms.js';
import { memberPaperPage, type MemberPapersDesk, memberPapersPage } from './member-papers.view.js';
import { MemberPaperForm } from './votes.forms.js';

/** Where officers of an association enter its members' ballots on paper, and where another of them signs. */
@Controller('/:lang(^ro|ru|en$)/votes/:vote/papers')
export class MemberPapersPages {
  constructor(
    private readonly votes: VotesQueries,
    private readonly papers: PaperVotesService,
    private readonly queries: PaperVotesQueries,
    private readonly bodies: BodiesQueries,
    private readonly members: MembersQueries,
    private readonly persons: PersonsService,
  ) {}

  @Get()
  async show(@Read() reading: Reading, @Param('vote') id: string): Promise<Page> {
    return memberPapersPage(reading, await this.desk(reading, id), Form.blank());
  }

  @Post()
  async enter(
    @Read() reading: Reading,
    @Param('vote') id: string,
    @FormOf(MemberPaperForm) form: Form<MemberPaperForm>,
  ): Promise<Page | Redirect> {
    const desk = await this.desk(reading, id);
    const work = async (paper: MemberPaperForm) => {
      await this.papers.enter({ ...paper, voteId: desk.vote.id }, reading.person());
      return seeOther(reading.href(`/votes/${id}/papers?entered=1`));
    };
    return form.submit(reading, work, (again) => memberPapersPage(reading, desk, again));
  }

  @Get('/:paper')
  async one(@Read() reading: Reading, @Param() where: { vote: string; paper: string }): Promise<Page> {
    return memberPaperPage(reading, await this.paper(reading, where), Form.blank());
  }

  /** What is signed shows its code once, for the member's slip. */
  @Post('/:paper')
  async answer(
    @Read() reading: Reading,
    @Param() where: { vote: string; paper: string },
    @FormOf(PaperWordForm) form: Form<PaperWordForm>,
  ): Promise<Page | Redirect> {
    const desk = await this.paper(reading, where);
    const [{ id, number }, by] = [desk.paper, reading.person()];
    const work = async ({ decision, reason }: PaperWordForm) => {
      if (decision === 'decline') {
        await this.papers.decline({ id }, reason ?? '', by);
        return seeOther(reading.href(`/votes/${where.vote}/papers`));
      }
      const { receipt } = await this.papers.sign(id, by);
      return memberPapersPage(reading, await this.desk(reading, where.vote), Form.blank(), { number, receipt });
    };
    return form.submit(reading, work, (again) => memberPaperPage(reading, desk, again));
  }

  /** Officers of the association alone, while the vote is open and where its rule knows papers. */
  private async desk(reading: Reading, id: string): Promise<MemberPapersDesk> {
    const [me, vote] = [reading.person(), isId(id) ? await this.votes.find(id as VoteId) : null];
    const roles = (await this.members.rolesOf(me)).filter(({ body }) => body.id === vote?.associationId);
    if (vote?.state !== 'open' || !vote.rule.paperAllowed || roles.length === 0)
      throw refuse('not-found', 'not-found', 'No open vote of his association that knows papers.');
    if (!roles.some(({ role }) => PAPER_VOTE_OFFICERS.includes(role)))
      throw refuse('forbidden', 'role-missing', 'Officers only.');
    const [body, waiting, awaited] = await Promise.all([
      this.bodies.find(vote.associationId),
      this.queries.waiting(vote.id),
      this.queries.awaited(vote.id),
    ]);
    const names = await namesOrAddresses(this.persons, [...awaited, ...waiting.map(({ personId }) => personId)]);
    return { vote, body: body!, waiting, awaited: awaited.filter((one) => one !== me), names, me };
  }

  private async paper(
    reading: Reading,
    where: { vote: string; paper: string },
  ): Promise<MemberPapersDesk & { paper: MemberPaper }> {
    const desk = await this.desk(reading, where.vote);
    const paper = desk.waiting.find(({ id }) => id === where.paper);
    if (!paper) throw refuse('not-found', 'not-found', 'No such paper waits.');
    return { ...desk, paper };
  }
}
