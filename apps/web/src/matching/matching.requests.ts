import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import type { CallId } from '#libs/matching/src/index.js';

/** A call in a path. */
export class CallParams {
  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  id!: CallId;
}

/** A sponsor's call as one of the staff types it. */
export class CallRequest {
  @ApiProperty({ example: 'Nucul SRL' })
  @IsString({ context: { missing: 'required' } })
  @MaxLength(100)
  sponsor!: string;

  @ApiProperty({ example: '1', description: 'So many lei are added' })
  @IsString({ context: { missing: 'call-ratio' } })
  @MaxLength(2)
  num!: string;

  @ApiProperty({ example: '1', description: 'for so many lei of a gift' })
  @IsString({ context: { missing: 'call-ratio' } })
  @MaxLength(2)
  den!: string;

  @ApiProperty({
    required: false,
    example: '2000.00',
    description: 'At most so much of one person’s gifts to one project counts',
  })
  @IsOptional()
  @IsString()
  @MaxLength(20)
  perDonor?: string;

  @ApiProperty({ required: false, example: '50000.00', description: 'At most so much for one project' })
  @IsOptional()
  @IsString()
  @MaxLength(20)
  perProject?: string;

  @ApiProperty({
    required: false,
    example: '',
    description: 'The towns whose projects draw, by the names in their addresses, with commas; empty: all',
  })
  @IsOptional()
  @IsString()
  @MaxLength(2_000)
  places?: string;

  @ApiProperty({ format: 'date', example: '2026-12-01' })
  @IsString({ context: { missing: 'date' } })
  @MaxLength(10)
  opensOn!: string;

  @ApiProperty({ format: 'date', example: '2027-02-28' })
  @IsString({ context: { missing: 'date' } })
  @MaxLength(10)
  closesOn!: string;
}

/** The same as a form; the id is made when it is shown. */
export class CallForm extends CallRequest {
  @IsUUID()
  id!: CallId;
}

/** The call that a line of the statement pays in for. */
export class CallOfLineRequest {
  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  callId!: CallId;
}
