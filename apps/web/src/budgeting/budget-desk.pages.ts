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
import { type ApprovalId, DomainError, type FieldRefusal, isId, Money, refuse, refuseFields, wrongIn } from '#libs/kernel/src/index.js'; // prettier-ignore
import { OptionsQueries } from '#libs/needs/src/index.js';
import { NothingRequest } from '../account/sign-in.requests.js';
import { FormOf, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { mustBeId } from '../edge/ids.js';
import { type Page, type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { typedSum } from '../edge/typed-sum.js';
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
      // Nothing typed, and what cannot be read, is told together with what else is wrong.
      const wrong = budget ? wrongIn(() => typedSum(budget, 'MDL', 'budget')) : [];
      const sum = budget && wrong.length === 0 ? typedSum(budget, 'MDL') : Money.zero('MDL');
      const vote = { ...input, townHallId: office.body.id, lang: reading.lang, budget: sum, options };
      await this.preparing.prepare(vote, reading.person()).catch((error: unknown) => {
        throw error instanceof DomainError ? withFields(error, wrong) : error;
      });
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
      await this.voiding.decline(mustBeId<ApprovalId>(where.asked), '', reading.person());
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
      const [id, by] = [mustBeId<ApprovalId>(where.asked), reading.person()];
      await (then === 'give' ? this.voiding.agree(id, by) : this.voiding.decline(id, reason, by));
      return seeOther(reading.href(`/association/${where.body}/budget-votes#votes`));
    };
    return form.submit(reading, work, (again) => this.atAssociation(reading, office, again));
  }

  private async atHall(reading: Reading, office: Office, form: Form): Promise<Page> {
    const [votes, options] = await Promise.all([
      this.votes.ofBody(office.body.id),
      this.options.ofTown(office.body.placeCode),
    ]);
    const counted = votes.filter(({ state }) => state === 'closed');
    const won = await Promise.all(counted.map(async ({ id }) => [id, await this.results.winners(id)] as const));
    const asked = await this.asked(votes);
    return preparePage(reading, { office, votes, options, form, asked, winners: new Map(won) });
  }

  private async atAssociation(reading: Reading, office: Office, form: Form): Promise<Page> {
    const votes = await this.votes.ofBody(office.body.id);
    const options = await this.options.ofTown(office.body.placeCode, { all: true });
    return agreePage(reading, { office, votes, options, form, asked: await this.asked(votes) });
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

/** A refusal with what could not be read in place of what was refused for it. */
function withFields(error: DomainError, wrong: readonly FieldRefusal[]): DomainError {
  const [first, ...rest] = [
    ...wrong,
    ...error.fields.filter(({ pointer }) => !wrong.some((one) => one.pointer === pointer)),
  ];
  return wrong.length > 0 && first ? refuseFields(first, ...rest) : error;
}
