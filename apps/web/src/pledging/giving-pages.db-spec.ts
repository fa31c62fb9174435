import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '#libs/kernel/src/index.js';
import { PledgesQueries, PromisesService } from '#libs/pledges/src/index.js';
import { FollowsService } from '#libs/voice/src/index.js';
import { openCampaign, type CampaignWish, pathOf, type TestCampaign } from '../../../../test/support/campaign.js';
import { type GivingWeb, openGivingWeb } from '../../../../test/support/giving-web.js';
import { openAccount } from '../../../../test/support/money.js';

let web: GivingWeb;

beforeAll(async () => {
  web = await openGivingWeb();
  const account = { id: newId(), iban: 'MD24AG000225100013104168', bank: 'Banca', holder: 'Plai' };
  await openAccount(web, { ...account, currency: 'EUR' } as never);
});
afterAll(() => web.close());

async function campaign(wish: CampaignWish = {}): Promise<TestCampaign & { path: string }> {
  const made = await openCampaign(web.db, wish);
  return { ...made, path: await pathOf(web.db, made.projectId) };
}

const fields = (over: Record<string, string> = {}) => ({
  ...{ id: newId(), shown: 'EUR', currency: 'EUR', amount: '50.00', other: '', email: 'maria@example.org' },
  ...{ shortfall: 'return', by: 'card', publicName: '', associationId: '', country: '', ...over },
});
const textOf = async (path: string) => (await web.fetch(path)).text();
async function give(path: string, over: Record<string, string> = {}, lang = 'ro') {
  const answer = await web.post(`/${lang}${path}/give`, fields(over));
  return { status: answer.status, location: answer.headers.get('location') ?? '', body: await answer.text() };
}
/** Gives by card and plays the bank's part. The reference and id of the gift. */
async function given(of: { path: string; projectId: string }, over: Record<string, string> = {}) {
  const email = `${newId()}@example.org`;
  expect((await give(of.path, { email, ...over })).status).toBe(303);
  const [row] = await web.db.rows<{ id: string; ref: string; receipt: string }>(
    `select g.id, g.ref, g.receipt_code as receipt from pledges.pledge g join identity.person p on p.id = g.person_id where p.email = $1`,
    [email],
  );
  return row!;
}

