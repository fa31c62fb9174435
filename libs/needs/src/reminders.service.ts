import { Injectable } from '@nestjs/common';
import { addDays, type CivilDate } from '#libs/kernel/src/index.js';
import { rowsOf, type Tx } from '#libs/platform/src/index.js';
import { ANSWER_BY, OWED, type TownNeedId } from './need.js';

/** Days before the last one on which a town hall is reminded, and days between reminders of what is late. */
export const REMIND = { before: 5, every: 7 } as const;

// Told of the need `n` on whose page it is answered, on the days of whichever there waits longest. What a vote has chosen
// waits for no answer.
const DUE = `
with due as materialized (
  select u.id, u.answer_by, n.place_code, exists (select from needs.answer a where a.need_id = u.id) as answered,
         u.answer_by = ${ANSWER_BY} and ${OWED} as told
    from needs.reminder r join needs.need u on u.id = r.need_id
    left join needs.merge m on m.need_id = u.id and m.undone_at is null
    join needs.need n on n.id = coalesce(m.into_id, u.id)
   where r.next_on <= $1::date for update of r),
gone as (delete from needs.reminder r using due where r.need_id = due.id and due.answered),
moved as (
  update needs.reminder r
     set next_on = case when $1::date <= due.answer_by then due.answer_by + 1
                        else $1::date + ${REMIND.every} - ($1::date - due.answer_by - 1) % ${REMIND.every} end
    from due where r.need_id = due.id and not due.answered)
select distinct place_code as "placeCode" from due where told and not answered`;

/** When a town hall is reminded of what it has to answer: before the last day, when that is over, and every week after. */
@Injectable()
export class RemindersService {
  /** From the moment a need stands on its board; nothing where no town hall was here to promise an answer. */
  async begin(tx: Tx, needId: TownNeedId, answerBy: CivilDate | null): Promise<void> {
    if (!answerBy) return;
    const sql = 'insert into needs.reminder (need_id, next_on) values ($1, $2)';
    await tx.query(sql, [needId, addDays(answerBy, -REMIND.before)]);
  }

  /**
   * Places whose town hall is to be reminded by a day, also of days on which nobody looked. Each is given once: whoever asks
   * orders the letters in the same transaction.
   */
  async due(tx: Tx, day: CivilDate): Promise<string[]> {
    const rows = await rowsOf<{ placeCode: string }>(tx, DUE, [day]);
    return rows.map(({ placeCode }) => placeCode);
  }
}
