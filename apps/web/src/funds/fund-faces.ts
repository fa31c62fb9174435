import { Injectable } from '@nestjs/common';
import { FundsQueries, type FundTotals } from '#libs/funds/src/index.js';
import { BodiesQueries, type Body, type PlaceFound, PlacesQueries } from '#libs/hometowns/src/index.js';
import { type Money, refuse } from '#libs/kernel/src/index.js';

/** A town's fund as pages show it. */
export interface FundFace {
  readonly place: PlaceFound;
  /** Who answers for it; null while its town hall is not here: then there is no fund to give to. */
  readonly hall: Body | null;
  readonly totals: FundTotals;
  /** The fund of the whole commune or town, where the place is a part of one: the same town hall answers for both. */
  readonly whole: { readonly place: PlaceFound; readonly held: Money } | null;
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
    return { place, hall, totals, whole: await this.whole(place, hall), path: `/t/${place.slug}/fund` };
  }

  private async whole({ code }: PlaceFound, hall: Body | null): Promise<FundFace['whole']> {
    if (!hall || hall.placeCode === code) return null;
    const [place, { held }] = await Promise.all([
      this.places.byCode(hall.placeCode),
      this.funds.totals(hall.placeCode),
    ]);
    return place && { place, held };
  }
}
