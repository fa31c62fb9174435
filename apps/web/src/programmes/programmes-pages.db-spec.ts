import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { openWeb, type Web } from '../../../../test/support/web.js';

let web: Web;
beforeAll(async () => {
  web = await openWeb();
});
afterAll(() => web.close());

it.each([
  ['ro', 'Statul: cel mult 350 000 de lei', 'Grantul: la fel cât pune partea „Oamenii din sat și cei plecați”'],
  ['ru', 'Государство: не больше 350 000 леев', 'Грант: столько же, сколько даёт сторона «Жители и земляки»'],
  ['en', 'State: at most 350,000 lei', 'Grant: as much as is given by ‘People, at home and away’'],
])('say in %s what each programme asks, and where that is written', async (lang, cap, equal) => {
  const answer = await web.fetch(`/${lang}/programmes`);
  expect(answer.status).toBe(200);
  const text = (await answer.text()).replaceAll(/[\u00a0\u202f]|&nbsp;/g, ' ');
  expect(text).toContain(cap);
  expect(text).toContain(equal);
  expect(text).toContain('https://www.moldpres.md/news/2023/02/22/23001453');
});
