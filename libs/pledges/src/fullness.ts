import { type DomainError, refuse } from '#libs/kernel/src/index.js';
import { rowsOf, type Tx } from '#libs/platform/src/index.js';
import type { Campaign } from '#libs/projects/src/index.js';
import { lossOf } from './home.postings.js';
import { claimOf, promisedOf } from './pledge.postings.js';

/**
 * The refusal `campaign-full` of a gift that is begun when people have given and promised already all that the project
 * needs from them; null while they have not. The one that crosses it counts whole, and so does what was begun before: no
 * row is locked for this.
 */
export async function fullnessOf(
  tx: Tx,
  { projectId, model, optimum, threshold }: Campaign,
): Promise<DomainError | null> {
  const [sum] = await rowsOf<{ minor: string }>(
    tx,
    `select coalesce(sum(case name when 'loss' then -balance else balance end), 0) as minor from ledger.account_balance where code = any ($1)`,
    [[claimOf(projectId), promisedOf(projectId), lossOf({ kind: 'project', id: projectId })]],
  );
  // What promises must reach before success is declared may be more than the whole needs: some cards will be declined.
  const enough = model === 'keep' || threshold.compare(optimum) < 0 ? optimum : threshold;
  if (BigInt(sum!.minor) < enough.minor) return null;
  const params = { optimum };
  return refuse('conflict', 'campaign-full', 'The project has all it needs: give to the fund of its town.', params);
}
