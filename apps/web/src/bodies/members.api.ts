import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { type BodyId, refuse } from '#libs/kernel/src/index.js';
import {
  InvitationsService,
  JoiningService,
  type JoinRequest,
  type Membership,
  MembersQueries,
  MembersService,
  type NewMember,
  type OpenInvitation,
  VouchesService,
} from '#libs/hometowns/src/index.js';
import { Read } from '../edge/decorators.js';
import { Answer, listById, listPage, type ListPage } from '../edge/page.js';
import { PageQuery } from '../edge/paging.js';
import type { Reading } from '../edge/reading.js';
import { BodyParams } from './bodies.requests.js';
import {
  AcceptanceRequest,
  HandOverRequest,
  InvitationParams,
  InvitationRequest,
  JoinRequestParams,
  MembershipParams,
  MembershipObjectionRequest,
  TokenParams,
} from './members.requests.js';

/** Who belongs to a body, how one comes in and goes. */
@ApiTags('bodies')
@ApiBearerAuth()
@Controller('/api/v1')
export class MembersApi {
  constructor(
    private readonly members: MembersService,
    private readonly queries: MembersQueries,
    private readonly joining: JoiningService,
    private readonly vouches: VouchesService,
    private readonly invitations: InvitationsService,
  ) {}

  /** The people of a body, the highest roles first. For its people only. */
  @Get('/bodies/:id/members')
  async list(
    @Read() reading: Reading,
    @Param() { id }: BodyParams,
    @Query() { after, limit }: PageQuery,
  ): Promise<ListPage<Membership>> {
    await this.mustBelong(reading, id);
    const rows = await this.queries.list(id, { after, limit: limit + 1 });
    return listById(rows, limit);
  }

  /** Who waits for two members to vouch, the longest first. For the association's people only. */
  @Get('/bodies/:id/join-requests')
  async asked(
    @Read() reading: Reading,
    @Param() { id }: BodyParams,
    @Query() { after, limit }: PageQuery,
  ): Promise<ListPage<JoinRequest>> {
    await this.mustBelong(reading, id);
    const rows = await this.queries.joinRequests(id, { after, limit: limit + 1 });
    return listById(rows, limit);
  }

  /** Members of less than ten days with who vouched, the newest first. For the association's people only. */
  @Get('/bodies/:id/new-members')
  async young(
    @Read() reading: Reading,
    @Param() { id }: BodyParams,
    @Query() { after, limit }: PageQuery,
  ): Promise<ListPage<NewMember>> {
    await this.mustBelong(reading, id);
    const rows = await this.queries.newMembers(id, { after, limit: limit + 1 });
    return listPage(rows, limit, { keyOf: ({ membershipId }) => membershipId, show: (row) => row });
  }

  /** Invites a colleague, or opens an association's join link. */
  @Post('/bodies/:id/invitations')
  async invite(
    @Read() reading: Reading,
    @Param() { id }: BodyParams,
    @Body() { role, email }: InvitationRequest,
  ): Promise<Answer> {
    const invitationId = await this.members.invite(id, role, email ?? null, reading.person());
    // Only a join link is for passing on; what names an address goes to that address alone.
    const token = email ? undefined : this.members.invitationLink(invitationId);
    return new Answer({ id: invitationId, token }, 201);
  }

  /** Invitations of a body that can still be used. For its officers. */
  @Get('/bodies/:id/invitations')
  async open(
    @Read() reading: Reading,
    @Param() { id }: BodyParams,
    @Query() { after, limit }: PageQuery,
  ): Promise<ListPage<OpenInvitation>> {
    await this.mustBelong(reading, id, true);
    const rows = await this.queries.invitations(id, { after, limit: limit + 1 });
    return listById(rows, limit);
  }

  /** Takes an invitation back. */
  @Delete('/bodies/:id/invitations/:invitationId')
  async revoke(@Read() reading: Reading, @Param() { id, invitationId }: InvitationParams): Promise<void> {
    await this.mustBelong(reading, id, true);
    const own = (await this.queries.invitations(id)).some((one) => one.id === invitationId);
    if (!own) throw refuse('not-found', 'not-found', 'Not an invitation of this body.');
    await this.invitations.revoke(invitationId, reading.person());
  }

  /** Starts handing the head's office over. */
  @Post('/bodies/:id/hand-overs')
  async handOver(
    @Read() reading: Reading,
    @Param() { id }: BodyParams,
    @Body() body: HandOverRequest,
  ): Promise<Answer> {
    return new Answer(await this.members.handOver(id, body, reading.person()), 201);
  }

  /** What an invitation offers. */
  @Get('/invitations/:token')
  async look(@Param() { token }: TokenParams): Promise<object> {
    const seen = await this.invitations.look(token);
    if (seen) return seen;
    const why = await this.invitations.whyNot(token);
    if (why === 'used') throw refuse('conflict', 'invitation-used', 'The invitation was followed.');
    if (why === 'revoked') throw refuse('conflict', 'invitation-revoked', 'The invitation was taken back.');
    if (why === 'expired') throw refuse('conflict', 'invitation-expired', 'The invitation is too old.');
    throw refuse('not-found', 'not-found', 'No such invitation.');
  }

  /** Follows an invitation; somebody who has no name here yet may say it. */
  @Post('/invitations/:token/acceptance')
  accept(
    @Read() reading: Reading,
    @Param() { token }: TokenParams,
    @Body() { name }: AcceptanceRequest,
  ): Promise<object> {
    return this.joining.accept(token, reading.person(), name);
  }

  /** Gives one's word for somebody who wants to join. */
  @Post('/join-requests/:id/vouches')
  vouch(@Read() reading: Reading, @Param() { id }: JoinRequestParams): Promise<object> {
    return this.vouches.vouch(id, reading.person());
  }

  /** Declines a request to join. */
  @Post('/join-requests/:id/refusal')
  async decline(@Read() reading: Reading, @Param() { id }: JoinRequestParams): Promise<void> {
    await this.vouches.decline(id, reading.person());
  }

  /** Objects to somebody who came in by others' words less than ten days ago: two more have to vouch. */
  @Post('/memberships/:id/objection')
  async object(
    @Read() reading: Reading,
    @Param() { id }: MembershipParams,
    @Body() { reason }: MembershipObjectionRequest,
  ): Promise<void> {
    await this.vouches.object(id, reason, reading.person());
  }

  /** Leaves, or ends a colleague's membership; a president elected less than fourteen days ago gives the office back. */
  @Delete('/memberships/:id')
  async end(@Read() reading: Reading, @Param() { id }: MembershipParams): Promise<void> {
    await this.members.end(id, reading.person());
  }

  private async mustBelong(reading: Reading, bodyId: BodyId, asOfficer = false): Promise<void> {
    const roles = await this.queries.rolesOf(reading.person());
    const fits = roles.some(({ body, role }) => body.id === bodyId && (!asOfficer || role !== 'member'));
    if (!fits && !(reading.viewer?.staff && !asOfficer)) {
      throw refuse('not-found', 'not-found', 'Not a body of this person.');
    }
  }
}
