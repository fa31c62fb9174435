import sharp from 'sharp';
import { refuse } from '#libs/kernel/src/index.js';

const PIXELS_MAX = 50_000_000;
const [WIDE, SMALL] = [1600, 640];

/** The public copies of a photo: decoded and encoded anew as JPEG, turned upright, without any metadata. Refuses bombs. */
export async function publicCopies(bytes: Buffer): Promise<{ wide: Buffer; small: Buffer }> {
  const open = () => sharp(bytes, { limitInputPixels: PIXELS_MAX, failOn: 'error', animated: false });
  try {
    const at = (size: number, quality: number) =>
      open().rotate().resize({ width: size, height: size, fit: 'inside', withoutEnlargement: true }).flatten({ background: '#ffffff' })
        .jpeg({ quality, mozjpeg: true, progressive: true }).toBuffer(); // prettier-ignore
    return { wide: await at(WIDE, 76), small: await at(SMALL, 62) };
  } catch {
    throw refuse('invalid', 'photo-unreadable', 'The picture cannot be read.');
  }
}
