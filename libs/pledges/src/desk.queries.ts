import { Injectable } from '@nestjs/common';
import { type ApprovalId, type Currency, type Id, Money, type PersonId, type PledgeId, type ProjectId } from '#libs/kernel/src/index.js'; // prettier-ignore
import type { RefundId } from '#libs/payments/src/index.js';
import { Database, type Slice } from '#libs/platform/src/index.js';
import { type CampaignDecision, type DecisionRow, decisionOf, DECISIONS } from './decision.rows.js';
import { CLOSERS, HOLDS, SIGNED } from './early-closing.js';
import { type Payer, payerOf, type PayerRow, payerSql } from './payer.js';
import { Pledge } from './pledge.entity.js';
import type { PledgeState } from './pledge.life.js';

/** Money that went or is to go back of one gift: to a project, or to the fund of a town. */
export interface GiftRefund {
  readonly id: RefundId;
  readonly pledgeId: PledgeId | null;
  readonly fundGiftId: Id<'FundGift'> | null;
  readonly ref: string;
  readonly projectId: ProjectId | null;
  /** second, late, withdrawn, ended: a payment that may not count. */
  readonly why: 'asked' | 'failed' | 'smaller' | 'cancelled' | 'completed' | 'second' | 'late' | 'withdrawn' | 'ended';
  /** What the donor gets: gift and fee cover, less what his bank gave him of it while it was owed. */
  readonly amount: Money;
  readonly lei: Money;
  /** to-order: officers must order a bank transfer; failed: it came back and is owed again; settled: his bank gave it to him. */
  readonly state: 'requested' | 'to-order' | 'ordered' | 'paid' | 'failed' | 'settled';
  /** The operator's bank is to pay it, or has. */
  readonly byBank: boolean;
  readonly approvalId: ApprovalId | null;
  readonly at: Date;
}

/** How far a campaign's charging or paying back has come: pledges and lei by state. */
export interface CampaignProgress {
  readonly states: readonly { readonly state: PledgeState; readonly pledges: number; readonly lei: Money }[];
  /** When the last declined promise falls; null when none is declined. */
  readonly repairUntil: Date | null;
  readonly decisions: readonly CampaignDecision[];
  /** Who has signed to close it before its day, and while it runs still may; the last first. */
  readonly signatures: readonly {
    readonly side: 'town-hall' | 'association';
    readonly personId: PersonId;
    readonly at: Date;
  }[];
  /** Money going back or on: null when nothing of the kind has begun. */
  readonly winding: { readonly why: string; readonly endedAt: Date | null } | null;
}

type RefundRow = Omit<GiftRefund, 'amount' | 'lei'> & { minor: string; leiMinor: string; currency: Currency };

const REFUND = `select r.id, r.pledge_id as "pledgeId", r.fund_gift_id as "fundGiftId", r.ref, p.project_id as "projectId", r.why, r.state, r.at,
  exists (select from pledges.return_order o where o.refund_id = r.id and o.state in ('ordered', 'paid')) as "byBank", r.approval_id as "approvalId", r.amount_minor + r.cover_minor - case r.state when 'settled' then 0 else r.settled_minor end as minor, r.currency, r.lei_minor as "leiMinor"
  from pledges.gift_refund r left join pledges.pledge p on p.id = r.pledge_id`;

interface ToSign {
  readonly reason?: string;
  readonly iban?: string;
  readonly holder?: string;
  readonly ibanNamed?: string | null;
  /** Whose transfer it was; null for a card's money. */
  readonly payer: Payer | null;
}

type ToSignRow = Omit<ToSign, 'payer'> & { readonly payer: PayerRow | null };

const WISHED = `select w.reason, ${payerSql({ line: 't.line_id', ref: 'p.ref', by: 't.matched_by' })} as payer
  from pledges.refund_wish w join pledges.pledge p on p.id = w.pledge_id
  left join pledges.transfer t on t.pledge_id = p.id and t.taken_back_at is null where w.approval_id = $1`;

// What may not count has a line of its own; anything else goes back of the one that was counted.
const ORDERED = `select o.iban, o.holder, nullif((select q.iban from pledges.refund_request q where q.pledge_id = r.pledge_id and q.iban is not null
    and q.state <> 'withdrawn' order by q.at desc, q.id desc limit 1), o.iban) as "ibanNamed",
    ${payerSql({ line: 'coalesce(r.line_id, t.line_id)', ref: 'r.ref', by: 'case when r.line_id is null then t.matched_by else r.asked_by end' })} as payer
  from pledges.return_order o join pledges.gift_refund r on r.id = o.refund_id
  left join pledges.transfer t on t.pledge_id = r.pledge_id and t.taken_back_at is null where o.approval_id = $1`;

