import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AuditService } from '#libs/audit/src/index.js';
import { addDays, civilDate, Money, newId } from '#libs/kernel/src/index.js';
import { Clock } from '#libs/platform/src/index.js';
import { TransfersService } from '#libs/pledges/src/index.js';
import { RatesService } from '#libs/rates/src/index.js';
import { openCampaign, pathOf } from '../../../../test/support/campaign.js';
import { creditLine, openBank } from '../../../../test/support/money.js';
import { buildTown, type Town } from '../../../../test/support/town.js';
import { roomOf, Visitor } from '../../../../test/support/visitor.js';
import { openWeb, type Web } from '../../../../test/support/web.js';

let web: Web;
let town: Town;
let bank: Awaited<ReturnType<typeof openBank>>;
let first: Visitor;
let second: Visitor;
beforeAll(async () => {
  web = await openWeb();
  await web.get(RatesService).loadShipped();
  town = await buildTown(roomOf(web));
  bank = await openBank(roomOf(web), town.operators[0]);
  [first, second] = [await Visitor.enter(web, town.operators[0]), await Visitor.enter(web, town.operators[1])];
});
afterAll(() => web.close());

const plain = (html: string) => html.replaceAll('\u00a0', ' ');
const html = async (path: string) => {
  const answer = await web.fetch(path);
  expect([path, answer.status]).toEqual([path, 200]);
  return plain(await answer.text());
};

describe('a sponsor, over the web', () => {
  it('is entered and signed at the desk, pays in by a line, adds to gifts, is read by everybody, and is closed', async () => {
    const { projectId, placeCode } = await openCampaign(web.db, { model: 'keep', optimum: '5000' });
    const [place] = await web.db.rows<{ slug: string }>('select slug from hometowns.place where code = $1', [
      placeCode,
    ]);
    const project = await pathOf(web.db, projectId);
    const today = civilDate(await web.get(Clock).now());
    const id = newId();
    const form = { id, sponsor: 'Nucul SRL', num: '1', den: '2', perDonor: '500', perProject: '', places: 'nicăieri' };
    const days = { opensOn: today, closesOn: addDays(today, 30) };
    const wrong = await first.send('/ro/operator/calls/new', { ...form, ...days, num: '0' });
    expect([wrong.status, wrong.html.includes('nicăieri')]).toEqual([422, true]);
    const sent = { ...form, ...days, places: place!.slug };
    expect((await first.send('/ro/operator/calls/new', sent)).to).toBe('/ro/operator/calls?done=asked');
    expect((await first.send('/ro/operator/calls/new', sent)).status).toBe(303);
    const [asked] = await web.db.rows<{ id: string; ref: string }>(
      `select a.id, c.ref from approvals.approval a join matching.call c on c.approval_id = a.id where c.id = $1`,
      [id],
    );
    const path = `/calls/${asked!.ref.toLowerCase()}`;
    expect((await web.fetch(`/ro${path}`)).status).toBe(404);
    expect(plain((await second.see(`/ro/operator/approvals/${asked!.id}`)).html)).toContain('Pentru fiecare 2 lei, încă un leu.'); // prettier-ignore
    expect((await second.send(`/ro/operator/approvals/${asked!.id}`, { decision: 'give' })).status).toBe(303);

    const line = await creditLine(roomOf(web), town, { bank, lei: Money.parse('300', 'MDL') });
    expect(plain((await first.see(`/ro/operator/bank/lines/${line}`)).html)).toContain(`Nucul SRL · ${asked!.ref}`);
    expect((await first.send(`/ro/operator/bank/lines/${line}/sponsor`, { callId: id })).to).toBe(`/ro/operator/calls/${id}?done=saved`); // prettier-ignore
    expect(plain((await first.see(`/ro/operator/bank/lines/${line}`)).html)).toContain('Este plata unui sponsor.');
    expect(await html(`/ro${project}`)).toContain('Nucul SRL adaugă. Pentru fiecare 2 lei, încă un leu. Mai sunt 300 de lei.'); // prettier-ignore
    expect(await html(`/ro/t/${place!.slug}`)).toContain('Cine adaugă la contribuții');
    expect(await html(`/en${project}/give`)).toContain('For every 2 lei, one more leu.');

    const pledgeId = await give(projectId);
    const gift = await creditLine(roomOf(web), town, { bank, lei: Money.parse('200', 'MDL') });
    await web.get(TransfersService).match(gift, pledgeId as never, town.operators[0]);
    await roomOf(web).drain();
    await web.get(Clock).moveBy(2_000);
    expect(await html(`/ro${path}`)).toContain('100 de lei');
    expect(await html(`/ru${path}`)).toContain('На каждые 2 лея — ещё 1 лей.');
    expect(await html(`/en${path}`)).toContain('Nucul SRL adds to people’s gifts');
    const answer = await web.fetch('/api/v1/operator/calls', { headers: { cookie: first.cookie } });
    const { data } = (await answer.json()) as { data: readonly object[] };
    expect(data).toMatchObject([{ id, drawn: { amount: '100.00' }, free: { amount: '200.00' }, state: 'open' }]);
    for (const lang of ['ro', 'ru', 'en'])
      for (const page of ['', '/new', `/${id}`]) expect((await first.see(`/${lang}/operator/calls${page}`)).status).toBe(200); // prettier-ignore

    expect((await first.send(`/ro/operator/calls/${id}/close`, {})).status).toBe(303);
    expect(await html(`/ro${path}`)).toContain('Nu se mai adaugă nimic: s-a închis');
    expect(plain((await first.see('/ro/operator/log')).html)).toContain('Sponsor închis');
    expect(await web.get(AuditService).run()).toEqual([]);
  });
});

/** A gift of 200 lei by transfer that waits for its money. */
async function give(projectId: string): Promise<string> {
  const id = newId();
  const body = { amount: { amount: '200', currency: 'MDL' }, email: 'ion@example.com', lang: 'ro', by: 'transfer', shortfall: 'return' };
  const headers = { 'content-type': 'application/json' };
  const answer = await web.fetch(`/api/v1/projects/${projectId}/pledges/${id}`, { method: 'PUT', body: JSON.stringify(body), headers });
  expect(answer.status).toBe(201);
  return id;
} // prettier-ignore
