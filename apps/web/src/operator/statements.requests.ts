import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { type BankAccountId, COLUMNS, type CsvMapping, DATE_FORMATS, ENCODINGS, type LineMeaning, MEANINGS, type OrderFileId, type StatementId } from '#libs/banking/src/index.js'; // prettier-ignore
import { IsId } from '../edge/validation.js';

/** What a person may type for a delimiter, since a tab cannot be typed. */
export const DELIMITER_NAMES = { comma: ',', semicolon: ';', tab: '\t', bar: '|' } as const;

/** A statement's file for one account. */
export class StatementForm {
  @IsId()
  id!: StatementId;

  @IsId({ context: { code: 'choice', missing: 'choice' } })
  accountId!: BankAccountId;

  @IsOptional()
  @IsString()
  @MaxLength(30)
  opening?: string;

  @IsOptional()
  @IsString()
  @MaxLength(30)
  closing?: string;
}

/** How CSV is read, as a form has it. */
export class MappingForm {
  @IsIn(ENCODINGS)
  encoding!: CsvMapping['encoding'];

  @IsIn(Object.keys(DELIMITER_NAMES))
  delimiter!: keyof typeof DELIMITER_NAMES;

  @IsIn(DATE_FORMATS)
  dates!: CsvMapping['dates'];

  @IsIn(['.', ','])
  decimal!: CsvMapping['decimal'];

  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(200)
  skip!: number;

  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(200)
  skipEnd!: number;

  /** Numbers by the name of the column; checked by `mappingOf`. */
  @IsOptional()
  columns?: Record<string, string>;

  /** `try` only shows how the sample reads. */
  @IsIn(['try', 'save'])
  step!: 'try' | 'save';

  @IsOptional()
  @IsString()
  @MaxLength(30)
  opening?: string;

  @IsOptional()
  @IsString()
  @MaxLength(30)
  closing?: string;
}

/** The names of the columns that a mapping may have. */
export const COLUMN_NAMES = COLUMNS;

/** What a line of a statement is said to mean. */
export class NamingForm {
  @IsIn(Object.keys(MEANINGS))
  meaning!: LineMeaning;

  @IsOptional()
  @IsString()
  @MaxLength(64)
  refersTo?: string;
}

/** Where money that nobody has claimed goes back to. */
export class ReturnForm {
  @IsString()
  @MaxLength(50)
  iban!: string;

  @IsString()
  @MaxLength(140)
  holder!: string;
}

/** A file of everything that one account has ordered. */
export class OrderFileForm {
  @IsId()
  id!: OrderFileId;

  @IsId()
  accountId!: BankAccountId;
}
