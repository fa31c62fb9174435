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
import type { Access } from '#libs/pledges/src/index.js';
import { NothingRequest } from '../account/sign-in.requests.js';
import { FormOf, Limit, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { type Page, type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { typedSum } from '../edge/typed-sum.js';
import { besideItsField } from '../pledging/chosen-sum.js';
import { payPath } from '../pledging/paths.js';
import { FundFaces } from './fund-faces.js';
import { planPaths } from './fund.paths.js';
import { PlanMonthForm, PlanSumForm } from './funds.requests.js';
import { planPage } from './plan.view.js';

/** A monthly gift for whoever gives it: by the link of its letters, or signed in. For everybody else it does not exist. */
@Controller('/:lang(^ro|ru|en$)/monthly/:id')
export class PlanPages {
  constructor(
    private readonly access: FundAccess,
    private readonly plans: PlansService,
    private readonly funds: FundsQueries,
    private readonly faces: FundFaces,
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

  @Post('/stop')
  stop(
    @Read() reading: Reading,
    @Param('id') id: string,
    @FormOf(NothingRequest) form: Form,
  ): Promise<Page | Redirect> {
    // prettier-ignore
    return this.act(reading, id, form, (plan) => this.plans.stop(plan, accessOf(reading)));
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

  private async shown(reading: Reading, id: string, form: Form): Promise<Page> {
    const plan: Plan = await this.access.plan(planId(id), accessOf(reading));
    const [face, months]: [Awaited<ReturnType<FundFaces['byCode']>>, FundGift[]] = await Promise.all([
      this.faces.byCode(plan.placeCode),
      this.funds.monthsOf(plan.id),
    ]);
    return planPage(reading, plan, { face, months, form, query: tokenQuery(reading) });
  }
}

function planId(id: string): PlanId {
  if (isId(id)) return id as PlanId;
  throw refuse('not-found', 'plan-unknown', 'No such monthly gift.');
}

function accessOf(reading: Reading): Access {
  const token = reading.query.get('token');
  return token ? { token } : { by: reading.person() };
}

function tokenQuery({ query }: Reading): string {
  const token = query.get('token');
  return token ? `?token=${encodeURIComponent(token)}` : '';
}

function pathsOf(reading: Reading, id: PlanId) {
  return planPaths(reading.lang, id, tokenQuery(reading));
}
