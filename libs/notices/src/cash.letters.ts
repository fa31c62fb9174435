import { Injectable, type OnModuleInit } from '@nestjs/common';
import { BRING_DAYS, CASH_OFFICERS, type CashierId, CashQueries, type Deposit, type DepositId } from '#libs/cash/src/index.js'; // prettier-ignore
import { BodiesQueries, MembersQueries } from '#libs/hometowns/src/index.js';
import type { ApprovalId, BodyId, PersonId, PledgeId } from '#libs/kernel/src/index.js';
import { Clock, Database, formatDate, formatMoney, Handlers, textIn, type Tx, type WordParams } from '#libs/platform/src/index.js'; // prettier-ignore
import { PledgesQueries } from '#libs/pledges/src/index.js';
import { Composers } from './composers.js';
import type { Composed, Letter, LetterOrder } from './letter.js';
import { associationPath } from './letter.paths.js';
import { LetterContext } from './letter-context.service.js';
import { LettersService } from './letters.service.js';

const REMIND_SECONDS = 3_600;
/** Days before its day on which cash in hand is reminded of. */
const SOON = 3;

/** Somebody asked a second officer about a receipt. */
interface Asked {
  readonly associationId: BodyId;
  readonly approvalId: ApprovalId;
  readonly by: PersonId;
}

/** Letters about an association's cash: to its cashiers and officers. Its givers get theirs as everybody who gives. */
@Injectable()
export class CashLetters implements OnModuleInit {
  constructor(
    private readonly handlers: Handlers,
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly composers: Composers,
    private readonly letters: LettersService,
    private readonly context: LetterContext,
    private readonly cash: CashQueries,
    private readonly bodies: BodiesQueries,
    private readonly members: MembersQueries,
    private readonly pledges: PledgesQueries,
  ) {}

  onModuleInit(): void {
    this.handlers.on('cash.cashier-asked', 'notices.cash', (tx, { data }) => this.cashierAsked(tx, data.cashierId as CashierId)); // prettier-ignore
    // One deposit may be counted twice: by a line that was not its own, and by its own.
    for (const what of ['counted', 'reopened']) this.handlers.on(`cash.deposit-${what}`, 'notices.cash', (tx, { id, data }) => this.aboutDeposit(tx, `cash-${what}`, data.depositId as DepositId, id)); // prettier-ignore
    this.handlers.on('cash.deposit-differs', 'notices.cash', (tx, { data }) => this.aboutDeposit(tx, 'cash-differs', data.depositId as DepositId, String(data.lineId))); // prettier-ignore
    this.handlers.on('cash.receipt-asked', 'notices.cash', (tx, { data }) =>
      this.receiptAsked(tx, data as unknown as Asked),
    );
    this.handlers.on('cash.receipt-voided', 'notices.cash', (tx, { data }) =>
      this.receiptVoided(tx, data.receiptId as PledgeId),
    );
    this.handlers.every(REMIND_SECONDS, 'notices.cash-due', () => this.remind());
    this.composers.on('cash-cashier', (letter) => this.ofCashier(letter));
    this.composers.on('cash-sign', (letter) => this.ofAssociation(letter));
    for (const kind of ['cash-soon', 'cash-late']) this.composers.on(kind, (letter) => this.ofCashier(letter));
    this.composers.on('cash-counted', (letter) => this.ofDeposit(letter, ({ state }) => state === 'counted'));
    for (const kind of ['cash-differs', 'cash-reopened']) this.composers.on(kind, (letter) => this.ofDeposit(letter, ({ state }) => state === 'open')); // prettier-ignore
  }

  /** Cash whose day comes within three days, or is over: each time is told once, to its cashier and the president. */
  async remind(): Promise<void> {
    const [due, now] = [await this.cash.due(SOON), await this.clock.now()];
    for (const { cashierId, associationId, personId, dueAt } of due) {
      const kind = dueAt <= now ? 'cash-late' : 'cash-soon';
      const to = await this.members.officersOf(associationId, ['president']);
      const orders = [...new Set([personId, ...to])].map((one): LetterOrder => ({ kind, personId: one, subject: cashierId, occasion: dueAt.toISOString() })); // prettier-ignore
      await this.db.transaction((tx) => this.letters.order(tx, ...orders));
    }
  }