describe('the giving form', () => {
  it('preselects nothing, unless a sum was tapped on the project page', async () => {
    const { path } = await campaign();
    expect(await textOf(`/ro${path}/give?currency=EUR`)).not.toMatch(/name="amount"[^>]*checked/);
    expect(await textOf(`/ro${path}/give?sum=50&currency=EUR`)).toMatch(/value="50.00" checked/);
    expect(await textOf(`/ro${path}/give`)).not.toMatch(/name="(cover|shortfall|follow)"[^>]*checked/);
  });

  it('begins with the currency of the browser, and warns about Russian cards before the form', async () => {
    const { path } = await campaign();
    const answer = await web.fetch(`/en${path}/give`, { headers: { 'accept-language': 'en-GB,en' } });
    const body = await answer.text();
    expect(body).toContain('name="shown" value="GBP"');
    expect(body.indexOf('Cards issued in Russia')).toBeLessThan(body.indexOf('name="amount"'));
  });

  it('leads to the payment page, and a double tap is one gift', async () => {
    const { path, projectId } = await campaign();
    const once = fields();
    const answers = await Promise.all([1, 2].map(() => web.post(`/ro${path}/give`, once)));
    expect(answers.map(({ status }) => status)).toEqual([303, 303]);
    expect(new Set(answers.map(({ headers }) => headers.get('location'))).size).toBe(1);
    expect(answers[0]!.headers.get('location')).toContain(`127.0.0.1:${web.stripe.port}/`);
    const rows = await web.db.rows('select 1 from pledges.pledge where project_id = $1', [projectId]);
    expect(rows).toHaveLength(1);
  });

  it('takes another gift from whoever came back and changed the sum', async () => {
    const { path, projectId } = await campaign();
    const first = fields();
    await web.post(`/ro${path}/give`, first);
    expect((await web.post(`/ro${path}/give`, { ...first, amount: '100.00' })).status).toBe(303);
    const rows = await web.db.rows('select amount_minor as a from pledges.pledge where project_id = $1 order by 1', [projectId]); // prettier-ignore
    expect(rows).toEqual([{ a: '5000' }, { a: '10000' }]);
  });

  it.each([
    ['ro', 'Alegeți ce facem cu banii', 'Scrieți adresa de e-mail', 'Alegeți o sumă'],
    ['ru', 'Выберите, что сделать с деньгами', 'Укажите электронную почту', 'Выберите сумму'],
    ['en', 'Choose what we should do', 'Enter an email address', 'Choose an amount'],
  ])('says in %s what is missing and keeps the rest', async (lang, choice, email, sum) => {
    const { path } = await campaign();
    const wrong = await give(path, { shortfall: '', email: 'maria', publicName: 'Maria C.', other: '75' }, lang);
    expect(wrong.status).toBe(422);
    expect(wrong.body).toContain(choice);
    expect(wrong.body).toContain(email);
    expect(wrong.body).toContain('value="Maria C."');
    expect(wrong.body).toMatch(/name="other"[^>]*value="75"|value="75"[^>]*name="other"/);
    const none = await give(path, { amount: '' }, lang);
    expect([none.status, none.body.includes(sum)]).toEqual([422, true]);
    // Without scripts what is paid is said when a sum is known, and not before.
    expect([none.body, wrong.body].map((html) => /<dl class="total" hidden/.test(html))).toEqual([true, false]);
  });

  it('says a wrong sum together with everything else that is wrong', async () => {
    const { path } = await campaign();
    for (const other of ['12,345,6', '0.10']) {
      const { body } = await give(path, { other, email: 'maria@', shortfall: '' });
      expect(body.match(/href="#f-(other|email|shortfall)"/g)).toHaveLength(3);
      expect(body).toContain(`value="${other}"`);
    }
  });

  it('keeps a sum of the address that is on no tile', async () => {
    const { path } = await campaign();
    expect(await textOf(`/ro${path}/give?sum=75&currency=EUR`)).toMatch(/name="other"[^>]*value="75"|value="75"[^>]*name="other"/); // prettier-ignore
  });

  it('never takes a sum in a currency in which it was not shown', async () => {
    const { path, projectId } = await campaign();
    const turned = await give(path, { currency: 'GBP', publicName: 'Maria' });
    expect(turned.status).toBe(200);
    expect(turned.body).toContain('name="shown" value="GBP"');
    expect(turned.body).toContain('value="Maria"');
    expect(await web.db.rows('select 1 from pledges.pledge where project_id = $1', [projectId])).toEqual([]);
  });

  it('refuses fields it does not know and associations it does not have', async () => {
    const { path } = await campaign();
    expect((await give(path, { lei_minor: '1' })).status).toBe(422);
    expect((await give(path, { associationId: newId() })).status).toBe(422);
  });

  it('says kindly that a campaign is over', async () => {
    const { path } = await campaign({ closesIn: '-1 day', state: 'collecting' });
    expect(await textOf(`/ro${path}/give`)).toContain('Strângerea banilor s-a încheiat');
    expect((await give(path)).status).toBe(409);
  });

  it('shows what people write as text', async () => {
    const { path } = await campaign();
    const evil = '<script>alert(1)</script>"><img src=x onerror=1>';
    const { body } = await give(path, {
      publicName: evil,
      'dedication.text': evil,
      'dedication.kind': 'wish',
      email: '',
    });
    expect(body).not.toContain('<script>alert');
    expect(body).not.toContain('<img src=x');
  });
});

