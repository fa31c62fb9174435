import { ApiProperty } from '@nestjs/swagger';
import { IsEmail, IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import type { PersonId } from '#libs/kernel/src/index.js';
import { MoneyRequest } from '../pledging/pledges.requests.js';
import { IsId, Nested } from '../edge/validation.js';
import { Cursor, LimitQuery, NumberedPageQuery } from '../edge/paging.js';

/** Somebody of the staff in a path. */
export class StaffParams {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  id!: PersonId;
}

/** Whom to take onto the staff. */
export class AppointmentRequest {
  @ApiProperty({ example: 'operator3@plai.example' })
  @IsEmail({}, { context: { code: 'email' } })
  email!: string;
}

/** A page of what waits: it goes by its deadlines, then by its age. */
export class QueueQuery extends LimitQuery {
  /** One kind of task: of an approval, or of the work. */
  @ApiProperty({ required: false, example: 'dispute' })
  @IsOptional()
  @Matches(/^[a-z]+(-[a-z]+)*$/)
  @MaxLength(40)
  kind?: string;

  @Cursor(/^\d{16}\.\d{16}\.\S{1,200}$/)
  after?: string;
}

/** Which rows of the log: those whose action or thing begins so. */
export class LogQuery extends NumberedPageQuery {
  @ApiProperty({ required: false, example: 'approval.' })
  @IsOptional()
  @IsString()
  @MaxLength(120)
  search?: string;
}

/** The donor's account that a transfer goes back to. */
export class ReturnOrderRequest {
  @ApiProperty({ example: 'MD24AG000225100013104168' })
  @IsString()
  @MaxLength(50)
  iban!: string;

  @ApiProperty({ example: 'Ion Rusu' })
  @IsString()
  @MaxLength(140)
  holder!: string;
}

/** A dispute in a path, by Stripe's name of it. */
export class DisputeParams {
  @ApiProperty({ example: 'du_1QabcDEF' })
  @Matches(/^[A-Za-z0-9_]{1,80}$/)
  id!: string;
}

/** How much is set aside. */
export class ReserveRequest {
  @ApiProperty({ type: MoneyRequest, example: { amount: '500.00', currency: 'MDL' } })
  @Nested(() => MoneyRequest)
  amount!: MoneyRequest;
}

/** Whose loss, in a path. */
export class LossParams {
  @ApiProperty({ description: "a project's id, or a place's code", example: '7121000' })
  @Matches(/^([0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}|\d{7})$/)
  id!: string;
}

/** What is done about a loss. */
export class LossRequest extends ReserveRequest {
  @ApiProperty({ enum: ['recovered', 'covered'], example: 'covered' })
  @IsIn(['recovered', 'covered'])
  kind!: 'recovered' | 'covered';
}
