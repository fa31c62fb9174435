import { Injectable } from '@nestjs/common';
import { type PersonId, refuse, refuseWrong } from '#libs/kernel/src/index.js';
import { cleanPart, type Neighbour, NeighboursQueries, partFault } from '#libs/neighbours/src/index.js';
import { Database, type Lang, rowsOf, Trail, type Tx } from '#libs/platform/src/index.js';
import { mustShow } from './answers.service.js';
import { cleanTitle, said, type TownNeedId, wrongText, wrongTitle } from './need.js';
import { BoardOffices, placeOf } from './offices.service.js';

/** A need that somebody wants on his town's board. */
export interface ProposeNeed {
  readonly id: TownNeedId;
  readonly placeCode: string;
  readonly lang: Lang;
  readonly title: string;
  /** What it is for, and why. */
  readonly why: string;
  readonly part?: string | null;
}

/** Needs that one person may put on one board within `days`. */
const PROPOSALS = { most: 10, days: 30 } as const;

/** What neighbours do on their town's board: propose and support. */
@Injectable()
export class BoardService {
  constructor(
    private readonly db: Database,
    private readonly neighbours: NeighboursQueries,
    private readonly offices: BoardOffices,
    private readonly trail: Trail,
  ) {}

  /**
   * Puts a need on the board and supports it; the same again is answered like the first time. From this day the town hall
   * has the days that it gave itself. Throws `neighbour-needed`, `text-missing`, `text-too-long`, `part-too-long`,
   * `needs-many` (params `n`, `days`), `town-need-taken` when the id is another need's.
   */
  async propose({ id, placeCode, lang, ...typed }: ProposeNeed, by: PersonId): Promise<void> {
    const [title, why, part] = [cleanTitle(typed.title), typed.why.trim(), cleanPart(typed.part)];
    refuseWrong([wrongTitle(title), wrongText('/why', why), partFault(part)]);
    await this.db.transaction(async (tx) => {
      const neighbour = await this.neighbours.mustBe(tx, placeCode, by);
      const made = await rowsOf(
        tx,
        `insert into needs.need (id, place_code, title, why, part, by, at, answer_by)
         values ($1, $2, $3, $4, $5, $6, platform.now(), $7) on conflict do nothing returning id`,
        [
          ...[id, placeCode, JSON.stringify(said(lang, title)), JSON.stringify(said(lang, why)), part, by],
          await this.offices.answerBy(tx, placeCode),
        ],
      );
      if (made.length === 0) return this.mustBeSame(tx, id, placeCode, by);
      await this.notTooMany(tx, placeCode, by);
      await supportAs(tx, id, neighbour);
      await this.trail.add(tx, { actor: by, action: 'town-need.proposed', subject: `town-need:${id}`, data: { place: placeCode } }); // prettier-ignore
    });
  }

  /** Supports a need as a neighbour of its town; again changes nothing. Throws `not-found`, `need-hidden`, `neighbour-needed`. */
  async support(id: TownNeedId, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => supportAs(tx, id, await this.neighbourFor(tx, id, by)));
  }

  /** Supports a need, and those merged into it, no more; nothing to take back is no error. Throws `not-found`. */
  async unsupport(id: TownNeedId, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      await placeOf(tx, id);
      await tx.query(
        `delete from needs.support where person_id = $2 and (need_id = $1
           or need_id in (select need_id from needs.merge where into_id = $1 and undone_at is null))`,
        [id, by],
      );
    });
  }

  private async neighbourFor(tx: Tx, id: TownNeedId, by: PersonId): Promise<Neighbour> {
    const sql = 'select place_code as "placeCode" from needs.need where id = $1';
    const [need] = await rowsOf<{ placeCode: string }>(tx, sql, [id]);
    if (!need) throw refuse('not-found', 'not-found', 'No such need.');
    await mustShow(tx, id);
    return this.neighbours.mustBe(tx, need.placeCode, by);
  }

  private async notTooMany(tx: Tx, placeCode: string, by: PersonId): Promise<void> {
    // One of his after the other, so that two at once cannot both be the last that is allowed.
    await tx.query('select pg_advisory_xact_lock(7024, hashtext($1))', [by]);
    const [{ n } = { n: 0 }] = await rowsOf<{ n: number }>(
      tx,
      `select count(*)::int as n from needs.need
        where by = $1 and place_code = $2 and at > platform.now() - interval '${PROPOSALS.days} days'`,
      [by, placeCode],
    );
    if (n > PROPOSALS.most)
      throw refuse('conflict', 'needs-many', 'Proposed enough for now.', { n: PROPOSALS.most, days: PROPOSALS.days });
  }

  private async mustBeSame(tx: Tx, id: TownNeedId, placeCode: string, by: PersonId): Promise<void> {
    const sql = 'select from needs.need where id = $1 and place_code = $2 and by = $3';
    if ((await rowsOf(tx, sql, [id, placeCode, by])).length === 0)
      throw refuse('conflict', 'town-need-taken', 'The id is another need’s.');
  }
}

async function supportAs(tx: Tx, id: TownNeedId, { personId, id: neighbourId, roll }: Neighbour): Promise<void> {
  await tx.query(
    `insert into needs.support (need_id, person_id, neighbour_id, roll, at) values ($1, $2, $3, $4, platform.now())
     on conflict do nothing`,
    [id, personId, neighbourId, roll],
  );
}
