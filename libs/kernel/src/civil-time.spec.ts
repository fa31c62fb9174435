import { describe, expect, it } from '@jest/globals';
import {
  addDays,
  civilDate,
  type CivilDate,
  daysBetween,
  endOfDay,
  lastDayOf,
  parseCivilDate,
  startOfDay,
} from './civil-time.js';

describe('civil time of Chișinău', () => {
  it.each([
    ['2026-03-29', '2026-03-28T22:00:00.000Z', '2026-03-29T21:00:00.000Z'], // clocks go forward
    ['2026-10-25', '2026-10-24T21:00:00.000Z', '2026-10-25T22:00:00.000Z'], // clocks go back
    ['2026-07-01', '2026-06-30T21:00:00.000Z', '2026-07-01T21:00:00.000Z'],
    ['2026-12-14', '2026-12-13T22:00:00.000Z', '2026-12-14T22:00:00.000Z'],
  ])('knows where %s begins and ends', (day, from, to) => {
    expect([startOfDay(day as CivilDate).toISOString(), endOfDay(day as CivilDate).toISOString()]).toEqual([from, to]);
  });

  it('names the day of a moment', () => {
    expect(civilDate(new Date('2026-12-14T21:59:59Z'))).toBe('2026-12-14');
    expect(civilDate(new Date('2026-12-14T22:00:00Z'))).toBe('2026-12-15');
  });

  it('names the last day of a deadline', () => {
    expect(lastDayOf(endOfDay('2026-12-07' as CivilDate))).toBe('2026-12-07');
    expect(lastDayOf(new Date('2026-12-07T10:00:00Z'))).toBe('2026-12-07');
  });

  it('counts days and refuses days that are none', () => {
    expect([
      addDays('2026-02-28' as CivilDate, 1),
      daysBetween('2026-10-20' as CivilDate, '2026-10-30' as CivilDate),
    ]).toEqual(['2026-03-01', 10]);
    expect([parseCivilDate('2026-02-30'), parseCivilDate('2026-2-3'), parseCivilDate('2028-02-29')]).toEqual([
      null,
      null,
      '2028-02-29',
    ]);
    // PostgreSQL knows no year 0.
    expect([parseCivilDate('0000-01-01'), parseCivilDate('0202-06-12')]).toEqual([null, null]);
  });
});
