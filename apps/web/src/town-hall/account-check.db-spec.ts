import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApprovalsQueries } from '#libs/approvals/src/index.js';
import { BodiesQueries, formatIban, TreasuryService } from '#libs/hometowns/src/index.js';
import { Money, newId } from '#libs/kernel/src/index.js';
import { Clock } from '#libs/platform/src/index.js';
import { DeliveryWalk } from '../../../../test/support/delivery.js';
import { countGift, officialToken, openBank, openTreasury } from '../../../../test/support/money.js';
import { buildProject, buildTown, type Town } from '../../../../test/support/town.js';
import { roomOf, Visitor } from '../../../../test/support/visitor.js';
import { openWeb, type Web } from '../../../../test/support/web.js';

const IBAN = 'MD24AG000225100013104168';
const OTHER = 'MD10AG398259791907483378';

let web: Web;
let town: Town;
let one: Visitor;
let two: Visitor;
let mayor: Visitor;
let accountant: Visitor;
beforeAll(async () => {
  web = await openWeb();
  town = await buildTown(roomOf(web));
  [one, two] = [await Visitor.enter(web, town.operators[0]), await Visitor.enter(web, town.operators[1])];
  [mayor, accountant] = [await Visitor.enter(web, town.mayor), await Visitor.enter(web, town.accountant)];
});
afterAll(() => web.close());

const active = async () => (await web.get(TreasuryService).active(town.townHallId))?.iban ?? null;
const waiting = async (kind: string) =>
  (await web.get(ApprovalsQueries).of(`body:${town.townHallId}`)).find((a) => a.kind === kind && a.state === 'waiting')!.id; // prettier-ignore

/** Two officers enter and sign an account by the pages; gives the way of the letter that asks the official address. */
async function sign(iban: string): Promise<string> {
  const at = `/ro/town-hall/${town.townHallId}/account`;
  const account = { id: newId(), iban, holder: 'Primăria Nucilor', bank: 'Trezoreria de Stat' };
  expect((await accountant.send(at, account)).status).toBe(303);
  expect((await mayor.see(at)).html).toContain('Comparați fiecare semn');
  const signed = await mayor.send(`${at}/approvals/${await waiting('treasury-account')}`, { then: 'give' });
  expect(signed.status).toBe(303);
  const page = await mayor.see(at);
  expect(page.html).toContain('Am scris la oficial@example.org');
  return `/ro/account-check/${await officialToken(roomOf(web), town.townHallId)}`;
}

const see = async (path: string) => {
  const answer = await web.fetch(path);
  return { status: answer.status, html: await answer.text() };
};

describe('the letter to a town hall’s official address', () => {
  it('leads whoever reads it to the account, without signing in; one press puts it in force', async () => {
    const path = await sign(IBAN);
    const page = await see(path);
    expect([page.status, await active()]).toEqual([200, null]);
    for (const fact of [formatIban(IBAN), 'Primăria Nucilor', 'L-a înscris', 'A semnat al doilea']) {
      expect(page.html).toContain(fact);
    }
    for (const lang of ['ru', 'en']) expect((await see(path.replace('/ro/', `/${lang}/`))).status).toBe(200);
    expect((await web.post(path, { then: 'confirm' })).status).toBe(303);
    expect([await active(), (await see(path)).html.includes('Contul e confirmat.')]).toEqual([IBAN, true]);
    expect((await web.post(path, { then: 'contest', reason: 'Prea târziu' })).status).toBe(409);
    expect((await see(`/ro/account-check/${newId()}.x`)).status).toBe(404);
  });

  it('can be contested: blocked, in the operator’s queue, and settled there', async () => {
    const path = await sign(OTHER);
    const bare = await web.post(path, { then: 'contest', reason: '' });
    expect([bare.status, (await bare.text()).includes('Scrieți ce nu e în regulă')]).toEqual([422, true]);
    expect((await web.post(path, { then: 'contest', reason: 'Contul nu e al nostru.' })).status).toBe(303);
    expect([await active(), (await see(path)).html.includes('contestat și blocat')]).toEqual([IBAN, true]);
    const desk = `/ro/operator/bodies/${town.townHallId}`;
    expect((await one.see('/ro/operator')).html).toContain(desk);
    for (const lang of ['ro', 'ru', 'en']) {
      expect((await one.see(desk.replace('/ro/', `/${lang}/`))).html).toContain('Contul nu e al nostru.');
    }
    expect((await mayor.see(desk)).status).toBe(404);
    const at = `/ro/town-hall/${town.townHallId}/account`;
    expect((await mayor.send(at, { id: newId(), iban: '' })).html).toContain('Scrieți IBAN-ul contului');
    const again = await mayor.send(at, { id: newId(), iban: OTHER, holder: 'Primăria', bank: 'Trezoreria' });
    expect(again.status).toBe(409);
    expect((await one.send(`${desk}/settlement`, { reason: ' ' })).status).toBe(422);
    expect((await one.send(`${desk}/settlement`, { reason: 'Secretara spune că nu e al lor.' })).status).toBe(303);
    expect((await one.see('/ro/operator')).html).not.toContain(desk);
  });

  it('is answered by the API as well; the officers have it sent again', async () => {
    await web.get(Clock).moveBy(3_600_000); // Three letters an hour.
    const token = (await sign(OTHER)).split('/').at(-1)!;
    const seen = await web.fetch(`/api/v1/account-checks/${token}`);
    const text = await seen.text();
    expect(JSON.parse(text)).toMatchObject({ open: true, account: { iban: OTHER, state: 'signed' } });
    expect(text).not.toContain(town.mayor);
    const again = await accountant.send(`/ro/town-hall/${town.townHallId}/account/letter`, {});
    expect(again.to).toContain('sent=1');
    const answer = (which: string, body: object) => web.fetch(`/api/v1/account-checks/${which}/answer`, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }); // prettier-ignore
    expect((await answer(token, { answer: 'confirm' })).status).toBe(409);
    const newer = await officialToken(roomOf(web), town.townHallId);
    expect((await answer(newer, { answer: 'contest' })).status).toBe(422);
    expect((await answer(newer, { answer: 'confirm' })).status).toBeLessThan(300);
    expect(await active()).toBe(OTHER);
  });
});

