import { type CivilDate, type Currency, type Id, Money, type PersonId, refuse } from '#libs/kernel/src/index.js';
import { rowsOf, type Tx } from '#libs/platform/src/index.js';
import type { BankAccountId } from './bank-line.js';
import { HELD } from './holds.service.js';

export type OrderFileId = Id<'OrderFile'>;

/** A file of payment orders of one account, as two sign it. */
export interface OrderFile {
  readonly id: OrderFileId;
  readonly accountId: BankAccountId;
  readonly messageId: string;
  /** SHA-256 of its bytes, in hexadecimal. */
  readonly sha256: string;
  readonly count: number;
  readonly sum: Money;
  readonly executeOn: CivilDate;
  /** Fallen: one of its orders went another way before the file was taken, which would pay it twice. */
  readonly state: 'asked' | 'signed' | 'refused' | 'fallen';
  readonly approvalId: string;
  readonly madeBy: PersonId;
  readonly madeAt: Date;
  /** How often it was taken to the bank; the second time and later it was a copy. */
  readonly taken: number;
  /** Two have signed that it may be taken now. */
  readonly open: boolean;
}

/** A row of banking.order_file f as `FILE_COLUMNS` reads it. */
export interface FileRow extends Omit<OrderFile, 'sum'> {
  readonly minor: string;
  readonly currency: Currency;
}

/** What a query selects for `fileOf`. */
export const FILE_COLUMNS = `f.id, f.account_id as "accountId", f.message_id as "messageId", f.sha256, f.count, f.sum_minor::text as minor, f.currency,
  to_char(f.execute_on, 'YYYY-MM-DD') as "executeOn", f.state, f.approval_id as "approvalId", f.made_by as "madeBy", f.made_at as "madeAt",
  (select count(*) from banking.order_file_copy c where c.file_id = f.id and c.taken_at is not null)::int as taken,
  exists (select from banking.order_file_copy c where c.file_id = f.id and c.taken_at is null) as open`;

// The donor's bank has asked for the same money since the order was signed: paying it would pay twice.
const DISPUTED = `exists (
  select from payments.dispute d join payments.charge c on c.id = d.charge_id
   where c.owner = o.owner and not d.inquiry and (d.outcome is null or (d.outcome = 'lost' and d.closed_at > o.ordered_at)))`;

/** Which orders o the next file of their account takes. */
export const FOR_FILE = `o.state = 'ordered' and o.file_id is null and not ${DISPUTED} and not ${HELD}`;

/** Throws `order-disputed` (param `purpose`) when a donor's bank has asked for money that the file pays back to him. */
export async function mustBeUndisputed(tx: Tx, fileId: OrderFileId): Promise<void> {
  const sql = `select o.purpose from banking.payment_order o where o.file_id = $1 and ${DISPUTED} limit 1`;
  const [disputed] = await rowsOf<{ purpose: string }>(tx, sql, [fileId]);
  if (!disputed) return;
  const { purpose } = disputed;
  throw refuse('conflict', 'order-disputed', `The donor's bank asks for the money of ${purpose}, too.`, { purpose });
}

/** The file of a row. */
export function fileOf({ minor, currency, ...rest }: FileRow): OrderFile {
  return { ...rest, sum: Money.ofMinor(BigInt(minor), currency) };
}

/** The file that holds an order which goes another way falls, unless it was taken; its other orders wait for another. */
export async function dropFile(tx: Tx, id: string): Promise<void> {
  const fallen = await rowsOf(
    tx,
    `update banking.order_file f set state = 'fallen' where id = $1 and state in ('asked', 'signed')
        and not exists (select from banking.order_file_copy c where c.file_id = f.id and c.taken_at is not null) returning 1`,
    [id],
  );
  if (fallen.length === 0) return;
  await tx.query(`update banking.payment_order set file_id = null where file_id = $1 and state = 'ordered'`, [id]);
}
