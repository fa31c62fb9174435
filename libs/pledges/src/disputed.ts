import { type ProjectId, refuse } from '#libs/kernel/src/index.js';
import { rowsOf, type Tx } from '#libs/platform/src/index.js';
import type { Gift } from './gift.js';

/** Throws `gift-disputed` while the donor's bank claims money of this gift, or its claim is not settled yet. */
export async function mustNotBeDisputed(tx: Tx, { id }: Pick<Gift, 'id'>): Promise<void> {
  if ((await disputedOf(tx, [id])).size > 0) throw giftDisputed();
}

/** The refusal of what would pay a donor whose bank is taking the money back already. */
export function giftDisputed(): Error {
  return refuse('conflict', 'gift-disputed', 'The donor has disputed this payment with his bank.');
}

/** Which of these gifts have an open dispute. */
export async function disputedOf(tx: Tx, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const sql = 'select gift_id as id from pledges.open_dispute where gift_id = any ($1)';
  return new Set((await rowsOf<{ id: string }>(tx, sql, [ids])).map(({ id }) => id));
}

/** Whether any gift to a project has an open dispute. */
export async function hasOpenDispute(tx: Tx, projectId: ProjectId): Promise<boolean> {
  const sql = 'select 1 from pledges.open_dispute where project_id = $1 limit 1';
  return (await rowsOf(tx, sql, [projectId])).length > 0;
}

/** Throws `refund-shared` while what is left of a project is being given back to everybody: the shares are fixed to the ban. */
export async function mustNotBeShared(tx: Tx, projectId: ProjectId): Promise<void> {
  const sql = 'select 1 from pledges.winding_share where project_id = $1 and placed_at is null limit 1';
  if ((await rowsOf(tx, sql, [projectId])).length > 0)
    throw refuse('conflict', 'refund-shared', 'What is left of this project is on its way back to everybody.');
}
