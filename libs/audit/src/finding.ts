import { type Currency, Money, type MoneyJson, type ProjectId } from '#libs/kernel/src/index.js';
import { FINDING_KINDS, type FindingKind, type ParamsOf, type ParamType } from './finding-kinds.js';

/** What always holds: libs/ledger/README.md says each. */
export type Invariant = 'I1' | 'I2' | 'I3' | 'I4' | 'I5' | 'I6' | 'I7' | 'I8' | 'I9' | 'I10' | 'I11';

/** One thing that is not as it must be. */
export interface Finding {
  readonly invariant: Invariant;
  /** What is wrong, as a stable code. */
  readonly kind: FindingKind;
  /** What it is about: "journal:KEY", "account:CODE", "pledge:ID". Never a person. */
  readonly subject: string;
  /** The figures of it, by name: sums, counts, words, moments and days as texts. */
  readonly params: Readonly<Record<string, FindingParam>>;
  /** Whose tranches are not paid until it is mended; null: no project's, because the books themselves are in doubt; none: of a town's fund. */
  readonly projects: readonly ProjectId[] | null;
}

/** A value that a finding's sentence needs. */
export type FindingParam = MoneyJson | number | string;

/** One question to the database: each row of its answer is a finding, `subject` and the kind's parameters. */
export interface Check {
  readonly invariant: Invariant;
  readonly kind: FindingKind;
  readonly sql: string;
}

/** What a check answers. */
export type Found = Omit<Finding, 'projects'>;

/** The whole question of a check: `subject`, and everything else of a row as `params`. */
export function questionOf({ sql }: Check, limit?: number): string {
  return `select subject, to_jsonb(found) - 'subject' as params from (${sql}) found order by 1, 2${limit ? ` limit ${limit}` : ''}`;
}

/** A row of a check's answer. */
export interface Answer {
  readonly subject: string;
  readonly params: Readonly<Record<string, string | number | { minor: string; currency: Currency }>>;
}

/** The finding of an answered row. */
export function foundIn({ invariant, kind }: Check, { subject, params }: Answer): Found {
  const named = Object.keys(FINDING_KINDS[kind].params).map((name) => {
    const value = params[name]!;
    return [name, typeof value === 'object' ? Money.ofMinor(BigInt(value.minor), value.currency).toJSON() : value];
  });
  return { invariant, kind, subject, params: Object.fromEntries(named) as Finding['params'] };
}

/** A finding that is made here and not by a question to the database. */
export function foundHere<K extends FindingKind>(
  invariant: Invariant,
  kind: K,
  { subject, params }: { subject: string; params: ParamsOf<K> },
): Found {
  return { invariant, kind, subject, params };
}

/** The parameters of a kind with how each is read. */
export function paramTypes(kind: FindingKind): [string, ParamType][] {
  return Object.entries<ParamType>(FINDING_KINDS[kind].params);
}

/** A sum as a column of a check's answer. */
export function sum(minor: string, currency: string): string {
  return `jsonb_build_object('minor', (${minor})::text, 'currency', ${currency})`;
}

/** A sum in lei as a column of a check's answer. */
export function lei(minor: string): string {
  return sum(minor, `'MDL'`);
}
