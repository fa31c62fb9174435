import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How associations end: what their members have decided, and who goes on with their projects. */
export class Dissolutions1700000013500 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const part of [DISSOLUTION, GRANTS]) await runner.query(part);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('migrations only go forward'));
  }
}

const DISSOLUTION = `
create schema dissolutions;
-- The members have decided that their association ends; it ends when two of the operator's staff have confirmed it.
create table dissolutions.dissolution (
  id uuid primary key,
  association_id uuid not null unique references hometowns.body,
  vote_id uuid not null unique references voting.vote,
  decided_at timestamptz not null,
  done_by uuid references identity.person,
  done_at timestamptz check (done_at >= decided_at),
  check ((done_at is null) = (done_by is null)));
-- Another association goes on with the projects: the heads of both sign.
create table dissolutions.succession (
  id uuid primary key,
  dissolution_id uuid not null references dissolutions.dissolution,
  successor_id uuid not null references hometowns.body,
  state text not null default 'offered' check (state in ('offered', 'agreed', 'declined', 'taken-back')),
  offered_by uuid not null references identity.person,
  offered_at timestamptz not null,
  answered_by uuid references identity.person,
  answered_at timestamptz check (answered_at >= offered_at),
  reason text check (length(reason) between 1 and 2000),
  check ((answered_at is null) = (answered_by is null)),
  check (state not in ('agreed', 'declined') or answered_at is not null),
  check ((state = 'declined') = (reason is not null)),
  constraint two_heads check (answered_by <> offered_by));
create unique index succession_one on dissolutions.succession (dissolution_id) where state in ('offered', 'agreed');
create index on dissolutions.succession (successor_id);
-- What is done is done: who went on with what stays as two have confirmed it.
create function dissolutions.refuse_after_end() returns trigger language plpgsql as $$ begin
  if exists (select from dissolutions.dissolution where id = new.dissolution_id and done_at is not null) then
    raise exception 'dissolution % is done', new.dissolution_id using errcode = 'PL001';
  end if;
  return new; end $$;
create trigger while_decided before insert or update on dissolutions.succession
  for each row execute function dissolutions.refuse_after_end();`;

const GRANTS = `
grant usage on schema dissolutions to plai_app;
grant select, insert, update (done_by, done_at) on dissolutions.dissolution to plai_app;
grant select, insert, update (state, answered_by, answered_at, reason) on dissolutions.succession to plai_app;
grant execute on all functions in schema dissolutions to plai_app;`;
