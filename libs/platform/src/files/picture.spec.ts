import { describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { publicCopies } from './picture.js';

const blank = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#a3213d' } });

describe('the public copies of a picture', () => {
  it('are two JPEGs without metadata, upright, each in its size', async () => {
    const bytes = await blank(2_000, 1_000).withExif({ IFD0: { Copyright: 'hidden' } }).withMetadata({ orientation: 6 }).jpeg().toBuffer(); // prettier-ignore
    const { wide, small } = await publicCopies(bytes);
    for (const [copy, width, height] of [
      [wide, 800, 1_600],
      [small, 320, 640],
    ] as const) {
      const found = await sharp(copy).metadata();
      expect(found).toMatchObject({ format: 'jpeg', width, height });
      expect([found.exif, found.orientation, copy.includes('hidden')]).toEqual([undefined, undefined, false]);
    }
  });

  it.each([
    ['of more pixels than any camera has', () => blank(7_100, 7_100).png({ compressionLevel: 9 })],
    ['of a kilobyte that takes long to unpack', () => blank(4_100, 4_100).avif({ effort: 0, quality: 1 })],
  ])('are not made of a bomb: %s', async (_what, bomb) => {
    const bytes = await bomb().toBuffer();
    expect(bytes.length).toBeLessThan(600_000);
    await expect(publicCopies(bytes)).rejects.toMatchObject({ code: 'photo-unreadable' });
  });

  it('are made two at a time, and a broken one holds up nobody behind it', async () => {
    const good = await blank(60, 40).png().toBuffer();
    const made = await Promise.allSettled(
      Array.from({ length: 12 }, (_, i) => publicCopies(i % 3 === 0 ? good.subarray(0, 40) : good)),
    );
    expect(made.map(({ status }) => status)).toEqual(Array.from({ length: 12 }, (_, i) => (i % 3 === 0 ? 'rejected' : 'fulfilled'))); // prettier-ignore
  });
});
