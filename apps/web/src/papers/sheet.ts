import fs from 'node:fs';
import PDFDocument from 'pdfkit';
import { encode } from 'uqr';
import { fromRoot, type Lang } from '#libs/platform/src/index.js';
import { BAND } from '../art/tiles.js';
import { type Cloth, threads } from '../art/weave.js';
import { printable } from './printable.js';
import { linesOf } from './wrap.js';

const folder = fromRoot('apps/web/assets/paper');
const [REGULAR, BOLD] = ['regular', 'bold'].map((weight) => fs.readFileSync(`${folder}/piazzolla-${weight}.ttf`));
const [INK, SOFT, RULE] = ['#161d27', '#465365', '#b9c6d3'];
const [TABLE_SIZE, PROSE_SIZE] = [9, 10.5];
/** A box that is ticked by hand, in points. */
const BOX = 12;
const FACT_HEIGHT = 32;
const STITCH = 2.5;
const BAND_HEIGHT = BAND.length * STITCH;

/** A4 in points, with room for the woven band above and one line below. */
export const PAPER = { width: 595.28, height: 841.89, edge: 48, top: BAND_HEIGHT + 40, foot: 56 } as const;

/** The width inside the edges. */
export const INNER = PAPER.width - 2 * PAPER.edge;

/** A piece of text's place: from `x` on, no wider than `width`, at `y` or where the last one ended. */
export interface Place {
  readonly x: number;
  readonly width: number;
  readonly y?: number;
}

interface Text extends Place {
  readonly size: number;
  readonly bold?: boolean;
  readonly ink?: string;
  readonly tag: 'H1' | 'H2' | 'P' | 'TH' | 'TD';
  readonly align?: 'left' | 'right';
  readonly gap?: number;
}

/** What a paper says of itself: `line` is the foot of every sheet, `at` when it was made. */
export interface PaperHead {
  readonly title: string;
  readonly lang: Lang;
  readonly line: string;
  readonly at: Date;
  /** Black on white alone, for a village's printer: without the woven band. */
  readonly plain?: boolean;
}

/**
 * A tagged PDF on A4, drawn from the top down: our letters are embedded, colours and lines are marked as decoration, so that
 * whoever listens to it hears the words in order.
 */
export class Sheet {
  private readonly pdf: PDFKit.PDFDocument;
  private readonly chunks: Uint8Array[] = [];
  private section: PDFKit.PDFStructureElement;

  constructor(private readonly head: PaperHead) {
    this.pdf = new PDFDocument({
      ...{ size: [PAPER.width, PAPER.height], autoFirstPage: false, bufferPages: true, pdfVersion: '1.7' },
      ...{ margins: { top: PAPER.top, bottom: PAPER.foot, left: PAPER.edge, right: PAPER.edge } },
      ...{ lang: head.lang, displayTitle: true, tagged: true, font: `${folder}/piazzolla-regular.ttf` },
      // The type declarations know fewer subsets than the library.
      subset: 'PDF/UA' as PDFKit.Mixins.PDFSubsets,
      info: { Title: head.title, Author: 'Plai', Creator: 'Plai', Producer: 'Plai', CreationDate: head.at },
    });
    this.pdf.registerFont('regular', REGULAR).registerFont('bold', BOLD);
    this.pdf.on('data', (chunk: Uint8Array) => this.chunks.push(chunk));
    if (!head.plain) this.pdf.on('pageAdded', () => this.decoration(() => this.band()));
    this.section = this.pdf.struct('Document');
    this.pdf.addStructure(this.section);
    this.pdf.addPage();
  }

  /** Where the last text ended. */
  get y(): number {
    return this.pdf.y;
  }

  /** Goes on at another height. */
  goTo(y: number): this {
    this.pdf.y = y;
    return this;
  }

  /** Whether so much height is left on this sheet; goes on to a new one when not. */
  need(height: number): this {
    if (this.pdf.y + height > PAPER.height - PAPER.foot) this.pdf.addPage();
    return this;
  }

