import { type Currency, Money } from '#libs/kernel/src/index.js';
import { rowsOf, type Tx } from '#libs/platform/src/index.js';
import { toLei } from '#libs/rates/src/index.js';
import type { InClaims, LostGift } from './dispute.postings.js';
import type { Gift } from './gift.js';
import { giftColumn } from './owner-columns.js';

/** What a dispute may take of `part` of a gift where it lies: of its lei, what stands at its home and in the town's purse. */
export function reservable(gift: Gift, part: Money, free: InClaims): InClaims {
  const lei = gift.leiOf(part);
  const taken = lei.min(gift.remainingLei).min(free.taken);
  const town = lei.minus(taken).min(gift.movedLei).min(free.town);
  return { taken, town };
}

/** A lost dispute, taken apart: first what was owed anyway, then the gift, its fee cover, and what is beyond all of it. */
export interface Lost extends LostGift {
  readonly gift: Money;
  readonly beyond: Money;
}

/** What a dispute of `amount` that is lost takes, at most `reserved` of the claims. `counted`: it is about the gift itself, not an overpayment. */
export function lostOf(
  of: Gift,
  { amount, owed, coverLeft, counted }: { amount: Money; owed: Money; coverLeft: Money; counted: boolean },
  reserved: InClaims,
): Lost {
  const none = Money.zero(of.currency);
  const rest = amount.minus(owed);
  const gift = counted ? rest.min(of.left) : none;
  const cover = counted ? rest.minus(gift).min(coverLeft) : none;
  const beyond = rest.minus(gift).minus(cover);
  const { taken, town } = gift.isPositive()
    ? reservable(of, gift, reserved)
    : { taken: Money.lei(0n), town: Money.lei(0n) };
  const missing = gift.isPositive() ? of.leiOf(gift).minus(taken).minus(town) : Money.lei(0n);
  // What lay in a purse that is empty by now is no gift to this project any more: it is a loss like what is beyond.
  const giftLoss = missing.min(of.remainingLei.minus(taken));
  const beyondLei = beyond.isPositive()
    ? toLei(beyond, { currency: beyond.currency, perUnit: of.rate })
    : Money.lei(0n);
  const beyondLoss = beyondLei.plus(missing).minus(giftLoss);
  return { owed, gift, cover, beyond, taken, town, giftLoss, beyondLoss };
}

/**
 * Refunds of a charge that the donor's card did not take: what his bank gives him in a dispute settles them first. Notes it,
 * at most `amount`, and gives how much that was. Null while a refund of it is on its way: nobody knows yet.
 */
export async function settleOwed(tx: Tx, chargeId: string, amount: Money): Promise<Money | null> {
  const rows = await rowsOf<{ id: string; back: boolean; minor: string }>(
    tx,
    `select g.id, r.state = 'failed' and g.state = 'failed' as back, g.amount_minor + g.cover_minor - g.settled_minor as minor
       from pledges.gift_refund g
       join lateral (select state, failure, charge_id from payments.refund r where coalesce(r.again_of, r.id) = g.id order by r.id desc limit 1) r on true
      where r.charge_id = $1 and (r.state in ('wanted', 'pending') or (r.state = 'failed' and r.failure <> 'lost' and g.state in ('requested', 'failed')))
      order by g.n for update of g`,
    [chargeId],
  );
  if (rows.some(({ back }) => !back)) return null;
  let left = amount;
  for (const { id, minor } of rows) {
    const part = left.min(Money.ofMinor(BigInt(minor), amount.currency));
    if (!part.isPositive()) break;
    left = left.minus(part);
    await tx.query(
      `update pledges.gift_refund set settled_minor = settled_minor + $2::bigint,
         state = case when settled_minor + $2::bigint = amount_minor + cover_minor then 'settled' else state end where id = $1`,
      [id, part.minor.toString()],
    );
  }
  return amount.minus(left);
}

/** A dispute that had settled so much of what was owed is won after all: it is owed again, the newest first. */
export async function oweAgain(tx: Tx, chargeId: string, amount: Money): Promise<void> {
  await tx.query(
    `with settled as (
       select g.id, g.settled_minor, coalesce(sum(g.settled_minor) over (order by g.n desc rows between unbounded preceding and 1 preceding), 0) as before
         from pledges.gift_refund g
        where g.settled_minor > 0 and exists (select from payments.refund r where coalesce(r.again_of, r.id) = g.id and r.charge_id = $1))
     update pledges.gift_refund g set settled_minor = g.settled_minor - least(s.settled_minor, $2::bigint - s.before),
            state = case when g.state = 'settled' then 'failed' else g.state end
       from settled s where s.id = g.id and s.before < $2::bigint`,
    [chargeId, amount.minor.toString()],
  );
}

/** What a lost dispute took, as it was noted then. */
export async function lostBefore(tx: Tx, disputeId: string, currency: Currency): Promise<Lost> {
  const [row] = await rowsOf<Record<'owed' | 'gift' | 'cover' | 'beyond' | 'taken' | 'town' | 'giftLoss' | 'beyondLoss', string>>(
    tx,
    `select owed_minor as owed, gift_minor as gift, cover_minor as cover, beyond_minor as beyond, taken_minor as taken,
            town_taken_minor as town, gift_loss_minor as "giftLoss", beyond_loss_minor as "beyondLoss" from pledges.dispute where id = $1`,
    [disputeId],
  ); // prettier-ignore
  const own = (minor: string) => Money.ofMinor(BigInt(minor), currency);
  const lei = (minor: string) => Money.lei(BigInt(minor));
  const { owed, gift, cover, beyond, taken, town, giftLoss, beyondLoss } = row!;
  return {
    ...{ owed: own(owed), gift: own(gift), cover: own(cover), beyond: own(beyond) },
    ...{ taken: lei(taken), town: lei(town), giftLoss: lei(giftLoss), beyondLoss: lei(beyondLoss) },
  };
}

/** What of a gift's fee cover is with us still: neither given back nor lost in an earlier dispute. */
export async function coverLeftOf(tx: Tx, gift: Gift): Promise<Money> {
  const column = giftColumn(gift);
  const [row] = await rowsOf<{ minor: string }>(
    tx,
    `select coalesce((select sum(cover_minor) from pledges.gift_refund where ${column} = $1), 0)
       + coalesce((select sum(cover_minor) from pledges.dispute where ${column} = $1), 0) as minor`,
    [gift.id],
  );
  return gift.cover.minus(Money.ofMinor(BigInt(row!.minor), gift.currency));
}
