import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsInt, IsOptional, IsString, Max, MaxLength, ValidateNested } from 'class-validator'; // prettier-ignore
import type { ApprovalId } from '#libs/kernel/src/index.js';
import { type Condition, type EditionId, RULED_PARTIES, type RuledParty, WANTED_PAPERS, WANTED_REPORTS, type WantedPaper, type WantedReport } from '#libs/programmes/src/index.js'; // prettier-ignore
import { IsId, Nested } from '../edge/validation.js';

/** The kinds of rules in the order in which a form offers them. */
export const RULE_KINDS: readonly Condition['kind'][] = ['total-at-least', 'share-at-least', 'share-at-most', 'amount-at-least', 'amount-at-most', 'equals']; // prettier-ignore
/** As far as the database counts. */
const VERSION_MOST = 2_147_483_647;
const CHOICE = { context: { code: 'choice', missing: 'choice' } };
const WORDS = { context: { missing: 'required' } };

/** An edition in a path. */
export class EditionParams {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  id!: EditionId;
}

/** One rule as one of the staff types it: what it needs depends on its kind. */
export class RuleRequest {
  @ApiProperty({ enum: RULE_KINDS, example: 'share-at-least' })
  @IsIn([...RULE_KINDS], CHOICE)
  kind!: Condition['kind'];

  @ApiProperty({ required: false, enum: RULED_PARTIES, example: 'people', description: 'Whose money; not for `total-at-least`' }) // prettier-ignore
  @IsOptional()
  @IsIn([...RULED_PARTIES], CHOICE)
  party?: RuledParty;

  @ApiProperty({ required: false, example: '10', description: 'Of the whole, for a share' })
  @IsOptional()
  @IsString()
  @MaxLength(8)
  percent?: string;

  @ApiProperty({ required: false, description: 'In the currency of the edition, for an amount or the whole' })
  @IsOptional()
  @IsString()
  @MaxLength(20)
  amount?: string;

  @ApiProperty({ required: false, enum: RULED_PARTIES, description: 'For `equals`: `num`/`den` of what this party gives' }) // prettier-ignore
  @IsOptional()
  @IsIn([...RULED_PARTIES], CHOICE)
  to?: RuledParty;

  @ApiProperty({ required: false })
  @IsOptional()
  @IsString()
  @MaxLength(2)
  num?: string;

  @ApiProperty({ required: false })
  @IsOptional()
  @IsString()
  @MaxLength(2)
  den?: string;

  @ApiProperty({ required: false, description: 'For `equals`: nothing below this' })
  @IsOptional()
  @IsString()
  @MaxLength(20)
  min?: string;

  @ApiProperty({ required: false, description: 'For `equals`: never more than this' })
  @IsOptional()
  @IsString()
  @MaxLength(20)
  max?: string;
}

/** A title in three languages. */
export class TitleRequest {
  @ApiProperty({ example: 'DAR 1+3, 2027' })
  @IsString(WORDS)
  @MaxLength(150)
  ro!: string;

  @ApiProperty({ example: 'DAR 1+3, 2027' })
  @IsString(WORDS)
  @MaxLength(150)
  ru!: string;

  @ApiProperty({ example: 'DAR 1+3, 2027' })
  @IsString(WORDS)
  @MaxLength(150)
  en!: string;
}

/** Where rules are written; a draft may still lack it. */
export class SourceRequest {
  @ApiProperty({ required: false, example: 'Hotărârea Guvernului 801/2018, apelul din 2027' })
  @IsOptional()
  @IsString()
  @MaxLength(250)
  title?: string;

  @ApiProperty({ required: false, example: 'https://example.md/dar-2027' })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  url?: string;

  @ApiProperty({ required: false, example: '2027-01-15', description: 'When it was published, as exactly as is known' })
  @IsOptional()
  @IsString()
  @MaxLength(10)
  on?: string;
}

/** An edition of a programme as one of the staff types it. */
export class EditionRequest {
  @ApiProperty({ example: 'dar-1-3', description: 'The programme that it belongs to' })
  @IsString(WORDS)
  @MaxLength(50)
  programme!: string;

  @ApiProperty()
  @Nested(() => TitleRequest)
  title!: TitleRequest;

  @ApiProperty({ example: '2027' })
  @IsString(WORDS)
  @MaxLength(4)
  year!: string;

  @ApiProperty({ required: false, enum: ['yes'], description: 'Of another country, to learn from: no project enters it' }) // prettier-ignore
  @IsOptional()
  @IsIn(['yes'], CHOICE)
  example?: 'yes';

  @ApiProperty({ required: false, enum: RULED_PARTIES, example: 'town', description: 'Who leads and reports' })
  @IsOptional()
  @IsIn([...RULED_PARTIES], CHOICE)
  lead?: RuledParty;

  @ApiProperty({ example: 'MDL' })
  @IsString(WORDS)
  @MaxLength(3)
  currency!: string;

  @ApiProperty({ type: [RuleRequest], required: false, example: [{ kind: 'share-at-least', party: 'people', percent: '10' }] }) // prettier-ignore
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(30)
  @ValidateNested({ each: true })
  @Type(() => RuleRequest)
  conditions?: RuleRequest[];

  @ApiProperty({ required: false, isArray: true, enum: WANTED_PAPERS, example: ['form', 'certificate'], description: 'In the order in which the programme wants them' }) // prettier-ignore
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(30)
  // A form that leaves a place empty has nothing there.
  @IsIn([...WANTED_PAPERS, undefined], { each: true, ...CHOICE })
  papers?: WantedPaper[];

  @ApiProperty({ required: false, isArray: true, enum: WANTED_REPORTS, example: ['intermediate', 'final'], description: 'Reports on the money that the programme wants, each with a narrative one' }) // prettier-ignore
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(30)
  @IsIn([...WANTED_REPORTS], { each: true, ...CHOICE })
  reports?: WantedReport[];

  @ApiProperty({ required: false, format: 'date', example: '2027-02-01', description: 'From this day on projects enter it; empty: at once' }) // prettier-ignore
  @IsOptional()
  @IsString()
  @MaxLength(10)
  opensOn?: string;

  @ApiProperty({ required: false, format: 'date', example: '2027-03-31', description: 'The last day on which they do; empty: until it is retired' }) // prettier-ignore
  @IsOptional()
  @IsString()
  @MaxLength(10)
  closesOn?: string;

  @ApiProperty({ required: false, example: { title: 'Hotărârea Guvernului 801/2018, apelul din 2027', on: '2027-01-15' } }) // prettier-ignore
  @IsOptional()
  @Nested(() => SourceRequest)
  source?: SourceRequest;

  @ApiProperty({ required: false, type: Number, description: 'The version that it goes on from; left out for a new draft' }) // prettier-ignore
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Max(VERSION_MOST)
  version?: number;
}

/** The same as a form; the id is made when it is shown. */
export class EditionForm extends EditionRequest {
  @IsId()
  id!: EditionId;

  /** Left empty, a form sends no title at all: what it lacks is told beside each language's field. */
  override title: TitleRequest = new TitleRequest();

  /** The kind of a rule to be written next; empty keeps the draft as it is. */
  @IsOptional()
  @IsIn([...RULE_KINDS], CHOICE)
  add?: Condition['kind'];
}

/** The version that was read. */
export class VersionRequest {
  @ApiProperty({ example: 1 })
  @Type(() => Number)
  @IsInt()
  @Max(VERSION_MOST)
  version!: number;
}

/** The same as a form. */
export class PublishForm extends VersionRequest {
  @IsId()
  id!: ApprovalId;
}
