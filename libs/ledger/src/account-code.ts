import type { Currency } from '#libs/kernel/src/index.js';
import { type AccountName, type Book, chartRowOf, type OwnerKind } from './chart.js';

declare const charted: unique symbol;
/** The name of an account, "book:owner:account:currency"; only `account` makes one, so the chart knows it. */
export type AccountCode = string & { readonly [charted]: true };

type AloneOwner = 'stripe' | 'returns' | 'operator' | 'donors';
type OwnedParts = readonly [book: Book, owner: OwnerKind, id: string, name: AccountName, currency: Currency];
type AloneParts = readonly [book: Book, owner: AloneOwner, name: AccountName, currency: Currency];

const ID = /^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/;

/**
 * The code of an account: `account('held', 'project', id, 'claim', 'MDL')`, or without an id where there is only one:
 * `account('held', 'stripe', 'clearing', 'EUR')`. It is opened when first posted to. Throws RangeError on an account
 * that the chart does not know.
 */
export function account(...parts: OwnedParts | AloneParts): AccountCode {
  const [book, kind, id, name, currency] = parts.length === 5 ? parts : [parts[0], parts[1], null, parts[2], parts[3]];
  if (id !== null && !ID.test(id)) throw new RangeError(`"${id}" cannot own an account`);
  const code = `${book}:${id === null ? kind : `${kind}/${id}`}:${name}:${currency}`;
  if (!chartRowOf(code)) throw new RangeError(`the chart knows no account ${code}`);
  return code as AccountCode;
}

/** The currency an account is kept in. */
export function currencyOfAccount(code: AccountCode): Currency {
  return code.slice(code.lastIndexOf(':') + 1) as Currency;
}

/** The book an account stands in. */
export function bookOf(code: AccountCode): Book {
  return code.slice(0, 4) as Book;
}
