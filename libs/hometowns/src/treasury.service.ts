import { Injectable } from '@nestjs/common';
import {
  type ApprovalId,
  type BodyId,
  type Id,
  newId,
  type PersonId,
  refuse,
  refuseFields,
} from '#libs/kernel/src/index.js';
import { type Approval, ApprovalsQueries, ApprovalsService, askerLeft } from '#libs/approvals/src/index.js';
import { Database, Outbox, rowsOf, Trail, type Tx } from '#libs/platform/src/index.js';
import type { Role } from './body.js';
import { accountChanged } from './hometowns.events.js';
import { parseIban } from './iban.js';
import { MembersQueries } from './members.queries.js';

/** An account at the State Treasury to which a town hall's tranches go. */
export interface TreasuryAccount {
  readonly id: Id<'TreasuryAccount'>;
  readonly bodyId: BodyId;
  readonly iban: string;
  readonly holder: string;
  readonly bank: string;
  readonly state: 'proposed' | 'active' | 'replaced' | 'refused';
  readonly approvalId: ApprovalId;
  readonly enteredBy: PersonId;
  readonly enteredAt: Date;
  readonly confirmedBy: PersonId | null;
  readonly confirmedAt: Date | null;
  readonly replacedAt: Date | null;
}

/** What an officer enters. `id` from outside makes the command repeatable. */
export interface ProposeAccount {
  readonly id?: Id<'TreasuryAccount'>;
  readonly iban: string;
  readonly holder: string;
  readonly bank: string;
}

const OFFICERS: readonly Role[] = ['mayor', 'secretary', 'accountant'];
const KIND = 'treasury-account';
const COLUMNS = `id, body_id as "bodyId", iban, holder, bank, state, approval_id as "approvalId", entered_by as "enteredBy",
  entered_at as "enteredAt", confirmed_by as "confirmedBy", confirmed_at as "confirmedAt", replaced_at as "replacedAt"`;

/** A town hall's account: entered by one officer, confirmed by another, its history kept. */
@Injectable()
export class TreasuryService {
  constructor(
    private readonly db: Database,
    private readonly members: MembersQueries,
    private readonly approvals: ApprovalsService,
    private readonly asked: ApprovalsQueries,
    private readonly outbox: Outbox,
    private readonly trail: Trail,
  ) {}

  /**
   * Proposes an account; the one in force stays until another officer confirms. Throws `iban-country`, `iban-length`,
   * `iban-check`, `account-holder`, `account-bank`, `approval-waiting`, and as `mustHold`.
   */
  async propose(bodyId: BodyId, account: ProposeAccount, by: PersonId): Promise<ApprovalId> {
    const iban = parseIban(account.iban);
    const [holder, bank] = [named(account.holder, 'holder'), named(account.bank, 'bank')];
    const id = account.id ?? newId<'TreasuryAccount'>();
    return this.db.transaction(async (tx) => {
      await this.members.mustHold(tx, by, bodyId, OFFICERS);
      const [earlier] = await this.read(tx, 'id = $1', [id]);
      if (earlier) return mustBeSame(earlier, { bodyId, iban, by });
      const approvalId = newId<'Approval'>();
      const [subject, office] = [`body:${bodyId}`, `town-hall:${bodyId}`] as const;
      await this.approvals.ask(tx, { id: approvalId, kind: KIND, subject, office, by, payload: { account: id } });
      await tx.query(
        `insert into hometowns.treasury_account (id, body_id, iban, holder, bank, approval_id, entered_by, entered_at)
         values ($1, $2, $3, $4, $5, $6, $7, platform.now())`,
        [id, bodyId, iban, holder, bank, approvalId, by],
      );
      await this.trail.add(tx, { actor: by, action: 'account.proposed', subject, data: { account: id } });
      return approvalId;
    });
  }

