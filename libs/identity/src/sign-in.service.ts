import { timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Id, newId, type PersonId, refuse, refuseFields } from '#libs/kernel/src/index.js';
import { Config, Database, hold, type Lang, Outbox, rowsOf, Signer, type Tx } from '#libs/platform/src/index.js';
import { normaliseEmail } from './email.js';
import { signInAsked } from './identity.events.js';
import { PersonsService } from './persons.service.js';
import { SessionsService } from './sessions.service.js';

/** A request for a sign-in link. */
export interface AskSignIn {
  readonly email: string;
  readonly lang: Lang;
  /** Where to go after signing in: a path of ours; anything else is forgotten. */
  readonly next?: string | null;
  /** Lifts the limit of letters when it is the installation's REPLAY_TOKEN (never in production). */
  readonly replayToken?: string;
  /** Takes a new address in first: for somebody who comes to apply for a town hall or to join an association. */
  readonly register?: boolean;
}

/** What a used link gives. */
export interface Entrance {
  /** The session's token, for the cookie: new at every sign-in. */
  readonly session: string;
  readonly personId: PersonId;
  readonly next: string | null;
}

/** The letter of a sign-in, ready to be written. */
export interface SignInLetter {
  readonly email: string;
  readonly lang: Lang;
  readonly name: string | null;
  readonly token: string;
  /** What is typed on the page that waits, instead of following the link. */
  readonly code: string;
}

const MINUTES = 15;
const LETTERS_AN_HOUR = 3;
const TRIES = 5;
const CODE_DIGITS = 8;
const WAITING = 'sign-in-waiting';
const PATH = /^\/(?![/\\])[^\\\p{C}\s]{0,499}$/u;

/** Sign-in by a letter, by its link or by its code: no password, one use, 15 minutes by the database's clock. */
@Injectable()
export class SignInService {
  constructor(
    private readonly db: Database,
    private readonly config: Config,
    private readonly outbox: Outbox,
    private readonly signer: Signer,
    private readonly sessions: SessionsService,
    private readonly persons: PersonsService,
  ) {}

  /**
   * Asks for a link. The answer and the work are the same whether the address is known, unknown, or had its three
   * letters this hour: only the letter is missing then. Gives what `completeByCode` needs, which opens nothing alone. Throws
   * `email` for what is no address.
   */
  async ask({ email, lang, next, replayToken, register = false }: AskSignIn): Promise<string> {
    const address = normaliseEmail(email);
    const path = next && PATH.test(next) ? next : null;
    const limit = this.isReplay(replayToken) ? 1_000_000 : LETTERS_AN_HOUR;
    return this.db.transaction(async (tx) => {
      if (register) await this.persons.ensure(tx, { email: address, lang });
      const id = await this.write(tx, { address, lang, path, limit });
      await this.outbox.add(tx, signInAsked(id));
      return this.signer.token(WAITING, id);
    });
  }

  /** The token of a sign-in's link: made from its id, kept nowhere. */
  tokenOf(signInId: string): string {
    return this.signer.token('sign-in', signInId);
  }

  /** Uses a link once. Throws `link-expired` when it is forged, used, void, or older than 15 minutes. */
  async complete(token: string, agent: string): Promise<Entrance> {
    const signInId = this.signer.read('sign-in', token);
    return this.open(signInId, agent);
  }

  /**
   * Uses the code of a letter on the page that waits for it. Throws `code-wrong`, also where no letter was sent, and
   * `link-expired` after five tries, or when `complete` would.
   */
  async completeByCode(waiting: string, code: string, agent: string): Promise<Entrance> {
    const signInId = this.signer.read(WAITING, waiting);
    // In a transaction of its own, so that a wrong code is counted although it is refused.
    const [counted] = await this.db.transaction((tx) =>
      rowsOf(
        tx,
        `update identity.sign_in set tries = tries + 1 where id = $1 and tries < $2 and used_at is null and void_at is null
           and expires_at > platform.now() returning id`,
        [signInId, TRIES],
      ),
    );
    if (!counted) throw refuse('conflict', 'link-expired', 'Too many tries, or too late.');
    const [typed, made] = [Buffer.from(code.replace(/\D/g, '')), Buffer.from(this.codeOf(signInId!))];
    if (typed.length !== made.length || !timingSafeEqual(typed, made))
      throw refuseFields({ pointer: '/code', code: 'code-wrong' });
    return this.open(signInId, agent);
  }

