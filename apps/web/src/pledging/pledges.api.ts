import { Body, Controller, Delete, Get, Param, Post, Put, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { GiftMoneyQueries } from '#libs/books/src/index.js';
import { currencyOf, Money, type PledgeId } from '#libs/kernel/src/index.js';
import {
  GivingService,
  PledgesQueries,
  type Pool,
  PoolsQueries,
  PromisesService,
  PublicWordsService,
} from '#libs/pledges/src/index.js';
import { Limit, PublicPage, Read } from '../edge/decorators.js';
import { Answer, type ListPage, listPage } from '../edge/page.js';
import { PageQuery } from '../edge/paging.js';
import type { Reading } from '../edge/reading.js';
import { accessOf } from './gift.access.js';
import { giftPaths, otherCardPaths } from './paths.js';
import { placesJson, pledgeJson } from './pledges.json.js';
import {
  ChoiceRequest,
  type MoneyRequest,
  PledgeAccessQuery,
  PledgeOfProjectParams,
  PledgeParams,
  PledgeRequest,
  type PoolRequest,
  PublicWordsRequest,
  QuoteQuery,
} from './pledges.requests.js';

/** Giving, and what a donor can do with a gift. */
@ApiTags('giving')
@Controller('/api/v1')
export class PledgesApi {
  constructor(
    private readonly giving: GivingService,
    private readonly promises: PromisesService,
    private readonly pledges: PledgesQueries,
    private readonly words: PublicWordsService,
    private readonly places: GiftMoneyQueries,
    private readonly pools: PoolsQueries,
  ) {}

  /** What a gift by card would cost and bring at the rate of the day. */
  @Get('/quote')
  @PublicPage()
  quote(@Query() { amount, currency, coverFee }: QuoteQuery): Promise<object> {
    return this.giving.quote({ amount: moneyOf({ amount, currency }), coverFee: coverFee === 'yes' });
  }

  /** Gives. The caller chooses the id, so that a repeat is the same gift. A gift by card is paid at `payUrl`. */
  @Put('/projects/:id/pledges/:pledgeId')
  @Limit({ name: 'give', points: 60, seconds: 600 })
  async give(
    @Read() reading: Reading,
    @Param() { id: projectId, pledgeId }: PledgeOfProjectParams,
    @Body() { amount, coverFee = false, follow = false, lang = reading.lang, pool, ...said }: PledgeRequest,
  ): Promise<Answer> {
    const given = { ...said, id: pledgeId, projectId, amount: moneyOf(amount), coverFee, follow, lang };
    const give = { ...given, pool: pool && poolOf(pool) };
    const pledge = await this.giving.give({ ...give, paths: giftPaths(lang) });
    const payUrl = pledge.state === 'started' ? await this.giving.payUrl(pledge, giftPaths(lang)) : null;
    return new Answer({ ...pledgeJson(pledge), payUrl }, 201);
  }

  /**
   * A gift of mine, by the link of its letters or signed in. `parts`: of several people's gift what each has in it; `money`: where its
   * lei are, which add up to it.
   */
  @Get('/pledges/:id')
  async find(
    @Read() reading: Reading,
    @Param() { id }: PledgeParams,
    @Query() query: PledgeAccessQuery,
  ): Promise<object> {
    const pledge = await this.promises.find(id, accessOf(reading, query));
    const [parts, places] = await Promise.all([this.pools.of(pledge), this.places.of([id])]);
    return { ...pledgeJson(pledge), parts, money: placesJson(places.get(id)!) };
  }

  /** Withdraws a promise while the campaign is open. */
  @Delete('/pledges/:id')
  async withdraw(
    @Read() reading: Reading,
    @Param() { id }: PledgeParams,
    @Query() query: PledgeAccessQuery,
  ): Promise<void> {
    await this.promises.withdraw(id, accessOf(reading, query));
  }

  /**
   * Writes what stands beside my gift in public: a name (left out: anonymous) and a dedication. What is taken away is gone at
   * once, what is new shows once an operator has read it.
   */
  @Put('/pledges/:id/public-words')
  async changeWords(
    @Read() reading: Reading,
    @Param() { id }: PledgeParams,
    @Query() query: PledgeAccessQuery,
    @Body() said: PublicWordsRequest,
  ): Promise<void> {
    await this.words.change(await this.promises.find(id, accessOf(reading, query)), said);
  }

  /** Another choice of what becomes of my gift when not everything is raised: until the campaign closes. */
  @Put('/pledges/:id/shortfall')
  async choose(
    @Read() reading: Reading,
    @Param() { id }: PledgeParams,
    @Query() query: PledgeAccessQuery,
    @Body() { shortfall }: ChoiceRequest,
  ): Promise<void> {
    await this.promises.choose(id, accessOf(reading, query), shortfall);
  }

  /** A page to save another card for a promise, or to pay one that was declined. */
  @Post('/pledges/:id/card')
  async card(
    @Read() reading: Reading,
    @Param() { id }: PledgeParams,
    @Query() query: PledgeAccessQuery,
  ): Promise<object> {
    const access = accessOf(reading, query);
    const { state, lang } = await this.promises.find(id, access);
    const open =
      state === 'declined' ? this.promises.repair.bind(this.promises) : this.promises.replaceCard.bind(this.promises);
    return {
      payUrl: await open(
        id,
        access,
        otherCardPaths(lang, query.token ? `?token=${encodeURIComponent(query.token)}` : ''),
      ),
    };
  }

  /** My gifts and where the money of each is, newest first. */
  @ApiBearerAuth()
  @Get('/me/pledges')
  async mine(@Read() reading: Reading, @Query() { after, limit }: PageQuery): Promise<ListPage<object>> {
    const rows = await this.pledges.ofPerson(reading.person(), { before: after as PledgeId, limit: limit + 1 });
    const places = await this.places.of(rows.map(({ id }) => id));
    return listPage(rows, limit, {
      keyOf: ({ id }) => id,
      show: (pledge) => ({ ...pledgeJson(pledge), money: placesJson(places.get(pledge.id)!) }),
    });
  }
}

/** Reads an amount that was sent. Throws `currency-unknown`, `amount-format`. */
export function moneyOf({ amount, currency }: MoneyRequest): Money {
  return Money.parse(amount, currencyOf(currency));
}

function poolOf({ name, members }: PoolRequest): Pool {
  const people = members.map(({ name: who = null, amount, public: shown = false }) => ({
    ...{ name: who, public: shown },
    amount: amount ? moneyOf(amount) : null,
  }));
  return { name, members: people };
}
