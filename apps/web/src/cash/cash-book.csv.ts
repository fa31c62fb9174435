import { BYTE_ORDER_MARK, csvRow } from '#libs/books/src/index.js';
import type { CashBookQueries, CashLine } from '#libs/cash/src/index.js';
import type { BodyId } from '#libs/kernel/src/index.js';

const CHUNK = 1_000;
const COLUMNS = ['at', 'kind', 'number', 'cashier', 'giver', 'deposit', 'reason', 'amount_minor', 'amount', 'balance_minor', 'balance']; // prettier-ignore

/** The whole cash book, the newest line first; names of givers for officers only. */
export async function* cashBookCsv(book: CashBookQueries, id: BodyId, officer: boolean): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + csvRow(COLUMNS);
  for (let after: string | undefined; ;) {
    const lines = await book.lines(id, { after, limit: CHUNK });
    if (lines.length === 0) return;
    yield lines.map((line) => csvRow(cellsOf(line, officer))).join('');
    after = lines.at(-1)!.key;
  }
}

function cellsOf(line: CashLine, officer: boolean): (string | number | null)[] {
  const { at, kind, n, cashier, giver, depositCode, reason, amount, balance } = line;
  return [
    ...[at.toISOString(), kind, n, cashier, officer ? giver : null, depositCode, officer ? reason : null],
    ...[amount.minor.toString(), amount.toString(), balance.minor.toString(), balance.toString()],
  ];
}
