import sharp from 'sharp';
import { refuse } from '#libs/kernel/src/index.js';

/** Where and when a photo says it was taken; kept apart from the public copy. */
export interface Shot {
  readonly width: number;
  readonly height: number;
  /** Whether the original carried a place (EXIF GPS). The place itself stays in the private original. */
  readonly located: boolean;
}

const PIXELS_MAX = 50_000_000;
const [WIDE, SMALL] = [1600, 640];

/** The public copies of a photo: decoded and encoded anew as JPEG, turned upright, without any metadata. Refuses bombs. */
export async function publicCopies(bytes: Buffer): Promise<{ wide: Buffer; small: Buffer; shot: Shot }> {
  const open = () => sharp(bytes, { limitInputPixels: PIXELS_MAX, failOn: 'error', animated: false });
  try {
    const { width = 0, height = 0, exif } = await open().metadata();
    const at = (size: number, quality: number) =>
      open().rotate().resize({ width: size, height: size, fit: 'inside', withoutEnlargement: true }).flatten({ background: '#ffffff' })
        .jpeg({ quality, mozjpeg: true, progressive: true }).toBuffer(); // prettier-ignore
    const [wide, small] = [await at(WIDE, 76), await at(SMALL, 62)];
    return {
      wide,
      small,
      shot: {
        width,
        height,
        located: exif?.includes(Buffer.from([0x88, 0x25])) || exif?.includes(Buffer.from([0x25, 0x88])) || false,
      },
    };
  } catch {
    throw refuse('invalid', 'photo-unreadable', 'The picture cannot be read.');
  }
}
