import { Type } from 'class-transformer';
import { IsIn, IsOptional, IsString, MaxLength, ValidateNested } from 'class-validator';
import type { CivilDate, Id } from '#libs/kernel/src/index.js';
import { type CertificateId, type Stage, STAGES } from '#libs/cofunding/src/index.js';
import type { FinalAccountId, InvoiceId, ReportId, RequestId } from '#libs/delivery/src/index.js';
import { ACT_KINDS, type ActKind, type BudgetLineId, type FundingSourceId, type MilestoneId } from '#libs/projects/src/index.js'; // prettier-ignore
import type { UpdateId } from '#libs/voice/src/index.js';
import { IsDay, IsId } from '../edge/validation.js';

const day = { context: { code: 'date' } };
const sum = { context: { code: 'amount-format' } };

/** A tranche that is asked for; its evidence comes as files. */
export class TrancheForm {
  @IsId()
  id!: RequestId;

  @IsString({ context: { missing: 'note-missing' } })
  @MaxLength(4000)
  note!: string;
}

/** An invoice against a line of the estimate. */
export class InvoiceForm {
  @IsId()
  id!: InvoiceId;

  @IsId({ context: { code: 'choice', missing: 'choice' } })
  lineId!: BudgetLineId;

  @IsString({ context: { missing: 'supplier-missing' } })
  @MaxLength(200)
  supplier!: string;

  @IsString({ context: { missing: 'number-missing' } })
  @MaxLength(60)
  number!: string;

  @IsDay(day)
  date!: CivilDate;

  @IsString({ context: { missing: 'amount-format' } })
  @MaxLength(40, sum)
  amount!: string;

  @IsOptional()
  @IsString()
  @MaxLength(40, sum)
  fromPeople?: string;

  @IsOptional()
  @IsId()
  requestId?: RequestId;
}

/** A paper with its number and day; the paper itself comes as a file. */
export class PaperForm {
  @IsString({ context: { missing: 'number-missing' } })
  @MaxLength(60)
  number!: string;

  @IsDay(day)
  date!: CivilDate;
}

/** Why something is taken back. */
export class ReasonForm {
  @IsString({ context: { missing: 'reason-missing' } })
  @MaxLength(1000)
  reason!: string;
}

/** A stage is met, or comes later. */
export class StageForm {
  @IsId()
  id!: ReportId;

  @IsIn(['met', 'delayed'])
  what!: 'met' | 'delayed';

  @IsDay(day)
  on!: CivilDate;

  @IsOptional()
  @IsString()
  @MaxLength(2000)
  reason?: string;
}

/** The final account. */
export class FinalForm {
  @IsId()
  id!: FinalAccountId;

  @IsOptional()
  @IsString()
  @MaxLength(4000)
  note?: string;
}

/** News of a project. */
export class UpdateForm {
  @IsId()
  id!: UpdateId;

  @IsString({ context: { missing: 'text-missing' } })
  @MaxLength(4000)
  text!: string;

  @IsOptional()
  @IsId()
  milestoneId?: MilestoneId;

  /** In an election period: it keeps to the period's rule. */
  @IsOptional()
  @IsIn(['yes'])
  neutral?: 'yes';

  /** Look first, or publish. */
  @IsIn(['look', 'publish'])
  then!: 'look' | 'publish';
}

/** The act that values help in work or materials. */
export class ValuationForm {
  @IsString({ context: { missing: 'number-missing' } })
  @MaxLength(60)
  number!: string;

  @IsDay(day)
  date!: CivilDate;
}

/** The act behind a co-funder's step. */
export class ActForm extends ValuationForm {
  @IsIn(ACT_KINDS)
  kind!: ActKind;
}

/** How far a co-funder's money has come. */
export class ShareForm {
  @IsId()
  id!: Id<'Share'>;

  /** A step forward, or a sum that has fallen through. */
  @IsIn(['step', 'fall'], { context: { code: 'choice', missing: 'choice' } })
  kind!: 'step' | 'fall';

  @IsId({ context: { code: 'choice', missing: 'choice' } })
  sourceId!: FundingSourceId;

  @IsIn(STAGES)
  stage!: Stage;

  @IsString({ context: { missing: 'amount-format' } })
  @MaxLength(40, sum)
  amount!: string;

  @ValidateNested()
  @Type(() => ActForm)
  act!: ActForm;
}

/** Help in work or materials. */
export class InKindForm {
  @IsId()
  id!: Id<'Share'>;

  @IsString({ context: { missing: 'text-missing' } })
  @MaxLength(300)
  what!: string;

  @IsString({ context: { missing: 'amount-format' } })
  @MaxLength(40, sum)
  amount!: string;

  @ValidateNested()
  @Type(() => ValuationForm)
  act!: ValuationForm;
}

/** A certificate of what people gave; it says what the books say, so nothing else is asked. */
export class CertificateForm {
  @IsId()
  id!: CertificateId;
}
