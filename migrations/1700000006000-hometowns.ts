import fs from 'node:fs';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readClassifier } from '#libs/hometowns/src/classifier.js';
import { fromRoot } from '#libs/platform/src/index.js';

/** The country's places, town halls and associations, who belongs to them and in what office. */
export class Hometowns1700000006000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(PLACE);
    const places = readClassifier(fs.readFileSync(fromRoot('libs/hometowns/data/towns.tsv'), 'utf8'));
    await runner.query(LOAD, [JSON.stringify(places)]);
    for (const part of [BODY, MEMBERSHIP, JOINING, VOTE_RULE, TREASURY, GRANTS]) await runner.query(part);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('migrations only go forward'));
  }
}

const PLACE = `
create schema hometowns;
create table hometowns.place (
  code text primary key check (code ~ '^[0-9]{7}$'),
  kind text not null check (kind in ('municipality', 'sector', 'town', 'village', 'district', 'autonomous_unit', 'territorial_unit')),
  parent text references hometowns.place check (parent <> code),
  -- The unit at the top: a district, or a municipality of its own, whose code nothing but this says.
  district text not null references hometowns.place,
  -- Towns and communes: those that have a town hall of their own.
  self_governing boolean not null,
  name_ro text not null check (name_ro <> ''),
  name_ru text not null,
  name_uk text not null,
  lat double precision not null check (lat between 45 and 49),
  lon double precision not null check (lon between 26 and 31),
  position text not null check (position in ('own', 'shared')),
  slug text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  search text not null check (search ~ '^[|].+[|]$'));
create index on hometowns.place (parent);`;

const LOAD = `
insert into hometowns.place
select code, kind, parent, district, self_governing, name_ro, name_ru, name_uk, lat, lon, position, slug, search
from jsonb_populate_recordset(null::hometowns.place, $1::jsonb)`;

const BODY = `
create table hometowns.body (
  id uuid primary key,
  kind text not null check (kind in ('town-hall', 'association')),
  form text check (form in ('initiative-group', 'ngo')),
  place_code text not null references hometowns.place,
  name jsonb not null check (length(name ->> (name ->> 'original')) between 3 and 160),
  about jsonb,
  email text not null check (length(email) <= 254),
  address text not null check (length(address) between 5 and 300),
  registration_no text check (length(registration_no) between 1 and 40),
  slug text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 100),
  state text not null default 'applied' check (state in ('applied', 'verified', 'refused', 'suspended', 'dissolved')),
  applied_by uuid not null references identity.person,
  applied_at timestamptz not null,
  verified_at timestamptz,
  -- Its members have decided that it ends, and it has.
  dissolved_at timestamptz check (dissolved_at >= verified_at),
  -- The first vote of its members that reached its quorum: from then on they alone set another rule.
  voted_at timestamptz,
  state_reason text check (length(state_reason) between 1 and 2000),
  unique (id, kind),
  check ((kind = 'association') = (form is not null)),
  check (form is distinct from 'ngo' or registration_no is not null),
  check (state not in ('verified', 'suspended', 'dissolved') or verified_at is not null),
  check (voted_at is null or kind = 'association'),
  check ((state = 'dissolved') = (dissolved_at is not null) and (state <> 'dissolved' or kind = 'association')),
  check ((state in ('refused', 'suspended')) = (state_reason is not null)));
create unique index one_town_hall on hometowns.body (place_code) where kind = 'town-hall' and state = 'verified';
create index on hometowns.body (place_code);
create index on hometowns.body (applied_at) where state = 'applied';
create table hometowns.body_document (
  body_id uuid not null references hometowns.body,
  file_id uuid not null references platform.file,
  primary key (body_id, file_id));
create index on hometowns.body_document (file_id);
-- Whom an applicant names as founders, as he typed them: nobody's card, and no membership, before two of the operator's staff
-- have read the papers. Gone then, and when it is refused, or nobody has decided in ninety days.
create table hometowns.founder (
  body_id uuid not null references hometowns.body,
  email text not null check (length(email) <= 254),
  name text not null check (length(name) between 1 and 120),
  lang text not null check (lang in ('ro', 'ru', 'en')),
  primary key (body_id, email));`;

