import { Injectable } from '@nestjs/common';
import { type Approval, ApprovalsService } from '#libs/approvals/src/index.js';
import { StaffService } from '#libs/identity/src/index.js';
import {
  type ApprovalId,
  civilDate,
  newId,
  oneLine,
  type PersonId,
  refuse,
  refuseFields,
} from '#libs/kernel/src/index.js';
import { LedgerService } from '#libs/ledger/src/index.js';
import { Clock, Database, hold, rowsOf, type Tx } from '#libs/platform/src/index.js';
import { BankEffectsService } from './bank-effects.service.js';
import {
  type BankAccount,
  type BankLine,
  type BankLineId,
  LINE_COLUMNS,
  lineOf,
  type LineRow,
  MEANINGS,
  REOPENED,
} from './bank-line.js';
import type { Owner } from '#libs/payments/src/index.js';
import { type EnterLine, keepLine, sameAgain } from './line-entry.js';
import { mustFit } from './referred.js';
import { mustBeUncovered } from './statement.js';

const KIND = 'bank-line';

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
      'select id, currency, iban, bank, holder, bic from banking.account where closed_at is null order by currency',
    );
  }

  /**
   * Enters a line and asks a second operator to confirm it together with its meaning. The same again is answered like
   * the first time. Throws `line-known` when the account has this reference, `line-refers` when another line says the
   * same of the same thing, `line-reused`, or `invalid` with the fields, `line-refers-sum` among them.
   */
  async enterLine(entered: EnterLine, by: PersonId): Promise<ApprovalId> {
    const line = { ...entered, reference: oneLine(entered.reference), purpose: oneLine(entered.purpose ?? '') };
    return this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      // The same form sent twice at once is one line.
      await hold(tx, `bank-line:${line.id}`);
      await this.check(tx, line);
      const earlier = await this.find(tx, line.id);
      if (earlier) return sameAgain(earlier, line);
      await mustBeUncovered(tx, line);
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
      await keepLine(tx, line, { by, approvalId });
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
      await mustBeUncovered(tx, line);
      await this.ledger.postAnew(tx, await this.effects.of(tx, line));
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

  /** What somebody had claimed by mistake is nobody's again. */
  async unclaimLine(tx: Tx, id: BankLineId): Promise<void> {
    await tx.query(`update banking.line set claimed_by = null, claimed_at = null, ${REOPENED} where id = $1`, [id]);
  }

  /** A receipt that nobody has claimed yet; null when it is claimed or something else. */
  async openReceipt(tx: Tx, id: BankLineId): Promise<BankLine | null> {
    const line = await this.find(tx, id);
    const open = line?.state === 'confirmed' && !line.claimedBy && MEANINGS[line.meaning].direction === 'in';
    return open && (line.meaning === 'gift' || line.meaning === 'unidentified') ? line : null;
  }

  private async check(tx: Tx, line: EnterLine): Promise<void> {
    const today = civilDate(await this.clock.now(tx));
    const { refersTo: refers } = MEANINGS[line.meaning];
    if (line.meaning === 'unexplained') throw refuseFields({ pointer: '/meaning', code: 'choice' });
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
