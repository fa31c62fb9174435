import { Money } from '#libs/kernel/src/index.js';
import type { OpenCall } from './call-money.js';

/**
 * The least that people themselves have to bring so that, with what sponsors add by their rules, so much comes together. Calls
 * are drawn from one after the other; where one gift passes a call's end, or its donor his limit, people have to bring more.
 */
export function fromPeople(missing: Money, calls: readonly Pick<OpenCall, 'num' | 'den' | 'left'>[]): Money {
  let [need, brought] = [missing.minor, 0n];
  for (const call of calls) {
    const [num, den, left] = [BigInt(call.num), BigInt(call.den), call.left.minor];
    if (need <= 0n) break;
    if (left <= 0n) continue;
    const [enough, drained] = [ceil(need * den, den + num), ceil(left * den, num)];
    // Past the ban that empties a call people bring less where the next call adds to it, though the rest of this one would do.
    if (enough <= drained && (enough * num) / den <= left) return Money.lei(brought + enough);
    brought += drained;
    need -= drained + left;
  }
  return Money.lei(need > 0n ? brought + need : brought);
}

function ceil(part: bigint, whole: bigint): bigint {
  return (part + whole - 1n) / whole;
}
