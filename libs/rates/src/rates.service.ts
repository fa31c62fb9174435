import fs from 'node:fs/promises';
import { Injectable } from '@nestjs/common';
import { type CivilDate, type Currency, refuse } from '#libs/kernel/src/index.js';
import { Database, fromRoot, rowsOf, type Tx } from '#libs/platform/src/index.js';
import { acrossEuro, leu, perUnitOf, type Rate, type RateSource } from './rate.js';
import { type PublishedRate, type RateTable, readTable } from './rate-table.js';

/** The National Bank's table that comes with Plai, so that a demonstration works offline. */
const SHIPPED = 'libs/rates/data/bnm-2021-07-29.xml';

/** A rate made up for a demonstration or a test. */
export interface IllustrativeRate extends PublishedRate {
  readonly on: CivilDate;
}

interface Row {
  source: RateSource;
  currency: Currency;
  on: CivilDate;
  nominal: number;
  value: string;
  /** Lei for a euro on the day of an ECB rate. */
  euro: string | null;
}

// Each bank's newest table on or before the day $1; what it no longer lists is withdrawn. Made-up rates have no table.
const RATES = `
  with newest as (
    select bank.source, day.on_date from (values ('BNM'), ('ECB')) as bank (source), lateral (
      select max(on_date) as on_date from rates.rate where source = bank.source and on_date <= $1) as day),
  found as (
    select r.*, euro.value / euro.nominal as euro from rates.rate r join newest using (source, on_date)
      left join lateral (
        select value, nominal from rates.rate where r.source = 'ECB' and source = 'BNM' and currency = 'EUR' and on_date <= r.on_date
         order by on_date desc limit 1) as euro on true
    union all (
      select distinct on (currency) r.*, null::numeric from rates.rate r where source = 'ILLUSTRATIVE' and on_date <= $1
       order by currency, on_date desc))
  select distinct on (currency) source, currency, to_char(on_date, 'YYYY-MM-DD') as "on", nominal, value::text as value,
    euro::text as euro
    from found where (source <> 'ECB' or euro is not null) and ($2::text[] is null or currency = any($2))
   order by currency, array_position(array['BNM', 'ECB', 'ILLUSTRATIVE'], source)`;

/** Exchange rates to the leu by day: loaded once, never changed. */
@Injectable()
export class RatesService {
  constructor(private readonly db: Database) {}

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
   * currency that the newest table leaves out is withdrawn and has none. Throws `rate-missing` (unavailable).
   */
  async current(currency: Currency, on: CivilDate, tx?: Tx): Promise<Rate> {
    return (await this.of([currency], on, tx))(currency);
  }

  /** The rates of several currencies on a day, each as `current`; one that has none throws when it is asked for. */
  async of(currencies: readonly Currency[], on: CivilDate, tx?: Tx): Promise<(currency: Currency) => Rate> {
    const foreign = currencies.filter((currency) => currency !== 'MDL');
    const params = [on, foreign];
    const read = () => (tx ? rowsOf<Row>(tx, RATES, params) : this.db.rows<Row>(RATES, params));
    const rows = foreign.length > 0 ? await read() : [];
    const rates = new Map(rows.map((row) => [row.currency, rateOf(row)]));
    return (currency) => {
      const rate = currency === 'MDL' ? leu(on) : rates.get(currency);
      if (!rate)
        throw refuse('unavailable', 'rate-missing', `There is no rate for ${currency} on ${on}.`, { currency });
      return rate;
    };
  }

  /** The rate on a day of each currency that has one, by code: what a donor may choose from. */
  async known(on: CivilDate): Promise<Rate[]> {
    return (await this.db.rows<Row>(RATES, [on, null])).map(rateOf);
  }

  /** Whether the rates that a bank set for this day are loaded. */
  async has(source: RateTable['source'], on: CivilDate): Promise<boolean> {
    const sql = 'select 1 from rates.rate where source = $1 and on_date = $2 limit 1';
    return (await this.db.rows(sql, [source, on])).length > 0;
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

function rateOf({ source, currency, on, nominal, value, euro }: Row): Rate {
  const perUnit = source === 'ECB' ? acrossEuro(euro!, value) : perUnitOf(value, nominal);
  return { source, currency, on, perUnit, illustrative: source === 'ILLUSTRATIVE' };
}
