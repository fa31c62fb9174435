import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type Approval, thingOf } from '#libs/approvals/src/index.js';
import { placeName, PlacesQueries } from '#libs/hometowns/src/index.js';
import { PersonsService } from '#libs/identity/src/index.js';
import { type TwinFace, type TwinsId, TwinsQueries } from '#libs/neighbours/src/index.js';
import type { Reading } from '../edge/reading.js';
import { SignedKinds, type Facts, type Signed } from './signed-kinds.js';

/** What is signed about two neighbours who may be one person; the operator alone sees their addresses. */
@Injectable()
export class TwinsFacts implements OnModuleInit {
  constructor(
    private readonly kinds: SignedKinds,
    private readonly twins: TwinsQueries,
    private readonly places: PlacesQueries,
    private readonly persons: PersonsService,
  ) {}

  onModuleInit(): void {
    this.kinds.register({ 'neighbours-twins': (reading, approval) => this.pair(reading, approval) });
  }

  private async pair(reading: Reading, approval: Approval): Promise<Signed> {
    const { payload } = approval;
    const pair = await this.twins.find(thingOf<TwinsId>(approval));
    if (!pair) return { href: null, facts: [] };
    const { say, lang } = reading;
    const cards = await this.persons.cards([pair.first.personId, pair.later.personId]);
    const email = ({ personId }: TwinFace) => cards.find(({ id }) => id === personId)?.email;
    const place = await this.places.byCode(pair.placeCode);
    const facts: Facts = [
      ['twins-decision', say(`twins.decision.${String(payload.decision)}`)],
      ['place', place && placeName(lang, place)],
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
