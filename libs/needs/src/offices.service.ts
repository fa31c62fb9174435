import { Injectable } from '@nestjs/common';
import { BodiesQueries, MembersQueries, type Role } from '#libs/hometowns/src/index.js';
import { addDays, type CivilDate, civilDate, type PersonId, refuse } from '#libs/kernel/src/index.js';
import { Clock, rowsOf, type Tx } from '#libs/platform/src/index.js';
import type { TownNeedId } from './need.js';

const HALL: readonly Role[] = ['mayor', 'secretary'];
const ASSOCIATION: readonly Role[] = ['president', 'treasurer'];

/** Who enters and signs what people hand in on paper. */
export const PAPER_OFFICERS: readonly Role[] = [...HALL, ...ASSOCIATION];
const ANSWER_DAYS = 30;

/** Who may do what on a town's board beside its neighbours, and by when the town hall answers. */
@Injectable()
export class BoardOffices {
  constructor(
    private readonly bodies: BodiesQueries,
    private readonly members: MembersQueries,
    private readonly clock: Clock,
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

  /** The day by which the town hall answers what comes today; null where none is here. */
  async answerBy(tx: Tx, placeCode: string): Promise<CivilDate | null> {
    if (!(await this.bodies.townHallOf(placeCode, tx))) return null;
    const [term] = await rowsOf<{ days: number }>(
      tx,
      'select days from needs.term where place_code = $1 order by since desc, id desc limit 1',
      [placeCode],
    );
    return addDays(civilDate(await this.clock.now(tx)), term?.days ?? ANSWER_DAYS);
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
