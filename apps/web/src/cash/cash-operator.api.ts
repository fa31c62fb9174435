import { Body, Controller, Get, Param, Post, Query, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { CashQueries, CoversService, type Deposit, DepositsService } from '#libs/cash/src/index.js';
import type { ApprovalId } from '#libs/kernel/src/index.js';
import { BankLineParams } from '../bank/bank.requests.js';
import { OperatorGuard } from '../bank/operator.guard.js';
import { CommandId, Read } from '../edge/decorators.js';
import { Answer, listById, type ListPage } from '../edge/page.js';
import { PageQuery } from '../edge/paging.js';
import type { Reading } from '../edge/reading.js';
import { DepositOfLineRequest, DepositParams, ReceiptsRequest } from './cash.requests.js';

/** Deposits of cash as the operator meets them in the statement. */
@ApiTags('cash')
@ApiBearerAuth()
@UseGuards(OperatorGuard)
@Controller('/api/v1')
export class CashOperatorApi {
  constructor(
    private readonly cash: CashQueries,
    private readonly deposits: DepositsService,
    private readonly covers: CoversService,
  ) {}

  /** Deposits that have not been counted, the oldest first. */
  @Get('/operator/cash-deposits')
  async open(@Query() { after, limit }: PageQuery): Promise<ListPage<Deposit>> {
    return listById(await this.cash.openDeposits({ after, limit: limit + 1 }), limit);
  }

  /** Says that a line of the statement is a deposit: it counts when the sums are equal, else waits for what is missing. */
  @Post('/bank/lines/:id/deposit')
  async attach(
    @Read() reading: Reading,
    @Param() { id }: BankLineParams,
    @Body() { depositId }: DepositOfLineRequest,
  ): Promise<object> {
    return { state: await this.deposits.attach(id, depositId, reading.person()) };
  }

  /** The sum at the bank is another: says which receipts it covers, and asks the association. */
  @Post('/cash-deposits/:id/cover')
  async cover(
    @Read() reading: Reading,
    @CommandId() approvalId: ApprovalId,
    @Param() { id }: DepositParams,
    @Body() { receiptIds }: ReceiptsRequest,
  ): Promise<Answer> {
    await this.covers.ask({ approvalId, depositId: id, receiptIds }, reading.person());
    return new Answer({ approvalId }, 201);
  }
}
