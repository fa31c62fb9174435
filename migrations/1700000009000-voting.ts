import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Votes with frozen rolls, ballots that know no person, reasons apart from ballots. */
export class Voting1700000009000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(VOTES);
    await runner.query(BALLOTS);
    await runner.query(GRANTS);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('migrations only go forward'));
  }
}

const VOTES = `
create schema if not exists voting;
create table voting.vote (
  id uuid primary key,
  kind text not null check (kind in ('endorsement', 'release', 'question', 'officers', 'rules', 'dissolution')),
  subject text not null check (subject ~ '^(project|tranche|question):[0-9a-f-]{36}$'),
  -- Null when an association decides about itself: then the question stands here in words.
  project_id uuid references projects.project,
  question jsonb check (length(question ->> (question ->> 'original')) between 3 and 1000),
  association_id uuid not null references hometowns.body,
  quorum_num int not null check (quorum_num > 0),
  quorum_den int not null check (quorum_den >= quorum_num),
  majority_num int not null check (majority_num > 0),
  majority_den int not null check (majority_den >= majority_num),
  strict boolean not null,
  -- The majority is a share of all who may vote, not only of those for and against.
  of_roll boolean not null,
  silence text not null check (silence in ('refused', 'cast-decides', 'inspectors')),
  silence_verdict text check (silence_verdict in ('accepted', 'refused')),
  arbiter text not null,
  secret boolean not null,
  -- For how many others a member may vote whom they have asked to.
  proxies int not null default 0 check (proxies between 0 and 3),
  -- Whether a member may hand in his ballot on paper.
  paper_allowed boolean not null default false,
  roll_size int not null check (roll_size >= 0),
  entitled int not null check (entitled between 0 and roll_size),
  roll_hash text not null check (roll_hash ~ '^[0-9a-f]{64}$'),
  opens_at timestamptz not null,
  closes_at timestamptz not null check (closes_at > opens_at),
  reminded_at timestamptz,
  state text not null default 'open' check (state in ('open', 'closed', 'void')),
  closed_at timestamptz,
  -- By which heads of the books say that it was closed by then.
  closed_tx bigint,
  outcome text check (outcome in ('accepted', 'refused')),
  ground text check (ground in ('majority', 'no-majority', 'silence-refused', 'silence-inspectors')),
  quorate boolean,
  yes int check (yes >= 0),
  no int check (no >= 0),
  abstain int check (abstain >= 0),
  ballots_hash text check (ballots_hash ~ '^[0-9a-f]{64}$'),
  check ((project_id is null) = (question is not null)),
  check ((project_id is not null) = (kind in ('endorsement', 'release'))),
  check ((question is not null) = (subject like 'question:%')),
  check ((state = 'closed') = (outcome is not null and ground is not null and quorate is not null
    and yes is not null and no is not null and abstain is not null and ballots_hash is not null)),
  check ((state = 'open') = (closed_at is null)),
  check (state <> 'closed' or closed_at >= closes_at),
  check (yes + no + abstain <= entitled));
-- Of a joint project each association has a vote of its own.
create unique index vote_one_open on voting.vote (subject, association_id) where state = 'open';
create index vote_due on voting.vote (closes_at) where state = 'open';
create index on voting.vote (subject);
create index on voting.vote (project_id);
create index on voting.vote (association_id);
create table voting.roll_entry (
  vote_id uuid not null references voting.vote,
  person_id uuid not null references identity.person,
  recusal text check (recusal in ('town-hall-staff', 'evidence', 'supplier-kin', 'own-interest')),
  primary key (vote_id, person_id));
create index on voting.roll_entry (person_id);
call platform.make_append_only('voting.roll_entry');
-- A member's own word that he has an interest in what is decided: he takes no part in this vote, nor in later ones on its project.
create table voting.conflict (
  vote_id uuid not null,
  person_id uuid not null,
  project_id uuid references projects.project,
  why text not null check (length(why) between 1 and 500),
  at timestamptz not null,
  primary key (vote_id, person_id),
  foreign key (vote_id, person_id) references voting.roll_entry);
create index on voting.conflict (project_id, person_id);
call platform.make_append_only('voting.conflict');`;

