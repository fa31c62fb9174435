import { Injectable } from '@nestjs/common';
import { type CivilDate, endOfDay, Money, type PersonId, startOfDay } from '#libs/kernel/src/index.js';
import { Database, type Multilingual } from '#libs/platform/src/index.js';
import { type AnswerKind, HIDDEN, type TownNeedId, under } from './need.js';

/** What can happen to a need beside support and help: an answer, a price, a place under another need or by itself again. */
export type NewsKind = AnswerKind | 'priced' | 'merged' | 'parted';

/** One thing that happened to a need. */
export interface BoardNews {
  readonly needId: TownNeedId;
  readonly title: Multilingual;
  readonly kind: NewsKind;
  /** Why, what has a price, or the need under which it stands now; null where nothing is said. */
  readonly words: Multilingual | null;
  /** Of what has a price. */
  readonly cost: Money | null;
}

/** Somebody who is told what happened on a board. */
export interface BoardReader {
  readonly placeCode: string;
  readonly personId: PersonId;
}

// What an option says stands as long as the option does.
const NEWS = `select a.need_id, a.kind, a.why as words, null::bigint as cost, a.at from needs.answer a where a.at >= $1 and a.at < $2
  union all select t.need_id, 'priced', o.title, o.cost_minor, o.at from needs.option o join needs.option_need t on t.option_id = o.id
    where o.at >= $1 and o.at < $2 and o.withdrawn_at is null
  union all select m.need_id, 'merged', n.title, null, m.at from needs.merge m join needs.need n on n.id = m.into_id
    where m.at >= $1 and m.at < $2 and m.undone_at is null and ${HIDDEN} is null
  union all select m.need_id, 'parted', null, null, m.undone_at from needs.merge m
    where m.undone_at >= $1 and m.undone_at < $2 and m.at < $1`;

// Who proposed or supports a need is told of it and of the need under which it stands: begun from what happened, never from
// all that people support.
const NEEDS = `array(select n.id union all ${under('n.id')})`;
const TOLD = `(${NEWS}) news join needs.need n on n.id = news.need_id cross join lateral (
    select o.by as person_id from needs.need o where o.id = any(${NEEDS}) and o.by is not null
    union select s.person_id from needs.support s where s.need_id = any(${NEEDS})) r`;

/** What is told of a board by letter, and to whom. Days are civil. */
@Injectable()
export class BoardNewsQueries {
  constructor(private readonly db: Database) {}

  /** Whom what happened on a day concerns, by place; without those who want no letters. */
  readersOf(day: CivilDate): Promise<BoardReader[]> {
    return this.db.rows<BoardReader>(
      `select distinct n.place_code as "placeCode", r.person_id as "personId"
         from ${TOLD}
        where ${HIDDEN} is null and not exists (select from needs.quiet q where q.place_code = n.place_code and q.person_id = r.person_id)`,
      [startOfDay(day), endOfDay(day)],
    );
  }

  /** What happened on a day to needs of a place that somebody proposed or supports, in the order in which it did. */
  async of({ placeCode, personId }: BoardReader, day: CivilDate): Promise<BoardNews[]> {
    const rows = await this.db.rows<Omit<BoardNews, 'cost'> & { cost: string | null }>(
      `select distinct news.need_id as "needId", n.title, news.kind, news.words, news.cost, news.at
         from ${TOLD}
        where n.place_code = $3 and r.person_id = $4 and ${HIDDEN} is null order by news.at, news.need_id`,
      [startOfDay(day), endOfDay(day), placeCode, personId],
    );
    return rows.map(({ cost, ...row }) => ({ ...row, cost: cost === null ? null : Money.lei(BigInt(cost)) }));
  }
}
