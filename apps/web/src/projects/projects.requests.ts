import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import type { BodyId } from '#libs/kernel/src/index.js';
import { type Lang, LANGS } from '#libs/platform/src/index.js';
import {
  type ObjectionId,
  type ProjectState,
  PUBLIC_STATES,
  type Section,
  type Sector,
  SECTIONS,
  SECTORS,
  type Typed,
} from '#libs/projects/src/index.js';
import { Cursor, LimitQuery, PageQuery } from '../edge/paging.js';
import { ProjectParams } from '../pledging/pledges.requests.js';
import { IsId } from '../edge/validation.js';

/** A list of published projects by page. */
export class ProjectsQuery extends PageQuery {
  @ApiProperty({ required: false, enum: PUBLIC_STATES })
  @IsOptional()
  @IsIn(PUBLIC_STATES)
  state?: ProjectState;

  @ApiProperty({ required: false, enum: SECTORS })
  @IsOptional()
  @IsIn(SECTORS)
  sector?: Sector;

  @ApiProperty({ required: false, description: 'CUATM code of a district' })
  @IsOptional()
  @Matches(/^\d{7}$/)
  district?: string;

  @ApiProperty({ required: false, example: 'lumina' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  q?: string;
}

/** A page of gifts: they go by the moment at which they came. */
export class GiftsQuery extends LimitQuery {
  @Cursor(/^\d{1,16}\.[0-9a-f]{32}$/)
  after?: string;
}

/** A project to begin. */
export class CreateProjectRequest {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  townHallId!: BodyId;

  @ApiProperty({ required: false, example: '7121000' })
  @IsOptional()
  @Matches(/^\d{7}$/)
  placeCode?: string;

  @ApiProperty({ example: 'Iluminat stradal' })
  @IsString()
  @MaxLength(400)
  title!: string;

  @ApiProperty({ enum: LANGS, example: 'ro' })
  @IsIn(LANGS)
  lang!: Lang;
}

/** A whole section that an example sends. */
const CARE = { maintainer: 'Primăria', maintenancePayer: 'Bugetul local', upkeep: '24 000', risks: 'Prețul cablului.' };

/** A section of a project's file in a path. */
export class SectionParams extends ProjectParams {
  @ApiProperty({ enum: SECTIONS, example: 'maintenance' })
  @IsIn(SECTIONS)
  section!: Section;
}

/** A section as it was typed, and the version that the writer saw. */
export class SectionRequest {
  @ApiProperty({ required: false, example: 0, description: 'or `If-Match: "0"`' })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(2_147_483_647)
  version?: number;

  @ApiProperty({ type: Object, additionalProperties: true, example: CARE })
  @IsObject()
  data!: Typed;
}

/** A section of a published project, put right. */
export class CorrectionRequest {
  @ApiProperty({ type: Object, additionalProperties: true, example: CARE })
  @IsObject()
  data!: Typed;

  @ApiProperty({ example: 'Am scris mai exact cine are grijă de lucrare.' })
  @IsString()
  @MaxLength(8000)
  reason!: string;
}

/** A remark beside a section. */
export class NoteRequest {
  @ApiProperty({ enum: SECTIONS })
  @IsIn(SECTIONS)
  section!: Section;

  @ApiProperty()
  @IsString()
  @MaxLength(8000)
  text!: string;
}

/** The operator’s answer to a project’s file. */
export class ReviewRequest {
  @ApiProperty({ enum: ['recommend', 'ask-changes', 'reject'], example: 'recommend' })
  @IsIn(['recommend', 'ask-changes', 'reject'])
  decision!: 'recommend' | 'ask-changes' | 'reject';

  @ApiProperty({ required: false })
  @IsOptional()
  @IsString()
  @MaxLength(8000)
  reason?: string;

  @ApiProperty({ required: false, type: [NoteRequest] })
  @IsOptional()
  @ValidateNested({ each: true })
  @Type(() => NoteRequest)
  @ArrayMaxSize(20)
  notes?: NoteRequest[];

  /** The version that was read: another by now is refused. */
  @ApiProperty({ required: false })
  @IsOptional()
  @IsInt()
  @Max(2_147_483_647)
  version?: number;
}

/** Why a file is taken back. */
export class ReasonRequest {
  @ApiProperty({ example: 'Mai verificăm devizul.' })
  @IsString()
  @MaxLength(8000)
  reason!: string;
}

/** An objection of a project in a path; its id is the caller's. */
export class ObjectionParams extends ProjectParams {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  objectionId!: ObjectionId;
}

/** What somebody holds against a project. */
export class ObjectionRequest {
  @ApiProperty({ example: 'Întâi ar trebui reparat drumul.' })
  @IsString()
  @MaxLength(8000)
  text!: string;

  @ApiProperty({ required: false })
  @IsOptional()
  @IsString()
  @MaxLength(300)
  name?: string;
}

/** The town hall's answer. */
export class AnswerRequest {
  @ApiProperty({ example: 'Drumul intră în planul de la anul.' })
  @IsString()
  @MaxLength(8000)
  text!: string;
}
