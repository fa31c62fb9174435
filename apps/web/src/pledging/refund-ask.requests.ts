import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import type { RefundRequestId } from '#libs/pledges/src/index.js';
import { IsId, Nested } from '../edge/validation.js';
import { MoneyRequest } from './pledges.requests.js';

/** What a donor asks back by page. Sum left out: all that can go back. */
export class RefundAskForm {
  @IsId()
  id!: RefundRequestId;

  @IsOptional()
  @IsString()
  @MaxLength(30)
  amount?: string;

  @IsOptional()
  @IsString()
  @MaxLength(500)
  why?: string;

  @IsOptional()
  @IsString()
  @MaxLength(50)
  iban?: string;

  @IsOptional()
  @IsString()
  @MaxLength(140)
  holder?: string;
}

/** The donor's account, for a gift that came by transfer. */
export class BackAccountRequest {
  @ApiProperty({ example: 'MD24AG000225100013104168' })
  @IsString()
  @MaxLength(50)
  iban!: string;

  @ApiProperty({ example: 'Maria Rusu' })
  @IsString()
  @MaxLength(140)
  holder!: string;
}

/** The same by API. */
export class RefundAskRequest {
  /** Left out: all that can go back. */
  @ApiProperty({ required: false, type: MoneyRequest })
  @IsOptional()
  @Nested(() => MoneyRequest)
  amount?: MoneyRequest;

  @ApiProperty({ required: false, example: 'Am plătit de două ori' })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  why?: string;

  /** Needed for a gift that came by transfer; a card gets its money back on the same card. */
  @ApiProperty({ required: false, type: BackAccountRequest, example: { iban: 'MD24AG000225100013104168', holder: 'Maria Rusu' } }) // prettier-ignore
  @IsOptional()
  @Nested(() => BackAccountRequest)
  account?: BackAccountRequest;
}

/** Why not. */
export class RefundRefusalRequest {
  @ApiProperty({ example: 'Banii au plecat la primărie.' })
  @IsString()
  @MaxLength(500)
  reason!: string;
}

/** A request of a donor in a path. */
export class RefundRequestParams {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  id!: RefundRequestId;
}
