import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Aggregators of messages, what they tell and what they pay; and the accounts that this takes. */
export class Messages1700000012100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(CHART);
    await runner.query(AGGREGATOR);
    await runner.query(MESSAGE);
    await runner.query(SETTLEMENT_LINE);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('migrations only go forward'));
  }
}

const CHART = `
insert into ledger.chart (book, owner, owned, name, currency, side, zero, guarded) values
  ('held', 'operator', false, 'fees-message', null, 'debit', false, false),
  ('memo', 'aggregator', true, 'unsettled', 'MDL', 'debit', true, true),
  ('memo', 'aggregator', true, 'source', 'MDL', 'credit', false, false);`;

const AGGREGATOR = `
create schema messages;
grant usage on schema messages to plai_app;
-- Who tells of messages: entered by one of the staff, signed by another.
create table messages.aggregator (
  id uuid primary key,
  key text not null check (key ~ '^[a-z][a-z0-9-]{1,29}$'),
  name text not null check (length(name) between 1 and 80),
  number text not null check (number ~ '^[0-9]{3,8}$'),
  lei_minor bigint not null check (lei_minor > 0),
  state text not null default 'asked' check (state in ('asked', 'on', 'off', 'refused')),
  approval_id uuid not null unique,
  asked_by uuid not null,
  asked_at timestamptz not null,
  opened_by uuid check (opened_by <> asked_by),
  opened_at timestamptz,
  check ((opened_by is null) = (opened_at is null)),
  check ((state in ('on', 'off')) = (opened_at is not null)));
create unique index on messages.aggregator (key) where state <> 'refused';
grant select, insert, update on messages.aggregator to plai_app;

-- That there is a secret, and who has read it; what it is stands nowhere.
create table messages.secret (
  aggregator_id uuid not null references messages.aggregator,
  n int not null check (n > 0),
  made_by uuid not null,
  made_at timestamptz not null,
  taken_by uuid,
  taken_at timestamptz,
  ended_by uuid,
  ended_at timestamptz,
  primary key (aggregator_id, n),
  check ((taken_by is null) = (taken_at is null)),
  check ((ended_by is null) = (ended_at is null)));
grant select, insert, update on messages.secret to plai_app;`;

const MESSAGE = `
-- What one transfer of an aggregator pays. A dropped list leaves its reference to another.
create table messages.settlement (
  id uuid primary key,
  aggregator_id uuid not null references messages.aggregator,
  reference text not null check (reference ~ '^[A-Z0-9][A-Z0-9-]{4,33}[A-Z0-9]$'),
  request text not null check (request ~ '^[0-9a-f]{64}$'),
  gross_minor bigint not null,
  fee_minor bigint not null check (fee_minor >= 0),
  net_minor bigint not null check (net_minor > 0),
  state text not null default 'open' check (state in ('open', 'counted', 'dropped')),
  received_at timestamptz not null,
  ended_at timestamptz,
  check (gross_minor = fee_minor + net_minor),
  check ((state = 'open') = (ended_at is null)));
create unique index on messages.settlement (aggregator_id, reference) where state <> 'dropped';
grant select, insert, update on messages.settlement to plai_app;

-- Every message that was told: a gift of the same id, or refused with its reason.
create table messages.message (
  id uuid primary key,
  aggregator_id uuid not null references messages.aggregator,
  ref text not null check (length(ref) between 1 and 100),
  -- Of what it says: told twice, it is one.
  request text not null check (request ~ '^[0-9a-f]{64}$'),
  code text not null check (length(code) <= 40),
  lei_minor bigint not null,
  sent_at timestamptz not null,
  received_at timestamptz not null,
  -- Whoever sent it, as a digest that nobody else can make.
  sender text check (sender ~ '^[0-9a-f]{64}$'),
  project_id uuid references projects.project,
  refused text check (refused in ('unknown-code', 'closed', 'sum')),
  settlement_id uuid references messages.settlement,
  unique (aggregator_id, ref),
  check (refused is not null or (project_id is not null and lei_minor > 0)),
  check (refused is null or settlement_id is null));
create index on messages.message (aggregator_id, sender) where sender is not null;
create index on messages.message (project_id) where refused is null;
create index on messages.message (settlement_id);
grant select, insert, update on messages.message to plai_app;

-- What was told and a person has to settle with the aggregator; the first word about it stays.
create table messages.trouble (
  id uuid primary key,
  aggregator_id uuid not null references messages.aggregator,
  kind text not null check (kind in ('refused', 'other-content', 'settlement')),
  ref text not null check (length(ref) between 1 and 100),
  why text not null check (why ~ '^[a-z-]{1,40}$'),
  digest text not null check (digest ~ '^[0-9a-f]{64}$'),
  at timestamptz not null,
  ended_by uuid,
  ended_at timestamptz,
  words text check (length(words) between 1 and 500),
  unique (aggregator_id, kind, ref, digest),
  check ((ended_by is null) = (ended_at is null) and (ended_by is null) = (words is null)));
create index on messages.trouble (id) where ended_at is null;
grant select, insert, update on messages.trouble to plai_app;`;

const SETTLEMENT_LINE = `
-- Lines of the statement that carry a settlement's reference, or that one of the staff gave to it (nobody, when the list came later).
create table messages.settlement_line (
  line_id uuid primary key references banking.line,
  settlement_id uuid not null references messages.settlement,
  -- Its text carries the reference; else it is one person's word, until a second has said the same.
  sure boolean not null,
  by uuid,
  at timestamptz not null);
create index on messages.settlement_line (settlement_id);
grant select, insert, update, delete on messages.settlement_line to plai_app;`;
