import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sayIn } from '#libs/platform/src/index.js';
import { type Mailbox, openPost } from '../../../../test/support/post.js';
import { buildTown, person } from '../../../../test/support/town.js';
import { roomOf, Visitor } from '../../../../test/support/visitor.js';
import { openWeb, type Web } from '../../../../test/support/web.js';

const say = sayIn('ro');

describe('pages where a phone is proven', () => {
  let web: Web;
  let box: Mailbox;
  let at: string;
  beforeAll(async () => {
    const post = await openPost();
    box = post.box;
    web = await openWeb({ env: post.env });
    const { placeCode } = await buildTown(roomOf(web));
    const sql = 'select slug from hometowns.place where code = $1';
    at = `/ro/t/${(await web.db.rows<{ slug: string }>(sql, [placeCode]))[0]!.slug}`;
  });
  afterAll(async () => {
    await web.close();
    await box.close();
  });

  const somebody = async () => Visitor.enter(web, await web.db.transaction((tx) => person(tx)));
  const texts = () => box.letters.filter(({ subject }) => subject === 'SMS');
  const waitingIn = (html: string) => /name="waiting" value="([^"]+)"/.exec(html)![1]!;

  it('send a code and take it, and say what is wrong beside the field, without scripts', async () => {
    const ana = await somebody();
    await ana.send(`${at}/join`, { roll: 'resident', part: '' });
    expect((await ana.see(`${at}/join`)).html).toContain(`${at}/phone`);
    const none = await ana.send(`${at}/phone`, { phone: '12' });
    expect([none.status, none.html.includes(say('error.phone')), texts().length]).toEqual([422, true, 0]);
    const sent = await ana.send(`${at}/phone`, { phone: '069 123 456' });
    expect([sent.status, texts().length, texts()[0]!.to]).toEqual([200, 1, '+37369123456']);
    const waiting = waitingIn(sent.html);
    const code = /\d{6}/.exec(texts()[0]!.text)![0];
    const wrong = await ana.send(`${at}/phone/code`, { waiting, code: code === '000000' ? '111111' : '000000' });
    expect([wrong.status, wrong.html.includes(say('error.phone-code-wrong'))]).toEqual([422, true]);
    const done = await ana.send(`${at}/phone/code`, { waiting: waitingIn(wrong.html), code });
    expect(done.status).toBe(303);
    const shown = (await ana.see(done.to!)).html;
    expect(shown).toContain(say('neighbours.phone-proven'));
    expect(shown).toContain(say('neighbours.phone-yours', { ending: '56' }));
    expect(shown).not.toContain('123456');
    expect((await ana.see(`${at}/join`)).html).toContain(say('neighbours.proof.phone'));
  });

  it('are nobody’s who is not signed in, and say when a number stands for somebody else', async () => {
    expect((await web.fetch(`${at}/phone`)).headers.get('location')).toContain('/sign-in');
    const ion = await somebody();
    const before = await ion.see(`${at}/phone`);
    expect(before.html).toContain(say('error.neighbour-needed'));
    expect(before.html).not.toContain('name="phone"');
    await ion.send(`${at}/join`, { roll: 'native', part: '' });
    const sent = await ion.send(`${at}/phone`, { phone: '+373 69 123 456' });
    const code = /\d{6}/.exec(texts().at(-1)!.text)![0];
    const taken = await ion.send(`${at}/phone/code`, { waiting: waitingIn(sent.html), code });
    expect([taken.status, taken.html.includes(say('error.phone-taken'))]).toEqual([409, true]);
  });

  it('send one network a tenth of a day’s codes, whoever asks there and from whichever of its addresses', async () => {
    const vera = await somebody();
    const ask = async (n: number) => {
      const headers = { cookie: vera.cookie, 'x-forwarded-for': `2001:db8:1:${n.toString(16)}::1` };
      return (await web.post(`${at}/phone`, { phone: '12' }, { headers })).status;
    };
    for (let n = 1; n <= 50; n += 1) expect(await ask(n)).toBe(422);
    expect(await ask(51)).toBe(429);
  });
});
