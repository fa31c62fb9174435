import { type DomainError, refuse } from '#libs/kernel/src/index.js';
import { rowsOf, type Tx } from '#libs/platform/src/index.js';
import { type Campaign, floorOf, type ProjectsQueries } from '#libs/projects/src/index.js';
import { lossOf } from './home.postings.js';
import { claimOf, promisedOf } from './pledge.postings.js';

/**
 * The refusal `campaign-full` of a gift that is begun when all that the project needs has been given and promised already;
 * null while it has not, and while people alone have not brought what the programme wants of them: what sponsors add counts
 * only from there on. The one that crosses it counts whole, and so does what was begun before: no row is locked for this.
 */
export async function fullnessOf(
  tx: Tx,
  { projectId, model, optimum, threshold }: Campaign,
  projects: ProjectsQueries,
): Promise<DomainError | null> {
  const [sum] = await rowsOf<{ minor: string; matched: string }>(
    tx,
    `select coalesce(sum(case name when 'loss' then -balance else balance end), 0) as minor,
            (select coalesce(sum(lei_minor - back_minor), 0) from pledges.match where project_id = $2 and state = 'earned') as matched
       from ledger.account_balance where code = any ($1)`,
    [[claimOf(projectId), promisedOf(projectId), lossOf({ kind: 'project', id: projectId })], projectId],
  );
  // What promises must reach before success is declared may be more than the whole needs: some cards will be declined.
  const enough = model === 'keep' || threshold.compare(optimum) < 0 ? optimum : threshold;
  if (BigInt(sum!.minor) < enough.minor) return null;
  const matched = BigInt(sum!.matched);
  if (matched > 0n && BigInt(sum!.minor) - matched < floorOf((await projects.plan(projectId, tx))!).minor) return null;
  const params = { optimum };
  return refuse('conflict', 'campaign-full', 'The project has all it needs: give to the fund of its town.', params);
}
