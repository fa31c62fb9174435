import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min } from 'class-validator';

/** Up to which head of the books. */
export class HeadQuery {
  @ApiProperty({ required: false, type: Number, minimum: 1, description: 'number of the head up to which the books are read; the newest without one' }) // prettier-ignore
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(2_000_000_000)
  head?: number;
}
