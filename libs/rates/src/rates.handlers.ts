import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type CivilDate, civilDate } from '#libs/kernel/src/index.js';
import { Clock, Config, Handlers } from '#libs/platform/src/index.js';
import { RatesService } from './rates.service.js';
import type { RateTable } from './rate-table.js';
import { TABLE_BYTES_MAX } from './xml-element.js';

const HOUR = 3600;
const TIMEOUT_MS = 20_000;

type Bank = RateTable['source'];

/** Fetches the tables of the National Bank and of the ECB once a day, when RATES_URL and ECB_RATES_URL say where. */
@Injectable()
export class RatesHandlers implements OnModuleInit {
  private readonly fetchedFor = new Map<Bank, CivilDate>();

  constructor(
    private readonly handlers: Handlers,
    private readonly rates: RatesService,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  onModuleInit(): void {
    const { ratesUrl, ecbRatesUrl } = this.config;
    if (ratesUrl) this.handlers.every(HOUR, 'rates.fetch', () => this.fetch('BNM', (day) => ofDay(ratesUrl, day)));
    if (ecbRatesUrl) this.handlers.every(HOUR, 'rates.fetch-ecb', () => this.fetch('ECB', () => new URL(ecbRatesUrl)));
  }

  private async fetch(bank: Bank, urlOf: (day: CivilDate) => URL): Promise<void> {
    const today = civilDate(await this.clock.now());
    if (this.fetchedFor.get(bank) === today || (await this.has(bank, today))) return;
    await this.rates.load(await download(urlOf(today)));
    // On a holiday a bank answers with an earlier day's table: that is the rate of today, so do not ask every hour.
    this.fetchedFor.set(bank, today);
  }

  private async has(bank: Bank, day: CivilDate): Promise<boolean> {
    return (await this.rates.tables(day)).some(({ source, on }) => source === bank && on === day);
  }
}

function ofDay(ratesUrl: string, day: CivilDate): URL {
  const url = new URL(ratesUrl);
  url.searchParams.set('get_xml', '1');
  url.searchParams.set('date', day.split('-').reverse().join('.'));
  return url;
}

async function download(url: URL): Promise<string> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!answer.ok || !answer.body) throw new Error(`${url.host} answered ${answer.status}`);
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of answer.body as AsyncIterable<Uint8Array>) {
    size += part.length;
    if (size > TABLE_BYTES_MAX) throw new Error(`${url.host} answered with more than a table of rates`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
