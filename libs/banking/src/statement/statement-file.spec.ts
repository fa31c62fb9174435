import fs from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { CivilDate, DomainError } from '#libs/kernel/src/index.js';
import { fromRoot } from '#libs/platform/src/index.js';
import { camtOf } from '../../../../test/support/statements.js';
import { readCamt } from './camt-file.js';
import { type CsvMapping, readCsv } from './csv-file.js';

const sample = fs.readFileSync(fromRoot('libs/banking/data/camt053-sample.xml'));
const said = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    const { code, params } = error as DomainError;
    return [code, params?.line];
  }
};

describe('a camt.053', () => {
  const read = (text: string | Buffer) => said(() => readCamt(Buffer.from(text as string), 'EUR'));
  const text = sample.toString();

  it('is read whole: balances, period, entries with payer, reference and text', () => {
    const file = readCamt(sample, 'EUR');
    expect(file).toMatchObject({ iban: 'MD24AG000225100013104168', from: '2026-03-01', until: '2026-03-01', opening: '100000', closing: '113150' }); // prettier-ignore
    expect(file.entries).toMatchObject([
      { minor: '5000', reference: 'A1', name: 'Ion Exemplu', purpose: 'RF18539007547034', endToEnd: null, code: 'PMNT/RCDT/ESCT' },
      { minor: '10000', reference: 'A2', name: 'Мария Пример', purpose: 'donatie PRJ-2026-0001 cu drag' },
      { minor: '-1850', reference: 'A3', reversal: true, code: 'PMNT/RCDT/RRTN' },
    ]); // prettier-ignore
  });

  it('is read in the older version, with prefixes, and in other encodings, as the same', () => {
    const older = text.replace('053.001.08', '053.001.02').replaceAll('<Sts><Cd>BOOK</Cd></Sts>', '<Sts>BOOK</Sts>').replaceAll(/<\/?Pty>/g, ''); // prettier-ignore
    expect(read(older)).toEqual(readCamt(sample, 'EUR'));
    const prefixed = text.replace(/<(\/?)([A-Z])/g, '<$1a:$2').replace('xmlns=', 'xmlns:a=');
    expect(read(prefixed)).toEqual(readCamt(sample, 'EUR'));
    const wide = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text.replace('UTF-8', 'UTF-16'), 'utf16le')]);
    expect(said(() => readCamt(wide, 'EUR'))).toEqual(readCamt(sample, 'EUR'));
  });

  it('leaves out what is not booked, and takes the parts of a batch', () => {
    const pending = text.replace('</Stmt>', text.slice(text.indexOf('<Ntry>'), text.indexOf('</Ntry>') + 7).replace('BOOK', 'PDNG') + '</Stmt>'); // prettier-ignore
    expect(read(pending)).toEqual(readCamt(sample, 'EUR'));
    const batch = text.replace(/<NtryDtls><TxDtls><Refs>.*?<\/NtryDtls>/, '<NtryDtls><TxDtls><Amt Ccy="EUR">20</Amt></TxDtls><TxDtls><Amt Ccy="EUR">30.00</Amt></TxDtls></NtryDtls>'); // prettier-ignore
    expect((read(batch) as { entries: unknown[] }).entries.slice(0, 2)).toMatchObject([{ minor: '2000', reference: 'A1/1' }, { minor: '3000', reference: 'A1/2' }]); // prettier-ignore
    const withNothing = batch.replace(
      '<TxDtls><Amt Ccy="EUR">20</Amt>',
      '<TxDtls><Amt Ccy="EUR">0.00</Amt></TxDtls>$&',
    );
    expect((read(withNothing) as { entries: unknown[] }).entries.slice(0, 2)).toMatchObject([{ minor: '2000' }, { minor: '3000' }]); // prettier-ignore
    const unequal = batch.replace('>20<', '>21<');
    expect((read(unequal) as { entries: unknown[] }).entries[0]).toMatchObject({ minor: '5000', reference: 'A1' });
  });

  it.each([
    ['a sum that does not fit', (t: string) => t.replace('1131.50', '1131.51'), ['statement-sum', 0]],
    ['another currency in an entry', (t: string) => t.replace('<Amt Ccy="EUR">50.00', '<Amt Ccy="USD">50.00'), ['statement-currency', 7]],
    ['another currency of the account', (t: string) => t.replace('<Ccy>EUR', '<Ccy>USD'), ['statement-currency', 4]],
    ['no closing', (t: string) => t.replace('CLBD', 'CLAV'), ['statement-no-balance', 0]],
    ['a day that is none', (t: string) => t.replace('<BookgDt><Dt>2026-03-01', '<BookgDt><Dt>2026-02-30'), ['statement-date', 7]],
    ['more decimals than the currency has', (t: string) => t.replace('>50.00<', '>50.001<'), ['statement-amount', 7]],
    ['an amount in words', (t: string) => t.replace('>50.00<', '>5e1<'), ['statement-amount', 7]],
    ['neither credit nor debit', (t: string) => t.replace('CRDT</CdtDbtInd><Sts>', 'X</CdtDbtInd><Sts>'), ['statement-amount', 7]],
    ['a truncated file', (t: string) => t.slice(0, -200), ['statement-xml', 9]],
    ['a document type', (t: string) => t.replace('?>', '?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'), ['statement-xml', 1]],
    ['an entity bomb', (t: string) => t.replace('Ion Exemplu', '&lol9;'), ['statement-xml', 7]],
    ['another message', (t: string) => t.replace('camt.053', 'camt.052'), ['statement-format', 1]],
    ['a page', () => '<html></html>', ['statement-format', 1]],
    ['an encoding that it is not in', (t: string) => Buffer.from(t.replace('Exemplu', 'Ionescu\u00e9'), 'latin1'), ['statement-encoding', 0]],
    ['an encoding that does not exist', (t: string) => t.replace('UTF-8', 'klingon'), ['statement-encoding', 0]],
  ])('with %s is refused whole, with the line', (_name, spoil, answer) => {
    expect(read(spoil(text))).toEqual(answer);
  }); // prettier-ignore

  it('of as many bytes as are read is read whole, and keeps nothing that it does not need', () => {
    const entries = Array.from({ length: 5_000 }, (_, n) => ({
      amount: '1.00',
      reference: `R${n}`,
      text: 'x'.repeat(900),
    }));
    const long = camtOf({ opening: '0.00', entries });
    expect(readCamt(long, 'EUR').entries).toHaveLength(5_000);
    const more = camtOf({ opening: '0.00', entries: [...entries, { amount: '1.00' }] });
    expect(said(() => readCamt(more, 'EUR'))).toEqual(['statement-too-many', 0]);
  });
});

