import { type OpenLine, openLinesOf } from '#libs/banking/src/index.js';
import { Money, refuse } from '#libs/kernel/src/index.js';
import { rowsOf, type Tx } from '#libs/platform/src/index.js';
import type { Aggregator, AggregatorId, Settlement, SettlementId } from './message.js';

/** An aggregator as the database answers it. */
export interface AggregatorRow extends Omit<Aggregator, 'lei'> {
  readonly minor: string;
}

/** What a query of `messages.aggregator a` selects for `aggregatorOf`. */
export const AGGREGATOR_COLUMNS = `a.id, a.key, a.name, a.number, a.lei_minor::text as minor, a.state, a.opened_at as "openedAt"`;

/** The aggregator of a row. */
export function aggregatorOf({ minor, ...row }: AggregatorRow): Aggregator {
  return { ...row, lei: Money.lei(BigInt(minor)) };
}

/** One aggregator, locked until the transaction ends. Throws `not-found`. */
export async function lockAggregator(tx: Tx, id: AggregatorId): Promise<Aggregator> {
  const sql = `select ${AGGREGATOR_COLUMNS} from messages.aggregator a where a.id = $1 for update`;
  const [row] = await rowsOf<AggregatorRow>(tx, sql, [id]);
  if (!row) throw refuse('not-found', 'not-found', 'No such aggregator.');
  return aggregatorOf(row);
}

/** A settlement as its rules need it. */
export interface SettlementRow {
  readonly id: SettlementId;
  readonly aggregatorId: AggregatorId;
  readonly reference: string;
  readonly net: string;
  readonly fee: string;
  readonly state: Settlement['state'];
}

/** Settlements that a condition names, in one order for everybody; `lock` is how they are locked. */
export function readSettlements(
  tx: Tx,
  where: string,
  params: readonly unknown[],
  lock = '',
): Promise<SettlementRow[]> {
  const sql = `select s.id, s.aggregator_id as "aggregatorId", s.reference, s.net_minor::text as net, s.fee_minor::text as fee, s.state
     from messages.settlement s where ${where} order by s.id ${lock}`;
  return rowsOf<SettlementRow>(tx, sql, params);
}

/** One settlement, locked until the transaction ends. Throws `not-found`. */
export async function lockSettlement(tx: Tx, id: SettlementId): Promise<SettlementRow> {
  const [settlement] = await readSettlements(tx, 's.id = $1', [id], 'for update');
  if (!settlement) throw refuse('not-found', 'not-found', 'No such settlement.');
  return settlement;
}

/** Lines of the statement that are this settlement's and that nothing else has claimed. */
export function settlementLines(tx: Tx, id: SettlementId): Promise<OpenLine[]> {
  return openLinesOf(tx, 'select line_id, sure from messages.settlement_line where settlement_id = $1', id);
}

/** Whether a text carries a reference, however its parts are spaced. */
export function carries(text: string, reference: string): boolean {
  const joined = (words: string) => words.toUpperCase().replace(/[^0-9A-Z]+/g, '-');
  return `-${joined(text)}-`.includes(`-${joined(reference)}-`);
}
