import { describe, expect, it } from '@jest/globals';
import { Money, newId, type ProjectId } from '#libs/kernel/src/index.js';
import type { Journal } from '#libs/ledger/src/index.js';
import * as acts from './bank.postings.js';
import type { BankLine } from './bank-line.js';
import type { PaymentOrder } from './payment-order.js';

const [mdl, eur, project] = [newId<'BankAccount'>(), newId<'BankAccount'>(), newId<'Project'>() as ProjectId];
const amountOf = (text: string, currency: 'MDL' | 'EUR') => Money.parse(text, currency);
const line = (text: string, currency: 'MDL' | 'EUR' = 'MDL', over: Partial<BankLine> = {}) =>
  ({
    id: newId<'BankLine'>(),
    accountId: currency === 'MDL' ? mdl : eur,
    amount: amountOf(text, currency),
    meaning: 'gift',
    ...over,
  }) as BankLine;
const order = (over: Partial<PaymentOrder> = {}) =>
  ({
    id: newId<'PaymentOrder'>(),
    kind: 'release',
    owner: 'tranche:1',
    projectId: project,
    accountId: mdl,
    amount: amountOf('400', 'MDL'),
    ...over,
  }) as PaymentOrder;

/** Each account moved, debit less credit, with the ids named. */
function moved(...journals: Journal[]): Record<string, string> {
  const sums: Record<string, bigint> = {};
  for (const { debit, credit, amount } of journals.flatMap(({ postings }) => postings)) {
    sums[debit] = (sums[debit] ?? 0n) + amount.minor;
    sums[credit] = (sums[credit] ?? 0n) - amount.minor;
  }
  const named = (code: string) => code.replace(mdl, 'LEI').replace(eur, 'EURO').replace(project, 'P');
  return Object.fromEntries(
    Object.entries(sums)
      .filter(([, sum]) => sum !== 0n)
      .map(([code, sum]) => [named(code), Money.lei(sum).toString()]),
  );
}

describe('the acts at the bank', () => {
  it('8: a payout arrives, in its own currency or exchanged', () => {
    expect(moved(acts.payoutArrived('po', amountOf('98', 'EUR'), line('98', 'EUR')))).toEqual({
      'held:bank/EURO:balance:EUR': '98.00',
      'held:stripe:payout:EUR': '-98.00',
    });
    expect(moved(acts.payoutArrived('po', amountOf('98', 'EUR'), line('1911')))).toEqual({
      'held:operator:fx:EUR': '98.00',
      'held:stripe:payout:EUR': '-98.00',
      'held:bank/LEI:balance:MDL': '1911.00',
      'held:operator:fx:MDL': '-1911.00',
    });
  });

  it('13 and 15: unidentified money comes and goes without a trace', () => {
    const came = acts.unidentified(line('70'));
    expect(moved(came)).toEqual({ 'held:bank/LEI:balance:MDL': '70.00', 'held:operator:unidentified:MDL': '-70.00' });
    expect(moved(came, acts.unidentifiedReturned(line('70')))).toEqual({});
  });

  it('44: currency is sold and bought; nothing stays under way', () => {
    const sold = line('98', 'EUR');
    expect(moved(acts.exchangeSold(sold), acts.exchangeBought(sold, line('1911')))).toEqual({
      'held:bank/EURO:balance:EUR': '-98.00',
      'held:operator:fx:EUR': '98.00',
      'held:bank/LEI:balance:MDL': '1911.00',
      'held:operator:fx:MDL': '-1911.00',
    });
  });

  it('45: fees and own means', () => {
    expect(moved(acts.bankFee(line('12')))).toEqual({
      'held:operator:fees-bank:MDL': '12.00',
      'held:bank/LEI:balance:MDL': '-12.00',
    });
    expect(moved(acts.ownMeans(line('500')))).toEqual({
      'held:bank/LEI:balance:MDL': '500.00',
      'held:operator:capital:MDL': '-500.00',
    });
  });

  it('41 to 43: an order is sent and confirmed, rejected or returned', () => {
    const one = order();
    const released = { 'held:project/P:released:MDL': '400.00' };
    expect(moved(acts.ordered(one))).toEqual({ ...released, 'held:bank/LEI:order:MDL': '-400.00' });
    const confirmed = moved(acts.ordered(one), acts.orderConfirmed(one, line('400')));
    expect(confirmed).toEqual({ ...released, 'held:bank/LEI:balance:MDL': '-400.00' });
    const claim = { ...released, 'held:project/P:claim:MDL': '-400.00' };
    expect(moved(acts.ordered(one), acts.orderRejected(one))).toEqual(claim);
    const back = [acts.ordered(one), acts.orderConfirmed(one, line('400')), acts.orderReturned(one, line('400'))];
    const unreceived = { 'memo:project/P:town-source:MDL': '400.00', 'memo:project/P:town-unspent:MDL': '-400.00' };
    expect(moved(...back)).toEqual({ ...claim, ...unreceived });
  });

  it('30: what is owed back leaves by the bank, and is owed again when it is refused', () => {
    const one = order({ kind: 'refund', projectId: null });
    expect(moved(acts.ordered(one), acts.orderConfirmed(one, line('400')))).toEqual({
      'held:returns:due:MDL': '400.00',
      'held:bank/LEI:balance:MDL': '-400.00',
    });
    expect(moved(acts.ordered(one), acts.orderRejected(one))).toEqual({});
  });

  it('25: what a sponsor did not need leaves like what is owed to a donor', () => {
    const one = order({ kind: 'sponsor', projectId: null });
    expect(moved(acts.ordered(one))).toEqual({ 'held:returns:due:MDL': '400.00', 'held:bank/LEI:order:MDL': '-400.00' }); // prettier-ignore
    expect(moved(acts.ordered(one), acts.orderConfirmed(one, line('400')), acts.orderReturned(one, line('400')))).toEqual({}); // prettier-ignore
  });

  it('14: a claimed line is booked from where its money stands', () => {
    expect(acts.sourceOf(line('1'))).toBe('held:operator:unidentified:MDL');
    expect(acts.sourceOf(line('1', 'EUR'))).toBe('held:operator:unidentified:EUR');
  });
});
