import { type CivilDate, type Currency, DomainError, Money, newId, type PersonId } from '#libs/kernel/src/index.js';
import { account, LedgerQueries } from '#libs/ledger/src/index.js';
import {
  type BankAccountId, type BankLineId, BankService, type LineMeaning, MEANINGS, NamingService, StatementsQueries, StatementsService,
} from '#libs/banking/src/index.js'; // prettier-ignore
import type { Room } from '../support/room.js';
import { camtOf } from '../support/statements.js';
import type { Lots } from './chance.js';

/** What happens at the bank. */
export interface AtBank {
  readonly meaning: LineMeaning;
  readonly amount: Money;
  readonly refersTo?: string;
  /** What the payer wrote. */
  readonly text?: string;
}

interface Line {
  readonly minor: string;
  readonly on: CivilDate;
  readonly reference: string;
}

/** The operator's accounts. */
export const IBANS: Readonly<Record<string, string>> = {
  MDL: 'MD24AG000225100013104168',
  EUR: 'DE89370400440532013000',
};
const CODES: Partial<Record<LineMeaning, string>> = { 'bank-fee': 'PMNT/ICDT/CHRG', 'exchange-sold': 'FORX/SPOT/ESCT' };

/** The bank: what it does comes to the books by hand or, drawn by lot, with a statement of everything since the last. */
export class SimulatedBank {
  /** What stands on each account by the bank's own sums, in minor units. */
  readonly sums = new Map<string, bigint>();

  constructor(
    private readonly room: Room,
    private readonly staff: readonly [PersonId, PersonId],
    readonly accounts: Readonly<Record<'MDL' | 'EUR', BankAccountId>>,
    private readonly below: Lots,
  ) {}

  /** Something happens; gives its line. Throws as the services refuse; a statement is a fact, and refused is only its name. */
  async line(happened: AtBank): Promise<BankLineId> {
    const { today, covered } = await this.days(happened);
    return covered === today || this.below(3) === 0 ? this.shown(happened, today) : this.byHand(happened, today);
  }

  /** A statement that broke off on its way: nobody takes it, and nothing comes of it. */
  async broken(currency: 'MDL' | 'EUR'): Promise<void> {
    const { today } = await this.days({ amount: Money.zero(currency), meaning: 'own-means' });
    const entry = { amount: '100.00', reference: newId(), on: today };
    const bytes = await this.statement(currency, entry, today);
    const most = bytes.indexOf('</BkToCstmrStmt>');
    const enter = { id: newId<'Statement'>(), accountId: this.accounts[currency], bytes: bytes.subarray(0, 200 + this.below(most - 200)) }; // prettier-ignore
    await this.room.get(StatementsService).enter(enter, this.staff[0]);
    throw new Error('a statement was taken that broke off');
  }

  private moved(meaning: LineMeaning, amount: Money): void {
    const before = this.sums.get(amount.currency) ?? 0n;
    this.sums.set(amount.currency, MEANINGS[meaning].direction === 'out' ? before - amount.minor : before + amount.minor); // prettier-ignore
  }

  private async byHand({ meaning, amount, refersTo, text }: AtBank, bookedOn: CivilDate): Promise<BankLineId> {
    const id = newId<'BankLine'>();
    const accountId = this.accountOf(amount);
    const bank = this.room.get(BankService);
    const line = { id, accountId, bookedOn, amount, reference: id, meaning, ...(refersTo && { refersTo }), ...(text && { purpose: text }) }; // prettier-ignore
    const approval = await bank.enterLine(line, this.staff[0]);
    try {
      await bank.confirmLine(approval, this.staff[1]);
    } catch (error) {
      await bank.refuseLine(approval, this.staff[1], 'greșit');
      throw error;
    }
    this.moved(meaning, amount);
    return id;
  }

  private async shown(happened: AtBank, today: CivilDate): Promise<BankLineId> {
    const { meaning, amount } = happened;
    const out = MEANINGS[meaning].direction === 'out';
    await this.mustHold(happened, out);
    const reference = newId();
    const entry = {
      amount: `${out ? '-' : ''}${amount.toString()}`,
      reference,
      on: today,
      ...(await this.words(happened)),
    };
    const bytes = await this.statement(amount.currency, entry, today);
    const statements = this.room.get(StatementsService);
    const enter = () => statements.enter({ id: newId<'Statement'>(), accountId: this.accountOf(amount), bytes }, this.staff[0]); // prettier-ignore
    const { id } = await statements.confirm(await enter(), this.staff[1]);
    this.moved(meaning, amount);
    await enter().then(() => Promise.reject(new Error('a statement was taken twice')), mustBeKnown);
    const found = (await this.room.get(StatementsQueries).statement(id))!;
    const line = found.lines.find((one) => one.reference === reference)!;
    if (line.meaning !== meaning && meaning !== 'gift') await this.name(line.id, happened);
    return line.id;
  }

