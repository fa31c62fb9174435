import { Controller, Get, Param, Post, UseGuards } from '@nestjs/common';
import { CashQueries, CoversService, type Deposit, type DepositId } from '#libs/cash/src/index.js';
import { BodiesQueries } from '#libs/hometowns/src/index.js';
import { isId, refuse } from '#libs/kernel/src/index.js';
import { OperatorGuard } from '../bank/operator.guard.js';
import { FormOf, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { listById, type Page, type Redirect, seeOther } from '../edge/page.js';
import { idIn } from '../edge/paging.js';
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
    private readonly covers: CoversService,
    private readonly bodies: BodiesQueries,
  ) {}

  @Get()
  async list(@Read() reading: Reading): Promise<Page> {
    const found = await this.cash.openDeposits({ limit: ROWS + 1, after: idIn(reading.query) });
    const { items: deposits, next } = listById(found, ROWS);
    const due = await this.cash.due(0);
    const ids = [...deposits, ...due].map(({ associationId }) => associationId);
    const bodies = await this.bodies.findAll([...new Set(ids)]);
    return cashListPage(reading, { deposits, due, bodies, next }); // prettier-ignore
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
      await this.covers.ask({ approvalId, depositId: deposit.id, receiptIds: receipts }, reading.person());
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
