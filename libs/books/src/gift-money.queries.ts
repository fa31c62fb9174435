import { Injectable } from '@nestjs/common';
import { Money, plainCode, type PledgeId } from '#libs/kernel/src/index.js';
import { Database } from '#libs/platform/src/index.js';
import { GIFT_ENDS, GIFT_PLACES, type GiftEnd, type GiftMoney, type GiftPlace } from './gift-money.js';
import { GIFT_MONEY } from './gift-money.sql.js';

type Place = GiftPlace | GiftEnd;
type Row = { readonly pledgeId: PledgeId } & Readonly<
  Record<Place, string> & Record<`${Exclude<Place, 'covering'>}At`, Date | null>
>;

const PLACES: readonly Place[] = [...GIFT_PLACES, ...GIFT_ENDS];

/** Says where the money of gifts is: each gift's share of its project's money, computed and never stored. */
@Injectable()
export class GiftMoneyQueries {
  constructor(private readonly db: Database) {}

  /** Where the money of the gift with this receipt code is; null when no gift has it. */
  async ofReceipt(code: string): Promise<GiftMoney | null> {
    const sql = 'select id from pledges.pledge where receipt_code = $1';
    const [found] = await this.db.rows<{ id: PledgeId }>(sql, [plainCode(code)]);
    return found ? ((await this.of([found.id])).get(found.id) ?? null) : null;
  }

  /** Where the money of these gifts is, by their ids. One query. */
  async of(ids: readonly PledgeId[]): Promise<ReadonlyMap<PledgeId, GiftMoney>> {
    if (ids.length === 0) return new Map();
    const rows = await this.db.rows<Row>(GIFT_MONEY, [ids]);
    return new Map(rows.map((row) => [row.pledgeId, moneyOf(row)]));
  }
}

function moneyOf(row: Row): GiftMoney {
  const sums = Object.fromEntries(PLACES.map((place) => [place, Money.lei(BigInt(row[place]))])) as Record<
    Place,
    Money
  >;
  const reached = (...places: readonly Place[]) => places.some((place) => sums[place].isPositive());
  const at: Record<Place, Date | null> = {
    promised: row.promisedAt,
    held: row.heldAt,
    released: reached('released', 'spent', 'proven') ? row.releasedAt : null,
    spent: reached('spent', 'proven') ? row.spentAt : null,
    proven: reached('proven') ? row.provenAt : null,
    returned: reached('returned') ? row.returnedAt : null,
    moved: reached('moved') ? row.movedAt : null,
    covering: null,
  };
  return { pledgeId: row.pledgeId, ...sums, at };
}
