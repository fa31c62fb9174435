import type { NeighbourId, TwinsId } from './neighbour.js';

/** Why two neighbours look like one person. The help page says the same in words. */
export type TwinReason = 'address' | 'name-and-part';

/** Two neighbours of a town who may be one person; `decision` is null while nobody has looked. */
export interface Twins {
  readonly id: TwinsId;
  readonly placeCode: string;
  readonly firstId: NeighbourId;
  readonly laterId: NeighbourId;
  readonly reasons: readonly TwinReason[];
  readonly noticedAt: Date;
  readonly decision: 'same' | 'different' | null;
  readonly reason: string | null;
  readonly decidedAt: Date | null;
}
