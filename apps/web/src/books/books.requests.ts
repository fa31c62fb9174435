import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsISO8601, IsOptional, Matches, Max, Min } from 'class-validator';
import type { Book } from '#libs/ledger/src/index.js';

/** A moment of the books. */
export class AsOfQuery {
  @ApiProperty({ required: false, format: 'date-time', description: 'as it stood at the end of this moment' })
  @IsOptional()
  @IsISO8601({ strict: true }, { context: { code: 'date' } })
  at?: string;
}

/** How many of the newest links of a chain. */
export class HeadsQuery {
  @ApiProperty({ required: false, minimum: 1, maximum: 100 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(100)
  limit: number = 20;
}

/** A page of a project's statement. */
export class StatementQuery {
  @ApiProperty({ required: false, description: 'cursor of the last line of the page before' })
  @IsOptional()
  @Matches(/^\d{1,18}\.\d{1,18}\.\d{1,9}$/, { context: { code: 'cursor-format' } })
  after?: string;

  @ApiProperty({ required: false, minimum: 1, maximum: 200 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit: number = 50;

  @ApiProperty({ required: false, enum: ['held', 'memo'] })
  @IsOptional()
  @IsIn(['held', 'memo'])
  book?: Book;
}
