import { type PledgeId, refuse } from '#libs/kernel/src/index.js';
import { rowsOf, type Tx } from '#libs/platform/src/index.js';
import { Pledge } from './pledge.entity.js';

/** The pledge, locked until the transaction ends. Throws `pledge-unknown` (not-found). */
export async function lockPledge(tx: Tx, id: PledgeId): Promise<Pledge> {
  const pledge = await tx.findOne(Pledge, { where: { id }, lock: { mode: 'pessimistic_write' } });
  if (!pledge) throw pledgeUnknown();
  return pledge;
}

/** Locks the pledges whose ids a query gives, in one order for everybody. */
export async function lockPledges(tx: Tx, sql: string, params: readonly unknown[]): Promise<Pledge[]> {
  const ids = (await rowsOf<{ id: PledgeId }>(tx, sql, params)).map(({ id }) => id);
  if (ids.length === 0) return [];
  return tx
    .createQueryBuilder(Pledge, 'pledge')
    .where('pledge.id = any(:ids)', { ids })
    .orderBy('pledge.id')
    .setLock('pessimistic_write')
    .getMany();
}

/** Writes what a pledge's life changes of it. What its donor wrote and chose he alone changes; all else is fixed from its first day. */
export async function keepPledge(tx: Tx, pledge: Pledge): Promise<void> {
  const { checkoutId, cardId, chargeId, attempts, promisedAt, repairUntil, countedAt } = pledge;
  const sums = [pledge.cameMinor, pledge.cameLeiMinor, pledge.refundedMinor, pledge.refundedLeiMinor];
  await tx.query(
    `update pledges.pledge set state = $2, checkout_id = $3, card_id = $4, charge_id = $5, attempts = $6, promised_at = $7,
       repair_until = $8, counted_at = $9, came_minor = $10, came_lei_minor = $11, refunded_minor = $12,
       refunded_lei_minor = $13, moved_lei_minor = $14, lost_minor = $15, lost_lei_minor = $16 where id = $1`,
    [
      ...[pledge.id, pledge.state, checkoutId, cardId, chargeId, attempts, promisedAt, repairUntil, countedAt],
      ...[...sums, pledge.movedLeiMinor, pledge.lostMinor, pledge.lostLeiMinor].map((sum) => sum?.toString() ?? null),
    ],
  );
}

/** The refusal for a pledge that is not there, or that is somebody else's. */
export function pledgeUnknown(): Error {
  return refuse('not-found', 'pledge-unknown', 'There is no such pledge.');
}
