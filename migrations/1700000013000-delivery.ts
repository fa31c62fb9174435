import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What happened after the campaign: tranches asked, inspected, released; invoices, stages, the final account, the end. */
export class Delivery1700000013000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(REQUESTS);
    await runner.query(INSPECTIONS);
    await runner.query(INVOICES);
    await runner.query(ENDS);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('migrations only go forward'));
  }
}

const REQUESTS = `
create schema if not exists delivery;
create table delivery.request (
  id uuid primary key,
  project_id uuid not null references projects.project,
  tranche_id uuid not null,
  number int not null check (number > 0),
  amount_minor bigint not null check (amount_minor > 0),
  note text not null check (length(note) between 1 and 4000),
  state text not null check (state in ('asked', 'objections', 'voting', 'accepted', 'approved', 'released', 'received', 'refused', 'rejected', 'void')),
  asked_by uuid not null references identity.person,
  asked_at timestamptz not null,
  objections_until timestamptz,
  order_id uuid unique references banking.payment_order,
  account_id uuid references hometowns.treasury_account,
  sent_at timestamptz,
  received_at timestamptz,
  foreign key (project_id, tranche_id) references projects.tranche (project_id, id),
  check (state <> 'objections' or objections_until is not null),
  check (state not in ('released', 'received') or (order_id is not null and account_id is not null)),
  check (state <> 'received' or received_at is not null));
-- A tranche is on its way once at a time; what was refused or sent back may be asked for anew.
create unique index request_one_live on delivery.request (tranche_id) where state not in ('refused', 'rejected', 'void');
create index on delivery.request (project_id);
create index on delivery.request (state) where state in ('asked', 'objections', 'accepted', 'approved', 'released');
-- The votes that decide on a request: one in each association concerned. All have to accept it.
create table delivery.release_vote (
  request_id uuid not null references delivery.request,
  association_id uuid not null references hometowns.body,
  vote_id uuid not null unique references voting.vote,
  outcome text check (outcome in ('accepted', 'refused')),
  primary key (request_id, association_id));
create table delivery.request_step (
  request_id uuid not null references delivery.request,
  n int not null check (n > 0),
  state text not null,
  reason text check (length(reason) between 1 and 4000),
  by uuid references identity.person,
  at timestamptz not null,
  primary key (request_id, n));
call platform.make_append_only('delivery.request_step');
create table delivery.evidence (
  request_id uuid not null references delivery.request,
  file_id uuid not null references platform.file,
  what text not null check (what in ('photo', 'document')),
  by uuid not null references identity.person,
  at timestamptz not null,
  tx bigint not null default ledger.tx(),
  primary key (request_id, file_id));
create index on delivery.evidence (file_id);
call platform.make_append_only('delivery.evidence');
create table delivery.objection (
  id uuid primary key,
  request_id uuid not null references delivery.request,
  person_id uuid not null references identity.person,
  text text not null check (length(text) between 1 and 4000),
  at timestamptz not null);
create index on delivery.objection (request_id);
call platform.make_append_only('delivery.objection');`;

const INSPECTIONS = `
create table delivery.inspection (
  request_id uuid primary key references delivery.request,
  inspector_id uuid not null references identity.person,
  verdict text not null check (verdict in ('accepted', 'refused')),
  at timestamptz not null,
  tx bigint not null default ledger.tx());
call platform.make_append_only('delivery.inspection');
create table delivery.inspection_item (
  request_id uuid not null references delivery.inspection,
  line_id uuid not null references projects.budget_line,
  finding text not null check (finding in ('ok', 'wrong', 'not-seen')),
  note text check (length(note) between 1 and 1000),
  photo_id uuid references platform.file,
  primary key (request_id, line_id));
create index on delivery.inspection_item (photo_id);
call platform.make_append_only('delivery.inspection_item');`;

