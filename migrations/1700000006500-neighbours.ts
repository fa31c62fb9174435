import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who belongs to a town, as resident or as native elsewhere, and who gives his word for it. */
export class Neighbours1700000006500 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(NEIGHBOUR);
    await runner.query(MAILBOX);
    await runner.query(VOUCH);
    await runner.query(TWINS);
    await runner.query(PHONE);
    await runner.query(GRANTS);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('migrations only go forward'));
  }
}

const NEIGHBOUR = `
create schema neighbours;
create table neighbours.neighbour (
  id uuid primary key,
  place_code text not null references hometowns.place,
  person_id uuid not null references identity.person,
  roll text not null check (roll in ('resident', 'native')),
  -- When he said so: a roll may be changed once in thirty days.
  roll_since timestamptz not null,
  part text check (length(part) between 1 and 60),
  since timestamptz not null,
  until timestamptz check (until >= since),
  -- Why it ended: he left, or two found that he is somebody who is a neighbour already.
  ended text check (ended in ('left', 'twin')),
  -- He was one until two found that: he is one again when it was not so.
  again boolean not null default false,
  check ((until is null) = (ended is null)),
  check (not again or ended = 'twin'),
  check (roll_since >= since));
create unique index one_neighbour on neighbours.neighbour (place_code, person_id) where until is null;
create index on neighbours.neighbour (person_id);
-- Whoever looks like another is compared with everybody who is or was of the town.
create index on neighbours.neighbour (place_code);`;

const MAILBOX = `
-- One mailbox is one neighbour of a town for ever, however its address is written: a digest with the installation's secret.
create table neighbours.mailbox (
  place_code text not null references hometowns.place,
  digest bytea not null check (length(digest) = 32),
  person_id uuid not null references identity.person,
  primary key (place_code, digest));
call platform.make_append_only('neighbours.mailbox');`;

const VOUCH = `
-- Somebody's word that a neighbour is whom his name says: a digest of the name that was read then, salted with the neighbour's
-- id. Under another name it counts no more.
create table neighbours.vouch (
  neighbour_id uuid not null references neighbours.neighbour,
  by uuid not null references identity.person,
  named bytea not null check (length(named) = 32),
  at timestamptz not null,
  primary key (neighbour_id, by, named));
create index on neighbours.vouch (by, at);
call platform.make_append_only('neighbours.vouch');`;

const TWINS = `
-- Two neighbours of a town who may be one person. Noticed by a rule (the same name in the same part), decided by two people, never dropped silently.
create table neighbours.twins (
  id uuid primary key,
  place_code text not null references hometowns.place,
  -- The one who came first, and the later one: if they are one person, the later row is closed.
  first_id uuid not null references neighbours.neighbour,
  later_id uuid not null references neighbours.neighbour,
  noticed_at timestamptz not null,
  decision text check (decision in ('same', 'different')),
  reason text check (length(reason) between 1 and 2000),
  approval_id uuid references approvals.approval,
  decided_at timestamptz,
  -- The later one says that he is not: once, against their being found one.
  objection text check (length(objection) between 1 and 2000),
  objected_at timestamptz,
  -- When the desk was told that the objection waits; once.
  reminded_at timestamptz check (reminded_at >= objected_at),
  check ((objection is null) = (objected_at is null)),
  check ((decision is null) = (decided_at is null) and (decision is null) = (reason is null) and (decision is null) = (approval_id is null)),
  check (first_id <> later_id),
  unique (first_id, later_id));
create index on neighbours.twins (place_code, noticed_at);
create index on neighbours.twins (later_id);`;

const PHONE = `
-- Codes by text message. The number is kept nowhere: a digest with the installation's secret, and its last two digits. Of its
-- country another digest, so that no country's codes take those of all.
create table neighbours.phone_check (
  id uuid primary key,
  person_id uuid not null references identity.person,
  digest bytea not null check (length(digest) = 32),
  country bytea not null check (length(country) = 32),
  ending text not null check (ending ~ '^[0-9]{2}$'),
  asked_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > asked_at),
  tries int not null default 0 check (tries between 0 and 5),
  used_at timestamptz check (used_at < expires_at));
create index on neighbours.phone_check (asked_at);
create index on neighbours.phone_check (person_id);
create table neighbours.phone (
  -- One number stands for one person, for ever: else it could be handed on from vote to vote.
  digest bytea primary key check (length(digest) = 32),
  person_id uuid not null references identity.person,
  ending text not null check (ending ~ '^[0-9]{2}$'),
  proven_at timestamptz not null);
create index on neighbours.phone (person_id);
call platform.make_append_only('neighbours.phone');`;

const GRANTS = `
grant usage on schema neighbours to plai_app;
grant select, insert, delete, update (tries, used_at) on neighbours.phone_check to plai_app;
grant select, insert on neighbours.phone to plai_app;
grant select, insert, update (roll, roll_since, part, until, ended, again) on neighbours.neighbour to plai_app;
grant select, insert on neighbours.mailbox to plai_app;
grant select, insert on neighbours.vouch to plai_app;
grant select, insert, update (decision, reason, approval_id, decided_at, objection, objected_at, reminded_at) on neighbours.twins to plai_app;`;
