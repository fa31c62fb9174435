import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsEmail,
  IsIn,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import type { BodyId, FileId } from '#libs/kernel/src/index.js';
import type { AssociationForm, BodyKind, Role } from '#libs/hometowns/src/index.js';
import { type Lang, LANGS } from '#libs/platform/src/index.js';
import { IsId, Nested } from '../edge/validation.js';

/** Every role, for requests that name one. */
export const ROLE_NAMES = [
  'mayor',
  'secretary',
  'accountant',
  'president',
  'treasurer',
  'inspector',
  'member',
] as const;
/** What is said of an address that is none. */
export const email = { context: { code: 'email', missing: 'email' } };

/** A text in one language or more; `original` names the one it was written in. */
export class TextRequest {
  @ApiProperty({ enum: LANGS, example: 'ro' })
  @IsIn(LANGS)
  original!: Lang;

  @ApiProperty({ required: false, example: 'Primăria Mihăileni' })
  @IsOptional()
  @IsString()
  @MaxLength(8000)
  ro?: string;

  @ApiProperty({ required: false })
  @IsOptional()
  @IsString()
  @MaxLength(8000)
  ru?: string;

  @ApiProperty({ required: false })
  @IsOptional()
  @IsString()
  @MaxLength(8000)
  en?: string;
}

/** A body in a path. */
export class BodyParams {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  id!: BodyId;
}

/** Somebody named in an application. */
export class PersonRequest {
  @ApiProperty({ example: 'Elena Rusu' })
  @IsString()
  @MaxLength(120)
  name!: string;

  @ApiProperty({ example: 'primara@mihaileni.plai.example' })
  @IsEmail({}, email)
  email!: string;
}

/** Who applies and what he is there. */
export class ApplicantRequest extends PersonRequest {
  @ApiProperty({ enum: ROLE_NAMES, example: 'mayor' })
  @IsIn(ROLE_NAMES)
  role!: Role;
}

/** A town hall's or an association's application. */
export class ApplicationRequest {
  @ApiProperty({ enum: ['town-hall', 'association'], example: 'town-hall' })
  @IsIn(['town-hall', 'association'])
  kind!: BodyKind;

  @ApiProperty({ example: '7121000', description: 'CUATM code' })
  @Matches(/^\d{7}$/)
  placeCode!: string;

  @ApiProperty({ type: TextRequest })
  @Nested(() => TextRequest)
  name!: TextRequest;

  @ApiProperty({ example: 'primaria@mihaileni.plai.example' })
  @IsEmail({}, email)
  email!: string;

  @ApiProperty({ example: 'str. Ștefan cel Mare 1, Mihăileni' })
  @IsString()
  @MaxLength(300)
  address!: string;

  @ApiProperty({ enum: ['initiative-group', 'ngo'], required: false })
  @IsOptional()
  @IsIn(['initiative-group', 'ngo'])
  form?: AssociationForm;

  @ApiProperty({ required: false })
  @IsOptional()
  @IsString()
  @MaxLength(40)
  registrationNo?: string;

  @ApiProperty({ type: [PersonRequest], required: false, description: 'an association’s founders, at least five' })
  @IsOptional()
  @ValidateNested({ each: true })
  @Type(() => PersonRequest)
  @ArrayMaxSize(50)
  founders?: PersonRequest[];

  @ApiProperty({ type: [String], format: 'uuid' })
  @IsId({ each: true })
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  documents!: FileId[];

  @ApiProperty({ type: ApplicantRequest })
  @Nested(() => ApplicantRequest)
  by!: ApplicantRequest;
}

/** The operator’s answer to an application, or a stop. */
export class VerificationRequest {
  @ApiProperty({ enum: ['recommend', 'refuse', 'suspend'], example: 'recommend' })
  @IsIn(['recommend', 'refuse', 'suspend'])
  decision!: 'recommend' | 'refuse' | 'suspend';

  @ApiProperty({ required: false })
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  reason?: string;
}

/** The account at the treasury. */
export class TreasuryAccountRequest {
  @ApiProperty({ example: 'MD24AG000225100013104168' })
  @IsString()
  @MaxLength(50)
  iban!: string;

  @ApiProperty({ example: 'Primăria Mihăileni' })
  @IsString()
  @MaxLength(140)
  holder!: string;

  @ApiProperty({ example: 'Trezoreria de Stat' })
  @IsString()
  @MaxLength(140)
  bank!: string;
}

/** What a body says of itself in public. */
export class ProfileRequest {
  @ApiProperty({ type: TextRequest, required: false, nullable: true })
  @IsOptional()
  @Nested(() => TextRequest)
  about?: TextRequest | null;

  @ApiProperty({ example: 'str. Ștefan cel Mare 1, Mihăileni' })
  @IsString()
  @MaxLength(300)
  address!: string;
}

/** Another official address of a body. */
export class OfficialEmailRequest {
  @ApiProperty({ example: 'contact@mihaileni.plai.example' })
  @IsEmail({}, email)
  email!: string;
}

/** What the official address says to an account that two officers signed. */
export class AccountAnswerRequest {
  @ApiProperty({ enum: ['confirm', 'contest'], example: 'confirm' })
  @IsIn(['confirm', 'contest'])
  answer!: 'confirm' | 'contest';

  /** Needed to contest; the operator and the officers read it. */
  @ApiProperty({ required: false, maxLength: 2000 })
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  reason?: string;
}

/** What the operator found out about a contested account. */
export class SettlementRequest {
  @ApiProperty({ maxLength: 2000, example: 'Am vorbit cu secretara: contul nu este al primăriei.' })
  @IsString()
  @MaxLength(2000)
  reason!: string;
}
