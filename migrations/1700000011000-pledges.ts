import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Pledges, what went back of them, payments that may not count, early closings, and what is being wound up. */
export class Pledges1700000011000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(PLEDGE);
    await runner.query(WORDS);
    await runner.query(BACK);
    await runner.query(CLOSING);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('migrations only go forward'));
  }
}

// No foreign key to the project: its check would share-lock one hot row in every pledge; the campaign's gate looks instead.
const PLEDGE = `
create schema pledges;
grant usage on schema pledges to plai_app;
create table pledges.pledge (
  id uuid primary key,
  ref text not null unique check (ref ~ '^PL-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{2}$'),
  receipt_code text not null unique check (receipt_code ~ '^[2-9A-HJ-NP-Z]{16}$'),
  request text not null check (request ~ '^[0-9a-f]{64}$'),
  project_id uuid not null,
  person_id uuid not null,
  association_id uuid,
  way text not null check (way in ('card-now', 'card-later', 'transfer', 'cash', 'message')),
  amount_minor bigint not null check (amount_minor > 0),
  cover_minor bigint not null check (cover_minor >= 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  lei_minor bigint not null check (lei_minor > 0),
  rate text not null check (rate ~ '^[0-9]+(\\.[0-9]+)?$'),
  rate_source text not null check (rate_source in ('BNM', 'ECB', 'ILLUSTRATIVE')),
  rate_on date not null,
  shortfall text not null check (shortfall in ('return', 'smaller', 'next')),
  public_name text check (length(public_name) between 1 and 80),
  dedication_kind text check (dedication_kind in ('memory', 'honour', 'wish')),
  dedication text check (length(dedication) between 1 and 140),
  country text check (country ~ '^[A-Z]{2}$'),
  lang text not null check (lang in ('ro', 'ru', 'en')),
  follow boolean not null,
  -- Begun when the project had all it needed: it goes to the town's next need as soon as it has come.
  onward boolean not null default false,
  state text not null check (state in ('started', 'abandoned', 'awaited', 'promised', 'charging', 'declined', 'counted', 'refunded', 'moved', 'lost', 'lapsed', 'withdrawn')),
  made_at timestamptz not null,
  checkout_id uuid,
  card_id uuid,
  charge_id uuid unique,
  attempts int not null default 0 check (attempts >= 0),
  promised_at timestamptz,
  repair_until timestamptz,
  counted_at timestamptz,
  came_minor bigint check (came_minor > 0),
  came_lei_minor bigint check (came_lei_minor > 0),
  refunded_minor bigint not null default 0 check (refunded_minor >= 0),
  refunded_lei_minor bigint not null default 0 check (refunded_lei_minor >= 0),
  moved_lei_minor bigint not null default 0 check (moved_lei_minor >= 0),
  -- What the donor's bank took back in lost disputes.
  lost_minor bigint not null default 0 check (lost_minor >= 0),
  lost_lei_minor bigint not null default 0 check (lost_lei_minor >= 0),
  check ((dedication is null) = (dedication_kind is null)),
  check ((came_minor is null) = (came_lei_minor is null) and (came_minor is null) = (counted_at is null)),
  check ((state in ('counted', 'refunded', 'moved', 'lost')) = (came_minor is not null)),
  check (refunded_minor + lost_minor <= coalesce(came_minor, 0)),
  check (refunded_lei_minor + moved_lei_minor + lost_lei_minor <= coalesce(came_lei_minor, 0)),
  check (state not in ('refunded', 'lost') or refunded_minor + lost_minor = came_minor),
  check (state <> 'declined' or repair_until is not null),
  check (way in ('card-now', 'card-later') or (cover_minor = 0 and state not in ('started', 'abandoned', 'promised', 'charging', 'declined'))),
  check (way <> 'card-now' or state not in ('awaited', 'promised', 'charging', 'declined')));
-- What is counted, shown and worked through of a project; ids are made in the order of time.
create index on pledges.pledge (project_id, state, person_id);
create index on pledges.pledge (project_id, counted_at desc) where state in ('counted', 'moved');
create index on pledges.pledge (project_id, promised_at desc) where state in ('promised', 'charging', 'declined');
create index on pledges.pledge (project_id, id) where state in ('promised', 'charging', 'declined', 'awaited', 'started', 'counted');
create index on pledges.pledge (person_id, id);
create index on pledges.pledge (repair_until) where state = 'declined';
grant select, insert, update on pledges.pledge to plai_app;`;

