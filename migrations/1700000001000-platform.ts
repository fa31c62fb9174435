import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Clock, outbox, files and the audit trail. */
export class Platform1700000001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(CLOCK);
    await runner.query(APPEND_ONLY);
    await runner.query(OUTBOX);
    await runner.query(FILES);
    await runner.query(TRAIL);
    await runner.query(GRANTS);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('migrations only go forward'));
  }
}

const CLOCK = `
create table platform.clock (
  only_row boolean primary key default true check (only_row),
  ahead interval not null default '0');
insert into platform.clock default values;
create function platform.now() returns timestamptz language sql stable
  as $$ select now() + ahead from platform.clock $$;
-- The application's role may move the clock only through these two; the code refuses both in production.
create function platform.move_clock(forward interval) returns void language sql security definer set search_path = pg_catalog
  as $$ update platform.clock set ahead = ahead + greatest(forward, '0') $$;
-- A demonstration begins in the past: only before anything has happened.
create function platform.set_clock_back(by interval) returns void language plpgsql security definer set search_path = pg_catalog as $$ begin
  if exists (select from platform.outbox) then raise exception 'the clock goes back only before anything has happened' using errcode = 'PL003'; end if;
  update platform.clock set ahead = ahead - greatest(by, '0'); end $$;`;

const APPEND_ONLY = `
create function platform.refuse_change() returns trigger language plpgsql as $$ begin
  raise exception '% on %.% refused: rows are only added', tg_op, tg_table_schema, tg_table_name using errcode = 'PL001'; end $$;
-- Makes a table append-only, for its owner too.
create procedure platform.make_append_only(target regclass) language plpgsql as $$ begin
  execute format('create trigger append_only before update or delete or truncate on %s for each statement execute function platform.refuse_change()', target);
  execute format('alter table %s enable always trigger append_only', target);
  execute format('grant select, insert on %s to plai_app', target); end $$;`;

const OUTBOX = `
create table platform.outbox (
  id bigint generated always as identity primary key,
  name text not null check (name ~ '^[a-z-]+\\.[a-z-]+$'),
  data jsonb not null,
  at timestamptz not null default now(),
  sent_at timestamptz,
  -- The consumers that it was sent to: it is kept until each of them has noted it.
  sent_to text[]);
create index on platform.outbox (id) where sent_at is null;
create index on platform.outbox (at);
create table platform.consumed (
  consumer text not null,
  event_id bigint not null references platform.outbox,
  at timestamptz not null default now(),
  primary key (event_id, consumer));`;

const FILES = `
create table platform.file (
  id uuid primary key,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  kind text not null check (kind in ('photo', 'document')),
  name text not null check (length(name) between 1 and 120),
  type text not null,
  size int not null check (size between 1 and 10485760),
  uploaded_by uuid not null,
  uploaded_at timestamptz not null);
create index on platform.file (uploaded_by, uploaded_at);`;

const TRAIL = `
create table platform.trail (
  id bigint generated always as identity primary key,
  tx bigint not null default pg_current_xact_id()::text::bigint,
  actor uuid,
  action text not null check (action ~ '^[a-z-]+\\.[a-z-]+$'),
  subject text not null,
  data jsonb not null,
  at timestamptz not null,
  -- The export of a vote gives the hashes of what others did meanwhile: without it who did what could be tried out.
  salt uuid not null default gen_random_uuid());
call platform.make_append_only('platform.trail');
create table platform.trail_seal (
  n bigint primary key check (n > 0),
  trail_id bigint not null unique references platform.trail,
  prev text not null unique,
  hash text not null unique);
call platform.make_append_only('platform.trail_seal');`;

const GRANTS = `
grant usage on schema platform to plai_app;
grant select on platform.clock to plai_app;
grant select, insert, update, delete on platform.outbox to plai_app;
grant select, insert, delete on platform.consumed to plai_app;
grant select, insert on platform.file to plai_app;
grant usage on all sequences in schema platform to plai_app;
grant execute on all functions in schema platform to plai_app;
alter default privileges in schema platform grant execute on functions to plai_app;`;
