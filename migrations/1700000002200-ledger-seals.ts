import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Finds the seal of a journal, and the first seal of a day, at once, however many seals there are. */
export class LedgerSeals1700000002200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create unique index seal_by_end on ledger.seal (to_tx)');
    await runner.query('create index seal_by_moment on ledger.seal (at, n)');
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('migrations only go forward'));
  }
}
