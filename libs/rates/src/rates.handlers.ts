import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type CivilDate, civilDate } from '#libs/kernel/src/index.js';
import { Clock, Config, Handlers } from '#libs/platform/src/index.js';
import { RatesService } from './rates.service.js';
import { TABLE_BYTES_MAX } from './val-curs.js';

const HOUR = 3600;
const TIMEOUT_MS = 20_000;

/** Fetches the National Bank's table once a day when RATES_URL is set. */
@Injectable()
export class RatesHandlers implements OnModuleInit {
  private fetchedFor: CivilDate | null = null;

  constructor(
    private readonly handlers: Handlers,
    private readonly rates: RatesService,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  onModuleInit(): void {
    if (this.config.ratesUrl) this.handlers.every(HOUR, 'rates.fetch', () => this.fetchToday());
  }

  private async fetchToday(): Promise<void> {
    const today = civilDate(await this.clock.now());
    if (this.fetchedFor === today || (await this.rates.has(today))) return;
    await this.rates.load(await this.download(today));
    // On a holiday the bank answers with an earlier day's table: that is the rate of today, so do not ask every hour.
    this.fetchedFor = today;
  }

  private async download(on: CivilDate): Promise<string> {
    const url = new URL(this.config.ratesUrl!);
    url.searchParams.set('get_xml', '1');
    url.searchParams.set('date', on.split('-').reverse().join('.'));
    const answer = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (!answer.ok || !answer.body) throw new Error(`the National Bank answered ${answer.status}`);
    const parts: Uint8Array[] = [];
    let size = 0;
    for await (const part of answer.body as AsyncIterable<Uint8Array>) {
      size += part.length;
      if (size > TABLE_BYTES_MAX) throw new Error('the National Bank answered with more than a table of rates');
      parts.push(part);
    }
    return Buffer.concat(parts).toString('utf8');
  }
}
