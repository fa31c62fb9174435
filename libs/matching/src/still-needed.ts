import { Money } from '#libs/kernel/src/index.js';
import type { OpenCall } from './matching.queries.js';

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
    const enough = ceil(need * den, den + num);
    if ((enough * num) / den <= left) return Money.lei(brought + enough);
    const drained = ceil(left * den, num);
    brought += drained;
    need -= drained + left;
  }
  return Money.lei(need > 0n ? brought + need : brought);
}

function ceil(part: bigint, whole: bigint): bigint {
  return (part + whole - 1n) / whole;
}
