import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import type { ApprovalId } from '#libs/kernel/src/index.js';
import { type Roll, ROLLS } from '#libs/neighbours/src/index.js';
import { IsId } from '../edge/validation.js';

/** What somebody says who may not have joined yet. */
export class RollForm {
  @IsOptional()
  @IsIn(ROLLS, { context: { code: 'roll-missing' } })
  roll?: Roll;
}

/** Joins a town, or changes what was said before. */
export class JoinForm {
  @IsIn(ROLLS, { context: { code: 'roll-missing', missing: 'roll-missing' } })
  roll!: Roll;

  @IsOptional()
  @IsString()
  @MaxLength(60)
  part?: string;
}

/** What somebody says of himself, by API. */
export class NeighbourRequest {
  @ApiProperty({ enum: ROLLS, example: 'native' })
  @IsIn(ROLLS)
  roll!: Roll;

  /** The part of the place, in one's own words; named to others from five people on. */
  @ApiProperty({ required: false, example: 'Vale', maxLength: 60 })
  @IsOptional()
  @IsString()
  @MaxLength(60)
  part?: string;
}

/** One's word for a neighbour, by the name that stood there. */
export class VouchForm {
  @IsIn(['yes'], { context: { code: 'vouch-known', missing: 'vouch-known' } })
  known!: 'yes';

  @IsString()
  @MaxLength(200)
  name!: string;
}

/** A number to be proven. */
export class PhoneForm {
  @IsString({ context: { missing: 'phone' } })
  @MaxLength(40, { context: { code: 'phone' } })
  phone!: string;
}

/** The code that came to it. */
export class PhoneCodeForm {
  @IsString()
  @MaxLength(200)
  waiting!: string;

  @IsString({ context: { missing: 'phone-code-wrong' } })
  @MaxLength(12)
  code!: string;
}

/** What somebody says about two who may be one person. */
export class TwinsForm {
  @IsId()
  id!: ApprovalId;

  @IsIn(['same', 'different'], { context: { code: 'twins-choice', missing: 'twins-choice' } })
  decision!: 'same' | 'different';

  @IsString({ context: { missing: 'approval-reason' } })
  @MaxLength(2000, { context: { code: 'approval-reason' } })
  reason!: string;
}

/** Why somebody is not the other one. */
export class ObjectTwinsForm {
  @IsString({ context: { missing: 'text-missing' } })
  @MaxLength(2000, { context: { code: 'text-too-long' } })
  words!: string;
}
