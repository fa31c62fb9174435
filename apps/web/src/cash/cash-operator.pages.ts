import { Controller, Get, Param, Post, UseGuards } from '@nestjs/common';
import { CashQueries, type Deposit, type DepositId, DepositsService } from '#libs/cash/src/index.js';
import { BodiesQueries } from '#libs/hometowns/src/index.js';
import { isId, refuse } from '#libs/kernel/src/index.js';
import { OperatorGuard } from '../bank/operator.guard.js';
import { FormOf, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { type Page, type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { CoverForm } from './cash.requests.js';
import { cashListPage, coverPage } from './operator.view.js';

const AT = '/:lang(^ro|ru|en$)/operator/cash';
const ROWS = 50;

/** Cash on its way to the operator's account, and what to do when another sum came. */
@UseGuards(OperatorGuard)
@Controller(AT)
export class CashOperatorPages {
  constructor(
    private readonly cash: CashQueries,
    private readonly deposits: DepositsService,
    private readonly bodies: BodiesQueries,
  ) {}

  @Get()
  async list(@Read() reading: Reading): Promise<Page> {
    const after = reading.query.get('after');
    const deposits = await this.cash.openDeposits({ limit: ROWS + 1, ...(isId(after) && { after }) });
    const due = await this.cash.due(0);
    const ids = [...deposits, ...due].map(({ associationId }) => associationId);
    const bodies = await Promise.all([...new Set(ids)].map((id) => this.bodies.find(id)));
    const next = deposits.length > ROWS ? deposits[ROWS - 1]!.id : null;
    return cashListPage(reading, { deposits: deposits.slice(0, ROWS), due, bodies: bodies.filter((one) => one !== null), next }); // prettier-ignore
  }

  @Get('/:deposit')
  async show(@Read() reading: Reading, @Param('deposit') id: string): Promise<Page> {
    return this.page(reading, await this.mustFind(id), null);
  }

  @Post('/:deposit/cover')
  async cover(
    @Read() reading: Reading,
    @Param('deposit') id: string,
    @FormOf(CoverForm) form: Form<CoverForm>,
  ): Promise<Page | Redirect> {
    const deposit = await this.mustFind(id);
    const work = async ({ id: approvalId, receipts = [] }: CoverForm) => {
      await this.deposits.askCover({ approvalId, depositId: deposit.id, receiptIds: receipts }, reading.person());
      return seeOther(reading.href(`/operator/cash/${id}`));
    };
    return form.submit(reading, work, (again) => this.page(reading, deposit, again));
  }

  private async page(reading: Reading, deposit: Deposit, sent: Form | null): Promise<Page> {
    const [on, open, cashiers, body] = await Promise.all([
      this.cash.receiptsOf(deposit.id),
      this.cash.open(deposit.associationId),
      this.cash.cashiers(deposit.associationId),
      this.bodies.find(deposit.associationId),
    ]);
    const free = open.filter((one) => one.state === 'signed' && one.cashierId === deposit.cashierId && !one.depositId);
    const form = sent ?? Form.blank({ 'receipts[]': on.map((one) => one.id) });
    return coverPage(reading, { deposit, receipts: [...on, ...free], cashiers, body: body!, form });
  }

  private async mustFind(id: string): Promise<Deposit> {
    const deposit = isId(id) ? await this.cash.deposit(id as DepositId) : null;
    if (!deposit) throw refuse('not-found', 'not-found', 'No such deposit.');
    return deposit;
  }
}
