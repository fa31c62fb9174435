import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Votes under a budget: what was put to the vote, who voted, what was ticked (by nobody in particular), what came out. */
export class Budgeting1700000009600 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(VOTE);
    await runner.query(BALLOTS);
    await runner.query(TALLY);
    await runner.query(GRANTS);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('migrations only go forward'));
  }
}

const VOTE = `
create schema budgeting;
create table budgeting.vote (
  id uuid primary key,
  place_code text not null references hometowns.place,
  town_hall_id uuid not null references hometowns.body,
  -- Who agrees that it opens; null where the operator does.
  association_id uuid references hometowns.body,
  title jsonb not null check (length(title ->> (title ->> 'original')) between 3 and 120),
  budget_minor bigint not null check (budget_minor > 0),
  rule text not null default 'mes_add1u' check (rule = 'mes_add1u'),
  -- The rules as they were written when it opened, in every language.
  rules jsonb,
  identity text not null check (identity in ('email', 'phone-or-vouched')),
  days int not null check (days between 7 and 60),
  -- What the town hall wants to put to the vote; copied when it opens.
  wanted uuid[] not null check (cardinality(wanted) between 2 and 99),
  state text not null default 'draft' check (state in ('draft', 'open', 'counting', 'closed', 'void')),
  prepared_by uuid not null references identity.person,
  prepared_at timestamptz not null,
  agreed_by uuid references identity.person,
  opened_at timestamptz,
  closes_at timestamptz,
  closed_at timestamptz,
  ballots_hash text check (ballots_hash ~ '^[0-9a-f]{64}$'),
  -- Whether it is told which roll a ballot is of: never when one of the two is smaller than five.
  rolls_shown boolean,
  -- Whether it is told which ballot came on paper: never when so few did, or did not, on a roll that is told.
  channels_shown boolean,
  -- Twins among those who voted: of whom nobody decided, who are two people, whose second ballot was taken out.
  twins_flagged int check (twins_flagged >= 0),
  twins_cleared int check (twins_cleared >= 0),
  twins_out int check (twins_out >= 0),
  -- While it is counted: how many of the counts are done.
  progress int not null default 0 check (progress >= 0),
  counted_at timestamptz,
  result_hash text check (result_hash ~ '^[0-9a-f]{64}$'),
  -- When its neighbours were reminded that it closes.
  reminded_at timestamptz,
  -- Why it was refused or stopped; a draft is taken back without a word.
  void_why text check (length(void_why) between 1 and 2000),
  -- When two stopped it while it was open.
  voided_at timestamptz,
  check ((state in ('open', 'counting', 'closed') or voided_at is not null) = (opened_at is not null and agreed_by is not null and closes_at is not null)),
  check ((rules is not null) = (opened_at is not null)),
  check (agreed_by <> prepared_by),
  check (closes_at >= opened_at + days * interval '24 hours' - interval '1 hour'),
  check ((state in ('counting', 'closed')) = (closed_at is not null and ballots_hash is not null and rolls_shown is not null and channels_shown is not null
    and twins_flagged is not null and twins_cleared is not null and twins_out is not null)),
  check (closed_at >= closes_at),
  check ((state = 'closed') = (counted_at is not null and result_hash is not null)),
  check (void_why is null or state = 'void'),
  check (voided_at is null or void_why is not null),
  check (voided_at is null or state = 'void'));
create index on budgeting.vote (place_code, prepared_at);
create index vote_due on budgeting.vote (closes_at) where state = 'open';
create unique index vote_one_of_town on budgeting.vote (place_code) where state in ('draft', 'open');
create table budgeting.option (
  vote_id uuid not null references budgeting.vote,
  -- By what it is named on ballots and in files: "01".
  code text not null check (code ~ '^[0-9]{2}$'),
  option_id uuid not null references needs.option,
  title jsonb not null,
  description jsonb not null,
  cost_minor bigint not null check (cost_minor > 0),
  part text,
  primary key (vote_id, code),
  unique (vote_id, option_id));
create index on budgeting.option (option_id);
call platform.make_append_only('budgeting.option');`;

