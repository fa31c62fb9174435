import { addDays, type CivilDate } from '#libs/kernel/src/index.js';

/** A calendar month, "2026-11". */
export type Month = string;

/** The month of a civil day. */
export function monthOf(on: CivilDate): Month {
  return on.slice(0, 7);
}

/** The day of the month as a number, 1 to 31. */
export function dayOf(on: CivilDate): number {
  return Number(on.slice(8));
}

/** The month after this one. */
export function monthAfter(month: Month): Month {
  const [year, number] = month.split('-').map(Number) as [number, number];
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`;
}

/** That day of a month; the last one where the month is shorter. */
export function dayIn(month: Month, day: number): CivilDate {
  const last = dayOf(addDays(`${monthAfter(month)}-01` as CivilDate, -1));
  return `${month}-${String(Math.min(day, last)).padStart(2, '0')}` as CivilDate;
}
