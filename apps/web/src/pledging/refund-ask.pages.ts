import { Controller, Get, Param, Post } from '@nestjs/common';
import { GiftDisputesQueries, PromisesService, RefundRequestsService } from '#libs/pledges/src/index.js';
import { NothingRequest } from '../account/sign-in.requests.js';
import { FormOf, Limit, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { type Page, type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { ProjectFaces } from '../projects/project.faces.js';
import { amountOf, besideItsField } from './chosen-sum.js';
import { accessOf, pledgeId, tokenQuery } from './gift.access.js';
import { RefundAskForm } from './refund-ask.requests.js';
import { refundAskPage } from './refund-ask.view.js';

/** Asking a gift back: for its donor, by the signed link of its letters or signed in. */
@Controller('/:lang(^ro|ru|en$)/gift/:id/refund')
export class RefundAskPages {
  constructor(
    private readonly promises: PromisesService,
    private readonly requests: RefundRequestsService,
    private readonly disputes: GiftDisputesQueries,
    private readonly faces: ProjectFaces,
  ) {}

  @Get()
  async show(@Read() reading: Reading, @Param('id') id: string): Promise<Page> {
    return this.asking(reading, id, Form.blank());
  }

  @Post()
  @Limit({ name: 'refund-ask', points: 20, seconds: 600 })
  ask(
    @Read() reading: Reading,
    @Param('id') id: string,
    @FormOf(RefundAskForm) form: Form<RefundAskForm>,
  ): Promise<Page | Redirect> {
    const work = async ({ id: requestId, amount, why, iban, holder }: RefundAskForm) => {
      const { currency } = await this.promises.find(pledgeId(id), accessOf(reading));
      const sum = amount ? amountOf({ amount }, currency) : null;
      const account = iban || holder ? { iban: iban ?? '', holder: holder ?? '' } : null;
      const asked = { id: requestId, pledgeId: pledgeId(id), amount: sum, why: why ?? null, account };
      await besideItsField(() => this.requests.ask(asked, accessOf(reading)), 'amount');
      return seeOther(reading.href(`/gift/${id}${tokenQuery(reading)}`));
    };
    return form.submit(reading, work, (again) => this.asking(reading, id, again));
  }

  @Post('/withdraw')
  withdraw(
    @Read() reading: Reading,
    @Param('id') id: string,
    @FormOf(NothingRequest) form: Form,
  ): Promise<Page | Redirect> {
    const work = async () => {
      await this.requests.withdraw(pledgeId(id), accessOf(reading));
      return seeOther(reading.href(`/gift/${id}${tokenQuery(reading)}`));
    };
    return form.submit(reading, work, (again) => this.asking(reading, id, again));
  }

  private async asking(reading: Reading, id: string, form: Form): Promise<Page> {
    const pledge = await this.promises.find(pledgeId(id), accessOf(reading));
    const [possible, request, disputed, face] = await Promise.all([
      this.requests.possible(pledge),
      this.requests.of(pledge.id),
      this.disputes.isDisputed(pledge.id),
      this.faces.of(pledge.projectId),
    ]);
    return refundAskPage(reading, pledge, { possible, request, disputed, face, form, query: tokenQuery(reading) });
  }
}
