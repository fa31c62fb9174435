import { describe, expect, it } from '@jest/globals';
import type { CivilDate } from '#libs/kernel/src/index.js';
import type { BankAccountId } from './bank-line.js';
import { certain, type LineFacts, type LineThing, suggestions } from './line-things.js';

const HERE = 'lei' as BankAccountId;
const ORDER = '019b0a1c-2d3e-4f50-8172-8394a5b6c7d8';
const [newer, other] = ['019b0a1c-2d3e-4f50-8172-8394a5b6c7d9', '019b0a1c-2d3e-4f50-8172-8394a5b6c7da'];
const DAY = '2024-05-02' as CivilDate;
const line = (minor: number, over: Partial<LineFacts> = {}): LineFacts => ({
  accountId: HERE, currency: 'MDL', bookedOn: DAY, minor: BigInt(minor), reference: 'B1', name: null, iban: null, purpose: null,
  endToEnd: null, code: null, reversal: false, ...over,
}); // prettier-ignore
const thing = (kind: LineThing['kind'], over: Partial<LineThing> = {}): LineThing => ({
  kind, id: ORDER, accountId: HERE, minor: 500n, currency: 'MDL', state: 'in-transit', name: null, iban: null, reference: 'T1', on: DAY, ...over,
}); // prettier-ignore
const means = (of: LineFacts, ...things: LineThing[]) => certain(of, things)?.meaning ?? null;

describe('what a line of a statement certainly is', () => {
  it('is an order, by its id however it is written and its exact sum; never by the sum alone', () => {
    const bare = ORDER.replaceAll('-', '').toUpperCase();
    expect(means(line(-500, { endToEnd: bare }), thing('order'))).toBe('order');
    expect(means(line(-500, { purpose: `plata ${ORDER} multumim` }), thing('order'))).toBe('order');
    expect(means(line(-501, { endToEnd: bare }), thing('order'))).toBeNull();
    expect(means(line(-500), thing('order'))).toBeNull();
    expect(means(line(-500, { endToEnd: bare }), thing('order', { state: 'arrived' }))).toBeNull();
    expect(means(line(500, { endToEnd: bare }), thing('order', { state: 'arrived' }))).toBe('order-returned');
  });

  it('is a payout, by its id or by Stripe, the sum and the days; two alike are not certain', () => {
    const payout = (id: string) => thing('payout', { id, accountId: null, currency: 'EUR' });
    const euros = { currency: 'EUR', name: 'Stripe Payments' } as const;
    expect(means(line(500, euros), payout('po_1'))).toBe('payout');
    expect(means(line(500, { ...euros, bookedOn: '2024-05-20' as CivilDate }), payout('po_1'))).toBeNull();
    expect(means(line(500, { ...euros, name: 'Ion' }), payout('po_1'))).toBeNull();
    expect(means(line(500, euros), payout('po_1'), payout('po_2'))).toBeNull();
    expect(means(line(500, { ...euros, purpose: 'po_2Abc9' }), payout('po_1'), payout('po_2Abc9'))).toBe('payout');
    expect(means(line(9_700, { purpose: 'po_1Xyz' }), payout('po_1Xyz'))).toBe('payout');
  });

  it('is the counter-value of a deal by the bank’s reference as a word of its own, never inside another number', () => {
    const sold = thing('sold', { accountId: 'euro' as BankAccountId, currency: 'EUR', reference: '770123' });
    expect(means(line(9_700, { purpose: 'vinzare valuta 770123.' }), sold)).toBe('exchange-bought');
    expect(means(line(9_700, { purpose: 'factura 17701234' }), sold)).toBeNull();
    expect(means(line(9_700, { purpose: 'vinzare 123' }), { ...sold, reference: '123' })).toBeNull();
  });

  it('is a fee or a sale of currency by the bank’s code, and a receipt taken back by its payer', () => {
    expect(means(line(-500, { code: 'PMNT/ICDT/CHRG' }))).toBe('bank-fee');
    expect(means(line(-500, { code: 'FORX/SPOT/ESCT' }))).toBe('exchange-sold');
    // An account that is closed is no fee.
    expect(means(line(-500, { code: 'ACMT/ACOP/ACCC' }))).toBeNull();
    const receipt = thing('receipt', { name: 'Ion' });
    expect(means(line(-500, { name: 'Ion', reversal: true }), receipt)).toBe('unidentified-returned');
    expect(means(line(-500, { name: 'Ion' }), receipt)).toBeNull();
  });
});

describe('what a line may be', () => {
  it('is ranked: what names it, what has its sum, what is always possible; nothing of another sum', () => {
    const two = [thing('order', { id: newer }), thing('order'), thing('order', { id: other, minor: 7n })];
    const found = suggestions(line(-500, { endToEnd: ORDER }), two);
    expect(found.map(({ meaning, refersTo, why }) => [meaning, refersTo, why])).toEqual([
      ['order', ORDER, 'reference'],
      ['order', newer, 'amount'],
      ['bank-fee', null, 'open'],
    ]);
    expect(suggestions(line(500), two).map(({ meaning }) => meaning)).toEqual(['own-means']);
  });
});
