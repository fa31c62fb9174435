import { IsEmail, IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import type { Id } from '#libs/kernel/src/index.js';
import type { Role } from '#libs/hometowns/src/index.js';
import { IsId } from '../edge/validation.js';

const ROLES = ['mayor', 'secretary', 'accountant', 'president', 'treasurer', 'inspector', 'member'] as const;

/** Something done about the people of a body: invite, open the join link, hand over, revoke. */
export class PeopleForm {
  @IsIn(['invite', 'link', 'hand-over', 'revoke'])
  then!: 'invite' | 'link' | 'hand-over' | 'revoke';

  @IsOptional()
  @IsIn(ROLES, { context: { code: 'role-unknown' } })
  role?: Role;

  @IsOptional()
  @IsEmail({}, { context: { code: 'email' } })
  email?: string;

  /** Of whoever takes the head's office over. */
  @IsOptional()
  @IsEmail({}, { context: { code: 'email' } })
  toEmail?: string;

  /** Of the invitation. */
  @IsOptional()
  @IsId()
  which?: Id<'Invitation'>;
}

/** What a body says of itself. */
export class ProfileForm {
  @IsOptional()
  @MaxLength(8000)
  ro?: string;

  @IsOptional()
  @MaxLength(8000)
  ru?: string;

  @IsOptional()
  @MaxLength(8000)
  en?: string;

  @IsString({ context: { missing: 'body-address' } })
  @MaxLength(300)
  address!: string;
}

/** The account at the treasury. */
export class AccountForm {
  @IsId()
  id!: Id<'TreasuryAccount'>;

  @IsString({ context: { missing: 'account-iban' } })
  @MaxLength(60)
  iban!: string;

  @IsString({ context: { missing: 'account-holder' } })
  @MaxLength(140)
  holder!: string;

  @IsString({ context: { missing: 'account-bank' } })
  @MaxLength(140)
  bank!: string;
}

/** A button that says all there is to say. */
export class ButtonForm {}

/** What the official address answers. */
export class AccountCheckForm {
  @IsIn(['confirm', 'contest'])
  then!: 'confirm' | 'contest';

  @IsOptional()
  @IsString()
  @MaxLength(2000)
  reason?: string;
}

/** The second person's answer. */
export class SecondForm {
  @IsIn(['give', 'refuse'])
  then!: 'give' | 'refuse';

  @IsOptional()
  @IsString()
  @MaxLength(2000)
  reason?: string;
}
