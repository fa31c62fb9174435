import { Controller, Get, Param, Post, UseGuards } from '@nestjs/common';
import { type FundGiftId, FundRefundsService } from '#libs/funds/src/index.js';
import { PlacesQueries } from '#libs/hometowns/src/index.js';
import { isId, refuse } from '#libs/kernel/src/index.js';
import { DeskQueries, GiftDisputesQueries, GiftRefundsService, ReturnOrdersService } from '#libs/pledges/src/index.js';
import { OperatorGuard } from '../bank/operator.guard.js';
import { FormOf, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { type Page, type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { typedSum } from '../edge/typed-sum.js';
import { placeLine } from '../finding/place-line.js';
import { fundGiftDeskPage } from './fund-gifts.view.js';
import { RefundForm, RetryForm, ReturnOrderForm } from './operator.requests.js';
import { SignedThings } from './signed.service.js';

/** One gift to a town's fund: what is to go back of it. */
@UseGuards(OperatorGuard)
@Controller('/:lang(^ro|ru|en$)/operator/fund-gifts/:id')
export class FundGiftDeskPages {
  constructor(
    private readonly desk: DeskQueries,
    private readonly returns: ReturnOrdersService,
    private readonly refunds: FundRefundsService,
    private readonly tries: GiftRefundsService,
    private readonly disputes: GiftDisputesQueries,
    private readonly things: SignedThings,
    private readonly places: PlacesQueries,
  ) {}

  @Get()
  gift(@Read() reading: Reading, @Param('id') id: string): Promise<Page> {
    return this.shown(reading, id, {});
  }

  @Post()
  ask(
    @Read() reading: Reading,
    @Param('id') id: string,
    @FormOf(RefundForm) form: Form<RefundForm>,
  ): Promise<Page | Redirect> {
    const work = async ({ id: approvalId, amount, reason }: RefundForm) => {
      const gift = await this.refunds.find(mustBeId(id), reading.person());
      const sum = amount ? typedSum(amount, gift.currency) : null;
      await this.refunds.ask({ approvalId, giftId: gift.id, amount: sum, reason }, reading.person());
      return seeOther(reading.href('/operator?done=asked'));
    };
    return form.submit(reading, work, (again) => this.shown(reading, id, { refund: again }));
  }

  /** Tries the card again. */
  @Post('/again')
  again(
    @Read() reading: Reading,
    @Param('id') id: string,
    @FormOf(RetryForm) form: Form<RetryForm>,
  ): Promise<Page | Redirect> {
    const work = async ({ refundId }: RetryForm) => {
      await this.tries.retry(refundId, reading.person());
      return seeOther(reading.href(`/operator/fund-gifts/${mustBeId(id)}`));
    };
    return form.submit(reading, work, (refused) => this.shown(reading, id, { refund: refused }));
  }

  /** Orders from the bank what the card did not take back. */
  @Post('/order')
  order(
    @Read() reading: Reading,
    @Param('id') id: string,
    @FormOf(ReturnOrderForm) form: Form<ReturnOrderForm>,
  ): Promise<Page | Redirect> {
    const work = async ({ id: approvalId, ...order }: ReturnOrderForm) => {
      await this.returns.ask({ approvalId, ...order }, reading.person());
      return seeOther(reading.href('/operator?done=asked'));
    };
    return form.submit(reading, work, (again) => this.shown(reading, id, { order: again }));
  }

  private async shown(reading: Reading, id: string, forms: { refund?: Form; order?: Form }): Promise<Page> {
    const gift = await this.refunds.find(mustBeId(id), reading.person());
    const [place, refunds, waits, disputed] = await Promise.all([
      this.places.byCode(gift.placeCode),
      this.desk.refundsOf(gift.id),
      this.things.waiting(gift.owner),
      this.disputes.isDisputed(gift.id),
    ]);
    const { refund = Form.blank(), order = Form.blank() } = forms;
    return fundGiftDeskPage(
      reading,
      { gift, place: placeLine(reading, place!), refunds, waits, disputed },
      { refund, order },
    );
  }
}

function mustBeId(id: string): FundGiftId {
  if (!isId(id)) throw refuse('not-found', 'not-found', 'No such gift.');
  return id as FundGiftId;
}
