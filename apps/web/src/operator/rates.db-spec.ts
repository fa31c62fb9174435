import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Job, UnrecoverableError } from 'bullmq';
import { addDays, civilDate, startOfDay } from '#libs/kernel/src/index.js';
import { Clock, Config, Courier, Handlers, openWorker, Queues } from '#libs/platform/src/index.js';
import { RatesService } from '#libs/rates/src/index.js';
import { eventually } from '../../../../test/support/eventually.js';
import { sessionOf } from '../../../../test/support/signed-in.js';
import { buildTown } from '../../../../test/support/town.js';
import { openWeb, type Web } from '../../../../test/support/web.js';

describe('rates that do not come', () => {
  let web: Web;
  let cookie: string;
  let bank: string;
  const away = http.createServer((_, answer) => answer.writeHead(503).end());
  beforeAll(async () => {
    await new Promise<void>((done) => away.listen(0, '127.0.0.1', done));
    bank = `127.0.0.1:${(away.address() as AddressInfo).port}`;
    web = await openWeb({ env: { RATES_MAX_DAYS: '10', RATES_URL: `http://${bank}/rates` } });
    cookie = `plai_session=${await sessionOf(web, (await buildTown(web)).operators[0])}`;
  });
  afterAll(async () => {
    await web.close();
    away.close();
  });

  const today = async () => civilDate(await web.get(Clock).now());
  const pass = (days: number) => web.get(Clock).moveBy(days * 86_400_000);
  const see = async (path: string) => (await web.fetch(path, { headers: { cookie } })).text();
  const waiting = async () => {
    const answer = await web.fetch('/api/v1/operator/queue?kind=rates', { headers: { cookie } });
    const { data } = (await answer.json()) as { data: { subject: string; since: string; by: string; own: boolean }[] };
    return data.map(({ subject, since, by, own }) => [subject, since, by, own]);
  };
  const gauge = async () => {
    const answer = await web.fetch('/metrics', { headers: { authorization: 'Bearer test-operations-token' } });
    return [...(await answer.text()).matchAll(/^plai_rates_age_days\{source="([A-Z]+)"\} (\d+)$/gm)].map(([, bank, days]) => `${bank} ${days}`);
  }; // prettier-ignore
  const newTable = async () =>
    web.get(RatesService).load(
      `<ValCurs Date="${(await today()).split('-').reverse().join('.')}"><Valute><CharCode>EUR</CharCode><Nominal>1</Nominal><Value>20</Value></Valute></ValCurs>`,
    ); // prettier-ignore
  const at = (day: Parameters<typeof startOfDay>[0]) => startOfDay(day).toISOString();

  it('are asked for when there are none at all', async () => {
    const now = at(await today());
    expect(await waiting()).toEqual([['rates:BNM', now, now, false]]);
    expect([await see('/en/operator'), await gauge()]).toEqual([expect.stringContaining('gifts can be made in lei only'), []]); // prettier-ignore
    await newTable();
    expect([await waiting(), await gauge()]).toEqual([[], ['BNM 0']]);
  });

  it('are asked for at half of their time, are due on the day of the first refusal, and gone with a new table', async () => {
    const on = await today();
    const due = [['rates:BNM', at(on), at(addDays(on, 11)), false]];
    await pass(5);
    expect([await waiting(), await gauge()]).toEqual([[], ['BNM 5']]);
    expect(await see('/en/operator/money')).toContain('The rates come in time.');
    await pass(1);
    expect([await waiting(), await gauge()]).toEqual([due, ['BNM 6']]);
    for (const [lang, words] of [
      ['ro', ['Cursuri de schimb întârziate', 'Banca Națională a Moldovei: ultimul tabel e din', 'Din această zi nu se mai primesc', 'Un tabel nou']],
      ['ru', ['Курсы валют не приходят', 'Национальный банк Молдовы: последняя таблица от', 'С этого дня новые взносы', 'Загружена новая таблица']],
      ['en', ['Exchange rates are late', 'National Bank of Moldova: the newest table is of', 'From this day no new gifts', 'A new table of the bank']],
    ] as const) {
      const page = await see(`/${lang}/operator`);
      for (const said of [...words, `href="/${lang}/operator/money#rates"`]) expect(page).toContain(said);
    }
    expect(await see('/en/operator/money')).toContain('The rates are late.');
    await pass(5);
    expect([await waiting(), await gauge()]).toEqual([due, ['BNM 11']]);
    expect(await see('/en/operator')).toMatch(/Exchange rates are late \(1\)/);
    await newTable();
    expect([await waiting(), await gauge()]).toEqual([[], ['BNM 0']]);
  }); // prettier-ignore

  it('of the ECB are asked for once one of its tables was loaded', async () => {
    await web.get(RatesService).load(`<gesmes:Envelope><Cube><Cube time='${await today()}'><Cube currency='SGD' rate='1.5'/></Cube></Cube></gesmes:Envelope>`); // prettier-ignore
    await pass(6);
    await newTable();
    expect((await waiting()).map(([subject]) => subject)).toEqual(['rates:ECB']);
    expect(await gauge()).toEqual(['BNM 0', 'ECB 6']);
    await pass(6);
    expect((await waiting()).map(([subject]) => subject)).toEqual(['rates:ECB', 'rates:BNM']);
    expect(await see('/en/operator')).toMatch(/Exchange rates are late \(2\)/);
  });

  it('are seen not to be fetched before any of them is late: which chore, how often, and why', async () => {
    const config = web.get(Config);
    // As the worker does it, but without its rests between tries.
    const worker = openWorker(config, 'chores', async ({ name }: Job) => {
      await web.get(Courier).run(name).catch((error: Error) => Promise.reject(new UnrecoverableError(error.message)));
    });
    await web.get(Queues).schedule(web.get(Handlers).chores.filter(({ name }) => name === 'rates.fetch'));
    await eventually(async () => expect(await web.get(Queues).failedChores()).toHaveLength(1));
    expect(await web.get(Queues).failedChores()).toMatchObject([{ name: 'rates.fetch', n: 1, error: `${bank} answered 503` }]);
    const page = await see('/en/operator/audit');
    for (const said of ['What is done regularly and failed', 'rates.fetch', `${bank} answered 503`]) expect(page).toContain(said);
    const headers = { authorization: 'Bearer test-operations-token' };
    expect(await (await web.fetch('/metrics', { headers })).text()).toContain('plai_chores_failed{chore="rates.fetch"} 1');
    await worker.close();
  }); // prettier-ignore
});
