import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import type { BodyId, CivilDate } from '#libs/kernel/src/index.js';
import { IsDay, IsId, Nested } from '../edge/validation.js';
import { MoneyRequest, ProjectParams } from '../pledging/pledges.requests.js';

const day = { context: { code: 'date-format', missing: 'date-missing' } };

/** Which town hall is asked to build together. */
export class InviteForm {
  @IsId({ context: { code: 'partner-unknown', missing: 'partner-unknown' } })
  townHallId!: BodyId;
}

/** The decision by which a town's council agrees. */
class Agreement {
  @ApiProperty({ example: '7/3' })
  @IsString({ context: { missing: 'number-missing' } })
  @MaxLength(60)
  actNumber!: string;

  @ApiProperty({ format: 'date', example: '2026-09-18' })
  @IsDay(day)
  actDate!: CivilDate;

  /** Which of its town's associations votes; the town's own when left out. */
  @ApiProperty({ required: false, format: 'uuid' })
  @IsOptional()
  @IsId({ context: { code: 'association-unknown' } })
  associationId?: BodyId;
}

/** The same, with what it agrees to pay: as the plan says it, nothing where it pays nothing. */
export class AgreementRequest extends Agreement {
  @ApiProperty({ type: MoneyRequest, example: { amount: '0', currency: 'MDL' } })
  @Nested(() => MoneyRequest)
  share!: MoneyRequest;
}

/** As the page sends it: the sum that was shown, in lei. */
export class AgreementForm extends Agreement {
  @IsString({ context: { missing: 'amount-format' } })
  @MaxLength(20, { context: { code: 'amount-format' } })
  share!: string;
}

/** Why a town hall does not build it together. */
export class DeclineForm {
  @IsOptional()
  @IsString()
  @MaxLength(8000, { context: { code: 'reason-too-long' } })
  reason?: string;
}

/** A town hall of a joint project, in a path. */
export class PartnerParams extends ProjectParams {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  townHallId!: BodyId;
}
