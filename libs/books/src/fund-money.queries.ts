import { Injectable } from '@nestjs/common';
import { Money, plainCode } from '#libs/kernel/src/index.js';
import { Database } from '#libs/platform/src/index.js';

/** Where the lei of one gift to a town's fund are that did not go back: the three add up to what stands of the gift. */
export interface FundMoney {
  /** In the purse still. */
  readonly held: Money;
  /** Gone on to projects of the town. */
  readonly used: Money;
  /** Gone for what other donors' banks took back. */
  readonly covering: Money;
}

type Row = Readonly<Record<keyof FundMoney, string>>;

/** Says where the money of gifts to funds is: each gift's share of its purse, computed and never stored. */
@Injectable()
export class FundMoneyQueries {
  constructor(private readonly db: Database) {}

  /** Where the money of the gift with this receipt code is; null when no gift to a fund has it. */
  async ofReceipt(code: string): Promise<FundMoney | null> {
    const sql = 'select id from funds.gift where receipt_code = $1';
    const [found] = await this.db.rows<{ id: string }>(sql, [plainCode(code)]);
    return found ? this.of(found.id) : null;
  }

  /** Where the money of one gift to a fund is, by its id; nothing of it anywhere while it is not counted. */
  async of(giftId: string): Promise<FundMoney> {
    const [row] = await this.db.rows<Row>(FUND_MONEY, [giftId]);
    const lei = (minor = '0') => Money.lei(BigInt(minor));
    return { held: lei(row?.held), used: lei(row?.used), covering: lei(row?.covering) };
  }
}

/** Shares a sum among rows by what each has left, by the largest remainder, ties to the smaller id. */
const share = (rest: string, sum: string) =>
  `trunc(${sum} * ${rest} / nullif(sum(${rest}) over (), 0)) as base, mod(${sum} * ${rest}, nullif(sum(${rest}) over (), 0)) as left_over`;
const placed = (sum: string) =>
  `coalesce(base + (row_number() over (order by left_over desc, id) <= ${sum} - sum(base) over ())::int, 0)`;

// What came to the purse from projects that ended is one more gift.
const FUND_MONEY = `
with town as (select place_code as code, 'held:town/' || place_code || ':claim:MDL' as purse from funds.gift where id = $1),
gifts as (
  select g.id, (g.lei_minor - g.refunded_lei_minor - g.lost_lei_minor)::numeric as whole
    from funds.gift g join town on town.code = g.place_code where g.counted_at is not null
  union all
  select '00000000-0000-0000-0000-000000000000', coalesce(sum(p.moved_lei_minor), 0)
    from pledges.pledge p join projects.project r on r.id = p.project_id join town on town.code = r.place_code where p.moved_lei_minor > 0),
lying as (select id, whole, least(sum(whole) over (), coalesce((select b.balance from town join ledger.account_balance b on b.code = town.purse), 0)) as sum from gifts),
lying_share as (select *, ${share('whole', 'sum')} from lying),
held as (select id, ${placed('sum')} as held, whole from lying_share),
gone as (select id, held, whole - held as rest, least(sum(whole - held) over (), (
    select greatest(0, coalesce(sum(minor), 0)) from (
      select l.amount_minor as minor from pledges.loss_act l join town on town.code = l.place_code where l.kind <> 'covered' and l.done_at is not null
      union all select -d.gift_loss_minor - d.regained_minor from pledges.dispute d join town on town.code = d.place_code) paid)) as sum from held),
gone_share as (select *, ${share('rest', 'sum')} from gone),
places as (select id, held, ${placed('sum')} as covering, rest from gone_share)
select held, covering, rest - covering as used from places where id = $1`;
