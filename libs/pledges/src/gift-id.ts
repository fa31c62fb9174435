import type { PledgeId } from '#libs/kernel/src/index.js';
import { rowsOf, type Tx } from '#libs/platform/src/index.js';

/** Those of these ids that a gift to a town's fund has: two gifts under one would share what was said of their words. */
export async function heldByFunds(tx: Tx, ids: readonly PledgeId[]): Promise<ReadonlySet<PledgeId>> {
  const sql = 'select id from pledges.fund_words where id = any($1::uuid[])';
  return new Set((await rowsOf<{ id: PledgeId }>(tx, sql, [ids])).map(({ id }) => id));
}
