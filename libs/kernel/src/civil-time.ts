declare const civil: unique symbol;
/** A calendar day of Chișinău, "2026-12-14". */
export type CivilDate = string & { readonly [civil]: true };

/** Where Plai's deadlines are civil. */
const ZONE = 'Europe/Chisinau';
const DAY = 86_400_000;
const parts = new Intl.DateTimeFormat('en-CA', {
  timeZone: ZONE, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit',
}); // prettier-ignore

/** The calendar day in Chișinău at this moment. */
export function civilDate(at: Date): CivilDate {
  const { year, month, day } = wallClock(at);
  return `${year}-${month}-${day}` as CivilDate;
}

/** Reads "2026-12-14"; null when it is no day of the calendar, or one of a year before 1000, which nobody means. */
export function parseCivilDate(text: string): CivilDate | null {
  const at = /^[1-9]\d{3}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : new Date(Number.NaN);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text) ? (text as CivilDate) : null;
}

/** The day `days` later (or earlier when negative). */
export function addDays(date: CivilDate, days: number): CivilDate {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10) as CivilDate;
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: CivilDate, to: CivilDate): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY);
}

/** The first moment of a day in Chișinău, right on the days when the clocks change. */
export function startOfDay(date: CivilDate): Date {
  const midnight = Date.parse(`${date}T00:00:00Z`);
  // Chișinău is three hours ahead of UTC in summer, else two, and changes its clocks after midnight.
  const summer = new Date(midnight - 10_800_000);
  return civilDate(summer) === date ? summer : new Date(midnight - 7_200_000);
}

/** The moment at which a day is over in Chișinău: deadlines are half-open, this moment is already outside. */
export function endOfDay(date: CivilDate): Date {
  return startOfDay(addDays(date, 1));
}

/** The last day that still belongs to a half-open deadline. */
export function lastDayOf(deadline: Date): CivilDate {
  return civilDate(new Date(deadline.getTime() - 1));
}

/** The clock on a wall in Chișinău, as two-digit texts. */
export function wallClock(at: Date): { year: string; month: string; day: string; hour: string; minute: string } {
  const found = Object.fromEntries(parts.formatToParts(at).map(({ type, value }) => [type, value]));
  return { year: found.year!, month: found.month!, day: found.day!, hour: found.hour!, minute: found.minute! };
}
