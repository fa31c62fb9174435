import { Injectable } from '@nestjs/common';
import { type Approval, ApprovalsService } from '#libs/approvals/src/index.js';
import { StaffService } from '#libs/identity/src/index.js';
import {
  type ApprovalId,
  type CivilDate,
  civilDate,
  type Money,
  newId,
  type PersonId,
  refuse,
  refuseFields,
} from '#libs/kernel/src/index.js';
import { LedgerService } from '#libs/ledger/src/index.js';
import { Clock, Database, rowsOf, type Tx } from '#libs/platform/src/index.js';
import { BankEffectsService } from './bank-effects.service.js';
import {
  type BankAccount,
  type BankAccountId,
  type BankLine,
  type BankLineId,
  LINE_COLUMNS,
  type LineMeaning,
  lineOf,
  type LineRow,
  MEANINGS,
} from './bank-line.js';
import type { Owner } from '#libs/payments/src/index.js';
import { mustFit } from './referred.js';

const KIND = 'bank-line';

/** A line of a statement, entered by hand with what it means. */
export interface EnterLine {
  readonly id: BankLineId;
  readonly accountId: BankAccountId;
  readonly bookedOn: CivilDate;
  /** More than zero, in the account's currency; the meaning says which way it goes. */
  readonly amount: Money;
  readonly counterparty?: { readonly name?: string; readonly iban?: string };
  /** The bank's own reference (1 to 140 characters), capitals and spaces alike: two equal payments of a day differ by it. */
  readonly reference: string;
  /** What the payer wrote for, up to 140 characters. */
  readonly purpose?: string;
  readonly meaning: LineMeaning;
  /** The payout (Stripe's id), the order or the earlier line that it belongs to; see MEANINGS. */
  readonly refersTo?: string;
}

