import { Injectable } from '@nestjs/common';
import { placeName, PlacesQueries } from '#libs/hometowns/src/index.js';
import { type CallId, MatchingQueries } from '#libs/matching/src/index.js';
import type { Reading } from '../edge/reading.js';
import { daysWords, limitWords, placesWords, ruleWords } from '../matching/call-words.js';
import type { Facts } from './bank-facts.service.js';

/** What is signed of a sponsor's call: its whole rule. */
@Injectable()
export class MatchingFacts {
  constructor(
    private readonly calls: MatchingQueries,
    private readonly places: PlacesQueries,
  ) {}

  /** Of one call. */
  async of(reading: Reading, id: CallId): Promise<{ href: string | null; facts: Facts }> {
    const call = await this.calls.call(id);
    if (!call) return { href: null, facts: [] };
    const found = await Promise.all(call.places.map((code) => this.places.byCode(code)));
    const names = new Map(found.flatMap((place) => (place ? [[place.code, placeName(reading.lang, place)] as const] : [])));
    const facts: Facts = [
      ['sponsor', call.sponsor],
      ['matching-rule', ruleWords(reading, call)],
      ['matching-limits', limitWords(reading, call).join(' ')],
      ['matching-places', placesWords(reading, call, names)],
      ['matching-days', daysWords(reading, call)],
    ];
    return { href: `/operator/calls/${id}`, facts };
  }
} // prettier-ignore
