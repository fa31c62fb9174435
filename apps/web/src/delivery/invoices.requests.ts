import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import type { CivilDate, FileId, Id } from '#libs/kernel/src/index.js';
import type { InvoiceId, RequestId } from '#libs/delivery/src/index.js';
import { MoneyRequest, ProjectParams } from '../pledging/pledges.requests.js';
import { IsDay, IsId, Nested } from '../edge/validation.js';

const DAY = { context: { code: 'date' } };

/** An invoice of a project; its id is the caller's. */
export class InvoiceOfProjectParams extends ProjectParams {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  invoiceId!: InvoiceId;
}

/** An invoice in a path. */
export class InvoiceParams {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  id!: InvoiceId;
}

/** A supplier's invoice. */
export class InvoiceRequest {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  lineId!: Id<'BudgetLine'>;

  @ApiProperty({ example: 'Luminex SRL' })
  @IsString()
  @MaxLength(300)
  supplier!: string;

  @ApiProperty({ example: 'EAA 000123' })
  @IsString()
  @MaxLength(60)
  number!: string;

  @ApiProperty({ example: '2025-11-02', format: 'date' })
  @IsDay(DAY)
  date!: CivilDate;

  @ApiProperty({ type: MoneyRequest, example: { amount: '500.00', currency: 'MDL' } })
  @Nested(() => MoneyRequest)
  amount!: MoneyRequest;

  /** The part paid from the people's money; the whole when left out. */
  @ApiProperty({ required: false, type: MoneyRequest })
  @IsOptional()
  @Nested(() => MoneyRequest)
  fromPeople?: MoneyRequest;

  @ApiProperty({ format: 'uuid' })
  @IsId()
  file!: FileId;

  @ApiProperty({ required: false, format: 'uuid' })
  @IsOptional()
  @IsId()
  requestId?: RequestId;
}
