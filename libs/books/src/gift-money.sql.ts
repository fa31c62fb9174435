import { heldOf } from '#libs/pledges/src/index.js';
const NOBODY = '00000000-0000-0000-0000-000000000000';

/**
 * Shares `sum` of a project among rows by what each has left, by the largest remainder, ties to the smaller id: the shares
 * come to the sum to the ban and no share is more than what is left.
 */
function step(from: string, to: string, sum: string): string {
  return `
${to}_base as (select *, trunc(${sum} * rest / nullif(total, 0)) as base, mod(${sum} * rest, nullif(total, 0)) as left_over from ${from}),
${to}_part as (select *, coalesce(base + (row_number() over (partition by project_id order by left_over desc, id)
    <= ${sum} - sum(base) over (partition by project_id))::int, 0) as ${to} from ${to}_base)`;
}

/** The rows of a step with what it left of each, for the next. */
function next(from: string, done: readonly string[]): string {
  const taken = done.at(-1)!;
  const sums = 'held_sum, released_sum, spent_sum, proven_sum';
  return `(select project_id, id, ${['whole', ...done].join(', ')}, ${sums}, rest - ${taken} as rest,
    sum(rest - ${taken}) over (partition by project_id) as total from ${from}) s`;
}

/**
 * Where the money of some gifts is ($1: their ids). A project's people's money is shared among its gifts by what is left of
 * each: first what is proven, of the rest what is spent, of the rest what is released; what then is left is held. So the sums
 * over all gifts are the project's own, and the places of a gift add up to it, both to the ban. Money that came to a project
 * otherwise (a town's purse, what an uncovered loss has left open) takes its share as one more gift; when less is there than
 * the gifts, what is missing has covered losses.
 */
export const GIFT_MONEY = `
with asked as (select distinct project_id from pledges.pledge where id = any ($1::uuid[]) and counted_at is not null),
sums as (
  select a.project_id, coalesce(max(b.balance) filter (where b.name = 'claim'), 0)::numeric as held_sum,
         coalesce(sum(b.balance) filter (where b.name = 'released' or b.name = 'town-unspent'), 0)::numeric as released_there,
         coalesce(max(b.balance) filter (where b.name = 'spent'), 0)::numeric as spent_sum,
         coalesce(max(b.balance) filter (where b.name = 'proven'), 0)::numeric as proven_sum
    from asked a left join ledger.account_balance b on b.owner = 'project/' || a.project_id
     and b.name in ('claim', 'released', 'town-unspent', 'spent', 'proven') group by a.project_id),
figures as (
  select s.project_id, s.held_sum, s.spent_sum, s.proven_sum, s.released_there + coalesce((select sum(o.amount_minor) from banking.payment_order o
    where o.project_id = s.project_id and o.kind = 'release' and o.state in ('ordered', 'in-transit')), 0) as released_sum from sums s),
gifts as (
  select p.project_id, p.id, (${heldOf('p')})::numeric as whole
    from pledges.pledge p join asked using (project_id) where ${heldOf('p')} > 0),
others as (
  select f.project_id, '${NOBODY}'::uuid as id, greatest(0, f.held_sum + f.released_sum + f.spent_sum + f.proven_sum
    - coalesce((select sum(g.whole) from gifts g where g.project_id = f.project_id), 0)) as whole from figures f),
rows as (
  select r.project_id, r.id, r.whole, r.whole as rest, sum(r.whole) over (partition by r.project_id) as total,
         f.held_sum, f.released_sum, f.spent_sum, f.proven_sum
    from (select * from gifts union all select * from others) r join figures f using (project_id)),
${step('rows', 'proven', 'proven_sum')},
${step(next('proven_part', ['proven']), 'spent', 'spent_sum')},
${step(next('spent_part', ['proven', 'spent']), 'released', 'released_sum')},
${step(next('released_part', ['proven', 'spent', 'released']), 'held', 'held_sum')}
select p.id as "pledgeId",
       case when p.state in ('promised', 'charging', 'declined') then p.lei_minor else 0 end::text as promised,
       coalesce(h.held, 0)::text as held, coalesce(h.released, 0)::text as released, coalesce(h.spent, 0)::text as spent,
       coalesce(h.proven, 0)::text as proven, (p.refunded_lei_minor + p.lost_lei_minor)::text as returned, p.moved_lei_minor::text as moved,
       coalesce(h.rest - h.held, 0)::text as covering, p.promised_at as "promisedAt", p.counted_at as "heldAt",
       (select max(coalesce(o.sent_at, o.ordered_at)) from banking.payment_order o
         where o.project_id = p.project_id and o.kind = 'release' and o.state in ('ordered', 'in-transit', 'arrived')) as "releasedAt",
       (select max(i.entered_at) from delivery.invoice i where i.project_id = p.project_id and i.state <> 'cancelled') as "spentAt",
       (select max(i.proven_at) from delivery.invoice i where i.project_id = p.project_id and i.state = 'proven') as "provenAt",
       greatest((select max(r.at) from pledges.gift_refund r where r.pledge_id = p.id),
                (select max(d.ended_at) from pledges.dispute d where d.pledge_id = p.id and d.state = 'lost')) as "returnedAt",
       (select w.at from pledges.winding w where w.project_id = p.project_id) as "movedAt"
  from pledges.pledge p left join held_part h on h.id = p.id where p.id = any ($1::uuid[])`;
