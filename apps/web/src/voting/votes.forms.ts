import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { type Choice, CHOICES } from '#libs/voting/src/index.js';

/** A member's answer with a reason, which is kept apart from it. */
export class BallotForm {
  @IsIn(CHOICES, { context: { code: 'vote-choice', missing: 'vote-choice' } })
  choice!: Choice;

  @IsOptional()
  @IsString()
  @MaxLength(4000)
  reason?: string;
}

/** Why a member takes no part. */
export class ConflictForm {
  @IsString({ context: { missing: 'reason-missing' } })
  @MaxLength(1000)
  why!: string;
}
