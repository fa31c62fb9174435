import { charactersIn, type FieldRefusal, type Id, oneLine, type PersonId } from '#libs/kernel/src/index.js';

export type NeighbourId = Id<'Neighbour'>;
export type TwinsId = Id<'Twins'>;

/** Where a neighbour lives: in the town, or elsewhere (abroad, or in another town; nobody asks which). */
export type Roll = 'resident' | 'native';
export const ROLLS: readonly Roll[] = ['resident', 'native'];

/** How sure it is that a neighbour is one person: he reads letters at an address, holds a phone, two people gave their word for him. */
export type Proof = 'email' | 'phone' | 'vouched';

/** Somebody who belongs to a town by his own word. Personal: never on public pages. */
export interface Neighbour {
  readonly id: NeighbourId;
  readonly placeCode: string;
  readonly personId: PersonId;
  readonly roll: Roll;
  /** The part of the town, in his words; null when he said none. */
  readonly part: string | null;
  readonly since: Date;
  readonly proofs: readonly Proof[];
}

/** Days within which a roll is changed once, also by leaving and coming back: else one could follow whichever vote is open. */
export const ROLL_DAYS = 30;
/** Towns of which one is, by roll, also when he has left one within those days: a home is one, and roots may be in a few. */
export const TOWNS_MOST: Readonly<Record<Roll, number>> = { resident: 1, native: 3 };
const PART_MOST = 60;

/** A part of a town as it is kept; '' is none. */
export function cleanPart(part: string | null | undefined): string | null {
  return oneLine(part ?? '') || null;
}

/** What is wrong with a part. */
export function partFault(part: string | null): FieldRefusal | false {
  return (
    charactersIn(part ?? '') > PART_MOST && { pointer: '/part', code: 'part-too-long', params: { most: PART_MOST } }
  );
}

/** What is wrong with what somebody says of himself. */
export function faultsOf({ roll, part }: { roll: Roll; part: string | null }): (FieldRefusal | false)[] {
  return [!ROLLS.includes(roll) && { pointer: '/roll', code: 'roll-missing' }, partFault(part)];
}
