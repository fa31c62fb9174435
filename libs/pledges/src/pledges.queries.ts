import { Injectable } from '@nestjs/common';
import { LessThan } from 'typeorm';
import { type Currency, Money, type PersonId, type PledgeId, type ProjectId, refIn } from '#libs/kernel/src/index.js';
import { Database, type Slice } from '#libs/platform/src/index.js';
import { countryGroups } from './countries.sql.js';
import { Pledge } from './pledge.entity.js';
import type { PledgeState } from './pledge.life.js';
import { lossOf } from './home.postings.js';
import { claimOf, promisedOf } from './pledge.postings.js';

/** What people have given to a project and promised it, apart and never added. */
export interface Totals {
  readonly projectId: ProjectId;
  /** Everything ever held of people's gifts, of their town's fund and of sponsors, less what went back: money that was released to the town hall still counts. */
  readonly raised: Money;
  /** Of `raised`: what the fund of its town has given. */
  readonly fromFund: Money;
  /** Of `raised`: what sponsors have added to gifts. */
  readonly fromSponsors: Money;
  readonly promised: Money;
  /** People whose money is held; people whose promise is open. */
  readonly donors: number;
  readonly promisers: number;
  /** People who took part in gifts that one of them paid; held, like `donors`. */
  readonly pooled: number;
  readonly asOf: Date;
}

/** How many donors said they live in a country, in steps of five; ten come and go at a time, so that none is told by the difference. */
export interface CountryGroup {
  readonly country: string;
  readonly donors: number;
}

/** A gift as anybody may see it. */
export interface PublicGift {
  /** Its place in the list. */
  readonly key: string;
  readonly at: Date;
  readonly state: 'held' | 'promised';
  readonly amount: Money;
  readonly lei: Money;
  /** As the donor typed it; null: anonymous, or hidden by the operator. */
  readonly name: string | null;
  readonly dedicationKind: Pledge['dedicationKind'];
  readonly dedication: string | null;
  readonly associationId: Pledge['associationId'];
  /** Several people's gift: their name once an operator has read it, how many they are, and whom the payer lets be named. */
  readonly pool: { readonly name: string | null; readonly people: number; readonly names: readonly string[] } | null;
  /** The line of the budget for which it was given, with the whole units that it paid for. */
  readonly line: { readonly id: NonNullable<Pledge['lineId']>; readonly units: number | null } | null;
}

interface TotalsRow {
  readonly id: ProjectId;
  readonly raised: string;
  readonly fund: string;
  readonly sponsors: string;
  readonly promised: string;
  readonly donors: number;
  readonly promisers: number;
  readonly pooled: number;
  readonly now: Date;
}

interface GiftRow extends Omit<PublicGift, 'amount' | 'lei' | 'pool' | 'line'> {
  readonly poolName: string | null;
  readonly poolPeople: number | null;
  readonly poolNames: readonly string[] | null;
  readonly lineId: Pledge['lineId'];
  readonly units: number | null;
  readonly minor: string;
  readonly currency: Currency;
  readonly leiMinor: string;
}

const HELD: readonly PledgeState[] = ['counted'];

// Balances are snapshot and tail. What was released left the claim for the account "released", and what a town hall sends
// back unspent returns the same way; an order that the bank refused or the treasury sent back is in the claim again, so it
// is taken off. A loss from disputes is a gift that is not there; what a project pays of its losses leaves its claim, not its gifts.
const RAISED = 'coalesce(c.balance, 0) + coalesce(r.gone, 0) - coalesce(b.back, 0)';
const STANDING = `
  from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[]) as p(id, claim, released, loss, promise)
  left join ledger.account_balance c on c.code = p.claim
  left join lateral (
    select sum(case when o.code = p.claim or e.gift is not null then -e.amount else 0 end) as gone
      from ledger.account a
      join ledger.entry e on e.account_id = a.id and e.status = 'posted'
      join ledger.entry f on f.journal_id = e.journal_id and f.line = e.line + case when e.amount < 0 then -1 else 1 end
      join ledger.account o on o.id = f.account_id
     where a.code in (p.released, p.loss)) r on true
  left join lateral (
    select sum(amount_minor) as back from banking.payment_order o
     where o.project_id = p.id and o.state in ('rejected', 'returned')) b on true`;

const TOTALS = `
select p.id, ${RAISED} as raised, coalesce((select sum(n.lei_minor - n.back_minor) from pledges.next_need n where n.project_id = p.id), 0) as fund,
       coalesce((select sum(m.lei_minor - m.back_minor) from pledges.match m where m.project_id = p.id and m.state = 'earned'), 0) as sponsors,
       coalesce(m.balance, 0) as promised,
       coalesce(d.donors, 0)::int as donors, coalesce(d.promisers, 0)::int as promisers,
       coalesce(d.pooled, 0)::int as pooled, platform.now() as now ${STANDING}
  left join ledger.account_balance m on m.code = p.promise
  left join lateral (
    select count(distinct person_id) filter (where state = any($6)) as donors,
           count(distinct person_id) filter (where state in ('promised', 'charging', 'declined')) as promisers,
           sum(pool_people) filter (where state = any($6)) as pooled
      from pledges.pledge g where g.project_id = p.id and g.state in ('counted', 'promised', 'charging', 'declined')) d on true`;

