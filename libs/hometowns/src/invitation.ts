import { type BodyId, type PersonId, refuse, refuseFields } from '#libs/kernel/src/index.js';
import { hold, rowsOf, type Tx } from '#libs/platform/src/index.js';
import { type BodyKind, type InvitationId, OFFICERS, type Role, ROLES, SPEAKERS } from './body.js';

/** An invitation as it is kept. */
export interface Invitation {
  readonly id: InvitationId;
  readonly bodyId: BodyId;
  readonly kind: BodyKind;
  readonly role: Role;
  readonly email: string | null;
  readonly handOver: boolean;
  readonly by: PersonId;
  readonly expiresAt: Date;
  readonly usedBy: PersonId | null;
  /** Opened, not revoked, not used, and its 14 days are not over. */
  readonly open: boolean;
}

/** A new invitation; `opened` false: a second operator has to confirm it. */
export interface NewInvitation {
  readonly id: InvitationId;
  readonly bodyId: BodyId;
  readonly kind: BodyKind;
  readonly role: Role;
  readonly email: string | null;
  readonly by: PersonId;
  readonly opened: boolean;
}

/** Kind of the approval that a hand-over started by the operator waits for. */
export const HAND_OVER = 'hand-over';
/** Purpose of the signed token in an invitation's link. */
export const INVITATION = 'invitation';
const DAYS = 14;
const LETTERS_AN_HOUR = 3;
const COLUMNS = `id, body_id as "bodyId", kind, role, email, hand_over as "handOver", by, expires_at as "expiresAt",
  used_by as "usedBy",
  opened_at is not null and revoked_at is null and used_at is null and expires_at > platform.now() as open`;

/** The head of a kind of body, who is followed only by a hand-over. */
export function headOf(kind: BodyKind): Role {
  return ROLES[kind][0];
}

/** Who may invite to a role. Throws `role-unknown`, and `hand-over-needed` for the head. */
export function invitersTo(kind: BodyKind, role: Role): readonly Role[] {
  if (!ROLES[kind].includes(role)) throw refuseFields({ pointer: '/role', code: 'role-unknown' });
  if (role === headOf(kind)) throw refuse('conflict', 'hand-over-needed', 'The head is replaced by a hand-over.');
  if (kind === 'town-hall') return SPEAKERS['town-hall'];
  return role === 'member' ? OFFICERS.association : ['president'];
}

/** The invitation with this id, locked until the transaction ends; null when there is none. */
export async function lockInvitation(tx: Tx, id: string): Promise<Invitation | null> {
  const sql = `select ${COLUMNS} from hometowns.invitation where id = $1 for update`;
  return (await rowsOf<Invitation>(tx, sql, [id]))[0] ?? null;
}

/**
 * Makes an invitation, or finds the open one of the same role and address: asking twice sends one letter. `fresh` says
 * which. Throws `too-many-letters` when the address was invited three times within the hour, by whomever.
 */
export async function openInvitation(
  tx: Tx,
  { id, bodyId, kind, role, email, by, opened }: NewInvitation,
): Promise<{ id: InvitationId; fresh: boolean }> {
  await tx.query(
    `update hometowns.invitation set revoked_at = platform.now()
     where body_id = $1 and role = $2 and used_at is null and revoked_at is null and expires_at <= platform.now()`,
    [bodyId, role],
  );
  const [made] = await rowsOf<{ id: InvitationId }>(
    tx,
    `insert into hometowns.invitation (id, body_id, kind, role, email, hand_over, by, at, opened_at, expires_at)
     select $1, $2, $3, $4, $5, $6, $7, now, case when $8 then now end, now + $9 * interval '1 day' from platform.now() as now
     on conflict do nothing returning id`,
    [id, bodyId, kind, role, email, role === headOf(kind), by, opened, DAYS],
  );
  if (made) {
    if (email) await mustNotFlood(tx, email);
    return { id: made.id, fresh: true };
  }
  const [earlier] = await rowsOf<{ id: InvitationId }>(
    tx,
    `select id from hometowns.invitation
     where body_id = $1 and role = $2 and (hand_over or email is not distinct from $3) and used_at is null and revoked_at is null`,
    [bodyId, role, email],
  );
  return { id: earlier!.id, fresh: false };
}

/** Revokes an invitation that is still open; false when there was nothing to revoke. */
export async function revokeInvitations(tx: Tx, which: string, params: readonly unknown[]): Promise<InvitationId[]> {
  const rows = await rowsOf<{ id: InvitationId }>(
    tx,
    `update hometowns.invitation set revoked_at = platform.now()
     where ${which} and used_at is null and revoked_at is null returning id`,
    params,
  );
  return rows.map(({ id }) => id);
}

async function mustNotFlood(tx: Tx, email: string): Promise<void> {
  await hold(tx, `invitation:${email}`);
  const [{ n } = { n: 0 }] = await rowsOf<{ n: number }>(
    tx,
    `select count(*)::int as n from hometowns.invitation where email = $1 and at > platform.now() - interval '1 hour'`,
    [email],
  );
  if (n > LETTERS_AN_HOUR)
    throw refuse('conflict', 'too-many-letters', 'This address got enough letters within the hour.');
}
