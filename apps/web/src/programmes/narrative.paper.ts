import type { NarrativeReport } from '#libs/books/src/index.js';
import { FINDINGS } from '#libs/delivery/src/index.js';
import type { PlaceFound } from '#libs/hometowns/src/index.js';
import type { Multilingual } from '#libs/platform/src/index.js';
import type { ProjectPlan } from '#libs/projects/src/index.js';
import type { Reading } from '../edge/reading.js';
import { placeLine } from '../finding/place-line.js';
import { stateKey } from '../layout/card.view.js';
import { Sheet } from '../papers/sheet.js';
import { PAPER } from '../papers/tagged-pdf.js';
import { check, columnsOf, LISTED, listed, WIDE } from './report.parts.js';
import { reportName, reportPath } from './report.words.js';

/** What a narrative report is drawn from, and nothing else. */
export interface NarrativeFacts {
  readonly plan: ProjectPlan;
  readonly place: PlaceFound;
  readonly report: NarrativeReport;
}

/** So many letters of each piece of news are told, but the town hall's last is told whole: it is its own word on the project. */
const SHORT = 500;

/**
 * A project's narrative report on A4 sheets, for its programme: drawn from what was published up to one head, so that its
 * address gives the same words whoever opens it and whenever, but for what the operator has hidden since.
 */
export function narrativePaper(reading: Reading, facts: NarrativeFacts): Promise<Buffer> {
  const { say, moment, text, lang } = reading;
  const { plan, place, report } = facts;
  const title = reportName(reading, { kind: report.kind, edition: plan.programme?.edition ?? null, of: 'narrative.report' }); // prettier-ignore
  const url = reading.absolute(reportPath(reading, facts, 'narrative.pdf'));
  const sheet = new Sheet({ title, lang, line: url, at: report.head.at });
  sheet.goTo(PAPER.top).title(title, WIDE).paragraph(say('narrative.lead'), WIDE);
  for (const row of [
    [say('thanks.project'), text(report.title).text],
    [say('dossier.code'), plan.project.code],
    [say('dossier.place'), placeLine(reading, place)],
    [say('narrative.state'), say(stateKey(report.state))],
    [say('narrative.until'), moment(report.head.at)],
  ] as const)
    sheet.fact(row, WIDE);
  work(sheet, reading, report);
  people(sheet, reading, report);
  stages(sheet, reading, report);
  inspections(sheet, reading, report);
  votes(sheet, reading, report);
  news(sheet, reading, report);
  after(sheet, reading, report);
  check(sheet, reading, { url, head: report.head, how: (link) => say('narrative.how', { link }) });
  return sheet.bytes();
}

/** Why it was needed, and what is done about it. */
function work(sheet: Sheet, reading: Reading, { kind, why, summary, works }: NarrativeReport): void {
  const { say, number, text } = reading;
  if (why) {
    sheet.need(LISTED).rule(4).heading(say('project.why'), WIDE);
    written(sheet, reading, why);
  }
  sheet
    .need(LISTED)
    .rule(4)
    .heading(say(`narrative.works.${kind}`), WIDE);
  if (summary) written(sheet, reading, summary);
  const columns = columnsOf([null, -120]);
  sheet.table(() => {
    sheet.row([say('report.line'), say('project.quantity')], columns, { head: true });
    for (const { name, quantity, unit } of works) sheet.row([text(name).text, `${number(quantity)} ${say(`measure.${unit}`)}`], columns); // prettier-ignore
  });
}

/** Whom it serves, and how many people gave for it. */
function people(sheet: Sheet, { say, number }: Reading, { peopleServed, givers }: NarrativeReport): void {
  sheet.need(LISTED).rule(4).heading(say('narrative.people'), WIDE);
  if (peopleServed !== null) sheet.fact([say('project.for-whom'), say('project.people', { n: peopleServed, count: number(peopleServed) })], WIDE); // prettier-ignore
  sheet.fact([say('narrative.givers'), givers === null ? say('narrative.few') : say('unit.donors', { n: givers })], WIDE);
} // prettier-ignore

/** Each stage with its days; below, why it was put off. */
function stages(sheet: Sheet, reading: Reading, { stages: all }: NarrativeReport): void {
  const { say, date, text } = reading;
  const day = (on: Parameters<typeof date>[0] | null) => (on === null ? '–' : date(on));
  listed(sheet, { title: say('narrative.stages'), empty: say('narrative.no-stages') }, [
    ['stage', 'planned', 'met'].map((name) => say(`narrative.${name}`)),
    columnsOf([null, 110, 110]),
    all.map(({ name, plannedOn, metOn }) => [text(name).text, day(plannedOn), day(metOn)]),
  ]);
  for (const { name, delays } of all)
    for (const { on, at, reason } of delays) {
      sheet.paragraph(say('narrative.delayed', { stage: text(name).text, on: date(on), at: date(at) }), WIDE, { soft: true }); // prettier-ignore
      written(sheet, reading, reason);
    }
}

