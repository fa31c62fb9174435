import type { MigrationInterface, QueryRunner } from 'typeorm';

/** News of a project and the people who want to hear them. */
export class Voice1700000010000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(VOICE);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('migrations only go forward'));
  }
}

const VOICE = `
create schema if not exists voice;
-- While people are about to elect, news show the work and nobody's face.
create table voice.neutral_period (
  id uuid primary key,
  name jsonb not null check (projects.is_text(name)),
  first_on date not null,
  last_on date not null check (last_on between first_on and first_on + 183),
  -- The decision that sets it, for everybody to look up.
  source text not null check (length(source) between 1 and 500),
  -- Null: the whole country; else this unit and everything in it.
  place_code text references hometowns.place,
  announced_by uuid not null references identity.person,
  announced_at timestamptz not null,
  ended_by uuid references identity.person,
  ended_at timestamptz,
  check ((ended_by is null) = (ended_at is null)));
create table voice.update (
  id uuid primary key,
  project_id uuid not null references projects.project,
  text jsonb not null check (text ->> 'original' in ('ro', 'ru', 'en') and length(text ->> (text ->> 'original')) between 1 and 4000),
  photo_id uuid references platform.file,
  milestone_id uuid references projects.milestone,
  office text not null check (office in ('town-hall', 'association')),
  -- Published in this period, with the word of whoever wrote it that it keeps to its rule.
  neutral_period_id uuid references voice.neutral_period,
  by uuid not null references identity.person,
  at timestamptz not null,
  tx bigint not null default ledger.tx());
create index on voice.update (project_id, at desc);
create index on voice.update (photo_id);
call platform.make_append_only('voice.update');
-- Whether news show, and why not; the last word counts, all are kept.
create table voice.update_hiding (
  id bigint generated always as identity primary key,
  update_id uuid not null references voice.update,
  hidden boolean not null,
  reason text not null check (length(reason) between 1 and 500),
  by uuid not null references identity.person,
  at timestamptz not null,
  tx bigint not null default ledger.tx());
create index on voice.update_hiding (update_id, id desc);
call platform.make_append_only('voice.update_hiding');
create table voice.follow (
  id uuid primary key,
  project_id uuid not null references projects.project,
  person_id uuid not null references identity.person,
  -- A tick on the giving form, or one's own press.
  by_gift boolean not null,
  since timestamptz not null,
  until timestamptz check (until >= since),
  -- The gift whose tick it was has been taken back: nobody has said that he wants no news.
  ended_by_gift boolean not null default false check (not ended_by_gift or (by_gift and until is not null)));
create unique index follow_once on voice.follow (project_id, person_id) where until is null;
create index on voice.follow (person_id);
grant usage on schema voice to plai_app;
grant select, insert, update on voice.follow to plai_app;
grant select, insert, update (ended_by, ended_at) on voice.neutral_period to plai_app;
grant usage on all sequences in schema voice to plai_app;`;
