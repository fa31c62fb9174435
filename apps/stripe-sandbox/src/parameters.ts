import { invalid } from './errors.js';
import { type Raw, type RawMap } from './form.js';

/** How one parameter is read: refuses what Stripe would refuse, with the parameter's whole name. */
export interface Rule<T> {
  readonly parse: (raw: Raw, name: string) => T;
  readonly required?: true;
  /** The fields of an object, or of a list's objects. */
  readonly fields?: Fields;
  /** The words of a choice. */
  readonly words?: readonly string[];
}
/** An endpoint's accepted parameters, by name. */
export type Fields = Readonly<Record<string, Rule<unknown>>>;
/** What a handler gets for its fields. */
export type Parsed<F extends Fields> = {
  [K in keyof F]: F[K] extends Rule<infer T> ? (F[K] extends { required: true } ? T : T | undefined) : never;
};

/** Makes a parameter obligatory. */
export const required = <T>(rule: Rule<T>): Rule<T> & { required: true } => ({ ...rule, required: true });

/** An empty string clears the value (null) instead of being refused. */
export const clearable = <T>(rule: Rule<T>): Rule<T | null> => ({
  ...inside(rule),
  parse: (raw, name) => (raw === '' ? null : rule.parse(raw, name)),
});

/** What a rule around another one takes over from it. */
const inside = ({ fields, words }: Rule<unknown>) => ({ ...(fields && { fields }), ...(words && { words }) });

const scalar = <T>(read: (text: string, name: string) => T): Rule<T> => ({
  parse: (raw, name) => {
    if (typeof raw !== 'string') throw invalid('Invalid string: must be a string, got an object', { param: name });
    if (raw === '') {
      const message = `You passed an empty string for '${name}'. We assume empty values are an attempt to unset a parameter; however '${name}' cannot be unset. You should remove '${name}' from your request or supply a non-empty value.`;
      throw invalid(message, { code: 'parameter_invalid_empty', param: name });
    }
    return read(raw, name);
  },
});

/** Any text up to `max` characters. */
export const text = (max = 5000): Rule<string> =>
  scalar((value, name) => {
    if ([...value].length > max)
      throw invalid(`Invalid string: ${value.slice(0, 8)}...; must be at most ${max} characters`, { param: name });
    return value;
  });

/** A whole number within limits. */
export const integer = (min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER): Rule<number> =>
  scalar((value, name) => {
    const code = 'parameter_invalid_integer';
    if (!/^-?\d{1,15}$/.test(value)) throw invalid(`Invalid integer: ${value}`, { code, param: name });
    const number = Number(value);
    if (number < min) throw invalid(`This value must be greater than or equal to ${min}.`, { code, param: name });
    if (number > max) throw invalid(`This value must be less than or equal to ${max}.`, { code, param: name });
    return number;
  });

/** An amount in minor units: nothing below one. */
export const amount: Rule<number> = scalar((value, name) => {
  const code = 'parameter_invalid_integer';
  if (!/^-?\d{1,15}$/.test(value)) throw invalid(`Invalid integer: ${value}`, { code, param: name });
  if (Number(value) < 0) throw invalid('Invalid non-negative integer', { code, param: name });
  if (Number(value) < 1) throw invalid('This value must be greater than or equal to 1.', { code, param: name });
  return Number(value);
});

/** `true` or `false`. */
export const flag: Rule<boolean> = scalar((value, name) => {
  if (value !== 'true' && value !== 'false') throw invalid(`Invalid boolean: ${value}`, { param: name });
  return value === 'true';
});

/** One of the given words. */
export const choice = <const W extends string>(...words: W[]): Rule<W> => ({
  words,
  ...scalar((value, name) => {
    const word = words.find((one) => one === value);
    if (!word)
      throw invalid(
        `Invalid ${name}: must be one of ${words.slice(0, -1).join(', ')}${words.length > 1 ? ', or ' : ''}${words.at(-1)}`,
        { param: name },
      );
    return word;
  }),
});

/** An absolute http(s) address; braces stay as they are. */
export const url: Rule<string> = scalar((value, name) => {
  if (value.length > 5000 || !/^https?:\/\/[^\s/]+/i.test(value))
    throw invalid('Not a valid URL', { code: 'url_invalid', param: name });
  return value;
});