  private async cashierAsked(tx: Tx, id: CashierId): Promise<void> {
    const cashier = await this.cash.cashier(id);
    if (!cashier) return;
    const officers = await this.members.officersOf(cashier.associationId, CASH_OFFICERS, tx);
    const others = officers.filter((person) => person !== cashier.askedBy);
    await this.letters.order(tx, ...others.map((personId) => ({ kind: 'cash-cashier', personId, subject: id })));
  }

  private async receiptAsked(tx: Tx, { associationId, approvalId, by }: Asked): Promise<void> {
    const officers = await this.members.officersOf(associationId, CASH_OFFICERS, tx);
    const others = officers.filter((person) => person !== by);
    await this.letters.order(tx, ...others.map((personId) => ({ kind: 'cash-sign', personId, subject: associationId, occasion: approvalId }))); // prettier-ignore
  }

  /** Whom a letter reaches gets one when his receipt is void. */
  private async receiptVoided(tx: Tx, id: PledgeId): Promise<void> {
    const pledge = await this.pledges.find(id);
    if (pledge) await this.letters.order(tx, { kind: 'cash-void', personId: pledge.personId, subject: id });
  }

  /** What waits for an officer's signature is told with the first of it; what comes while that waits, he finds beside it. */
  private async ofAssociation({ kind, personId, subject, occasion }: Letter): Promise<Composed | null> {
    const waiting = await this.cash.toSign(subject as BodyId, personId!);
    if (waiting[0] !== occasion) return null;
    return this.compose(kind, personId!, subject as BodyId, () => ({ n: waiting.length }));
  }

  private async aboutDeposit(tx: Tx, kind: string, id: DepositId, occasion: string): Promise<void> {
    const deposit = await this.cash.deposit(id);
    const cashier = deposit && (await this.cash.cashier(deposit.cashierId));
    if (!cashier) return;
    const to = new Set<PersonId>([cashier.personId, ...(await this.members.officersOf(deposit.associationId, ['president'], tx))]); // prettier-ignore
    await this.letters.order(tx, ...[...to].map((personId) => ({ kind, personId, subject: id, occasion })));
  }

  private async ofCashier({ kind, personId, subject, occasion = '' }: Letter): Promise<Composed | null> {
    const cashier = await this.cash.cashier(subject as CashierId);
    if (!cashier || (kind === 'cash-cashier' ? cashier.state !== 'asked' : cashier.inHand.isZero())) return null;
    return this.compose(kind, personId!, cashier.associationId, (lang) => ({
      name: cashier.name ?? '–',
      sum: formatMoney(lang, cashier.inHand),
      date: kind === 'cash-cashier' ? '' : formatDate(lang, new Date(occasion)),
      days: BRING_DAYS,
    }));
  }

  private async ofDeposit(
    { kind, personId, subject }: Letter,
    still: (deposit: Deposit) => boolean,
  ): Promise<Composed | null> {
    const deposit = await this.cash.deposit(subject as DepositId);
    if (!deposit || !still(deposit)) return null;
    return this.compose(kind, personId!, deposit.associationId, (lang) => ({
      ref: deposit.code,
      sum: formatMoney(lang, deposit.sum),
      came: formatMoney(lang, deposit.came),
    }));
  }

  private async compose(
    kind: string,
    personId: PersonId,
    associationId: BodyId,
    words: (lang: Parameters<typeof formatDate>[0]) => WordParams,
  ): Promise<Composed | null> {
    const [person, body] = await Promise.all([this.context.person(personId), this.bodies.find(associationId)]);
    if (!person || !body) return null;
    const { email, lang } = person;
    const params = { body: textIn(lang, body.name).text, ...words(lang) };
    return this.context.composed(kind, { email, lang, why: 'office', params, path: `${associationPath(lang, body.id)}/cash` }); // prettier-ignore
  }
}
