import { Controller, Get, Param, Post } from '@nestjs/common';
import {
  type BudgetVote,
  BudgetVotesQueries,
  type PaperBallot,
  PaperBallotsQueries,
  PaperBallotsService,
} from '#libs/budgeting/src/index.js';
import type { BodyKind } from '#libs/hometowns/src/index.js';
import { isId, refuse } from '#libs/kernel/src/index.js';
import type { Roll } from '#libs/neighbours/src/index.js';
import { FormOf, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { type Page, type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { PaperWordForm } from '../papers/paper-desk.forms.js';
import { Offices, speaksFor } from '../town-hall/offices.js';
import { PaperBallotForm } from './budget-votes.forms.js';
import { paperBallotPage, type PaperBallotsDesk, paperBallotsPage } from './paper-ballots.view.js';

interface AtDesk {
  readonly office: string;
  readonly body: string;
  readonly vote: string;
}

interface AtPaper extends AtDesk {
  readonly paper: string;
}

/** Ballots on paper at the desks of both bodies of a vote, while it is open. */
@Controller('/:lang(^ro|ru|en$)/:office(^association|town-hall$)/:body/budget-votes/:vote/papers')
export class PaperBallotsPages {
  constructor(
    private readonly offices: Offices,
    private readonly votes: BudgetVotesQueries,
    private readonly papers: PaperBallotsService,
    private readonly queries: PaperBallotsQueries,
  ) {}

  @Get()
  async show(@Read() reading: Reading, @Param() where: AtDesk): Promise<Page> {
    return paperBallotsPage(reading, await this.desk(reading, where), Form.blank());
  }

  @Post()
  async enter(
    @Read() reading: Reading,
    @Param() where: AtDesk,
    @FormOf(PaperBallotForm) form: Form<PaperBallotForm>,
  ): Promise<Page | Redirect> {
    const desk = await this.desk(reading, where);
    const work = async ({ roll, ticked = [], ...slip }: PaperBallotForm) => {
      await this.papers.enter({ ...slip, roll: roll as Roll, ticked, voteId: desk.vote.id }, reading.person());
      return seeOther(reading.href(`${desk.at}?entered=1`));
    };
    return form.submit(reading, work, (again) => paperBallotsPage(reading, desk, again));
  }

  @Get('/:paper')
  async one(@Read() reading: Reading, @Param() where: AtPaper): Promise<Page> {
    return paperBallotPage(reading, await this.paper(reading, where), Form.blank());
  }

  /** What is signed shows its code once, for the slip of whoever handed it in. */
  @Post('/:paper')
  async answer(
    @Read() reading: Reading,
    @Param() where: AtPaper,
    @FormOf(PaperWordForm) form: Form<PaperWordForm>,
  ): Promise<Page | Redirect> {
    const desk = await this.paper(reading, where);
    const [{ id, number }, by] = [desk.paper, reading.person()];
    const work = async ({ decision, reason }: PaperWordForm) => {
      if (decision === 'decline') {
        await this.papers.decline({ id }, reason ?? '', by);
        return seeOther(reading.href(desk.at));
      }
      const { receipt } = await this.papers.sign(id, by);
      return paperBallotsPage(reading, await this.desk(reading, where), Form.blank(), { number, receipt });
    };
    return form.submit(reading, work, (again) => paperBallotPage(reading, desk, again));
  }

  /** Officers alone: papers have names. */
  private async desk(reading: Reading, { office: kind, body, vote: id }: AtDesk): Promise<PaperBallotsDesk> {
    const office = await this.offices.mustBeVerified(reading, kind as BodyKind, body);
    const vote = isId(id) ? (await this.votes.ofBody(office.body.id)).find((one) => one.id === id) : undefined;
    if (vote?.state !== 'open') throw refuse('not-found', 'not-found', 'No open vote of this body.');
    if (!speaksFor(office)) throw refuse('forbidden', 'role-missing', 'Officers only.');
    return {
      office,
      ...(await this.read(vote)),
      at: `/${kind}/${body}/budget-votes/${id}/papers`,
      me: reading.person(),
    };
  }

  private async read(vote: BudgetVote): Promise<Pick<PaperBallotsDesk, 'vote' | 'options' | 'waiting'>> {
    const [options, waiting] = await Promise.all([this.votes.options(vote.id), this.queries.waiting(vote.id)]);
    return { vote, options, waiting };
  }

  private async paper(reading: Reading, where: AtPaper): Promise<PaperBallotsDesk & { paper: PaperBallot }> {
    const desk = await this.desk(reading, where);
    const paper = desk.waiting.find(({ id }) => id === where.paper);
    if (!paper) throw refuse('not-found', 'not-found', 'No such paper waits.');
    return { ...desk, paper };
  }
}
