import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Projects: the whole plan and the campaign. */
export class Projects1700000008000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const part of [PROJECT, TOGETHER, BUDGET, STAGES, PAPERS, CAMPAIGN, GRANTS]) {
      await runner.query(part);
    }
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('migrations only go forward'));
  }
}

const PROJECT = `
create schema projects;
-- A text somebody wrote: the language it was written in, never empty in it. NULL passes: absence is another rule's matter.
create function projects.is_text(value jsonb) returns boolean language sql immutable as $$
  select value is null or (jsonb_typeof(value) = 'object' and value ->> 'original' in ('ro', 'ru', 'en')
    and length(trim(coalesce(value ->> (value ->> 'original'), ''))) > 0 and length(value::text) <= 20000) $$;
create table projects.project (
  id uuid primary key,
  code text not null unique check (code ~ '^[2-9A-HJ-NP-Z]{4}$'),
  town_hall_id uuid not null,
  place_code text not null check (place_code ~ '^[0-9]{7}$'),
  slug text not null check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 80),
  state text not null default 'draft' check (state in ('draft', 'submitted', 'endorsement', 'review', 'published',
    'campaign', 'collecting', 'funded', 'in-delivery', 'completed', 'failed', 'cancelled')),
  lang text not null check (lang in ('ro', 'ru', 'en')),
  title jsonb not null check (projects.is_text(title)),
  summary jsonb check (projects.is_text(summary)),
  why jsonb check (projects.is_text(why)),
  people_served int check (people_served between 1 and 10000000),
  sector text check (sector in ('water', 'sanitation', 'lighting', 'roads', 'transport', 'education', 'health', 'social',
    'culture', 'sport', 'parks', 'environment', 'energy', 'safety', 'economy', 'other')),
  maintainer jsonb check (projects.is_text(maintainer)),
  maintenance_payer jsonb check (projects.is_text(maintenance_payer)),
  upkeep_minor bigint check (upkeep_minor between 0 and 10000000000000),
  risks jsonb check (projects.is_text(risks)),
  -- The programme that it enters: its rules, its floor for the people's share, and the rate by which foreign sums count.
  programme_edition_id uuid references programmes.edition,
  programme_rate jsonb check (jsonb_typeof(programme_rate) = 'object'),
  floor_bp int check (floor_bp between 0 and 10000),
  photos_checked boolean not null default false,
  illustrative boolean not null default false,
  -- The town's option that it builds, when a vote under a budget chose it.
  option_id uuid,
  association_id uuid,
  no_association boolean not null default false,
  objections_until timestamptz,
  search text not null default '',
  published_at timestamptz,
  created_by uuid not null,
  created_at timestamptz not null,
  version int not null default 1 check (version > 0),
  unique (place_code, slug),
  check (association_id is null or not no_association),
  check (programme_edition_id is not null or (floor_bp is null and programme_rate is null)),
  check (state in ('draft', 'cancelled') or (people_served is not null and sector is not null and summary is not null
    and why is not null and maintainer is not null and maintenance_payer is not null and risks is not null
    and (association_id is not null or no_association))),
  check (published_at is not null or state in ('draft', 'submitted', 'endorsement', 'review', 'cancelled')),
  check (published_at is null or state not in ('draft', 'submitted', 'endorsement', 'review')));
create index on projects.project (published_at desc, id desc) where published_at is not null;
create index on projects.project (town_hall_id);
create index on projects.project (association_id);
create index on projects.project (programme_edition_id) where programme_edition_id is not null;
create index on projects.project (state);
-- One project builds an option, until it is given up.
create unique index project_of_option on projects.project (option_id) where state not in ('failed', 'cancelled');
-- What was typed in each part of the file, kept word for word, valid or not.
create table projects.section (
  project_id uuid not null references projects.project,
  name text not null check (name in ('place', 'budget', 'funding', 'campaign', 'stages', 'documents', 'maintenance', 'association')),
  version int not null check (version > 0),
  typed jsonb not null check (jsonb_typeof(typed) = 'object' and length(typed::text) <= 400000),
  saved_by uuid not null,
  saved_at timestamptz not null,
  primary key (project_id, name));`;

