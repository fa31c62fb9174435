import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What co-funders promised, authorised and paid outside Plai, step by step, each with its paper. */
export class Cofunding1700000012000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(COFUNDING);
    await runner.query(CERTIFICATE);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('migrations only go forward'));
  }
}

// A step brings `amount` to a stage. The took_ columns say from which stages it came; the rest of it is new money.
const COFUNDING = `
create schema if not exists cofunding;
create table cofunding.share (
  id uuid primary key,
  project_id uuid not null references projects.project,
  source_id uuid not null,
  party text not null check (party in ('town', 'district', 'state', 'grant', 'partner')),
  step text not null check (step in ('promised', 'authorised', 'paid', 'reversed')),
  amount_minor bigint not null check (amount_minor > 0),
  took_promised bigint not null default 0 check (took_promised >= 0),
  took_authorised bigint not null default 0 check (took_authorised >= 0),
  took_paid bigint not null default 0 check (took_paid >= 0),
  act_kind text not null,
  act_number text check (length(act_number) between 1 and 60),
  act_date date,
  file_id uuid references platform.file,
  by uuid references identity.person,
  at timestamptz not null,
  foreign key (project_id, source_id) references projects.funding_source (project_id, id),
  check (took_promised + took_authorised + took_paid <= amount_minor),
  check (step <> 'promised' or took_promised + took_authorised + took_paid = 0),
  check (step <> 'authorised' or took_authorised + took_paid = 0),
  check (step <> 'paid' or took_paid = 0),
  check (step <> 'reversed' or took_promised + took_authorised + took_paid = amount_minor));
create index on cofunding.share (project_id, source_id);
create index on cofunding.share (file_id);
call platform.make_append_only('cofunding.share');
create table cofunding.in_kind (
  id uuid primary key,
  project_id uuid not null references projects.project,
  what jsonb not null,
  amount_minor bigint not null check (amount_minor > 0),
  act_number text not null check (length(act_number) between 1 and 60),
  act_date date not null,
  file_id uuid references platform.file,
  by uuid not null references identity.person,
  at timestamptz not null);
create index on cofunding.in_kind (project_id);
create index on cofunding.in_kind (file_id);
call platform.make_append_only('cofunding.in_kind');
grant usage on schema cofunding to plai_app;`;

// What is certified is kept as it was said; that the books up to the seal say the same is the audit's.
const CERTIFICATE = `
create table cofunding.certificate (
  id uuid primary key,
  project_id uuid not null references projects.project,
  code text not null unique check (code ~ '^[2-9A-HJ-NP-Z]{16}$'),
  seal int not null references ledger.seal,
  people_minor bigint not null check (people_minor > 0),
  donors int not null check (donors > 0),
  pooled int not null check (pooled >= 0),
  countries jsonb not null check (jsonb_typeof(countries) = 'array'),
  total_minor bigint not null check (total_minor > 0),
  title jsonb not null,
  town_hall jsonb not null,
  place_code text not null references hometowns.place,
  edition_id uuid references programmes.edition,
  by uuid not null references identity.person,
  at timestamptz not null);
create index on cofunding.certificate (project_id, at desc, id desc);
call platform.make_append_only('cofunding.certificate');`;
