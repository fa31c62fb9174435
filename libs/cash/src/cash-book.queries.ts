import { Injectable } from '@nestjs/common';
import { type BodyId, Money, type PledgeId, type ProjectId } from '#libs/kernel/src/index.js';
import { Database, type Slice } from '#libs/platform/src/index.js';
import type { CashierId, DepositId } from './cash.js';

/** One line of an association's cash book. */
export interface CashLine {
  /** Its place in the book. */
  readonly key: string;
  readonly at: Date;
  /** in: two signed for it; deposited: it is in the bank; back: void, it went back to its giver; void: a number without cash. */
  readonly kind: 'in' | 'deposited' | 'back' | 'void';
  readonly n: number;
  readonly receiptId: PledgeId;
  readonly cashierId: CashierId;
  readonly cashier: string | null;
  readonly projectId: ProjectId;
  /** As the paper says; for officers. */
  readonly giver: string | null;
  readonly depositId: DepositId | null;
  readonly depositCode: string | null;
  readonly reason: string | null;
  /** Less than zero when it leaves the cashier's hand. */
  readonly amount: Money;
  /** In hand after this line: of the cashier's whose lines are asked for, else of all. */
  readonly balance: Money;
}

const LINES = `
  select *, sum(minor) over (order by at, seq, n)::text as balance, (extract(epoch from at) * 1000000)::bigint || '.' || seq || '.' || n as key
    from (
      select r.signed_at as at, 1 as seq, 'in' as kind, r.lei_minor as minor, r.* from cash.receipt r where r.signed_at is not null
      union all
      select d.ended_at, 2, 'deposited', -r.lei_minor, r.* from cash.receipt r join cash.deposit d on d.id = r.deposit_id where r.state = 'deposited'
      union all
      select r.void_at, 3, case when r.signed_at is null then 'void' else 'back' end,
             case when r.signed_at is null then 0 else -r.lei_minor end, r.* from cash.receipt r where r.state = 'void') line
   where association_id = $1 and ($2::uuid is null or cashier_id = $2)`;

interface Row extends Omit<CashLine, 'amount' | 'balance'> {
  readonly minor: string;
  readonly balance: string;
}

/** The cash book of an association: what came into each hand and left it, with what is in hand after each. */
@Injectable()
export class CashBookQueries {
  constructor(private readonly db: Database) {}

  /** The lines, the newest first; after the one with this key. Of one cashier, or of all. */
  async lines(
    associationId: BodyId,
    { cashierId, after, limit }: Slice & { cashierId?: CashierId | undefined } = {},
  ): Promise<CashLine[]> {
    const place = after?.split('.') ?? [];
    const rows = await this.db.rows<Row>(
      `select b.key, b.at, b.kind, b.n, b.id as "receiptId", b.cashier_id as "cashierId", p.name as cashier, b.project_id as "projectId", b.giver,
              b.deposit_id as "depositId", d.code as "depositCode", b.void_reason as reason, b.minor::text as minor, b.balance
         from (${LINES}) b join cash.cashier c on c.id = b.cashier_id join identity.person p on p.id = c.person_id
         left join cash.deposit d on d.id = b.deposit_id and b.kind = 'deposited'
        where $3::bigint is null or (b.at, b.seq, b.n) < ('epoch'::timestamptz + $3::bigint * interval '1 microsecond', $4::int, $5::int)
        order by b.at desc, b.seq desc, b.n desc limit $6`,
      [associationId, cashierId ?? null, place[0] ?? null, place[1] ?? null, place[2] ?? null, limit ?? null],
    );
    return rows.map(({ minor, balance, ...row }) => ({
      ...row,
      amount: Money.lei(BigInt(minor)),
      balance: Money.lei(BigInt(balance)),
    }));
  }
}
