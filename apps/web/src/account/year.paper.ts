import type { PersonCard } from '#libs/identity/src/index.js';
import type { Reading } from '../edge/reading.js';
import { type Column, Sheet } from '../papers/sheet.js';
import { INNER, PAPER } from '../papers/tagged-pdf.js';
import { yearFigures, yearHead, yearSums, type YearView } from './year.view.js';

const GAP = 8;
const DAY = 64;
const FIGURES = 78;

/** A day, what it was for, and so many figures. */
function columnsOf(figures: number): Column[] {
  const purpose = INNER - DAY - figures * FIGURES - (figures + 1) * GAP;
  const widths = [DAY, purpose, ...Array.from({ length: figures }, () => FIGURES)];
  return widths.map((width, n) => {
    const before = widths.slice(0, n).reduce((sum, each) => sum + each + GAP, 0);
    return { x: PAPER.edge + before, width, figures: n > 1 };
  });
}

/** A year's gifts on paper, in the reader's language; `at` is the moment it speaks of. */
export function yearPaper(reading: Reading, view: YearView & { card: PersonCard; at: Date }): Promise<Buffer> {
  const { say, dateShort, moment, lang } = reading;
  const title = say('year.title', { year: view.year });
  const sheet = new Sheet({ title, lang, line: say('year.foot', { at: moment(view.at) }), at: view.at });
  const wide = { x: PAPER.edge, width: INNER };
  sheet.goTo(PAPER.top).title(title, wide);
  sheet.paragraph(view.card.name ? `${view.card.name}, ${view.card.email}` : view.card.email!, wide);
  sheet.paragraph(say('year.lead'), wide, { soft: true });
  const head = yearHead(reading, view);
  const columns = columnsOf(head.length - 2);
  sheet.table(() => {
    sheet.row(head, columns, { head: true });
    for (const gift of view.gifts) {
      const purpose = `${gift.title}, ${gift.where}. ${gift.ref}`;
      sheet.row([dateShort(gift.countedAt!), purpose, ...yearFigures(reading, view, gift)], columns);
    }
  });
  sheet.need(60).goTo(sheet.y + 10);
  for (const row of yearSums(reading, view)) sheet.fact(row, wide);
  return sheet.bytes();
}
