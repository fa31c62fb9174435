import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A town's board: what its people need, who else does, who helps, what the town hall answers, and what it would cost. */
export class Needs1700000009500 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(NEED);
    await runner.query(ANSWER);
    await runner.query(OPTION);
    await runner.query(QUIET);
    await runner.query(PAPER);
    await runner.query(GRANTS);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('migrations only go forward'));
  }
}

const NEED = `
create schema needs;
create table needs.need (
  id uuid primary key,
  place_code text not null references hometowns.place,
  title jsonb not null check (length(title ->> (title ->> 'original')) between 3 and 120),
  why jsonb not null check (length(why ->> (why ->> 'original')) between 1 and 2000),
  part text check (length(part) between 1 and 60),
  -- Null for what was handed in on paper.
  by uuid references identity.person,
  at timestamptz not null,
  -- The last day on which the town hall's answer is in time; null where none is here to answer.
  answer_by date);
create index on needs.need (place_code, at);
create index on needs.need (by, at);
create index on needs.need (at, id);
call platform.make_append_only('needs.need');
create table needs.support (
  need_id uuid not null references needs.need,
  person_id uuid not null references identity.person,
  -- What he was in the town when he said so: found to be somebody's twin, he counts no more.
  neighbour_id uuid not null references neighbours.neighbour,
  roll text not null check (roll in ('resident', 'native')),
  at timestamptz not null,
  primary key (need_id, person_id));
create index on needs.support (person_id);
-- Two needs that are one: supporters are counted together, each once. Undone by the same door.
create table needs.merge (
  id uuid primary key,
  need_id uuid not null references needs.need,
  into_id uuid not null references needs.need,
  by uuid not null references identity.person,
  at timestamptz not null,
  undone_by uuid references identity.person,
  undone_at timestamptz,
  check (need_id <> into_id),
  check ((undone_by is null) = (undone_at is null)));
create unique index merged_once on needs.merge (need_id) where undone_at is null;
create index on needs.merge (into_id) where undone_at is null;
create index on needs.merge (at);
create index on needs.merge (undone_at);
-- Whether a need shows on its board, and why not; the last word counts, all are kept.
create table needs.hiding (
  id bigint generated always as identity primary key,
  need_id uuid not null references needs.need,
  hidden boolean not null,
  reason text not null check (length(reason) between 1 and 500),
  by uuid not null references identity.person,
  at timestamptz not null);
create index on needs.hiding (need_id, id desc);
call platform.make_append_only('needs.hiding');
-- Whoever wrote a need takes it back, while it is nobody else's too; its words show no more.
create table needs.withdrawal (
  need_id uuid primary key references needs.need,
  by uuid not null references identity.person,
  at timestamptz not null);
call platform.make_append_only('needs.withdrawal');
create table needs.offer (
  id uuid primary key,
  need_id uuid not null references needs.need,
  by uuid not null references identity.person,
  kind text not null check (kind in ('skill', 'time', 'material', 'money')),
  words jsonb not null check (length(words ->> (words ->> 'original')) between 1 and 500),
  hours int check (hours between 1 and 10000),
  amount_minor bigint check (amount_minor > 0),
  -- Officers of the town hall and the association may see his address, and nobody else.
  contact boolean not null,
  at timestamptz not null,
  withdrawn_at timestamptz,
  check (hours is null or kind in ('skill', 'time')),
  check (amount_minor is null or kind = 'money'));
create index on needs.offer (need_id);`;

const ANSWER = `
-- How many days a town hall gives itself to answer; 30 where it has said nothing.
create table needs.term (
  id uuid primary key,
  -- The newest counts: two of one moment have an order.
  n bigint generated always as identity unique,
  place_code text not null references hometowns.place,
  days int not null check (days between 10 and 60),
  by uuid not null references identity.person,
  since timestamptz not null);
create index on needs.term (place_code, n desc);
call platform.make_append_only('needs.term');
create table needs.answer (
  id uuid primary key,
  -- The newest counts, as it does for terms.
  n bigint generated always as identity unique,
  need_id uuid not null references needs.need,
  kind text not null check (kind in ('planned', 'done', 'not')),
  why jsonb not null check (length(why ->> (why ->> 'original')) between 1 and 2000),
  by uuid not null references identity.person,
  at timestamptz not null);
create index on needs.answer (need_id, n desc);
create index on needs.answer (at);
call platform.make_append_only('needs.answer');
-- The next day on which the town hall is reminded of a need that waits for its answer: whoever reminds it looks at what is
-- due, and not through all boards.
create table needs.reminder (
  need_id uuid primary key references needs.need,
  next_on date not null);
create index on needs.reminder (next_on);`;

