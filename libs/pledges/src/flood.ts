import { type DomainError, refuse } from '#libs/kernel/src/index.js';
import { rowsOf, type Tx } from '#libs/platform/src/index.js';
import type { Pledge } from './pledge.entity.js';

const TRANSFERS_AN_HOUR = 3;
const LOCK = `select pg_advisory_xact_lock(hashtextextended('transfers:' || person, 0)) from unnest($1::text[]) as person`;
const SENT = `
  select person_id as person, count(*)::int as n from pledges.pledge
   where person_id = any($1::uuid[]) and way = 'transfer' and counted_at is null and made_at > $2::timestamptz - interval '1 hour'
   group by person_id`;

/**
 * Anybody can name anybody's address, and every transfer to come is a letter to it: three an hour, whoever asks. Of some
 * pledges that are to be made in one moment those that are one too many, with their refusal `too-many-letters`.
 */
export async function tooManyLetters(tx: Tx, pledges: readonly Pledge[]): Promise<Map<Pledge, DomainError>> {
  const transfers = pledges.filter(({ way }) => way === 'transfer');
  const people = [...new Set(transfers.map(({ personId }) => personId))].sort();
  const [first] = transfers;
  if (!first) return new Map();
  await tx.query(LOCK, [people]);
  const sent = new Map(
    (await rowsOf<{ person: string; n: number }>(tx, SENT, [people, first.madeAt])).map(({ person, n }) => [person, n]),
  );
  const over = transfers.filter(({ personId }) => {
    const n = (sent.get(personId) ?? 0) + 1;
    sent.set(personId, n);
    return n > TRANSFERS_AN_HOUR;
  });
  const refusal = refuse('conflict', 'too-many-letters', 'This address got enough letters within the hour.');
  return new Map(over.map((pledge) => [pledge, refusal]));
}
