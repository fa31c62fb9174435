import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { fromRoot, LANGS } from '#libs/platform/src/index.js';
import { Rendered } from '../edge/rendered.js';
import { plai } from './scenes.js';
import { BAND, LOGO, OUTLINE, SELVEDGE, TEETH, tileUri } from './tiles.js';
import { svgOf } from './weave.js';

const folder = fromRoot('apps/web/assets');
const TYPES: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml; charset=utf-8',
  png: 'image/png',
  webmanifest: 'application/manifest+json; charset=utf-8',
  woff2: 'font/woff2',
  txt: 'text/plain; charset=utf-8',
};

/** A file that never changes under its address, because the address holds its hash. */
export interface Asset {
  readonly url: string;
  readonly rendered: Rendered;
}

const byName = new Map<string, Asset>();
const byUrl = new Map<string, Asset>();

/** The address of an asset by its plain name: assetUrl('plai.css') is "/assets/plai.3fa9….css". Throws when there is none. */
export function assetUrl(name: string): string {
  const asset = byName.get(name);
  if (!asset) throw new Error(`there is no asset ${name}`);
  return asset.url;
}

/** What lies under an address of `assetUrl`, or undefined. */
export function assetAt(url: string): Asset | undefined {
  return byUrl.get(url);
}

function add(name: string, bytes: Buffer): void {
  const [, stem, extension] = /^(.*)\.([a-z0-9]+)$/.exec(name)!;
  const hash = createHash('sha256').update(bytes).digest('base64url').slice(0, 10);
  const headers = {
    'content-type': TYPES[extension!] ?? 'application/octet-stream',
    'cache-control': 'public, max-age=31536000, immutable',
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
  };
  const asset = { url: `/assets/${stem}.${hash}.${extension}`, rendered: new Rendered(200, headers, bytes, 11) };
  byName.set(name, asset);
  byUrl.set(asset.url, asset);
}

/** The stylesheet with its woven tiles and the addresses of its fonts, without comments. */
function stylesheet(): string {
  return fs
    .readFileSync(path.join(folder, 'plai.css'), 'utf8')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\s*\n\s*/g, '\n')
    .replace(/\s*([{};])\s*/g, '$1')
    .replace(/([:,])\s+/g, '$1')
    .replace(/;}/g, '}')
    .replace(/ > /g, '>')
    .replaceAll('* + *', '*+*')
    .replaceAll(' !important', '!important')
    .replace('var(--woven-band)', tileUri(BAND))
    .replace('var(--woven-outline)', tileUri(OUTLINE))
    .replace('var(--woven-teeth)', tileUri(TEETH))
    .replace('var(--woven-selvedge)', tileUri(SELVEDGE))
    .replace(/url\(fonts\/([\w.-]+)\)/g, (_, font: string) => `url(${assetUrl(font)})`)
    .trim();
}

/** The mark on white for home screens: `stitch` pixels a stitch, so that it stays crisp, and within the circle that phones cut out. */
function icon(size: number, stitch: number): Promise<Buffer> {
  const mark = svgOf(LOGO).replace('<svg ', `<svg width="${LOGO.length * stitch}" height="${LOGO.length * stitch}" `);
  const white = { r: 255, g: 255, b: 255, alpha: 1 };
  const edge = (size - LOGO.length * stitch) / 2;
  const room = { top: Math.floor(edge), bottom: Math.ceil(edge), left: Math.floor(edge), right: Math.ceil(edge) };
  return sharp(Buffer.from(mark)).flatten({ background: white }).extend({ ...room, background: white }).png({ palette: true }).toBuffer(); // prettier-ignore
}

/** What a phone is told that puts Plai on its home screen. */
function manifest(lang: string): string {
  const [png, svg] = [assetUrl('icon-512.png'), assetUrl('logo.svg')];
  return JSON.stringify({
    ...{ name: 'Plai', short_name: 'Plai', lang, start_url: `/${lang}`, scope: '/', display: 'minimal-ui' },
    ...{ background_color: '#ffffff', theme_color: '#1b1a1f' },
    icons: [
      { src: svg, type: 'image/svg+xml', sizes: 'any' },
      ...['any', 'maskable'].map((purpose) => ({ src: png, type: 'image/png', sizes: '512x512', purpose })),
    ],
  });
}

for (const font of fs.readdirSync(path.join(folder, 'fonts')))
  add(font, fs.readFileSync(path.join(folder, 'fonts', font)));
for (const script of fs.readdirSync(path.join(folder, 'elements'))) {
  add(script, fs.readFileSync(path.join(folder, 'elements', script)));
}
add('logo.svg', Buffer.from(svgOf(LOGO)));
add('plai.svg', Buffer.from(svgOf(plai(), 'xMidYMax slice')));
add('plai.css', Buffer.from(stylesheet()));
add('icon-180.png', await icon(180, 12));
add('icon-512.png', await icon(512, 32));
for (const lang of LANGS) add(`plai-${lang}.webmanifest`, Buffer.from(manifest(lang)));
