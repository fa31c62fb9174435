import { Injectable } from '@nestjs/common';
import { type Approval, ApprovalsService } from '#libs/approvals/src/index.js';
import { StaffService } from '#libs/identity/src/index.js';
import { type ApprovalId, newId, type PersonId, refuse, refuseFields } from '#libs/kernel/src/index.js';
import { LedgerService } from '#libs/ledger/src/index.js';
import { Database, rowsOf, sqlState, type Tx } from '#libs/platform/src/index.js';
import { named } from './bank.postings.js';
import { BankEffectsService } from './bank-effects.service.js';
import {
  type BankLine,
  type BankLineId,
  LINE_COLUMNS,
  type LineMeaning,
  lineOf,
  type LineRow,
  MEANINGS,
} from './bank-line.js';
import { mustFit } from './referred.js';

const KIND = 'line-naming';
const UNIQUE = '23505';

/** What one of the staff says that a line means. */
export interface NameLine {
  readonly meaning: LineMeaning;
  readonly refersTo?: string;
}

/** Lines that stand apart: one of the staff says what each is, a second confirms. */
@Injectable()
export class NamingService {
  constructor(
    private readonly db: Database,
    private readonly staff: StaffService,
    private readonly approvals: ApprovalsService,
    private readonly effects: BankEffectsService,
    private readonly ledger: LedgerService,
  ) {}

  /**
   * The first signature. The same again is answered as the first time. Throws `not-found` for a line that is none or named
   * already, `invalid` where the meaning does not fit it, `approval-waiting` while another meaning waits.
   */
  async ask(lineId: BankLineId, { meaning, refersTo }: NameLine, by: PersonId): Promise<ApprovalId> {
    return this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      const line = await this.openLine(tx, lineId);
      const rules = MEANINGS[meaning];
      const now = MEANINGS[line.meaning];
      if (rules.direction !== now.direction || meaning === line.meaning || meaning === 'gift')
        throw refuseFields({ pointer: '/meaning', code: 'line-meaning-wrong' });
      if ((rules.refersTo !== null) !== (refersTo !== undefined))
        throw refuseFields({ pointer: '/refersTo', code: 'line-refers-wrong' });
      await mustFit(tx, { meaning, amount: line.amount, accountId: line.accountId, ...(refersTo && { refersTo }) });
      const approvalId = newId<'Approval'>();
      const payload = { line: lineId, meaning, refersTo: refersTo ?? null };
      await this.approvals.ask(tx, {
        id: approvalId,
        kind: KIND,
        subject: `bank-line:${lineId}`,
        office: 'operator',
        by,
        payload,
      });
      return approvalId;
    });
  }

  /** The second signature: the money leaves where it stood apart, as the meaning says. Throws as `BankService.confirmLine`. */
  async confirm(approvalId: ApprovalId, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      const { lineId, meaning, refersTo } = said(await this.approvals.give(tx, approvalId, by));
      const line: BankLine = { ...(await this.openLine(tx, lineId)), meaning, refersTo };
      await keepMeaning(tx, line);
      const journal = named(await this.effects.of(tx, line), line);
      if (journal) await this.ledger.postAnew(tx, journal);
    });
  }

  /** The second person says no: the line stands as it was. Throws `second-person-needed`, `approval-decided`, `approval-reason`. */
  async refuse(approvalId: ApprovalId, by: PersonId, reason: string): Promise<void> {
    await this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      said(await this.approvals.refuse(tx, approvalId, by, reason));
    });
  }

  private async openLine(tx: Tx, id: BankLineId): Promise<BankLine> {
    const [row] = await rowsOf<LineRow>(
      tx,
      `select ${LINE_COLUMNS} from banking.line where id = $1 and state = 'confirmed' and claimed_by is null
         and meaning in ('unidentified', 'unexplained') for update`,
      [id],
    );
    if (!row) throw refuse('not-found', 'not-found', 'No such line to name.');
    return lineOf(row);
  }
}

async function keepMeaning(tx: Tx, { id, meaning, refersTo }: BankLine): Promise<void> {
  try {
    await tx.query('update banking.line set meaning = $2, refers_to = $3 where id = $1', [id, meaning, refersTo]);
  } catch (error) {
    if (sqlState(error) !== UNIQUE) throw error;
    throw refuse('conflict', 'line-refers', 'Another line belongs to this already.');
  }
}

function said({ kind, payload }: Approval): { lineId: BankLineId; meaning: LineMeaning; refersTo: string | null } {
  if (kind !== KIND) throw refuse('not-found', 'not-found', 'No such line.');
  const { line, meaning, refersTo } = payload;
  return { lineId: line as BankLineId, meaning: meaning as LineMeaning, refersTo: refersTo as string | null };
}
