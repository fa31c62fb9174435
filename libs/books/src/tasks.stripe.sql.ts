import { day, kind } from './task-kind.sql.js';

/** What waits at Stripe: a payout that is due, a dispute or a warning without an answer, an entry that is not booked. */
export const STRIPE = [
  kind(
    {
      ...{
        what: `'payout'`,
        subject: `'payout:' || o.id`,
        path: `'/bank/new?meaning=payout&refersTo=' || o.id`,
        who: `'Stripe'`,
      },
      ...{ since: day('o.arrives_on', 0), by: day('o.arrives_on', 1), minor: 'o.amount_minor', currency: 'o.currency' },
    },
    `payments.payout o where o.arrived_at is null and o.state <> 'failed' and o.arrives_on <= (platform.now() at time zone 'Europe/Chisinau')::date`,
  ),
  kind(
    {
      ...{
        what: `case when d.inquiry then 'inquiry' else 'dispute' end`,
        subject: `'dispute:' || d.id`,
        path: `'/disputes/' || d.id`,
        who: `'Stripe'`,
      },
      ...{ since: 'd.opened_at', by: 'd.answer_by', minor: 'd.amount_minor', currency: 'd.currency', code: 'd.reason' },
    },
    `payments.dispute d where d.outcome is null`,
  ),
  kind(
    {
      ...{
        what: `'warning'`,
        subject: `'warning:' || w.id`,
        path: `case when c.owner like 'fund-gift:%' then '/fund-gifts/' else '/refunds/' end || split_part(c.owner, ':', 2)`,
        who: `'Stripe'`,
      },
      ...{ since: 'w.warned_at', minor: 'c.amount_minor', currency: 'c.currency', code: 'w.fraud_type' },
    },
    `payments.warning w join payments.charge c on c.id = w.charge_id where w.actionable
       and not exists (select from payments.dispute d where d.charge_id = c.id) and c.amount_minor >
         (select coalesce(sum(r.amount_minor), 0) from payments.refund r where r.charge_id = c.id and r.state <> 'failed')`,
  ),
  kind(
    { what: `'unbooked'`, subject: `'transaction:' || t.id`, path: `'/money'`, since: 't.seen_at', note: `t.type || ' · ' || t.id`, who: `'Stripe'` }, // prettier-ignore
    `payments.stripe_transaction t where t.journal_key is null`,
  ),
];
