import { Type } from 'class-transformer';
import { IsEmail, IsIn, IsInt, IsOptional, IsString, MaxLength } from 'class-validator';
import type { TreasuryAccount } from '#libs/hometowns/src/index.js';
import type { ApprovalId, PersonId } from '#libs/kernel/src/index.js';
import type { BankAccountId } from '#libs/banking/src/index.js';
import type { RefundRequestId } from '#libs/pledges/src/index.js';
import { type RefundId } from '#libs/payments/src/index.js';
import type { Section } from '#libs/projects/src/index.js';
import { BankAccountRequest } from '../bank/bank.requests.js';
import { IsId, Nested } from '../edge/validation.js';

/** The second person's answer. */
export class DecisionForm {
  @IsIn(['give', 'refuse'], { context: { code: 'choice', missing: 'choice' } })
  decision!: 'give' | 'refuse';

  @IsOptional()
  @IsString()
  @MaxLength(2000)
  reason?: string;
}

/** A step that needs nothing more than to be meant. */
export class StepForm {
  /** What makes a double tap one step, where the form has one. */
  @IsOptional()
  @IsId()
  id?: string;
}

/** Another official address of a body. */
export class EmailForm {
  @IsEmail({}, { context: { code: 'email', missing: 'email' } })
  email!: string;
}

/** Why a body is stopped. */
export class SuspensionForm {
  @IsString({ context: { missing: 'approval-reason' } })
  @MaxLength(2000)
  why!: string;
}

/** An answer with its reason. */
export class ReasonForm {
  @IsString()
  @MaxLength(2000)
  reason!: string;
}

/** What the operator says of an application. */
export class ApplicationForm {
  @IsIn(['recommend', 'refuse'], { context: { code: 'choice', missing: 'choice' } })
  decision!: 'recommend' | 'refuse';

  @IsOptional()
  @IsString()
  @MaxLength(2000)
  reason?: string;
}

/** What the operator says of a tranche, having seen the account to which it would go. */
export class TrancheForm extends ApplicationForm {
  @IsOptional()
  @IsId()
  account?: TreasuryAccount['id'];
}

/** Remarks beside the eight sections of a file. */
export class SectionNotes implements Partial<Record<Section, string>> {
  @IsOptional() @IsString() @MaxLength(2000) place?: string;
  @IsOptional() @IsString() @MaxLength(2000) budget?: string;
  @IsOptional() @IsString() @MaxLength(2000) funding?: string;
  @IsOptional() @IsString() @MaxLength(2000) campaign?: string;
  @IsOptional() @IsString() @MaxLength(2000) stages?: string;
  @IsOptional() @IsString() @MaxLength(2000) documents?: string;
  @IsOptional() @IsString() @MaxLength(2000) maintenance?: string;
  @IsOptional() @IsString() @MaxLength(2000) association?: string;
}

/** What the operator says of a project's file. */
export class ReviewForm {
  @IsIn(['recommend', 'ask-changes', 'reject'], { context: { code: 'choice', missing: 'choice' } })
  decision!: 'recommend' | 'ask-changes' | 'reject';

  @IsOptional()
  @IsString()
  @MaxLength(2000)
  reason?: string;

  @IsOptional()
  @Nested(() => SectionNotes)
  notes?: SectionNotes;

  /** The version that was read. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  version?: number;
}

/** An account of the operator to open. */
export class BankAccountForm extends BankAccountRequest {
  @IsId()
  id!: BankAccountId;
}

/** An account of the operator to close. */
export class ClosingForm {
  @IsId()
  id!: ApprovalId;
}

/** Money back of one gift. */
export class RefundForm {
  @IsId()
  id!: ApprovalId;

  @IsOptional()
  @IsString()
  @MaxLength(30)
  amount?: string;

  @IsString()
  @MaxLength(500)
  reason!: string;
}

/** No to what a donor asked back. */
export class RequestRefusalForm {
  @IsId()
  requestId!: RefundRequestId;

  @IsString()
  @MaxLength(500)
  reason!: string;
}

/** A bank transfer back to a donor. */
export class ReturnOrderForm {
  @IsId()
  id!: ApprovalId;

  @IsId()
  refundId!: RefundId;

  @IsString()
  @MaxLength(50)
  iban!: string;

  @IsString()
  @MaxLength(140)
  holder!: string;
}

/** A refund to try again on its card. */
export class RetryForm {
  @IsId()
  refundId!: RefundId;
}

/** Whom the staff is to do without. */
export class DismissalForm {
  @IsId()
  personId!: PersonId;
}

/** Somebody to take onto the staff, by address. */
export class StaffForm {
  @IsId()
  id!: ApprovalId;

  @IsEmail({}, { context: { code: 'email' } })
  email!: string;
}

/** A sum in lei to set aside for losses. */
export class ReserveForm {
  @IsId()
  id!: ApprovalId;

  @IsString({ context: { missing: 'amount-missing' } })
  @MaxLength(30)
  amount!: string;
}

/** What is done about a project's loss. */
export class LossForm extends ReserveForm {
  @IsIn(['recovered', 'covered'], { context: { code: 'choice', missing: 'choice' } })
  kind!: 'recovered' | 'covered';
}
