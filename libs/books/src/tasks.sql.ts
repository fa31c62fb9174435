import { CLAIM_DAYS, EXPLAIN_DAYS } from '#libs/banking/src/index.js';
import { LAPSE_DAYS } from '#libs/corrections/src/index.js';
import { ANSWER_BY, OWED } from '#libs/needs/src/index.js';
import { REQUEST_DAYS } from '#libs/pledges/src/index.js';
import { day, kind } from './task-kind.sql.js';
import { BROUGHT } from './tasks.brought.sql.js';
import { STRIPE } from './tasks.stripe.sql.js';
import { ANSWER_DAYS, TASK_DAYS } from './tasks.js';

const SIGNATURES = kind(
  { what: 'a.kind', subject: 'a.subject', path: `'/approvals/' || a.id`, since: 'a.asked_at', by: `case a.kind when 'correction' then a.asked_at + interval '${LAPSE_DAYS} days' end`, approval: 'a.id', person: 'a.asked_by' }, // prettier-ignore
  `approvals.approval a where a.office = 'operator' and a.state = 'waiting'`,
);

const PEOPLE = [
  kind(
    { what: `'application'`, subject: `'body:' || b.id`, path: `'/applications/' || b.id`, since: 'b.applied_at', title: 'b.name', person: 'b.applied_by' }, // prettier-ignore
    `hometowns.body b where b.state = 'applied'`,
  ),
  kind(
    {
      ...{ what: `'account-contested'`, subject: `'account:' || a.id`, path: `'/bodies/' || a.body_id`, since: 'a.answered_at' }, // prettier-ignore
      ...{ note: `regexp_replace(a.iban, '(.{4})(?=.)', '\\1 ', 'g') || ' · ' || a.contest_reason`, body: 'b.name' },
    },
    `hometowns.treasury_account a join hometowns.body b on b.id = a.body_id where a.state = 'contested'`,
  ),
  // Its members have decided that it ends; two of the staff confirm it once all is settled.
  kind(
    { what: `'dissolution'`, subject: `'body:' || b.id`, path: `'/bodies/' || b.id || '/dissolution'`, since: 'd.decided_at', title: 'b.name' }, // prettier-ignore
    `dissolutions.dissolution d join hometowns.body b on b.id = d.association_id where d.done_at is null
       and not exists (select from approvals.approval a where a.kind = 'body-dissolution' and a.subject = 'body:' || b.id and a.state = 'waiting')`,
  ),
  kind(
    { what: `'words'`, subject: `'words:all'`, path: `'/words'`, since: 'min(p.at)', n: 'count(*)' },
    `pledges.worded p where p.unread and p.stands having count(*) > 0`,
  ),
  // A town hall that leaves its people without the answers that it promised is rung up.
  kind(
    { what: `'answers-late'`, subject: `'answers:' || b.id`, path: `'/bodies/' || b.id`, since: day(`min(${ANSWER_BY})`, 1), n: 'count(*)', body: 'b.name' }, // prettier-ignore
    `needs.need n join hometowns.body b on b.place_code = n.place_code and b.kind = 'town-hall' and b.state = 'verified'
      where ${ANSWER_BY} < (platform.now() at time zone 'Europe/Chisinau')::date and ${OWED}
      group by b.id, b.name`,
  ),
];

