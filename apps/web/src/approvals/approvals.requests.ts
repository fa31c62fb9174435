import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import type { ApprovalId } from '#libs/kernel/src/index.js';
import type { Office } from '#libs/approvals/src/index.js';
import { PageQuery } from '../edge/paging.js';
import { IsId } from '../edge/validation.js';

/** Whose waiting approvals to list. */
export class ApprovalsQuery extends PageQuery {
  @ApiProperty({ example: 'operator', description: 'operator, town-hall:ID or association:ID' })
  @Matches(/^(operator|(town-hall|association):[0-9a-f-]{36})$/)
  office!: Office;
}

/** One approval in a path. */
export class ApprovalParams {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  id!: ApprovalId;
}

/** A second person's answer. */
export class DecisionRequest {
  @ApiProperty({ enum: ['give', 'refuse'], example: 'give' })
  @IsIn(['give', 'refuse'])
  decision!: 'give' | 'refuse';

  /** Needed to refuse; read by whoever asked. */
  @ApiProperty({ required: false, maxLength: 2000 })
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  reason?: string;
}