  private async open(signInId: string | null, agent: string): Promise<Entrance> {
    return this.db.transaction(async (tx) => {
      const used = signInId ? await this.use(tx, signInId) : null;
      if (!used) throw refuse('conflict', 'link-expired', 'The link is used up or too old.');
      const { personId, next } = used;
      return { session: await this.sessions.open(tx, { id: signInId!, personId }, agent), personId, next };
    });
  }

  /** The letter that belongs to a request, or null when none is to be sent (any more). */
  async letterOf(signInId: string): Promise<SignInLetter | null> {
    const [letter] = await this.db.rows<Omit<SignInLetter, 'token' | 'code'>>(
      `select p.email, s.lang, p.name from identity.sign_in s join identity.person p on p.id = s.person_id
       where s.id = $1 and s.used_at is null and s.void_at is null and s.expires_at > platform.now()`,
      [signInId],
    );
    return letter ? { ...letter, token: this.tokenOf(signInId), code: this.codeOf(signInId) } : null;
  }

  /** A session without a letter, for the demonstration's people. Throws `not-found` where the demonstration is off. */
  async enterDemo(email: string, agent: string): Promise<Entrance> {
    if (!this.config.demo || this.config.production)
      throw refuse('not-found', 'not-found', 'This is no demonstration.');
    const address = normaliseEmail(email);
    return this.db.transaction(async (tx) => {
      const id = await this.write(tx, { address, lang: 'ro', path: null, limit: 1_000_000 });
      const used = await this.use(tx, id);
      if (!used) throw refuse('not-found', 'not-found', 'Nobody in the demonstration has this address.');
      return { session: await this.sessions.open(tx, { id, personId: used.personId }, agent), ...used };
    });
  }

  /** Forgets requests of addresses that nobody has, a day later. */
  async tidy(): Promise<void> {
    await this.db.rows(
      `delete from identity.sign_in where person_id is null and asked_at < platform.now() - interval '1 day'`,
    );
  }

  private async write(
    tx: Tx,
    { address, lang, path, limit }: { address: string; lang: Lang; path: string | null; limit: number },
  ): Promise<Id<'SignIn'>> {
    const id = newId<'SignIn'>();
    // Twenty requests at once count each other one by one; an unknown address takes the same lock.
    await hold(tx, `sign-in:${address}`);
    await tx.query(
      `insert into identity.sign_in (id, person_id, lang, next, asked_at, expires_at)
       select $1, (select p.id from identity.person p where p.email = $2 and $5 > (
                     select count(*) from identity.sign_in s
                     where s.person_id = p.id and s.asked_at > now - interval '1 hour')),
              $3, $4, now, now + $6 * interval '1 minute' from platform.now() as now`,
      [id, address, lang, path, limit, MINUTES],
    );
    return id;
  }

  /** Uses the link if it still can be, and makes the person's older links void. One after the other per person. */
  private async use(tx: Tx, signInId: string): Promise<{ personId: PersonId; next: string | null } | null> {
    await tx.query(
      `select 1 from identity.person where id = (select person_id from identity.sign_in where id = $1) for no key update`,
      [signInId],
    );
    const [used] = await rowsOf<{ personId: PersonId; next: string | null }>(
      tx,
      `update identity.sign_in set used_at = platform.now()
       where id = $1 and person_id is not null and used_at is null and void_at is null and expires_at > platform.now()
       returning person_id as "personId", next`,
      [signInId],
    );
    if (!used) return null;
    await tx.query(
      `update identity.sign_in set void_at = platform.now()
       where person_id = $1 and id <> $2 and used_at is null and void_at is null`,
      [used.personId, signInId],
    );
    return used;
  }

  /** The code of a request, made from its id as its link is. */
  private codeOf(signInId: string): string {
    const number = this.signer.digest('sign-in-code', signInId).readBigUInt64BE() % 10n ** BigInt(CODE_DIGITS);
    return number.toString().padStart(CODE_DIGITS, '0');
  }

  private isReplay(token: string | undefined): boolean {
    const own = this.config.production ? undefined : this.config.replayToken;
    const [made, given] = [Buffer.from(own ?? ''), Buffer.from(token ?? '')];
    return made.length > 0 && made.length === given.length && timingSafeEqual(made, given);
  }
}