  /** What `draw` writes is in another language. */
  inLang(lang: Lang, draw: () => void): this {
    return this.within(this.pdf.struct('Sect', { lang }), draw);
  }

  /** The title of the paper, or of one of its languages. */
  title(words: string, place: Place, size = 20): this {
    return this.text(words, { ...place, size, bold: true, tag: 'H1', gap: 4 });
  }

  /** The title of a part. */
  heading(words: string, place: Place): this {
    return this.text(words, { ...place, size: 12, bold: true, tag: 'H2', gap: 3 });
  }

  /** A paragraph that is read from a wall. */
  large(words: string, place: Place, { size, bold = false }: { size: number; bold?: boolean }): this {
    return this.text(words, { ...place, size, bold, tag: 'P', gap: size / 2 });
  }

  /** A paragraph; `soft` for what is said beside. */
  paragraph(words: string, place: Place, { soft = false }: { soft?: boolean } = {}): this {
    return this.text(words, { ...place, size: soft ? 8.5 : PROSE_SIZE, ink: soft ? SOFT : INK, tag: 'P', gap: 5 });
  }

  /** What somebody wrote, in its paragraphs; one that is too long for this sheet goes on on the next. */
  prose(words: string, place: Place): this {
    for (const paragraph of words
      .replaceAll('\t', ' ')
      .split(/\s*\n\s*/)
      .filter((one) => one !== '')) {
      const step = this.font(PROSE_SIZE, false).currentLineHeight(true);
      let rest = this.lines(paragraph, place.width);
      while (rest.length > 0) {
        // Never a line alone at the foot of a sheet.
        const { y } = this.need(step * Math.min(rest.length, 2));
        const here = Math.floor((PAPER.height - PAPER.foot - y) / step);
        this.paragraph(rest.slice(0, here).join(' '), place);
        rest = rest.slice(here);
      }
    }
    return this;
  }

  /** A box to tick by hand, and what the tick says. */
  choice(words: string, { x, width }: Place): this {
    const y = this.need(5 * BOX).y;
    this.decoration(() =>
      this.pdf
        .rect(x, y + 1, BOX, BOX)
        .lineWidth(1)
        .stroke(INK),
    );
    return this.text(words, { x: x + 2 * BOX, y, width: width - 2 * BOX, size: 12.5, tag: 'P', gap: 8 });
  }

  /** What a thing is called, and the thing under it, which stay together. */
  fact([label, value]: readonly [string, string], place: Place): this {
    if (place.y === undefined) this.need(FACT_HEIGHT);
    this.text(label, { ...place, size: 8.5, ink: SOFT, tag: 'P', gap: 0 });
    return this.text(value, { x: place.x, width: place.width, size: 11.5, tag: 'P', gap: 6 });
  }

  /** A table: its rows are drawn by `row`. */
  table(draw: () => void): this {
    return this.within(this.pdf.struct('Table'), draw);
  }

  /** One row of a table, figures to the right; `head` names the columns. */
  row(cells: readonly string[], columns: readonly Column[], { head = false }: { head?: boolean } = {}): this {
    this.font(TABLE_SIZE, head);
    const lines = Math.max(...cells.map((cell, n) => this.lines(cell, columns[n]!.width).length));
    const height = lines * this.pdf.currentLineHeight(true);
    const y = this.need(height + 8).y;
    this.within(this.pdf.struct('TR'), () =>
      cells.forEach((words, n) => {
        const { x, width, figures } = columns[n]!;
        const look = {
          size: TABLE_SIZE,
          bold: head,
          tag: head ? 'TH' : 'TD',
          align: figures ? 'right' : 'left',
        } as const;
        this.text(words, { x, width, y, ...look });
      }),
    );
    return this.goTo(y + height).rule(4);
  }

  /** A line across the sheet, with so much room above and below. */
  rule(room = 10): this {
    const y = this.pdf.y + room;
    this.decoration(() =>
      this.pdf
        .moveTo(PAPER.edge, y)
        .lineTo(PAPER.edge + INNER, y)
        .lineWidth(0.5)
        .stroke(RULE),
    );
    return this.goTo(y + room);
  }