const WORDS = `
-- What stands in public beside a gift made once to a town's fund, or beside every month of a monthly one; its id is theirs.
create table pledges.fund_words (
  id uuid primary key,
  kind text not null check (kind in ('fund-gift', 'fund-plan')),
  ref text not null unique,
  place_code text not null,
  person_id uuid not null,
  public_name text check (length(public_name) between 1 and 80),
  dedication_kind text check (dedication_kind in ('memory', 'honour', 'wish')),
  dedication text check (length(dedication) between 1 and 140),
  -- Whether money has come beside which they would be read.
  stands boolean not null default false,
  made_at timestamptz not null,
  check ((dedication_kind is null) = (dedication is null)));
create index on pledges.fund_words (id) where public_name is not null or dedication is not null;
grant select, insert, update on pledges.fund_words to plai_app;
-- A gift to a project has no id of a gift to a fund, nor the reverse: what was said of the words of one would hold for those of
-- the other, which nobody has read. Of two that come at once the second is tried again, and is then told so.
create function pledges.one_gift() returns trigger language plpgsql as $$ begin
  perform pg_advisory_xact_lock(hashtextextended('gift-id:' || new.id, 0));
  if tg_table_name = 'pledge' and exists (select from pledges.fund_words where id = new.id)
     or tg_table_name = 'fund_words' and exists (select from pledges.pledge where id = new.id) then
    raise exception 'pledges: another gift has this id' using errcode = 'serialization_failure'; end if;
  return new; end $$;
create trigger one_gift before insert on pledges.pledge for each row execute function pledges.one_gift();
create trigger one_gift before insert on pledges.fund_words for each row execute function pledges.one_gift();
-- What an operator said of the public words of a gift, and that its donor wrote others; the last one counts. A reason goes to the
-- donor, so it is a code.
create table pledges.words_verdict (
  pledge_id uuid references pledges.pledge,
  fund_words_id uuid references pledges.fund_words,
  gift_id uuid generated always as (coalesce(pledge_id, fund_words_id)) stored,
  n int not null check (n > 0),
  verdict text not null check (verdict in ('shown', 'hidden', 'changed')),
  reason text check (reason in ('insult', 'advertising', 'party', 'private', 'other')),
  by uuid not null,
  at timestamptz not null,
  check ((verdict = 'hidden') = (reason is not null)),
  check (num_nonnulls(pledge_id, fund_words_id) = 1),
  primary key (gift_id, n));
call platform.make_append_only('pledges.words_verdict');
create index on pledges.pledge (id) where public_name is not null or dedication is not null;
-- What everybody may read: a first name until it is hidden, every other word once somebody has read it.
create view pledges.public_words as
  select p.id as pledge_id,
         case when coalesce(v.verdict, 'shown') = 'shown' then p.public_name end as name,
         case when v.verdict = 'shown' then p.dedication_kind end as dedication_kind,
         case when v.verdict = 'shown' then p.dedication end as dedication
    from pledges.pledge p
    left join lateral (select w.verdict from pledges.words_verdict w where w.gift_id = p.id order by w.n desc limit 1) v on true;
grant select on pledges.public_words to plai_app;`;

