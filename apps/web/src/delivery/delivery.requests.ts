import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsIn, IsOptional, IsString, MaxLength, ValidateNested } from 'class-validator';
import type { TreasuryAccount } from '#libs/hometowns/src/index.js';
import type { CivilDate, FileId, Id, TrancheId } from '#libs/kernel/src/index.js';
import {
  type FinalAccountId,
  type Finding,
  FINDINGS,
  type InspectionVerdict,
  type ReportId,
  type RequestId,
} from '#libs/delivery/src/index.js';
import { TextRequest } from '../bodies/bodies.requests.js';
import { ProjectParams } from '../pledging/pledges.requests.js';
import { IsDay, IsId, Nested } from '../edge/validation.js';

const DAY = { context: { code: 'date' } };

/** A request for a tranche in a path. */
export class RequestParams {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  id!: RequestId;
}

/** An objection to a request in a path; its id is the caller's. */
export class TrancheObjectionParams extends RequestParams {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  objectionId!: Id<'Objection'>;
}

/** What somebody holds against a tranche. */
export class TrancheObjectionRequest {
  @ApiProperty({ example: 'Pe strada Nucilor nu arde niciun bec.' })
  @IsString()
  @MaxLength(4000)
  text!: string;
}

/** A request of a project; its id is the caller's. */
export class RequestOfProjectParams extends ProjectParams {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  requestId!: RequestId;
}

/** A town hall asks for a tranche. */
export class AskTrancheRequest {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  trancheId!: TrancheId;

  @ApiProperty({ example: 'Contractul e semnat, proiectul tehnic e aprobat.' })
  @IsString()
  @MaxLength(8000)
  note!: string;

  @ApiProperty({ type: [String], format: 'uuid' })
  @IsId({ each: true })
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  evidence!: FileId[];
}

/** More files that prove what a request says. */
export class EvidenceRequest {
  @ApiProperty({ type: [String], format: 'uuid' })
  @IsId({ each: true })
  @ArrayMinSize(1)
  @ArrayMaxSize(30)
  files!: FileId[];
}

/** One answer of an inspector's checklist. */
export class InspectionItemRequest {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  lineId!: Id<'BudgetLine'>;

  @ApiProperty({ enum: FINDINGS, example: 'ok' })
  @IsIn(FINDINGS)
  finding!: Finding;

  @ApiProperty({ required: false })
  @IsOptional()
  @IsString()
  @MaxLength(4000)
  note?: string;

  @ApiProperty({ required: false, format: 'uuid' })
  @IsOptional()
  @IsId()
  photo?: FileId;
}

/** What an inspector found. */
export class InspectionRequest {
  @ApiProperty({ type: [InspectionItemRequest] })
  @ValidateNested({ each: true })
  @Type(() => InspectionItemRequest)
  @ArrayMaxSize(300)
  items!: InspectionItemRequest[];

  @ApiProperty({ enum: ['accepted', 'refused'], example: 'accepted' })
  @IsIn(['accepted', 'refused'])
  verdict!: InspectionVerdict;
}

/** The operator’s step on a tranche. */
export class ReleaseRequest {
  @ApiProperty({ enum: ['release', 'refuse'], example: 'release' })
  @IsIn(['release', 'refuse'])
  decision!: 'release' | 'refuse';

  @ApiProperty({ required: false })
  @IsOptional()
  @IsString()
  @MaxLength(4000)
  reason?: string;

  @ApiProperty({
    required: false,
    format: 'uuid',
    description: 'The treasury account that was seen: another by now is refused.',
  })
  @IsOptional()
  @IsId()
  accountId?: TreasuryAccount['id'];
}

/** An act with its number, day and paper. */
export class ActOfAcceptanceRequest {
  @ApiProperty({ example: '12' })
  @IsString()
  @MaxLength(60)
  number!: string;

  @ApiProperty({ example: '2025-11-20', format: 'date' })
  @IsDay(DAY)
  date!: CivilDate;

  @ApiProperty({ format: 'uuid' })
  @IsId()
  file!: FileId;
}

/** A report about a stage; its id is the caller's. */
export class ReportParams extends ProjectParams {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  milestoneId!: Id<'Milestone'>;

  @ApiProperty({ format: 'uuid' })
  @IsId()
  reportId!: ReportId;
}

/** A stage is reached. */
export class MilestoneMetRequest {
  @ApiProperty({ format: 'date', example: '2025-11-18' })
  @IsDay(DAY)
  on!: CivilDate;

  @ApiProperty({ format: 'uuid' })
  @IsId()
  file!: FileId;
}

/** A stage comes later. */
export class MilestoneDelayRequest {
  @ApiProperty({ format: 'date', example: '2031-09-30' })
  @IsDay(DAY)
  newDate!: CivilDate;

  @ApiProperty({ type: TextRequest, example: { original: 'ro', ro: 'Furnizorul livrează mai târziu.' } })
  @Nested(() => TextRequest)
  reason!: TextRequest;
}

/** A final account; its id is the caller's. */
export class FinalAccountParams extends ProjectParams {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  accountId!: FinalAccountId;
}

/** Words beside the final account. */
export class FinalAccountRequest {
  @ApiProperty({ required: false, example: 'Cablul a costat mai puțin decât în deviz.' })
  @IsOptional()
  @IsString()
  @MaxLength(4000)
  note?: string;
}
