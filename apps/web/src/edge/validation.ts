import {
  applyDecorators,
  type ArgumentMetadata,
  type Type,
  ValidationPipe,
  type ValidationPipeOptions,
} from '@nestjs/common';
import { Type as Turn } from 'class-transformer';
import { IsObject, IsString, Matches, MaxLength, ValidateBy, ValidateNested, type ValidationError, type ValidationOptions, type ValidatorOptions } from 'class-validator'; // prettier-ignore
import {
  charactersIn,
  DomainError,
  type FieldRefusal,
  isId,
  oneLine,
  parseCivilDate,
  refuse,
  refuseFields,
  type RefusalParams,
} from '#libs/kernel/src/index.js';
import { QueryRefusal } from './refusals.js';

/** How every input is checked: what the class does not name is refused, not dropped. */
export const STRICT: ValidatorOptions = {
  whitelist: true,
  forbidNonWhitelisted: true,
  forbidUnknownValues: true,
  validationError: { target: false, value: true },
};

/** The same for Nest's pipe on `@Body()`, `@Query()` and `@Param()` of the API. */
export const PIPE: ValidationPipeOptions = {
  ...STRICT,
  transform: true,
  exceptionFactory: (errors) => refusalOf(errors),
};

/** Checks what a route takes in: what is wrong in the path is not there (404), in the query 400, in the body 422. */
export class StrictPipe extends ValidationPipe {
  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    try {
      return await super.transform(value, metadata);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      if (metadata.type === 'param') throw refuse('not-found', 'not-found', error.message);
      if (metadata.type === 'query') throw new QueryRefusal(error.code, error.fields);
      throw error;
    }
  }
}

/**
 * An id as ours are written. Capitals are the same id to PostgreSQL, but another text to whatever digests, locks or compares
 * ids: a ballot's receipt above all. So they are no id.
 */
export function IsId(options?: ValidationOptions): PropertyDecorator {
  return ValidateBy({ name: 'isUuid', validator: { validate: isId, defaultMessage: () => 'not an id' } }, options);
}

/** A day of the calendar, "2026-12-14"; what is none ("2026-02-30") is told at the door, as `date` unless the field says otherwise. */
export function IsDay(options?: ValidationOptions): PropertyDecorator {
  const validate = (value: unknown) => typeof value === 'string' && parseCivilDate(value) !== null;
  const validator = { validate, defaultMessage: () => 'no day' };
  return applyDecorators(Matches(/^\d{4}-\d{2}-\d{2}$/, options), ValidateBy({ name: 'isDay', validator }, options));
}

/** One thing inside another: an object of this class, and no list of them. */
export function Nested(of: () => Type): PropertyDecorator {
  return applyDecorators(IsObject(), ValidateNested(), Turn(of));
}

/**
 * A text of so many characters at most that a reader of the domain can read. What it refuses stands beside the field with the
 * reader's own code and params, together with everything else that is wrong, and before any work is begun.
 */
export function ReadBy(read: (text: string) => unknown, max: number): PropertyDecorator {
  const refusedBy = (value: unknown) =>
    typeof value === 'string' && value.length <= max ? refusedAs(() => read(value)) : null;
  const validate = (value: unknown) => refusedBy(value) === null;
  const validator = { validate, defaultMessage: () => 'not readable' };
  return applyDecorators(MaxLength(max), ValidateBy({ name: 'isRead', validator }, { context: { refusedBy } }));
}

/** A text that has to be written, of so many characters: left out or blank it is `text-missing`, told with what else is wrong. */
export function Words(most: number, least = 1): PropertyDecorator {
  const read = (text: string) => {
    if (charactersIn(oneLine(text)) < least) throw refuse('invalid', 'text-missing', 'Nothing is written.');
  };
  return applyDecorators(IsString({ context: { missing: 'text-missing' } }), ReadBy(read, most));
}

function refusedAs(read: () => unknown): DomainError | null {
  try {
    read();
    return null;
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
}

const CODES: Readonly<Record<string, string>> = {
  whitelistValidation: 'field-unknown',
  unknownValue: 'field-unknown',
  isDefined: 'required',
  isNotEmpty: 'required',
  isEmail: 'email',
  isIn: 'choice',
  isEnum: 'choice',
  isBoolean: 'choice',
  isString: 'format',
  isArray: 'format',
  isObject: 'format',
  isUuid: 'id-format',
  isInt: 'number-whole',
  isNumber: 'number',
  isNumberString: 'number',
  min: 'number-min',
  max: 'number-max',
  minLength: 'too-short',
  maxLength: 'too-long',
  isLength: 'too-long',
  arrayMinSize: 'list-short',
  arrayMaxSize: 'list-long',
  isDateString: 'date',
  isDay: 'date',
  isUrl: 'url',
  matches: 'format',
};

/** So many wrong fields are told at once: nobody corrects more before he looks again. */
const TOLD_MAX = 100;

/** The refusal that class-validator's findings amount to, by field. */
function refusalOf(errors: readonly ValidationError[]): DomainError {
  const [first, ...others] = fieldsOf(errors.slice(0, TOLD_MAX)).slice(0, TOLD_MAX);
  return first ? refuseFields(first, ...others) : refuse('invalid', 'body-unreadable', 'Nothing that can be read.');
}

/** The findings as fields with codes, in the order of the class. */
export function fieldsOf(errors: readonly ValidationError[], path = ''): FieldRefusal[] {
  return errors.flatMap((error) => {
    const pointer = `${path}/${error.property.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    const own = error.constraints ? [{ pointer, ...codeOf(error, error.constraints) }] : [];
    return [...own, ...fieldsOf(error.children ?? [], pointer)];
  });
}

interface DecoratorContext {
  readonly code?: string;
  readonly missing?: string;
  /** What the field's reader says of the value. */
  readonly refusedBy?: (value: unknown) => DomainError | null;
}

/**
 * One code a field. A decorator may name its own: `@Matches(…, { context: { code: 'iban-format' } })`, and
 * `context: { missing: 'file-missing' }` for when nothing was given.
 */
function codeOf(error: ValidationError, constraints: Record<string, string>): { code: string; params: RefusalParams } {
  const contexts: readonly DecoratorContext[] = Object.values(error.contexts ?? {});
  const names = Object.keys(constraints);
  // What a thing is comes before how big it is.
  const name = Object.keys(CODES).find((each) => names.includes(each)) ?? names[0]!;
  const params: RefusalParams = { n: Number(/-?\d+(\.\d+)?/.exec(constraints[name] ?? '')?.[0] ?? 0) };
  if (error.value === undefined || error.value === null) {
    const missing = contexts.find((context) => context.missing)?.missing;
    const dated = contexts.some(({ code }) => code === 'date');
    return { code: missing ?? (names.includes('isEmail') ? 'email' : dated ? 'date' : 'required'), params };
  }
  const refusal = contexts.find((context) => context.refusedBy)?.refusedBy?.(error.value);
  if (refusal) return { code: refusal.code, params: refusal.params };
  return { code: contexts.find((context) => context.code)?.code ?? CODES[name] ?? 'format', params };
}
