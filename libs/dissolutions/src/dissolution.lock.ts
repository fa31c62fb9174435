import { type BodyId, refuse, type VoteId } from '#libs/kernel/src/index.js';
import { rowsOf, type Tx } from '#libs/platform/src/index.js';
import type { DissolutionId, SuccessionId, SuccessionState } from './dissolution.js';

/** A dissolution that was decided, with the offer that lives. */
export interface Decided {
  readonly id: DissolutionId;
  readonly associationId: BodyId;
  readonly voteId: VoteId;
  readonly living: { readonly id: SuccessionId; readonly successorId: BodyId; readonly state: SuccessionState } | null;
}

/**
 * What the members of an association have decided, locked until the transaction ends. Throws `dissolution-undecided` where
 * they have not, `dissolution-done` when it has ended.
 */
export async function lockDissolution(tx: Tx, associationId: BodyId): Promise<Decided> {
  const [row] = await rowsOf<Omit<Decided, 'living'> & { done: boolean }>(
    tx,
    `select id, association_id as "associationId", vote_id as "voteId", done_at is not null as done
     from dissolutions.dissolution where association_id = $1 for update`,
    [associationId],
  );
  if (!row) throw refuse('conflict', 'dissolution-undecided', 'Its members have not decided that it ends.');
  const { done, ...decided } = row;
  if (done) throw refuse('conflict', 'dissolution-done', 'It has ended.');
  const [living] = await rowsOf<NonNullable<Decided['living']>>(
    tx,
    `select id, successor_id as "successorId", state from dissolutions.succession
     where dissolution_id = $1 and state in ('offered', 'agreed')`,
    [row.id],
  );
  return { ...decided, living: living ?? null };
}
