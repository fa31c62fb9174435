import { Injectable } from '@nestjs/common';
import { StaffService } from '#libs/identity/src/index.js';
import { type BodyId, newId, type PersonId, refuse, refuseFields } from '#libs/kernel/src/index.js';
import { Database, type Lang, Outbox, rowsOf, Signer, Trail, type Tx } from '#libs/platform/src/index.js';
import type { Body } from './body.js';
import { accountAsked, accountChanged, accountContested } from './hometowns.events.js';
import { MembersQueries } from './members.queries.js';
import { ACCOUNT_COLUMNS, ACCOUNT_OFFICERS, type AccountCheckId, askOfficial, lockBody, type TreasuryAccount, type TreasuryAccountId } from './treasury-account.js'; // prettier-ignore

/** What whoever reads the official address's letters is asked about. */
export interface AccountCheck {
  readonly id: AccountCheckId;
  readonly account: TreasuryAccount;
  readonly body: Pick<Body, 'id' | 'name' | 'placeCode'>;
  readonly email: string;
  readonly expiresAt: Date;
  /** Can be answered: the newest letter, to the address that is official still, within its 30 days, to a signed account. */
  readonly open: boolean;
}

/** The letter to the official address, ready to be written. */
export interface AccountLetter extends AccountCheck {
  readonly lang: Lang;
  readonly token: string;
}

/** Yes, or no and why. */
export type AccountAnswer = { readonly confirm: true } | { readonly confirm: false; readonly reason: string };

const PURPOSE = 'account-check';

/**
 * The third word on a treasury account. Both signatures come from people whom the mayor lets in; so whoever reads the
 * official address, which the operator has verified, is asked by letter before money goes there.
 */
@Injectable()
export class AccountChecksService {
  constructor(
    private readonly db: Database,
    private readonly members: MembersQueries,
    private readonly staff: StaffService,
    private readonly signer: Signer,
    private readonly outbox: Outbox,
    private readonly trail: Trail,
  ) {}

  /** What a letter's link asks about, answered or not; null for a link that was not made here. */
  async look(token: string): Promise<AccountCheck | null> {
    const id = this.signer.read(PURPOSE, token);
    return id ? this.find(id as AccountCheckId) : null;
  }

  /** The letter, or null when it cannot be answered (any more). */
  async letterOf(id: AccountCheckId): Promise<AccountLetter | null> {
    const found = await this.find(id);
    if (!found?.open) return null;
    return { ...found, lang: found.body.name.original, token: this.signer.token(PURPOSE, id) };
  }

  /**
   * The official address says yes: the account is in force, the one before is replaced. Or it says no: the account is
   * blocked until the operator has looked. Once; the same answer again passes. Throws `account-check-over`,
   * `account-check-reason` (1 to 2000 characters), `body-not-verified`, `not-found` for a link that was not made here.
   */
  async answer(token: string, answer: AccountAnswer): Promise<void> {
    const reason = answer.confirm ? null : answer.reason.trim();
    if (reason !== null && (reason.length < 1 || reason.length > 2000))
      throw refuseFields({ pointer: '/reason', code: 'account-check-reason' });
    await this.db.transaction(async (tx) => {
      const id = this.signer.read(PURPOSE, token) as AccountCheckId | null;
      const seen = id && (await this.find(id, tx));
      if (!seen) throw refuse('not-found', 'not-found', 'No such letter.');
      const { state } = await lockBody(tx, seen.body.id);
      const { account, open } = (await this.find(seen.id, tx))!;
      if (account.state === (answer.confirm ? 'active' : 'contested')) return;
      if (!open) throw over();
      if (state !== 'verified') throw refuse('forbidden', 'body-not-verified', 'The operator has not verified it.');
      await (reason === null ? this.putInForce(tx, account) : this.block(tx, account, reason));
    });
  }

