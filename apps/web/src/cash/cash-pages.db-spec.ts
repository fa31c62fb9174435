import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { extractText, getDocumentProxy } from 'unpdf';
import { AuditService } from '#libs/audit/src/index.js';
import { CashQueries, type Receipt } from '#libs/cash/src/index.js';
import { Money, newId, type PledgeId } from '#libs/kernel/src/index.js';
import { Clock } from '#libs/platform/src/index.js';
import { RatesService } from '#libs/rates/src/index.js';
import { pathOf } from '../../../../test/support/campaign.js';
import { creditLine, openBank } from '../../../../test/support/money.js';
import { plant } from '../../../../test/support/superuser.js';
import { buildProject, buildTown, type Town, type TownProject } from '../../../../test/support/town.js';
import { roomOf, Visitor, wrongFields } from '../../../../test/support/visitor.js';
import { openWeb, type Web } from '../../../../test/support/web.js';

let web: Web;
let town: Town;
let project: TownProject;
let bank: Awaited<ReturnType<typeof openBank>>;
let cashier: Visitor;
let member: Visitor;
let president: Visitor;
let inspector: Visitor;
let operator: Visitor;
let outsider: Visitor;
beforeAll(async () => {
  web = await openWeb();
  const room = roomOf(web);
  await web.get(RatesService).loadShipped();
  town = await buildTown(room);
  project = await buildProject(room, town, { state: 'campaign', campaignEndsIn: '40 days' });
  bank = await openBank(room, town.operators[0]);
  const enter = (who: Town['mayor']) => Visitor.enter(web, who);
  [cashier, member] = [await enter(town.members[0]!), await enter(town.members[1]!)];
  [president, inspector] = [await enter(town.president), await enter(town.inspector)];
  [operator, outsider] = [await enter(town.operators[0]), await enter((await buildTown(room)).president)];
});
afterAll(() => web.close());

const desk = (lang = 'ro') => `/${lang}/association/${town.associationId}/cash`;
const fields = (over: object = {}) => ({ id: newId(), projectId: project.id, lei: '100', giver: 'Ion Rusu', shown: 'yes', email: '', lang: 'ru', shortfall: 'next', ...over }); // prettier-ignore
const newest = async (): Promise<Receipt> =>
  (await web.get(CashQueries).receipts(town.associationId, { limit: 1 }))[0]!;
const sign = async (who: Visitor, approval: string) => (await who.send(`${desk()}/approvals/${approval}`, { then: 'give' })).status; // prettier-ignore

