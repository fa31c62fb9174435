import { Controller, Get, Param, Post, UseGuards } from '@nestjs/common';
import { PlacesQueries } from '#libs/hometowns/src/index.js';
import { isId, refuse } from '#libs/kernel/src/index.js';
import {
  BoardQueries,
  HidingQueries,
  HidingService,
  type TownNeedId,
  type WrittenNeed,
} from '#libs/needs/src/index.js';
import { OperatorGuard } from '../bank/operator.guard.js';
import { FormOf, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { listById, type Page, type Redirect, seeOther } from '../edge/page.js';
import { idIn } from '../edge/paging.js';
import type { Reading } from '../edge/reading.js';
import { boardsPage, judgePage, type PlacedNeed } from './boards.view.js';
import { NeedHidingForm } from './needs.requests.js';

const SHOWN = 20;

/** The operator's room for what people write on boards: what breaks their rules is hidden. */
@UseGuards(OperatorGuard)
@Controller('/:lang(^ro|ru|en$)/operator/boards')
export class BoardsPages {
  constructor(
    private readonly queries: HidingQueries,
    private readonly hiding: HidingService,
    private readonly board: BoardQueries,
    private readonly places: PlacesQueries,
  ) {}

  @Get()
  async show(@Read() reading: Reading): Promise<Page> {
    const before = (idIn(reading.query) ?? null) as TownNeedId | null;
    const { items, next } = listById(await this.queries.newest({ before, limit: SHOWN + 1 }), SHOWN);
    const needs = await Promise.all(items.map((need) => this.placed(need)));
    return boardsPage(reading, { needs, next });
  }

  @Get('/:id')
  async one(@Read() reading: Reading, @Param('id') id: string): Promise<Page> {
    const need = await this.mustFind(id);
    return judgePage(reading, { need, offers: await this.board.offersFor(need.id) }, Form.blank());
  }

  @Post('/:id')
  async judge(
    @Read() reading: Reading,
    @Param('id') id: string,
    @FormOf(NeedHidingForm) form: Form<NeedHidingForm>,
  ): Promise<Page | Redirect> {
    const need = await this.mustFind(id);
    const work = async ({ hidden, reason }: NeedHidingForm) => {
      await this.hiding.judge(need.id, { hidden: hidden === 'yes', reason }, reading.person());
      return seeOther(reading.href('/operator/boards?done=saved'));
    };
    return form.submit(reading, work, async (again) => judgePage(reading, { need, offers: await this.board.offersFor(need.id) }, again)); // prettier-ignore
  }

  private async mustFind(id: string): Promise<PlacedNeed> {
    const need = isId(id) ? await this.queries.find(id as string as TownNeedId) : null;
    if (!need) throw refuse('not-found', 'not-found', 'No such need.');
    return this.placed(need);
  }

  private async placed(need: WrittenNeed): Promise<PlacedNeed> {
    return { ...need, place: (await this.places.byCode(need.placeCode))! };
  }
}
