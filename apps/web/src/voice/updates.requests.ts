import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsOptional } from 'class-validator';
import type { FileId, Id } from '#libs/kernel/src/index.js';
import type { UpdateId } from '#libs/voice/src/index.js';
import { TextRequest } from '../bodies/bodies.requests.js';
import { ProjectParams } from '../pledging/pledges.requests.js';
import { IsId, Nested } from '../edge/validation.js';

/** An update of a project in a path; its id is the caller's. */
export class UpdateParams extends ProjectParams {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  updateId!: UpdateId;
}

/** News of a project. */
export class UpdateRequest {
  @ApiProperty({ type: TextRequest, example: { original: 'ro', ro: 'Stâlpii sunt puși pe trei străzi.' } })
  @Nested(() => TextRequest)
  text!: TextRequest;

  @ApiProperty({ required: false, format: 'uuid' })
  @IsOptional()
  @IsId()
  photo?: FileId;

  @ApiProperty({ required: false, format: 'uuid' })
  @IsOptional()
  @IsId()
  milestoneId?: Id<'Milestone'>;

  /** Needed in an election period: no portrait, no ceremony and no party's colours are in it. */
  @ApiProperty({ required: false })
  @IsOptional()
  @IsBoolean()
  neutral?: boolean;
}
