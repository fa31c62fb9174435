import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import type { ApprovalId } from '#libs/kernel/src/index.js';
import type { CallId, FiguresId } from '#libs/matching/src/index.js';
import { type Sector, SECTORS } from '#libs/projects/src/index.js';
import { IsId } from '../edge/validation.js';

/** A call in a path. */
export class CallParams {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  id!: CallId;
}

/** A sponsor's call as one of the staff types it. */
export class CallRequest {
  @ApiProperty({ example: 'Nucul SRL' })
  @IsString({ context: { missing: 'required' } })
  @MaxLength(80)
  sponsor!: string;

  @ApiProperty({ example: '1', description: 'So many lei are added' })
  @IsString({ context: { missing: 'call-ratio' } })
  @MaxLength(2)
  num!: string;

  @ApiProperty({ example: '1', description: 'for so many lei of a gift' })
  @IsString({ context: { missing: 'call-ratio' } })
  @MaxLength(2)
  den!: string;

  @ApiProperty({
    required: false,
    example: '2000.00',
    description: 'At most so much of one person’s gifts to one project counts',
  })
  @IsOptional()
  @IsString()
  @MaxLength(20)
  perDonor?: string;

  @ApiProperty({ required: false, example: '50000.00', description: 'At most so much for one project' })
  @IsOptional()
  @IsString()
  @MaxLength(20)
  perProject?: string;

  @ApiProperty({ required: false, example: '10', description: 'From so many different donors to one project on anything is added to it; empty: from the first' }) // prettier-ignore
  @IsOptional()
  @IsString()
  @MaxLength(3)
  minDonors?: string;

  @ApiProperty({
    required: false,
    isArray: true,
    type: String,
    example: [],
    description: 'The towns whose projects draw, by the names in their addresses; none: all',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @IsString({ each: true })
  @MaxLength(80, { each: true })
  places?: string[];

  @ApiProperty({ required: false, isArray: true, enum: SECTORS, example: ['lighting'], description: 'What the projects that draw are about; empty: anything' }) // prettier-ignore
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(SECTORS.length)
  @IsIn(SECTORS, { each: true })
  sectors?: Sector[];

  @ApiProperty({ format: 'date', example: '2026-12-01' })
  @IsString({ context: { missing: 'date' } })
  @MaxLength(10)
  opensOn!: string;

  @ApiProperty({ format: 'date', example: '2027-02-28' })
  @IsString({ context: { missing: 'date' } })
  @MaxLength(10)
  closesOn!: string;

  @ApiProperty({
    required: false,
    example: '20',
    description: 'The share of the pool, in percent, that only towns under the line draw; empty: none',
  })
  @IsOptional()
  @IsString()
  @MaxLength(7)
  reserve?: string;

  @ApiProperty({ required: false, format: 'uuid', description: 'The figures of towns by which the line is drawn' })
  @IsOptional()
  @IsString()
  @MaxLength(36)
  figuresId?: string;

  @ApiProperty({ required: false, example: '1430.00', description: 'A town with fewer lei an inhabitant is under the line' }) // prettier-ignore
  @IsOptional()
  @IsString()
  @MaxLength(20)
  line?: string;

  @ApiProperty({ required: false, example: 'Half of the national average, Ministry of Finance', description: 'Who says that this is the line' }) // prettier-ignore
  @IsOptional()
  @IsString()
  @MaxLength(300)
  lineSource?: string;

  @ApiProperty({ required: false, format: 'date', example: '2027-01-31', description: 'After this day what is left of the reserve is for all; empty: never' }) // prettier-ignore
  @IsOptional()
  @IsString()
  @MaxLength(10)
  reserveUntil?: string;
}

/** Figures in a path. */
export class FiguresParams {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  id!: FiguresId;
}

/** Public figures of towns as one of the staff enters them. */
export class FiguresRequest {
  @ApiProperty({ example: 'Own revenue of the budget, lei an inhabitant, 2025' })
  @IsString({ context: { missing: 'required' } })
  @MaxLength(120)
  name!: string;

  @ApiProperty({ example: 'Ministry of Finance, execution of local budgets, https://example.md/bugete-2025' })
  @IsString({ context: { missing: 'required' } })
  @MaxLength(300)
  source!: string;

  @ApiProperty({ format: 'date', example: '2026-03-31', description: 'When they were published' })
  @IsString({ context: { missing: 'date' } })
  @MaxLength(10)
  publishedOn!: string;

  @ApiProperty({
    required: false,
    example: '2450,00',
    description: 'The mean of the whole country, of the same source: lei an inhabitant',
  })
  @IsOptional()
  @IsString()
  @MaxLength(20)
  country?: string;

  @ApiProperty({
    example: 'mihaileni-riscani;1120,40',
    description: 'A line for each town: the name in its address, or its code, a semicolon, and lei an inhabitant',
  })
  @IsString({ context: { missing: 'required' } })
  @MaxLength(60_000)
  places!: string;
}

/** The same as a form: read first, then asked. */
export class FiguresForm extends FiguresRequest {
  @IsId()
  id!: FiguresId;

  @IsIn(['read', 'ask'])
  step!: 'read' | 'ask';
}

/** The same as a form; the id is made when it is shown. Towns are looked for by their names, then chosen. */
export class CallForm extends CallRequest {
  @IsId()
  id!: CallId;

  @IsOptional()
  @IsString()
  @MaxLength(100)
  town?: string;

  @IsOptional()
  @IsIn(['find', 'ask'])
  step?: 'find' | 'ask';
}

/** The call that a line of the statement pays in for. */
export class CallOfLineRequest {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  callId!: CallId;
}

/** The account to which a sponsor's unused money goes back: the one it came from, where the statement says it. */
export class SponsorReturnRequest {
  @ApiProperty({ example: 'MD10AG398259791907483378' })
  @IsString({ context: { missing: 'iban-wrong' } })
  @MaxLength(50)
  iban!: string;

  @ApiProperty({ example: 'Nucul SRL' })
  @IsString({ context: { missing: 'holder' } })
  @MaxLength(140)
  holder!: string;
}

/** The same as a form; the id is made when it is shown. */
export class SponsorReturnForm extends SponsorReturnRequest {
  @IsId()
  id!: ApprovalId;
}
