import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import type { Roll } from '#libs/neighbours/src/index.js';

const ROLLS: readonly Roll[] = ['resident', 'native'];

/** What somebody says who may not have joined yet. */
export class RollForm {
  @IsOptional()
  @IsIn(ROLLS, { context: { code: 'roll-missing' } })
  roll?: Roll;
}

/** Joins a town, or changes what was said before. */
export class JoinForm {
  @IsIn(ROLLS, { context: { code: 'roll-missing', missing: 'roll-missing' } })
  roll!: Roll;

  @IsOptional()
  @IsString()
  @MaxLength(60)
  part?: string;
}
