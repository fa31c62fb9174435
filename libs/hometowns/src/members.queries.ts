import { Injectable } from '@nestjs/common';
import { type BodyId, type PersonId, refuse } from '#libs/kernel/src/index.js';
import { Database, rowsOf, type Slice, type Tx } from '#libs/platform/src/index.js';
import {
  type Body,
  BODY_COLUMNS,
  type InterestGround,
  type InvitationId,
  type JoinRequestId,
  type MembershipId,
  type Role,
} from './body.js';
import type { Via } from './memberships.js';
import { DECLARED, STAFF, worksOrDid } from './staff.js';
import { isYoung, VOUCHING } from './vouching.js';

/** One thing that a person is in a body now. */
export interface Membership {
  readonly id: MembershipId;
  readonly personId: PersonId;
  readonly role: Role;
  readonly since: Date;
  readonly body: Pick<Body, 'id' | 'kind' | 'placeCode' | 'name' | 'slug' | 'state'>;
}

/** A membership of now or of before: how it began, and who ended it. */
export interface MembershipRecord {
  readonly personId: PersonId;
  readonly role: Role;
  readonly via: Via;
  /** Who ended it; null while it lasts. */
  readonly endedBy: PersonId | null;
}

/** One entry of an association's roll: a person once, with his highest role. */
export interface RollEntry {
  readonly personId: PersonId;
  readonly role: Role;
  /** Works for the town hall that governs the association's place, or did not long ago, or is kin of a supplier by his own word. */
  readonly conflict: InterestGround | null;
}

/** Somebody who asked to join, with those who vouch so far. */
export interface JoinRequest {
  readonly id: JoinRequestId;
  readonly personId: PersonId;
  readonly at: Date;
  readonly vouchedBy: readonly PersonId[];
  /** A member's objection after others had vouched: their words count no more. */
  readonly objection: { readonly by: PersonId; readonly reason: string } | null;
}

/** Somebody who came in by others' words less than ten days ago. */
export interface NewMember {
  readonly membershipId: MembershipId;
  readonly personId: PersonId;
  readonly vouchedBy: readonly PersonId[];
  /** He is on the roll of votes that open from then on. */
  readonly votesFrom: Date;
  /** Nobody has objected to him yet, so any other member may. */
  readonly contestable: boolean;
}

/** An invitation that can still be used. */
export interface OpenInvitation {
  readonly id: InvitationId;
  readonly role: Role;
  readonly email: string | null;
  readonly handOver: boolean;
  /** False while a second operator has to confirm it. */
  readonly opened: boolean;
  readonly by: PersonId;
  readonly expiresAt: Date;
}

const MEMBERSHIP = `select m.id, m.person_id as "personId", m.role, m.since,
  json_build_object('id', b.id, 'kind', b.kind, 'placeCode', b.place_code, 'name', b.name, 'slug', b.slug, 'state', b.state) as body
  from hometowns.membership m join hometowns.body b on b.id = m.body_id where m.until is null`;
const VOUCHED_BY = `array(select v.by from hometowns.vouch v where v.join_request_id = r.id
  and not exists (select from hometowns.objection e where e.join_request_id = r.id and e.at >= v.at) order by v.at, v.by)`;
const RANK = `array_position(array['mayor', 'secretary', 'accountant', 'president', 'treasurer', 'inspector', 'member'], m.role)`;

/** Who is what where: the guard that every room asks before it lets somebody act for a body. */
@Injectable()
export class MembersQueries {
  constructor(private readonly db: Database) {}

  /**
   * The body, when the person holds one of these roles in it now and it is verified; his role stays his until the
   * transaction ends. Throws `not-found` to people from elsewhere, `role-missing`, `body-not-verified`.
   */
  async mustHold(tx: Tx, person: PersonId, bodyId: BodyId, roles: readonly Role[]): Promise<Body> {
    const held = await rowsOf<{ role: Role }>(
      tx,
      'select role from hometowns.membership where body_id = $1 and person_id = $2 and until is null for share',
      [bodyId, person],
    );
    if (held.length === 0) throw refuse('not-found', 'not-found', 'No such body for this person.');
    if (!held.some(({ role }) => roles.includes(role)))
      throw refuse('forbidden', 'role-missing', `Needs to be one of: ${roles.join(', ')}.`);
    const [body] = await rowsOf<Body>(tx, `select ${BODY_COLUMNS} from hometowns.body b where b.id = $1`, [bodyId]);
    if (body!.state !== 'verified') throw refuse('forbidden', 'body-not-verified', 'The operator has not verified it.');
    return body!;
  }

