import { LEFT, type ProjectReport } from '#libs/books/src/index.js';
import type { PlaceFound } from '#libs/hometowns/src/index.js';
import { Money } from '#libs/kernel/src/index.js';
import type { ProjectPlan } from '#libs/projects/src/index.js';
import type { Reading } from '../edge/reading.js';
import { placeLine } from '../finding/place-line.js';
import { Sheet } from '../papers/sheet.js';
import { PAPER } from '../papers/tagged-pdf.js';
import { actWords } from '../projects/act.words.js';
import { contributionRows } from './certificate.words.js';
import { check, columnsOf, listed, WIDE } from './report.parts.js';
import { leftWords, reportName, reportPath } from './report.words.js';

/** What a report is drawn from, and nothing else. */
export interface ReportFacts {
  readonly plan: ProjectPlan;
  readonly place: PlaceFound;
  readonly report: ProjectReport;
}

/**
 * A project's financial report on A4 sheets, for its programme: drawn from the books up to one head, so that its
 * address gives the same figures whoever opens it and whenever: the same to the byte until a word of the plan is corrected.
 */
export function reportPaper(reading: Reading, facts: ReportFacts): Promise<Buffer> {
  const { say, money, moment, text, lang } = reading;
  const { plan, place, report } = facts;
  const { project, programme } = plan;
  const title = reportName(reading, { kind: report.kind, edition: programme?.edition ?? null });
  const sheet = new Sheet({ title, lang, line: reading.absolute(reportPath(reading, facts)), at: report.head.at });
  sheet.goTo(PAPER.top).title(title, WIDE).paragraph(say('report.lead'), WIDE);
  for (const row of [
    [say('thanks.project'), text(project.title).text],
    [say('dossier.code'), project.code],
    [say('dossier.place'), placeLine(reading, place)],
    [say('certificate.total'), money(report.total)],
    [say('report.until'), moment(report.head.at)],
  ] as const)
    sheet.fact(row, WIDE);
  sources(sheet, reading, facts);
  acts(sheet, reading, report);
  sheet.rule(4).heading(say('report.people'), WIDE);
  for (const row of contributionRows(reading, report.people, report.total)) sheet.fact(row, WIDE);
  payments(sheet, reading, report);
  invoices(sheet, reading, report);
  left(sheet, reading, report);
  end(sheet, reading, report);
  const url = reading.absolute(reportPath(reading, facts));
  check(sheet, reading, { url, head: report.head, how: (link) => say('report.how', { link }) });
  return sheet.bytes();
}

/** Every source at each stage, the people last, and all of them together. */
function sources(sheet: Sheet, { say, money, text }: Reading, { plan, report }: ReportFacts): void {
  const nothing = Money.lei(0n);
  const planned = plan.sources.filter(({ kind }) => kind === 'people').reduce((sum, { amount }) => sum.plus(amount), nothing); // prettier-ignore
  const people = { planned, promised: report.left.promised, authorised: nothing, paid: report.people.people };
  const rows = [
    ...report.sources.map(({ name, kind, ...stands }) => ({ who: name ? text(name).text : say(`source.kind.${kind}`), ...stands })),
    { who: say('source.kind.people'), ...people },
    ...(report.added.isPositive() ? [{ who: say('report.added'), planned: nothing, promised: nothing, authorised: nothing, paid: report.added }] : []),
  ];
  const all = (stage: (typeof STAGES)[number]) => rows.reduce((sum, row) => sum.plus(row[stage]), nothing);
  const columns = columnsOf([null, -84, -84, -84, -84]);
  sheet.rule(4).heading(say('report.sources'), WIDE);
  sheet.table(() => {
    sheet.row(['source', ...STAGES].map((name) => say(`report.${name}`)), columns, { head: true });
    for (const row of rows) sheet.row([row.who, ...STAGES.map((stage) => money(row[stage]))], columns);
    sheet.row([say('report.all'), ...STAGES.map((stage) => money(all(stage)))], columns);
  });
  sheet.paragraph(say('report.sources-note'), WIDE, { soft: true });
} // prettier-ignore

const STAGES = ['planned', 'promised', 'authorised', 'paid'] as const;

function acts(sheet: Sheet, reading: Reading, { sources: all }: ProjectReport): void {
  const { say, money, text } = reading;
  const rows = all.flatMap(({ kind, name, acts: own }) =>
    own.map(({ step, amount, actKind, actNumber, actDate }) => [
      name ? text(name).text : say(`source.kind.${kind}`),
      say(`share.step.${step}`),
      actWords(reading, { kind: actKind, number: actNumber, date: actDate }),
      money(amount),
    ]),
  );
  listed(sheet, { title: say('report.acts'), empty: say('report.no-acts') }, [
    ['source', 'step', 'act', 'sum'].map((name) => say(`report.${name}`)),
    columnsOf([150, 100, null, -84]),
    rows,
  ]);
}

function payments(sheet: Sheet, { say, money, date }: Reading, report: ProjectReport): void {
  const rows = report.payments.map(({ tranche, at, amount }) => {
    const what = say(amount.isPositive() ? 'report.moved' : 'report.sent-back');
    return [tranche === null ? what : `${what}, ${say('report.tranche', { n: tranche })}`, date(at), money(amount)];
  });
  listed(sheet, { title: say('report.payments'), empty: say('report.no-payments') }, [
    ['payment', 'on', 'sum'].map((name) => say(`report.${name}`)),
    columnsOf([null, 120, -100]),
    rows,
  ]);
}

function invoices(sheet: Sheet, { say, money, date, text }: Reading, report: ProjectReport): void {
  const numbered = (number: string, on: Parameters<typeof date>[0]) => say('report.numbered', { number, date: date(on) });
  const rows = report.invoices.map(({ line, supplier, number, issuedOn, amount, fromPeople, actNumber, actOn }) => [
    `${supplier}, ${text(line).text}`,
    numbered(number, issuedOn),
    actNumber && actOn ? numbered(actNumber, actOn) : say('report.unproven'),
    money(amount),
    money(fromPeople),
  ]);
  listed(sheet, { title: say('report.invoices'), empty: say('report.no-invoices') }, [
    ['supplier', 'invoice', 'proof', 'sum', 'of-people'].map((name) => say(`report.${name}`)),
    columnsOf([null, 100, 100, -76, -76]),
    rows,
  ]);
} // prettier-ignore

function left(sheet: Sheet, reading: Reading, report: ProjectReport): void {
  const { say, money } = reading;
  const columns = columnsOf([null, -110]);
  sheet.rule(4).heading(say('report.left'), WIDE);
  sheet.table(() => {
    sheet.row([say('report.place'), say('report.sum')], columns, { head: true });
    for (const place of LEFT) sheet.row([leftWords(reading, place), money(report.left[place])], columns);
  });
  if (report.inKind.isPositive()) sheet.fact([say('report.in-kind'), money(report.inKind)], WIDE);
}

function end(sheet: Sheet, { say, money, date, text }: Reading, report: ProjectReport): void {
  if (!report.end) return;
  const { number, date: on, lines } = report.end;
  const columns = columnsOf([null, -90, -90, -90]);
  sheet.rule(4).heading(say('report.end'), WIDE);
  sheet.paragraph(say('report.accepted', { number, date: date(on) }), WIDE);
  sheet.table(() => {
    sheet.row(
      ['line', 'planned', 'real', 'of-people'].map((name) => say(`report.${name}`)),
      columns,
      { head: true },
    );
    for (const { line, planned, real, fromPeople } of lines)
      sheet.row([text(line).text, money(planned), money(real), money(fromPeople)], columns);
  });
}
