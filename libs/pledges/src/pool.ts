import { type FieldRefusal, type Money, refuseFields, refuseWrong } from '#libs/kernel/src/index.js';
import type { Tx } from '#libs/platform/src/index.js';
import { NAME_MAX, tidy } from './giving.request.js';
import type { Pledge } from './pledge.entity.js';
import type { Pool, PoolMember } from './pledge.request.js';

const POOL_PEOPLE = { min: 2, max: 100 } as const;

/**
 * Reads who took part in a gift of `amount`. Throws the fields that are wrong: `required`, `public-name` (param `max`),
 * `pool-people` (params `min`, `max`), `amount-currency` and `amount-positive`, `pool-over` (params `sum`, `gift`) when the sums come to
 * more than the gift or leave less than the smallest coin for each of the others, `pool-short` (param `missing`) when all have sums and
 * these come to less.
 */
export function hearPool(pool: Pool | null | undefined, amount: Money): Pool | null {
  if (!pool) return null;
  const name = tidy(pool.name);
  const members = pool.members.map((member) => heard(member));
  const { min, max } = POOL_PEOPLE;
  const few = members.length < min || members.length > max;
  refuseWrong([
    name === null && { pointer: '/pool/name', code: 'required' },
    (name?.length ?? 0) > NAME_MAX && { pointer: '/pool/name', code: 'public-name', params: { max: NAME_MAX } },
    few && { pointer: '/pool/members', code: 'pool-people', params: { min, max } },
    ...members.map((member, n) => wrongOf(member, `/pool/members/${n}`, amount)),
  ]);
  mustFit(members, amount);
  return { name: name!, members };
}

/** The share of each: who brought a sum has it, the others share the rest evenly, to the smallest coin. The shares add up to the gift. */
export function sharesOf({ members }: Pool, amount: Money): Money[] {
  const open = members.filter((member) => !member.amount).length;
  const rest = open > 0 ? restOf(members, amount).allocate(Array.from({ length: open }, () => 1n)) : [];
  return members.map((member) => member.amount ?? rest.shift()!);
}

/** Writes down who took part in a gift that has just been made. */
export async function keepPool(tx: Tx, { id, gift }: Pledge, pool: Pool): Promise<void> {
  const { members } = pool;
  await tx.query(
    `insert into pledges.pool_member (pledge_id, n, name, public, share_minor)
     select $1, n, name, public, share from unnest($2::text[], $3::boolean[], $4::bigint[]) with ordinality as m(name, public, share, n)`,
    [
      ...[id, members.map(({ name }) => name), members.map((member) => member.public)],
      sharesOf(pool, gift).map(({ minor }) => minor.toString()),
    ],
  );
}

function heard({ name, amount, public: shown }: PoolMember): PoolMember {
  const tidied = tidy(name);
  return { name: tidied, amount, public: shown && tidied !== null };
}

function wrongOf({ name, amount }: PoolMember, at: string, gift: Money): FieldRefusal | false {
  if ((name?.length ?? 0) > NAME_MAX) return { pointer: `${at}/name`, code: 'public-name', params: { max: NAME_MAX } };
  if (amount && amount.currency !== gift.currency)
    return { pointer: `${at}/amount`, code: 'amount-currency', params: { currency: gift.currency } };
  return amount !== null && !amount.isPositive() && { pointer: `${at}/amount`, code: 'amount-positive' };
}

function mustFit(members: readonly PoolMember[], gift: Money): void {
  const rest = restOf(members, gift);
  const open = BigInt(members.filter((member) => !member.amount).length);
  if (open === 0n && rest.isPositive())
    throw refuseFields({ pointer: '/pool/members', code: 'pool-short', params: { missing: rest } });
  if (rest.minor < open) {
    const params = { sum: gift.minus(rest), gift };
    throw refuseFields({ pointer: '/pool/members', code: 'pool-over', params });
  }
}

/** What the sums that were named leave of the gift; less than zero when they are more. */
function restOf(members: readonly PoolMember[], gift: Money): Money {
  return members.reduce((rest, { amount }) => (amount ? rest.minus(amount) : rest), gift);
}
