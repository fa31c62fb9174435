import type { PlatformAccount, PlatformBooks } from '#libs/books/src/index.js';
import { type Currency, Money } from '#libs/kernel/src/index.js';

/** One currency of the platform's books: `has` is what is owed to others, what is the platform's own, and the difference. */
export interface CurrencyTotals {
  readonly currency: Currency;
  readonly has: Money;
  readonly owes: Money;
  readonly own: Money;
  /** So much more of it is held than is owed; negative: less. */
  readonly more: Money;
}

/** The same sums that the tables of the books name one by one, added up by currency, so that a reader need not. */
export function byCurrency({ has, owes, own }: Pick<PlatformBooks, 'has' | 'owes' | 'own'>): CurrencyTotals[] {
  const currencies = [...new Set([...has, ...owes, ...own].map(({ amount }) => amount.currency))].sort();
  return currencies
    .map((currency) => {
      const held = sumOf(has, currency, 'debit');
      const others = sumOf(owes, currency, 'credit');
      const platform = sumOf(own, currency, 'credit');
      return { currency, has: held, owes: others, own: platform, more: held.minus(others).minus(platform) };
    })
    .filter((row) => [row.has, row.owes, row.own].some((sum) => !sum.isZero()));
}

/** An account that stands on the other side takes away. */
function sumOf(accounts: readonly PlatformAccount[], currency: Currency, side: PlatformAccount['side']): Money {
  return accounts
    .filter(({ amount }) => amount.currency === currency)
    .reduce((sum, one) => (one.side === side ? sum.plus(one.amount) : sum.minus(one.amount)), Money.zero(currency));
}