  /** A village's cloth, decoration only. */
  cloth(woven: Cloth, { x, y, stitch }: { x: number; y: number; stitch: number }): this {
    this.decoration(() => this.weave(woven, { x, y, stitch }));
    return this;
  }

  /** A QR code (ISO/IEC 18004, level Q) of `content`, `size` points wide, that is read aloud as `alt`. */
  code(content: string, { x, y, size, alt }: { x: number; y: number; size: number; alt: string }): this {
    const { data } = encode(content, { ecc: 'Q', border: 0 });
    const module = size / data.length;
    const draw = () => {
      data.forEach((line, row) =>
        line.forEach((dark, column) => {
          if (dark) this.pdf.rect(x + column * module, y + row * module, module, module);
        }),
      );
      this.pdf.fill(INK);
    };
    const figure = this.pdf.struct('Figure', { alt }, draw);
    this.section.add(figure);
    return this;
  }

  /** The finished file. */
  async bytes(): Promise<Buffer> {
    const { count } = this.pdf.bufferedPageRange();
    for (let n = 0; n < count; n += 1) {
      this.pdf.switchToPage(n);
      this.decoration(() => this.foot(count > 1 ? `${this.head.line}  ·  ${n + 1}/${count}` : this.head.line));
    }
    this.section.end();
    const ended = new Promise((resolve) => this.pdf.once('end', resolve));
    this.pdf.end();
    await ended;
    return Buffer.concat(this.chunks);
  }

  private within(part: PDFKit.PDFStructureElement, draw: () => void): this {
    const outer = this.section;
    outer.add(part);
    this.section = part;
    draw();
    part.end();
    this.section = outer;
    return this;
  }

  private text(words: string, { tag, ...look }: Text): this {
    this.font(look.size, look.bold ?? false);
    const { x, width, align = 'left' } = look;
    const [lines, step] = [this.lines(words, width), this.pdf.currentLineHeight(true)];
    const y = look.y ?? this.need(lines.length * step).y;
    const place = (line: string) => (align === 'right' ? x + width - this.pdf.widthOfString(line) : x);
    this.pdf.fillColor(look.ink ?? INK);
    const draw = () =>
      lines.forEach((line, n) => this.pdf.text(line + (n < lines.length - 1 ? ' ' : ''), place(line), y + n * step, { lineBreak: false })); // prettier-ignore
    this.section.add(this.pdf.struct(tag, {}, draw));
    return this.goTo(y + lines.length * step + (look.gap ?? 0));
  }

  /** A text as it is written in the letters chosen last. */
  private lines(words: string, width: number): string[] {
    return linesOf(printable(words), width, (text) => this.pdf.widthOfString(text));
  }

  private font(size: number, bold: boolean): PDFKit.PDFDocument {
    return this.pdf.font(bold ? 'bold' : 'regular').fontSize(size);
  }

  private foot(words: string): void {
    const { page } = this.pdf;
    // Below the margin no line would be written: it would go on to a new sheet.
    page.margins.bottom = 0;
    this.font(8, false)
      .fillColor(SOFT)
      .text(words, PAPER.edge, PAPER.height - 34, { width: INNER, lineBreak: false });
    page.margins.bottom = PAPER.foot;
  }

  private band(): void {
    const width = BAND[0]!.length * STITCH;
    for (let x = 0; x < PAPER.width; x += width) this.weave(BAND, { x, y: 0, stitch: STITCH });
  }

  private weave(woven: Cloth, { x, y, stitch }: { x: number; y: number; stitch: number }): void {
    this.pdf.save().translate(x, y).scale(stitch);
    for (const { dye, d } of threads(woven)) this.pdf.path(d).lineWidth(1).stroke(dye);
    this.pdf.restore();
  }

  private decoration(draw: () => void): void {
    this.pdf.markContent('Artifact', { type: 'Layout' });
    draw();
    this.pdf.endMarkedContent();
  }
}

/** A column of a table; `figures` stand to the right. */
export interface Column {
  readonly x: number;
  readonly width: number;
  readonly figures?: boolean;
}
