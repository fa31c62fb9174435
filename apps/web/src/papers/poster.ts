import type { Reading } from '../edge/reading.js';
import { Sheet } from './sheet.js';
import { INNER, PAPER } from './tagged-pdf.js';

/** What hangs on a wall: where it leads, and what one can do there. */
export interface Poster {
  readonly title: string;
  readonly lead: string;
  /** What one does, in order. */
  readonly steps: readonly string[];
  /** Where the code leads. */
  readonly url: string;
  /** The same to be typed by hand, as short as it can be. */
  readonly address: string;
  /** What is good to know before; in small letters. */
  readonly notes: readonly string[];
  readonly at: Date;
}

const CODE = 250;
const WIDE = { x: PAPER.edge, width: INNER } as const;

/** A poster on A4 in the reader's language, black on white: a code for a phone, the address for everybody else. */
export function posterPaper({ say, lang }: Reading, poster: Poster): Promise<Buffer> {
  const { title, lead, steps, url, address, notes, at } = poster;
  const sheet = new Sheet({ title, lang, line: say('poster.foot'), at, plain: true });
  sheet
    .goTo(PAPER.edge)
    .title(title, WIDE, 36)
    .goTo(sheet.y + 6)
    .large(lead, WIDE, { size: 17 });
  const y = sheet.y + 10;
  sheet.code(url, { x: (PAPER.width - CODE) / 2, y, size: CODE, alt: say('poster.code', { address }) });
  sheet
    .goTo(y + CODE + 16)
    .large(say('poster.or'), WIDE, { size: 14 })
    .large(address, WIDE, { size: 22, bold: true });
  steps.forEach((step, n) => sheet.large(`${n + 1}. ${step}`, WIDE, { size: 16 }));
  sheet.rule(4);
  for (const note of notes) sheet.paragraph(note, WIDE);
  return sheet.bytes();
}

/** An address as it is typed by hand: without what a browser adds. */
export function typedAddress(url: string): string {
  return url.replace(/^https?:\/\//, '');
}
