import { Body, Controller, Delete, Get, Param, Post, Put, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { FundAccess, FundsQueries, type PlanId, PlansService } from '#libs/funds/src/index.js';
import { PublicWordsService } from '#libs/pledges/src/index.js';
import { Limit, Read } from '../edge/decorators.js';
import { type ListPage, listPage } from '../edge/page.js';
import { PageQuery } from '../edge/paging.js';
import type { Reading } from '../edge/reading.js';
import { accessOf, tokenQuery } from '../pledging/gift.access.js';
import { moneyOf } from '../pledging/pledges.api.js';
import { PledgeAccessQuery, PublicWordsRequest } from '../pledging/pledges.requests.js';
import { planPaths } from './fund.paths.js';
import { fundGiftJson, planJson, type PlanJson } from './funds.json.js';
import { PlanMonthParams, PlanParams, PlanStateRequest, PlanSumRequest } from './funds.requests.js';

/** What a giver can do with a monthly gift: by the link of its letters, or signed in. */
@ApiTags('funds')
@Controller('/api/v1')
export class PlansApi {
  constructor(
    private readonly plans: PlansService,
    private readonly funds: FundsQueries,
    private readonly access: FundAccess,
    private readonly words: PublicWordsService,
  ) {}

  /** My monthly gifts, newest first. */
  @ApiBearerAuth()
  @Get('/me/monthly-gifts')
  async mine(@Read() reading: Reading, @Query() { after, limit }: PageQuery): Promise<ListPage<PlanJson>> {
    const rows = await this.funds.plansOf(reading.person(), { before: after as PlanId, limit: limit + 1 });
    return listPage(rows, limit, { keyOf: ({ id }) => id, show: planJson });
  }

  /** A monthly gift of mine, with its months. */
  @Get('/monthly-gifts/:id')
  async find(
    @Read() reading: Reading,
    @Param() { id }: PlanParams,
    @Query() query: PledgeAccessQuery,
  ): Promise<object> {
    const plan = await this.access.plan(id, accessOf(reading, query));
    return { ...planJson(plan), months: (await this.funds.monthsOf(id)).map(fundGiftJson) };
  }

  /** Pauses it, or goes on. */
  @Put('/monthly-gifts/:id/state')
  async rest(
    @Read() reading: Reading,
    @Param() { id }: PlanParams,
    @Query() query: PledgeAccessQuery,
    @Body() { state }: PlanStateRequest,
  ): Promise<void> {
    const access = accessOf(reading, query);
    await (state === 'paused' ? this.plans.pause(id, access) : this.plans.resume(id, access));
  }

  /** Another sum from the next month on, in the same currency. */
  @Put('/monthly-gifts/:id/amount')
  async change(
    @Read() reading: Reading,
    @Param() { id }: PlanParams,
    @Query() query: PledgeAccessQuery,
    @Body() { amount, coverFee = false }: PlanSumRequest,
  ): Promise<void> {
    await this.plans.changeSum(id, accessOf(reading, query), { amount: moneyOf(amount), coverFee });
  }

  /** Writes what stands in public beside every month of it; as for a gift made once. */
  @Put('/monthly-gifts/:id/public-words')
  async changeWords(
    @Read() reading: Reading,
    @Param() { id }: PlanParams,
    @Query() query: PledgeAccessQuery,
    @Body() said: PublicWordsRequest,
  ): Promise<void> {
    await this.words.change(await this.access.plan(id, accessOf(reading, query)), said);
  }

  /** Stops it: nothing is charged any more and the card is forgotten. */
  @Delete('/monthly-gifts/:id')
  async stop(@Read() reading: Reading, @Param() { id }: PlanParams, @Query() query: PledgeAccessQuery): Promise<void> {
    await this.plans.stop(id, accessOf(reading, query));
  }

  /** A page to save another card; a month that was declined is then charged with it. */
  @Post('/monthly-gifts/:id/card')
  @Limit({ name: 'give', points: 60, seconds: 600 })
  async card(
    @Read() reading: Reading,
    @Param() { id }: PlanParams,
    @Query() query: PledgeAccessQuery,
  ): Promise<object> {
    return { payUrl: await this.plans.newCard(id, accessOf(reading, query), pathsOf(reading, id)) };
  }

  /** A page to pay a month that the bank declined, for seven days. */
  @Post('/monthly-gifts/:id/months/:giftId/payment')
  @Limit({ name: 'give', points: 60, seconds: 600 })
  async month(
    @Read() reading: Reading,
    @Param() { id, giftId }: PlanMonthParams,
    @Query() query: PledgeAccessQuery,
  ): Promise<object> {
    const paths = pathsOf(reading, id);
    return { payUrl: await this.plans.payMonth(id, accessOf(reading, query), { giftId, paths }) };
  }
}

function pathsOf(reading: Reading, id: PlanId) {
  return planPaths(reading.lang, id, tokenQuery(reading));
}
