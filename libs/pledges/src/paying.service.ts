import { Injectable } from '@nestjs/common';
import { newId, type PledgeId } from '#libs/kernel/src/index.js';
import { LedgerService } from '#libs/ledger/src/index.js';
import {
  type Charge,
  type ChargeId,
  ChargesService,
  type CheckoutId,
  CheckoutsService,
} from '#libs/payments/src/index.js';
import { Clock, Outbox, rowsOf, type Tx } from '#libs/platform/src/index.js';
import { type Campaign, CampaignGate } from '#libs/projects/src/index.js';
import { settleUnits } from './line-gifts.js';
import type { Pledge } from './pledge.entity.js';
import { campaignEvent, pledgeEvent } from './pledge.events.js';
import { MatchesService } from './matches.service.js';
import { isByCard } from './pledge.life.js';
import { keepPledge, lockPledge } from './pledge.lock.js';
import { charged, promised, promiseKey } from './pledge.postings.js';
import type { Overpaid } from './gifts-back.service.js';
import { ReturningService } from './returning.service.js';
import { windLate } from './winding.again.js';

/** How long a declined donor may choose another card. */
export const REPAIR_DAYS = 7;
const DAY = 86_400_000;
const OVER: readonly Campaign['state'][] = ['failed', 'cancelled', 'completed'];

/**
 * What payments tell us of a pledge. Each is told any number of times, late and in any order: a pledge is looked at
 * behind its campaign's gate and locked, and only what its life allows is done.
 */
@Injectable()
export class PayingService {
  constructor(
    private readonly clock: Clock,
    private readonly gate: CampaignGate,
    private readonly checkouts: CheckoutsService,
    private readonly charges: ChargesService,
    private readonly ledger: LedgerService,
    private readonly returning: ReturningService,
    private readonly matches: MatchesService,
    private readonly outbox: Outbox,
  ) {}

  /** Acts 1 and 2: a card was saved. It is a promise when that was before the closing, however late we hear of it. */
  async cardSaved(tx: Tx, pledgeId: PledgeId, checkoutId: CheckoutId): Promise<void> {
    const { pledge, campaign } = await this.enter(tx, pledgeId);
    if (pledge.cardId === checkoutId) return;
    const checkout = await this.checkouts.find(checkoutId, tx);
    const now = await this.clock.now(tx);
    const open = ['started', 'abandoned', 'lapsed'].includes(pledge.state) && pledge.way === 'card-later';
    if (
      open &&
      !OVER.includes(campaign.state) &&
      campaign.state !== 'funded' &&
      inTime(checkout?.savedAt ?? now, campaign)
    ) {
      await this.promise(tx, pledge, { checkoutId, now });
      // Whether it is charged is asked where it is of all others: who wanted the whole is not charged for less.
      if (campaign.state === 'collecting') await this.outbox.add(tx, campaignEvent('collect-on', pledge.projectId));
    } else if (pledge.state === 'promised') {
      pledge.cardId = checkoutId;
    } else if (pledge.state === 'declined' && now < pledge.repairUntil!) {
      pledge.cardId = checkoutId;
      await this.charge(tx, pledge);
    } else {
      await this.charges.releaseCard(tx, pledge.owner);
    }
    await keepPledge(tx, pledge);
  }

  /** Acts 3, 10 and 11: money was charged. It counts once, and only when it was authorised in time; else it goes back whole (36). */
  async paid(tx: Tx, pledgeId: PledgeId, chargeId: ChargeId): Promise<void> {
    const { pledge, campaign } = await this.enter(tx, pledgeId);
    if (pledge.countedAt && pledge.chargeId === chargeId) return;
    const charge = await this.charges.find(chargeId, tx);
    if (!charge) throw new Error(`payments tell of a charge ${chargeId} that is not there`);
    const wrong = refusalOf(pledge, charge, campaign);
    if (wrong) {
      if (pledge.state === 'charging') await this.lapse(tx, pledge);
      await this.returning.overpaid(tx, pledge, { chargeId, why: wrong });
      return keepPledge(tx, pledge);
    }
    if (!charge.amount.equals(pledge.gross))
      throw new Error(
        `charge ${chargeId} is ${charge.amount.toString()}, pledge ${pledge.id} ${pledge.gross.toString()}`,
      );
    const promiseOpen = ['promised', 'charging', 'declined'].includes(pledge.state);
    if (promiseOpen) await this.ledger.reverse(tx, promiseKey(pledge), { reason: 'charged' });
    else await settleUnits(tx, pledge, pledge.lei);
    pledge.chargeId = chargeId;
    pledge.count(pledge.gift, await this.clock.now(tx));
    await this.ledger.post(tx, charged(pledge, chargeId));
    await this.matches.earn(tx, pledge);
    await this.charges.counted(tx, chargeId);
    await keepPledge(tx, pledge);
    await this.outbox.add(tx, pledgeEvent('counted', pledge));
    if (campaign.state !== 'campaign') await windLate(tx, this.outbox, pledge);
  }

