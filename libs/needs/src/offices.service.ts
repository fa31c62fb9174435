import { Injectable } from '@nestjs/common';
import { BodiesQueries, MembersQueries, type Role } from '#libs/hometowns/src/index.js';
import { type PersonId, refuse } from '#libs/kernel/src/index.js';
import { rowsOf, type Tx } from '#libs/platform/src/index.js';
import type { TownNeedId } from './need.js';

const HALL: readonly Role[] = ['mayor', 'secretary'];
const ASSOCIATION: readonly Role[] = ['president', 'treasurer'];

/** Who may do what on a town's board beside its neighbours. */
@Injectable()
export class BoardOffices {
  constructor(
    private readonly bodies: BodiesQueries,
    private readonly members: MembersQueries,
  ) {}

  /** Mayor or secretary of the town hall that governs a place. Throws `not-found`, `role-missing`, `body-not-verified`. */
  async mustBeHall(tx: Tx, placeCode: string, by: PersonId): Promise<void> {
    const hall = await this.bodies.townHallOf(placeCode, tx);
    if (!hall) throw refuse('not-found', 'not-found', 'No town hall is here.');
    await this.members.mustHold(tx, by, hall.id, HALL);
  }

  /** As `mustBeHall`, or president or treasurer of one of the town's associations. */
  async mustBeEither(tx: Tx, placeCode: string, by: PersonId): Promise<void> {
    const mine = new Set((await this.members.rolesOf(by, tx)).map(({ body }) => body.id));
    const own = (await this.bodies.associationsOf(placeCode, tx)).find(({ id }) => mine.has(id));
    const hall = await this.bodies.townHallOf(placeCode, tx);
    if (own && !(hall && mine.has(hall.id))) await this.members.mustHold(tx, by, own.id, ASSOCIATION);
    else await this.mustBeHall(tx, placeCode, by);
  }
}

/** The place of a need; whatever is done with it waits for its turn. Throws `not-found`. */
export async function placeOf(tx: Tx, id: TownNeedId): Promise<string> {
  await tx.query('select pg_advisory_xact_lock(7025, hashtext($1))', [id]);
  const sql = 'select place_code as "placeCode" from needs.need where id = $1';
  const [need] = await rowsOf<{ placeCode: string }>(tx, sql, [id]);
  if (!need) throw refuse('not-found', 'not-found', 'No such need.');
  return need.placeCode;
}
