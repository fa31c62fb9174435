import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Gifts to one line of the budget, and gifts of several people that one of them pays. */
export class PledgesLines1700000011500 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(LINES);
    await runner.query(POOLS);
    await runner.query(WORDS);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('migrations only go forward'));
  }
}

// No foreign key to the line: it is a wish, and a gift outlives the line that a correction takes out of the plan.
const LINES = `
alter table pledges.pledge
  add column line_id uuid,
  -- Whole units that the sum paid for on the day of the gift; null when it is a part of one.
  add column units int check (units > 0),
  add column pool_name text check (length(pool_name) between 1 and 80),
  add column pool_people int check (pool_people between 2 and 100),
  add check (units is null or line_id is not null),
  add check ((pool_name is null) = (pool_people is null));
create index on pledges.pledge (line_id) where line_id is not null;`;

const POOLS = `
-- Who took part in a gift that one paid, with shares of what was promised; what came and what is left is shared by these weights.
create table pledges.pool_member (
  pledge_id uuid not null references pledges.pledge,
  n int not null check (n between 1 and 100),
  name text check (length(name) between 1 and 80),
  public boolean not null,
  share_minor bigint not null check (share_minor > 0),
  check (name is not null or not public),
  primary key (pledge_id, n));
grant select, insert on pledges.pool_member to plai_app;`;

// A group's name and its people's names wait until somebody has read them, like a dedication.
const WORDS = `
drop index pledges.pledge_id_idx;
create index on pledges.pledge (id) where public_name is not null or dedication is not null or pool_name is not null;
create or replace view pledges.public_words as
  select p.id as pledge_id,
         case when coalesce(v.verdict, 'shown') = 'shown' then p.public_name end as name,
         case when v.verdict = 'shown' then p.dedication_kind end as dedication_kind,
         case when v.verdict = 'shown' then p.dedication end as dedication,
         case when v.verdict = 'shown' then p.pool_name end as pool_name,
         case when v.verdict = 'shown' then
           array(select m.name from pledges.pool_member m where m.pledge_id = p.id and m.public order by m.n) end as pool_names
    from pledges.pledge p
    left join lateral (select w.verdict from pledges.words_verdict w where w.gift_id = p.id order by w.n desc limit 1) v on true;
create view pledges.public_fund_words as
  select f.id,
         case when coalesce(v.verdict, 'shown') = 'shown' then f.public_name end as name,
         case when v.verdict = 'shown' then f.dedication_kind end as dedication_kind,
         case when v.verdict = 'shown' then f.dedication end as dedication
    from pledges.fund_words f
    left join lateral (select w.verdict from pledges.words_verdict w where w.gift_id = f.id order by w.n desc limit 1) v on true;
-- Everything that somebody has to read, whatever it stands beside, with what was last said of it.
create view pledges.worded as
  select g.*, coalesce(v.verdict, 'changed') = 'changed' as unread, v.verdict, v.reason
    from (
      select p.id, 'pledge' as kind, p.ref, p.project_id, null as place_code, p.public_name as name, p.dedication_kind, p.dedication,
             p.pool_name as pool, array(select m.name from pledges.pool_member m where m.pledge_id = p.id and m.public order by m.n) as pool_names,
             p.state in ('promised', 'charging', 'declined', 'counted', 'moved') as stands, p.made_at as at
        from pledges.pledge p where p.public_name is not null or p.dedication is not null or p.pool_name is not null
      union all
      select f.id, f.kind, f.ref, null, f.place_code, f.public_name, f.dedication_kind, f.dedication, null, '{}', f.stands, f.made_at
        from pledges.fund_words f where f.public_name is not null or f.dedication is not null) g
    left join lateral (select w.verdict, w.reason from pledges.words_verdict w where w.gift_id = g.id order by w.n desc limit 1) v on true;
grant select on pledges.public_fund_words, pledges.worded to plai_app;`;
