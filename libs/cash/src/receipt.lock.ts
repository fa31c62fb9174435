import { Money, type PersonId, type PledgeId, refuse } from '#libs/kernel/src/index.js';
import { rowsOf, type Tx } from '#libs/platform/src/index.js';
import { RECEIPT_COLUMNS, type Receipt, type ReceiptRow } from './cash.js';

/** The receipt of a row. */
export function receiptOf({ minor, lineId, units, ...row }: ReceiptRow): Receipt {
  return { ...row, lei: Money.lei(BigInt(minor)), line: lineId && { id: lineId, units: units! } };
}

/** Receipts that a condition names, locked until the transaction ends, in one order for everybody. */
export async function lockReceipts(tx: Tx, where: string, params: readonly unknown[]): Promise<Receipt[]> {
  const sql = `select ${RECEIPT_COLUMNS} from cash.receipt r where ${where} order by r.project_id, r.id for update of r`;
  return (await rowsOf<ReceiptRow>(tx, sql, params)).map(receiptOf);
}

/** One receipt, locked. Throws `not-found`. */
export async function lockReceipt(tx: Tx, id: PledgeId): Promise<Receipt> {
  const [receipt] = await lockReceipts(tx, 'r.id = $1', [id]);
  if (!receipt) throw refuse('not-found', 'not-found', 'No such receipt.');
  return receipt;
}

/** The receipt is void; its number stays. */
export async function makeVoid(
  tx: Tx,
  { id }: Receipt,
  { by, reason }: { by: PersonId; reason: string },
): Promise<void> {
  await tx.query(
    `update cash.receipt set state = 'void', void_by = $2, void_at = platform.now(), void_reason = $3 where id = $1`,
    [id, by, reason],
  );
}

/** What they come to. */
export function sumOf(receipts: readonly Receipt[]): Money {
  return receipts.reduce((sum, { lei }) => sum.plus(lei), Money.lei(0n));
}

/** Throws `receipt-not-free`. */
export function mustBeFree(receipts: readonly Receipt[]): void {
  if (receipts.length === 0 || receipts.some(({ state, depositId }) => state !== 'signed' || depositId !== null))
    throw refuse('conflict', 'receipt-not-free', 'A receipt is not in hand, or stands on another slip.');
}
