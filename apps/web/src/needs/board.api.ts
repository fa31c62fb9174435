import { Body, Controller, Delete, Get, HttpCode, Param, Put, Query, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { refuse } from '#libs/kernel/src/index.js';
import {
  AnswersService,
  BoardQueries,
  BoardService,
  HidingService,
  MergesService,
  OffersService,
  OptionsQueries,
  OptionsService,
  type TownNeed,
  type TownOption,
} from '#libs/needs/src/index.js';
import { OperatorGuard } from '../bank/operator.guard.js';
import { PublicPage, Read } from '../edge/decorators.js';
import { type ListPage, listById } from '../edge/page.js';
import { PageQuery } from '../edge/paging.js';
import type { Reading } from '../edge/reading.js';
import { typedSum } from '../edge/typed-sum.js';
import { PlaceParams } from '../places/places.api.js';
import {
  NeedAnswerParams,
  NeedAnswerRequest,
  SameNeedRequest,
  NeedHidingRequest,
  NeedInTownParams,
  TownNeedParams,
  HelpParams,
  HelpRequest,
  TownOptionParams,
  TownOptionRequest,
  TownNeedRequest,
} from './board.requests.js';

/** A town's board for programs: what its people need, who supports it, what the town hall answers. No person is named. */
@ApiTags('needs')
@Controller('/api/v1')
export class BoardApi {
  constructor(
    private readonly board: BoardService,
    private readonly queries: BoardQueries,
    private readonly answers: AnswersService,
    private readonly merges: MergesService,
    private readonly offers: OffersService,
    private readonly options: OptionsService,
    private readonly priced: OptionsQueries,
    private readonly hiding: HidingService,
  ) {}

  /** What stands on a town's board, the newest first; what was found to be the same is counted together. */
  @Get('/places/:code/needs')
  @PublicPage()
  async list(@Param() { code }: PlaceParams, @Query() { after, limit }: PageQuery): Promise<ListPage<TownNeed>> {
    return listById(await this.queries.newest(code, { after, limit: limit + 1 }), limit);
  }

  /** One need with those that were found to be the same. */
  @Get('/town-needs/:id')
  @PublicPage()
  async find(@Param() { id }: TownNeedParams): Promise<TownNeed & { readonly same: readonly TownNeed[] }> {
    const found = await this.queries.find(id);
    if (!found) throw refuse('not-found', 'not-found', 'No such need.');
    return { ...found.need, same: found.same };
  }

  /** A neighbour puts a need on the board and supports it. Sent twice, it is one. */
  @ApiBearerAuth()
  @Put('/places/:code/needs/:needId')
  async propose(
    @Read() reading: Reading,
    @Param() { code, needId }: NeedInTownParams,
    @Body() { lang = reading.lang, ...need }: TownNeedRequest,
  ): Promise<void> {
    await this.board.propose({ ...need, lang, id: needId, placeCode: code }, reading.person());
  }

  /** Supports a need as a neighbour of its town. */
  @ApiBearerAuth()
  @Put('/town-needs/:id/support')
  async support(@Read() reading: Reading, @Param() { id }: TownNeedParams): Promise<void> {
    await this.board.support(id, reading.person());
  }

  /** Supports it no more. */
  @ApiBearerAuth()
  @Delete('/town-needs/:id/support')
  async unsupport(@Read() reading: Reading, @Param() { id }: TownNeedParams): Promise<void> {
    await this.board.unsupport(id, reading.person());
  }

  /** Offers help for a need: time, skill, material or money. */
  @ApiBearerAuth()
  @Put('/town-needs/:id/offers/:offerId')
  async offer(
    @Read() reading: Reading,
    @Param() { id, offerId }: HelpParams,
    @Body() { lang = reading.lang, amount, ...help }: HelpRequest,
  ): Promise<void> {
    const amountMinor = amount ? typedSum(amount, 'MDL').minor : null;
    await this.offers.offer({ ...help, amountMinor, lang, id: offerId, needId: id }, reading.person());
  }

  /** The town hall answers; the last answer counts, all are kept. */
  @ApiBearerAuth()
  @Put('/town-needs/:id/answers/:answerId')
  async answer(
    @Read() reading: Reading,
    @Param() { id, answerId }: NeedAnswerParams,
    @Body() { lang = reading.lang, ...answer }: NeedAnswerRequest,
  ): Promise<void> {
    await this.answers.answer({ ...answer, lang, id: answerId, needId: id }, reading.person());
  }

  /** Town hall or association say that a need is the same as another. */
  @ApiBearerAuth()
  @Put('/town-needs/:id/same')
  async merge(
    @Read() reading: Reading,
    @Param() { id }: TownNeedParams,
    @Body() { into }: SameNeedRequest,
  ): Promise<void> {
    await this.merges.merge(id, into, reading.person());
  }

  /** It is another one after all. */
  @ApiBearerAuth()
  @Delete('/town-needs/:id/same')
  async part(@Read() reading: Reading, @Param() { id }: TownNeedParams): Promise<void> {
    await this.merges.undo(id, reading.person());
  }

  /** The operator hides a need with the help offered for it, or shows it again; the reason is public. */
  @ApiBearerAuth()
  @UseGuards(OperatorGuard)
  @Put('/town-needs/:id/hiding')
  @HttpCode(204)
  async hide(
    @Read() reading: Reading,
    @Param() { id }: TownNeedParams,
    @Body() body: NeedHidingRequest,
  ): Promise<void> {
    await this.hiding.judge(id, body, reading.person());
  }

  /** The town hall's options with a price, the newest first. */
  @Get('/places/:code/options')
  @PublicPage()
  async priceList(@Param() { code }: PlaceParams, @Query() { after, limit }: PageQuery): Promise<ListPage<TownOption>> {
    return listById(await this.priced.ofTown(code, { after, limit: limit + 1 }), limit);
  }

  /** The town hall makes of needs an option with a price. Sent twice, it is one. */
  @ApiBearerAuth()
  @Put('/places/:code/options/:optionId')
  async price(
    @Read() reading: Reading,
    @Param() { code, optionId }: TownOptionParams,
    @Body() { lang = reading.lang, cost, ...option }: TownOptionRequest,
  ): Promise<void> {
    const sum = typedSum(cost, 'MDL', 'cost');
    await this.options.make({ ...option, lang, cost: sum, id: optionId, placeCode: code }, reading.person());
  }
}
