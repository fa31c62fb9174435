import { Injectable } from '@nestjs/common';
import { ApprovalsQueries, ApprovalsService, thingOf } from '#libs/approvals/src/index.js';
import { StaffService } from '#libs/identity/src/index.js';
import { type ApprovalId, newId, type PersonId, refuse, refuseFields } from '#libs/kernel/src/index.js';
import { account as ledgerAccount, LedgerQueries } from '#libs/ledger/src/index.js';
import { Database, hold, rowsOf, Trail, type Tx } from '#libs/platform/src/index.js';
import { ENTERED_COLUMNS, type EnteredAccount, isBusy, masked, openEntered, sameAccount } from './bank-account.js';
import type { BankAccount, BankAccountId } from './bank-line.js';
import { bicOf, ibanOf } from './iban.js';

const OPENING = 'bank-account';
const CLOSING = 'bank-account-closing';

/** The operator's own accounts: donors are told to pay into them, so two of the staff open one and two close it. */
@Injectable()
export class BankAccountsService {
  constructor(
    private readonly db: Database,
    private readonly staff: StaffService,
    private readonly approvals: ApprovalsService,
    private readonly asked: ApprovalsQueries,
    private readonly ledger: LedgerQueries,
    private readonly trail: Trail,
  ) {}

  /**
   * Enters an account and asks a second of the staff; one a currency is open. The same entered by another is his signature,
   * and the same again changes nothing. Throws `iban-wrong`, `bic-wrong`, `required`,
   * `bank-account-taken` when the currency or the number has an
   * open one, `bank-account-differs` when the id stands for another account, `not-found` unless staff.
   */
  async open(account: BankAccount, by: PersonId): Promise<ApprovalId> {
    const { bank, holder } = account;
    const entered = {
      ...account,
      iban: ibanOf(account.iban),
      bank: named(bank, 'bank'),
      holder: named(holder, 'holder'),
      bic: bicOf(account.bic),
    };
    return this.db.transaction(async (tx) => {
      await this.lock(tx, by);
      const [earlier] = await this.entered(tx, 'id', account.id);
      if (!earlier) return this.ask(tx, entered, by);
      if (!sameAccount(earlier, entered))
        throw refuse('conflict', 'bank-account-differs', 'Somebody has entered another account under this id.');
      const approvalId = earlier.approvalId as ApprovalId;
      const question = await this.asked.find(approvalId, tx);
      if (question?.state === 'waiting' && question.askedBy !== by) await this.give(tx, approvalId, by);
      return approvalId;
    });
  }

