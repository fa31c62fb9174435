import { type ApprovalId, type BodyId, type Id, type PersonId, refuse } from '#libs/kernel/src/index.js';
import { rowsOf, type Tx } from '#libs/platform/src/index.js';
import { type Body, OFFICERS, type Role } from './body.js';

export type TreasuryAccountId = Id<'TreasuryAccount'>;
export type AccountCheckId = Id<'AccountCheck'>;

/** An account at the State Treasury to which a town hall's tranches go. */
export interface TreasuryAccount {
  readonly id: TreasuryAccountId;
  readonly bodyId: BodyId;
  readonly iban: string;
  readonly holder: string;
  readonly bank: string;
  /** `signed`: by two officers, while the official address has not answered; only `active` is paid to. */
  readonly state: 'proposed' | 'signed' | 'active' | 'replaced' | 'refused' | 'contested';
  readonly approvalId: ApprovalId;
  readonly enteredBy: PersonId;
  readonly enteredAt: Date;
  readonly confirmedBy: PersonId | null;
  readonly confirmedAt: Date | null;
  /** When the official address answered: in force since, or contested at. */
  readonly answeredAt: Date | null;
  /** What the official address says against it. */
  readonly contestReason: string | null;
  readonly replacedAt: Date | null;
}

/** Who at a town hall has to do with its account. */
export const ACCOUNT_OFFICERS: readonly Role[] = OFFICERS['town-hall'];

/** The columns of `hometowns.treasury_account a` under the names of `TreasuryAccount`. */
export const ACCOUNT_COLUMNS = `a.id, a.body_id as "bodyId", a.iban, a.holder, a.bank, a.state, a.approval_id as "approvalId",
  a.entered_by as "enteredBy", a.entered_at as "enteredAt", a.confirmed_by as "confirmedBy", a.confirmed_at as "confirmedAt",
  a.answered_at as "answeredAt", a.contest_reason as "contestReason", a.replaced_at as "replacedAt"`;

const DAYS = 30;
const LETTERS_AN_HOUR = 3;

/**
 * Asks the official address for its word on a signed account: a new letter, good for 30 days, in the place of those before.
 * Throws `too-many-letters` after three from this town hall to this address within an hour, `official-address-own` when one of the two who
 * signed signs in with that address: it would be his own word a second time.
 */
export async function askOfficial(
  tx: Tx,
  { id, account, by }: { id: AccountCheckId; account: Pick<TreasuryAccount, 'id' | 'bodyId'>; by: PersonId },
): Promise<void> {
  const own = await rowsOf(
    tx,
    `select from hometowns.treasury_account a join hometowns.body b on b.id = a.body_id
       join identity.person p on p.id in (a.entered_by, a.confirmed_by) and p.email = b.email where a.id = $1`,
    [account.id],
  );
  if (own.length > 0)
    throw refuse('conflict', 'official-address-own', 'The official address is one of the two signers’ own.');
  const [{ n } = { n: 0 }] = await rowsOf<{ n: number }>(
    tx,
    `select count(*)::int as n from hometowns.account_check c
       join hometowns.treasury_account a on a.id = c.account_id join hometowns.body b on b.id = a.body_id and b.email = c.email
      where b.id = $1 and c.at > platform.now() - interval '1 hour'`,
    [account.bodyId],
  );
  if (n >= LETTERS_AN_HOUR)
    throw refuse('conflict', 'too-many-letters', 'The official address got enough letters within the hour.');
  await tx.query(
    `insert into hometowns.account_check (id, account_id, email, by, at, expires_at)
     select $1, $2, b.email, $4, now, now + $5 * interval '1 day' from hometowns.body b, platform.now() as now where b.id = $3`,
    [id, account.id, account.bodyId, by, DAYS],
  );
}

/** The body's row, locked: signing, answering and a new official address go one after the other. Throws `not-found`. */
export async function lockBody(tx: Tx, bodyId: BodyId): Promise<Pick<Body, 'email' | 'state'>> {
  const sql = 'select email, state from hometowns.body where id = $1 for no key update';
  const [body] = await rowsOf<Pick<Body, 'email' | 'state'>>(tx, sql, [bodyId]);
  if (!body) throw refuse('not-found', 'not-found', 'No such body.');
  return body;
}