function inspections(sheet: Sheet, reading: Reading, { inspections: all }: NarrativeReport): void {
  const { say, number, date } = reading;
  listed(sheet, { title: say('works.inspection'), empty: say('narrative.no-inspections') }, [
    ['on', 'tranche', 'found', 'advice'].map((name) => say(`narrative.${name}`)),
    columnsOf([110, 60, null, 120]),
    all.map((one) => {
      const found = FINDINGS.filter((finding) => one[finding] > 0);
      const words = found.map((finding) => `${say(`inspection.finding.${finding}`).toLowerCase()}: ${number(one[finding])}`); // prettier-ignore
      return [date(one.at), number(one.tranche), words.join('; '), say(`inspection.verdict.${one.verdict}`)];
    }),
  ]);
}

function votes(sheet: Sheet, reading: Reading, { votes: all }: NarrativeReport): void {
  const { say, date, text } = reading;
  listed(sheet, { title: say('narrative.votes'), empty: say('narrative.no-votes') }, [
    ['on', 'question', 'counted', 'result'].map((name) => say(`narrative.${name}`)),
    columnsOf([90, null, 160, 76]),
    all.map(({ tranche, association, closedAt, outcome, ...vote }) => [
      date(closedAt),
      `${text(association).text}: ${tranche === null ? say('narrative.ask.project') : say('narrative.ask.tranche', { n: tranche })}`,
      countedWords(reading, vote),
      say(`vote.outcome.${outcome}`),
    ]),
  ]);
} // prettier-ignore

type Counted = Pick<NarrativeReport['votes'][number], 'yes' | 'no' | 'abstain' | 'entitled' | 'quorate' | 'quorum'>;

/** How it was voted, how many took part, and whether they were enough. */
function countedWords({ say }: Reading, { yes, no, abstain, entitled, quorate, quorum }: Counted): string {
  const { quorumNum: num, quorumDen: den } = quorum;
  const cast = yes + no + abstain;
  return `${say('vote.result', { yes, no, abstain })}. ${say('narrative.counted-of', { cast, entitled, num, den, quorate: quorate ? 'yes' : 'no' })}`;
}

/** The last news, and how many photos show the works. */
function news(sheet: Sheet, reading: Reading, { news: { all, last }, photos, stages: named }: NarrativeReport): void {
  const { say, date, number } = reading;
  sheet.need(LISTED).rule(4).heading(say('project.updates'), WIDE);
  if (all === 0) sheet.paragraph(say('update.none'), WIDE);
  if (all > last.length) sheet.paragraph(say('narrative.earlier', { n: all - last.length }), WIDE, { soft: true });
  const word = last.findLast(({ office, text }) => office === 'town-hall' && text !== null);
  for (const { id, office, at, text, milestoneId } of last) {
    const stage = named.find((one) => one.id === milestoneId);
    const head = [say(`update.office.${office}`), date(at), ...(stage ? [reading.text(stage.name).text] : [])];
    sheet.need(34).paragraph(head.join(', '), WIDE, { soft: true });
    if (text) written(sheet, reading, text, id === word?.id ? Infinity : SHORT);
    else sheet.paragraph(say('narrative.hidden'), WIDE);
  }
  sheet.fact([say('narrative.photos'), number(photos)], WIDE);
}

/** Its acceptance, and who looks after it. */
function after(sheet: Sheet, reading: Reading, { accepted, maintainer, maintenancePayer }: NarrativeReport): void {
  const { say, date, text } = reading;
  sheet.need(LISTED).rule(4).heading(say('narrative.after'), WIDE);
  sheet.paragraph(accepted ? say('report.accepted', { number: accepted.number, date: date(accepted.date) }) : say('narrative.not-accepted'), WIDE); // prettier-ignore
  if (maintainer) sheet.fact([say('project.maintainer'), text(maintainer).text], WIDE);
  if (maintenancePayer) sheet.fact([say('project.maintenance-payer'), text(maintenancePayer).text], WIDE);
}

/** Somebody's own words, read aloud in the language in which they stand here. */
function written(sheet: Sheet, { text, lang }: Reading, words: Multilingual, most = Infinity): void {
  const own = text(words);
  const draw = () => void sheet.prose(inShort(own.text, most), WIDE);
  if (own.lang === lang) draw();
  else sheet.inLang(own.lang, draw);
}

/** A text, or as many of its words as there is room for. */
function inShort(words: string, most: number): string {
  if (words.length <= most) return words;
  const cut = words.slice(0, most);
  return `${cut.replace(/\s+\S*$/, '')} …`;
}
