import { Injectable } from '@nestjs/common';
import {
  charactersIn,
  type ApprovalId,
  type BodyId,
  newId,
  oneLine,
  type PersonId,
  refuse,
  refuseFields,
} from '#libs/kernel/src/index.js';
import { type Approval, ApprovalsQueries, ApprovalsService, askerLeft } from '#libs/approvals/src/index.js';
import { Database, hold, Outbox, rowsOf, Trail, type Tx } from '#libs/platform/src/index.js';
import { accountProposed, accountSigned } from './hometowns.events.js';
import { parseIban } from './iban.js';
import { MembersQueries } from './members.queries.js';
import { ACCOUNT_COLUMNS, ACCOUNT_OFFICERS, askOfficial, lockBody, type TreasuryAccount, type TreasuryAccountId } from './treasury-account.js'; // prettier-ignore

/** What an officer enters. `id` from outside makes the command repeatable. */
export interface ProposeAccount {
  readonly id?: TreasuryAccountId;
  readonly iban: string;
  readonly holder: string;
  readonly bank: string;
}

const KIND = 'treasury-account';

/**
 * A town hall's account: entered by one officer, signed by another, in force when the official address has said yes. Its
 * history is kept.
 */
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
   * Proposes an account; the one in force stays until another has been signed and confirmed. What was signed and still waits
   * for the official address makes way. Throws `iban-country`, `iban-length`, `iban-check`, `account-holder`,
   * `account-bank`, `approval-waiting`, `account-contested`, and as `mustHold`.
   */
  async propose(bodyId: BodyId, account: ProposeAccount, by: PersonId): Promise<ApprovalId> {
    const iban = parseIban(account.iban);
    const [holder, bank] = [named(account.holder, 'holder'), named(account.bank, 'bank')];
    const id = account.id ?? newId<'TreasuryAccount'>();
    return this.db.transaction(async (tx) => {
      await this.members.mustHold(tx, by, bodyId, ACCOUNT_OFFICERS);
      // The same form sent twice at once is one account.
      await hold(tx, `account:${id}`);
      const [earlier] = await this.read(tx, 'id = $1', [id]);
      if (earlier) return mustBeSame(earlier, { bodyId, iban, holder, bank, by });
      await this.clearWay(tx, bodyId);
      const approvalId = newId<'Approval'>();
      const [subject, office] = [`body:${bodyId}`, `town-hall:${bodyId}`] as const;
      await this.approvals.ask(tx, { id: approvalId, kind: KIND, subject, office, by, payload: { account: id } });
      await tx.query(
        `insert into hometowns.treasury_account (id, body_id, iban, holder, bank, approval_id, entered_by, entered_at)
         values ($1, $2, $3, $4, $5, $6, $7, platform.now())`,
        [id, bodyId, iban, holder, bank, approvalId, by],
      );
      await this.trail.add(tx, { actor: by, action: 'account.proposed', subject, data: { account: id } });
      await this.outbox.add(tx, accountProposed(id, bodyId));
      return approvalId;
    });
  }

  /**
   * The second signature: a letter asks the official address, and the account is in force when it has said yes. Throws
   * `second-person-needed`, `approval-decided`, `asker-left` when the proposer is no officer any more, and as `askOfficial`
   * and `mustHold`.
   */
  confirm(approvalId: ApprovalId, by: PersonId): Promise<void> {
    return this.db.transaction(async (tx) => {
      const account = await this.mustDecide(tx, approvalId, by);
      const { bodyId, id, enteredBy } = account;
      await lockBody(tx, bodyId);
      await this.approvals.give(tx, approvalId, by);
      if (!(await this.members.officersOf(bodyId, ACCOUNT_OFFICERS, tx)).includes(enteredBy)) throw askerLeft();
      await tx.query(
        `update hometowns.treasury_account set state = 'signed', confirmed_by = $2, confirmed_at = platform.now() where id = $1`,
        [id, by],
      );
      const check = newId<'AccountCheck'>();
      await askOfficial(tx, { id: check, account, by });
      const data = { account: id, check };
      await this.trail.add(tx, { actor: by, action: 'account.signed', subject: `body:${bodyId}`, data });
      await this.outbox.add(tx, accountSigned(check, bodyId));
    });
  }

  /** Refuses the proposed account; its proposer takes it back by the same call. Throws as `confirm`, and `approval-reason`. */
  refuse(approvalId: ApprovalId, reason: string, by: PersonId): Promise<void> {
    return this.db.transaction(async (tx) => {
      const { bodyId, id } = await this.mustDecide(tx, approvalId, by);
      await this.approvals.decline(tx, approvalId, by, reason);
      await tx.query(`update hometowns.treasury_account set state = 'refused' where id = $1`, [id]);
      await this.trail.add(tx, {
        actor: by,
        action: 'account.refused',
        subject: `body:${bodyId}`,
        data: { account: id },
      });
    });
  }

  /** The account in force, or null. In a transaction it stays in force until that ends: a letter that is answered meanwhile waits. */
  async active(bodyId: BodyId, tx?: Tx): Promise<TreasuryAccount | null> {
    if (tx) await lockBody(tx, bodyId);
    const [account] = await this.read(tx, `body_id = $1 and state = 'active'`, [bodyId]);
    return account ?? null;
  }

  /** The account that is on its way: waits for a second officer or for the official address, or is contested; or null. */
  async proposed(bodyId: BodyId, tx?: Tx): Promise<TreasuryAccount | null> {
    const [account] = await this.read(tx, `body_id = $1 and state in ('proposed', 'signed', 'contested')`, [bodyId]);
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
    await this.members.mustHold(tx, by, account.bodyId, ACCOUNT_OFFICERS);
    return account;
  }

  private async clearWay(tx: Tx, bodyId: BodyId): Promise<void> {
    await lockBody(tx, bodyId);
    const waiting = await this.proposed(bodyId, tx);
    if (waiting?.state === 'contested')
      throw refuse(
        'conflict',
        'account-contested',
        'The official address contests an account; the operator looks first.',
      );
    if (waiting?.state === 'signed')
      await tx.query(`update hometowns.treasury_account set state = 'refused' where id = $1`, [waiting.id]);
  }

  private read(tx: Tx | undefined, where: string, params: readonly unknown[]): Promise<TreasuryAccount[]> {
    const sql = `select ${ACCOUNT_COLUMNS} from hometowns.treasury_account a where ${where}`;
    return tx ? rowsOf<TreasuryAccount>(tx, sql, params) : this.db.rows<TreasuryAccount>(sql, params);
  }
}

function named(text: string, field: 'holder' | 'bank'): string {
  const name = oneLine(text);
  if (charactersIn(name) < 3 || name.length > 140)
    throw refuseFields({ pointer: `/${field}`, code: `account-${field}` });
  return name;
}

function mustBeSame(
  earlier: TreasuryAccount,
  { bodyId, by, ...said }: Pick<TreasuryAccount, 'bodyId' | 'iban' | 'holder' | 'bank'> & { by: PersonId },
): ApprovalId {
  if (earlier.bodyId !== bodyId) throw refuse('not-found', 'not-found', 'No such account.');
  const { iban, holder, bank } = earlier;
  if (iban !== said.iban || holder !== said.holder || bank !== said.bank || earlier.enteredBy !== by)
    throw refuse('conflict', 'account-reused', 'The id of this account was used for another.');
  return earlier.approvalId;
}
