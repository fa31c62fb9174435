import { type OpenLine, openLinesOf } from '#libs/banking/src/index.js';
import { type BodyId, type PersonId, type PledgeId, refuse } from '#libs/kernel/src/index.js';
import { rowsOf, type Tx } from '#libs/platform/src/index.js';
import type { CashierId, Deposit, DepositId } from './cash.js';

/** A deposit as its rules need it. */
export interface DepositRow {
  readonly id: DepositId;
  readonly associationId: BodyId;
  readonly cashierId: CashierId;
  readonly code: string;
  readonly minor: string;
  readonly state: Deposit['state'];
  readonly madeBy: PersonId;
}

/** Deposits that a condition names, in one order for everybody; `lock` is how they are locked. */
export function readDeposits(tx: Tx, where: string, params: readonly unknown[], lock = ''): Promise<DepositRow[]> {
  const sql = `select d.id, d.association_id as "associationId", d.cashier_id as "cashierId", d.code, d.sum_minor::text as minor, d.state,
      d.made_by as "madeBy" from cash.deposit d where ${where} order by d.id ${lock}`;
  return rowsOf<DepositRow>(tx, sql, params);
}

/** One deposit, locked until the transaction ends. Throws `not-found`. */
export async function lockDeposit(tx: Tx, id: DepositId): Promise<DepositRow> {
  const [deposit] = await readDeposits(tx, 'd.id = $1', [id], 'for update');
  if (!deposit) throw refuse('not-found', 'not-found', 'No such deposit.');
  return deposit;
}

/** Lines of the statement that are this deposit's and that nothing else has claimed. */
export function depositLines(tx: Tx, id: DepositId): Promise<OpenLine[]> {
  return openLinesOf(tx, 'select line_id, sure from cash.deposit_line where deposit_id = $1', id);
}

/** These receipts, and no others, stand on the slip. */
export async function putOnSlip(tx: Tx, id: DepositId, receipts: readonly { readonly id: PledgeId }[]): Promise<void> {
  await tx.query(
    `update cash.receipt set deposit_id = case when id = any($2::uuid[]) then $1::uuid end
      where deposit_id = $1 or id = any($2::uuid[])`,
    [id, receipts.map((one) => one.id)],
  );
}

/** Throws `deposit-over`. */
export function mustBeOpen({ state }: DepositRow): void {
  if (state !== 'open') throw refuse('conflict', 'deposit-over', 'This deposit was counted or cancelled.');
}
