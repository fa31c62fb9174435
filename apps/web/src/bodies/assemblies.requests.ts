import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsInt, IsOptional, IsString, MaxLength } from 'class-validator';
import {
  type AssemblyId,
  type Elected,
  ELECTED,
  type ItemId,
  type ItemKind,
  type NewItem,
  type Says,
} from '#libs/assemblies/src/index.js';
import { type CivilDate, type PersonId, refuseFields } from '#libs/kernel/src/index.js';
import { IsDay, IsId, Nested } from '../edge/validation.js';
import { BodyParams, TextRequest } from './bodies.requests.js';
import { VoteRuleRequest } from './vote-rule.requests.js';

const KINDS: readonly ItemKind[] = ['question', 'officers', 'rules', 'dissolution'];

/** An assembly in a path. */
export class AssemblyParams {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  id!: AssemblyId;
}

/** An association and an assembly of it in a path. */
export class BodyAssemblyParams extends BodyParams {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  assemblyId!: AssemblyId;
}

/** A point of an agenda in a path. */
export class ItemParams extends AssemblyParams {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  itemId!: ItemId;
}

/** When an assembly opens. */
export class AssemblyRequest {
  /** Seven whole days after the notice at the earliest; the earliest when left out. */
  @ApiProperty({ required: false, format: 'date' })
  @IsOptional()
  @IsDay({ context: { code: 'date' } })
  opensOn?: CivilDate;
}

/**
 * A point of an agenda: `question` for a question, `role`, `candidate` and `years` for an election, `rule` for a voting rule,
 * nothing more for the dissolution.
 */
export class ItemRequest {
  @ApiProperty({ enum: KINDS, example: 'question' })
  @IsIn(KINDS)
  kind!: ItemKind;

  @ApiProperty({ required: false, example: { original: 'ro', ro: 'Intrăm în federația asociațiilor de băștinași?' } })
  @IsOptional()
  @Nested(() => TextRequest)
  question?: TextRequest;

  @ApiProperty({ required: false, enum: ELECTED })
  @IsOptional()
  @IsIn(ELECTED)
  role?: Elected;

  /** A member. */
  @ApiProperty({ required: false, format: 'uuid' })
  @IsOptional()
  @IsId()
  candidate?: PersonId;

  @ApiProperty({ required: false, minimum: 1, maximum: 4 })
  @IsOptional()
  @IsInt()
  years?: number;

  @ApiProperty({ required: false })
  @IsOptional()
  @Nested(() => VoteRuleRequest)
  rule?: VoteRuleRequest;
}

/** What somebody says to standing for an office. */
export class CandidatureRequest {
  @ApiProperty({ enum: ['yes', 'no'], example: 'yes' })
  @IsIn(['yes', 'no'])
  says!: Says;
}

/** Why an assembly does not take place; a draft is dropped without. */
export class CallOffRequest {
  @ApiProperty({ required: false, maxLength: 500, example: 'Se ține în ianuarie, împreună cu raportul anual.' })
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  why?: string;
}

/** The point that was asked for. Throws for what its kind needs and is not there. */
export function itemOf({ kind, question, role, candidate, years, rule }: ItemRequest): NewItem {
  if (kind === 'question') return { kind, question: question ?? { original: 'ro' } };
  if (kind === 'dissolution') return { kind };
  if (kind === 'rules') {
    if (!rule) throw refuseFields({ pointer: '/rule', code: 'agenda-rule' });
    return { kind, rule: { ...rule, proxies: rule.proxies ?? 0, paperAllowed: rule.paperAllowed ?? false } };
  }
  if (!role) throw refuseFields({ pointer: '/role', code: 'agenda-role' });
  if (!candidate) throw refuseFields({ pointer: '/candidate', code: 'agenda-candidate' });
  return { kind, role, candidate, years: years ?? 0 };
}
