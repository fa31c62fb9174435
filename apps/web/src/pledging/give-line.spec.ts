import { describe, expect, it } from '@jest/globals';
import type { DomainError } from '#libs/kernel/src/index.js';
import { lineOf, poolOf } from './give-line.js';

const refused = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return (error as DomainError).fields;
  }
};

describe('a list of people', () => {
  it.each([
    ['Ion Rusu 50', 'Ion Rusu', '50.00'],
    ['Ana Ceban', 'Ana Ceban', null],
    ['20', null, '20.00'],
    ['Ion: 50€', 'Ion', '50.00'],
    ['Ion €50', 'Ion', '50.00'],
    ['Ion - 1 000,50', 'Ion', '1000.50'],
    ['Ion 1 000 €', 'Ion', '1000.00'],
    ['Ana 50 euro', 'Ana', '50.00'],
    ['Elena a 2-a', 'Elena a 2-a', null],
    ['Elena a 2-a 30', 'Elena a 2-a', '30.00'],
    ['Petru 9 <b>', 'Petru 9 <b>', null],
  ])('reads "%s"', (line, name, amount) => {
    const pool = poolOf({ name: 'Clasa', people: line }, 'EUR');
    expect(pool!.members.map((one) => [one.name, one.amount?.toString() ?? null])).toEqual([[name, amount]]);
  });

  it.each(['Maria 1e3', 'Ana ٣', 'Ion 1.005', 'Ion 1.2.3', 'Om 0', 'Ana 50 lei', 'Ana 5 RON'])(
    'takes no "%s" for a name, and says which line it is',
    (line) => {
      const pool = { name: 'Clasa', people: `Vera\n${line}` };
      expect(refused(() => poolOf(pool, 'EUR'))).toEqual([{ pointer: '/pool/people', code: 'pool-sum', params: { line } }]); // prettier-ignore
    },
  );
});

describe('the units of a line', () => {
  it.each([['3', 3], [' 3 ', 3], ['', 1], ['1e1', NaN], ['0x10', NaN], ['1.5', NaN], ['-1', NaN], ['٣', NaN]])('reads "%s" as %s', (units, read) => {
    expect(lineOf({ id: 'line', units })!.units).toBe(read);
  }); // prettier-ignore
});
