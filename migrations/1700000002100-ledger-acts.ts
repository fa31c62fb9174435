import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What can be done to the books: post, seal, rebase. */
export class LedgerActs1700000002100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const part of [PARTS, POST, LINE, SEAL, REBASE, GRANTS]) await runner.query(part);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('migrations only go forward'));
  }
}

const PARTS = `
-- Opens the accounts that a request names for the first time, as the chart says.
create function ledger.open_accounts(postings jsonb) returns void language sql as $$
  insert into ledger.account (code, book, owner, name, currency, sign, zero, guarded)
    select n.code, c.book, split_part(n.code, ':', 2), c.name, split_part(n.code, ':', 4),
           case c.side when 'debit' then 1 else -1 end, c.zero, c.guarded
      from (select p->>'d' as code from jsonb_array_elements(postings) p union select p->>'c' from jsonb_array_elements(postings) p) n
      join ledger.chart c on c.book = split_part(n.code, ':', 1) and c.name = split_part(n.code, ':', 3)
       and c.owner = split_part(split_part(n.code, ':', 2), '/', 1)
       and c.owned = (split_part(n.code, ':', 2) like '%/%')
       and split_part(n.code, ':', 4) = coalesce(c.currency, split_part(n.code, ':', 4))
     where not exists (select from ledger.account a where a.code = n.code)
     order by n.code
  on conflict (code) do nothing $$;
-- A pending journal is ended by moving the same or less between the same accounts; what is left is free again.
create function ledger.ends_within(pending bigint, ending bigint) returns boolean language sql stable as $$
  select coalesce(bool_or(was is not null and now is not null) and not bool_or(coalesce(now > was, false)), false) from (
    select sum(d.amount) filter (where d.journal_id = pending) as was, sum(d.amount) filter (where d.journal_id = ending) as now
      from ledger.entry d join ledger.entry c on c.journal_id = d.journal_id and c.line = d.line + 1
     where d.journal_id in (pending, ending) and d.line % 2 = 1
       and d.status = case d.journal_id when pending then 'pending' else 'posted' end
     group by d.account_id, c.account_id) pair $$;
-- What one journal takes from what is free of an account.
create function ledger.taken(journal bigint, account bigint) returns numeric language sql stable as $$
  select -sum(case e.status when 'posted' then e.amount * a.sign else -ledger.outflow(e.amount, a.sign, e.status) end)
    from ledger.entry e join ledger.account a on a.id = e.account_id where e.journal_id = journal and e.account_id = account $$;`;

