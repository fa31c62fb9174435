import { Injectable } from '@nestjs/common';
import { type BodyId, type CivilDate, type FileId, type Id, Money, type ProjectId } from '#libs/kernel/src/index.js';
import type { Party } from '#libs/ledger/src/index.js';
import { Database, type Multilingual, rowsOf, type Slice, type Tx } from '#libs/platform/src/index.js';
import { type ActKind, type FundingSource, type FundingSourceId, ProjectsQueries } from '#libs/projects/src/index.js';
import { NOTHING, type ShareId, type Stage, type Standing } from './share.js';

/** One source of the funding plan: what was planned, and what stands promised, authorised and paid, apart. */
export interface SourceShares extends Standing {
  readonly sourceId: FundingSourceId;
  readonly kind: FundingSource['kind'];
  readonly party: Party | null;
  readonly name: Multilingual | null;
  readonly planned: Money;
  /** Of a joint project the partner whose share it is; null where the project's own town hall answers for it. */
  readonly townHallId: BodyId | null;
}

/** One recorded step with its paper, as the project's page shows it. */
export interface ShareLine {
  readonly id: ShareId;
  readonly sourceId: FundingSourceId;
  readonly step: Stage | 'reversed';
  readonly amount: Money;
  readonly actKind: ActKind;
  readonly actNumber: string | null;
  readonly actDate: CivilDate | null;
  readonly file: FileId | null;
  readonly at: Date;
}

/** Help in work or materials. */
export interface InKindLine {
  readonly id: Id<'Share'>;
  readonly what: Multilingual;
  readonly amount: Money;
  readonly actNumber: string;
  readonly actDate: CivilDate;
  readonly file: FileId | null;
  readonly at: Date;
}

interface StandingRow {
  source_id: FundingSourceId;
  party: Party;
  promised: string;
  authorised: string;
  paid: string;
}

const STANDINGS = `
  select source_id, min(party) as party,
    coalesce(sum(amount_minor) filter (where step = 'promised'), 0) - sum(took_promised) as promised,
    coalesce(sum(amount_minor) filter (where step = 'authorised'), 0) - sum(took_authorised) as authorised,
    coalesce(sum(amount_minor) filter (where step = 'paid'), 0) - sum(took_paid) as paid
  from cofunding.share where project_id = $1 group by source_id`;

const STEPS = `select id, source_id as "sourceId", step, amount_minor as minor, act_kind as "actKind", act_number as "actNumber",
  act_date::text as "actDate", file_id as file, at from cofunding.share`;
type ShareRow = Omit<ShareLine, 'amount'> & { readonly minor: string };

/** Reads what co-funders of a project have promised, authorised and paid. */
@Injectable()
export class CofundingQueries {
  constructor(
    private readonly db: Database,
    private readonly projects: ProjectsQueries,
  ) {}

  /** Every source of the funding plan but the people's, in the plan's order; none when there is no such project. */
  async of(projectId: ProjectId): Promise<SourceShares[]> {
    const plan = await this.projects.plan(projectId);
    if (!plan) return [];
    const stands = standingsIn(await this.db.publicRows<StandingRow>(STANDINGS, [projectId]));
    return plan.sources
      .filter(({ kind }) => kind !== 'people')
      .map(({ id, kind, name, amount, townHallId }) => {
        const { party = null, ...stand } = stands.get(id) ?? NOTHING_YET;
        return { sourceId: id, kind, party, name, planned: amount, townHallId, ...stand };
      });
  }

  /** Every recorded step with its paper, oldest first; after the one with this id. */
  async steps(projectId: ProjectId, { after, limit }: Slice = {}): Promise<ShareLine[]> {
    const rows = await this.db.publicRows<ShareRow>(
      `${STEPS} where project_id = $1
         and ($2::uuid is null or (at, id) > (select o.at, o.id from cofunding.share o where o.id = $2))
       order by at, id limit $3`,
      [projectId, after ?? null, limit ?? null],
    );
    return rows.map(lineOf);
  }

  /** One recorded step, or null. */
  async step(id: ShareId): Promise<ShareLine | null> {
    const [row] = await this.db.rows<ShareRow>(`${STEPS} where id = $1`, [id]);
    return row ? lineOf(row) : null;
  }

  /** The project of whose shares a file is the act, or null. What is booked is shown with its paper, so the paper is public. */
  async ofFile(fileId: FileId): Promise<{ projectId: ProjectId; public: boolean } | null> {
    const [row] = await this.db.rows<{ projectId: ProjectId; public: boolean }>(
      `select project_id as "projectId", true as public from cofunding.share where file_id = $1
       union all select project_id, true from cofunding.in_kind where file_id = $1 limit 1`,
      [fileId],
    );
    return row ?? null;
  }

  /** Help in work or materials, oldest first, after the one with this id; in no total of money. */
  async inKind(projectId: ProjectId, { after, limit }: Slice = {}): Promise<InKindLine[]> {
    const rows = await this.db.publicRows<Omit<InKindLine, 'amount'> & { minor: string }>(
      `select id, what, amount_minor as minor, act_number as "actNumber", act_date::text as "actDate", file_id as file, at
       from cofunding.in_kind where project_id = $1
         and ($2::uuid is null or (at, id) > (select o.at, o.id from cofunding.in_kind o where o.id = $2))
       order by at, id limit $3`,
      [projectId, after ?? null, limit ?? null],
    );
    return rows.map(({ minor, ...row }) => ({ ...row, amount: Money.lei(BigInt(minor)) }));
  }
}

function lineOf({ minor, ...row }: ShareRow): ShareLine {
  return { ...row, amount: Money.lei(BigInt(minor)) };
}

type PartyStanding = Standing & { readonly party?: Party };
const NOTHING_YET: PartyStanding = NOTHING;

/** What stands at each stage by source, inside a transaction. */
export async function standingsOf(tx: Tx, projectId: ProjectId): Promise<Map<FundingSourceId, PartyStanding>> {
  return standingsIn(await rowsOf<StandingRow>(tx, STANDINGS, [projectId]));
}

function standingsIn(rows: readonly StandingRow[]): Map<FundingSourceId, PartyStanding> {
  const lei = (minor: string) => Money.lei(BigInt(minor));
  return new Map(
    rows.map(({ source_id: id, party, promised, authorised, paid }) => [
      id,
      { party, promised: lei(promised), authorised: lei(authorised), paid: lei(paid) },
    ]),
  );
}
