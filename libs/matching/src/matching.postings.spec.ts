import { expect, it } from '@jest/globals';
import type { BankLine, OrderId } from '#libs/banking/src/index.js';
import { Money, newId } from '#libs/kernel/src/index.js';
import type { Journal } from '#libs/ledger/src/index.js';
import { sponsorPaid, sponsorReturned, sponsorReturnFallen } from './matching.postings.js';

const said = ({ postings }: Pick<Journal, 'postings'>) =>
  postings.map(({ debit, credit, amount }) => `${debit} → ${credit} ${amount.toString()}`);

it('a sponsor’s transfer leaves the unidentified for the pool of his call, at the rate of its day', () => {
  const [call, id] = [newId<'Call'>(), newId<'BankLine'>()];
  const line = { id, amount: Money.parse('100', 'EUR') } as BankLine;
  const { key, kind, postings } = sponsorPaid(call, line, Money.parse('1950', 'MDL'));
  expect([key, kind]).toEqual([`line:${id}:sponsor`, 'call.paid']);
  expect(said({ postings })).toEqual([
    'held:operator:unidentified:EUR → held:operator:fx:EUR 100.00',
    `held:operator:fx:MDL → held:call/${call}:pool:MDL 1950.00`,
  ]);
});

it('what a call did not use is owed back at the rate at which it came, and is in the pool again when the bank does not pay it', () => {
  const [call, order] = [newId<'Call'>(), newId<'PaymentOrder'>() as OrderId];
  const euro = { lei: Money.parse('195', 'MDL'), amount: Money.parse('10', 'EUR') };
  const back = sponsorReturned(call, order, euro);
  expect([back.key, back.kind, back.ref]).toEqual([`sponsor-return:${order}`, 'call.returned', { call, order }]);
  expect(said(back)).toEqual([
    'held:operator:fx:EUR → held:returns:due:EUR 10.00',
    `held:call/${call}:pool:MDL → held:operator:fx:MDL 195.00`,
  ]);
  const fallen = sponsorReturnFallen(call, order, euro);
  expect([fallen.key, fallen.kind]).toEqual([`sponsor-return:${order}:fallen`, 'call.return-fallen']);
  expect(said(fallen)).toEqual([
    'held:returns:due:EUR → held:operator:fx:EUR 10.00',
    `held:operator:fx:MDL → held:call/${call}:pool:MDL 195.00`,
  ]);
  const lei = Money.parse('7.50', 'MDL');
  expect(said(sponsorReturned(call, order, { lei, amount: lei }))).toEqual([`held:call/${call}:pool:MDL → held:returns:due:MDL 7.50`]);
}); // prettier-ignore
