import { Injectable } from '@nestjs/common';
import { ApprovalsService } from '#libs/approvals/src/index.js';
import { normaliseEmail, PersonsService, StaffService } from '#libs/identity/src/index.js';
import { type ApprovalId, type BodyId, newId, type PersonId, refuse } from '#libs/kernel/src/index.js';
import { Database, Outbox, rowsOf, Signer, Trail, type Tx } from '#libs/platform/src/index.js';
import type { BodyKind, InvitationId, MembershipId, Role } from './body.js';
import { mustNotBeCalled } from './callings.service.js';
import { ElectionsService } from './elections.service.js';
import { invited, left } from './hometowns.events.js';
import { HAND_OVER, headOf, INVITATION, invitersTo, openInvitation, revokeInvitations } from './invitation.js';
import { MembersQueries } from './members.queries.js';
import { endMemberships, rolesIn } from './memberships.js';

/** A hand-over that was started; `approvalId` when a second operator has to confirm it. */
export interface HandOver {
  readonly invitationId: InvitationId;
  readonly approvalId: ApprovalId | null;
}

/** Officers bring colleagues in, hand their office over, and let people go. */
@Injectable()
export class MembersService {
  constructor(
    private readonly db: Database,
    private readonly members: MembersQueries,
    private readonly elections: ElectionsService,
    private readonly persons: PersonsService,
    private readonly staff: StaffService,
    private readonly approvals: ApprovalsService,
    private readonly signer: Signer,
    private readonly outbox: Outbox,
    private readonly trail: Trail,
  ) {}

  /**
   * Invites a colleague (one use, 14 days, only for `email` when it is given), or opens an association's join link
   * (role `member`: many uses). Asked twice, it is the same invitation. Throws `role-unknown`, `hand-over-needed`,
   * `email`, `too-many-letters`, and as `mustHold`.
   */
  async invite(bodyId: BodyId, role: Role, email: string | null, by: PersonId): Promise<InvitationId> {
    const address = email?.trim() ? normaliseEmail(email) : null;
    return this.db.transaction(async (tx) => {
      const kind = await this.kindOf(tx, bodyId);
      await this.members.mustHold(tx, by, bodyId, invitersTo(kind, role));
      const to = { id: newId<'Invitation'>(), bodyId, kind, role, email: role === 'member' ? null : address };
      const { id, fresh } = await openInvitation(tx, { ...to, by, opened: true });
      if (fresh) await this.sent(tx, { id, bodyId, role, by });
      return id;
    });
  }

  /** The token of an invitation's link, made from its id. For the letter, and for officers to pass on. */
  invitationLink(invitationId: InvitationId): string {
    return this.signer.token(INVITATION, invitationId);
  }

  /**
   * Starts handing the head's office (mayor, president) to `toEmail`: he keeps it until the new one accepts. The
   * operator may start one when the head is gone; then another of its staff confirms. The head's earlier one ends. Throws
   * `role-unknown`, `hand-over-self`, `hand-over-waiting` (to the operator), `email`, and as `mustHold`.
   */
  async handOver(bodyId: BodyId, { role, toEmail }: { role: Role; toEmail: string }, by: PersonId): Promise<HandOver> {
    const email = normaliseEmail(toEmail, '/toEmail');
    return this.db.transaction(async (tx) => {
      const kind = await this.kindOf(tx, bodyId);
      const head = headOf(kind);
      if (role !== head) throw refuse('invalid', 'role-unknown', `Only the office of ${head} is handed over.`);
      const own = (await rolesIn(tx, bodyId, by)).includes(head);
      const operator = !own && (await this.staff.includes(by, tx));
      if (!operator) await this.members.mustHold(tx, by, bodyId, [head]);
      await this.mustBeAnother(tx, { bodyId, head, email });
      if (own) await this.clearWay(tx, bodyId, email);
      const wanted = { id: newId<'Invitation'>(), bodyId, kind, role: head, email, by, opened: own };
      const { id, fresh } = await openInvitation(tx, wanted);
      if (!fresh && !own) throw refuse('conflict', 'hand-over-waiting', 'A hand-over of this office is under way.');
      if (!fresh) return { invitationId: id, approvalId: null };
      if (own) await this.sent(tx, { id, bodyId, role: head, by });
      return { invitationId: id, approvalId: own ? null : await this.askSecond(tx, { id, bodyId, by }) };
    });
  }

