import { Injectable } from '@nestjs/common';
import { IsNull, LessThan, Not } from 'typeorm';
import { type ApprovalId, type Currency, Money, type PersonId, plainCode, refIn } from '#libs/kernel/src/index.js';
import { Database, type Slice } from '#libs/platform/src/index.js';
import type { PublicGift, ReceiptProof } from '#libs/pledges/src/index.js';
import { FundGift, type FundGiftId } from './fund-gift.entity.js';
import { fundCountedKey } from './fund.postings.js';
import type { Month } from './months.js';
import { Plan, type PlanId } from './plan.entity.js';

/** A town's fund in figures, in lei. */
export interface FundTotals {
  /** Gifts to the fund less what went back of them. */
  readonly given: Money;
  /** What came from projects that ended, because their donors had said so. */
  readonly moved: Money;
  /** What the town's projects have got of it, less what came back when they ended. */
  readonly used: Money;
  /** What lost disputes took beyond the gifts that they were about, and the purse has paid. */
  readonly lost: Money;
  /** What lies in the purse now. */
  readonly held: Money;
  /** People whose gift to the fund stands, and people who give every month. */
  readonly givers: number;
  readonly monthly: number;
}

/** What a receipt of a gift to a fund proves to a stranger. */
export type FundProof = Omit<ReceiptProof, 'projectId' | 'pool' | 'line'> & { readonly placeCode: string };

/** A gift to a fund as anybody may see it. */
export type PublicFundGift = Pick<PublicGift, 'key' | 'at' | 'amount' | 'lei' | 'name' | 'dedicationKind' | 'dedication'> & {
  /** A month of a monthly gift. */
  readonly monthly: boolean;
}; // prettier-ignore

/** What is read of towns' funds. */
@Injectable()
export class FundsQueries {
  constructor(private readonly db: Database) {}

  /** What came to a town's fund, from how many, and what is there. */
  async totals(placeCode: string): Promise<FundTotals> {
    const [row] = await this.db.publicRows<Record<'given' | 'moved' | 'used' | 'lost' | 'held', string> & { givers: number; monthly: number }>(
      TOTALS,
      [placeCode, `held:town/${placeCode}:claim:MDL`],
    ); // prettier-ignore
    const { given, moved, used, lost, held, givers, monthly } = row!;
    const lei = (minor: string) => Money.lei(BigInt(minor));
    return { given: lei(given), moved: lei(moved), used: lei(used), lost: lei(lost), held: lei(held), givers, monthly };
  }

  /** The newest gifts that stand, as public as each donor wished; after the one with this key. */
  async recent(placeCode: string, { after, limit = 20 }: Slice = {}): Promise<PublicFundGift[]> {
    const [micros, place] = after?.split('.') ?? [];
    type Row = Omit<PublicFundGift, 'amount' | 'lei'> & { minor: string; currency: Currency; leiMinor: string };
    const rows = await this.db.publicRows<Row>(RECENT, [placeCode, limit, micros ?? null, place ?? null]);
    return rows.map(({ minor, currency, leiMinor, ...row }) => ({
      ...row,
      amount: Money.ofMinor(BigInt(minor), currency),
      lei: Money.lei(BigInt(leiMinor)),
    }));
  }

  /** One gift, or null. Whoever shows it answers for who sees it. */
  find(id: FundGiftId): Promise<FundGift | null> {
    return this.db.entities.findOneBy(FundGift, { id });
  }

  /** One monthly gift, or null; as `find`. */
  plan(id: PlanId): Promise<Plan | null> {
    return this.db.entities.findOneBy(Plan, { id });
  }

