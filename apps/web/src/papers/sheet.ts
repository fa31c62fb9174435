import { encode } from 'uqr';
import type { Lang } from '#libs/platform/src/index.js';
import type { Cloth } from '../art/weave.js';
import { INK, INNER, PAPER, type PaperHead, type Place, RULE, SOFT, TaggedPdf } from './tagged-pdf.js';

const [TABLE_SIZE, PROSE_SIZE] = [9, 10.5];
/** A box that is ticked by hand, in points. */
const BOX = 12;
const FACT_HEIGHT = 32;

/** What papers are made of: titles, paragraphs, facts, tables, boxes to tick and codes, one under the other. */
export class Sheet {
  private readonly pdf: TaggedPdf;

  constructor(head: PaperHead) {
    this.pdf = new TaggedPdf(head);
  }

  /** Where the last text ended. */
  get y(): number {
    return this.pdf.y;
  }

  /** Goes on at another height. */
  goTo(y: number): this {
    this.pdf.goTo(y);
    return this;
  }

  /** Goes on to a new sheet when so much height is not left on this one. */
  need(height: number): this {
    this.pdf.need(height);
    return this;
  }

  /** What `draw` writes is in another language. */
  inLang(lang: Lang, draw: () => void): this {
    this.pdf.within({ kind: 'Sect', lang }, draw);
    return this;
  }

  /** The title of the paper, or of one of its languages. */
  title(words: string, place: Place, size = 20): this {
    this.pdf.text(words, { ...place, size, bold: true, tag: 'H1', gap: 4 });
    return this;
  }

  /** The title of a part. */
  heading(words: string, place: Place): this {
    this.pdf.text(words, { ...place, size: 12, bold: true, tag: 'H2', gap: 3 });
    return this;
  }

  /** A paragraph that is read from a wall. */
  large(words: string, place: Place, { size, bold = false }: { size: number; bold?: boolean }): this {
    this.pdf.text(words, { ...place, size, bold, tag: 'P', gap: size / 2 });
    return this;
  }

  /** A paragraph; `soft` for what is said beside. */
  paragraph(words: string, place: Place, { soft = false }: { soft?: boolean } = {}): this {
    this.pdf.text(words, { ...place, size: soft ? 8.5 : PROSE_SIZE, ink: soft ? SOFT : INK, tag: 'P', gap: 5 });
    return this;
  }

  /** What somebody wrote, in its paragraphs; one that is too long for this sheet goes on on the next. */
  prose(words: string, place: Place): this {
    const step = this.pdf.lineHeight({ size: PROSE_SIZE });
    const paragraphs = words.replaceAll('\t', ' ').split(/\s*\n\s*/).filter((one) => one !== ''); // prettier-ignore
    for (const paragraph of paragraphs) {
      let rest = this.pdf.lines(paragraph, place.width, { size: PROSE_SIZE });
      while (rest.length > 0) {
        // Never a line alone at the foot of a sheet.
        const y = this.pdf.need(step * Math.min(rest.length, 2));
        const here = Math.floor((PAPER.height - PAPER.foot - y) / step);
        this.paragraph(rest.slice(0, here).join(' '), place);
        rest = rest.slice(here);
      }
    }
    return this;
  }

  /** A box to tick by hand, and what the tick says. */
  choice(words: string, { x, width }: Place): this {
    const y = this.pdf.need(5 * BOX);
    this.pdf.decoration((pdf) =>
      pdf
        .rect(x, y + 1, BOX, BOX)
        .lineWidth(1)
        .stroke(INK),
    );
    this.pdf.text(words, { x: x + 2 * BOX, y, width: width - 2 * BOX, size: 12.5, tag: 'P', gap: 8 });
    return this;
  }

  /** What a thing is called, and the thing under it, which stay together. */
  fact([label, value]: readonly [string, string], place: Place): this {
    if (place.y === undefined) this.pdf.need(FACT_HEIGHT);
    this.pdf.text(label, { ...place, size: 8.5, ink: SOFT, tag: 'P', gap: 0 });
    this.pdf.text(value, { x: place.x, width: place.width, size: 11.5, tag: 'P', gap: 6 });
    return this;
  }

  /** A table: its rows are drawn by `row`. */
  table(draw: () => void): this {
    this.pdf.within({ kind: 'Table' }, draw);
    return this;
  }

  /** One row of a table, figures to the right; `head` names the columns. */
  row(cells: readonly string[], columns: readonly Column[], { head = false }: { head?: boolean } = {}): this {
    const type = { size: TABLE_SIZE, bold: head };
    const lines = Math.max(...cells.map((cell, n) => this.pdf.lines(cell, columns[n]!.width, type).length));
    const height = lines * this.pdf.lineHeight(type);
    const y = this.pdf.need(height + 8);
    this.pdf.within({ kind: 'TR' }, () =>
      cells.forEach((words, n) => {
        const { x, width, figures } = columns[n]!;
        this.pdf.text(words, { x, width, y, ...type, tag: head ? 'TH' : 'TD', align: figures ? 'right' : 'left' });
      }),
    );
    return this.goTo(y + height).rule(4);
  }

  /** A line across the sheet, with so much room above and below. */
  rule(room = 10): this {
    const y = this.pdf.y + room;
    this.pdf.decoration((pdf) =>
      pdf
        .moveTo(PAPER.edge, y)
        .lineTo(PAPER.edge + INNER, y)
        .lineWidth(0.5)
        .stroke(RULE),
    );
    return this.goTo(y + room);
  }

  /** A village's cloth, decoration only. */
  cloth(woven: Cloth, place: { x: number; y: number; stitch: number }): this {
    this.pdf.cloth(woven, place);
    return this;
  }

  /** A QR code (ISO/IEC 18004, level Q) of `content`, `size` points wide, that is read aloud as `alt`. */
  code(content: string, { x, y, size, alt }: { x: number; y: number; size: number; alt: string }): this {
    const { data } = encode(content, { ecc: 'Q', border: 0 });
    const module = size / data.length;
    this.pdf.figure(alt, (pdf) => {
      data.forEach((line, row) =>
        line.forEach((dark, column) => {
          if (dark) pdf.rect(x + column * module, y + row * module, module, module);
        }),
      );
      pdf.fill(INK);
    });
    return this;
  }

  /** The finished file. */
  async bytes(): Promise<Buffer> {
    return this.pdf.bytes();
  }
}

/** A column of a table; `figures` stand to the right. */
export interface Column {
  readonly x: number;
  readonly width: number;
  readonly figures?: boolean;
}
