import { Injectable } from '@nestjs/common';
import { PlacesQueries } from '#libs/hometowns/src/index.js';
import { type CivilDate, isId, type Money, parseCivilDate, refuseFields } from '#libs/kernel/src/index.js';
import type { CallId, EnterCall, FiguresId, Reserve } from '#libs/matching/src/index.js';
import { typedSum } from '../edge/typed-sum.js';
import type { CallRequest } from './matching.requests.js';

/** Reads a call as it was typed: sums, days, and towns by the names in the addresses of their pages. */
@Injectable()
export class CallEntry {
  constructor(private readonly places: PlacesQueries) {}

  /** Throws fields: what sums throw, `date`, `call-place`, `call-reserve`, `call-figures`. */
  async read(id: CallId, typed: CallRequest): Promise<EnterCall> {
    const { sponsor, num, den, perDonor, perProject, minDonors, places, sectors, opensOn, closesOn } = typed;
    return {
      ...{ id, sponsor, num: Number(num), den: Number(den) },
      perDonor: someSum(perDonor, 'perDonor'),
      perProject: someSum(perProject, 'perProject'),
      minDonors: minDonors?.trim() ? Number(minDonors) : null,
      places: await this.codesOf(places ?? ''),
      sectors: sectors ?? [],
      opensOn: dayOf(opensOn, 'opensOn'),
      closesOn: dayOf(closesOn, 'closesOn'),
      reserve: reserveOf(typed),
    };
  }

  private async codesOf(typed: string): Promise<string[]> {
    const names = typed.split(/[,\s]+/).filter(Boolean);
    const found = await Promise.all(names.map((name) => this.places.bySlug(name.toLowerCase())));
    return found.map((place) => {
      if (!place) throw refuseFields({ pointer: '/places', code: 'call-place' });
      return place.code;
    });
  }
}

/** The equity reserve; none where no share of the pool was typed. */
function reserveOf({ reserve, figuresId, line, lineSource, reserveUntil }: CallRequest): Reserve | null {
  if (!reserve?.trim()) return null;
  const percent = /^(\d{1,3})(?:[.,](\d{1,2}))?\s*%?$/.exec(reserve.trim());
  if (!percent) throw refuseFields({ pointer: '/reserve', code: 'call-reserve' });
  if (!isId(figuresId)) throw refuseFields({ pointer: '/figuresId', code: 'call-figures' });
  return {
    bp: Number(percent[1]) * 100 + Number((percent[2] ?? '').padEnd(2, '0')),
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