  /** The second signature: it is open. Throws `second-person-needed`, `approval-decided`, and as `open`. */
  async confirmOpening(approvalId: ApprovalId, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      await this.lock(tx, by);
      await this.give(tx, approvalId, by);
    });
  }

  /**
   * Asks a second of the staff to close an account under the id of their approval. Throws `bank-account-busy` while lines
   * or orders of it are open, `bank-account-not-empty` while the books have money on it, `approval-waiting`, `not-found`.
   */
  async askClosing(approvalId: ApprovalId, id: BankAccountId, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      await this.lock(tx, by);
      if (await this.isRepeat(tx, approvalId, id, by)) return;
      const account = await this.mustBeIdle(tx, id);
      const { currency, iban } = account;
      const subject = `bank-account:${id}`;
      await this.approvals.ask(tx, { id: approvalId, kind: CLOSING, subject, office: 'operator', by, payload: { currency, iban } }); // prettier-ignore
      await this.note(tx, 'closing-asked', account, by);
    });
  }

  /** The second signature: nothing is entered or ordered on it any more. Throws as `askClosing`, and as `confirmOpening`. */
  async confirmClosing(approvalId: ApprovalId, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      await this.lock(tx, by);
      const { kind, subject } = await this.approvals.give(tx, approvalId, by);
      if (kind !== CLOSING) throw missing();
      const account = await this.mustBeIdle(tx, thingOf({ subject }));
      await tx.query('update banking.account set closed_at = platform.now() where id = $1', [account.id]);
      await this.note(tx, 'closed', account, by);
    });
  }

  /** The second person says no to an opening or a closing. Throws `approval-reason`, and as `confirmOpening`. */
  async refuse(approvalId: ApprovalId, by: PersonId, reason: string): Promise<void> {
    await this.db.transaction(async (tx) => {
      await this.lock(tx, by);
      const { kind } = await this.approvals.refuse(tx, approvalId, by, reason);
      if (kind !== OPENING && kind !== CLOSING) throw missing();
    });
  }

  private async ask(tx: Tx, account: BankAccount, by: PersonId): Promise<ApprovalId> {
    const { id, currency, iban, bank, holder, bic } = account;
    const taken = await rowsOf(tx, `select 1 from banking.account where closed_at is null and (currency = $1 or iban = $2)`, [currency, iban]); // prettier-ignore
    if (taken.length > 0) throw accountTaken(currency);
    const [approvalId, subject] = [newId<'Approval'>(), `bank-account:${id}`];
    await this.approvals.ask(tx, { id: approvalId, kind: OPENING, subject, office: 'operator', by, payload: { currency, iban } }); // prettier-ignore
    await tx.query(
      `insert into banking.account_entry (id, currency, iban, bank, holder, bic, approval_id, by, at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, platform.now())`,
      [id, currency, iban, bank, holder, bic, approvalId, by],
    );
    await this.note(tx, 'asked', account, by);
    return approvalId;
  }

  private async give(tx: Tx, approvalId: ApprovalId, by: PersonId): Promise<void> {
    await this.approvals.give(tx, approvalId, by);
    const [account] = await this.entered(tx, 'approval_id', approvalId);
    if (!account) throw missing();
    if (!(await openEntered(tx, approvalId, by))) throw accountTaken(account.currency);
    await this.note(tx, 'opened', account, by);
  }

  /** Two accounts are never opened or closed at once. */
  private async lock(tx: Tx, by: PersonId): Promise<void> {
    await this.staff.mustBe(tx, by);
    await hold(tx, 'bank-accounts');
  }

  private entered(tx: Tx, key: 'id' | 'approval_id', value: string): Promise<EnteredAccount[]> {
    return rowsOf<EnteredAccount>(tx, `select ${ENTERED_COLUMNS} from banking.account_entry where ${key} = $1`, [value]); // prettier-ignore
  }

  private async isRepeat(tx: Tx, approvalId: ApprovalId, id: BankAccountId, by: PersonId): Promise<boolean> {
    const earlier = await this.asked.find(approvalId, tx);
    if (!earlier) return false;
    if (earlier.kind === CLOSING && earlier.subject === `bank-account:${id}` && earlier.askedBy === by) return true;
    throw refuse('conflict', 'id-taken', 'The id of this question was used for another.');
  }

  private async mustBeIdle(tx: Tx, id: BankAccountId): Promise<BankAccount> {
    const [open] = await rowsOf<BankAccount>(
      tx,
      'select id, currency, iban, bank, holder, bic from banking.account where id = $1 and closed_at is null for update',
      [id],
    );
    if (!open) throw missing();
    if (await isBusy(tx, id))
      throw refuse('conflict', 'bank-account-busy', 'Lines or orders of this account are open.');
    const left = await this.ledger.balance(ledgerAccount('held', 'bank', id, 'balance', open.currency), tx);
    if (!left.isZero()) throw refuse('conflict', 'bank-account-not-empty', 'There is money on it.', { left });
    return open;
  }

  private note(tx: Tx, what: string, { id, currency, iban }: BankAccount, by: PersonId): Promise<void> {
    const data = { currency, iban: masked(iban) };
    return this.trail.add(tx, { actor: by, action: `bank-account.${what}`, subject: `bank-account:${id}`, data });
  }
}

function missing(): Error {
  return refuse('not-found', 'not-found', 'No such account.');
}

function accountTaken(currency: string): Error {
  return refuse('conflict', 'bank-account-taken', `There is an open account for ${currency}, or one with this number.`);
}

function named(text: string, what: 'bank' | 'holder'): string {
  const name = text.trim();
  const most = what === 'bank' ? 120 : 140;
  if (name.length < 1 || name.length > most) throw refuseFields({ pointer: `/${what}`, code: 'required' });
  return name;
}
