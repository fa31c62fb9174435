import { UsageError } from '../command.js';

/** An object of a JSON file, and where in the file it stands. */
export interface Entry {
  readonly at: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Reads an object. Throws `UsageError` for anything else, as do all readers here. */
export function entryOf(value: unknown, at: string): Entry {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw nonsense(at, 'is no object');
  return { at, fields: value as Record<string, unknown> };
}

/** Reads an array. */
export function listOf(value: unknown, at: string): readonly unknown[] {
  if (!Array.isArray(value)) throw nonsense(at, 'is no list');
  return value;
}

/** Reads a sum in minor units: a whole number that is not negative and that a program can hold exactly. */
export function minorOf(value: unknown, at: string): bigint {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0)
    throw nonsense(at, 'is no sum in minor units');
  return BigInt(value);
}

/** Reads a sum in minor units, or null for none. */
export function capOf(value: unknown, at: string): bigint | null {
  return value === null || value === undefined ? null : minorOf(value, at);
}

/** Reads a number that is not negative. */
export function numberOf(value: unknown, at: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) throw nonsense(at, 'is no number');
  return value;
}

/** Reads a text. */
export function textOf(value: unknown, at: string): string {
  if (typeof value !== 'string') throw nonsense(at, 'is no text');
  return value;
}

/** Reads each value of an object, with `read`. */
export function mapOf<T>(value: unknown, at: string, read: (value: unknown, at: string) => T): Record<string, T> {
  const { fields } = entryOf(value, at);
  return Object.fromEntries(Object.entries(fields).map(([key, one]) => [key, read(one, `${at}.${key}`)]));
}

/** What is said of a value that cannot be read. */
export function nonsense(at: string, says: string): UsageError {
  return new UsageError(`${at} ${says}.`);
}
