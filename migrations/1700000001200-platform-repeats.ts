import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What commands with an Idempotency-Key were answered, for a day. */
export class PlatformRepeats1700000001200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(REPEATS);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('migrations only go forward'));
  }
}

const REPEATS = `
create table platform.repeat (
  key text primary key check (key ~ '^[0-9a-f]{64}$'),
  request text not null check (request ~ '^[0-9a-f]{64}$'),
  status int check (status between 200 and 299),
  headers jsonb,
  body text,
  at timestamptz not null default now(),
  check ((status is null) = (body is null) and (status is null) = (headers is null)));
create index on platform.repeat (at);
grant select, insert, update, delete on platform.repeat to plai_app;`;
