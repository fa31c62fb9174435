import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Mistakes of people in the books, set right by two (act 50). */
export class Corrections1700000012200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(CORRECTION);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('migrations only go forward'));
  }
}

// Its approval says who asked, who signed and when. What was signed does not change: only that it was done is written, once.
const CORRECTION = `
create schema corrections;
grant usage on schema corrections to plai_app;
create table corrections.correction (
  id uuid primary key references approvals.approval,
  journal_id bigint not null references ledger.journal,
  -- For everybody to read.
  reason text not null check (length(reason) between 10 and 300),
  -- How much is taken back: of what came to the bank together, all of it.
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  reversal_id bigint unique references ledger.journal check (reversal_id <> journal_id),
  done_at timestamptz,
  check ((reversal_id is null) = (done_at is null)));
create unique index made_once on corrections.correction (journal_id) where done_at is not null;
create index on corrections.correction (journal_id);
create index on corrections.correction (done_at desc, id desc) where done_at is not null;
grant select, insert, update (reversal_id, done_at) on corrections.correction to plai_app;`;
