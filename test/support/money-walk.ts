import { expect } from '@jest/globals';
import { CancellationService, CompletionService, DeliveryQueries, InvoicesService, MoneyBackService, ReleasesService, type RequestId, StagesService } from '#libs/delivery/src/index.js'; // prettier-ignore
import { type ApprovalId, type Currency, DECIMALS, DomainError, Money, newId, type ProjectId } from '#libs/kernel/src/index.js'; // prettier-ignore
import { SealService } from '#libs/ledger/src/index.js';
import {
  type BankAccountId,
  type BankLineId,
  type LineMeaning,
  LineReturnsService,
  OrderFilesService,
  OrderRejectionsService,
  type PaymentOrder,
  PaymentOrdersService,
  BankingQueries,
} from '#libs/banking/src/index.js';
import { CheckoutsService, PaymentsQueries } from '#libs/payments/src/index.js';
import { Courier } from '#libs/platform/src/index.js';
import { DeskQueries, GiftDisputesQueries, GiftRefundsService, GivingService, LossesService, type Pledge, PledgesQueries, PromisesService, ReturnOrdersService, TransfersService } from '#libs/pledges/src/index.js'; // prettier-ignore
import { DeliveryWalk } from './delivery.js';
import type { StripeRoom } from './sandbox.js';
import { WalkBank } from './walk-bank.js';
import type { Town, TownProject } from './town.js';

const DAY = 86_400;
const IBAN = 'MD24AG000225100013104168';
const CARDS = ['4242424242424242', '4242424242424242', '4242424242424242', '4000000000000002', '4000000000000341'];
/** Small gifts, in units of each currency. */
const SUMS: readonly (readonly [Currency, number])[] = [['EUR', 30], ['MDL', 600], ['USD', 35], ['JPY', 4_000], ['KWD', 12], ['HUF', 9_000], ['UAH', 900]]; // prettier-ignore
const CHORES = ['payments.book', 'payments.expire', 'pledges.close', 'pledges.lapse', 'pledges.settle', 'pledges.disputes', 'voting.close', 'delivery.approve']; // prettier-ignore

/** Does whatever people, banks and Stripe may do with money, in an order drawn by lot; what is refused is no act. */
export class MoneyWalk {
  private readonly gifts: Pledge[] = [];
  /** Charges and disputes of which Stripe knows more than we do yet. */
  private readonly atStripe = new Set<string>();
  private readonly walks: DeliveryWalk[];
  private readonly atBank: WalkBank;

  constructor(
    private readonly room: StripeRoom,
    private readonly town: Town,
    private readonly projects: readonly TownProject[],
    banks: Readonly<Record<'MDL' | 'EUR', BankAccountId>>,
    private readonly below: (n: number) => number,
  ) {
    this.walks = projects.map((project) => new DeliveryWalk(room, town, project, banks.MDL));
    this.atBank = new WalkBank(room, town.operators, banks, below);
  }

  /** One act of a phase, drawn by lot; gives its name, with "refused" and the code where it was none. */
  async act(phase: keyof typeof ACTS): Promise<string> {
    const act: () => Promise<void> = this.one<() => Promise<void>>(ACTS[phase]);
    try {
      await act.call(this);
      return act.name;
    } catch (error) {
      if (error instanceof DomainError) return `${act.name} refused ${error.code}`;
      throw error;
    }
  }

  /** Lets everything that is under way arrive. */
  async settle(): Promise<void> {
    await this.room.settle();
    for (const chore of CHORES) await this.room.get(Courier).run(chore);
    await this.room.settle();
  }

  async giveByCard(): Promise<void> {
    const [currency, most] = this.one(SUMS);
    const units = BigInt(most) * 10n ** BigInt(DECIMALS[currency]);
    const minor = (units * BigInt(10 + this.below(90))) / 100n;
    const pledge = await this.give(Money.ofMinor(minor - (minor % 10n), currency), 'card');
    await this.room.get(GivingService).payUrl(pledge.id);
    await this.pay(pledge);
  }

