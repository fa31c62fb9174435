import type { CivilDate } from '#libs/kernel/src/index.js';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { IsDay } from '../edge/validation.js';

/** Where a listing goes on: after this cursor, from the first without one. */
export class AfterQuery {
  @Matches(/^(\d{1,18}\.\d{1,18})?$/, { context: { code: 'cursor-format' } })
  after: string = '';

  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(5000)
  limit: number = 1000;
}

/** How far the demonstration's clock moves: up to a year at once. */
export class ClockRequest {
  @IsNumber()
  @Min(-366 * 86_400)
  @Max(366 * 86_400)
  seconds!: number;
}

/** One invented rate. */
export class IllustrativeRateRequest {
  @IsString()
  @MaxLength(3)
  currency!: string;

  @IsDay()
  on!: CivilDate;

  @IsInt()
  @Min(1)
  nominal!: number;

  @Matches(/^\d{1,8}\.\d{1,6}$/)
  value!: string;
}

/** Invented rates for currencies that the shipped table lacks. */
export class IllustrativeRatesRequest {
  @ValidateNested({ each: true })
  @Type(() => IllustrativeRateRequest)
  @ArrayMaxSize(100)
  rates!: IllustrativeRateRequest[];
}
