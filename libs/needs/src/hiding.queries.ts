import { Injectable } from '@nestjs/common';
import type { PersonId } from '#libs/kernel/src/index.js';
import { Database, type Multilingual } from '#libs/platform/src/index.js';
import { HIDDEN, type TownNeedId } from './need.js';

/** What somebody put on a board, in his own words, also when they do not show. For the operator and for himself. */
export interface WrittenNeed {
  readonly id: TownNeedId;
  readonly placeCode: string;
  readonly title: Multilingual;
  readonly why: Multilingual;
  readonly at: Date;
  /** Null for what was handed in on paper. */
  readonly by: PersonId | null;
  /** The reason that everybody reads in their place; null while it shows. */
  readonly hidden: string | null;
}

const WRITTEN = `select n.id, n.place_code as "placeCode", n.title, n.why, n.at, n.by, ${HIDDEN} as hidden from needs.need n`;
const KEPT = 'not exists (select from needs.withdrawal d where d.need_id = n.id)';

/** What was written on boards and not taken back, for who judges it. */
@Injectable()
export class HidingQueries {
  constructor(private readonly db: Database) {}

  /** One need, or null. */
  async find(id: TownNeedId): Promise<WrittenNeed | null> {
    return (await this.db.rows<WrittenNeed>(`${WRITTEN} where n.id = $1 and ${KEPT}`, [id]))[0] ?? null;
  }

  /** What somebody wrote himself, the newest first. For himself. */
  ofPerson(by: PersonId, limit: number): Promise<WrittenNeed[]> {
    return this.db.rows<WrittenNeed>(`${WRITTEN} where n.by = $1 and ${KEPT} order by n.at desc, n.id desc limit $2`, [
      by,
      limit,
    ]);
  }

  /** How many needs that show were put on all boards since a moment. */
  async since(at: Date): Promise<number> {
    const sql = `select count(*)::int as n from needs.need n where n.at >= $1 and ${HIDDEN} is null`;
    return (await this.db.rows<{ n: number }>(sql, [at]))[0]!.n;
  }

  /** The newest needs of all boards; before the one with this id. */
  newest({ before = null, limit }: { before?: TownNeedId | null; limit: number }): Promise<WrittenNeed[]> {
    return this.db.rows<WrittenNeed>(
      `${WRITTEN} where ${KEPT} and ($1::uuid is null or (n.at, n.id) < (select b.at, b.id from needs.need b where b.id = $1))
        order by n.at desc, n.id desc limit $2`,
      [before, limit],
    );
  }
}