  /** The last month in which a plan's card is valid ("2026-11"); null while nobody has said it. */
  async cardUntil({ cardId }: Plan): Promise<Month | null> {
    const sql = 'select card_until as until from payments.checkout where id = $1';
    const [card] = await this.db.rows<{ until: Month | null }>(sql, [cardId]);
    return card?.until ?? null;
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

  /** Gifts of everybody to funds, the newest first; before the one with this id. For the operator. */
  newestGifts(limit: number, before?: FundGiftId): Promise<FundGift[]> {
    return this.db.entities.find(FundGift, {
      where: before ? { id: LessThan(before) } : {},
      order: { id: 'DESC' },
      take: limit,
    });
  }

  /** Everybody's monthly gifts that have begun, the newest first. For the operator. */
  newestPlans(limit: number): Promise<Plan[]> {
    return this.db.entities.find(Plan, { where: { cardId: Not(IsNull()) }, order: { id: 'DESC' }, take: limit });
  }

  /** Any gift to a fund by its reference, for the operator's desk. */
  giftByRef(ref: string): Promise<FundGift | null> {
    return this.db.entities.findOneBy(FundGift, { ref: refIn('FD', ref) });
  }

  /** By the reference that stands on a payment page: a gift made once, or a monthly one. */
  async byRef(ref: string): Promise<FundGift | Plan | null> {
    const gift = await this.db.entities.findOneBy(FundGift, { ref, planId: IsNull() });
    return gift ?? this.db.entities.findOneBy(Plan, { ref });
  }

  /** Why somebody of the operator asked to give money of a fund back; null for any other approval. */
  async whyBack(approvalId: ApprovalId): Promise<string | null> {
    const sql = 'select reason from funds.refund_wish where approval_id = $1';
    return (await this.db.rows<{ reason: string }>(sql, [approvalId]))[0]?.reason ?? null;
  }

  /** What a receipt's code proves; null when no counted gift to a fund has it. */
  async byReceipt(text: string): Promise<(FundProof & { readonly journal: string }) | null> {
    const gift = await this.db.entities.findOneBy(FundGift, { receiptCode: plainCode(text) });
    if (!gift?.countedAt) return null;
    const { placeCode, gift: amount, lei, gone: refunded, countedAt } = gift;
    const state = gift.state === 'counted' ? 'valid' : 'refunded';
    return { placeCode, amount, lei, refunded, countedAt, state, journal: fundCountedKey(gift) };
  }
}

// A moment in a key is microseconds: the database's moments are finer than ours. Keys are public, so an id's digest stands for it.
const RECENT = `
select g.counted_at as at, (extract(epoch from g.counted_at) * 1000000)::bigint || '.' || md5(g.id::text) as key,
       g.plan_id is not null as monthly, g.amount_minor as minor, g.currency, g.lei_minor as "leiMinor",
       w.name, w.dedication_kind as "dedicationKind", w.dedication
  from funds.gift g left join pledges.public_fund_words w on w.id = coalesce(g.plan_id, g.id)
 where g.place_code = $1 and g.state = 'counted'
   and ($4::text is null or (g.counted_at, md5(g.id::text)) < ('epoch'::timestamptz + $3::bigint * interval '1 microsecond', $4))
 order by g.counted_at desc, md5(g.id::text) desc limit $2`;

const TOTALS = `
select coalesce((select sum(lei_minor - refunded_lei_minor - lost_lei_minor) from funds.gift where place_code = $1 and counted_at is not null), 0) as given,
       coalesce((select sum(p.moved_lei_minor) from pledges.pledge p join projects.project r on r.id = p.project_id where r.place_code = $1), 0) as moved,
       coalesce((select sum(lei_minor - back_minor) from pledges.next_need where place_code = $1), 0) as used,
       greatest(0, coalesce((select sum(amount_minor) from pledges.loss_act where place_code = $1 and kind <> 'covered' and done_at is not null), 0)
         - coalesce((select sum(gift_loss_minor + regained_minor) from pledges.dispute where place_code = $1), 0)) as lost,
       coalesce((select balance from ledger.account_balance where code = $2), 0) as held,
       (select count(distinct person_id)::int from funds.gift where place_code = $1 and state = 'counted') as givers,
       (select count(distinct person_id)::int from funds.plan where place_code = $1 and state = 'active') as monthly`;