  async repair(): Promise<void> {
    const pledge = await this.gift(({ state }) => state === 'declined' || state === 'promised');
    const access = { by: pledge.personId };
    const promises = this.room.get(PromisesService);
    if (pledge.state === 'promised' && this.below(2)) return promises.withdraw(pledge.id, access);
    const paths = { success: '/s', cancel: '/c' };
    await (pledge.state === 'promised'
      ? promises.replaceCard(pledge.id, access, paths)
      : promises.repair(pledge.id, access, paths));
    await this.pay((await this.room.get(PledgesQueries).find(pledge.id))!);
  }

  async giveByTransfer(): Promise<void> {
    const currency = this.one(['MDL', 'EUR'] as const);
    const amount = Money.ofMinor(BigInt(1 + this.below(90_000)), currency);
    const pledge = await this.give(amount, 'transfer');
    for (let line = 0; line < 1 + this.below(2); line += 1) {
      const came = Money.ofMinor(amount.minor + BigInt(this.below(3)), currency);
      const id = await this.line('gift', came, undefined, this.below(2) ? `pentru ${pledge.ref}` : undefined);
      if (this.below(4)) await this.room.get(TransfersService).match(id, pledge.id, this.town.operators[0]);
    }
  }

  async refund(): Promise<void> {
    const pledge = await this.gift(({ state }) => state === 'counted');
    const left = pledge.left.minor;
    const part = (left * BigInt(1 + this.below(9))) / 10n;
    const amount = this.below(2) ? null : Money.ofMinor(part - (part % 10n), pledge.currency);
    const approvalId = newId<'Approval'>();
    const refunds = this.room.get(GiftRefundsService);
    await refunds.ask({ approvalId, pledgeId: pledge.id, amount, reason: 'La cerere' }, this.town.operators[0]);
    if (this.below(5)) await refunds.confirm(approvalId, this.town.operators[1]);
    else await refunds.refuse(approvalId, this.town.operators[1], 'Nu');
  }

  async failRefund(): Promise<void> {
    const sql = `select stripe_refund as id from payments.refund where state = 'succeeded' order by id limit 1`;
    const [row] = await this.room.db.rows<{ id: string }>(sql);
    if (row) await this.room.stripe.control.failRefund(row.id);
  }

  /** A bank takes a payment back, whole or in part, of a gift that is held, gone back, or owed back; or only asks, or warns. */
  async dispute(): Promise<void> {
    const sql = `select stripe_charge as id, amount_minor::int as minor from payments.charge c where state = 'succeeded'
      and not exists (select from payments.dispute d where d.charge_id = c.id) order by id`;
    const rows = await this.room.db.rows<{ id: string; minor: number }>(sql);
    const charges = rows.filter((one) => !this.atStripe.has(one.id));
    if (charges.length === 0) return;
    const { id, minor } = this.one(charges);
    this.atStripe.add(id);
    const { control } = this.room.stripe;
    if (this.below(4) === 0) await control.earlyFraudWarning(id);
    const part = this.below(3) === 0 ? Math.floor((minor * (1 + this.below(9))) / 1_000) * 100 : 0;
    const amount = part > 0 ? part : this.below(2) ? minor : undefined;
    await control.dispute(id, { amount, inquiry: this.below(4) === 0 });
  }

  async endDispute(): Promise<void> {
    const sql = 'select id from payments.dispute where outcome is null order by opened_at, id';
    const open = (await this.room.db.rows<{ id: string }>(sql)).find(({ id }) => !this.atStripe.has(id));
    if (!open) return;
    this.atStripe.add(open.id);
    const outcome = this.below(3) ? 'lost' : 'won';
    // Its time may be over at Stripe, and nobody here has heard of it yet.
    await this.room.stripe.control.closeDispute(open.id, { outcome }).catch((error: Error) => expect(error.message).toContain('already closed')); // prettier-ignore
  }

