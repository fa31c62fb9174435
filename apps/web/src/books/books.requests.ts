import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsISO8601, IsOptional } from 'class-validator';
import type { Book } from '#libs/ledger/src/index.js';
import { Cursor, LimitQuery, NamedPageQuery } from '../edge/paging.js';

/** A moment of the books. */
export class AsOfQuery {
  @ApiProperty({ required: false, format: 'date-time', description: 'as it stood at the end of this moment' })
  @IsOptional()
  @IsISO8601({ strict: true }, { context: { code: 'date' } })
  at?: string;
}

/** A page of the accounts as they stood at a moment. */
export class TrialQuery extends NamedPageQuery {
  @ApiProperty({ required: false, format: 'date-time', description: 'as it stood at the end of this moment' })
  @IsOptional()
  @IsISO8601({ strict: true }, { context: { code: 'date' } })
  at?: string;
}

/** A page of a project's statement. */
export class StatementQuery extends LimitQuery {
  @Cursor(/^\d{1,18}\.\d{1,18}\.\d{1,9}$/)
  after?: string;

  @ApiProperty({ required: false, enum: ['held', 'memo'] })
  @IsOptional()
  @IsIn(['held', 'memo'])
  book?: Book;
}
