import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, MaxLength, ValidateNested } from 'class-validator';
import { type AssemblyId, type Elected, ELECTED, type ItemId, type Says } from '#libs/assemblies/src/index.js';
import type { CivilDate, PersonId } from '#libs/kernel/src/index.js';
import { RuleForm } from './association.requests.js';
import { IsDay, IsId } from '../edge/validation.js';

/** The day of an assembly. */
export class AssemblyForm {
  @IsId()
  id!: AssemblyId;

  @IsDay({ context: { code: 'date', missing: 'date' } })
  opensOn!: CivilDate;
}

/** A question's words by language. */
export class QuestionText {
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  ro?: string;

  @IsOptional()
  @IsString()
  @MaxLength(2000)
  ru?: string;

  @IsOptional()
  @IsString()
  @MaxLength(2000)
  en?: string;
}

/** A question in up to three languages. */
export class QuestionForm {
  @IsId()
  id!: ItemId;

  @IsOptional()
  @ValidateNested()
  @Type(() => QuestionText)
  question?: QuestionText;
}

/** Who stands for which office. */
export class ElectionForm {
  @IsId()
  id!: ItemId;

  @IsIn(ELECTED, { context: { code: 'agenda-role', missing: 'agenda-role' } })
  role!: Elected;

  @IsId({ context: { code: 'agenda-candidate', missing: 'agenda-candidate' } })
  candidate!: PersonId;

  @Type(() => Number)
  @IsInt({ context: { code: 'agenda-years', missing: 'agenda-years' } })
  years!: number;
}

/** What somebody says to standing for an office. */
export class AnswerForm {
  @IsIn(['yes', 'no'], { context: { code: 'agenda-answer', missing: 'agenda-answer' } })
  says!: Says;
}

/** A rule that is put to the members. */
export class AgendaRuleForm extends RuleForm {
  @IsId()
  id!: ItemId;
}

/** The dissolution: nothing more than to be meant. */
export class DissolutionItemForm {
  @IsId()
  id!: ItemId;
}

/** Why an assembly does not take place; a draft is dropped without. */
export class CallOffForm {
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  why?: string;
}
