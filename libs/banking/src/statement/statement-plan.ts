import type { CivilDate } from '#libs/kernel/src/index.js';
import { type FileEntry, type FileStatement, fileWrong, sumOf } from './statement-file.js';

/** A line of the account that stands in its books already. */
export interface KnownLine {
  readonly id: string;
  readonly bookedOn: CivilDate;
  /** Minor units; less than zero when money went out. */
  readonly minor: string;
  /** The bank's reference; of a line entered by hand what was typed, of a statement's line null when the file gave none. */
  readonly reference: string | null;
}

/** What is known of an account before a file is taken. */
export interface AccountState {
  readonly iban: string;
  /** The end of its last confirmed statement; null before the first. */
  readonly last: { readonly until: CivilDate; readonly closing: string } | null;
  /** Lines that a statement has shown. */
  readonly shown: readonly KnownLine[];
  /** Lines entered by hand for days that no statement has covered yet. */
  readonly byHand: readonly KnownLine[];
}

/** One entry of the file that the statements before it have not shown. */
export interface FreshEntry {
  readonly entry: FileEntry;
  /** The line entered by hand before that this entry is; null when it is new. */
  readonly meets: string | null;
}

/**
 * What of a file is new: it goes on from the last closing, or overlaps and the entries shown before are known again, by the
 * bank's reference and amount, else by day, amount and occurrence. Whatever is taken, last closing and new entries are the
 * file's closing. Throws `statement-account`, `statement-known` when nothing is new, `statement-gap` (params `expected`,
 * `found`), `statement-unsure` when it may go on or overlap, `statement-early`, `statement-opening` for a first file,
 * `statement-misses` when lines entered by hand that the file does not show are money.
 */
export function planOf(file: FileStatement, state: AccountState): FreshEntry[] {
  const named = file.iban?.replace(/\s/g, '').toUpperCase();
  if (named && named !== state.iban) throw fileWrong('statement-account', 0, { found: named.slice(0, 34) });
  const fresh = freshOf(file, state);
  if (fresh.length === 0) throw fileWrong('statement-known', 0);
  const meets = meeting(file, fresh, state.byHand);
  const met = new Set(meets.values());
  mustBeAccounted(
    file,
    state,
    state.byHand.filter(({ id, bookedOn }) => !met.has(id) && bookedOn <= file.until),
  );
  return fresh.map((entry) => ({ entry, meets: meets.get(entry) ?? null }));
}

/** Lines by hand that the file does not show are what a first file opens with; later they take each other back, or are wrong. */
function mustBeAccounted(file: FileStatement, { last }: AccountState, unmet: readonly KnownLine[]): void {
  const held = sum(unmet);
  if (!last && held !== BigInt(file.opening))
    throw fileWrong('statement-opening', 0, { expected: sumOf(file, held), found: sumOf(file, file.opening) });
  const [missing] = unmet;
  if (last && held !== 0n && missing)
    throw fileWrong('statement-misses', 0, {
      reference: missing.reference ?? '',
      day: missing.bookedOn,
      amount: sumOf(file, missing.minor),
    });
}

function freshOf(file: FileStatement, { last, shown }: AccountState): readonly FileEntry[] {
  const { entries, opening, closing } = file;
  if (!last) return entries;
  const others = withoutKnown(entries, shown);
  const keys = new Set(shown.flatMap((line) => keyOf(line) ?? []));
  const goesOn = opening === last.closing && !entries.some((entry) => keys.has(keyOf(entry) ?? ''));
  const overlap = entries.length - others.length;
  // Without references, payments that take each other back may be those of before or their equals: then no sum tells.
  if (goesOn && overlap > 0 && others.length > 0 && sum(others) === sum(entries))
    throw fileWrong('statement-unsure', 0, { day: last.until });
  const fresh = goesOn && others.length > 0 ? entries : others;
  if (fresh.length === 0) return fresh;
  const early = fresh.find(({ bookedOn }) => bookedOn < last.until);
  if (BigInt(last.closing) + sum(fresh) !== BigInt(closing))
    throw fileWrong('statement-gap', early?.line ?? 0, {
      expected: sumOf(file, last.closing),
      found: sumOf(file, opening),
      day: last.until,
    });
  if (early) throw fileWrong('statement-early', early.line, { day: early.bookedOn, until: last.until });
  return fresh;
}

/** The entries that no line shown before is: each line is met once. */
function withoutKnown(entries: readonly FileEntry[], shown: readonly KnownLine[]): FileEntry[] {
  const byReference = pool(shown.filter(({ reference }) => reference !== null), ({ reference, minor }) => `${spelled(reference!)} ${minor}`); // prettier-ignore
  const used = new Set<KnownLine>();
  const left = entries.filter((entry) => {
    const line = byReference.get(keyOf(entry) ?? '')?.shift();
    if (line) used.add(line);
    return !line;
  });
  // A reference on both sides that differs is another payment; where one side has none, the day and the amount decide.
  const byDay = pool(shown.filter((line) => !used.has(line)), ({ bookedOn, minor }) => `${bookedOn} ${minor}`); // prettier-ignore
  return left.filter(({ bookedOn, minor, reference }) => {
    const lines = byDay.get(`${bookedOn} ${minor}`) ?? [];
    const at = lines.findIndex((line) => reference === null || line.reference === null);
    if (at < 0) return true;
    lines.splice(at, 1);
    return false;
  });
}

/** Which lines entered by hand these entries are: by reference, else by day and amount. */
function meeting(
  file: FileStatement,
  entries: readonly FileEntry[],
  byHand: readonly KnownLine[],
): Map<FileEntry, string> {
  const met = new Map<FileEntry, string>();
  const open = new Set(byHand);
  const named = new Map(byHand.map((line) => [spelled(line.reference ?? ''), line]));
  const keys = new Set(entries.map(keyOf));
  for (const entry of entries) {
    const line = entry.reference === null ? undefined : named.get(spelled(entry.reference));
    if (!line || !open.has(line)) continue;
    // A bank may give a payment's reference to its fee, too.
    if (line.minor !== entry.minor && keys.has(keyOf(line))) continue;
    if (line.minor !== entry.minor)
      throw fileWrong('statement-differs', entry.line, { reference: entry.reference!, amount: sumOf(file, line.minor) }); // prettier-ignore
    met.set(entry, line.id);
    open.delete(line);
  }
  const byDay = pool([...open], ({ bookedOn, minor }) => `${bookedOn} ${minor}`);
  for (const entry of entries) {
    if (met.has(entry)) continue;
    const line = byDay.get(`${entry.bookedOn} ${entry.minor}`)?.shift();
    if (line) met.set(entry, line.id);
  }
  return met;
}

function pool<T>(list: readonly T[], key: (one: T) => string): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const one of list) found.set(key(one), [...(found.get(key(one)) ?? []), one]);
  return found;
}

function sum(list: readonly { readonly minor: string }[]): bigint {
  return list.reduce((total, { minor }) => total + BigInt(minor), 0n);
}

/** What tells one payment from all others: the bank's reference and the amount. */
function keyOf({ reference, minor }: Pick<KnownLine, 'reference' | 'minor'>): string | null {
  return reference === null ? null : `${spelled(reference)} ${minor}`;
}

/** A reference however it is typed; the database's `banking.spelled` says the same. */
function spelled(reference: string): string {
  return reference.replace(/\s/g, '').toUpperCase();
}
