import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import type { CivilDate } from '#libs/kernel/src/index.js';
import type { NeutralPeriodId, UpdateId } from '#libs/voice/src/index.js';
import { TextRequest } from '../bodies/bodies.requests.js';
import { IsDay, IsId, Nested } from '../edge/validation.js';

const day = { context: { code: 'date', missing: 'date' } };

/** An election period in a path; its id is the caller's. */
export class PeriodParams {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  id!: NeutralPeriodId;
}

/** News in a path. */
export class JudgedParams {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  id!: UpdateId;
}

/** An election period. */
export class PeriodRequest {
  @ApiProperty({ type: TextRequest, example: { original: 'ro', ro: 'Alegeri locale 2027' } })
  @Nested(() => TextRequest)
  name!: TextRequest;

  @ApiProperty({ example: '2027-09-17' })
  @IsDay(day)
  firstOn!: CivilDate;

  @ApiProperty({ example: '2027-11-14' })
  @IsDay(day)
  lastOn!: CivilDate;

  /** The decision that sets it, as people find it. */
  @ApiProperty({ example: 'Hotărârea CEC nr. 3010 din 1 septembrie 2027' })
  @IsString()
  @MaxLength(500)
  source!: string;

  /** The code of the unit in which people elect; the whole country without it. */
  @ApiProperty({ required: false, example: '7101000' })
  @IsOptional()
  @Matches(/^\d{7}$/)
  placeCode?: string;
}

/** Whether news are hidden, and why; the reason is public. */
export class HidingRequest {
  @ApiProperty()
  @IsBoolean()
  hidden!: boolean;

  @ApiProperty({ example: 'Portretul unui candidat în perioada electorală' })
  @IsString()
  @MaxLength(500)
  reason!: string;
}

/** An election period as the operator's desk announces it. */
export class PeriodForm {
  @IsId()
  id!: NeutralPeriodId;

  @IsString({ context: { missing: 'text-missing' } })
  @MaxLength(160)
  ro!: string;

  @IsOptional()
  @IsString()
  @MaxLength(160)
  ru?: string;

  @IsOptional()
  @IsString()
  @MaxLength(160)
  en?: string;

  @IsDay(day)
  firstOn!: CivilDate;

  @IsDay(day)
  lastOn!: CivilDate;

  @IsString({ context: { missing: 'text-missing' } })
  @MaxLength(500)
  source!: string;

  /** The end of the address of the place's page; empty is the whole country. */
  @IsOptional()
  @Matches(/^[a-z0-9-]{1,100}$/, { context: { code: 'place-unknown' } })
  place?: string;
}

/** What the desk says of news. */
export class HidingForm {
  @IsIn(['yes', 'no'], { context: { code: 'choice', missing: 'choice' } })
  hidden!: 'yes' | 'no';

  @IsString({ context: { missing: 'reason-missing' } })
  @MaxLength(500)
  reason!: string;
}
