import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import type { Id, ProjectId } from '#libs/kernel/src/index.js';
import { type Lang, LANGS } from '#libs/platform/src/index.js';
import { IsId } from '../edge/validation.js';

/** How a person is called and written to. */
export class SettingsForm {
  @IsOptional()
  @IsString()
  @MaxLength(120)
  name?: string;

  /** Left out: not said. */
  @IsOptional()
  @IsIn(['f', 'm'])
  gender?: 'f' | 'm';

  @IsIn(LANGS)
  lang!: Lang;

  /** Of the operator's staff: the daily letter; left out: not wanted. */
  @IsOptional()
  @IsIn(['yes'])
  daily?: 'yes';
}

/** The same by API. */
export class MeRequest {
  /** Left out or null: no name. */
  @ApiProperty({ required: false, type: String, nullable: true, maxLength: 120, example: 'Ion Rusu' })
  @IsOptional()
  @IsString()
  @MaxLength(120)
  name?: string | null;

  /** Left out or null: not said. */
  @ApiProperty({ required: false, nullable: true, enum: ['f', 'm'], example: 'm' })
  @IsOptional()
  @IsIn(['f', 'm'])
  gender?: 'f' | 'm' | null;

  @ApiProperty({ enum: LANGS, example: 'ro' })
  @IsIn(LANGS)
  lang!: Lang;

  /** Whether I want the operator's daily letter; only the operator's staff get it. Left out: as before. */
  @ApiProperty({ required: false, example: true })
  @IsOptional()
  @IsBoolean()
  dailyLetter?: boolean;
}

/** A session of one's own in a path. */
export class SessionParams {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  id!: Id<'Session'>;
}

/** One session to be ended. */
export class EndSessionForm {
  @IsId()
  sessionId!: Id<'Session'>;
}

/** One project to hear no more of. */
export class StopFollowingForm {
  @IsId()
  projectId!: ProjectId;
}
