import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What Stripe itself says lies on its balance. */
export class PaymentsSaid1700000007100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(SAID);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('migrations only go forward'));
  }
}

// `at`: Stripe said the same before and after all its movements were read, so every movement seen by then is in the sums.
const SAID = `
create table payments.said_balance (
  currency payments.currency primary key,
  available_minor bigint not null,
  pending_minor bigint not null,
  at timestamptz not null);
grant select, insert, update on payments.said_balance to plai_app;`;
