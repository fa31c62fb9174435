import { Injectable } from '@nestjs/common';
import { type Id, newId, type PersonId, refuse, refuseFields, refuseWrong } from '#libs/kernel/src/index.js';
import { Database, type Lang, rowsOf, Trail, type Tx } from '#libs/platform/src/index.js';
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
   * that stands under another, `approval-reused` for another answer under the same id, and as `mustHold`.
   */
  async answer({ id, needId, kind, lang, why: typed }: AnswerNeed, by: PersonId): Promise<void> {
    const why = typed.trim();
    refuseWrong([!ANSWERS.includes(kind) && { pointer: '/kind', code: 'answer-kind' }, wrongText('/why', why)]);
    await this.db.transaction(async (tx) => {
      await this.offices.mustBeHall(tx, await placeOf(tx, needId), by);
      await mustStandAlone(tx, needId);
      const made = await rowsOf(
        tx,
        `insert into needs.answer (id, need_id, kind, why, by, at) values ($1, $2, $3, $4, $5, platform.now())
         on conflict do nothing returning id`,
        [id, needId, kind, JSON.stringify(said(lang, why)), by],
      );
      if (made.length === 0) {
        const same =
          'select from needs.answer where id = $1 and need_id = $2 and by = $3 and kind = $4 and why = $5::jsonb';
        return mustRepeat(tx, same, [id, needId, by, kind, JSON.stringify(said(lang, why))]);
      }
      await this.trail.add(tx, { actor: by, action: 'town-need.answered', subject: `town-need:${needId}`, data: { answer: id, kind } }); // prettier-ignore
    });
  }

  /** Sets how many days the town hall gives itself for what is proposed from now on. Throws `answer-days`, as `mustHold`. */
  async setDays(placeCode: string, days: number, by: PersonId): Promise<void> {
    if (!Number.isInteger(days) || days < TERM.least || days > TERM.most)
      throw refuseFields({ pointer: '/days', code: 'answer-days', params: { least: TERM.least, most: TERM.most } });
    await this.db.transaction(async (tx) => {
      await this.offices.mustBeHall(tx, placeCode, by);
      await tx.query(
        'insert into needs.term (id, place_code, days, by, since) values ($1, $2, $3, $4, platform.now())',
        [newId<'Term'>(), placeCode, days, by],
      );
      await this.trail.add(tx, { actor: by, action: 'needs.days-set', subject: `place:${placeCode}`, data: { days } });
    });
  }
}

/** The id of a form was used before: what was sent then is this, found by `sql`. Throws `approval-reused`. */
export async function mustRepeat(tx: Tx, sql: string, params: readonly unknown[]): Promise<void> {
  if ((await rowsOf(tx, sql, params)).length === 0)
    throw refuse('conflict', 'approval-reused', 'The id of this form was used for another.');
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
