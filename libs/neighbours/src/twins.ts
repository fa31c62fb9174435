import type { NeighbourId, TwinsId } from './neighbour.js';

/** Two neighbours of a town who may be one person, by name and part of the town; `decision` is null while nobody has looked. */
export interface Twins {
  readonly id: TwinsId;
  readonly placeCode: string;
  readonly firstId: NeighbourId;
  readonly laterId: NeighbourId;
  readonly noticedAt: Date;
  readonly decision: 'same' | 'different' | null;
  readonly reason: string | null;
  readonly decidedAt: Date | null;
}

/** SQL: whether two have found that a person is another neighbour of a place already. */
export function foundTwin(place: string, person: string): string {
  return `exists (select from neighbours.twins tw join neighbours.neighbour tl on tl.id = tw.later_id
    where tw.place_code = ${place} and tl.person_id = ${person} and tw.decision = 'same')`;
}
