import { expect } from '@jest/globals';
import { AuditService } from '#libs/audit/src/index.js';
import { Money, newId, type ProjectId } from '#libs/kernel/src/index.js';
import { LedgerQueries } from '#libs/ledger/src/index.js';
import { ChargesService, CheckoutsService } from '#libs/payments/src/index.js';
import { Courier } from '#libs/platform/src/index.js';
import { type Give, GiftDisputesQueries, type GiftDispute, GiftRefundsService, GivingService, type Pledge, PledgesQueries } from '#libs/pledges/src/index.js'; // prettier-ignore
import type { StripeRoom } from './sandbox.js';
import { staffer } from './campaign.js';

const CHORES = ['payments.book', 'pledges.disputes', 'pledges.disputes', 'delivery.approve'];

/** Donors who pay by card, and their banks which want the money back. */
export class Disputes {
  constructor(private readonly room: StripeRoom) {}

  /** A gift by card that has been counted. */
  async gift(projectId: ProjectId, sum: string, over: Partial<Give> = {}): Promise<Pledge> {
    const { id } = await this.start(projectId, sum, over);
    await this.pay(id);
    await this.settled();
    return this.now(id);
  }

  /** A gift by card whose payment page has not been left. */
  start(projectId: ProjectId, sum: string, over: Partial<Give> = {}): Promise<Pledge> {
    const [amount, currency] = sum.split(' ') as [string, 'EUR'];
    const words = { lang: 'ro', coverFee: false, follow: false, shortfall: 'return', by: 'card', paths: { success: '/s', cancel: '/c' } } as const; // prettier-ignore
    const id = newId<'Pledge'>();
    return this.room.get(GivingService).give({ id, projectId, email: `d-${id}@example.com`, amount: Money.parse(amount, currency), ...words, ...over }); // prettier-ignore
  }

  /** Pays whatever page is open for a pledge; what follows is not waited for. */
  async pay(id: Pledge['id'], card = '4242424242424242'): Promise<void> {
    await this.room.get(GivingService).payUrl(await this.now(id));
    const checkout = (await this.room.get(CheckoutsService).find((await this.now(id)).checkoutId!))!;
    await this.room.stripe.control.pay(checkout.session!, { card, authenticate: 'authorise' });
  }

  /** Stripe's name of the charge that counted. */
  async chargeOf(id: Pledge['id']): Promise<string> {
    const { owner } = await this.now(id);
    const charges = await this.room.get(ChargesService).ofOwner(owner);
    return charges.find(({ state }) => state === 'succeeded')!.stripeCharge!;
  }

  /** The donor's bank takes the payment back. Gives Stripe's name of the dispute. */
  async open(id: Pledge['id'], more: { amount?: number; inquiry?: boolean } = {}): Promise<string> {
    const { id: dispute } = await this.room.stripe.control.dispute(await this.chargeOf(id), more);
    await this.settled();
    return dispute;
  }

  /** The bank decides. */
  async end(dispute: string, outcome: 'won' | 'lost'): Promise<void> {
    await this.room.stripe.control.closeDispute(dispute, { outcome });
    await this.settled();
  }

  /** Two of the operator's give a gift back; null: all that is left. */
  async refund(pledgeId: Pledge['id'], sum: string | null = null): Promise<void> {
    const { currency } = await this.now(pledgeId);
    const approvalId = newId<'Approval'>();
    const amount = sum === null ? null : Money.parse(sum, currency);
    const refunds = this.room.get(GiftRefundsService);
    await refunds.ask({ approvalId, pledgeId, amount, reason: 'La cerere' }, await staffer(this.room.db));
    await refunds.confirm(approvalId, await staffer(this.room.db));
  }

  /** Everything has arrived and the audit finds nothing. */
  async settled(): Promise<void> {
    for (let round = 0; round < 2; round += 1) {
      await this.room.settle();
      for (const chore of CHORES) await this.room.get(Courier).run(chore);
    }
    await this.room.settle();
    expect(await this.room.get(AuditService).run()).toEqual([]);
  }

  async now(id: Pledge['id']): Promise<Pledge> {
    return (await this.room.get(PledgesQueries).find(id))!;
  }

  /** What the books did: state, reserved, taken, loss, owed, cover. */
  async did(dispute: string): Promise<string> {
    const found = await this.room.get(GiftDisputesQueries).find(dispute);
    if (!found) return 'nothing';
    const sums = (['reserved', 'taken', 'loss', 'owed', 'cover'] as const satisfies (keyof GiftDispute)[]).map((name) => found[name].toString()); // prettier-ignore
    return [found.state, ...sums].join(' ');
  }

  /** Of a project in lei: claim, what of it is free, loss. */
  async books(project: ProjectId): Promise<string> {
    const ledger = this.room.get(LedgerQueries);
    const balances = await ledger.balances(`held:project/${project}:`);
    const of = (name: string) => balances.find(({ code }) => code.endsWith(`:${name}:MDL`));
    const claim = of('claim');
    const free = claim ? await ledger.free(claim.code) : Money.lei(0n);
    return [claim?.amount ?? free, free, of('loss')?.amount ?? Money.lei(0n)].map(String).join(' ');
  }

  /** What the public reads as raised. */
  async raised(project: ProjectId): Promise<string> {
    return (await this.room.get(PledgesQueries).totals([project]))[0]!.raised.toString();
  }
}
