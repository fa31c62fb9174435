import type { Check } from './finding.js';

const OTHER_SIDE = (line: string) => `${line} + case ${line} % 2 when 1 then 1 else -1 end`;

/** What a line of a statement may mean, and the journal by which it does: it stands in the books once while the line means it. */
const MEANT = `(values ('bank-fee', 'line.fee'), ('own-means', 'line.own-means'), ('unidentified-returned', 'line.unidentified-returned'),
  ('exchange-sold', 'exchange.sold'), ('exchange-bought', 'exchange.bought'), ('payout', 'payout.arrived'), ('order', 'order.confirmed'),
  ('order-returned', 'order.returned'))`;

/** What was sent back to a stranger and came back stands where it stood before: to name it moves nothing. */
const CAME_BACK_APART = `exists (select from banking.payment_order o join ledger.journal j on j.key = 'line:' || l.id and j.kind = 'line.unidentified'
  where o.id::text = l.refers_to and o.kind = 'return' and o.state = 'returned')`;

/** I1 and I4: what was taken back was taken back exactly, once, and by hand only by two who said why, together with what had followed from it; a line counts as what it means. */
export const CORRECTIONS_CHECKS: readonly Check[] = [
  {
    invariant: 'I1',
    kind: 'reversal-no-mirror',
    sql: `
      select 'journal:' || r.key as subject, coalesce(o.key, r.ref->>'reverses', '–') as journal
        from ledger.journal r left join ledger.journal o on o.id::text = r.ref->>'reverses'
       where r.kind = 'correction.reversed' and (o.id is null or o.status <> 'posted' or o.kind = r.kind or r.key <> 'reverse:' || o.key or exists (
         select from (select * from ledger.entry where journal_id = r.id) b
           full join (select * from ledger.entry where journal_id = o.id and status = 'posted') a on a.line = ${OTHER_SIDE('b.line')}
          where (b.account_id, -b.amount, b.gift, b.budget_line, b.tranche, b.document)
             is distinct from (a.account_id, a.amount, a.gift, a.budget_line, a.tranche, a.document)))`,
  },
  {
    invariant: 'I1',
    kind: 'reversal-unsigned',
    sql: `
      select 'journal:' || r.key as subject
        from ledger.journal r
        left join corrections.correction c on c.id::text = r.ref->>'correction'
        left join ledger.journal m on m.id = c.reversal_id
        left join approvals.approval a on a.id = c.id
       where r.kind = 'correction.reversed' and r.ref ? 'correction'
         and (r.ref->>'words', m.tx, a.state, a.decided_by <> a.asked_by)
             is distinct from (encode(sha256(convert_to(c.reason, 'UTF8')), 'hex'), r.tx, 'given', true)`,
  },
  {
    invariant: 'I1',
    kind: 'reversal-other',
    sql: `
      select 'journal:' || r.key as subject, c.id::text as correction
        from corrections.correction c join ledger.journal r on r.id = c.reversal_id
       where (r.kind, r.ref->>'correction', r.ref->>'reverses') is distinct from ('correction.reversed', c.id::text, c.journal_id::text)`,
  },
  {
    invariant: 'I4',
    kind: 'line-booked-otherwise',
    sql: `
      select 'bank-line:' || l.id as subject, l.meaning, coalesce(s.kinds, 'none') as booked
        from banking.line l
        left join ${MEANT} m (meaning, kind) on m.meaning = l.meaning
        left join (select j.ref->>'line' as line, string_agg(j.kind, ', ') as kinds from ledger.journal j
                    where j.kind in (select kind from ${MEANT} m (meaning, kind)) and not exists (select from ledger.journal r where r.key = 'reverse:' || j.key)
                    group by 1) s on s.line = l.id::text
       where l.state = 'confirmed' and m.kind is distinct from s.kinds
         and not (l.meaning = 'order-returned' and s.kinds is null and ${CAME_BACK_APART})`,
  },
];
