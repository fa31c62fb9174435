import { createHash } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database, rowsOf, type Tx } from './database.js';
import { Handlers } from './handlers.js';

const SEAL_SECONDS = 5;
const MOST = 2_000;
/** What stands before the first link. */
const GENESIS = '00';

interface Waiting {
  id: string;
  line: string;
}

interface Last {
  n: string;
  tx: string;
  id: string;
  hash: string;
}

/**
 * Seals the audit trail into a hash chain: each row's hash is the SHA-256 of the one before it, "|" and the
 * SHA-256 of the row's text, so that the way from one row to another can be shown without what stands between.
 * Rows are sealed in the order of their transactions, and only when no earlier one can still come.
 */
@Injectable()
export class TrailSeal implements OnModuleInit {
  constructor(
    private readonly db: Database,
    private readonly handlers: Handlers,
  ) {}

  onModuleInit(): void {
    this.handlers.every(SEAL_SECONDS, 'platform.trail-seal', async () => void (await this.seal()));
  }

  /** Seals what is final and gives the number of rows sealed; one process at a time, others do nothing. */
  async seal(): Promise<number> {
    let all = 0;
    for (;;) {
      const sealed = await this.db.transaction((tx) => sealSome(tx));
      all += sealed;
      if (sealed < MOST) return all;
    }
  }
}

async function sealSome(tx: Tx): Promise<number> {
  const [lock] = await rowsOf<{ mine: boolean }>(tx, 'select pg_try_advisory_xact_lock(7003, 1) as mine');
  if (!lock!.mine) return 0;
  const [last] = await rowsOf<Last>(
    tx,
    'select s.n, t.tx, t.id, s.hash from platform.trail_seal s join platform.trail t on t.id = s.trail_id order by s.n desc limit 1',
  );
  const rows = await rowsOf<Waiting>(tx, WAITING, [last?.tx ?? '0', last?.id ?? '0', MOST]);
  if (rows.length === 0) return 0;
  const links = chain(last?.hash ?? GENESIS, rows);
  const first = BigInt(last?.n ?? 0) + 1n;
  await tx.query(
    `insert into platform.trail_seal (n, trail_id, prev, hash)
     select $1::bigint + o - 1, id, prev, hash from unnest($2::bigint[], $3::text[], $4::text[]) with ordinality u(id, prev, hash, o)`,
    [first.toString(), rows.map(({ id }) => id), links.map(({ prev }) => prev), links.map(({ hash }) => hash)],
  );
  return rows.length;
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

function chain(before: string, rows: readonly Waiting[]): { prev: string; hash: string }[] {
  let prev = before;
  return rows.map(({ line }) => {
    const link = { prev, hash: sha256(`${prev}|${sha256(line)}`) };
    prev = link.hash;
    return link;
  });
}

// A restore into another server starts transaction numbers anew: then the last sealed number is not yet reached here,
// and only what has no seal tells what waits.
const WAITING = `
with now as (select pg_snapshot_xmin(pg_current_snapshot())::text::bigint as final)
select t.id, platform.trail_line(t) as line
  from platform.trail t, now
 where ((t.tx, t.id) > ($1::bigint, $2::bigint) and t.tx < now.final or $1::bigint >= now.final)
   and not exists (select from platform.trail_seal s where s.trail_id = t.id)
 order by t.tx, t.id limit $3`;
