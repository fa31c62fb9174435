import { Injectable } from '@nestjs/common';
import { type ApprovalId, type Money, newId, type PersonId, type PledgeId } from '#libs/kernel/src/index.js';
import { LedgerService } from '#libs/ledger/src/index.js';
import { type ChargeId, ChargesService, type RefundId, RefundsService } from '#libs/payments/src/index.js';
import { Outbox, rowsOf, type Tx } from '#libs/platform/src/index.js';
import { ProjectsQueries } from '#libs/projects/src/index.js';
import { coverLeftOf } from './losing.js';
import type { Back, Pledge } from './pledge.entity.js';
import { pledgeEvent, refundedEvent, refundFailedEvent } from './pledge.events.js';
import { isByCard } from './pledge.life.js';
import { keepPledge, lockPledge } from './pledge.lock.js';
import { movedOn, owedBack } from './pledge.postings.js';

/** A payment that may not count. */
export interface Overpaid {
  readonly chargeId: ChargeId;
  readonly why: 'second' | 'late' | 'withdrawn';
}

/** Why and how much of a gift goes back. */
export interface GiveBack {
  /** In the donor's currency; null: all that is left. */
  readonly amount: Money | null;
  /** Exactly this instead, when what is free is shared. */
  readonly part?: Back | null;
  readonly why: 'asked' | 'failed' | 'cancelled' | 'completed';
  readonly reason?: string;
  /** Why, as the books say it. */
  readonly code?: string;
  readonly approvalId?: ApprovalId;
  readonly by?: PersonId;
}

/** How money leaves a project's claim again: back to its donor, or on to the town's next need. */
@Injectable()
export class ReturningService {
  constructor(
    private readonly ledger: LedgerService,
    private readonly charges: ChargesService,
    private readonly refunds: RefundsService,
    private readonly projects: ProjectsQueries,
    private readonly outbox: Outbox,
  ) {}

  /** Act 28: owes a gift back and asks for the payment; a transfer waits for officers to order it (30). The pledge is locked. */
  async giveBack(tx: Tx, pledge: Pledge, wish: GiveBack): Promise<RefundId> {
    const { amount, part, why, reason, code, approvalId, by } = wish;
    const whole = part ?? pledge.back(amount);
    // The last of a gift may go twice, when a dispute is won after all; the cover of its fee goes once.
    const back = { ...whole, cover: whole.cover.min(await coverLeftOf(tx, pledge)) };
    const id = newId<'Refund'>();
    const [{ n }] = (await rowsOf<{ n: number }>(
      tx,
      `insert into pledges.gift_refund (id, pledge_id, n, why, amount_minor, cover_minor, lei_minor, state, reason, approval_id, asked_by, at)
       select $1, $2, coalesce(max(n), 0) + 1, $3, $4, $5, $6, $7, $8, $9, $10, platform.now()
         from pledges.gift_refund where pledge_id = $2 returning n`,
      [
        ...[id, pledge.id, why, back.gift.minor.toString(), back.cover.minor.toString(), back.lei.minor.toString()],
        ...[isByCard(pledge.way) ? 'requested' : 'to-order', reason ?? null, approvalId ?? null, by ?? null],
      ],
    )) as [{ n: number }];
    await this.ledger.post(tx, owedBack(pledge, back, { n, refundId: id, code }));
    if (isByCard(pledge.way)) {
      const sum = back.gift.plus(back.cover);
      await this.refunds.request(tx, { id, chargeId: pledge.chargeId!, amount: sum, owner: pledge.owner });
    }
    await keepPledge(tx, pledge.giveBack(back));
    return id;
  }

  /** Act 27: so much of a gift goes to the next need of its town. The pledge is locked. */
  async moveOn(tx: Tx, pledge: Pledge, lei: Money): Promise<void> {
    const project = await this.projects.find(pledge.projectId, tx);
    await this.ledger.post(tx, movedOn(pledge, lei, project!.placeCode));
    await keepPledge(tx, pledge.moveOn(lei));
    await this.outbox.add(tx, pledgeEvent('moved', pledge));
  }

  /** Act 36: owes a payment back whole and asks for it, once. The pledge is locked. */
  async overpaid(tx: Tx, pledge: Pledge, { chargeId, why }: Overpaid): Promise<void> {
    const refundId = newId<'Refund'>();
    const noted = await rowsOf(
      tx,
      `insert into pledges.overpayment (charge_id, pledge_id, refund_id, why, at) values ($1, $2, $3, $4, platform.now())
       on conflict do nothing returning 1`,
      [chargeId, pledge.id, refundId, why],
    );
    if (noted.length === 0) return;
    const { amount } = await this.charges.oweBack(tx, chargeId);
    await tx.query(
      `insert into pledges.gift_refund (id, pledge_id, n, why, amount_minor, cover_minor, lei_minor, state, at)
       select $1, $2, coalesce(max(n), 0) + 1, $3, $4, 0, 0, 'requested', platform.now()
         from pledges.gift_refund where pledge_id = $2`,
      [refundId, pledge.id, why, amount.minor.toString()],
    );
    await this.refunds.request(tx, { id: refundId, chargeId, amount, owner: pledge.owner });
    await this.outbox.add(tx, pledgeEvent('overpaid', pledge));
  }

  /** The payment company or the bank has sent it: the donor is told. */
  async sent(tx: Tx, pledgeId: PledgeId, refundId: string): Promise<void> {
    const pledge = await lockPledge(tx, pledgeId);
    const ours = await this.mark(tx, refundId, 'paid');
    // Payments tell of orders to the bank under the order's own id; those are ReturnOrdersService's to hear.
    if (ours) await this.outbox.add(tx, refundedEvent(pledge, refundId));
  }

  /** Act 31: it came back and is still owed. It is tried once more by itself; the operator is told and can see it. */
  async failed(tx: Tx, pledgeId: PledgeId, refundId: string): Promise<void> {
    const pledge = await lockPledge(tx, pledgeId);
    if (await this.mark(tx, refundId, 'failed')) await this.outbox.add(tx, refundFailedEvent(pledge, refundId));
  }

  /** Tries a failed refund once more to the same card; false when it waits for nothing of the kind any more. */
  async again(tx: Tx, refundId: RefundId): Promise<boolean> {
    const failed = await rowsOf(
      tx,
      `select 1 from pledges.gift_refund r where id = $1 and state = 'failed' and settled_minor = 0
          and not exists (select from pledges.open_dispute d where d.pledge_id = r.pledge_id)
          and not exists (select from pledges.return_order o where o.refund_id = r.id and o.state <> 'fallen') for update`,
      [refundId],
    );
    if (failed.length === 0 || !(await this.refunds.again(tx, refundId))) return false;
    await tx.query(`update pledges.gift_refund set state = 'requested', tries = tries + 1 where id = $1`, [refundId]);
    return true;
  }

  private async mark(tx: Tx, refundId: string, state: 'paid' | 'failed'): Promise<boolean> {
    const found = await rowsOf(
      tx,
      `update pledges.gift_refund set state = $2, failed_at = case when $2 = 'failed' then platform.now() else failed_at end
        where id = $1 and state <> 'settled' returning id`,
      [refundId, state],
    );
    return found.length > 0;
  }
}
