import { Controller, Get, UseGuards } from '@nestjs/common';
import { type FundGiftId, FundsQueries, NeedsQueries } from '#libs/funds/src/index.js';
import { PlacesQueries } from '#libs/hometowns/src/index.js';
import { OperatorGuard } from '../bank/operator.guard.js';
import { Read } from '../edge/decorators.js';
import { listById, type Page } from '../edge/page.js';
import { idIn } from '../edge/paging.js';
import type { Reading } from '../edge/reading.js';
import { placeLine } from '../finding/place-line.js';
import { fundsPage } from './funds.view.js';

const ROWS = 50;

/** Towns' funds at the operator's desk: what was asked of them, who gives every month, every gift. */
@UseGuards(OperatorGuard)
@Controller('/:lang(^ro|ru|en$)/operator/funds')
export class FundsDeskPages {
  constructor(
    private readonly funds: FundsQueries,
    private readonly needs: NeedsQueries,
    private readonly places: PlacesQueries,
  ) {}

  @Get()
  async show(@Read() reading: Reading): Promise<Page> {
    const after = idIn(reading.query) as FundGiftId | undefined;
    const [needs, plans, found] = await Promise.all([
      this.needs.list({ limit: ROWS }),
      this.funds.newestPlans(ROWS),
      this.funds.newestGifts(ROWS + 1, after),
    ]);
    const { items: gifts, next } = listById(found, ROWS);
    const codes = [...new Set([...needs, ...plans, ...gifts].map(({ placeCode }) => placeCode))];
    const named = await Promise.all(codes.map(async (code) => [code, await this.places.byCode(code)] as const));
    const names = new Map(named.map(([code, place]) => [code, place ? placeLine(reading, place) : code]));
    return fundsPage(reading, { needs, plans, gifts, next, placeOf: (code) => names.get(code) ?? code });
  }
}
