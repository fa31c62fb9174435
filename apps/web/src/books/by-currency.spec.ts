import { describe, expect, it } from '@jest/globals';
import type { PlatformAccount } from '#libs/books/src/index.js';
import { Money } from '#libs/kernel/src/index.js';
import { byCurrency } from './by-currency.js';

const of = (name: string, side: PlatformAccount['side'], amount: Money): PlatformAccount => {
  const [owner, account] = name.split('.') as [PlatformAccount['owner'], PlatformAccount['account']];
  return { owner, account, side, amount };
};
const [lei, euro] = [(sum: string) => Money.parse(sum, 'MDL'), (sum: string) => Money.parse(sum, 'EUR')];

describe('what the platform has and owes, by currency', () => {
  it('adds up: what is held is others’ and its own, and what is more of one currency is less of another', () => {
    const has = [of('bank.balance', 'debit', lei('1000')), of('bank.order', 'credit', lei('200')), of('stripe.balance', 'debit', euro('50'))]; // prettier-ignore
    const owes = [of('project.claim', 'credit', lei('1500'))];
    const own = [of('operator.capital', 'credit', lei('300')), of('operator.fees-bank', 'debit', lei('20')), of('operator.fee-cover', 'credit', euro('0'))]; // prettier-ignore
    expect(byCurrency({ has, owes, own })).toEqual([
      { currency: 'EUR', has: euro('50'), owes: euro('0'), own: euro('0'), more: euro('50') },
      { currency: 'MDL', has: lei('800'), owes: lei('1500'), own: lei('280'), more: Money.lei(-98_000n) },
    ]);
    expect(byCurrency({ has: [of('bank.balance', 'debit', euro('0'))], owes: [], own: [] })).toEqual([]);
  });
});
