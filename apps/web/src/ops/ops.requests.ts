import { Type } from 'class-transformer';
import { IsInt, IsNumber, IsOptional, Matches, Max, Min } from 'class-validator';

/** Where a listing goes on: after this cursor, from the first without one. */
export class AfterQuery {
  @IsOptional()
  @Matches(/^\d{1,18}\.\d{1,18}$/)
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
