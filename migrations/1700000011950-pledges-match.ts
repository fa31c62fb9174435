import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What gifts draw from sponsors' calls. */
export class PledgesMatch1700000011950 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(MATCH);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('migrations only go forward'));
  }
}

const MATCH = `
-- Acts 21 to 24: a sponsor's lei in a project, a party of it like the gift that drew them. Reserved while the gift is promised,
-- earned once it is counted, void when the promise fell. What of the gift counted towards its donor's cap; what went back to the pool.
create table pledges.match (
  id uuid primary key,
  pledge_id uuid not null references pledges.pledge,
  project_id uuid not null,
  call_id uuid not null,
  state text not null check (state in ('reserved', 'earned', 'void')),
  counted_minor bigint not null check (counted_minor > 0),
  lei_minor bigint not null check (lei_minor > 0),
  back_minor bigint not null default 0 check (back_minor between 0 and lei_minor),
  at timestamptz not null,
  check (state = 'earned' or back_minor = 0));
-- A gift draws from one call at a time; one that was counted by mistake may draw again.
create unique index on pledges.match (pledge_id) where state <> 'void' and back_minor < lei_minor;
create index on pledges.match (pledge_id);
create index on pledges.match (project_id);
create index on pledges.match (call_id, project_id);
grant select, insert, update (state, back_minor) on pledges.match to plai_app;`;
