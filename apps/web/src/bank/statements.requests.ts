import { ApiProperty } from '@nestjs/swagger';
import { IsBase64, IsIn, IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import { type BankAccountId, type CsvMapping, DATE_FORMATS, DELIMITERS, ENCODINGS, type LineMeaning, MEANINGS, type OrderFileId, type StatementId } from '#libs/banking/src/index.js'; // prettier-ignore
import { IsId, Nested } from '../edge/validation.js';

const SAMPLE = Buffer.from(
  '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt><Id>1</Id>' +
    '<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="USD">0.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2024-05-02</Dt></Dt></Bal>' +
    '<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="USD">30.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2024-05-02</Dt></Dt></Bal>' +
    '<Ntry><Amt Ccy="USD">5.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2024-05-02</Dt></BookgDt>' +
    '<AcctSvcrRef>A2</AcctSvcrRef></Ntry>' +
    '<Ntry><Amt Ccy="USD">25.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2024-05-02</Dt></BookgDt>' +
    '<AcctSvcrRef>A1</AcctSvcrRef></Ntry></Stmt></BkToCstmrStmt></Document>',
).toString('base64');

/** A statement in a path. */
export class StatementParams {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  id!: StatementId;
}

/** A file of payment orders in a path. */
export class OrderFileParams {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  id!: OrderFileId;
}

/** A bank's file for one account. */
export class StatementRequest {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  accountId!: BankAccountId;

  /** The file's bytes in base64 (700 kB of file at most; larger ones through the desk): camt.053, or CSV as mapped. */
  @ApiProperty({ format: 'byte', example: SAMPLE })
  @IsBase64()
  @MaxLength(1_000_000)
  file!: string;

  /** The balance before the first entry, for CSV without a column of balances. */
  @ApiProperty({ required: false })
  @IsOptional()
  @Matches(/^-?\d{1,15}(\.\d{1,6})?$/, { context: { code: 'amount-format' } })
  opening?: string;

  /** The balance after the last entry. */
  @ApiProperty({ required: false })
  @IsOptional()
  @Matches(/^-?\d{1,15}(\.\d{1,6})?$/, { context: { code: 'amount-format' } })
  closing?: string;
}

/** The numbers of the columns, from 1: date, and either amount or debit and credit. */
export class CsvColumnsRequest {
  @ApiProperty({ example: 1 })
  @IsInt()
  @Min(1)
  @Max(99)
  date!: number;

  @ApiProperty({ required: false, example: 2 })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(99)
  amount?: number;

  @ApiProperty({ required: false })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(99)
  debit?: number;

  @ApiProperty({ required: false })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(99)
  credit?: number;

  @ApiProperty({ required: false })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(99)
  balance?: number;

  @ApiProperty({ required: false, example: 3 })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(99)
  reference?: number;

  @ApiProperty({ required: false, example: 4 })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(99)
  name?: number;

  @ApiProperty({ required: false })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(99)
  iban?: number;

  @ApiProperty({ required: false, example: 5 })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(99)
  purpose?: number;
}

/** How an account's CSV is read. */
export class CsvMappingRequest {
  @ApiProperty({ enum: ENCODINGS, example: 'utf-8' })
  @IsIn(ENCODINGS)
  encoding!: CsvMapping['encoding'];

  @ApiProperty({ enum: DELIMITERS, example: ';' })
  @IsIn(DELIMITERS)
  delimiter!: CsvMapping['delimiter'];

  @ApiProperty({ enum: DATE_FORMATS, example: 'DD.MM.YYYY' })
  @IsIn(DATE_FORMATS)
  dates!: CsvMapping['dates'];

  @ApiProperty({ enum: ['.', ','], example: ',' })
  @IsIn(['.', ','])
  decimal!: CsvMapping['decimal'];

  @ApiProperty({ example: 1 })
  @IsInt()
  @Min(0)
  @Max(200)
  skip!: number;

  @ApiProperty({ example: 0 })
  @IsInt()
  @Min(0)
  @Max(200)
  skipEnd!: number;

  @ApiProperty({ type: CsvColumnsRequest })
  @Nested(() => CsvColumnsRequest)
  columns!: CsvColumnsRequest;
}

/** What a line of a statement is said to mean. */
export class MeaningRequest {
  @ApiProperty({ enum: Object.keys(MEANINGS), example: 'own-means' })
  @IsIn(Object.keys(MEANINGS))
  meaning!: LineMeaning;

  /** The payout, order or earlier line that it belongs to. */
  @ApiProperty({ required: false })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  refersTo?: string;
}

/** Where money that nobody has claimed goes back to. */
export class ReturnRequest {
  @ApiProperty({ example: 'MD10AG398259791907483378' })
  @IsString()
  @MaxLength(50)
  iban!: string;

  @ApiProperty({ example: 'Ion Exemplu' })
  @IsString()
  @MaxLength(140)
  holder!: string;
}

/** The account whose waiting orders become one file. */
export class OrderFileRequest {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  accountId!: BankAccountId;
}
