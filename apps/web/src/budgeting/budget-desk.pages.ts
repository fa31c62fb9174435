import { Controller, Get, Param, Post } from '@nestjs/common';
import {
  type BudgetVote,
  BudgetVotesQueries,
  PreparingService,
  ResultsQueries,
  type VoidingAsked,
  VoidingService,
  WinnersService,
} from '#libs/budgeting/src/index.js';
import { type ApprovalId, isId, Money, refuse } from '#libs/kernel/src/index.js';
import { OptionsQueries } from '#libs/needs/src/index.js';
import { NothingRequest } from '../account/sign-in.requests.js';
import { FormOf, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { type Page, type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { typedSum } from '../edge/typed-sum.js';
import { besideItsField } from '../pledging/chosen-sum.js';
import { type Office, Offices } from '../town-hall/offices.js';
import { SecondForm } from '../town-hall/people.requests.js';
import { agreePage, preparePage } from './budget-desk.view.js';
import { BeginForm, PrepareForm, VoidingForm } from './budget-votes.forms.js';

const HALL = '/:lang(^ro|ru|en$)/town-hall/:body/budget-votes';
const ASSOCIATION = '/:lang(^ro|ru|en$)/association/:body/budget-votes';

/** Votes under a budget at the desks of both: the town hall prepares, the association agrees or not. */
@Controller()
export class BudgetDeskPages {
  constructor(
    private readonly offices: Offices,
    private readonly preparing: PreparingService,
    private readonly votes: BudgetVotesQueries,
    private readonly options: OptionsQueries,
    private readonly voiding: VoidingService,
    private readonly winners: WinnersService,
    private readonly results: ResultsQueries,
  ) {}

  @Get(HALL)
  async hall(@Read() reading: Reading, @Param('body') id: string): Promise<Page> {
    return this.atHall(reading, await this.offices.mustBe(reading, 'town-hall', id), Form.blank({ days: '14', identity: 'email' })); // prettier-ignore
  }

  @Post(HALL)
  async prepare(
    @Read() reading: Reading,
    @Param('body') id: string,
    @FormOf(PrepareForm) form: Form<PrepareForm>,
  ): Promise<Page | Redirect> {
    const office = await this.offices.mustBe(reading, 'town-hall', id);
    const work = async ({ options = [], budget, ...input }: PrepareForm) => {
      // Nothing typed is told together with what else is missing.
      const read = () => Promise.resolve(budget ? typedSum(budget, 'MDL') : Money.zero('MDL'));
      const sum = await besideItsField(read, 'budget');
      const vote = { ...input, townHallId: office.body.id, lang: reading.lang, budget: sum, options };
      await this.preparing.prepare(vote, reading.person());
      return seeOther(reading.href(`/town-hall/${id}/budget-votes#votes`));
    };
    return form.submit(reading, work, (again) => this.atHall(reading, office, again));
  }

  @Post(`${HALL}/:vote/withdrawal`)
  async withdraw(
    @Read() reading: Reading,
    @Param() where: { body: string; vote: string },
    @FormOf(NothingRequest) form: Form,
  ): Promise<Page | Redirect> {
    const office = await this.offices.mustBe(reading, 'town-hall', where.body);
    const work = async () => {
      await this.preparing.withdraw((await this.own(office, where.vote)).id, reading.person());
      return seeOther(reading.href(`/town-hall/${where.body}/budget-votes#votes`));
    };
    return form.submit(reading, work, (again) => this.atHall(reading, office, again));
  }

  /** An open vote is to be stopped: the association is asked, and voting goes on meanwhile. */
  @Post(`${HALL}/:vote/voidings`)
  async askStop(
    @Read() reading: Reading,
    @Param() where: { body: string; vote: string },
    @FormOf(VoidingForm) form: Form<VoidingForm>,
  ): Promise<Page | Redirect> {
    const office = await this.offices.mustBe(reading, 'town-hall', where.body);
    const work = async ({ id, reason }: VoidingForm) => {
      await this.voiding.ask({ id, reason, voteId: (await this.own(office, where.vote)).id }, reading.person());
      return seeOther(reading.href(`/town-hall/${where.body}/budget-votes#votes`));
    };
    return form.submit(reading, work, (again) => this.atHall(reading, office, again));
  }

  @Post(`${HALL}/:vote/voidings/:asked/withdrawal`)
  async takeBackStop(
    @Read() reading: Reading,
    @Param() where: { body: string; asked: string },
    @FormOf(NothingRequest) form: Form,
  ): Promise<Page | Redirect> {
    const office = await this.offices.mustBe(reading, 'town-hall', where.body);
    const work = async () => {
      await this.voiding.decline(idOf(where.asked), '', reading.person());
      return seeOther(reading.href(`/town-hall/${where.body}/budget-votes#votes`));
    };
    return form.submit(reading, work, (again) => this.atHall(reading, office, again));
  }

  /** A winner becomes a project: from here on it is written like any other. */
  @Post(`${HALL}/:vote/winners/:code`)
  async begin(
    @Read() reading: Reading,
    @Param() where: { body: string; vote: string; code: string },
    @FormOf(BeginForm) form: Form<BeginForm>,
  ): Promise<Page | Redirect> {
    const office = await this.offices.mustBe(reading, 'town-hall', where.body);
    const work = async ({ id }: BeginForm) => {
      await this.winners.begin((await this.own(office, where.vote)).id, where.code, id, reading.person());
      return seeOther(reading.href(`/town-hall/${where.body}/projects/${id}`));
    };
    return form.submit(reading, work, (again) => this.atHall(reading, office, again));
  }

  @Get(ASSOCIATION)
  async association(@Read() reading: Reading, @Param('body') id: string): Promise<Page> {
    return this.atAssociation(reading, await this.offices.mustBe(reading, 'association', id), Form.blank());
  }

  @Post(`${ASSOCIATION}/:vote/answer`)
  async answer(
    @Read() reading: Reading,
    @Param() where: { body: string; vote: string },
    @FormOf(SecondForm) form: Form<SecondForm>,
  ): Promise<Page | Redirect> {
    const office = await this.offices.mustBe(reading, 'association', where.body);
    const work = async ({ then, reason = '' }: SecondForm) => {
      const { id } = await this.own(office, where.vote);
      await (then === 'give'
        ? this.preparing.agree(id, reading.person())
        : this.preparing.refuse(id, reason, reading.person()));
      return seeOther(reading.href(`/association/${where.body}/budget-votes#votes`));
    };
    return form.submit(reading, work, (again) => this.atAssociation(reading, office, again));
  }

  @Post(`${ASSOCIATION}/:vote/voidings/:asked/answer`)
  async answerStop(
    @Read() reading: Reading,
    @Param() where: { body: string; asked: string },
    @FormOf(SecondForm) form: Form<SecondForm>,
  ): Promise<Page | Redirect> {
    const office = await this.offices.mustBe(reading, 'association', where.body);
    const work = async ({ then, reason = '' }: SecondForm) => {
      const [id, by] = [idOf(where.asked), reading.person()];
      await (then === 'give' ? this.voiding.agree(id, by) : this.voiding.decline(id, reason, by));
      return seeOther(reading.href(`/association/${where.body}/budget-votes#votes`));
    };
    return form.submit(reading, work, (again) => this.atAssociation(reading, office, again));
  }

  private async atHall(reading: Reading, office: Office, form: Form): Promise<Page> {
    const [votes, options] = await Promise.all([
      this.votes.ofBody(office.body.id),
      this.options.ofTown(office.body.placeCode, { state: 'ready' }),
    ]);
    const counted = votes.filter(({ state }) => state === 'closed');
    const won = await Promise.all(counted.map(async ({ id }) => [id, await this.results.winners(id)] as const));
    const asked = await this.asked(votes);
    return preparePage(reading, { office, votes, options, form, asked, winners: new Map(won) });
  }

  private async atAssociation(reading: Reading, office: Office, form: Form): Promise<Page> {
    const votes = await this.votes.ofBody(office.body.id);
    const ready = await this.options.ofTown(office.body.placeCode);
    return agreePage(reading, { office, votes, options: ready, form, asked: await this.asked(votes) });
  }

  /** A town has one open vote at most. */
  private async asked(votes: readonly BudgetVote[]): Promise<VoidingAsked | null> {
    const open = votes.find(({ state }) => state === 'open');
    return open ? this.votes.voiding(open.id) : null;
  }

  private async own({ body }: Office, vote: string): Promise<BudgetVote> {
    const found = isId(vote) ? (await this.votes.ofBody(body.id)).find(({ id }) => id === vote) : undefined;
    if (!found) throw refuse('not-found', 'not-found', 'Not its vote.');
    return found;
  }
}

function idOf(text: string): ApprovalId {
  if (!isId(text)) throw refuse('not-found', 'not-found', 'Nothing like it is asked for.');
  return text as string as ApprovalId;
}