  /** An officer has the letter sent again, to the official address of now. Throws `account-state`, and as `askOfficial` and `mustHold`. */
  async sendAgain(bodyId: BodyId, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      await this.members.mustHold(tx, by, bodyId, ACCOUNT_OFFICERS);
      await lockBody(tx, bodyId);
      if (!(await this.ask(tx, bodyId, by)))
        throw refuse('conflict', 'account-state', 'No account waits for the letter.');
    });
  }

  /**
   * Asks anew about the account that waits, if one does; for whoever changes the official address in his transaction. Throws as
   * `askOfficial`.
   */
  async ask(tx: Tx, bodyId: BodyId, by: PersonId): Promise<boolean> {
    const [account] = await rowsOf<TreasuryAccount>(
      tx,
      `select ${ACCOUNT_COLUMNS} from hometowns.treasury_account a where body_id = $1 and state = 'signed'`,
      [bodyId],
    );
    if (!account) return false;
    const id = newId<'AccountCheck'>();
    await askOfficial(tx, { id, account, by });
    await this.note(tx, { by, action: 'account.asked', account, data: { check: id } });
    await this.outbox.add(tx, accountAsked(id));
    return true;
  }

  /**
   * The operator has looked into a contested account: it stays out of force, and the town hall may enter another. Throws
   * `approval-reason`, `account-state`, `not-found` to others than staff.
   */
  async settle(accountId: TreasuryAccountId, note: string, by: PersonId): Promise<void> {
    const text = note.trim();
    if (text.length < 1 || text.length > 2000) throw refuseFields({ pointer: '/reason', code: 'approval-reason' });
    await this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      const [account] = await rowsOf<TreasuryAccount>(
        tx,
        `update hometowns.treasury_account a set state = 'refused', settle_note = $2 where id = $1 and state = 'contested' returning ${ACCOUNT_COLUMNS}`,
        [accountId, text],
      );
      if (!account) throw refuse('conflict', 'account-state', 'The account is not contested (any more).');
      await this.note(tx, { by, action: 'account.settled', account });
    });
  }

  private async putInForce(tx: Tx, account: TreasuryAccount): Promise<void> {
    await tx.query(
      `update hometowns.treasury_account set state = 'replaced', replaced_at = platform.now() where body_id = $1 and state = 'active'`,
      [account.bodyId],
    );
    await tx.query(
      `update hometowns.treasury_account set state = 'active', answered_at = platform.now() where id = $1`,
      [account.id],
    );
    await this.note(tx, { by: null, action: 'account.confirmed', account });
    await this.outbox.add(tx, accountChanged(account.bodyId));
  }

  private async block(tx: Tx, account: TreasuryAccount, reason: string): Promise<void> {
    await tx.query(
      `update hometowns.treasury_account set state = 'contested', answered_at = platform.now(), contest_reason = $2 where id = $1`,
      [account.id, reason],
    );
    await this.note(tx, { by: null, action: 'account.contested', account });
    await this.outbox.add(tx, accountContested(account.id, account.bodyId));
  }

  private async find(id: AccountCheckId, tx?: Tx): Promise<AccountCheck | null> {
    const sql = `select c.id, c.email, c.expires_at as "expiresAt",
         json_build_object('id', b.id, 'name', b.name, 'placeCode', b.place_code) as body, c.email = b.email and a.state = 'signed'
           and c.expires_at > platform.now() and not exists (
             select from hometowns.account_check n where n.account_id = c.account_id and (n.at, n.id) > (c.at, c.id)) as open,
         ${ACCOUNT_COLUMNS.replace(/^a\.id,/, 'a.id as "accountId",')}
       from hometowns.account_check c join hometowns.treasury_account a on a.id = c.account_id
       join hometowns.body b on b.id = a.body_id where c.id = $1`;
    const rows = tx ? await rowsOf<Row>(tx, sql, [id]) : await this.db.rows<Row>(sql, [id]);
    if (!rows[0]) return null;
    const { id: check, accountId, email, expiresAt, body, open, ...account } = rows[0];
    return { id: check, email, expiresAt, body, open, account: { ...account, id: accountId } };
  }

  private note(
    tx: Tx,
    {
      by,
      action,
      account,
      data,
    }: { by: PersonId | null; action: string; account: TreasuryAccount; data?: Readonly<Record<string, string>> },
  ): Promise<void> {
    const subject = `body:${account.bodyId}`;
    return this.trail.add(tx, { actor: by, action, subject, data: { account: account.id, ...data } });
  }
}

type Row = Omit<AccountCheck, 'account'> & Omit<TreasuryAccount, 'id'> & { readonly accountId: TreasuryAccountId };

function over(): Error {
  return refuse('conflict', 'account-check-over', 'The letter cannot be answered (any more).');
}
