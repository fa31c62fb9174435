import { Injectable } from '@nestjs/common';
import { Money } from '#libs/kernel/src/index.js';
import { FiguresQueries, MatchingQueries } from '#libs/matching/src/index.js';
import { Clock, Database } from '#libs/platform/src/index.js';
import { PledgesQueries } from '#libs/pledges/src/index.js';
import { type Allotment, partsOf, type PayingTown, sizeOf } from './allocation.js';
import { BYTE_ORDER_MARK, csvRow } from './csv.js';
import { type EquityUse, usesOf } from './equity.js';

/** What town halls of a district have sent in, and what became of it. */
export interface Intake {
  /** The code of the top-level unit. */
  readonly district: string;
  /** Projects that were sent in at least once. */
  readonly sent: number;
  readonly published: number;
  /** Sent back: by the operator for changes, or by the association's vote. Some of these were published later. */
  readonly sentBack: number;
  /** Turned down by the operator for good. */
  readonly rejected: number;
}

type Row = Omit<Allotment, 'size' | 'total' | 'people' | 'others' | 'promised' | 'parts'> &
  Readonly<Record<'total' | 'others' | 'promised', string>> & {
    readonly towns: readonly (Omit<PayingTown, 'pays'> & { readonly pays: string })[];
  };

// A party's money stands on the account of its stage; what has fallen has left it.
const PROJECTS = `
select p.id as "projectId", p.code, p.title, p.slug, p.place_code as "placeCode", l.slug as "placeSlug",
       l.district, p.sector, p.state, p.illustrative,
       coalesce((select sum(case when o.line_id is null then b.amount_minor else b.core_minor end)
         from projects.budget_line b left join projects.campaign c on c.project_id = b.project_id
         left join projects.left_out o on o.tier_id = c.built_tier_id and o.line_id = b.id where b.project_id = p.id), 0) as total,
       coalesce(m.others, 0) as others, coalesce(m.promised, 0) as promised, w.towns
  from projects.project p join hometowns.place l on l.code = p.place_code
  left join lateral (
    select sum(a.balance) filter (where a.name ~ '-(authorised|paid)$') as others, sum(a.balance) filter (where a.name ~ '-promised$') as promised
      from ledger.account_balance a where a.owner = 'project/' || p.id) m on true
 cross join lateral (
    select jsonb_agg(jsonb_build_object('placeCode', t.place_code, 'district', t.district, 'pays', (
             select coalesce(sum(f.amount_minor), 0)::text from projects.funding_source f
              where f.project_id = p.id and f.kind = 'town' and f.town_hall_id is not distinct from t.town_hall_id))
             order by t.at nulls first, t.place_code) as towns
      from (select p.place_code, l.district, null::uuid as town_hall_id, null::timestamptz as at
            union all select b.place_code, at.district, q.town_hall_id, q.invited_at from projects.partner q
              join hometowns.body b on b.id = q.town_hall_id join hometowns.place at on at.code = b.place_code
             where q.project_id = p.id and q.state = 'agreed') t) w
 where p.published_at is not null order by p.published_at, p.id`;

const INTAKE = `
select l.district, count(*)::int as sent,
       (count(*) filter (where p.published_at is not null))::int as published,
       (count(*) filter (where t.back))::int as "sentBack", (count(*) filter (where t.rejected))::int as rejected
  from projects.project p join hometowns.place l on l.code = p.place_code
  join (select project_id, bool_or(cause = 'submitted') as sent, bool_or(cause in ('changes-asked', 'not-endorsed')) as back,
               bool_or(cause = 'rejected') as rejected from projects.transition group by project_id) t on t.project_id = p.id and t.sent
 group by 1 order by 1`;

/** Who got what: every published project with what it drew, and what became of everything that was sent in. */
@Injectable()
export class AllocationQueries {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly pledges: PledgesQueries,
    private readonly calls: MatchingQueries,
    private readonly figures: FiguresQueries,
  ) {}

  /** Every published project, those that ended without their work too, in the order in which they were published. */
  async all(): Promise<{ asOf: Date; projects: Allotment[] }> {
    const rows = await this.db.publicRows<Row>(PROJECTS);
    const totals = await this.pledges.totals(rows.map(({ projectId }) => projectId));
    const raised = new Map(totals.map((one) => [one.projectId, one.raised]));
    const lei = (minor: string) => Money.lei(BigInt(minor));
    const projects = rows.map(({ total, others, promised, towns, ...row }) => {
      const people = raised.get(row.projectId)!;
      const sums = { total: lei(total), people, others: lei(others), promised: lei(promised) };
      const paying = towns.map((town) => ({ ...town, pays: BigInt(town.pays) }));
      return { ...row, ...sums, size: sizeOf(sums.total), parts: partsOf(sums, paying) };
    });
    return { asOf: await this.clock.now(), projects };
  }

  /** By district, in the classification's order; without those from which nothing was sent in. */
  intake(): Promise<Intake[]> {
    return this.db.publicRows<Intake>(INTAKE);
  }

  /** What became of the equity reserves of sponsors' calls, the newest first. */
  async equity(): Promise<EquityUse[]> {
    const [calls, rows] = await Promise.all([this.calls.opened(), this.figures.equity()]);
    return usesOf(calls, rows);
  }

  /** Every project that drew from a call with an equity reserve as CSV, call by call. */
  async *equityCsv(): AsyncGenerator<string> {
    const [calls, rows] = await Promise.all([this.calls.opened(), this.figures.equity()]);
    const refs = new Map(calls.map(({ id, ref, reserve }) => [id, [ref, String(reserve?.line)]]));
    yield BYTE_ORDER_MARK + csvRow(['call', 'line', 'project', 'place', 'figure', 'under', 'drawn', 'reserved']);
    for (const { callId, code, placeCode, figure, under, drawn, reserved } of rows)
      yield csvRow([...refs.get(callId)!, code, placeCode, figure && String(figure), under ? 1 : 0, ...[drawn, reserved].map(String)]); // prettier-ignore
  }

  /** Every published project as CSV, in pieces, as a project's statement: of a joint one a row for each town, with its part. */
  async *csv(): AsyncGenerator<string> {
    const { projects } = await this.all();
    yield BYTE_ORDER_MARK + csvRow(COLUMNS);
    for (const one of projects) {
      const { code, placeSlug, slug, sector, size, state, illustrative } = one;
      for (const { placeCode, district, ...part } of one.parts) {
        const sums = [part.total, part.people, part.others, part.promised].map(String);
        yield csvRow([code, placeCode, `${placeSlug}/${slug}`, district, sector, size, state, illustrative ? 1 : 0, ...sums]); // prettier-ignore
      }
    }
  }
}

const COLUMNS = ['project', 'place', 'address', 'district', 'need', 'size', 'state', 'illustrative', 'total', 'people', 'others', 'promised']; // prettier-ignore
