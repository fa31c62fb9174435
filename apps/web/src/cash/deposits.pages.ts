import { Controller, Get, Param, Post } from '@nestjs/common';
import { BankService } from '#libs/banking/src/index.js';
import { CashQueries, type Receipt, DepositsService } from '#libs/cash/src/index.js';
import { NothingRequest } from '../account/sign-in.requests.js';
import { FormOf, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { type Page, type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { CashDesk, type CashSeat } from './cash-desk.service.js';
import { DepositForm } from './cash.requests.js';
import { depositCancelPage, depositFormPage, depositPage, mayCancel } from './deposit.view.js';

const AT = '/:lang(^ro|ru|en$)/association/:body/cash/deposits';
type Where = Readonly<Record<'body' | 'deposit', string>>;

/** Cash on its way to the bank: the slip with its code, and what became of it. */
@Controller()
export class CashDepositPages {
  constructor(
    private readonly desk: CashDesk,
    private readonly cash: CashQueries,
    private readonly deposits: DepositsService,
    private readonly bank: BankService,
  ) {}

  @Get(`${AT}/new`)
  async blank(@Read() reading: Reading, @Param('body') body: string): Promise<Page> {
    const seat = await this.desk.seat(reading, body);
    const receipts = await this.free(seat);
    const first = receipts[0]?.cashierId;
    // What one cashier has goes together; that is what he means.
    const chosen = receipts.filter(({ cashierId }) => cashierId === (seat.own?.id ?? first)).map(({ id }) => id);
    return depositFormPage(reading, { seat, receipts, form: Form.blank({ 'receipts[]': chosen }) });
  }

  @Post(`${AT}/new`)
  async make(
    @Read() reading: Reading,
    @Param('body') body: string,
    @FormOf(DepositForm) form: Form<DepositForm>,
  ): Promise<Page | Redirect> {
    const seat = await this.desk.seat(reading, body);
    const work = async ({ id, receipts = [] }: DepositForm) => {
      const made = { id, associationId: seat.office.body.id, receiptIds: receipts };
      await this.deposits.make(made, reading.person());
      return seeOther(reading.href(`/association/${body}/cash/deposits/${id}`));
    };
    return form.submit(reading, work, async (again) =>
      depositFormPage(reading, { seat, receipts: await this.free(seat), form: again }),
    );
  }

  @Get(`${AT}/:deposit`)
  async show(@Read() reading: Reading, @Param() where: Where): Promise<Page> {
    const seat = await this.desk.seat(reading, where.body);
    const deposit = await this.desk.deposit(seat, where.deposit);
    const [receipts, covered, accounts] = await Promise.all([
      this.cash.receiptsOf(deposit.id),
      deposit.coverWish ? this.cash.covered(deposit.coverWish) : [],
      this.bank.accounts(),
    ]);
    const account = accounts.find(({ currency }) => currency === 'MDL') ?? null;
    return depositPage(reading, { seat, deposit, receipts, covered, account });
  }

  @Get(`${AT}/:deposit/cancel`)
  async cancelling(@Read() reading: Reading, @Param() where: Where): Promise<Page | Redirect> {
    const seat = await this.desk.seat(reading, where.body);
    const deposit = await this.desk.deposit(seat, where.deposit);
    if (!mayCancel(deposit)) return seeOther(reading.href(`/association/${where.body}/cash/deposits/${deposit.id}`));
    return depositCancelPage(reading, seat, deposit, Form.blank());
  }

  @Post(`${AT}/:deposit/cancel`)
  async cancel(
    @Read() reading: Reading,
    @Param() where: Where,
    @FormOf(NothingRequest) form: Form,
  ): Promise<Page | Redirect> {
    const seat = await this.desk.seat(reading, where.body);
    const deposit = await this.desk.deposit(seat, where.deposit);
    const work = async () => {
      await this.deposits.cancel(deposit.id, reading.person());
      return seeOther(reading.href(`/association/${where.body}/cash`));
    };
    return form.submit(reading, work, (again) => depositCancelPage(reading, seat, deposit, again));
  }

  private async free({ office, officer, own }: CashSeat): Promise<Receipt[]> {
    const open = await this.cash.open(office.body.id);
    return open.filter((one) => one.state === 'signed' && !one.depositId && !one.voidWish && (officer || one.cashierId === own?.id)); // prettier-ignore
  }
}
