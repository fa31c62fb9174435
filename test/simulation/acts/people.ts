import { ApprovalsQueries } from '#libs/approvals/src/index.js';
import { MembersQueries, type Role, ROLES } from '#libs/hometowns/src/index.js';
import { PersonsService } from '#libs/identity/src/index.js';
import { type ApprovalId, type BodyId, newId, type PersonId } from '#libs/kernel/src/index.js';
import { NeighboursService } from '#libs/neighbours/src/index.js';
import { Database } from '#libs/platform/src/index.js';
import type { Town } from '../../support/town.js';
import { nothing } from '../act.js';
import type { Site, SimulatedWorld } from '../world.js';

/** Few, so that namesakes meet: one of them comes in two alphabets. */
export const NAMES = ['Ion Rusu', 'Русу Ион', 'Ana Rusu', 'Maria Ciobanu', 'Vasile Lupu', 'Elena Botezatu', 'Petru Moraru', 'Doina Cojocaru', 'Tudor Grosu', 'Vera Sandu', 'Nicolae Ursu'] as const; // prettier-ignore
export const PARTS = ['Centru', 'Mahalaua de sus'] as const;

/** Somebody with an address of his own. */
export function newcomer(world: SimulatedWorld, name: string = world.one(NAMES)): Promise<PersonId> {
  const email = `n-${newId()}@example.com`;
  const persons = world.house.get(PersonsService);
  return world.get(Database).transaction((tx) => persons.ensure(tx, { email, lang: 'ro', name }));
}

/** Everybody who belongs to the town of the sites now. */
export async function neighboursOf(world: SimulatedWorld): Promise<PersonId[]> {
  const sql = 'select person_id as id from neighbours.neighbour where place_code = $1 and until is null order by since, id';
  return (await world.db.rows<{ id: PersonId }>(sql, [world.towns[0]!.placeCode])).map(({ id }) => id);
} // prettier-ignore

/** Somebody who was not here says that he belongs to the town. */
export async function joins(world: SimulatedWorld, name?: string, part = world.one(PARTS)): Promise<PersonId> {
  const by = await newcomer(world, name);
  const roll = world.below(3) ? 'resident' : 'native';
  await world.get(NeighboursService).join({ placeCode: world.towns[0]!.placeCode, roll, part }, by);
  return by;
}

/** Everybody in an association now. */
export function membersOf(world: SimulatedWorld, associationId: BodyId): Promise<PersonId[]> {
  return officersOf(world, associationId, ROLES.association);
}

/** Who holds one of these offices of a body now. */
export function officersOf(world: SimulatedWorld, bodyId: BodyId, roles: readonly Role[]): Promise<PersonId[]> {
  return world.get(MembersQueries).officersOf(bodyId, roles);
}

/** Who leads a town's association now, or has led it before it ended. */
export async function headOf(
  world: SimulatedWorld,
  { associationId, president }: Pick<Town, 'associationId' | 'president'>,
): Promise<PersonId> {
  return (await officersOf(world, associationId, ['president']))[0] ?? president;
}

/** Another officer of a town's association than who leads it. */
export async function otherOf(world: SimulatedWorld, { associationId, inspector }: Town): Promise<PersonId> {
  return (await officersOf(world, associationId, ['inspector']))[0] ?? inspector;
}

/** Who inspects the works of a project now: an inspector of an association that answers for it. */
export async function inspectorOf(world: SimulatedWorld, { project, town }: Site): Promise<PersonId> {
  const answering = await world.db.rows<{ id: BodyId }>(
    `select association_id as id from projects.project where id = $1 and association_id is not null
     union all select association_id from projects.partner where project_id = $1 and state = 'agreed' and association_id is not null`,
    [project.id],
  );
  for (const { id } of answering) {
    const [inspector] = await officersOf(world, id, ['inspector']);
    if (inspector) return inspector;
  }
  return town.inspector;
}

/** Who gives the second word of another body over what waits. Refused when nothing does. */
export async function answererOf(world: SimulatedWorld, id: ApprovalId): Promise<PersonId> {
  const approval = await world.get(ApprovalsQueries).find(id);
  if (approval?.state !== 'waiting') throw nothing('nothing waits');
  const [, bodyId] = approval.office.split(':');
  return (bodyId && (await officersOf(world, bodyId as BodyId, ['president']))[0]) || world.staff[0];
}
