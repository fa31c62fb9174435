import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Approval, ApprovalsService } from '#libs/approvals/src/index.js';
import { StaffService } from '#libs/identity/src/index.js';
import { type ApprovalId, civilDate, newId, type PersonId, refuse } from '#libs/kernel/src/index.js';
import { Clock, Database, rowsOf, Trail, type Tx } from '#libs/platform/src/index.js';
import { accountOpen } from './bank-account.js';
import type { BankAccount, BankAccountId } from './bank-line.js';
import {
  accountState,
  lockAccount,
  type Statement,
  STATEMENT_COLUMNS,
  type StatementId,
  statementOf,
  type StatementRow,
} from './statement.js';
import { StatementBooking } from './statement-booking.service.js';
import { readCamt } from './statement/camt-file.js';
import { type CsvMapping, readCsv, type TypedBalances } from './statement/csv-file.js';
import { FILE_BYTES_MAX, type FileEntry, type FileStatement, fileWrong } from './statement/statement-file.js';
import { planOf } from './statement/statement-plan.js';

const KIND = 'bank-statement';

/** A statement as the bank sends it. */
export interface EnterStatement {
  readonly id: StatementId;
  readonly accountId: BankAccountId;
  readonly bytes: Buffer;
  /** For CSV without a column of balances: opening and closing as the statement's paper says. */
  readonly typed?: TypedBalances;
}

