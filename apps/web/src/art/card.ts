import sharp from 'sharp';
import { drawn, type Line, widthOf, wrapped } from './letters.js';
import { cover, plai, type SceneName } from './scenes.js';
import { BAND, LOGO, OUTLINE } from './tiles.js';
import { type Cloth, DYES, paths } from './weave.js';

const [WIDTH, HEIGHT, FOOT, EDGE] = [1200, 630, 152, 64];
const WALNUT = '#1b1a1f';
const SOFT = '#cfcac2';
const QUALITY = 82;

/** What a sharing card of a project says. `part` is how much is here, 0 to 1; with `promised`, how much is only promised, drawn in outline. */
export interface ProjectCardFace {
  readonly scene: SceneName;
  readonly code: string;
  readonly place: string;
  readonly title: string;
  readonly sum: string;
  readonly of: string;
  readonly line: string;
  readonly part: number;
  readonly promised: boolean;
}

/** The sharing card of a project, 1200 × 630, JPEG. */
export function projectCard(face: ProjectCardFace): Promise<Buffer> {
  return encoded([
    rectangle(0, 0, { width: WIDTH, height: HEIGHT, fill: inksOf(face).sky }),
    clothAt(mirrored(cover(face.scene, face.code)), { y: HEIGHT - FOOT, width: WIDTH, from: 20 }),
    `<svg x="${WIDTH - EDGE - 55}" y="40" width="55" height="55" viewBox="0 0 11 11" shape-rendering="crispEdges">${paths(LOGO)}</svg>`,
    rectangle(0, HEIGHT - FOOT, { width: WIDTH, height: FOOT, fill: WALNUT }),
    band(face),
    ...linesOf(face).map(drawn),
  ]);
}

function inksOf({ scene }: ProjectCardFace) {
  const [sky, ink, soft] = scene === 'light' ? [DYES.d, '#ffffff', '#e4eef8'] : [DYES.c, '#161d27', '#465365'];
  return { sky, ink, soft };
}

/** The words of a card, each in its place; what would run into its neighbour is left out or cut. */
export function linesOf(face: ProjectCardFace): Line[] {
  const { ink, soft } = inksOf(face);
  const [width, foot] = [WIDTH - 2 * EDGE, HEIGHT - 34];
  const [place = ''] = wrapped(face.place, 30, { width: width - 90, most: 1 });
  const size = wrapped(face.title, 66, { width: 1060, most: 9 }).length > 2 ? 50 : 66;
  const title = wrapped(face.title, size, { width: 1060, most: 3 });
  const of = EDGE + widthOf(face.sum, 46) + 14;
  const room = WIDTH - EDGE - of - widthOf(face.of, 28) - 28;
  const line = face.line.split(' · ').reduceRight((kept, part) => {
    const longer = kept ? `${part} · ${kept}` : part;
    return widthOf(longer, 28) <= room ? longer : kept;
  }, '');
  return [
    { text: place, x: EDGE, y: 84, size: 30, fill: soft },
    ...title.map((text, index) => ({ text, x: EDGE, y: 100 + size + index * size * 1.06, size, fill: ink })),
    { text: face.sum, x: EDGE, y: foot, size: 46, fill: '#ffffff' },
    { text: face.of, x: of, y: foot, size: 28, fill: SOFT },
    { text: line, x: WIDTH - EDGE, y: foot, size: 28, fill: SOFT, anchor: 'end' },
  ];
}

/** The card of every page that is not a project's. */
export function plainCard(words: string, line: string): Promise<Buffer> {
  const headline = wrapped(words, 92, { width: WIDTH - 2 * EDGE, most: 2 });
  return encoded([
    rectangle(0, 0, { width: WIDTH, height: HEIGHT, fill: '#ffffff' }),
    `<svg x="${EDGE}" y="52" width="66" height="66" viewBox="0 0 11 11" shape-rendering="crispEdges">${paths(LOGO)}</svg>`,
    drawn({ text: 'plai', x: EDGE + 86, y: 106, size: 62, fill: '#161d27' }),
    ...headline.map((text, index) => drawn({ text, x: EDGE, y: 240 + index * 96, size: 92, fill: '#161d27' })),
    ...wrapped(line, 30, { width: WIDTH - 2 * EDGE, most: 1 }).map((text) =>
      drawn({ text, x: EDGE, y: 240 + (headline.length - 1) * 96 + 58, size: 30, fill: '#465365' }),
    ),
    clothAt(plai(), { y: HEIGHT, width: WIDTH, from: 0 }),
  ]);
}

function encoded(parts: readonly string[]): Promise<Buffer> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}">${parts.join('')}</svg>`;
  return sharp(Buffer.from(svg))
    .flatten({ background: '#ffffff' })
    .jpeg({ quality: QUALITY, mozjpeg: true, chromaSubsampling: '4:4:4' })
    .toBuffer();
}

function rectangle(
  x: number,
  y: number,
  { width, height, fill }: { width: number; height: number; fill: string },
): string {
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${fill}"/>`;
}

/** A cloth as wide as `width`, its foot at `y`; rows above `from` are sky and left out. */
function clothAt(woven: Cloth, { y, width, from }: { y: number; width: number; from: number }): string {
  const kept = woven.slice(from);
  const height = (width / kept[0]!.length) * kept.length;
  return `<svg x="0" y="${y - height}" width="${width}" height="${height}" viewBox="0 0 ${kept[0]!.length} ${kept.length}" shape-rendering="crispEdges">${paths(kept)}</svg>`;
}

/** As carpets are: the right half answers the left. */
function mirrored(woven: Cloth): Cloth {
  return woven.map((row) => [...row, ...row.toReversed()]);
}

function band({ part, promised }: ProjectCardFace): string {
  const [width, height, tile] = [WIDTH - 2 * EDGE, 32, 48];
  const done = Math.round(width * Math.min(1, Math.max(0, part)));
  const top = HEIGHT - FOOT + 28;
  const warp = Array.from({ length: Math.floor(width / 8) }, (_, n) => `M${EDGE + n * 8} ${top}h2v${height}h-2z`).join(
    '',
  );
  const tiles = Array.from(
    { length: Math.ceil(done / tile) },
    (_, n) =>
      `<svg x="${n * tile}" y="0" width="${tile}" height="${height}" viewBox="0 0 12 8" shape-rendering="crispEdges">${paths(promised ? OUTLINE : BAND)}</svg>`,
  ).join('');
  return [
    rectangle(EDGE, top, { width, height, fill: '#f3f6f9' }),
    `<path fill="#b9c6d3" d="${warp}"/>`,
    rectangle(EDGE, top, { width: done, height, fill: promised ? '#fbeef0' : '#f3f6f9' }),
    `<svg x="${EDGE}" y="${top}" width="${done}" height="${height}" overflow="hidden">${tiles}</svg>`,
  ].join('');
}
