import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Payments of tranches that wait because the audit has found something. */
export class BankingHolds1700000007700 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(HOLDS);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('migrations only go forward'));
  }
}

// No foreign key: what is broken may name a project that is not there.
const HOLDS = `
create table banking.release_hold (
  id bigint generated always as identity primary key,
  project_id uuid,                                        -- null: every project's
  since timestamptz not null,
  seen_at timestamptz not null,                           -- when the last run that found it began to look
  until timestamptz check (until >= since));
create unique index release_hold_once on banking.release_hold (project_id) nulls not distinct where until is null;
grant select, insert on banking.release_hold to plai_app;
grant update (until, seen_at) on banking.release_hold to plai_app;`;
