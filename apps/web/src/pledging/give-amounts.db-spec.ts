import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CivilDate, type Currency, newId } from '#libs/kernel/src/index.js';
import { RatesService } from '#libs/rates/src/index.js';
import { openCampaign, pathOf } from '../../../../test/support/campaign.js';
import { openWeb, type Web } from '../../../../test/support/web.js';

let web: Web;
let path: string;

beforeAll(async () => {
  // No Stripe answers at this port: what is refused here is refused before anybody is asked.
  web = await openWeb({ env: { STRIPE_PORT: '9' } });
  const rates = web.get(RatesService);
  await rates.loadShipped();
  const on = '2021-07-29' as CivilDate;
  const made = [['KWD', '59.6915'], ['TMT', '5.1'], ['XOF', '0.0322']] as const; // prettier-ignore
  await rates.loadIllustrative(made.map(([currency, value]) => ({ on, currency, nominal: 1, value })));
  await rates.load(
    `<gesmes:Envelope><Cube><Cube time='2021-07-29'><Cube currency='SGD' rate='1.61'/><Cube currency='IDR' rate='17172.93'/></Cube></Cube></gesmes:Envelope>`,
  );
  const { projectId } = await openCampaign(web.db);
  path = await pathOf(web.db, projectId);
});
afterAll(() => web.close());

async function give(lang: string, currency: Currency, other: string) {
  const answer = await web.post(`/${lang}${path}/give`, {
    ...{ id: newId(), shown: currency, currency, amount: '', other, email: 'maria@example.org', shortfall: 'return' },
    ...{ by: 'card', publicName: 'Maria C.', associationId: '', country: '' },
  });
  const body = (await answer.text()).replaceAll('&nbsp;', '\u00a0').replaceAll('&#39;', "'");
  return {
    status: answer.status,
    body,
    said: /id="f-other-error">(?:<span[^>]*>[^<]*<\/span>)?([^<]*)</.exec(body)?.[1],
  };
}

describe('a sum that is refused', () => {
  it.each([
    ['1e3', 'EUR', 'numai cu cifre', 'только цифрами', 'digits only'],
    ['NaN', 'EUR', 'numai cu cifre', 'только цифрами', 'digits only'],
    ['٣', 'EUR', 'numai cu cifre', 'только цифрами', 'digits only'],
    ['-5', 'EUR', 'mai mare decât zero', 'больше нуля', 'more than zero'],
    ['0,00', 'EUR', 'mai mare decât zero', 'больше нуля', 'more than zero'],
    ['1.005', 'EUR', '„1.005” se poate citi în două feluri. Dacă e 1005,', '«1.005» можно прочитать по-разному. Если это 1005,', '‘1.005’ can be read in two ways. If you mean 1005,'],
    ['50,255', 'KWD', '„50,255” se poate', '«50,255» можно', '‘50,255’ can be'],
    ['0.005', 'EUR', 'cel mult două cifre', 'не больше двух цифр', 'at most two digits'],
    ['1.2345', 'KWD', 'cel mult trei cifre', 'не больше трёх цифр', 'at most three digits'],
    ['50,5', 'JPY', 'În JPY scrieți suma întreagă', 'В JPY впишите целую сумму', 'Enter a whole amount in JPY'],
    ['50 $', 'EUR', 'suma se dă în EUR', 'сумма указывается в EUR', 'The amount here is in EUR'],
    ['50 lei', 'EUR', 'suma se dă în EUR', 'сумма указывается в EUR', 'The amount here is in EUR'],
    ['9'.repeat(40), 'EUR', 'prea multe cifre', 'слишком много цифр', 'too many digits'],
    ['0.10', 'EUR', 'suma cea mai mică este 0,60', 'не меньше 0,60', 'smallest amount by card is €0.60'],
    ['10', 'JPY', 'suma cea mai mică este 80', 'не меньше 80', 'smallest amount by card is JPY\u00a080'],
    ['1 000 000', 'EUR', 'cel mult 999\u00a0999,99', 'не больше 999\u00a0999,99', 'at once is €999,999.99'],
    ['5.125', 'KWD', 'rotunjite: 5.12 sau 5.13\u00a0KWD', 'суммы: 5.12 или 5.13\u00a0KWD', 'only: 5.12 or 5.13\u00a0KWD'],
  ] as const)('%s %s: said beside its field in three languages, with everything kept', async (other, currency, ...words) => {
    for (const [index, lang] of ['ro', 'ru', 'en'].entries()) {
      const { status, body, said } = await give(lang, currency, other);
      expect([status, said]).toEqual([422, expect.stringContaining(words[index]!)]);
      expect(body).toContain('href="#f-other"');
      for (const kept of [other, 'Maria C.', 'maria@example.org']) expect(body).toContain(`value="${kept}"`);
      expect(body).toContain(`name="shown" value="${currency}"`);
    }
  }); // prettier-ignore

  it('is refused by the API too, which takes decimal texts only', async () => {
    const ask = async (amount: string, currency: string) => {
      const query = new URLSearchParams({ amount, currency });
      const answer = await web.fetch(`/api/v1/quote?${query.toString()}`);
      const { type = 'good' } = (await answer.json()) as { type?: string };
      return `${answer.status} ${type.split('/').at(-1)}`;
    };
    expect(await ask('50.00', 'EUR')).toBe('200 good');
    expect(await ask('50', 'JPY')).toMatch(/^422 .*amount-min$/);
    for (const amount of ['50,25', '1 000', '1e3', '-5', '', 'NaN', '50 €']) expect(await ask(amount, 'EUR')).toMatch(/amount-format$/);
    expect(await ask('1.005', 'EUR')).toMatch(/amount-places$/);
    expect(await ask('5', 'TMT')).toMatch(/currency-not-by-card$/);
    expect(await ask('5', 'SYP')).toMatch(/rate-missing$/);
    expect(await ask('5', 'XXX')).toMatch(/currency-unknown$/);
  }); // prettier-ignore
});

describe('the rate', () => {
  it('says which bank it is from', async () => {
    const page = async (currency: string) => (await (await web.fetch(`/en${path}/give?currency=${currency}`)).text()).replaceAll('\u00a0', ' '); // prettier-ignore
    expect(await page('EUR')).toMatch(/National Bank of Moldova rate on 29 July 2021: 1 EUR = 21.1905 lei/);
    expect(await page('SGD')).toMatch(/through the euro, from the ECB and the National Bank, on 29 July 2021: 1 SGD = 13.1618 lei/); // prettier-ignore
    expect(await page('XOF')).toMatch(/invented for the demonstration, 29 July 2021: 1 XOF = 0.0322 lei/);
  });

  it('opens the form in a currency of small units too', async () => {
    const answer = await web.fetch(`/en${path}/give?currency=IDR`);
    const body = await answer.text();
    expect([answer.status, body.includes('value="500000.00"')]).toEqual([200, true]);
  });

  it('is not offered in a currency that no card can be charged in', async () => {
    const body = await (await web.fetch(`/en${path}/give?currency=TMT`)).text();
    expect(body).not.toContain('value="TMT"');
    expect(body).toContain('name="shown" value="EUR"');
  });
});
