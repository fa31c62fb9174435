import { Injectable } from '@nestjs/common';
import { type ApprovalId, type Currency, Money } from '#libs/kernel/src/index.js';
import { LedgerQueries } from '#libs/ledger/src/index.js';
import type { Owner } from '#libs/payments/src/index.js';
import { Database } from '#libs/platform/src/index.js';
import { LOSS_RESERVE } from './dispute.postings.js';
import type { Home } from './home.postings.js';
import type { LossKind } from './losses.service.js';
import { HOME } from './owner-columns.js';

/** What the books did about a dispute. */
export interface GiftDispute {
  readonly id: string;
  /** The gift: "pledge:ID", or "fund-gift:ID". */
  readonly owner: Owner;
  /** The project or the fund to which it was given. */
  readonly home: Home;
  readonly state: 'open' | 'won' | 'lost';
  /** Set aside of the claim or of the purse while it is open. */
  readonly reserved: Money;
  /** Of a lost one, in lei: what the claim or the purse gave, and what stands on the loss. */
  readonly taken: Money;
  readonly loss: Money;
  /** Of a lost one, in the donor's currency: what was owed to him anyway, and the fee cover. */
  readonly owed: Money;
  readonly cover: Money;
}

/** The losses of a project or of a town's fund, and what was done about them. */
export interface Loss {
  readonly home: Home;
  /** Neither recovered nor covered. */
  readonly open: Money;
  /** What is free in the claim or in the purse now. */
  readonly free: Money;
  /** Covered from the reserve: a project repays it first when it ends, a fund from what comes next. */
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

const DISPUTE = `select d.id, coalesce('pledge:' || d.pledge_id, 'fund-gift:' || d.fund_gift_id) as owner, ${HOME}, d.state, s.currency,
  d.reserved_minor + d.town_reserved_minor as reserved, d.taken_minor + d.town_taken_minor as taken,
  d.gift_loss_minor + d.beyond_loss_minor as loss, d.owed_minor as owed, d.cover_minor as cover
  from pledges.dispute d join payments.dispute s on s.id = d.id`;

const LOSSES = `
select ${HOME}, coalesce(loss.balance, 0) as open, coalesce(claim.free, 0) as free, l.covered
  from (select project_id, place_code, coalesce('project/' || project_id, 'town/' || place_code) as owner,
               coalesce(sum(case kind when 'covered' then amount_minor when 'repaid' then -amount_minor end)
                 filter (where done_at is not null), 0) as covered
          from (select project_id, place_code, kind, amount_minor, done_at from pledges.loss_act where kind <> 'set-aside' and taken_back_at is null
                union all select project_id, place_code, 'lost', 0, ended_at from pledges.dispute where state = 'lost') every
         group by project_id, place_code) l
  left join ledger.account_balance loss on loss.code = 'held:' || l.owner || ':loss:MDL'
  left join ledger.account_balance claim on claim.code = 'held:' || l.owner || ':claim:MDL'
 where ($1::text is null and (coalesce(loss.balance, 0) <> 0 or l.covered <> 0)) or l.owner = $1 order by 2 desc, l.owner`;

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
  async isDisputed(giftId: string): Promise<boolean> {
    return (await this.db.rows('select 1 from pledges.open_dispute where gift_id = $1 limit 1', [giftId])).length > 0;
  }

  /** Projects and funds with a loss that is open, or covered and not repaid; the largest open one first. */
  async losses(): Promise<Loss[]> {
    return this.lossesOf(null);
  }

  /** The losses of one project or fund; null when it never had any. */
  async lossOf({ kind, id }: Home): Promise<Loss | null> {
    return (await this.lossesOf(`${kind}/${id}`))[0] ?? null;
  }

  /** What is set aside for losses and free. */
  async reserve(): Promise<Money> {
    return this.ledger.free(LOSS_RESERVE);
  }

  /** What an approval about a loss would do, or null for any other. */
  async asked(approvalId: ApprovalId): Promise<{ kind: LossKind; home: Home | null; amount: Money } | null> {
    const [row] = await this.db.rows<{ kind: LossKind; home: Home | null; minor: string }>(
      `select kind, ${HOME}, amount_minor as minor from pledges.loss_act where approval_id = $1`,
      [approvalId],
    );
    return row ? { kind: row.kind, home: row.home, amount: Money.lei(BigInt(row.minor)) } : null;
  }

  private async lossesOf(owner: string | null): Promise<Loss[]> {
    const rows = await this.db.rows<{ home: Home } & Record<'open' | 'free' | 'covered', string>>(LOSSES, [owner]);
    const lei = (minor: string) => Money.lei(BigInt(minor));
    return rows.map((row) => ({ home: row.home, open: lei(row.open), free: lei(row.free), covered: lei(row.covered) })); // prettier-ignore
  }
}

function disputeOf({ currency, reserved, taken, loss, owed, cover, ...row }: Row): GiftDispute {
  const lei = (minor: string) => Money.lei(BigInt(minor));
  const own = (minor: string) => Money.ofMinor(BigInt(minor), currency);
  return { ...row, reserved: lei(reserved), taken: lei(taken), loss: lei(loss), owed: own(owed), cover: own(cover) };
}
