import fs from 'node:fs/promises';
import { Injectable } from '@nestjs/common';
import { addDays, type CivilDate, type Currency, daysBetween, refuse } from '#libs/kernel/src/index.js';
import { Config, Database, fromRoot, rowsOf, type Tx } from '#libs/platform/src/index.js';
import { acrossEuro, isStale, leu, perUnitOf, type RateOfDay, type RateSource } from './rate.js';
import { type PublishedRate, type RateTable, readTable } from './rate-table.js';

/** The National Bank's table that comes with Plai, so that a demonstration works offline. */
const SHIPPED = 'libs/rates/data/bnm-2021-07-29.xml';

/** A rate made up for a demonstration or a test. */
export interface IllustrativeRate extends PublishedRate {
  readonly on: CivilDate;
}

/** The newest table of a bank that counts on a day. */
export interface BankTable {
  readonly source: RateTable['source'];
  /** The day it is of; null when none of the National Bank was ever loaded. */
  readonly on: CivilDate | null;
  /** How old it is; null when there is none. */
  readonly days: number | null;
  /** The first day on which it is too old for anything new; null when there is none. */
  readonly staleOn: CivilDate | null;
  /** More than half of its time is over: no bank rests so long but for a great holiday. */
  readonly late: boolean;
}

interface Row {
  source: RateSource;
  currency: Currency;
  on: CivilDate;
  nominal: number;
  value: string;
  /** Lei for a euro on the day of an ECB rate. */
  euro: string | null;
  /** The day of the oldest of what it is made from. */
  since: CivilDate;
}

// Each bank's newest table on or before the day $1.
const NEWEST = `select bank.source, day.on_date from (values ('BNM'), ('ECB')) as bank (source), lateral (
      select max(on_date) as on_date from rates.rate where source = bank.source and on_date <= $1) as day`;

// What the newest table no longer lists is withdrawn. Made-up rates have no table.
const RATES = `
  with newest as (${NEWEST}),
  found as (
    select r.*, euro.value / euro.nominal as euro, euro.on_date as euro_on from rates.rate r join newest using (source, on_date)
      left join lateral (
        select value, nominal, on_date from rates.rate where r.source = 'ECB' and source = 'BNM' and currency = 'EUR' and on_date <= r.on_date
         order by on_date desc limit 1) as euro on true
    union all (
      select distinct on (currency) r.*, null::numeric, null::date from rates.rate r where source = 'ILLUSTRATIVE' and on_date <= $1
       order by currency, on_date desc))
  select distinct on (currency) source, currency, to_char(on_date, 'YYYY-MM-DD') as "on", nominal, value::text as value,
    euro::text as euro, to_char(least(on_date, euro_on), 'YYYY-MM-DD') as since
    from found where (source <> 'ECB' or euro is not null) and ($2::text[] is null or currency = any($2))
   order by currency, array_position(array['BNM', 'ECB', 'ILLUSTRATIVE'], source)`;

/** Exchange rates to the leu by day: loaded once, never changed. */
@Injectable()
export class RatesService {
  constructor(
    private readonly db: Database,
    private readonly config: Config,
  ) {}

  /**
   * Loads the daily XML of the National Bank or of the ECB. The same table again changes nothing. Throws `rates-format`,
   * `rates-too-large`, or `rate-differs` when a rate of that day is known with another value.
   */
  async load(xml: string): Promise<{ source: RateSource; on: CivilDate; count: number }> {
    const { source, on, rates } = readTable(xml);
    await this.keep(source, rates.map((rate) => ({ ...rate, on }))); // prettier-ignore
    return { source, on, count: rates.length };
  }

  /** Loads the National Bank's table that comes with Plai (29 July 2021). */
  async loadShipped(): Promise<{ on: CivilDate; count: number }> {
    return this.load(await fs.readFile(fromRoot(SHIPPED), 'utf8'));
  }

  /** Loads made-up rates; they are used only for currencies of which no real rate is known, and say what they are. */
  async loadIllustrative(rates: readonly IllustrativeRate[]): Promise<void> {
    await this.keep('ILLUSTRATIVE', rates);
  }

