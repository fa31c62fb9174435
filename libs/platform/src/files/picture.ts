import sharp, { type Sharp } from 'sharp';
import { refuse } from '#libs/kernel/src/index.js';

const PIXELS_MAX = 50_000_000;
/** What a kilobyte of AVIF unpacks to takes ten times as long as the same in other formats. */
const SLOW_PIXELS_MAX = 16_000_000;
const SECONDS_MAX = 10;
const AT_ONCE = 2;
const [WIDE, SMALL] = [1600, 640];

/**
 * The public copies of a photo: decoded and encoded anew as JPEG, turned upright, without any metadata. Refuses bombs;
 * however many pictures come at once, two are unpacked at a time, so that pages have the machine too.
 */
export async function publicCopies(bytes: Buffer): Promise<{ wide: Buffer; small: Buffer }> {
  return inLine(async () => {
    try {
      const { format } = await sharp(bytes, { limitInputPixels: PIXELS_MAX }).metadata();
      const limitInputPixels = format === 'heif' ? SLOW_PIXELS_MAX : PIXELS_MAX;
      const wide = await copy(sharp(bytes, { limitInputPixels, failOn: 'error', animated: false }).rotate(), WIDE, 76);
      return { wide, small: await copy(sharp(wide), SMALL, 62) };
    } catch {
      throw refuse('invalid', 'photo-unreadable', 'The picture cannot be read.');
    }
  });
}

function copy(picture: Sharp, size: number, quality: number): Promise<Buffer> {
  return picture.timeout({ seconds: SECONDS_MAX }).resize({ width: size, height: size, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' }).jpeg({ quality, mozjpeg: true, progressive: true }).toBuffer(); // prettier-ignore
}

const waiting: (() => void)[] = [];
let running = 0;

async function inLine<Value>(work: () => Promise<Value>): Promise<Value> {
  if (running >= AT_ONCE) await new Promise<void>((go) => waiting.push(go));
  else running += 1;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}
