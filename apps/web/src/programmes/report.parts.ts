import type { ProjectReport } from '#libs/books/src/index.js';
import type { Reading } from '../edge/reading.js';
import { type Column, type Sheet } from '../papers/sheet.js';
import { INNER, PAPER } from '../papers/tagged-pdf.js';

/** The whole width of a sheet. */
export const WIDE = { x: PAPER.edge, width: INNER } as const;
const [CODE, GAP] = [84, 24];
const COLUMN_GAP = 10;
/** A heading and what stands below it at least, so that they stay together. */
export const LISTED = 90;

interface Checked {
  /** Where the same file is. */
  readonly url: string;
  readonly head: ProjectReport['head'];
  /** How it is checked, with the head that it was drawn up to. */
  readonly how: (link: string) => string;
}

/** Where the same file is, and the head that it was drawn up to. */
export function check(sheet: Sheet, { say, number }: Reading, { url, head, how }: Checked): void {
  const y = sheet.rule().need(CODE).y;
  sheet.code(url, { x: PAPER.edge, y, size: CODE, alt: say('paper.code', { url }) }).goTo(y);
  const beside = { x: PAPER.edge + CODE + GAP, width: INNER - CODE - GAP };
  const link = `${say('receipt.link', { n: number(head.n) })}, ${head.hash}`;
  sheet.heading(say('report.check'), beside).paragraph(how(link), beside, { soft: true });
}

/** A table under its heading, or that there is nothing yet. */
export function listed(
  sheet: Sheet,
  { title, empty }: { title: string; empty: string },
  [head, columns, rows]: readonly [head: string[], columns: readonly Column[], rows: readonly string[][]],
): void {
  sheet.need(LISTED).rule(4).heading(title, WIDE);
  if (rows.length === 0) return void sheet.paragraph(empty, WIDE);
  sheet.table(() => {
    sheet.row(head, columns, { head: true });
    for (const row of rows) sheet.row(row, columns);
  });
}

/** Columns by their widths, one after another; null takes what is left, below zero stands at the right. */
export function columnsOf(widths: readonly (number | null)[]): Column[] {
  const given = widths.reduce<number>((all, width) => all + Math.abs(width ?? 0), 0);
  const rest = INNER - given - COLUMN_GAP * (widths.length - 1);
  let x = PAPER.edge;
  return widths.map((width) => {
    const column = { x, width: Math.abs(width ?? rest), figures: (width ?? 0) < 0 };
    x += column.width + COLUMN_GAP;
    return column;
  });
}
