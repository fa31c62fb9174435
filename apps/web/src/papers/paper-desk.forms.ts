import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import type { ApprovalId } from '#libs/kernel/src/index.js';
import { RollForm } from '../neighbours/neighbours.requests.js';
import { IsId } from '../edge/validation.js';

/** Whose paper it is, as an officer reads it there; the id is made when the form is shown. */
export class SlipForm extends RollForm {
  @IsId()
  id!: ApprovalId;

  @IsString({ context: { missing: 'paper-number' } })
  @MaxLength(20, { context: { code: 'paper-number' } })
  number!: string;

  @IsString({ context: { missing: 'paper-name' } })
  @MaxLength(120, { context: { code: 'paper-name' } })
  name!: string;

  @IsOptional()
  @IsString()
  @MaxLength(60)
  part?: string;
}

/** The second person's word about a paper. */
export class PaperWordForm {
  @IsIn(['sign', 'decline'])
  decision!: 'sign' | 'decline';

  @IsOptional()
  @IsString()
  @MaxLength(2000, { context: { code: 'approval-reason' } })
  reason?: string;
}
