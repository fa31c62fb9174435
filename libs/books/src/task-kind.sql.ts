/** The moment at which a civil day so many days later begins. */
export const day = (on: string, days: number) => `(${on} + ${days})::timestamp at time zone 'Europe/Chisinau'`;

/** What one kind may say of its things; what it leaves out is null. */
interface Columns {
  readonly what: string;
  readonly subject: string;
  readonly path: string;
  readonly since: string;
  readonly by?: string;
  readonly minor?: string;
  readonly currency?: string;
  readonly note?: string;
  readonly code?: string;
  readonly title?: string;
  readonly body?: string;
  readonly who?: string;
  readonly n?: string;
  readonly approval?: string;
  readonly person?: string;
}

/** One kind of what waits, as rows of the one queue. */
export function kind(columns: Columns, from: string): string {
  const { what, subject, path, since, by, minor, currency, note, code, title, body, who, n, approval, person } =
    columns;
  const or = (sql: string | undefined, type: string) => `(${sql ?? 'null'})::${type}`;
  return `select ${what} as what, ${subject} as subject, ${path} as path, ${since} as since, ${or(by, 'timestamptz')} as by,
    ${or(minor, 'bigint')} as minor, ${or(currency, 'text')} as currency, ${or(note, 'text')} as note, ${or(code, 'text')} as code,
    ${or(title, 'jsonb')} as title, ${or(body, 'jsonb')} as body, ${or(who, 'text')} as who, ${or(n ?? '1', 'int')} as n,
    ${or(approval, 'uuid')} as approval, ${or(person, 'uuid')} as person from ${from}`;
}
