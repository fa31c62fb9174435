import type { ProjectId } from '#libs/kernel/src/index.js';
import type { Database } from '#libs/platform/src/index.js';
import type { Finding, Found, Invariant } from './finding.js';

/** Where these do not hold, nothing that the books say can be relied on, whatever it is about. */
const OF_THE_BOOKS: readonly Invariant[] = ['I1', 'I2', 'I10'];

/** Says of each finding which projects it touches: the one that its subject belongs to, those that a town's fund has paid for, or all. */
export async function touchedBy(db: Database, found: readonly Found[]): Promise<Finding[]> {
  if (found.length === 0) return [];
  const rows = await db.rows<{ subject: string; projects: readonly ProjectId[] }>(TOUCHED, [
    found.map(({ subject }) => subject),
  ]);
  const projects = new Map(rows.map(({ subject, projects: its }) => [subject, its]));
  return found.map((one) => ({
    ...one,
    projects: OF_THE_BOOKS.includes(one.invariant) ? null : (projects.get(one.subject) ?? null),
  }));
}

const id = (text: string, before = '', after = '') =>
  `substring(${text} from '${before}([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})${after}')::uuid`;

// What a subject ends with names the thing, what it begins with says of which kind; one that leads to no project, or to
// several, touches everything. What is wrong with a town's fund touches the projects that its purse has paid for.
// What a town chooses, or an association of itself, pays nobody: it touches none.
const TOUCHED = `
with about as materialized (
  select distinct s as subject, split_part(s, ':', 1) as kind, substring(s from '[^ :/]+$') as name,
         ${id('s', '', '$')} as id,
         ${id('s', 'project[:/]')} as project
    from unnest($1::text[]) s),
booked (subject, project, ref) as (
  select a.subject, j.project, j.ref from about a join ledger.journal j on j.key = substr(a.subject, 9) where a.kind = 'journal'
  union all select a.subject, j.project, j.ref from about a join payments.stripe_transaction t on t.id = a.name join ledger.journal j on j.key = t.journal_key),
charged (subject, charge) as (
  select subject, id from about where kind = 'charge'
  union all select subject, ${id(`ref->>'charge'`)} from booked
  union all select b.subject, r.charge_id from booked b join payments.refund r on r.id::text = b.ref->>'refund'
  union all select a.subject, c.id from about a join payments.stripe_transaction t on t.id = a.name join payments.charge c on c.stripe_charge = t.source
  union all select a.subject, r.charge_id from about a join payments.stripe_transaction t on t.id = a.name join payments.refund r on r.stripe_refund = t.source
  union all select a.subject, d.charge_id from about a join payments.dispute d on d.id = a.name),
gift (subject, id) as (
  select subject, id from about where kind in ('pledge', 'fund-gift')
  union all select c.subject, ${id(`p.owner`, '(?:pledge|fund-gift):')} from charged c join payments.charge p on p.id = c.charge
  union all select a.subject, ${id(`coalesce(o.data->>'pledgeId', o.data->>'giftId')`)} from about a join platform.outbox o on o.id::text = a.name where a.kind = 'event'),
town (subject, code) as (
  select subject, substring(subject from 'town/(\\d{7})') from about where subject ~ 'town/\\d{7}'
  union select g.subject, f.place_code from gift g join funds.gift f on f.id = g.id),
led (subject, project) as (
  select subject, project from about where project is not null
  union all select g.subject, p.project_id from gift g join pledges.pledge p on p.id = g.id
  union all select g.subject, j.project from gift g join ledger.entry e on e.gift = g.id join ledger.journal j on j.id = e.journal_id
  union all select subject, project from booked
  union all select a.subject, r.project_id from about a join delivery.request r on a.id in (r.id, r.tranche_id) where a.kind = 'tranche'
  union all select a.subject, m.project_id from about a join delivery.money_back m on m.line_id = a.id where a.kind = 'bank-line'
  union all select a.subject, v.project_id from about a join voting.vote v on v.id = a.id where a.kind = 'vote'
  union all select a.subject, n.project_id from about a join pledges.next_need n on n.id = a.id where a.kind = 'need'
  union all select a.subject, m.project_id from about a join pledges.match m on m.id = a.id where a.kind = 'match'
  union all select a.subject, o.project_id from about a join banking.payment_order o on o.id = a.id
  union all select a.subject, ${id(`o.data->>'projectId'`)} from about a join platform.outbox o on o.id::text = a.name where a.kind = 'event')
select subject, array_agg(distinct project) as projects from led
 where project is not null and subject not in (select subject from town) group by subject having count(distinct project) = 1
union all
select a.subject, '{}' from about a left join voting.vote v on v.id = a.id and a.kind = 'vote'
 where a.kind = 'budget-vote' or (a.kind = 'vote' and v.id is not null and v.project_id is null)
union all
select t.subject, coalesce(array_agg(distinct j.project) filter (where j.project is not null), '{}') from town t
  left join ledger.account a on a.code = 'held:town/' || t.code || ':claim:MDL'
  left join ledger.entry e on e.account_id = a.id and e.amount > 0
  left join ledger.journal j on j.id = e.journal_id group by t.subject`;
