import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, type PersonId } from '#libs/kernel/src/index.js';
import { sessionOf } from '../../../../test/support/signed-in.js';
import { buildTown, type Town } from '../../../../test/support/town.js';
import { openWeb, type Web } from '../../../../test/support/web.js';

/** Pages and lists that only the operator's staff may open; `ID` stands for whatever somebody types. */
const DESK = [
  '/ro/operator/messages',
  '/ro/operator/messages/new',
  '/ro/operator/messages/ID',
  '/ro/operator/messages/settlements/ID',
  '/ro/operator/messages/troubles/ID',
  '/ro/operator/corrections',
  '/ro/operator/corrections/ID',
  '/ro/operator/journals/ID',
  '/ro/operator/ledger-account?code=ID',
  '/ro/operator/ledger-account?code=held:ID:claim:MDL',
  '/ro/operator/funds',
  '/ro/operator/fund-gifts/ID',
  '/ro/operator/calls',
  '/ro/operator/calls/new',
  '/ro/operator/calls/ID',
  '/api/v1/operator/calls',
  '/ro/operator/programmes',
  '/ro/operator/programmes/new',
  '/ro/operator/programmes/ID',
  '/ro/operator/programmes/ID/edit',
  '/ro/operator/boards',
  '/ro/operator/boards/ID',
  '/api/v1/operator/programmes',
  '/api/v1/operator/aggregators',
  '/api/v1/operator/message-troubles',
  '/api/v1/operator/settlements',
  '/api/v1/operator/corrections',
  '/api/v1/operator/corrections/ID',
  '/api/v1/operator/journals/ID',
  '/api/v1/operator/entries?account=ID',
  '/api/v1/operator/fund-needs',
];
/** What changes something: by form, and by the API. */
const FORMS = [
  'messages/new',
  'messages/ID/off',
  'messages/ID/secrets/1/reading',
  'messages/ID/secrets/999999/end',
  'messages/settlements/ID/drop',
  'messages/troubles/ID',
  'bank/lines/ID/settlement',
  'bank/lines/ID/sponsor',
  'calls/new',
  'calls/ID/close',
  'programmes/new',
  'programmes/ID/edit',
  'programmes/ID/publish',
  'programmes/ID/retire',
  'programmes/ID/discard',
  'boards/ID',
  'corrections/ID/withdrawal',
  'journals/ID',
];
const COMMANDS: readonly [string, string][] = [
  ['PUT', '/town-needs/ID/hiding'],
  ['PUT', '/operator/aggregators/ID'],
  ['POST', '/operator/aggregators/ID/secrets'],
  ['POST', '/operator/aggregators/ID/secrets/1/reading'],
  ['POST', '/operator/aggregators/ID/secrets/-1/reading'],
  ['POST', '/operator/aggregators/ID/secrets/99999999999/reading'],
  ['DELETE', '/operator/aggregators/ID/secrets/1'],
  ['POST', '/operator/aggregators/ID/off'],
  ['POST', '/operator/message-troubles/ID/words'],
  ['DELETE', '/operator/settlements/ID'],
  ['POST', '/bank/lines/ID/settlement'],
  ['POST', '/bank/lines/ID/sponsor'],
  ['PUT', '/operator/calls/ID'],
  ['POST', '/operator/calls/ID/closing'],
  ['PUT', '/operator/programmes/ID'],
  ['POST', '/operator/programmes/ID/publication'],
  ['POST', '/operator/programmes/ID/retirement'],
  ['DELETE', '/operator/programmes/ID'],
  ['POST', '/operator/corrections'],
  ['POST', '/operator/corrections/ID/withdrawal'],
  ['PUT', '/projects/ID/fund-needs/ID'],
  ['DELETE', '/fund-needs/ID'],
  ['POST', '/fund-gifts/ID/refunds'],
];
const TYPED = () => [newId(), 'x', '%00', 'a%00b', '%FF', '%F0%9F%92%A9', '..%2f..', '9'.repeat(30), "'--", 'x'.repeat(3_000), '1e400', '-1', '%ED%A0%80']; // prettier-ignore

describe('the doors of messages, corrections and needs', () => {
  let web: Web;
  let town: Town;
  let calls = 0;
  let cookies: Record<'operator' | 'mayor' | 'president' | 'nobody', string>;
  beforeAll(async () => {
    web = await openWeb();
    town = await buildTown(web);
    const of = async (person: PersonId) => `plai_session=${await sessionOf(web, person)}`;
    cookies = { operator: await of(town.operators[0]), mayor: await of(town.mayor), president: await of(town.president), nobody: '' }; // prettier-ignore
  });
  afterAll(() => web.close());

  const go = async (who: keyof typeof cookies, path: string, init: RequestInit = {}) => {
    const { headers, ...rest } = init;
    // Each call from an address of its own: the limits of one address are not what is asked here.
    const from = { 'x-forwarded-for': `203.0.${calls >> 8}.${(calls += 1) & 255}` };
    return (await web.fetch(path, { ...rest, headers: { ...(headers as object), ...from, cookie: cookies[who] } }))
      .status;
  };
  const json = (method: string) => ({ method, body: '{}', headers: { 'content-type': 'application/json', 'idempotency-key': newId() } }); // prettier-ignore
  const form = { method: 'POST', body: '', headers: { 'content-type': 'application/x-www-form-urlencoded' } };

  it('open to the operator’s staff alone', async () => {
    for (const path of DESK) {
      const filled = path.replaceAll('ID', newId());
      for (const who of ['mayor', 'president', 'nobody'] as const) {
        const status = await go(who, filled);
        expect([who, filled, status]).toEqual([who, filled, expect.any(Number)]);
        if (status === 200) throw new Error(`${who} sees ${filled}`);
      }
    }
    for (const path of FORMS)
      for (const who of ['mayor', 'president', 'nobody'] as const) {
        const status = await go(who, `/ro/operator/${path.replaceAll('ID', newId())}`, form);
        expect([who, path, [303, 401, 403, 404].includes(status)]).toEqual([who, path, true]);
      }
    for (const [method, path] of COMMANDS)
      for (const who of ['mayor', 'president', 'nobody'] as const) {
        const status = await go(who, `/api/v1${path.replaceAll('ID', newId())}`, json(method));
        expect([who, path, [401, 403, 404, 409, 422, 400].includes(status)]).toEqual([who, path, true]);
      }
  }, 120_000);

  it('answer whatever somebody types in their addresses', async () => {
    const broke: string[] = [];
    const note = (status: number, what: string) => status >= 500 && broke.push(`${status} ${what}`);
    for (const typed of TYPED()) {
      for (const path of DESK.filter((one) => one.includes('ID')))
        note(await go('operator', path.replaceAll('ID', typed)), `${path} ${typed}`);
      for (const path of FORMS)
        note(await go('operator', `/ro/operator/${path.replaceAll('ID', typed)}`, form), `${path} ${typed}`);
      for (const [method, path] of COMMANDS)
        note(await go('operator', `/api/v1${path.replaceAll('ID', typed)}`, json(method)), `${path} ${typed}`);
    }
    expect(broke).toEqual([]);
  }, 240_000);

  it('take no form of another site', async () => {
    for (const path of FORMS) {
      const headers = { ...form.headers, 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' };
      const status = await go('operator', `/ro/operator/${path.replaceAll('ID', newId())}`, { ...form, headers });
      expect([path, status]).toEqual([path, 403]);
    }
  });
});
