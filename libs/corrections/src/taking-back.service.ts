import { Injectable } from '@nestjs/common';
import { MistakenLinesService, MistakenOrdersService, type OrderEnd, type OrderId } from '#libs/banking/src/index.js';
import { MistakenDepositsService } from '#libs/cash/src/index.js';
import { MistakenPaymentsService, type RequestId } from '#libs/delivery/src/index.js';
import type { Posted, Reversal, SeenJournal } from '#libs/ledger/src/index.js';
import { SponsorReturnsService, SponsorsService } from '#libs/matching/src/index.js';
import { MistakenSettlementsService } from '#libs/messages/src/index.js';
import { LossesService, MistakenGiftsService, ReturnOrdersService } from '#libs/pledges/src/index.js';
import type { Tx } from '#libs/platform/src/index.js';
import type { ByHand } from './correctable.js';

const ENDS: Readonly<Record<string, OrderEnd>> = {
  'order.confirmed': 'arrived',
  'order.rejected': 'rejected',
  'order.returned': 'returned',
};

/** The rooms that take back what their people booked by mistake. */
@Injectable()
export class TakingBackService {
  constructor(
    private readonly lines: MistakenLinesService,
    private readonly orders: MistakenOrdersService,
    private readonly payments: MistakenPaymentsService,
    private readonly returns: ReturnOrdersService,
    private readonly gifts: MistakenGiftsService,
    private readonly deposits: MistakenDepositsService,
    private readonly settlements: MistakenSettlementsService,
    private readonly sponsors: SponsorsService,
    private readonly sponsorReturns: SponsorReturnsService,
    private readonly losses: LossesService,
  ) {}

  /** Reverses a journal, and opens again what it had settled. Throws as its room does. */
  async of(tx: Tx, room: ByHand, { journal, reversal }: { journal: SeenJournal; reversal: Reversal }): Promise<Posted> {
    switch (room) {
      case 'line':
        return this.lines.reopen(tx, journal, reversal);
      case 'order':
        return this.order(tx, journal, reversal);
      case 'money-back':
        return this.payments.untake(tx, journal, reversal);
      case 'transfer':
        return this.gifts.uncount(tx, journal, reversal);
      case 'deposit':
        return this.deposits.reopen(tx, journal, reversal);
      case 'settlement':
        return this.settlements.reopen(tx, journal, reversal);
      case 'sponsor':
        return this.sponsors.takeBack(tx, journal, reversal);
      case 'loss':
        return this.losses.takeBack(tx, journal, reversal);
    }
  }

  /** First what had followed from the order's end, where its owner has it, then the end. */
  private async order(tx: Tx, journal: SeenJournal, reversal: Reversal): Promise<Posted> {
    const { order, owner } = journal.ref as { order: string; owner: string };
    const end = ENDS[journal.kind]!;
    if (owner.startsWith('tranche:')) await this.payments.undo(tx, owner.slice('tranche:'.length) as RequestId, end, reversal); // prettier-ignore
    await this.returns.untold(tx, order, end);
    await this.sponsorReturns.unfallen(tx, order as OrderId, end, reversal);
    return end === 'rejected' ? this.orders.unreject(tx, journal, reversal) : this.lines.reopen(tx, journal, reversal);
  }
}