const HALL = 'join hometowns.body b on b.id = p.town_hall_id';
const PROJECTS = [
  kind(
    {
      ...{
        what: `'review'`,
        subject: `'project:' || p.id`,
        path: `'/reviews/' || p.id`,
        title: 'p.title',
        note: 'p.code',
      },
      ...{ since: '(select t.at from projects.transition t where t.project_id = p.id order by t.id desc limit 1)', body: 'b.name' }, // prettier-ignore
    },
    `projects.project p ${HALL} where p.state = 'review'`,
  ),
  kind(
    {
      ...{
        what: `'tranche'`,
        subject: `'tranche:' || r.id`,
        path: `'/tranches/' || r.id`,
        title: 'p.title',
        n: 'r.number',
      },
      since: `coalesce((select max(s.at) from delivery.request_step s where s.request_id = r.id and s.state = r.state), r.asked_at)`,
      ...{ minor: 'r.amount_minor', currency: `'MDL'`, body: 'b.name' },
    },
    `delivery.request r join projects.project p on p.id = r.project_id ${HALL} where r.state = 'approved'`,
  ),
  kind(
    { what: `'completion'`, subject: `'project:' || p.id`, path: `'/projects/' || p.id`, since: 'a.at', title: 'p.title', body: 'b.name' }, // prettier-ignore
    `delivery.acceptance a join projects.project p on p.id = a.project_id and p.state = 'in-delivery' ${HALL}`,
  ),
  // Given up while its town hall had money: that is proven with invoices, or sent back.
  kind(
    {
      ...{
        what: `'unspent'`,
        subject: `'project:' || p.id`,
        path: `'/projects/' || p.id`,
        title: 'p.title',
        body: 'b.name',
      },
      since: '(select t.at from projects.transition t where t.project_id = p.id order by t.id desc limit 1)',
      ...{ minor: 'u.balance', currency: `'MDL'`, note: 'p.code' },
    },
    `projects.project p ${HALL} join ledger.account_balance u on u.code = 'memo:project/' || p.id || ':town-unspent:MDL' and u.balance > 0
      where p.state = 'cancelled'`,
  ),
  // A loss is as old as the first lost dispute that nothing has paid yet.
  kind(
    { what: `'loss'`, subject: `'loss:' || l.id`, path: `'/losses/' || l.id`, since: 'l.since', minor: 'l.open', currency: `'MDL'`, title: 'p.title', body: 'b.name' }, // prettier-ignore
    `(select project_id, place_code, coalesce(project_id::text, place_code) as id, open, min(ended_at) filter (where sum_to > total - open) as since
        from (select d.*, b.balance as open, sum(d.gift_loss_minor + d.beyond_loss_minor) over (partition by b.owner) as total,
                     sum(d.gift_loss_minor + d.beyond_loss_minor) over (partition by b.owner order by d.ended_at, d.id) as sum_to
                from pledges.dispute d join ledger.account_balance b on b.balance > 0
                     and b.code = 'held:' || coalesce('project/' || d.project_id, 'town/' || d.place_code) || ':loss:MDL'
               where d.state = 'lost') lost
       group by project_id, place_code, open) l
      left join projects.project p on p.id = l.project_id
      left join hometowns.body b on b.place_code = l.place_code and b.kind = 'town-hall' and b.state = 'verified'`,
  ),
];

