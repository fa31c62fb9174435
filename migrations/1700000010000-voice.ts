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
create table voice.update (
  id uuid primary key,
  project_id uuid not null references projects.project,
  text jsonb not null check (text ->> 'original' in ('ro', 'ru', 'en') and length(text ->> (text ->> 'original')) between 1 and 4000),
  photo_id uuid references platform.file,
  milestone_id uuid references projects.milestone,
  office text not null check (office in ('town-hall', 'association')),
  by uuid not null references identity.person,
  at timestamptz not null);
create index on voice.update (project_id, at desc);
create index on voice.update (photo_id);
call platform.make_append_only('voice.update');
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
grant select, insert, update on voice.follow to plai_app;`;
