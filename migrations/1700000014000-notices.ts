import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Letters: ids of whom and what; their words and addresses are never kept. */
export class Notices1700000014000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
create schema notices;
grant usage on schema notices to plai_app;
create table notices.letter (
  id uuid primary key,
  kind text not null check (kind ~ '^[a-z-]+$'),
  person_id uuid references identity.person,
  subject text not null,
  occasion text not null,
  ordered_at timestamptz not null,
  state text not null default 'waiting' check (state in ('waiting', 'sent', 'void')),
  ended_at timestamptz,
  check ((state = 'waiting') = (ended_at is null)),
  unique nulls not distinct (kind, subject, person_id, occasion));
create index on notices.letter (person_id);
create table notices.daily_choice (
  n bigint generated always as identity primary key,
  person_id uuid not null references identity.person,
  wanted boolean not null,
  at timestamptz not null);
create index on notices.daily_choice (person_id, n);
grant select, insert, update on notices.letter to plai_app;
grant select, insert on notices.daily_choice to plai_app;`);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('migrations only go forward'));
  }
}