const GIFT = `coalesce(came_minor, amount_minor) as minor, currency, coalesce(came_lei_minor, lei_minor) as "leiMinor",
  w.name, w.dedication_kind as "dedicationKind", w.dedication, association_id as "associationId", w.pool_name as "poolName", w.pool_names as "poolNames",
  pool_people as "poolPeople", line_id as "lineId", units`;

// Two indexed lists, each cut before they are merged. A moment in a key is microseconds: the database's moments are finer than
// ours. Keys are public and whoever knows a gift's id may act on it, so its digest stands in for it.
const PLACE = 'md5(id::text)';
const recentOf = (state: 'held' | 'promised', at: string, states: string) => `
(select ${at} as at, (extract(epoch from ${at}) * 1000000)::bigint || '.' || ${PLACE} as key, '${state}' as state, ${GIFT}
   from pledges.pledge join pledges.public_words w on w.pledge_id = id
  where project_id = $1 and state in (${states}) and ($5 or way <> 'message')
    and ($4::text is null or (${at}, ${PLACE}) < ('epoch'::timestamptz + $3::bigint * interval '1 microsecond', $4))
  order by ${at} desc, ${PLACE} desc limit $2)`;
const RECENT = `select * from (
${recentOf('held', 'counted_at', `'counted', 'moved'`)} union all
${recentOf('promised', 'promised_at', `'promised', 'charging', 'declined'`)}) gift
order by at desc, split_part(key, '.', 2) desc limit $2`;

/** Reads pledges: what is public of them, and what their donors and the desks may see. */
@Injectable()
export class PledgesQueries {
  constructor(private readonly db: Database) {}

  /** The totals of some projects at this moment, in no order; a project without gifts stands at zero. One query. */
  async totals(projectIds: readonly ProjectId[]): Promise<Totals[]> {
    if (projectIds.length === 0) return [];
    const rows = await this.db.publicRows<TotalsRow>(TOTALS, [...accountsOf(projectIds), HELD]);
    return rows.map(({ id, raised, fund, sponsors, promised, donors, promisers, pooled, now }) => ({
      ...{ projectId: id, donors, promisers, pooled, asOf: now },
      raised: Money.lei(BigInt(raised)),
      fromFund: Money.lei(BigInt(fund)),
      fromSponsors: Money.lei(BigInt(sponsors)),
      promised: Money.lei(BigInt(promised)),
    }));
  }

  /** What was raised for some projects together, as `totals` says it of each; nobody is counted for it. */
  async raised(projectIds: readonly ProjectId[]): Promise<Money> {
    const sql = `select coalesce(sum(${RAISED}), 0) as minor ${STANDING}`;
    const [row] = await this.db.publicRows<{ minor: string }>(sql, accountsOf(projectIds));
    return Money.lei(BigInt(row!.minor));
  }

  /** Where a project's donors said they live, the largest group first. */
  async countries(projectId: ProjectId): Promise<CountryGroup[]> {
    return this.db.publicRows<CountryGroup>(
      `${countryGroups('select person_id, country, counted_at as at, state = any($2) as stands from pledges.pledge where project_id = $1 and counted_at is not null')}
        order by 2 desc, 1`,
      [projectId, HELD],
    );
  }

  /** The newest gifts and promises of a project, as public as each donor wished; after the one with this key, where wanted without `messages`. */
  async recent(
    projectId: ProjectId,
    { after, limit = 20, messages = true }: Slice & { messages?: boolean } = {},
  ): Promise<PublicGift[]> {
    const [micros, place] = after?.split('.') ?? [];
    const rows = await this.db.publicRows<GiftRow>(RECENT, [projectId, limit, micros ?? null, place ?? null, messages]);
    return rows.map(({ minor, currency, leiMinor, poolName, poolPeople, poolNames, lineId, units, ...row }) => ({
      ...row,
      pool: poolPeople === null ? null : { name: poolName, people: poolPeople, names: poolNames ?? [] },
      line: lineId && { id: lineId, units },
      amount: Money.ofMinor(BigInt(minor), currency),
      lei: Money.lei(BigInt(leiMinor)),
    }));
  }

  /** One pledge, or null. Whoever shows it answers for who sees it. */
  async find(id: PledgeId): Promise<Pledge | null> {
    return this.db.entities.findOneBy(Pledge, { id });
  }

  /** By the reference that a donor speaks or writes: case, spaces and dashes do not matter. */
  async byRef(text: string): Promise<Pledge | null> {
    return this.db.entities.findOneBy(Pledge, { ref: refIn('PL', text) });
  }

  /** Everything that a person has given or promised, the newest first; before the one with this id. */
  async ofPerson(
    personId: PersonId,
    { before, limit }: { before?: PledgeId | undefined; limit?: number } = {},
  ): Promise<Pledge[]> {
    const where = { personId, ...(before && { id: LessThan(before) }) };
    return this.db.entities.find(Pledge, { where, order: { id: 'DESC' }, ...(limit && { take: limit }) });
  }
}

/** Projects and, in the same order, their claims, what was released of them, their losses, and what is promised to them. */
function accountsOf(projectIds: readonly ProjectId[]): (readonly string[])[] {
  const claims = projectIds.map((id) => String(claimOf(id)));
  const released = claims.map((code) => code.replace(':claim:', ':released:'));
  const losses = projectIds.map((id) => lossOf({ kind: 'project', id }));
  return [projectIds, claims, released, losses, projectIds.map((id) => promisedOf(id))];
}
