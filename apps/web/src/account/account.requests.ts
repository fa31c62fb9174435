import { IsIn, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import type { Id, ProjectId } from '#libs/kernel/src/index.js';
import { type Lang, LANGS } from '#libs/platform/src/index.js';

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
}

/** One session to be ended. */
export class EndSessionForm {
  @IsUUID()
  sessionId!: Id<'Session'>;
}

/** One project to hear no more of. */
export class StopFollowingForm {
  @IsUUID()
  projectId!: ProjectId;
}
