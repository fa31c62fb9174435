import fs from 'node:fs/promises';
import { Injectable } from '@nestjs/common';
import { type CivilDate, type Currency, refuse } from '#libs/kernel/src/index.js';
import { Database, fromRoot, rowsOf, type Tx } from '#libs/platform/src/index.js';
import { leu, perUnitOf, type Rate, type RateSource } from './rate.js';
import { type PublishedRate, readValCurs } from './val-curs.js';

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
}

const COLUMNS = `source, currency, to_char(on_date, 'YYYY-MM-DD') as "on", nominal, value::text as value`;

/** Exchange rates to the leu by day: loaded once, never changed. */
@Injectable()
export class RatesService {
  constructor(private readonly db: Database) {}

  /**
   * Loads the National Bank's XML table of one day. The same table again changes nothing. Throws `rates-format`,
   * `rates-too-large`, or `rate-differs` when a rate of that day is known with another value.
   */
  async load(xml: string): Promise<{ on: CivilDate; count: number }> {
    const { on, rates } = readValCurs(xml);
    await this.keep('BNM', rates.map((rate) => ({ ...rate, on }))); // prettier-ignore
    return { on, count: rates.length };
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
   * The rate of a currency on a day: the latest on or before it, a published one before an illustrative one; 1 for
   * the leu. Throws `rate-missing` (unavailable).
   */
  async current(currency: Currency, on: CivilDate, tx?: Tx): Promise<Rate> {
    if (currency === 'MDL') return leu(on);
    const sql = `select ${COLUMNS} from rates.rate where currency = $1 and on_date <= $2 and source <> 'ECB'
      order by source = 'ILLUSTRATIVE', on_date desc limit 1`;
    const params = [currency, on];
    const [row] = tx ? await rowsOf<Row>(tx, sql, params) : await this.db.rows<Row>(sql, params);
    if (!row) throw refuse('unavailable', 'rate-missing', `There is no rate for ${currency} on ${on}.`, { currency });
    return rateOf(row);
  }

  /** The newest rate of each currency that has one on or before `on`, by code: what a donor may choose from. */
  async known(on: CivilDate): Promise<Rate[]> {
    const rows = await this.db.rows<Row>(
      `select distinct on (currency) ${COLUMNS} from rates.rate where on_date <= $1 and source <> 'ECB'
       order by currency, source = 'ILLUSTRATIVE', on_date desc`,
      [on],
    );
    return rows.map(rateOf);
  }

  /** Whether the National Bank's rates of this day are loaded. */
  async has(on: CivilDate): Promise<boolean> {
    return (
      (await this.db.rows(`select 1 from rates.rate where source = 'BNM' and on_date = $1 limit 1`, [on])).length > 0
    );
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

function rateOf({ source, currency, on, nominal, value }: Row): Rate {
  return { source, currency, on, perUnit: perUnitOf(value, nominal), illustrative: source === 'ILLUSTRATIVE' };
}
