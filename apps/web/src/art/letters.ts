import fs from 'node:fs';
import { fromRoot } from '#libs/platform/src/index.js';

type Letter = readonly [width: number, outline: string];
const { units, letters } = JSON.parse(fs.readFileSync(fromRoot('apps/web/data/letters.json'), 'utf8')) as {
  readonly units: number;
  readonly letters: Readonly<Record<string, Letter>>;
};

// As `word-spacing` of headings on the pages.
const WORD_GAP = 0.07;

/** A line of text as outlines of Piazzolla Bold: `x` and `y` are where its baseline begins, `size` is in pixels. */
export interface Line {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly fill: string;
  readonly anchor?: 'start' | 'end';
}

/** The width of a text in pixels. */
export function widthOf(text: string, size: number): number {
  return (lettersOf(text).reduce((sum, [width]) => sum + width, 0) * size) / units;
}

/** SVG of a line. */
export function drawn({ text, x, y, size, fill, anchor = 'start' }: Line): string {
  const scale = size / units;
  let at = anchor === 'end' ? -widthOf(text, size) / scale : 0;
  const outlines = lettersOf(text).map(([width, outline]) => {
    const path = outline ? `<path transform="translate(${at})" d="${outline}"/>` : '';
    at += width;
    return path;
  });
  return `<g fill="${fill}" transform="translate(${x} ${y}) scale(${scale} ${-scale})">${outlines.join('')}</g>`;
}

/** Breaks a text into at most `most` lines no wider than `width`; what does not fit ends in "…". */
export function wrapped(text: string, size: number, { width, most }: { width: number; most: number }): string[] {
  const lines: string[] = [];
  let words = text.split(/\s+/).filter(Boolean);
  while (words.length > 0 && lines.length < most) {
    let count = 1;
    while (count < words.length && widthOf(words.slice(0, count + 1).join(' '), size) <= width) count += 1;
    lines.push(words.slice(0, count).join(' '));
    words = words.slice(count);
  }
  const cut = words.length > 0 || lines.some((line) => widthOf(line, size) > width);
  return cut ? lines.map((line, index) => (index === lines.length - 1 ? shortened(line, size, width) : line)) : lines;
}

function shortened(line: string, size: number, width: number): string {
  let text = line;
  while (text.length > 1 && widthOf(`${text}…`, size) > width) text = text.slice(0, -1);
  return `${text.trimEnd()}…`;
}

function lettersOf(text: string): Letter[] {
  return [...text.normalize('NFC').replaceAll('\u00a0', ' ').replaceAll('\u2011', '-')].map((letter) => {
    const [width, outline] = letters[letter] ?? letters[letter.normalize('NFD')[0]!] ?? [0, ''];
    return [letter === ' ' ? width + WORD_GAP * units : width, outline];
  });
}
