import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a town's fund gives to a project of that town, because the town hall asked and the association agreed. */
export class NextNeed1700000011900 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(GIVEN);
    await runner.query(ASKED);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('migrations only go forward'));
  }
}

const GIVEN = `
-- Act 49: money of a town's purse in a project, a party of it like a gift; what came back of it when the project ended.
create table pledges.next_need (
  id uuid primary key,
  project_id uuid not null,
  place_code text not null,
  lei_minor bigint not null check (lei_minor > 0),
  back_minor bigint not null default 0 check (back_minor between 0 and lei_minor),
  at timestamptz not null);
create index on pledges.next_need (project_id);
create index on pledges.next_need (place_code, at desc);
grant select, insert, update on pledges.next_need to plai_app;`;

const ASKED = `
-- The operator answers what a town hall asks where no association could: its first signature is not one of his staff's.
alter table approvals.approval add column outside boolean not null default false;
-- A town hall asks its town's fund for a project; its id is that of the approval, and of the money once it is given.
create table funds.need (
  id uuid primary key,
  project_id uuid not null,
  place_code text not null,
  town_hall_id uuid not null,
  -- Who is to agree; null: the operator, where the town has no association with an officer of its own.
  association_id uuid,
  amount_minor bigint not null check (amount_minor > 0),
  reason text not null check (length(reason) between 1 and 500),
  lang text not null check (lang in ('ro', 'ru', 'en')),
  state text not null default 'waiting' check (state in ('waiting', 'used', 'refused', 'withdrawn', 'lapsed')),
  asked_by uuid not null,
  asked_at timestamptz not null,
  until timestamptz not null check (until > asked_at),
  decided_by uuid,
  decided_at timestamptz,
  answer text check (length(answer) between 1 and 2000),
  check ((state = 'waiting') = (decided_at is null)),
  check ((state in ('used', 'refused', 'withdrawn')) = (decided_by is not null)),
  check (state not in ('used', 'refused') or decided_by <> asked_by),
  check ((state = 'refused') = (answer is not null)));
create unique index on funds.need (project_id) where state = 'waiting';
create index on funds.need (place_code, id desc);
create index on funds.need (town_hall_id, id desc);
create index on funds.need (association_id, id desc) where association_id is not null;
create index on funds.need (until) where state = 'waiting';
grant select, insert, update on funds.need to plai_app;`;
