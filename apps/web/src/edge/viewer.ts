import type { Id, PersonId } from '#libs/kernel/src/index.js';
import type { Lang } from '#libs/platform/src/index.js';

/** Who is signed in, as the session knows it. */
export interface Viewer {
  readonly sessionId: Id<'Session'>;
  readonly personId: PersonId;
  readonly email: string;
  readonly name: string | null;
  readonly lang: Lang;
  readonly staff: boolean;
}

/** Where the edge looks up a session. The room `identity` stands behind it. */
export abstract class Sessions {
  /** Whose session this is, or null when it has ended or never was. */
  abstract find(token: string): Promise<Viewer | null>;
}
