import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsString, Max, MaxLength, Min } from 'class-validator';
import type { AggregatorId, SettlementId, TroubleId } from '#libs/messages/src/index.js';
import { IsId } from '../edge/validation.js';

/** An aggregator in a path. */
export class AggregatorParams {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  id!: AggregatorId;
}

/** One of an aggregator's secrets in a path. */
export class SecretParams extends AggregatorParams {
  @ApiProperty({ minimum: 1, example: 1 })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  n!: number;
}

/** What an aggregator tells of itself. */
export class AggregatorRequest {
  @ApiProperty({ example: 'unu', description: 'Names it in the address that it calls' })
  @IsString()
  @MaxLength(40)
  key!: string;

  @ApiProperty({ example: 'Unu Mobil' })
  @IsString()
  @MaxLength(100)
  name!: string;

  @ApiProperty({ example: '9024', description: 'Where people send the code of a project' })
  @IsString()
  @MaxLength(20)
  number!: string;

  @ApiProperty({ example: '24.00', description: 'What one message gives, in lei' })
  @IsString({ context: { missing: 'amount-positive' } })
  @MaxLength(20)
  lei!: string;
}

/** The same as it is typed; the id is made when the form is shown. */
export class AggregatorForm extends AggregatorRequest {
  @IsId()
  id!: AggregatorId;
}

/** Something that waits for a person to settle with an aggregator, in a path. */
export class TroubleParams {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  id!: TroubleId;
}

/** What was agreed with an aggregator. */
export class TroubleForm {
  @ApiProperty({ example: 'Operatorul de telefonie dă banii înapoi' })
  @IsString({ context: { missing: 'required' } })
  @MaxLength(500)
  words!: string;
}

/** A settlement in a path. */
export class SettlementParams {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  id!: SettlementId;
}

/** The settlement that a line of the statement is. */
export class SettlementOfLineRequest {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  settlementId!: SettlementId;
}
