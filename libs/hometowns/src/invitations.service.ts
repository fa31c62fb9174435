import { Injectable } from '@nestjs/common';
import { ApprovalsQueries, ApprovalsService, thingOf } from '#libs/approvals/src/index.js';
import { StaffService } from '#libs/identity/src/index.js';
import { type ApprovalId, type BodyId, type PersonId, refuse } from '#libs/kernel/src/index.js';
import { Database, type Lang, Outbox, rowsOf, Signer, Trail, type Tx } from '#libs/platform/src/index.js';
import type { Body, InvitationId, Role } from './body.js';
import { invited } from './hometowns.events.js';
import { HAND_OVER, INVITATION, invitersTo, lockInvitation, revokeInvitations } from './invitation.js';
import { MembersQueries } from './members.queries.js';

/** What somebody with an invitation's link sees before he follows it. */
export interface InvitationSeen {
  readonly id: InvitationId;
  readonly body: Pick<Body, 'id' | 'kind' | 'name' | 'slug' | 'placeCode'>;
  readonly role: Role;
  readonly handOver: boolean;
  readonly expiresAt: Date;
}

/** The letter of an invitation that names an address, ready to be written. */
export interface InvitationLetter extends InvitationSeen {
  readonly email: string;
  /** The language of the invited when known, else that of the body's name. */
  readonly lang: Lang;
  readonly by: PersonId;
  readonly token: string;
}

/** Invitations on their way: shown, written, confirmed, revoked. */
@Injectable()
export class InvitationsService {
  constructor(
    private readonly db: Database,
    private readonly members: MembersQueries,
    private readonly staff: StaffService,
    private readonly approvals: ApprovalsService,
    private readonly asked: ApprovalsQueries,
    private readonly signer: Signer,
    private readonly outbox: Outbox,
    private readonly trail: Trail,
  ) {}

  /** The invitation behind a link, without whom it names and who invites, or null when it cannot be followed (any more). */
  async look(token: string): Promise<InvitationSeen | null> {
    const invitationId = this.signer.read(INVITATION, token);
    const found = invitationId ? await this.open(invitationId as InvitationId) : null;
    if (!found) return null;
    const { id, body, role, handOver, expiresAt } = found;
    return { id, body, role, handOver, expiresAt };
  }

  /** Why a link cannot be followed any more; `unknown` when it was not made here, null while it can. */
  async whyNot(token: string): Promise<'used' | 'revoked' | 'expired' | 'unknown' | null> {
    const id = this.signer.read(INVITATION, token);
    const [found] = await this.db.rows<{ fate: 'used' | 'revoked' | 'expired' | null }>(
      `select case when i.used_at is not null then 'used' when i.revoked_at is not null then 'revoked'
         when i.opened_at is null or i.expires_at <= platform.now() or b.state <> 'verified' then 'expired' end as fate
       from hometowns.invitation i join hometowns.body b on b.id = i.body_id where i.id = $1`,
      [id],
    );
    return found ? found.fate : 'unknown';
  }

  /** The letter of an invitation, or null when it names no address or cannot be followed (any more). */
  async letterOf(invitationId: InvitationId): Promise<InvitationLetter | null> {
    const found = await this.open(invitationId);
    if (!found?.email) return null;
    return { ...found, email: found.email, token: this.signer.token(INVITATION, invitationId) };
  }

  /** Takes an open invitation back, by whoever may invite to its role. A repeat passes. Throws as `mustHold`. */
  revoke(invitationId: InvitationId, by: PersonId): Promise<void> {
    return this.db.transaction(async (tx) => {
      const found = await lockInvitation(tx, invitationId);
      if (!found) throw refuse('not-found', 'not-found', 'No such invitation.');
      const { bodyId, kind, role, handOver } = found;
      await this.members.mustHold(tx, by, bodyId, handOver ? [role] : invitersTo(kind, role));
      if ((await revokeInvitations(tx, 'id = $1', [invitationId])).length === 0) return;
      await this.note(tx, { by, action: 'invitation.revoked', bodyId, invitation: invitationId });
    });
  }

  /** Second signature under a hand-over that the operator started: now it can be followed. Throws as `approvals.give`. */
  confirmHandOver(approvalId: ApprovalId, by: PersonId): Promise<void> {
    return this.db.transaction(async (tx) => {
      const { bodyId, invitation } = await this.handOverOf(tx, approvalId, by);
      await this.approvals.give(tx, approvalId, by);
      const opened = await rowsOf(
        tx,
        `update hometowns.invitation set opened_at = platform.now()
         where id = $1 and opened_at is null and revoked_at is null and expires_at > platform.now() returning id`,
        [invitation],
      );
      if (opened.length === 0) throw refuse('conflict', 'invitation-expired', 'The hand-over is no longer open.');
      await this.note(tx, { by, action: 'invitation.sent', bodyId, invitation });
      await this.outbox.add(tx, invited(invitation));
    });
  }

  /** Refuses a hand-over that the operator started; its starter takes it back by the same call. Throws `approval-reason`. */
  refuseHandOver(approvalId: ApprovalId, reason: string, by: PersonId): Promise<void> {
    return this.db.transaction(async (tx) => {
      const { bodyId, invitation } = await this.handOverOf(tx, approvalId, by);
      await this.approvals.decline(tx, approvalId, by, reason);
      await revokeInvitations(tx, 'id = $1', [invitation]);
      await this.note(tx, { by, action: 'invitation.revoked', bodyId, invitation });
    });
  }

  private async handOverOf(tx: Tx, approvalId: ApprovalId, by: PersonId) {
    await this.staff.mustBe(tx, by);
    const approval = await this.asked.find(approvalId, tx);
    if (approval?.kind !== HAND_OVER) throw refuse('not-found', 'not-found', 'No such hand-over.');
    return {
      bodyId: thingOf<BodyId>(approval),
      invitation: approval.payload.invitation as InvitationId,
    };
  }

  private async open(id: InvitationId) {
    type Found = Omit<InvitationLetter, 'token' | 'email'> & { readonly email: string | null };
    const [found] = await this.db.rows<Found>(
      `select i.id, i.role, i.hand_over as "handOver", i.expires_at as "expiresAt", i.email, i.by,
         coalesce(p.lang, b.name ->> 'original') as lang,
         json_build_object('id', b.id, 'kind', b.kind, 'name', b.name, 'slug', b.slug, 'placeCode', b.place_code) as body
       from hometowns.invitation i join hometowns.body b on b.id = i.body_id
       left join identity.person p on p.email = i.email
       where i.id = $1 and i.opened_at is not null and i.used_at is null and i.revoked_at is null
         and i.expires_at > platform.now() and b.state = 'verified'`,
      [id],
    );
    return found;
  }

  private note(
    tx: Tx,
    { by, action, bodyId, invitation }: { by: PersonId; action: string; bodyId: BodyId; invitation: InvitationId },
  ): Promise<void> {
    return this.trail.add(tx, { actor: by, action, subject: `body:${bodyId}`, data: { invitation } });
  }
}
