import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '#libs/kernel/src/index.js';
import { RatesService } from '#libs/rates/src/index.js';
import { EditionsQueries, type EditionId } from '#libs/programmes/src/index.js';
import { publishedStreetLight } from '../../../../test/support/street-light.js';
import { buildTown, type Town } from '../../../../test/support/town.js';
import { roomOf, Visitor } from '../../../../test/support/visitor.js';
import { openWeb, type Web } from '../../../../test/support/web.js';

let web: Web;
let town: Town;
let first: Visitor;
let second: Visitor;
beforeAll(async () => {
  web = await openWeb();
  await web.get(RatesService).loadShipped();
  town = await buildTown(roomOf(web));
  [first, second] = [await Visitor.enter(web, town.operators[0]), await Visitor.enter(web, town.operators[1])];
});
afterAll(() => web.close());

const DESK = '/ro/operator/programmes';
const DAR_2025 = '01890000-0000-7000-8000-00000da12025';
const plain = (html: string) => html.replaceAll(/[\u00a0\u202f]|&nbsp;/g, ' ');
const see = async (path: string, by = first) => plain((await by.see(path)).html);
const BLANK = { programme: 'raionul-1', 'title.ro': 'Raionul +1', 'title.ru': 'Район +1', 'title.en': 'District +1', year: '2027', lead: 'town', currency: 'MDL' }; // prettier-ignore
const SOURCE = { 'source.title': 'Decizia nr. 5', 'source.url': 'https://exemplu.md/5', 'source.on': '2026-11-20' };
const rule = (n: number, fields: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [`conditions.${n}.${name}`, value]));

describe('an edition of a programme at the desk, without scripts', () => {
  it('is written rule by rule, tried on a project, published by two, read by everybody, and retired', async () => {
    const id = newId<'Edition'>();
    const at = `${DESK}/${id}`;
    const empty = (await first.send(`${DESK}/new`, { id })).html;
    for (const lang of ['ro', 'ru', 'en']) expect(empty).toContain(`<a href="#f-title-${lang}">`);
    expect((await first.send(`${DESK}/new`, { ...BLANK, id, add: 'share-at-least' })).to).toBe(`${at}/edit?add=share-at-least#rules`); // prettier-ignore
    expect(await see(`${at}/edit?add=share-at-least`)).toContain('Regula 1: cel puțin o parte din tot');
    const share = rule(0, { kind: 'share-at-least', party: 'people', percent: '12,5' });
    expect((await first.send(`${at}/edit`, { ...BLANK, id, version: '1', ...share, add: 'equals' })).status).toBe(303);
    const half = rule(1, { kind: 'equals', party: 'district', to: 'people', num: '1', den: '2', max: '40000' });
    const papers = { 'papers.0': 'certificate', 'papers.3': 'form', 'reports[]': 'final' };
    expect((await first.send(`${at}/edit`, { ...BLANK, id, version: '2', ...share, ...half, ...papers })).to).toBe(`${at}?done=saved`); // prettier-ignore
    expect(await see(`${at}/edit`)).toMatch(/name="reports\[\]" value="final" checked/);
    let page = await see(at);
    for (const said of ['cel puțin 12,5 % din tot', 'не меньше 12,5 % от всей суммы', 'at most 40,000 lei', 'raportul financiar final', 'Lipsește sursa'])
      expect(page).toContain(said);
    expect(page).not.toContain('Cere publicarea');
    expect((await first.send(`${at}/edit`, { ...BLANK, id, version: '3', ...share, ...half, ...papers, ...SOURCE })).status).toBe(303); // prettier-ignore

    const projectId = await publishedStreetLight(roomOf(web), town);
    const [{ code } = { code: '' }] = await web.db.rows<{ code: string }>('select code from projects.project where id = $1', [projectId]); // prettier-ignore
    page = await see(`${at}?project=${code}`);
    for (const said of ['Oamenii din sat și cei plecați', 'cel puțin 81 125 de lei', 'lipsesc 1 625 de lei']) expect(page.toLowerCase()).toContain(said.toLowerCase()); // prettier-ignore
    expect(await see(`${at}?project=nimic`)).toContain('Niciun proiect nu are acest cod.');

    expect((await first.send(`${at}/publish`, { id: newId(), version: '3' })).status).toBe(409);
    expect((await first.send(`${at}/publish`, { id: newId(), version: '4' })).to).toBe(`${DESK}?done=asked`);
    const [asked] = await web.db.rows<{ id: string }>(`select id from approvals.approval where kind = 'programme-edition'`);
    const paper = `/ro/operator/approvals/${asked!.id}`;
    const signed = await see(paper, second);
    for (const said of ['Raionul +1', 'cel puțin 12,5 % din tot', 'Decizia nr. 5']) expect(signed).toContain(said);
    expect(plain(await (await web.fetch('/ro/programmes')).text())).not.toContain('Raionul +1');
    expect((await second.send(paper, { decision: 'give' })).status).toBe(303);
    expect(plain(await (await web.fetch('/ro/programmes?x=1')).text())).toContain('Raionul +1');

    expect((await first.send(`${at}/edit`, { ...BLANK, id, version: '4', ...share, ...SOURCE })).status).toBe(409);
    page = await see(at);
    expect(page).toContain('O ediție publicată nu se mai schimbă.');
    expect((await first.send(`${at}/retire`, {})).to).toBe(`${at}?done=saved`);
    expect((await web.get(EditionsQueries).find(id))!.state).toBe('retired');
    expect(await see('/ro/operator/log')).toContain('Ediție închisă');
  }); // prettier-ignore

  it('says what is wrong beside each field, keeps what was typed, and drops a row that was emptied', async () => {
    const id = newId<'Edition'>();
    const emptied = rule(0, { kind: 'share-at-most', party: 'state', percent: '' });
    const wrong = { ...rule(1, { kind: 'share-at-least', party: 'people', percent: 'zece' }), ...rule(2, { kind: 'amount-at-most', party: 'state', amount: '' }) }; // prettier-ignore
    const amount = rule(3, { kind: 'total-at-least', amount: '3x' });
    const { status, html } = await first.send(`${DESK}/new`, { ...BLANK, 'title.ru': 'Район', id, currency: 'mdl', ...emptied, ...wrong, ...amount }); // prettier-ignore
    expect(status).toBe(422);
    for (const said of ['zece', '3x', 'id="f-conditions-0-percent-error"', 'id="f-conditions-1-amount-error"'])
      expect(html).toContain(said);
    expect(html).toContain('Regula 2');
    expect(html).not.toContain('Regula 3');
    const { html: none } = await first.send(`${DESK}/new`, { id, programme: 'X y', year: '27', currency: 'MDL', 'title.ro': 'x' }); // prettier-ignore
    expect(none).toContain('X y');
    expect(await web.get(EditionsQueries).find(id)).toBeNull();
  }); // prettier-ignore

  it('is made from another one, without its source, and given up', async () => {
    const page = await see(`${DESK}/new?from=${DAR_2025}`);
    for (const said of ['value="350000.00"', 'value="DAR 1+3, 2025"', 'Regula 5']) expect(page).toContain(said);
    expect(page).not.toContain('HG 801/2018');
    const id = newId<'Edition'>() as EditionId;
    expect((await first.send(`${DESK}/new`, { ...BLANK, id })).to).toBe(`${DESK}/${id}?done=saved`);
    expect(await see(DESK)).toContain('Ciornă');
    expect((await second.send(`${DESK}/${id}/discard`, {})).to).toBe(`${DESK}?done=saved`);
    expect((await first.see(`${DESK}/${id}`)).status).toBe(404);
  });
});