const TOGETHER = `
-- Another town hall that builds with the project's own. One living row for each; what was declined or taken back stays.
create table projects.partner (
  id uuid primary key,
  project_id uuid not null references projects.project,
  town_hall_id uuid not null references hometowns.body,
  state text not null check (state in ('invited', 'agreed', 'declined', 'removed')),
  -- The association that votes for its town; null where it has none, and the public is asked.
  association_id uuid references hometowns.body,
  act_no text check (length(act_no) between 1 and 60),
  act_date date,
  -- What its council agreed to pay: the sum of its sources in the plan on that day.
  agreed_minor bigint check (agreed_minor >= 0),
  reason text check (length(trim(reason)) between 1 and 4000),
  invited_by uuid not null,
  invited_at timestamptz not null,
  answered_by uuid,
  answered_at timestamptz,
  check ((act_no is null) = (act_date is null)),
  check (state <> 'agreed' or (act_no is not null and agreed_minor is not null)),
  check ((state = 'declined') = (reason is not null)),
  check ((state = 'invited') = (answered_at is null)),
  check ((answered_by is null) = (answered_at is null)));
create unique index partner_once on projects.partner (project_id, town_hall_id) where state in ('invited', 'agreed');
create index on projects.partner (town_hall_id);
create index on projects.partner (association_id);
-- Whose word a project that was sent waits for: one line for each association concerned, each time that it is sent.
create table projects.endorsement (
  project_id uuid not null references projects.project,
  association_id uuid not null references hometowns.body,
  asked_at timestamptz not null,
  vote_id uuid unique,
  -- Void: another association refused first.
  outcome text check (outcome in ('accepted', 'refused', 'void')),
  primary key (project_id, association_id, asked_at),
  check ((vote_id is not null) = coalesce(outcome in ('accepted', 'refused'), false)));
create unique index endorsement_awaited on projects.endorsement (project_id, association_id) where outcome is null;`;

const BUDGET = `
create table projects.budget_line (
  id uuid primary key,
  project_id uuid not null references projects.project,
  position int not null check (position > 0),
  name jsonb check (projects.is_text(name)),
  quantity numeric(15, 3) check (quantity > 0),
  unit text check (unit in ('piece', 'set', 'm', 'm2', 'm3', 'km', 'ha', 'kg', 't', 'l', 'hour', 'day', 'month', 'service')),
  unit_price_minor bigint check (unit_price_minor between 0 and 10000000000000),
  core_quantity numeric(15, 3) not null default 0 check (core_quantity >= 0),
  amount_minor bigint not null check (amount_minor between 0 and 10000000000000),
  core_minor bigint not null check (core_minor between 0 and amount_minor),
  unique (project_id, id),
  unique (project_id, position) deferrable initially deferred,
  check (core_quantity <= coalesce(quantity, 0)),
  -- Half-even to the ban is the code's; that nobody is further off than half a ban is held here.
  check (2 * abs(amount_minor - coalesce(quantity * unit_price_minor, 0)) <= 1),
  check (2 * abs(core_minor - coalesce(core_quantity * unit_price_minor, 0)) <= 1));
create table projects.funding_source (
  id uuid primary key,
  project_id uuid not null references projects.project,
  position int not null check (position > 0),
  kind text not null check (kind in ('state', 'town', 'district', 'grant', 'partner', 'people')),
  name jsonb check (projects.is_text(name)),
  amount_minor bigint not null check (amount_minor between 0 and 10000000000000),
  stage text not null default 'promised' check (stage in ('promised', 'authorised', 'paid')),
  act_kind text check (act_kind in ('council-decision', 'mayor-order', 'government-decision', 'grant-agreement', 'contract', 'letter', 'payment-order')),
  act_no text check (length(act_no) between 1 and 60),
  act_date date,
  act_file uuid references platform.file,
  -- Of a joint project the partner whose share it is; null where the project's own town hall answers for it.
  town_hall_id uuid references hometowns.body,
  unique (project_id, id),
  unique (project_id, position) deferrable initially deferred,
  check (kind = 'town' or town_hall_id is null),
  check (kind <> 'people' or (stage = 'promised' and act_kind is null)));
create index on projects.funding_source (act_file);
create index on projects.funding_source (town_hall_id);
create unique index people_once on projects.funding_source (project_id) where kind = 'people';
create table projects.scope_tier (
  id uuid primary key,
  project_id uuid not null references projects.project,
  position int not null check (position > 0),
  name jsonb check (projects.is_text(name)),
  description jsonb check (projects.is_text(description)),
  unique (project_id, id),
  unique (project_id, position) deferrable initially deferred);
-- A smaller version does of these lines only what is needed in any case. What it costs is counted, and stands nowhere.
create table projects.left_out (
  project_id uuid not null,
  tier_id uuid not null,
  line_id uuid not null,
  primary key (tier_id, line_id),
  foreign key (project_id, tier_id) references projects.scope_tier (project_id, id) on delete cascade,
  foreign key (project_id, line_id) references projects.budget_line (project_id, id) on delete cascade);
create index on projects.left_out (project_id, line_id);`;

