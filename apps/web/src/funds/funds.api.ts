import { Body, Controller, Get, Param, Put, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { type FundMoney, FundMoneyQueries, StatementQueries } from '#libs/books/src/index.js';
import {
  FundAccess,
  type FundGiftId,
  FundGivingService,
  FundsQueries,
  type FundTotals,
} from '#libs/funds/src/index.js';
import { PublicWordsService } from '#libs/pledges/src/index.js';
import { Limit, PublicPage, Read } from '../edge/decorators.js';
import { Answer, ListPage, listPage } from '../edge/page.js';
import { EntriesPageQuery, PageQuery } from '../edge/paging.js';
import type { Reading } from '../edge/reading.js';
import { PlaceParams } from '../places/places.api.js';
import { accessOf } from '../pledging/gift.access.js';
import { moneyOf } from '../pledging/pledges.api.js';
import { PledgeAccessQuery, PublicWordsRequest } from '../pledging/pledges.requests.js';
import { GiftsQuery } from '../projects/projects.requests.js';
import { FundFaces } from './fund-faces.js';
import { fundGiftPaths } from './fund.paths.js';
import { fundGiftJson, type FundGiftJson, planJson, publicFundGiftJson } from './funds.json.js';
import { FundGiftOfPlaceParams, FundGiftParams, FundGiftRequest, FundOnceRequest, PlanOfPlaceParams } from './funds.requests.js'; // prettier-ignore

/** Towns' funds: what is in them, and giving to them. */
@ApiTags('funds')
@Controller('/api/v1')
export class FundsApi {
  constructor(
    private readonly faces: FundFaces,
    private readonly funds: FundsQueries,
    private readonly giving: FundGivingService,
    private readonly access: FundAccess,
    private readonly statements: StatementQueries,
    private readonly money: FundMoneyQueries,
    private readonly words: PublicWordsService,
  ) {}

  /** What came to a town's fund, from how many people, and what is there now. */
  @Get('/places/:code/fund')
  @PublicPage()
  async fund(@Param() { code }: PlaceParams): Promise<FundTotals> {
    return (await this.faces.byCode(code)).totals;
  }

  /** Every entry of a town's fund with its running balance, in the order of the books. */
  @Get('/places/:code/fund/entries')
  @PublicPage()
  async entries(@Param() { code }: PlaceParams, @Query() query: EntriesPageQuery): Promise<ListPage<object>> {
    const { place } = await this.faces.byCode(code);
    const { lines, next } = await this.statements.ofTown(place.code, query);
    return new ListPage(lines, next);
  }

  /** Gifts to a town's fund that stand, as their donors want them seen, the newest first. */
  @Get('/places/:code/fund/gifts')
  @PublicPage()
  async gifts(@Param() { code }: PlaceParams, @Query() { after, limit }: GiftsQuery): Promise<ListPage<object>> {
    const { place } = await this.faces.byCode(code);
    const rows = await this.funds.recent(place.code, { after, limit: limit + 1 });
    return listPage(rows, limit, { keyOf: ({ key }) => key, show: publicFundGiftJson });
  }

  /** Gives once. The caller chooses the id, so that a repeat is the same gift. It is paid at `payUrl`. */
  @Put('/places/:code/fund/gifts/:giftId')
  @Limit({ name: 'give', points: 60, seconds: 600 })
  async give(
    @Read() reading: Reading,
    @Param() { code, giftId }: FundGiftOfPlaceParams,
    @Body() { amount, coverFee = false, lang = reading.lang, fromProjectId, ...rest }: FundOnceRequest,
  ): Promise<Answer> {
    const { place } = await this.faces.byCode(code);
    const paths = fundGiftPaths(lang, place.slug);
    const said = { ...rest, placeCode: place.code, amount: moneyOf(amount), coverFee, lang, paths };
    const gift = await this.giving.give({ ...said, id: giftId, fromProjectId });
    const payUrl = gift.state === 'started' ? await this.giving.payUrl(gift.id, paths) : null;
    return new Answer({ ...fundGiftJson(gift), payUrl }, 201);
  }

  /** Gives every month. The first month is charged when the card is saved at `payUrl`. */
  @Put('/places/:code/fund/monthly-gifts/:planId')
  @Limit({ name: 'give', points: 60, seconds: 600 })
  async begin(
    @Read() reading: Reading,
    @Param() { code, planId }: PlanOfPlaceParams,
    @Body() { amount, coverFee = false, lang = reading.lang, ...rest }: FundGiftRequest,
  ): Promise<Answer> {
    const { place } = await this.faces.byCode(code);
    const paths = fundGiftPaths(lang, place.slug);
    const said = { ...rest, placeCode: place.code, amount: moneyOf(amount), coverFee, lang, paths };
    const plan = await this.giving.begin({ ...said, id: planId });
    const payUrl = plan.state === 'started' ? await this.giving.saveUrl(plan.id, paths) : null;
    return new Answer({ ...planJson(plan), payUrl }, 201);
  }

  /** A gift of mine to a fund and where its money is: by the link of its letters, or signed in. */
  @Get('/fund-gifts/:id')
  async gift(
    @Read() reading: Reading,
    @Param() { id }: FundGiftParams,
    @Query() query: PledgeAccessQuery,
  ): Promise<FundGiftJson & { readonly places: FundMoney }> {
    const gift = await this.access.gift(id, accessOf(reading, query));
    return { ...fundGiftJson(gift), places: await this.money.of(gift.id) };
  }

  /**
   * Writes what stands beside my gift in public: a name (left out: anonymous) and a dedication. What is taken away is gone at
   * once, what is new shows once an operator has read it. A month of a monthly gift shows what stands beside all of them.
   */
  @Put('/fund-gifts/:id/public-words')
  async changeWords(
    @Read() reading: Reading,
    @Param() { id }: FundGiftParams,
    @Query() query: PledgeAccessQuery,
    @Body() said: PublicWordsRequest,
  ): Promise<void> {
    const { planId, personId } = await this.access.gift(id, accessOf(reading, query));
    await this.words.change({ id: planId ?? id, personId }, said);
  }

  /** My gifts to funds, newest first: those made once, and each month of the monthly ones. */
  @ApiBearerAuth()
  @Get('/me/fund-gifts')
  async mine(@Read() reading: Reading, @Query() { after, limit }: PageQuery): Promise<ListPage<FundGiftJson>> {
    const rows = await this.funds.giftsOf(reading.person(), { before: after as FundGiftId, limit: limit + 1 });
    return listPage(rows, limit, { keyOf: ({ id }) => id, show: fundGiftJson });
  }
}
