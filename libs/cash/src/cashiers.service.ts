import { Injectable } from '@nestjs/common';
import { ApprovalsQueries, ApprovalsService, askerLeft } from '#libs/approvals/src/index.js';
import { MembersQueries } from '#libs/hometowns/src/index.js';
import { type ApprovalId, type BodyId, newId, type PersonId, refuse, refuseFields } from '#libs/kernel/src/index.js';
import { Database, Outbox, rowsOf, Trail, type Tx } from '#libs/platform/src/index.js';
import { ANYBODY, CASH_OFFICERS, type CashierId } from './cash.js';
import { cashierAsked } from './cash.events.js';

const KIND = 'cash-cashier';

interface CashierRow {
  readonly id: CashierId;
  readonly associationId: BodyId;
  readonly personId: PersonId;
  readonly askedBy: PersonId;
  readonly state: string;
}

const COLUMNS = `id, association_id as "associationId", person_id as "personId", asked_by as "askedBy", state`;

/** Who may take cash for an association: its president asks, another of its officers agrees, everybody may read it. */
@Injectable()
export class CashiersService {
  constructor(
    private readonly db: Database,
    private readonly members: MembersQueries,
    private readonly approvals: ApprovalsService,
    private readonly asked: ApprovalsQueries,
    private readonly outbox: Outbox,
    private readonly trail: Trail,
  ) {}

  /**
   * Asks for a member or officer as cashier. The same again is answered like the first time. Throws `cashier-member` for
   * somebody from elsewhere, `cashier-known` when he is one or waits to be, `role-missing` unless president.
   */
  async ask(associationId: BodyId, personId: PersonId, by: PersonId): Promise<ApprovalId> {
    return this.db.transaction(async (tx) => {
      await this.members.mustHold(tx, by, associationId, ['president']);
      if (!(await this.members.officersOf(associationId, ANYBODY, tx)).includes(personId))
        throw refuseFields({ pointer: '/personId', code: 'cashier-member' });
      const [id, approvalId] = [newId<'Cashier'>(), newId<'Approval'>()];
      const made = await rowsOf(
        tx,
        `insert into cash.cashier (id, association_id, person_id, approval_id, asked_by, asked_at) values ($1, $2, $3, $4, $5, platform.now())
         on conflict do nothing returning id`,
        [id, associationId, personId, approvalId, by],
      );
      if (made.length === 0) return this.mustRepeat(tx, { associationId, personId, by });
      const office = `association:${associationId}` as const;
      const subject = `cashier:${id}`;
      await this.approvals.ask(tx, { id: approvalId, kind: KIND, subject, office, by, payload: { cashier: id } });
      await this.outbox.add(tx, cashierAsked(id));
      return approvalId;
    });
  }

