import { crc32 } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { type Packed, zipOf } from './zip.js';

const FILES: readonly Packed[] = [
  { name: '01 Cererea și bugetul.pdf', bytes: Buffer.from('%PDF-1.7 unu') },
  { name: '02 Гол.txt', bytes: Buffer.alloc(0) },
  { name: '03.bin', bytes: Buffer.from(Array.from({ length: 70_000 }, (_, n) => (n * 31) % 256)) },
];

async function* given(files: readonly Packed[]): AsyncGenerator<Packed> {
  for (const file of files) yield await Promise.resolve(file);
}

async function packed(files: readonly Packed[]): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of zipOf(given(files))) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** What an archive holds, read from its end as a program that unpacks does. */
function unpacked(zip: Buffer): Packed[] {
  const end = zip.length - 22;
  expect([zip.readUInt32LE(end), zip.readUInt16LE(end + 20)]).toEqual([0x06054b50, 0]);
  let at = zip.readUInt32LE(end + 16);
  expect(at + zip.readUInt32LE(end + 12)).toBe(end);
  return Array.from({ length: zip.readUInt16LE(end + 10) }, () => {
    const [crc, size, more, local] = [zip.readUInt32LE(at + 16), zip.readUInt32LE(at + 24), zip.readUInt16LE(at + 28), zip.readUInt32LE(at + 42)]; // prettier-ignore
    const name = zip.toString('utf8', at + 46, at + 46 + more);
    expect([zip.readUInt32LE(at), zip.readUInt32LE(local)]).toEqual([0x02014b50, 0x04034b50]);
    expect(zip.subarray(at + 8, at + 28).equals(zip.subarray(local + 6, local + 26))).toBe(true);
    at += 46 + more;
    const begins = local + 30 + zip.readUInt16LE(local + 26);
    const bytes = zip.subarray(begins, begins + size);
    expect(crc32(bytes)).toBe(crc);
    return { name, bytes };
  });
}

describe('an archive', () => {
  it('is the same to the byte each time, and what was packed is unpacked', async () => {
    const bytes = await packed(FILES);
    expect(bytes.equals(await packed(FILES))).toBe(true);
    const found = unpacked(bytes);
    expect(found.map(({ name }) => name)).toEqual(FILES.map(({ name }) => name));
    expect(found.every((one, n) => one.bytes.equals(FILES[n]!.bytes))).toBe(true);
  });

  it('may hold nothing', async () => {
    expect(unpacked(await packed([]))).toEqual([]);
  });
});