const MEMBERSHIP = `
create table hometowns.membership (
  id uuid primary key,
  body_id uuid not null,
  kind text not null,
  person_id uuid not null references identity.person,
  role text not null,
  via text not null check (via in ('application', 'founder', 'invitation', 'vouched', 'hand-over', 'elected', 'returned')),
  since timestamptz not null,
  until timestamptz check (until >= since),
  ended_by uuid references identity.person,
  foreign key (body_id, kind) references hometowns.body (id, kind),
  constraint role_of_kind check (
    kind = 'town-hall' and role in ('mayor', 'secretary', 'accountant') or
    kind = 'association' and role in ('president', 'treasurer', 'inspector', 'member')),
  check ((until is null) = (ended_by is null)));
create unique index one_role on hometowns.membership (body_id, person_id, role) where until is null;
create unique index one_head on hometowns.membership (body_id) where until is null and role in ('mayor', 'president');
create index on hometowns.membership (person_id) where until is null;`;

const JOINING = `
create table hometowns.invitation (
  id uuid primary key,
  body_id uuid not null,
  kind text not null,
  role text not null,
  -- A bound invitation opens to the person with this address alone.
  email text check (length(email) <= 254),
  hand_over boolean not null default false,
  by uuid not null references identity.person,
  at timestamptz not null,
  -- Null while a second operator has not confirmed a hand-over that the operator started.
  opened_at timestamptz,
  expires_at timestamptz not null check (expires_at > at),
  used_at timestamptz,
  used_by uuid references identity.person,
  revoked_at timestamptz,
  foreign key (body_id, kind) references hometowns.body (id, kind),
  check (kind = 'town-hall' and role in ('mayor', 'secretary', 'accountant') or
    kind = 'association' and role in ('president', 'treasurer', 'inspector', 'member')),
  check (hand_over = (role in ('mayor', 'president'))),
  check (not hand_over or email is not null),
  check ((used_at is null) = (used_by is null)),
  constraint join_link_is_never_used_up check (role <> 'member' or used_at is null),
  check (used_at is null or revoked_at is null and opened_at is not null));
create unique index one_open on hometowns.invitation (body_id, role, coalesce(email, ''))
  where used_at is null and revoked_at is null;
create unique index one_hand_over on hometowns.invitation (body_id) where hand_over and used_at is null and revoked_at is null;
create table hometowns.join_request (
  id uuid primary key,
  association_id uuid not null references hometowns.body,
  person_id uuid not null references identity.person,
  invitation_id uuid not null references hometowns.invitation,
  state text not null default 'waiting' check (state in ('waiting', 'joined', 'declined')),
  at timestamptz not null,
  decided_at timestamptz,
  decided_by uuid references identity.person,
  check ((state = 'waiting') = (decided_at is null)),
  check ((state = 'declined') = (decided_by is not null)));
create unique index one_request on hometowns.join_request (association_id, person_id) where state = 'waiting';
create table hometowns.vouch (
  join_request_id uuid not null references hometowns.join_request,
  by uuid not null references identity.person,
  at timestamptz not null,
  primary key (join_request_id, by));
create index on hometowns.vouch (by, at);
-- A member's objection to somebody who was vouched for, once for each request: two others have to give their word.
create table hometowns.objection (
  join_request_id uuid primary key references hometowns.join_request,
  by uuid not null references identity.person,
  at timestamptz not null,
  reason text not null check (length(reason) between 1 and 2000));
call platform.make_append_only('hometowns.objection');`;

const VOTE_RULE = `
create table hometowns.vote_rule (
  id uuid primary key,
  -- The newest counts: two of one moment have an order.
  n bigint generated always as identity unique,
  body_id uuid not null,
  kind text not null default 'association' check (kind = 'association'),
  quorum_num int not null check (quorum_num > 0),
  quorum_den int not null check (quorum_den between quorum_num and 1000),
  majority_num int not null check (majority_num > 0),
  majority_den int not null check (majority_den between majority_num and 1000),
  strict boolean not null,
  hours int not null check (hours between 72 and 240),
  silence text not null check (silence in ('refused', 'cast-decides', 'inspectors')),
  arbiter text not null check (length(arbiter) between 1 and 300),
  secret boolean not null,
  -- For how many others a member may vote whom they have asked to.
  proxies int not null default 0 check (proxies between 0 and 3),
  -- Whether a member may hand in his ballot on paper.
  paper_allowed boolean not null default false,
  -- Its members have voted for it: from then on only they set another.
  by_members boolean not null default false,
  set_by uuid not null references identity.person,
  since timestamptz not null,
  foreign key (body_id, kind) references hometowns.body (id, kind),
  -- More than all, or exactly none, can never be reached.
  check (not strict or majority_num < majority_den),
  check (majority_num * 2 >= majority_den));
create index on hometowns.vote_rule (body_id, since);
call platform.make_append_only('hometowns.vote_rule');`;

