import { Injectable } from '@nestjs/common';
import { type PlaceFound, type PlaceRow, PlacesQueries, seatOf } from '#libs/hometowns/src/index.js';
import {
  type CivilDate,
  isId,
  type Money,
  parseCivilDate,
  refuseFields,
  refuseWrong,
  wrongIn,
} from '#libs/kernel/src/index.js';
import type { CallId, EnterCall, FiguresId, Reserve } from '#libs/matching/src/index.js';
import { typedShare } from '../edge/typed-share.js';
import { typedSum } from '../edge/typed-sum.js';
import type { CallRequest } from './matching.requests.js';

/** So many towns one call names at most, and so many one name brings. */
const CHOSEN_MAX = 100;
const FOUND_MAX = 12;

/** A town to choose, and its villages of another name by which it was found. */
export interface TownFound {
  readonly place: PlaceFound;
  readonly by: readonly PlaceRow[];
}

/** Reads a call as it was typed: sums, days, and the towns that were chosen. */
@Injectable()
export class CallEntry {
  constructor(private readonly places: PlacesQueries) {}

  /** Throws all fields that are wrong at once: what sums throw, `date`, `call-place`, `call-reserve`, `call-figures`. */
  async read(id: CallId, typed: CallRequest): Promise<EnterCall> {
    const { sponsor, num, den, perDonor, perProject, minDonors, places, sectors, opensOn, closesOn } = typed;
    const found = await Promise.all([...new Set(places)].map((name) => this.places.bySlug(name)));
    refuseWrong([
      ...wrongIn(() => someSum(perDonor, 'perDonor')),
      ...wrongIn(() => someSum(perProject, 'perProject')),
      found.includes(null) && { pointer: '/places', code: 'call-place' },
      ...wrongIn(() => dayOf(opensOn, 'opensOn')),
      ...wrongIn(() => dayOf(closesOn, 'closesOn')),
      ...wrongIn(() => reserveOf(typed)),
    ]);
    return {
      ...{ id, sponsor, num: Number(num), den: Number(den) },
      perDonor: someSum(perDonor, 'perDonor'),
      perProject: someSum(perProject, 'perProject'),
      minDonors: minDonors?.trim() ? Number(minDonors) : null,
      places: found.map((place) => place!.code),
      sectors: sectors ?? [],
      opensOn: dayOf(opensOn, 'opensOn'),
      closesOn: dayOf(closesOn, 'closesOn'),
      reserve: reserveOf(typed),
    };
  }

  /** The towns to choose from: those that are chosen already, then those that the name brings; of a village its commune. */
  async towns(chosen: readonly string[], name: string): Promise<TownFound[]> {
    const known = await Promise.all(chosen.slice(0, CHOSEN_MAX).map((slug) => this.places.bySlug(slug)));
    const found = name.trim() ? await this.places.search(name.trim(), FOUND_MAX) : [];
    const seats = found.map((place) => seatOf(place) ?? place);
    const towns = await Promise.all(seats.map(({ code }) => this.places.byCode(code)));
    const all = [...new Map([...known, ...towns].flatMap((place) => (place ? [[place.code, place] as const] : []))).values()]; // prettier-ignore
    return all.map((place) => ({
      place,
      by: found.filter((one, n) => seats[n]!.code === place.code && one.nameRo !== place.nameRo),
    }));
  }
}

/** The equity reserve; none where no share of the pool was typed. */
function reserveOf({ reserve, figuresId, line, lineSource, reserveUntil }: CallRequest): Reserve | null {
  if (!reserve?.trim()) return null;
  const bp = typedShare(reserve);
  if (bp === null) throw refuseFields({ pointer: '/reserve', code: 'call-reserve' });
  if (!isId(figuresId)) throw refuseFields({ pointer: '/figuresId', code: 'call-figures' });
  return {
    bp,
    figuresId: figuresId as FiguresId,
    line: typedSum(line ?? '', 'MDL', 'line'),
    source: lineSource ?? '',
    until: reserveUntil?.trim() ? dayOf(reserveUntil, 'reserveUntil') : null,
  };
}

function someSum(typed: string | undefined, field: string): Money | null {
  return typed?.trim() ? typedSum(typed, 'MDL', field) : null;
}

/** A day as a person typed it. Throws the field's `date`. */
export function dayOf(typed: string, field: string): CivilDate {
  const day = parseCivilDate(typed);
  if (!day) throw refuseFields({ pointer: `/${field}`, code: 'date' });
  return day;
}
