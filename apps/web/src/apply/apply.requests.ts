import { Type } from 'class-transformer';
import { ArrayMaxSize, IsEmail, IsIn, IsOptional, IsString, Matches, MaxLength, ValidateNested } from 'class-validator';
import type { BodyId, FileId } from '#libs/kernel/src/index.js';
import type { AssociationForm, BodyKind } from '#libs/hometowns/src/index.js';
import { IsId } from '../edge/validation.js';

const email = { context: { code: 'email', missing: 'email' } };

/** Where to send the link with which somebody begins. */
export class AddressForm {
  @IsEmail({}, email)
  email!: string;

  @IsOptional()
  @IsIn(['town-hall', 'association'])
  kind?: BodyKind;
}

/** A founder of an association. */
export class FounderForm {
  @IsOptional()
  @IsString()
  name?: string;

  @IsOptional()
  @IsString()
  email?: string;
}

/** Who applies and what he is there. */
export class ApplicantForm {
  @IsOptional()
  @IsString()
  name?: string;

  @IsOptional()
  @IsIn(['mayor', 'secretary', 'president'], { context: { code: 'role-unknown' } })
  role?: 'mayor' | 'secretary' | 'president';
}

/** An application with its people; papers come as files. What is missing is said by the rules, all of it at once. */
export class ApplyForm {
  @IsId()
  id!: BodyId;

  @IsIn(['town-hall', 'association'])
  kind!: BodyKind;

  @Matches(/^\d{7}$/, { context: { code: 'place-unknown', missing: 'place-unknown' } })
  placeCode!: string;

  @IsOptional()
  @IsString()
  name?: string;

  @IsOptional()
  @IsString()
  email?: string;

  @IsOptional()
  @IsString()
  address?: string;

  @IsOptional()
  @IsIn(['initiative-group', 'ngo'])
  form?: AssociationForm;

  @IsOptional()
  @IsString()
  registrationNo?: string;

  @IsOptional()
  @ValidateNested()
  @Type(() => ApplicantForm)
  by?: ApplicantForm;

  @IsOptional()
  @ValidateNested({ each: true })
  @Type(() => FounderForm)
  @ArrayMaxSize(50)
  founders?: FounderForm[];

  /** Papers that an earlier try has brought already. */
  @IsOptional()
  @IsId({ each: true })
  @ArrayMaxSize(20)
  kept?: FileId[];
}

/** Taking an invitation; somebody who has no name here yet says it, so that colleagues and vouchers know him. */
export class AcceptForm {
  @IsOptional()
  @IsString()
  @MaxLength(120)
  name?: string;
}

/** The address of somebody who follows a join link and is not signed in. */
export class LinkForm {
  @IsOptional()
  @IsEmail({}, email)
  email?: string;
}
