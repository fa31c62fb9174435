import { Injectable } from '@nestjs/common';
import type { PersonId, ProjectId } from '#libs/kernel/src/index.js';
import { Database } from '#libs/platform/src/index.js';
import type { Correction, Objection, Transition } from './project.plan.js';

/** Reads what has been logged of a project: its steps, its corrections, what people objected. */
@Injectable()
export class RecordQueries {
  constructor(private readonly db: Database) {}

  /** Every step of its life, oldest first, with the reasons written beside sections. Reasons are for the desks, not public. */
  async transitions(projectId: ProjectId): Promise<Transition[]> {
    return this.db.rows(
      `select t.from_state as "from", t.to_state as "to", t.cause, t.reason, t.by, t.at,
         coalesce((select json_agg(json_build_object('section', n.section, 'text', n.text) order by n.id)
           from projects.review_note n where n.transition_id = t.id), '[]') as notes
       from projects.transition t where t.project_id = $1 order by t.id`,
      [projectId],
    );
  }

  /** Every change of the published plan, newest first. Public. */
  async corrections(projectId: ProjectId): Promise<Correction[]> {
    return this.db.publicRows(
      'select section, field, before, after, reason, by, at from projects.correction where project_id = $1 order by id desc',
      [projectId],
    );
  }

  /** What people objected, oldest first, with answers; `personId` is for the desks alone. */
  async objections(projectId: ProjectId): Promise<(Objection & { readonly personId: PersonId })[]> {
    return this.db.rows(
      `select id, person_id as "personId", name, text, at, answer, answered_at as "answeredAt"
       from projects.objection where project_id = $1 order by at, id`,
      [projectId],
    );
  }
}
