import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openWeb, type Web } from '../../../../test/support/web.js';

describe('a form of somebody who is not signed in', () => {
  let web: Web;
  beforeAll(async () => {
    web = await openWeb();
  });
  afterAll(() => web.close());

  const form = { name: 'Zina "din" <Vale>', lang: 'ru', gender: 'f' };
  /** The hidden and visible fields of the form that goes to an address. */
  const fieldsOf = (html: string, action: string): Record<string, string> => {
    const own = html.split('<form').find((one) => one.includes(`action="${action}"`))!;
    const plain = (text: string) => text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'); // prettier-ignore
    const inputs = own.split('</form')[0]!.matchAll(/<input[^>]* name="([^"]+)"(?:[^>]* value="([^"]*)")?/g);
    return Object.fromEntries([...inputs].map(([, name, value]) => [name!, plain(value ?? '')] as const));
  };
  const codeFor = async (email: string) => {
    await web.drain();
    const letter = web.box.letters.filter(({ to }) => to === email).at(-1)!;
    return /\b\d{4} \d{4}\b/.exec(letter.text)![0];
  };

  it('is kept while a code comes by letter, and sent by one press then', async () => {
    const email = 'zina@example.org';
    const refused = await web.post('/ro/account/settings', form);
    expect(refused.status).toBe(401);
    const asking = fieldsOf(await refused.text(), '/ro/sign-in/first');
    const waits = await web.post('/ro/sign-in/first', { ...asking, email });
    const waiting = fieldsOf(await waits.text(), '/ro/sign-in/code');
    const wrong = await web.post('/ro/sign-in/code', { ...waiting, code: '0000' });
    expect(wrong.status).toBe(422);
    const said = await wrong.text();
    expect([said.includes(`V-am scris la ${email}`), said.includes('Codul e valabil')]).toEqual([true, true]);
    expect(fieldsOf(said, '/ro/sign-in/first')).toMatchObject({ email, to: '/ro/account/settings' });
    const again = fieldsOf(said, '/ro/sign-in/code');
    const entered = await web.post('/ro/sign-in/code', { ...again, code: await codeFor(email) });
    expect(entered.status).toBe(200);
    const cookie = entered.headers.get('set-cookie')!.split(';')[0]!;
    const kept = fieldsOf(await entered.text(), '/ro/account/settings');
    expect(kept).toEqual(form);
    expect((await web.post('/ro/account/settings', kept, { headers: { cookie } })).status).toBe(303);
    const [card] = await web.db.rows(`select name, lang from identity.person where email = $1`, [email]);
    expect(card).toEqual({ name: 'Zina "din" <Vale>', lang: 'ru' });
  });

  it('goes nowhere but to pages of ours, with fields only', async () => {
    const send = (to: string, typed: string) => web.post('/ro/sign-in/first', { to, typed, email: 'x@example.org' });
    expect((await send('https://else.example/', '[]')).status).toBe(422);
    expect((await send('//else.example/', '[]')).status).toBe(422);
    expect((await send('/ro/account', '{"a":1}')).status).toBe(422);
    expect((await send('/ro/account', '[["name","Ana"]]')).status).toBe(200);
  });

  it('asks for a better address with what was typed still there', async () => {
    const answer = await web.post('/ro/sign-in/first', { to: '/ro/account', typed: '[["name","Ana"]]', email: 'nu' });
    expect(answer.status).toBe(422);
    expect(fieldsOf(await answer.text(), '/ro/sign-in/first')).toMatchObject({
      typed: '[["name","Ana"]]',
      email: 'nu',
    });
  });
});
