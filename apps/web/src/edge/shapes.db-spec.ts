import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect } from 'node:net';
import { newId } from '#libs/kernel/src/index.js';
import { sessionOf } from '../../../../test/support/signed-in.js';
import { buildProject, buildTown, type Town, type TownProject } from '../../../../test/support/town.js';
import { openWeb, type Web } from '../../../../test/support/web.js';

const FORM = 'application/x-www-form-urlencoded';
const PARTS = 'multipart/form-data; boundary=x';
const FIELD = '--x\r\nContent-Disposition: form-data; name="email"\r\n\r\na@b.md';

describe('requests of strange shapes', () => {
  let web: Web;
  let town: Town;
  let project: TownProject;
  beforeAll(async () => {
    web = await openWeb();
    town = await buildTown(web);
    project = await buildProject(web, town, { state: 'campaign', campaignEndsIn: '5 days' });
  });
  afterAll(() => web.close());

  it.each(['///', '*', '//[', '//evil.example:99999/', '/[', '/:0', '//ro/projects', '/\\evil.example'])(
    'to %j find nothing, and learn nothing of our insides',
    async (target) => {
      const answer = await raw(target);
      expect(answer).toMatch(/^HTTP\/1.1 404 /);
      expect(answer).not.toMatch(/Cannot|Error:|undefined|href="\/[/\\]/);
    },
  );

  it('with a whole address are requests to its path', async () => {
    expect(await raw('http://evil.example/ro/how')).toMatch(/^HTTP\/1.1 200 /);
    expect(await raw('http://evil.example/ro/how')).not.toContain('evil.example');
    expect(await raw('http://evil.example/api/v1/me')).toMatch(/^HTTP\/1.1 401 [\s\S]*application\/problem\+json/);
  });

  it.each([
    ['an object where a text belongs', 'application/json', '{"email":{"toString":"x"}}', 415],
    ['JSON', 'application/json', '{"email":"a@b.md"}', 415],
    ['plain text', 'text/plain', 'email=a@b.md', 415],
    ['parts without a boundary', 'multipart/form-data', FIELD, 400],
    ['parts that end in the middle', PARTS, FIELD, 400],
    ['a name as long as a book', FORM, `${'a.'.repeat(200_000)}=1`, 413],
    ['half a million fields', FORM, 'a=1&'.repeat(200_000), 413],
  ])('are refused by forms: %s', async (_what, type, body, status) => {
    const answer = await web.fetch('/ro/sign-in', { method: 'POST', headers: { 'content-type': type }, body });
    expect(answer.status).toBe(status);
    expect((await answer.text()).length).toBeLessThan(20_000);
  });

  it.each([
    ['sixty thousand unknown fields', JSON.stringify(Object.fromEntries(wide(60_000)))],
    ['a long list where an amount belongs', `{"amount":${'['.repeat(15)}${'1,'.repeat(400_000)}1${']'.repeat(15)}}`],
    ['fields below a field', JSON.stringify({ dedication: Object.fromEntries(wide(40_000)) })],
  ])('are refused before their fields are read: %s', async (_what, body) => {
    const answer = await web.fetch(`/api/v1/projects/${project.id}/pledges/${newId()}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body,
    });
    expect([answer.status, (await answer.text()).length < 1_000]).toEqual([413, true]);
  });

  it('are told of a value of another kind that it is one, not that it is too long', async () => {
    const gift = { amount: { amount: 5, currency: 'MDL' }, publicName: ['Ana'], by: 'card', email: 'a@b.md', shortfall: 'return' }; // prettier-ignore
    const answer = await web.fetch(`/api/v1/projects/${project.id}/pledges/${newId()}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(gift),
    });
    const { errors } = (await answer.json()) as { errors: { pointer: string; code: string }[] };
    expect(errors.map(({ pointer, code }) => [pointer, code])).toEqual([
      ['#/amount/amount', 'format'],
      ['#/publicName', 'format'],
    ]);
  });

  it('are told a hundred wrong fields, not a thousand', async () => {
    const answer = await web.fetch(`/api/v1/projects/${project.id}/pledges/${newId()}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(Object.fromEntries(wide(1_000))),
    });
    expect([answer.status, ((await answer.json()) as { errors: object[] }).errors.length]).toEqual([422, 100]);
  });

  it('with what no database keeps in their query are read without it', async () => {
    await web.db.rows('insert into identity.staff (id, person_id, since) values ($1, $2, platform.now())', [newId(), town.mayor]); // prettier-ignore
    const cookie = `plai_session=${await sessionOf(web, town.mayor)}`;
    for (const path of [
      '/ro/operator/log?search=%00a',
      '/ro/operator/refunds?ref=%00',
      '/ro/operator/bank?after=%00',
    ]) {
      expect([path, (await web.fetch(path, { headers: { cookie } })).status]).toEqual([path, 200]);
    }
  });

  function raw(target: string): Promise<string> {
    const { hostname, port } = new URL(web.url);
    return new Promise((resolve, reject) => {
      const socket = connect(Number(port), hostname);
      let answer = '';
      socket.setEncoding('utf8').on('data', (part: string) => (answer += part));
      socket.on('end', () => resolve(answer)).on('error', reject);
      socket.write(`GET ${target} HTTP/1.1\r\nHost: ${hostname}\r\nConnection: close\r\n\r\n`);
    });
  }
});

function wide(n: number): [string, number][] {
  return Array.from({ length: n }, (_, i) => [`field${i}`, 1]);
}