  /**
   * Puts the proposed account in force. Throws `second-person-needed`, `approval-decided`, `asker-left` when the proposer
   * is no officer any more, and as `mustHold`.
   */
  confirm(approvalId: ApprovalId, by: PersonId): Promise<void> {
    return this.db.transaction(async (tx) => {
      const { bodyId, id, enteredBy } = await this.mustDecide(tx, approvalId, by);
      await this.approvals.give(tx, approvalId, by);
      if (!(await this.members.officersOf(bodyId, OFFICERS, tx)).includes(enteredBy)) throw askerLeft();
      await tx.query(
        `update hometowns.treasury_account set state = 'replaced', replaced_at = platform.now() where body_id = $1 and state = 'active'`,
        [bodyId],
      );
      await tx.query(
        `update hometowns.treasury_account set state = 'active', confirmed_by = $2, confirmed_at = platform.now() where id = $1`,
        [id, by],
      );
      await this.trail.add(tx, {
        actor: by,
        action: 'account.confirmed',
        subject: `body:${bodyId}`,
        data: { account: id },
      });
      await this.outbox.add(tx, accountChanged(bodyId));
    });
  }

  /** Refuses the proposed account; its proposer takes it back by the same call. Throws as `confirm`, and `approval-reason`. */
  refuse(approvalId: ApprovalId, reason: string, by: PersonId): Promise<void> {
    return this.db.transaction(async (tx) => {
      const { bodyId, id, enteredBy } = await this.mustDecide(tx, approvalId, by);
      if (enteredBy === by) await this.approvals.withdraw(tx, approvalId, by);
      else await this.approvals.refuse(tx, approvalId, by, reason);
      await tx.query(`update hometowns.treasury_account set state = 'refused' where id = $1`, [id]);
      await this.trail.add(tx, {
        actor: by,
        action: 'account.refused',
        subject: `body:${bodyId}`,
        data: { account: id },
      });
    });
  }

  /** The account in force, or null. */
  async active(bodyId: BodyId, tx?: Tx): Promise<TreasuryAccount | null> {
    const [account] = await this.read(tx, `body_id = $1 and state = 'active'`, [bodyId]);
    return account ?? null;
  }

  /** The account that waits for a second officer, or null. */
  async proposed(bodyId: BodyId, tx?: Tx): Promise<TreasuryAccount | null> {
    const [account] = await this.read(tx, `body_id = $1 and state = 'proposed'`, [bodyId]);
    return account ?? null;
  }

  /** Every account ever entered, the newest first. */
  history(bodyId: BodyId): Promise<TreasuryAccount[]> {
    return this.read(undefined, 'body_id = $1 order by entered_at desc, id desc', [bodyId]);
  }

  private async mustDecide(tx: Tx, approvalId: ApprovalId, by: PersonId): Promise<TreasuryAccount> {
    const approval: Approval | null = await this.asked.find(approvalId, tx);
    const [account] = approval?.kind === KIND ? await this.read(tx, 'approval_id = $1', [approvalId]) : [];
    if (!account) throw refuse('not-found', 'not-found', 'No such proposal.');
    await this.members.mustHold(tx, by, account.bodyId, OFFICERS);
    return account;
  }

  private read(tx: Tx | undefined, where: string, params: readonly unknown[]): Promise<TreasuryAccount[]> {
    const sql = `select ${COLUMNS} from hometowns.treasury_account where ${where}`;
    return tx ? rowsOf<TreasuryAccount>(tx, sql, params) : this.db.rows<TreasuryAccount>(sql, params);
  }
}

function named(text: string, field: 'holder' | 'bank'): string {
  const name = text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
  if (name.length < 3 || name.length > 140) throw refuseFields({ pointer: `/${field}`, code: `account-${field}` });
  return name;
}

function mustBeSame(
  earlier: TreasuryAccount,
  { bodyId, iban, by }: { bodyId: BodyId; iban: string; by: PersonId },
): ApprovalId {
  if (earlier.bodyId !== bodyId) throw refuse('not-found', 'not-found', 'No such account.');
  if (earlier.iban !== iban || earlier.enteredBy !== by)
    throw refuse('conflict', 'account-reused', 'The id of this account was used for another.');
  return earlier.approvalId;
}
