import { Controller, Get, type OnModuleInit, Param, Post } from '@nestjs/common';
import { type BodyKind, PlacesQueries } from '#libs/hometowns/src/index.js';
import { type ApprovalId, refuse } from '#libs/kernel/src/index.js';
import { BoardQueries, PapersQueries, PapersService } from '#libs/needs/src/index.js';
import type { Roll } from '#libs/neighbours/src/index.js';
import { Decisions } from '../approvals/decisions.js';
import { FormOf, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { type Page, type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Towns } from '../neighbours/town-of.service.js';
import { PaperWordForm } from '../papers/paper-desk.forms.js';
import { Offices, speaksFor } from '../town-hall/offices.js';
import { PaperForm } from './needs.requests.js';
import { paperPage, type PapersDesk, type PaperSeen, papersPage } from './papers.view.js';

interface AtDesk {
  readonly office: string;
  readonly body: string;
}

interface AtPaper extends AtDesk {
  readonly paper: string;
}

/** Where officers enter what people hand in on paper, and where another of them signs it. */
@Controller('/:lang(^ro|ru|en$)/:office(^association|town-hall$)/:body/papers')
export class PapersPages implements OnModuleInit {
  constructor(
    private readonly offices: Offices,
    private readonly places: PlacesQueries,
    private readonly towns: Towns,
    private readonly papers: PapersService,
    private readonly queries: PapersQueries,
    private readonly board: BoardQueries,
    private readonly decisions: Decisions,
  ) {}

  onModuleInit(): void {
    this.decisions.register('town-paper', {
      give: (id, by) => this.papers.sign(id, by),
      refuse: (approval, reason, by) => this.papers.decline(approval, reason, by),
    });
  }

  @Get()
  async show(@Read() reading: Reading, @Param() where: AtDesk): Promise<Page> {
    return papersPage(reading, await this.desk(reading, where), Form.blank());
  }

  @Post()
  async enter(
    @Read() reading: Reading,
    @Param() where: AtDesk,
    @FormOf(PaperForm) form: Form<PaperForm>,
  ): Promise<Page | Redirect> {
    const desk = await this.desk(reading, where);
    const work = async ({ roll, needId, ...paper }: PaperForm) => {
      const placeCode = desk.town.place.code;
      await this.papers.enter({ ...paper, placeCode, needId: needId ?? null, roll: roll as Roll, lang: reading.lang }, reading.person()); // prettier-ignore
      return seeOther(reading.href(`${desk.at}?entered=1`));
    };
    return form.submit(reading, work, (again) => papersPage(reading, desk, again));
  }

  @Get('/:paper')
  async one(@Read() reading: Reading, @Param() where: AtPaper): Promise<Page> {
    return paperPage(reading, await this.paper(reading, where), Form.blank());
  }

  @Post('/:paper')
  async answer(
    @Read() reading: Reading,
    @Param() where: AtPaper,
    @FormOf(PaperWordForm) form: Form<PaperWordForm>,
  ): Promise<Page | Redirect> {
    const desk = await this.paper(reading, where);
    const [{ id }, by] = [desk.paper, reading.person()];
    const work = async ({ decision, reason }: PaperWordForm) => {
      await (decision === 'sign' ? this.papers.sign(id, by) : this.papers.decline({ id }, reason ?? '', by));
      return seeOther(reading.href(`${desk.at}?done=${decision}`));
    };
    return form.submit(reading, work, (again) => paperPage(reading, desk, again));
  }

  /** Officers alone: papers have names. */
  private async desk(reading: Reading, { office: kind, body }: AtDesk): Promise<PapersDesk> {
    const office = await this.offices.mustBeVerified(reading, kind as BodyKind, body);
    if (!speaksFor(office)) throw refuse('forbidden', 'role-missing', 'Officers only.');
    const { slug } = (await this.places.byCode(office.body.placeCode))!;
    const town = await this.towns.at(reading, slug);
    const { code } = town.place;
    const [waiting, needs] = await Promise.all([this.queries.waiting(code), this.board.titles(code)]);
    return { office, town, at: `/${kind}/${body}/papers`, waiting, needs, me: reading.person() };
  }

  /** A paper of this desk's town that waits. */
  private async paper(reading: Reading, where: AtPaper): Promise<PapersDesk & PaperSeen> {
    const desk = await this.desk(reading, where);
    const paper = desk.waiting.find(({ id }) => id === (where.paper as ApprovalId));
    if (!paper) throw refuse('not-found', 'not-found', 'No such paper waits.');
    // For who signs: whoever enters what he likes would learn of anybody whether he supports it.
    const own = paper.by === desk.me;
    return { ...desk, paper, namesakes: own ? 0 : await this.queries.namesakes(paper) };
  }
}
