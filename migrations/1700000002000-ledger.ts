import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The books: chart, accounts, journals, entries, seals, balances as of the last seal. */
export class Ledger1700000002000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const part of [NUMBERS, CHART, CHART_ROWS, TABLES, APPEND_ONLY, BALANCED, STANDING]) await runner.query(part);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('migrations only go forward'));
  }
}

const NUMBERS = `
create schema ledger;
-- Number of the writing transaction. After a restore into another cluster these numbers start again: run ledger.rebase().
-- Stable, not immutable: a plan that some session keeps must notice a rebase.
create function ledger.base() returns bigint language sql stable as 'select 0::bigint';
create function ledger.tx() returns bigint language sql volatile as
  'select ledger.base() + pg_catalog.pg_current_xact_id()::text::bigint';
-- Every transaction with a smaller number is finished, and no later one can get a smaller number.
create function ledger.safe_tx() returns bigint language sql volatile as
  'select ledger.base() + pg_catalog.pg_snapshot_xmin(pg_catalog.pg_current_snapshot())::text::bigint';`;

const CHART = `
create table ledger.chart (
  book text not null check (book in ('held', 'memo')),
  owner text not null check (owner ~ '^[a-z]+$'),
  owned boolean not null,                                 -- one of many: the code says "project/ID"
  name text not null check (name ~ '^[a-z][a-z-]*$'),
  currency text check (currency ~ '^[A-Z]{3}$'),          -- null: any
  side text not null check (side in ('debit', 'credit')),
  zero boolean not null,                                  -- returns to zero once quiet
  guarded boolean not null,                               -- what is free of it never falls below zero
  primary key (book, owner, name));`;

const CHART_ROWS = `
insert into ledger.chart (book, owner, owned, name, currency, side, zero, guarded) values
  ('held', 'stripe', false, 'clearing', null, 'debit', true, true),
  ('held', 'stripe', false, 'balance', null, 'debit', false, false),
  ('held', 'stripe', false, 'payout', null, 'debit', true, true),
  ('held', 'stripe', false, 'disputed', null, 'debit', true, true),
  ('held', 'bank', true, 'balance', null, 'debit', false, true),
  ('held', 'bank', true, 'order', null, 'credit', true, true),
  ('held', 'bank', true, 'exchange', null, 'debit', true, true),
  ('held', 'project', true, 'claim', 'MDL', 'credit', false, true),
  ('held', 'project', true, 'released', 'MDL', 'credit', true, true),
  ('held', 'project', true, 'loss', 'MDL', 'debit', false, true),
  ('held', 'town', true, 'claim', 'MDL', 'credit', false, true),
  ('held', 'town', true, 'loss', 'MDL', 'debit', false, true),
  ('held', 'call', true, 'pool', 'MDL', 'credit', false, true),
  ('held', 'returns', false, 'due', null, 'credit', true, true),
  ('held', 'operator', false, 'unidentified', null, 'credit', true, true),
  ('held', 'operator', false, 'unexplained', null, 'debit', true, true),
  ('held', 'operator', false, 'fx', null, 'debit', false, false),
  ('held', 'operator', false, 'fees-stripe', null, 'debit', false, false),
  ('held', 'operator', false, 'fees-bank', null, 'debit', false, false),
  ('held', 'operator', false, 'fee-cover', null, 'credit', false, false),
  ('held', 'operator', false, 'capital', null, 'credit', false, true),
  ('held', 'operator', false, 'loss-reserve', 'MDL', 'credit', false, true),
  ('memo', 'donors', false, 'source', 'MDL', 'credit', false, false),
  ('memo', 'cashier', true, 'undeposited', 'MDL', 'debit', true, true),
  ('memo', 'cashier', true, 'source', 'MDL', 'credit', false, false),
  ('memo', 'project', true, 'promised', 'MDL', 'debit', false, true),
  ('memo', 'project', true, 'town-unspent', 'MDL', 'debit', false, true),
  ('memo', 'project', true, 'spent', 'MDL', 'debit', false, true),
  ('memo', 'project', true, 'proven', 'MDL', 'debit', false, true),
  ('memo', 'project', true, 'inkind-valued', 'MDL', 'debit', false, true),
  ('memo', 'project', true, 'inkind-source', 'MDL', 'credit', false, false);
insert into ledger.chart (book, owner, owned, name, currency, side, zero, guarded)
  select 'memo', 'project', true, party || '-' || stage, 'MDL', case stage when 'source' then 'credit' else 'debit' end, false, stage <> 'source'
    from unnest(array['town', 'district', 'state', 'grant', 'partner']) party, unnest(array['source', 'promised', 'authorised', 'paid']) stage;`;