  /** The second officer agrees. Throws `second-person-needed`, `approval-decided`, `asker-left`, and as `mustHold`. */
  async confirm(approvalId: ApprovalId, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      const cashier = await this.mustDecide(tx, approvalId, by);
      await this.approvals.give(tx, approvalId, by);
      const { id, associationId, personId, askedBy } = cashier;
      if (!(await this.members.officersOf(associationId, ['president'], tx)).includes(askedBy)) throw askerLeft();
      if (!(await this.members.officersOf(associationId, ANYBODY, tx)).includes(personId))
        throw refuse('conflict', 'cashier-member', 'He has left the association.');
      await tx.query(`update cash.cashier set state = 'named', named_by = $2, named_at = platform.now() where id = $1`, [id, by]); // prettier-ignore
      await this.note(tx, 'cashier.named', cashier, by);
    });
  }

  /** The second officer says no; whoever asked takes it back by the same call. Throws as `confirm`, and `approval-reason`. */
  async refuse(approvalId: ApprovalId, reason: string, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      const { id } = await this.mustDecide(tx, approvalId, by);
      await this.approvals.decline(tx, approvalId, by, reason);
      await tx.query(`update cash.cashier set state = 'refused' where id = $1`, [id]);
    });
  }

  /**
   * He takes no more cash; what he has in hand is still to be brought. By himself or by an officer, again and again. Throws
   * `not-found` for others.
   */
  async end(id: CashierId, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      const [cashier] = await rowsOf<CashierRow>(tx, `select ${COLUMNS} from cash.cashier where id = $1 for update`, [id]); // prettier-ignore
      if (!cashier || !['named', 'ended'].includes(cashier.state)) throw refuse('not-found', 'not-found', 'No such cashier.'); // prettier-ignore
      if (cashier.personId !== by) await this.members.mustHold(tx, by, cashier.associationId, CASH_OFFICERS);
      if (cashier.state === 'ended') return;
      await tx.query(`update cash.cashier set state = 'ended', ended_by = $2, ended_at = platform.now() where id = $1`, [id, by]); // prettier-ignore
      await this.note(tx, 'cashier.ended', cashier, by);
    });
  }

  /**
   * The association ends: its cashiers take no more cash. Part of the caller's transaction, in which nobody is of the
   * association any more. Throws `dissolution-cash` while cash is in hand or on its way to the bank.
   */
  async endAll(tx: Tx, associationId: BodyId, by: PersonId): Promise<void> {
    const [open] = await rowsOf<{ is: boolean }>(
      tx,
      `select exists (select from cash.receipt where association_id = $1 and state in ('written', 'signed'))
         or exists (select from cash.deposit where association_id = $1 and state = 'open') as is`,
      [associationId],
    );
    if (open!.is) throw refuse('conflict', 'dissolution-cash', 'It holds cash that has not reached the bank.');
    const ended = await rowsOf<CashierRow>(
      tx,
      `update cash.cashier set state = 'ended', ended_by = $2, ended_at = platform.now()
       where association_id = $1 and state = 'named' returning ${COLUMNS}`,
      [associationId, by],
    );
    for (const cashier of ended) await this.note(tx, 'cashier.ended', cashier, by);
  }

  /** The cashier that a person is in an association now. Throws `cashier-missing`, `not-found` for people from elsewhere. */
  async mustBe(tx: Tx, associationId: BodyId, by: PersonId): Promise<CashierId> {
    await this.members.mustHold(tx, by, associationId, ANYBODY);
    const [row] = await rowsOf<{ id: CashierId }>(
      tx,
      `select id from cash.cashier where association_id = $1 and person_id = $2 and state = 'named' for share`,
      [associationId, by],
    );
    if (!row) throw refuse('forbidden', 'cashier-missing', 'Only a cashier of the association takes cash.');
    return row.id;
  }

  private async mustRepeat(
    tx: Tx,
    { associationId, personId, by }: { associationId: BodyId; personId: PersonId; by: PersonId },
  ): Promise<ApprovalId> {
    const [waiting] = await rowsOf<{ id: ApprovalId }>(
      tx,
      `select approval_id as id from cash.cashier where association_id = $1 and person_id = $2 and state = 'asked' and asked_by = $3`,
      [associationId, personId, by],
    );
    if (!waiting) throw refuseFields({ pointer: '/personId', code: 'cashier-known' });
    return waiting.id;
  }

  private async mustDecide(tx: Tx, approvalId: ApprovalId, by: PersonId): Promise<CashierRow> {
    const approval = await this.asked.find(approvalId, tx);
    const sql = `select ${COLUMNS} from cash.cashier where approval_id = $1 for update`;
    const [cashier] = approval?.kind === KIND ? await rowsOf<CashierRow>(tx, sql, [approvalId]) : [];
    if (!cashier) throw refuse('not-found', 'not-found', 'No such question.');
    await this.members.mustHold(tx, by, cashier.associationId, CASH_OFFICERS);
    return cashier;
  }

  private note(tx: Tx, action: string, { id, associationId }: CashierRow, actor: PersonId): Promise<void> {
    return this.trail.add(tx, { actor, action, subject: `body:${associationId}`, data: { cashier: id } });
  }
}