const STAGES = `
create table projects.milestone (
  id uuid primary key,
  project_id uuid not null references projects.project,
  position int not null check (position > 0),
  name jsonb check (projects.is_text(name)),
  planned_on date,
  expected_on date,
  delay_reason jsonb check (projects.is_text(delay_reason)),
  met_on date,
  unique (project_id, id),
  unique (project_id, position) deferrable initially deferred,
  check ((expected_on is null) = (delay_reason is null)));
create table projects.tranche (
  id uuid primary key,
  project_id uuid not null references projects.project,
  position int not null check (position > 0),
  milestone_id uuid,
  share_bp int check (share_bp between 1 and 10000),
  evidence jsonb check (projects.is_text(evidence)),
  unique (project_id, id),
  unique (project_id, position) deferrable initially deferred,
  foreign key (project_id, milestone_id) references projects.milestone (project_id, id) deferrable initially deferred);`;

const PAPERS = `
create table projects.document (
  project_id uuid not null references projects.project,
  file_id uuid not null references platform.file,
  position int not null check (position > 0),
  what text not null check (what in ('form', 'estimate', 'council-decision', 'technical-project', 'permit', 'agreement', 'letter', 'offer', 'other')),
  title jsonb check (projects.is_text(title)),
  public boolean not null default true,
  primary key (project_id, file_id),
  unique (project_id, position) deferrable initially deferred);
create table projects.photo (
  project_id uuid not null references projects.project,
  file_id uuid not null references platform.file,
  position int not null check (position > 0),
  caption jsonb check (projects.is_text(caption)),
  primary key (project_id, file_id),
  unique (project_id, position) deferrable initially deferred);
create index on projects.document (file_id);
create index on projects.photo (file_id);`;

const CAMPAIGN = `
create table projects.campaign (
  project_id uuid primary key references projects.project,
  model text check (model in ('all-or-nothing', 'keep')),
  minimum_minor bigint check (minimum_minor between 1 and 10000000000000),
  optimum_minor bigint check (optimum_minor between 1 and 10000000000000),
  buffer_bp int not null default 0 check (buffer_bp between 0 and 5000),
  -- Once, if it would fail with so much of its minimum, it goes on for so many days.
  extend_at_bp int check (extend_at_bp between 1 and 9900),
  extend_days int check (extend_days between 7 and 30),
  opens_on date,
  closes_on date,
  -- The last day that it had before it was extended.
  extended_from date,
  opened_at timestamptz,
  closes_at timestamptz,
  closed_at timestamptz,
  outcome text check (outcome in ('funded', 'failed', 'cancelled')),
  -- The smaller version that is built.
  built_tier_id uuid,
  foreign key (project_id, built_tier_id) references projects.scope_tier (project_id, id),
  check (built_tier_id is null or coalesce(outcome, '') in ('funded', 'cancelled')),
  check ((opened_at is null) = (closes_at is null)),
  check (opened_at is null or (model is not null and minimum_minor <= optimum_minor and opened_at < closes_at
    and closes_on - opens_on + 1 >= 7
    and (extend_at_bp is null) = (extend_days is null)
    and coalesce(extended_from, closes_on) - opens_on + 1 + coalesce(extend_days, 0) <= 60)),
  check (extended_from is null or (opened_at is not null and closes_on - extended_from = extend_days)),
  check (closed_at is null or opened_at is not null));
create index on projects.campaign (closes_at) where opened_at is not null and closed_at is null;`;

const GRANTS = `
grant usage on schema projects to plai_app;
grant select, insert, update on projects.project, projects.partner, projects.endorsement, projects.section, projects.campaign to plai_app;
grant select, insert, update, delete on projects.budget_line, projects.funding_source, projects.scope_tier, projects.left_out,
  projects.milestone, projects.tranche, projects.document, projects.photo to plai_app;
grant execute on all functions in schema projects to plai_app;
alter default privileges in schema projects grant execute on functions to plai_app;`;