// {"key","kind","status","ends"?,"project"?,"ref","postings":[{"d":code,"c":code,"a":"minor",dimensions…}]}
const POST = `
create function ledger.post(j jsonb, out journal_id bigint, out replayed boolean)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  request bytea := sha256(convert_to(j::text, 'UTF8'));
  number bigint; own_tx bigint; ended bigint; guards bigint[]; guard bigint; short record; found_lines int;
  asked int := jsonb_array_length(j->'postings');
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'ledger: read committed only (a guard needs a new snapshot after its lock)' using errcode = 'LE003'; end if;
  if j ? 'ends' then
    select o.id into ended from ledger.journal o where o.key = j->>'ends' and o.status = 'pending';
    if not found then raise exception 'ledger: nothing pending under this key' using errcode = 'LE008'; end if;
    perform pg_advisory_xact_lock(7002, hashint8(-ended));
    if exists (select from ledger.journal o where o.ends = ended and o.key <> j->>'key') then
      raise exception 'ledger: ended before' using errcode = 'LE008'; end if;
  end if;
  insert into ledger.journal (key, digest, kind, status, ends, project, ref)
    values (j->>'key', request, j->>'kind', j->>'status', ended, (j->>'project')::uuid, coalesce(j->'ref', '{}'))
    on conflict (key) do nothing returning id, tx into number, own_tx;
  if number is null then
    select o.id into journal_id from ledger.journal o where o.key = j->>'key' and o.digest = request;
    if not found then raise exception 'ledger: key used before with other content' using errcode = 'LE004'; end if;
    replayed := true;
    return;
  end if;
  journal_id := number;
  replayed := false;
  if (asked = 0) <> (j->>'status' = 'void') or asked > 12 then
    raise exception 'ledger: 1 to 12 postings, none in a void' using errcode = 'LE002'; end if;
  -- Nothing is written while an account is missing: then those that the chart knows are opened, and once more.
  for attempt in 1..2 loop
    with wanted as materialized (
        select p.o, s.side, a.id, a.guarded, a.sign, s.side * (p.v->>'a')::bigint as amount, p.v
          from jsonb_array_elements(j->'postings') with ordinality p(v, o)
         cross join lateral (values (1, p.v->>'d'), (-1, p.v->>'c')) s(side, code)
          join ledger.account a on a.code = s.code),
      written as (
        insert into ledger.entry (journal_id, line, account_id, amount, status, tx, gift, budget_line, tranche, document, reason)
        select number, 2 * w.o - case w.side when 1 then 1 else 0 end, w.id, w.amount, j->>'status', own_tx,
               (w.v->>'gift')::uuid, (w.v->>'line')::uuid, (w.v->>'tranche')::uuid, (w.v->>'document')::uuid, w.v->>'reason' from wanted w
         where (select count(*) from wanted) = 2 * asked
        union all
        select number, 2 * asked + e.line, e.account_id, e.amount, 'void', own_tx, e.gift, e.budget_line, e.tranche, e.document, e.reason
          from ledger.entry e where e.journal_id = ended and (select count(*) from wanted) = 2 * asked)
    select count(*), array_agg(distinct w.id order by w.id) filter (where w.guarded and w.amount * w.sign < 0)
      into found_lines, guards from wanted w;
    exit when found_lines = 2 * asked;
    if attempt = 2 then raise exception 'ledger: an account that the chart does not know' using errcode = 'LE009'; end if;
    perform ledger.open_accounts(j->'postings');
  end loop;
  if ended is not null and j->>'status' = 'posted' and not ledger.ends_within(ended, number) then
    raise exception 'ledger: ends a pending journal with more, or between other accounts' using errcode = 'LE008'; end if;
  if guards is null then return; end if;
  foreach guard in array guards loop perform pg_advisory_xact_lock(7002, hashint8(guard)); end loop; -- then a new statement:
  select b.code, b.currency, b.free, ledger.taken(number, b.id) as needed into short
    from ledger.account_balance b where b.id = any (guards) and b.free < 0 limit 1;
  if found then
    raise exception 'ledger: % would go below zero', short.code using errcode = 'LE006',
      detail = jsonb_build_object('account', short.code, 'currency', short.currency,
        'available', (short.free + short.needed)::text, 'needed', short.needed::text)::text; end if;
end $$;`;

const LINE = `
-- The whole chain is public, and who knows a gift's id may open its payment: a line names our own rows by a digest of their
-- id. Whoever knows the id finds his line; nobody finds the id.
create function ledger.veiled(name text) returns text language sql immutable as $$
  select string_agg(case when part ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
                         then left(encode(sha256(convert_to(part, 'UTF8')), 'hex'), 32) else part end, ':' order by o)
    from unnest(string_to_array(name, ':')) with ordinality u(part, o) $$;
-- The exact bytes that are hashed and exported. Amounts are texts, the moment is microseconds since 1970.
create function ledger.line(j ledger.journal) returns text language sql stable as $$
  select jsonb_build_object('id', j.id, 'tx', j.tx, 'key', ledger.veiled(j.key), 'kind', j.kind, 'status', j.status, 'project', j.project,
    'ends', (select ledger.veiled(o.key) from ledger.journal o where o.id = j.ends), 'salt', j.salt, 'digest', encode(j.digest, 'hex'),
    'ref', (select coalesce(jsonb_object_agg(r.key, ledger.veiled(r.value)), '{}') from jsonb_each_text(j.ref) r),
    'at', (extract(epoch from j.at) * 1000000)::bigint::text, 'entries',
    (select jsonb_agg(jsonb_build_array(a.code, a.currency, e.amount::text, e.status, jsonb_strip_nulls(jsonb_build_object(
       'gift', ledger.veiled(e.gift::text), 'line', ledger.veiled(e.budget_line::text), 'tranche', ledger.veiled(e.tranche::text),
       'document', ledger.veiled(e.document::text), 'reason', e.reason))) order by e.line)
       from ledger.entry e join ledger.account a on a.id = e.account_id where e.journal_id = j.id))::text $$;
create function ledger.leaf(j ledger.journal) returns bytea language sql stable as
  $$ select sha256('\\x00'::bytea || convert_to(ledger.line(j), 'UTF8')) $$;
-- Merkle tree in the shape of RFC 6962: a lone node goes up as it is.
create function ledger.merkle(l bytea[]) returns bytea language plpgsql immutable as $$ begin
  while cardinality(l) > 1 loop
    select array_agg(h order by g) into l from (
      select (o - 1) / 2 as g, case count(*) when 2 then sha256('\\x01'::bytea || string_agg(x, ''::bytea order by o)) else string_agg(x, ''::bytea) end as h
        from unnest(l) with ordinality u(x, o) group by 1) s;
  end loop;
  return l[1]; end $$;`;