const BACK = `
-- What goes back of gifts, to projects and to towns' funds.
create table pledges.gift_refund (
  id uuid primary key,
  pledge_id uuid references pledges.pledge,
  fund_gift_id uuid,
  -- Of the gift, for whoever orders or sees it without knowing which kind it is.
  ref text not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  n int not null check (n > 0),
  why text not null check (why in ('asked', 'failed', 'cancelled')),
  amount_minor bigint not null check (amount_minor > 0),
  cover_minor bigint not null check (cover_minor >= 0),
  lei_minor bigint not null check (lei_minor >= 0),
  state text not null check (state in ('requested', 'to-order', 'ordered', 'paid', 'failed', 'settled')),
  reason text check (length(reason) between 1 and 500),
  approval_id uuid unique,
  asked_by uuid,
  at timestamptz not null,
  -- How often the card was tried, and when it last refused.
  tries int not null default 1 check (tries > 0),
  failed_at timestamptz,
  -- What the donor's own bank gave him of it in a dispute, while it was owed.
  settled_minor bigint not null default 0 check (settled_minor >= 0),
  check (settled_minor <= amount_minor + cover_minor),
  check ((state = 'settled') = (settled_minor = amount_minor + cover_minor)),
  check (state <> 'failed' or failed_at is not null),
  check (num_nonnulls(pledge_id, fund_gift_id) = 1),
  unique (pledge_id, n),
  unique (fund_gift_id, n));
create index on pledges.gift_refund (state) where state in ('to-order', 'failed');
grant select, insert, update on pledges.gift_refund to plai_app;

-- A request that waits for its second signature: the sum is fixed when it is asked.
create table pledges.refund_wish (
  approval_id uuid primary key,
  pledge_id uuid not null references pledges.pledge,
  amount_minor bigint not null check (amount_minor > 0),
  -- Asked for all that was left, whatever that was.
  whole boolean not null,
  reason text not null check (length(reason) between 1 and 500),
  at timestamptz not null);
call platform.make_append_only('pledges.refund_wish');

-- A payment that arrived but may not count: a second one, or one made too late. It goes back whole.
create table pledges.overpayment (
  charge_id uuid primary key,
  pledge_id uuid references pledges.pledge,
  fund_gift_id uuid,
  refund_id uuid not null unique,
  why text not null check (why in ('second', 'late', 'withdrawn', 'ended')),
  at timestamptz not null,
  check (num_nonnulls(pledge_id, fund_gift_id) = 1));
create index on pledges.overpayment (pledge_id);
create index on pledges.overpayment (fund_gift_id);
call platform.make_append_only('pledges.overpayment');

-- One bank line is one gift's money.
create table pledges.transfer (
  line_id uuid not null references banking.line,
  pledge_id uuid not null references pledges.pledge,
  matched_by uuid not null,
  at timestamptz not null,
  -- The units of a line that its gift was wished for, of which what came may pay fewer.
  units int check (units > 0),
  -- It was another's (act 50).
  taken_back_at timestamptz);
create unique index transfer_line_once on pledges.transfer (line_id) where taken_back_at is null;
create unique index transfer_pledge_once on pledges.transfer (pledge_id) where taken_back_at is null;
grant select, insert, update (taken_back_at) on pledges.transfer to plai_app;`;

const CLOSING = `
create table pledges.early_closing (
  project_id uuid not null,
  side text not null check (side in ('town-hall', 'association')),
  person_id uuid not null,
  at timestamptz not null,
  -- Each person signs once, for one side. A signature holds as long as its person's office: whoever follows him signs anew.
  primary key (project_id, person_id));
call platform.make_append_only('pledges.early_closing');

-- How a campaign was decided, once, with all that decided it: whoever has this row can decide again. "Staying" are the gifts
-- whose donors let them stay in a smaller version; a version of "tiers" has its id and what people must bring for it.
create table pledges.closing (
  project_id uuid primary key,
  decision text not null check (decision in ('collecting', 'funded', 'funded-smaller', 'extended', 'failed')),
  tier_id uuid,
  model text not null check (model in ('all-or-nothing', 'keep')),
  promised_minor bigint not null check (promised_minor >= 0),
  held_minor bigint not null check (held_minor >= 0),
  staying_promised_minor bigint not null check (staying_promised_minor <= promised_minor),
  staying_held_minor bigint not null check (staying_held_minor <= held_minor),
  minimum_minor bigint not null check (minimum_minor > 0),
  threshold_minor bigint not null check (threshold_minor >= minimum_minor),
  optimum_minor bigint not null check (optimum_minor >= minimum_minor),
  floor_minor bigint not null check (floor_minor >= 0),
  tiers jsonb not null check (jsonb_typeof(tiers) = 'array'),
  extend_at_bp int,
  at timestamptz not null,
  check (tier_id is null or decision in ('collecting', 'funded-smaller')));
call platform.make_append_only('pledges.closing');

-- A project whose money is going back or on: worked through in batches until nothing is left.
create table pledges.winding (
  project_id uuid primary key,
  why text not null check (why in ('failed', 'cancelled', 'smaller')),
  at timestamptz not null,
  ended_at timestamptz);
grant select, insert, update on pledges.winding to plai_app;`;
