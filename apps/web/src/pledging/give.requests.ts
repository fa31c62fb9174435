import { IntersectionType } from '@nestjs/swagger';
import { IsEmail, IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import type { BodyId, PledgeId } from '#libs/kernel/src/index.js';
import type { Dedication } from '#libs/pledges/src/index.js';
import { IsId, Nested } from '../edge/validation.js';
import { ChoiceRequest } from './pledges.requests.js';

const SHORT = 40;

/** Whom a gift remembers or honours. The kind counts only with words. */
export class DedicationFields {
  @IsOptional()
  @IsIn(['memory', 'honour', 'wish'], { context: { code: 'dedication-kind' } })
  kind?: 'memory' | 'honour' | 'wish';

  @IsOptional()
  @IsString()
  @MaxLength(400)
  text?: string;
}

/** The dedication that a form holds: none without words. */
export function dedicationOf(typed: DedicationFields | undefined): Dedication | null {
  return typed?.text ? { kind: typed.kind!, text: typed.text } : null;
}

/** What every giving form asks: the sum in a currency, whether the fee is covered, and where the receipt goes. */
export class SumForm {
  /** The currency in which the tiles were shown. */
  @IsString()
  @MaxLength(3)
  shown!: string;

  @IsString()
  @MaxLength(3)
  currency!: string;

  /** A tile. */
  @IsOptional()
  @IsString()
  @MaxLength(SHORT)
  amount?: string;

  /** His own sum; it counts more than a tile. */
  @IsOptional()
  @IsString()
  @MaxLength(SHORT)
  other?: string;

  @IsOptional()
  @IsIn(['yes'])
  cover?: 'yes';

  @MaxLength(254, { context: { code: 'email' } })
  @IsEmail({}, { context: { code: 'email', missing: 'email' } })
  email!: string;
}

/** What stands beside a gift in public; everything may be empty. */
export class PublicWordsForm {
  @IsOptional()
  @IsString()
  @MaxLength(200)
  publicName?: string;

  @IsOptional()
  @Nested(() => DedicationFields)
  dedication?: DedicationFields;
}

/** So many units of one line of the budget; nothing: the whole project. */
export class LineFields {
  @IsOptional()
  @IsString()
  @MaxLength(SHORT)
  id?: string;

  @IsOptional()
  @IsString()
  @MaxLength(9, { context: { code: 'number' } })
  units?: string;
}

/** Several people for whom one pays, one in a line of the list. */
export class PoolFields {
  @IsOptional()
  @IsString()
  @MaxLength(200)
  name?: string;

  @IsOptional()
  @IsString()
  @MaxLength(12_000)
  people?: string;

  /** Whether their names may be shown. */
  @IsOptional()
  @IsIn(['yes'])
  named?: 'yes';
}

/** The giving form. Only a sum, an address and the choice for a shortfall must be there. */
export class GiveForm extends IntersectionType(PublicWordsForm, SumForm, ChoiceRequest) {
  @IsId()
  id!: PledgeId;

  @IsIn(['card', 'transfer'])
  by!: 'card' | 'transfer';

  @IsOptional()
  @IsId()
  associationId?: BodyId;

  @IsOptional()
  @IsString()
  @MaxLength(2)
  country?: string;

  @IsOptional()
  @IsIn(['yes'])
  follow?: 'yes';

  @IsOptional()
  @Nested(() => LineFields)
  line?: LineFields;

  @IsOptional()
  @Nested(() => PoolFields)
  pool?: PoolFields;

  /** Buttons that only show the sums in another currency, or put in what the units of a line cost. */
  @IsOptional()
  @IsIn(['currency', 'line'])
  do?: 'currency' | 'line';
}

/** The second try of a payment that was left, or its change to a bank transfer. */
export class AgainForm {
  @IsId()
  id!: PledgeId;

  @IsIn(['card', 'transfer'])
  by!: 'card' | 'transfer';
}
