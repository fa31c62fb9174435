import { Injectable } from '@nestjs/common';
import type { PersonId, ProjectId } from '#libs/kernel/src/index.js';
import { Database } from '#libs/platform/src/index.js';
import { type PlanWords, wordsBefore } from './plan.words.js';
import { type ProjectState, STATES } from './project.life.js';
import type { Correction, Objection, ProjectPlan, Transition } from './project.plan.js';

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

  /** Every change of the published plan, newest first; before the one with this number. Public. */
  async corrections(
    projectId: ProjectId,
    { before, limit }: { before?: string | undefined; limit?: number } = {},
  ): Promise<Correction[]> {
    return this.db.publicRows(
      `select c.id::text as id, c.section, c.field, c.before, c.after, c.reason, c.by, c.at from projects.correction c
        where c.project_id = $1 and ($2::bigint is null or c.id < $2) order by c.id desc limit $3`,
      [projectId, before ?? null, limit ?? null],
    );
  }

  /** The words that a plan had before the transactions from this one on, once its campaign was open. Public. */
  async wordsAt(plan: ProjectPlan, from: string): Promise<PlanWords> {
    const later = await this.db.publicRows<Pick<Correction, 'section' | 'field' | 'before'>>(
      'select section, field, before from projects.correction where project_id = $1 and tx >= $2 order by id desc',
      [plan.project.id, from],
    );
    return wordsBefore(plan, later);
  }

  /** The state that a project had before the transactions from this one on; null until its campaign had opened. Public. */
  async stateAt(projectId: ProjectId, from: string): Promise<ProjectState | null> {
    const [last] = await this.db.publicRows<{ to: ProjectState }>(
      'select to_state as "to" from projects.transition where project_id = $1 and tx < $2 order by id desc limit 1',
      [projectId, from],
    );
    return last && STATES.indexOf(last.to) >= STATES.indexOf('campaign') ? last.to : null;
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
