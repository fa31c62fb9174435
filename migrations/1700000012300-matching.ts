import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Sponsors' calls: what they promise to add to people's gifts, and what they have paid in. */
export class Matching1700000012300 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(CALL);
    await runner.query(PAYMENT);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('migrations only go forward'));
  }
}

const CALL = `
create schema matching;
grant usage on schema matching to plai_app;
-- A sponsor's call: entered by one of the staff, signed by another. Its rule never changes; another rule is another call.
create table matching.call (
  id uuid primary key,
  -- What the sponsor writes on his transfers.
  ref text not null unique check (ref ~ '^MC-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{2}$'),
  sponsor text not null check (length(sponsor) between 1 and 80),
  num int not null check (num between 1 and 99),
  den int not null check (den between 1 and 99),
  per_donor_minor bigint check (per_donor_minor > 0),
  per_project_minor bigint check (per_project_minor > 0),
  -- The towns whose projects draw; empty: all.
  places text[] not null,
  opens_on date not null,
  closes_on date not null check (closes_on >= opens_on),
  state text not null default 'asked' check (state in ('asked', 'open', 'closed', 'refused')),
  approval_id uuid not null unique,
  asked_by uuid not null,
  asked_at timestamptz not null,
  opened_by uuid check (opened_by <> asked_by),
  opened_at timestamptz,
  closed_at timestamptz,
  check ((opened_by is null) = (opened_at is null)),
  check ((state in ('open', 'closed')) = (opened_at is not null)),
  check ((state = 'closed') = (closed_at is not null)));
create index on matching.call (opened_at) where state = 'open';
grant select, insert, update on matching.call to plai_app;
create function matching.keep_rule() returns trigger language plpgsql as $$ begin
  if (new.id, new.ref, new.sponsor, new.num, new.den, new.per_donor_minor, new.per_project_minor, new.places, new.opens_on, new.closes_on)
     is distinct from (old.id, old.ref, old.sponsor, old.num, old.den, old.per_donor_minor, old.per_project_minor, old.places, old.opens_on, old.closes_on) then
    raise exception 'matching: the rule of a call never changes'; end if;
  return new; end $$;
create trigger keep_rule before update on matching.call for each row execute function matching.keep_rule();`;

const PAYMENT = `
-- Act 25: a line of the statement by which the sponsor paid in, in lei at the rate of its day.
create table matching.payment (
  line_id uuid not null references banking.line,
  call_id uuid not null references matching.call,
  lei_minor bigint not null check (lei_minor > 0),
  by uuid not null,
  at timestamptz not null,
  taken_back_at timestamptz);
create unique index on matching.payment (line_id) where taken_back_at is null;
create index on matching.payment (call_id);
grant select, insert, update on matching.payment to plai_app;`;
