import { timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Id, newId, type PersonId, refuse, refuseFields } from '#libs/kernel/src/index.js';
import { Database, type Lang, rowsOf, sayIn, Signer, Texter, Trail, type Tx } from '#libs/platform/src/index.js';
import { phoneNumberOf } from './phone-number.js';

type PhoneCheckId = Id<'PhoneCheck'>;

/** A number that somebody has proven. */
export interface Phone {
  /** Its last two digits: all of it that can be read. */
  readonly ending: string;
  readonly provenAt: Date;
}

const MINUTES = 10;
const TRIES = 5;
const CODE_DIGITS = 6;
/** Codes that go to one number within an hour, and that one person asks for within a day. */
const MOST = { number: 3, person: 5 } as const;
const WAITING = 'phone-waiting';

/**
 * A code by text message shows that somebody holds a number, and one number stands for one person for ever. The number
 * itself is kept nowhere, not even while its code is on the way: a digest with this installation's secret shows that it is
 * used twice, and two digits tell its owner which one it is.
 */
@Injectable()
export class PhonesService {
  constructor(
    private readonly db: Database,
    private readonly texter: Texter,
    private readonly signer: Signer,
    private readonly trail: Trail,
  ) {}

  /** Whether numbers can be proven here. */
  get offered(): boolean {
    return this.texter.ready;
  }

  /** The number that somebody has proven last; null when he has none. */
  async of(personId: PersonId): Promise<Phone | null> {
    const sql = `select ending, proven_at as "provenAt" from neighbours.phone where person_id = $1 order by proven_at desc limit 1`;
    return (await this.db.rows<Phone>(sql, [personId]))[0] ?? null;
  }

  /**
   * Sends a code to a number, in the language of whoever asks. Gives what `prove` needs, which proves nothing alone. The
   * answer is the same whether somebody has proven the number or not. Throws `phones-off`, `phone` for what is no number,
   * `phone-codes-many` beyond three an hour for a number and five a day for a person, `text-not-sent`.
   */
  async ask(typed: string, lang: Lang, by: PersonId): Promise<string> {
    if (!this.offered) throw refuse('conflict', 'phones-off', 'No provider of text messages.');
    const to = phoneNumberOf(typed);
    if (!to) throw refuseFields({ pointer: '/phone', code: 'phone' });
    const id = await this.db.transaction((tx) => this.begin(tx, to, by));
    try {
      await this.texter.send({ id, to, text: sayIn(lang)('text.phone-code', { code: this.codeOf(id), n: MINUTES }) });
    } catch (error) {
      throw refuse('unavailable', 'text-not-sent', (error as Error).message);
    }
    return this.signer.token(WAITING, id);
  }

  /**
   * Proves the number to which a code was sent; the same number again changes nothing. Throws `code-wrong`, `link-expired`
   * after five tries or ten minutes or for somebody else's code, `phone-taken` when the number stands for somebody else.
   */
  async prove(waiting: string, code: string, by: PersonId): Promise<void> {
    const id = this.signer.read(WAITING, waiting) as PhoneCheckId | null;
    // In a transaction of its own, so that a wrong code is counted although it is refused.
    const [counted] = await this.db.transaction((tx) =>
      rowsOf(
        tx,
        `update neighbours.phone_check set tries = tries + 1
          where id = $1 and person_id = $2 and tries < $3 and used_at is null and expires_at > platform.now() returning id`,
        [id, by, TRIES],
      ),
    );
    if (!counted) throw refuse('conflict', 'link-expired', 'Too many tries, or too late.');
    const [given, made] = [Buffer.from(code.replace(/\D/g, '')), Buffer.from(this.codeOf(id!))];
    if (given.length !== made.length || !timingSafeEqual(given, made))
      throw refuseFields({ pointer: '/code', code: 'phone-code-wrong' });
    await this.db.transaction((tx) => this.keep(tx, id!, by));
  }

  /** Forgets codes a week after they were asked for; what was proven stays. */
  async tidy(): Promise<void> {
    await this.db.rows(`delete from neighbours.phone_check where asked_at < platform.now() - interval '7 days'`);
  }

  private async begin(tx: Tx, to: string, by: PersonId): Promise<PhoneCheckId> {
    const [id, digest] = [newId<'PhoneCheck'>(), this.signer.digest('phone', to)];
    // One after the other for a number and for a person, so that twenty at once count each other.
    for (const key of [digest.toString('hex'), by].sort())
      await tx.query('select pg_advisory_xact_lock(7026, hashtext($1))', [key]);
    const [sent] = await rowsOf<{ number: number; person: number }>(
      tx,
      `select count(*) filter (where digest = $1 and asked_at > platform.now() - interval '1 hour')::int as number,
              count(*) filter (where person_id = $2)::int as person
         from neighbours.phone_check where (digest = $1 or person_id = $2) and asked_at > platform.now() - interval '1 day'`,
      [digest, by],
    );
    if (sent!.number >= MOST.number || sent!.person >= MOST.person)
      throw refuse('conflict', 'phone-codes-many', 'Enough codes for now.');
    await tx.query(
      `insert into neighbours.phone_check (id, person_id, digest, ending, asked_at, expires_at)
       select $1, $2, $3, $4, now, now + $5 * interval '1 minute' from platform.now() as now`,
      [id, by, digest, to.slice(-2), MINUTES],
    );
    return id;
  }

  private async keep(tx: Tx, id: PhoneCheckId, by: PersonId): Promise<void> {
    const used = await rowsOf(
      tx,
      'update neighbours.phone_check set used_at = platform.now() where id = $1 and used_at is null returning id',
      [id],
    );
    if (used.length === 0) throw refuse('conflict', 'link-expired', 'Used already.');
    const made = await rowsOf(
      tx,
      `insert into neighbours.phone (digest, person_id, ending, proven_at)
       select digest, person_id, ending, platform.now() from neighbours.phone_check where id = $1 on conflict do nothing returning ending`,
      [id],
    );
    if (made.length > 0) {
      await this.trail.add(tx, { actor: by, action: 'phone.proven', subject: `person:${by}` });
      return;
    }
    const own = await rowsOf(
      tx,
      `select from neighbours.phone p join neighbours.phone_check c on c.digest = p.digest where c.id = $1 and p.person_id = $2`,
      [id, by],
    );
    if (own.length === 0) throw refuse('conflict', 'phone-taken', 'The number stands for somebody else.');
  }

  /** The code of a check, made from its id: kept nowhere. */
  private codeOf(id: PhoneCheckId): string {
    const number = this.signer.digest('phone-code', id).readBigUInt64BE() % 10n ** BigInt(CODE_DIGITS);
    return number.toString().padStart(CODE_DIGITS, '0');
  }
}