const BALLOTS = `
-- Who has voted is known, and not when. What was ticked lies apart, under a receipt that no row ties to a person.
create table budgeting.participation (
  vote_id uuid not null references budgeting.vote,
  person_id uuid not null references identity.person,
  roll text not null check (roll in ('resident', 'native')),
  part text,
  -- Of the name under which he voted, where he has one: the same on a paper is one voice.
  name_digest bytea check (length(name_digest) = 32),
  primary key (vote_id, person_id));
create index on budgeting.participation (vote_id, name_digest);
call platform.make_append_only('budgeting.participation');
create table budgeting.ballot (
  vote_id uuid not null references budgeting.vote,
  receipt text not null check (receipt ~ '^[2-9A-HJ-NP-Z]{4}(-[2-9A-HJ-NP-Z]{4}){3}$'),
  roll text not null check (roll in ('resident', 'native')),
  part text,
  channel text not null default 'online' check (channel in ('online', 'paper')),
  ticked text[] not null,
  changed int not null default 0 check (changed >= 0),
  -- Taken out when the vote closed: two found that its voter has another ballot here.
  taken_out boolean not null default false,
  primary key (vote_id, receipt));
create table budgeting.ballot_history (
  vote_id uuid not null,
  receipt text not null,
  n int not null check (n >= 0),
  ticked text[] not null,
  primary key (vote_id, receipt, n),
  foreign key (vote_id, receipt) references budgeting.ballot);
call platform.make_append_only('budgeting.ballot_history');
-- A ballot that somebody handed in on paper: entered by the town hall, counter-signed by its second body. Name and ticks are
-- kept until the two have compared them; from then on the ballot lies apart like any other.
create table budgeting.paper (
  id uuid primary key references approvals.approval,
  vote_id uuid not null references budgeting.vote,
  -- Under which it lies in the town hall's register.
  number text not null check (length(number) between 1 and 20),
  roll text not null check (roll in ('resident', 'native')),
  part text check (length(part) between 1 and 60),
  name text check (length(name) between 3 and 120),
  name_digest bytea not null check (length(name_digest) = 32),
  ticked text[],
  by uuid not null references identity.person,
  at timestamptz not null,
  -- late: the vote ended before the second signature.
  state text not null default 'waiting' check (state in ('waiting', 'counted', 'refused', 'late')),
  decided_at timestamptz,
  check ((state = 'waiting') = (name is not null) and (state = 'waiting') = (ticked is not null) and (state = 'waiting') = (decided_at is null)));
create unique index paper_number on budgeting.paper (vote_id, number) where state <> 'refused';
create unique index paper_name on budgeting.paper (vote_id, name_digest) where state = 'counted';
-- A closed vote is closed in the database too, what was frozen at opening stays as it was, and what was counted as it is.
create function budgeting.keep_frozen() returns trigger language plpgsql as $$ begin
  if old.state in ('closed', 'void') or (old.state = 'counting' and new.state not in ('counting', 'closed')) then
    raise exception 'vote % is closed', old.id using errcode = 'PL002'; end if;
  if old.opened_at is not null and (new.agreed_by, new.rules, new.opened_at, new.closes_at) is distinct from (old.agreed_by, old.rules, old.opened_at, old.closes_at) then
    raise exception 'vote % is open as it was opened', old.id using errcode = 'PL002'; end if;
  if old.closed_at is not null and (new.closed_at, new.ballots_hash, new.rolls_shown, new.channels_shown, new.twins_flagged, new.twins_cleared, new.twins_out)
      is distinct from (old.closed_at, old.ballots_hash, old.rolls_shown, old.channels_shown, old.twins_flagged, old.twins_cleared, old.twins_out) then
    raise exception 'the ballots of vote % are final', old.id using errcode = 'PL002'; end if;
  return new; end $$;
create trigger keep_frozen before update on budgeting.vote for each row execute function budgeting.keep_frozen();
-- Options are put on the ballot when it opens: not before, and none once somebody has voted.
create function budgeting.refuse_once_voted() returns trigger language plpgsql as $$ begin
  if not exists (select from budgeting.vote where id = new.vote_id and state = 'open') or exists (select from budgeting.ballot where vote_id = new.vote_id) then
    raise exception 'the ballot of vote % stands', new.vote_id using errcode = 'PL002';
  end if;
  return new; end $$;
create trigger at_opening before insert on budgeting.option for each row execute function budgeting.refuse_once_voted();
create function budgeting.refuse_after_closing() returns trigger language plpgsql as $$ begin
  if not exists (select from budgeting.vote where id = new.vote_id and state = 'open') then
    raise exception 'vote % is closed', new.vote_id using errcode = 'PL002';
  end if;
  return new; end $$;
create trigger while_open before insert or update on budgeting.ballot for each row execute function budgeting.refuse_after_closing();
create trigger while_open before insert on budgeting.paper for each row execute function budgeting.refuse_after_closing();
create trigger while_open before insert on budgeting.participation for each row execute function budgeting.refuse_after_closing();`;

const TALLY = `
create table budgeting.tally (
  vote_id uuid not null references budgeting.vote,
  -- Whose ballots: of everybody, of residents, of natives elsewhere.
  roll text not null check (roll in ('all', 'resident', 'native')),
  rule text not null check (rule in ('greedy_votes', 'mes_add1u')),
  voters int not null check (voters >= 0),
  -- What each voter had to spend, as an exact fraction of a ban; null where votes alone decide.
  endowment text check (endowment ~ '^[0-9]+(/[0-9]+)?$'),
  winners text[] not null,
  total_minor bigint not null check (total_minor >= 0),
  options jsonb not null,
  primary key (vote_id, roll, rule));
call platform.make_append_only('budgeting.tally');`;

const GRANTS = `
grant usage on schema budgeting to plai_app;
grant select, insert, update (state, agreed_by, rules, opened_at, closes_at, closed_at, ballots_hash, rolls_shown, channels_shown, twins_flagged, twins_cleared,
  twins_out, progress, counted_at, result_hash, reminded_at, void_why, voided_at) on budgeting.vote to plai_app;
grant select, insert, update (ticked, changed, taken_out) on budgeting.ballot to plai_app;
grant select, insert, update (state, name, ticked, decided_at) on budgeting.paper to plai_app;
grant execute on all functions in schema budgeting to plai_app;`;