describe('the official address', () => {
  it('is not the town hall’s to change: two operators do, and a body can be stopped', async () => {
    const profile = `/ro/town-hall/${town.townHallId}/profile`;
    expect((await mayor.see(profile)).html).not.toContain('name="email"');
    await mayor.send(profile, { ro: 'Bun venit', address: 'str. Nouă 2', email: 'eu@example.org' });
    const email = async () => (await web.get(BodiesQueries).find(town.townHallId))!.email;
    expect(await email()).toBe('oficial@example.org');
    const desk = `/ro/operator/bodies/${town.townHallId}`;
    expect((await one.send(`${desk}/email`, { email: 'nu' })).status).toBe(422);
    expect((await one.send(`${desk}/email`, { email: 'primaria@example.org' })).status).toBe(303);
    const path = `/ro/operator/approvals/${await waiting('official-email')}`;
    const page = await two.see(path);
    expect([page.html.includes('oficial@example.org'), page.html.includes('primaria@example.org')]).toEqual([
      true,
      true,
    ]);
    expect((await one.send(path, { decision: 'give' })).status).toBe(403);
    expect((await two.send(path, { decision: 'give' })).status).toBe(303);
    expect(await email()).toBe('primaria@example.org');
    expect((await one.send(`${desk}/suspension`, { why: ' ' })).status).toBe(422);
    expect((await one.send(`${desk}/suspension`, { why: 'Se lămurește cine semnează.' })).status).toBe(303);
    expect((await web.get(BodiesQueries).find(town.townHallId))!.state).toBe('suspended');
  });
});

describe('both signatures under a payment', () => {
  it('see the same account, since when it is in force and by whose word; another account needs another reading', async () => {
    const room = roomOf(web);
    const place = await buildTown(room);
    await openTreasury(room, place);
    const project = await buildProject(room, place, { state: 'funded' });
    const bank = await openBank(room, place.operators[0]);
    await countGift(room, place, { projectId: project.id, bank, lei: Money.lei(100_000n) });
    const walk = new DeliveryWalk(room, place, project, bank);
    const id = await walk.ask();
    await walk.inspect(id);
    await walk.vote(id);
    const path = `/ro/operator/tranches/${id}`;
    const first = await one.see(path);
    const facts = /<dl[\s\S]*?<\/dl>/.exec(first.html)![0];
    for (const fact of [
      formatIban(IBAN),
      'Contul l-a înscris',
      'A semnat al doilea',
      'în vigoare din',
      'Stâlpii sunt puși.',
    ]) {
      expect(facts).toContain(fact);
    }
    const seen = /name="account" value="([^"]+)"/.exec(first.html)![1]!;
    await openTreasury(room, place, OTHER);
    const late = await one.send(path, { decision: 'recommend', account: seen });
    expect([late.status, late.html.includes('Contul primăriei s-a schimbat')]).toEqual([409, true]);
    const fresh = /name="account" value="([^"]+)"/.exec((await one.see(path)).html)![1]!;
    expect((await one.send(path, { decision: 'recommend', account: fresh })).status).toBe(303);
    const asked = (await web.get(ApprovalsQueries).of(`tranche:${id}`))[0]!;
    const second = await two.see(`/ro/operator/approvals/${asked.id}`);
    const rows = [.../<dd[^>]*>([\s\S]*?)<\/dd>/g[Symbol.matchAll]((await one.see(path)).html)].map(
      ([, text]) => text!,
    );
    for (const row of rows.slice(0, 9)) expect(second.html).toContain(row);
  });
});
