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

// `seen`: Stripe said the same before and after all its movements were read, so just the movements up to this one are in the sums.
// The question is asked every five minutes; what it was answered is not always a word to keep.
const SAID = `
create table payments.said_balance (
  currency payments.currency primary key,
  available_minor bigint not null,
  pending_minor bigint not null,
  seen bigint not null,
  at timestamptz not null);
create table payments.balance_question (
  one boolean primary key default true check (one),
  asked_at timestamptz not null,
  answered_at timestamptz);
grant select, insert, update on payments.said_balance, payments.balance_question to plai_app;`;
