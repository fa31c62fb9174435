import { Injectable } from '@nestjs/common';
import { PersonsService } from '#libs/identity/src/index.js';
import { type BodyId, newId, type PersonId, refuse } from '#libs/kernel/src/index.js';
import { Database, Outbox, rowsOf, Signer, Trail, type Tx } from '#libs/platform/src/index.js';
import type { BodyState, JoinRequestId, Role } from './body.js';
import { joinAsked, joinDeclined, joined, left } from './hometowns.events.js';
import { type Invitation, INVITATION, lockInvitation } from './invitation.js';
import { MembersQueries } from './members.queries.js';
import { endMemberships, rolesIn, startMembership, type Via } from './memberships.js';

/** What came of following an invitation's link: in, or waiting for two members to vouch. */
export interface Accepted {
  readonly bodyId: BodyId;
  readonly role: Role;
  readonly state: 'joined' | 'waiting';
}

/** Where a request to join stands. */
export interface JoinState {
  readonly bodyId: BodyId;
  readonly vouches: number;
  readonly state: 'waiting' | 'joined' | 'declined';
}

interface Request extends Pick<JoinState, 'bodyId' | 'state'> {
  readonly id: JoinRequestId;
  readonly personId: PersonId;
}

const VOUCHES_NEEDED = 2;

/** How people come in: by an invitation's link, and into an association by the word of two of its members. */
@Injectable()
export class JoiningService {
  constructor(
    private readonly db: Database,
    private readonly members: MembersQueries,
    private readonly persons: PersonsService,
    private readonly signer: Signer,
    private readonly outbox: Outbox,
    private readonly trail: Trail,
  ) {}

  /**
   * Follows an invitation's link. A repeat is answered like the first time. A new head ends the old one's office. Throws
   * `invitation-expired` (forged, revoked, older than 14 days), `invitation-used` (by another), `invitation-other-address`,
   * `member-first` (an association's officers are members before), `body-not-verified`. `name`: how colleagues may call
   * somebody who has not said his name yet.
   */
  accept(token: string, personId: PersonId, name: string | null = null): Promise<Accepted> {
    const id = this.signer.read(INVITATION, token);
    return this.db.transaction(async (tx) => {
      const invitation = id ? await lockInvitation(tx, id) : null;
      if (!invitation) throw expired();
      const { bodyId, role, usedBy } = invitation;
      if (name) await this.persons.introduce(tx, personId, name);
      if (usedBy === personId) return { bodyId, role, state: 'joined' };
      if (usedBy) throw refuse('conflict', 'invitation-used', 'Somebody else has used the link.');
      if (!invitation.open) throw expired();
      await this.mustBeVerified(tx, bodyId);
      await this.mustBeMeant(tx, invitation, personId);
      if (role === 'member') return { bodyId, role, state: await this.ask(tx, invitation, personId) };
      await this.take(tx, invitation, personId);
      return { bodyId, role, state: 'joined' };
    });
  }

  /**
   * A member gives his word for somebody who wants to join; the second makes a member. The same member twice counts
   * once. Throws `not-found` to people from elsewhere, `join-declined`, `body-not-verified`.
   */
  vouch(requestId: JoinRequestId, by: PersonId): Promise<JoinState> {
    return this.db.transaction(async (tx) => {
      const request = await this.lock(tx, requestId);
      const { bodyId, personId } = request;
      await this.members.mustHold(tx, by, bodyId, ['member', 'president', 'treasurer', 'inspector']);
      if (request.state === 'declined') throw refuse('conflict', 'join-declined', 'The request was declined.');
      if (request.state === 'waiting') await this.giveWord(tx, request, by);
      const vouches = await this.words(tx, requestId);
      if (request.state === 'joined' || vouches < VOUCHES_NEEDED) return { bodyId, vouches, state: request.state };
      await tx.query(`update hometowns.join_request set state = 'joined', decided_at = platform.now() where id = $1`, [
        requestId,
      ]);
      await this.start(tx, { bodyId, personId, role: 'member', via: 'vouched', by });
      return { bodyId, vouches, state: 'joined' };
    });
  }

  /** The president or treasurer declines a request; a repeat passes. Throws `join-decided` for a member already in. */
  decline(requestId: JoinRequestId, by: PersonId): Promise<void> {
    return this.db.transaction(async (tx) => {
      const { bodyId, state } = await this.lock(tx, requestId);
      await this.members.mustHold(tx, by, bodyId, ['president', 'treasurer']);
      if (state === 'joined') throw refuse('conflict', 'join-decided', 'This person is a member already.');
      if (state === 'declined') return;
      await tx.query(
        `update hometowns.join_request set state = 'declined', decided_at = platform.now(), decided_by = $2 where id = $1`,
        [requestId, by],
      );
      await this.trail.add(tx, {
        actor: by,
        action: 'join.declined',
        subject: `body:${bodyId}`,
        data: { request: requestId },
      });
      await this.outbox.add(tx, joinDeclined(requestId, bodyId));
    });
  }

