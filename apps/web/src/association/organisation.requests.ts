import { IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import type { CivilDate, PersonId } from '#libs/kernel/src/index.js';
import type { ChapterId, InterestGround, InterestId, MembershipId, StatuteId } from '#libs/hometowns/src/index.js';
import { IsDay, IsId } from '../edge/validation.js';

/** The next version of the statute; the paper comes as a file. */
export class StatuteForm {
  @IsId()
  id!: StatuteId;

  @IsOptional()
  @IsString()
  @MaxLength(200)
  decision?: string;

  @IsOptional()
  @IsDay({ context: { code: 'decision-day' } })
  decidedOn?: CivilDate;
}

/** For how long an officer was elected. */
export class TermForm {
  @IsId({ context: { code: 'office-missing', missing: 'office-missing' } })
  office!: MembershipId;

  @IsDay({ context: { code: 'date', missing: 'date' } })
  from!: CivilDate;

  @IsDay({ context: { code: 'date', missing: 'date' } })
  until!: CivilDate;

  @IsString({ context: { missing: 'decision-number' } })
  @MaxLength(200)
  decision!: string;
}

/** A chapter and who keeps it together. */
export class ChapterForm {
  @IsId()
  id!: ChapterId;

  @IsString({ context: { missing: 'chapter-country' } })
  @Matches(/^[A-Z]{2}$/, { context: { code: 'chapter-country' } })
  country!: string;

  @IsId({ context: { code: 'coordinator', missing: 'coordinator' } })
  coordinator!: PersonId;
}

/** To which chapter a member belongs; empty: to none. */
export class OwnChapterForm {
  @IsOptional()
  @IsId({ context: { code: 'chapter-unknown' } })
  chapter?: ChapterId;
}

/** What a member declares of himself. */
export class InterestForm {
  @IsId()
  id!: InterestId;

  @IsIn(['supplier-kin', 'town-hall-staff'], { context: { code: 'interest-ground', missing: 'interest-ground' } })
  ground!: InterestGround;

  @IsString({ context: { missing: 'interest-what' } })
  @MaxLength(1000)
  what!: string;
}
