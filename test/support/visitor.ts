import type { PersonId } from '#libs/kernel/src/index.js';
import { PersonsService, SignInService } from '#libs/identity/src/index.js';
import { Files } from '#libs/platform/src/index.js';
import type { Room } from './room.js';
import type { Web } from './web.js';

const PDF = Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\n');

/** Somebody who has signed in by a link and looks at pages without scripts. */
export class Visitor {
  private constructor(
    private readonly web: Web,
    /** The cookie header of this visitor. */
    readonly cookie: string,
    readonly person: PersonId,
  ) {}

  /** Signs a person in as he would himself: asks for a link and uses it. */
  static async enter(web: Web, person: PersonId): Promise<Visitor> {
    const [card] = await web.get(PersonsService).cards([person]);
    const signIn = web.get(SignInService);
    await signIn.ask({ email: card!.email!, lang: 'ro' });
    const [asked] = await web.db.rows<{ id: string }>(
      'select id from identity.sign_in where person_id = $1 order by asked_at desc, id desc limit 1',
      [person],
    );
    const { session } = await signIn.complete(signIn.tokenOf(asked!.id), 'test');
    return new Visitor(web, `plai_session=${session}`, person);
  }

  /** A page's status and its HTML, or where it leads. */
  async see(path: string): Promise<Seen> {
    return seen(await this.web.fetch(path, { headers: { cookie: this.cookie } }));
  }

  /** Sends a form. */
  async send(path: string, fields: Record<string, string | readonly string[]>): Promise<Seen> {
    return seen(await this.web.post(path, fields, { headers: { cookie: this.cookie } }));
  }

  /** Sends a form with files; each is a small PDF unless bytes are given. */
  async sendWith(path: string, fields: Record<string, string>, files: Record<string, Buffer | null>): Promise<Seen> {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.append(name, value);
    for (const [name, bytes] of Object.entries(files)) {
      const own = new Uint8Array(bytes ?? PDF);
      body.append(name, new Blob([own]), bytes ? 'poza.jpg' : 'act.pdf');
    }
    return seen(await this.web.fetch(path, { method: 'POST', body, headers: { cookie: this.cookie } }));
  }

  /** A PDF that this person has sent in. */
  async paper(): Promise<string> {
    return (await this.web.get(Files).keep({ bytes: PDF, name: 'act.pdf', by: this.person })).id;
  }
}

/** What came of a request. */
export interface Seen {
  readonly status: number;
  readonly to: string | null;
  readonly html: string;
}

async function seen(answer: Response): Promise<Seen> {
  return { status: answer.status, to: answer.headers.get('location'), html: await answer.text() };
}

/** The web process as the room that test builders take. */
export function roomOf(web: Web): Room {
  return {
    app: web.app,
    db: web.db,
    get: (type) => web.app.get(type, { strict: false }),
    drain: web.drain,
    close: web.close,
  };
}

/** The fields of which a page says at once that they are wrong, in the order in which it says so. */
export function wrongFields({ html }: Pick<Seen, 'html'>): string[] {
  return [...html.matchAll(/<a href="#f-([a-zA-Z0-9-]+)"/g)].map(([, name]) => name!);
}
