import { type CivilDate, DECIMALS, type Currency, parseCivilDate } from '#libs/kernel/src/index.js';
import { notATable, type XmlElement, xmlElement } from './xml-element.js';

/** One line of a table. */
export interface PublishedRate {
  readonly currency: Currency;
  readonly nominal: number;
  /** Decimal text as published: the National Bank's lei for `nominal` units, the ECB's units for one euro. */
  readonly value: string;
}

/** What a bank published for a day. */
export interface RateTable {
  readonly source: 'BNM' | 'ECB';
  readonly on: CivilDate;
  readonly rates: readonly PublishedRate[];
}

type Row = Readonly<Partial<Record<string, string>>>;

const NOMINALS = new Set([1, 10, 100, 1000, 10_000]);

/**
 * Reads the daily XML of the National Bank (`ValCurs`) or of the ECB (`gesmes:Envelope`). Currencies that Plai does not know
 * are left out. Throws `rates-too-large` above 256 kB and `rates-format` for anything else.
 */
export function readTable(xml: string): RateTable {
  const root = xmlElement(xml);
  if (root.name === 'ValCurs') return checked('BNM', nationalBank(root));
  if (root.name === 'gesmes:Envelope') return checked('ECB', centralBank(root));
  throw notATable(`<${root.name}> is not expected`);
}

function nationalBank(root: XmlElement): { day: string | undefined; rows: Row[] } {
  const day = /^(\d{2})\.(\d{2})\.(\d{4})$/.exec(root.attributes.Date ?? '');
  const rows = root.children.map(({ children }) => Object.fromEntries(children.map(({ name, text }) => [name, text])));
  return { day: day?.slice(1).reverse().join('-'), rows };
}

function centralBank(root: XmlElement): { day: string | undefined; rows: Row[] } {
  const days = root.children.filter(({ name }) => name === 'Cube').flatMap(({ children }) => children);
  if (days.length !== 1) throw notATable('it is not of one day');
  const rows = days[0]!.children.map(({ attributes: { currency: CharCode, rate: Value } }) => ({
    ...{ CharCode, Value, Nominal: '1' },
  }));
  return { day: days[0]!.attributes.time, rows };
}

function checked(source: RateTable['source'], { day, rows }: { day: string | undefined; rows: Row[] }): RateTable {
  const on = parseCivilDate(day ?? '');
  if (!on) throw notATable('it has no day');
  const known = rows.filter(({ CharCode = '' }) => CharCode !== 'MDL' && Object.hasOwn(DECIMALS, CharCode));
  const rates = known.map(rateOf);
  if (rates.length === 0) throw notATable('it has no rates');
  if (new Set(rates.map(({ currency }) => currency)).size < rates.length) throw notATable('a currency stands twice');
  return { source, on, rates };
}

function rateOf({ CharCode, Nominal = '', Value = '' }: Row): PublishedRate {
  const nominal = /^\d{1,5}$/.test(Nominal) ? Number(Nominal) : 0;
  if (!NOMINALS.has(nominal)) throw notATable(`${CharCode} is given for "${Nominal.slice(0, 10)}" units`);
  if (!/^\d{1,9}(\.\d{1,8})?$/.test(Value) || /^[0.]+$/.test(Value)) throw notATable(`${CharCode} has no value`);
  return { currency: CharCode as Currency, nominal, value: Value };
}
