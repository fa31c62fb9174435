import { type BodyId, refuseFields } from '#libs/kernel/src/index.js';
import { type Lang, rowsOf, type Tx } from '#libs/platform/src/index.js';
import { type CleanApplication, FOUNDERS_LEAST, type NamedPerson } from './application.js';

/** Founders are as many people as read their mailboxes, however they spell them. Throws `founders-few`. */
export async function mustBeMany(tx: Tx, { kind, founders }: CleanApplication): Promise<void> {
  if (kind === 'town-hall') return;
  const [row] = await rowsOf<{ n: number }>(
    tx,
    'select count(distinct identity.mailbox_of(email))::int as n from unnest($1::text[]) as email',
    [founders.map(({ email }) => email)],
  );
  if (row!.n < FOUNDERS_LEAST)
    throw refuseFields({ pointer: '/founders', code: 'founders-few', params: { n: FOUNDERS_LEAST } });
}

/** Keeps the founders beside the applicant as he typed them, of several spellings of one mailbox the first. */
export async function keepFounders(
  tx: Tx,
  { bodyId, founders, by, lang }: { bodyId: BodyId; founders: readonly NamedPerson[]; by: string; lang: Lang },
): Promise<void> {
  await tx.query(
    `insert into hometowns.founder (body_id, email, name, lang)
     select distinct on (identity.mailbox_of(email)) $1::uuid, email, name, $4::text
       from unnest($2::text[], $3::text[]) with ordinality as n(email, name, at)
      where identity.mailbox_of(email) <> identity.mailbox_of($5) order by identity.mailbox_of(email), at`,
    [bodyId, founders.map(({ email }) => email), founders.map(({ name }) => name), lang, by],
  );
}

/** Takes the typed founders of an application out of it. */
export function foundersOf(tx: Tx, bodyId: BodyId): Promise<(NamedPerson & { readonly lang: Lang })[]> {
  const sql = 'delete from hometowns.founder where body_id = $1 returning email, name, lang';
  return rowsOf<NamedPerson & { readonly lang: Lang }>(tx, sql, [bodyId]);
}