  /** An appeal, or a donor who takes his word back: lost, and won after all. */
  async appeal(): Promise<void> {
    const sql = `select id from payments.dispute where outcome = 'lost' order by opened_at, id`;
    const lost = (await this.room.db.rows<{ id: string }>(sql)).filter(({ id }) => !this.atStripe.has(`won:${id}`));
    if (lost.length === 0) return;
    const { id } = this.one(lost);
    this.atStripe.add(`won:${id}`);
    await this.room.stripe.control.closeDispute(id, { outcome: 'won' });
  }

  async loss(): Promise<void> {
    const losses = await this.room.get(GiftDisputesQueries).losses();
    const [loss] = losses.filter(({ open }) => open.isPositive());
    const kind = loss ? this.one(['recovered', 'covered', 'covered', 'set-aside'] as const) : 'set-aside';
    const amount = loss && kind !== 'set-aside' ? (this.below(2) ? loss.open : Money.lei((loss.open.minor + 1n) / 2n)) : Money.lei(BigInt(1 + this.below(50_000))); // prettier-ignore
    const act = { approvalId: newId<'Approval'>(), kind, amount, projectId: kind === 'set-aside' ? null : loss!.projectId }; // prettier-ignore
    if (kind === 'set-aside') await this.line('own-means', amount);
    const service = this.room.get(LossesService);
    await service.ask(act, this.town.operators[0]);
    try {
      await service.confirm(act.approvalId, this.town.operators[1]);
    } catch (error) {
      await service.refuse(act.approvalId, this.town.operators[1], 'nu sunt bani');
      throw error;
    }
  }

  async orderRefund(): Promise<void> {
    const [waiting] = await this.room.get(DeskQueries).waitingRefunds();
    if (!waiting) return;
    const approvalId = newId<'Approval'>();
    const order = { approvalId, refundId: waiting.id, iban: IBAN, holder: 'Ion' };
    await this.room.get(ReturnOrdersService).ask(order, this.town.operators[0]);
    await this.room.get(ReturnOrdersService).confirm(approvalId, this.town.operators[1]);
  }

  async moveOrder(): Promise<void> {
    const [order] = await this.room.get(BankingQueries).orders({ states: ['ordered', 'in-transit', 'arrived'] });
    if (!order) return;
    const [first, second] = this.town.operators;
    if (order.state === 'arrived') return void (await this.line('order-returned', order.amount, order.id));
    if (order.state === 'ordered' && this.below(3) === 0) return this.takeFile(order);
    if (order.state === 'ordered' && this.below(2)) return this.room.get(PaymentOrdersService).markSent(order.id, first); // prettier-ignore
    if (this.below(3)) return void (await this.line('order', order.amount, order.id));
    const rejections = this.room.get(OrderRejectionsService);
    await rejections.confirm(await rejections.ask(order.id, 'cont închis', first), second);
  }

  /** The file of everything that waits for the order's account goes to the bank, unless the second person says no. */
  private async takeFile({ accountId }: PaymentOrder): Promise<void> {
    const [files, id] = [this.room.get(OrderFilesService), newId<'OrderFile'>()];
    const [first, second] = this.town.operators;
    const approval = await files.make(id, accountId, first);
    if (this.below(4) === 0) return files.refuse(approval, second, 'nu azi');
    await files.confirm(approval, second);
    if (this.below(4)) await files.take(id, first);
  }

  /** Money that nobody has claimed goes back. */
  async sendBack(): Promise<void> {
    const [line] = await this.room.get(BankingQueries).openLines();
    if (!line) return;
    const returns = this.room.get(LineReturnsService);
    const approval = await returns.ask(line.id, { iban: IBAN, holder: 'Ion' }, this.town.operators[0]);
    await returns.confirm(approval, this.town.operators[1]);
  }

