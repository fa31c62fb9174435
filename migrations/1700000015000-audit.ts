import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Runs of the audit, each with the heads of both chains that it saw. */
export class Audit1700000015000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(RUN);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('migrations only go forward'));
  }
}

const RUN = `
create schema audit;
grant usage on schema audit to plai_app;
create table audit.run (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  nightly boolean not null,
  findings jsonb not null check (jsonb_typeof(findings) = 'array'),
  books_n int,
  books_hash text check (books_hash ~ '^[0-9a-f]{64}$'),
  trail_n bigint,
  trail_hash text check (trail_hash ~ '^[0-9a-f]{64}$'),
  check ((books_n is null) = (books_hash is null)),
  check ((trail_n is null) = (trail_hash is null)));
create index on audit.run (at) where nightly;
call platform.make_append_only('audit.run');
-- The audit recomputes what may be read, never what may be posted.
grant usage on all sequences in schema audit to plai_app;`;
