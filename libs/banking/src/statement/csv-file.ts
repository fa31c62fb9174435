import type { CivilDate, Currency } from '#libs/kernel/src/index.js';
import {
  dayOf,
  decoded,
  type FileEntry,
  type FileStatement,
  fileWrong,
  minorOf,
  mustAddUp,
  sumOf,
  tidied,
} from './statement-file.js';

/** What a bank's CSV may be: its letters, its dates, what stands between its cells, and what a column says. */
export const ENCODINGS = ['utf-8', 'windows-1250', 'windows-1251', 'windows-1252', 'iso-8859-2', 'utf-16le'] as const;
export const DATE_FORMATS = ['YYYY-MM-DD', 'DD.MM.YYYY', 'DD/MM/YYYY', 'MM/DD/YYYY', 'YYYYMMDD'] as const;
export const DELIMITERS = [',', ';', '\t', '|'] as const;
export const COLUMNS = [
  'date',
  'amount',
  'debit',
  'credit',
  'balance',
  'reference',
  'name',
  'iban',
  'purpose',
] as const;

/** How a bank's CSV is read: saved for the account. */
export interface CsvMapping {
  readonly encoding: (typeof ENCODINGS)[number];
  readonly delimiter: (typeof DELIMITERS)[number];
  readonly dates: (typeof DATE_FORMATS)[number];
  readonly decimal: '.' | ',';
  /** Lines that stand before the first entry, and after the last. */
  readonly skip: number;
  readonly skipEnd: number;
  /** The number of each column, from 1: date, and either amount (with its sign) or debit and credit. */
  readonly columns: Partial<Record<(typeof COLUMNS)[number], number>>;
}

/** The balances that a person read off the statement, where the file has no column of balances. */
export interface TypedBalances {
  readonly opening: string;
  readonly closing: string;
}

interface Row {
  readonly line: number;
  readonly cells: readonly string[];
}

/**
 * Reads a bank's CSV by the account's mapping. With a column of balances each row must continue the one before (the newest
 * may come first); without one, the balances are those that a person typed. Throws `statement-*` with the line.
 */
export function readCsv(
  bytes: Buffer,
  mapping: CsvMapping,
  { currency, typed }: { currency: Currency; typed: TypedBalances | null },
): FileStatement {
  const rows = rowsIn(decoded(bytes, mapping.encoding).replace(/^\uFEFF/, ''), mapping);
  const read = rows.map((row) => ({
    entry: entryOf(row, mapping, currency),
    balance: balanceOf(row, mapping, currency),
  }));
  if (read.length === 0) throw fileWrong('statement-empty', 0);
  const reversed = read.toReversed();
  const newestFirst = read[0]!.entry.bookedOn > reversed[0]!.entry.bookedOn || (!follows(read) && follows(reversed));
  const ordered = newestFirst ? reversed : read;
  const entries = ordered.map(({ entry }) => entry);
  const days = entries.map(({ bookedOn }) => bookedOn).sort();
  const period = { iban: null, currency, from: days[0]!, until: days.at(-1)!, entries };
  if (!mapping.columns.balance) {
    if (!typed) throw fileWrong('statement-no-balance', 0);
    const [opening, closing] = [typed.opening, typed.closing].map((text) => minorOf(text, currency, 0).toString());
    return mustAddUp({ ...period, opening: opening!, closing: closing! });
  }
  mustFollow(ordered, currency);
  const [first, last] = [ordered[0]!, ordered.at(-1)!];
  const opening = first.balance! - BigInt(first.entry.minor);
  return mustAddUp({ ...period, opening: opening.toString(), closing: String(last.balance) });
}

interface ReadRow {
  readonly entry: FileEntry;
  readonly balance: bigint | null;
}

function follows(rows: readonly ReadRow[]): boolean {
  return rows.every(({ entry, balance }, n) => n === 0 || balance === null || balance === rows[n - 1]!.balance! + BigInt(entry.minor)); // prettier-ignore
}

function mustFollow(rows: readonly ReadRow[], currency: Currency): void {
  rows.forEach(({ entry, balance }, n) => {
    const expected = n === 0 ? balance! : rows[n - 1]!.balance! + BigInt(entry.minor);
    if (balance !== expected) throw fileWrong('statement-balance', entry.line, { expected: sumOf({ currency }, expected), found: sumOf({ currency }, balance!) }); // prettier-ignore
  });
}