  async payOut(): Promise<void> {
    const queries = this.room.get(PaymentsQueries);
    const [payout] = await queries.payoutsUnderWay();
    if (!payout) return void (await this.room.stripe.control.payOut({}));
    if (this.below(4) === 0) return void (await this.room.stripe.control.payoutFailed(payout.id));
    const lei = this.below(2) === 1;
    await this.line('payout', lei ? Money.lei(payout.amount.minor * 19n) : payout.amount, payout.id);
  }

  async exchange(): Promise<void> {
    const [open] = await this.room.get(BankingQueries).openExchanges();
    if (open) return void (await this.line('exchange-bought', Money.lei(open.amount.minor * 19n + 3n), open.id));
    await this.line('exchange-sold', Money.ofMinor(BigInt(1 + this.below(3_000)), 'EUR'));
  }

  async bank(): Promise<void> {
    const meaning = this.one(['bank-fee', 'own-means', 'own-means', 'unidentified'] as const);
    const id = await this.line(meaning, Money.lei(BigInt(1 + this.below(200_000))));
    if (meaning !== 'unidentified' || this.below(2)) return;
    const line = (await this.room.get(BankingQueries).line(id))!;
    await this.line('unidentified-returned', line.amount, id);
  }

  async passTime(): Promise<void> {
    await this.room.pass(this.one([3_600, DAY, 4 * DAY]));
    await this.settle();
  }

  async tranche(): Promise<void> {
    const [walk, project] = this.site();
    const requests = await this.room.get(DeliveryQueries).requests(project.id);
    const approved = requests.find(({ state }) => state === 'approved');
    if (approved) return this.release(approved.id);
    const live = new Set(requests.filter(({ state }) => !['refused', 'rejected', 'void'].includes(state)).map(({ trancheId }) => trancheId)); // prettier-ignore
    const next = project.tranches.findIndex((id) => !live.has(id));
    if (next < 0) return;
    const id = await walk.ask(next);
    await walk.inspect(id);
    await walk.vote(id, this.below(5) ? 'yes' : 'no');
    await this.room.stripe.control.advance({ seconds: 5 * DAY });
  }

  /** Somebody has signed before, or signs now; somebody else signs too. */
  private async release(id: RequestId): Promise<void> {
    const sql = `select id from approvals.approval where subject = 'tranche:' || $1 and state = 'waiting'`;
    const [waiting] = await this.room.db.rows<{ id: ApprovalId }>(sql, [id]);
    const releases = this.room.get(ReleasesService);
    const approval = waiting?.id ?? (await releases.askRelease(id, this.town.operators[0]));
    await releases.confirmRelease(approval, this.town.operators[1]);
  }

  async invoice(): Promise<void> {
    const [walk, project] = this.site();
    const invoices = this.room.get(InvoicesService);
    const [date, file] = [await walk.today(), await walk.pdf(this.town.mayor)];
    const unspent = (await walk.books())['town-unspent'] ?? 0n;
    const id = newId<'Invoice'>();
    const whole = this.below(2) ? unspent : unspent / 3n;
    const invoice = { id, projectId: project.id, lineId: project.lines[0]!, supplier: 'Electro', number: id.slice(-9), date, amount: Money.lei(whole), file }; // prettier-ignore
    await invoices.enter(invoice, this.town.mayor);
    if (this.below(4) === 0) return invoices.cancel(id, 'greșită', this.town.mayor);
    await invoices.prove(id, { number: '1', date, file }, this.town.mayor);
  }

  async moneyBack(): Promise<void> {
    const [walk, project] = this.site();
    const unspent = (await walk.books())['town-unspent'] ?? 0n;
    if (unspent < 2n) return;
    const line = await this.line('gift', Money.lei(unspent / 2n));
    await this.room.get(MoneyBackService).take(line, project.id, this.town.operators[0]);
  }

