import { crc32 } from 'node:zlib';

/** A file of an archive, under the name by which it is unpacked. */
export interface Packed {
  readonly name: string;
  readonly bytes: Buffer;
}

/** Names are UTF-8; nothing is compressed, because what we keep is already. */
const [VERSION, UTF8, STORED] = [20, 0x0800, 0];
/** 1980-01-01, the first day that the format knows: the same files make the same archive, whenever it is asked for. */
const [TIME, DAY] = [0, 0x0021];
const [LOCAL, CENTRAL, END] = [0x04034b50, 0x02014b50, 0x06054b50];

interface Entry {
  readonly name: Buffer;
  readonly crc: number;
  readonly size: number;
  readonly at: number;
}

/** A ZIP archive (APPNOTE 6.3.10) in pieces, one file after another: it takes the memory of its largest file alone. */
export async function* zipOf(files: AsyncIterable<Packed>): AsyncGenerator<Buffer> {
  const entries: Entry[] = [];
  let at = 0;
  for await (const { name, bytes } of files) {
    const entry = { name: Buffer.from(name), crc: crc32(bytes), size: bytes.length, at };
    const head = Buffer.concat([words32(LOCAL), words16(VERSION), factsOf(entry), words16(0), entry.name]);
    entries.push(entry);
    at += head.length + bytes.length;
    yield head;
    yield bytes;
  }
  const listed = Buffer.concat(entries.map(centralOf));
  const [n, size] = [entries.length, listed.length];
  yield Buffer.concat([listed, words32(END), words16(0, 0, n, n), words32(size, at), words16(0)]);
}

function centralOf(entry: Entry): Buffer {
  const head = [words32(CENTRAL), words16(VERSION, VERSION), factsOf(entry), words16(0, 0, 0, 0)];
  return Buffer.concat([...head, words32(0, entry.at), entry.name]);
}

/** What both headers say of a file, up to the length of its name. */
function factsOf({ name, crc, size }: Entry): Buffer {
  return Buffer.concat([words16(UTF8, STORED, TIME, DAY), words32(crc, size, size), words16(name.length)]);
}

function words16(...numbers: readonly number[]): Buffer {
  const words = Buffer.alloc(2 * numbers.length);
  numbers.forEach((one, index) => words.writeUInt16LE(one, 2 * index));
  return words;
}

function words32(...numbers: readonly number[]): Buffer {
  const words = Buffer.alloc(4 * numbers.length);
  numbers.forEach((one, index) => words.writeUInt32LE(one, 4 * index));
  return words;
}
