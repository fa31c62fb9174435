import { Type } from 'class-transformer';
import { ArrayMaxSize, IsIn, IsInt, IsOptional, IsString, Matches, MaxLength, ValidateNested } from 'class-validator';
import { type Finding, FINDINGS, type InspectionVerdict } from '#libs/delivery/src/index.js';
import type { BudgetLineId } from '#libs/projects/src/index.js';
import { IsId } from '../edge/validation.js';

/** One line of the checklist; a photo may come with it as a file. */
export class ItemForm {
  @IsId()
  lineId!: BudgetLineId;

  @IsIn(FINDINGS, { context: { code: 'line-missing', missing: 'line-missing' } })
  finding!: Finding;

  @IsOptional()
  @IsString()
  @MaxLength(2000)
  note?: string;
}

/** Why a new member is not one of theirs. */
export class ObjectionForm {
  @IsString({ context: { missing: 'objection-reason' } })
  @MaxLength(2000)
  reason!: string;
}

/** The inspector's checklist and his advice. */
export class InspectionForm {
  @ValidateNested({ each: true })
  @Type(() => ItemForm)
  @ArrayMaxSize(300)
  items!: ItemForm[];

  @IsIn(['accepted', 'refused'], { context: { code: 'verdict-missing', missing: 'verdict-missing' } })
  verdict!: InspectionVerdict;
}

/** A word for somebody who wants to join, or against. */
export class JoinForm {
  @IsIn(['vouch', 'decline'])
  then!: 'vouch' | 'decline';
}

/** How the association votes from now on. */
export class RuleForm {
  /** A share of the roll, as "1/3". */
  @Matches(/^\d{1,4}\/\d{1,4}$/, { context: { code: 'vote-quorum', missing: 'vote-quorum' } })
  quorum!: string;

  /** More than a share, or at least one: ">1/2", ">=2/3". */
  @Matches(/^>=?\d{1,4}\/\d{1,4}$/, { context: { code: 'vote-majority', missing: 'vote-majority' } })
  majority!: string;

  @Type(() => Number)
  @IsInt()
  hours!: number;

  @IsIn(['refused', 'cast-decides', 'inspectors'])
  silence!: 'refused' | 'cast-decides' | 'inspectors';

  @IsString({ context: { missing: 'vote-arbiter' } })
  @MaxLength(300)
  arbiter!: string;

  @IsIn(['secret', 'open'])
  secret!: 'secret' | 'open';

  @Type(() => Number)
  @IsInt({ context: { code: 'vote-proxies', missing: 'vote-proxies' } })
  proxies!: number;

  @IsOptional()
  @IsIn(['yes', 'no'])
  paper: 'yes' | 'no' = 'no';
}
