import type { CivilDate, Id, Money } from '#libs/kernel/src/index.js';

export type FiguresId = Id<'Figures'>;

/** A public figure of towns, in lei for each inhabitant, by which calls know who is under their line. Signed by two, never changed. */
export interface Figures {
  readonly id: FiguresId;
  /** What is counted, as the operator wrote it: "Own revenue for each inhabitant, 2025". */
  readonly name: string;
  /** Where it can be read. */
  readonly source: string;
  readonly publishedOn: CivilDate;
  /** The mean of the whole country, as the same source tells it; null where it does not. */
  readonly country: Money | null;
  readonly state: 'asked' | 'standing' | 'refused';
  readonly signedAt: Date | null;
  /** How many towns have one. */
  readonly towns: number;
}

/** What one town has for each inhabitant. */
export interface TownFigure {
  readonly placeCode: string;
  readonly lei: Money;
}
