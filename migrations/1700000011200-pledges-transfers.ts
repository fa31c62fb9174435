import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Payments that may not count go back too: transfers by an order with two signatures, cards by themselves. */
export class PledgesTransfers1700000011200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TRANSFERS);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('migrations only go forward'));
  }
}

const TRANSFERS = `
alter table pledges.gift_refund
  drop constraint gift_refund_why_check,
  add constraint gift_refund_why_check check (why in ('asked', 'failed', 'cancelled', 'second', 'late', 'withdrawn', 'ended')),
  add column line_id uuid unique,
  add check (line_id is null or why in ('second', 'late', 'withdrawn')),
  add check (why not in ('second', 'late', 'withdrawn', 'ended') or (lei_minor = 0 and cover_minor = 0));
-- An order to the bank for money that is owed back: entered by one officer, signed by another. One is open at a time.
create table pledges.return_order (
  order_id uuid primary key,
  refund_id uuid not null references pledges.gift_refund,
  approval_id uuid not null unique,
  iban text not null check (length(iban) between 15 and 34),
  holder text not null check (length(holder) between 1 and 140),
  state text not null default 'asked' check (state in ('asked', 'ordered', 'paid', 'fallen')),
  at timestamptz not null);
create unique index one_open on pledges.return_order (refund_id) where state <> 'fallen';
grant select, insert, update on pledges.return_order to plai_app;`;
