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

  /** What was kept before; a line cut short by a crash is left out. */
  read(): Line[] {
    if (!this.file || !fs.existsSync(this.file)) return [];
    const lines: Line[] = [];
    for (const text of fs.readFileSync(this.file, 'utf8').split('\n')) {
      try {
        if (text) lines.push(JSON.parse(text) as Line);
      } catch {
        break;
      }
    }
    return lines;
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
