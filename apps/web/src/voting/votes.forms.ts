import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import type { ApprovalId, PersonId } from '#libs/kernel/src/index.js';
import { type Choice, CHOICES } from '#libs/voting/src/index.js';
import { IsId } from '../edge/validation.js';

/** A member's answer with a reason, which is kept apart from it. */
export class BallotForm {
  @IsIn(CHOICES, { context: { code: 'vote-choice', missing: 'vote-choice' } })
  choice!: Choice;

  @IsOptional()
  @IsString()
  @MaxLength(4000)
  reason?: string;
}

/** Whom a member asks to vote for him. */
export class ProxyForm {
  @IsId({ context: { code: 'proxy-holder', missing: 'proxy-holder' } })
  holder!: PersonId;
}

/** A member's answer for one who has asked him. */
export class ForForm {
  @IsId()
  giver!: PersonId;

  @IsIn(CHOICES, { context: { code: 'vote-choice', missing: 'vote-choice' } })
  choice!: Choice;
}

/** What an officer reads on a member's ballot on paper; the id is made when the form is shown. */
export class MemberPaperForm {
  @IsId()
  id!: ApprovalId;

  @IsString({ context: { missing: 'paper-number' } })
  @MaxLength(20, { context: { code: 'paper-number' } })
  number!: string;

  @IsId({ context: { code: 'paper-member', missing: 'paper-member' } })
  personId!: PersonId;

  @IsIn(CHOICES, { context: { code: 'vote-choice', missing: 'vote-choice' } })
  choice!: Choice;
}

/** Why a member takes no part. */
export class ConflictForm {
  @IsString({ context: { missing: 'reason-missing' } })
  @MaxLength(1000)
  why!: string;
}
