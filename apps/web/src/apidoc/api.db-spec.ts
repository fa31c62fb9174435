import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PersonId } from '#libs/kernel/src/index.js';
import { person } from '../../../../test/support/town.js';
import { sessionOf } from '../../../../test/support/signed-in.js';
import { schemaChecker } from '../../../../test/support/contract.js';
import { buildProject, buildTown, type Town } from '../../../../test/support/town.js';
import { openWeb, type Web } from '../../../../test/support/web.js';
import type { Operation } from './api-document.js';
import { Sample } from './sample.support.js';

interface Route {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation & { readonly 'x-example-request'?: string };
}

/** What needs no id of anybody: open to all, or each to his own. */
const OPEN = [
  'get /api/v1/books', 'get /api/v1/books.csv', 'get /api/v1/books/trial-balance', 'get /api/v1/books/heads', 'get /api/v1/books/trail-head',
  'get /api/v1/books/export', 'get /api/v1/books/corrections', 'get /api/v1/books/published-heads', 'get /api/v1/books/published-heads.txt',
  'get /api/v1/projects', 'get /api/v1/places', 'get /api/v1/quote', 'post /api/v1/sign-in-links',
  'post /api/v1/sessions', 'get /api/v1/votes', 'get /api/v1/allocation', 'get /api/v1/allocation.csv', 'get /api/v1/allocation/equity.csv', 'get /api/v1/neutral-periods', 'get /api/v1/programmes',
]; // prettier-ignore
/** Open to whoever is signed in: only ever about himself. */
const OWN = [
  'get /api/v1/me', 'put /api/v1/me', 'get /api/v1/me/pledges', 'get /api/v1/me/fund-gifts', 'get /api/v1/me/monthly-gifts', 'get /api/v1/sessions', 'delete /api/v1/sessions', 'delete /api/v1/sessions/current', 'post /api/v1/files',
  'put /api/v1/bodies/{id}', 'put /api/v1/projects/{id}', 'put /api/v1/places/{code}/neighbours/me', 'delete /api/v1/places/{code}/neighbours/me',
]; // prettier-ignore
/** An expired link says so to whoever has none; without a rate of the day nobody is told anything of a project; a hook hears only what is signed. */
const OTHERWISE: Readonly<Record<string, number>> = {
  'post /api/v1/invitations/{token}/acceptance': 409,
  'put /api/v1/projects/{id}/pledges/{pledgeId}': 503,
  'post /webhooks/messages/{key}': 400,
  'post /webhooks/messages/{key}/settlements': 400,
};
const standards = process.env.STANDARDS_DIR;

describe('the API document', () => {
  let web: Web;
  let document: { openapi: string; paths: Record<string, Record<string, Route['operation']>>; components: object };
  let routes: Route[];
  let town: Town;
  beforeAll(async () => {
    web = await openWeb();
    town = await buildTown(web);
    await buildProject(web, town, { state: 'campaign', campaignEndsIn: '5 days' });
    document = (await (await web.fetch('/api/openapi.json')).json()) as typeof document;
    routes = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
    );
  });
  afterAll(() => web.close());

  it('holds every route of /api/v1 and the hooks of aggregators, each with its words', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(routes.length).toBeGreaterThan(60);
    expect(routes.filter(({ operation }) => !operation.summary).map(({ path }) => path)).toEqual([]);
    expect(routes.flatMap(({ path }) => (path.startsWith('/api/v1/') ? [] : path))).toEqual(['/webhooks/messages/{key}', '/webhooks/messages/{key}/settlements']); // prettier-ignore
  });

  it('names no schema that it does not hold', () => {
    const text = JSON.stringify(document);
    const named = [...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name!);
    const { schemas } = document.components as { schemas: object };
    expect([...new Set(named)].filter((name) => !(name in schemas))).toEqual([]);
  });

  (standards ? it : it.skip)('is valid OpenAPI 3.1 (needs STANDARDS_DIR)', () => {
    const text = readFileSync(join(standards!, 'openapi-3.1.schema.json'), 'utf8');
    // The one dynamic reference of this schema, said statically: the checker looks for it in the wrong place.
    const schema = JSON.parse(text.replaceAll('"$dynamicRef": "#meta"', '"$ref": "#/$defs/schema"')) as object;
    const ajv = schemaChecker();
    expect([ajv.validate(schema, document), ajv.errors]).toEqual([true, null]);
  });

  it('gives for every GET a request that runs', async () => {
    const session = await sessionOf(web, town.operators[0]);
    const answers = await Promise.all(
      routes
        .filter(({ method }) => method === 'get')
        .map(async ({ path, operation }) => {
          const answer = await web.fetch(operation['x-example-request']!, {
            headers: { authorization: `Bearer ${session}` },
          });
          await answer.arrayBuffer();
          return `${path} ${answer.status}`;
        }),
    );
    // No rate of the day has been loaded here: a quote says so.
    expect(answers.filter((line) => !/ (200|404)$/.test(line) && line !== '/api/v1/quote 503')).toEqual([]);
    expect(answers.filter((line) => line.endsWith(' 200')).length).toBeGreaterThan(15);
    const project = answers.filter((line) => line.startsWith('/api/v1/projects/{id} '));
    expect(project).toEqual(['/api/v1/projects/{id} 200']);
  });

  it.each(['ro', 'ru', 'en'])('is a page without scripts in %s', async (lang) => {
    const html = await (await web.fetch(`/${lang}/api`)).text();
    expect(html).toContain('GET /api/v1/projects/{id}/statement');
    expect(html).not.toContain('<script');
  });

  describe('foreign ids', () => {
    const sessions = new Map<string, string | null>();
    let sample: Sample;
    beforeAll(async () => {
      const other = await buildTown(web);
      const donor: PersonId = await web.db.transaction((tx) => person(tx));
      const people: [string, PersonId][] = [['other mayor', other.mayor], ['other member', other.members[0]!], ['donor', donor]]; // prettier-ignore
      for (const [role, id] of people) sessions.set(role, await sessionOf(web, id));
      sessions.set('anonymous', null);
      const hidden = await buildProject(web, town, { state: 'review' });
      sample = new Sample({ project: hidden.id, body: town.townHallId });
    });

    it.each(['anonymous', 'other mayor', 'other member', 'donor'])(
      'are nothing to %s: never an answer, never a crash',
      async (role) => {
        const session = sessions.get(role);
        const wrong: string[] = [];
        let calls = 0;
        for (const { method, path, operation } of routes) {
          const key = `${method} ${path}`;
          if (OPEN.includes(key) || (OWN.includes(key) && session) || isPublicBody(key)) continue;
          const body = sample.body(operation);
          const answer = await web.fetch(sample.address(path, operation), {
            method: method.toUpperCase(),
            headers: {
              ...(session && { authorization: `Bearer ${session}` }),
              ...(body && { 'content-type': 'application/json' }),
              'idempotency-key': 'foreign-ids',
              'x-forwarded-for': `203.0.113.${(calls += 1) % 250}`,
            },
            ...(body && { body }),
          });
          await answer.arrayBuffer();
          const refused = [401, 403, 404].includes(answer.status) || OTHERWISE[key] === answer.status;
          if (!refused && !(answer.status === 422 && body !== null)) wrong.push(`${key} ${answer.status}`);
        }
        expect(wrong).toEqual([]);
      },
    );
  });
});

/** A verified body and how it is organised, its place with its fund and its association's votes are anybody's to read. */
function isPublicBody(key: string): boolean {
  return (
    /^get .api.v1.bodies.{id}(.organisation|.assemblies)?$/.test(key) || key.startsWith('get /api/v1/places/{code}')
  );
}
