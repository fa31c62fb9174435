/** The few ways in which a use case can refuse. The edge turns each kind into a status; the domain knows no HTTP. */
export type RefusalKind = 'invalid' | 'not-found' | 'forbidden' | 'conflict' | 'unavailable';

/** A sum as a refusal carries it. Every `Money` is one; it refuses itself, so this file cannot know it. */
export interface Sum {
  readonly minor: bigint;
  readonly currency: string;
}

/** Values that a refusal's message needs: sums, counts, and texts that are readable already. */
export type RefusalParams = Readonly<Record<string, string | number | Sum>>;

/** One field that is wrong: a JSON pointer into what was sent, and the code of the message to show beside it. */
export interface FieldRefusal {
  readonly pointer: string;
  readonly code: string;
  readonly params?: RefusalParams;
}

/**
 * A refusal that is part of the product: expected, named and safe to show to the person. `code` is a stable slug: the
 * last part of the problem's `type`, the key `error.<code>` of the words shown, and what tests assert on.
 */
export class DomainError extends Error {
  readonly fields: readonly FieldRefusal[];
  readonly params: RefusalParams;

  constructor(
    readonly kind: RefusalKind,
    readonly code: string,
    message: string,
    { fields = [], params = {} }: { fields?: readonly FieldRefusal[]; params?: RefusalParams } = {},
  ) {
    super(message);
    this.name = 'DomainError';
    this.fields = fields;
    this.params = params;
  }
}

/** Shorthand to throw a refusal that is not about one field. `message` is for logs; people read `error.<code>`. */
export function refuse(kind: RefusalKind, code: string, message: string, params: RefusalParams = {}): DomainError {
  return new DomainError(kind, code, message, { params });
}

/** An `invalid` refusal of named fields; the first field's code is the refusal's own. */
export function refuseFields(...fields: [FieldRefusal, ...FieldRefusal[]]): DomainError {
  const text = fields.map(({ pointer, code }) => `${pointer}: ${code}`).join(', ');
  return new DomainError('invalid', fields[0].code, text, { fields, params: fields[0].params ?? {} });
}

/** Throws all the fields that are wrong at once; nothing when none is. */
export function refuseWrong(wrong: readonly (FieldRefusal | false)[]): void {
  const [first, ...rest] = wrong.filter((field) => field !== false);
  if (first) throw refuseFields(first, ...rest);
}

/** The fields that a reader refuses, to be told beside others; none when it can read. Throws whatever else it throws. */
export function wrongIn(read: () => unknown): readonly FieldRefusal[] {
  try {
    read();
    return [];
  } catch (error) {
    if (error instanceof DomainError && error.fields.length > 0) return error.fields;
    throw error;
  }
}
