import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Disputes as projects and towns' funds feel them, and what is done about their losses. */
export class PledgesDisputes1700000011400 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(DISPUTES);
    await runner.query(OPEN);
    await runner.query(LOSSES);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('migrations only go forward'));
  }
}

const DISPUTES = `
-- shared: what was free was less than what was left of the gifts, so each has its share.
alter table pledges.winding add column fixed_at timestamptz, add column shared boolean not null default false;
-- One row a dispute that has taken money, of a gift to a project or to a town's fund: what it is of, in the donor's currency;
-- what is reserved of the claims in lei while it is open, and what of them was lost. Of a gift to a fund the purse is the claim.
create table pledges.dispute (
  id text primary key references payments.dispute,
  pledge_id uuid references pledges.pledge,
  project_id uuid,
  fund_gift_id uuid,
  place_code text,
  state text not null default 'open' check (state in ('open', 'won', 'lost')),
  reserved_minor bigint not null check (reserved_minor >= 0),
  town_reserved_minor bigint not null check (town_reserved_minor >= 0),
  -- Of a lost one: a refund that was owed still, the gift, its fee cover, and what had been given back before.
  owed_minor bigint not null default 0 check (owed_minor >= 0),
  gift_minor bigint not null default 0 check (gift_minor >= 0),
  cover_minor bigint not null default 0 check (cover_minor >= 0),
  beyond_minor bigint not null default 0 check (beyond_minor >= 0),
  taken_minor bigint not null default 0 check (taken_minor >= 0),
  town_taken_minor bigint not null default 0 check (town_taken_minor >= 0),
  -- On the project's loss: of the gift, and of what was beyond it.
  gift_loss_minor bigint not null default 0 check (gift_loss_minor >= 0),
  beyond_loss_minor bigint not null default 0 check (beyond_loss_minor >= 0),
  -- Of one that was lost and then won after all: what of its loss had been paid by then, and came back into the claim.
  regained_minor bigint not null default 0 check (regained_minor >= 0),
  opened_at timestamptz not null,
  ended_at timestamptz,
  check (num_nonnulls(pledge_id, fund_gift_id) = 1),
  check ((pledge_id is null) = (project_id is null) and (fund_gift_id is null) = (place_code is null)),
  check ((state = 'open') = (ended_at is null)),
  check (state = 'won' or regained_minor = 0),
  check (taken_minor <= reserved_minor and town_taken_minor <= town_reserved_minor),
  check (state = 'lost' or owed_minor + gift_minor + cover_minor + beyond_minor + taken_minor + town_taken_minor
    + gift_loss_minor + beyond_loss_minor = 0));
create index on pledges.dispute (pledge_id);
create index on pledges.dispute (project_id);
create index on pledges.dispute (fund_gift_id);
create index on pledges.dispute (id) where state = 'open';
grant select, insert, update on pledges.dispute to plai_app;`;

// A dispute counts from the moment at which we know of it, before a project has felt it, and until it has; a lost one that is
// won after all until it is given back.
const OPEN = `
create view pledges.open_dispute as
  select d.id, coalesce(p.id, case when c.owner like 'fund-gift:%' then split_part(c.owner, ':', 2)::uuid end) as gift_id, p.id as pledge_id, p.project_id
    from payments.dispute d
    join payments.charge c on c.id = d.charge_id
    left join pledges.pledge p on c.owner = 'pledge:' || p.id
    left join pledges.dispute x on x.id = d.id
   where (p.id is not null or c.owner like 'fund-gift:%') and not d.inquiry and (x.state = 'open' or (x.state = 'lost' and d.outcome = 'won') or (x.id is null and d.outcome is distinct from 'won'));
grant select on pledges.open_dispute to plai_app;`;

const LOSSES = `
-- What was done about the losses of projects and of towns' funds: recovered from their own money, covered from the reserve,
-- repaid to the reserve; set-aside fills the reserve. Two sign; what the end of a project and the next receipts of a fund take
-- nobody signs.
create table pledges.loss_act (
  id uuid primary key,
  kind text not null check (kind in ('recovered', 'covered', 'repaid', 'set-aside')),
  project_id uuid,
  place_code text,
  amount_minor bigint not null check (amount_minor > 0),
  approval_id uuid unique,
  at timestamptz not null,
  done_at timestamptz,
  -- What two signed by mistake (act 50).
  taken_back_at timestamptz check (taken_back_at is null or (kind <> 'repaid' and approval_id is not null and done_at is not null)),
  check (num_nonnulls(project_id, place_code) = case kind when 'set-aside' then 0 else 1 end),
  check (kind in ('recovered', 'repaid') or approval_id is not null),
  check (done_at is not null or approval_id is not null));
create index on pledges.loss_act (project_id);
create index on pledges.loss_act (place_code);
grant select, insert, update on pledges.loss_act to plai_app;`;
