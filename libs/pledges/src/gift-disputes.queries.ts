import { Injectable } from '@nestjs/common';
import { type ApprovalId, type Currency, Money, type PledgeId, type ProjectId } from '#libs/kernel/src/index.js';
import { LedgerQueries } from '#libs/ledger/src/index.js';
import { Database } from '#libs/platform/src/index.js';
import { LOSS_RESERVE } from './dispute.postings.js';
import type { LossKind } from './losses.service.js';

/** What the books did about a dispute. */
export interface GiftDispute {
  readonly id: string;
  readonly pledgeId: PledgeId;
  readonly ref: string;
  readonly projectId: ProjectId;
  readonly state: 'open' | 'won' | 'lost';
  /** Set aside of the project's claim, or of the town's purse, while it is open. */
  readonly reserved: Money;
  /** Of a lost one, in lei: what the claim or the purse gave, and what stands on the project's loss. */
  readonly taken: Money;
  readonly loss: Money;
  /** Of a lost one, in the donor's currency: what was owed to him anyway, and the fee cover. */
  readonly owed: Money;
  readonly cover: Money;
}

/** A project with losses from disputes, and what was done about them. */
export interface ProjectLoss {
  readonly projectId: ProjectId;
  /** Neither recovered nor covered. */
  readonly open: Money;
  /** What is free in the project's claim now. */
  readonly free: Money;
  /** Covered from the reserve, which the project repays first when it ends. */
  readonly covered: Money;
}

interface Row extends Omit<GiftDispute, 'reserved' | 'taken' | 'loss' | 'owed' | 'cover'> {
  readonly currency: Currency;
  readonly reserved: string;
  readonly taken: string;
  readonly loss: string;
  readonly owed: string;
  readonly cover: string;
}

const DISPUTE = `select d.id, d.pledge_id as "pledgeId", p.ref, d.project_id as "projectId", d.state, p.currency,
  d.reserved_minor + d.town_reserved_minor as reserved, d.taken_minor + d.town_taken_minor as taken,
  d.gift_loss_minor + d.beyond_loss_minor as loss, d.owed_minor as owed, d.cover_minor as cover
  from pledges.dispute d join pledges.pledge p on p.id = d.pledge_id`;

const LOSSES = `
select l.project_id as "projectId", coalesce(loss.balance, 0) as open, coalesce(claim.free, 0) as free, l.covered
  from (select project_id, coalesce(sum(case kind when 'covered' then amount_minor when 'repaid' then -amount_minor end)
                 filter (where done_at is not null), 0) as covered
          from (select project_id, kind, amount_minor, done_at from pledges.loss_act where project_id is not null
                union all select project_id, 'lost', 0, ended_at from pledges.dispute where state = 'lost') every group by project_id) l
  left join ledger.account_balance loss on loss.code = 'held:project/' || l.project_id || ':loss:MDL'
  left join ledger.account_balance claim on claim.code = 'held:project/' || l.project_id || ':claim:MDL'
 where ($1::uuid is null and (coalesce(loss.balance, 0) <> 0 or l.covered <> 0)) or l.project_id = $1 order by 2 desc, 1`;

/** Reads what disputes did to gifts and projects. */
@Injectable()
export class GiftDisputesQueries {
  constructor(
    private readonly db: Database,
    private readonly ledger: LedgerQueries,
  ) {}

  /** What the books did about one dispute; null while they have done nothing. */
  async find(disputeId: string): Promise<GiftDispute | null> {
    const [row] = await this.db.rows<Row>(`${DISPUTE} where d.id = $1`, [disputeId]);
    return row ? disputeOf(row) : null;
  }

  /** Whether a donor's bank claims money of a gift at this moment. */
  async isDisputed(pledgeId: PledgeId): Promise<boolean> {
    return (
      (await this.db.rows('select 1 from pledges.open_dispute where pledge_id = $1 limit 1', [pledgeId])).length > 0
    );
  }

  /** Projects with a loss that is open, or covered and not repaid; the largest open one first. */
  async losses(): Promise<ProjectLoss[]> {
    return this.lossesOf(null);
  }

  /** The losses of one project; null when it never had any. */
  async lossOf(projectId: ProjectId): Promise<ProjectLoss | null> {
    return (await this.lossesOf(projectId))[0] ?? null;
  }

  /** What is set aside for losses and free. */
  async reserve(): Promise<Money> {
    return this.ledger.free(LOSS_RESERVE);
  }

  /** What an approval about a loss would do, or null for any other. */
  async asked(approvalId: ApprovalId): Promise<{ kind: LossKind; projectId: ProjectId | null; amount: Money } | null> {
    const [row] = await this.db.rows<{ kind: LossKind; projectId: ProjectId | null; minor: string }>(
      'select kind, project_id as "projectId", amount_minor as minor from pledges.loss_act where approval_id = $1',
      [approvalId],
    );
    return row ? { kind: row.kind, projectId: row.projectId, amount: Money.lei(BigInt(row.minor)) } : null;
  }

  private async lossesOf(projectId: ProjectId | null): Promise<ProjectLoss[]> {
    const rows = await this.db.rows<{ projectId: ProjectId } & Record<'open' | 'free' | 'covered', string>>(LOSSES, [
      projectId,
    ]);
    const lei = (minor: string) => Money.lei(BigInt(minor));
    return rows.map((row) => ({ projectId: row.projectId, open: lei(row.open), free: lei(row.free), covered: lei(row.covered) })); // prettier-ignore
  }
}

function disputeOf({ currency, reserved, taken, loss, owed, cover, ...row }: Row): GiftDispute {
  const lei = (minor: string) => Money.lei(BigInt(minor));
  const own = (minor: string) => Money.ofMinor(BigInt(minor), currency);
  return { ...row, reserved: lei(reserved), taken: lei(taken), loss: lei(loss), owed: own(owed), cover: own(cover) };
}
