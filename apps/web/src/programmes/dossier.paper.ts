import type { PlaceFound } from '#libs/hometowns/src/index.js';
import { conditionWords } from '#libs/programmes/src/index.js';
import { eligibilityOf, type ProjectPlan, totalOf } from '#libs/projects/src/index.js';
import type { Reading } from '../edge/reading.js';
import { placeLine } from '../finding/place-line.js';
import { type Column, Sheet } from '../papers/sheet.js';
import { INNER, PAPER } from '../papers/tagged-pdf.js';
import type { DossierRow } from './dossier.js';

const WIDE = { x: PAPER.edge, width: INNER } as const;
const CONTENTS: readonly Column[] = [
  { x: PAPER.edge, width: 24, figures: true },
  { x: PAPER.edge + 36, width: 190 },
  { x: PAPER.edge + 238, width: INNER - 238 },
];
const RULES: readonly Column[] = [
  { x: PAPER.edge, width: 260 },
  { x: PAPER.edge + 272, width: 90, figures: true },
  { x: PAPER.edge + 374, width: INNER - 374 },
];
const SHARES: readonly Column[] = [
  { x: PAPER.edge, width: 372 },
  { x: PAPER.edge + 384, width: INNER - 384, figures: true },
];

interface CoverFacts {
  readonly plan: ProjectPlan;
  readonly place: PlaceFound;
  readonly rows: readonly DossierRow[];
  /** When the newest thing in the file was made. */
  readonly at: Date;
}

/** The first sheet of a file: whose it is, who pays what, how it stands in its programme, and each paper in order. */
export function dossierCover(reading: Reading, { plan, place, rows, at }: CoverFacts): Promise<Buffer> {
  const { say, money, text, lang, href } = reading;
  const { project, sources, programme } = plan;
  const title = say('dossier.cover', { programme: programme ? text(programme.edition.title).text : '' });
  // A draft has no page that anybody could read: then the rules are where its programme is read.
  const path = project.publishedAt ? `/p/${place.slug}/${project.slug}` : '/programmes';
  const sheet = new Sheet({ title, lang, line: reading.absolute(href(path)), at });
  sheet.goTo(PAPER.top).title(title, WIDE);
  for (const row of [
    [say('thanks.project'), text(project.title).text],
    [say('dossier.code'), project.code],
    [say('dossier.place'), placeLine(reading, place)],
    [say('certificate.total'), money(totalOf(plan))],
  ] as const)
    sheet.fact(row, WIDE);
  sheet.rule(4).heading(say('dossier.contents'), WIDE);
  sheet.table(() => {
    sheet.row(['№', say('dossier.paper'), say('dossier.there')], CONTENTS, { head: true });
    rows.forEach(({ words, names }, index) => sheet.row([String(index + 1), words, names.join('; ') || say('dossier.missing')], CONTENTS)); // prettier-ignore
  });
  sheet.rule(4).heading(say('dossier.sources'), WIDE);
  sheet.table(() => {
    sheet.row([say('dossier.payer'), say('dossier.sum')], SHARES, { head: true });
    for (const { kind, name, amount } of sources)
      sheet.row([name ? text(name).text : say(`source.kind.${kind}`), money(amount)], SHARES);
  });
  standing(sheet, reading, plan);
  return sheet.bytes();
}

/** How the plan stands by each rule of its programme. */
function standing(sheet: Sheet, { say, money, lang }: Reading, plan: ProjectPlan): void {
  const findings = eligibilityOf(plan) ?? [];
  if (findings.length === 0) return;
  sheet.rule(4).heading(say('dossier.rules'), WIDE);
  sheet.table(() => {
    sheet.row(['rule', 'has', 'result'].map((one) => say(`programme.column.${one}`)), RULES, { head: true });
    for (const { condition, has, holds, missing, over } of findings) {
      const short = missing.isPositive() ? say('programme.missing', { missing }) : say('programme.over', { over });
      sheet.row([conditionWords(lang, condition), money(has), holds ? say('programme.holds') : short], RULES);
    }
  });
} // prettier-ignore
