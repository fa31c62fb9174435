import { IsOptional, IsString, MaxLength } from 'class-validator';
import { IsId } from '../edge/validation.js';

/** What somebody holds against a tranche of a project without an association. */
export class TrancheObjectionForm {
  @IsId()
  id!: string;

  @IsString()
  @MaxLength(4000)
  text!: string;
}

/** What somebody holds against a project of a town without an association. */
export class ObjectionForm extends TrancheObjectionForm {
  /** Left out: without a name. */
  @IsOptional()
  @IsString()
  @MaxLength(120)
  name?: string;
}
