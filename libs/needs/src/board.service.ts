import { Injectable } from '@nestjs/common';
import { type PersonId, refuse, refuseWrong } from '#libs/kernel/src/index.js';
import { cleanPart, type Neighbour, NeighboursQueries, partFault } from '#libs/neighbours/src/index.js';
import { Database, hold, insertSame, type Lang, rowsOf, Trail, type Tx } from '#libs/platform/src/index.js';
import { mustShow } from './answers.service.js';
import { cleanTitle, said, TAKES_BACK, type TownNeedId, wrongText, wrongTitle } from './need.js';
import { BoardOffices, placeOf } from './offices.service.js';
import { privateFault } from './private-marks.js';
import { RemindersService } from './reminders.service.js';

/** A need that somebody wants on his town's board. */
export interface ProposeNeed {
  readonly id: TownNeedId;
  readonly placeCode: string;
  readonly lang: Lang;
  readonly title: string;
  /** What it is for, and why. */
  readonly why: string;
  readonly part?: string | null;
  /** He has been told that everybody will read what seems to be somebody's phone, address or personal code in it. */
  readonly open?: boolean;
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
    private readonly reminders: RemindersService,
    private readonly trail: Trail,
  ) {}

  /**
   * Puts a need on the board and supports it; the same again is answered like the first time. From this day the town hall
   * has the days that it gave itself. Throws `neighbour-needed`, `text-missing`, `text-too-long`, `part-too-long`,
   * `text-private` unless `open`, `needs-many` (params `n`, `days`), `id-taken` for another need under the same id.
   */
  async propose({ id, placeCode, lang, open, ...typed }: ProposeNeed, by: PersonId): Promise<void> {
    const [title, why, part] = [cleanTitle(typed.title), typed.why.trim(), cleanPart(typed.part)];
    refuseWrong([wrongTitle(title), wrongText('/why', why), partFault(part), privateFault(`${title}\n${why}`, open)]);
    await this.db.transaction(async (tx) => {
      const neighbour = await this.neighbours.mustBe(tx, placeCode, by);
      const row = { id, place_code: placeCode, title: said(lang, title), why: said(lang, why), part, by };
      const answerBy = await this.offices.answerBy(tx, placeCode);
      if (!(await insertSame(tx, 'needs.need', row, { answer_by: answerBy }))) return;
      await this.reminders.begin(tx, id, answerBy);
      await this.notTooMany(tx, by);
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

  /**
   * Whoever wrote a need takes it back while it is nobody else's too; again changes nothing. Throws `not-found` for another's,
   * `need-shared` once others support it, help or were merged with it, or the town hall has answered or priced it, and
   * `need-hidden` for one that the operator hides.
   */
  async withdraw(id: TownNeedId, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      const place = await placeOf(tx, id);
      const mine = 'select from needs.need where id = $1 and by = $2';
      if ((await rowsOf(tx, mine, [id, by])).length === 0) throw refuse('not-found', 'not-found', 'Not his need.');
      if ((await rowsOf(tx, 'select from needs.withdrawal where need_id = $1', [id])).length > 0) return;
      await mustShow(tx, id);
      if ((await rowsOf(tx, TAKES_BACK, [id, by])).length === 0)
        throw refuse('conflict', 'need-shared', 'It is others’ too by now.');
      await tx.query('insert into needs.withdrawal (need_id, by, at) values ($1, $2, platform.now())', [id, by]);
      await this.trail.add(tx, {
        actor: by,
        action: 'town-need.withdrawn',
        subject: `town-need:${id}`,
        data: { place },
      });
    });
  }

  private async neighbourFor(tx: Tx, id: TownNeedId, by: PersonId): Promise<Neighbour> {
    // In turn with whoever wrote it: what he takes back nobody supports at that moment.
    const placeCode = await placeOf(tx, id);
    await mustShow(tx, id);
    return this.neighbours.mustBe(tx, placeCode, by);
  }

  /** Over all towns: whoever writes on many boards is counted once. */
  private async notTooMany(tx: Tx, by: PersonId): Promise<void> {
    // One of his after the other, so that two at once cannot both be the last that is allowed.
    await hold(tx, `town-needs-of:${by}`);
    const [{ n } = { n: 0 }] = await rowsOf<{ n: number }>(
      tx,
      `select count(*)::int as n from needs.need
        where by = $1 and at > platform.now() - interval '${PROPOSALS.days} days'`,
      [by],
    );
    if (n > PROPOSALS.most)
      throw refuse('conflict', 'needs-many', 'Proposed enough for now.', { n: PROPOSALS.most, days: PROPOSALS.days });
  }
}

async function supportAs(tx: Tx, id: TownNeedId, { personId, id: neighbourId, roll }: Neighbour): Promise<void> {
  await tx.query(
    `insert into needs.support (need_id, person_id, neighbour_id, roll, at) values ($1, $2, $3, $4, platform.now())
     on conflict do nothing`,
    [id, personId, neighbourId, roll],
  );
}
