import { civilDate, Money } from '#libs/kernel/src/index.js';
import type { Multilingual } from '#libs/platform/src/index.js';
import { BYTE_ORDER_MARK, csvRow } from './csv.js';
import { LEFT, type ProjectReport } from './report.js';

/** The columns of a report's CSV, in their order. */
const COLUMNS = ['part', 'name', 'line', 'state', 'paper', 'number', 'date', 'act_number', 'act_date', 'count', 'lei_minor', 'lei', 'people_minor', 'people'] as const; // prettier-ignore
type Cells = Readonly<Partial<Record<(typeof COLUMNS)[number], string | number | null>>>;

/** A report as CSV: UTF-8 with a byte order mark, a row for each figure. The same report is the same text. */
export function reportCsv(report: ProjectReport): string {
  const rows = [...headRows(report), ...report.sources.flatMap(sourceRows), ...moneyRows(report), ...endRows(report)];
  const lines = rows.map((cells) => csvRow(COLUMNS.map((column) => cells[column] ?? null)));
  return BYTE_ORDER_MARK + csvRow(COLUMNS) + lines.join('');
}

function headRows({ head, kind, total, people, added, inKind }: ProjectReport): Cells[] {
  return [
    { part: 'head', name: head.hash, state: kind, number: head.n, date: head.at.toISOString() },
    { part: 'whole', state: 'planned', ...sum(total) },
    { part: 'people', state: 'given', count: people.donors, ...sum(people.people) },
    ...people.countries.map(({ country, donors }) => ({ part: 'country', name: country, state: 'given', count: donors })), // prettier-ignore
    { part: 'added', state: 'given', ...sum(added) },
    { part: 'in-kind', state: 'valued', ...sum(inKind) },
  ];
}

function sourceRows({ kind, name, acts, ...stands }: ProjectReport['sources'][number]): Cells[] {
  const who = name ? original(name) : kind;
  return [
    ...(['planned', 'promised', 'authorised', 'paid'] as const).map((state) => ({ part: 'source', name: who, state, ...sum(stands[state]) })), // prettier-ignore
    ...acts.map(({ step, amount, actKind, actNumber, actDate }) => ({
      ...{ part: 'act', name: who, state: step, paper: actKind, number: actNumber, date: actDate },
      ...sum(amount),
    })),
  ];
}

function moneyRows({ payments, invoices, left }: ProjectReport): Cells[] {
  return [
    ...payments.map(({ tranche, at, amount }) => ({
      ...{ part: 'payment', state: amount.isPositive() ? 'received' : 'sent-back', number: tranche, date: civilDate(at) },
      // A spreadsheet would take a sum that begins with a minus for a formula.
      ...sum(amount.isPositive() ? amount : Money.lei(0n).minus(amount)),
    })),
    ...invoices.map(({ line, supplier, number, issuedOn, amount, fromPeople, actNumber, actOn }) => ({
      ...{ part: 'invoice', name: supplier, line: original(line), state: actOn ? 'proven' : 'entered', paper: 'invoice' },
      ...{ number, date: issuedOn, act_number: actNumber, act_date: actOn, ...sum(amount), ...ofPeople(fromPeople) },
    })),
    ...LEFT.map((state) => ({ part: 'left', state, ...sum(left[state]) })),
  ];
} // prettier-ignore

function endRows({ end }: ProjectReport): Cells[] {
  if (!end) return [];
  return [
    { part: 'end', state: 'accepted', paper: 'acceptance-act', number: end.number, date: end.date },
    ...end.lines.flatMap(({ line, planned, real, fromPeople }) => [
      { part: 'account', line: original(line), state: 'planned', ...sum(planned) },
      { part: 'account', line: original(line), state: 'real', ...sum(real), ...ofPeople(fromPeople) },
    ]),
  ];
}

function sum(amount: Money): Cells {
  return { lei_minor: amount.minor.toString(), lei: amount.toString() };
}

function ofPeople(amount: Money): Cells {
  return { people_minor: amount.minor.toString(), people: amount.toString() };
}

function original(words: Multilingual): string | null {
  return words[words.original] ?? null;
}