/** An e-mail address. */
export const email: Rule<string> = scalar((value, name) => {
  if (value.length > 512 || !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value))
    throw invalid(`Invalid email address: ${value}`, { code: 'email_invalid', param: name });
  return value;
});

/** An array, sent as a[0], a[1], …. */
export const list = <T>(rule: Rule<T>, max = 100): Rule<T[]> => ({
  ...inside(rule),
  parse: (raw, name) => {
    if (typeof raw === 'string') {
      if (raw === '') return [];
      throw invalid('Invalid array', { param: name });
    }
    if (![...raw.keys()].every((key) => /^\d{1,6}$/.test(key))) throw invalid('Invalid array', { param: name });
    if (raw.size > max) throw invalid(`Invalid array: too many elements, at most ${max}`, { param: name });
    const keys = [...raw.keys()].sort((a, b) => Number(a) - Number(b));
    return keys.map((key) => rule.parse(raw.get(key) ?? '', `${name}[${key}]`));
  },
});

/** A nested object with its own fields. */
export const group = <F extends Fields>(fields: F): Rule<Parsed<F>> => ({
  fields,
  parse: (raw, name) => {
    if (typeof raw === 'string') throw invalid('Invalid object', { param: name });
    return parseFields(fields, raw, name);
  },
});

/** One rule, or if that refuses the other. */
export const either = <A, B>(first: Rule<A>, second: Rule<B>): Rule<A | B> => ({
  ...inside(second),
  parse: (raw, name) => {
    if (typeof raw === 'string' ? raw === 'true' || raw === 'false' || /^\d+$/.test(raw) : false)
      return first.parse(raw, name);
    return second.parse(raw, name);
  },
});

/** Up to 50 keys of 40 characters with values of 500; an empty value removes its key, an empty string all. */
export const metadata: Rule<Record<string, string>> = {
  parse: (raw, name) => {
    if (raw === '') return { '': '' };
    if (typeof raw === 'string') throw invalid('Invalid object', { param: name });
    if (raw.size > 50) throw invalid('Metadata: You can have up to 50 keys', { param: name });
    const pairs: Record<string, string> = {};
    for (const [key, value] of raw) {
      if (typeof value !== 'string') throw invalid('Metadata values must be strings', { param: `${name}[${key}]` });
      if ([...key].length > 40) throw invalid(`Metadata keys must be at most 40 characters: '${key}'`, { param: name });
      if ([...value].length > 500)
        throw invalid(`Metadata values must be at most 500 characters: '${key}'`, { param: `${name}[${key}]` });
      Object.defineProperty(pairs, key, { value, enumerable: true, writable: true, configurable: true });
    }
    return pairs;
  },
};

/** Reads all parameters at one level, refusing unknown names first, then absent ones, then bad values. */
export function parseFields<F extends Fields>(fields: F, raw: RawMap, prefix = ''): Parsed<F> {
  const full = (key: string) => (prefix ? `${prefix}[${key}]` : key);
  const unknown = [...raw.keys()].filter((key) => !Object.hasOwn(fields, key)).map(full);
  if (unknown.length > 0) {
    const message = `Received unknown parameter${unknown.length > 1 ? 's' : ''}: ${unknown.join(', ')}`;
    throw invalid(message, { code: 'parameter_unknown', param: unknown[0] });
  }
  const parsed: Record<string, unknown> = {};
  for (const [key, rule] of Object.entries(fields)) {
    const value = raw.get(key);
    if (value !== undefined) parsed[key] = rule.parse(value, full(key));
    else if (rule.required)
      throw invalid(`Missing required param: ${full(key)}.`, { code: 'parameter_missing', param: full(key) });
  }
  return parsed as Parsed<F>;
}

/** Merges metadata as Stripe does: '' removes. */
export function mergeMetadata(
  old: Record<string, string>,
  change: Record<string, string> | undefined,
): Record<string, string> {
  if (!change) return old;
  if ('' in change) return {};
  return Object.fromEntries(Object.entries({ ...old, ...change }).filter(([, value]) => value !== ''));
}

/** The named parameters that were given at all. */
export function given<P extends object, K extends keyof P>(params: P, ...names: K[]): Partial<Pick<P, K>> {
  return Object.fromEntries(
    names.filter((name) => params[name] !== undefined).map((name) => [name, params[name]]),
  ) as Partial<Pick<P, K>>;
}
