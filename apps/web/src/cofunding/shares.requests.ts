import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import type { CivilDate, FileId, Id } from '#libs/kernel/src/index.js';
import { ACT_KINDS, type ActKind } from '#libs/projects/src/index.js';
import { type ShareId, type Stage, STAGES } from '#libs/cofunding/src/index.js';
import { TextRequest } from '../bodies/bodies.requests.js';
import { MoneyRequest, ProjectParams } from '../pledging/pledges.requests.js';
import { IsDay, IsId, Nested } from '../edge/validation.js';

/** A share of a project in a path; its id is the caller's. */
export class ShareParams extends ProjectParams {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  shareId!: ShareId;
}

/** The paper behind a share. */
export class ActRequest {
  @ApiProperty({ enum: ACT_KINDS, example: 'council-decision' })
  @IsIn(ACT_KINDS)
  kind!: ActKind;

  @ApiProperty({ example: '7/3' })
  @IsString()
  @MaxLength(60)
  number!: string;

  @ApiProperty({ example: '2025-09-18', format: 'date' })
  @IsDay({ context: { code: 'date' } })
  date!: CivilDate;

  @ApiProperty({ required: false, format: 'uuid' })
  @IsOptional()
  @IsId()
  file?: FileId;
}

/** The act that values help in work or materials. */
export class ValuationRequest {
  @ApiProperty({ example: '3' })
  @IsString()
  @MaxLength(60)
  number!: string;

  @ApiProperty({ example: '2025-10-02', format: 'date' })
  @IsDay({ context: { code: 'date' } })
  date!: CivilDate;

  @ApiProperty({ required: false, format: 'uuid' })
  @IsOptional()
  @IsId()
  file?: FileId;
}

/** Help in work or materials. */
export class InKindRequest {
  @ApiProperty({ type: TextRequest, example: { original: 'ro', ro: 'Excavator, două zile' } })
  @Nested(() => TextRequest)
  what!: TextRequest;

  @ApiProperty({ type: MoneyRequest, example: { amount: '500.00', currency: 'MDL' } })
  @Nested(() => MoneyRequest)
  amount!: MoneyRequest;

  @ApiProperty({ type: ValuationRequest })
  @Nested(() => ValuationRequest)
  act!: ValuationRequest;
}

/** How far a co-funder's share has come. */
export class ShareRequest {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  sourceId!: Id<'FundingSource'>;

  @ApiProperty({ enum: STAGES, example: 'paid' })
  @IsIn(STAGES)
  stage!: Stage;

  @ApiProperty({ type: MoneyRequest, example: { amount: '500.00', currency: 'MDL' } })
  @Nested(() => MoneyRequest)
  amount!: MoneyRequest;

  @ApiProperty({ type: ActRequest })
  @Nested(() => ActRequest)
  act!: ActRequest;
}
