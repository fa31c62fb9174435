import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsISO8601, IsOptional, Matches, Max, Min } from 'class-validator';
import { endOfDay, parseCivilDate } from '#libs/kernel/src/index.js';
import type { Book } from '#libs/ledger/src/index.js';
import { EntriesPageQuery, NamedPageQuery } from '../edge/paging.js';

const AS_OF = 'as it stood at the end of this moment, or of this civil day in Chișinău';

/** The moment that somebody named: the last one of a civil day, or the moment itself; undefined without one. */
export function momentOf(at: string | undefined): Date | undefined {
  const day = at === undefined ? null : parseCivilDate(at);
  if (day) return new Date(endOfDay(day).getTime() - 1);
  return at === undefined ? undefined : new Date(at);
}

/** A moment of the books. */
export class AsOfQuery {
  @ApiProperty({ required: false, description: AS_OF, example: '2026-11-20' })
  @IsOptional()
  @IsISO8601({ strict: true }, { context: { code: 'date' } })
  at?: string;
}

/** A page of the accounts as they stood at a moment. */
export class TrialQuery extends NamedPageQuery {
  @ApiProperty({ required: false, description: AS_OF, example: '2026-11-20' })
  @IsOptional()
  @IsISO8601({ strict: true }, { context: { code: 'date' } })
  at?: string;
}

/** A page of a project's statement. */
export class StatementQuery extends EntriesPageQuery {
  @ApiProperty({ required: false, enum: ['held', 'memo'] })
  @IsOptional()
  @IsIn(['held', 'memo'])
  book?: Book;

  @ApiProperty({ required: false, description: AS_OF, example: '2026-11-20' })
  @IsOptional()
  @IsISO8601({ strict: true }, { context: { code: 'date' } })
  at?: string;
}

/** Which piece of the chain. */
export class ExportQuery {
  @ApiProperty({ required: false, minimum: 0, description: 'only what follows the seal with this number' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(2_000_000_000)
  afterSeal?: number;

  @ApiProperty({ required: false, format: 'date', description: 'only what was sealed on this civil day in Chișinău' })
  @IsOptional()
  @IsISO8601({ strict: true }, { context: { code: 'date' } })
  @Matches(/^2\d{3}-\d{2}-\d{2}$/, { context: { code: 'date' } })
  day?: string;
}
