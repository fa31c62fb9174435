import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Four eyes: what waits for a second person. */
export class Approvals1700000005000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(APPROVAL);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('migrations only go forward'));
  }
}

const APPROVAL = `
create schema approvals;
create table approvals.approval (
  id uuid primary key,
  kind text not null check (kind ~ '^[a-z]+(-[a-z]+)*$'),
  subject text not null check (subject ~ '^[a-z-]+:[^ ]{1,80}$'),
  office text not null check (office ~ '^(operator|(town-hall|association):[0-9a-f-]{36})$'),
  payload jsonb not null check (jsonb_typeof(payload) = 'object'),
  digest text not null check (digest ~ '^[0-9a-f]{64}$'),
  asked_by uuid not null references identity.person,
  asked_at timestamptz not null,
  state text not null default 'waiting' check (state in ('waiting', 'given', 'refused', 'withdrawn')),
  decided_by uuid references identity.person,
  decided_at timestamptz check (decided_at >= asked_at),
  reason text check (length(reason) between 1 and 2000),
  check ((state = 'waiting') = (decided_by is null)),
  check ((state = 'waiting') = (decided_at is null)),
  check ((state = 'refused') = (reason is not null)),
  -- The second pair of eyes is another pair; only the one who asked takes back.
  constraint second_person check (state not in ('given', 'refused') or decided_by <> asked_by),
  constraint own_withdrawal check (state <> 'withdrawn' or decided_by = asked_by));
create unique index one_waiting on approvals.approval (kind, subject) where state = 'waiting';
create index on approvals.approval (office, asked_at) where state = 'waiting';
create index on approvals.approval (subject, asked_at);

create function approvals.decided_once() returns trigger language plpgsql as $$ begin
  if old.state <> 'waiting' then
    raise exception 'approval % is decided', old.id using errcode = 'PL001';
  end if;
  return new; end $$;
create trigger decided_once before update on approvals.approval for each row execute function approvals.decided_once();

grant usage on schema approvals to plai_app;
grant select, insert, update (state, decided_by, decided_at, reason) on approvals.approval to plai_app;`;
