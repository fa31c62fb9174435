import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Money, newId } from '#libs/kernel/src/index.js';
import { GivingService, type Pledge } from '#libs/pledges/src/index.js';
import { RatesService } from '#libs/rates/src/index.js';
import { openCampaign, staffer, type TestCampaign } from '../../../../test/support/campaign.js';
import { CardBank } from '../../../../test/support/card-bank.js';
import { sessionOf } from '../../../../test/support/signed-in.js';
import { openWeb, type Web } from '../../../../test/support/web.js';

describe('the desk that reads public words', () => {
  let web: Web;
  let bank: CardBank;
  let campaign: TestCampaign;
  let session: string;
  beforeAll(async () => {
    web = await openWeb();
    bank = new CardBank(web);
    await web.get(RatesService).loadShipped();
    campaign = await openCampaign(web.db, { model: 'keep', optimum: '100000' });
    session = await sessionOf(web, await staffer(web.db));
  });
  afterAll(() => web.close());

  const as = (token = session) => ({ headers: { cookie: `plai_session=${token}` } });
  const see = async (path: string) => (await web.fetch(path, as())).text();
  async function give(publicName: string): Promise<Pledge> {
    const pledge = await web.get(GivingService).give({
      ...{ id: newId<'Pledge'>(), projectId: campaign.projectId, email: `d-${newId()}@example.com`, lang: 'ro' },
      ...{ amount: Money.parse('50', 'EUR'), coverFee: false, by: 'card', shortfall: 'return', follow: false },
      ...{ publicName, dedication: { kind: 'memory', text: 'bunicii <b>Ana</b>' }, paths: { success: '/', cancel: '/' } },
    }); // prettier-ignore
    await bank.pay(pledge.id);
    await bank.drain();
    return pledge;
  }
  const judge = (pledge: Pledge, body: object, token = session) =>
    web.fetch(`/api/v1/words/${pledge.id}`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const waiting = async (): Promise<string[]> => {
    const answer = await web.fetch('/api/v1/words', { headers: { authorization: `Bearer ${session}` } });
    return ((await answer.json()) as { data: { ref: string }[] }).data.map(({ ref }) => ref);
  };

  it('lists what waits in three languages as text, for the staff alone', async () => {
    const { ref } = await give('Maria C.');
    for (const [lang, memory] of [['ro', 'În memoria'], ['ru', 'В память'], ['en', 'In memory']] as const) {
      const html = await see(`/${lang}/operator/words`);
      expect([html.includes(ref), html.includes('Maria C.'), html.includes(memory)]).toEqual([true, true, true]);
      expect(html).not.toContain('<b>Ana</b>');
    } // prettier-ignore
    const mayor = await sessionOf(web, campaign.mayor);
    expect((await web.fetch('/ro/operator/words', as(mayor))).status).toBe(404);
    expect((await web.fetch('/ro/operator/words')).headers.get('location')).toContain('/ro/sign-in');
    expect((await web.fetch('/api/v1/words', { headers: { authorization: `Bearer ${mayor}` } })).status).toBe(404);
  });

  it('shows some and hides others with one press, and finds what was hidden by its reference', async () => {
    const [good, bad] = [await give('Ion'), await give('Cumpărați ieftin')];
    const rows = { 'gifts.0.id': good.id, 'gifts.0.hide': '', 'gifts.1.id': bad.id, 'gifts.1.hide': 'advertising' };
    const answer = await web.post('/ro/operator/words', rows, as());
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/ro/operator/words?done=words']);
    expect(await see('/ro/operator/words')).not.toMatch(new RegExp(`${good.ref}|${bad.ref}`));
    expect(await see(`/ro/operator/words?ref=${bad.ref.toLowerCase()}`)).toMatch(/value="advertising" selected/);
    expect((await web.post('/ro/operator/words', { ...rows, 'gifts.1.hide': 'ugly' }, as())).status).toBe(422);
    expect((await web.post('/ro/operator/words', { 'gifts.0.id': newId(), 'gifts.0.hide': '' }, as())).status).toBe(404); // prettier-ignore
  });

  it('is the same by API, where a reason must be one of ours', async () => {
    const pledge = await give('Vera');
    expect(await waiting()).toContain(pledge.ref);
    expect((await judge(pledge, { hide: 'ugly' })).status).toBe(422);
    expect((await judge(pledge, { hide: 'insult' }, await sessionOf(web, pledge.personId))).status).toBe(404);
    expect((await judge(pledge, { hide: 'insult' })).status).toBe(204);
    expect(await waiting()).not.toContain(pledge.ref);
  });
});
