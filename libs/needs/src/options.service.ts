import { Injectable } from '@nestjs/common';
import { type Id, type Money, oneLine, type PersonId, refuse, refuseWrong } from '#libs/kernel/src/index.js';
import { cleanPart, partFault } from '#libs/neighbours/src/index.js';
import { Database, insertSame, type Lang, rowsOf, Trail, type Tx } from '#libs/platform/src/index.js';
import { cleanTitle, type OptionId, said, type TownNeedId, wrongText, wrongTitle } from './need.js';
import { BoardOffices, placeOf } from './offices.service.js';

/** What one or more needs would cost, as the town hall sees it. */
export interface PriceOption {
  readonly id: OptionId;
  readonly placeCode: string;
  readonly needs: readonly TownNeedId[];
  readonly lang: Lang;
  readonly title: string;
  readonly description: string;
  /** In lei. */
  readonly cost: Money;
  /** Where the sum is from. */
  readonly source: string;
  readonly part?: string | null;
}

const SOURCE_MOST = 300;
const COST_MOST = 10_000_000_000n;

/** The town hall makes of needs what can be voted on: options with a price and where the price is from. */
@Injectable()
export class OptionsService {
  constructor(
    private readonly db: Database,
    private readonly offices: BoardOffices,
    private readonly trail: Trail,
  ) {}

  /**
   * Makes an option of needs of this town; the same again changes nothing. Mayor or secretary. Throws `text-missing`,
   * `text-too-long`, `part-too-long`, `option-cost`, `option-needs` without a need or with one from elsewhere,
   * `id-taken` for another option under the same id, and as `mustHold`.
   */
  async make(option: PriceOption, by: PersonId): Promise<void> {
    const { id, placeCode, needs, lang, cost } = option;
    const [title, description, source] = [cleanTitle(option.title), option.description.trim(), oneLine(option.source)];
    const part = cleanPart(option.part);
    refuseWrong([
      needs.length === 0 && { pointer: '/needs', code: 'option-needs' },
      wrongTitle(title),
      wrongText('/description', description),
      (cost.minor <= 0n || cost.minor > COST_MOST) && { pointer: '/cost', code: 'option-cost' },
      wrongText('/source', source, SOURCE_MOST),
      partFault(part),
    ]);
    await this.db.transaction(async (tx) => {
      await this.offices.mustBeHall(tx, placeCode, by);
      for (const need of [...needs].sort())
        if ((await placeOf(tx, need)) !== placeCode) throw refuse('invalid', 'option-needs', 'Another town’s need.');
      const row = {
        id,
        place_code: placeCode,
        title: said(lang, title),
        description: said(lang, description),
        part,
        by,
      };
      const priced = { ...row, cost_minor: `${cost.minor}`, source };
      if (await insertSame(tx, 'needs.option', priced)) await this.tie(tx, option, by);
      else await mustAnswer(tx, id, needs);
    });
  }

  /** Takes an option off the list, with why; what a vote has copied stays there. Mayor or secretary. Again changes nothing. */
  async withdraw(id: OptionId, reason: string, by: PersonId): Promise<void> {
    const why = reason.trim();
    refuseWrong([wrongText('/reason', why)]);
    await this.db.transaction(async (tx) => {
      const sql = 'select place_code as "placeCode" from needs.option where id = $1 for update';
      const [option] = await rowsOf<{ placeCode: string }>(tx, sql, [id]);
      if (!option) throw refuse('not-found', 'not-found', 'No such option.');
      await this.offices.mustBeHall(tx, option.placeCode, by);
      const done = await rowsOf(
        tx,
        `update needs.option set withdrawn_by = $2, withdrawn_at = platform.now(), withdrawn_why = $3
          where id = $1 and withdrawn_at is null returning id`,
        [id, by, why],
      );
      if (done.length > 0) await this.trail.add(tx, { actor: by, action: 'option.withdrawn', subject: `option:${id}` });
    });
  }

  /**
   * What a vote under a budget has chosen of its options, and what not, in the transaction of its result: the board says so,
   * of the moment at which people's votes were over.
   */
  async decided(
    tx: Tx,
    voteId: Id<'BudgetVote'>,
    { won, lost, closedAt }: { won: readonly OptionId[]; lost: readonly OptionId[]; closedAt: Date },
  ): Promise<void> {
    await tx.query(
      `insert into needs.choice (option_id, vote_id, won, at)
       select unnest($2::uuid[]), $1::uuid, true, $4::timestamptz union all select unnest($3::uuid[]), $1::uuid, false, $4::timestamptz`,
      [voteId, won, lost, closedAt],
    );
  }

  private async tie(tx: Tx, { id, needs, placeCode, cost }: PriceOption, by: PersonId): Promise<void> {
    await tx.query('insert into needs.option_need (option_id, need_id) select distinct $1::uuid, unnest($2::uuid[])', [
      id,
      needs,
    ]);
    const data = { place: placeCode, cost: cost.minor.toString() };
    await this.trail.add(tx, { actor: by, action: 'option.made', subject: `option:${id}`, data });
  }
}

/** Sent again it answers the same needs. Throws `id-taken`. */
async function mustAnswer(tx: Tx, id: OptionId, needs: readonly TownNeedId[]): Promise<void> {
  const sql = 'select need_id as id from needs.option_need where option_id = $1';
  const tied = new Set((await rowsOf<{ id: TownNeedId }>(tx, sql, [id])).map((need) => need.id));
  if (tied.size !== new Set(needs).size || needs.some((need) => !tied.has(need)))
    throw refuse('conflict', 'id-taken', 'The id was used for an option of other needs.');
}
