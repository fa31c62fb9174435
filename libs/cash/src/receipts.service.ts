import { Injectable } from '@nestjs/common';
import { ApprovalsService } from '#libs/approvals/src/index.js';
import { MembersQueries } from '#libs/hometowns/src/index.js';
import { PersonsService } from '#libs/identity/src/index.js';
import { type ApprovalId, type BodyId, newId, type PersonId, type PledgeId, randomCode, refuse, refuseFields } from '#libs/kernel/src/index.js'; // prettier-ignore
import { LedgerService } from '#libs/ledger/src/index.js';
import { BroughtService } from '#libs/pledges/src/index.js';
import { Database, hold, Outbox, rowsOf, Trail, type Tx } from '#libs/platform/src/index.js';
import { ProjectsQueries } from '#libs/projects/src/index.js';
import { ANYBODY, type CashierId, type Receipt, type ReceiptWords, requestOf } from './cash.js';
import { receiptAsked } from './cash.events.js';
import { inHand } from './cash.postings.js';
import { CashiersService } from './cashiers.service.js';
import { lockReceipt, makeVoid } from './receipt.lock.js';
import { ReceiptQuestions, SIGN } from './receipt-questions.service.js';
import { heard, reasonIn } from './receipt.words.js';

/** A receipt as a cashier writes it. The id is the form's: sent twice, when a network was lost, it is one receipt. */
export interface WriteReceipt extends ReceiptWords {
  readonly id: PledgeId;
  readonly associationId: BodyId;
}

/** The numbered receipts of an association's cashiers: written by one, signed by another officer. */
@Injectable()
export class ReceiptsService {
  constructor(
    private readonly db: Database,
    private readonly members: MembersQueries,
    private readonly cashiers: CashiersService,
    private readonly persons: PersonsService,
    private readonly projects: ProjectsQueries,
    private readonly brought: BroughtService,
    private readonly ledger: LedgerService,
    private readonly approvals: ApprovalsService,
    private readonly questions: ReceiptQuestions,
    private readonly outbox: Outbox,
    private readonly trail: Trail,
  ) {}

  /**
   * Writes the next receipt of the association's series and asks another officer for the second signature. Throws
   * `cashier-missing`, `receipt-id-taken` for another receipt under this id, `cash-project` for a project of others,
   * `campaign-closed`, `cash-full` when the project has all it needs and the giver was not told where it goes, and fields, of its line too.
   */
  async write({ id, associationId, ...said }: WriteReceipt, by: PersonId): Promise<Receipt> {
    const words = heard(said);
    return this.db.transaction(async (tx) => {
      const cashierId = await this.cashiers.mustBe(tx, associationId, by);
      // Numbers follow one another: one receipt of an association at a time.
      await hold(tx, `cash:${associationId}`);
      const earlier = await this.sentBefore(tx, { id, words, by });
      if (earlier) return earlier;
      const onward = await this.mustCollect(tx, associationId, words);
      const approvalId = newId<'Approval'>();
      await this.insert(tx, { id, associationId, cashierId, approvalId, words, onward, by });
      const receipt = await lockReceipt(tx, id);
      await this.askToSign(tx, receipt, by);
      await this.note(tx, 'receipt.written', receipt, by);
      return receipt;
    });
  }

  /**
   * Its cashier writes it anew, as long as nobody has signed; whoever is to sign is asked for what stands there now. Throws
   * `receipt-signed`, and as `write`.
   */
  async correct(id: PledgeId, said: ReceiptWords, by: PersonId): Promise<Receipt> {
    const words = heard(said);
    return this.db.transaction(async (tx) => {
      const before = await this.mustBeWritten(tx, id, by);
      const onward = await this.mustCollect(tx, before.associationId, words);
      await this.dropQuestion(tx, before, by, 'corrected');
      const { projectId, lei, line, shortfall, giver, shown, email, lang } = words;
      await tx.query(
        `update cash.receipt set project_id = $2, lei_minor = $3, shortfall = $4, giver = $5, shown = $6, email = $7, lang = $8,
           approval_id = $9, onward = $10, line_id = $11, units = $12 where id = $1`,
        [
          id,
          projectId,
          lei.minor.toString(),
          shortfall,
          giver,
          shown,
          email,
          lang,
          newId<'Approval'>(),
          onward,
          line?.id ?? null,
          line?.units ?? null,
        ],
      );
      const receipt = await lockReceipt(tx, id);
      await this.askToSign(tx, receipt, by);
      await this.note(tx, 'receipt.corrected', receipt, by);
      return receipt;
    });
  }

