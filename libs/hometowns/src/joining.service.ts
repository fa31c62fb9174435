import { Injectable } from '@nestjs/common';
import { PersonsService } from '#libs/identity/src/index.js';
import { type BodyId, newId, type PersonId, refuse } from '#libs/kernel/src/index.js';
import { Database, Outbox, rowsOf, Signer, Trail, type Tx } from '#libs/platform/src/index.js';
import { Beginnings } from './beginnings.js';
import type { BodyState, Role } from './body.js';
import { joinAsked, left } from './hometowns.events.js';
import { type Invitation, INVITATION, lockInvitation } from './invitation.js';
import { endMemberships, rolesIn } from './memberships.js';

/** What came of following an invitation's link: in, or waiting for two members to vouch. */
export interface Accepted {
  readonly bodyId: BodyId;
  readonly role: Role;
  readonly state: 'joined' | 'waiting';
}

/** How people come in: by an invitation's link, and into an association by the word of two of its members. */
@Injectable()
export class JoiningService {
  constructor(
    private readonly db: Database,
    private readonly persons: PersonsService,
    private readonly beginnings: Beginnings,
    private readonly signer: Signer,
    private readonly outbox: Outbox,
    private readonly trail: Trail,
  ) {}

  /**
   * Follows an invitation's link. A repeat is answered like the first time. A new head ends the old one's office. Throws
   * `invitation-expired` (forged, revoked, older than 14 days), `invitation-used` (by another), `invitation-other-address`,
   * `member-first` (an association's officers are members before), `body-not-verified`. `name`: how colleagues may call
   * somebody who has not said his name yet. `member-mailbox`: his mailbox is a member's, or waits to be, under another spelling.
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

  private async ask(tx: Tx, { bodyId, id }: Invitation, personId: PersonId): Promise<'joined' | 'waiting'> {
    if ((await rolesIn(tx, bodyId, personId)).length > 0) return 'joined';
    await mustBeHisMailbox(tx, bodyId, personId);
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
    const via = handOver ? 'hand-over' : 'invitation';
    await this.beginnings.begin(tx, { bodyId, kind, personId, role, via, by: personId });
  }

  private async endHead(tx: Tx, { id, bodyId, role }: Invitation, by: PersonId): Promise<void> {
    const ended = await endMemberships(tx, { bodyId, role, by }, id);
    for (const one of ended) await this.outbox.add(tx, left(one.id, bodyId));
    const data = { memberships: ended.map((one) => one.id) };
    await this.trail.add(tx, { actor: by, action: 'office.handed-over', subject: `body:${bodyId}`, data });
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

/** What Ion reads at ion+1@ and at ion+2@ is one mailbox, and one voice. The body is held: of two who ask at once the second sees the first. */
async function mustBeHisMailbox(tx: Tx, bodyId: BodyId, personId: PersonId): Promise<void> {
  const others = await rowsOf(
    tx,
    `select from identity.person p join identity.person o on o.mailbox = p.mailbox and o.id <> p.id
      where p.id = $2 and (
        exists (select from hometowns.membership m where m.body_id = $1 and m.person_id = o.id and m.until is null)
        or exists (select from hometowns.join_request r where r.association_id = $1 and r.person_id = o.id and r.state = 'waiting'))`,
    [bodyId, personId],
  );
  if (others.length > 0) throw refuse('conflict', 'member-mailbox', 'The mailbox is a member of this association already.'); // prettier-ignore
}