const TREASURY = `
create table hometowns.treasury_account (
  id uuid primary key,
  body_id uuid not null,
  kind text not null default 'town-hall' check (kind = 'town-hall'),
  iban text not null check (iban ~ '^MD[0-9]{2}[A-Z0-9]{20}$'),
  holder text not null check (length(holder) between 3 and 140),
  bank text not null check (length(bank) between 3 and 140),
  -- Signed by two officers it still waits for the word of the town hall's official address.
  state text not null default 'proposed' check (state in ('proposed', 'signed', 'active', 'replaced', 'refused', 'contested')),
  approval_id uuid not null unique references approvals.approval,
  entered_by uuid not null references identity.person,
  entered_at timestamptz not null,
  confirmed_by uuid references identity.person,
  confirmed_at timestamptz,
  answered_at timestamptz,
  contest_reason text check (length(contest_reason) between 1 and 2000),
  -- What the operator found about a contested one.
  settle_note text check (length(settle_note) between 1 and 2000),
  replaced_at timestamptz,
  foreign key (body_id, kind) references hometowns.body (id, kind),
  constraint second_officer check (confirmed_by <> entered_by),
  check (state = 'refused' or (state <> 'proposed') = (confirmed_by is not null)),
  check ((confirmed_by is null) = (confirmed_at is null)),
  check (answered_at is null or confirmed_at is not null),
  check (state = 'refused' or (state in ('active', 'replaced', 'contested')) = (answered_at is not null)),
  check (state not in ('proposed', 'signed', 'active', 'replaced') or contest_reason is null),
  check (state <> 'contested' or contest_reason is not null),
  check (settle_note is null or (state = 'refused' and contest_reason is not null)),
  check ((state = 'replaced') = (replaced_at is not null)));
create unique index one_active on hometowns.treasury_account (body_id) where state = 'active';
create unique index one_proposed on hometowns.treasury_account (body_id) where state in ('proposed', 'signed', 'contested');
-- What two people signed and the official address answered stays as it was.
create function hometowns.account_fixed() returns trigger language plpgsql as $$ begin
  if (old.body_id, old.iban, old.holder, old.bank, old.entered_by) is distinct from (new.body_id, new.iban, new.holder, new.bank, new.entered_by)
     or (old.confirmed_by is not null and (old.confirmed_by, old.confirmed_at) is distinct from (new.confirmed_by, new.confirmed_at))
     or (old.answered_at is not null and (old.answered_at, old.contest_reason) is distinct from (new.answered_at, new.contest_reason))
     or old.state || '>' || new.state not in ('proposed>signed', 'proposed>refused', 'signed>active', 'signed>contested',
       'signed>refused', 'active>replaced', 'contested>refused') then
    raise exception 'treasury account % is fixed', old.id using errcode = 'PL001';
  end if;
  return new; end $$;
create trigger account_fixed before update on hometowns.treasury_account for each row execute function hometowns.account_fixed();
-- Letters to the official address that ask for its word; only the newest can be answered, and only while the address stands.
create table hometowns.account_check (
  id uuid primary key,
  account_id uuid not null references hometowns.treasury_account,
  email text not null check (length(email) <= 254),
  by uuid not null references identity.person,
  at timestamptz not null,
  expires_at timestamptz not null check (expires_at > at));
create index on hometowns.account_check (account_id, at);
call platform.make_append_only('hometowns.account_check');`;

const GRANTS = `
grant usage on schema hometowns to plai_app;
grant select on hometowns.place to plai_app;
grant select, insert, update (state, state_reason, verified_at, dissolved_at, voted_at, about, email, address) on hometowns.body to plai_app;
grant select, insert on hometowns.body_document, hometowns.vouch to plai_app;
grant select, insert, delete on hometowns.founder to plai_app;
grant select, insert, update (until, ended_by) on hometowns.membership to plai_app;
grant select, insert, delete, update (opened_at, used_at, used_by, revoked_at) on hometowns.invitation to plai_app;
grant select, insert, update (state, decided_at, decided_by) on hometowns.join_request to plai_app;
grant select, insert, update (state, confirmed_by, confirmed_at, answered_at, contest_reason, settle_note, replaced_at) on hometowns.treasury_account to plai_app;`;