/** Statements as files: one of the staff enters, a second confirms, then every entry is booked once. */
@Injectable()
export class StatementsService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly staff: StaffService,
    private readonly approvals: ApprovalsService,
    private readonly booking: StatementBooking,
    private readonly trail: Trail,
  ) {}

  /**
   * Reads a file whole and asks a second person for it: XML is `camt.053`, all else CSV by the account's mapping. The same
   * command again is answered as the first time. Throws `statement-*` with the line where the file is wrong, does not add up
   * or does not go on from the last; `statement-known`, `statement-waits` while another of the account waits, `csv-mapping-missing`.
   */
  async enter(entered: EnterStatement, by: PersonId): Promise<ApprovalId> {
    return this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      const account = await accountOpen(tx, entered.accountId);
      await lockAccount(tx, account.id);
      const sha256 = createHash('sha256').update(entered.bytes).digest('hex');
      const before = await this.before(tx, entered, sha256);
      if (before) return before;
      const file = await this.read(tx, account, entered);
      if (file.until > civilDate(await this.clock.now(tx))) throw fileWrong('statement-future', 0, { day: file.until });
      const fresh = planOf(file, await accountState(tx, account, file.from)).length;
      const approvalId = newId<'Approval'>();
      const { id, bytes } = entered;
      const payload = {
        statement: id,
        sha256,
        count: file.entries.length,
        fresh,
        opening: file.opening,
        closing: file.closing,
      };
      await this.approvals.ask(tx, {
        id: approvalId,
        kind: KIND,
        subject: `bank-statement:${id}`,
        office: 'operator',
        by,
        payload,
      });
      await this.keep(tx, { id, account, format: isXml(bytes) ? 'camt' : 'csv', sha256, file, fresh, approvalId, by });
      return approvalId;
    });
  }

  /** What a file would be read as, by a mapping that is only tried; nothing is kept. Throws as `enter`. */
  preview(account: BankAccount, bytes: Buffer, mapping: CsvMapping, typed: TypedBalances | null): FileStatement {
    mustBeReadable(bytes);
    return readCsv(bytes, mapping, { currency: account.currency, typed });
  }

  /**
   * The second signature: whatever is new is booked, credits first. The account may have moved on since the file was
   * entered: then it is refused as `enter` would. Throws `second-person-needed`, `approval-decided`, `statement-line-waits`
   * (param `reference`) while a line entered by hand for its time waits for its own second signature.
   */
  async confirm(approvalId: ApprovalId, by: PersonId): Promise<Statement> {
    return this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      const { row, entries } = await this.found(tx, await this.approvals.give(tx, approvalId, by));
      const account = await accountOpen(tx, row.accountId);
      await lockAccount(tx, account.id);
      await mustNotWait(tx, row);
      const { from, until, opening, closing } = row;
      const plan = planOf(
        { iban: null, currency: account.currency, from, until, opening, closing, entries },
        await accountState(tx, account, from),
      );
      const numbered = await rowsOf<StatementRow>(
        tx,
        `update banking.statement set state = 'confirmed', confirmed_by = $2, confirmed_at = platform.now(), fresh = $3,
           n = (select coalesce(max(n), 0) + 1 from banking.statement where account_id = $4)
         where id = $1 returning ${STATEMENT_COLUMNS}`,
        [row.id, by, plan.length, account.id],
      );
      const statement = statementOf(numbered[0]!);
      await this.booking.book(tx, statement, { plan, by });
      return statement;
    });
  }

  /** The second person says no: nothing of the file counts. Throws as `confirm`, and `approval-reason`. */
  async refuse(approvalId: ApprovalId, by: PersonId, reason: string): Promise<void> {
    await this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      const { row } = await this.found(tx, await this.approvals.refuse(tx, approvalId, by, reason));
      await tx.query(`update banking.statement set state = 'refused' where id = $1`, [row.id]);
    });
  }

  /** Keeps how the account's CSV is read. Throws `bank-account-missing`. */
  async saveMapping(accountId: BankAccountId, mapping: CsvMapping, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      await accountOpen(tx, accountId);
      await tx.query(
        `insert into banking.csv_mapping (account_id, mapping, saved_by, saved_at) values ($1, $2, $3, platform.now())
         on conflict (account_id) do update set mapping = $2, saved_by = $3, saved_at = platform.now()`,
        [accountId, JSON.stringify(mapping), by],
      );
      await this.trail.add(tx, { actor: by, action: 'bank-account.csv-mapped', subject: `bank-account:${accountId}` });
    });
  }

  /** How the account's CSV is read; null until somebody has said. */
  async mapping(accountId: BankAccountId): Promise<CsvMapping | null> {
    const sql = 'select mapping from banking.csv_mapping where account_id = $1';
    const [row] = await this.db.rows<{ mapping: CsvMapping }>(sql, [accountId]);
    return row?.mapping ?? null;
  }

  private async read(tx: Tx, account: BankAccount, { bytes, typed }: EnterStatement): Promise<FileStatement> {
    mustBeReadable(bytes);
    if (isXml(bytes)) return readCamt(bytes, account.currency);
    const sql = 'select mapping from banking.csv_mapping where account_id = $1';
    const [row] = await rowsOf<{ mapping: CsvMapping }>(tx, sql, [account.id]);
    if (!row) throw refuse('conflict', 'csv-mapping-missing', 'Nobody has said yet how CSV of this account is read.');
    return readCsv(bytes, row.mapping, { currency: account.currency, typed: typed ?? null });
  }

  private async before(tx: Tx, { id, accountId }: EnterStatement, sha256: string): Promise<ApprovalId | null> {
    const rows = await rowsOf<{ id: string; sha256: string; state: string; approvalId: ApprovalId; accountId: string }>(
      tx,
      `select id, sha256, state, account_id as "accountId", approval_id as "approvalId" from banking.statement
        where id = $1 or (account_id = $2 and state <> 'refused' and (sha256 = $3 or state = 'entered'))`,
      [id, accountId, sha256],
    );
    const same = rows.find((row) => row.id === id);
    if (same?.sha256 === sha256 && same.accountId === accountId) return same.approvalId;
    if (same) throw refuse('conflict', 'line-reused', 'This form was used for another file.');
    if (rows.some((row) => row.sha256 === sha256)) throw fileWrong('statement-known', 0);
    if (rows.length > 0) throw refuse('conflict', 'statement-waits', 'Another statement of this account waits.');
    return null;
  }

  private async keep(
    tx: Tx,
    {
      id,
      account,
      format,
      sha256,
      file,
      fresh,
      approvalId,
      by,
    }: {
      id: StatementId;
      account: BankAccount;
      format: string;
      sha256: string;
      file: FileStatement;
      fresh: number;
      approvalId: ApprovalId;
      by: PersonId;
    },
  ): Promise<void> {
    await tx.query(
      `insert into banking.statement (id, account_id, currency, format, sha256, from_on, until_on, opening_minor, closing_minor,
         entries, count, fresh, approval_id, state, entered_by, entered_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 'entered', $14, platform.now())`,
      [
        id, account.id, account.currency, format, sha256, file.from, file.until, file.opening, file.closing,
        JSON.stringify(file.entries), file.entries.length, fresh, approvalId, by,
      ], // prettier-ignore
    );
  }

  private async found(tx: Tx, approval: Approval): Promise<{ row: StatementRow; entries: FileEntry[] }> {
    const [row] = await rowsOf<StatementRow & { entries: FileEntry[] }>(
      tx,
      `select ${STATEMENT_COLUMNS}, entries from banking.statement where approval_id = $1 and state = 'entered' for update`,
      [approval.id],
    );
    if (!row || approval.kind !== KIND) throw refuse('not-found', 'not-found', 'No such statement.');
    return { row, entries: row.entries };
  }
}

function isXml(bytes: Buffer): boolean {
  const head = bytes.subarray(0, 400).toString('latin1').replaceAll('\0', '');
  return /^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*</.test(head);
}

function mustBeReadable(bytes: Buffer): void {
  if (bytes.length === 0) throw fileWrong('statement-empty', 0);
  if (bytes.length > FILE_BYTES_MAX) throw fileWrong('statement-too-large', 0);
}

async function mustNotWait(tx: Tx, { accountId, until }: StatementRow): Promise<void> {
  const [waiting] = await rowsOf<{ reference: string }>(
    tx,
    `select reference from banking.line where account_id = $1 and state = 'entered' and booked_on <= $2 limit 1`,
    [accountId, until],
  );
  if (!waiting) return;
  const { reference } = waiting;
  throw refuse('conflict', 'statement-line-waits', `The line ${reference}, entered by hand, waits for its second signature.`, { reference }); // prettier-ignore
}