const TABLES = `
create table ledger.account (
  id bigint generated always as identity primary key,
  code text collate "C" not null unique,
  book text not null,
  owner text collate "C" not null check (owner ~ '^[a-z]+(/[A-Za-z0-9][A-Za-z0-9-]{0,63})?$'),
  kind text not null generated always as (split_part(owner, '/', 1)) stored,
  name text not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  sign smallint not null check (sign in (1, -1)),         -- 1: a debit makes it larger
  zero boolean not null,
  guarded boolean not null,
  foreign key (book, kind, name) references ledger.chart (book, owner, name),
  check (code = book || ':' || owner || ':' || name || ':' || currency));
create index on ledger.account (owner);
create table ledger.journal (
  id bigint generated always as identity primary key,
  tx bigint not null default ledger.tx(),
  key text collate "C" not null unique check (key ~ '^[a-z][A-Za-z0-9:._/-]{2,199}$'),
  digest bytea not null check (length(digest) = 32),      -- of the request: the same key with other content is refused
  salt uuid not null default gen_random_uuid(),           -- keys can be guessed; without it so could a leaf's content
  kind text not null check (kind ~ '^[a-z][a-z0-9.-]{2,60}$'),
  status text not null check (status in ('posted', 'pending', 'void')),
  ends bigint references ledger.journal,
  project uuid,
  ref jsonb not null default '{}' check (jsonb_typeof(ref) = 'object'
    and not jsonb_path_exists(ref, '$.* ? (!(@ like_regex "^[A-Za-z0-9._:/-]{1,120}$"))')), -- ids and codes, nothing a person wrote
  at timestamptz not null default platform.now(),
  check (status <> 'void' or ends is not null),
  check (status <> 'pending' or ends is null));
create unique index on ledger.journal (tx, id);
create index on ledger.journal ((ref->>'line')) where ref->>'line' is not null;
create unique index journal_ended_once on ledger.journal (ends) where ends is not null;
-- A posting is two lines: odd the debit (+), even the credit (-). No foreign keys: the trigger joins both tables anyway.
create table ledger.entry (
  journal_id bigint not null,
  line smallint not null check (line between 1 and 48),
  account_id bigint not null,
  amount bigint not null check (amount <> 0 and (amount > 0) = (line % 2 = 1)),
  status text not null check (status in ('posted', 'pending', 'void')),
  tx bigint not null,
  gift uuid,
  budget_line uuid,
  tranche uuid,
  document uuid,
  reason text check (reason ~ '^[a-z0-9][a-z0-9-]{0,63}$'),
  primary key (journal_id, line));
create index on ledger.entry (account_id, tx) include (amount, status);
create index on ledger.entry (gift) where gift is not null;
create table ledger.seal (
  n int primary key,
  from_tx bigint not null,
  to_tx bigint not null check (to_tx > from_tx),
  journals int not null check (journals > 0),
  root bytea not null,
  prev bytea not null unique,
  hash bytea not null unique,
  at timestamptz not null default platform.now());
-- A cache as of the last seal; the audit recomputes it.
create table ledger.balance (
  account_id bigint primary key references ledger.account,
  balance numeric not null,
  reserved numeric not null) with (fillfactor = 50);`;

const APPEND_ONLY = `
call platform.make_append_only('ledger.chart');
call platform.make_append_only('ledger.account');
call platform.make_append_only('ledger.journal');
call platform.make_append_only('ledger.entry');
call platform.make_append_only('ledger.seal');
revoke insert on all tables in schema ledger from plai_app;
grant usage on schema ledger to plai_app;
grant select on all tables in schema ledger to plai_app;`;

// One check per INSERT statement, whatever path the rows take: each pair of lines balances within one book and currency.
const BALANCED = `
create function ledger.balanced() returns trigger language plpgsql as $$ begin
  -- Looked up one by one on purpose: a join may be planned as a scan of all journals while the tables are young.
  if exists (select from (
               select n.journal_id, n.line, n.amount, n.status,
                      (select a.book || a.currency from ledger.account a where a.id = n.account_id) as purse from new_rows n) r
              group by r.journal_id, (r.line + 1) / 2
             having sum(r.amount) <> 0 or count(r.purse) <> 2 or min(r.purse) <> max(r.purse) or min(r.status) <> max(r.status))
     or (select count(*) filter (where n.line = 1) <> count(distinct n.journal_id) or min(n.tx) <> ledger.tx() or max(n.tx) <> ledger.tx()
             or bool_or(n.line = 1 and (select j.tx from ledger.journal j where j.id = n.journal_id) is distinct from n.tx)
           from new_rows n) then
    raise exception 'ledger: not balanced, unknown account or journal, or late line' using errcode = 'LE002'; end if;
  if ledger.tx() < (select to_tx from ledger.seal order by n desc limit 1) then
    raise exception 'ledger: transaction number below the watermark (restored elsewhere?): run rebase' using errcode = 'LE007'; end if;
  return null; end $$;
create trigger balanced after insert on ledger.entry referencing new table as new_rows
  for each statement execute function ledger.balanced();
alter table ledger.entry enable always trigger balanced;`;

// Snapshot and tail in ONE statement: an entry sealed in between would be missed or counted twice.
const STANDING = `
create function ledger.outflow(amount bigint, sign smallint, status text) returns bigint language sql immutable as
  $$ select case status when 'pending' then greatest(-amount * sign, 0) when 'void' then -greatest(-amount * sign, 0) else 0 end $$;
create function ledger.standing(account bigint) returns table (balance numeric, reserved numeric) language sql stable rows 1 as $$
  select coalesce(b.balance, 0) + coalesce(t.balance, 0), coalesce(b.reserved, 0) + coalesce(t.reserved, 0)
    from ledger.account a
    left join ledger.balance b on b.account_id = a.id
    cross join lateral (
      select sum(e.amount * a.sign) filter (where e.status = 'posted') as balance,
             sum(ledger.outflow(e.amount, a.sign, e.status)) as reserved
        from ledger.entry e
       where e.account_id = a.id
         and e.tx >= coalesce((select s.to_tx from ledger.seal s order by s.n desc limit 1), 0)) t
   where a.id = account $$;
create view ledger.account_balance as
  select a.id, a.code, a.book, a.owner, a.name, a.currency, a.zero, a.guarded,
         s.balance, s.reserved, s.balance - s.reserved as free
    from ledger.account a cross join lateral ledger.standing(a.id) s;
grant select on ledger.account_balance to plai_app;`;
