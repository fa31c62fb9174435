import { ApiProperty, IntersectionType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsEmail,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import type { BodyId, PledgeId, ProjectId } from '#libs/kernel/src/index.js';
import type { RefundId } from '#libs/payments/src/index.js';
import { type Lang, LANGS } from '#libs/platform/src/index.js';
import { type Shortfall, SHORTFALLS } from '#libs/pledges/src/index.js';
import type { BudgetLineId } from '#libs/projects/src/index.js';
import { IsId, Nested } from '../edge/validation.js';

/** An amount as JSON has it everywhere. */
export class MoneyRequest {
  @ApiProperty({ example: '50.00' })
  @IsString()
  @MaxLength(20)
  amount!: string;

  @ApiProperty({ example: 'EUR' })
  @IsString()
  @MaxLength(3)
  currency!: string;
}

/** A project in a path. */
export class ProjectParams {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  id!: ProjectId;
}

/** A pledge of a project in a path; its id is the caller's. */
export class PledgeOfProjectParams extends ProjectParams {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  pledgeId!: PledgeId;
}

/** A pledge in a path. */
export class PledgeParams {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  id!: PledgeId;
}

/** A refund in a path. */
export class RefundParams {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  id!: RefundId;
}

/** The signed link of a pledge's letters; not needed by its signed-in donor. */
export class PledgeAccessQuery {
  @ApiProperty({ required: false })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  token?: string;
}

/** What a gift by card would cost. */
export class QuoteQuery extends MoneyRequest {
  @ApiProperty({ required: false, enum: ['yes', 'no'] })
  @IsOptional()
  @IsIn(['yes', 'no'])
  coverFee?: 'yes' | 'no';
}

/** Words beside a gift, for a person remembered or honoured, or a wish. */
export class DedicationRequest {
  @ApiProperty({ enum: ['memory', 'honour', 'wish'], example: 'memory' })
  @IsIn(['memory', 'honour', 'wish'])
  kind!: 'memory' | 'honour' | 'wish';

  @ApiProperty({ maxLength: 140, example: 'Vasile Ciobanu' })
  @IsString()
  @MaxLength(400)
  text!: string;
}

/** What stands beside a gift in public. */
export class PublicWordsRequest {
  /** Left out: anonymous. */
  @ApiProperty({ required: false, example: 'Maria C., Padova' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  publicName?: string;

  @ApiProperty({ required: false, type: DedicationRequest })
  @IsOptional()
  @Nested(() => DedicationRequest)
  dedication?: DedicationRequest;
}

/** Units of one line of the budget, as the plan's `lineGifts` lists them. */
export class LineRequest {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  id!: BudgetLineId;

  @ApiProperty({ example: 1 })
  @IsInt()
  @Min(1)
  @Max(999_999_999)
  units!: number;
}

/** One of several people whose gift one of them pays. */
export class MemberRequest {
  /** Left out: one person. */
  @ApiProperty({ required: false, example: 'Ion Rusu' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  name?: string;

  /** What this person brought, in the gift's currency. Left out: an even part of what the others leave. */
  @ApiProperty({ required: false, type: MoneyRequest })
  @IsOptional()
  @Nested(() => MoneyRequest)
  amount?: MoneyRequest;

  /** Whether the name may be shown to everybody. */
  @ApiProperty({ required: false, example: false })
  @IsOptional()
  @IsBoolean()
  public?: boolean;
}

/** Several people whose gift one of them pays: two to a hundred. */
export class PoolRequest {
  @ApiProperty({ example: 'Clasa a IX-a' })
  @IsString()
  @MaxLength(200)
  name!: string;

  @ApiProperty({ type: [MemberRequest] })
  @IsArray()
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => MemberRequest)
  members!: MemberRequest[];
}

/** The choice that every donor makes. */
export class ChoiceRequest {
  /** What happens with the money if not everything is raised or the project is cancelled. */
  @ApiProperty({ enum: SHORTFALLS, example: 'return' })
  @IsIn(SHORTFALLS, { context: { code: 'required-choice', missing: 'required-choice' } })
  shortfall!: Shortfall;
}

/** A gift. Only the sum, the address and the choice must be there. */
export class PledgeRequest extends IntersectionType(PublicWordsRequest, ChoiceRequest) {
  @ApiProperty({ type: MoneyRequest })
  @Nested(() => MoneyRequest)
  amount!: MoneyRequest;

  @ApiProperty({ example: 'maria@demo.plai.example' })
  @MaxLength(254)
  @IsEmail({}, { context: { code: 'email', missing: 'email' } })
  email!: string;

  @ApiProperty({ enum: ['card', 'transfer'], example: 'card' })
  @IsIn(['card', 'transfer'])
  by!: 'card' | 'transfer';

  @ApiProperty({ required: false, example: false })
  @IsOptional()
  @IsBoolean()
  coverFee?: boolean;

  @ApiProperty({ required: false, format: 'uuid' })
  @IsOptional()
  @IsId()
  associationId?: BodyId;

  /** Two letters; shown only in groups of five or more. */
  @ApiProperty({ required: false, example: 'IT' })
  @IsOptional()
  @IsString()
  @MaxLength(2)
  country?: string;

  @ApiProperty({ required: false, example: true })
  @IsOptional()
  @IsBoolean()
  follow?: boolean;

  @ApiProperty({ required: false, enum: LANGS })
  @IsOptional()
  @IsIn(LANGS)
  lang?: Lang;

  /** For so many units of one line of the budget. Left out: for the whole project. */
  @ApiProperty({ required: false, type: LineRequest })
  @IsOptional()
  @Nested(() => LineRequest)
  line?: LineRequest;

  /** The people for whom this gift is paid. */
  @ApiProperty({ required: false, type: PoolRequest })
  @IsOptional()
  @Nested(() => PoolRequest)
  pool?: PoolRequest;
}

/** What the operator gives back of a gift. */
export class RefundRequest {
  /** Left out: all that is left of it. */
  @ApiProperty({ required: false, type: MoneyRequest })
  @IsOptional()
  @Nested(() => MoneyRequest)
  amount?: MoneyRequest;

  @ApiProperty({ example: 'Asked for by the donor' })
  @IsString()
  @MaxLength(500)
  reason!: string;
}

/** The code of a receipt. */
export class ReceiptParams {
  @ApiProperty()
  @IsString()
  @MaxLength(40)
  code!: string;
}

/** Who signs to close a campaign before its day. */
export class EarlyClosingRequest {
  @ApiProperty({ enum: ['town-hall', 'association'] })
  @IsIn(['town-hall', 'association'])
  side!: 'town-hall' | 'association';
}
