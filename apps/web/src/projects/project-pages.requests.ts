import { IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';

/** What somebody holds against a project of a town without an association. */
export class ObjectionForm {
  @IsUUID()
  id!: string;

  @IsString()
  @MaxLength(4000)
  text!: string;

  /** Left out: without a name. */
  @IsOptional()
  @IsString()
  @MaxLength(120)
  name?: string;
}
