import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Sponsors' calls: what they promise to add to people's gifts, and what they have paid in and has gone back to them; what each town has for each inhabitant. */
export class Matching1700000012300 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(FIGURES);
    await runner.query(CALL);
    await runner.query(PAYMENT);
    await runner.query(SPONSOR_RETURN);
    await runner.query(ADVICE);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('migrations only go forward'));
  }
}

const FIGURES = `
create schema matching;
grant usage on schema matching to plai_app;
-- A public figure of towns, in lei for each inhabitant: entered whole by one of the staff, signed by another. Figures of
-- another year, or corrected, are others: a call goes by those that it names.
create table matching.figures (
  id uuid primary key,
  name text not null check (length(name) between 1 and 120),
  source text not null check (length(source) between 1 and 300),
  published_on date not null,
  -- The mean of the whole country, of the same source; null where it tells none.
  country_minor bigint check (country_minor >= 0),
  state text not null default 'asked' check (state in ('asked', 'standing', 'refused')),
  approval_id uuid not null unique references approvals.approval,
  asked_by uuid not null references identity.person,
  asked_at timestamptz not null,
  signed_by uuid references identity.person check (signed_by <> asked_by),
  signed_at timestamptz,
  check ((signed_by is null) = (signed_at is null)),
  check ((state = 'standing') = (signed_at is not null)));
grant select, insert, update on matching.figures to plai_app;
create table matching.figure (
  figures_id uuid not null references matching.figures,
  place_code text not null references hometowns.place,
  lei_minor bigint not null check (lei_minor >= 0),
  primary key (figures_id, place_code));
grant select, insert on matching.figure to plai_app;
create function matching.keep_figures() returns trigger language plpgsql as $$ begin
  if (new.id, new.name, new.source, new.published_on, new.country_minor) is distinct from (old.id, old.name, old.source, old.published_on, old.country_minor) or old.state <> 'asked' then
    raise exception 'matching: figures never change'; end if;
  return new; end $$;
create trigger keep_figures before update on matching.figures for each row execute function matching.keep_figures();
create function matching.keep_figure() returns trigger language plpgsql as $$ begin
  if (select state from matching.figures where id = new.figures_id) <> 'asked' then
    raise exception 'matching: figures never change'; end if;
  return new; end $$;
create trigger keep_figure before insert on matching.figure for each row execute function matching.keep_figure();`;

const CALL = `
-- A sponsor's call: entered by one of the staff, signed by another. Its rule never changes; another rule is another call.
create table matching.call (
  id uuid primary key,
  -- What the sponsor writes on his transfers.
  ref text not null unique check (ref ~ '^MC-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{2}$'),
  sponsor text not null check (length(sponsor) between 1 and 80),
  num int not null check (num between 1 and 99),
  den int not null check (den between 1 and 99),
  per_donor_minor bigint check (per_donor_minor > 0),
  per_project_minor bigint check (per_project_minor > 0),
  -- From how many different donors to one project on anything is added to it.
  min_donors int check (min_donors between 2 and 999),
  -- The towns whose projects draw; empty: all.
  places text[] not null,
  -- What the projects are about; empty: anything.
  sectors text[] not null,
  opens_on date not null,
  closes_on date not null check (closes_on >= opens_on),
  -- The equity reserve: a share of what is paid in that only towns under the line draw, by these figures; until this day,
  -- when there is one: then what is left of it is for all.
  reserve_bp int check (reserve_bp between 1 and 10000),
  figures_id uuid references matching.figures,
  line_minor bigint check (line_minor > 0),
  line_source text check (length(line_source) between 1 and 300),
  reserve_until date check (reserve_until >= opens_on and reserve_until < closes_on),
  check (num_nonnulls(reserve_bp, figures_id, line_minor, line_source) in (0, 4)),
  check (reserve_until is null or reserve_bp is not null),
  state text not null default 'asked' check (state in ('asked', 'open', 'closed', 'refused')),
  approval_id uuid not null unique references approvals.approval,
  asked_by uuid not null references identity.person,
  asked_at timestamptz not null,
  opened_by uuid references identity.person check (opened_by <> asked_by),
  opened_at timestamptz,
  closed_at timestamptz,
  check ((opened_by is null) = (opened_at is null)),
  check ((state in ('open', 'closed')) = (opened_at is not null)),
  check ((state = 'closed') = (closed_at is not null)));
create index on matching.call (opened_at) where state = 'open';
-- What it adds to gifts lies with these, below.
alter table pledges.match add foreign key (call_id) references matching.call;
grant select, insert, update on matching.call to plai_app;
create function matching.keep_rule() returns trigger language plpgsql as $$ begin
  if (new.id, new.ref, new.sponsor, new.num, new.den, new.per_donor_minor, new.per_project_minor, new.min_donors, new.places, new.sectors, new.opens_on, new.closes_on,
      new.reserve_bp, new.figures_id, new.line_minor, new.line_source, new.reserve_until)
     is distinct from (old.id, old.ref, old.sponsor, old.num, old.den, old.per_donor_minor, old.per_project_minor, old.min_donors, old.places, old.sectors, old.opens_on, old.closes_on,
      old.reserve_bp, old.figures_id, old.line_minor, old.line_source, old.reserve_until) then
    raise exception 'matching: the rule of a call never changes'; end if;
  return new; end $$;
create trigger keep_rule before update on matching.call for each row execute function matching.keep_rule();`;

