import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Cashiers of associations, their receipts, and the deposits that bring the cash to the bank. */
export class Cash1700000011600 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(CASHIER);
    await runner.query(RECEIPT);
    await runner.query(DEPOSIT);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('migrations only go forward'));
  }
}

const CASHIER = `
create schema cash;
grant usage on schema cash to plai_app;
-- Asked for by the president, named by another officer; the books know a cashier by this id.
create table cash.cashier (
  id uuid primary key,
  association_id uuid not null references hometowns.body,
  person_id uuid not null references identity.person,
  state text not null default 'asked' check (state in ('asked', 'named', 'refused', 'ended')),
  approval_id uuid not null unique,
  asked_by uuid not null,
  asked_at timestamptz not null,
  named_by uuid check (named_by <> asked_by),
  named_at timestamptz,
  ended_by uuid,
  ended_at timestamptz,
  check ((named_by is null) = (named_at is null)),
  check ((state in ('named', 'ended')) = (named_at is not null)),
  check ((ended_by is null) = (ended_at is null)),
  check ((state = 'ended') = (ended_at is not null)));
create unique index on cash.cashier (association_id, person_id) where state in ('asked', 'named');
grant select, insert, update on cash.cashier to plai_app;`;

const RECEIPT = `
-- Receipts that go to the bank together, under one code.
create table cash.deposit (
  id uuid primary key,
  association_id uuid not null references hometowns.body,
  cashier_id uuid not null references cash.cashier,
  code text not null unique check (code ~ '^CD-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{2}$'),
  sum_minor bigint not null check (sum_minor > 0),
  state text not null default 'open' check (state in ('open', 'counted', 'cancelled')),
  made_by uuid not null,
  made_at timestamptz not null,
  ended_at timestamptz,
  check ((state = 'open') = (ended_at is null)));
create index on cash.deposit (association_id, id);
grant select, insert, update on cash.deposit to plai_app;

-- One sheet of an association's series, numbered without gaps: nothing is deleted. Signed, it is the gift of the same id.
create table cash.receipt (
  id uuid primary key,
  association_id uuid not null references hometowns.body,
  cashier_id uuid not null references cash.cashier,
  n int not null check (n > 0),
  code text not null unique check (code ~ '^[2-9A-HJ-NP-Z]{16}$'),
  -- Of what the form first said: sent twice, it is one.
  request text not null check (request ~ '^[0-9a-f]{64}$'),
  -- The question to the second officer about what stands here now; a correction asks anew.
  approval_id uuid not null unique,
  project_id uuid not null references projects.project,
  lei_minor bigint not null check (lei_minor > 0),
  -- The line of the budget, and the units of it, for which the giver wishes it.
  line_id uuid,
  units int check (units > 0),
  check ((line_id is null) = (units is null)),
  shortfall text not null check (shortfall in ('return', 'smaller', 'next')),
  -- The project had all it needed, and the giver was told aloud that it goes to the town's next need.
  onward boolean not null,
  -- For the paper and the cash book; others read it only where its giver wanted that.
  giver text check (length(giver) between 1 and 80),
  shown boolean not null check (giver is not null or not shown),
  email text check (length(email) between 6 and 254),
  lang text not null check (lang in ('ro', 'ru', 'en')),
  state text not null default 'written' check (state in ('written', 'signed', 'deposited', 'void')),
  written_by uuid not null,
  written_at timestamptz not null,
  signed_by uuid check (signed_by <> written_by),
  signed_at timestamptz,
  deposit_id uuid references cash.deposit,
  void_by uuid,
  void_at timestamptz,
  void_reason text check (length(void_reason) between 1 and 500),
  unique (association_id, n),
  check ((signed_by is null) = (signed_at is null)),
  check (state <> 'written' or signed_at is null),
  check (state not in ('signed', 'deposited') or signed_at is not null),
  check (state <> 'deposited' or deposit_id is not null),
  check (deposit_id is null or state in ('signed', 'deposited')),
  check ((state = 'void') = (void_at is not null) and (void_at is null) = (void_by is null) and (void_at is null) = (void_reason is null)));
create index on cash.receipt (cashier_id) where state in ('written', 'signed');
create index on cash.receipt (project_id) where state = 'signed';
create index on cash.receipt (deposit_id);
grant select, insert, update on cash.receipt to plai_app;

-- A signed receipt that waits for a second officer to make it void.
create table cash.void_wish (
  approval_id uuid primary key,
  receipt_id uuid not null references cash.receipt,
  reason text not null check (length(reason) between 1 and 500),
  at timestamptz not null);
call platform.make_append_only('cash.void_wish');`;

const DEPOSIT = `
-- Lines of the statement that carry a deposit's code, or that one of the staff gave to it. They are claimed when all is counted.
create table cash.deposit_line (
  line_id uuid primary key references banking.line,
  deposit_id uuid not null references cash.deposit,
  -- Its text carries the deposit's code; else it is one person's word, until the association has said the same.
  sure boolean not null,
  by uuid not null,
  at timestamptz not null);
create index on cash.deposit_line (deposit_id);
grant select, insert, update, delete on cash.deposit_line to plai_app;

-- The sum at the bank differs: which receipts it covers, as the association says and the operator agrees.
create table cash.cover (
  approval_id uuid not null,
  receipt_id uuid not null references cash.receipt,
  deposit_id uuid not null references cash.deposit,
  primary key (approval_id, receipt_id));
call platform.make_append_only('cash.cover');`;
