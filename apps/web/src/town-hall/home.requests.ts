import { IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import type { ProjectId } from '#libs/kernel/src/index.js';
import { IsId } from '../edge/validation.js';

/** A project to begin. */
export class NewProjectForm {
  @IsId()
  id!: ProjectId;

  @IsString({ context: { missing: 'text-missing' } })
  @MaxLength(120)
  title!: string;

  @IsOptional()
  @Matches(/^\d{7}$/, { context: { code: 'place-unknown' } })
  placeCode?: string;
}
