import { SaxesParser } from 'saxes';
import {
  type CivilDate,
  DECIMALS,
  type Currency,
  type DomainError,
  parseCivilDate,
  refuse,
} from '#libs/kernel/src/index.js';

/** One line of the National Bank's table. */
export interface PublishedRate {
  readonly currency: Currency;
  readonly nominal: number;
  /** Lei for `nominal` units, decimal text as published. */
  readonly value: string;
}

/** The largest table we read: the real one has about 10 kB. */
export const TABLE_BYTES_MAX = 262_144;
const DEPTH_MAX = 3;
const NOMINALS = new Set([1, 10, 100, 1000, 10_000]);

/**
 * Reads the National Bank's XML (`ValCurs`): the day and its rates. Currencies that Plai does not know are left out.
 * Throws `rates-too-large` above 256 kB and `rates-format` for anything that is not such a table, a document type or
 * an entity of its own among them.
 */
export function readValCurs(xml: string): { on: CivilDate; rates: PublishedRate[] } {
  if (Buffer.byteLength(xml) > TABLE_BYTES_MAX)
    throw refuse('invalid', 'rates-too-large', 'The table of rates is larger than 256 kB.');
  const table = collect(xml.replace(/^\uFEFF/, ''));
  const [, day, month, year] = /^(\d{2})\.(\d{2})\.(\d{4})$/.exec(table.date) ?? [];
  const on = parseCivilDate(`${year}-${month}-${day}`);
  if (!on) throw wrong('it has no day');
  const rates = table.rows.filter(({ CharCode }) => Object.hasOwn(DECIMALS, CharCode ?? '')).map(rateOf);
  if (rates.length === 0) throw wrong('it has no rates');
  if (new Set(rates.map(({ currency }) => currency)).size < rates.length) throw wrong('a currency stands twice');
  return { on, rates };
}

type Row = Partial<Record<string, string>>;

function collect(xml: string): { date: string; rows: Row[] } {
  const parser = new SaxesParser({ xmlns: false });
  const path: string[] = [];
  const rows: Row[] = [];
  let date = '';
  parser.on('error', () => {
    throw wrong('it is not well-formed XML');
  });
  parser.on('doctype', () => {
    throw wrong('a document type is not allowed');
  });
  parser.on('opentag', ({ name, attributes }) => {
    path.push(name);
    if (path.length > DEPTH_MAX || path[0] !== 'ValCurs') throw wrong(`<${name}> is not expected`);
    if (path.length === 1) date = attributes.Date ?? '';
    if (path.length === 2) rows.push({});
  });
  parser.on('text', (text) => {
    const row = rows.at(-1);
    const field = path[2];
    if (row && field) row[field] = (row[field] ?? '') + text.trim();
  });
  parser.on('closetag', () => void path.pop());
  parser.write(xml).close();
  return { date, rows };
}

function rateOf({ CharCode, Nominal = '', Value = '' }: Row): PublishedRate {
  const nominal = /^\d{1,5}$/.test(Nominal) ? Number(Nominal) : 0;
  if (!NOMINALS.has(nominal)) throw wrong(`${CharCode} is given for "${Nominal.slice(0, 10)}" units`);
  if (!/^\d{1,9}(\.\d{1,8})?$/.test(Value) || /^[0.]+$/.test(Value)) throw wrong(`${CharCode} has no value`);
  return { currency: CharCode as Currency, nominal, value: Value };
}

function wrong(what: string): DomainError {
  return refuse('invalid', 'rates-format', `This is not the National Bank's table of rates: ${what}.`);
}
