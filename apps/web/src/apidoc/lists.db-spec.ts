import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Full, fillLists } from '../../../../test/support/full-lists.js';
import { sessionOf } from '../../../../test/support/signed-in.js';
import { roomOf } from '../../../../test/support/visitor.js';
import { openWeb, type Web } from '../../../../test/support/web.js';
import { cursorOf } from '../edge/paging.js';
import type { Operation } from './api-document.js';

/** Lists that are answered whole, and what keeps them short. */
const WHOLE: Readonly<Record<string, string>> = {
  '/api/v1/bank/accounts': 'one account for each of the currencies',
  '/api/v1/bank/balances': 'a few accounts for each of the currencies; a payout a day until its line is entered',
  '/api/v1/bodies/{id}/assemblies': 'an assembly or two a year',
  '/api/v1/bodies/{id}/successions': 'associations that end and ask this one',
  '/api/v1/bodies/{id}/cashiers': 'the few people who take cash for one association',
  '/api/v1/operator/aggregators': 'the few companies that tell of messages',
  '/api/v1/operator/calls': 'the few sponsors of an operator',
  '/api/v1/operator/calls/{id}/returns': 'the few orders by which what a call did not use goes back',
  '/api/v1/operator/losses': 'the projects that have a loss now, and the one reserve',
  '/api/v1/operator/money': 'Stripe and the bank for each of the currencies',
  '/api/v1/operator/programmes': 'a few programmes, an edition a year',
  '/api/v1/programmes': 'a few programmes, an edition a year',
  '/api/v1/projects/{id}/dossier': 'the papers that one programme wants',
  '/api/v1/projects/{id}/partners': 'the few towns that are asked to build one project',
  '/api/v1/projects/{id}/shares': 'the sources of one funding plan',
};

interface PageOf {
  readonly data: readonly object[];
  readonly next: string | null;
}

let web: Web;
let full: Full;
let paths: Record<string, { get?: Operation }>;
let sessions: Record<'mayor' | 'president' | 'operator' | 'donor', string>;
let calls = 0;
beforeAll(async () => {
  web = await openWeb();
  full = await fillLists(roomOf(web));
  paths = ((await (await web.fetch('/api/openapi.json')).json()) as { paths: typeof paths }).paths;
  const { town, donor } = full;
  sessions = {
    mayor: await sessionOf(web, town.mayor),
    president: await sessionOf(web, town.president),
    operator: await sessionOf(web, town.operators[0]),
    donor: await sessionOf(web, donor),
  };
  for (let more = 0; more < 2; more += 1) await sessionOf(web, town.operators[0]);
});
afterAll(() => web.close());

it('page by key, all but those that are short by nature', () => {
  const whole = Object.keys(paths).filter((path) => listOf(path) && !listOf(path)!.next);
  expect(whole.sort()).toEqual(Object.keys(WHOLE).sort());
  expect(paged().length).toBeGreaterThan(25);
});

it('walk row by row over what one page shows, without a gap or a repeat', async () => {
  const wrong: string[] = [];
  for (const path of paged()) {
    for (const address of addressesOf(path)) {
      const whole = await walk(`${address}limit=100`, 1000);
      const walked = await walk(`${address}limit=1`, whole.length + 1);
      if (whole.length < 3) wrong.push(`${address}: ${whole.length} rows`);
      if (JSON.stringify(walked) !== JSON.stringify(whole))
        wrong.push(`${address}: ${walked.length} of ${whole.length}`);
      if (new Set(walked.map((row) => JSON.stringify(row))).size < walked.length) wrong.push(`${address}: repeats`);
    }
  }
  expect(wrong).toEqual([]);
});

