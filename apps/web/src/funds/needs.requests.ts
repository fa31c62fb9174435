import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import type { NeedId, NeedState } from '#libs/funds/src/index.js';
import type { ProjectId } from '#libs/kernel/src/index.js';
import { type Lang, LANGS } from '#libs/platform/src/index.js';
import { PageQuery } from '../edge/paging.js';
import { ProjectParams } from '../pledging/pledges.requests.js';
import { IsId } from '../edge/validation.js';

const STATES: readonly NeedState[] = ['waiting', 'used', 'refused', 'withdrawn', 'lapsed'];
const REASON_MAX = 500;

/** What a town hall asks of the fund by page; the id is made when the form is shown. */
export class NeedForm {
  @IsId()
  id!: NeedId;

  @IsId({ context: { code: 'need-project', missing: 'need-project' } })
  projectId!: ProjectId;

  @IsString({ context: { missing: 'need-amount' } })
  @MaxLength(20)
  amount!: string;

  @IsString({ context: { missing: 'need-reason' } })
  @MaxLength(REASON_MAX, { context: { code: 'need-reason' } })
  reason!: string;
}

/** The same by API. */
export class NeedRequest {
  @ApiProperty({ example: '200.00', description: 'Lei' })
  @IsString()
  @MaxLength(20)
  amount!: string;

  /** For everybody to read. */
  @ApiProperty({ example: 'Lipsesc ultimii doi stâlpi.', maxLength: REASON_MAX })
  @IsString({ context: { missing: 'need-reason' } })
  @MaxLength(REASON_MAX, { context: { code: 'need-reason' } })
  reason!: string;

  /** The language of the reason. */
  @ApiProperty({ required: false, enum: LANGS })
  @IsOptional()
  @IsIn(LANGS)
  lang?: Lang;
}

/** What is asked of the fund for a project, in a path; its id is the caller's. */
export class NeedOfProjectParams extends ProjectParams {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  needId!: NeedId;
}

/** What is asked of a fund, in a path. */
export class NeedParams {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  id!: NeedId;
}

/** A page of what funds were asked for. */
export class NeedsQuery extends PageQuery {
  @ApiProperty({ required: false, enum: STATES })
  @IsOptional()
  @IsIn(STATES)
  state?: NeedState;
}