  async end(): Promise<void> {
    const [walk, project] = this.site();
    const [first, second] = this.town.operators;
    if (this.below(6) === 0) {
      const cancellation = this.room.get(CancellationService);
      const approval: ApprovalId = await cancellation.cancel(project.id, 'Nu se mai face.', first);
      return cancellation.confirm(approval, second);
    }
    const [date, file, completion] = [await walk.today(), await walk.pdf(this.town.mayor), this.room.get(CompletionService)]; // prettier-ignore
    const met = { id: newId<'StageReport'>(), projectId: project.id, milestoneId: project.milestones[0]!, on: date, file }; // prettier-ignore
    await this.room.get(StagesService).met(met, this.town.mayor).catch(() => undefined); // prettier-ignore
    const note = 'Facturile sunt altele decât planul.';
    await completion.finalAccount({ id: newId<'FinalAccount'>(), projectId: project.id, note }, this.town.mayor);
    await completion.accept({ projectId: project.id, number: '1', date, file }, this.town.mayor);
    await completion.complete(project.id, first);
  }

  async seal(): Promise<void> {
    await this.room.get(SealService).seal();
  }

  private site(): readonly [DeliveryWalk, TownProject] {
    const n = this.below(this.projects.length);
    return [this.walks[n]!, this.projects[n]!];
  }

  private one<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }

  private async gift(fits: (pledge: Pledge) => boolean): Promise<Pledge> {
    const now = await Promise.all(this.gifts.map(({ id }) => this.room.get(PledgesQueries).find(id)));
    const some = now.filter((pledge) => pledge !== null && fits(pledge));
    if (some.length === 0) throw new DomainError('not-found', 'none', 'no such gift');
    return this.one(some)!;
  }

  private async give(amount: Money, by: 'card' | 'transfer'): Promise<Pledge> {
    const projectId: ProjectId = this.one(this.projects).id;
    const [shortfall, email] = [this.one(['return', 'smaller', 'next'] as const), `d-${newId()}@example.com`];
    const words = { lang: 'ro', coverFee: this.below(2) === 1, follow: false, paths: { success: '/s', cancel: '/c' } } as const; // prettier-ignore
    const pledge = await this.room.get(GivingService).give({ id: newId<'Pledge'>(), projectId, email, amount, by, shortfall, ...words }); // prettier-ignore
    this.gifts.push(pledge);
    return pledge;
  }

  private async pay({ checkoutId }: Pledge): Promise<void> {
    const checkout = await this.room.get(CheckoutsService).find(checkoutId!);
    await this.room.stripe.control.pay(checkout!.session!, { card: this.one(CARDS), authenticate: 'authorise' });
  }

  private line(meaning: LineMeaning, amount: Money, refersTo?: string, text?: string): Promise<BankLineId> {
    return this.atBank.line({ meaning, amount, ...(refersTo && { refersTo }), ...(text && { text }) });
  }
}

const { giveByCard, repair, giveByTransfer, refund, failRefund, orderRefund, moveOrder } = MoneyWalk.prototype;
const { dispute, endDispute, appeal, loss } = MoneyWalk.prototype;
const { payOut, exchange, bank, sendBack, passTime, tranche, invoice, moneyBack, end, seal } = MoneyWalk.prototype;
// What is likelier stands there more than once.
const ACTS = {
  giving: [
    giveByCard, giveByCard, giveByCard, giveByCard, giveByTransfer, giveByTransfer, repair, refund, failRefund, orderRefund, moveOrder,
    payOut, exchange, bank, bank, sendBack, seal, dispute, dispute, endDispute, appeal, loss,
  ],
  spending: [
    tranche, tranche, tranche, moveOrder, moveOrder, invoice, invoice, bank, sendBack, payOut, exchange, refund, failRefund, orderRefund, repair,
    moneyBack, end, passTime, giveByCard, giveByTransfer, seal, dispute, dispute, endDispute, endDispute, appeal, loss, loss,
  ],
} as const; // prettier-ignore
