import { Injectable } from '@nestjs/common';
import { Database } from './database.js';

/** One row of the audit trail with its place in the chain. */
export interface TrailRow {
  /** Where to go on from. */
  readonly cursor: string;
  readonly actor: string | null;
  readonly action: string;
  readonly subject: string;
  readonly at: Date;
  /** The exact text that was hashed; it holds all of the row. */
  readonly json: string;
  /** The number of its link; this, `prev` and `hash` are null while it is not sealed. */
  readonly n: string | null;
  readonly prev: string | null;
  readonly hash: string | null;
}

/** One row of the audit trail as people look at it. */
export interface TrailEntryRow {
  /** Its number: rows before it are older. */
  readonly id: string;
  readonly actor: string | null;
  readonly action: string;
  readonly subject: string;
  /** Ids, codes and sums. */
  readonly data: Readonly<Record<string, unknown>>;
  readonly at: Date;
}

/** The newest link of the trail's chain: the head to publish. */
export interface TrailHead {
  readonly n: string;
  readonly hash: string;
}

/** One sealed row: the text that was hashed, and its link. */
export interface TrailLink extends TrailHead {
  readonly prev: string;
  readonly json: string;
}

/** Rows of the log in full, in its order; of those between and after them only hashes, which is all that the chain is made of. */
export interface TrailWay {
  readonly rows: readonly TrailLink[];
  /** A list for each of them: SHA-256 of the text of each row that follows it, up to the next of them, or to the head. */
  readonly between: readonly (readonly string[])[];
  /** Where the way ends: compare it with a head that you know. */
  readonly head: TrailHead;
}

/** So far a way goes on after its last row: enough for a head of the days that follow, and never without end. */
const AFTER = 50_000;
const BETWEEN = 1_000_000;

/** Reads the audit trail. */
@Injectable()
export class TrailQueries {
  constructor(private readonly db: Database) {}

  /** Rows in the order of the chain, after a cursor ('' from the first); what was read once never changes. */
  async log(after: string, limit: number): Promise<TrailRow[]> {
    const [tx, id] = after === '' ? ['0', '0'] : after.split('.');
    return this.db.rows<TrailRow>(
      `select t.tx || '.' || t.id as cursor, t.actor, t.action, t.subject, t.at, platform.trail_line(t) as json, s.n, s.prev, s.hash
         from platform.trail t left join platform.trail_seal s on s.trail_id = t.id
        where (t.tx, t.id) > ($1::bigint, $2::bigint) and t.tx < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
        order by t.tx, t.id limit $3`,
      [tx, id ?? '0', limit],
    );
  }

  /**
   * The newest rows first, those only whose action or subject begins with a text; before the row with this number.
   */
  async newest({ search = '', before }: { search?: string; before?: string }, limit: number): Promise<TrailEntryRow[]> {
    return this.db.rows<TrailEntryRow>(
      `select id::text as id, actor, action, subject, data, at from platform.trail
        where ($1 = '' or action ^@ $1 or subject ^@ $1) and ($2::bigint is null or id < $2) order by trail.id desc limit $3`,
      [search, before ?? null, limit],
    );
  }

  /**
   * The way over the rows of these acts on one thing, which followed each other, and on to a head; null while one has no link.
   * Whoever goes it learns nothing of what others did meanwhile.
   */
  async wayOver(subject: string, acts: readonly string[]): Promise<TrailWay | null> {
    const links = await Promise.all(acts.map((action) => this.linkOf(action, subject)));
    const rows = links.filter((link) => link !== null);
    if (rows.length < acts.length) return null;
    const between = await Promise.all(rows.map(({ n }, at) => this.leaves(n, rows[at + 1]?.n ?? null)));
    const head = await this.link(BigInt(rows.at(-1)!.n) + BigInt(between.at(-1)!.length));
    return { rows, between, head };
  }

  /** The newest link, or null while nothing is sealed. */
  async head(): Promise<TrailHead | null> {
    const [head] = await this.db.rows<TrailHead>('select n, hash from platform.trail_seal order by n desc limit 1');
    return head ?? null;
  }

  /** The sealed row of one act on one thing, or null while it has no link. */
  private async linkOf(action: string, subject: string): Promise<TrailLink | null> {
    const [link] = await this.db.rows<TrailLink>(
      `select s.n, s.prev, s.hash, platform.trail_line(t) as json
         from platform.trail t join platform.trail_seal s on s.trail_id = t.id
        where t.subject = $2 and t.action = $1 order by s.n limit 1`,
      [action, subject],
    );
    return link ?? null;
  }

  /** SHA-256 of the text of each row after one link and before another, or so far as a way goes on: each row has a salt, so that nobody tries out what others did. */
  private async leaves(after: string, to: string | null): Promise<string[]> {
    const rows = await this.db.rows<{ leaf: string }>(
      `select encode(sha256(convert_to(platform.trail_line(t), 'UTF8')), 'hex') as leaf
         from platform.trail_seal s join platform.trail t on t.id = s.trail_id
        where s.n > $1::bigint and ($2::bigint is null or s.n < $2) order by s.n limit $3`,
      [after, to, to === null ? AFTER : BETWEEN],
    );
    return rows.map(({ leaf }) => leaf);
  }

  /** The link with this number, which there is. */
  private async link(n: bigint): Promise<TrailHead> {
    const [head] = await this.db.rows<TrailHead>('select n, hash from platform.trail_seal where n = $1', [n]);
    return head!;
  }
}
