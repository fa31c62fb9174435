import { Controller, Get } from '@nestjs/common';
import { AllocationQueries } from '#libs/books/src/index.js';
import { placeName, PlacesQueries } from '#libs/hometowns/src/index.js';
import { VoiceQueries } from '#libs/voice/src/index.js';
import { PublicPage, Read } from '../edge/decorators.js';
import type { Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { placeLine } from '../finding/place-line.js';
import { allocationPage } from './allocation.view.js';

/** How many election periods are named, the latest first. */
const PERIODS = 20;

/** Who got what: by district, by need, by size of the work; and what became of all that was sent in. */
@Controller()
export class AllocationPages {
  constructor(
    private readonly allocation: AllocationQueries,
    private readonly places: PlacesQueries,
    private readonly voice: VoiceQueries,
  ) {}

  @Get('/:lang(^ro|ru|en$)/allocation')
  @PublicPage()
  async show(@Read() reading: Reading): Promise<Page> {
    const [{ asOf, projects }, intake, equity, districts, periods] = await Promise.all([
      this.allocation.all(),
      this.allocation.intake(),
      this.allocation.equity(),
      this.places.districts(),
      this.voice.periods({ limit: PERIODS }),
    ]);
    const names = new Map(districts.map((place) => [place.code, placeName(reading.lang, place)]));
    const where = await Promise.all(
      periods.map(async ({ placeCode }) => {
        const place = placeCode && (await this.places.byCode(placeCode));
        return place ? placeLine(reading, place) : null;
      }),
    );
    const neutral = periods.map((period, index) => ({ ...period, place: where[index] ?? null }));
    return allocationPage(reading, { asOf, projects, intake, equity, names, neutral });
  }
}
