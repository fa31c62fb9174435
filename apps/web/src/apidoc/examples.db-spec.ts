import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { AgendaService } from '#libs/assemblies/src/index.js';
import { MembersService, TreasuryService } from '#libs/hometowns/src/index.js';
import { type CivilDate, Money, newId } from '#libs/kernel/src/index.js';
import { CallsService, FiguresService } from '#libs/matching/src/index.js';
import { TrailQueries, TrailSeal } from '#libs/platform/src/index.js';
import { RatesService } from '#libs/rates/src/index.js';
import { decideTheEnd } from '../../../../test/support/ending.js';
import { eventually } from '../../../../test/support/eventually.js';
import { type Full, fillLists } from '../../../../test/support/full-lists.js';
import { officialToken } from '../../../../test/support/money.js';
import { sealAll } from '../../../../test/support/sealed.js';
import { draftStreetLight } from '../../../../test/support/street-light.js';
import { sessionOf } from '../../../../test/support/signed-in.js';
import { buildTown } from '../../../../test/support/town.js';
import { roomOf } from '../../../../test/support/visitor.js';
import { openWeb, type Web } from '../../../../test/support/web.js';
import type { Operation } from './api-document.js';
import { Sample } from './sample.support.js';

type Documented = Operation & { readonly 'x-example-request'?: string };

/** What the checks of a request's shape say; an example never comes that far. */
const SHAPE = new Set(['field-unknown', 'required', 'id-format', 'number', 'number-whole', 'choice', 'too-long', 'too-short', 'list-short', 'list-long', 'format', 'date', 'email']); // prettier-ignore
const NOBODY = '01890000-0000-7000-8000-000000000000';

let web: Web;
let full: Full;
let operations: { method: string; path: string; operation: Documented }[];
const sessions: Record<string, string> = {};
let calls = 0;
beforeAll(async () => {
  web = await openWeb();
  await web.get(RatesService).loadShipped();
  full = await fillLists(roomOf(web));
  const { town, donor } = full;
  const people = { mayor: town.mayor, president: town.president, operator: town.operators[0], donor };
  for (const [role, id] of Object.entries(people)) sessions[role] = await sessionOf(web, id);
  const { paths } = (await (await web.fetch('/api/openapi.json')).json()) as { paths: Record<string, Record<string, Documented>> }; // prettier-ignore
  operations = Object.entries(paths).flatMap(([path, routes]) =>
    Object.entries(routes).map(([method, operation]) => ({ method, path, operation })),
  );
});
afterAll(() => web.close());

it('of every GET runs, once the ids of private things are those of what is there', async () => {
  const things = await thingsOf();
  const answers: string[] = [];
  for (const { method, path, operation } of operations) {
    if (method !== 'get') continue;
    const [, who = 'operator', id] = things.find(([one]) => one === path) ?? [];
    // The last id of a path that has several is the one that the example cannot know.
    const address = id === undefined ? operation['x-example-request']! : filled(path, operation, id);
    const answer = await ask('GET', address, who);
    answers.push(`${path} ${answer.status}${answer.status === 200 ? '' : ` ${address} ${await answer.text()}`}`);
  }
  expect(answers.filter((line) => !/ 200$/.test(line))).toEqual([]);
  expect(answers.length).toBeGreaterThan(45);
});

it('of every body is well formed: nothing in it is refused for its shape', async () => {
  const sample = new Sample({ project: full.project, body: full.town.townHallId });
  const wrong: string[] = [];
  let sent = 0;
  for (const { method, path, operation } of operations) {
    const body = sample.body(operation);
    if (body === null) continue;
    sent += 1;
    const answer = await ask(method.toUpperCase(), sample.address(path, operation), 'operator', body);
    const text = await answer.text();
    const { errors = [] } = (text && answer.status >= 400 ? JSON.parse(text) : {}) as { errors?: { code: string; pointer?: string }[] }; // prettier-ignore
    const shape = errors.filter(({ code }) => SHAPE.has(code)).map(({ pointer, code }) => `${pointer} ${code}`);
    if (answer.status >= 500 && answer.status !== 503) wrong.push(`${method} ${path} ${answer.status}`);
    if (shape.length > 0) wrong.push(`${method} ${path}: ${shape.join(', ')} in ${body}`);
  }
  expect(wrong).toEqual([]);
  expect(sent).toBeGreaterThan(35);
});

