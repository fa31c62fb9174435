import { describe, expect, it } from '@jest/globals';
import type { CivilDate, DomainError } from '#libs/kernel/src/index.js';
import type { FileEntry, FileStatement } from './statement-file.js';
import { type AccountState, type KnownLine, planOf } from './statement-plan.js';

const IBAN = 'MD24AG000225100013104168';
const day = (n: number) => `2024-05-${String(n).padStart(2, '0')}` as CivilDate;
let lines = 0;
const entry = (minor: number, on: number, reference: string | null = null) =>
  ({ line: (lines += 1), minor: String(minor), bookedOn: day(on), reference }) as FileEntry;
const line = (minor: number, on: number, reference: string | null = null): KnownLine => ({ id: `L${(lines += 1)}`, minor: String(minor), bookedOn: day(on), reference }); // prettier-ignore
const file = (opening: number, entries: FileEntry[], iban: string | null = null): FileStatement => {
  const days = entries.map(({ bookedOn }) => bookedOn).sort();
  const closing = entries.reduce((sum, { minor }) => sum + Number(minor), opening);
  return {
    iban,
    currency: 'EUR',
    from: days[0]!,
    until: days.at(-1)!,
    opening: String(opening),
    closing: String(closing),
    entries,
  };
};
const state = (over: Partial<AccountState> = {}): AccountState => ({
  iban: IBAN,
  last: null,
  shown: [],
  byHand: [],
  ...over,
});
const after = (closing: number, until: number, shown: KnownLine[], byHand: KnownLine[] = []) =>
  state({ last: { closing: String(closing), until: day(until) }, shown, byHand });
const plan = (read: FileStatement, known: AccountState): unknown => {
  try {
    return planOf(read, known).map(({ entry: { minor, bookedOn }, meets }) => `${bookedOn.slice(-1)}:${minor}${meets ? ' met' : ''}`); // prettier-ignore
  } catch (error) {
    return (error as DomainError).code;
  }
};

describe('what of a statement is new', () => {
  it('is all of a first file whose opening is what was entered by hand before', () => {
    expect(plan(file(0, [entry(5, 1), entry(5, 1)]), state())).toEqual(['1:5', '1:5']);
    expect(plan(file(70, [entry(5, 2)]), state({ byHand: [line(70, 1)] }))).toEqual(['2:5']);
    expect(plan(file(71, [entry(5, 2)]), state({ byHand: [line(70, 1)] }))).toBe('statement-opening');
    expect(plan(file(70, [entry(5, 2), entry(9, 2, 'X')]), state({ byHand: [line(70, 1), line(9, 2, 'x')] }))).toEqual(['2:5', '2:9 met']); // prettier-ignore
  });

  it('is all of a file that goes on from the last, two equal payments of one day included', () => {
    expect(plan(file(5, [entry(5, 1), entry(7, 2)]), after(5, 1, [line(5, 1)]))).toEqual(['1:5', '2:7']);
  });

  it('is nothing of the same file, of one inside, or of the other format of one day', () => {
    const shown = [line(5, 1, 'A'), line(5, 1, 'B'), line(-3, 2, 'C')];
    expect(plan(file(0, [entry(5, 1, 'A'), entry(5, 1, 'B'), entry(-3, 2, 'C')]), after(7, 2, shown))).toBe('statement-known'); // prettier-ignore
    expect(plan(file(0, [entry(5, 1, 'a'), entry(5, 1, 'B ')]), after(7, 2, shown))).toBe('statement-known');
    expect(plan(file(0, [entry(5, 1), entry(5, 1), entry(-3, 2)]), after(7, 2, shown))).toBe('statement-known');
    const without = shown.map((one) => ({ ...one, reference: null }));
    expect(plan(file(0, [entry(5, 1, 'A'), entry(5, 1, 'B'), entry(-3, 2, 'C')]), after(7, 2, without))).toBe('statement-known'); // prettier-ignore
  });

  it('is the rest of a file that overlaps, by reference, else by day, amount and occurrence', () => {
    const shown = [line(5, 1, 'A'), line(5, 2, 'B')];
    expect(plan(file(5, [entry(5, 2, 'B'), entry(5, 2, 'D'), entry(1, 3)]), after(10, 2, shown))).toEqual(['2:5', '3:1']); // prettier-ignore
    const without = shown.map((one) => ({ ...one, reference: null }));
    expect(plan(file(5, [entry(5, 2), entry(5, 2), entry(1, 3)]), after(10, 2, without))).toEqual(['2:5', '3:1']);
  });

  it('is refused whole where, without references, the same payments and others like them add up alike', () => {
    const there = [line(5, 2), line(-5, 2)];
    const again = () => [entry(5, 2), entry(-5, 2)];
    expect(plan(file(0, [...again(), entry(7, 3)]), after(0, 2, there))).toBe('statement-unsure');
    expect(plan(file(0, again()), after(0, 2, there))).toBe('statement-known');
    expect(plan(file(0, [entry(7, 3)]), after(0, 2, there))).toEqual(['3:7']);
    const named = [line(5, 2, 'A'), line(-5, 2, 'B')];
    expect(plan(file(0, [entry(5, 2, 'C'), entry(-5, 2, 'D'), entry(7, 3, 'E')]), after(0, 2, named))).toEqual(['2:5', '2:-5', '3:7']); // prettier-ignore
  });

  it('is refused whole where it does not go on: a gap, a file before, an entry that the bank put into the past', () => {
    const known = after(10, 2, [line(10, 2, 'A')]);
    expect(plan(file(11, [entry(1, 3)]), known)).toBe('statement-gap');
    expect(plan(file(0, [entry(4, 1, 'Z')]), known)).toBe('statement-gap');
    expect(plan(file(10, [entry(4, 1, 'Z')]), known)).toBe('statement-early');
    expect(plan(file(10, [entry(1, 3)], 'MD10AG398259791907483378'), known)).toBe('statement-account');
    expect(plan(file(10, [entry(1, 3)], 'MD24 AG00 0225 1000 1310 4168'), known)).toEqual(['3:1']);
  });

  it('meets what was entered by hand, once, and misses what it does not show', () => {
    const known = [line(10, 1, 'A')];
    expect(plan(file(10, [entry(7, 3, 'X'), entry(7, 3, 'Y')]), after(10, 1, known, [line(7, 3, 'typed')]))).toEqual(['3:7 met', '3:7']); // prettier-ignore
    expect(plan(file(10, [entry(7, 3, 'X'), entry(7, 3, 'Y')]), after(10, 1, known, [line(7, 3, 'y')]))).toEqual(['3:7', '3:7 met']); // prettier-ignore
    expect(plan(file(10, [entry(7, 3, 'X')]), after(10, 1, known, [line(8, 3, 'x')]))).toBe('statement-differs');
    expect(plan(file(10, [entry(7, 3, 'X'), entry(-1, 3, 'X')]), after(10, 1, known, [line(-1, 3, 'x')]))).toEqual(['3:7', '3:-1 met']); // prettier-ignore
    expect(plan(file(10, [entry(7, 3)]), after(10, 1, known, [line(8, 3, 'Q')]))).toBe('statement-misses');
    expect(plan(file(10, [entry(7, 3)]), after(10, 1, known, [line(8, 4, 'Q')]))).toEqual(['3:7']);
    expect(plan(file(10, [entry(7, 3)]), after(10, 1, known, [line(8, 3, 'Q'), line(-8, 3, 'R')]))).toEqual(['3:7']);
  });
});