  private async name(lineId: BankLineId, { meaning, refersTo }: AtBank): Promise<void> {
    const naming = this.room.get(NamingService);
    const approval = await naming.ask(lineId, { meaning, ...(refersTo && { refersTo }) }, this.staff[0]);
    try {
      await naming.confirm(approval, this.staff[1]);
    } catch (error) {
      await naming.refuse(approval, this.staff[1], 'nu se potrivește');
      throw error;
    }
  }

  /** By lot as the bank knows what it is, or so that a person has to say. */
  private async words({ meaning, refersTo, text }: AtBank): Promise<object> {
    if (text) return { text };
    const code = CODES[meaning];
    if (this.below(2)) return code ? { code } : {};
    const [sold] = meaning === 'exchange-bought' ? await this.room.db.rows<Pick<Line, 'reference'>>('select reference from banking.line where id::text = $1', [refersTo]) : []; // prettier-ignore
    return { ...(code && { code }), ...(refersTo && { text: `plata ${sold?.reference ?? refersTo}` }) };
  }

  /** Everything that no statement has shown, the newest entry, and by lot the days of the statement before once more. */
  private async statement(currency: Currency, entry: object & { amount: string }, today: CivilDate): Promise<Buffer> {
    const [last] = await this.room.db.rows<{ id: string; closing: string }>(
      `select id, closing_minor::text as closing from banking.statement where account_id = $1 and state = 'confirmed' order by n desc limit 1`,
      [this.accounts[currency as 'MDL']],
    );
    const again = last && this.below(3) === 0 ? await this.lines(currency, 'statement_id = $2', last.id) : [];
    const until = `statement_id is null and booked_on > coalesce((select max(until_on) from banking.statement s where s.account_id = l.account_id and s.state = 'confirmed'), '-infinity')`;
    const unshown = await this.lines(currency, `${until} and $2 = ''`, '');
    const opening = again.reduce((sum, { minor }) => sum - BigInt(minor), BigInt(last?.closing ?? 0));
    const entries = [...again, ...unshown].map(({ minor, on, reference }) => ({ amount: textOf(minor, currency), on, reference })); // prettier-ignore
    return camtOf({ iban: IBANS[currency]!, currency, on: today, opening: textOf(String(opening), currency), entries: [...entries, entry] }); // prettier-ignore
  }

  private async lines(currency: Currency, where: string, param: string): Promise<Line[]> {
    return this.room.db.rows<Line>(
      `select amount_minor::text as minor, booked_on::text as on, coalesce(bank_reference, reference) as reference
         from banking.line l where account_id = $1 and state = 'confirmed' and ${where} order by booked_on, id`,
      [this.accounts[currency as 'MDL'], param],
    );
  }

  /** No bank pays what is not there. */
  private async mustHold({ amount }: AtBank, out: boolean): Promise<void> {
    const code = account('held', 'bank', this.accountOf(amount), 'balance', amount.currency);
    if (!out || (await this.room.get(LedgerQueries).balance(code)).compare(amount) >= 0) return;
    throw new DomainError('conflict', 'bank-empty', 'The bank does not hold so much.');
  }

  private async days({ amount }: AtBank): Promise<{ today: CivilDate; covered: CivilDate | null }> {
    const [row] = await this.room.db.rows<{ today: CivilDate; covered: CivilDate | null }>(
      `select (platform.now() at time zone 'Europe/Chisinau')::date::text as today,
              (select max(until_on)::text from banking.statement where account_id = $1 and state = 'confirmed') as covered`,
      [this.accountOf(amount)],
    );
    return row!;
  }

  private accountOf({ currency }: Money): BankAccountId {
    return this.accounts[currency as 'MDL'];
  }
}

function textOf(minor: string, currency: Currency): string {
  const sum = BigInt(minor);
  return `${sum < 0n ? '-' : ''}${Money.ofMinor(sum < 0n ? -sum : sum, currency).toString()}`;
}

function mustBeKnown(error: unknown): void {
  if (!(error instanceof DomainError) || error.code !== 'statement-known') throw error;
}
