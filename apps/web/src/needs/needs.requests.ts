import { ArrayMaxSize, IsArray, IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import type { Id } from '#libs/kernel/src/index.js';
import { type AnswerKind, ANSWERS, type OfferId, type OfferKind, OFFERS, type OptionId, type TownNeedId } from '#libs/needs/src/index.js'; // prettier-ignore
import { RollForm } from '../neighbours/neighbours.requests.js';
import { SlipForm } from '../papers/paper-desk.forms.js';
import { SomeLei } from '../edge/typed-sum.js';
import { IsId, Words } from '../edge/validation.js';

/** A title says something from so many characters on. */
const TITLE_LEAST = 3;

/** Words that everybody will read; with `open` also what seems to be somebody's phone, address or personal code. */
class OpenForm extends RollForm {
  @IsOptional()
  @IsIn(['yes'])
  open?: string;
}
/** A need for a town's board; with `sure` it is another one than those that sound like it. */
export class ProposeForm extends OpenForm {
  @IsId()
  id!: TownNeedId;

  @Words(120, TITLE_LEAST)
  title!: string;

  @Words(2000)
  why!: string;

  @IsOptional()
  @IsString()
  @MaxLength(60)
  part?: string;

  @IsOptional()
  @IsIn(['yes'])
  sure?: string;
}

/** Help for a need. */
export class OfferForm extends OpenForm {
  @IsId()
  id!: OfferId;

  @IsIn(OFFERS, { context: { code: 'offer-kind', missing: 'offer-kind' } })
  kind!: OfferKind;

  @Words(500)
  words!: string;

  /** For time and skill. */
  @IsOptional()
  @Matches(/^\d{1,5}$/, { context: { code: 'number-whole' } })
  hours?: string;

  /** For money, in lei. */
  @IsOptional()
  @SomeLei()
  amount?: string;

  @IsOptional()
  @IsIn(['yes'])
  contact?: string;
}

/** The town hall's answer. */
export class AnswerForm {
  @IsId()
  id!: Id<'Answer'>;

  @IsIn(ANSWERS, { context: { code: 'answer-kind', missing: 'answer-kind' } })
  kind!: AnswerKind;

  @Words(2000)
  why!: string;
}

/** The need that another one is the same as. */
export class MergeForm {
  @IsId({ context: { code: 'need-same', missing: 'need-same' } })
  into!: TownNeedId;
}

/** A need with a price. */
export class OptionForm {
  @IsId()
  id!: OptionId;

  @Words(120, TITLE_LEAST)
  title!: string;

  @Words(2000)
  description!: string;

  @IsString({ context: { missing: 'option-cost' } })
  @SomeLei()
  cost!: string;

  @Words(300)
  source!: string;

  @IsOptional()
  @IsString()
  @MaxLength(60)
  part?: string;

  /** Other needs that it answers as well. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @IsId({ each: true, context: { code: 'option-needs' } })
  also?: TownNeedId[];
}

/** Why an option is taken back. */
export class WithdrawForm {
  @Words(2000)
  reason!: string;
}

/** What the operator says of a need. */
export class NeedHidingForm {
  @IsIn(['yes', 'no'], { context: { code: 'choice', missing: 'choice' } })
  hidden!: 'yes' | 'no';

  @IsString({ context: { missing: 'reason-missing' } })
  @MaxLength(500)
  reason!: string;
}

/** The days that a town hall may give itself. */
export const DAYS = ['10', '14', '20', '30', '45', '60'];

/** In how many days the town hall answers. */
export class DaysForm {
  @IsIn(DAYS)
  days!: string;
}

/** Whether somebody wants letters about a board. */
export class BoardLettersForm {
  @IsIn(['yes', 'no'])
  wanted!: string;
}

/** What an officer reads on a paper; without a need it proposes one. */
export class PaperForm extends SlipForm {
  @IsOptional()
  @IsId()
  needId?: TownNeedId;

  @IsOptional()
  @IsString()
  @MaxLength(120)
  title?: string;

  @IsOptional()
  @IsString()
  @MaxLength(2000)
  why?: string;
}
