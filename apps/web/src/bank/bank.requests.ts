import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import type { CivilDate, PledgeId, ProjectId } from '#libs/kernel/src/index.js';
import {
  type BankAccountId,
  type BankLineId,
  type LineMeaning,
  MEANINGS,
  type OrderId,
} from '#libs/banking/src/index.js';
import { MoneyRequest } from '../pledging/pledges.requests.js';
import { IsDay, IsId, Nested } from '../edge/validation.js';

/** An account of the operator in a path. */
export class BankAccountParams {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  id!: BankAccountId;
}

/** A line of a statement in a path. */
export class BankLineParams {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  id!: BankLineId;
}

/** A payment order in a path. */
export class OrderParams {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  id!: OrderId;
}

/** An account of the operator at a bank; one a currency. */
export class BankAccountRequest {
  @ApiProperty({ example: 'MDL' })
  @IsString()
  @MaxLength(3)
  currency!: string;

  @ApiProperty({ example: 'MD24AG000225100013104168' })
  @IsString()
  @MaxLength(50)
  iban!: string;

  @ApiProperty({ example: 'Banca Comercială' })
  @IsString()
  @MaxLength(120)
  bank!: string;

  @ApiProperty({ example: 'Asociația Plai' })
  @IsString()
  @MaxLength(140)
  holder!: string;

  /** The bank's code (ISO 9362). */
  @ApiProperty({ required: false, example: 'AGRNMD2X' })
  @IsOptional()
  @IsString()
  @MaxLength(20)
  bic?: string;
}

/** Who paid or was paid, as the statement says. */
export class CounterpartyRequest {
  @ApiProperty({ required: false })
  @IsOptional()
  @IsString()
  @MaxLength(140)
  name?: string;

  @ApiProperty({ required: false })
  @IsOptional()
  @IsString()
  @MaxLength(50)
  iban?: string;
}

/** A line of a statement, entered with what it means. */
export class BankLineRequest {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  accountId!: BankAccountId;

  @ApiProperty({ example: '2025-12-14', format: 'date' })
  @IsDay({ context: { code: 'date' } })
  bookedOn!: CivilDate;

  @ApiProperty({ type: MoneyRequest, example: { amount: '500.00', currency: 'MDL' } })
  @Nested(() => MoneyRequest)
  amount!: MoneyRequest;

  @ApiProperty({ required: false, type: CounterpartyRequest })
  @IsOptional()
  @Nested(() => CounterpartyRequest)
  counterparty?: CounterpartyRequest;

  @ApiProperty({ example: 'FT25348XYZ' })
  @IsString()
  @MaxLength(140)
  reference!: string;

  @ApiProperty({ required: false, example: 'Iluminat PL-7KQ2-M4' })
  @IsOptional()
  @IsString()
  @MaxLength(140)
  purpose?: string;

  @ApiProperty({ enum: Object.keys(MEANINGS), example: 'gift' })
  @IsIn(Object.keys(MEANINGS))
  meaning!: LineMeaning;

  /** The payout, order or earlier line that it belongs to. */
  @ApiProperty({ required: false })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  refersTo?: string;
}

/** Whose gift a line is. */
export class ClaimRequest {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  pledgeId!: PledgeId;
}

/** The project whose town hall has sent a line's money back. */
export class MoneyBackRequest {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  projectId!: ProjectId;
}

/** Why the bank refused an order. */
export class RejectionRequest {
  @ApiProperty({ example: 'account closed' })
  @IsString()
  @MaxLength(500)
  reason!: string;
}
