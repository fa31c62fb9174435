import { Injectable } from '@nestjs/common';
import { type Id, Money } from '#libs/kernel/src/index.js';
import { Database, type Multilingual, rowsOf, type Slice, type Tx } from '#libs/platform/src/index.js';
import { type OptionId, type TownNeedId, under } from './need.js';

/** A priced option of the town hall: what a ballot under a budget is made of. */
export interface TownOption {
  readonly id: OptionId;
  readonly placeCode: string;
  readonly title: Multilingual;
  readonly description: Multilingual;
  /** In lei. */
  readonly cost: Money;
  readonly source: string;
  readonly part: string | null;
  readonly at: Date;
  readonly needs: readonly TownNeedId[];
  /** Why the town hall took it off the list; null while it stands there. */
  readonly withdrawn: string | null;
  /** The last vote under a budget that was counted with it, when it closed, and whether it was chosen; null where there was none. */
  readonly voted: { readonly voteId: Id<'BudgetVote'>; readonly won: boolean; readonly at: Date } | null;
}

const OPTION = `select o.id, o.place_code as "placeCode", o.title, o.description, o.cost_minor, o.source, o.part, o.at,
    array(select n.need_id from needs.option_need n where n.option_id = o.id order by n.need_id) as needs,
    o.withdrawn_why as withdrawn, c.vote_id as "voteId", c.won, c.at as "votedAt" from needs.option o
  left join lateral (select vote_id, won, at from needs.choice where option_id = o.id order by n desc limit 1) as c on true`;
type Row = Omit<TownOption, 'cost' | 'voted'> & {
  readonly cost_minor: string;
  readonly voteId: Id<'BudgetVote'> | null;
  readonly won: boolean;
  readonly votedAt: Date;
};

/** Options of towns. Public. */
@Injectable()
export class OptionsQueries {
  constructor(private readonly db: Database) {}

  /** A town's options that stand, or all of them, the newest first, after this one. */
  async ofTown(
    placeCode: string,
    { all = false, after, limit }: Slice & { readonly all?: boolean } = {},
    tx?: Tx,
  ): Promise<TownOption[]> {
    const sql = `${OPTION} where o.place_code = $1 and ($2 or o.withdrawn_at is null)
        and ($3::uuid is null or (o.at, o.id) < (select l.at, l.id from needs.option l where l.id = $3))
      order by o.at desc, o.id desc limit $4`;
    return (await this.read(sql, [placeCode, all, after ?? null, limit ?? null], tx)).map(shaped);
  }

  /** Those that stand and answer a need or one merged into it, the newest first. */
  async ofNeed(id: TownNeedId): Promise<TownOption[]> {
    const sql = `${OPTION} where o.withdrawn_at is null and o.id in (select t.option_id from needs.option_need t where t.need_id = $1
        or t.need_id in (${under('$1')}))
      order by o.at desc, o.id desc`;
    return (await this.read(sql, [id])).map(shaped);
  }

  /** One option, or null. */
  async find(id: OptionId, tx?: Tx): Promise<TownOption | null> {
    const [row] = await this.read(`${OPTION} where o.id = $1`, [id], tx);
    return row ? shaped(row) : null;
  }

  private read(sql: string, params: readonly unknown[], tx?: Tx): Promise<Row[]> {
    return tx ? rowsOf<Row>(tx, sql, params) : this.db.rows<Row>(sql, params);
  }
}

function shaped({ cost_minor: cost, voteId, won, votedAt, ...row }: Row): TownOption {
  const voted = voteId ? { voteId, won, at: votedAt } : null;
  return { ...row, cost: Money.lei(BigInt(cost)), voted };
}