/** The president's draft of an assembly. */
async function drafted({ associationId, president }: Full['town']): Promise<string> {
  const id = newId<'Assembly'>();
  await web.get(AgendaService).prepare(associationId, { id, opensOn: null }, president);
  return id;
}

/** An association whose members have decided that it ends. */
async function ending(): Promise<string> {
  const town = await buildTown(roomOf(web));
  await decideTheEnd(roomOf(web), town);
  return town.associationId;
}

/** Who may see the private thing of a path, and its id. What is public the document names by itself. */
async function thingsOf(): Promise<[path: string, who: string, id: string][]> {
  const { town, project, vote } = full;
  const one = async (sql: string) => (await web.db.rows<{ id: string }>(sql))[0]!.id;
  const treasury = web.get(TreasuryService);
  const account = { iban: 'MD24AG000225100013104168', holder: 'Primăria', bank: 'Altă trezorerie' };
  await treasury.confirm(await treasury.propose(town.townHallId, account, town.accountant), town.mayor);
  const link = await web.get(MembersService).invite(town.associationId, 'member', null, town.president);
  const request = await one('select id from delivery.request limit 1');
  const pledge = await one(`select id from pledges.pledge where state = 'counted' limit 1`);
  const receipt = await one(`select receipt_code as id from pledges.pledge where state = 'counted' limit 1`);
  const [figures, call] = [await figuresOf(town), await callOf(town)];
  const light = await draftStreetLight(roomOf(web), town);
  await sealAll(web);
  await eventually(async () => {
    await web.get(TrailSeal).seal();
    expect(await web.get(TrailQueries).head()).not.toBeNull();
  });
  const ids: [string, string, string][] = [
    ['/api/v1/me/pledges', 'donor', ''],
    ['/api/v1/fund-gifts/{id}', 'donor', await one('select id from funds.gift limit 1')],
    ['/api/v1/monthly-gifts/{id}', 'donor', await one('select id from funds.plan limit 1')],
    ['/api/v1/assemblies/{id}', 'president', await drafted(town)],
    ['/api/v1/bodies/{id}/members', 'president', town.associationId],
    ['/api/v1/bodies/{id}/join-requests', 'president', town.associationId],
    ['/api/v1/bodies/{id}/new-members', 'president', town.associationId],
    ['/api/v1/bodies/{id}/successions', 'president', town.associationId],
    ['/api/v1/bodies/{id}/dissolution', 'donor', await ending()],
    ['/api/v1/bodies/{id}/invitations', 'mayor', town.townHallId],
    ['/api/v1/bodies/{id}/treasury-account', 'mayor', town.townHallId],
    ['/api/v1/bodies/{id}/fund-needs', 'mayor', town.townHallId],
    ...['cashiers', 'cash-receipts', 'cash-deposits', 'cash-book'].map((list): [string, string, string] => [
      `/api/v1/bodies/{id}/${list}`,
      'president',
      town.associationId,
    ]),
    ['/api/v1/cash-receipts/{id}', 'president', await one('select id from cash.receipt limit 1')],
    ['/api/v1/cash-deposits/{id}', 'president', await one('select id from cash.deposit limit 1')],
    ['/api/v1/figures/{id}', 'donor', figures],
    ['/api/v1/figures/{id}/towns.csv', 'donor', figures],
    ['/api/v1/calls/{id}/statement.csv', 'donor', call],
    ['/api/v1/operator/calls/{id}/returns', 'operator', call],
    ['/api/v1/town-needs/{id}', 'donor', await one('select id from needs.need limit 1')],
    ...['', '/result', '/ballots', '/ballots.csv', '/payments.csv', '/ballots.pb', '/export'].map((part): [string, string, string] => [`/api/v1/budget-votes/{id}${part}`, 'donor', full.budgetVote]), // prettier-ignore
    ['/api/v1/projects/{id}/file', 'mayor', project],
    ['/api/v1/projects/{id}/dossier', 'mayor', light],
    ['/api/v1/projects/{id}/dossier.zip', 'mayor', light],
    ['/api/v1/tranche-requests/{id}', 'mayor', request],
    ['/api/v1/votes', 'president', town.associationId],
    ['/api/v1/votes/{id}', 'president', vote],
    ['/api/v1/votes/{id}/ballots', 'president', vote],
    ['/api/v1/votes/{id}/export', 'president', vote],
    ['/api/v1/votes/{id}/proxy', 'president', vote],
    ['/api/v1/pledges/{id}', 'donor', pledge],
    ['/api/v1/pledges/{id}/refund-request', 'donor', pledge],
    ['/api/v1/certificates/{code}', 'donor', await one('select code as id from cofunding.certificate limit 1')],
    ['/api/v1/receipts/{code}', 'donor', receipt],
    ['/api/v1/receipts/{code}/proof', 'donor', receipt],
    ['/api/v1/invitations/{token}', 'donor', web.get(MembersService).invitationLink(link)],
    ['/api/v1/account-checks/{token}', 'donor', await officialToken(roomOf(web), town.townHallId)],
    ['/api/v1/bank/lines/{id}', 'operator', await one('select id from banking.line limit 1')],
    ['/api/v1/operator/disputes/{id}', 'operator', 'dp_1'],
    ['/api/v1/operator/corrections/{id}', 'operator', await one('select id from corrections.correction limit 1')],
    [
      '/api/v1/operator/journals/{journal}',
      'operator',
      await one(`select id::text from ledger.journal where kind = 'line.fee' limit 1`),
    ],
    ['/api/v1/bank/statements/{id}', 'operator', await one('select id from banking.statement limit 1')],
    ['/api/v1/order-files/{id}', 'operator', await one('select id from banking.order_file limit 1')],
    ['/api/v1/payment-orders/{id}', 'operator', await one('select id from banking.payment_order limit 1')],
  ];
  return ids;
}