  /**
   * The rate of a currency on a day, 1 for the leu: of the National Bank's newest table on or before it (so a weekend and a
   * holiday have the rate of the day before), else of the ECB's through the National Bank's euro, else a made-up one. A
   * currency that the newest table leaves out is withdrawn and has none. However old it is: what is new takes it through
   * `fresh`. Throws `rate-missing` (unavailable).
   */
  async current(currency: Currency, on: CivilDate, tx?: Tx): Promise<RateOfDay> {
    return (await this.of([currency], on, tx))(currency);
  }

  /** The rates of several currencies on a day, each as `current`; one that has none throws when it is asked for. */
  async of(currencies: readonly Currency[], on: CivilDate, tx?: Tx): Promise<(currency: Currency) => RateOfDay> {
    const foreign = currencies.filter((currency) => currency !== 'MDL');
    const params = [on, foreign];
    const read = () => (tx ? rowsOf<Row>(tx, RATES, params) : this.db.rows<Row>(RATES, params));
    const rows = foreign.length > 0 ? await read() : [];
    const rates = new Map(rows.map((row) => [row.currency, this.rateOf(row, on)]));
    return (currency) => {
      const rate = currency === 'MDL' ? leu(on) : rates.get(currency);
      if (!rate)
        throw refuse('unavailable', 'rate-missing', `There is no rate for ${currency} on ${on}.`, { currency });
      return rate;
    };
  }

  /** The rate on a day of each currency that has one, by code: what a donor may choose from when it is not stale. */
  async known(on: CivilDate, tx?: Tx): Promise<RateOfDay[]> {
    const params = [on, null];
    const rows = tx ? await rowsOf<Row>(tx, RATES, params) : await this.db.rows<Row>(RATES, params);
    return rows.map((row) => this.rateOf(row, on));
  }

  /** The newest table of each bank that counts on a day: always the National Bank's, and the ECB's once one was loaded. */
  async tables(today: CivilDate): Promise<BankTable[]> {
    const rows = await this.db.rows<Pick<BankTable, 'source' | 'on'>>(
      `select source, to_char(on_date, 'YYYY-MM-DD') as "on" from (${NEWEST}) newest
        where on_date is not null or source = 'BNM' order by source`,
      [today],
    );
    const { ratesMaxDays: max } = this.config;
    return rows.map(({ source, on }) => {
      if (!on) return { source, on, days: null, staleOn: null, late: true };
      const days = daysBetween(on, today);
      return { source, on, days, staleOn: addDays(on, max + 1), late: isStale(2 * days, max) };
    });
  }

  private rateOf({ source, currency, on, nominal, value, euro, since }: Row, asked: CivilDate): RateOfDay {
    const perUnit = source === 'ECB' ? acrossEuro(euro!, value) : perUnitOf(value, nominal);
    const days = daysBetween(since, asked);
    const stale = isStale(days, this.config.ratesMaxDays);
    return { source, currency, on, perUnit, illustrative: source === 'ILLUSTRATIVE', days, stale };
  }

  private async keep(source: RateSource, rates: readonly IllustrativeRate[]): Promise<void> {
    const columns = [
      rates.map(({ currency }) => currency),
      rates.map(({ on }) => on),
      rates.map(({ nominal }) => nominal),
      rates.map(({ value }) => value),
    ];
    const given = 'unnest($2::text[], $3::date[], $4::int[], $5::numeric[]) as n(currency, on_date, nominal, value)';
    await this.db.transaction(async (tx) => {
      await tx.query(
        `insert into rates.rate (source, currency, on_date, nominal, value, loaded_at)
         select $1, n.*, platform.now() from ${given} on conflict do nothing`,
        [source, ...columns],
      );
      const [other] = await rowsOf<{ currency: string }>(
        tx,
        `select n.currency from ${given} join rates.rate r on r.source = $1 and r.currency = n.currency
           and r.on_date = n.on_date where r.value / r.nominal <> n.value / n.nominal limit 1`,
        [source, ...columns],
      );
      if (other)
        throw refuse('conflict', 'rate-differs', `${other.currency} is known with another value for that day.`, {
          currency: other.currency,
        });
    });
  }
}
