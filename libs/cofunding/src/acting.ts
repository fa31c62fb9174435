import { type MembersQueries, OFFICERS } from '#libs/hometowns/src/index.js';
import { type BodyId, type PersonId, type ProjectId, refuse } from '#libs/kernel/src/index.js';
import type { Tx } from '#libs/platform/src/index.js';
import type { FundingSourceId, ProjectPlan, ProjectsQueries } from '#libs/projects/src/index.js';

const OFFICES = OFFICERS['town-hall'];

interface Rooms {
  readonly projects: ProjectsQueries;
  readonly members: MembersQueries;
}

/** The published plan for which the person acts as mayor, secretary or accountant. Throws `project-not-published`, `role-missing`. */
export async function mustActFor(tx: Tx, rooms: Rooms, id: ProjectId, by: PersonId): Promise<ProjectPlan> {
  const plan = await planOf(tx, rooms, id);
  return mustHold(tx, rooms, { plan, townHallId: plan.project.townHallId, by });
}

/**
 * The same for one share: the project's own town hall records every one, a town hall that builds it together that of its
 * own town.
 */
export async function mustRecordFor(
  tx: Tx,
  rooms: Rooms,
  { projectId, sourceId }: { projectId: ProjectId; sourceId: FundingSourceId },
  by: PersonId,
): Promise<ProjectPlan> {
  const plan = await planOf(tx, rooms, projectId);
  const [lead, partner] = [plan.project.townHallId, plan.sources.find(({ id }) => id === sourceId)?.townHallId];
  const mine = (await rooms.members.rolesOf(by, tx)).map(({ body }) => body.id);
  const townHallId = partner && mine.includes(partner) && !mine.includes(lead) ? partner : lead;
  return mustHold(tx, rooms, { plan, townHallId, by });
}

async function planOf(tx: Tx, { projects }: Rooms, id: ProjectId): Promise<ProjectPlan> {
  const plan = await projects.plan(id, tx);
  if (!plan) throw refuse('not-found', 'not-found', 'There is no such project.');
  return plan;
}

async function mustHold(
  tx: Tx,
  { members }: Rooms,
  { plan, townHallId, by }: { plan: ProjectPlan; townHallId: BodyId; by: PersonId },
): Promise<ProjectPlan> {
  await members.mustHold(tx, by, townHallId, OFFICES);
  if (!plan.project.publishedAt) throw refuse('conflict', 'project-not-published', 'The plan is not public yet.');
  return plan;
}
