import { Controller, Get } from '@nestjs/common';
import { AllocationQueries } from '#libs/books/src/index.js';
import { placeName, PlacesQueries } from '#libs/hometowns/src/index.js';
import { PublicPage, Read } from '../edge/decorators.js';
import type { Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { allocationPage } from './allocation.view.js';

/** Who got what: by district, by need, by size of the work; and what became of all that was sent in. */
@Controller()
export class AllocationPages {
  constructor(
    private readonly allocation: AllocationQueries,
    private readonly places: PlacesQueries,
  ) {}

  @Get('/:lang(^ro|ru|en$)/allocation')
  @PublicPage()
  async show(@Read() reading: Reading): Promise<Page> {
    const [{ asOf, projects }, intake, districts] = await Promise.all([
      this.allocation.all(),
      this.allocation.intake(),
      this.places.districts(),
    ]);
    const names = new Map(districts.map((place) => [place.code, placeName(reading.lang, place)]));
    return allocationPage(reading, { asOf, projects, intake, names });
  }
}
