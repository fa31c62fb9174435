import { Injectable } from '@nestjs/common';
import { type Currency, Money } from '#libs/kernel/src/index.js';
import { Database } from '#libs/platform/src/index.js';
import type { CauseKind, PlaceReckoning, Reckoning, Silence, WayReckoning } from './reckoning.js';
import { RECKONING, type ReckoningRow, SILENCE } from './reckoning.sql.js';

const WAYS = ['clearing', 'payout', 'disputed', 'order', 'exchange'] as const;

/** Puts what Stripe says, what the bank says and what our books say side by side. */
@Injectable()
export class ReckoningQueries {
  constructor(private readonly db: Database) {}

  /** A reckoning for each currency in which anything lies or moves, lei first. */
  async now(): Promise<Reckoning[]> {
    const [rows, [asked]] = await Promise.all([this.db.rows<ReckoningRow>(RECKONING), this.db.rows<Asked>(SILENCE)]);
    const currencies = [
      ...new Set(rows.filter(({ minor }) => minor !== '0').map(({ currency }) => currency as Currency)),
    ];
    const lei = (currency: Currency) => (currency === 'MDL' ? '' : currency);
    return currencies
      .sort((a, b) => lei(a).localeCompare(lei(b)))
      .map((currency) =>
        reckoningOf(
          currency,
          rows.filter((row) => row.currency === currency),
          asked!,
        ),
      );
  }
}

/** When a word of Stripe is too old, and why it would be. */
interface Asked {
  readonly old: Date;
  readonly silence: Silence;
}

/** The reckoning of one currency. */
function reckoningOf(currency: Currency, rows: readonly ReckoningRow[], { old, silence }: Asked): Reckoning {
  const [word, bank] = [placeOf('stripe', currency, rows), placeOf('bank', currency, rows)];
  const stripe = { ...word, silence: word.at && word.at > old ? null : silence };
  const way = WAYS.flatMap((kind) => wayOf(kind, currency, rows));
  const books = [stripe, bank, ...way].reduce((sum, part) => sum.plus(part.books), Money.zero(currency));
  const explained = [stripe, bank, ...way].every(({ unexplained }) => unexplained.isZero());
  return { currency, stripe, bank, way, books, explained };
}

function placeOf(place: 'stripe' | 'bank', currency: Currency, all: readonly ReckoningRow[]): PlaceReckoning {
  const rows = all.filter((row) => row.place === place);
  const sum = (what: ReckoningRow['row']) => moneyOf(currency, rows.find(({ row }) => row === what)); // prettier-ignore
  const word = rows.find(({ row }) => row === 'said');
  const causes = rows
    .filter(({ row }) => row === 'cause')
    .map(({ name, things, since, ...row }) => ({
      kind: name as CauseKind,
      things,
      amount: moneyOf(currency, row),
      since,
    }));
  const [said, books, pending] = [sum('said'), sum('books'), sum('pending')];
  return {
    said: word ? said : null,
    parts: word && place === 'stripe' ? { available: said.minus(pending), pending } : null,
    at: word?.since ?? null,
    silence: null,
    causes,
    books,
    unexplained: causes.reduce((rest, { amount }) => rest.minus(amount), books.minus(said)),
  };
}

function wayOf(kind: CauseKind, currency: Currency, rows: readonly ReckoningRow[]): WayReckoning[] {
  const [cause, booked] = (['cause', 'books'] as const).map((what) =>
    rows.find(({ place, row, name }) => place === 'way' && row === what && name === kind),
  );
  const books = moneyOf(currency, booked);
  const made = { kind, things: cause?.things ?? 0, amount: moneyOf(currency, cause), since: cause?.since ?? null };
  if (made.amount.isZero() && books.isZero()) return [];
  return [{ ...made, books, unexplained: books.minus(made.amount) }];
}

function moneyOf(currency: Currency, row: Pick<ReckoningRow, 'minor'> | undefined): Money {
  return Money.ofMinor(BigInt(row?.minor ?? 0), currency);
}
