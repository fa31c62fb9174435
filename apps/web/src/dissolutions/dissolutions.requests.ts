import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import type { SuccessionId } from '#libs/dissolutions/src/index.js';
import type { BodyId } from '#libs/kernel/src/index.js';
import { BodyParams } from '../bodies/bodies.requests.js';
import { IsId } from '../edge/validation.js';

/** An offer to another association in a path, under the association that ends. */
export class OfferParams extends BodyParams {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  successionId!: SuccessionId;
}

/** An offer in a path, as the one who is asked answers it. */
export class SuccessionParams {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  id!: SuccessionId;
}

/** Which association is asked to go on with the projects. */
export class SuccessorRequest {
  /** A verified association. */
  @ApiProperty({ format: 'uuid' })
  @IsId()
  successorId!: BodyId;
}

/** Why an association does not take projects over. */
export class DeclineRequest {
  @ApiProperty({ maxLength: 2000, example: 'Suntem prea puțini ca să verificăm încă un proiect.' })
  @IsString()
  @MaxLength(2000)
  reason!: string;
}

/** How an association is to end. */
export class DissolveRequest {
  /** No other association goes on with its open projects: the public and the operator do, as where there is none. */
  @ApiProperty({ required: false, default: false })
  @IsOptional()
  @IsBoolean()
  standIn?: boolean;
}

/** The same from the desk of the association that ends. */
export class OfferForm {
  @IsId()
  id!: SuccessionId;

  @IsId({ context: { code: 'successor-unknown', missing: 'successor-unknown' } })
  successorId!: BodyId;
}

/** What a president says to an offer. */
export class AnswerForm {
  @IsIn(['agree', 'decline'], { context: { code: 'choice', missing: 'choice' } })
  answer!: 'agree' | 'decline';

  @IsOptional()
  @IsString()
  @MaxLength(2000)
  reason?: string;
}

/** The same from the operator's desk. */
export class DissolveForm {
  @IsOptional()
  @Transform(({ value }) => value === 'yes')
  @IsBoolean()
  standIn?: boolean;
}