const PAYMENT = `
-- Act 25: a line of the statement by which the sponsor paid in, in lei at the rate of its day.
create table matching.payment (
  line_id uuid not null references banking.line,
  call_id uuid not null references matching.call,
  lei_minor bigint not null check (lei_minor > 0),
  by uuid not null references identity.person,
  at timestamptz not null,
  taken_back_at timestamptz);
create unique index on matching.payment (line_id) where taken_back_at is null;
create index on matching.payment (call_id);
grant select, insert, update (taken_back_at) on matching.payment to plai_app;`;

const SPONSOR_RETURN = `
-- Act 25, the other way: what a closed call did not use goes back to its sponsor by an order that two have signed; of the payment
-- by which it came, in its own currency at its own rate. What the bank refused or sent back has fallen: it is in the pool again.
create table matching.sponsor_return (
  order_id uuid primary key references banking.payment_order,
  call_id uuid not null references matching.call,
  line_id uuid not null references banking.line,
  lei_minor bigint not null check (lei_minor > 0),
  amount_minor bigint not null check (amount_minor > 0),
  currency payments.currency not null,
  at timestamptz not null,
  fallen_at timestamptz);
create index on matching.sponsor_return (line_id);
create index on matching.sponsor_return (call_id);
grant select, insert, update (fallen_at) on matching.sponsor_return to plai_app;
-- What may go back of each payment of a closed call. Parts of a payment come to its last coin, because each is the whole of what
-- should have gone by then, less what has; what is no coin of its currency stays in the pool.
create view matching.unspent as
select call_id, line_id, booked_on, currency, minor as lei_minor,
       floor(came_minor::numeric * (back_minor + minor) / paid_minor)::bigint - sent_minor as amount_minor
  from (select p.*, least(p.paid_minor - p.back_minor, b.free)::bigint as minor
          from (select p.call_id, p.line_id, p.lei_minor as paid_minor, l.amount_minor as came_minor, l.currency, l.booked_on,
                       (select coalesce(sum(r.lei_minor), 0) from matching.sponsor_return r
                         where r.line_id = p.line_id and r.call_id = p.call_id and r.fallen_at is null) as back_minor,
                       (select coalesce(sum(r.amount_minor), 0)::bigint from matching.sponsor_return r
                         where r.line_id = p.line_id and r.call_id = p.call_id and r.fallen_at is null) as sent_minor
                  from matching.payment p join banking.line l on l.id = p.line_id where p.taken_back_at is null) p
          join matching.call c on c.id = p.call_id and c.state = 'closed'
          join ledger.account_balance b on b.code = 'held:call/' || c.id || ':pool:MDL' and b.free > 0
         where p.paid_minor > p.back_minor) rest
 where floor(came_minor::numeric * (back_minor + minor) / paid_minor)::bigint > sent_minor;
grant select on matching.unspent to plai_app;`;

const ADVICE = `
-- How the quadratic rule would share what was paid into a call, as it was reckoned last: of each project its people, what they
-- gave, and its share. For advice alone: no money moves by it.
create table matching.advice (
  call_id uuid primary key references matching.call,
  at timestamptz not null,
  shares jsonb not null);
grant select, insert, update on matching.advice to plai_app;`;
