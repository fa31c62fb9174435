import { Injectable } from '@nestjs/common';
import { DomainError, Money, type PledgeId, type ProjectId } from '#libs/kernel/src/index.js';
import { LedgerQueries, LedgerService } from '#libs/ledger/src/index.js';
import { DisputesQueries, type DisputeSeen } from '#libs/payments/src/index.js';
import { Database, inTurn, rowsOf, type Tx } from '#libs/platform/src/index.js';
import { type Campaign, CampaignGate, ProjectsQueries } from '#libs/projects/src/index.js';
import {
  disputeFreed,
  disputeReserved,
  disputeRestored,
  disputeTook,
  type DisputedGift,
  type InClaims,
  purseOf,
} from './dispute.postings.js';
import { coverLeftOf, lostBefore, lostOf, oweAgain, reservable, settleOwed } from './losing.js';
import { LossBooks } from './loss-books.service.js';
import type { Pledge } from './pledge.entity.js';
import { keepPledge, lockPledge } from './pledge.lock.js';
import { claimOf } from './pledge.postings.js';
import { WindingService } from './winding.service.js';

const NOTHING: InClaims = { taken: Money.lei(0n), town: Money.lei(0n) };

interface Disputed {
  readonly seen: DisputeSeen;
  readonly pledge: Pledge;
  readonly gift: DisputedGift;
  /** Whether it is about the payment that counted; else it is about one that was owed back. */
  readonly counted: boolean;
  readonly campaign: Campaign;
}

/**
 * What donors' banks take back, as the project feels it: acts 32, 33, 34 and 37. Everything is read anew under the project's
 * lock, so it does not matter in which order, how late or how often a dispute is told.
 */
@Injectable()
export class GiftDisputesService {
  constructor(
    private readonly db: Database,
    private readonly gate: CampaignGate,
    private readonly projects: ProjectsQueries,
    private readonly disputes: DisputesQueries,
    private readonly ledger: LedgerService,
    private readonly balances: LedgerQueries,
    private readonly losses: LossBooks,
    private readonly winding: WindingService,
  ) {}

  /** Does what is to be done about a dispute now; what has to wait (its payment is not counted, a refund is on its way) is done later. */
  async look(tx: Tx, pledgeId: PledgeId, disputeId: string): Promise<void> {
    const disputed = await this.enter(tx, pledgeId, disputeId);
    if (!disputed) return;
    const known =
      'select reserved_minor as taken, town_reserved_minor as town, state from pledges.dispute where id = $1';
    const [row] = await rowsOf<{ taken: string; town: string; state: string }>(tx, known, [disputeId]);
    if (row?.state === 'lost' && disputed.seen.outcome === 'won') return this.restore(tx, disputed);
    if (row && row.state !== 'open') return;
    const reserved = row
      ? { taken: Money.lei(BigInt(row.taken)), town: Money.lei(BigInt(row.town)) }
      : await this.open(tx, disputed);
    if (disputed.seen.outcome === null) return;
    const ended = disputed.seen.outcome === 'won' ? await this.won(tx, disputed, reserved) : await this.lost(tx, disputed, reserved); // prettier-ignore
    if (ended) await this.winding.goOn(tx, disputed.gift.projectId);
  }

  /** Looks again at every dispute that is not in the books as far as it has come. */
  async lookDue(): Promise<void> {
    const due = await this.db.rows<{ id: string; pledgeId: PledgeId }>(
      `select o.id, o.pledge_id as "pledgeId" from pledges.open_dispute o
         join payments.dispute d on d.id = o.id left join pledges.dispute x on x.id = o.id
        where x.id is null or d.outcome is not null order by o.id limit 100`,
    );
    const broken: unknown[] = [];
    await inTurn(due, async ({ id, pledgeId }) => {
      try {
        await this.db.transaction((tx) => this.look(tx, pledgeId, id));
      } catch (error) {
        // What the books refuse yet waits for what is still to be booked; the audit calls it out when it waits for long.
        if (!(error instanceof DomainError)) broken.push(error);
      }
    });
    // The others did not wait for it.
    if (broken.length > 0) throw broken[0];
  }

  private async enter(tx: Tx, pledgeId: PledgeId, disputeId: string): Promise<Disputed | null> {
    const [found] = await rowsOf<{ projectId: ProjectId }>(
      tx,
      'select project_id as "projectId" from pledges.pledge where id = $1',
      [pledgeId],
    );
    if (!found) throw new Error(`payments tell of a pledge ${pledgeId} that is not there`);
    const { projectId } = found;
    const campaign = await this.gate.hold(tx, projectId);
    const pledge = await lockPledge(tx, pledgeId);
    const seen = await this.disputes.find(disputeId, tx);
    // What a bank wants in another currency than it gave nobody here can weigh: the audit calls a person.
    if (!seen || seen.inquiry || seen.amount.currency !== pledge.currency) return null;
    const counted = pledge.countedAt !== null && pledge.chargeId === seen.chargeId;
    const sql = 'select 1 from pledges.overpayment where charge_id = $1';
    if (!counted && (await rowsOf(tx, sql, [seen.chargeId])).length === 0) return null;
    const { placeCode } = (await this.projects.find(projectId, tx))!;
    return {
      seen,
      pledge,
      counted,
      campaign,
      gift: { id: disputeId, pledgeId, lineId: pledge.lineId, projectId, placeCode },
    };
  }