describe('a CSV', () => {
  const mapping: CsvMapping = {
    encoding: 'utf-8', delimiter: ';', dates: 'DD.MM.YYYY', decimal: ',', skip: 1, skipEnd: 0,
    columns: { date: 1, debit: 2, credit: 3, reference: 4, name: 5, purpose: 6 },
  }; // prettier-ignore
  const typed = { opening: '1000', closing: '1131.50' };
  const csv = 'Data;Debit;Credit;Ref;Nume;Text\r\n01.03.2026;;50,00;A1;Ion Exemplu;Pentru "lampă"\r\n01.03.2026;;100,00;A2;"Мария; Пример";a""b\r\n01.03.2026;18,50;;A3;;return\r\n'; // prettier-ignore
  const read = (text: string | Buffer, over: Partial<CsvMapping> = {}, balances: typeof typed | null = typed) =>
    said(() => readCsv(Buffer.from(text as string), { ...mapping, ...over }, { currency: 'EUR', typed: balances }));

  it('is read by the mapping of its account', () => {
    expect(read(csv)).toMatchObject({
      from: '2026-03-01', until: '2026-03-01', opening: '100000', closing: '113150',
      entries: [
        { line: 2, minor: '5000', reference: 'A1', name: 'Ion Exemplu', purpose: 'Pentru "lampă"' },
        { line: 3, minor: '10000', name: 'Мария; Пример' },
        { line: 4, minor: '-1850', name: null },
      ],
    }); // prettier-ignore
  });

  it('is read in one column with signs, other dates, thousands, encodings, the newest first, with balances', () => {
    const text =
      '2026-03-02|-18.50|Chișinău|1,131.50\n2026-03-01|1,100.00|Пример|1,150.00\n2026-03-01|50.00|x|50.00\nTOTAL|1|2|3';
    const over = { delimiter: '|', dates: 'YYYY-MM-DD', decimal: '.', skip: 0, skipEnd: 1, columns: { date: 1, amount: 2, purpose: 3, balance: 4 } } as const; // prettier-ignore
    expect(read(text, over, null)).toMatchObject({
      from: '2026-03-01', until: '2026-03-02', opening: '0', closing: '113150', entries: [{ minor: '5000' }, { minor: '110000' }, { minor: '-1850' }],
    }); // prettier-ignore
    expect(read(text.replace('1,150.00', '1,150.01'), over, null)).toEqual(['statement-balance', 2]);
    const oldestFirst = '2026-03-01|50.00|x|50.00\n2026-03-01|7.00|y|57.00\n2026-03-01|1.00|z|58.01';
    expect(read(oldestFirst, { ...over, skipEnd: 0 }, null)).toEqual(['statement-balance', 3]);
    const cyrillic = Buffer.from([0xcf, 0xf0, 0xe8]);
    const bytes = Buffer.concat([Buffer.from('01.03.2026;;131,50;A1;'), cyrillic, Buffer.from(';x')]);
    expect(read(bytes, { encoding: 'windows-1251', skip: 0 })).toMatchObject({ entries: [{ name: 'При' }] });
    expect(read(bytes, { skip: 0 })).toEqual(['statement-encoding', 0]);
  });

  it.each([
    ['a day in another form', csv.replace('01.03.2026;;100', '03/01/2026;;100'), {}, ['statement-date', 3]],
    ['another decimal sign', csv.replace('100,00', '100.00'), {}, ['statement-amount', 3]],
    ['debit and credit at once', csv.replace(';;100,00', ';1,00;100,00'), {}, ['statement-amount', 3]],
    ['a column too few', `${csv}01.03.2026;;1`, {}, ['statement-columns', 5]],
    ['a quote that does not end', csv.replace('Пример"', 'Пример'), {}, ['statement-quotes', 3]],
    ['a sum that does not fit', csv.replace('18,50', '18,51'), {}, ['statement-sum', 0]],
    ['nothing in it', 'a\n', {}, ['statement-empty', 0]],
    ['no balances at all', csv, null, ['statement-no-balance', 0]],
  ])('with %s is refused whole, with the line', (_name, text, over, answer) => {
    expect(read(text, over ?? {}, over === null ? null : typed)).toEqual(answer);
  });

  it('says the day of each entry as the civil day that it is', () => {
    expect(read('a\n31.12.2025;;131,50;A;;\n')).toMatchObject({ from: '2025-12-31' as CivilDate });
  });
});