describe('the pages of an association’s cash', () => {
  it('are its own people’s; a cashier is named by two', async () => {
    for (const path of ['', '/book.csv', '/receipts/new', '/deposits/new'])
      expect([path, (await outsider.see(desk() + path)).status]).toEqual([path, 404]);
    expect((await cashier.see(`${desk()}/receipts/new`)).status).toBe(403);
    // Whoever has no name yet can be told from the others.
    await web.db.rows('update identity.person set name = null where id = $1', [town.members[1]]);
    expect((await president.see(desk())).html).not.toContain('>–</option>');
    expect((await president.send(`${desk()}/cashiers`, { personId: '' })).status).toBe(422);
    expect((await president.send(`${desk()}/cashiers`, { personId: town.members[0]! })).status).toBe(303);
    await web.drain();
    const [asked] = await web.get(CashQueries).cashiers(town.associationId);
    expect(await sign(president, asked!.approvalId)).toBe(403);
    expect(await sign(inspector, asked!.approvalId)).toBe(303);
    for (const lang of ['ro', 'ru', 'en']) {
      for (const path of ['', '/receipts/new', '/deposits/new'])
        expect((await cashier.see(desk(lang) + path)).status).toBe(200);
      expect((await member.see(desk(lang))).status).toBe(200);
      expect((await operator.see(`/${lang}/operator/cash`)).status).toBe(200);
    }
  });

  it('keep what was typed when it is wrong, and write a form that was sent twice once', async () => {
    const typed = { projectId: '', lei: 'o sută', giver: 'I'.repeat(81), email: 'ion@', shortfall: '' };
    const wrong = await cashier.send(`${desk()}/receipts/new`, fields(typed));
    expect([wrong.status, wrongFields(wrong).toSorted()]).toEqual([422, Object.keys(typed).toSorted()]);
    for (const kept of ['o sută', typed.giver, 'ion@']) expect(wrong.html).toContain(`value="${kept}"`);
    const none = await cashier.send(`${desk()}/receipts/new`, fields({ lei: '0', email: 'ion@' }));
    expect([none.status, wrongFields(none)]).toEqual([422, ['lei', 'email']]);
    const said = { projectId: project.id, lei: '1e3', email: 'ion@', lang: 'ru', shortfall: 'x' };
    const told = await web.fetch(`/api/v1/bodies/${town.associationId}/cash-receipts/${newId()}`, {
      method: 'PUT',
      headers: { cookie: cashier.cookie, origin: 'http://plai.test', 'content-type': 'application/json' },
      body: JSON.stringify(said),
    });
    const { errors } = (await told.json()) as { errors: { pointer: string; code: string }[] };
    expect([told.status, errors.map(({ pointer, code }) => [pointer, code])]).toEqual([
      422,
      [['#/lei', 'amount-format'], ['#/email', 'email'], ['#/shortfall', 'required-choice']],
    ]); // prettier-ignore
    const form = fields();
    const [first, second] = await Promise.all([1, 2].map(() => cashier.send(`${desk()}/receipts/new`, form)));
    expect([first!.status, first!.to]).toEqual([303, second!.to]);
    expect(await newest()).toMatchObject({ n: 1, giver: 'Ion Rusu', state: 'written' });
    const { id } = await newest();
    expect((await member.see(`${desk()}/receipts/${id}`)).status).toBe(404);
    expect((await cashier.see(`${desk()}/receipts/${id}/receipt.pdf`)).status).toBe(409);
    expect((await web.fetch(`/v/${(await newest()).code}?lang=ro`)).status).toBe(404);
    expect((await cashier.send(`${desk()}/receipts/${id}/correct`, fields({ lei: '120' }))).status).toBe(303);
    await web.drain();
    expect(await sign(inspector, (await newest()).approvalId)).toBe(303);
  });

  it('print what two have signed, and say to whoever has the code where the cash is', async () => {
    const receipt = await newest();
    const paper = await web.fetch(`${desk()}/receipts/${receipt.id}/receipt.pdf`, { headers: { cookie: cashier.cookie } }); // prettier-ignore
    expect([paper.status, paper.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    const { text } = await extractText(await getDocumentProxy(new Uint8Array(await paper.arrayBuffer())), { mergePages: true }); // prettier-ignore
    for (const words of ['Confirmarea 1', 'Подтверждение 1', 'Ion Rusu', '120']) expect(text).toContain(words);
    const proof = await (await web.fetch(`/v/${receipt.code}?lang=ro`)).text();
    expect([proof.includes('la casier, nedepus la bancă'), proof.includes('Ion Rusu')]).toEqual([true, false]);
    const path = `/ro${await pathOf(web.db, project.id)}`;
    expect(await (await web.fetch(path)).text()).toMatch(/120\sde\slei\sîn\snumerar/);
  });

  it('show names in the book to officers and the cashier, to members none', async () => {
    const names = async (who: Visitor) => (await who.see(desk())).html.includes('Ion Rusu');
    expect([await names(president), await names(member)]).toEqual([true, false]);
    const csv = async (who: Visitor) => (await who.see(`${desk()}/book.csv`)).html;
    expect((await csv(president)).split('\r\n')[1]).toContain('Ion Rusu');
    expect(await csv(member)).not.toContain('Ion Rusu');
  });

  it('lead cash to the bank: the slip, another sum, what both agree on', async () => {
    await cashier.send(`${desk()}/receipts/new`, fields({ lei: '30', email: 'ion.rusu@exemplu.md' }));
    const rest = await newest();
    const home = `/ro/association/${town.associationId}`;
    const waits = async (who: Visitor) => (await who.see(home)).html.includes(`${desk()}/receipts/${rest.id}"`);
    expect([await waits(president), await waits(inspector), await waits(cashier)]).toEqual([true, true, false]);
    await sign(president, rest.approvalId);
    expect(await waits(president)).toBe(false);
    const open = await web.get(CashQueries).open(town.associationId);
    const id = newId<'Deposit'>();
    expect((await cashier.send(`${desk()}/deposits/new`, { id })).status).toBe(422);
    expect((await cashier.send(`${desk()}/deposits/new`, { id, 'receipts[]': open.map((one) => one.id) })).status).toBe(303);
    const deposit = (await web.get(CashQueries).deposit(id))!;
    expect((await cashier.see(`${desk()}/deposits/${id}`)).html).toContain(deposit.code);

    const late = async (who: Visitor, path: string) => (await who.see(path)).html.includes('ntârzie</span>');
    const everywhere = async () => [await late(cashier, home), await late(president, home), await late(cashier, desk()), await late(cashier, `${desk()}/deposits/${id}`), await late(operator, `/ro/operator/cash/${id}`)]; // prettier-ignore
    expect(await everywhere()).toEqual([false, false, false, false, false]);
    await web.get(Clock).moveBy(11 * 86_400_000);
    expect(await everywhere()).toEqual([true, true, true, true, true]);
    expect(await late(member, home)).toBe(false);

    const line = await creditLine(roomOf(web), town, { bank, lei: Money.parse('120', 'MDL') });
    const page = await operator.see(`/ro/operator/bank/lines/${line}?ref=${deposit.code.toLowerCase()}`);
    expect(page.html).toContain(`Depunerea ${deposit.code}`);
    const attached = await operator.send(`/ro/operator/bank/lines/${line}/deposit`, { depositId: id });
    expect(attached.to).toBe(`/ro/operator/cash/${id}`);
    await web.drain();
    const wrong = await operator.send(`/ro/operator/cash/${id}/cover`, { id: newId(), 'receipts[]': [rest.id] });
    expect(wrong.status).toBe(409);
    const covered = open.filter((one) => one.id !== rest.id).map((one): PledgeId => one.id);
    expect((await operator.send(`/ro/operator/cash/${id}/cover`, { id: newId(), 'receipts[]': covered })).status).toBe(303);
    for (const lang of ['ro', 'ru', 'en'])
      expect((await president.see(`${desk(lang)}/deposits/${id}`)).html).toContain(deposit.code);
    const { coverWish } = (await web.get(CashQueries).deposit(id))!;
    expect(await sign(president, coverWish!)).toBe(303);
    expect((await web.get(CashQueries).deposit(id))!.state).toBe('counted');
    const logged = async (act: string) => (await operator.see(`/ro/operator/log?search=${act}`)).html.replaceAll('\u00a0', ' '); // prettier-ignore
    expect(await logged('deposit.counted')).toMatch(new RegExp(`href="/ro/operator/cash/${id}">${deposit.code}, [\\d.,]+( de)? lei, `)); // prettier-ignore
    expect(await logged('receipt.signed')).toMatch(new RegExp(`href="/ro/operator/cash/${id}">1, 120( de)? lei, `));
    const plus = (n: number) => plant(roomOf(web), ['cash.deposit'], [`update cash.deposit set sum_minor = sum_minor + ${n} where id = '${id}'`]); // prettier-ignore
    await plus(1);
    await operator.send('/ro/operator/audit', {});
    expect((await operator.see('/ro/operator/audit')).html).toContain(`href="/ro/operator/cash/${id}">Depunerea la bancă<`);
    await plus(-1);
    for (const [lang, meaning] of [['ro', 'Numerar depus de o asociație'], ['ru', 'Наличные, внесённые землячеством'], ['en', 'Cash paid in by an association']] as const) {
      const { html } = await operator.see(`/${lang}/operator/bank/lines/${line}`);
      expect([html.includes(meaning), html.includes(`/${lang}/operator/cash/${id}"`)]).toEqual([true, true]);
    }
    const first = await web.get(CashQueries).receipt(covered[0]!);
    const proof = await (await web.fetch(`/v/${first!.code}?lang=en`)).text();
    expect([proof.includes('120'), proof.includes('with the cashier')]).toEqual([true, false]);
    await cashier.send(`${desk()}/receipts/${rest.id}/void`, { reason: 'S-a răzgândit' });
    expect(await sign(inspector, (await web.get(CashQueries).receipt(rest.id))!.voidWish!)).toBe(303);
    expect(await web.get(AuditService).run()).toEqual([]);
  }); // prettier-ignore

  it('write to whoever is to sign and whose receipt is void, and when a deposit has another sum or counts', async () => {
    await web.drain();
    const subjects = web.box.letters.map(({ subject }) => subject);
    for (const start of [
      'Un casier de confirmat',
      'De semnat în doi',
      'Аннулировано',
      'Altă sumă la depunerea',
      'Depunerea',
    ])
      expect([start, subjects.some((one) => one.startsWith(start))]).toEqual([start, true]);
  });

  it('take cash for units of a line of the budget, and keep what was chosen when it is wrong', async () => {
    const chosen = { 'line.id': project.lines[0]!, 'line.units': '1', lei: '600' };
    const wrong = await cashier.send(`${desk()}/receipts/new`, fields({ ...chosen, 'line.units': 'multe' }));
    expect([wrong.status, wrong.html.includes('multe')]).toEqual([422, true]);
    expect((await cashier.send(`${desk()}/receipts/new`, fields(chosen))).status).toBe(303);
    const { id } = await newest();
    for (const lang of ['ro', 'ru', 'en']) {
      expect((await cashier.see(`${desk(lang)}/receipts/${id}`)).status).toBe(200);
      expect((await cashier.see(`${desk(lang)}/receipts/${id}/correct`)).html).toContain(`value="${project.lines[0]}" selected`); // prettier-ignore
    }
  });

  it('ask once more before a slip is cancelled and before a cashier ends', async () => {
    const { id: receipt, approvalId } = await newest();
    await web.drain();
    await sign(inspector, approvalId);
    const id = newId<'Deposit'>();
    await cashier.send(`${desk()}/deposits/new`, { id, 'receipts[]': [receipt] });
    const { code } = (await web.get(CashQueries).deposit(id))!;
    const slip = `${desk()}/deposits/${id}`;
    expect((await cashier.see(slip)).html).toContain(`href="${slip}/cancel"`);
    expect((await cashier.see(`${slip}/cancel`)).html).toContain(`Anulați foaia ${code}?`);
    expect((await member.see(`${slip}/cancel`)).status).toBe(404);
    expect((await web.get(CashQueries).deposit(id))!.state).toBe('open');
    expect((await cashier.send(`${slip}/cancel`, {})).status).toBe(303);
    expect((await web.get(CashQueries).deposit(id))!.state).toBe('cancelled');
    expect((await cashier.see(`${slip}/cancel`)).to).toBe(slip);

    const state = async () => (await web.get(CashQueries).cashiers(town.associationId))[0]!;
    const end = `${desk()}/cashiers/${(await state()).id}/end`;
    expect((await president.see(desk())).html).toContain(`href="${end}"`);
    const asked = await president.see(end);
    expect([asked.html.includes('nu mai primește bani?'), asked.html.includes('600')]).toEqual([true, true]);
    expect((await member.see(end)).status).toBe(404);
    expect((await state()).state).toBe('named');
    expect((await cashier.send(end, {})).status).toBe(303);
    expect([(await state()).state, (await president.see(end)).status]).toEqual(['ended', 404]);
  });

  it('print on a void receipt that its cash was given back', async () => {
    const receipt = await newest();
    await president.send(`${desk()}/receipts/${receipt.id}/void`, { reason: 'S-a răzgândit' });
    const { voidWish } = (await web.get(CashQueries).receipt(receipt.id))!;
    expect(await sign(inspector, voidWish!)).toBe(303);
    const paper = await web.fetch(`${desk()}/receipts/${receipt.id}/receipt.pdf`, { headers: { cookie: inspector.cookie } }); // prettier-ignore
    const { text } = await extractText(await getDocumentProxy(new Uint8Array(await paper.arrayBuffer())), { mergePages: true }); // prettier-ignore
    const said = ['Confirmarea e anulată', 'Подтверждение аннулировано', 'se numără când'].map((words) => text.includes(words)); // prettier-ignore
    expect(said).toEqual([true, true, false]);
  });
});
