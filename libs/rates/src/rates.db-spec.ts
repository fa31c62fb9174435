import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CivilDate } from '#libs/kernel/src/index.js';
import { Courier } from '#libs/platform/src/index.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import { RatesModule, RatesService } from './index.js';

const day = (text: string) => text as CivilDate;
const tableOf = (date: string, eur: string, more = '') =>
  `<?xml version="1.0"?><ValCurs Date="${date}"><Valute><CharCode>EUR</CharCode><Nominal>1</Nominal><Value>${eur}</Value></Valute>${more}</ValCurs>`;
const bnm = (code: string, value: string) =>
  `<Valute><CharCode>${code}</CharCode><Nominal>10</Nominal><Value>${value}</Value></Valute>`;
const ecbOf = (date: string, rates: Record<string, string>) =>
  `<gesmes:Envelope><Cube><Cube time='${date}'>${Object.entries(rates)
    .map(([code, rate]) => `<Cube currency='${code}' rate='${rate}'/>`)
    .join('')}</Cube></Cube></gesmes:Envelope>`;

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
      source: 'BNM', currency: 'EUR', on: '2021-07-29', perUnit: '21.1905', illustrative: false, days: 3, stale: false,
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

  it('goes through the euro of the same day where only the ECB has a rate, and says so', async () => {
    const other = await openRoom([RatesModule]);
    try {
      const of = other.get(RatesService);
      await of.load(ecbOf('2023-03-02', { SGD: '1.4', USD: '1.1' }));
      await expect(of.current('SGD', day('2023-03-02'))).rejects.toMatchObject({ code: 'rate-missing' }); // No euro yet.
      await of.load(tableOf('03.03.2023', '20', bnm('USD', '185')));
      await of.load(ecbOf('2023-03-03', { SGD: '1.45', USD: '1.1' }));
      await of.load(tableOf('06.03.2023', '20.5', bnm('USD', '186')));
      const sgd = {
        source: 'ECB',
        currency: 'SGD',
        on: '2023-03-03',
        perUnit: '13.7931',
        illustrative: false,
        stale: false,
      };
      // Saturday, Sunday and the Monday before the ECB's table comes: as of Friday, whatever the euro is on Monday.
      for (const date of ['2023-03-03', '2023-03-04', '2023-03-05', '2023-03-06'])
        expect(await of.current('SGD', day(date))).toEqual({ ...sgd, days: Number(date.slice(-1)) - 3 });
      expect(await of.current('USD', day('2023-03-05'))).toMatchObject({
        source: 'BNM',
        on: '2023-03-03',
        perUnit: '18.5',
      });
      expect((await of.known(day('2023-03-06'))).map(({ currency, source }) => `${currency} ${source}`)).toEqual([
        'EUR BNM', 'SGD ECB', 'USD BNM',
      ]); // prettier-ignore
    } finally {
      await other.close();
    }
  });

  it('has no rate for a currency that its bank has withdrawn, and keeps what it was before', async () => {
    const other = await openRoom([RatesModule]);
    try {
      const of = other.get(RatesService);
      await of.load(tableOf('30.12.2022', '20', bnm('BGN', '102')));
      await of.load(ecbOf('2022-12-30', { BGN: '1.9558', ZAR: '18' }));
      await of.load(tableOf('02.01.2023', '20.1'));
      await of.load(ecbOf('2023-01-02', { ZAR: '18.1' }));
      expect((await of.current('BGN', day('2023-01-01'))).perUnit).toBe('10.2');
      await expect(of.current('BGN', day('2023-01-02'))).rejects.toMatchObject({ code: 'rate-missing' });
      expect((await of.known(day('2023-01-02'))).map(({ currency }) => currency)).toEqual(['EUR', 'ZAR']);
    } finally {
      await other.close();
    }
  });

  it('says how old a rate is, by the oldest of what it is made from, and when its bank is late', async () => {
    const other = await openRoom([RatesModule], { RATES_MAX_DAYS: '10' });
    try {
      const of = other.get(RatesService);
      const ages = async (on: string) =>
        (await of.known(day(on))).map((rate) => `${rate.currency} ${rate.days} ${rate.stale}`);
      const tables = async (on: string) =>
        (await of.tables(day(on))).map((one) => `${one.source} ${one.on} ${one.days} ${one.staleOn} ${one.late}`);
      expect(await tables('2023-03-03')).toEqual(['BNM null null null true']);
      await of.load(tableOf('03.03.2023', '20', bnm('USD', '185')));
      await of.load(ecbOf('2023-03-03', { SGD: '1.45' }));
      expect(await ages('2023-03-13')).toEqual(['EUR 10 false', 'SGD 10 false', 'USD 10 false']);
      expect(await ages('2023-03-14')).toEqual(['EUR 11 true', 'SGD 11 true', 'USD 11 true']);
      // What is looked back at has the rate of its day, which was fresh then.
      expect(await of.current('EUR', day('2023-03-04'))).toMatchObject({ perUnit: '20', stale: false });
      expect(await tables('2023-03-08')).toEqual([
        'BNM 2023-03-03 5 2023-03-14 false',
        'ECB 2023-03-03 5 2023-03-14 false',
      ]);
      expect(await tables('2023-03-09')).toEqual([
        'BNM 2023-03-03 6 2023-03-14 true',
        'ECB 2023-03-03 6 2023-03-14 true',
      ]);
      // The ECB goes on alone: its rates still go through an old euro.
      await of.load(ecbOf('2023-03-14', { SGD: '1.5' }));
      expect(await of.current('SGD', day('2023-03-14'))).toMatchObject({ on: '2023-03-14', days: 11, stale: true });
      await of.load(tableOf('14.03.2023', '20.3'));
      expect(await ages('2023-03-14')).toEqual(['EUR 0 false', 'SGD 0 false']);
      expect(await tables('2023-03-15')).toEqual([
        'BNM 2023-03-14 1 2023-03-25 false',
        'ECB 2023-03-14 1 2023-03-25 false',
      ]);
    } finally {
      await other.close();
    }
  });

  it('fetches the tables once a day when told where', async () => {
    const asked: string[] = [];
    const bank = http.createServer((request, answer) => {
      asked.push(request.url!);
      answer.end(request.url === '/ecb.xml' ? ecbOf('2024-01-01', { SGD: '1.5' }) : tableOf('01.01.2024', '19.9'));
    });
    await new Promise<void>((done) => bank.listen(0, '127.0.0.1', done));
    const port = (bank.address() as AddressInfo).port;
    const at = `http://127.0.0.1:${port}`;
    const urls = { RATES_URL: `${at}/en/official_exchange_rates`, ECB_RATES_URL: `${at}/ecb.xml` };
    const other = await openRoom([RatesModule], urls);
    try {
      for (const job of ['rates.fetch', 'rates.fetch-ecb', 'rates.fetch', 'rates.fetch-ecb'])
        await other.get(Courier).run(job);
      expect(asked).toHaveLength(2);
      expect(asked[1]).toBe('/ecb.xml');
      expect(asked[0]).toMatch(/^\/en\/official_exchange_rates\?get_xml=1&date=\d{2}\.\d{2}\.\d{4}$/);
      expect((await other.get(RatesService).current('EUR', day('2024-01-01'))).perUnit).toBe('19.9');
      expect((await other.get(RatesService).current('SGD', day('2024-01-01'))).perUnit).toBe('13.2667');
    } finally {
      await other.close();
      bank.close();
    }
  });
});
