import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import type { ApprovalId, BodyId, PersonId, VoteId } from '#libs/kernel/src/index.js';
import { type Choice, CHOICES, REASON_MAX } from '#libs/voting/src/index.js';
import { Cursor, LimitQuery, PageQuery } from '../edge/paging.js';
import { IsId } from '../edge/validation.js';

/** A vote in a path. */
export class VoteParams {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  id!: VoteId;
}

/** Whose votes to list. */
export class VotesQuery extends PageQuery {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  associationId!: BodyId;
}

/** A page of ballots: they go by their receipts. */
export class BallotsQuery extends LimitQuery {
  @Cursor(/^[\w-]{1,100}$/)
  after?: string;
}

/** A member's answer. */
export class BallotRequest {
  @ApiProperty({ enum: CHOICES, example: 'yes' })
  @IsIn(CHOICES)
  choice!: Choice;

  /** Kept apart from the ballot; shown after closing. */
  @ApiProperty({ required: false, maxLength: REASON_MAX })
  @IsOptional()
  @IsString()
  @MaxLength(4000)
  reason?: string;

  /** The member who has asked for it, when the answer is given for him; without a reason then. */
  @ApiProperty({ required: false, format: 'uuid' })
  @IsOptional()
  @IsId()
  for?: PersonId;
}

/** Whom a member asks to vote for him. */
export class ProxyRequest {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  holder!: PersonId;
}

/** A member's ballot on paper in a path; its id is the caller's. */
export class MemberPaperParams extends VoteParams {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  paperId!: ApprovalId;
}

/** What an officer reads on a member's ballot on paper. */
export class MemberPaperRequest {
  /** Who of the roll has handed it in. */
  @ApiProperty({ format: 'uuid' })
  @IsId({ context: { code: 'paper-member' } })
  personId!: PersonId;

  /** Under which it lies in the association's register: once in a vote. */
  @ApiProperty({ example: '12', maxLength: 20 })
  @IsString({ context: { missing: 'paper-number' } })
  @MaxLength(20, { context: { code: 'paper-number' } })
  number!: string;

  @ApiProperty({ enum: CHOICES, example: 'yes' })
  @IsIn(CHOICES, { context: { code: 'vote-choice', missing: 'vote-choice' } })
  choice!: Choice;
}

/** Why a member takes no part. */
export class ConflictRequest {
  @ApiProperty({ maxLength: REASON_MAX, example: 'The supplier is my brother' })
  @IsString()
  @MaxLength(1000)
  why!: string;
}
