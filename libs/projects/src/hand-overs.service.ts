import { Injectable } from '@nestjs/common';
import type { BodyId, PersonId, ProjectId } from '#libs/kernel/src/index.js';
import { Database, rowsOf, Trail, type Tx } from '#libs/platform/src/index.js';
import type { ProjectState } from './project.life.js';

/** A project that went from an association that ended to another, or to none. */
export interface HandedOver {
  readonly projectId: ProjectId;
  readonly toId: BodyId | null;
  readonly at: Date;
}

/** States in which nothing is asked of an association: its town hall still chooses one, or all is over. */
const ELSEWHERE: readonly ProjectState[] = ['draft', 'completed', 'failed', 'cancelled'];

/** Whether a project in this state needs an association to answer for it. */
export function isToHandOver({ state }: { readonly state: ProjectState }): boolean {
  return !ELSEWHERE.includes(state);
}

/** What an association has to hand over before it ends, and how. Whoever answers for a project is always asked anew, so what is asked next goes to the new one. */
@Injectable()
export class HandOversService {
  constructor(
    private readonly db: Database,
    private readonly trail: Trail,
  ) {}

  /** The open projects for which an association answers, as their own town's or a partner's, by id; locked until the transaction ends. */
  async open(tx: Tx, associationId: BodyId): Promise<ProjectId[]> {
    const rows = await rowsOf<{ id: ProjectId }>(
      tx,
      `select p.id from projects.project p where p.state <> all($2::text[]) and (p.association_id = $1
         or exists (select from projects.partner q where q.project_id = p.id and q.association_id = $1 and q.state = 'agreed'))
       order by p.id for no key update of p`,
      [associationId, ELSEWHERE],
    );
    return rows.map(({ id }) => id);
  }

  /** Whether the association's word on a project that was sent is awaited: its vote runs, or opens in a moment. */
  async isAwaited(tx: Tx, associationId: BodyId): Promise<boolean> {
    const sql = 'select from projects.endorsement where association_id = $1 and outcome is null';
    return (await rowsOf(tx, sql, [associationId])).length > 0;
  }

  /**
   * Gives all that is open to another association, or to nobody: then the public may object, as where there is no association.
   * What it has decided stays decided. A repeat changes nothing. Part of the caller's transaction.
   */
  async move(tx: Tx, { from, to }: { from: BodyId; to: BodyId | null }, by: PersonId): Promise<ProjectId[]> {
    const open = await this.open(tx, from);
    await tx.query(
      `insert into projects.hand_over (project_id, from_id, to_id, by, at)
       select one, $2, $3, $4, platform.now() from unnest($1::uuid[]) as one`,
      [open, from, to, by],
    );
    await tx.query(
      `update projects.project set association_id = $3, no_association = $3::uuid is null
       where id = any($1::uuid[]) and association_id = $2`,
      [open, from, to],
    );
    await tx.query(
      `update projects.partner set association_id = $3
       where project_id = any($1::uuid[]) and association_id = $2 and state = 'agreed'`,
      [open, from, to],
    );
    for (const id of open)
      await this.trail.add(tx, {
        actor: by,
        action: 'project.handed-over',
        subject: `project:${id}`,
        data: { from, to },
      });
    return open;
  }

  /** The associations that answered for a project and have ended, with the day until which they did, the first first. Public. */
  of(projectId: ProjectId): Promise<{ readonly fromId: BodyId; readonly at: Date }[]> {
    return this.db.rows<{ readonly fromId: BodyId; readonly at: Date }>(
      'select from_id as "fromId", at from projects.hand_over where project_id = $1 order by at, from_id',
      [projectId],
    );
  }

  /** What an association has handed over, by project. Public. */
  from(associationId: BodyId): Promise<HandedOver[]> {
    return this.db.rows<HandedOver>(
      `select project_id as "projectId", to_id as "toId", at from projects.hand_over where from_id = $1 order by project_id`,
      [associationId],
    );
  }
}
