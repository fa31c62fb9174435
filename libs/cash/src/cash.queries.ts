import { Injectable } from '@nestjs/common';
import {
  type ApprovalId,
  type BodyId,
  Money,
  type PersonId,
  plainCode,
  type PledgeId,
  type ProjectId,
} from '#libs/kernel/src/index.js';
import { Database, type Slice } from '#libs/platform/src/index.js';
import {
  BRING_DAYS,
  type Cashier,
  type CashierId,
  depositCodesIn,
  type Deposit,
  type DepositId,
  RECEIPT_COLUMNS,
  type Receipt,
  type ReceiptRow,
} from './cash.js';
import { receiptOf } from './receipt.lock.js';

/** A cashier who has cash in hand that is to reach the bank. */
export interface CashDue {
  readonly cashierId: Cashier['id'];
  readonly associationId: BodyId;
  readonly personId: PersonId;
  readonly name: string | null;
  readonly lei: Money;
  /** When the oldest of it is late. */
  readonly dueAt: Date;
  readonly late: boolean;
}

interface Sums {
  readonly minor: string;
  readonly cameMinor: string;
}

const CASHIER = `select c.id, c.association_id as "associationId", c.person_id as "personId", p.name, c.state, c.approval_id as "approvalId",
    c.asked_by as "askedBy", c.named_at as "namedAt", c.ended_at as "endedAt",
    (select coalesce(sum(r.lei_minor), 0)::text from cash.receipt r where r.cashier_id = c.id and r.state = 'signed') as minor
  from cash.cashier c join identity.person p on p.id = c.person_id`;

/** When the oldest cash of a deposit is late. */
const DUE = `coalesce(x.oldest, d.made_at) + interval '${BRING_DAYS} days'`;

const DEPOSIT = `select d.id, d.association_id as "associationId", d.cashier_id as "cashierId", d.code, d.sum_minor::text as minor, d.state,
    d.made_at as "madeAt", d.ended_at as "endedAt", coalesce(x.receipts, 0)::int as receipts,
    ${DUE} as "dueAt", d.state = 'open' and ${DUE} <= platform.now() as late, coalesce(b.came, 0)::text as "cameMinor",
    (select a.id from approvals.approval a where a.kind = 'cash-cover' and a.subject = 'deposit:' || d.id and a.state = 'waiting') as "coverWish"
  from cash.deposit d
  left join lateral (select count(*) as receipts, min(r.signed_at) as oldest from cash.receipt r where r.deposit_id = d.id) x on true
  left join lateral (
    select sum(l.amount_minor) as came from cash.deposit_line n join banking.line l on l.id = n.line_id
     where n.deposit_id = d.id and l.state = 'confirmed'
       and (l.claimed_by = 'deposit:' || d.id or (l.claimed_by is null and l.meaning in ('gift', 'unidentified')))) b on true`;

/** Reads cashiers, receipts and deposits. Whoever shows them answers for who sees names. */
@Injectable()
export class CashQueries {
  constructor(private readonly db: Database) {}

  /** The cashiers of an association who act, wait to be named, or still have cash in hand. */
  async cashiers(associationId: BodyId): Promise<Cashier[]> {
    const rows = await this.db.rows<Omit<Cashier, 'inHand'> & { minor: string }>(
      `select * from (${CASHIER} where c.association_id = $1 and c.state <> 'refused') c where c.state <> 'ended' or c.minor <> '0'
        order by "namedAt" nulls last, id`,
      [associationId],
    );
    return rows.map(({ minor, ...row }) => ({ ...row, inHand: Money.lei(BigInt(minor)) }));
  }

  async cashier(id: CashierId): Promise<Cashier | null> {
    const [row] = await this.db.rows<Omit<Cashier, 'inHand'> & { minor: string }>(`${CASHIER} where c.id = $1`, [id]);
    if (!row) return null;
    const { minor, ...rest } = row;
    return { ...rest, inHand: Money.lei(BigInt(minor)) };
  }

  /** Receipts of an association, the newest number first; after the one with this id. */
  async receipts(associationId: BodyId, { after, limit }: Slice = {}): Promise<Receipt[]> {
    return this.read(
      `r.association_id = $1 and ($2::uuid is null or r.n < (select o.n from cash.receipt o where o.id = $2)) order by r.n desc limit $3`,
      [associationId, after ?? null, limit ?? null],
    );
  }

  /** What waits for a second officer, or may go onto a deposit slip; the oldest first. */
  async open(associationId: BodyId): Promise<Receipt[]> {
    return this.read(`r.association_id = $1 and r.state in ('written', 'signed') order by r.n`, [associationId]);
  }

  async receipt(id: PledgeId): Promise<Receipt | null> {
    return (await this.read('r.id = $1', [id]))[0] ?? null;
  }