const PAYERS = `select l.counterparty_name as name, l.counterparty_iban as iban, l.purpose, l.reference, p.ref, x.by as "matchedBy"
  from (select line_id, matched_by as by from pledges.transfer where pledge_id = $1 and taken_back_at is null
        union all select line_id, asked_by from pledges.gift_refund where pledge_id = $1 and line_id is not null) x
  join banking.line l on l.id = x.line_id join pledges.pledge p on p.id = $1 order by l.booked_on, l.id`;

/** What the desks of operator, town hall and association read of pledges. */
@Injectable()
export class DeskQueries {
  constructor(private readonly db: Database) {}

  /** Transfers that are awaited, the oldest first; `search` narrows by reference. */
  async openTransfers(search = '', limit = 100): Promise<Pledge[]> {
    const code = search.toUpperCase().replace(/[^0-9A-Z-]/g, '');
    return this.db.entities
      .createQueryBuilder(Pledge, 'pledge')
      .where(`pledge.way = 'transfer' and pledge.state = 'awaited' and pledge.ref like :like`, { like: `%${code}%` })
      .orderBy('pledge.id')
      .limit(Math.min(limit, 500))
      .getMany();
  }

  /** Everything that went or is to go back of one gift, to a project or to a fund, the oldest first. */
  async refundsOf(giftId: PledgeId | Id<'FundGift'>): Promise<GiftRefund[]> {
    return this.refunds('(r.pledge_id = $1 or r.fund_gift_id = $1)', [giftId]);
  }

  /**
   * What an approval about a gift says beyond its sum: why it goes back, or to which account, with the one that its donor named if that is
   * another, and whose transfer it was; null for any other approval.
   */
  async asked(approvalId: ApprovalId): Promise<ToSign | null> {
    const [wish] = await this.db.rows<ToSignRow>(WISHED, [approvalId]);
    const [order] = await this.db.rows<ToSignRow>(ORDERED, [approvalId]);
    const found = wish ?? order;
    return found ? { ...found, payer: found.payer && payerOf(found.payer) } : null;
  }

  /** Whose transfers a gift claimed, the one that counts and those that may not, the oldest first. */
  async payersOf(pledgeId: PledgeId): Promise<Payer[]> {
    return (await this.db.rows<PayerRow>(PAYERS, [pledgeId])).map(payerOf);
  }

  /** Refunds that wait for a person: a bank transfer to order, or one that came back. The oldest first, after the one with this id. */
  async waitingRefunds({ after, limit }: Slice = {}): Promise<GiftRefund[]> {
    return this.refunds(
      `r.state in ('to-order', 'failed')
         and ($1::uuid is null or (r.at, r.n, r.id) > (select o.at, o.n, o.id from pledges.gift_refund o where o.id = $1))`,
      [after ?? null],
      limit,
    );
  }

  /** How a campaign's end goes. */
  async progress(projectId: ProjectId): Promise<CampaignProgress> {
    const [states, decisions, signatures, windings] = await Promise.all([
      this.db.rows<{ state: PledgeState; pledges: number; minor: string; until: Date | null }>(
        `select state, count(*)::int as pledges, sum(coalesce(came_lei_minor - refunded_lei_minor - lost_lei_minor, lei_minor)) as minor,
                max(repair_until) filter (where state = 'declined') as until
           from pledges.pledge where project_id = $1 group by state`,
        [projectId],
      ),
      this.db.rows<DecisionRow>(DECISIONS, [projectId]),
      this.db.rows<CampaignProgress['signatures'][number]>(
        `${SIGNED} and (p.state <> 'campaign' or ${HOLDS}) order by e.at desc`,
        [projectId, CLOSERS['town-hall'], CLOSERS.association],
      ),
      this.db.rows<{ why: string; endedAt: Date | null }>(
        'select why, ended_at as "endedAt" from pledges.winding where project_id = $1',
        [projectId],
      ),
    ]);
    return {
      states: states.map(({ state, pledges, minor }) => ({ state, pledges, lei: Money.lei(BigInt(minor)) })),
      repairUntil: states.find(({ until }) => until)?.until ?? null,
      decisions: decisions.map(decisionOf),
      signatures,
      winding: windings[0] ?? null,
    };
  }

  private async refunds(where: string, params: readonly unknown[], limit?: number): Promise<GiftRefund[]> {
    const rows = await this.db.rows<RefundRow>(
      `${REFUND} where ${where} order by r.at, r.n, r.id limit $${params.length + 1}`,
      [...params, limit ?? null],
    );
    return rows.map(({ minor, currency, leiMinor, ...row }) => ({
      ...row,
      amount: Money.ofMinor(BigInt(minor), currency),
      lei: Money.lei(BigInt(leiMinor)),
    }));
  }
}