const OPTION = `
create table needs.option (
  id uuid primary key,
  place_code text not null references hometowns.place,
  title jsonb not null check (length(title ->> (title ->> 'original')) between 3 and 120),
  description jsonb not null check (length(description ->> (description ->> 'original')) between 1 and 2000),
  cost_minor bigint not null check (cost_minor > 0),
  -- Where the sum is from: an estimate, an offer, the price of a finished work.
  source text not null check (length(source) between 1 and 300),
  part text check (length(part) between 1 and 60),
  by uuid not null references identity.person,
  at timestamptz not null,
  withdrawn_by uuid references identity.person,
  withdrawn_at timestamptz,
  withdrawn_why text check (length(withdrawn_why) between 1 and 2000),
  check ((withdrawn_by is null) = (withdrawn_at is null) and (withdrawn_by is null) = (withdrawn_why is null)));
create index on needs.option (place_code, at);
create index on needs.option (at);
create table needs.option_need (
  option_id uuid not null references needs.option,
  need_id uuid not null references needs.need,
  primary key (option_id, need_id));
create index on needs.option_need (need_id);
call platform.make_append_only('needs.option_need');
-- What a vote under a budget said of an option: of several the last.
create table needs.choice (
  n bigint generated always as identity unique,
  option_id uuid not null references needs.option,
  vote_id uuid not null,
  won boolean not null,
  -- When that vote closed; it may be counted later.
  at timestamptz not null,
  primary key (option_id, vote_id));
call platform.make_append_only('needs.choice');`;

const QUIET = `
-- Whom the link that stops letters about a town's board is for: it stands in addresses that others log, so it names nobody.
create table needs.reader (
  id uuid primary key,
  place_code text not null references hometowns.place,
  person_id uuid not null references identity.person,
  unique (place_code, person_id));
-- Who wants no letters about a town's board.
create table needs.quiet (
  place_code text not null references hometowns.place,
  person_id uuid not null references identity.person,
  since timestamptz not null,
  primary key (place_code, person_id));`;

const PAPER = `
-- What somebody without an account has signed on paper: entered by one officer, counter-signed by another.
create table needs.paper (
  id uuid primary key references approvals.approval,
  place_code text not null references hometowns.place,
  -- Under which it lies in the town hall's register.
  number text not null check (length(number) between 1 and 20),
  -- What it supports; its own need, which has its id, stands from the second signature on.
  need_id uuid references needs.need,
  title jsonb check (length(title ->> (title ->> 'original')) between 3 and 120),
  why jsonb check (length(why ->> (why ->> 'original')) between 1 and 2000),
  part text check (length(part) between 1 and 60),
  roll text not null check (roll in ('resident', 'native')),
  -- Kept until the second person has compared it with the paper; then only that the same name is not counted twice for a need.
  name text check (length(name) between 3 and 120),
  name_digest bytea not null check (length(name_digest) = 32),
  by uuid not null references identity.person,
  at timestamptz not null,
  state text not null default 'waiting' check (state in ('waiting', 'counted', 'refused')),
  decided_at timestamptz,
  check ((title is null) = (why is null) and (title is not null or (need_id is not null and part is null))),
  check ((state = 'waiting') = (name is not null) and (state = 'waiting') = (decided_at is null)),
  check (state <> 'counted' or need_id is not null));
create unique index paper_number on needs.paper (place_code, number) where state <> 'refused';
create unique index paper_name on needs.paper (need_id, name_digest) where state = 'counted';
create index on needs.paper (place_code, at);`;

const GRANTS = `
grant usage on schema needs to plai_app;
grant select, insert, delete on needs.quiet to plai_app;
grant select, insert on needs.reader to plai_app;
grant select, insert, delete, update (next_on) on needs.reminder to plai_app;
grant select, insert, update (need_id, name, state, decided_at) on needs.paper to plai_app;
grant select, insert, delete on needs.support to plai_app;
grant select, insert, update (undone_by, undone_at) on needs.merge to plai_app;
grant select, insert, update (withdrawn_at) on needs.offer to plai_app;
grant select, insert, update (withdrawn_by, withdrawn_at, withdrawn_why) on needs.option to plai_app;`;
