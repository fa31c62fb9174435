import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsEmail, IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { refuse } from '#libs/kernel/src/index.js';
import { type Lang, LANGS } from '#libs/platform/src/index.js';
import { ReadBy } from '../edge/validation.js';

/** Asks for a sign-in link. */
export class SignInRequest {
  @ApiProperty({ example: 'maria@demo.plai.example' })
  @MaxLength(254)
  @IsEmail({}, { context: { code: 'email', missing: 'email' } })
  email!: string;

  /** Where to go afterwards: a path of Plai. */
  @ApiProperty({ required: false, example: '/en/account' })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  next?: string;
}

/** The same by API, where no path tells the language of the letter. */
export class SignInLinkRequest extends SignInRequest {
  @ApiProperty({ enum: LANGS, required: false, example: 'en' })
  @IsOptional()
  @IsIn(LANGS)
  lang?: Lang;

  /** Takes a new address in, for somebody who comes to apply for a body or to join one. */
  @ApiProperty({ required: false, example: true })
  @IsOptional()
  @IsBoolean()
  register?: boolean;
}

/** Where a form was going when whoever sent it was not signed in, and what he had typed, as JSON. */
class KeptRequest {
  @IsOptional()
  @Matches(/^\/(ro|ru|en)\/[^\s\\]{0,490}$/)
  to?: string;

  @IsOptional()
  @MaxLength(100_000)
  @ReadBy(typedOf, 100_000)
  typed?: string;
}

/** The address of somebody who has typed something first. */
export class GuestRequest extends KeptRequest {
  @MaxLength(254)
  @IsEmail({}, { context: { code: 'email', missing: 'email' } })
  email!: string;
}

/** The code of a letter, typed on the page that waits for it. */
export class CodeRequest extends KeptRequest {
  @IsString()
  @MaxLength(200)
  waiting!: string;

  @IsString({ context: { missing: 'code-wrong' } })
  @MaxLength(40, { context: { code: 'code-wrong' } })
  code!: string;

  /** Where the letter went, to be said again, and written to again. */
  @IsOptional()
  @MaxLength(254)
  email?: string;

  /** Where to go afterwards: for another letter. */
  @IsOptional()
  @MaxLength(500)
  next?: string;
}

/** The fields of a form that was kept: name and value, in order. Throws `field-unknown` for anything else. */
export function typedOf(text: string): readonly (readonly [string, string])[] {
  const isField = (one: unknown) => Array.isArray(one) && one.length === 2 && one.every((it) => typeof it === 'string');
  try {
    const fields: unknown = JSON.parse(text);
    if (Array.isArray(fields) && fields.every(isField)) return fields as [string, string][];
  } catch {
    // It is no form of ours.
  }
  throw refuse('invalid', 'field-unknown', 'No form that was kept.');
}

/** Uses a sign-in link: its last part is the token. */
export class SessionRequest {
  @ApiProperty({ example: '0190c2f4-….signature' })
  @IsString()
  @MaxLength(200)
  token!: string;
}

/** Enters as one of the demonstration's people. */
export class DemoEntranceRequest {
  @IsEmail({}, { context: { code: 'email' } })
  email!: string;
}

/** An empty form: only its sending counts. */
export class NothingRequest {
  /** No field may come with it; one name is declared because a class without any is refused as unreadable. */
  @IsOptional()
  @IsIn([])
  nothing?: never;
}
