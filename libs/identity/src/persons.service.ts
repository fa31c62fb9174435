import { Injectable } from '@nestjs/common';
import { newId, oneLine, type PersonId, refuse, refuseFields } from '#libs/kernel/src/index.js';
import { Database, type Lang, Outbox, rowsOf, Trail, type Tx } from '#libs/platform/src/index.js';
import { normaliseEmail } from './email.js';
import { personRenamed } from './identity.events.js';

/** A person's grammatical gender where the words need one; null when not said. */
export type Gender = 'f' | 'm';

/** What letters and desks need to know of a person. Personal: never into events, queues, logs or public pages. */
export interface PersonCard {
  readonly id: PersonId;
  readonly name: string | null;
  /** Null for somebody who gave and left no address. */
  readonly email: string | null;
  readonly lang: Lang;
  readonly gender: Gender | null;
}

/** Somebody named by his address. */
interface Named {
  readonly email: string;
  readonly lang: Lang;
  readonly name?: string | null;
}

interface Known {
  readonly id: PersonId;
  readonly email: string;
}

/** People known by their address. Anybody who gives, applies or is invited is one; only he himself changes his card. */
@Injectable()
export class PersonsService {
  constructor(
    private readonly db: Database,
    private readonly outbox: Outbox,
    private readonly trail: Trail,
  ) {}

  /** The person with this address, made when new; name and language are taken only then. Throws `email`. */
  async ensure(tx: Tx, named: Named): Promise<PersonId> {
    return (await this.ensureAll(tx, [named]))[0]!;
  }

  /** As `ensure`, for several at once, in their order. */
  async ensureAll(tx: Tx, named: readonly Named[]): Promise<PersonId[]> {
    const addresses = named.map(({ email }) => normaliseEmail(email));
    // Everybody in the same order: of two who make the same people at once none waits for the other.
    const firsts = named.map((one, n) => [addresses[n]!, one] as const).reverse();
    const fresh = [...new Map(firsts)].sort(([a], [b]) => (a < b ? -1 : 1));
    const made = await rowsOf<Known>(
      tx,
      `insert into identity.person (id, email, name, lang, created_at)
       select id, email, name, lang, platform.now() from unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) as n(id, email, name, lang)
       on conflict (email) do nothing returning id, email`,
      [
        ...[fresh.map(() => newId<'Person'>()), fresh.map(([email]) => email)],
        ...[fresh.map(([, { name }]) => cleanName(name ?? null)), fresh.map(([, { lang }]) => lang)],
      ],
    );
    const ids = new Map(made.map(({ email, id }) => [email, id]));
    const known = await this.known(tx, addresses.filter((address) => !ids.has(address))); // prettier-ignore
    return addresses.map((address) => (ids.get(address) ?? known.get(address))!);
  }

  /** Those of some addresses whose person is known. Throws `email`. */
  async known(tx: Tx, emails: readonly string[]): Promise<Map<string, PersonId>> {
    if (emails.length === 0) return new Map();
    const sql = 'select id, email from identity.person where email = any($1::text[])';
    const rows = await rowsOf<Known>(tx, sql, [emails.map((email) => normaliseEmail(email))]);
    return new Map(rows.map(({ email, id }) => [email, id]));
  }

  /** A new person without an address: he gave in cash or by a message. Nobody signs in as him, no letter reaches him. */
  async withoutAddress(tx: Tx, { lang, name }: { lang: Lang; name: string | null }): Promise<PersonId> {
    const id = newId<'Person'>();
    await tx.query(
      'insert into identity.person (id, email, name, lang, created_at) values ($1, null, $2, $3, platform.now())',
      [id, cleanName(name), lang],
    );
    return id;
  }

  /** Changes how a person is called and written to; null takes a name or gender back. Throws `person-name`, `not-found`. */
  async rename(
    personId: PersonId,
    { name, gender, lang }: { name: string | null; gender: Gender | null; lang: Lang },
  ): Promise<void> {
    const clean = cleanName(name);
    await this.db.transaction(async (tx) => {
      const sql = 'select name from identity.person where id = $1 for update';
      const [before] = await rowsOf<Pick<PersonCard, 'name'>>(tx, sql, [personId]);
      if (!before) throw refuse('not-found', 'not-found', 'No such person.');
      const params = [personId, clean, gender, lang];
      await tx.query('update identity.person set name = $2, gender = $3, lang = $4 where id = $1', params);
      if (before.name !== clean) await this.outbox.add(tx, personRenamed(personId));
      await this.trail.add(tx, { actor: personId, action: 'person.renamed', subject: `person:${personId}` });
    });
  }

  /** Somebody says his name where none is known yet; a known one stays. Throws `person-name`. */
  async introduce(tx: Tx, personId: PersonId, name: string): Promise<void> {
    const sql = 'update identity.person set name = $2 where id = $1 and name is null returning name';
    const [said] = await rowsOf<Pick<PersonCard, 'name'>>(tx, sql, [personId, cleanName(name)]);
    if (said?.name) await this.outbox.add(tx, personRenamed(personId));
  }

  /** Cards by id, in no order; unknown ids are left out. */
  async cards(ids: readonly PersonId[], tx?: Tx): Promise<PersonCard[]> {
    if (ids.length === 0) return [];
    const sql = 'select id, name, email, lang, gender from identity.person where id = any($1::uuid[])';
    return tx ? rowsOf<PersonCard>(tx, sql, [ids]) : this.db.rows<PersonCard>(sql, [ids]);
  }
}

/** A name as people write it; '' is none. */
function cleanName(name: string | null): string | null {
  const clean = oneLine(name ?? '');
  if (clean.length > 120) throw refuseFields({ pointer: '/name', code: 'person-name', params: { max: 120 } });
  return clean || null;
}