  /**
   * Ends a membership: one's own (leaving), or a colleague's by the head. An association's member who leaves loses his offices
   * with it. A repeat passes. A president whom the members elected less than fourteen days ago gives his office back to whoever
   * held it before. Throws `hand-over-needed` for a head's own office else, `assembly-ahead` (nobody puts another out of an
   * association whose members are called together), and as `mustHold`.
   */
  end(membershipId: MembershipId, by: PersonId): Promise<void> {
    return this.db.transaction(async (tx) => {
      const found = await this.lock(tx, membershipId);
      if (!found) throw refuse('not-found', 'not-found', 'No such membership.');
      const { bodyId, personId, kind, role } = found;
      const head = headOf(kind);
      if (personId !== by) await this.members.mustHold(tx, by, bodyId, [head]);
      if (found.ended) return;
      if (personId !== by) await mustNotBeCalled(tx, bodyId);
      if (personId === by && role === head && (await this.elections.giveBack(tx, membershipId))) return;
      const all = role === 'member';
      if (role === head || (all && (await rolesIn(tx, bodyId, personId)).includes(head)))
        throw refuse('conflict', 'hand-over-needed', 'The head hands his office over first.');
      const ended = await endMemberships(tx, { bodyId, personId, by, ...(all ? {} : { role }) });
      for (const { id } of ended) await this.outbox.add(tx, left(id, bodyId));
      await this.note(tx, { by, action: 'membership.ended', bodyId, data: { memberships: ended.map(({ id }) => id) } });
    });
  }

  /** The head's own word goes before: other hand-overs, and one of the operator's that nobody has confirmed, end. */
  private async clearWay(tx: Tx, bodyId: BodyId, email: string): Promise<void> {
    await revokeInvitations(tx, 'body_id = $1 and hand_over and (email <> $2 or opened_at is null)', [bodyId, email]);
  }

  private async mustBeAnother(
    tx: Tx,
    { bodyId, head, email }: { bodyId: BodyId; head: Role; email: string },
  ): Promise<void> {
    const cards = await this.persons.cards(await this.members.officersOf(bodyId, [head], tx), tx);
    if (cards.some((card) => card.email === email))
      throw refuse('conflict', 'hand-over-self', 'This person holds the office already.');
  }

  private async askSecond(
    tx: Tx,
    { id, bodyId, by }: { id: InvitationId; bodyId: BodyId; by: PersonId },
  ): Promise<ApprovalId> {
    const approvalId = newId<'Approval'>();
    const subject = `body:${bodyId}`;
    const question = { id: approvalId, kind: HAND_OVER, subject, office: 'operator', by } as const;
    await this.approvals.ask(tx, { ...question, payload: { invitation: id } });
    return approvalId;
  }

  private async sent(
    tx: Tx,
    { id, bodyId, role, by }: { id: InvitationId; bodyId: BodyId; role: Role; by: PersonId },
  ): Promise<void> {
    await this.note(tx, { by, action: 'invitation.sent', bodyId, data: { invitation: id, role } });
    await this.outbox.add(tx, invited(id));
  }

  private async kindOf(tx: Tx, bodyId: BodyId): Promise<BodyKind> {
    const [body] = await rowsOf<{ kind: BodyKind }>(tx, 'select kind from hometowns.body where id = $1', [bodyId]);
    if (!body) throw refuse('not-found', 'not-found', 'No such body.');
    return body.kind;
  }

  private async lock(tx: Tx, id: MembershipId) {
    const [found] = await rowsOf<{ bodyId: BodyId; personId: PersonId; kind: BodyKind; role: Role; ended: boolean }>(
      tx,
      `select body_id as "bodyId", person_id as "personId", kind, role, until is not null as ended
       from hometowns.membership where id = $1 for update`,
      [id],
    );
    return found ?? null;
  }

  private note(
    tx: Tx,
    { by, action, bodyId, data }: { by: PersonId; action: string; bodyId: BodyId; data: Record<string, unknown> },
  ): Promise<void> {
    return this.trail.add(tx, { actor: by, action, subject: `body:${bodyId}`, data });
  }
}
