import { describe, expect, it } from '@jest/globals';
import { type CivilDate, Money, newId } from '#libs/kernel/src/index.js';
import type { BankLine } from '#libs/banking/src/index.js';
import type { Pledge } from '#libs/pledges/src/index.js';
import { suggested } from './suggestions.js';

const eur = (text: string) => Money.parse(text, 'EUR');
const pledge = (ref: string, gross: Money, over: Partial<Pledge> = {}): Pledge =>
  ({
    ref, gross, publicName: null, personId: newId<'Person'>(), madeAt: new Date('2026-01-05T10:00:00Z'), ...over,
  }) as Pledge; // prettier-ignore
const line = (amount: Money, name: string | null, purpose = 'contributie'): BankLine =>
  ({
    amount,
    reference: 'FT-1',
    purpose,
    bookedOn: '2026-01-08' as CivilDate,
    counterparty: { name, iban: null },
  }) as BankLine;

describe('whose a receipt may be', () => {
  const awaited = [
    pledge('PL-AAAA-AAAA', eur('48')),
    pledge('PL-BBBB-BBBB', eur('50'), { publicName: 'Ștefan Țurcanu' }),
    pledge('PL-CCCC-CCCC', eur('50')),
    pledge('PL-DDDD-DDDD', eur('500'), { publicName: 'Stefan Turcanu' }),
    pledge('PL-EEEE-EEEE', eur('50'), { madeAt: new Date('2026-01-09T10:00:00Z') }),
    pledge('PL-FFFF-FFFF', Money.parse('50', 'USD')),
    pledge('PL-GGGG-GGGG', eur('7')),
  ];

  it('is said by code, name, sum and day, the surest first', () => {
    const found = suggested(line(eur('50'), 'TURCANU STEFAN', 'ajutor pl gggg gggg'), awaited);
    expect(found.map((one) => [one.pledge.ref, one.by])).toEqual([
      ['PL-GGGG-GGGG', 'reference'],
      ['PL-BBBB-BBBB', 'name-and-amount'],
      ['PL-CCCC-CCCC', 'amount'],
      ['PL-DDDD-DDDD', 'name'],
      ['PL-AAAA-AAAA', 'near'],
    ]);
  });

  it('knows a donor by the name of his account, and nobody by a common first name', () => {
    const [first] = awaited;
    const names = new Map([[first!.personId, 'Ion Popa']]);
    expect(suggested(line(eur('10'), 'Попа Ион'), awaited, names)).toEqual([{ pledge: first, by: 'name' }]);
    expect(suggested(line(eur('10'), 'Ion Rusu'), awaited, names)).toEqual([]);
    expect(suggested(line(eur('10'), null), awaited, names)).toEqual([]);
  });
});
