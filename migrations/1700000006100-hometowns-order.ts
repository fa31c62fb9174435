import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How an association is organised: its statute, its officers' terms, its chapters, and what its members declare of themselves. */
export class HometownsOrder1700000006100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const part of [STATUTE, CHAPTER, INTEREST, CALLING, GRANTS]) await runner.query(part);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('migrations only go forward'));
  }
}

const STATUTE = `
create table hometowns.statute (
  id uuid primary key,
  body_id uuid not null,
  kind text not null default 'association' check (kind = 'association'),
  version int not null check (version > 0),
  file_id uuid not null references platform.file,
  -- The members' decision by which it was adopted: its number and day.
  decision text check (length(decision) between 1 and 100),
  decided_on date,
  by uuid not null references identity.person,
  at timestamptz not null,
  unique (body_id, version),
  foreign key (body_id, kind) references hometowns.body (id, kind),
  check ((decision is null) = (decided_on is null)),
  constraint replaced_by_decision check (version = 1 or decision is not null));
create index on hometowns.statute (file_id);
call platform.make_append_only('hometowns.statute');
-- For how long an officer was elected; the latest one of a membership counts.
create table hometowns.term (
  id uuid primary key,
  -- The newest counts: two of one moment have an order.
  n bigint generated always as identity unique,
  membership_id uuid not null references hometowns.membership,
  from_on date not null,
  -- The last day of it.
  until_on date not null check (until_on > from_on and until_on <= from_on + interval '4 years'),
  decision text not null check (length(decision) between 1 and 100),
  -- Its members have voted for it: nobody enters another over it.
  elected boolean not null default false,
  by uuid not null references identity.person,
  at timestamptz not null,
  reminded_at timestamptz);
create index on hometowns.term (membership_id, n desc);
create index on hometowns.term (until_on) where reminded_at is null;`;

const CHAPTER = `
create table hometowns.chapter (
  id uuid primary key,
  body_id uuid not null,
  kind text not null default 'association' check (kind = 'association'),
  country text not null check (country ~ '^[A-Z]{2}$'),
  coordinator_id uuid not null references identity.person,
  by uuid not null references identity.person,
  since timestamptz not null,
  until timestamptz check (until >= since),
  unique (id, body_id),
  foreign key (body_id, kind) references hometowns.body (id, kind));
create unique index one_chapter on hometowns.chapter (body_id, country) where until is null;
-- Each member's own word, taken back without a trace: where somebody lives is nobody's business.
create table hometowns.chapter_member (
  body_id uuid not null,
  person_id uuid not null references identity.person,
  chapter_id uuid not null,
  primary key (body_id, person_id),
  foreign key (chapter_id, body_id) references hometowns.chapter (id, body_id));
create index on hometowns.chapter_member (chapter_id);`;

const INTEREST = `
-- What a member says of himself once for all votes that open while it stands, and ninety days more.
create table hometowns.interest (
  id uuid primary key,
  body_id uuid not null,
  kind text not null default 'association' check (kind = 'association'),
  person_id uuid not null references identity.person,
  ground text not null check (ground in ('supplier-kin', 'town-hall-staff')),
  what text not null check (length(what) between 1 and 300),
  at timestamptz not null,
  withdrawn_at timestamptz check (withdrawn_at >= at),
  foreign key (body_id, kind) references hometowns.body (id, kind));
create index on hometowns.interest (body_id, person_id);`;

const CALLING = `
-- Its members are called together, or asked whether they want to be: until that is over nobody puts another out, and the rule of
-- their votes stays. The id is the assembly's.
create table hometowns.calling (
  id uuid primary key,
  body_id uuid not null,
  kind text not null default 'association' check (kind = 'association'),
  since timestamptz not null,
  until timestamptz check (until >= since),
  foreign key (body_id, kind) references hometowns.body (id, kind));
create index on hometowns.calling (body_id) where until is null;`;

const GRANTS = `
grant select, insert, update (until) on hometowns.calling to plai_app;
grant select, insert, update (reminded_at) on hometowns.term to plai_app;
grant select, insert, update (coordinator_id, until) on hometowns.chapter to plai_app;
grant select, insert, delete, update (chapter_id) on hometowns.chapter_member to plai_app;
grant select, insert, update (withdrawn_at) on hometowns.interest to plai_app;`;
