import { Injectable } from '@nestjs/common';
import { DomainError, Money } from '#libs/kernel/src/index.js';
import { LedgerQueries, LedgerService } from '#libs/ledger/src/index.js';
import { DisputesQueries, type DisputeSeen } from '#libs/payments/src/index.js';
import { Database, inTurn, rowsOf, type Tx } from '#libs/platform/src/index.js';
import {
  type Disputed,
  disputeFreed,
  disputeReserved,
  disputeRestored,
  disputeTook,
  type InClaims,
} from './dispute.postings.js';
import type { Gift } from './gift.js';
import { moneyOf } from './home.postings.js';
import { coverLeftOf, type Lost, lostBefore, lostOf, oweAgain, reservable, settleOwed } from './losing.js';
import { LossBooks } from './loss-books.service.js';
import { giftColumn, homeColumn } from './owner-columns.js';
import { PursesService } from './purses.service.js';

const NOTHING: InClaims = { taken: Money.lei(0n), town: Money.lei(0n) };

interface Seen extends Disputed {
  readonly seen: DisputeSeen;
  readonly gift: Gift;
  /** Whether it is about the payment that counted; else it is about one that was owed back. */
  readonly counted: boolean;
}

/**
 * What donors' banks take back, as the books feel it: acts 32, 33, 34 and 37, of a gift to a project or to a town's fund. Everything
 * is read anew under the locks of whoever calls, so it does not matter in which order, how late or how often a dispute is told.
 */
@Injectable()
export class DisputeBooks {
  constructor(
    private readonly db: Database,
    private readonly disputes: DisputesQueries,
    private readonly ledger: LedgerService,
    private readonly balances: LedgerQueries,
    private readonly losses: LossBooks,
    private readonly purses: PursesService,
  ) {}

  /**
   * Does what is to be done about a dispute now; what has to wait (its payment is not counted, a refund is on its way) is done
   * later. Says whether it has ended now, or is restored: a lost one was won after all. The gift is locked, and kept by whoever calls.
   */
  async look(tx: Tx, disputeId: string, gift: Gift, placeCode: string): Promise<'ended' | 'restored' | null> {
    const disputed = await this.enter(tx, disputeId, gift, placeCode);
    if (!disputed) return null;
    const known =
      'select reserved_minor as taken, town_reserved_minor as town, state from pledges.dispute where id = $1';
    const [row] = await rowsOf<{ taken: string; town: string; state: string }>(tx, known, [disputeId]);
    const { outcome } = disputed.seen;
    if (row?.state === 'lost' && outcome === 'won') return this.restore(tx, disputed);
    if (row && row.state !== 'open') return null;
    const reserved = row
      ? { taken: Money.lei(BigInt(row.taken)), town: Money.lei(BigInt(row.town)) }
      : await this.open(tx, disputed);
    if (outcome === null) return null;
    const ended = outcome === 'won' ? await this.won(tx, disputed, reserved) : await this.lost(tx, disputed, reserved);
    return ended ? 'ended' : null;
  }

  /** Looks again at every dispute of one kind of gift that is not in the books as far as it has come. */
  async lookDue<Id extends string>(
    kind: 'pledge' | 'fund-gift',
    look: (tx: Tx, giftId: Id, disputeId: string) => Promise<void>,
  ): Promise<void> {
    const due = await this.db.rows<{ id: string; giftId: Id }>(
      `select o.id, o.gift_id as "giftId" from pledges.open_dispute o
         join payments.dispute d on d.id = o.id left join pledges.dispute x on x.id = o.id
        where (o.pledge_id is not null) = $1 and (x.id is null or d.outcome is not null) order by o.id limit 100`,
      [kind === 'pledge'],
    );
    await inTurn(due, async ({ id, giftId }) => {
      try {
        await this.db.transaction((tx) => look(tx, giftId, id));
      } catch (error) {
        // What the books refuse yet waits for what is still to be booked; the audit calls it out when it waits for long.
        if (!(error instanceof DomainError)) throw error;
      }
    });
  }

  private async enter(tx: Tx, id: string, gift: Gift, placeCode: string): Promise<Seen | null> {
    const seen = await this.disputes.find(id, tx);
    // What a bank wants in another currency than it gave nobody here can weigh: the audit calls a person.
    if (!seen || seen.inquiry || seen.amount.currency !== gift.currency) return null;
    const counted = gift.countedAt !== null && gift.chargeId === seen.chargeId;
    const sql = 'select 1 from pledges.overpayment where charge_id = $1';
    if (!counted && (await rowsOf(tx, sql, [seen.chargeId])).length === 0) return null;
    return { id, seen, gift, placeCode, counted };
  }

  /** Act 32: reserves where the gift lies what is free there, up to the gift. */
  private async open(tx: Tx, disputed: Seen): Promise<InClaims> {
    const { seen, gift, counted, placeCode } = disputed;
    const wanted = seen.amount.min(gift.left);
    const reserved =
      counted && wanted.isPositive() ? reservable(gift, wanted, await this.freeFor(tx, disputed)) : NOTHING;
    const { home } = gift;
    await tx.query(
      `insert into pledges.dispute (id, ${giftColumn(gift)}, ${homeColumn(home)}, reserved_minor, town_reserved_minor, opened_at)
       values ($1, $2, $3, $4, $5, platform.now())`,
      [seen.id, gift.id, home.id, reserved.taken.minor.toString(), reserved.town.minor.toString()],
    );
    if (isSome(reserved)) await this.ledger.post(tx, disputeReserved({ id: seen.id, gift, placeCode }, reserved));
    return reserved;
  }