function entryOf({ line, cells }: Row, mapping: CsvMapping, currency: Currency): FileEntry {
  const cell = (name: keyof CsvMapping['columns']) => {
    const n = mapping.columns[name];
    if (!n) return '';
    const text = cells[n - 1];
    if (text === undefined) throw fileWrong('statement-columns', line, { column: n, found: cells.length });
    return text.trim();
  };
  const amount = (name: 'amount' | 'debit' | 'credit') => {
    const text = cell(name);
    return text === '' ? 0n : minorOf(plainAmount(text, mapping.decimal), currency, line);
  };
  const [debit, credit] = [amount('debit'), amount('credit')];
  const minor = mapping.columns.amount ? amount('amount') : credit - (debit < 0n ? -debit : debit);
  if (minor === 0n || (debit !== 0n && credit !== 0n))
    throw fileWrong('statement-amount', line, { text: cells.join(' ').slice(0, 40) });
  return {
    line,
    bookedOn: dayIn(cell('date'), mapping.dates, line),
    minor: minor.toString(),
    reference: tidied(cell('reference'), 140),
    name: tidied(cell('name'), 140),
    iban: tidied(cell('iban'), 34),
    purpose: tidied(cell('purpose'), 500) ?? '',
    endToEnd: null,
    code: '',
    reversal: false,
  };
}

function balanceOf({ line, cells }: Row, { columns, decimal }: CsvMapping, currency: Currency): bigint | null {
  if (!columns.balance) return null;
  return minorOf(plainAmount((cells[columns.balance - 1] ?? '').trim(), decimal), currency, line);
}

/** "1 234,50" and "1.234,50" with the decimal comma are 1234.50; what is no number stays what it is. */
function plainAmount(text: string, decimal: '.' | ','): string {
  const thousands = decimal === ',' ? /(?<=\d)[\s.'’](?=\d{3}(?:\D|$))/g : /(?<=\d)[\s,'’](?=\d{3}(?:\D|$))/g;
  const joined = text.replace(/^\u2212/, '-').replace(thousands, '');
  if (decimal === ',') return joined.includes('.') ? 'x' : joined.replace(',', '.');
  return joined;
}

function dayIn(text: string, format: CsvMapping['dates'], line: number): CivilDate {
  const shape = format.replace(/[.]/g, '\\.').replace('YYYY', '(?<y>\\d{4})').replace('MM', '(?<m>\\d{2})').replace('DD', '(?<d>\\d{2})'); // prettier-ignore
  const found = new RegExp(`^${shape}(?:[ T].*)?$`).exec(text)?.groups;
  if (!found) throw fileWrong('statement-date', line, { text: text.slice(0, 40) });
  return dayOf(`${found.y}-${found.m}-${found.d}`, line);
}

/** The rows of RFC 4180 text without those to be skipped and empty ones. Throws `statement-quotes` for a quote that does not end. */
function rowsIn(text: string, { delimiter, skip, skipEnd }: CsvMapping): Row[] {
  const rows: Row[] = [];
  let [cells, cell, quoted, line, began] = [[] as string[], '', false, 1, 1];
  const endCell = () => {
    cells.push(cell);
    cell = '';
  };
  const endRow = () => {
    endCell();
    if (cells.some((one) => one.trim() !== '')) rows.push({ line: began, cells });
    [cells, began] = [[], line];
  };
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at]!;
    if (sign === '\n') line += 1;
    if (quoted && sign === '"' && text[at + 1] === '"') [cell, at] = [`${cell}"`, at + 1];
    else if (quoted && sign === '"') quoted = false;
    else if (quoted) cell += sign;
    else if (sign === '"' && cell.trim() === '') [quoted, cell] = [true, ''];
    else if (sign === delimiter) endCell();
    else if (sign === '\n') endRow();
    else if (sign !== '\r') cell += sign;
  }
  if (quoted) throw fileWrong('statement-quotes', began);
  endRow();
  const kept = rows.filter((row) => row.line > skip);
  return skipEnd > 0 ? kept.slice(0, -skipEnd) : kept;
}