// Seals what is final and moves the balances to the same watermark. A transaction is never cut: a large one makes a large seal.
const SEAL = `
create function ledger.seal(most int default 2000) returns int
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare last ledger.seal; lo bigint; hi bigint; cut bigint; c int; r bytea; begin
  if not pg_try_advisory_xact_lock(7003, 0) then return 0; end if;
  hi := ledger.safe_tx();                                  -- after the lock
  select * into last from ledger.seal order by n desc limit 1;
  lo := coalesce(last.to_tx, 0);
  if hi < lo then raise exception 'ledger: transaction numbers went back (restored elsewhere?): run rebase' using errcode = 'LE007'; end if;
  select tx + 1 into cut from ledger.journal where tx >= lo and tx < hi order by tx, id offset most - 1 limit 1;
  hi := coalesce(cut, hi);
  select count(*), ledger.merkle(array_agg(ledger.leaf(j) order by j.tx, j.id)) into c, r
    from ledger.journal j where j.tx >= lo and j.tx < hi;
  if c = 0 then return 0; end if;
  insert into ledger.seal (n, from_tx, to_tx, journals, root, prev, hash)
    select q.n, lo, hi, c, r, q.p, sha256(convert_to(concat_ws('|', q.n, lo, hi, c, encode(r, 'hex'), encode(q.p, 'hex')), 'UTF8'))
      from (select coalesce(last.n, 0) + 1 as n, coalesce(last.hash, '\\x00'::bytea) as p) q;
  insert into ledger.balance as b (account_id, balance, reserved)
    select a.id, coalesce(sum(e.amount * a.sign) filter (where e.status = 'posted'), 0), sum(ledger.outflow(e.amount, a.sign, e.status))
      from ledger.journal j join ledger.entry e on e.journal_id = j.id join ledger.account a on a.id = e.account_id
     where j.tx >= lo and j.tx < hi group by a.id
    on conflict (account_id) do update set balance = b.balance + excluded.balance, reserved = b.reserved + excluded.reserved;
  return c; end $$;`;

const REBASE = `
-- After a restore into another cluster, once, with no writers: new transactions count on from the old ones.
create function ledger.rebase() returns bigint language plpgsql as $$ declare b bigint; begin
  select greatest(0, (select coalesce(max(tx), 0) from ledger.journal), (select coalesce(max(to_tx), 0) from ledger.seal))
         + 1000 - pg_snapshot_xmin(pg_current_snapshot())::text::bigint into b;
  execute format('create or replace function ledger.base() returns bigint language sql stable as ''select %s::bigint''', b);
  return b; end $$;`;

const GRANTS = `
revoke all on all functions in schema ledger from public;
grant execute on function ledger.post, ledger.seal, ledger.line, ledger.veiled, ledger.leaf, ledger.merkle, ledger.standing, ledger.outflow,
  ledger.base, ledger.tx, ledger.safe_tx to plai_app;`;
