import { describe, expect, it } from '@jest/globals';
import type { CivilDate } from '#libs/kernel/src/index.js';
import { dayIn, monthAfter, monthOf } from './months.js';

const day = (text: string) => text as CivilDate;

describe('the months of a monthly gift', () => {
  it('follow each other over the turn of a year', () => {
    expect([monthAfter('2026-11'), monthAfter('2026-12'), monthOf(day('2027-01-31'))]).toEqual(['2026-12', '2027-01', '2027-01']); // prettier-ignore
  });

  it('have the day that was chosen, or their last one', () => {
    const months = ['2027-01', '2027-02', '2028-02', '2027-04', '2026-12'];
    expect(months.map((month) => dayIn(month, 31))).toEqual(['2027-01-31', '2027-02-28', '2028-02-29', '2027-04-30', '2026-12-31']); // prettier-ignore
    expect(dayIn('2027-02', 5)).toBe('2027-02-05');
  });
});
