import { Injectable } from '@nestjs/common';
import { BodiesQueries, type Body, type PlaceFound, PlacesQueries, seatOf } from '#libs/hometowns/src/index.js';
import { type PersonId, refuse } from '#libs/kernel/src/index.js';
import { type Neighbour, NeighboursQueries, NeighboursService, type Roll } from '#libs/neighbours/src/index.js';
import type { Form } from '../edge/form.js';
import type { Reading } from '../edge/reading.js';

/** A place with a town hall of its own, and what the reader is in it. */
export interface TownOf {
  readonly place: PlaceFound;
  /** Null while no town hall of it is here. */
  readonly hall: Body | null;
  /** Null for somebody who has not joined, or is not signed in. */
  readonly me: Neighbour | null;
  readonly parts: readonly string[];
}

/** What somebody says of himself beside what he does: where he lives, and in which part of the town. */
interface SaysOfHimself {
  readonly roll?: Roll | undefined;
  readonly part?: string | null | undefined;
}

/** Finds a reader's town by its address. A village of a commune has the commune's board and neighbours. */
@Injectable()
export class Towns {
  constructor(
    private readonly places: PlacesQueries,
    private readonly bodies: BodiesQueries,
    private readonly neighbours: NeighboursQueries,
    private readonly joining: NeighboursService,
  ) {}

  /** Throws `place-unknown`, also for a district, which has no neighbours. */
  async at(reading: Reading, slug: string): Promise<TownOf> {
    const found = await this.places.bySlug(slug);
    const seat = found && seatOf(found);
    const place = seat && (await this.places.byCode(seat.code));
    if (!place) throw refuse('not-found', 'place-unknown', `No town at ${slug}.`);
    const [hall, me, parts] = await Promise.all([
      this.bodies.townHallOf(place.code),
      reading.viewer ? this.neighbours.of(place.code, reading.viewer.personId) : null,
      this.neighbours.partsOf(place.code),
    ]);
    return { place, hall, me, parts };
  }

  /**
   * Whoever acts in a town and has not joined it joins with what he says beside; who has stays what he is. Throws
   * `roll-missing`, and what joining does.
   */
  async joined({ place, me }: TownOf, { roll, part }: SaysOfHimself, by: PersonId): Promise<void> {
    if (!me) await this.joining.join({ placeCode: place.code, roll: roll as Roll, part: part ?? null }, by);
  }
}

/** A form in which whoever has not joined says what he is there: left open, that is told with what else is wrong. */
export function withRoll<Input extends object>({ me }: TownOf, form: Form<Input>): Form<Input> {
  return me || form.value('roll') ? form : form.also([{ pointer: '/roll', code: 'roll-missing' }]);
}