const BALLOTS = `
-- Who has voted is known, and not when. What was voted lies apart, under a receipt that no row ties to a person.
create table voting.participation (
  vote_id uuid not null,
  person_id uuid not null,
  -- Whoever has a ballot on paper votes in no other way, and the reverse.
  channel text not null default 'online' check (channel in ('online', 'paper')),
  primary key (vote_id, person_id),
  foreign key (vote_id, person_id) references voting.roll_entry);
call platform.make_append_only('voting.participation');
create table voting.ballot (
  vote_id uuid not null references voting.vote,
  receipt text not null check (receipt ~ '^[2-9A-HJ-NP-Z]{4}(-[2-9A-HJ-NP-Z]{4}){3}$'),
  choice text not null check (choice in ('yes', 'no', 'abstain', 'withdrawn')),
  channel text not null default 'online' check (channel in ('online', 'paper')),
  changed int not null default 0 check (changed >= 0),
  primary key (vote_id, receipt));
create table voting.ballot_history (
  vote_id uuid not null,
  receipt text not null,
  n int not null check (n >= 0),
  choice text not null check (choice in ('yes', 'no', 'abstain', 'withdrawn')),
  primary key (vote_id, receipt, n),
  foreign key (vote_id, receipt) references voting.ballot);
call platform.make_append_only('voting.ballot_history');
-- Who asked whom to vote for him in one vote; over when he votes himself, or asks another before anything was cast.
create table voting.proxy (
  vote_id uuid not null,
  giver_id uuid not null,
  holder_id uuid not null check (holder_id <> giver_id),
  at timestamptz not null,
  used boolean not null default false,
  until timestamptz check (until >= at),
  foreign key (vote_id, giver_id) references voting.roll_entry,
  foreign key (vote_id, holder_id) references voting.roll_entry);
create unique index proxy_one on voting.proxy (vote_id, giver_id) where until is null;
create index on voting.proxy (vote_id, holder_id) where until is null;
-- A member's ballot on paper: entered by one officer, counter-signed by another. What he chose is kept until the two have
-- compared it; from then on it lies under his receipt like any other, and only that he took part stands here.
create table voting.paper (
  id uuid primary key references approvals.approval,
  vote_id uuid not null,
  person_id uuid not null,
  -- Under which it lies in the association's register.
  number text not null check (length(number) between 1 and 20),
  choice text check (choice in ('yes', 'no', 'abstain')),
  by uuid not null references identity.person,
  at timestamptz not null,
  -- late: the vote ended before the second signature.
  state text not null default 'waiting' check (state in ('waiting', 'counted', 'refused', 'late')),
  decided_at timestamptz,
  foreign key (vote_id, person_id) references voting.roll_entry,
  check (by <> person_id),
  check ((state = 'waiting') = (choice is not null) and (state = 'waiting') = (decided_at is null)));
create unique index paper_number on voting.paper (vote_id, number) where state <> 'refused';
create unique index paper_member on voting.paper (vote_id, person_id) where state in ('waiting', 'counted');
create table voting.reason (
  vote_id uuid not null references voting.vote,
  key text not null,
  text text not null check (length(text) between 1 and 500),
  primary key (vote_id, key));
-- A closed vote is closed in the database too.
-- A vote that is closed, or was stopped, stays so, with its result.
create function voting.keep_closed() returns trigger language plpgsql as $$ begin
  if old.state <> 'open' then raise exception 'vote % is closed', old.id using errcode = 'PL002'; end if;
  if new.state <> 'open' then new.closed_tx := ledger.tx(); end if;
  return new; end $$;
create trigger keep_closed before update on voting.vote for each row execute function voting.keep_closed();
create function voting.refuse_after_closing() returns trigger language plpgsql as $$ begin
  if not exists (select from voting.vote where id = coalesce(new.vote_id, old.vote_id) and state = 'open') then
    raise exception 'vote % is closed', coalesce(new.vote_id, old.vote_id) using errcode = 'PL002';
  end if;
  return coalesce(new, old); end $$;
create trigger while_open before insert or update on voting.ballot for each row execute function voting.refuse_after_closing();
create trigger while_open before insert or update or delete on voting.reason for each row execute function voting.refuse_after_closing();
create trigger while_open before insert or update on voting.proxy for each row execute function voting.refuse_after_closing();
create trigger while_open before insert on voting.paper for each row execute function voting.refuse_after_closing();
create trigger while_open before insert on voting.participation for each row execute function voting.refuse_after_closing();`;

const GRANTS = `
grant usage on schema voting to plai_app;
grant select, insert, update (state, closed_at, outcome, ground, quorate, yes, no, abstain, ballots_hash, reminded_at) on voting.vote to plai_app;
grant select, insert, update (choice, changed) on voting.ballot to plai_app;
grant select, insert, delete, update (text) on voting.reason to plai_app;
grant select, insert, update (used, until) on voting.proxy to plai_app;
grant select, insert, update (state, choice, decided_at) on voting.paper to plai_app;
grant execute on all functions in schema voting to plai_app;`;
