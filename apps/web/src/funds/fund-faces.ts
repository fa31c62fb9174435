import { Injectable } from '@nestjs/common';
import { FundsQueries, type FundTotals } from '#libs/funds/src/index.js';
import { BodiesQueries, type Body, type PlaceFound, PlacesQueries } from '#libs/hometowns/src/index.js';
import { refuse } from '#libs/kernel/src/index.js';

/** A town's fund as pages show it. */
export interface FundFace {
  readonly place: PlaceFound;
  /** Who answers for it; null while its town hall is not here: then there is no fund to give to. */
  readonly hall: Body | null;
  readonly totals: FundTotals;
  /** Its page, without the language. */
  readonly path: string;
}

/** Finds funds by the address of their place. */
@Injectable()
export class FundFaces {
  constructor(
    private readonly places: PlacesQueries,
    private readonly bodies: BodiesQueries,
    private readonly funds: FundsQueries,
  ) {}

  /** Throws `place-unknown`. */
  async at(slug: string): Promise<FundFace> {
    return this.of(await this.places.bySlug(slug));
  }

  /** By the code of a place. Throws `place-unknown`. */
  async byCode(code: string): Promise<FundFace> {
    return this.of(await this.places.byCode(code));
  }

  private async of(place: PlaceFound | null): Promise<FundFace> {
    if (!place) throw refuse('not-found', 'place-unknown', 'There is no such place.');
    const [hall, totals] = await Promise.all([this.bodies.townHallOf(place.code), this.funds.totals(place.code)]);
    return { place, hall, totals, path: `/t/${place.slug}/fund` };
  }
}
