import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { StaffService } from '#libs/identity/src/index.js';
import { newId, type PersonId, type PledgeId, refuse } from '#libs/kernel/src/index.js';
import { LedgerService } from '#libs/ledger/src/index.js';
import { type BankLine, type BankLineId, BankService } from '#libs/banking/src/index.js';
import { Clock, Database, Outbox, rowsOf, Trail, type Tx } from '#libs/platform/src/index.js';
import { type Campaign, CampaignGate, lastDayToCome } from '#libs/projects/src/index.js';
import { codesIn } from './gift-code.js';
import { settleUnits } from './line-gifts.js';
import { Pledge } from './pledge.entity.js';
import { pledgeEvent } from './pledge.events.js';
import { keepPledge, lockPledge, pledgeUnknown } from './pledge.lock.js';
import { transferred, transferOwedBack } from './pledge.postings.js';
import { windLate } from './winding.again.js';

/** counted: it is the gift; owed-back: it may not count and waits to be sent back. */
export type Matched = 'counted' | 'owed-back';

/** Gifts by bank transfer: a confirmed line of the statement meets the pledge that its reference names. */
@Injectable()
export class TransfersService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly staff: StaffService,
    private readonly gate: CampaignGate,
    private readonly bank: BankService,
    private readonly ledger: LedgerService,
    private readonly outbox: Outbox,
    private readonly trail: Trail,
  ) {}

  /**
   * Acts 12 and 14: counts what came, at the pledge's own rate, short or excess alike. A second transfer, or one booked
   * after the campaign's last day or for a pledge that was taken back, is owed back instead. The same again changes nothing.
   * Throws `not-found` unless staff, `pledge-unknown`, `pledge-state` for a pledge by card, `transfer-mismatch` (params
   * `line`, `pledge`: the currencies), `transfer-too-small` when what came is not worth a ban, `line-claimed`.
   */
  async match(lineId: BankLineId, pledgeId: PledgeId, by: PersonId): Promise<Matched> {
    return this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      return this.settle(tx, { lineId, pledgeId, by });
    });
  }

  /**
   * Counts a line of a statement whose text carries the code of one gift that waits for it, in its currency and in time;
   * the two signatures stand under the statement. Anything less certain is left to a person.
   */
  async matchByCode(tx: Tx, lineId: BankLineId, by: PersonId): Promise<void> {
    const line = await this.bank.openReceipt(tx, lineId);
    const refs = line ? codesIn(`${line.purpose ?? ''} ${line.reference}`) : [];
    const found = refs.length > 0 ? await tx.find(Pledge, { where: { ref: In(refs) }, take: 2 }) : [];
    if (!line || !found[0] || found.length > 1) return;
    const campaign = await this.gate.enter(tx, found[0].projectId);
    const pledge = await lockPledge(tx, found[0].id);
    if (pledge.way !== 'transfer' || pledge.currency !== line.amount.currency || pledge.state !== 'awaited') return;
    if (refusalOf(pledge, line, campaign) === null) await this.settle(tx, { lineId, pledgeId: pledge.id, by });
  }

  private async settle(
    tx: Tx,
    { lineId, pledgeId, by }: { lineId: BankLineId; pledgeId: PledgeId; by: PersonId },
  ): Promise<Matched> {
    const seen = await tx.findOneBy(Pledge, { id: pledgeId });
    if (!seen) throw pledgeUnknown();
    const campaign = await this.gate.enter(tx, seen.projectId);
    const pledge = await lockPledge(tx, pledgeId);
    const before = await this.before(tx, lineId, pledgeId);
    if (before) return before;
    const line = await this.bank.claimLine(tx, lineId, pledge.owner);
    mustFit(pledge, line);
    const wrong = refusalOf(pledge, line, campaign);
    await (wrong ? this.oweBack(tx, pledge, { line, why: wrong, by }) : this.count(tx, pledge, line, by));
    const matched = wrong ? 'owed-back' : 'counted';
    await this.trail.add(tx, { actor: by, action: 'transfer.matched', subject: `pledge:${pledgeId}`, data: { line: lineId, matched } }); // prettier-ignore
    return matched;
  }

  private async count(tx: Tx, pledge: Pledge, line: BankLine, by: PersonId): Promise<void> {
    pledge.count(line.amount, await this.clock.now(tx));
    if (!pledge.remainingLei.isPositive())
      throw refuse('conflict', 'transfer-too-small', 'What came is worth less than half a ban.');
    const { units } = pledge;
    await settleUnits(tx, pledge, pledge.cameLei);
    await tx.query(
      'insert into pledges.transfer (line_id, pledge_id, matched_by, units, at) values ($1, $2, $3, $4, platform.now())',
      [line.id, pledge.id, by, units],
    );
    await this.ledger.postAnew(tx, transferred(pledge, line));
    await keepPledge(tx, pledge);
    await this.outbox.add(tx, pledgeEvent('counted', pledge));
    await windLate(tx, this.outbox, pledge);
  }

  private async oweBack(
    tx: Tx,
    pledge: Pledge,
    { line, why, by }: { line: BankLine; why: 'second' | 'late' | 'withdrawn'; by: PersonId },
  ): Promise<void> {
    await tx.query(
      `insert into pledges.gift_refund (id, pledge_id, ref, currency, n, why, amount_minor, cover_minor, lei_minor, state, line_id, asked_by, at)
       select $1, $2, $7, $8, coalesce(max(n), 0) + 1, $3, $4, 0, 0, 'to-order', $5, $6, platform.now()
         from pledges.gift_refund where pledge_id = $2`,
      [newId<'Refund'>(), pledge.id, why, line.amount.minor.toString(), line.id, by, pledge.ref, pledge.currency],
    );
    await this.ledger.post(tx, transferOwedBack(pledge, line));
    await this.outbox.add(tx, pledgeEvent('overpaid', pledge));
  }

  private async before(tx: Tx, lineId: BankLineId, pledgeId: PledgeId): Promise<Matched | null> {
    const [row] = await rowsOf<{ matched: Matched }>(
      tx,
      `select 'counted' as matched from pledges.transfer where line_id = $1 and pledge_id = $2 and taken_back_at is null
       union all select 'owed-back' from pledges.gift_refund where line_id = $1 and pledge_id = $2`,
      [lineId, pledgeId],
    );
    return row?.matched ?? null;
  }
}

function mustFit(pledge: Pledge, { amount }: BankLine): void {
  if (pledge.way !== 'transfer') throw refuse('conflict', 'pledge-state', 'This pledge is paid by card.');
  if (amount.currency !== pledge.currency)
    throw refuse('conflict', 'transfer-mismatch', 'The currencies differ.', {
      line: amount.currency,
      pledge: pledge.currency,
    });
}

function refusalOf(pledge: Pledge, { bookedOn }: BankLine, campaign: Campaign) {
  if (pledge.countedAt) return 'second';
  if (pledge.state === 'withdrawn') return 'withdrawn';
  const over = ['failed', 'cancelled', 'completed'].includes(campaign.state);
  return over || bookedOn > lastDayToCome(campaign) ? 'late' : null;
}
