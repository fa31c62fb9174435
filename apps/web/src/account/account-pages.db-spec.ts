import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SessionsService } from '#libs/identity/src/index.js';
import { Money, newId } from '#libs/kernel/src/index.js';
import { BoardService } from '#libs/needs/src/index.js';
import { NeighboursService } from '#libs/neighbours/src/index.js';
import { GivingService } from '#libs/pledges/src/index.js';
import { rowsOf, sayIn } from '#libs/platform/src/index.js';
import { FollowsService } from '#libs/voice/src/index.js';
import { openCampaign, person } from '../../../../test/support/campaign.js';
import { type GivingWeb, openGivingWeb } from '../../../../test/support/giving-web.js';

let web: GivingWeb;
beforeAll(async () => {
  web = await openGivingWeb();
});
afterAll(() => web.close());

/** Somebody with a session; `ask` and `send` act as him. */
async function signedIn() {
  const { id, email, token } = await web.db.transaction(async (tx) => {
    const id = await person(tx, 'Maria');
    const [row] = await rowsOf<{ email: string }>(tx, 'select email from identity.person where id = $1', [id]);
    const signIn = newId();
    await tx.query(
      `insert into identity.sign_in (id, person_id, lang, asked_at, expires_at) values ($1, $2, 'ro', platform.now(), platform.now() + interval '15 minutes')`,
      [signIn, id],
    );
    return { id, email: row!.email, token: await web.get(SessionsService).open(tx, { id: signIn, personId: id }, 'Firefox/1 Android') }; // prettier-ignore
  });
  const headers = { cookie: `plai_session=${token}` };
  return {
    ...{ id, email },
    ask: async (path: string) => (await web.fetch(path, { headers })).text(),
    send: (path: string, fields: Record<string, string>) => web.post(path, fields, { headers }),
    api: (method: string, path: string, body?: object) =>
      web.fetch(`/api/v1${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) },
        ...(body && { body: JSON.stringify(body) }),
      }),
    status: async (path: string) => (await web.fetch(path, { headers })).status,
  };
}

async function gift(email: string) {
  const { projectId } = await openCampaign(web.db, { model: 'keep' });
  const made = await web.get(GivingService).give({
    ...{
      id: newId<'Pledge'>(),
      projectId,
      email,
      lang: 'ro',
      amount: Money.parse('50', 'EUR'),
      coverFee: false,
      by: 'card',
    },
    ...{ shortfall: 'return', follow: false, paths: { success: '/ro/thanks/{ref}', cancel: '/ro/not-paid/{id}' } },
  });
  await web.bank.pay(made.id);
  await web.bank.drain();
  return made;
}

describe('my town', () => {
  it('stands above my gifts with what I wrote on its board, and nobody else’s', async () => {
    const [maria, ion] = [await signedIn(), await signedIn()];
    expect(await maria.ask('/ro/account')).toContain(sayIn('ro')('empty.my_gifts'));
    const sql =
      'select code, slug from hometowns.place where self_governing and parent is not null order by code limit 1';
    const [place] = await web.db.rows<{ code: string; slug: string }>(sql);
    const id = newId<'TownNeed'>();
    for (const one of [maria, ion])
      await web.get(NeighboursService).join({ placeCode: place!.code, roll: 'resident' }, one.id);
    const need = { id, placeCode: place!.code, lang: 'ro' as const, title: 'Fântână pe deal', why: 'Apa e departe.' };
    await web.get(BoardService).propose(need, maria.id);
    for (const lang of ['ro', 'ru', 'en'] as const) {
      const html = await maria.ask(`/${lang}/account`);
      expect(html).toContain(sayIn(lang)('gifts.none-yet'));
      for (const path of ['/needs', '/join', `/needs/${id}`]) expect(html).toContain(`href="/${lang}/t/${place!.slug}${path}"`); // prettier-ignore
    }
    expect(await ion.ask('/ro/account')).not.toContain('Fântână pe deal');
  });
});

describe('my gifts', () => {
  it('are mine alone, with their state and receipt', async () => {
    const [maria, ion] = [await signedIn(), await signedIn()];
    const made = await gift(maria.email);
    for (const lang of ['ro', 'ru', 'en']) expect(await maria.ask(`/${lang}/account`)).toContain(made.ref);
    expect(await maria.ask('/ro/account')).toContain(`/v/${made.receiptCode}?lang=ro`);
    expect(await ion.ask('/ro/account')).not.toContain(made.ref);
    const { money } = (await (await maria.api('GET', `/pledges/${made.id}`)).json()) as { money: Record<string, { amount: string }> & { at: Record<string, string | null> } }; // prettier-ignore
    expect([money.held, money.proven!.amount, money.at.released]).toEqual([
      JSON.parse(JSON.stringify(made.lei)),
      '0.00',
      null,
    ]);
    const { data } = (await (await maria.api('GET', '/me/pledges')).json()) as { data: { money: object }[] };
    expect(data[0]!.money).toEqual(money);
    for (const path of ['/en/account', `/en/gift/${made.id}`, `/v/${made.receiptCode}?lang=en`])
      expect(await maria.ask(path)).toContain('held by Plai: ');
    expect(await (await web.fetch(`/v/${made.receiptCode}?lang=ro`)).text()).toContain(
      'Unde sunt acum banii acestei contribuții',
    );
    expect([await maria.status(`/ro/gift/${made.id}`), await ion.status(`/ro/gift/${made.id}`)]).toEqual([200, 404]);
    expect((await ion.send(`/ro/gift/${made.id}/withdraw`, {})).status).toBe(404);
  });

  it('need a sign-in', async () => {
    for (const path of ['/ro/account', '/ro/account/settings']) {
      expect((await web.fetch(path)).headers.get('location')).toContain('/ro/sign-in?next=');
    }
  });

  it('stop following one project', async () => {
    const maria = await signedIn();
    const { projectId } = await openCampaign(web.db);
    await web.db.transaction((tx) => web.get(FollowsService).follow(tx, projectId, maria.id));
    expect(await maria.ask('/ro/account')).toContain(projectId);
    expect((await maria.send('/ro/account/unfollow', { projectId })).status).toBe(303);
    expect(await maria.ask('/ro/account')).not.toContain(projectId);
  });

  it('stay when a project that one follows is a draft again', async () => {
    const maria = await signedIn();
    const made = await gift(maria.email);
    const { projectId } = await openCampaign(web.db);
    await web.db.rows(`update projects.project set state = 'draft', published_at = null where id = $1`, [projectId]);
    await web.db.transaction((tx) => web.get(FollowsService).follow(tx, projectId, maria.id));
    const page = await maria.ask('/ro/account');
    expect(page).toContain(made.ref);
    expect(page).not.toContain(projectId);
  });
});

describe('settings', () => {
  it('change name and language, and show names as text', async () => {
    const maria = await signedIn();
    const saved = await maria.send('/ro/account/settings', { name: '<img src=x>', lang: 'en', gender: '' });
    expect(saved.headers.get('location')).toBe('/en/account/settings?saved=yes');
    expect(await maria.ask('/en/account/settings')).not.toContain('<img src=x>');
    expect((await maria.send('/ro/account/settings', { lang: 'ro', staff: 'true' })).status).toBe(422);
  });

  it('switch the operator’s morning letter off and on, for its staff alone', async () => {
    const [maria, ion] = [await signedIn(), await signedIn()];
    await web.db.rows(`insert into identity.staff (id, person_id, since) values ($1, $2, platform.now()) returning 1`, [newId(), maria.id]); // prettier-ignore
    const box = async () =>
      /<input type="checkbox" id="f-daily"[^>]*>/.exec(await maria.ask('/ro/account/settings'))?.[0];
    const letter = async (one: typeof maria) =>
      ((await (await one.api('GET', '/me')).json()) as { dailyLetter: boolean | null }).dailyLetter;
    expect([await box(), await letter(maria)]).toEqual([expect.stringContaining('checked'), true]);
    await maria.send('/ro/account/settings', { lang: 'ro' });
    expect([await box(), await letter(maria)]).toEqual([expect.not.stringContaining('checked'), false]);
    await maria.api('PUT', '/me', { lang: 'ro' });
    expect(await letter(maria)).toBe(false);
    await maria.api('PUT', '/me', { lang: 'ro', dailyLetter: true });
    expect(await letter(maria)).toBe(true);
    expect(await ion.ask('/ro/account/settings')).not.toContain('f-daily');
    expect((await ion.api('PUT', '/me', { lang: 'ro', dailyLetter: true })).status).toBe(200);
    expect(await letter(ion)).toBeNull();
  });

  it('are the same by API: name, language and sessions', async () => {
    const [maria, ion] = [await signedIn(), await signedIn()];
    const put = await maria.api('PUT', '/me', { name: 'Maria Rusu', gender: 'f', lang: 'ru' });
    expect([put.status, await put.json()]).toEqual([
      200,
      expect.objectContaining({ name: 'Maria Rusu', gender: 'f', lang: 'ru' }),
    ]);
    expect(await (await maria.api('GET', '/me')).json()).toMatchObject({
      name: 'Maria Rusu',
      email: maria.email,
      staff: false,
    });
    expect((await maria.api('PUT', '/me', { lang: 'ru' })).status).toBe(200);
    expect(await (await maria.api('GET', '/me')).json()).toMatchObject({ name: null, gender: null });
    expect((await maria.api('PUT', '/me', { lang: 'ru', staff: true })).status).toBe(422);
    const { data } = (await (await maria.api('GET', '/sessions')).json()) as { data: { id: string; here: boolean }[] };
    expect(data).toMatchObject([{ agent: 'Firefox/1 Android', here: true }]);
    expect((await ion.api('DELETE', `/sessions/${data[0]!.id}`)).status).toBe(404);
    expect((await maria.api('DELETE', `/sessions/${data[0]!.id}`)).status).toBe(204);
    expect((await maria.api('GET', '/sessions')).status).toBe(401);
  });

  it('end a session of mine, never of another', async () => {
    const [maria, ion] = [await signedIn(), await signedIn()];
    const [session] = await web.get(SessionsService).list(maria.id);
    expect((await ion.send('/ro/account/sessions', { sessionId: session!.sessionId })).status).toBe(404);
    expect(await web.get(SessionsService).list(maria.id)).toHaveLength(1);
    await maria.send('/ro/account/sessions', { sessionId: session!.sessionId });
    expect(await web.get(SessionsService).list(maria.id)).toHaveLength(0);
  });

  it('signs out everywhere and says how many sessions ended', async () => {
    const { send } = await signedIn();
    const answer = await send('/ro/sign-out-everywhere', {});
    expect(answer.headers.get('location')).toBe('/ro/sign-in?ended=1');
    for (const [lang, words] of [['ro', 's-a închis o sesiune'], ['ru', 'закрыт 1 сеанс'], ['en', 'one session has ended']] as const) {
      expect(await (await web.fetch(`/${lang}/sign-in?ended=1`)).text()).toContain(words);
    } // prettier-ignore
    expect(await (await web.fetch('/ro/sign-in?ended=x')).text()).not.toContain('deconectat');
  });
});
