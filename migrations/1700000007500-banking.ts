import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The operator's bank accounts, the lines of their statements and the orders given to the bank. */
export class Banking1700000007500 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(SCHEMA);
    await runner.query(ACCOUNT);
    await runner.query(ORDER);
    await runner.query(LINE);
    await runner.query(GRANTS);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('migrations only go forward'));
  }
}

const SCHEMA = `
create schema banking;
grant usage on schema banking to plai_app;`;

// The books know one account of the operator a currency. One enters it and another signs: donors are told to pay there.
const ACCOUNT = `
create table banking.account (
  id uuid primary key,
  currency payments.currency not null,
  iban text not null check (iban ~ '^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$'),
  bank text not null check (length(bank) between 1 and 120),
  holder text not null check (length(holder) between 1 and 140),
  bic text check (bic ~ '^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$'),
  opened_by uuid not null references identity.person,
  confirmed_by uuid not null references identity.person,
  opened_at timestamptz not null,
  closed_at timestamptz,
  check (opened_by <> confirmed_by),
  unique (id, currency));
create unique index on banking.account (currency) where closed_at is null;
create unique index on banking.account (iban) where closed_at is null;
create table banking.account_entry (
  id uuid primary key,
  currency payments.currency not null,
  iban text not null check (iban ~ '^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$'),
  bank text not null check (length(bank) between 1 and 120),
  holder text not null check (length(holder) between 1 and 140),
  bic text check (bic ~ '^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$'),
  approval_id uuid not null unique references approvals.approval,
  by uuid not null references identity.person,
  at timestamptz not null);`;

// Account and holder are frozen on the order: what was signed is what is paid.
const ORDER = `
create table banking.payment_order (
  id uuid primary key,
  kind text not null check (kind in ('release', 'refund', 'return', 'sponsor')),
  owner payments.owner not null,
  project_id uuid,
  account_id uuid not null,
  iban text not null check (iban ~ '^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$'),
  holder text not null check (length(holder) between 1 and 140),
  amount_minor bigint not null check (amount_minor > 0),
  currency payments.currency not null,
  purpose text not null check (length(purpose) between 1 and 140),
  state text not null check (state in ('ordered', 'in-transit', 'arrived', 'rejected', 'returned')),
  ordered_at timestamptz not null,
  file_id uuid,
  sent_by uuid references identity.person,
  sent_at timestamptz,
  arrived_at timestamptz,
  ended_at timestamptz,
  reason text check (length(reason) between 1 and 500),
  foreign key (account_id, currency) references banking.account (id, currency),
  check ((kind = 'release') = (project_id is not null)),
  check (kind <> 'release' or currency = 'MDL'),
  check ((sent_at is null) = (sent_by is null)),
  check (state not in ('arrived', 'returned') or arrived_at is not null),
  check ((state in ('rejected', 'returned')) = (ended_at is not null)));
create index on banking.payment_order (owner);
create index on banking.payment_order (project_id) where project_id is not null;
create index on banking.payment_order (ordered_at) where state in ('ordered', 'in-transit');`;

// Two equal payments of one day differ by their reference, however it is typed; a line that was refused may be entered again.
const LINE = `
create function banking.spelled(reference text) returns text immutable strict parallel safe language sql
  as $$ select upper(regexp_replace(reference, '[[:space:]]', '', 'g')) $$;
create table banking.line (
  id uuid primary key,
  account_id uuid not null,
  booked_on date not null,
  amount_minor bigint not null check (amount_minor <> 0),
  currency payments.currency not null,
  counterparty_name text check (length(counterparty_name) between 1 and 140),
  counterparty_iban text check (length(counterparty_iban) between 5 and 40),
  reference text not null check (length(reference) between 1 and 140),
  purpose text check (length(purpose) between 1 and 500),
  meaning text not null check (meaning in ('gift', 'unidentified', 'payout', 'exchange-bought', 'own-means', 'order-returned',
    'unidentified-returned', 'exchange-sold', 'bank-fee', 'order', 'unexplained')),
  refers_to text check (length(refers_to) between 1 and 64),
  approval_id uuid not null references approvals.approval,
  -- The statement that has shown it, the bank's own reference there and the id that our order gave it.
  statement_id uuid,
  bank_reference text check (length(bank_reference) between 1 and 140),
  end_to_end text check (length(end_to_end) between 1 and 35),
  code text check (length(code) between 1 and 40),
  state text not null check (state in ('entered', 'confirmed', 'refused')),
  entered_by uuid not null references identity.person,
  entered_at timestamptz not null,
  confirmed_at timestamptz,
  claimed_by payments.owner,
  claimed_at timestamptz,
  -- When a correction opened it again: from that day, and not from the bank's, it is asked what it is.
  reopened_on date,
  foreign key (account_id, currency) references banking.account (id, currency),
  check ((amount_minor > 0) = (meaning in ('gift', 'unidentified', 'payout', 'exchange-bought', 'own-means', 'order-returned'))),
  check ((refers_to is not null) = (meaning in ('payout', 'exchange-bought', 'order-returned', 'unidentified-returned', 'order'))),
  check ((state = 'confirmed') = (confirmed_at is not null)),
  check ((claimed_by is null) = (claimed_at is null)),
  check (claimed_by is null or (state = 'confirmed' and meaning in ('gift', 'unidentified'))));
create unique index line_once on banking.line (account_id, banking.spelled(reference)) where state <> 'refused';
create unique index on banking.line (approval_id) where statement_id is null;
create index on banking.line (account_id, booked_on);
create unique index line_refers_once on banking.line (meaning, refers_to) where state <> 'refused' and refers_to is not null;
create index on banking.line (booked_on) where state = 'confirmed' and claimed_by is null and meaning in ('gift', 'unidentified');`;

const GRANTS = `
grant select, insert, update on banking.account, banking.payment_order, banking.line to plai_app;
grant select, insert on banking.account_entry to plai_app;`;
