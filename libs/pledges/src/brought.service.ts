import { Injectable } from '@nestjs/common';
import { type BodyId, civilDate, type Money, newId, type PersonId, type PledgeId, type ProjectId, refuse } from '#libs/kernel/src/index.js'; // prettier-ignore
import { LedgerService } from '#libs/ledger/src/index.js';
import { Clock, insertOnce, type Lang, Outbox, type Tx } from '#libs/platform/src/index.js';
import { type Campaign, CampaignGate, ProjectsQueries } from '#libs/projects/src/index.js';
import { RatesService } from '#libs/rates/src/index.js';
import { fullnessOf } from './fullness.js';
import { heldByFunds } from './gift-id.js';
import { lineIn, linesOf, mustBeOpen, settleUnits, unitsPaid } from './line-gifts.js';
import { idTaken, Pledge } from './pledge.entity.js';
import { pledgeEvent } from './pledge.events.js';
import type { Shortfall } from './pledge.life.js';
import { keepPledge, lockPledge, pledgeUnknown } from './pledge.lock.js';
import { brought, broughtTooLate } from './pledge.postings.js';
import type { LineWish } from './pledge.request.js';
import { ReturningService } from './returning.service.js';
import type { Matched } from './transfers.service.js';
import { windLate } from './winding.again.js';

/** A gift in lei that somebody else brings to the bank for its giver. */
export interface Bring {
  readonly id: PledgeId;
  readonly projectId: ProjectId;
  readonly personId: PersonId;
  readonly way: 'cash' | 'message';
  readonly lei: Money;
  readonly shortfall: Shortfall;
  readonly publicName: string | null;
  /** The association that it goes through; null for a message. */
  readonly associationId: BodyId | null;
  readonly lang: Lang;
  /** For so many units of one line of the budget; left out: for the whole project. */
  readonly line?: LineWish | null;
  /** The project had all it needed when it was begun, as its giver was told: it goes to the town's next need. */
  readonly onward: boolean;
  /** The code on the paper that its giver has already. */
  readonly receiptCode?: string;
}

const OVER: readonly Campaign['state'][] = ['failed', 'cancelled', 'completed'];

/**
 * Gifts that a cashier or an aggregator brings: awaited from the day on which they were given, counted when the money stands
 * in the bank's statement. Whoever calls owns the paper, and its rules.
 */
@Injectable()
export class BroughtService {
  constructor(
    private readonly clock: Clock,
    private readonly gate: CampaignGate,
    private readonly projects: ProjectsQueries,
    private readonly rates: RatesService,
    private readonly ledger: LedgerService,
    private readonly returning: ReturningService,
    private readonly outbox: Outbox,
  ) {}

  /**
   * Whether a gift that is begun now goes to the town's next need, because the project has all it needs. Throws
   * `campaign-closed`, and beside its line `gift-line-unknown`, `line-units`, `line-taken`, `line-full`.
   */
  async beginsFull(tx: Tx, { projectId, line, lei }: Pick<Bring, 'projectId' | 'line' | 'lei'>): Promise<boolean> {
    const campaign = await this.gate.openForPledges(tx, projectId);
    if (line) {
      const open = lineIn(await linesOf(tx, projectId), line);
      mustBeOpen(open, unitsPaid(open, line, lei));
    }
    return (await fullnessOf(tx, campaign, this.projects)) !== null;
  }

  /** A gift was given and is on its way. Throws `campaign-closed`, `pledge-id-taken`. */
  async promise(tx: Tx, { lei, receiptCode, ...bring }: Bring): Promise<Pledge> {
    await this.gate.openForPledges(tx, bring.projectId);
    const { id, line, projectId } = bring;
    if ((await heldByFunds(tx, [id])).has(id)) throw idTaken(id);
    const units = line ? unitsPaid(lineIn(await linesOf(tx, projectId), line), line, lei) : null;
    const now = await this.clock.now(tx);
    const rate = await this.rates.current('MDL', civilDate(now));
    const words = { dedication: null, country: null, follow: false, coverFee: false } as const;
    const command = { ...bring, ...words, units, amount: lei, cover: lei.minus(lei), rate, now };
    for (;;) {
      const pledge = Object.assign(Pledge.make(command), receiptCode && { receiptCode });
      if (await insertOnce(tx, Pledge, pledge)) {
        await this.outbox.add(tx, pledgeEvent('awaited', pledge));
        return pledge;
      }
      // Another pledge may have this reference: six characters are few. Then draw again.
      const earlier = await tx.findOneBy(Pledge, { id: bring.id });
      if (earlier) return earlier.mustBe(command);
    }
  }

  /** It was given back to its giver before it was brought. A gift that fell with its project stays fallen. */
  async giveUp(tx: Tx, id: PledgeId): Promise<void> {
    const pledge = await lockPledge(tx, id);
    if (pledge.state === 'lapsed') return;
    await keepPledge(tx, pledge.become('withdrawn'));
  }

  /**
   * Its money stands in the statement, among the unidentified: it counts. When the project had all it needed, or has ended
   * meanwhile and its giver wanted that, it goes to the town's next need; else it is owed back after the end. `ref` names the
   * deposit in the books. Throws `pledge-state` when it was counted or taken back.
   */
  async count(tx: Tx, id: PledgeId, ref: Readonly<Record<string, string>>): Promise<Matched> {
    const seen = await tx.findOneBy(Pledge, { id });
    if (!seen) throw pledgeUnknown();
    const campaign = await this.gate.enter(tx, seen.projectId);
    const pledge = await lockPledge(tx, id);
    if (pledge.countedAt || pledge.state === 'withdrawn')
      throw refuse('conflict', 'pledge-state', `A pledge that is ${pledge.state} is brought by nobody.`);
    const over = OVER.includes(campaign.state);
    const onward = pledge.onward || (over && pledge.shortfall === 'next');
    if (over && !onward) {
      await this.oweBack(tx, pledge, ref);
      return 'owed-back';
    }
    await settleUnits(tx, pledge, pledge.lei);
    pledge.count(pledge.gift, await this.clock.now(tx));
    await this.ledger.postAnew(tx, brought(pledge, ref));
    await keepPledge(tx, pledge);
    await this.outbox.add(tx, pledgeEvent('counted', pledge));
    if (onward) await this.returning.moveOn(tx, pledge, pledge.remainingLei);
    else await windLate(tx, this.outbox, pledge);
    return 'counted';
  }

  private async oweBack(tx: Tx, pledge: Pledge, ref: Readonly<Record<string, string>>): Promise<void> {
    await tx.query(
      `insert into pledges.gift_refund (id, pledge_id, ref, currency, n, why, amount_minor, cover_minor, lei_minor, state, at)
       select $1, $2, $4, $5, coalesce(max(n), 0) + 1, 'late', $3, 0, 0, 'to-order', platform.now()
         from pledges.gift_refund where pledge_id = $2`,
      [newId<'Refund'>(), pledge.id, pledge.amountMinor.toString(), pledge.ref, pledge.currency],
    );
    await this.ledger.post(tx, broughtTooLate(pledge, ref));
    await this.outbox.add(tx, pledgeEvent('overpaid', pledge));
  }
}
