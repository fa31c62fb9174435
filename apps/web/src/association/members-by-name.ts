import type { MembersQueries } from '#libs/hometowns/src/index.js';
import type { PersonsService } from '#libs/identity/src/index.js';
import type { BodyId, PersonId } from '#libs/kernel/src/index.js';
import { namesOf } from '../layout/names.js';

/** Everybody in an association with his name, to choose somebody from. */
export async function membersByName(
  members: MembersQueries,
  persons: PersonsService,
  bodyId: BodyId,
): Promise<readonly (readonly [PersonId, string])[]> {
  const list = await members.list(bodyId);
  return [...(await namesOf(persons, list.map(({ personId }) => personId)))]; // prettier-ignore
}
