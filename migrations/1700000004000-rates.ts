import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Exchange rates as published, by source and day: lei for `nominal` units, and of the ECB units for one euro. */
export class Rates1700000004000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(RATES);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('migrations only go forward'));
  }
}

// A gift keeps the rate of its day for ever, so a rate that was once used is never changed or taken away.
const RATES = `
create schema rates;
grant usage on schema rates to plai_app;
create table rates.rate (
  source text not null check (source in ('BNM', 'ECB', 'ILLUSTRATIVE')),
  currency text not null check (currency ~ '^[A-Z]{3}$' and currency <> 'MDL'),
  on_date date not null,
  nominal int not null check (nominal in (1, 10, 100, 1000, 10000)),
  value numeric(20, 8) not null check (value > 0),
  loaded_at timestamptz not null,
  primary key (source, currency, on_date));
create index on rates.rate (source, on_date);
call platform.make_append_only('rates.rate');`;
