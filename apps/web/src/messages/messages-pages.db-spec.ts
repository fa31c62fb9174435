import { execFileSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AuditService } from '#libs/audit/src/index.js';
import { Money, newId } from '#libs/kernel/src/index.js';
import { MessagesQueries, signatureOf } from '#libs/messages/src/index.js';
import { Clock, Config } from '#libs/platform/src/index.js';
import { RatesService } from '#libs/rates/src/index.js';
import { pathOf } from '../../../../test/support/campaign.js';
import { creditLine, openBank } from '../../../../test/support/money.js';
import { buildProject, buildTown, type Town, type TownProject } from '../../../../test/support/town.js';
import { roomOf, Visitor } from '../../../../test/support/visitor.js';
import { openWeb, type Web } from '../../../../test/support/web.js';

interface HookDocument {
  readonly paths: Readonly<Record<string, { post: { 'x-codeSamples': [{ source: string }] } }>>;
  readonly components: { securitySchemes: { aggregatorSignature: { description: string } } };
}

let web: Web;
let town: Town;
let project: TownProject;
let bank: Awaited<ReturnType<typeof openBank>>;
let code: string;
let first: Visitor;
let second: Visitor;
let outsider: Visitor;
let secret: string;
beforeAll(async () => {
  web = await openWeb();
  const room = roomOf(web);
  await web.get(RatesService).loadShipped();
  town = await buildTown(room);
  project = await buildProject(room, town, { state: 'campaign', campaignEndsIn: '90 days' });
  code = (await web.db.rows<{ code: string }>('select code from projects.project where id = $1', [project.id]))[0]!
    .code;
  bank = await openBank(room, town.operators[0]);
  [first, second] = [await Visitor.enter(web, town.operators[0]), await Visitor.enter(web, town.operators[1])];
  outsider = await Visitor.enter(web, town.president);
});
afterAll(() => web.close());

const desk = (lang = 'ro') => `/${lang}/operator/messages`;
const sign = async (subject: string) => {
  const [asked] = await web.db.rows<{ id: string }>(`select id from approvals.approval where subject = $1 and state = 'waiting'`, [subject]); // prettier-ignore
  return (await second.send(`/ro/operator/approvals/${asked!.id}`, { decision: 'give' })).status;
};
const post = async (path: string, body: string, { type = 'application/json', key = secret } = {}): Promise<{ status: number; answer: Record<string, string> }> => {
  const signature = signatureOf(Buffer.from(body), await web.get(Clock).now(), key);
  const answer = await web.fetch(`/webhooks/messages/unu${path}`, { method: 'POST', body, headers: { 'content-type': type, 'plai-signature': signature } });
  return { status: answer.status, answer: (await answer.json()) as Record<string, string> };
}; // prettier-ignore
const message = (over: object = {}) => JSON.stringify({ id: 'm-1', code, lei: '24.00', at: '2026-01-01T10:00:00Z', sender: 'x', ...over }); // prettier-ignore

