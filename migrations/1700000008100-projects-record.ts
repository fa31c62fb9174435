import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is logged of a project's life, projects reported elsewhere, and the rule that a published plan agrees. */
export class ProjectsRecord1700000008100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const part of [LIFE, REPORTED, AGREEMENT, GRANTS]) await runner.query(part);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('migrations only go forward'));
  }
}

const LIFE = `
create table projects.transition (
  id bigint generated always as identity primary key,
  project_id uuid not null references projects.project,
  from_state text,
  to_state text not null,
  cause text not null check (cause ~ '^[a-z]+(-[a-z]+)*$'),
  reason text check (length(reason) between 1 and 4000),
  by uuid,
  at timestamptz not null,
  -- By which heads of the books say what was so by then: a moment is that of a transaction's beginning, it may end later.
  tx bigint not null default ledger.tx());
create index on projects.transition (project_id, id);
call platform.make_append_only('projects.transition');
create table projects.review_note (
  id bigint generated always as identity primary key,
  transition_id bigint not null references projects.transition,
  section text not null,
  text text not null check (length(text) between 1 and 4000));
create index on projects.review_note (transition_id);
call platform.make_append_only('projects.review_note');
create table projects.correction (
  id bigint generated always as identity primary key,
  project_id uuid not null references projects.project,
  section text not null,
  field text not null check (field ~ '^/'),
  before jsonb,
  after jsonb,
  reason text check (length(trim(reason)) between 1 and 4000),
  by uuid,
  at timestamptz not null,
  tx bigint not null default ledger.tx(),
  check ((reason is null) = (by is null)),
  check (before is distinct from after));
create index on projects.correction (project_id, id);
call platform.make_append_only('projects.correction');
create table projects.objection (
  id uuid primary key,
  project_id uuid not null references projects.project,
  person_id uuid not null,
  name text check (length(name) between 1 and 120),
  text text not null check (length(trim(text)) between 1 and 4000),
  at timestamptz not null,
  answer text check (length(trim(answer)) between 1 and 4000),
  answered_by uuid,
  answered_at timestamptz,
  check ((answer is null) = (answered_by is null) and (answer is null) = (answered_at is null)));
create index on projects.objection (project_id, at);`;

const REPORTED = `
create table projects.reported_project (
  id text primary key check (id ~ '^[a-z0-9-]+$'),
  position int not null,
  towns text not null,
  district text not null,
  place_codes text[] not null check (cardinality(place_codes) > 0),
  purpose jsonb not null check (projects.is_text(purpose)),
  happened text not null,
  currency text,
  total_minor bigint,
  planned_minor bigint,
  target_minor bigint,
  raised_minor bigint,
  donors int,
  parts jsonb not null default '[]' check (jsonb_typeof(parts) = 'array'),
  note jsonb check (projects.is_text(note)),
  sources text[] not null check (cardinality(sources) > 0),
  check (currency is not null or coalesce(total_minor, planned_minor, target_minor, raised_minor) is null));
create index on projects.reported_project using gin (place_codes);`;

// The last defence: outside a draft a plan with holes, or whose sums do not agree, cannot be committed, whoever wrote it.
const AGREEMENT = `
create function projects.assert_agrees() returns trigger language plpgsql as $$
declare
  of uuid := (to_jsonb(coalesce(new, old)) ->> case tg_table_name when 'project' then 'id' else 'project_id' end)::uuid;
  lines bigint; sources bigint; people bigint; shares int; wanted bigint;
begin
  if (select state in ('draft', 'cancelled') from projects.project where id = of) then return null; end if;
  select coalesce(sum(amount_minor), 0) into lines from projects.budget_line where project_id = of;
  select coalesce(sum(amount_minor), 0), coalesce(sum(amount_minor) filter (where kind = 'people'), 0) into sources, people
    from projects.funding_source where project_id = of;
  select coalesce(sum(share_bp), 0) into shares from projects.tranche where project_id = of;
  select optimum_minor into wanted from projects.campaign where project_id = of;
  if exists (select from projects.budget_line where project_id = of and num_nulls(name, quantity, unit, unit_price_minor) > 0)
    or exists (select from projects.milestone where project_id = of and num_nulls(name, planned_on) > 0)
    or exists (select from projects.tranche where project_id = of and num_nulls(milestone_id, share_bp, evidence) > 0)
    or exists (select from projects.funding_source where project_id = of and kind <> 'people' and stage <> 'promised'
      and num_nulls(name, act_kind, act_no, act_date) > 0)
    or exists (select from projects.campaign where project_id = of and num_nulls(model, minimum_minor, optimum_minor, opens_on, closes_on) > 0) then
    raise exception 'the plan of project % has holes', of using errcode = 'PL002';
  end if;
  if lines <> sources or shares <> 10000 or people is distinct from wanted then
    raise exception 'the plan of project % does not agree: lines %, sources %, people %, optimum %, shares %', of, lines, sources, people, wanted, shares
      using errcode = 'PL002';
  end if;
  return null;
end $$;
create constraint trigger agrees after update of state on projects.project deferrable initially deferred for each row execute function projects.assert_agrees();
create constraint trigger agrees after insert or update or delete on projects.budget_line deferrable initially deferred for each row execute function projects.assert_agrees();
create constraint trigger agrees after insert or update or delete on projects.funding_source deferrable initially deferred for each row execute function projects.assert_agrees();
create constraint trigger agrees after insert or update or delete on projects.milestone deferrable initially deferred for each row execute function projects.assert_agrees();
create constraint trigger agrees after insert or update or delete on projects.tranche deferrable initially deferred for each row execute function projects.assert_agrees();
create constraint trigger agrees after update on projects.campaign deferrable initially deferred for each row execute function projects.assert_agrees();`;

const GRANTS = `
grant select, insert, update on projects.objection, projects.reported_project to plai_app;
grant usage on all sequences in schema projects to plai_app;`;
