import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsOptional, IsString, MaxLength, ValidateNested } from 'class-validator';
import { WORDS_REASONS, type WordsId, type WordsReason } from '#libs/pledges/src/index.js';
import { IsId } from '../edge/validation.js';

const MOST = 100;

/** A gift, or a monthly one, in a path. */
export class WordsParams {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  id!: WordsId;
}

/** What an operator says of one gift's public words. */
export class WordsRequest {
  /** Why they are hidden; null or left out: they may be shown. */
  @ApiProperty({ enum: WORDS_REASONS, required: false, nullable: true, example: 'advertising' })
  @IsOptional()
  @IsIn(WORDS_REASONS, { context: { code: 'words-reason' } })
  hide?: WordsReason | null;

  /** Of the words that were read, as the list gives it; needed to show words that their donor has changed. */
  @ApiProperty({ required: false, example: '9e107d9d372bb6826bd81d3542a419d6' })
  @IsOptional()
  @IsString()
  @MaxLength(32)
  digest?: string;
}

/** One row of the desk's list. */
export class WordsRow extends WordsRequest {
  @IsId()
  id!: WordsId;
}

/** Everything that was read on one page. */
export class WordsForm {
  @IsArray()
  @ArrayMaxSize(MOST)
  @ValidateNested({ each: true })
  @Type(() => WordsRow)
  gifts!: WordsRow[];
}
