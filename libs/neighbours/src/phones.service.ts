import { timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Id, newId, type PersonId, refuse, refuseFields } from '#libs/kernel/src/index.js';
import { Database, hold, type Lang, rowsOf, sayIn, Signer, Texter, Trail, type Tx } from '#libs/platform/src/index.js';
import { HOME, type PhoneNumber, phoneNumberOf } from './phone-number.js';

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
/** Codes that go to one number within an hour and within a day, and that one person asks for within a day. */
const MOST = { hour: 3, number: 5, person: 5 } as const;
/** Which part of a day's codes any one country abroad may have: whoever sends them where they pay him takes them from nobody else. */
const ABROAD = 1 / 4;
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
   * answer is the same whether somebody has proven the number or not. Throws `phones-off`, `phone` for what is no mobile
   * number, `neighbour-needed`, `text-not-sent`, `phone-codes-many` beyond three an hour or five a day for a number, five a
   * day for a person, and what the installation sends within a day in all and to a country abroad.
   */
  async ask(typed: string, lang: Lang, by: PersonId): Promise<string> {
    if (!this.offered) throw refuse('conflict', 'phones-off', 'No provider of text messages.');
    const to = phoneNumberOf(typed);
    if (!to) throw refuseFields({ pointer: '/phone', code: 'phone' });
    const id = await this.db.transaction((tx) => this.begin(tx, to, by));
    try {
      const text = sayIn(lang)('text.phone-code', { code: this.codeOf(id), n: MINUTES });
      await this.texter.send({ id, to: to.number, text });
    } catch (error) {
      throw refuse('unavailable', 'text-not-sent', (error as Error).message);
    }
    return this.signer.token(WAITING, id);
  }

  /**
   * Proves the number to which a code was sent; the same number again changes nothing, nor does the same code pressed twice.
   * Throws `phone-code-wrong`, `link-expired` after five tries or ten minutes or for somebody else's code, `phone-taken` when
   * the number stands for somebody else.
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
    if (!counted) {
      if (id && (await this.db.transaction((tx) => isKept(tx, id, by)))) return;
      throw refuse('conflict', 'link-expired', 'Too many tries, or too late.');
    }
    const [given, made] = [Buffer.from(code.replace(/\D/g, '')), Buffer.from(this.codeOf(id!))];
    if (given.length !== made.length || !timingSafeEqual(given, made))
      throw refuseFields({ pointer: '/code', code: 'phone-code-wrong' });
    await this.db.transaction((tx) => this.keep(tx, id!, by));
  }

  /** Forgets codes a week after they were asked for; what was proven stays. */
  async tidy(): Promise<void> {
    await this.db.rows(`delete from neighbours.phone_check where asked_at < platform.now() - interval '7 days'`);
  }

  private async begin(tx: Tx, to: PhoneNumber, by: PersonId): Promise<PhoneCheckId> {
    const sql = 'select from neighbours.neighbour where person_id = $1 and until is null limit 1';
    if ((await rowsOf(tx, sql, [by])).length === 0)
      throw refuse('forbidden', 'neighbour-needed', 'Has not joined any town.');
    const [id, digest] = [newId<'PhoneCheck'>(), this.signer.digest('phone', to.number)];
    const country = this.signer.digest('phone-country', to.country);
    await this.mustBeFew(tx, { digest, by, country, abroad: to.country !== HOME });
    await tx.query(
      `insert into neighbours.phone_check (id, person_id, digest, country, ending, asked_at, expires_at)
       select $1, $2, $3, $4, $5, now, now + $6 * interval '1 minute' from platform.now() as now`,
      [id, by, digest, country, to.number.slice(-2), MINUTES],
    );
    return id;
  }

  private async mustBeFew(
    tx: Tx,
    { digest, by, country, abroad }: { digest: Buffer; by: PersonId; country: Buffer; abroad: boolean },
  ): Promise<void> {
    // One after the other, so that twenty at once count each other.
    await hold(tx, 'phone-codes');
    const [sent] = await rowsOf<{ hour: number; number: number; person: number; country: number; all: number }>(
      tx,
      `select count(*) filter (where digest = $1 and asked_at > platform.now() - interval '1 hour')::int as hour,
              count(*) filter (where digest = $1)::int as number, count(*) filter (where person_id = $2)::int as person,
              count(*) filter (where country = $3)::int as country, count(*)::int as "all"
         from neighbours.phone_check where asked_at > platform.now() - interval '1 day'`,
      [digest, by, country],
    );
    const { hour, number, person } = sent!;
    const over = sent!.all >= this.texter.aDay || (abroad && sent!.country >= this.texter.aDay * ABROAD);
    if (over || hour >= MOST.hour || number >= MOST.number || person >= MOST.person)
      throw refuse('conflict', 'phone-codes-many', 'Enough codes for now.');
  }

  private async keep(tx: Tx, id: PhoneCheckId, by: PersonId): Promise<void> {
    await tx.query('update neighbours.phone_check set used_at = platform.now() where id = $1 and used_at is null', [
      id,
    ]);
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
    if (!(await isKept(tx, id, by))) throw refuse('conflict', 'phone-taken', 'The number stands for somebody else.');
  }

  /** The code of a check, made from its id: kept nowhere. */
  private codeOf(id: PhoneCheckId): string {
    const number = this.signer.digest('phone-code', id).readBigUInt64BE() % 10n ** BigInt(CODE_DIGITS);
    return number.toString().padStart(CODE_DIGITS, '0');
  }
}

/** Whether the number of a check that was used stands for this person. */
async function isKept(tx: Tx, id: PhoneCheckId, by: PersonId): Promise<boolean> {
  const own = await rowsOf(
    tx,
    `select from neighbours.phone p join neighbours.phone_check c on c.digest = p.digest
      where c.id = $1 and c.used_at is not null and c.person_id = $2 and p.person_id = $2`,
    [id, by],
  );
  return own.length > 0;
}
