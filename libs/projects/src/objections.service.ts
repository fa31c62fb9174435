import { Injectable } from '@nestjs/common';
import { type Id, type PersonId, type ProjectId, refuse, refuseFields } from '#libs/kernel/src/index.js';
import { Clock, Database, Outbox, rowsOf, Trail, type Tx } from '#libs/platform/src/index.js';
import { AccessService } from './access.service.js';
import { projectObjected } from './projects.events.js';
import { reasonOf } from './reason.js';
import { plain } from './section.fields.js';
import { SENDERS } from './submission.service.js';

export type ObjectionId = Id<'Objection'>;

/** What somebody holds against a project; the text is public, the name only if it is given. */
export interface MakeObjection {
  readonly id: ObjectionId;
  readonly projectId: ProjectId;
  readonly text: string;
  readonly name?: string | null;
}

/** Objections of one person to one thing: each is public at once, and whole. */
export const OBJECTIONS_MOST = 3;

/** Public objections to a project of a town without an association, and the town hall's answers. */
@Injectable()
export class ObjectionsService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly access: AccessService,
    private readonly outbox: Outbox,
    private readonly trail: Trail,
  ) {}

  /**
   * Keeps an objection; the same again is answered as the first time. Throws `not-found` unless the public is being asked,
   * `objections-closed`, `objections-many` beyond three of one person, `reason-missing`, `reason-too-long` (4,000 characters), `text-too-long` (name, 120), `objection-reused`.
   */
  async object({ id, projectId, text, name }: MakeObjection, by: PersonId): Promise<void> {
    const [clean, signed] = [reasonOf(text, '/text'), plain(name) || null];
    if (signed && signed.length > 120) throw refuseFields({ pointer: '/name', code: 'text-too-long', params: { most: 120 } }); // prettier-ignore
    await this.db.transaction(async (tx) => {
      await this.mustBeAsked(tx, projectId);
      const made = await rowsOf(
        tx,
        `insert into projects.objection (id, project_id, person_id, name, text, at) values ($1, $2, $3, $4, $5, platform.now())
         on conflict (id) do nothing returning id`,
        [id, projectId, by, signed, clean],
      );
      if (made.length === 0) return this.mustRepeat(tx, { id, projectId, text: clean, name: signed }, by);
      const his = 'select from projects.objection where project_id = $1 and person_id = $2';
      if ((await rowsOf(tx, his, [projectId, by])).length > OBJECTIONS_MOST) throw objectionsMany();
      await this.trail.add(tx, { actor: by, action: 'project.objected', subject: `project:${projectId}`, data: { objection: id } }); // prettier-ignore
      await this.outbox.add(tx, projectObjected(projectId, id));
    });
  }

  /** The town hall answers an objection in public, once. Throws `not-found`, `objection-answered`, `reason-missing`, and as `mustHold`. */
  async answer(projectId: ProjectId, objectionId: ObjectionId, text: string, by: PersonId): Promise<void> {
    const clean = reasonOf(text, '/text');
    await this.db.transaction(async (tx) => {
      await this.access.mustActFor(tx, projectId, by, SENDERS);
      const done = await rowsOf(
        tx,
        `update projects.objection set answer = $3, answered_by = $4, answered_at = platform.now()
         where id = $1 and project_id = $2 and answer is null returning id`,
        [objectionId, projectId, clean, by],
      );
      if (done.length > 0) return;
      const [found] = await rowsOf<{ answer: string }>(
        tx,
        'select answer from projects.objection where id = $1 and project_id = $2',
        [objectionId, projectId],
      );
      if (!found) throw refuse('not-found', 'not-found', 'There is no such objection.');
      if (found.answer !== clean) throw refuse('conflict', 'objection-answered', 'It has been answered already.');
    });
  }

  private async mustBeAsked(tx: Tx, projectId: ProjectId): Promise<void> {
    const project = await this.access.hold(tx, projectId);
    if (!project.isPublic) throw refuse('not-found', 'not-found', 'There is no such project.');
    const open = project.takesObjections && project.objectionsUntil! > (await this.clock.now(tx));
    if (!open) throw refuse('conflict', 'objections-closed', 'The days of objections are over.');
  }

  private async mustRepeat(tx: Tx, { id, projectId, text, name }: MakeObjection, by: PersonId): Promise<void> {
    const same = await rowsOf(
      tx,
      `select 1 from projects.objection where id = $1 and project_id = $2 and person_id = $3 and text = $4
         and name is not distinct from $5`,
      [id, projectId, by, text, name ?? null],
    );
    if (same.length === 0) throw refuse('conflict', 'objection-reused', 'The id was used for another objection.');
  }
}

/** Somebody has objected often enough to one thing. */
export function objectionsMany(): Error {
  return refuse('conflict', 'objections-many', 'Has objected often enough.', { n: OBJECTIONS_MOST });
}
