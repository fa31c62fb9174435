import { charactersIn, type FieldRefusal, oneLine } from '#libs/kernel/src/index.js';
import { fold, latinised, type Signer } from '#libs/platform/src/index.js';
import { type Roll, ROLLS } from './neighbour.js';

/** Whose paper it is, as an officer reads it there, and under which number it lies in the town hall's register. */
export interface Slip {
  readonly number: string;
  readonly name: string;
  readonly roll: Roll;
}

const NUMBER_MOST = 20;
const NAME = { least: 3, most: 120 };

/** What was typed of a paper, as it is kept. */
export function slipOf({ number, name, roll }: Slip): Slip {
  return { number: oneLine(number), name: oneLine(name), roll };
}

/** What is wrong with it. */
export function slipFaults({ number, name, roll }: Slip): (FieldRefusal | false)[] {
  const long = charactersIn(name);
  return [
    (!number || charactersIn(number) > NUMBER_MOST) && { pointer: '/number', code: 'paper-number' },
    (long < NAME.least || long > NAME.most) && { pointer: '/name', code: 'paper-name' },
    !ROLLS.includes(roll) && { pointer: '/roll', code: 'roll-missing' },
  ];
}

/** The words of a name in any order and alphabet: "Ion Rusu" and "Русу Ион" are the same. */
export function nameWords(name: string | null): string {
  return latinised(fold(name ?? ''))
    .split(' ')
    .sort()
    .join(' ');
}

/**
 * What stays of a name once it is erased: whether the same one comes again within this (a town's papers, one vote), and
 * nothing to whoever has not this installation's secret. Of two of these the digests say nothing about each other.
 */
export function nameDigest(signer: Signer, within: string, name: string): Buffer {
  return signer.digest('paper-name', `${within}:${nameWords(name)}`);
}
