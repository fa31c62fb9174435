import { Injectable } from '@nestjs/common';
import type { Approval } from '#libs/approvals/src/index.js';
import { placeName, PlacesQueries } from '#libs/hometowns/src/index.js';
import { PersonsService } from '#libs/identity/src/index.js';
import { type TwinFace, type TwinsId, TwinsQueries } from '#libs/neighbours/src/index.js';
import type { Reading } from '../edge/reading.js';
import type { Facts } from './bank-facts.service.js';

/** What is signed about two neighbours who may be one person; the operator alone sees their addresses. */
@Injectable()
export class TwinsFacts {
  constructor(
    private readonly twins: TwinsQueries,
    private readonly places: PlacesQueries,
    private readonly persons: PersonsService,
  ) {}

  /** Of one pair. */
  async of(reading: Reading, { subject, payload }: Approval): Promise<{ href: null; facts: Facts }> {
    const pair = await this.twins.find(subject.split(':')[1] as TwinsId);
    if (!pair) return { href: null, facts: [] };
    const { say, lang } = reading;
    const cards = await this.persons.cards([pair.first.personId, pair.later.personId]);
    const email = ({ personId }: TwinFace) => cards.find(({ id }) => id === personId)?.email;
    const place = await this.places.byCode(pair.placeCode);
    const facts: Facts = [
      ['twins-decision', say(`twins.decision.${String(payload.decision)}`)],
      ['place', place && placeName(lang, place)],
      ['twins-reasons', pair.reasons.map((reason) => say(`twins.reason.${reason}`)).join(', ')],
      ['twins-first', faceIn(reading, pair.first, email(pair.first))],
      ['twins-later', faceIn(reading, pair.later, email(pair.later))],
      ['reason', String(payload.reason)],
      ['twins-objection', pair.objection],
    ];
    return { href: null, facts };
  }
}

function faceIn({ say, date }: Reading, { name, roll, part, since }: TwinFace, email?: string | null): string {
  return [name ?? say('twins.no-name'), email, say(`twins.roll.${roll}`), part, date(since)]
    .filter(Boolean)
    .join(' · ');
}
