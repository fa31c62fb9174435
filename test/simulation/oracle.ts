import pg from 'pg';
import { AuditService, type Check, CHECKS, type Finding, questionOf, TotalsAudit } from '#libs/audit/src/index.js';
import { breach } from './breaches.js';
import type { House } from './house.js';

/** What an oracle says: the audit's findings, one sentence each. */
export type Says = readonly string[];

const TOTALS = new Set([
  'ledger.entry',
  'ledger.journal',
  'pledges.match',
  'pledges.next_need',
  'pledges.pledge',
  'projects.project',
]);

/** Installs on a database, once, that each statement which writes notes its table, in its own transaction. */
export const TOUCHING = `
create schema touched;
create unlogged table touched.note ("table" text not null);
create function touched.note() returns trigger language plpgsql security definer set search_path = pg_catalog as $$ begin
  insert into touched.note ("table") values (tg_table_schema || '.' || tg_table_name); return null; end $$;
do $$ declare t record; begin
  for t in select n.nspname as room, c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where c.relkind = 'r' and n.nspname !~ '^(pg_|information_schema|touched|public|bullmq)' loop
    execute format('create trigger zz_touched after insert or update or delete on %I.%I for each statement execute function touched.note()', t.room, t.name);
    execute format('alter table %I.%I enable always trigger zz_touched', t.room, t.name);
  end loop; end $$;`;

const VIEWS = `
  select distinct vn.nspname || '.' || v.relname as view, tn.nspname || '.' || t.relname as table
    from pg_rewrite r join pg_class v on v.oid = r.ev_class join pg_namespace vn on vn.oid = v.relnamespace
    join pg_depend d on d.objid = r.oid and d.classid = 'pg_rewrite'::regclass and d.refclassid = 'pg_class'::regclass
    join pg_class t on t.oid = d.refobjid and t.relkind = 'r' join pg_namespace tn on tn.oid = t.relnamespace
   where v.relkind = 'v' and vn.nspname !~ '^(pg_|information_schema)'`;
// Taken away, not counted on from a number: a note that was written before another may be committed after it.
const NOTED = 'with noted as (delete from touched.note returning "table") select distinct "table" from noted';

/**
 * The audit's own questions, after every act. An answer can only change when a table that it reads has changed, or the
 * clock if it asks what time it is: so only those questions are asked again, on a connection that has them prepared.
 */
export class Oracle {
  private readonly reads: readonly ReadonlySet<string>[];
  private findings: string[][] = CHECKS.map(() => []);
  /** How many questions were asked, and how many there would have been. */
  asked = 0;
  asking = 0;

  private constructor(
    private readonly client: pg.Client,
    views: ReadonlyMap<string, readonly string[]>,
  ) {
    this.reads = CHECKS.map((check) => tablesOf(check, views));
  }

  static async open(url: string): Promise<Oracle> {
    const client = new pg.Client(url);
    await client.connect();
    await client.query('set jit = off; set plan_cache_mode = force_generic_plan');
    const { rows } = await client.query<{ view: string; table: string }>(VIEWS);
    const views = new Map<string, string[]>();
    for (const { view, table } of rows) views.set(view, [...(views.get(view) ?? []), table]);
    return new Oracle(client, views);
  }

  /** What is wrong now, as far as the last acts may have changed it. */
  async look(house: House): Promise<Says> {
    const touched = await this.touched();
    this.asking += CHECKS.length;
    for (const [n, check] of CHECKS.entries()) {
      if (![...this.reads[n]!].some((table) => touched.has(table))) continue;
      this.asked += 1;
      const { rows } = await this.client.query<Omit<Wrong, 'kind'>>({ name: `check-${n}`, text: questionOf(check) });
      this.findings[n] = rows.map((row) => inShort({ kind: check.kind, ...row }));
    }
    const totals = [...TOTALS].some((table) => touched.has(table)) ? await house.get(TotalsAudit).look() : [];
    return [...this.findings.flat(), ...totals.map(inShort)];
  }

  /** The whole audit, as the operator runs it. */
  async whole(house: House): Promise<Says> {
    const findings = await house.get(AuditService).run();
    return findings.map(inShort);
  }

  /** Does a wrong that the next look must see; null when there was nothing yet to do it to. */
  plant(n: number): Promise<string | null> {
    return breach(this.client, n);
  }

  close(): Promise<void> {
    return this.client.end();
  }

  private async touched(): Promise<ReadonlySet<string>> {
    const { rows } = await this.client.query<{ table: string }>({ name: 'noted', text: NOTED });
    return new Set(rows.map(({ table }) => table));
  }
}

type Wrong = Pick<Finding, 'kind' | 'subject'> & { readonly params: object };

function inShort({ kind, subject, params }: Wrong): string {
  return `${kind} ${subject} ${JSON.stringify(params)}`;
}

/**
 * The tables that a question reads, through views too; who asks the time reads the clock. Chains, which are read from their
 * beginning, are asked for when they have grown: what was sealed is not to be touched, and the whole audit sees if it was.
 */
function tablesOf({ invariant, sql }: Check, views: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  if (invariant === 'I10' || invariant === 'I2') return new Set(['ledger.seal', 'platform.trail_seal', 'audit.run']);
  const named = [...sql.matchAll(/\b([a-z]+\.[a-z_]+)\b/g)].map(([, name]) => name!);
  const time = sql.includes('platform.now()') ? ['platform.clock'] : [];
  return new Set([...named.flatMap((name) => views.get(name) ?? [name]), ...time]);
}
