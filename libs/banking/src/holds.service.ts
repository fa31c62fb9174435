import { Injectable } from '@nestjs/common';
import { type ProjectId, refuse } from '#libs/kernel/src/index.js';
import { Database, hold, rowsOf, Trail, type Tx } from '#libs/platform/src/index.js';

/** SQL: what holds the payments of a project ("o.project_id") now, its own or everybody's, as `h`. */
export const holdsOf = (project: string): string =>
  `banking.release_hold h where h.until is null and (h.project_id is null or h.project_id = ${project})`;

/** SQL: whether the order `o` pays a tranche that the audit holds. */
export const HELD = `(o.kind = 'release' and exists (select from ${holdsOf('o.project_id')}))`;

/** Throws `audit-hold` when one of the orders o that fit `where` ($1) pays a tranche that the audit holds. */
export async function mustNotHold(tx: Tx, where: 'o.id = $1' | 'o.file_id = $1', id: string): Promise<void> {
  const sql = `select 1 from banking.payment_order o where ${where} and o.state = 'ordered' and ${HELD} limit 1`;
  if ((await rowsOf(tx, sql, [id])).length > 0) throw auditHold();
}

/** Payments of tranches stop while the audit finds something wrong with what they are paid from. */
@Injectable()
export class HoldsService {
  constructor(
    private readonly db: Database,
    private readonly trail: Trail,
  ) {}

  /**
   * From now on the payments of exactly these projects wait (null: of every project); those of others go on, but for those that
   * somebody found who began to look later than `lookedAt`.
   */
  async hold(tx: Tx, projects: readonly (ProjectId | null)[], lookedAt: Date): Promise<void> {
    await hold(tx, 'release-holds');
    const lifted = await rowsOf<{ project: ProjectId | null }>(
      tx,
      `update banking.release_hold set until = greatest(platform.now(), since) where until is null and seen_at <= $3
          and not coalesce(project_id = any ($1::uuid[]), $2) returning project_id as project`,
      [projects.filter((id) => id !== null), projects.includes(null), lookedAt],
    );
    await tx.query('update banking.release_hold set seen_at = $1 where until is null and seen_at < $1', [lookedAt]);
    const held = await rowsOf<{ project: ProjectId | null }>(
      tx,
      `insert into banking.release_hold (project_id, since, seen_at) select distinct p, platform.now(), $2::timestamptz from unnest($1::uuid[]) p
         on conflict do nothing returning project_id as project`,
      [projects, lookedAt],
    );
    for (const { project } of lifted) await this.note(tx, 'release.freed', project);
    for (const { project } of held) await this.note(tx, 'release.held', project);
  }

  /** Throws `audit-hold` while the payments of this project wait. */
  async mustBeFree(tx: Tx, projectId: ProjectId): Promise<void> {
    if ((await rowsOf(tx, `select 1 from ${holdsOf('$1')} limit 1`, [projectId])).length > 0) throw auditHold();
  }

  /** Whose payments wait now, and since when; null: everybody's. */
  async standing(): Promise<{ readonly projectId: ProjectId | null; readonly since: Date }[]> {
    return this.db.rows(
      `select project_id as "projectId", since from banking.release_hold where until is null order by project_id nulls first`,
    );
  }

  private async note(tx: Tx, action: 'release.held' | 'release.freed', project: ProjectId | null): Promise<void> {
    await this.trail.add(tx, { actor: null, action, subject: `project:${project ?? 'all'}` });
  }
}

function auditHold(): Error {
  return refuse('conflict', 'audit-hold', 'The audit has found something wrong: what it touches is not paid.');
}
