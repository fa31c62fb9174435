import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Assemblies of associations: who called them, their agenda, what became of each question, who signed the minutes. */
export class Assemblies1700000009700 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const part of [ASSEMBLY, AGENDA, GRANTS]) await runner.query(part);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('migrations only go forward'));
  }
}

const ASSEMBLY = `
create schema if not exists assemblies;
create table assemblies.assembly (
  id uuid primary key,
  association_id uuid not null references hometowns.body,
  -- A draft is its maker's own; proposed: he is no president and waits for a fifth of the members.
  state text not null default 'draft' check (state in ('draft', 'proposed', 'called', 'open', 'closed', 'called-off', 'lapsed')),
  opens_on date not null,
  by uuid not null references identity.person,
  at timestamptz not null,
  proposed_at timestamptz,
  -- The members have notice from this moment on.
  called_at timestamptz,
  -- By which its points are voted on: the association's when notice was given.
  rule jsonb,
  number int check (number > 0),
  opened_at timestamptz,
  closed_at timestamptz,
  -- Who was president when its last vote was counted.
  chair_id uuid references identity.person check (chair_id is null or closed_at is not null),
  -- Stands on the minutes: whoever has them checks them by it.
  code text unique check (length(code) = 16),
  called_off_at timestamptz,
  why text check (length(why) between 1 and 500),
  unique (association_id, number),
  check ((called_at is null) = (number is null) and (called_at is null) = (rule is null)),
  check ((called_off_at is null) = (why is null)),
  check ((closed_at is null) = (code is null)),
  check ((state = 'closed') = (closed_at is not null)),
  check ((state in ('open', 'closed')) = (opened_at is not null)),
  check (opened_at is null or called_at is not null),
  -- Seven whole days lie between the notice and the day on which it opens.
  constraint noticed check (called_at is null or opens_on > (called_at at time zone 'Europe/Chisinau')::date + 7),
  constraint opened_on_its_day check (opened_at is null or (opened_at at time zone 'Europe/Chisinau')::date >= opens_on));
create index on assemblies.assembly (association_id, at);
create index assembly_due on assemblies.assembly (opens_on) where state = 'called';
create table assemblies.backing (
  assembly_id uuid not null references assemblies.assembly,
  person_id uuid not null references identity.person,
  at timestamptz not null,
  primary key (assembly_id, person_id));
call platform.make_append_only('assemblies.backing');
-- Two people sign what was decided: the president, and an officer who answers for the minutes; where nobody is left who could, a member.
create table assemblies.signature (
  assembly_id uuid not null references assemblies.assembly,
  office text not null check (office in ('chair', 'secretary')),
  person_id uuid not null references identity.person,
  at timestamptz not null,
  primary key (assembly_id, office),
  constraint two_people unique (assembly_id, person_id));
call platform.make_append_only('assemblies.signature');`;

const AGENDA = `
create table assemblies.item (
  id uuid primary key,
  assembly_id uuid not null references assemblies.assembly,
  position int not null check (position between 1 and 20),
  kind text not null check (kind in ('question', 'officers', 'rules', 'dissolution')),
  question jsonb not null check (length(question ->> (question ->> 'original')) between 3 and 1000),
  role text check (role in ('president', 'treasurer', 'inspector')),
  candidate_id uuid references identity.person,
  years int check (years between 1 and 4),
  -- What the candidate himself says to it, before the notice.
  candidate_says text check (candidate_says in ('yes', 'no')),
  rule jsonb,
  vote_id uuid unique references voting.vote,
  -- Its vote is over, and that was heard here; an assembly closes when all of them are.
  counted_at timestamptz,
  effect text check (effect in ('done', 'candidate-left', 'outvoted')),
  unique (assembly_id, position) deferrable initially immediate,
  check ((kind = 'officers') = (role is not null) and (kind = 'officers') = (candidate_id is not null) and (kind = 'officers') = (years is not null)),
  check ((kind = 'rules') = (rule is not null)),
  check (candidate_says is null or kind = 'officers'),
  check (counted_at is null or vote_id is not null),
  check (effect is null or counted_at is not null));
-- An association ends once.
create unique index one_dissolution on assemblies.item (assembly_id) where kind = 'dissolution';
-- What the members have notice of is what they vote on.
create function assemblies.refuse_after_notice() returns trigger language plpgsql as $$ begin
  if not exists (select from assemblies.assembly
      where id = coalesce(new.assembly_id, old.assembly_id) and state = 'draft') then
    raise exception 'the agenda stands' using errcode = 'PL002';
  end if;
  return coalesce(new, old); end $$;
create trigger in_draft before insert or delete or update of position, candidate_says on assemblies.item for each row execute function assemblies.refuse_after_notice();`;

const GRANTS = `
grant usage on schema assemblies to plai_app;
grant select, insert, update (state, opens_on, proposed_at, called_at, rule, number, opened_at, closed_at, chair_id, code, called_off_at, why) on assemblies.assembly to plai_app;
grant select, insert, delete, update (position, candidate_says, vote_id, counted_at, effect) on assemblies.item to plai_app;
grant select, insert on assemblies.backing, assemblies.signature to plai_app;
grant execute on all functions in schema assemblies to plai_app;`;
