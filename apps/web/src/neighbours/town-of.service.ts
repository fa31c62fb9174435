import { Injectable } from '@nestjs/common';
import { BodiesQueries, type Body, type PlaceFound, PlacesQueries } from '#libs/hometowns/src/index.js';
import { type PersonId, refuse } from '#libs/kernel/src/index.js';
import { type Neighbour, NeighboursQueries, NeighboursService, type Roll } from '#libs/neighbours/src/index.js';
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
    const code = [found, ...(found?.above ?? [])].find((one) => one?.selfGoverning)?.code;
    const place = code ? await this.places.byCode(code) : null;
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
  async joined({ place, me }: TownOf, roll: Roll | undefined, by: PersonId): Promise<void> {
    if (!me) await this.joining.join({ placeCode: place.code, roll: roll as Roll }, by);
  }
}
