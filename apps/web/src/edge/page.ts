import type { ComponentChildren } from 'preact';

/** Parts of the navigation that can be marked as "you are here". */
export type NavItem = 'projects' | 'map' | 'how' | 'books' | 'account';

/** What a route says about its page. */
export interface PageInit {
  /** Plain text; "– Plai" is added. */
  readonly title: string;
  /** One sentence for search engines and sharing cards. */
  readonly description?: string;
  readonly body: ComponentChildren;
  readonly status?: number;
  readonly nav?: NavItem;
  /** A head without navigation and a foot of one line: for forms that should not be left by accident. */
  readonly plain?: { readonly back: string; readonly label: string };
  /** Path of the sharing card: "/og/7KQ2.jpg?v=60". The default card when left out. */
  readonly card?: string;
  /** False keeps search engines out. Pages of a signed-in person are always kept out. */
  readonly index?: boolean;
  /** Sticks to the bottom of a phone's screen. */
  readonly dock?: ComponentChildren;
  /** Loads itself again after so many seconds (works without scripts). */
  readonly refreshSeconds?: number;
  /** What happens to the session cookie with it. */
  readonly session?: SessionChange;
}

/** A page to be rendered in the layout. */
export class Page {
  constructor(readonly init: PageInit) {}

  /** The same page with another status, and "Error:" before its title. */
  refused(status: number, title: string): Page {
    return new Page({ ...this.init, status, title });
  }
}

/** Answers with a page. */
export function page(init: PageInit): Page {
  return new Page(init);
}

/** What happens to the session cookie with an answer. */
export type SessionChange = { readonly begin: string } | { readonly end: true };

/** Sends the reader elsewhere. */
export class Redirect {
  constructor(
    readonly location: string,
    readonly status: 301 | 302 | 303,
    readonly session?: SessionChange,
  ) {}
}

/** After a form was taken: go and look at `location` (303). `session` begins or ends a session on the way. */
export function seeOther(location: string, session?: SessionChange): Redirect {
  return new Redirect(location, 303, session);
}

/** A ready body of any type: CSV, SVG, a picture. */
export class Raw {
  constructor(
    readonly type: string,
    readonly body: string | Buffer,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {}
}

/** A JSON answer with a status or headers of its own. Its type says both: the API document is made from it. */
export class Answer<Body = unknown, Status extends number = number> {
  constructor(
    readonly body: Body,
    readonly status: Status,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {}
}

/** One page of a list; `next` is the key of its last row (answered as a cursor, and as `Link: rel="next"`) or null at the end. */
export class ListPage<Item> {
  constructor(
    readonly items: readonly Item[],
    readonly next: string | null,
  ) {}
}

/**
 * Cuts a list that was asked for with `limit + 1` rows: the extra row only says that there is more.
 * `keyOf` gives the key of a row, by which the list goes on after the last row shown.
 */
export function listPage<Row, Item>(
  rows: readonly Row[],
  limit: number,
  { keyOf, show }: { keyOf: (row: Row) => string; show: (row: Row) => Item },
): ListPage<Item> {
  const shown = rows.slice(0, limit);
  return new ListPage(shown.map(show), rows.length > limit ? keyOf(shown.at(-1)!) : null);
}

/** The same for rows that go by their ids and are shown as they are. */
export function listById<Row extends { readonly id: string }>(rows: readonly Row[], limit: number): ListPage<Row> {
  return listPage(rows, limit, { keyOf: ({ id }) => id, show: (row) => row });
}
