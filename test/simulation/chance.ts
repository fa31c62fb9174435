import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';

/** Draws lots: a number below the given one. */
export type Lots = (below: number) => number;

/** A small generator with a seed (mulberry32): the same story again for the same number. */
export function lots(seed: number): Lots {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}

let made = 0;
const chance = crypto.randomBytes.bind(crypto);

/**
 * Takes chance out of this process: ids and codes, ours and the sandbox's, come in the order of their making, so that
 * whatever is ordered by them is ordered alike each time. Called again it begins anew.
 */
export function tameChance(): void {
  made = 0;
  crypto.randomBytes = counted as typeof crypto.randomBytes;
  syncBuiltinESMExports();
}

/** The number of bytes written to the base of 32, for which every alphabet of ours has its signs in ascending order. */
function counted(size: number, later?: (error: Error | null, bytes: Buffer) => void): Buffer | void {
  if (later) return chance(size, later);
  made += 1;
  const bytes = Buffer.alloc(size);
  // The first nine bytes of a UUID are its time and what else it must be.
  const first = size === 16 ? 9 : 0;
  for (let at = size - 1, rest = made; at >= first; at -= 1, rest = Math.floor(rest / 32)) bytes[at] = rest % 32;
  return bytes;
}
