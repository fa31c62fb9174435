import { Injectable } from '@nestjs/common';
import type { ApprovalId, PersonId } from '#libs/kernel/src/index.js';
import { nameWords, type Roll } from '#libs/neighbours/src/index.js';
import { Database, type Multilingual } from '#libs/platform/src/index.js';
import type { TownNeedId } from './need.js';

/** A paper that waits for its second signature, as officers see it. */
export interface TownPaper {
  readonly id: ApprovalId;
  readonly number: string;
  readonly name: string;
  readonly roll: Roll;
  /** What it supports; null when it proposes. */
  readonly needId: TownNeedId | null;
  /** Of what it supports or proposes. */
  readonly title: Multilingual;
  /** Of what it proposes; null when it supports. */
  readonly why: Multilingual | null;
  readonly part: string | null;
  readonly by: PersonId;
  readonly at: Date;
}

/** What was handed in on paper. */
@Injectable()
export class PapersQueries {
  constructor(private readonly db: Database) {}

  /** A town's papers that wait for a second person, the oldest first. Personal: for officers. */
  waiting(placeCode: string): Promise<TownPaper[]> {
    return this.db.rows<TownPaper>(
      `select p.id, p.number, p.name, p.roll, p.need_id as "needId", coalesce(p.title, n.title) as title, p.why, p.part, p.by, p.at
         from needs.paper p left join needs.need n on n.id = p.need_id
        where p.place_code = $1 and p.state = 'waiting' order by p.at, p.id`,
      [placeCode],
    );
  }

  /** How many who support a need by account have the name that stands on a paper. */
  async namesakes({ needId, name }: Pick<TownPaper, 'needId' | 'name'>): Promise<number> {
    if (!needId) return 0;
    const rows = await this.db.rows<{ name: string | null }>(
      'select p.name from needs.support s join identity.person p on p.id = s.person_id where s.need_id = $1',
      [needId],
    );
    return rows.filter((one) => one.name && nameWords(one.name) === nameWords(name)).length;
  }
}
