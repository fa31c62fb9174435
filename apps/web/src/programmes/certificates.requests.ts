import { ApiProperty } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import type { CertificateId } from '#libs/cofunding/src/index.js';
import { ProjectParams } from '../pledging/pledges.requests.js';
import { IsId } from '../edge/validation.js';

/** A certificate of a project in a path; its id is the caller's. */
export class CertificateParams extends ProjectParams {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  certificateId!: CertificateId;
}

/** The code that stands on a certificate. */
export class CertificateCodeParams {
  @ApiProperty({ example: 'K7QM2XH4W9PDR5TB', description: 'Case, spaces and dashes do not matter.' })
  @IsString()
  @MaxLength(40)
  code!: string;
}