/** Figures of a town that two have signed. */
async function figuresOf({ placeCode, operators: [first, second] }: Full['town']): Promise<string> {
  const figures = { id: newId<'Figures'>(), name: 'x', source: 'x', publishedOn: '2026-03-31' as CivilDate };
  const towns = [{ placeCode, lei: Money.lei(100n) }];
  const service = web.get(FiguresService);
  await service.confirm(await service.enter({ ...figures, towns }, first), second);
  return figures.id;
}

/** A sponsor's call that two have opened. */
async function callOf({ operators: [first, second] }: Full['town']): Promise<string> {
  const rule = { sponsor: 'Nucul SRL', num: 1, den: 1, perDonor: null, perProject: null, minDonors: null, sectors: [], places: [], reserve: null };
  const days = { opensOn: '2026-01-01' as CivilDate, closesOn: '2027-01-01' as CivilDate };
  const service = web.get(CallsService);
  const id = newId<'Call'>();
  await service.confirm(await service.enter({ id, ...rule, ...days }, first), second);
  return id;
} // prettier-ignore

function filled(path: string, operation: Documented, id: string): string {
  const query = (operation['x-example-request'] ?? '').split('?')[1]?.replaceAll(NOBODY, id);
  return path.replace(/\{\w+\}/, id) + (query ? `?${query}` : '');
}

function ask(method: string, address: string, who: string, body?: string): Promise<Response> {
  calls += 1;
  return web.fetch(address, {
    method,
    headers: {
      authorization: `Bearer ${sessions[who]!}`,
      'x-forwarded-for': `198.51.100.${calls & 255}`,
      ...(body && { 'content-type': 'application/json', 'idempotency-key': `example-${calls}` }),
    },
    ...(body && { body }),
  });
}
