import { Type } from 'class-transformer';
import { IsIn, IsInt, IsObject, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { type DocumentKind, DOCUMENT_KINDS, type Typed } from '#libs/projects/src/index.js';

/** A section of a project's file as it was typed; what it means is the file's rule. */
export class SectionForm {
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(2_147_483_647)
  version!: number;

  @IsOptional()
  @IsObject()
  data?: Typed;

  /** Stay on the page, with more rows, or back to the file. */
  @IsOptional()
  @IsIn(['stay', 'rows', 'file'])
  then?: 'stay' | 'rows' | 'file';

  /** What the papers are that come with this form. */
  @IsOptional()
  @IsIn(DOCUMENT_KINDS)
  paperKind?: DocumentKind;

  /** Why a published project is corrected. */
  @IsOptional()
  @IsString()
  @MaxLength(8000, { context: { code: 'reason-too-long' } })
  reason?: string;
}

/** Why a sent file is taken back. */
export class WithdrawForm {
  @IsOptional()
  @IsString()
  @MaxLength(4000)
  reason?: string;
}

/** The town hall's answer to an objection. */
export class AnswerForm {
  @IsString({ context: { missing: 'reason-missing' } })
  @MaxLength(4000)
  text!: string;
}