  /** Act 4: the bank said no. Seven days to choose another card, unless the campaign is over. */
  async chargeFailed(tx: Tx, pledgeId: PledgeId, chargeId: ChargeId): Promise<void> {
    const { pledge, campaign } = await this.enter(tx, pledgeId);
    if (pledge.state !== 'charging' || pledge.chargeId !== chargeId) return;
    pledge.chargeId = null;
    if (OVER.includes(campaign.state)) return this.lapse(tx, pledge);
    pledge.become('declined').repairUntil = new Date((await this.clock.now(tx)).getTime() + REPAIR_DAYS * DAY);
    await keepPledge(tx, pledge);
    await this.outbox.add(tx, pledgeEvent('declined', pledge));
  }

  /** A payment page was left until it expired. Nothing was promised, nothing is lost. */
  async checkoutExpired(tx: Tx, pledgeId: PledgeId, checkoutId: CheckoutId): Promise<void> {
    const pledge = await lockPledge(tx, pledgeId);
    if (pledge.state === 'started' && pledge.checkoutId === checkoutId)
      await keepPledge(tx, pledge.become('abandoned'));
  }

  /** Charges the saved card of a promised (or declined and repaired) pledge; the caller keeps the pledge. */
  async charge(tx: Tx, pledge: Pledge): Promise<void> {
    const chargeId = newId<'Charge'>();
    Object.assign(pledge.become('charging'), { chargeId, attempts: pledge.attempts + 1, repairUntil: null });
    await this.charges.chargeLater(tx, {
      id: chargeId,
      owner: pledge.owner,
      checkoutId: pledge.cardId!,
      amount: pledge.gross,
      key: `${pledge.owner}:charge:${pledge.attempts}`,
    });
  }

  /** Acts 4 and 26: a promise falls, nothing was taken; pages and cards of it are given up. The books keep the reason. */
  async lapse(tx: Tx, pledge: Pledge, reason = 'lapsed'): Promise<void> {
    const promiseOpen = ['promised', 'charging', 'declined'].includes(pledge.state);
    if (promiseOpen) await this.ledger.reverse(tx, promiseKey(pledge), { reason });
    await this.matches.release(tx, pledge);
    pledge.become('lapsed');
    if (isByCard(pledge.way)) await this.giveUp(tx, pledge);
    await keepPledge(tx, pledge);
    if (promiseOpen) await this.outbox.add(tx, pledgeEvent('lapsed', pledge));
  }

  /** Nothing of this pledge is to be paid any more: its page is shut and its card forgotten. */
  async giveUp(tx: Tx, pledge: Pledge): Promise<void> {
    if (pledge.checkoutId) await this.checkouts.expire(tx, pledge.checkoutId);
    await this.charges.releaseCard(tx, pledge.owner);
  }

  private async promise(
    tx: Tx,
    pledge: Pledge,
    { checkoutId, now }: { checkoutId: CheckoutId; now: Date },
  ): Promise<void> {
    await settleUnits(tx, pledge, pledge.lei);
    Object.assign(pledge.become('promised'), { cardId: checkoutId, promisedAt: now });
    await this.ledger.post(tx, promised(pledge));
    await this.outbox.add(tx, pledgeEvent('promised', pledge));
  }

  private async enter(tx: Tx, pledgeId: PledgeId): Promise<{ pledge: Pledge; campaign: Campaign }> {
    const sql = 'select project_id as "projectId" from pledges.pledge where id = $1';
    const [found] = await rowsOf<Pick<Pledge, 'projectId'>>(tx, sql, [pledgeId]);
    if (!found) throw new Error(`payments tell of a pledge ${pledgeId} that is not there`);
    const campaign = await this.gate.enter(tx, found.projectId);
    return { campaign, pledge: await lockPledge(tx, pledgeId) };
  }
}

/** Why a payment may not count; null when it does. */
function refusalOf(pledge: Pledge, charge: Charge, campaign: Campaign): Overpaid['why'] | null {
  if (pledge.countedAt) return 'second';
  if (pledge.state === 'withdrawn') return 'withdrawn';
  const at = charge.authorisedAt ?? charge.wantedAt;
  if (OVER.includes(campaign.state)) return 'late';
  if (pledge.way === 'card-now') return inTime(at, campaign) ? null : 'late';
  return pledge.state === 'lapsed' && !(pledge.repairUntil && at < pledge.repairUntil) ? 'late' : null;
}

function inTime(at: Date, { closesAt, closedAt }: Campaign): boolean {
  return at < closesAt && (!closedAt || at < closedAt);
}
