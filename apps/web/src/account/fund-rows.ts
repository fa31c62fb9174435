import { Injectable } from '@nestjs/common';
import { type FundGift, FundsQueries, type Plan } from '#libs/funds/src/index.js';
import { type PlaceFound, PlacesQueries } from '#libs/hometowns/src/index.js';
import type { PersonId } from '#libs/kernel/src/index.js';

/** What somebody gives to towns' funds. */
export interface MyFunds {
  readonly plans: readonly Plan[];
  /** Whose money came, or is on its way; those whose payment was left are not among them. */
  readonly gifts: readonly FundGift[];
  readonly places: ReadonlyMap<string, PlaceFound>;
}

/** Finds what a person gives to towns' funds. */
@Injectable()
export class FundRows {
  constructor(
    private readonly funds: FundsQueries,
    private readonly places: PlacesQueries,
  ) {}

  async of(person: PersonId): Promise<MyFunds> {
    const [plans, all] = await Promise.all([this.funds.plansOf(person), this.funds.giftsOf(person)]);
    const gifts = all.filter(({ state }) => state !== 'started' && state !== 'abandoned');
    const codes = [...new Set([...plans, ...gifts].map(({ placeCode }) => placeCode))];
    const found = await Promise.all(codes.map((code) => this.places.byCode(code)));
    return { plans, gifts, places: new Map(found.flatMap((place) => (place ? [[place.code, place] as const] : []))) };
  }
}