  /**
   * Act 16: another officer signs; from now on it is a gift that is awaited, and cash in its cashier's hand. Throws
   * `second-person-needed`, `approval-decided`, `campaign-closed`, and as `mustHold`.
   */
  async sign(approvalId: ApprovalId, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      const receipt = await this.questions.mustDecide(tx, SIGN, approvalId, by);
      await this.approvals.give(tx, approvalId, by);
      const { id, projectId, lei, line, shortfall, onward, giver, shown, email, lang, associationId, code } = receipt;
      const personId = email
        ? await this.persons.ensure(tx, { email, lang, name: giver })
        : await this.persons.withoutAddress(tx, { lang, name: giver });
      const publicName = shown ? giver : null;
      await this.brought.promise(tx, { id, projectId, personId, way: 'cash', lei, line, shortfall, onward, publicName, associationId, lang, receiptCode: code }); // prettier-ignore
      await this.ledger.post(tx, inHand(receipt));
      await tx.query(`update cash.receipt set state = 'signed', signed_by = $2, signed_at = platform.now() where id = $1`, [id, by]); // prettier-ignore
      await this.note(tx, 'receipt.signed', receipt, by);
    });
  }

  /** Makes a receipt void that nobody has signed; its number stays. By its cashier. Throws `receipt-signed`, `approval-reason`. */
  async discard(id: PledgeId, text: string, by: PersonId): Promise<void> {
    const reason = reasonIn(text);
    await this.db.transaction(async (tx) => {
      const receipt = await this.mustBeWritten(tx, id, by);
      await this.dropQuestion(tx, receipt, by, reason);
      await makeVoid(tx, receipt, { by, reason });
      await this.note(tx, 'receipt.void', receipt, by);
    });
  }

  private async sentBefore(
    tx: Tx,
    { id, words, by }: { id: PledgeId; words: ReceiptWords; by: PersonId },
  ): Promise<Receipt | null> {
    const [row] = await rowsOf<{ request: string; by: PersonId }>(
      tx,
      'select request, written_by as by from cash.receipt where id = $1',
      [id],
    );
    if (!row) return null;
    if (row.request !== requestOf(words) || row.by !== by)
      throw refuse('conflict', 'receipt-id-taken', 'The id belongs to another receipt.');
    return lockReceipt(tx, id);
  }

  private async insert(
    tx: Tx,
    { id, associationId, cashierId, approvalId, words, onward, by }: { id: PledgeId; associationId: BodyId; cashierId: CashierId; approvalId: ApprovalId; words: ReceiptWords; onward: boolean; by: PersonId }, // prettier-ignore
  ): Promise<void> {
    const { projectId, lei, line, shortfall, giver, shown, email, lang } = words;
    await tx.query(
      `insert into cash.receipt (id, association_id, cashier_id, n, code, request, approval_id, project_id, lei_minor, shortfall, giver, shown,
         email, lang, written_by, onward, line_id, units, written_at)
       select $1, $2, $3, coalesce(max(n), 0) + 1, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, platform.now()
         from cash.receipt where association_id = $2`,
      [
        ...[id, associationId, cashierId, randomCode(16), requestOf(words), approvalId, projectId],
        ...[lei.minor.toString(), shortfall, giver, shown, email, lang, by, onward],
        ...[line?.id ?? null, line?.units ?? null],
      ],
    );
  }

  /** Cash is collected for a project of the association's own whose campaign is open; whether it goes on to the town's next need. */
  private async mustCollect(
    tx: Tx,
    associationId: BodyId,
    { projectId, lei, line, onward }: ReceiptWords,
  ): Promise<boolean> {
    const project = await this.projects.find(projectId, tx);
    if (project?.associationId !== associationId) throw refuseFields({ pointer: '/projectId', code: 'cash-project' });
    const full = await this.brought.beginsFull(tx, { projectId, lei, line });
    if (full && !onward) throw refuseFields({ pointer: '/onward', code: 'cash-full' });
    return full;
  }

  private async mustBeWritten(tx: Tx, id: PledgeId, by: PersonId): Promise<Receipt> {
    const receipt = await lockReceipt(tx, id);
    await this.members.mustHold(tx, by, receipt.associationId, ANYBODY);
    if (receipt.writtenBy !== by) throw refuse('forbidden', 'cashier-missing', 'Its cashier corrects a receipt.');
    if (receipt.state !== 'written')
      throw refuse('conflict', 'receipt-signed', 'It has two signatures, or is void; it is not changed any more.');
    return receipt;
  }

  private async askToSign(tx: Tx, receipt: Receipt, by: PersonId): Promise<void> {
    const { id, approvalId, associationId, n, lei, projectId, shortfall } = receipt;
    const office = `association:${associationId}` as const;
    const payload = { receipt: id, n, lei: lei.toString(), project: projectId, shortfall };
    await this.approvals.ask(tx, { id: approvalId, kind: SIGN, subject: `cash:${id}`, office, by, payload });
    await this.outbox.add(tx, receiptAsked(associationId, approvalId, by));
  }

  private dropQuestion(tx: Tx, { id }: Receipt, by: PersonId, reason: string): Promise<void> {
    return this.approvals.drop(tx, { kind: SIGN, subject: `cash:${id}` }, { by, reason });
  }

  private note(tx: Tx, action: string, { id, n }: Receipt, actor: PersonId): Promise<void> {
    return this.trail.add(tx, { actor, action, subject: `cash:${id}`, data: { n } });
  }
}
