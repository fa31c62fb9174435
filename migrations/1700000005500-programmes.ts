import type { MigrationInterface, QueryRunner } from 'typeorm';
import { shippedEditions } from '#libs/programmes/src/shipped.js';

/** Co-funding programmes: editions of their rules, which never change once published. */
export class Programmes1700000005500 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(EDITION);
    await runner.query(LOAD, [JSON.stringify(shippedEditions())]);
    await runner.query(FROZEN);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('migrations only go forward'));
  }
}

const EDITION = `
create schema programmes;
grant usage on schema programmes to plai_app;
create table programmes.edition (
  id uuid primary key,
  programme text not null check (programme ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(programme) <= 40),
  title jsonb not null check (length(trim(coalesce(title ->> (title ->> 'original'), ''))) between 1 and 120),
  year int not null check (year between 2000 and 2100),
  state text not null check (state in ('draft', 'published', 'retired')),
  version int not null default 1,
  example boolean not null default false,
  lead text check (lead in ('people', 'town', 'district', 'state', 'grant', 'partner')),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  conditions jsonb not null check (jsonb_typeof(conditions) = 'array' and jsonb_array_length(conditions) <= 30),
  papers jsonb not null check (jsonb_typeof(papers) = 'array'),
  reports jsonb not null check (jsonb_typeof(reports) = 'array'),
  opens_on date,
  closes_on date,
  source_title text not null check (length(source_title) <= 200),
  source_url text check (source_url ~ '^https?://' and length(source_url) <= 500),
  source_on text not null check (source_on ~ '^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$' or state = 'draft'),
  check (opens_on <= closes_on),
  check (state = 'draft' or (jsonb_array_length(conditions) > 0 and source_title <> '')));
grant select, insert, update, delete on programmes.edition to plai_app;`;

const LOAD = `
insert into programmes.edition (id, programme, title, year, state, example, lead, currency, conditions, papers, reports, opens_on, closes_on,
  source_title, source_url, source_on)
select id, programme, title, year, state, example, lead, currency, conditions, papers, reports, "opensOn", "closesOn",
  source ->> 'title', source ->> 'url', source ->> 'on'
from jsonb_to_recordset($1::jsonb) as e(id uuid, programme text, title jsonb, year int, state text, example boolean, lead text,
  currency text, conditions jsonb, papers jsonb, reports jsonb, "opensOn" date, "closesOn" date, source jsonb)`;

// A project that has entered an edition keeps its rules: what was published is only ever retired.
const FROZEN = `
create function programmes.keep_published() returns trigger language plpgsql as $$
begin
  if old.state = 'draft' then return coalesce(new, old); end if;
  if tg_op = 'DELETE' or new.state = 'draft' or (old.state = 'retired' and new.state <> 'retired')
     or (to_jsonb(new) - 'state') <> (to_jsonb(old) - 'state') then
    raise exception 'edition % is published: it never changes', old.id using errcode = 'PL003';
  end if;
  return new;
end $$;
create trigger keep_published before update or delete on programmes.edition
  for each row execute function programmes.keep_published();`;
