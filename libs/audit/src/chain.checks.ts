import type { Check } from './finding.js';

/** I10: both chains verify from genesis. I2: what an earlier run saw as the head is still part of them. */
export const CHAIN_CHECKS: readonly Check[] = [
  {
    invariant: 'I10',
    kind: 'seal-content',
    sql: `
      select 'seal:' || s.n as subject
        from ledger.seal s left join ledger.journal j on j.tx >= s.from_tx and j.tx < s.to_tx
       group by s.n, s.journals, s.root
      having count(j.id) <> s.journals or ledger.merkle(array_agg(ledger.leaf(j) order by j.tx, j.id)) is distinct from s.root`,
  },
  {
    invariant: 'I10',
    kind: 'seal-order',
    sql: `
      select 'seal:' || n as subject
        from (select s.*, row_number() over w as place, lag(hash, 1, '\\x00'::bytea) over w as before, lag(to_tx, 1, 0::bigint) over w as begins
                from ledger.seal s window w as (order by n)) s
       where n <> place or prev <> before or from_tx <> begins
          or hash <> sha256(convert_to(concat_ws('|', n, from_tx, to_tx, journals, encode(root, 'hex'), encode(prev, 'hex')), 'UTF8'))`,
  },
  {
    invariant: 'I10',
    kind: 'trail-changed',
    sql: `
      select 'trail:' || n as subject
        from (select s.n, s.prev, s.hash, row_number() over w as place, lag(s.hash, 1, '00') over w as before,
                     encode(sha256(convert_to(s.prev || '|' || encode(sha256(convert_to(platform.trail_line(t), 'UTF8')), 'hex'), 'UTF8')), 'hex') as made
                from platform.trail_seal s left join platform.trail t on t.id = s.trail_id window w as (order by s.n)) s
       where n <> place or prev <> before or hash is distinct from made`,
  },
  {
    invariant: 'I2',
    kind: 'head-gone',
    sql: `
      select 'head:' || r.books_n as subject, 'books' as chain, r.at as seen
        from audit.run r left join ledger.seal s on s.n = r.books_n and encode(s.hash, 'hex') = r.books_hash
       where r.books_n is not null and s.n is null
      union all
      select 'head:' || r.trail_n, 'trail', r.at
        from audit.run r left join platform.trail_seal s on s.n = r.trail_n and s.hash = r.trail_hash
       where r.trail_n is not null and s.n is null`,
  },
];
