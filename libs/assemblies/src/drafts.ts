import type { VoteRule } from '#libs/hometowns/src/index.js';
import { type BodyId, type CivilDate, type PersonId, refuse } from '#libs/kernel/src/index.js';
import { rowsOf, type Tx } from '#libs/platform/src/index.js';
import type { AssemblyId, AssemblyState } from './assembly.js';

/** One row of assemblies.assembly, as far as use cases need it. */
export interface AssemblyRow {
  readonly id: AssemblyId;
  readonly associationId: BodyId;
  readonly state: AssemblyState;
  readonly opensOn: CivilDate;
  readonly by: PersonId;
  readonly number: number | null;
  /** A member has proposed it, who is no president. */
  readonly proposed: boolean;
  /** Who was president when it ended; null before that, or where nobody was. */
  readonly chairId: PersonId | null;
  /** Null until its members have notice. */
  readonly rule: VoteRule | null;
}

/** An assembly, locked until the transaction ends. Throws `not-found`. */
export async function lockAssembly(tx: Tx, id: AssemblyId): Promise<AssemblyRow> {
  const [row] = await rowsOf<AssemblyRow>(
    tx,
    `select id, association_id as "associationId", state, to_char(opens_on, 'YYYY-MM-DD') as "opensOn", by, number,
       proposed_at is not null as proposed, chair_id as "chairId", rule
     from assemblies.assembly where id = $1 for update`,
    [id],
  );
  if (!row) throw refuse('not-found', 'not-found', 'No such assembly.');
  return row;
}

/** One's own draft, locked. Somebody else's is not found; throws `assembly-noticed` once it is no draft. */
export async function lockDraft(tx: Tx, id: AssemblyId, by: PersonId): Promise<AssemblyRow> {
  const row = await lockAssembly(tx, id);
  if (row.by !== by) throw refuse('not-found', 'not-found', 'No such draft.');
  if (row.state !== 'draft') throw refuse('conflict', 'assembly-noticed', 'Its agenda stands.');
  return row;
}
