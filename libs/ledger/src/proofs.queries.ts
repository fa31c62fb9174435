import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from '#libs/platform/src/index.js';

/** A link of the chain as a proof and the public export write it. */
export interface ProofLink {
  readonly seal: number;
  readonly from: string;
  readonly to: string;
  readonly journals: number;
  readonly root: string;
  readonly prev: string;
  readonly hash: string;
}

/** That one journal lies in the chain, and nothing of any other: `verify` checks it. */
export interface JournalProof {
  /** The exact text that was hashed. */
  readonly journal: string;
  /** From the journal's hash up to the root: on which side each neighbour stands, and its hash. */
  readonly path: readonly (readonly ['L' | 'R', string])[];
  /** The journal's seal, and those from there to a published head. */
  readonly seals: readonly ProofLink[];
}

/** Where a journal stands: what a line calls it, and its seal, null while it is not sealed. */
export interface JournalPlace {
  readonly name: string;
  readonly at: Date;
  readonly seal: number | null;
  readonly hash: string | null;
}

/** Proofs of single journals. */
@Injectable()
export class ProofsQueries {
  constructor(private readonly db: Database) {}

  /** Where the journal with this key stands; null when there is none. */
  async placeOf(key: string): Promise<JournalPlace | null> {
    const [place] = await this.db.rows<JournalPlace>(
      `select ledger.veiled(j.key) as name, j.at, s.n as seal, encode(s.hash, 'hex') as hash
         from ledger.journal j
         left join lateral (select n, hash from ledger.seal where to_tx > j.tx order by to_tx limit 1) s on true
        where j.key = $1`,
      [key],
    );
    return place ?? null;
  }

  /**
   * The proof of the journal with this key, up to the first head that was published after it, or up to the newest while
   * there is none; null when the journal is unknown or not sealed.
   */
  async of(key: string): Promise<JournalProof | null> {
    const place = await this.placeOf(key);
    if (!place?.seal) return null;
    const leaves = await this.db.rows<{ leaf: string; journal: string | null }>(LEAVES, [place.seal, key]);
    const at = leaves.findIndex(({ journal }) => journal !== null);
    return {
      journal: leaves[at]!.journal!,
      path: pathTo(at, leaves.map(({ leaf }) => Buffer.from(leaf, 'hex'))), // prettier-ignore
      seals: await this.db.rows<ProofLink>(LINKS, [place.seal]),
    };
  }
}

// The leaves of a seal in their order; the text of one alone.
const LEAVES = `
select encode(ledger.leaf(j), 'hex') as leaf, case when j.key = $2 then ledger.line(j) end as journal
  from ledger.seal s join ledger.journal j on j.tx >= s.from_tx and j.tx < s.to_tx
 where s.n = $1 order by j.tx, j.id`;

const LINKS = `
with mine as (
  select date_trunc('day', at, 'Europe/Chisinau') as starts from ledger.seal where n = $1),
head as (
  select coalesce(
    -- The first of its day is published itself.
    (select s.n from (select n from ledger.seal where at >= (select starts from mine) order by at, n limit 1) s where s.n = $1),
    (select n from ledger.seal where at >= ((select starts from mine) at time zone 'Europe/Chisinau' + interval '1 day') at time zone 'Europe/Chisinau'
      order by at, n limit 1),
    (select max(n) from ledger.seal)) as n)
select s.n as seal, s.from_tx as "from", s.to_tx as "to", s.journals, encode(s.root, 'hex') as root, encode(s.prev, 'hex') as prev,
       encode(s.hash, 'hex') as hash
  from ledger.seal s, head where s.n between $1 and head.n order by s.n`;

/** The neighbours on the way from a leaf to the root; a lone one goes up as it is. */
function pathTo(leaf: number, leaves: readonly Buffer[]): ['L' | 'R', string][] {
  const path: ['L' | 'R', string][] = [];
  let [level, at] = [leaves, leaf];
  while (level.length > 1) {
    const beside = at % 2 === 0 ? at + 1 : at - 1;
    if (level[beside]) path.push([beside < at ? 'L' : 'R', level[beside].toString('hex')]);
    level = level.flatMap((left, place) => (place % 2 === 1 ? [] : [above(left, level[place + 1])]));
    at = Math.floor(at / 2);
  }
  return path;
}

function above(left: Buffer, right: Buffer | undefined): Buffer {
  return right ? createHash('sha256').update(Buffer.of(1)).update(left).update(right).digest() : left;
}
