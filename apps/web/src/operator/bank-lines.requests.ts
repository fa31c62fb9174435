import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { type BankAccountId, type BankLineId, type LineMeaning, MEANINGS } from '#libs/banking/src/index.js';
import type { DepositId } from '#libs/cash/src/index.js';
import type { CivilDate, PledgeId, ProjectId } from '#libs/kernel/src/index.js';
import { IsDay, IsId } from '../edge/validation.js';

/** A line of a bank statement with its meaning. */
export class LineForm {
  @IsId()
  id!: BankLineId;

  @IsId({ context: { code: 'choice', missing: 'choice' } })
  accountId!: BankAccountId;

  @IsDay({ context: { code: 'date' } })
  bookedOn!: CivilDate;

  @IsString()
  @MaxLength(30)
  amount!: string;

  @IsOptional()
  @IsString()
  @MaxLength(140)
  name?: string;

  @IsOptional()
  @IsString()
  @MaxLength(50)
  iban?: string;

  @IsString()
  @MaxLength(140)
  reference!: string;

  @IsOptional()
  @IsString()
  @MaxLength(140)
  purpose?: string;

  @IsIn(Object.keys(MEANINGS))
  meaning!: LineMeaning;

  @IsOptional()
  @IsString()
  @MaxLength(64)
  refersTo?: string;
}

/** Whose gift an open line is. */
export class MatchForm {
  @IsId({ context: { code: 'choice', missing: 'choice' } })
  pledgeId!: PledgeId;
}

/** The deposit of cash that an open line is. */
export class DepositMatchForm {
  @IsId()
  depositId!: DepositId;
}

/** The project whose town hall has sent a line's money back. */
export class MoneyBackForm {
  @IsId({ context: { code: 'choice', missing: 'choice' } })
  projectId!: ProjectId;
}
