import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Checkouts, charges, refunds, disputes and payouts, and what Stripe told of them. */
export class Payments1700000007000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(SCHEMA);
    await runner.query(CHECKOUT);
    await runner.query(CHARGE);
    await runner.query(REFUND);
    await runner.query(STRIPE);
    await runner.query(INBOX);
    await runner.query(GRANTS);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('migrations only go forward'));
  }
}

const SCHEMA = `
create schema payments;
grant usage on schema payments to plai_app;
create domain payments.owner as text check (value ~ '^[a-z-]+:[0-9A-Za-z-]{1,60}$');
create domain payments.currency as text check (value ~ '^[A-Z]{3}$');`;

const CHECKOUT = `
create table payments.checkout (
  id uuid primary key,
  owner payments.owner not null,
  mode text not null check (mode in ('pay', 'save-card')),
  gift_minor bigint not null check (gift_minor > 0),
  cover_minor bigint not null check (cover_minor >= 0),
  currency payments.currency not null,
  email text,
  lang text not null check (lang in ('ro', 'ru', 'en')),
  description text not null check (length(description) between 1 and 250),
  success_path text not null check (success_path like '/%'),
  cancel_path text not null check (cancel_path like '/%'),
  expires_at timestamptz not null,
  opened_at timestamptz not null,
  state text not null default 'wanted' check (state in ('wanted', 'open', 'expired', 'saved', 'paid')),
  asked_at timestamptz,
  session text unique,
  url text,
  setup_intent text unique,
  customer text,
  payment_method text,
  -- The last month of the card that was saved.
  card_until text check (card_until ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
  saved_at timestamptz,
  release_wanted_at timestamptz,
  released_at timestamptz,
  looked_at timestamptz,
  check (state not in ('open', 'saved', 'paid') or session is not null),
  check (session is null or asked_at is not null),
  check (state <> 'saved' or (mode = 'save-card' and payment_method is not null and customer is not null and saved_at is not null)),
  check (state <> 'paid' or mode = 'pay'));
create index on payments.checkout (owner);
-- When each page may be asked of Stripe, and when the next turn is free, by the clock of the world. Not logged, so that nobody
-- waits for a disk to take his place; after a crash everybody's turn is now.
create unlogged table payments.next_turn (what text primary key, at timestamptz not null);
create unlogged table payments.turn (checkout_id uuid primary key, at timestamptz not null);
create index on payments.checkout (expires_at) where state in ('wanted', 'open');`;

const CHARGE = `
create table payments.charge (
  id uuid primary key,
  owner payments.owner not null,
  checkout_id uuid not null references payments.checkout,
  key text not null unique,
  amount_minor bigint not null check (amount_minor > 0),
  cover_minor bigint not null check (cover_minor >= 0 and cover_minor < amount_minor),
  currency payments.currency not null,
  state text not null check (state in ('wanted', 'processing', 'needs-action', 'failed', 'succeeded')),
  failure text,
  wanted_at timestamptz not null,
  attempted_at timestamptz,
  authorised_at timestamptz,
  payment_intent text unique,
  stripe_charge text unique,
  counted_at timestamptz,
  returned_at timestamptz,
  looked_at timestamptz,
  check ((state in ('failed', 'needs-action')) = (failure is not null)),
  check (counted_at is null or (state = 'succeeded' and returned_at is null)),
  check (state <> 'succeeded' or (payment_intent is not null and stripe_charge is not null and authorised_at is not null)));
create index on payments.charge (owner);
create index on payments.charge (checkout_id);
create index on payments.charge (wanted_at) where state in ('wanted', 'processing');`;

const REFUND = `
create table payments.refund (
  id uuid primary key,
  -- The refund that this one tries again; null for the first try, under whose id everybody hears of all of them.
  again_of uuid references payments.refund,
  charge_id uuid not null references payments.charge,
  owner payments.owner not null,
  amount_minor bigint not null check (amount_minor > 0),
  currency payments.currency not null,
  state text not null check (state in ('wanted', 'pending', 'succeeded', 'failed')),
  failure text,
  wanted_at timestamptz not null,
  attempted_at timestamptz,
  done_at timestamptz,
  stripe_refund text unique,
  looked_at timestamptz,
  check ((state = 'failed') = (failure is not null)),
  check (state in ('wanted', 'failed') or stripe_refund is not null));
create index on payments.refund (charge_id);
create unique index one_try on payments.refund (coalesce(again_of, id)) where state <> 'failed';
create index on payments.refund (wanted_at) where state in ('wanted', 'pending');
create table payments.dispute (
  id text primary key,
  charge_id uuid not null references payments.charge,
  amount_minor bigint not null check (amount_minor > 0),
  currency payments.currency not null,
  reason text not null,
  status text not null,
  inquiry boolean not null,
  outcome text check (outcome in ('won', 'lost')),
  answer_by timestamptz,
  opened_at timestamptz not null,
  closed_at timestamptz,
  looked_at timestamptz,
  -- When the operator was told that its answer is nearly due.
  due_told_at timestamptz,
  check ((outcome is null) = (closed_at is null)));
create index on payments.dispute (charge_id);
create index on payments.dispute (opened_at) where outcome is null;
-- A bank says that a card was probably not its holder's: no dispute yet.
create table payments.warning (
  id text primary key,
  charge_id uuid not null references payments.charge,
  fraud_type text not null,
  actionable boolean not null,
  warned_at timestamptz not null);
create index on payments.warning (charge_id);
create index on payments.warning (warned_at);`;

// Stripe's own ids are the primary keys here: the rows mirror Stripe's and a second telling must meet the first.
const STRIPE = `
create table payments.payout (
  id text primary key,
  amount_minor bigint not null check (amount_minor > 0),
  currency payments.currency not null,
  state text not null check (state in ('in-transit', 'paid', 'failed')),
  failure text,
  arrives_on date not null,
  created_at timestamptz not null,
  arrived_at timestamptz);
create table payments.stripe_transaction (
  id text primary key,
  n bigint generated always as identity unique,
  type text not null,
  category text not null,
  source text,
  amount_minor bigint not null,
  fee_minor bigint not null,
  net_minor bigint not null,
  currency payments.currency not null,
  created_at timestamptz not null,
  seen_at timestamptz not null,
  journal_key text unique,
  booked_at timestamptz,
  problem text,
  check (amount_minor - fee_minor = net_minor),
  check ((journal_key is null) = (booked_at is null)));
create index on payments.stripe_transaction (seen_at) where journal_key is null;
create index on payments.stripe_transaction (source);`;

// A look is the wish to read one object again; many tellings of it at once make one look.
const INBOX = `
create table payments.stripe_event (
  id text primary key check (id ~ '^evt_[0-9A-Za-z_]{1,60}$'),
  type text not null,
  object text not null,
  via text not null check (via in ('webhook', 'poll')),
  created_at timestamptz not null,
  received_at timestamptz not null);
create index on payments.stripe_event (object);
create table payments.look (
  object text primary key,
  at timestamptz not null);
create table payments.cursor (
  name text primary key,
  at timestamptz not null);`;

const GRANTS = `
grant select, insert, update on payments.next_turn, payments.checkout, payments.charge, payments.refund, payments.dispute, payments.warning, payments.payout,
  payments.stripe_transaction, payments.stripe_event, payments.cursor to plai_app;
grant select, insert, update, delete on payments.look, payments.turn to plai_app;`;
