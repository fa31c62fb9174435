import { ArrayMaxSize, IsArray, IsIn, IsNumber, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { Type } from 'class-transformer';
import { type BudgetVoteId, IDENTITY_LEVELS, type IdentityLevel, OPTIONS } from '#libs/budgeting/src/index.js';
import type { ApprovalId, ProjectId } from '#libs/kernel/src/index.js';
import type { OptionId } from '#libs/needs/src/index.js';
import { RollForm } from '../neighbours/neighbours.requests.js';
import { SlipForm } from '../papers/paper-desk.forms.js';
import { IsId } from '../edge/validation.js';

/** What somebody ticks; who has not joined the town yet says also what he is there. */
export class BallotForm extends RollForm {
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(OPTIONS.most)
  @Matches(/^\d{2}$/, { each: true })
  ticked?: string[];

  @IsOptional()
  @IsString()
  @MaxLength(60)
  part?: string;
}

/** What an officer reads on a ballot handed in on paper. */
export class PaperBallotForm extends SlipForm {
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(OPTIONS.most)
  @Matches(/^\d{2}$/, { each: true })
  ticked?: string[];
}

/** What a town hall puts to the vote; the id is made when the form is shown. */
export class PrepareForm {
  @IsId()
  id!: BudgetVoteId;

  @IsOptional()
  @IsString()
  @MaxLength(400)
  title: string = '';

  @IsOptional()
  @IsString()
  @MaxLength(20)
  budget?: string;

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(OPTIONS.most)
  @IsId({ each: true })
  options?: OptionId[];

  @Type(() => Number)
  @IsOptional()
  @IsNumber({ allowNaN: true, allowInfinity: true })
  days: number = NaN;

  @IsIn(IDENTITY_LEVELS, { context: { code: 'vote-identity', missing: 'vote-identity' } })
  identity!: IdentityLevel;
}

/** Why an open vote is to be stopped; the id is made when the form is shown. */
export class VoidingForm {
  @IsId()
  id!: ApprovalId;

  @IsOptional()
  @IsString()
  @MaxLength(2000)
  reason: string = '';
}

/** The project of a winner; its id is made when the form is shown. */
export class BeginForm {
  @IsId()
  id!: ProjectId;
}