const INVOICES = `
create table delivery.invoice (
  id uuid primary key,
  project_id uuid not null references projects.project,
  line_id uuid not null,
  request_id uuid references delivery.request,
  supplier text not null check (length(supplier) between 1 and 200),
  number text not null check (length(number) between 1 and 60),
  issued_on date not null,
  amount_minor bigint not null check (amount_minor > 0),
  people_minor bigint not null check (people_minor between 0 and amount_minor),
  file_id uuid not null references platform.file,
  state text not null check (state in ('entered', 'proven', 'cancelled')),
  entered_by uuid not null references identity.person,
  entered_at timestamptz not null,
  act_number text check (length(act_number) between 1 and 60),
  act_on date,
  act_file_id uuid references platform.file,
  proven_by uuid references identity.person,
  proven_at timestamptz,
  cancel_reason text check (length(cancel_reason) between 1 and 1000),
  cancelled_at timestamptz,
  tx bigint not null default ledger.tx(),
  proven_tx bigint,
  cancelled_tx bigint,
  foreign key (project_id, line_id) references projects.budget_line (project_id, id),
  check ((state = 'proven') = (proven_at is not null and proven_by is not null and proven_tx is not null and act_number is not null and act_on is not null and act_file_id is not null)),
  check ((state = 'cancelled') = (cancel_reason is not null and cancelled_at is not null and cancelled_tx is not null)));
create unique index invoice_once on delivery.invoice (project_id, lower(supplier), number) where state <> 'cancelled';
create index on delivery.invoice (project_id);
create index on delivery.invoice (file_id);
create index on delivery.invoice (act_file_id);
create table delivery.stage_report (
  id uuid primary key,
  project_id uuid not null references projects.project,
  milestone_id uuid not null references projects.milestone,
  kind text not null check (kind in ('met', 'delayed')),
  on_date date not null,
  file_id uuid references platform.file,
  reason jsonb,
  by uuid not null references identity.person,
  at timestamptz not null,
  tx bigint not null default ledger.tx(),
  check ((kind = 'met') = (file_id is not null)),
  check ((kind = 'delayed') = (reason is not null)));
create index on delivery.stage_report (project_id);
create index on delivery.stage_report (file_id);
call platform.make_append_only('delivery.stage_report');`;

const ENDS = `
create table delivery.final_account (
  id uuid primary key,
  -- The newest counts: two of one moment have an order.
  n bigint generated always as identity unique,
  project_id uuid not null references projects.project,
  note text check (length(note) between 1 and 4000),
  by uuid not null references identity.person,
  at timestamptz not null,
  tx bigint not null default ledger.tx());
create index on delivery.final_account (project_id, n desc);
call platform.make_append_only('delivery.final_account');
create table delivery.final_account_line (
  account_id uuid not null references delivery.final_account,
  line_id uuid not null references projects.budget_line,
  planned_minor bigint not null check (planned_minor >= 0),
  real_minor bigint not null check (real_minor >= 0),
  people_minor bigint not null check (people_minor between 0 and real_minor),
  primary key (account_id, line_id));
call platform.make_append_only('delivery.final_account_line');
create table delivery.acceptance (
  project_id uuid primary key references projects.project,
  number text not null check (length(number) between 1 and 60),
  on_date date not null,
  file_id uuid not null references platform.file,
  by uuid not null references identity.person,
  at timestamptz not null);
create index on delivery.acceptance (file_id);
call platform.make_append_only('delivery.acceptance');
create table delivery.money_back (
  line_id uuid not null references banking.line,
  project_id uuid not null references projects.project,
  amount_minor bigint not null check (amount_minor > 0),
  by uuid not null references identity.person,
  at timestamptz not null,
  -- It was somebody else's money (act 50).
  taken_back_at timestamptz,
  primary key (line_id, at));
create unique index on delivery.money_back (line_id) where taken_back_at is null;
create index on delivery.money_back (project_id);
grant select, insert, update (taken_back_at) on delivery.money_back to plai_app;
create table delivery.cancellation (
  approval_id uuid primary key,
  project_id uuid not null references projects.project,
  reason text not null check (length(reason) between 1 and 4000),
  by uuid not null references identity.person,
  at timestamptz not null);
call platform.make_append_only('delivery.cancellation');
grant usage on schema delivery to plai_app;
grant select, insert, update on delivery.request, delivery.release_vote, delivery.invoice to plai_app;`;
