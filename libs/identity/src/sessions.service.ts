import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Id, newId, type PersonId, refuse } from '#libs/kernel/src/index.js';
import { Database, type Lang, rowsOf, type Slice, Trail, type Tx } from '#libs/platform/src/index.js';

/** Whom a session token stands for. */
export interface SignedIn {
  readonly sessionId: Id<'Session'>;
  readonly personId: PersonId;
  readonly email: string;
  readonly name: string | null;
  readonly lang: Lang;
  readonly staff: boolean;
}

/** One open session as its owner sees it. */
export interface OpenSession {
  readonly sessionId: Id<'Session'>;
  readonly agent: string;
  readonly since: Date;
  readonly lastSeenAt: Date;
}

/** How long a session lives without being used. */
const DAYS = 30;

/** Sessions are rows: they can be listed and ended one by one or all at once. Of a token only its hash is kept. */
@Injectable()
export class SessionsService {
  constructor(
    private readonly db: Database,
    private readonly trail: Trail,
  ) {}

  /** Opens a new session for a sign-in that was just used; gives the token (43 characters) for the cookie. */
  async open(tx: Tx, signIn: { id: string; personId: PersonId }, agent: string): Promise<string> {
    const token = randomBytes(32).toString('base64url');
    const id = newId<'Session'>();
    await tx.query(
      `insert into identity.session (id, token_hash, person_id, sign_in_id, agent, created_at, last_seen_at, expires_at)
       select $1, $2, $3, $4, $5, now, now, now + $6 * interval '1 day' from platform.now() as now`,
      [id, hashOf(token), signIn.personId, signIn.id, legible(agent), DAYS],
    );
    await this.trail.add(tx, {
      actor: signIn.personId,
      action: 'person.signed-in',
      subject: `person:${signIn.personId}`,
      data: { session: id },
    });
    return token;
  }

  /** Whom this token stands for, or null when it is unknown, ended or unused for 30 days; using it keeps it alive. */
  async find(token: string): Promise<SignedIn | null> {
    if (token.length !== 43) return null;
    const [found] = await this.db.rows<SignedIn & { stale: boolean }>(
      `select s.id as "sessionId", p.id as "personId", p.email, p.name, p.lang,
              exists (select 1 from identity.staff where person_id = p.id and until is null) as staff,
              s.last_seen_at < platform.now() - interval '1 hour' as stale
       from identity.session s join identity.person p on p.id = s.person_id
       where s.token_hash = $1 and s.ended_at is null and s.expires_at > platform.now()`,
      [hashOf(token)],
    );
    if (!found) return null;
    const { stale, ...signedIn } = found;
    if (stale) await this.touch(signedIn.sessionId);
    return signedIn;
  }

  /** Signs out here. Unknown tokens are nobody's business and pass. */
  async end(token: string): Promise<void> {
    await this.endWhere('token_hash = $1', [hashOf(token)]);
  }

  /** Signs a person out of one session of his own; one that has ended stays so. Throws `not-found` for another's. */
  async endOne(personId: PersonId, sessionId: Id<'Session'>): Promise<void> {
    const own = [personId, sessionId];
    if ((await this.endWhere('person_id = $1 and id = $2', own)) > 0) return;
    const there = await this.db.rows('select 1 from identity.session where person_id = $1 and id = $2', own);
    if (there.length === 0) throw refuse('not-found', 'not-found', 'No such session.');
  }

  /** Signs a person out everywhere and makes links that are still in the post void; gives how many sessions ended. */
  async endAll(personId: PersonId): Promise<number> {
    return this.endWhere('person_id = $1', [personId], async (tx) => {
      await tx.query(
        'update identity.sign_in set void_at = platform.now() where person_id = $1 and used_at is null and void_at is null',
        [personId],
      );
    });
  }

  /** A person's open sessions, the last used first; after the one with this id. */
  list(personId: PersonId, { after, limit }: Slice = {}): Promise<OpenSession[]> {
    return this.db.rows<OpenSession>(
      `select id as "sessionId", agent, created_at as since, last_seen_at as "lastSeenAt" from identity.session
       where person_id = $1 and ended_at is null and expires_at > platform.now()
         and ($2::uuid is null or (last_seen_at, id) < (select o.last_seen_at, o.id from identity.session o where o.id = $2))
       order by last_seen_at desc, id desc limit $3`,
      [personId, after ?? null, limit ?? null],
    );
  }

  private async touch(sessionId: string): Promise<void> {
    await this.db.rows(
      `update identity.session set last_seen_at = now, expires_at = now + $2 * interval '1 day'
       from platform.now() as now where id = $1 and ended_at is null`,
      [sessionId, DAYS],
    );
  }

  private async endWhere(which: string, params: unknown[], also?: (tx: Tx) => Promise<void>): Promise<number> {
    return this.db.transaction(async (tx) => {
      await also?.(tx);
      const ended = await rowsOf<{ id: string; person_id: PersonId }>(
        tx,
        `update identity.session set ended_at = platform.now() where ${which} and ended_at is null returning id, person_id`,
        params,
      );
      if (ended.length === 0) return 0;
      const person = ended[0]!.person_id;
      const data = { sessions: ended.map(({ id }) => id) };
      await this.trail.add(tx, { actor: person, action: 'person.signed-out', subject: `person:${person}`, data });
      return ended.length;
    });
  }
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

function legible(agent: string): string {
  return agent.replace(/[^\x20-\x7e]/g, '').slice(0, 200);
}
