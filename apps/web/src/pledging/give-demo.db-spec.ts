import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PlacesQueries } from '#libs/hometowns/src/index.js';
import { RatesService } from '#libs/rates/src/index.js';
import { buildTown } from '../../../../test/support/town.js';
import { roomOf } from '../../../../test/support/visitor.js';
import { openWeb, type Web } from '../../../../test/support/web.js';

describe('the giving form of the demonstration', () => {
  let web: Web;
  beforeAll(async () => {
    web = await openWeb({ env: { PLAI_DEMO: '1' } });
    await web.get(RatesService).loadShipped();
  });
  afterAll(() => web.close());

  it('says why its rate is of another year', async () => {
    const { placeCode } = await buildTown(roomOf(web));
    const { slug } = (await web.get(PlacesQueries).byCode(placeCode))!;
    for (const [lang, words] of [['ro', 'tabel mai vechi'], ['ru', 'из старой таблицы'], ['en', 'an older table']]) {
      const html = await (await web.fetch(`/${lang}/t/${slug}/fund/give?currency=EUR`)).text();
      expect([html.includes('2021'), html.includes(words!)]).toEqual([true, true]);
    } // prettier-ignore
  });
});