  /** What is free for this gift: while a project is wound up in shares, the shares of the others are theirs. */
  private async freeFor(tx: Tx, { gift, placeCode }: Seen): Promise<InClaims> {
    if (gift.home.kind === 'town') return { ...NOTHING, taken: await this.purses.free(tx, gift.home.id) };
    const [others] = await rowsOf<{ minor: string }>(
      tx,
      `select coalesce(sum(lei_minor), 0) as minor from pledges.winding_share
        where project_id = $1 and pledge_id <> $2 and placed_at is null`,
      [gift.home.id, gift.id],
    );
    const free = (await this.balances.free(moneyOf(gift.home), tx)).minor - BigInt(others!.minor);
    const town = gift.movedLei.isPositive() ? await this.purses.free(tx, placeCode) : NOTHING.town;
    return { taken: Money.lei(free < 0n ? 0n : free), town };
  }

  private async won(tx: Tx, disputed: Seen, reserved: InClaims): Promise<true> {
    if (isSome(reserved)) await this.ledger.post(tx, disputeFreed(disputed));
    await tx.query(`update pledges.dispute set state = 'won', ended_at = platform.now() where id = $1`, [disputed.id]);
    await this.freeAgain(tx, disputed, reserved.town);
    return true;
  }

  private async lost(tx: Tx, disputed: Seen, reserved: InClaims): Promise<boolean> {
    const { seen, gift, counted } = disputed;
    const owed = await settleOwed(tx, seen.chargeId, seen.amount);
    if (!owed) return false;
    const coverLeft = await coverLeftOf(tx, gift);
    const lost = lostOf(gift, { amount: seen.amount, owed, coverLeft, counted }, reserved);
    const takes = isSome(lost);
    if (isSome(reserved) && !takes) await this.ledger.post(tx, disputeFreed(disputed));
    const took = disputeTook(disputed, lost, takes);
    if (took.postings.some(({ amount }) => amount.isPositive())) await this.ledger.post(tx, took);
    gift.lose({ gift: lost.gift, lei: leiOf(lost), town: lost.town });
    await tx.query(
      `update pledges.winding_share set lei_minor = case when lei_minor > $2 then lei_minor - $2 else lei_minor end,
         placed_at = case when lei_minor <= $2 then platform.now() end where pledge_id = $1 and placed_at is null`,
      [gift.id, lost.taken.minor.toString()],
    );
    const { taken, town, giftLoss, beyondLoss, cover, beyond } = lost;
    await tx.query(
      `update pledges.dispute set state = 'lost', ended_at = platform.now(), owed_minor = $2, gift_minor = $3, cover_minor = $4,
         beyond_minor = $5, taken_minor = $6, town_taken_minor = $7, gift_loss_minor = $8, beyond_loss_minor = $9 where id = $1`,
      [seen.id, ...[owed, lost.gift, cover, beyond, taken, town, giftLoss, beyondLoss].map(({ minor }) => minor.toString())], // prettier-ignore
    );
    await this.freeAgain(tx, disputed, reserved.town);
    return true;
  }

  /** A lost dispute is won after all: everything as it was before, and what had paid its loss belongs to its home again. */
  private async restore(tx: Tx, disputed: Seen): Promise<'restored'> {
    const { seen, gift } = disputed;
    const lost = await lostBefore(tx, seen.id, gift.currency);
    if (gift.home.kind === 'town') await this.purses.free(tx, gift.home.id);
    const { open } = await this.losses.openOf(tx, gift.home);
    const loss = lost.giftLoss.plus(lost.beyondLoss);
    const regained = loss.minus(loss.min(open));
    const back = disputeRestored(disputed, lost, regained);
    if (back.postings.some(({ amount }) => amount.isPositive())) await this.ledger.post(tx, back);
    await oweAgain(tx, seen.chargeId, lost.owed);
    gift.regain({ gift: lost.gift, lei: leiOf(lost), town: lost.town });
    await tx.query(
      `update pledges.dispute set state = 'won', ended_at = platform.now(), owed_minor = 0, gift_minor = 0, cover_minor = 0, beyond_minor = 0,
         taken_minor = 0, town_taken_minor = 0, gift_loss_minor = 0, beyond_loss_minor = 0, regained_minor = $2 where id = $1`,
      [seen.id, regained.minor.toString()],
    );
    await this.freeAgain(tx, disputed, lost.town);
    return 'restored';
  }

  /** A purse has something free again, or a loss to pay. */
  private async freeAgain(tx: Tx, { gift, placeCode }: Seen, town: Money): Promise<void> {
    if (gift.home.kind === 'town' || town.isPositive()) await this.purses.received(tx, placeCode);
  }
}

function leiOf({ taken, town, giftLoss }: Lost): Money {
  return taken.plus(town).plus(giftLoss);
}

function isSome({ taken, town }: InClaims): boolean {
  return taken.isPositive() || town.isPositive();
}
