import { Injectable } from '@nestjs/common';
import { type BodyId, newId, type PersonId } from '#libs/kernel/src/index.js';
import { Outbox, rowsOf, Trail, type Tx } from '#libs/platform/src/index.js';
import { Beginnings } from './beginnings.js';
import { ROLES, type Role } from './body.js';
import { left } from './hometowns.events.js';
import { endMemberships, rolesIn, startMembership } from './memberships.js';

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
    private readonly outbox: Outbox,
    private readonly trail: Trail,
  ) {}

  /**
   * The elected person holds the office from today on, for so many years; a president of before is a member again. False, and
   * nothing happens, when he is no member any more. Part of the caller's transaction; `by` is who called the members.
   */
  async elect(tx: Tx, bodyId: BodyId, election: Election, by: PersonId): Promise<boolean> {
    const { personId, role } = election;
    await tx.query('select 1 from hometowns.body where id = $1 for no key update', [bodyId]);
    if ((await rolesIn(tx, bodyId, personId)).length === 0) return false;
    if (role === ROLES.association[0]) await this.endHead(tx, bodyId, election, by);
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
