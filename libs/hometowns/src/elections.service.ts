import { Injectable } from '@nestjs/common';
import { ApprovalsQueries, ApprovalsService } from '#libs/approvals/src/index.js';
import { type BodyId, newId, type PersonId } from '#libs/kernel/src/index.js';
import { Outbox, rowsOf, Trail, type Tx } from '#libs/platform/src/index.js';
import { Beginnings } from './beginnings.js';
import { type MembershipId, ROLES, type Role } from './body.js';
import { lockBody } from './body.lock.js';
import { left } from './hometowns.events.js';
import { HAND_OVER, revokeInvitations } from './invitation.js';
import { endMemberships, HEAD_BEFORE, rolesIn, startMembership } from './memberships.js';

/** Whom the members have elected, to which office, and by which decision. */
export interface Election {
  readonly personId: PersonId;
  readonly role: Exclude<Role, 'member'>;
  /** 1 to 4. */
  readonly years: number;
  readonly decision: string;
}

/** What follows when the members of an association have elected somebody. */
@Injectable()
export class ElectionsService {
  constructor(
    private readonly beginnings: Beginnings,
    private readonly asked: ApprovalsQueries,
    private readonly approvals: ApprovalsService,
    private readonly outbox: Outbox,
    private readonly trail: Trail,
  ) {}

  /**
   * The elected person holds the office from today on, for so many years; a president of before is a member again, and a
   * hand-over of his office that was under way ends. False, and nothing happens, when the elected is no member any more. Part of
   * the caller's transaction; `by` is who called the members.
   */
  async elect(tx: Tx, bodyId: BodyId, election: Election, by: PersonId): Promise<boolean> {
    const { personId, role } = election;
    await lockBody(tx, bodyId);
    if ((await rolesIn(tx, bodyId, personId)).length === 0) return false;
    if (role === ROLES.association[0]) {
      await this.endHandOvers(tx, bodyId);
      await this.endHead(tx, bodyId, election, by);
    }
    await this.beginnings.begin(tx, { bodyId, kind: 'association', personId, role, via: 'elected', by });
    const id = newId<'Term'>();
    await tx.query(
      `with today as (select (platform.now() at time zone 'Europe/Chisinau')::date as day)
       insert into hometowns.term (id, membership_id, from_on, until_on, decision, elected, by, at)
       select $1, m.id, today.day, (today.day + $4 * interval '1 year')::date, $5, true, $6, platform.now()
       from hometowns.membership m, today where m.body_id = $2 and m.person_id = $3 and m.role = $7 and m.until is null`,
      [id, bodyId, personId, election.years, election.decision, by, role],
    );
    await this.note(tx, bodyId, 'office.elected', by, { term: id, role });
    return true;
  }

  /**
   * An elected president who cannot lead after all gives the office back within fourteen days: whoever led before him leads again, to
   * the end of his own term. False, and nothing happens, when it is too late, or nobody is there who led before. Part of the caller's
   * transaction.
   */
  async giveBack(tx: Tx, membershipId: MembershipId): Promise<boolean> {
    type Found = { bodyId: BodyId; personId: PersonId; beforeId: MembershipId; before: PersonId };
    const [found] = await rowsOf<Found>(
      tx,
      `select m.body_id as "bodyId", m.person_id as "personId", e.id as "beforeId", e.person_id as before ${HEAD_BEFORE} and m.id = $1`,
      [membershipId],
    );
    if (!found) return false;
    const { bodyId, personId: by, before } = found;
    await lockBody(tx, bodyId);
    await this.endHandOvers(tx, bodyId);
    const role = ROLES.association[0];
    for (const { id } of await endMemberships(tx, { bodyId, personId: by, role, by }))
      await this.outbox.add(tx, left(id, bodyId));
    await this.beginnings.begin(tx, { bodyId, kind: 'association', personId: before, role, via: 'returned', by });
    await tx.query(
      `insert into hometowns.term (id, membership_id, from_on, until_on, decision, elected, by, at, reminded_at)
       select $1, m.id, t.from_on, t.until_on, t.decision, t.elected, $5, platform.now(), t.reminded_at
       from hometowns.membership m, lateral (
         select * from hometowns.term where membership_id = $2 order by n desc limit 1) t
       where m.body_id = $3 and m.person_id = $4 and m.role = 'president' and m.until is null`,
      [newId<'Term'>(), found.beforeId, bodyId, before, by],
    );
    await this.note(tx, bodyId, 'office.given-back', by, { membership: membershipId });
    return true;
  }

  /** Whoever was to follow without an election, the head's choice or the operator's, does not follow any more. */
  private async endHandOvers(tx: Tx, bodyId: BodyId): Promise<void> {
    await revokeInvitations(tx, 'body_id = $1 and hand_over', [bodyId]);
    for (const { id, kind, state } of await this.asked.of(`body:${bodyId}`, tx))
      if (kind === HAND_OVER && state === 'waiting') await this.approvals.lapse(tx, id);
  }

  private async endHead(tx: Tx, bodyId: BodyId, { personId, role }: Election, by: PersonId): Promise<void> {
    const [head] = await rowsOf<{ personId: PersonId }>(
      tx,
      `select person_id as "personId" from hometowns.membership where body_id = $1 and role = $2 and until is null for update`,
      [bodyId, role],
    );
    if (!head || head.personId === personId) return;
    // Whoever has led stays among them.
    await startMembership(tx, { bodyId, kind: 'association', personId: head.personId, role: 'member', via: 'elected' });
    const ended = await endMemberships(tx, { bodyId, personId: head.personId, role, by });
    for (const { id } of ended) await this.outbox.add(tx, left(id, bodyId));
    await this.note(tx, bodyId, 'membership.ended', by, { memberships: ended.map(({ id }) => id) });
  }

  private note(tx: Tx, bodyId: BodyId, action: string, actor: PersonId, data: Record<string, unknown>): Promise<void> {
    return this.trail.add(tx, { actor, action, subject: `body:${bodyId}`, data });
  }
}
