import { BRING_DAYS } from '#libs/cash/src/index.js';
import { SETTLE_DAYS } from '#libs/messages/src/index.js';
import { kind } from './task-kind.sql.js';

/** What waits of cash and of messages: late, or another sum at the bank, or to be settled with an aggregator. */
export const BROUGHT = [
  kind(
    { what: `'cash-late'`, subject: `'cashier:' || r.cashier_id`, path: `'/cash'`, since: 'min(r.signed_at)', by: `min(r.signed_at) + interval '${BRING_DAYS} days'`, minor: 'sum(r.lei_minor)', currency: `'MDL'`, body: 'b.name' }, // prettier-ignore
    `cash.receipt r join hometowns.body b on b.id = r.association_id where r.state = 'signed'
      group by r.cashier_id, b.name having min(r.signed_at) + interval '${BRING_DAYS} days' <= platform.now()`,
  ),
  // An answer that waits for the association is its own.
  kind(
    { what: `'deposit-differs'`, subject: `'deposit:' || d.id`, path: `'/cash/' || d.id`, since: 'min(n.at)', minor: 'sum(l.amount_minor)', currency: `'MDL'`, note: 'd.code', body: 'b.name' }, // prettier-ignore
    `cash.deposit d join hometowns.body b on b.id = d.association_id join cash.deposit_line n on n.deposit_id = d.id
      join banking.line l on l.id = n.line_id and l.state = 'confirmed' and l.claimed_by is null and l.meaning in ('gift', 'unidentified')
      where d.state = 'open' and not exists (select from approvals.approval a where a.subject = 'deposit:' || d.id and a.state = 'waiting')
      group by d.id, b.name`,
  ),
  kind(
    { what: `'message-trouble'`, subject: `'trouble:' || t.id`, path: `'/messages/troubles/' || t.id`, since: 't.at', note: 't.ref', who: 'a.name' }, // prettier-ignore
    `messages.trouble t join messages.aggregator a on a.id = t.aggregator_id where t.ended_at is null`,
  ),
  kind(
    { what: `'messages-late'`, subject: `'unsettled:' || a.id`, path: `'/messages'`, since: 'min(m.received_at)', by: `min(m.received_at) + interval '${SETTLE_DAYS} days'`, minor: 'sum(m.lei_minor)', currency: `'MDL'`, who: 'a.name' }, // prettier-ignore
    `messages.message m join messages.aggregator a on a.id = m.aggregator_id left join messages.settlement s on s.id = m.settlement_id
      where m.refused is null and s.state is distinct from 'counted'
      group by a.id, a.name having min(m.received_at) + interval '${SETTLE_DAYS} days' <= platform.now()`,
  ),
  kind(
    { what: `'settlement-differs'`, subject: `'settlement:' || s.id`, path: `'/messages/settlements/' || s.id`, since: 'min(n.at)', minor: 'sum(l.amount_minor)', currency: `'MDL'`, note: 's.reference', who: 'a.name' }, // prettier-ignore
    `messages.settlement s join messages.aggregator a on a.id = s.aggregator_id join messages.settlement_line n on n.settlement_id = s.id
      join banking.line l on l.id = n.line_id and l.state = 'confirmed' and l.claimed_by is null and l.meaning in ('gift', 'unidentified')
      where s.state = 'open' group by s.id, a.name`,
  ),
];
