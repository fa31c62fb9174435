import { ApiProperty } from '@nestjs/swagger';
import { IsEmail, IsOptional, IsString, IsUUID, Matches, MaxLength } from 'class-validator';
import type { PersonId } from '#libs/kernel/src/index.js';

/** Somebody of the staff in a path. */
export class StaffParams {
  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  id!: PersonId;
}

/** Whom to take onto the staff. */
export class AppointmentRequest {
  @ApiProperty({ example: 'operator3@plai.example' })
  @IsEmail({}, { context: { code: 'email' } })
  email!: string;
}

/** Which rows of the log: those whose action or thing begins so, before the row with this number. */
export class LogQuery {
  @ApiProperty({ required: false, example: 'approval.' })
  @IsOptional()
  @IsString()
  @MaxLength(120)
  search?: string;

  @ApiProperty({ required: false, example: '1200' })
  @IsOptional()
  @Matches(/^\d{1,18}$/)
  before?: string;
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