it('refuse what is no cursor of theirs, and a page without a size', async () => {
  const wrong: string[] = [];
  for (const path of paged()) {
    const [address] = addressesOf(path) as [string];
    const { next } = await page(`${address}limit=1`);
    const key = Buffer.from(next!, 'base64url').toString().slice(6);
    const foreign = [cursorOf(key, '/api/v1/elsewhere'), cursorOf('?', new URL(address, web.url).pathname), key, 'x', '']; // prettier-ignore
    for (const cursor of foreign) {
      const { status, code } = await refused(`${address}after=${encodeURIComponent(cursor)}`);
      if (status !== 400 || code !== 'cursor-format') wrong.push(`${address} ${cursor}: ${status} ${code}`);
    }
    for (const limit of ['0', '101', 'x', '1.5']) {
      const { status } = await refused(`${address}limit=${limit}`);
      if (status !== 400) wrong.push(`${address} limit=${limit}: ${status}`);
    }
  }
  expect(wrong).toEqual([]);
});

function paged(): string[] {
  return Object.keys(paths).filter((path) => listOf(path)?.next);
}

/** The shape of what a path lists; undefined where it lists nothing. */
function listOf(path: string): Record<string, { type?: string }> | undefined {
  const schema = paths[path]?.get?.responses['200']?.content?.['application/json']?.schema;
  const properties = (schema as { properties?: Record<string, { type?: string }> } | undefined)?.properties;
  return properties?.data?.type === 'array' ? properties : undefined;
}

/** A path with the ids of what is there, ready for a parameter more. */
function addressesOf(path: string): string[] {
  const { town, project, vote, budgetVote } = full;
  const body = path.endsWith('/invitations') ? town.townHallId : town.associationId;
  const ballots = path.includes('/budget-votes/') ? budgetVote : path.includes('/votes/') ? vote : undefined;
  const id = ballots ?? (path.includes('/bodies/') ? body : project);
  const filled = path.replace('{id}', id).replace('{code}', town.placeCode);
  switch (path) {
    case '/api/v1/approvals':
      return [`${filled}?office=operator&`];
    case '/api/v1/votes':
      return [`${filled}?associationId=${town.associationId}&`];
    case '/api/v1/places':
      return [`${filled}?`, `${filled}?within=6400000&`, `${filled}?q=valea&`];
    case '/api/v1/operator/entries':
      return [`${filled}?account=held:operator:fees-bank:MDL&`];
    case '/api/v1/books/trial-balance':
      return [`${filled}?`, `${filled}?at=2100-01-01T00:00:00Z&`];
    default:
      return [`${filled}?`];
  }
}

async function walk(address: string, most: number): Promise<object[]> {
  const rows: object[] = [];
  for (let at: string | null = address; at && rows.length <= most;) {
    const answer = await ask(at);
    const { data, next } = (await answer.json()) as PageOf;
    if (!data) throw new Error(`${at}: ${answer.status}`);
    rows.push(...data);
    const link = /^<http:\/\/plai\.test([^>]+)>; rel="next"$/.exec(answer.headers.get('link') ?? '')?.[1] ?? null;
    expect([at, link === null]).toEqual([at, next === null]);
    at = link;
  }
  return rows;
}

async function page(address: string): Promise<PageOf> {
  const answer = await ask(address);
  const text = await answer.text();
  expect([address, answer.status, answer.status === 200 ? '' : text]).toEqual([address, 200, '']);
  return JSON.parse(text) as PageOf;
}

async function refused(address: string): Promise<{ status: number; code: string }> {
  return (await ask(address)).json() as Promise<{ status: number; code: string }>;
}

function whoAsks(address: string): keyof typeof sessions {
  if (address.includes('/me/')) return 'donor';
  if (address.includes('/invitations')) return 'mayor';
  return address.includes('/bodies/') ? 'president' : 'operator';
}

function ask(address: string): Promise<Response> {
  calls += 1;
  const who = whoAsks(address);
  const headers = {
    authorization: `Bearer ${sessions[who]}`,
    'x-forwarded-for': `198.51.${calls >> 8}.${calls & 255}`,
  };
  return web.fetch(address, { headers });
}
