// Everything up to the head `$2`, of the project `$1`: what has entries counts by the head's transactions, so that a journal
// that was still under way is in no report of that head; so does what has none.

/** The head with this number, the newest without one; no row while nothing is sealed. */
export const HEAD = `
select n, encode(hash, 'hex') as hash, at from ledger.seal where $1::int is null or n = $1 order by n desc limit 1`;

/** The first transaction that is not in the head with this number. */
export const END = 'select to_tx::text as end from ledger.seal where n = $1';

const UP_TO = `with head as (select to_tx from ledger.seal where n = $2)`;

/** Its journals that have moved money, each by what it is or, where it takes one back, by what that was. */
const JOURNALS = `${UP_TO},
journals as (
  select j.id, j.at, coalesce(o.kind, j.kind) as kind, coalesce(o.ref, j.ref) as ref, o.id is not null as takes_back
    from head, ledger.journal j left join ledger.journal o on o.id = (j.ref->>'reverses')::bigint
   where j.tx < head.to_tx and j.status = 'posted' and j.id in (
     select e.journal_id from ledger.account a join ledger.entry e on e.account_id = a.id where a.owner = 'project/' || $1::uuid))`;
const OF_INVOICE = (kind: 'invoice.spent' | 'invoice.proven', takesBack = false): string =>
  `exists (select from journals j where j.kind = '${kind}' and j.ref->>'invoice' = i.id::text and j.takes_back = ${takesBack})`;

/** Steps of co-funders, oldest first. */
export const STEPS = `
${JOURNALS}
select s.source_id as "sourceId", s.step, s.amount_minor as minor, s.took_promised as promised, s.took_authorised as authorised,
       s.took_paid as paid, s.act_kind as "actKind", s.act_number as "actNumber", s.act_date::text as "actDate"
  from cofunding.share s join journals j on j.kind = 'share.' || s.step and j.ref->>'share' = s.id::text
 where s.project_id = $1 and not j.takes_back order by s.at, s.id`;

/** What stands on each account, and what has left the claim and is neither with the town hall nor back. */
export const STANDING = `
${JOURNALS},
moved as (
  select a.name, j.kind, e.amount * a.sign as minor
    from ledger.account a join ledger.entry e on e.account_id = a.id join journals j on j.id = e.journal_id
   where a.owner = 'project/' || $1::uuid and e.status = 'posted')
select name, sum(minor)::text as minor from moved group by name
union all
select 'on-the-way', coalesce(sum(case
         when name = 'released' and kind <> 'order.sent' then minor
         when name = 'claim' and kind in ('order.rejected', 'order.returned') then -minor
         when name = 'town-unspent' and kind in ('tranche.received', 'order.returned') then -minor end), 0)::text from moved`;

/** What reached the town hall of the people's money and what it sent back (below zero), oldest first. */
export const PAYMENTS = `
${JOURNALS}
select t.position as tranche, j.at, (e.amount * a.sign)::text as minor
  from ledger.account a join ledger.entry e on e.account_id = a.id join journals j on j.id = e.journal_id
  left join projects.tranche t on t.id = e.tranche
 where a.owner = 'project/' || $1::uuid and a.name = 'town-unspent' and e.status = 'posted' and j.kind not in ('invoice.spent', 'invoice.proven')
 order by j.id, e.line`;

/** Invoices that stand, by date. */
export const INVOICES = `
${JOURNALS},
standing as (
  select i.*,
         case when people_minor > 0 then ${OF_INVOICE('invoice.spent')}
              else i.tx < head.to_tx end as is_entered,
         case when people_minor > 0 then ${OF_INVOICE('invoice.proven')}
              else coalesce(proven_tx < head.to_tx, false) end as is_proven,
         case when people_minor > 0 then ${OF_INVOICE('invoice.spent', true)}
              else coalesce(cancelled_tx < head.to_tx, false) end as is_cancelled
    from head, delivery.invoice i where i.project_id = $1)
select l.name as line, i.supplier, i.number, i.issued_on::text as "issuedOn", i.amount_minor as minor, i.people_minor as people,
       case when i.is_proven then i.act_number end as "actNumber", case when i.is_proven then i.act_on::text end as "actOn"
  from standing i join projects.budget_line l on l.id = i.line_id
 where i.is_entered and not i.is_cancelled order by i.issued_on, i.id`;

/** The act of acceptance, once the project has ended well. */
export const ACCEPTED = `
${UP_TO}
select c.number, c.on_date::text as date from head, delivery.acceptance c
 where c.project_id = $1
   and exists (select from projects.transition t where t.project_id = $1 and t.to_state = 'completed' and t.tx < head.to_tx)`;

/** The final account, line by line. */
export const ACCOUNT = `
${UP_TO}
select l.name as line, f.planned_minor as planned, f.real_minor as real, f.people_minor as people
  from delivery.final_account_line f join projects.budget_line l on l.id = f.line_id
 where f.account_id = (select a.id from head, delivery.final_account a
   where a.project_id = $1 and a.tx < head.to_tx order by a.n desc limit 1)
 order by l.position`;