  /** Act 32: reserves of the claim what is free of it, up to the gift. */
  private async open(tx: Tx, { seen, pledge, gift, counted }: Disputed): Promise<InClaims> {
    const wanted = seen.amount.min(pledge.left);
    const reserved =
      counted && wanted.isPositive() ? reservable(pledge, wanted, await this.freeFor(tx, pledge, gift)) : NOTHING;
    await tx.query(
      `insert into pledges.dispute (id, pledge_id, project_id, reserved_minor, town_reserved_minor, opened_at)
       values ($1, $2, $3, $4, $5, platform.now())`,
      [seen.id, pledge.id, gift.projectId, reserved.taken.minor.toString(), reserved.town.minor.toString()],
    );
    if (isSome(reserved)) await this.ledger.post(tx, disputeReserved(gift, reserved));
    return reserved;
  }

  /** What is free for this gift: while a project is wound up in shares, the shares of the others are theirs. */
  private async freeFor(tx: Tx, pledge: Pledge, { projectId, placeCode }: DisputedGift): Promise<InClaims> {
    const [others] = await rowsOf<{ minor: string }>(
      tx,
      `select coalesce(sum(lei_minor), 0) as minor from pledges.winding_share
        where project_id = $1 and pledge_id <> $2 and placed_at is null`,
      [projectId, pledge.id],
    );
    const free = (await this.balances.free(claimOf(projectId), tx)).minor - BigInt(others!.minor);
    return { taken: Money.lei(free < 0n ? 0n : free), town: await this.balances.free(purseOf(placeCode), tx) };
  }

  private async won(tx: Tx, { seen, gift }: Disputed, reserved: InClaims): Promise<boolean> {
    if (isSome(reserved)) await this.ledger.post(tx, disputeFreed(gift));
    await tx.query(`update pledges.dispute set state = 'won', ended_at = platform.now() where id = $1`, [seen.id]);
    return true;
  }

  private async lost(tx: Tx, { seen, pledge, gift, counted }: Disputed, reserved: InClaims): Promise<boolean> {
    const owed = await settleOwed(tx, seen.chargeId, seen.amount);
    if (!owed) return false;
    const coverLeft = await coverLeftOf(tx, pledge);
    const lost = lostOf(pledge, { amount: seen.amount, owed, coverLeft, counted }, reserved);
    const takes = isSome(lost);
    if (isSome(reserved) && !takes) await this.ledger.post(tx, disputeFreed(gift));
    const took = disputeTook(gift, lost, takes);
    if (took.postings.some(({ amount }) => amount.isPositive())) await this.ledger.post(tx, took);
    const lei = lost.taken.plus(lost.town).plus(lost.giftLoss);
    await keepPledge(tx, pledge.lose({ gift: lost.gift, lei, town: lost.town }));
    await tx.query(
      `update pledges.winding_share set lei_minor = case when lei_minor > $2 then lei_minor - $2 else lei_minor end,
         placed_at = case when lei_minor <= $2 then platform.now() end where pledge_id = $1 and placed_at is null`,
      [pledge.id, lost.taken.minor.toString()],
    );
    const { taken, town, giftLoss, beyondLoss, cover, beyond } = lost;
    await tx.query(
      `update pledges.dispute set state = 'lost', ended_at = platform.now(), owed_minor = $2, gift_minor = $3, cover_minor = $4,
         beyond_minor = $5, taken_minor = $6, town_taken_minor = $7, gift_loss_minor = $8, beyond_loss_minor = $9 where id = $1`,
      [seen.id, ...[owed, lost.gift, cover, beyond, taken, town, giftLoss, beyondLoss].map(({ minor }) => minor.toString())], // prettier-ignore
    );
    return true;
  }

  /** A lost dispute is won after all: everything as it was before, and what had paid its loss belongs to the project again. */
  private async restore(tx: Tx, { seen, pledge, gift, campaign }: Disputed): Promise<void> {
    const lost = await lostBefore(tx, seen.id, pledge.currency);
    const { open } = await this.losses.openOf(tx, gift.projectId);
    const loss = lost.giftLoss.plus(lost.beyondLoss);
    const regained = loss.minus(loss.min(open));
    const back = disputeRestored(gift, lost, regained);
    if (back.postings.some(({ amount }) => amount.isPositive())) await this.ledger.post(tx, back);
    await oweAgain(tx, seen.chargeId, lost.owed);
    await keepPledge(tx, pledge.regain({ gift: lost.gift, lei: lost.taken.plus(lost.town).plus(lost.giftLoss), town: lost.town })); // prettier-ignore
    await tx.query(
      `update pledges.dispute set state = 'won', ended_at = platform.now(), owed_minor = 0, gift_minor = 0, cover_minor = 0, beyond_minor = 0,
         taken_minor = 0, town_taken_minor = 0, gift_loss_minor = 0, beyond_loss_minor = 0, regained_minor = $2 where id = $1`,
      [seen.id, regained.minor.toString()],
    );
    await this.winding.reopen(tx, campaign);
  }
}

function isSome({ taken, town }: InClaims): boolean {
  return taken.isPositive() || town.isPositive();
}
