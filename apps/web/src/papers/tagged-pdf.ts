import fs from 'node:fs';
import PDFDocument from 'pdfkit';
import { fromRoot, type Lang } from '#libs/platform/src/index.js';
import { BAND } from '../art/tiles.js';
import { type Cloth, threads } from '../art/weave.js';
import { printable } from './printable.js';
import { linesOf } from './wrap.js';

const folder = fromRoot('apps/web/assets/paper');
const [REGULAR, BOLD] = ['regular', 'bold'].map((weight) => fs.readFileSync(`${folder}/piazzolla-${weight}.ttf`));
const STITCH = 2.5;
const BAND_HEIGHT = BAND.length * STITCH;

/** The colours of a paper: of what is said, of what is said beside, and of its lines. */
export const [INK, SOFT, RULE] = ['#161d27', '#465365', '#b9c6d3'] as const;

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

/** How a piece of text looks, where it stands, and what it is to whoever listens. */
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

/** A part of the paper's structure, of these kinds in PDF's own words. */
interface Part {
  readonly kind: 'Sect' | 'Table' | 'TR';
  readonly lang?: Lang;
}

/**
 * A tagged PDF on A4, written from the top down: our letters are embedded, colours and lines are marked as decoration, so that
 * whoever listens to it hears the words in order.
 */
export class TaggedPdf {
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
    if (!head.plain) this.pdf.on('pageAdded', () => this.band());
    this.section = this.pdf.struct('Document');
    this.pdf.addStructure(this.section);
    this.pdf.addPage();
  }

  /** Where the last text ended. */
  get y(): number {
    return this.pdf.y;
  }

  /** Goes on at another height. */
  goTo(y: number): void {
    this.pdf.y = y;
  }

  /** Goes on to a new sheet when so much height is not left on this one; says where it stands then. */
  need(height: number): number {
    if (this.pdf.y + height > PAPER.height - PAPER.foot) this.pdf.addPage();
    return this.pdf.y;
  }

  /** What `write` writes stands inside a part of the structure. */
  within({ kind, lang }: Part, write: () => void): void {
    const [outer, part] = [this.section, this.pdf.struct(kind, lang ? { lang } : {})];
    outer.add(part);
    this.section = part;
    write();
    part.end();
    this.section = outer;
  }

  /** A piece of text, word by word into its width, and the gap under it. */
  text(words: string, { tag, ...look }: Text): void {
    const { x, width, align = 'left' } = look;
    const lines = this.lines(words, width, look);
    const step = this.pdf.currentLineHeight(true);
    const y = look.y ?? this.need(lines.length * step);
    const place = (line: string) => (align === 'right' ? x + width - this.pdf.widthOfString(line) : x);
    this.pdf.fillColor(look.ink ?? INK);
    const draw = () =>
      lines.forEach((line, n) => this.pdf.text(line + (n < lines.length - 1 ? ' ' : ''), place(line), y + n * step, { lineBreak: false })); // prettier-ignore
    this.section.add(this.pdf.struct(tag, {}, draw));
    this.goTo(y + lines.length * step + (look.gap ?? 0));
  }

  /** A text in lines as wide as this, written so. */
  lines(words: string, width: number, { size, bold = false }: Pick<Text, 'size' | 'bold'>): string[] {
    this.font(size, bold);
    return linesOf(printable(words), width, (text) => this.pdf.widthOfString(text));
  }

  /** How high one line is, written so. */
  lineHeight({ size, bold = false }: Pick<Text, 'size' | 'bold'>): number {
    return this.font(size, bold).currentLineHeight(true);
  }

  /** A picture that means something, read aloud as `alt`. */
  figure(alt: string, draw: (pdf: PDFKit.PDFDocument) => void): void {
    this.section.add(this.pdf.struct('Figure', { alt }, () => draw(this.pdf)));
  }

  /** Lines and colours that mean nothing to whoever listens. */
  decoration(draw: (pdf: PDFKit.PDFDocument) => void): void {
    this.pdf.markContent('Artifact', { type: 'Layout' });
    draw(this.pdf);
    this.pdf.endMarkedContent();
  }

  /** A woven cloth, decoration only. */
  cloth(woven: Cloth, { x, y, stitch }: { x: number; y: number; stitch: number }): void {
    this.decoration((pdf) => {
      pdf.save().translate(x, y).scale(stitch);
      for (const { dye, d } of threads(woven)) pdf.path(d).lineWidth(1).stroke(dye);
      pdf.restore();
    });
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
    for (let x = 0; x < PAPER.width; x += width) this.cloth(BAND, { x, y: 0, stitch: STITCH });
  }
}
