import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is left of a project whose money was partly spent is shared among its gifts, to the last ban. */
export class PledgesShares1700000011300 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(SHARES);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('migrations only go forward'));
  }
}

const SHARES = `
alter table pledges.winding
  drop constraint winding_why_check,
  add constraint winding_why_check check (why in ('failed', 'cancelled', 'completed', 'smaller'));
alter table pledges.gift_refund
  drop constraint gift_refund_why_check,
  add constraint gift_refund_why_check check (why in ('asked', 'failed', 'smaller', 'cancelled', 'completed', 'second', 'late', 'withdrawn', 'ended'));
-- Fixed at once when the winding begins; worked off in batches.
create table pledges.winding_share (
  pledge_id uuid primary key references pledges.pledge,
  project_id uuid not null references pledges.winding,
  lei_minor bigint not null check (lei_minor > 0),
  placed_at timestamptz);
create index on pledges.winding_share (project_id) where placed_at is null;
grant select, insert, update on pledges.winding_share to plai_app;`;
