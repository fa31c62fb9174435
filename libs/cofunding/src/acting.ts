import type { MembersQueries } from '#libs/hometowns/src/index.js';
import { type PersonId, type ProjectId, refuse } from '#libs/kernel/src/index.js';
import type { Tx } from '#libs/platform/src/index.js';
import type { ProjectPlan, ProjectsQueries } from '#libs/projects/src/index.js';

const OFFICES = ['mayor', 'secretary', 'accountant'] as const;

interface Rooms {
  readonly projects: ProjectsQueries;
  readonly members: MembersQueries;
}

/** The published plan for which the person acts as mayor, secretary or accountant. Throws `project-not-published`, `role-missing`. */
export async function mustActFor(tx: Tx, { projects, members }: Rooms, id: ProjectId, by: PersonId): Promise<ProjectPlan> {
  const plan = await projects.plan(id, tx);
  if (!plan) throw refuse('not-found', 'not-found', 'There is no such project.');
  await members.mustHold(tx, by, plan.project.townHallId, OFFICES);
  if (!plan.project.publishedAt) throw refuse('conflict', 'project-not-published', 'The plan is not public yet.');
  return plan;
} // prettier-ignore
