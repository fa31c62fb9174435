import type { CivilDate, Id } from '#libs/kernel/src/index.js';
import { rowsOf, type Multilingual, type Tx } from '#libs/platform/src/index.js';

export type NeutralPeriodId = Id<'NeutralPeriod'>;

/** Days before an election in which news show the work: no portraits, no ceremonies, no party's colours. Both days belong to it. */
export interface NeutralPeriod {
  readonly id: NeutralPeriodId;
  readonly name: Multilingual;
  readonly firstOn: CivilDate;
  readonly lastOn: CivilDate;
  /** The decision that sets it. */
  readonly source: string;
  /** Where people elect: this unit and everything in it; null is the whole country. */
  readonly placeCode: string | null;
  /** When it was ended before its last day; null when it was not. */
  readonly endedAt: Date | null;
}

/** The columns of `voice.neutral_period n` under the names of `NeutralPeriod`. */
export const PERIOD_COLUMNS = `n.id, n.name, n.first_on::text as "firstOn", n.last_on::text as "lastOn", n.source,
  n.place_code as "placeCode", n.ended_at as "endedAt"`;

const TODAY = `(platform.now() at time zone 'Europe/Chisinau')::date`;
/** The period in which the place $1 stands today, the one that ends last. */
export const PERIOD_NOW = `
with recursive up as (
  select code, parent from hometowns.place where code = $1
  union all select p.code, p.parent from hometowns.place p join up on p.code = up.parent)
select ${PERIOD_COLUMNS} from voice.neutral_period n
 where n.ended_at is null and ${TODAY} between n.first_on and n.last_on and (n.place_code is null or n.place_code in (select code from up))
 order by n.last_on desc, n.id limit 1`;

/** The period in which news of this place are published now, or null. */
export async function neutralPeriodNow(tx: Tx, placeCode: string): Promise<NeutralPeriod | null> {
  return (await rowsOf<NeutralPeriod>(tx, PERIOD_NOW, [placeCode]))[0] ?? null;
}
