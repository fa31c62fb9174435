import { ApiProperty } from '@nestjs/swagger';
import { IsEmail, IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import type { InvitationId, JoinRequestId, MembershipId, Role } from '#libs/hometowns/src/index.js';
import { BodyParams, email, ROLE_NAMES } from './bodies.requests.js';
import { IsId } from '../edge/validation.js';

/** An invitation of a body in a path. */
export class InvitationParams extends BodyParams {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  invitationId!: InvitationId;
}

/** An invitation of a colleague, or (role member, no address) an association's join link. */
export class InvitationRequest {
  @ApiProperty({ enum: ROLE_NAMES, example: 'accountant' })
  @IsIn(ROLE_NAMES)
  role!: Role;

  @ApiProperty({ required: false, example: 'contabil@mihaileni.plai.example' })
  @IsOptional()
  @IsEmail({}, email)
  email?: string;
}

/** A new head for a body. */
export class HandOverRequest {
  @ApiProperty({ enum: ['mayor', 'president'], example: 'mayor' })
  @IsIn(['mayor', 'president'])
  role!: Role;

  @ApiProperty({ example: 'noua.primara@mihaileni.plai.example' })
  @IsEmail({}, email)
  toEmail!: string;
}

/** An invitation's link in a path. */
export class TokenParams {
  @ApiProperty()
  @IsString()
  @MaxLength(200)
  token!: string;
}

/** Taking an invitation. */
export class AcceptanceRequest {
  @ApiProperty({ required: false, example: 'Elena Rusu' })
  @IsOptional()
  @IsString()
  @MaxLength(120)
  name?: string;
}

/** A request to join in a path. */
export class JoinRequestParams {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  id!: JoinRequestId;
}

/** A membership in a path. */
export class MembershipParams {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  id!: MembershipId;
}

/** Why a new member is not one of theirs; members read it. */
export class MembershipObjectionRequest {
  @ApiProperty({ maxLength: 2000, example: 'Nimeni din sat nu-l cunoaște.' })
  @IsString()
  @MaxLength(2000)
  reason!: string;
}
