import { addDays, civilDate, type CivilDate } from '#libs/kernel/src/index.js';
import type { World } from './world.js';

/** The moment it is on Plai's clock. */
export async function now(world: World): Promise<Date> {
  const clock = JSON.parse(await world.operations('POST', '/ops/clock', { seconds: 0 })) as { now: string };
  return new Date(clock.now);
}

/** The day it is on Plai's clock. */
export async function today(world: World): Promise<CivilDate> {
  return civilDate(await now(world));
}

/** Days from today on, by the number of days. */
export function calendar(from: CivilDate): (days: number) => CivilDate {
  return (days) => addDays(from, days);
}
