import {
  type CivilDate,
  type Currency,
  DECIMALS,
  type DomainError,
  Money,
  oneLine,
  parseCivilDate,
  type RefusalParams,
  refuse,
} from '#libs/kernel/src/index.js';

/** One entry of a statement as a bank's file has it. */
export interface FileEntry {
  /** Where it begins in the file, for a person who looks for it. */
  readonly line: number;
  readonly bookedOn: CivilDate;
  /** Minor units; less than zero when money went out. */
  readonly minor: string;
  /** The bank's own reference; null when the file gives none. */
  readonly reference: string | null;
  readonly name: string | null;
  readonly iban: string | null;
  /** What the payer wrote, with every other text of the entry. */
  readonly purpose: string;
  /** The id that the payer's order carried. */
  readonly endToEnd: string | null;
  /** The bank's transaction code ("PMNT/RCDT/XBCT"); empty when the file has none. */
  readonly code: string;
  /** It takes an earlier entry back. */
  readonly reversal: boolean;
}

/** What a file says of one account over a time: opening and its entries are the closing. */
export interface FileStatement {
  /** The account that it names; null when the file names none. */
  readonly iban: string | null;
  readonly currency: Currency;
  readonly from: CivilDate;
  readonly until: CivilDate;
  readonly opening: string;
  readonly closing: string;
  readonly entries: readonly FileEntry[];
}

/** The largest file that is read, and the most entries of one. */
export const FILE_BYTES_MAX = 10 * 1024 * 1024;
const ENTRIES_MAX = 5_000;

/** The refusal of a whole file, with the line where it is wrong (0: the file as a whole). */
export function fileWrong(code: string, line: number, params: RefusalParams = {}): DomainError {
  return refuse('invalid', code, `The statement is refused whole: ${code}, line ${line}.`, { line, ...params });
}

/** A file's bytes as text. Throws `statement-encoding` when they are not of this encoding. */
export function decoded(bytes: Buffer, encoding: string): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw fileWrong('statement-encoding', 0, { encoding: encoding.slice(0, 40) });
  }
}

/** A day of a file. Throws `statement-date`. */
export function dayOf(text: string, line: number): CivilDate {
  const day = parseCivilDate(text);
  if (!day) throw fileWrong('statement-date', line, { text: text.slice(0, 40) });
  return day;
}

/** Exact decimal text as minor units. Throws `statement-amount` for anything else, more decimals than the currency has among it. */
export function minorOf(text: string, currency: Currency, line: number): bigint {
  const [, sign, whole, places = ''] = /^([-+]?)(\d{1,15})(?:\.(\d{0,6}))?$/.exec(text) ?? [];
  const kept = places.replace(/0+$/, '').padEnd(DECIMALS[currency], '0');
  if (whole === undefined || kept.length > DECIMALS[currency])
    throw fileWrong('statement-amount', line, { text: text.slice(0, 40) });
  const minor = BigInt(whole + kept);
  return sign === '-' ? -minor : minor;
}

/**
 * Passes when opening and entries are the closing, to the smallest unit. Throws `statement-sum` (params `expected`, `found`),
 * `statement-empty`, `statement-too-many`.
 */
export function mustAddUp(file: FileStatement): FileStatement {
  if (file.entries.length === 0) throw fileWrong('statement-empty', 0);
  if (file.entries.length > ENTRIES_MAX) throw fileWrong('statement-too-many', 0, { most: ENTRIES_MAX });
  const sum = file.entries.reduce((total, { minor }) => total + BigInt(minor), BigInt(file.opening));
  if (sum !== BigInt(file.closing))
    throw fileWrong('statement-sum', 0, { expected: sumOf(file, file.closing), found: sumOf(file, sum) });
  const early = file.entries.find(({ bookedOn }) => bookedOn < file.from || bookedOn > file.until);
  if (early) throw fileWrong('statement-period', early.line, { day: early.bookedOn });
  return file;
}

/** Minor units of a file as money. */
export function sumOf({ currency }: Pick<FileStatement, 'currency'>, minor: string | bigint): Money {
  return Money.ofMinor(BigInt(minor), currency);
}

/** Spaces and what cannot be seen are one space; nothing is null. */
export function tidied(text: string, most: number): string | null {
  const tidy = oneLine(text);
  return tidy === '' ? null : tidy.slice(0, most).trim();
}
