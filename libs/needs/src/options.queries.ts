import { Injectable } from '@nestjs/common';
import { Money } from '#libs/kernel/src/index.js';
import { Database, type Multilingual, rowsOf, type Tx } from '#libs/platform/src/index.js';
import type { OptionId, TownNeedId } from './need.js';

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
}

const OPTION = `select o.id, o.place_code as "placeCode", o.title, o.description, o.cost_minor, o.source, o.part, o.at,
    array(select n.need_id from needs.option_need n where n.option_id = o.id order by n.need_id) as needs,
    o.withdrawn_why as withdrawn from needs.option o`;
type Row = Omit<TownOption, 'cost'> & { readonly cost_minor: string };

/** Options of towns. Public. */
@Injectable()
export class OptionsQueries {
  constructor(private readonly db: Database) {}

  /** A town's options, the newest first; `ready` are those that stand. */
  async ofTown(placeCode: string, { state }: { state?: 'ready' | 'withdrawn' } = {}, tx?: Tx): Promise<TownOption[]> {
    const sql = `${OPTION} where o.place_code = $1 and ($2::text is null or (o.withdrawn_at is null) = ($2 = 'ready'))
      order by o.at desc, o.id desc`;
    return (await this.read(sql, [placeCode, state ?? null], tx)).map(shaped);
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

function shaped({ cost_minor: cost, ...row }: Row): TownOption {
  return { ...row, cost: Money.lei(BigInt(cost)) };
}
