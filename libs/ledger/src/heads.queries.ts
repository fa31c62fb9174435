import { Injectable } from '@nestjs/common';
import { type CivilDate, startOfDay } from '#libs/kernel/src/index.js';
import { Database } from '#libs/platform/src/index.js';

/** A head as it is published: whoever keeps it can show that nothing before it was changed. */
export interface PublishedHead {
  /** The civil day whose first seal it is. */
  readonly day: CivilDate;
  readonly n: number;
  readonly hash: string;
  readonly at: Date;
}

/** The heads that are published: the first seal of each civil day in Chișinău. */
@Injectable()
export class HeadsQueries {
  constructor(private readonly db: Database) {}

  /** The heads of the newest days, the newest first; before a day. */
  async published(limit: number, before?: CivilDate): Promise<PublishedHead[]> {
    return this.db.publicRows<PublishedHead>(DAYS, [before ? startOfDay(before) : null, limit]);
  }

  /** The newest seal: the head of this moment; null while nothing is sealed. */
  async newest(): Promise<PublishedHead | null> {
    const [head] = await this.db.publicRows<PublishedHead>(
      `select n, encode(hash, 'hex') as hash, at, ${CIVIL_DAY} as day from ledger.seal order by n desc limit 1`,
    );
    return head ?? null;
  }

  /** How long the oldest journal has waited for its seal, in seconds; zero when everything is sealed. */
  async secondsUnsealed(): Promise<number> {
    const [row] = await this.db.rows<{ seconds: number }>(
      `select coalesce(extract(epoch from platform.now() - min(at)), 0)::float8 as seconds
         from ledger.journal where tx >= coalesce((select to_tx from ledger.seal order by n desc limit 1), 0)`,
    );
    return Math.max(0, row!.seconds);
  }
}

const ZONE = `'Europe/Chisinau'`;
const CIVIL_DAY = `to_char(at at time zone ${ZONE}, 'YYYY-MM-DD')`;

// From day to day by the index, however many seals a day has.
const DAYS = `
with recursive day(starts) as (
  select date_trunc('day', (select max(at) from ledger.seal where $1::timestamptz is null or at < $1), ${ZONE})
  union all
  select date_trunc('day', (select max(at) from ledger.seal where at < day.starts), ${ZONE}) from day where day.starts is not null)
select s.n, encode(s.hash, 'hex') as hash, s.at, to_char(day.starts at time zone ${ZONE}, 'YYYY-MM-DD') as day
  from day cross join lateral (select n, hash, at from ledger.seal where at >= day.starts order by at, n limit 1) s
 where day.starts is not null limit $2`;
