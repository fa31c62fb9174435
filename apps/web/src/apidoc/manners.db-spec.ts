import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '#libs/kernel/src/index.js';
import { sessionOf } from '../../../../test/support/signed-in.js';
import { buildProject, buildTown, type Town, type TownProject } from '../../../../test/support/town.js';
import { openWeb, type Web } from '../../../../test/support/web.js';
import type { Operation } from './api-document.js';
import { Sample } from './sample.support.js';

interface ProblemJson {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly current?: { name: string; version: number; typed: object };
  readonly errors?: readonly { pointer?: string; parameter?: string; code: string; detail: string }[];
}

describe('the manners of the API', () => {
  let web: Web;
  let town: Town;
  let draft: TownProject;
  let open: TownProject;
  let mayor: string;
  let operator: string;
  let calls = 0;
  beforeAll(async () => {
    web = await openWeb();
    town = await buildTown(web);
    draft = await buildProject(web, town, { state: 'draft' });
    open = await buildProject(web, town, { state: 'campaign', campaignEndsIn: '5 days' });
    await buildProject(web, town, { state: 'campaign', campaignEndsIn: '5 days' });
    [mayor, operator] = [await sessionOf(web, town.mayor), await sessionOf(web, town.operators[0])];
  });
  afterAll(() => web.close());

  describe('methods and formats', () => {
    it('says what a path knows', async () => {
      const options = await ask('OPTIONS', '/projects');
      expect([options.status, options.headers.get('allow')]).toEqual([204, 'GET, HEAD, OPTIONS']);
      const wrong = await ask('DELETE', `/projects/${open.id}/gifts`);
      expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
      expect((await problem(wrong)).code).toBe('method-unknown');
      expect((await ask('OPTIONS', '/nothing')).status).toBe(404);
    });

    it('answers HEAD as GET, without a body', async () => {
      const [head, get] = [await ask('HEAD', '/projects'), await ask('GET', '/projects')];
      expect([head.status, await head.text(), head.headers.get('etag')]).toEqual([200, '', get.headers.get('etag')]);
    });

    it.each([
      ['/projects', 'text/html', 406],
      ['/projects', 'application/xml, application/json;q=0', 406],
      ['/projects', 'application/xml, */*;q=0.1', 200],
      ['/books.csv', 'application/json', 406],
      ['/books.csv', 'text/csv', 200],
    ])('%s for who accepts %s: %i', async (path, accept, status) => {
      expect((await ask('GET', path, { accept })).status).toBe(status);
    });

    it('takes JSON only', async () => {
      const body = '<email>a@b.md</email>';
      const answer = await web.fetch('/api/v1/sign-in-links', { method: 'POST', body, headers: { 'content-type': 'text/xml' } }); // prettier-ignore
      expect(answer.status).toBe(415);
    });

    it.each([['{"email":'], [`{"email":${'['.repeat(30)}${']'.repeat(30)}}`], [`{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`]])(
      'refuses a body that cannot be read: %.20s',
      async (body) => {
        const answer = await send('POST', '/sign-in-links', body);
        expect([answer.status, (await problem(answer)).code]).toEqual([400, 'body-unreadable']);
      },
    ); // prettier-ignore

    it('has nothing to send again to who has it', async () => {
      const first = await ask('GET', `/projects/${open.id}/gifts`);
      const again = await ask('GET', `/projects/${open.id}/gifts`, { 'if-none-match': first.headers.get('etag')! });
      expect([first.status, again.status, await again.text()]).toEqual([200, 304, '']);
    });
  });

  describe('problems', () => {
    it.each([
      ['ro', 'Verificați'],
      ['ru', 'Проверьте'],
      ['en', 'Check'],
    ])('speak %s when asked to', async (lang, word) => {
      const answer = await send('PUT', `/projects/${draft.id}/sections/budget`, '{"version":"x","data":{}}', { 'accept-language': lang }); // prettier-ignore
      expect(answer.headers.get('content-language')).toBe(lang);
      expect(answer.headers.get('vary')?.toLowerCase()).toContain('accept-language');
      expect(`${(await problem(answer)).detail} ${word}`).not.toMatch(/undefined|error\./);
    });

    it('point into lists and what is nested', async () => {
      const body = { decision: 'ask-changes', reason: 'x', notes: [{ section: 'place', text: 'a' }, { section: 'cellar', text: 5, x: 1 }] }; // prettier-ignore
      const answer = await send('POST', `/projects/${draft.id}/review`, body, { authorization: `Bearer ${operator}` });
      const { status, errors } = await problem(answer);
      expect([status, errors?.map(({ pointer, code }) => [pointer, code])]).toEqual([
        422,
        expect.arrayContaining([
          ['#/notes/1/section', 'choice'],
          ['#/notes/1/x', 'field-unknown'],
        ]),
      ]);
    });

    it('say every gap of a file in words', async () => {
      const bare = newId<'Project'>();
      const made = { townHallId: town.townHallId, title: 'Parc', lang: 'ro' };
      expect((await send('PUT', `/projects/${bare}`, made)).status).toBe(200);
      const answer = await send('POST', `/projects/${bare}/submission`, undefined, { 'accept-language': 'en' });
      const { status, code, errors } = await problem(answer);
      expect([status, code, (errors ?? []).length > 5]).toEqual([422, 'project-incomplete', true]);
      const generic = await problem(await send('POST', '/sign-in-links', { email: 'a@b.md', next: 5 }, { 'accept-language': 'en' })); // prettier-ignore
      expect(errors!.filter(({ detail }) => !detail || detail === generic.detail)).toEqual([]);
      expect(new Set(errors!.map(({ detail }) => detail)).size).toBeGreaterThan(5);
    });

    it('find nothing under what cannot be an id, and no page behind what is no cursor', async () => {
      expect((await ask('GET', '/projects/abc')).status).toBe(404);
      for (const path of [`/projects?after=abc`, `/projects/${open.id}/statement?after=9999999999999999999.1.1`]) {
        const { status, code, errors } = await problem(await ask('GET', path));
        expect([status, code, errors?.[0]?.parameter]).toEqual([400, 'cursor-format', 'after']);
      }
      const twice = await problem(await ask('GET', '/projects?limit=2&limit=3'));
      expect([twice.status, twice.code]).toEqual([400, 'number-whole']);
    });
  });

  describe('repeats', () => {
    const invite = (key: string, body: object) =>
      send('POST', `/bodies/${town.townHallId}/invitations`, body, { 'idempotency-key': key });

    it('are answered as the first time, and done once', async () => {
      const body = { role: 'accountant', email: 'contabil@primaria.plai.example' };
      const [first, second] = [await invite('key-of-a-test-1', body), await invite('key-of-a-test-1', body)];
      expect([first.status, second.status, second.headers.get('idempotency-replayed')]).toEqual([201, 201, 'true']);
      const one = (await first.json()) as { id: string };
      expect(await second.json()).toEqual(one);
      const rows = await web.db.rows('select 1 from hometowns.invitation where body_id = $1', [town.townHallId]);
      expect(rows).toHaveLength(1);
    });

    it('are refused with another body, and stand for one person alone', async () => {
      await invite('key-of-a-test-2', { role: 'secretary', email: 'a@primaria.plai.example' });
      const other = await invite('key-of-a-test-2', { role: 'secretary', email: 'b@primaria.plai.example' });
      expect([other.status, (await problem(other)).code]).toEqual([422, 'idempotency-key-reused']);
      const foreign = await send('POST', `/bodies/${town.townHallId}/invitations`, { role: 'secretary', email: 'a@primaria.plai.example' }, { 'idempotency-key': 'key-of-a-test-2', authorization: `Bearer ${await sessionOf(web, town.members[0]!)}` }); // prettier-ignore
      expect([foreign.status, foreign.headers.get('idempotency-replayed')]).toEqual([expect.any(Number), null]);
      expect(foreign.status).toBeGreaterThanOrEqual(400);
    });

    it('wait for the first one', async () => {
      const body = { role: 'accountant', email: 'c@primaria.plai.example' };
      const answers = await Promise.all(Array.from({ length: 8 }, () => invite('key-of-a-test-3', body)));
      const statuses = answers.map(({ status }) => status);
      expect(statuses.every((status) => status === 201 || status === 409)).toBe(true);
      const sql = `select 1 from hometowns.invitation where body_id = $1 and email = $2`;
      expect(await web.db.rows(sql, [town.townHallId, 'c@primaria.plai.example'])).toHaveLength(1);
    });

    it('of what was refused are tried again', async () => {
      const wrong = await invite('key-of-a-test-4', { role: 'mayor', email: 'nimic' });
      expect(wrong.status).toBe(422);
      expect((await invite('key-of-a-test-4', { role: 'mayor', email: 'nimic' })).headers.get('idempotency-replayed')).toBeNull(); // prettier-ignore
    });
  });

  describe('two who write one section', () => {
    const save = (data: object, headers: Record<string, string>, version?: number) =>
      send('PUT', `/projects/${draft.id}/sections/place`, { data, ...(version !== undefined && { version }) }, headers);

    it('lose nothing of each other', async () => {
      const accountant = { authorization: `Bearer ${mayor}` };
      const first = await save({ peopleServed: '640' }, { 'if-match': '"0"' });
      expect(first.status).toBe(200);
      const late = await save({ peopleServed: '9' }, { ...accountant, 'if-match': '"0"' });
      const refused = await problem(late);
      expect([late.status, refused.code]).toEqual([409, 'section-changed']);
      expect(refused.current).toMatchObject({ name: 'place', version: 1, typed: { peopleServed: '640' } });
      const file = (await (await ask('GET', `/projects/${draft.id}/file`, accountant)).json()) as {
        sections: { name: string; version: number; typed: { peopleServed?: string } }[];
      };
      const place = file.sections.find(({ name }) => name === 'place')!;
      expect([place.version, place.typed.peopleServed]).toEqual([1, '640']);
      expect((await save({ peopleServed: '700' }, {}, 1)).status).toBe(200);
    });

    it('say what they saw', async () => {
      for (const headers of [{}, { 'if-match': '*' }, { 'if-match': 'W/"1"' }]) {
        const answer = await save({ peopleServed: '1' }, headers as Record<string, string>);
        expect([answer.status, (await problem(answer)).code]).toEqual([428, 'version-missing']);
      }
    });
  });

  it('keeps texts without what cannot be seen', async () => {
    const text = 'Parc\u0000 \u202eul\ud800\u0007 s\u0326i\u00a0copii';
    const data = { summary: { ro: text } };
    const saved = await send('PUT', `/projects/${draft.id}/sections/campaign`, { version: 0, data });
    expect(await saved.text()).not.toMatch(/[\u0000\u202e\ud800\u0007]|s\u0326/);
  });

  it('never breaks, whatever is sent', async () => {
    const hostile = [
      'a\u0000\u202e\ud800',
      '𝕏'.repeat(300),
      '',
      -1,
      1e30,
      2 ** 53,
      null,
      true,
      {},
      [[]],
      '1e3',
      "';--",
    ];
    const { paths } = (await (await web.fetch('/api/openapi.json')).json()) as { paths: Record<string, Record<string, Operation>> }; // prettier-ignore
    const sample = new Sample({ project: draft.id, body: town.townHallId });
    const broken: string[] = [];
    for (const [path, routes] of Object.entries(paths)) {
      if (!path.startsWith('/api/v1/')) continue;
      for (const [method, operation] of Object.entries(routes)) {
        const example = operation.requestBody?.content['application/json']?.example as Record<string, unknown> | undefined;
        for (const field of Object.keys(example ?? {})) {
          for (const value of hostile) {
            const url = sample.address(path, operation).slice('/api/v1'.length);
            const { status } = await send(method.toUpperCase(), url, { ...example, [field]: value }, method === 'post' ? { 'idempotency-key': newId() } : {}); // prettier-ignore
            if (status >= 500 && status !== 503) broken.push(`${method} ${path} ${field}=${JSON.stringify(value)?.slice(0, 20)}`); // prettier-ignore
          }
        }
        if (method !== 'get') continue;
        for (const { name, in: where } of operation.parameters ?? []) {
          for (const value of ['%00', '-1', '99999999999999999999', '1e3', '%F0%9D%95%8F', "';--", '%EF%BF%BF', '%ED%A0%80']) {
            const url = where === 'query' ? `${sample.address(path, operation).split('?')[0]}?${name}=${value}` : path.replace(/\{\w+\}/g, value); // prettier-ignore
            const { status } = await ask('GET', url.slice('/api/v1'.length), { authorization: `Bearer ${operator}` });
            if (status >= 500 && status !== 503) broken.push(`get ${url}`);
          }
        }
      }
    } // prettier-ignore
    expect(broken).toEqual([]);
  });

  it('says how long to wait who asks too much', async () => {
    const answers = await Promise.all(
      Array.from({ length: 25 }, () =>
        web.fetch('/api/v1/sign-in-links', { method: 'POST', body: '{"email":"a@b.md"}', headers: { 'content-type': 'application/json', 'x-forwarded-for': '198.51.100.7' } }),
      ),
    ); // prettier-ignore
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(5);
    expect(Number(refused[0]!.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  function ask(method: string, path: string, headers: Record<string, string> = {}): Promise<Response> {
    return web.fetch(`/api/v1${path}`, { method, headers: { 'x-forwarded-for': address(), ...headers } });
  }

  /** Sends JSON as the mayor, unless `headers` say who. */
  function send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return web.fetch(`/api/v1${path}`, {
      method,
      ...(body !== undefined && { body: text }),
      headers: { authorization: `Bearer ${mayor}`, ...(body !== undefined && { 'content-type': 'application/json' }), 'x-forwarded-for': address(), ...headers },
    }); // prettier-ignore
  }

  function address(): string {
    calls += 1;
    return `203.0.${Math.floor(calls / 200) % 200}.${calls % 200}`;
  }

  async function problem(answer: Response): Promise<ProblemJson> {
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    return (await answer.json()) as ProblemJson;
  }
});
