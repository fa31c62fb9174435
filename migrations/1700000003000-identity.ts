import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Persons, sign-in links, sessions and the operator's staff. */
export class Identity1700000003000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(PERSON);
    await runner.query(SIGN_IN);
    await runner.query(STAFF);
    await runner.query(GRANTS);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('migrations only go forward'));
  }
}

const PERSON = `
create schema identity;
-- One mailbox under its many spellings: what follows a plus is nothing, and Google reads no dots.
create function identity.mailbox_of(email text) returns text language sql immutable strict parallel safe as $$
  select case when split_part(email, '@', 2) in ('gmail.com', 'googlemail.com')
    then replace(split_part(split_part(email, '@', 1), '+', 1), '.', '') || '@gmail.com'
    else split_part(split_part(email, '@', 1), '+', 1) || '@' || split_part(email, '@', 2) end $$;
create table identity.person (
  id uuid primary key,
  -- Null: gave in cash or by a message and left no address; signs in nowhere and gets no letters.
  email text unique check (length(email) between 6 and 254 and email ~ '^[!-?a-~^]{1,64}@[a-z0-9.-]+\\.[a-z0-9-]+$'),
  -- Who gives, votes or joins under two spellings of one mailbox is one.
  mailbox text generated always as (identity.mailbox_of(email)) stored,
  name text check (length(name) between 1 and 120),
  gender text check (gender in ('f', 'm')),
  lang text not null check (lang in ('ro', 'ru', 'en')),
  created_at timestamptz not null);`;

const SIGN_IN = `
create table identity.sign_in (
  id uuid primary key,
  -- Null when nothing is sent: nobody has the address, or it got enough letters this hour. The row is written all the
  -- same, so that an outsider can tell the cases apart neither by the answer nor by its time.
  person_id uuid references identity.person,
  lang text not null check (lang in ('ro', 'ru', 'en')),
  next text check (length(next) <= 500 and next ~ '^/([^/]|$)'),
  asked_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > asked_at),
  used_at timestamptz,
  void_at timestamptz,
  -- How often a code was typed for it: five times at most, also where nobody has the address.
  tries int not null default 0 check (tries between 0 and 5),
  check (used_at is null or person_id is not null and used_at < expires_at),
  check (used_at is null or void_at is null));
create index on identity.sign_in (person_id, asked_at);
create index on identity.sign_in (asked_at) where person_id is null;
create table identity.session (
  id uuid primary key,
  token_hash bytea not null unique check (length(token_hash) = 32),
  person_id uuid not null references identity.person,
  -- One link, one session: whatever the code does.
  sign_in_id uuid not null unique references identity.sign_in,
  agent text not null check (length(agent) <= 200),
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > last_seen_at),
  ended_at timestamptz);
create index on identity.session (person_id) where ended_at is null;`;

const STAFF = `
create table identity.staff (
  id uuid primary key,
  person_id uuid not null references identity.person,
  since timestamptz not null,
  -- Null: named at the command line, by whoever runs the installation.
  appointed_by uuid references identity.person,
  until timestamptz check (until >= since),
  ended_by uuid references identity.person,
  check ((until is null) = (ended_by is null)));
create unique index on identity.staff (person_id) where until is null;`;

const GRANTS = `
grant usage on schema identity to plai_app;
grant select, insert, update (name, gender, lang) on identity.person to plai_app;
grant select, insert, delete, update (used_at, void_at, tries) on identity.sign_in to plai_app;
grant select, insert, update (last_seen_at, expires_at, ended_at) on identity.session to plai_app;
grant select, insert, update (until, ended_by) on identity.staff to plai_app;`;
