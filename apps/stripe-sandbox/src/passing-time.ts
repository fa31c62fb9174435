import { showBalance } from './balance.js';
import { IBANS } from './checkout-form.js';
import { expireSession } from './checkout-payment.js';
import { endDispute } from './dispute-life.js';
import { emit } from './events.js';
import { forgetOldKeys } from './idempotency.js';
import { settleIntent } from './intent-life.js';
import { payOutAll, payoutArrives, payoutLeaves } from './payout-life.js';
import { type World } from './world.js';

const STEP_SECONDS = 6 * 3600;

/** Lets the company's time pass: what was due by now happens, in the order of its days. */
export class PassingTime {
  /** How many movements were available when that was announced last: a count, for several can fall into one second. */
  private announced: number;

  constructor(private readonly world: World) {
    this.announced = this.available();
  }

  /** Starts anew after the clock was set back. */
  restart(): void {
    this.announced = this.available();
  }

  /** Begins in the past: for a demonstration whose story took months. */
  setBack(seconds: number): void {
    this.world.clock.offset -= seconds;
    this.restart();
    this.world.saveDials();
  }

  /** Moves the clock forward in steps of a quarter of a day, so that what happens on the way has its right date. */
  advance(seconds: number): void {
    for (let rest = seconds; rest > 0; rest -= STEP_SECONDS) {
      this.world.clock.offset += Math.min(rest, STEP_SECONDS);
      this.tick();
    }
    this.world.saveDials();
  }

  /** Does what is due now. */
  tick(): void {
    const { world } = this;
    const now = world.clock.now();
    for (const session of world.sessions.all())
      if (session.status === 'open' && session.expires_at <= now) expireSession(world, session);
    for (const intent of world.paymentIntents.all()) {
      if (intent.status !== 'processing' || intent.latest_charge === null) continue;
      if (world.charges.get(intent.latest_charge).created + world.settings.asyncSettleSeconds > now) continue;
      settleIntent(world, intent, IBANS[world.vault.find(intent.payment_method ?? '')?.number ?? ''] ?? 'succeeded');
    }
    for (const dispute of world.disputes.all()) {
      const late = dispute.evidence_details.due_by !== null && dispute.evidence_details.due_by <= now;
      if (late && dispute.status === 'needs_response') endDispute(world, dispute, 'lost');
      if (late && dispute.status === 'warning_needs_response') endDispute(world, dispute, 'won');
    }
    this.money(now);
    forgetOldKeys(world);
  }

  private money(now: number): void {
    const { world } = this;
    const available = this.available();
    const ready = available > this.announced;
    this.announced = available;
    if (ready) emit(world, 'balance.available', showBalance(world));
    for (const payout of world.payouts.all()) {
      if (payout.status === 'pending' && payout.created + STEP_SECONDS <= now) payoutLeaves(world, payout);
      if (payout.status === 'in_transit' && payout.arrival_date <= now) payoutArrives(world, payout);
    }
    const every = world.settings.payoutEverySeconds;
    if (every === 0 || world.lastPayout + every > now) return;
    world.lastPayout = now;
    world.saveDials();
    payOutAll(world);
  }

  private available(): number {
    const now = this.world.clock.now();
    return this.world.balanceTransactions.all().filter((one) => one.available_on <= now).length;
  }
}
