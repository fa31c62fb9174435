import { expect, it } from '@jest/globals';
import type { BankLine } from '#libs/banking/src/index.js';
import { Money, newId } from '#libs/kernel/src/index.js';
import { sponsorPaid } from './matching.postings.js';

it('a sponsor’s transfer leaves the unidentified for the pool of his call, at the rate of its day', () => {
  const [call, id] = [newId<'Call'>(), newId<'BankLine'>()];
  const line = { id, amount: Money.parse('100', 'EUR') } as BankLine;
  const { key, kind, postings } = sponsorPaid(call, line, Money.parse('1950', 'MDL'));
  expect([key, kind]).toEqual([`line:${id}:sponsor`, 'call.paid']);
  expect(postings.map(({ debit, credit, amount }) => `${debit} → ${credit} ${amount.toString()}`)).toEqual([
    'held:operator:unidentified:EUR → held:operator:fx:EUR 100.00',
    `held:operator:fx:MDL → held:call/${call}:pool:MDL 1950.00`,
  ]);
});