  /** The receipt whose code somebody holds on paper, as soon as two have signed it; null for any other. */
  async byCode(text: string): Promise<Receipt | null> {
    return (await this.read('r.code = $1 and r.signed_at is not null', [plainCode(text)]))[0] ?? null;
  }

  /** Deposits, the newest first; after the one with this id. */
  async deposits(associationId: BodyId, { after, limit }: Slice = {}): Promise<Deposit[]> {
    return this.readDeposits('d.association_id = $1 and ($2::uuid is null or d.id < $2) order by d.id desc limit $3', [
      associationId,
      after ?? null,
      limit ?? null,
    ]);
  }

  async deposit(id: DepositId): Promise<Deposit | null> {
    return (await this.readDeposits('d.id = $1', [id]))[0] ?? null;
  }

  /** The one open deposit whose code stands in a text; null when none or several do. */
  async byDepositCode(text: string): Promise<Deposit | null> {
    const found = await this.readDeposits(`d.state = 'open' and d.code = any($1) limit 2`, [depositCodesIn(text)]);
    return found.length === 1 ? found[0]! : null;
  }

  /** The receipts on a slip, by number. */
  async receiptsOf(id: DepositId): Promise<Receipt[]> {
    return this.read('r.deposit_id = $1 order by r.n', [id]);
  }

  /** The receipts that the sum at the bank covers, as an open question says. */
  async covered(approvalId: ApprovalId): Promise<Receipt[]> {
    return this.read('r.id in (select v.receipt_id from cash.cover v where v.approval_id = $1) order by r.n', [
      approvalId,
    ]);
  }

  /** Open deposits of every association, the oldest first; after the one with this id. For the operator. */
  async openDeposits({ after, limit }: Slice = {}): Promise<Deposit[]> {
    return this.readDeposits(`d.state = 'open' and ($1::uuid is null or d.id > $1) order by d.id limit $2`, [
      after ?? null,
      limit ?? null,
    ]);
  }

  /** The questions about receipts of an association that somebody may answer as the second, the oldest first. */
  async toSign(associationId: BodyId, personId: PersonId): Promise<ApprovalId[]> {
    const rows = await this.db.rows<{ id: ApprovalId }>(
      `select id from approvals.approval where office = 'association:' || $1::uuid and kind in ('cash-receipt', 'cash-void')
          and state = 'waiting' and asked_by <> $2 order by asked_at, id`,
      [associationId, personId],
    );
    return rows.map(({ id }) => id);
  }

  /** Cash in cashiers' hands that was given for a project and is not in the bank yet. Public. */
  async undeposited(projectId: ProjectId): Promise<Money> {
    const [row] = await this.db.publicRows<{ minor: string }>(
      `select coalesce(sum(lei_minor), 0)::text as minor from cash.receipt where project_id = $1 and state = 'signed'`,
      [projectId],
    );
    return Money.lei(BigInt(row!.minor));
  }

  /** Who has cash in hand, of one association or all, whose day is at most so many days away, or over. */
  async due(days: number, associationId: BodyId | null = null): Promise<CashDue[]> {
    const rows = await this.db.rows<Omit<CashDue, 'lei'> & { minor: string }>(
      `select r.cashier_id as "cashierId", c.association_id as "associationId", c.person_id as "personId", p.name, sum(r.lei_minor)::text as minor,
              min(r.signed_at) + interval '${BRING_DAYS} days' as "dueAt", min(r.signed_at) + interval '${BRING_DAYS} days' <= platform.now() as late
         from cash.receipt r join cash.cashier c on c.id = r.cashier_id join identity.person p on p.id = c.person_id
        where r.state = 'signed' and ($2::uuid is null or c.association_id = $2)
        group by 1, 2, 3, 4 having min(r.signed_at) + interval '${BRING_DAYS} days' <= platform.now() + $1 * interval '1 day'
        order by 6, 1`,
      [days, associationId],
    );
    return rows.map(({ minor, ...row }) => ({ ...row, lei: Money.lei(BigInt(minor)) }));
  }

  private async read(where: string, params: readonly unknown[]): Promise<Receipt[]> {
    const rows = await this.db.rows<ReceiptRow>(`select ${RECEIPT_COLUMNS} from cash.receipt r where ${where}`, params);
    return rows.map(receiptOf);
  }

  private async readDeposits(where: string, params: readonly unknown[]): Promise<Deposit[]> {
    const rows = await this.db.rows<Omit<Deposit, 'sum' | 'came'> & Sums>(`${DEPOSIT} where ${where}`, params);
    return rows.map(({ minor, cameMinor, ...row }) => ({
      ...row,
      sum: Money.lei(BigInt(minor)),
      came: Money.lei(BigInt(cameMinor)),
    }));
  }
}
