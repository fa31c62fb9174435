import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CivilDate } from '#libs/kernel/src/index.js';
import { Courier } from '#libs/platform/src/index.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import { RatesModule, RatesService } from './index.js';

const day = (text: string) => text as CivilDate;
const tableOf = (date: string, eur: string) =>
  `<?xml version="1.0"?><ValCurs Date="${date}"><Valute><CharCode>EUR</CharCode><Nominal>1</Nominal><Value>${eur}</Value></Valute></ValCurs>`;

describe('rates', () => {
  let room: Room;
  let rates: RatesService;
  beforeAll(async () => {
    room = await openRoom([RatesModule]);
    rates = room.get(RatesService);
  });
  afterAll(() => room.close());

  it('answers with the latest rate on or before the day', async () => {
    await rates.loadShipped();
    const { count } = await rates.loadShipped();
    expect(count).toBe(16);
    await rates.load(tableOf('02.08.2021', '21.2'));
    expect(await rates.current('EUR', day('2021-08-01'))).toEqual({
      source: 'BNM', currency: 'EUR', on: '2021-07-29', perUnit: '21.1905', illustrative: false,
    }); // prettier-ignore
    expect((await rates.current('EUR', day('2026-01-01'))).perUnit).toBe('21.2');
    expect((await rates.current('MDL', day('2020-01-01'))).perUnit).toBe('1');
    await expect(rates.current('EUR', day('2021-07-28'))).rejects.toMatchObject({ code: 'rate-missing' });
  });

  it('never changes a rate', async () => {
    await rates.load(tableOf('05.08.2021', '21.3'));
    await expect(rates.load(tableOf('05.08.2021', '21.4'))).rejects.toMatchObject({ code: 'rate-differs' });
    await expect(room.db.rows('update rates.rate set value = 1')).rejects.toThrow();
    expect((await rates.current('EUR', day('2021-08-05'))).perUnit).toBe('21.3');
  });

  it('says which rates are made up, and prefers the published', async () => {
    const on = day('2022-01-01');
    await rates.loadIllustrative([
      { currency: 'XOF', nominal: 100, value: '3.2', on },
      { currency: 'EUR', nominal: 1, value: '99', on },
    ]);
    expect(await rates.current('XOF', on)).toMatchObject({ perUnit: '0.032', illustrative: true });
    expect(await rates.current('EUR', on)).toMatchObject({ source: 'BNM', illustrative: false });
    const known = await rates.known(on);
    expect(known.find(({ currency }) => currency === 'XOF')?.illustrative).toBe(true);
    expect(known.map(({ currency }) => currency)).toEqual([...known.map(({ currency }) => currency)].sort());
  });

  it('fetches the table once a day when told where', async () => {
    const asked: string[] = [];
    const bank = http.createServer((request, answer) => {
      asked.push(request.url!);
      answer.end(tableOf('01.01.2024', '19.9'));
    });
    await new Promise<void>((done) => bank.listen(0, '127.0.0.1', done));
    const port = (bank.address() as AddressInfo).port;
    const other = await openRoom([RatesModule], { RATES_URL: `http://127.0.0.1:${port}/en/official_exchange_rates` });
    try {
      await other.get(Courier).run('rates.fetch');
      await other.get(Courier).run('rates.fetch');
      expect(asked).toHaveLength(1);
      expect(asked[0]).toMatch(/^\/en\/official_exchange_rates\?get_xml=1&date=\d{2}\.\d{2}\.\d{4}$/);
      expect((await other.get(RatesService).current('EUR', day('2024-01-01'))).perUnit).toBe('19.9');
    } finally {
      await other.close();
      bank.close();
    }
  });
});