  /** Everything that a person is now, in bodies of any state: the state says whether they may act. */
  rolesOf(person: PersonId, tx?: Tx): Promise<Membership[]> {
    const sql = `${MEMBERSHIP} and m.person_id = $1 order by m.since, m.id`;
    return tx ? rowsOf<Membership>(tx, sql, [person]) : this.db.rows<Membership>(sql, [person]);
  }

  /** An association's members at this moment, each once, by id; without those whose ten days before all are not over. */
  roll(tx: Tx, associationId: BodyId): Promise<RollEntry[]> {
    return rowsOf<RollEntry>(
      tx,
      `${STAFF}
       select distinct on (m.person_id) m.person_id as "personId", m.role,
         case when m.person_id in (select person_id from staff) then 'town-hall-staff'
           when m.person_id in (${DECLARED('supplier-kin')}) then 'supplier-kin' end as conflict
       from hometowns.membership m where m.body_id = $1 and m.kind = 'association' and m.until is null
         and not exists (select from hometowns.membership y where y.body_id = m.body_id and y.person_id = m.person_id
           and y.until is null and ${isYoung(VOUCHING.trialDays, 'y')})
       order by m.person_id, ${RANK}`,
      [associationId],
    );
  }

  /** Whether somebody works for the town hall of an association's place, or did not long ago, however new he is to the association. */
  async isTownHallStaff(associationId: BodyId, personId: PersonId, tx?: Tx): Promise<boolean> {
    const sql = `${STAFF} select from staff where person_id = $2`;
    const of = [associationId, personId];
    return (tx ? await rowsOf(tx, sql, of) : await this.db.rows(sql, of)).length > 0;
  }

  /** Whether somebody has said in an association that he is kin of a supplier, and it counts. */
  async isKinOfSupplier(associationId: BodyId, personId: PersonId, tx: Tx): Promise<boolean> {
    const sql = `select from (${DECLARED('supplier-kin')}) as kin where person_id = $2 limit 1`;
    return (await rowsOf(tx, sql, [associationId, personId])).length > 0;
  }

  /** Whether the members of an association are called together, or asked whether they want to be: nobody puts another out now. */
  async isCalled(bodyId: BodyId): Promise<boolean> {
    const sql = 'select from hometowns.calling where body_id = $1 and until is null limit 1';
    return (await this.db.rows(sql, [bodyId])).length > 0;
  }

  /** Whether somebody belongs to this body, a town hall's people or an association's, or did not long ago: his word is no other's. */
  async isOf(tx: Tx, bodyId: BodyId, personId: PersonId): Promise<boolean> {
    const sql = `select from hometowns.membership m where m.body_id = $1 and m.person_id = $2 and ${worksOrDid('m')} limit 1`;
    return (await rowsOf(tx, sql, [bodyId, personId])).length > 0;
  }

  /** One membership, ended or not; null when there is none. */
  async record(id: MembershipId, tx: Tx): Promise<MembershipRecord | null> {
    const sql = `select person_id as "personId", role, via, ended_by as "endedBy" from hometowns.membership where id = $1`;
    return (await rowsOf<MembershipRecord>(tx, sql, [id]))[0] ?? null;
  }

  /** Who asked to join by this request, whatever came of it; null when there is none. */
  async asker(id: JoinRequestId): Promise<{ personId: PersonId; state: 'waiting' | 'joined' | 'declined' } | null> {
    const sql = 'select person_id as "personId", state from hometowns.join_request where id = $1';
    return (await this.db.rows<{ personId: PersonId; state: 'waiting' | 'joined' | 'declined' }>(sql, [id]))[0] ?? null;
  }