/** The lines of the statements of the operator's accounts; every line has two signatures before it counts. */
@Injectable()
export class BankService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly staff: StaffService,
    private readonly approvals: ApprovalsService,
    private readonly ledger: LedgerService,
    private readonly effects: BankEffectsService,
  ) {}

  /** The open accounts, by currency. */
  async accounts(): Promise<BankAccount[]> {
    return this.db.rows<BankAccount>(
      'select id, currency, iban, bank, holder from banking.account where closed_at is null order by currency',
    );
  }

  /**
   * Enters a line and asks a second operator to confirm it together with its meaning. The same again is answered like
   * the first time. Throws `line-known` when the account has this reference, `line-refers` when another line says the
   * same of the same thing, `line-reused`, or `invalid` with the fields, `line-refers-sum` among them.
   */
  async enterLine(entered: EnterLine, by: PersonId): Promise<ApprovalId> {
    const line = { ...entered, reference: tidy(entered.reference), purpose: tidy(entered.purpose ?? '') };
    return this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      // The same form sent twice at once is one line.
      await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`bank-line:${line.id}`]);
      await this.check(tx, line);
      const earlier = await this.find(tx, line.id);
      if (earlier) return this.again(earlier, line);
      const approvalId = newId<'Approval'>();
      await this.approvals.ask(tx, {
        id: approvalId,
        kind: KIND,
        subject: `bank-line:${line.id}`,
        office: 'operator',
        by,
        payload: {
          line: line.id,
          meaning: line.meaning,
          amount: line.amount.toString(),
          currency: line.amount.currency,
        },
      });
      await this.insert(tx, line, { by, approvalId });
      return approvalId;
    });
  }

  /**
   * The second signature: the line counts and is booked as its meaning says. Throws `second-person-needed`,
   * `approval-decided`, and what the meaning refuses (`line-refers-wrong`, `bank-ring-fenced`, `not-enough`).
   */
  async confirmLine(approvalId: ApprovalId, by: PersonId): Promise<BankLine> {
    return this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      const line = await this.lineOf(tx, await this.approvals.give(tx, approvalId, by));
      await this.ledger.post(tx, await this.effects.of(tx, line));
      await tx.query(`update banking.line set state = 'confirmed', confirmed_at = platform.now() where id = $1`, [
        line.id,
      ]);
      return { ...line, state: 'confirmed' };
    });
  }

  /** The second person says no: the line does not count and may be entered anew. Throws as `confirmLine`, and `reason`. */
  async refuseLine(approvalId: ApprovalId, by: PersonId, reason: string): Promise<void> {
    await this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      const line = await this.lineOf(tx, await this.approvals.refuse(tx, approvalId, by, reason));
      await tx.query(`update banking.line set state = 'refused' where id = $1`, [line.id]);
    });
  }

  /**
   * Gives a confirmed `gift` or `unidentified` line to its one owner, who books it from `sourceOf(line)` (act 14).
   * The same owner again gets it again. Throws `not-found`, `line-claimed`.
   */
  async claimLine(tx: Tx, id: BankLineId, owner: Owner): Promise<BankLine> {
    const [claimed] = await rowsOf<LineRow>(
      tx,
      `update banking.line set claimed_by = $2, claimed_at = coalesce(claimed_at, platform.now())
       where id = $1 and state = 'confirmed' and meaning in ('gift', 'unidentified') and coalesce(claimed_by, $2) = $2
       returning ${LINE_COLUMNS}`,
      [id, owner],
    );
    if (claimed) return lineOf(claimed);
    const line = await this.find(tx, id);
    if (line?.claimedBy) throw refuse('conflict', 'line-claimed', 'This line belongs to another gift already.');
    throw refuse('not-found', 'not-found', 'There is no such line to claim.');
  }

  private async check(tx: Tx, line: EnterLine): Promise<void> {
    const today = civilDate(await this.clock.now(tx));
    const { refersTo: refers } = MEANINGS[line.meaning];
    if (!line.amount.isPositive()) throw refuseFields({ pointer: '/amount', code: 'amount-format' });
    if (line.bookedOn > today) throw refuseFields({ pointer: '/bookedOn', code: 'line-future' });
    if ((refers !== null) !== (line.refersTo !== undefined))
      throw refuseFields({ pointer: '/refersTo', code: 'line-refers-wrong' });
    const account = await rowsOf(
      tx,
      'select 1 from banking.account where id = $1 and currency = $2 and closed_at is null for share',
      [line.accountId, line.amount.currency],
    );
    if (account.length === 0) throw refuseFields({ pointer: '/accountId', code: 'bank-account-missing' });
    await mustFit(tx, line);
  }

  private async insert(
    tx: Tx,
    line: EnterLine,
    { by, approvalId }: { by: PersonId; approvalId: ApprovalId },
  ): Promise<void> {
    const { amount, counterparty, meaning } = line;
    const minor = MEANINGS[meaning].direction === 'in' ? amount.minor : -amount.minor;
    const made = await rowsOf(
      tx,
      `insert into banking.line (id, account_id, booked_on, amount_minor, currency, counterparty_name, counterparty_iban,
         reference, purpose, meaning, refers_to, approval_id, state, entered_by, entered_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, nullif($9, ''), $10, $11, $12, 'entered', $13, platform.now()) on conflict do nothing returning id`,
      [
        line.id, line.accountId, line.bookedOn, minor.toString(), amount.currency, counterparty?.name ?? null,
        counterparty?.iban ?? null, line.reference, line.purpose ?? '', meaning, line.refersTo ?? null, approvalId, by,
      ], // prettier-ignore
    );
    if (made.length > 0) return;
    const known = await rowsOf(
      tx,
      `select 1 from banking.line
        where account_id = $1 and banking.spelled(reference) = banking.spelled($2) and state <> 'refused'`,
      [line.accountId, line.reference],
    );
    if (known.length > 0)
      throw refuse('conflict', 'line-known', 'A line with this reference has been entered already.');
    throw refuse('conflict', 'line-refers', 'Another line belongs to this already.');
  }

  private again(earlier: BankLine, line: EnterLine): ApprovalId {
    const paper = earlier.reference === line.reference && (earlier.purpose ?? '') === (line.purpose ?? '');
    const same = paper && earlier.bookedOn === line.bookedOn && earlier.amount.equals(line.amount);
    const meant = earlier.meaning === line.meaning && earlier.refersTo === (line.refersTo ?? null);
    if (!same || !meant || earlier.accountId !== line.accountId)
      throw refuse('conflict', 'line-reused', 'This form was used for another line.');
    return earlier.approvalId as ApprovalId;
  }

  private async lineOf(tx: Tx, approval: Approval): Promise<BankLine> {
    const [row] = await rowsOf<LineRow>(
      tx,
      `select ${LINE_COLUMNS} from banking.line where approval_id = $1 and state = 'entered' for update`,
      [approval.id],
    );
    if (!row || approval.kind !== KIND) throw refuse('not-found', 'not-found', 'No such line.');
    return lineOf(row);
  }

  private async find(tx: Tx, id: BankLineId): Promise<BankLine | null> {
    const [row] = await rowsOf<LineRow>(tx, `select ${LINE_COLUMNS} from banking.line where id = $1`, [id]);
    return row ? lineOf(row) : null;
  }
}

/** Spaces and what cannot be seen are one space. */
function tidy(text: string): string {
  return text.replace(/[\p{Cf}\s]+/gu, ' ').trim();
}