describe('after the payment page', () => {
  it('waits until we have heard, then thanks with sum, reference and receipt', async () => {
    const of = await campaign({ model: 'keep' });
    const gift = await given(of, { publicName: '<b>Maria</b>' });
    const waiting = await web.fetch(`/ro/thanks/${gift.ref}`);
    expect(waiting.headers.get('refresh')).toBe('4');
    expect(await waiting.text()).not.toContain(gift.receipt);
    await web.bank.pay(gift.id);
    await web.bank.drain();
    const thanks = await web.fetch(`/ru/thanks/${gift.ref.toLowerCase()}`);
    expect(thanks.headers.get('refresh')).toBeNull();
    const body = await thanks.text();
    expect(body).toContain(`/v/${gift.receipt}?lang=ru`);
    expect(body).not.toContain('example.org');
    expect(body).toContain(encodeURIComponent('Моя часть уже там'));
  });

  it('does not say for who has only promised that his share is in', async () => {
    const gift = await given(await campaign());
    await web.bank.saveCard(gift.id);
    await web.bank.drain();
    const body = await textOf(`/ru/thanks/${gift.ref}`);
    expect(body).toContain('Обещание записано');
    expect(body).not.toContain(encodeURIComponent('Моя часть уже там'));
  });

  it('proves a receipt to anybody, in three languages, without a name', async () => {
    const gift = await given(await campaign({ model: 'keep' }), { publicName: 'Maria Secretă' });
    expect((await web.fetch(`/v/${gift.receipt}`)).status).toBe(404);
    await web.bank.pay(gift.id);
    await web.bank.drain();
    for (const [lang, words] of [
      ['ro', 'Contribuție primită'],
      ['ru', 'Взнос получен'],
      ['en', 'Gift received'],
    ] as const) {
      // prettier-ignore
      const body = await textOf(`/v/${gift.receipt}?lang=${lang}`);
      expect(body).toContain(words);
      expect(body).not.toContain('Secretă');
    }
    expect((await web.fetch('/v/ABCDEFGHJKLMNPQR')).status).toBe(404);
    expect(await textOf('/ru/fees')).toContain('href="/v?lang=ru"');
  });

  it('says that nothing was taken, and tries the same gift again or by transfer', async () => {
    const of = await campaign({ model: 'keep' });
    const gift = await given(of);
    expect(await textOf(`/en/not-paid/${gift.id}`)).toContain('Nothing was taken');
    const again = await web.post(`/en/not-paid/${gift.id}`, { id: newId(), by: 'card' });
    expect(again.headers.get('location')).toContain(`:${web.stripe.port}/`);
    const id = newId();
    const transfer = await web.post(`/en/not-paid/${gift.id}`, { id, by: 'transfer' });
    const made = await web.get(PledgesQueries).find(id as never);
    expect(transfer.headers.get('location')).toBe(`/en/thanks/${made!.ref}`);
    const page = await textOf(`/en/thanks/${made!.ref}`);
    expect(page).toContain(made!.ref);
    expect(page).toContain('MD24');
    expect(page.match(/<dt>Amount<\/dt>/g)).toHaveLength(1);
    expect((await web.post(`/en/not-paid/${newId()}`, { id: newId(), by: 'card' })).status).toBe(404);
    await web.bank.pay(gift.id);
    await web.bank.drain();
    for (const by of ['card', 'transfer']) {
      const late = newId();
      expect((await web.post(`/en/not-paid/${gift.id}`, { id: late, by })).status).toBe(409);
      expect(await web.get(PledgesQueries).find(late as never)).toBeNull();
    }
  });

  it('changes a gift that was left with all of it filled in but the address, and only in its own project', async () => {
    const of = await campaign();
    const words = {
      publicName: 'Maria C.',
      'dedication.kind': 'memory',
      'dedication.text': 'bunicii Ana',
      cover: 'yes',
    };
    const { id } = await given(of, { other: '75,50', amount: '', follow: 'yes', shortfall: 'next', ...words });
    const left = await textOf(`/ro/not-paid/${id}`);
    const [, link] = /href="(\/ro[^"]*again=[^"]*)"/.exec(left)!;
    const form = await textOf(link!.replaceAll('&amp;', '&'));
    expect(form).toContain('content="noindex"');
    expect(form).not.toMatch(/(rel="(canonical|alternate)"|property="og:url")[^>]*again=/);
    for (const kept of ['value="75,50"', 'value="Maria C."', 'value="bunicii Ana"']) expect(form).toContain(kept);
    expect(form).toMatch(/value="next"[^>]*checked/);
    expect(form).not.toContain('@example.org');
    const other = await campaign();
    expect(await textOf(`/ro${other.path}/give?again=${id}`)).not.toContain('value="Maria C."');
  });

  it('refuses a transfer in a currency without an account, beside the choice', async () => {
    const { path } = await campaign();
    const { status, body } = await give(path, { shown: 'USD', currency: 'USD', by: 'transfer' });
    expect(status).toBe(422);
    expect(body).toContain('href="#f-by"');
  });
});

