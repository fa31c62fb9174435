import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Money, newId } from '#libs/kernel/src/index.js';
import { DeliveryQueries } from '#libs/delivery/src/index.js';
import { DeliveryWalk } from '../../../../test/support/delivery.js';
import { countGift, openBank, openTreasury } from '../../../../test/support/money.js';
import { sessionOf } from '../../../../test/support/signed-in.js';
import { buildProject, buildTown, type Town } from '../../../../test/support/town.js';
import { roomOf } from '../../../../test/support/visitor.js';
import { openWeb, type Web } from '../../../../test/support/web.js';

let web: Web;
let town: Town;
const sessions = new Map<string, string>();
beforeAll(async () => {
  web = await openWeb();
  town = await buildTown(roomOf(web));
});
afterAll(() => web.close());

async function as(person: Town['mayor'], method: string, path: string, body?: object) {
  const token = sessions.get(person) ?? (await sessionOf(roomOf(web), person));
  sessions.set(person, token);
  const headers = { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) };
  const answer = await web.fetch(`/api/v1${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
  const text = await answer.text();
  return { status: answer.status, json: (text ? JSON.parse(text) : {}) as Record<string, unknown> };
}

it('lists and takes back invitations, for officers', async () => {
  const at = `/bodies/${town.associationId}/invitations`;
  await as(town.president, 'POST', at, { role: 'member' });
  expect((await as(town.members[0]!, 'GET', at)).status).toBe(404);
  const { json } = await as(town.president, 'GET', at);
  const [open] = json.data as { id: string }[];
  expect((await as(town.mayor, 'DELETE', `${at}/${open!.id}`)).status).toBe(404);
  expect((await as(town.president, 'DELETE', `${at}/${open!.id}`)).status).toBeLessThan(300);
  expect((await as(town.president, 'GET', at)).json.data).toEqual([]);
  expect((await as(town.president, 'DELETE', `${at}/${open!.id}`)).status).toBe(404);
});

it('shows the treasury account to its town hall alone, and takes a profile', async () => {
  await openTreasury(roomOf(web), town);
  const at = `/bodies/${town.townHallId}`;
  expect((await as(town.accountant, 'GET', `${at}/treasury-account`)).json.active).toMatchObject({ bank: 'Trezoreria de Stat' });
  expect((await as(town.president, 'GET', `${at}/treasury-account`)).status).toBe(404);
  const profile = { about: { original: 'ro', ro: 'Primăria satului' }, address: 'str. Nouă 2' };
  expect((await as(town.mayor, 'PUT', `${at}/profile`, { ...profile, email: 'alta@exemplu.md' })).status).toBe(422);
  expect((await as(town.accountant, 'PUT', `${at}/profile`, profile)).status).toBe(403);
  expect((await as(town.secretary, 'PUT', `${at}/profile`, profile)).status).toBeLessThan(300);
  expect((await as(town.mayor, 'GET', at)).json).toMatchObject({ email: 'oficial@example.org', about: profile.about });
  const [one, two] = town.operators;
  const email = { email: 'primaria@exemplu.md' };
  expect((await as(town.mayor, 'PUT', `${at}/official-email`, email)).status).toBe(404);
  const { approvalId } = (await as(one, 'PUT', `${at}/official-email`, email)).json;
  expect((await as(two, 'POST', `/approvals/${approvalId as string}/decision`, { decision: 'give' })).status).toBeLessThan(300);
  expect((await as(town.mayor, 'GET', at)).json).toMatchObject(email);
}); // prettier-ignore

it('adds evidence to a request and shows it to those near, records help in kind', async () => {
  const room = roomOf(web);
  const project = await buildProject(room, town);
  const bank = await openBank(room, town.operators[0]);
  await countGift(room, town, { projectId: project.id, bank, lei: Money.lei(100_000n) });
  const walk = new DeliveryWalk(room, town, project, bank);
  const id = await walk.ask();
  const files = [await walk.pdf(town.secretary)];
  const at = `/tranche-requests/${id}`;
  expect((await as(town.president, 'POST', `${at}/evidence`, { files })).status).toBe(422);
  expect((await as(town.secretary, 'POST', `${at}/evidence`, { files })).status).toBeLessThan(300);
  expect(await web.get(DeliveryQueries).evidence(id)).toHaveLength(2);
  expect((await as(town.members[0]!, 'GET', at)).json.evidence).toHaveLength(2);
  expect((await as((await buildTown(room)).mayor, 'GET', at)).status).toBe(404);
  // Who asked is for those near it, and in no public list.
  const [open] = (await as(town.mayor, 'GET', `/projects/${project.id}/tranche-requests`)).json.data as object[];
  expect([open, 'askedBy' in open!]).toEqual([expect.objectContaining({ id }), false]);
  const help = { what: { original: 'ro', ro: 'Excavator' }, amount: { amount: '8000.00', currency: 'MDL' } };
  const path = `/projects/${project.id}/in-kind/${newId()}`;
  const act = { number: '3', date: '2026-01-05' };
  expect((await as(town.mayor, 'PUT', path, { ...help, act })).status).toBeLessThan(300);
  expect((await as(town.mayor, 'GET', `/projects/${project.id}/in-kind`)).json.data).toHaveLength(1);
});