describe('gifts by message, over the web', () => {
  it('an aggregator is opened by two at the desk, and its secret is shown once', async () => {
    expect((await outsider.see(desk())).status).toBe(404);
    const form = { id: newId(), name: 'Unu Mobil', key: 'unu', number: '9024', lei: 'douăzeci' };
    const wrong = await first.send(`${desk()}/new`, { ...form, number: '90x' });
    expect([wrong.status, wrong.html.includes('douăzeci'), wrong.html.includes('90x')]).toEqual([422, true, true]);
    expect((await first.send(`${desk()}/new`, { ...form, lei: '24' })).to).toBe('/ro/operator/messages?done=asked');
    expect((await first.send(`${desk()}/new`, { ...form, lei: '24' })).status).toBe(303);
    for (const lang of ['ro', 'ru', 'en']) {
      for (const path of ['', '/new', `/${form.id}`]) expect((await first.see(desk(lang) + path)).status).toBe(200);
      expect((await first.see(`/${lang}/operator`)).status).toBe(200);
    }
    expect(await sign(`aggregator:${form.id}`)).toBe(303);
    const shown = await first.send(`${desk()}/${form.id}/secrets/1/reading`, {});
    secret = /whm_[\w-]+/.exec(shown.html)![0];
    const again = await first.send(`${desk()}/${form.id}/secrets/1/reading`, {});
    expect([again.status, again.html.includes(secret)]).toEqual([409, false]);
    expect((await second.see(`${desk()}/${form.id}`)).html).not.toContain(secret);
  });

  it('a secret that is read by a program is kept nowhere either, though the command has a name', async () => {
    const [{ id }] = await web.get(MessagesQueries).aggregators() as unknown as [{ id: string }];
    const call = async (path: string) => {
      const headers = { cookie: first.cookie, origin: 'http://plai.test', 'content-type': 'application/json', 'idempotency-key': `reading-${path}` };
      const answer = await web.fetch(`/api/v1/operator/aggregators/${id}/secrets${path}`, { method: 'POST', body: '{}', headers });
      return { status: answer.status, answer: (await answer.json()) as Record<string, string> };
    };
    expect((await call('')).status).toBe(201);
    expect(await sign(`aggregator:${id}`)).toBe(303);
    const shown = await call('/2/reading');
    expect([shown.status, shown.answer.secret]).toEqual([201, expect.stringMatching(/^whm_/)]);
    expect(await web.db.rows(`select 1 from platform.repeat where body like '%whm\\_%'`)).toEqual([]);
    expect(await call('/2/reading')).toMatchObject({ status: 409, answer: { code: 'secret-taken' } });
  }); // prettier-ignore

  it('takes what is signed, once; nothing that is forged, too large or of another kind', async () => {
    const told = await post('', message());
    expect(told).toMatchObject({ status: 200, answer: { state: 'gift' } });
    expect(await post('', message())).toEqual(told);
    expect((await post('', message({ lei: '25.00' }))).status).toBe(409);
    expect((await post('', message({ id: 'm-2' }), { key: 'whm_x' })).status).toBe(400);
    expect((await post('', message({ id: 'm-2' }), { type: 'text/plain' })).status).toBe(400);
    expect((await post('', message({ id: 'm-2', note: ' '.repeat(2_000_000) }))).status).toBe(413);
    expect((await post('', message({ id: 'm-2', note: ' '.repeat(500_000) }))).status).toBe(400);
    expect((await post('', '{')).status).toBe(400);
    expect(await web.db.rows('select ref from messages.message')).toEqual([{ ref: 'm-1' }]);
    expect((await post('', message({ id: 'm-3', code: 'XXXX' }))).answer).toEqual({ state: 'refused', why: 'unknown-code' }); // prettier-ignore

    const path = await pathOf(web.db, project.id);
    for (const lang of ['ro', 'ru', 'en']) {
      const page = await (await web.fetch(`/${lang}${path}`)).text();
      expect([page.includes('9024'), page.includes(code)]).toEqual([true, true]);
      expect((await web.fetch(`/v/${told.answer.receipt}?lang=${lang}`)).status).toBe(200);
    }
    expect(await (await web.fetch(`/ro${path}`)).text()).toMatch(/24\s(de\s)?lei\sprin SMS/);
  });

  it('leads what differs and what is refused to a person, and counts what the bank shows', async () => {
    const [list, lines] = [{ messages: ['m-1'], gross: '24.00', net: '18.00', fee: '6.00', reference: 'UNU-2026-11' }, `/ro/operator/bank/lines`]; // prettier-ignore
    expect((await post('/settlements', JSON.stringify({ ...list, messages: ['m-9'] }))).status).toBe(409);
    const { settlement } = (await post('/settlements', JSON.stringify(list))).answer;
    const line = await creditLine(roomOf(web), town, { bank, lei: Money.parse('17', 'MDL'), purpose: 'UNU-2026-11' });
    expect((await first.see(`${lines}/${line}?ref=unu 2026 11`)).html).toContain('UNU-2026-11');
    expect((await first.send(`${lines}/${line}/settlement`, { settlementId: settlement! })).to).toBe(`${desk()}/settlements/${settlement}`); // prettier-ignore
    for (const lang of ['ro', 'ru', 'en'])
      for (const path of [`/${lang}/operator?kind=settlement-differs`, `/${lang}/operator?kind=message-trouble`, `${desk(lang)}`, `${desk(lang)}/settlements/${settlement}`])
        expect([path, (await first.see(path)).status]).toEqual([path, 200]);
    expect((await first.see('/ro/operator?kind=settlement-differs')).html).toContain('UNU-2026-11');
    for (const { id } of await web.get(MessagesQueries).troubles({ limit: 9 })) {
      expect((await first.send(`${desk()}/troubles/${id}`, { words: '' })).status).toBe(422);
      expect((await first.send(`${desk()}/troubles/${id}`, { words: 'Dă banii înapoi' })).status).toBe(303);
      expect((await first.see(`${desk('ru')}/troubles/${id}`)).html).toContain('Dă banii înapoi');
    }
    expect((await first.send(`${desk()}/settlements/${settlement}/drop`, {})).status).toBe(303);
    const corrected = await post('/settlements', JSON.stringify({ ...list, net: '17.00', fee: '7.00' }));
    expect((await first.send(`${lines}/${line}/settlement`, { settlementId: corrected.answer.settlement! })).to).toBe('/ro/operator/bank?done=matched'); // prettier-ignore
    expect((await first.send(`${desk()}/settlements/${corrected.answer.settlement}/drop`, {})).status).toBe(409);
    expect(await web.get(AuditService).run()).toEqual([]);
  }); // prettier-ignore

  it('shows whoever signs for a settlement which lines it is about', async () => {
    await post('', message({ id: 'm-7' }));
    const list = { messages: ['m-7'], gross: '24.00', net: '24.00', fee: '0.00', reference: 'UNU-2026-12' };
    const { settlement } = (await post('/settlements', JSON.stringify(list))).answer;
    const line = await creditLine(roomOf(web), town, { bank, lei: Money.parse('24', 'MDL'), purpose: 'Pentru lumină, Ion <i>' }); // prettier-ignore
    await first.send(`/ro/operator/bank/lines/${line}/settlement`, { settlementId: settlement! });
    const [asked] = await web.db.rows<{ id: string }>(`select id from approvals.approval where subject = $1 and state = 'waiting'`, [`settlement:${settlement}`]); // prettier-ignore
    const { html } = await second.see(`/ro/operator/approvals/${asked!.id}`);
    expect([html.includes('Pentru lumină, Ion &lt;i'), html.includes('A venit')]).toEqual([true, true]);
    expect(await sign(`settlement:${settlement}`)).toBe(303);
    expect((await web.get(MessagesQueries).settlement(settlement as never))!.state).toBe('counted');
  });

  it('says in its document how to sign, and what it says runs', async () => {
    const document = (await (await web.fetch('/api/openapi.json')).json()) as HookDocument;
    const { description } = document.components.securitySchemes.aggregatorSignature;
    const [, key, body, mark] = /secret `(\S+)` and the body `(.+)` \(.*make `Plai-Signature: (.+)`/.exec(description)!;
    const [, seconds] = /^t=(\d+),/.exec(mark!)!;
    expect(createHmac('sha256', key!).update(`${seconds}.${body}`).digest('hex')).toBe(mark!.split('v1=')[1]);
    for (const path of ['', '/settlements']) {
      const { post } = document.paths[`/webhooks/messages/{key}${path}`]!;
      const [{ source }] = post['x-codeSamples'];
      const lines = source.replace(/^T=.*$/m, `T=${Math.floor((await web.get(Clock).now()).getTime() / 1000)}`).split('\n'); // prettier-ignore
      expect(lines[3]).toContain(`--data-binary "$BODY" ${web.get(Config).publicUrl}/webhooks/messages/unu${path}`);
      const said = execFileSync('sh', ['-c', `${lines.slice(0, 3).join('\n')}\nprintf '%s\n' "$BODY" "t=$T,v1=$MARK"`], { env: { ...process.env, SECRET: secret } }); // prettier-ignore
      const [sent, signature] = said.toString().split('\n');
      const answer = await web.fetch(`/webhooks/messages/unu${path}`, { method: 'POST', body: sent!, headers: { 'content-type': 'application/json', 'plai-signature': signature! } }); // prettier-ignore
      // Its code is no project's here: signed as the example says, it is understood.
      expect(await answer.json()).toMatchObject(path ? { code: 'settlement-refused' } : { state: 'refused', why: 'unknown-code' }); // prettier-ignore
    }
    const page = await (await web.fetch('/ro/api')).text();
    expect([page.includes(mark!), page.includes('openssl dgst')]).toEqual([true, true]);
  });

  it('says what is wrong with what cannot be taken', async () => {
    const why = async (...told: Parameters<typeof post>) => (await post(...told)).answer;
    expect(await why('', message({ lei: '24,00' }))).toMatchObject({ code: 'message-shape', errors: [{ pointer: '#/lei' }], detail: 'Mesajul e semnat, dar câmpul „lei” nu se poate citi.' }); // prettier-ignore
    expect(await why('', message(), { key: 'whm_x' })).toMatchObject({ code: 'webhook-refused', detail: expect.stringContaining('momentul semnăturii') as unknown }); // prettier-ignore
    const list = { reference: 'DOI-2026', messages: ['m-1'], gross: '24.00', fee: '0.00', net: '24.00' };
    expect(await why('/settlements', JSON.stringify(list))).toMatchObject({ code: 'settlement-refused', detail: expect.stringContaining('cu majuscule') as unknown }); // prettier-ignore
  });
});
