import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { openWeb, type Web } from '../../../../test/support/web.js';

let web: Web;
beforeAll(async () => {
  web = await openWeb();
});
afterAll(() => web.close());

it.each([
  ['ro', 'Statul: cel mult 350 000 de lei', 'Grantul: la fel cât dau oamenii din sat și cei plecați, dacă e cel puțin'],
  ['ru', 'Государство: не больше 350 000 леев', 'Грант: столько же, сколько дают жители и земляки, если это не меньше'],
  ['en', 'State: at most 350,000 lei', 'Grant: as much as people at home and away give, if that is at least'],
])('say in %s what each programme asks, and where that is written', async (lang, cap, equal) => {
  const answer = await web.fetch(`/${lang}/programmes`);
  expect(answer.status).toBe(200);
  const text = (await answer.text()).replaceAll(/[\u00a0\u202f]|&nbsp;/g, ' ');
  expect(text).toContain(cap);
  expect(text).toContain(equal);
  expect(text).toContain('https://www.moldpres.md/news/2023/02/22/23001453');
});

it.each([
  ['ro', 'Un leu de la oameni aduce 7,16 lei', 'Pragul programului e 64 900 de lei'],
  ['ru', 'Один лей от людей приносит ещё 7,16 лея', 'Порог программы — 64 900 леев'],
  ['en', 'One leu from people draws 7.16 lei', 'The programme’s floor is 64,900 lei'],
])('explain in %s who pays what, with sums that add up', async (lang, draws, floor) => {
  const text = (await (await web.fetch(`/${lang}/who-pays`)).text()).replaceAll(/[\u00a0\u202f]|&nbsp;/g, ' ');
  for (const said of [draws, floor]) expect(text).toContain(said);
});
