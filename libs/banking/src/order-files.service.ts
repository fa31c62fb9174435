import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Approval, ApprovalsService } from '#libs/approvals/src/index.js';
import { StaffService } from '#libs/identity/src/index.js';
import {
  type ApprovalId,
  civilDate,
  type DomainError,
  type Money,
  newId,
  type PersonId,
  refuse,
} from '#libs/kernel/src/index.js';
import { Clock, Database, hold, rowsOf, Trail, type Tx } from '#libs/platform/src/index.js';
import { accountOpen } from './bank-account.js';
import type { BankAccount, BankAccountId } from './bank-line.js';
import { FILE_COLUMNS, fileOf, type FileRow, FOR_FILE, mustBeUndisputed, type OrderFile, type OrderFileId } from './order-file.js'; // prettier-ignore
import { mustNotHold } from './holds.service.js';
import { painOf } from './pain-file.js';
import { ORDER_COLUMNS, orderOf, type OrderRow, type PaymentOrder } from './payment-order.js';
import { PaymentOrdersService } from './payment-orders.service.js';

const KIND = 'order-file';
const COPY = 'order-file-copy';

/** Payment orders leave as files: what waits for one account is one file, signed by two, taken to the bank once. */
@Injectable()
export class OrderFilesService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly staff: StaffService,
    private readonly approvals: ApprovalsService,
    private readonly orders: PaymentOrdersService,
    private readonly trail: Trail,
  ) {}

  /**
   * Makes one `pain.001.001.09` of everything that is ordered of this account and in no file yet, but for money of which a
   * donor's bank has asked since, and tranches that the audit holds; a second person signs its SHA-256. The same again is answered as the first time. Throws
   * `orders-none`, `bank-account-missing`.
   */
  async make(id: OrderFileId, accountId: BankAccountId, by: PersonId): Promise<ApprovalId> {
    return this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      await hold(tx, `order-files:${accountId}`);
      const account = await accountOpen(tx, accountId);
      const [earlier] = await rowsOf<FileRow>(tx, `select ${FILE_COLUMNS} from banking.order_file f where id = $1`, [
        id,
      ]);
      if (earlier?.accountId === accountId) return earlier.approvalId as ApprovalId;
      if (earlier) throw refuse('conflict', 'line-reused', 'This form was used for another file.');
      const orders = await this.waiting(tx, accountId);
      if (orders.length === 0) throw refuse('conflict', 'orders-none', 'Nothing is ordered of this account.');
      const made = await this.written(tx, account, orders);
      const approvalId = newId<'Approval'>();
      const payload = { file: id, sha256: made.sha256, count: orders.length, sum: made.sum.toString() };
      await this.approvals.ask(tx, {
        id: approvalId,
        kind: KIND,
        subject: `order-file:${id}`,
        office: 'operator',
        by,
        payload,
      });
      await tx.query(
        `insert into banking.order_file (id, account_id, currency, message_id, content, sha256, count, sum_minor, execute_on, approval_id, state, made_by, made_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'asked', $11, platform.now())`,
        [
          id, accountId, account.currency, made.messageId, made.content, made.sha256, orders.length, made.sum.minor.toString(),
          made.executeOn, approvalId, by,
        ], // prettier-ignore
      );
      await tx.query('update banking.payment_order set file_id = $2 where id = any($1)', [
        orders.map((one) => one.id),
        id,
      ]);
      return approvalId;
    });
  }

  /**
   * The second signature: the file may be taken to the bank. Throws `second-person-needed`, `approval-decided`,
   * `order-file-fallen` when one of its orders went another way since.
   */
  async confirm(approvalId: ApprovalId, by: PersonId): Promise<void> {
    await this.decide(by, async (tx) => {
      const file = await this.of(tx, await this.approvals.give(tx, approvalId, by), KIND);
      if (file.state !== 'asked') throw fallen();
      await tx.query(`update banking.order_file set state = 'signed' where id = $1`, [file.id]);
      await tx.query('insert into banking.order_file_copy (file_id, n) values ($1, 1)', [file.id]);
    });
  }

  /** The second person says no: its orders wait for another file. Throws as `confirm`, and `approval-reason`. */
  async refuse(approvalId: ApprovalId, by: PersonId, reason: string): Promise<void> {
    await this.decide(by, async (tx) => {
      const file = await this.of(tx, await this.approvals.refuse(tx, approvalId, by, reason), KIND);
      await tx.query(`update banking.order_file set state = 'refused' where id = $1 and state = 'asked'`, [file.id]);
      await tx.query('update banking.payment_order set file_id = null where file_id = $1', [file.id]);
    });
  }

  /**
   * Takes the file to the bank, once for each time that two have signed; with the first its orders are in transit. `n` is 1
   * for the original and more for a copy. Throws `not-found`, `order-file-unsigned`, `order-file-fallen`, `order-file-taken`,
   * `order-disputed` (param `purpose`), `audit-hold`.
   */
  async take(
    id: OrderFileId,
    by: PersonId,
  ): Promise<{ readonly file: OrderFile; readonly content: string; readonly n: number }> {
    return this.decide(by, async (tx) => {
      const [row] = await rowsOf<FileRow & { content: string }>(
        tx,
        `select ${FILE_COLUMNS}, content from banking.order_file f where id = $1 for update`,
        [id],
      );
      if (!row) throw refuse('not-found', 'not-found', 'No such file.');
      if (row.state === 'fallen') throw fallen();
      if (row.state !== 'signed')
        throw refuse('conflict', 'order-file-unsigned', 'A second person has to sign the file first.');
      const [copy] = await rowsOf<{ n: number }>(
        tx,
        `update banking.order_file_copy set taken_by = $2, taken_at = platform.now()
          where file_id = $1 and taken_at is null returning n`,
        [id, by],
      );
      if (!copy) throw refuse('conflict', 'order-file-taken', 'The file was taken to the bank already.');
      await this.trail.add(tx, {
        actor: by,
        action: 'order-file.taken',
        subject: `order-file:${id}`,
        data: { n: copy.n, sha256: row.sha256 },
      });
      if (copy.n === 1) await mustBeUndisputed(tx, id);
      if (copy.n === 1) await mustNotHold(tx, 'o.file_id = $1', id);
      if (copy.n === 1) await this.orders.sentWith(tx, id, by);
      const { content, ...file } = row;
      return { file: fileOf(file), content, n: copy.n };
    });
  }

  /**
   * Asks a second person that the file may be taken once more. Throws `order-file-unsigned` while it may still be taken,
   * `approval-waiting`.
   */
  async askCopy(id: OrderFileId, by: PersonId): Promise<ApprovalId> {
    return this.decide(by, async (tx) => {
      const sql = `select ${FILE_COLUMNS} from banking.order_file f where id = $1 for update`;
      const [file] = await rowsOf<FileRow>(tx, sql, [id]);
      if (!file || file.taken === 0 || file.open)
        throw refuse('conflict', 'order-file-unsigned', 'The file was not taken yet.');
      const approvalId = newId<'Approval'>();
      const subject = `order-file:${id}`;
      await this.approvals.ask(tx, { id: approvalId, kind: COPY, subject, office: 'operator', by, payload: { file: id } }); // prettier-ignore
      return approvalId;
    });
  }

  /** Answers whether the file may be taken once more. Throws as `confirm` and `refuse`. */
  async answerCopy(approvalId: ApprovalId, by: PersonId, reason?: string): Promise<void> {
    await this.decide(by, async (tx) => {
      const given = reason === undefined;
      const approval = given
        ? await this.approvals.give(tx, approvalId, by)
        : await this.approvals.refuse(tx, approvalId, by, reason);
      const file = await this.of(tx, approval, COPY);
      if (!given) return;
      await tx.query(
        `insert into banking.order_file_copy (file_id, n, approval_id)
         select $1, max(n) + 1, $2 from banking.order_file_copy where file_id = $1`,
        [file.id, approvalId],
      );
    });
  }

  private async decide<T>(by: PersonId, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      return work(tx);
    });
  }

  private async waiting(tx: Tx, accountId: BankAccountId): Promise<PaymentOrder[]> {
    const rows = await rowsOf<OrderRow>(
      tx,
      `select ${ORDER_COLUMNS} from banking.payment_order o where account_id = $1 and ${FOR_FILE}
        order by ordered_at, id for update`,
      [accountId],
    );
    return rows.map(orderOf);
  }

  private async written(
    tx: Tx,
    from: BankAccount,
    orders: readonly PaymentOrder[],
  ): Promise<{ messageId: string; content: string; sha256: string; sum: Money; executeOn: string }> {
    const madeAt = await this.clock.now(tx);
    const executeOn = civilDate(madeAt);
    const messageId = `PLAI${executeOn.replaceAll('-', '')}${randomBytes(8).toString('hex').toUpperCase()}`;
    const payments = orders.map(({ id, amount, holder, iban, purpose }) => ({
      endToEnd: id.replaceAll('-', ''),
      amount,
      holder,
      iban,
      purpose,
    }));
    const content = painOf({ messageId, madeAt, executeOn, from, payments });
    const [first, ...more] = orders.map(({ amount }) => amount);
    const sum = more.reduce((total, amount) => total.plus(amount), first!);
    return { messageId, content, sha256: createHash('sha256').update(content).digest('hex'), sum, executeOn };
  }

  private async of(tx: Tx, { kind, payload }: Approval, wanted: string): Promise<OrderFile> {
    const sql = `select ${FILE_COLUMNS} from banking.order_file f where id::text = $1 for update`;
    const [row] = kind === wanted ? await rowsOf<FileRow>(tx, sql, [payload.file]) : [];
    if (!row) throw refuse('not-found', 'not-found', 'No such file.');
    return fileOf(row);
  }
}

function fallen(): DomainError {
  return refuse('conflict', 'order-file-fallen', 'An order of the file went another way.');
}
