import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, IsIn, IsInt, IsOptional, IsString, Matches, MaxLength } from 'class-validator'; // prettier-ignore
import { type BudgetVoteId, DAYS, IDENTITY_LEVELS, type IdentityLevel, OPTIONS } from '#libs/budgeting/src/index.js';
import type { ApprovalId, ProjectId } from '#libs/kernel/src/index.js';
import type { OptionId } from '#libs/needs/src/index.js';
import { type Roll, ROLLS } from '#libs/neighbours/src/index.js';
import { type Lang, LANGS } from '#libs/platform/src/index.js';
import { BodyParams } from '../bodies/bodies.requests.js';
import { Cursor, LimitQuery } from '../edge/paging.js';
import { IsId } from '../edge/validation.js';

/** A vote under a budget in a path. */
export class BudgetVoteParams {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  id!: BudgetVoteId;
}

/** A vote that a town hall prepares; its id is the caller's. */
export class PrepareParams extends BodyParams {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  voteId!: BudgetVoteId;
}

/** A winner of a vote in a path, and the project that the caller begins. */
export class WinnerParams extends BudgetVoteParams {
  @ApiProperty({ example: '01' })
  @Matches(/^\d{2}$/)
  code!: string;

  @ApiProperty({ format: 'uuid' })
  @IsId()
  projectId!: ProjectId;
}

/** An open vote in a path, and the question whether it is stopped, whose id is the caller's. */
export class VoidingParams extends BudgetVoteParams {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  voidingId!: ApprovalId;
}

/** Why an open vote is to be stopped: everybody who voted is told. */
export class VoidingRequest {
  @ApiProperty({ example: 'Prețul fântânii era greșit.', maxLength: 2000 })
  @IsString()
  @MaxLength(2000)
  reason!: string;
}

/** A page of ballots: they go by their receipts. */
export class BudgetBallotsQuery extends LimitQuery {
  @Cursor(/^[\w-]{1,100}$/)
  after?: string;
}

/** What a neighbour supports. */
export class BudgetBallotRequest {
  /** Codes of options; none is an empty ballot, which counts too. */
  @ApiProperty({ type: [String], example: ['01'] })
  @Matches(/^\d{2}$/, { each: true })
  @ArrayMaxSize(OPTIONS.most)
  ticked!: string[];
}

/** A ballot on paper in a path; its id is the caller's. */
export class PaperBallotParams extends BudgetVoteParams {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  paperId!: ApprovalId;
}

/** What an officer reads on a ballot handed in on paper. */
export class PaperBallotRequest extends BudgetBallotRequest {
  /** Under which it lies in the town hall's register: once in a vote. */
  @ApiProperty({ example: '31', maxLength: 20 })
  @IsString({ context: { missing: 'paper-number' } })
  @MaxLength(20, { context: { code: 'paper-number' } })
  number!: string;

  /** Erased once it is decided. */
  @ApiProperty({ example: 'Vasile Pleșca', maxLength: 120 })
  @IsString({ context: { missing: 'paper-name' } })
  @MaxLength(120, { context: { code: 'paper-name' } })
  name!: string;

  @ApiProperty({ enum: ROLLS, example: 'resident' })
  @IsIn(ROLLS, { context: { code: 'roll-missing', missing: 'roll-missing' } })
  roll!: Roll;

  /** The street, quarter or village that stands on it. */
  @ApiProperty({ required: false, nullable: true, type: String, example: 'Valea Gării', maxLength: 60 })
  @IsOptional()
  @IsString()
  @MaxLength(60)
  part?: string | null;
}

/** A vote under a budget as its town hall wants it. */
export class BudgetVoteRequest {
  /** The language of the title; the reader's when left out. */
  @ApiProperty({ required: false, enum: LANGS, example: 'ro' })
  @IsOptional()
  @IsIn(LANGS)
  lang?: Lang;

  @ApiProperty({ example: 'Ce facem în 2027', maxLength: 120 })
  @IsString({ context: { missing: 'vote-title' } })
  @MaxLength(400)
  title!: string;

  @ApiProperty({ example: '160000.00', description: 'Lei' })
  @IsString()
  @MaxLength(20)
  budget!: string;

  /** Priced options of this town. */
  @ApiProperty({
    type: [String],
    format: 'uuid',
    example: ['01890000-0000-7000-8000-000000000000', '01890000-0000-7000-8000-000000000001'],
  })
  @IsId({ each: true })
  @ArrayMinSize(OPTIONS.least)
  @ArrayMaxSize(OPTIONS.most)
  options!: OptionId[];

  @ApiProperty({ example: 14, minimum: DAYS.least, maximum: DAYS.most })
  @IsInt()
  days!: number;

  @ApiProperty({ enum: IDENTITY_LEVELS, example: 'email' })
  @IsIn(IDENTITY_LEVELS)
  identity!: IdentityLevel;
}
