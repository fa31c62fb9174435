import { Controller, Get, Param, Post, UseGuards } from '@nestjs/common';
import { FundsQueries } from '#libs/funds/src/index.js';
import { isId, type PledgeId, refuse } from '#libs/kernel/src/index.js';
import { DisputesQueries } from '#libs/payments/src/index.js';
import {
  DeskQueries,
  GiftRefundsService,
  PledgesQueries,
  RefundRequestsService,
  ReturnOrdersService,
} from '#libs/pledges/src/index.js';
import { ProjectsQueries } from '#libs/projects/src/index.js';
import { OperatorGuard } from '../bank/operator.guard.js';
import { FormOf, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { type Page, type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { typedSum } from '../edge/typed-sum.js';
import { RefundForm, RequestRefusalForm, RetryForm, ReturnOrderForm } from './operator.requests.js';
import { giftPage, refundsPage } from './refunds.view.js';
import { SignedThings } from './signed.service.js';

/** Money back: a gift found by its reference, what is to go back of it, and the transfers that need an account. */
@UseGuards(OperatorGuard)
@Controller('/:lang(^ro|ru|en$)/operator/refunds')
export class RefundPages {
  constructor(
    private readonly desk: DeskQueries,
    private readonly pledges: PledgesQueries,
    private readonly refunds: GiftRefundsService,
    private readonly returns: ReturnOrdersService,
    private readonly things: SignedThings,
    private readonly projects: ProjectsQueries,
    private readonly disputes: DisputesQueries,
    private readonly funds: FundsQueries,
    private readonly requests: RefundRequestsService,
  ) {}

  @Get()
  async show(@Read() reading: Reading): Promise<Page | Redirect> {
    const ref = reading.query.get('ref')?.trim().slice(0, 40) ?? '';
    const found = ref ? await this.pledges.byRef(ref) : null;
    if (found) return seeOther(reading.href(`/operator/refunds/${found.id}`));
    const ofFund = ref ? await this.funds.giftByRef(ref) : null;
    if (ofFund) return seeOther(reading.href(`/operator/fund-gifts/${ofFund.id}`));
    return refundsPage(reading, { ref, waiting: await this.desk.waitingRefunds() });
  }

  @Get('/:id')
  async gift(@Read() reading: Reading, @Param('id') id: string): Promise<Page> {
    return this.shown(reading, id, {});
  }

  @Post('/:id')
  ask(
    @Read() reading: Reading,
    @Param('id') id: string,
    @FormOf(RefundForm) form: Form<RefundForm>,
  ): Promise<Page | Redirect> {
    return form.submit(
      reading,
      async ({ id: approvalId, amount, reason }) => {
        const pledge = await this.refunds.find(mustBeId(id), reading.person());
        const sum = amount ? typedSum(amount, pledge.currency) : null;
        await this.refunds.ask({ approvalId, pledgeId: pledge.id, amount: sum, reason }, reading.person());
        return seeOther(reading.href('/operator?done=asked'));
      },
      (refund) => this.shown(reading, id, { refund }),
    );
  }

  /** Orders the bank transfer of what is owed back. */
  @Post('/:id/order')
  order(
    @Read() reading: Reading,
    @Param('id') id: string,
    @FormOf(ReturnOrderForm) form: Form<ReturnOrderForm>,
  ): Promise<Page | Redirect> {
    return form.submit(
      reading,
      async ({ id: approvalId, ...order }) => {
        await this.returns.ask({ approvalId, ...order }, reading.person());
        return seeOther(reading.href('/operator?done=asked'));
      },
      (again) => this.shown(reading, id, { order: again }),
    );
  }

  /** Says no to a donor who asked, with the reason that he is told. */
  @Post('/:id/refusal')
  refuse(
    @Read() reading: Reading,
    @Param('id') id: string,
    @FormOf(RequestRefusalForm) form: Form<RequestRefusalForm>,
  ): Promise<Page | Redirect> {
    return form.submit(
      reading,
      async ({ requestId, reason }) => {
        await this.requests.refuse(requestId, reason, reading.person());
        return seeOther(reading.href('/operator?done=answered'));
      },
      (refusal) => this.shown(reading, id, { refusal }),
    );
  }

  /** Tries the card again. */
  @Post('/:id/again')
  again(
    @Read() reading: Reading,
    @Param('id') id: string,
    @FormOf(RetryForm) form: Form<RetryForm>,
  ): Promise<Page | Redirect> {
    return form.submit(
      reading,
      async ({ refundId }) => {
        await this.refunds.retry(refundId, reading.person());
        return seeOther(reading.href(`/operator/refunds/${mustBeId(id)}`));
      },
      (refused) => this.shown(reading, id, { refund: refused }),
    );
  }

  private async shown(
    reading: Reading,
    id: string,
    forms: { refund?: Form; order?: Form; refusal?: Form },
  ): Promise<Page> {
    const pledge = await this.refunds.find(mustBeId(id), reading.person());
    const owner = `pledge:${pledge.id}` as const;
    const [refunds, waits, project, disputes, warning, request, payers] = await Promise.all([
      this.desk.refundsOf(pledge.id),
      this.things.waiting(owner),
      this.projects.find(pledge.projectId),
      this.disputes.ofOwner(owner),
      this.disputes.warningOf(owner),
      this.requests.of(pledge.id),
      pledge.way === 'transfer' ? this.desk.payersOf(pledge.id) : [],
    ]);
    const names = await this.things.names(payers.flatMap(({ matchedBy }) => matchedBy ?? []));
    // What the donor asked for stands in the forms already.
    const asked = request?.state === 'waiting' ? { amount: request.amount.toString(), reason: request.why } : {};
    const { refund = Form.blank(asked), order = Form.blank(request?.account ?? {}) } = forms;
    const { refusal = Form.blank() } = forms;
    const dispute = disputes.find(({ outcome }) => outcome === null) ?? null;
    return giftPage(
      reading,
      { pledge, project: project!, refunds, waits, dispute, warning, request, payers, names },
      { refund, order, refusal },
    );
  }
}

function mustBeId(id: string): PledgeId {
  if (!isId(id)) throw refuse('not-found', 'not-found', 'No such gift.');
  return id as PledgeId;
}