/** From when a line is asked what it is. */
const FROM = 'coalesce(l.reopened_on, l.booked_on)';
const LINE = { subject: `'bank-line:' || l.id`, since: day(FROM, 0), minor: 'abs(l.amount_minor)', currency: 'l.currency', note: 'coalesce(l.purpose, l.reference)', who: 'l.counterparty_name' }; // prettier-ignore
const BANK = [
  kind(
    { ...LINE, what: `case when ${day(FROM, CLAIM_DAYS)} > platform.now() then 'open-line' else 'overdue-line' end`, path: `'/bank/lines/' || l.id`, by: day(FROM, CLAIM_DAYS) }, // prettier-ignore
    `banking.line l where l.state = 'confirmed' and l.claimed_by is null and l.meaning in ('gift', 'unidentified')`,
  ),
  kind(
    { ...LINE, what: `'unexplained'`, path: `'/bank/lines/' || l.id`, by: day(FROM, EXPLAIN_DAYS) },
    `banking.line l where l.state = 'confirmed' and l.meaning = 'unexplained'`,
  ),
  kind(
    {
      ...LINE,
      what: `'exchange'`,
      path: `'/bank/new?meaning=exchange-bought&refersTo=' || l.id`,
      note: 'l.reference',
      who: 'null',
    },
    `banking.line l where l.state = 'confirmed' and l.meaning = 'exchange-sold' and not exists (select from banking.line x
      where x.meaning = 'exchange-bought' and x.refers_to = l.id::text and x.state = 'confirmed')`,
  ),
  kind(
    {
      ...{
        what: `case o.state when 'ordered' then 'order' else 'order-in-transit' end`,
        subject: `'order:' || o.id`,
        path: `'/orders/' || o.id`,
      },
      ...{ since: 'coalesce(o.sent_at, o.ordered_at)', minor: 'o.amount_minor', currency: 'o.currency', note: 'o.purpose', who: 'o.holder' }, // prettier-ignore
    },
    `banking.payment_order o where o.state in ('ordered', 'in-transit')`,
  ),
  kind(
    {
      ...{
        what: `'refund-asked'`,
        subject: `'pledge:' || p.id`,
        path: `'/refunds/' || p.id`,
        since: 'r.at',
        note: `concat_ws(' · ', p.ref, r.why)`,
      },
      ...{ by: `r.at + interval '${REQUEST_DAYS} days'`, minor: 'r.amount_minor', currency: 'p.currency' },
    },
    `pledges.refund_request r join pledges.pledge p on p.id = r.pledge_id where r.state = 'waiting'`,
  ),
  kind(
    {
      ...{
        what: `'return'`,
        subject: `'refund:' || r.id`,
        path: `coalesce('/refunds/' || r.pledge_id, '/fund-gifts/' || r.fund_gift_id)`,
        since: 'r.at',
        note: 'r.ref',
        code: 'r.why',
      },
      ...{ minor: 'r.amount_minor + r.cover_minor - r.settled_minor', currency: 'r.currency' },
    },
    `pledges.gift_refund r where r.state in ('to-order', 'failed')`,
  ),
  // Over, and so to be closed; or closed, and what it did not use is to go back, since it is there.
  kind(
    { what: `'call-unspent'`, subject: `'call:' || c.id`, path: `'/calls/' || c.id`, since: `greatest(coalesce(c.closed_at, ${day('c.closes_on', 1)}), (select max(j.at) from ledger.entry e join ledger.journal j on j.id = e.journal_id where e.account_id = b.id and j.kind in ('call.paid', 'match.back', 'call.return-fallen')))`, minor: 'coalesce(u.minor, b.free)', currency: `'MDL'`, note: 'c.ref', who: 'c.sponsor' }, // prettier-ignore
    `matching.call c join ledger.account_balance b on b.code = 'held:call/' || c.id || ':pool:MDL' and b.free > 0
      left join (select call_id, sum(lei_minor) as minor from matching.unspent group by call_id) u on u.call_id = c.id
      where u.minor > 0 or (c.state = 'open' and c.closes_on < (platform.now() at time zone 'Europe/Chisinau')::date)`,
  ),
];

// The newest run is what holds: whatever an earlier one found is found no more.
const HOUSE = [
  kind(
    { what: `'finding'`, subject: `'run:' || r.id`, path: `'/audit'`, since: 'r.at', n: 'jsonb_array_length(r.findings)' },
    `(select id, at, findings from audit.run order by id desc limit 1) r where r.findings <> '[]'`,
  ), // prettier-ignore
];

const TERMS = Object.entries(TASK_DAYS)
  .map(([what, days]) => `('${what}', ${days ?? ANSWER_DAYS})`)
  .join(', ');

const millis = (at: string) => `lpad(floor(extract(epoch from ${at}) * 1000)::bigint::text, 16, '0')`;

/**
 * Everything that waits for the operator, gathered from the rooms that own it, but what the queues gave up. What somebody
 * has asked a second signature for waits for that alone.
 */
export const WAITING = `
select ${millis('w.until')} || '.' || ${millis('w.since')} || '.' || w.what || '.' || w.subject as key, w.*, w.by is null as own,
       i.name as person_name, i.email as person_email
  from (select t.*, coalesce(t.by, t.since + make_interval(days => coalesce(d.days, ${ANSWER_DAYS}))) as until
          from (${[SIGNATURES, ...PEOPLE, ...PROJECTS, ...BANK, ...BROUGHT, ...STRIPE, ...HOUSE].join('\nunion all\n')}) t
          left join (values ${TERMS}) d (what, days) on d.what = t.what) w
  left join identity.person i on i.id = w.person
 where w.approval is not null or not exists (select from approvals.approval a
         where a.office = 'operator' and a.state = 'waiting' and a.subject = w.subject)`;
