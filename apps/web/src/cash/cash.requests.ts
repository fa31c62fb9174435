import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { type CashierId, type DepositId, emailIn, giverIn } from '#libs/cash/src/index.js';
import type { ApprovalId, PersonId, PledgeId, ProjectId } from '#libs/kernel/src/index.js';
import { type Lang, LANGS } from '#libs/platform/src/index.js';
import { type Shortfall, SHORTFALLS } from '#libs/pledges/src/index.js';
import { SomeLei } from '../edge/typed-sum.js';
import { IsId, Nested, ReadBy } from '../edge/validation.js';
import { LineFields } from '../pledging/give.requests.js';
import { LineRequest } from '../pledging/pledges.requests.js';
import { BodyParams } from '../bodies/bodies.requests.js';

/** Who is to take cash. */
export class CashierForm {
  @ApiProperty({ format: 'uuid' })
  @IsId({ context: { code: 'cashier-member', missing: 'cashier-member' } })
  personId!: PersonId;
}

/** What a cashier types; the id is made when the form is shown. */
export class ReceiptForm {
  @IsId()
  id!: PledgeId;

  @IsId({ context: { code: 'cash-project', missing: 'cash-project' } })
  projectId!: ProjectId;

  @IsString({ context: { missing: 'amount-positive' } })
  @SomeLei()
  lei!: string;

  @IsOptional()
  @Nested(() => LineFields)
  line?: LineFields;

  @IsOptional()
  @IsString()
  @ReadBy(giverIn, 200)
  giver?: string;

  @IsOptional()
  @IsIn(['yes'])
  shown?: 'yes';

  @IsOptional()
  @IsString()
  @ReadBy(emailIn, 254)
  email?: string;

  @IsIn(LANGS)
  lang!: Lang;

  @IsIn(SHORTFALLS, { context: { code: 'required-choice', missing: 'required-choice' } })
  shortfall!: Shortfall;

  @IsOptional()
  @IsIn(['yes'])
  onward?: 'yes';
}

/** Why a receipt is void. */
export class VoidForm {
  @ApiProperty({ example: 'Banii au fost dați înapoi' })
  @IsString({ context: { missing: 'approval-reason' } })
  @MaxLength(500)
  reason!: string;
}

/** Which receipts go to the bank together. */
export class DepositForm {
  @IsId()
  id!: DepositId;

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(500)
  @IsId({ each: true })
  receipts?: PledgeId[];
}

/** Which receipts the sum at the bank covers. */
export class CoverForm {
  @IsId()
  id!: ApprovalId;

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(500)
  @IsId({ each: true })
  receipts?: PledgeId[];
}

/** A cashier in a path. */
export class CashierParams {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  id!: CashierId;
}

/** A receipt in a path; once it is signed, its id is its gift's. */
export class ReceiptParams {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  id!: PledgeId;
}

/** A receipt of an association in a path; its id is the caller's. */
export class NewReceiptParams extends BodyParams {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  receiptId!: PledgeId;
}

/** A deposit in a path. */
export class DepositParams {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  id!: DepositId;
}

/** A deposit of an association in a path; its id is the caller's. */
export class NewDepositParams extends BodyParams {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  depositId!: DepositId;
}

/** What a cashier writes on a receipt. */
export class ReceiptRequest {
  @ApiProperty({ format: 'uuid' })
  @IsId({ context: { code: 'cash-project' } })
  projectId!: ProjectId;

  @ApiProperty({ example: '100.00', description: 'Lei' })
  @IsString()
  @SomeLei()
  lei!: string;

  /** For so many units of one line of the budget. Left out: for the whole project. */
  @ApiProperty({ required: false, type: () => LineRequest })
  @IsOptional()
  @Nested(() => LineRequest)
  line?: LineRequest;

  @ApiProperty({ required: false, example: 'Ion Rusu' })
  @IsOptional()
  @IsString()
  @ReadBy(giverIn, 200)
  giver?: string;

  @ApiProperty({ required: false, description: 'Others may read the name' })
  @IsOptional()
  @IsBoolean()
  shown?: boolean;

  @ApiProperty({ required: false, example: 'ion@exemplu.md' })
  @IsOptional()
  @IsString()
  @ReadBy(emailIn, 254)
  email?: string;

  @ApiProperty({ enum: LANGS, example: 'ro' })
  @IsIn(LANGS)
  lang!: Lang;

  @ApiProperty({ enum: SHORTFALLS, example: 'return' })
  @IsIn(SHORTFALLS, { context: { code: 'required-choice' } })
  shortfall!: Shortfall;

  @ApiProperty({
    required: false,
    description: 'The giver was told that it goes to the next need of the town when the project has all it needs',
  })
  @IsOptional()
  @IsBoolean()
  onward?: boolean;
}

/** Receipts by id. */
export class ReceiptsRequest {
  @ApiProperty({ type: [String], format: 'uuid' })
  @IsArray()
  @ArrayMaxSize(500)
  @IsId({ each: true })
  receiptIds!: PledgeId[];
}

/** The deposit that a line of the statement is. */
export class DepositOfLineRequest {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  depositId!: DepositId;
}
