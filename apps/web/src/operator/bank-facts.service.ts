import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type Approval, thingOf } from '#libs/approvals/src/index.js';
import { type BankAccount, BankingQueries, type BankLine, BankService, MEANINGS, OrderFilesQueries, type OrderId, StatementsQueries } from '#libs/banking/src/index.js'; // prettier-ignore
import { formatIban } from '#libs/hometowns/src/index.js';
import type { Reading } from '../edge/reading.js';
import { lineName } from './line-name.js';
import { orderFileFacts } from './order-files.view.js';
import { type Facts, type SignedKind, SignedKinds } from './signed-kinds.js';
import { statementFacts } from './statements.view.js';

/** What is signed of things at the bank: accounts, lines, statements, orders and their files. */
@Injectable()
export class BankFacts implements OnModuleInit {
  constructor(
    private readonly kinds: SignedKinds,
    private readonly banking: BankingQueries,
    private readonly bank: BankService,
    private readonly statements: StatementsQueries,
    private readonly files: OrderFilesQueries,
  ) {}

  onModuleInit(): void {
    const at = (path: string | null, of: (reading: Reading, id: string, approval: Approval) => Promise<Facts>): SignedKind =>
      async (reading, approval) => {
        const id = thingOf(approval);
        return { href: path && `/operator/${path}/${id}`, facts: await of(reading, id, approval) };
      };
    const account = at(null, (_, id) => this.ownAccount(id));
    const file = at('order-files', (reading, id) => this.orderFile(reading, id));
    this.kinds.register({
      'bank-account': account,
      'bank-account-closing': account,
      'bank-line': at(null, (reading, id) => this.line(reading, id)),
      'line-naming': at('bank/lines', (reading, id, approval) => this.namedLine(reading, id, approval)),
      'line-return': at('bank/lines', (reading, id, approval) => this.lineReturn(reading, id, approval)),
      'bank-statement': at('bank/statements', (reading, id) => this.statement(reading, id)),
      'order-file': file,
      'order-file-copy': file,
      'order-rejected': at('orders', (reading, id) => this.order(reading, id as OrderId)),
    });
  } // prettier-ignore

  private async ownAccount(id: string): Promise<Facts> {
    const account = await this.banking.enteredAccount(id);
    if (!account) return [];
    const { currency, iban, bank, holder, bic } = account;
    return [
      ['currency', currency],
      ['iban', formatIban(iban)],
      ['bank', bank],
      ['holder', holder],
      ['bic', bic],
    ];
  }

  /** Everything that a line of a statement shows. */
  async line(reading: Reading, id: string): Promise<Facts> {
    const line = await this.banking.line(id);
    return line ? this.lineFacts(reading, line) : [];
  }

  private async lineFacts(reading: Reading, line: BankLine): Promise<Facts> {
    const account = await this.payingAccount(line.accountId);
    return [
      ['meaning', reading.say(`operator.meaning.${line.meaning}`)],
      ['amount', reading.money(line.amount)],
      ['own-account', account && `${account.bank}, ${formatIban(account.iban)}`],
      ['booked-on', reading.date(line.bookedOn)],
      ['counterparty', line.counterparty.name],
      ['iban', line.counterparty.iban && formatIban(line.counterparty.iban)],
      ['reference', line.reference],
      ['purpose', line.purpose],
      ['refers-to', await this.refersTo(reading, line)],
    ];
  }

  private async payingAccount(id: string): Promise<BankAccount | null> {
    return (await this.bank.accounts()).find((one) => one.id === id) ?? null;
  }

  private async namedLine(reading: Reading, id: string, { payload }: Approval): Promise<Facts> {
    const line = await this.banking.line(id);
    const { meaning, refersTo } = payload as { meaning: BankLine['meaning']; refersTo: string | null };
    return line ? this.lineFacts(reading, { ...line, meaning, refersTo }) : [];
  }

  private async lineReturn(reading: Reading, id: string, { payload }: Approval): Promise<Facts> {
    const line = await this.banking.line(id);
    const { iban, holder } = payload as { iban: string; holder: string };
    if (!line) return [];
    return [
      ['amount', reading.money(line.amount)],
      ['holder', holder],
      ['iban', formatIban(iban)],
      ['counterparty', line.counterparty.name],
      ['booked-on', reading.date(line.bookedOn)],
      ['reference', line.reference],
      ['purpose', line.purpose],
    ];
  }

  private async statement(reading: Reading, id: string): Promise<Facts> {
    const found = await this.statements.statement(id);
    return found ? statementFacts(reading, found.statement, await this.payingAccount(found.statement.accountId)) : [];
  }

  private async orderFile(reading: Reading, id: string): Promise<Facts> {
    const file = await this.files.orderFile(id);
    return file ? orderFileFacts(reading, file, await this.payingAccount(file.accountId)) : [];
  }

  private async refersTo(reading: Reading, { meaning, refersTo }: BankLine): Promise<string | null> {
    const kind = refersTo && MEANINGS[meaning].refersTo;
    const order = kind === 'order' ? await this.banking.order(refersTo as OrderId) : null;
    if (order) return `${reading.money(order.amount)}, ${order.holder}, ${order.purpose}`;
    const line = kind === 'line' ? await this.banking.line(refersTo!) : null;
    return line ? lineName(reading, line) : refersTo;
  }

  private async order(reading: Reading, id: OrderId): Promise<Facts> {
    const order = await this.banking.order(id);
    if (!order) return [];
    return [
      ['amount', reading.money(order.amount)],
      ['holder', order.holder],
      ['iban', formatIban(order.iban)],
      ['purpose', order.purpose],
      ['reason', order.reason],
    ];
  }
}
