import { Controller, Get, Param, Post } from '@nestjs/common';
import {
  FundAccess,
  type FundGift,
  FundsQueries,
  type Plan,
  type PlanId,
  PlansService,
} from '#libs/funds/src/index.js';
import { isId, refuse } from '#libs/kernel/src/index.js';
import { PublicWordsService, type WordsToRead } from '#libs/pledges/src/index.js';
import { NothingRequest } from '../account/sign-in.requests.js';
import { FormOf, Limit, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { type Page, type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { typedSum } from '../edge/typed-sum.js';
import { besideItsField } from '../pledging/chosen-sum.js';
import { accessOf, tokenQuery } from '../pledging/gift.access.js';
import { dedicationOf, PublicWordsForm } from '../pledging/give.requests.js';
import { formOfWords, publicWordsPage } from '../pledging/public-words.view.js';
import { payPath } from '../pledging/paths.js';
import { type FundFace, FundFaces } from './fund-faces.js';
import { planPaths } from './fund.paths.js';
import { PlanMonthForm, PlanSumForm } from './funds.requests.js';
import { planPage, stopPlanPage } from './plan.view.js';

/** A monthly gift for whoever gives it: by the link of its letters, or signed in. For everybody else it does not exist. */
@Controller('/:lang(^ro|ru|en$)/monthly/:id')
export class PlanPages {
  constructor(
    private readonly access: FundAccess,
    private readonly plans: PlansService,
    private readonly funds: FundsQueries,
    private readonly faces: FundFaces,
    private readonly publicWords: PublicWordsService,
  ) {}

  @Get()
  show(@Read() reading: Reading, @Param('id') id: string): Promise<Page> {
    return this.shown(reading, id, Form.blank());
  }

  @Post('/pause')
  pause(
    @Read() reading: Reading,
    @Param('id') id: string,
    @FormOf(NothingRequest) form: Form,
  ): Promise<Page | Redirect> {
    // prettier-ignore
    return this.act(reading, id, form, (plan) => this.plans.pause(plan, accessOf(reading)));
  }

  @Post('/resume')
  resume(
    @Read() reading: Reading,
    @Param('id') id: string,
    @FormOf(NothingRequest) form: Form,
  ): Promise<Page | Redirect> {
    // prettier-ignore
    return this.act(reading, id, form, (plan) => this.plans.resume(plan, accessOf(reading)));
  }

  @Get('/stop')
  stopping(@Read() reading: Reading, @Param('id') id: string): Promise<Page> {
    return this.askStop(reading, id, Form.blank());
  }

  @Post('/stop')
  stop(
    @Read() reading: Reading,
    @Param('id') id: string,
    @FormOf(NothingRequest) form: Form,
  ): Promise<Page | Redirect> {
    // prettier-ignore
    const work = async () => {
      await this.plans.stop(planId(id), accessOf(reading));
      return seeOther(reading.href(`/monthly/${id}${tokenQuery(reading)}`));
    };
    return form.submit(reading, work, (again) => this.askStop(reading, id, again));
  }

  @Post('/sum')
  sum(
    @Read() reading: Reading,
    @Param('id') id: string,
    @FormOf(PlanSumForm) form: Form<PlanSumForm>,
  ): Promise<Page | Redirect> {
    // prettier-ignore
    return this.act(reading, id, form, async (planId, { sum, cover }) => {
      const { currency } = await this.access.plan(planId, accessOf(reading));
      const amount = typedSum(sum, currency, 'sum');
      const change = { amount, coverFee: cover === 'yes' };
      await besideItsField(() => this.plans.changeSum(planId, accessOf(reading), change), 'sum');
    });
  }

  /** To the page that takes another card. */
  @Post('/card')
  @Limit({ name: 'give', points: 60, seconds: 600 })
  card(
    @Read() reading: Reading,
    @Param('id') id: string,
    @FormOf(NothingRequest) form: Form,
  ): Promise<Page | Redirect> {
    // prettier-ignore
    return this.act(reading, id, form, (plan) =>
      payPath(reading, () => this.plans.newCard(plan, accessOf(reading), pathsOf(reading, plan))),
    );
  }

  /** To the page on which a month that was declined is paid. */
  @Post('/month')
  @Limit({ name: 'give', points: 60, seconds: 600 })
  month(
    @Read() reading: Reading,
    @Param('id') id: string,
    @FormOf(PlanMonthForm) form: Form<PlanMonthForm>,
  ): Promise<Page | Redirect> {
    // prettier-ignore
    return this.act(reading, id, form, (plan, { giftId }) =>
      payPath(reading, () => this.plans.payMonth(plan, accessOf(reading), { giftId, paths: pathsOf(reading, plan) })),
    );
  }

  /** What stands in public beside every month of it. */
  @Get('/words')
  async words(@Read() reading: Reading, @Param('id') id: string): Promise<Page> {
    const plan = await this.access.plan(planId(id), accessOf(reading));
    return wordingOf(reading, plan, formOfWords(await this.publicWords.of(plan.id)));
  }

  @Post('/words')
  async changeWords(
    @Read() reading: Reading,
    @Param('id') id: string,
    @FormOf(PublicWordsForm) form: Form<PublicWordsForm>,
  ): Promise<Page | Redirect> {
    const plan = await this.access.plan(planId(id), accessOf(reading));
    const work = async ({ publicName, dedication }: PublicWordsForm) => {
      await this.publicWords.change(plan, { publicName, dedication: dedicationOf(dedication) });
      return seeOther(reading.href(`/monthly/${id}${tokenQuery(reading)}`));
    };
    return form.submit(reading, work, (again) => Promise.resolve(wordingOf(reading, plan, again)));
  }

  private act<Input extends object>(
    reading: Reading,
    id: string,
    form: Form<Input>,
    work: (plan: PlanId, input: Input) => Promise<string | void>,
  ): Promise<Page | Redirect> {
    const done = async (input: Input) =>
      seeOther((await work(planId(id), input)) ?? reading.href(`/monthly/${id}${tokenQuery(reading)}`));
    return form.submit(reading, done, (again) => this.shown(reading, id, again));
  }

  private async askStop(reading: Reading, id: string, form: Form): Promise<Page> {
    const plan = await this.access.plan(planId(id), accessOf(reading));
    return stopPlanPage(reading, plan, { form, query: tokenQuery(reading) });
  }

  private async shown(reading: Reading, id: string, form: Form): Promise<Page> {
    const plan: Plan = await this.access.plan(planId(id), accessOf(reading));
    const [face, months, words]: [FundFace, FundGift[], WordsToRead | null] = await Promise.all([
      this.faces.byCode(plan.placeCode),
      this.funds.monthsOf(plan.id),
      this.publicWords.of(plan.id),
    ]);
    return planPage(reading, plan, { face, months, words, form, query: tokenQuery(reading) });
  }
}

function planId(id: string): PlanId {
  if (isId(id)) return id as PlanId;
  throw refuse('not-found', 'plan-unknown', 'No such monthly gift.');
}

function wordingOf(reading: Reading, { id, ref }: Plan, form: Form): Page {
  return publicWordsPage(reading, { ref, path: `/monthly/${id}`, query: tokenQuery(reading) }, form);
}

function pathsOf(reading: Reading, id: PlanId) {
  return planPaths(reading.lang, id, tokenQuery(reading));
}
