import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsEmail, IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { type Lang, LANGS } from '#libs/platform/src/index.js';

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
