import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What goes to the bank and comes from it as files: statements, how CSV is read, and files of payment orders. */
export class BankingFiles1700000007600 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(STATEMENT);
    await runner.query(ORDER_FILE);
    await runner.query(GRANTS);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('migrations only go forward'));
  }
}

// What was read is kept with the hash of the file: what the second person signs is what is booked. One waits at a time.
const STATEMENT = `
create table banking.csv_mapping (
  account_id uuid primary key references banking.account,
  mapping jsonb not null check (jsonb_typeof(mapping) = 'object'),
  saved_by uuid not null references identity.person,
  saved_at timestamptz not null);
create table banking.statement (
  id uuid primary key,
  account_id uuid not null,
  currency payments.currency not null,
  format text not null check (format in ('camt', 'csv')),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  from_on date not null,
  until_on date not null,
  opening_minor bigint not null,
  closing_minor bigint not null,
  entries jsonb not null check (jsonb_typeof(entries) = 'array'),
  count int not null check (count > 0),
  fresh int not null check (fresh > 0 and fresh <= count),
  approval_id uuid not null unique references approvals.approval,
  state text not null check (state in ('entered', 'confirmed', 'refused')),
  entered_by uuid not null references identity.person,
  entered_at timestamptz not null,
  confirmed_by uuid references identity.person,
  confirmed_at timestamptz,
  n int,
  foreign key (account_id, currency) references banking.account (id, currency),
  unique (account_id, n),
  check (from_on <= until_on),
  check ((state = 'confirmed') = (confirmed_at is not null)),
  check ((state = 'confirmed') = (confirmed_by is not null)),
  check ((state = 'confirmed') = (n is not null)),
  check (confirmed_by <> entered_by));
create unique index statement_waits_once on banking.statement (account_id) where state = 'entered';
create unique index statement_known_once on banking.statement (account_id, sha256) where state <> 'refused';
alter table banking.line add foreign key (statement_id) references banking.statement;
create index on banking.line (statement_id) where statement_id is not null;`;

const ORDER_FILE = `
create table banking.order_file (
  id uuid primary key,
  account_id uuid not null,
  currency payments.currency not null,
  message_id text not null unique check (message_id ~ '^[A-Z0-9]{1,35}$'),
  content text not null,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  count int not null check (count > 0),
  sum_minor bigint not null check (sum_minor > 0),
  execute_on date not null,
  approval_id uuid not null unique references approvals.approval,
  state text not null check (state in ('asked', 'signed', 'refused', 'fallen')),
  made_by uuid not null references identity.person,
  made_at timestamptz not null,
  foreign key (account_id, currency) references banking.account (id, currency));
alter table banking.payment_order add foreign key (file_id) references banking.order_file;
create index on banking.payment_order (file_id) where file_id is not null;
create table banking.order_file_copy (
  file_id uuid not null references banking.order_file,
  n int not null check (n > 0),
  approval_id uuid unique references approvals.approval,
  taken_by uuid references identity.person,
  taken_at timestamptz,
  primary key (file_id, n),
  check ((taken_by is null) = (taken_at is null)));`;

// What was signed does not change: only what became of it is written.
const GRANTS = `
grant select, insert on banking.csv_mapping, banking.statement, banking.order_file, banking.order_file_copy to plai_app;
grant update (mapping, saved_by, saved_at) on banking.csv_mapping to plai_app;
grant update (state, confirmed_by, confirmed_at, n, fresh) on banking.statement to plai_app;
grant update (state) on banking.order_file to plai_app;
grant update (taken_by, taken_at) on banking.order_file_copy to plai_app;`;
