import { createHash } from 'node:crypto';
import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min, ValidateBy } from 'class-validator';
import { type Id, isId } from '#libs/kernel/src/index.js';

/** The key of most lists. */
const UUID_KEY = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const NUMBER_KEY = /^\d{1,18}$/;
/** An entry of the books: its transaction, its journal, its line. */
const ENTRY_KEY = /^\d{1,18}\.\d{1,18}\.\d{1,9}$/;
/** A line of a cash book: its moment in microseconds, of which kind it is, its receipt's number. */
const CASH_KEY = /^\d{1,18}\.\d\.\d{1,9}$/;
const MARK = 6;

/**
 * The value of `?after=` that goes on after the row with this key, in the list at this path only: nobody has to read it,
 * or can rely on what is in it.
 */
export function cursorOf(key: string, path: string): string {
  return Buffer.from(markOf(path) + key).toString('base64url');
}

/** Reads `after` of a query to the list at this path as the key in it, before anybody checks it; '' when it is no cursor of this list. */
export function readCursor(query: Record<string, unknown>, path: string): void {
  if (typeof query.after !== 'string') return;
  const key = Buffer.from(query.after, 'base64url').toString().slice(MARK);
  query.after = cursorOf(key, path) === query.after ? key : '';
}

function markOf(path: string): string {
  return createHash('sha256').update(path).digest('base64url').slice(0, MARK);
}

/** An optional `after` in a query of the API: the key of a row. What is no cursor of this list is `cursor-format` (400). */
export function Cursor(key: RegExp): PropertyDecorator {
  const validate = (value: unknown) => typeof value === 'string' && key.test(value);
  // Without words of its own a check loses its context.
  const validator = { validate, defaultMessage: () => 'not a cursor of this list' };
  return applyDecorators(
    ApiProperty({ required: false, type: String, description: '`next` of the page before' }),
    IsOptional(),
    ValidateBy({ name: 'isCursor', validator }, { context: { code: 'cursor-format' } }),
  );
}

/** How many rows of a list. */
export class LimitQuery {
  @ApiProperty({ required: false, minimum: 1, maximum: 100 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(100)
  limit: number = 50;
}

/** A page of a list that goes by ids. */
export class PageQuery extends LimitQuery {
  @Cursor(UUID_KEY)
  after?: string;
}

/** A page of a list that goes by numbers. */
export class NumberedPageQuery extends LimitQuery {
  @Cursor(NUMBER_KEY)
  after?: string;
}

/** A page of a register, which goes by entries. */
export class EntriesPageQuery extends LimitQuery {
  @Cursor(ENTRY_KEY)
  after?: string;
}

/** A page of a cash book. */
export class CashBookQuery extends LimitQuery {
  @Cursor(CASH_KEY)
  after?: string;
}

/** The place after which a page of a register or a cash book goes on, as its address says; anything else is none. */
export function placeIn(query: URLSearchParams, list: 'entries' | 'cash'): string | undefined {
  return (list === 'entries' ? ENTRY_KEY : CASH_KEY).exec(query.get('after') ?? '')?.[0];
}

/** The id after which the list of a page goes on, as its address says; anything else is none. */
export function idIn(query: URLSearchParams, name = 'after'): Id<string> | undefined {
  const id = query.get(name);
  return isId(id) ? id : undefined;
}

/** A page of a list that goes by names that others gave: of accounts, or of Stripe's objects. */
export class NamedPageQuery extends LimitQuery {
  @Cursor(/^[\w:/.-]{1,200}$/)
  after?: string;
}