  private async ask(tx: Tx, { bodyId, id }: Invitation, personId: PersonId): Promise<'joined' | 'waiting'> {
    if ((await rolesIn(tx, bodyId, personId)).length > 0) return 'joined';
    const requestId = newId<'JoinRequest'>();
    const made = await rowsOf(
      tx,
      `insert into hometowns.join_request (id, association_id, person_id, invitation_id, at) values ($1, $2, $3, $4, platform.now())
       on conflict (association_id, person_id) where state = 'waiting' do nothing returning id`,
      [requestId, bodyId, personId, id],
    );
    if (made.length === 0) return 'waiting';
    const subject = `body:${bodyId}`;
    await this.trail.add(tx, { actor: personId, action: 'join.asked', subject, data: { request: requestId } });
    await this.outbox.add(tx, joinAsked(requestId, bodyId));
    return 'waiting';
  }

  private async take(tx: Tx, invitation: Invitation, personId: PersonId): Promise<void> {
    const { id, bodyId, kind, role, handOver } = invitation;
    if (kind === 'association' && !(await rolesIn(tx, bodyId, personId)).includes('member'))
      throw refuse('forbidden', 'member-first', 'Officers of an association are its members first.');
    await tx.query('update hometowns.invitation set used_at = platform.now(), used_by = $2 where id = $1', [
      id,
      personId,
    ]);
    if (handOver) await this.endHead(tx, invitation, personId);
    await this.start(tx, { bodyId, personId, role, via: handOver ? 'hand-over' : 'invitation', by: personId });
  }

  private async endHead(tx: Tx, { id, bodyId, role }: Invitation, by: PersonId): Promise<void> {
    const ended = await endMemberships(tx, { bodyId, role, by }, id);
    for (const one of ended) await this.outbox.add(tx, left(one.id, bodyId));
    const data = { memberships: ended.map((one) => one.id) };
    await this.trail.add(tx, { actor: by, action: 'office.handed-over', subject: `body:${bodyId}`, data });
  }

  private async start(
    tx: Tx,
    { bodyId, personId, role, via, by }: { bodyId: BodyId; personId: PersonId; role: Role; via: Via; by: PersonId },
  ): Promise<void> {
    const kind = role === 'mayor' || role === 'secretary' || role === 'accountant' ? 'town-hall' : 'association';
    const membership = await startMembership(tx, { bodyId, kind, personId, role, via });
    if (!membership) return;
    const data = { membership, role };
    await this.trail.add(tx, { actor: by, action: 'membership.started', subject: `body:${bodyId}`, data });
    await this.outbox.add(tx, joined(membership, bodyId));
  }

  private async giveWord(tx: Tx, { id, bodyId }: Request, by: PersonId): Promise<void> {
    const given = await rowsOf(
      tx,
      `insert into hometowns.vouch (join_request_id, by, at) values ($1, $2, platform.now())
       on conflict do nothing returning by`,
      [id, by],
    );
    if (given.length === 0) return;
    await this.trail.add(tx, {
      actor: by,
      action: 'join.vouched',
      subject: `body:${bodyId}`,
      data: { request: id },
    });
  }

  /** Words that count: of those who are members still. */
  private async words(tx: Tx, requestId: JoinRequestId): Promise<number> {
    const rows = await rowsOf(
      tx,
      `select distinct v.by from hometowns.vouch v
       join hometowns.join_request r on r.id = v.join_request_id
       join hometowns.membership m on m.body_id = r.association_id and m.person_id = v.by and m.until is null
       where r.id = $1`,
      [requestId],
    );
    return rows.length;
  }

  /** Vouching is one after the other, so that of two last words at once the second sees the first. */
  private async lock(tx: Tx, id: JoinRequestId): Promise<Request> {
    const [request] = await rowsOf<Request>(
      tx,
      `select id, association_id as "bodyId", person_id as "personId", state from hometowns.join_request where id = $1 for update`,
      [id],
    );
    if (!request) throw refuse('not-found', 'not-found', 'No such request.');
    return request;
  }

  private async mustBeVerified(tx: Tx, bodyId: BodyId): Promise<void> {
    const [body] = await rowsOf<{ state: BodyState }>(
      tx,
      'select state from hometowns.body where id = $1 for no key update',
      [bodyId],
    );
    if (body?.state !== 'verified') throw refuse('forbidden', 'body-not-verified', 'The operator has not verified it.');
  }

  private async mustBeMeant(tx: Tx, { email }: Invitation, personId: PersonId): Promise<void> {
    if (!email) return;
    const [card] = await this.persons.cards([personId], tx);
    if (card?.email !== email)
      throw refuse('forbidden', 'invitation-other-address', 'The invitation is for another address.');
  }
}

function expired(): Error {
  return refuse('conflict', 'invitation-expired', 'The invitation is not valid (any more).');
}
