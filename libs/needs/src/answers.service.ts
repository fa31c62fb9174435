import { Injectable } from '@nestjs/common';
import { type Id, newId, type PersonId, refuse, refuseFields, refuseWrong } from '#libs/kernel/src/index.js';
import { Database, insertSame, type Lang, rowsOf, Trail, type Tx } from '#libs/platform/src/index.js';
import { ANSWERS, type AnswerKind, HIDDEN, said, type TownNeedId, wrongText } from './need.js';
import { BoardOffices, placeOf } from './offices.service.js';

/** What a town hall says about a need. */
export interface AnswerNeed {
  readonly id: Id<'Answer'>;
  readonly needId: TownNeedId;
  readonly kind: AnswerKind;
  readonly lang: Lang;
  readonly why: string;
}

const TERM = { least: 10, most: 60 } as const;

/** The town hall answers each need within the days that it gave itself. */
@Injectable()
export class AnswersService {
  constructor(
    private readonly db: Database,
    private readonly offices: BoardOffices,
    private readonly trail: Trail,
  ) {}

  /**
   * Answers a need, with why; an earlier answer stays in its history and the last one counts. The same again changes
   * nothing. Mayor or secretary. Throws `not-found`, `answer-kind`, `text-missing`, `text-too-long`, `need-merged` for one
   * that stands under another, `id-taken` for another answer under the same id, and as `mustHold`.
   */
  async answer({ id, needId, kind, lang, why: typed }: AnswerNeed, by: PersonId): Promise<void> {
    const why = typed.trim();
    refuseWrong([!ANSWERS.includes(kind) && { pointer: '/kind', code: 'answer-kind' }, wrongText('/why', why)]);
    await this.db.transaction(async (tx) => {
      await this.offices.mustBeHall(tx, await placeOf(tx, needId), by);
      await mustStandAlone(tx, needId);
      const row = { id, need_id: needId, kind, why: said(lang, why), by };
      if (!(await insertSame(tx, 'needs.answer', row))) return;
      await this.trail.add(tx, { actor: by, action: 'town-need.answered', subject: `town-need:${needId}`, data: { answer: id, kind } }); // prettier-ignore
    });
  }

  /**
   * Sets how many days the town hall gives itself for what is proposed from now on; as they are already changes nothing. Throws
   * `answer-days`, as `mustHold`.
   */
  async setDays(placeCode: string, days: number, by: PersonId): Promise<void> {
    if (!Number.isInteger(days) || days < TERM.least || days > TERM.most)
      throw refuseFields({ pointer: '/days', code: 'answer-days', params: { least: TERM.least, most: TERM.most } });
    await this.db.transaction(async (tx) => {
      await this.offices.mustBeHall(tx, placeCode, by);
      const made = await rowsOf(
        tx,
        `insert into needs.term (id, place_code, days, by, since) select $1, $2, $3, $4, platform.now()
          where $3 is distinct from (select days from needs.term where place_code = $2 order by n desc limit 1) returning 1`,
        [newId<'Term'>(), placeCode, days, by],
      );
      if (made.length === 0) return;
      await this.trail.add(tx, { actor: by, action: 'needs.days-set', subject: `place:${placeCode}`, data: { days } });
    });
  }
}

/** A need that was merged into another is answered, priced and gathered there; a hidden one is not. Throws `need-merged`, `need-hidden`. */
export async function mustStandAlone(tx: Tx, needId: TownNeedId): Promise<void> {
  const merged = await rowsOf(tx, 'select from needs.merge where need_id = $1 and undone_at is null', [needId]);
  if (merged.length > 0) throw refuse('conflict', 'need-merged', 'It stands under another need.');
  await mustShow(tx, needId);
}

/** Throws `need-hidden` when the operator hides it. */
export async function mustShow(tx: Tx, needId: TownNeedId): Promise<void> {
  const sql = `select from needs.need n where n.id = $1 and ${HIDDEN} is not null`;
  if ((await rowsOf(tx, sql, [needId])).length > 0) throw refuse('conflict', 'need-hidden', 'The operator hides it.');
}
