import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A town's fund: gifts made once and monthly. */
export class Funds1700000011700 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(PLAN);
    await runner.query(GIFT);
    await runner.query(WISH);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('migrations only go forward'));
  }
}

const PLAN = `
create schema funds;
grant usage on schema funds to plai_app;
-- Somebody gives to a town every month: a card that is saved, a sum, and the day.
create table funds.plan (
  id uuid primary key,
  ref text not null unique check (ref ~ '^PF-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{2}$'),
  request text not null check (request ~ '^[0-9a-f]{64}$'),
  place_code text not null,
  person_id uuid not null,
  amount_minor bigint not null check (amount_minor > 0),
  cover_minor bigint not null check (cover_minor >= 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  lang text not null check (lang in ('ro', 'ru', 'en')),
  state text not null check (state in ('started', 'abandoned', 'active', 'paused', 'ended')),
  made_at timestamptz not null,
  -- The payment page that is open for it now, and the one on which the card was saved.
  checkout_id uuid,
  card_id uuid,
  -- The day of the month on which it began; a shorter month has its last day instead.
  day int check (day between 1 and 31),
  next_on date,
  -- Months in a row that came to nothing.
  lapsed int not null default 0 check (lapsed >= 0),
  ended_at timestamptz,
  ended_why text check (ended_why in ('donor', 'lapsed')),
  check ((state = 'active') = (next_on is not null)),
  check ((state = 'ended') = (ended_at is not null) and (ended_at is null) = (ended_why is null)),
  check (state not in ('active', 'paused') or (card_id is not null and day is not null)));
create index on funds.plan (person_id, id);
create index on funds.plan (place_code);
create index on funds.plan (next_on) where state = 'active';
grant select, insert, update on funds.plan to plai_app;`;

const GIFT = `
-- One gift to a town's fund: made once, or a month of a plan. Its lei are frozen at the rate of its own day.
create table funds.gift (
  id uuid primary key,
  ref text not null unique check (ref ~ '^FD-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{2}$'),
  receipt_code text not null unique check (receipt_code ~ '^[2-9A-HJ-NP-Z]{16}$'),
  request text not null check (request ~ '^[0-9a-f]{64}$'),
  place_code text not null,
  person_id uuid not null,
  plan_id uuid references funds.plan,
  month text check (month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
  -- The project that had all it needs already when it was given.
  from_project_id uuid,
  amount_minor bigint not null check (amount_minor > 0),
  cover_minor bigint not null check (cover_minor >= 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  lei_minor bigint not null check (lei_minor > 0),
  rate text not null check (rate ~ '^[0-9]+(\\.[0-9]+)?$'),
  rate_source text not null check (rate_source in ('BNM', 'ECB', 'ILLUSTRATIVE')),
  rate_on date not null,
  lang text not null check (lang in ('ro', 'ru', 'en')),
  state text not null check (state in ('started', 'abandoned', 'charging', 'declined', 'counted', 'refunded', 'lost', 'lapsed')),
  made_at timestamptz not null,
  checkout_id uuid,
  charge_id uuid unique,
  attempts int not null default 0 check (attempts >= 0),
  -- Why the last attempt failed, in the card company's word, and until when it may be repaired.
  failure text,
  repair_until timestamptz,
  counted_at timestamptz,
  refunded_minor bigint not null default 0 check (refunded_minor >= 0),
  refunded_lei_minor bigint not null default 0 check (refunded_lei_minor >= 0),
  -- What the donor's bank took back in lost disputes.
  lost_minor bigint not null default 0 check (lost_minor >= 0),
  lost_lei_minor bigint not null default 0 check (lost_lei_minor >= 0),
  check ((plan_id is null) = (month is null)),
  check (plan_id is null or from_project_id is null),
  -- One charge a month, whoever asks and however often.
  unique (plan_id, month),
  check ((state in ('counted', 'refunded', 'lost')) = (counted_at is not null)),
  check (refunded_minor + lost_minor <= case when counted_at is null then 0 else amount_minor end),
  check (refunded_lei_minor + lost_lei_minor <= case when counted_at is null then 0 else lei_minor end),
  check (state not in ('refunded', 'lost') or refunded_minor + lost_minor = amount_minor),
  check (state <> 'declined' or repair_until is not null),
  check (plan_id is not null or state not in ('charging', 'declined', 'lapsed')),
  check (plan_id is null or state not in ('started', 'abandoned')));
create index on funds.gift (place_code, counted_at desc) where counted_at is not null;
create index on funds.gift (person_id, id);
create index on funds.gift (repair_until) where state = 'declined';
grant select, insert, update on funds.gift to plai_app;`;

const WISH = `
-- What somebody has asked to give back, while it waits for its second signature.
create table funds.refund_wish (
  approval_id uuid primary key,
  gift_id uuid not null references funds.gift,
  amount_minor bigint not null check (amount_minor > 0),
  -- Asked for all that was left, whatever that was.
  whole boolean not null,
  reason text not null check (length(reason) between 1 and 500),
  at timestamptz not null);
grant select, insert on funds.refund_wish to plai_app;`;
