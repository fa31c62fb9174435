import { type ProjectId, refuse } from '#libs/kernel/src/index.js';
import type { Tx } from '#libs/platform/src/index.js';
import type { ProjectPlan, ProjectsQueries } from '#libs/projects/src/index.js';

/** The whole plan of a project. Throws `not-found`. */
export async function mustHavePlan(projects: ProjectsQueries, id: ProjectId, tx?: Tx): Promise<ProjectPlan> {
  const plan = await projects.plan(id, tx);
  if (!plan) throw refuse('not-found', 'not-found', 'There is no such project.');
  return plan;
}
