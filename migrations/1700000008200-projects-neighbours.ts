import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Ties projects to the places, bodies and people they name; keeps beside a section what of it could not be read. */
export class ProjectsNeighbours1700000008200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(NEIGHBOURS);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('migrations only go forward'));
  }
}

const NEIGHBOURS = `
alter table projects.section
  add column problems jsonb not null default '[]' check (jsonb_typeof(problems) = 'array'),
  add foreign key (saved_by) references identity.person;
alter table projects.project
  add foreign key (town_hall_id) references hometowns.body,
  add foreign key (association_id) references hometowns.body,
  add foreign key (place_code) references hometowns.place,
  add foreign key (created_by) references identity.person;
-- An association that ends gives what it answers for to another; null where there is none, and the public is asked in its place.
create table projects.hand_over (
  project_id uuid not null references projects.project,
  from_id uuid not null references hometowns.body,
  to_id uuid references hometowns.body check (to_id <> from_id),
  by uuid not null references identity.person,
  at timestamptz not null,
  primary key (project_id, from_id));
create index on projects.hand_over (from_id);
call platform.make_append_only('projects.hand_over');
alter table projects.transition add foreign key (by) references identity.person;
alter table projects.correction add foreign key (by) references identity.person;
alter table projects.objection
  add foreign key (person_id) references identity.person,
  add foreign key (answered_by) references identity.person;`;
