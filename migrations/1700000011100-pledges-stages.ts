import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A campaign is decided at its closing, and again after its cards were charged; before both it may be extended, once. */
export class PledgesStages1700000011100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(STAGES);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('migrations only go forward'));
  }
}

const STAGES = `
alter table pledges.closing
  add column stage text not null default 'closing' check (stage in ('extension', 'closing', 'collecting')),
  drop constraint closing_pkey,
  add primary key (project_id, stage),
  add check (case stage when 'extension' then decision = 'extended' when 'closing' then decision <> 'extended'
    else decision in ('funded', 'funded-smaller', 'failed') end);
alter table pledges.closing alter column stage drop default;
create index on pledges.closing (project_id) where stage = 'closing' and decision = 'collecting';`;
