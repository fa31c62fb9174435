import fs from 'node:fs';
import path from 'node:path';

/** One kept thing: which collection, its id, and its last state (null: removed). */
export interface Line {
  c: string;
  id: string;
  o: unknown;
}

/** Keeps the state in a file of JSON lines, the last line of a thing counting; without a file it keeps nothing. */
export class Journal {
  private waiting: string[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly file: string | undefined) {
    if (file) fs.mkdirSync(path.dirname(file), { recursive: true });
  }

  /** What was kept before, in its order; a line cut short by a crash ends it. */
  *read(): Generator<Line> {
    if (!this.file || !fs.existsSync(this.file)) return;
    const handle = fs.openSync(this.file, 'r');
    const block = Buffer.alloc(1 << 20);
    let rest = Buffer.alloc(0);
    try {
      for (let size = fs.readSync(handle, block); size > 0; size = fs.readSync(handle, block)) {
        const have = Buffer.concat([rest, block.subarray(0, size)]);
        let from = 0;
        for (let end = have.indexOf(10); end >= 0; end = have.indexOf(10, from)) {
          yield JSON.parse(have.toString('utf8', from, end)) as Line;
          from = end + 1;
        }
        rest = have.subarray(from);
      }
    } finally {
      fs.closeSync(handle);
    }
  }

  /** Notes a new state; it is on disk a moment later. */
  note(line: Line): void {
    if (!this.file) return;
    this.waiting.push(JSON.stringify(line));
    this.timer ??= setTimeout(() => this.flush(), 50);
  }

  /** Writes what waits. */
  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (!this.file || this.waiting.length === 0) return;
    const lines = this.waiting;
    this.waiting = [];
    fs.appendFileSync(this.file, `${lines.join('\n')}\n`);
  }

  /** Replaces the whole file, so that it does not grow without end. */
  rewrite(lines: Iterable<Line>): void {
    this.waiting = [];
    if (!this.file) return;
    const fresh = `${this.file}.new`;
    const handle = fs.openSync(fresh, 'w');
    for (const line of lines) fs.writeSync(handle, `${JSON.stringify(line)}\n`);
    fs.closeSync(handle);
    fs.renameSync(fresh, this.file);
  }
}