  /** People who hold one of these roles in a body now. */
  async officersOf(bodyId: BodyId, roles: readonly Role[], tx?: Tx): Promise<PersonId[]> {
    const sql = `select distinct person_id from hometowns.membership
      where body_id = $1 and role = any($2::text[]) and until is null order by person_id`;
    const params = [bodyId, roles];
    const rows = tx
      ? await rowsOf<{ person_id: PersonId }>(tx, sql, params)
      : await this.db.rows<{ person_id: PersonId }>(sql, params);
    return rows.map(({ person_id }) => person_id);
  }

  /** Everybody who was in an association when it was dissolved; nobody before. */
  async lastOf(bodyId: BodyId, tx?: Tx): Promise<PersonId[]> {
    const sql = `select distinct m.person_id from hometowns.membership m join hometowns.body b on b.id = m.body_id
      where b.id = $1 and b.state = 'dissolved' and m.until >= b.dissolved_at order by m.person_id`;
    const rows = tx
      ? await rowsOf<{ person_id: PersonId }>(tx, sql, [bodyId])
      : await this.db.rows<{ person_id: PersonId }>(sql, [bodyId]);
    return rows.map(({ person_id }) => person_id);
  }

  /**
   * Everybody in a body now, the highest roles first; after the membership with this id. Names are for its members; the
   * public sees officers only.
   */
  list(bodyId: BodyId, { after, limit }: Slice = {}): Promise<Membership[]> {
    return this.db.rows<Membership>(
      `${MEMBERSHIP} and m.body_id = $1
         and ($2::uuid is null or (${RANK}, m.since, m.id) > (select ${RANK}, m.since, m.id from hometowns.membership m where m.id = $2))
       order by ${RANK}, m.since, m.id limit $3`,
      [bodyId, after ?? null, limit ?? null],
    );
  }

  /** Who waits for two members of an association to vouch, the longest first; after the request with this id. */
  joinRequests(associationId: BodyId, { after, limit }: Slice = {}): Promise<JoinRequest[]> {
    return this.db.rows<JoinRequest>(
      `select r.id, r.person_id as "personId", r.at, ${VOUCHED_BY} as "vouchedBy",
         case when o.by is not null then json_build_object('by', o.by, 'reason', o.reason) end as objection
       from hometowns.join_request r left join hometowns.objection o on o.join_request_id = r.id
       where r.association_id = $1 and r.state = 'waiting'
         and ($2::uuid is null or (r.at, r.id) > (select q.at, q.id from hometowns.join_request q where q.id = $2))
       order by r.at, r.id limit $3`,
      [associationId, after ?? null, limit ?? null],
    );
  }

  /** Who came in by others' words less than ten days ago, the newest first; after the membership with this id. For members. */
  newMembers(associationId: BodyId, { after, limit }: Slice = {}): Promise<NewMember[]> {
    return this.db.rows<NewMember>(
      `select distinct on (m.since, m.id) m.id as "membershipId", m.person_id as "personId", ${VOUCHED_BY} as "vouchedBy",
         m.since + interval '${VOUCHING.trialDays} days' as "votesFrom", o.by is null as contestable
       from hometowns.membership m
       join hometowns.join_request r on r.association_id = m.body_id and r.person_id = m.person_id and r.state = 'joined'
       left join hometowns.objection o on o.join_request_id = r.id
       where m.body_id = $1 and m.until is null and m.role = 'member' and ${isYoung(VOUCHING.trialDays)}
         and ($2::uuid is null or (m.since, m.id) < (select q.since, q.id from hometowns.membership q where q.id = $2))
       order by m.since desc, m.id desc, r.decided_at desc limit $3`,
      [associationId, after ?? null, limit ?? null],
    );
  }

  /** Invitations of a body that can still be used, the newest first; after the one with this id. For its officers. */
  invitations(bodyId: BodyId, { after, limit }: Slice = {}): Promise<OpenInvitation[]> {
    return this.db.rows<OpenInvitation>(
      `select id, role, email, hand_over as "handOver", opened_at is not null as opened, by, expires_at as "expiresAt"
       from hometowns.invitation where body_id = $1 and used_at is null and revoked_at is null
         and expires_at > platform.now()
         and ($2::uuid is null or (at, id) < (select o.at, o.id from hometowns.invitation o where o.id = $2))
       order by at desc, id desc limit $3`,
      [bodyId, after ?? null, limit ?? null],
    );
  }
}
