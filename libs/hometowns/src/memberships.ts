import { type BodyId, newId, type PersonId } from '#libs/kernel/src/index.js';
import { rowsOf, type Tx } from '#libs/platform/src/index.js';
import type { BodyKind, InvitationId, MembershipId, Role } from './body.js';

/** How somebody came into a body; `returned`: whoever was elected in his place gave the office back. */
export type Via = 'application' | 'founder' | 'invitation' | 'vouched' | 'hand-over' | 'elected' | 'returned';

/** A person taking a role. */
export interface Start {
  readonly bodyId: BodyId;
  readonly kind: BodyKind;
  readonly personId: PersonId;
  readonly role: Role;
  readonly via: Via;
}

/** Gives a person a role from now on; null when he has it already. */
export async function startMembership(tx: Tx, start: Start): Promise<MembershipId | null> {
  const [made] = await rowsOf<{ id: MembershipId }>(
    tx,
    `insert into hometowns.membership (id, body_id, kind, person_id, role, via, since)
     values ($1, $2, $3, $4, $5, $6, platform.now())
     on conflict (body_id, person_id, role) where until is null do nothing returning id`,
    [newId<'Membership'>(), start.bodyId, start.kind, start.personId, start.role, start.via],
  );
  return made?.id ?? null;
}

/** Which memberships to end; what is left out does not narrow. */
export interface Ending {
  readonly bodyId: BodyId;
  readonly personId?: PersonId;
  readonly role?: Role;
  readonly by: PersonId;
}

/**
 * Ends memberships now. Open invitations that their holders made go with them: who may no longer invite must not have
 * left a door open. `except`: the one that is being used. Whoever leaves altogether leaves his chapter.
 */
export async function endMemberships(
  tx: Tx,
  { bodyId, personId, role, by }: Ending,
  except: InvitationId | null = null,
): Promise<{ id: MembershipId; personId: PersonId }[]> {
  const ended = await rowsOf<{ id: MembershipId; personId: PersonId }>(
    tx,
    `update hometowns.membership set until = greatest(platform.now(), since), ended_by = $4
     where body_id = $1 and until is null and ($2::uuid is null or person_id = $2) and ($3::text is null or role = $3)
     returning id, person_id as "personId"`,
    [bodyId, personId ?? null, role ?? null, by],
  );
  await tx.query(
    `update hometowns.invitation set revoked_at = platform.now()
     where body_id = $1 and by = any($2::uuid[]) and id is distinct from $3::uuid and used_at is null and revoked_at is null`,
    [bodyId, ended.map((one) => one.personId), except],
  );
  await tx.query(
    `delete from hometowns.chapter_member c where c.body_id = $1 and c.person_id = any($2::uuid[]) and not exists (
       select from hometowns.membership m where m.body_id = c.body_id and m.person_id = c.person_id and m.until is null)`,
    [bodyId, ended.map((one) => one.personId)],
  );
  return ended;
}

/** For so long an elected president may give his office back. */
const GIVE_BACK_DAYS = 14;

/**
 * Who led before a president whom the members have just elected, to whom he may give the office back: the membership `e` that ended
 * last before his, `m`, while its holder is among them.
 */
export const HEAD_BEFORE = `from hometowns.membership m cross join lateral (
    select o.id, o.person_id from hometowns.membership o
    where o.body_id = m.body_id and o.role = m.role and o.id <> m.id and o.until <= m.since order by o.until desc, o.id desc limit 1) e
  where m.role = 'president' and m.via = 'elected' and m.until is null and m.since > platform.now() - interval '${GIVE_BACK_DAYS} days'
    and exists (select from hometowns.membership y where y.body_id = m.body_id and y.person_id = e.person_id and y.until is null)`;

/** The roles that a person holds in a body now. */
export async function rolesIn(tx: Tx, bodyId: BodyId, personId: PersonId): Promise<Role[]> {
  const rows = await rowsOf<{ role: Role }>(
    tx,
    'select role from hometowns.membership where body_id = $1 and person_id = $2 and until is null',
    [bodyId, personId],
  );
  return rows.map(({ role }) => role);
}
