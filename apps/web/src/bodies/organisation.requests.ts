import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import type { CivilDate, FileId, PersonId } from '#libs/kernel/src/index.js';
import type { ChapterId, InterestGround, InterestId, MembershipId, StatuteId } from '#libs/hometowns/src/index.js';
import { BodyParams } from './bodies.requests.js';
import { IsDay, IsId } from '../edge/validation.js';

const GROUNDS: readonly InterestGround[] = ['supplier-kin', 'town-hall-staff'];

/** A version of a statute in a path. */
export class StatuteParams extends BodyParams {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  statuteId!: StatuteId;
}

/** A version of the statute. */
export class StatuteRequest {
  /** A PDF sent in before by the same person. */
  @ApiProperty({ format: 'uuid' })
  @IsId()
  file!: FileId;

  /** Number of the members' decision; only the first version may come without. */
  @ApiProperty({ required: false, maxLength: 100, example: '2' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  decision?: string;

  @ApiProperty({ required: false, format: 'date', example: '2025-10-12' })
  @IsOptional()
  @IsDay({ context: { code: 'decision-day' } })
  decidedOn?: CivilDate;
}

/** An officer's membership in a path. */
export class TermParams extends BodyParams {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  membershipId!: MembershipId;
}

/** For how long an officer was elected. */
export class TermRequest {
  @ApiProperty({ format: 'date', example: '2025-03-01' })
  @IsDay({ context: { code: 'date' } })
  from!: CivilDate;

  /** The last day, at most four years later. */
  @ApiProperty({ format: 'date', example: '2029-02-28' })
  @IsDay({ context: { code: 'date' } })
  until!: CivilDate;

  /** The members' decision that elected him. */
  @ApiProperty({ maxLength: 100, example: '1 din 01.03.2025' })
  @IsString()
  @MaxLength(200)
  decision!: string;
}

/** A chapter in a path. */
export class ChapterParams extends BodyParams {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  chapterId!: ChapterId;
}

/** A chapter: its country and who keeps it together. */
export class ChapterRequest {
  /** Two letters, ISO 3166-1. */
  @ApiProperty({ example: 'IT' })
  @Matches(/^[A-Z]{2}$/, { context: { code: 'chapter-country' } })
  country!: string;

  /** A member. */
  @ApiProperty({ format: 'uuid' })
  @IsId()
  coordinator!: PersonId;
}

/** To which chapter the reader belongs; left out: to none. */
export class OwnChapterRequest {
  @ApiProperty({ required: false, format: 'uuid' })
  @IsOptional()
  @IsId()
  chapterId?: ChapterId;
}

/** A declaration in a path. */
export class InterestParams extends BodyParams {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  interestId!: InterestId;
}

/** What a member declares of himself. */
export class InterestRequest {
  @ApiProperty({ enum: GROUNDS, example: 'supplier-kin' })
  @IsIn(GROUNDS)
  ground!: InterestGround;

  /** Which supplier, or what work at the town hall. */
  @ApiProperty({ maxLength: 300, example: 'Fratele meu conduce Electro-Nord SRL' })
  @IsString()
  @MaxLength(1000)
  what!: string;
}
