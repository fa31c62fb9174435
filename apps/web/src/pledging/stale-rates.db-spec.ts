import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { civilDate, newId } from '#libs/kernel/src/index.js';
import { Clock } from '#libs/platform/src/index.js';
import { RatesService } from '#libs/rates/src/index.js';
import { openCampaign, pathOf } from '../../../../test/support/campaign.js';
import { openGivingWeb, type GivingWeb } from '../../../../test/support/giving-web.js';

const SAID = {
  ro: 'Ultimul curs pe care îl avem pentru EUR este de acum 11 zile, prea vechi pentru o contribuție nouă. Puteți contribui în lei',
  ru: 'Последнему курсу EUR, который у нас есть, уже 11 дней: для нового взноса он слишком старый. Можно внести в леях',
  en: 'Our last rate for EUR is 11 days old, too old for a new gift. You can still give in lei',
} as const;
const TYPED = { ro: 'Ați indicat', ru: 'Вы указали', en: 'You had entered' } as const;
const LANGS = ['ro', 'ru', 'en'] as const;

describe('giving in a currency whose rate is too old', () => {
  let web: GivingWeb;
  let path: string;
  let fund: string;
  let placeCode: string;
  let projectId: string;
  beforeAll(async () => {
    web = await openGivingWeb({ RATES_MAX_DAYS: '10' });
    await newTable({ EUR: '21.1905', USD: '17.9528' });
    await pass(10);
    ({ projectId, placeCode } = await openCampaign(web.db, { model: 'keep', closesIn: '40 days' }));
    path = await pathOf(web.db, projectId as never);
    fund = `/t/${path.split('/')[2]}/fund`;
  });
  afterAll(() => web.close());

  const newTable = async (rates: Record<string, string>) => {
    const date = civilDate(await web.get(Clock).now()).split('-').reverse().join('.');
    const rows = Object.entries(rates).map(([code, value]) => `<Valute><CharCode>${code}</CharCode><Nominal>1</Nominal><Value>${value}</Value></Valute>`);
    await web.get(RatesService).load(`<ValCurs Date="${date}">${rows.join('')}</ValCurs>`);
  }; // prettier-ignore
  const pass = async (days: number) => {
    await web.get(Clock).moveBy(days * 86_400_000);
    await web.stripe.control.advance({ seconds: days * 86_400 });
  };
  const read = async (answer: Response) => (await answer.text()).replaceAll('\u00a0', ' ').replaceAll('&nbsp;', ' ').replaceAll('&#39;', "'"); // prettier-ignore
  const page = async (url: string) => read(await web.fetch(url));
  const offered = (html: string) => {
    const [, options, group = ''] = /<select[^>]* name="currency"[^>]*>(.*?)(<optgroup.*?<\/optgroup>)?<\/select>/.exec(html)!; // prettier-ignore
    const codes = (text: string) => [...text.matchAll(/<option value="([A-Z]{3})"/g)].map(([, code]) => code);
    return { now: codes(options!), later: codes(group), label: /label="([^"]*)" disabled/.exec(group)?.[1] };
  };
  const ownField = (html: string) => /<input[^>]* name="other"[^>]*>/.exec(html)![0];
  const typed = (over: Record<string, string> = {}) => ({
    ...{ id: newId(), shown: 'EUR', currency: 'EUR', amount: '', other: '70', email: 'maria@example.org', shortfall: 'return' },
    ...{ by: 'card', publicName: 'Maria C.', associationId: '', country: '', ...over },
  }); // prettier-ignore
  const toFund = (over: Record<string, string> = {}) => ({
    ...{ id: newId(), shown: 'EUR', currency: 'EUR', amount: '50.00', other: '', email: 'maria@example.org' },
    ...{ often: 'monthly', publicName: 'Maria C.', ...over },
  });
  const api = async (method: string, url: string, body?: object) => {
    const init = body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
    const answer = await web.fetch(`/api/v1${url}`, { method, ...init });
    return [answer.status, ((await answer.json()) as { code?: string }).code];
  };
  const amount = (currency: string) => ({ amount: '70.00', currency });

  it('is taken on the last day, and offered', async () => {
    const html = await page(`/ro${path}/give`);
    expect(offered(html).now).toEqual(expect.arrayContaining(['EUR', 'USD', 'MDL']));
    expect(offered(html).later).toEqual([]);
    expect(await api('GET', '/quote?amount=70.00&currency=EUR')).toEqual([200, undefined]);
    await pass(1);
  });

  it('is shown as not to be chosen, and why; the form is in lei', async () => {
    for (const [url, lang] of LANGS.flatMap((lang) => [`/${lang}${path}/give`, `/${lang}${fund}/give`].map((url) => [url, lang] as const))) {
      const html = await page(url);
      const { now, later, label } = offered(html);
      expect([now, later.includes('EUR'), later.includes('USD')]).toEqual([['MDL'], true, true]);
      expect(label).toBe({ ro: 'Fără curs proaspăt, deocamdată', ru: 'Пока без свежего курса', en: 'No fresh rate for now' }[lang]);
      expect(html).toContain(SAID[lang]);
      expect(html).toContain('name="shown" value="MDL"');
      // Nobody typed the sum of a link in lei.
      expect(await page(`${url}?sum=50&currency=EUR`)).not.toContain('value="50"');
      // Whoever asks for lei reads nothing of other currencies.
      expect(await page(`${url}?currency=MDL&sum=750`)).not.toContain(SAID[lang]);
    }
  }); // prettier-ignore

  it('is refused beside its field when the form was opened before: its sum is said, and stands in no field', async () => {
    for (const lang of LANGS)
      for (const [url, form, sum] of [[`${path}/give`, typed(), '70'], [`${fund}/give`, toFund(), '50']] as const) {
        const answer = await web.post(`/${lang}${url}`, form);
        const html = await read(answer);
        expect(answer.status).toBe(422);
        const [, said] = /id="f-currency-error">(?:<span[^>]*>[^<]*<\/span>)?([^<]*)</.exec(html)!;
        expect([said, html.split(SAID[lang]).length]).toEqual([expect.stringContaining(SAID[lang]), 3]); // above, and beside
        expect(html).toContain('href="#f-currency"');
        for (const value of ['maria@example.org', 'Maria C.']) expect(html).toContain(`value="${value}"`);
        expect(html).toMatch(new RegExp(`${TYPED[lang]} €?${sum}(?:[.,]00)?(?: €| EUR| de euro)?\\.`));
        expect(ownField(html)).not.toMatch(/value="[^"]/);
        expect(html).not.toMatch(/name="amount"[^>]* checked/);
        expect(html).toContain('name="shown" value="MDL"');
      }
    expect(await web.db.rows('select 1 from pledges.pledge union all select 1 from funds.plan')).toEqual([]);
  }); // prettier-ignore

  it('becomes no sum of another currency by pressing again', async () => {
    const first = await read(await web.post(`/en${path}/give`, typed({ other: '5 000' })));
    expect(first).toMatch(/You had entered €5,000(?:\.00)?\./);
    const again = await web.post(`/en${path}/give`, typed({ other: '', currency: 'MDL', shown: 'MDL' }));
    expect([again.status, await read(again)]).toEqual([422, expect.stringContaining('href="#f-amount"')]);
    const odd = await read(await web.post(`/en${path}/give`, typed({ other: 'a <b>' })));
    expect(odd).toContain('You had entered a &lt;b> EUR.');
    // A tile of lei was no sum in euro.
    const tile = await read(await web.post(`/en${path}/give`, typed({ other: '', amount: '500.00', shown: 'MDL' })));
    expect(tile).not.toContain('You had entered');
  });

  it('is said with everything else that is wrong, and for transfers too', async () => {
    const html = await read(await web.post(`/en${path}/give`, typed({ email: 'nobody' })));
    for (const field of ['email', 'currency']) expect(html).toContain(`href="#f-${field}"`);
    const transfer = await web.post(`/en${path}/give`, typed({ by: 'transfer' }));
    expect(transfer.status).toBe(422);
  });

  it('leaves lei whole, with the fee covered', async () => {
    const lei = { shown: 'MDL', currency: 'MDL', other: '', amount: '500.00', cover: 'yes' };
    const answer = await web.post(`/ro${path}/give`, typed(lei));
    expect([answer.status, answer.headers.get('location')]).toEqual([303, expect.stringContaining('http')]);
    const monthly = await web.post(`/ro${fund}/give`, toFund(lei));
    expect(monthly.status).toBe(303);
    const rows = await web.db.rows<{ sum: string }>(
      'select amount_minor || currency || cover_minor as sum from pledges.pledge union select amount_minor || currency || cover_minor from funds.plan',
    );
    expect(rows).toEqual([{ sum: '50000MDL2363' }]); // as by the last rate of the euro
  });

  it('answers machines with its own code, and lei as always', async () => {
    const pledge = (currency: string) => ({ email: 'maria@example.org', shortfall: 'return', by: 'card', amount: amount(currency) }); // prettier-ignore
    const fundGift = (currency: string) => ({ email: 'maria@example.org', amount: amount(currency) });
    for (const [currency, expected] of [['EUR', [422, 'rate-stale']], ['MDL', [201, undefined]]] as const) {
      expect(await api('PUT', `/projects/${projectId}/pledges/${newId()}`, pledge(currency))).toEqual(expected);
      expect(await api('PUT', `/places/${placeCode}/fund/gifts/${newId()}`, fundGift(currency))).toEqual(expected);
      expect(await api('PUT', `/places/${placeCode}/fund/monthly-gifts/${newId()}`, fundGift(currency))).toEqual(expected);
    }
    expect(await api('GET', '/quote?amount=70.00&currency=EUR')).toEqual([422, 'rate-stale']);
    expect(await api('GET', '/quote?amount=70.00&currency=MDL&coverFee=yes')).toEqual([200, undefined]);
  }); // prettier-ignore

  it('is out of the table of fees until a fresh rate comes', async () => {
    const rows = async () => [...(await page('/en/fees')).matchAll(/<th scope="row">[^<]*\(([A-Z]{3})\)/g)].map(([, code]) => code);
    expect(await rows()).toEqual(['MDL']);
    await newTable({ EUR: '21.5' });
    expect(await rows()).toEqual(['EUR', 'MDL']);
    expect(offered(await page(`/ro${path}/give`))).toMatchObject({ now: ['EUR', 'MDL'], later: [] });
    expect(await api('GET', '/quote?amount=70.00&currency=EUR')).toEqual([200, undefined]);
  }); // prettier-ignore
});
