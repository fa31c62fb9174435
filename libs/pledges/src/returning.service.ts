import { Injectable } from '@nestjs/common';
import type { Money, PledgeId } from '#libs/kernel/src/index.js';
import { LedgerService } from '#libs/ledger/src/index.js';
import type { RefundId } from '#libs/payments/src/index.js';
import { Outbox, type Tx } from '#libs/platform/src/index.js';
import { ProjectsQueries } from '#libs/projects/src/index.js';
import { type GiveBack, GiftsBack, type Overpaid } from './gifts-back.service.js';
import type { Pledge } from './pledge.entity.js';
import { pledgeEvent, refundedEvent, refundFailedEvent } from './pledge.events.js';
import { keepPledge, lockPledge } from './pledge.lock.js';
import { movedOn } from './pledge.postings.js';
import { PursesService } from './purses.service.js';
import { grantWhole } from './refund-request.js';

/** How money leaves a project's claim again: back to its donor, or on to the town's next need. */
@Injectable()
export class ReturningService {
  constructor(
    private readonly ledger: LedgerService,
    private readonly back: GiftsBack,
    private readonly projects: ProjectsQueries,
    private readonly purses: PursesService,
    private readonly outbox: Outbox,
  ) {}

  /** Act 28: owes a gift back and asks for the payment; a transfer waits for officers to order it (30). The pledge is locked. */
  async giveBack(tx: Tx, pledge: Pledge, wish: GiveBack): Promise<RefundId> {
    const id = await this.back.owe(tx, pledge, wish);
    await keepPledge(tx, pledge);
    if (pledge.left.isZero()) await grantWhole(tx, pledge.id);
    return id;
  }

  /** Act 27: so much of a gift goes to the next need of its town. The pledge is locked. */
  async moveOn(tx: Tx, pledge: Pledge, lei: Money): Promise<void> {
    const project = await this.projects.find(pledge.projectId, tx);
    await this.ledger.post(tx, movedOn(pledge, lei, project!.placeCode));
    await keepPledge(tx, pledge.moveOn(lei));
    await this.purses.received(tx, project!.placeCode);
    await this.outbox.add(tx, pledgeEvent('moved', pledge));
  }

  /** Act 36: owes a payment back whole and asks for it, once. The pledge is locked. */
  async overpaid(tx: Tx, pledge: Pledge, overpaid: Overpaid): Promise<void> {
    if (await this.back.overpaid(tx, pledge, overpaid)) await this.outbox.add(tx, pledgeEvent('overpaid', pledge));
  }

  /** The payment company or the bank has sent it: the donor is told. */
  async sent(tx: Tx, pledgeId: PledgeId, refundId: string): Promise<void> {
    const pledge = await lockPledge(tx, pledgeId);
    // A refund by bank has its order's own id; those are ReturnOrdersService's to hear.
    if (await this.back.told(tx, refundId, 'paid')) await this.outbox.add(tx, refundedEvent(pledge, refundId));
  }

  /** The bank has paid what it was ordered to: the donor is told. */
  async arrived(tx: Tx, pledgeId: PledgeId, refundId: RefundId): Promise<void> {
    await this.outbox.add(tx, refundedEvent(await lockPledge(tx, pledgeId), refundId));
  }

  /** Act 31: it came back and is still owed. It is tried once more by itself; the operator is told and can see it. */
  async failed(tx: Tx, pledgeId: PledgeId, refundId: string): Promise<void> {
    const pledge = await lockPledge(tx, pledgeId);
    if (await this.back.told(tx, refundId, 'failed')) await this.outbox.add(tx, refundFailedEvent(pledge, refundId));
  }
}
