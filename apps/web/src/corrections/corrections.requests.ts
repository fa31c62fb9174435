import { ApiProperty } from '@nestjs/swagger';
import { IsString, Matches } from 'class-validator';
import { type CorrectionId, REASON, reasonIn } from '#libs/corrections/src/index.js';
import type { AccountCode } from '#libs/ledger/src/index.js';
import { Cursor, LimitQuery } from '../edge/paging.js';
import { IsId, ReadBy } from '../edge/validation.js';
import { JOURNAL_NAME } from './journals.service.js';

/** A correction in a path. */
export class CorrectionParams {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  id!: CorrectionId;
}

/** A journal in a path: its number, or its key as the audit names it. */
export class JournalParams {
  @ApiProperty({ example: '1000204' })
  @Matches(JOURNAL_NAME)
  journal!: string;
}

/** Which journal is wrong, and why. */
export class JournalCorrectionRequest {
  @ApiProperty({ example: '1000204', description: 'number of the journal' })
  @Matches(/^\d{1,18}$/)
  journal!: string;

  @ApiProperty({ minLength: REASON.min, maxLength: REASON.max, example: 'Comisionul era suma dată la schimb.' })
  @IsString()
  @ReadBy(reasonIn, REASON.max)
  reason!: string;
}

/** A page of an account's entries. */
export class EntriesQuery extends LimitQuery {
  @ApiProperty({ example: 'held:operator:fees-bank:MDL' })
  @Matches(/^(held|memo):[a-z]+(\/[A-Za-z0-9-]{1,64})?:[a-z][a-z-]{1,40}:[A-Z]{3}$/)
  account!: AccountCode;

  @Cursor(/^\d{1,18}\.\d{1,18}\.\d{1,3}$/)
  after?: string;
}

/** Why a journal is wrong, as a form. */
export class CorrectionForm {
  @IsId()
  id!: CorrectionId;

  @IsString()
  @ReadBy(reasonIn, REASON.max)
  reason = '';
}
