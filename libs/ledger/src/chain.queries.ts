import { Injectable } from '@nestjs/common';
import { type CivilDate, endOfDay, startOfDay } from '#libs/kernel/src/index.js';
import { Database } from '#libs/platform/src/index.js';

/** Links of the chain, from one to another, both inside. `hash` is the last one's: it stands for all that is in them. */
export interface ChainPiece {
  readonly first: number;
  readonly last: number;
  readonly hash: string;
}

/** Which piece of the chain: all, what follows a seal, or the seals of one civil day. */
export interface ChainWish {
  readonly after?: number | undefined;
  readonly day?: CivilDate | undefined;
}

interface Link {
  readonly seal: number;
  readonly from: string;
  readonly to: string;
  readonly journals: number;
  readonly root: string;
  readonly prev: string;
  readonly hash: string;
  readonly at: Date;
}

interface JournalLine {
  readonly tx: string;
  readonly id: string;
  readonly json: string;
}

const SEALS = 500;
const JOURNALS = 1_000;

/**
 * The public export of the books: JSON Lines, the journals of each seal in their order and then the seal. A journal's line
 * is the very text that was hashed; what is not sealed yet is not in it. `verify` reads it.
 */
@Injectable()
export class ChainQueries {
  constructor(private readonly db: Database) {}

  /** What there is of the wished piece now; null when nothing of it is sealed. What was read once never changes. */
  async piece({ after = 0, day }: ChainWish): Promise<ChainPiece | null> {
    const [from, to] = day ? [startOfDay(day), endOfDay(day)] : [null, null];
    const [found] = await this.db.publicRows<ChainPiece>(
      `select f.n as first, l.n as last, encode(l.hash, 'hex') as hash
         from (select n from ledger.seal where n > $1 and ($2::timestamptz is null or (at >= $2 and at < $3)) order by n limit 1) f,
              (select n, hash from ledger.seal where n > $1 and ($2::timestamptz is null or (at >= $2 and at < $3)) order by n desc limit 1) l`,
      [after, from, to],
    );
    return found ?? null;
  }

  /** The lines of a piece, in texts of many lines; it takes the same memory however long the piece is. */
  async *lines({ first, last }: Pick<ChainPiece, 'first' | 'last'>): AsyncGenerator<string> {
    for (let begin = first; begin <= last; begin += SEALS) {
      const links = await this.links(begin, Math.min(begin + SEALS - 1, last));
      let next = 0;
      for await (const page of this.journals(links)) {
        const lines: string[] = [];
        for (const { tx, json } of page) {
          while (BigInt(tx) >= BigInt(links[next]!.to)) lines.push(JSON.stringify(links[next++]));
          lines.push(json);
        }
        yield text(lines);
      }
      yield text(links.slice(next).map((link) => JSON.stringify(link)));
    }
  }

  private links(first: number, last: number): Promise<Link[]> {
    return this.whole<Link>(
      last - first + 1,
      `select n as seal, from_tx as "from", to_tx as "to", journals, encode(root, 'hex') as root, encode(prev, 'hex') as prev,
              encode(hash, 'hex') as hash, at
         from ledger.seal where n between $1 and $2 order by n`,
      [first, last],
    );
  }

  private async *journals(links: readonly Link[]): AsyncGenerator<JournalLine[]> {
    let [tx, id] = [links[0]!.from, '0'];
    let left = links.reduce((sum, { journals }) => sum + journals, 0);
    for (;;) {
      const page = await this.whole<JournalLine>(
        Math.min(left, JOURNALS),
        `select j.tx, j.id, ledger.line(j) as json from ledger.journal j
          where (j.tx, j.id) > ($1::bigint, $2::bigint) and j.tx < $3 order by j.tx, j.id limit $4`,
        [tx, id, links.at(-1)!.to, JOURNALS],
      );
      if (page.length > 0) yield page;
      if (page.length < JOURNALS) return;
      left -= page.length;
      ({ tx, id } = page.at(-1)!);
    }
  }

  /** So many rows, from the read replica or, where that is behind what was promised, from the main database. */
  private async whole<Row>(least: number, sql: string, params: readonly unknown[]): Promise<Row[]> {
    const rows = await this.db.publicRows<Row>(sql, params);
    return rows.length < least ? this.db.rows<Row>(sql, params) : rows;
  }
}

function text(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}
