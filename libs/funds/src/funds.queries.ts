import { Injectable } from '@nestjs/common';
import { IsNull, LessThan, Not } from 'typeorm';
import { type Currency, Money, type PersonId } from '#libs/kernel/src/index.js';
import { Database } from '#libs/platform/src/index.js';
import type { RefundId } from '#libs/payments/src/index.js';
import type { ReceiptProof } from '#libs/pledges/src/index.js';
import { FundGift, type FundGiftId } from './fund-gift.entity.js';
import { fundCountedKey } from './fund.postings.js';
import { Plan, type PlanId } from './plan.entity.js';

/** A town's fund in figures, in lei. */
export interface FundTotals {
  /** Gifts to the fund less what went back of them. */
  readonly given: Money;
  /** What came from projects that ended, because their donors had said so. */
  readonly moved: Money;
  /** What lies in the purse now. */
  readonly held: Money;
  /** People whose gift to the fund stands, and people who give every month. */
  readonly givers: number;
  readonly monthly: number;
}

/** What a receipt of a gift to a fund proves to a stranger. */
export type FundProof = Omit<ReceiptProof, 'projectId' | 'pool' | 'line'> & { readonly placeCode: string };

/** Money of a gift on its way back. */
export interface FundRefund {
  readonly id: RefundId;
  readonly why: 'asked' | 'second' | 'late' | 'ended';
  readonly state: 'requested' | 'paid' | 'failed';
  /** With the fee cover, in the donor's currency. */
  readonly amount: Money;
  readonly reason: string | null;
  readonly at: Date;
}

/** What is read of towns' funds. */
@Injectable()
export class FundsQueries {
  constructor(private readonly db: Database) {}

  /** What came to a town's fund, from how many, and what is there. */
  async totals(placeCode: string): Promise<FundTotals> {
    const [row] = await this.db.publicRows<Record<'given' | 'moved' | 'held', string> & { givers: number; monthly: number }>(
      TOTALS,
      [placeCode, `held:town/${placeCode}:claim:MDL`],
    ); // prettier-ignore
    const { given, moved, held, givers, monthly } = row!;
    const lei = (minor: string) => Money.lei(BigInt(minor));
    return { given: lei(given), moved: lei(moved), held: lei(held), givers, monthly };
  }

  /** One gift, or null. Whoever shows it answers for who sees it. */
  find(id: FundGiftId): Promise<FundGift | null> {
    return this.db.entities.findOneBy(FundGift, { id });
  }

  /** One monthly gift, or null; as `find`. */
  plan(id: PlanId): Promise<Plan | null> {
    return this.db.entities.findOneBy(Plan, { id });
  }

  /** A plan's months, the newest first. */
  monthsOf(planId: PlanId): Promise<FundGift[]> {
    return this.db.entities.find(FundGift, { where: { planId }, order: { month: 'DESC' } });
  }

  /** A person's gifts to funds, the newest first; before the one with this id. */
  giftsOf(personId: PersonId, { before, limit }: { before?: FundGiftId; limit?: number } = {}): Promise<FundGift[]> {
    const where = { personId, ...(before && { id: LessThan(before) }) };
    return this.db.entities.find(FundGift, { where, order: { id: 'DESC' }, ...(limit && { take: limit }) });
  }

  /** A person's monthly gifts that have begun, the newest first; before the one with this id. */
  plansOf(personId: PersonId, { before, limit }: { before?: PlanId; limit?: number } = {}): Promise<Plan[]> {
    const where = { personId, cardId: Not(IsNull()), ...(before && { id: LessThan(before) }) };
    return this.db.entities.find(Plan, { where, order: { id: 'DESC' }, ...(limit && { take: limit }) });
  }

  /** Any gift to a fund by its reference, for the operator's desk. */
  giftByRef(ref: string): Promise<FundGift | null> {
    const code = ref.toUpperCase().replace(/[^0-9A-Z]/g, '').replace(/^FD/, ''); // prettier-ignore
    return this.db.entities.findOneBy(FundGift, { ref: `FD-${code.slice(0, 4)}-${code.slice(4)}` });
  }

  /** By the reference that stands on a payment page: a gift made once, or a monthly one. */
  async byRef(ref: string): Promise<FundGift | Plan | null> {
    const gift = await this.db.entities.findOneBy(FundGift, { ref, planId: IsNull() });
    return gift ?? this.db.entities.findOneBy(Plan, { ref });
  }

  /** What went or is going back of a gift, the newest first. */
  async refundsOf(giftId: FundGiftId): Promise<FundRefund[]> {
    const rows = await this.db.rows<Omit<FundRefund, 'amount'> & { minor: string; currency: Currency }>(
      `select r.id, r.why, r.state, r.amount_minor + r.cover_minor as minor, g.currency, r.reason, r.at
         from funds.refund r join funds.gift g on g.id = r.gift_id where r.gift_id = $1 order by r.n desc`,
      [giftId],
    );
    return rows.map(({ minor, currency, ...row }) => ({ ...row, amount: Money.ofMinor(BigInt(minor), currency) }));
  }

  /** What a receipt's code proves; null when no counted gift to a fund has it. */
  async byReceipt(text: string): Promise<(FundProof & { readonly journal: string }) | null> {
    const receiptCode = text.toUpperCase().replace(/[^0-9A-Z]/g, '');
    const gift = await this.db.entities.findOneBy(FundGift, { receiptCode });
    if (!gift?.countedAt) return null;
    const { placeCode, gift: amount, lei, gone: refunded, countedAt } = gift;
    const state = gift.state === 'counted' ? 'valid' : 'refunded';
    return { placeCode, amount, lei, refunded, countedAt, state, journal: fundCountedKey(gift) };
  }
}

const TOTALS = `
select coalesce((select sum(lei_minor - refunded_lei_minor - lost_lei_minor) from funds.gift where place_code = $1 and counted_at is not null), 0) as given,
       coalesce((select sum(p.moved_lei_minor) from pledges.pledge p join projects.project r on r.id = p.project_id where r.place_code = $1), 0) as moved,
       coalesce((select balance from ledger.account_balance where code = $2), 0) as held,
       (select count(distinct person_id)::int from funds.gift where place_code = $1 and state = 'counted') as givers,
       (select count(distinct person_id)::int from funds.plan where place_code = $1 and state = 'active') as monthly`;
