import { Injectable } from '@nestjs/common';
import { BodiesQueries, MembersQueries, type Role, SPEAKERS } from '#libs/hometowns/src/index.js';
import { addDays, type CivilDate, civilDate, type PersonId, refuse } from '#libs/kernel/src/index.js';
import { Clock, hold, rowsOf, type Tx } from '#libs/platform/src/index.js';
import { BoardQueries } from './board.queries.js';
import type { TownNeedId } from './need.js';

/** Who enters and signs what people hand in on paper. */
const PAPER_OFFICERS: readonly Role[] = [...SPEAKERS['town-hall'], ...SPEAKERS.association];

/** Who may do what on a town's board beside its neighbours, and by when the town hall answers. */
@Injectable()
export class BoardOffices {
  constructor(
    private readonly bodies: BodiesQueries,
    private readonly members: MembersQueries,
    private readonly board: BoardQueries,
    private readonly clock: Clock,
  ) {}

  /** Mayor or secretary of the town hall that governs a place. Throws `not-found`, `role-missing`, `body-not-verified`. */
  async mustBeHall(tx: Tx, placeCode: string, by: PersonId): Promise<void> {
    const hall = await this.bodies.townHallOf(placeCode, tx);
    if (!hall) throw refuse('not-found', 'not-found', 'No town hall is here.');
    await this.members.mustHold(tx, by, hall.id, SPEAKERS['town-hall']);
  }

  /** As `mustBeHall`, or president or treasurer of one of the town's associations: whichever office somebody has does. */
  async mustBeEither(tx: Tx, placeCode: string, by: PersonId): Promise<void> {
    const mine = await this.members.rolesOf(by, tx);
    const associations = await this.bodies.associationsOf(placeCode, tx);
    const own = mine.filter(({ body }) => associations.some(({ id }) => id === body.id));
    const hall = await this.bodies.townHallOf(placeCode, tx);
    const office = own.find(({ role }) => SPEAKERS.association.includes(role)) ?? own[0];
    const inHall = mine.filter(({ body }) => body.id === hall?.id);
    if (office && !inHall.some(({ role }) => SPEAKERS['town-hall'].includes(role)))
      await this.members.mustHold(tx, by, office.body.id, SPEAKERS.association);
    else await this.mustBeHall(tx, placeCode, by);
  }

  /** Whether somebody has one of these offices now. */
  async isEither(tx: Tx, placeCode: string, person: PersonId): Promise<boolean> {
    const hall = await this.bodies.townHallOf(placeCode, tx);
    const bodies = [...(hall ? [hall] : []), ...(await this.bodies.associationsOf(placeCode, tx))];
    const mine = await this.members.rolesOf(person, tx);
    return mine.some(({ body, role }) => PAPER_OFFICERS.includes(role) && bodies.some(({ id }) => id === body.id));
  }

  /** The day by which the town hall answers what comes today; null where none is here. */
  async answerBy(tx: Tx, placeCode: string): Promise<CivilDate | null> {
    if (!(await this.bodies.townHallOf(placeCode, tx))) return null;
    return addDays(civilDate(await this.clock.now(tx)), await this.board.daysOf(placeCode, tx));
  }
}

/** The place of a need; whatever is done with it waits for its turn. Throws `not-found`. */
export async function placeOf(tx: Tx, id: TownNeedId): Promise<string> {
  await hold(tx, `town-need:${id}`);
  const sql = 'select place_code as "placeCode" from needs.need where id = $1';
  const [need] = await rowsOf<{ placeCode: string }>(tx, sql, [id]);
  if (!need) throw refuse('not-found', 'not-found', 'No such need.');
  return need.placeCode;
}
