import { Injectable } from '@nestjs/common';
import type { EntryRow } from '#libs/ledger/src/index.js';
import { Database, type Multilingual } from '#libs/platform/src/index.js';
import type { Giver, StatementCorrection, StatementPaper } from './statement.js';

/** What entries are about, by the ids that they carry. */
export interface Background {
  readonly givers: ReadonlyMap<string, Giver>;
  readonly papers: ReadonlyMap<string, StatementPaper>;
  readonly tranches: ReadonlyMap<string, number>;
  readonly abouts: ReadonlyMap<string, Multilingual>;
  /** By the number of the journal. */
  readonly corrections: ReadonlyMap<string, StatementCorrection>;
}

/** Looks up what is public of gifts, papers, tranches and lines: a few queries for any number of entries. */
@Injectable()
export class PapersQueries {
  constructor(private readonly db: Database) {}

  async of(entries: readonly EntryRow[]): Promise<Background> {
    const ids = (pick: (entry: EntryRow) => string | null) => [
      ...new Set(entries.map(pick).filter((id) => id !== null)),
    ];
    const [givers, papers, tranches, abouts, matched, corrections] = await Promise.all([
      this.look<Giver>(
        GIVERS,
        ids(({ gift }) => gift),
      ),
      this.look<StatementPaper>(
        PAPERS,
        ids(({ document }) => document),
      ),
      this.look<{ number: number }>(
        TRANCHES,
        ids(({ tranche }) => tranche),
      ),
      this.look<{ name: Multilingual | null }>(
        ABOUTS,
        ids(({ line, document }) => line ?? document),
      ),
      // In a sponsor's statement; a project's own is about no other project.
      this.look<{ name: Multilingual | null }>(
        MATCHED,
        ids(({ code, document }) => (code.startsWith('held:call/') ? document : null)),
      ),
      this.corrected(ids(({ journalId }) => journalId)),
    ]);
    return {
      givers,
      papers,
      tranches: new Map([...tranches].map(([id, { number }]) => [id, number])),
      abouts: new Map([...abouts, ...matched].flatMap(([id, { name }]) => (name ? [[id, name] as const] : []))),
      corrections,
    };
  }

  private async corrected(journals: readonly string[]): Promise<Map<string, StatementCorrection>> {
    if (journals.length === 0) return new Map();
    const rows = await this.db.rows<StatementCorrection & { journal: string }>(CORRECTED, [journals]);
    return new Map(rows.map(({ journal, ...correction }) => [journal, correction]));
  }

  private async look<Row extends object>(sql: string, ids: readonly string[]): Promise<Map<string, Row>> {
    if (ids.length === 0) return new Map();
    const rows = await this.db.rows<Row & { id: string }>(sql, [ids]);
    return new Map(rows.map(({ id, ...row }) => [id, row as unknown as Row]));
  }
}

const GIVERS = `
select p.id, case when p.pool_people is null then w.name else w.pool_name end as name, p.pool_people as people, p.association_id as "associationId"
  from pledges.pledge p join pledges.public_words w on w.pledge_id = p.id where p.id = any ($1::uuid[])
union all
select g.id, w.name, null, null
  from funds.gift g left join pledges.public_fund_words w on w.id = coalesce(g.plan_id, g.id) where g.id = any ($1::uuid[])`;

const PAPERS = `
select id, act_kind as kind, act_number as number, act_date::text as on, file_id as "fileId" from cofunding.share where id = any ($1::uuid[])
union all
select id, 'valuation-act', act_number, act_date::text, file_id from cofunding.in_kind where id = any ($1::uuid[])
union all
select id, 'invoice', number, issued_on::text, file_id from delivery.invoice where id = any ($1::uuid[])`;

// What was taken back with it is corrected too: a journal's reversal has its key.
const CORRECTED = `
select j.id as journal, c.id, c.reason from ledger.journal j
  left join ledger.journal r on r.key = 'reverse:' || j.key
  join corrections.correction c on c.id = coalesce(j.ref->>'correction', r.ref->>'correction')::uuid
 where j.id = any ($1::bigint[]) and c.done_at is not null`;

const TRANCHES = 'select id, position as number from projects.tranche where id = any ($1::uuid[])';

const ABOUTS = `
select id, name from projects.budget_line where id = any ($1::uuid[])
union all
select id, name from projects.funding_source where id = any ($1::uuid[])
union all
select n.id, p.title from pledges.next_need n join projects.project p on p.id = n.project_id where n.id = any ($1::uuid[])`;

const MATCHED = `
select m.id, p.title as name from pledges.match m join projects.project p on p.id = m.project_id where m.id = any ($1::uuid[])`;