describe('a gift of mine', () => {
  it('opens by the signed link of its letters and for nobody else', async () => {
    const of = await campaign();
    const gift = await given(of);
    await web.bank.saveCard(gift.id);
    await web.bank.drain();
    const token = web.get(PromisesService).tokenOf(gift.id as never);
    expect(await textOf(`/ro/gift/${gift.id}?token=${token}`)).toContain(gift.ref);
    expect((await web.fetch(`/ro/gift/${gift.id}?token=${token.slice(0, -2)}xx`)).status).toBe(404);
    expect((await web.fetch(`/ro/gift/${newId()}?token=${token}`)).status).toBe(404);
    expect((await web.fetch(`/ro/gift/${gift.id}`)).headers.get('location')).toContain('/ro/sign-in?next=');
    expect((await web.fetch('/ro/gift/nothing?token=x')).status).toBe(404);
  });

  it('lets whoever holds the link change what stands beside the gift, and keeps what he typed wrong', async () => {
    const gift = await given(await campaign({ model: 'keep' }), { publicName: 'Maria C.' });
    const at = `/ro/gift/${gift.id}/words?token=${web.get(PromisesService).tokenOf(gift.id as never)}`;
    expect(await textOf(at)).toContain('value="Maria C."');
    const wrong = await web.post(at, { publicName: 'Ion', 'dedication.kind': '', 'dedication.text': 'x'.repeat(141) });
    expect([wrong.status, (await wrong.text()).includes('value="Ion"')]).toEqual([422, true]);
    const answer = await web.post(at, { publicName: 'Ion D.', 'dedication.kind': '', 'dedication.text': '' });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, at.replace('/words', '')]);
    expect(await textOf(at)).toContain('value="Ion D."');
    const of = await web.fetch(`/api/v1/pledges/${gift.id}/public-words`, { method: 'PUT', body: '{}', headers: { 'content-type': 'application/json' } }); // prettier-ignore
    expect([of.status, (await web.post(`/ro/gift/${gift.id}/words?token=x`, { publicName: 'Rău' })).status]).toEqual([
      401, 404,
    ]);
    expect(await textOf(at)).toContain('value="Ion D."');
  });

  it('shows itself to whoever leaves the page of another card, with the link he came by', async () => {
    const gift = await given(await campaign());
    await web.bank.saveCard(gift.id);
    await web.bank.drain();
    const query = `?token=${web.get(PromisesService).tokenOf(gift.id as never)}`;
    const answer = await web.post(`/ru/gift/${gift.id}/card${query}`, {});
    const payment = await (await fetch(answer.headers.get('location')!)).text();
    expect(payment).toContain(`/ru/gift/${gift.id}${query}"`);
    expect(await textOf(`/ru/thanks/${gift.ref}?card=new`)).toContain('Карта сохраняется');
    expect(await textOf(`/ru/thanks/${gift.ref}`)).toContain('Обещание записано');
    await web.bank.saveCard(gift.id);
    await web.bank.drain();
    for (const [lang, words] of [
      ['ro', 'Cardul e schimbat'],
      ['ru', 'Карта заменена'],
      ['en', 'Your card is replaced'],
    ]) {
      expect(await textOf(`/${lang}/thanks/${gift.ref}?card=new`)).toContain(words);
    }
  });

  it('gets another choice for a shortfall while the campaign is open', async () => {
    const of = await campaign();
    const gift = await given(of);
    await web.bank.saveCard(gift.id);
    await web.bank.drain();
    const query = `?token=${web.get(PromisesService).tokenOf(gift.id as never)}`;
    const at = `/ru/gift/${gift.id}/choice${query}`;
    const where = async () => (await textOf(`/ru/gift/${gift.id}${query}`)).includes(`/gift/${gift.id}/choice`);
    expect(await where()).toBe(true);
    expect(await textOf(at)).toMatch(/value="return"[^>]*checked/);
    const empty = await web.post(at, {});
    expect([empty.status, await empty.text()]).toEqual([422, expect.stringContaining('id="f-shortfall-error"')]);
    expect((await web.post(at, { shortfall: 'next' })).status).toBe(303);
    expect(await textOf(at)).toMatch(/value="next"[^>]*checked/);
    expect((await web.fetch(`/ru/gift/${gift.id}/choice?token=other`)).status).toBe(404);
    await web.db.rows(`update projects.campaign set closes_at = platform.now() where project_id = $1`, [of.projectId]);
    expect((await web.post(at, { shortfall: 'return' })).status).toBe(409);
    expect((await web.get(PledgesQueries).find(gift.id as never))!.shortfall).toBe('next');
  });

  it('is withdrawn after a second question, once', async () => {
    const of = await campaign();
    const gift = await given(of);
    await web.bank.saveCard(gift.id);
    await web.bank.drain();
    const query = `?token=${web.get(PromisesService).tokenOf(gift.id as never)}`;
    expect(await textOf(`/ro/gift/${gift.id}/withdraw${query}`)).toContain('Retrageți promisiunea?');
    expect((await web.get(PledgesQueries).find(gift.id as never))!.state).toBe('promised');
    for (let n = 0; n < 2; n += 1) {
      expect((await web.post(`/ro/gift/${gift.id}/withdraw${query}`, {})).status).toBe(303);
    }
    expect((await web.get(PledgesQueries).find(gift.id as never))!.state).toBe('withdrawn');
    expect(await textOf(`/ro/gift/${gift.id}${query}`)).toContain('Nu s-a luat nimic');
  });

  it('that was withdrawn is given again with everything filled in, the address for its donor alone', async () => {
    const gift = await given(await campaign(), { publicName: 'Maria C.', shortfall: 'next', other: '75', amount: '' });
    await web.bank.saveCard(gift.id);
    await web.bank.drain();
    const query = `?token=${web.get(PromisesService).tokenOf(gift.id as never)}`;
    await web.post(`/ro/gift/${gift.id}/withdraw${query}`, {});
    const [, link] = /href="(\/ro[^"]*again=[^"]*)"/.exec(await textOf(`/ro/gift/${gift.id}${query}`))!;
    const path = link!.replaceAll('&amp;', '&');
    const form = await textOf(path);
    for (const kept of ['value="75"', 'value="Maria C."', '@example.org"']) expect(form).toContain(kept);
    expect(form).toMatch(/value="next"[^>]*checked/);
    const stranger = await textOf(path.replace(/&token=.*/, ''));
    expect(stranger).not.toContain('value="Maria C."');
    expect(await textOf(`/ro/thanks/${gift.ref}`)).toContain('/give?sum=75.00&amp;currency=EUR');
  });
});

describe('the link that stops letters', () => {
  it('changes nothing when looked at, and stops by a press or a mail program', async () => {
    const { projectId, mayor } = await campaign();
    const follows = web.get(FollowsService);
    await web.db.transaction((tx) => follows.follow(tx, projectId, mayor));
    const open = () => web.db.rows<{ id: string }>('select id from voice.follow where project_id = $1 and until is null', [projectId]); // prettier-ignore
    const path = `/ro/unfollow/${follows.tokenOf((await open())[0]!.id as never)}`;
    expect((await web.fetch(path)).status).toBe(200);
    expect(await open()).toHaveLength(1);
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const oneClick = await fetch(web.url + path, { method: 'POST', headers, body: 'List-Unsubscribe=One-Click' });
    expect(oneClick.status).toBe(200);
    expect(await open()).toHaveLength(0);
    expect((await web.post('/ro/unfollow/nothing', {})).status).toBe(404);
  });
});
