import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AuditService } from '#libs/audit/src/index.js';
import { addDays, civilDate, Money, newId } from '#libs/kernel/src/index.js';
import { Clock, Courier, type Lang, sayIn } from '#libs/platform/src/index.js';
import { TransfersService } from '#libs/pledges/src/index.js';
import { RatesService } from '#libs/rates/src/index.js';
import { openCampaign, pathOf } from '../../../../test/support/campaign.js';
import { creditLine, openBank } from '../../../../test/support/money.js';
import { buildTown, type Town } from '../../../../test/support/town.js';
import { roomOf, Visitor, wrongFields } from '../../../../test/support/visitor.js';
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
    const form = {
      id,
      sponsor: 'Nucul SRL',
      num: '1',
      den: '2',
      perDonor: '500',
      perProject: '',
      'places[]': 'nicăieri',
    };
    const days = { opensOn: today, closesOn: addDays(today, 30) };
    const wrong = await first.send('/ro/operator/calls/new', { ...form, ...days, num: '0' });
    expect([wrong.status, wrongFields(wrong)]).toEqual([422, ['places']]);
    const letters = await first.send('/ro/operator/calls/new', { ...form, ...days, perDonor: 'mult', opensOn: 'azi' });
    for (const field of ['perDonor', 'places', 'opensOn']) expect(letters.html).toContain(`<a href="#f-${field}">`);
    const sent = { ...form, ...days, 'places[]': place!.slug };
    expect((await first.send('/ro/operator/calls/new', sent)).to).toBe('/ro/operator/calls?done=asked');
    expect((await first.send('/ro/operator/calls/new', sent)).status).toBe(303);
    const [asked] = await web.db.rows<{ id: string; ref: string }>(
      `select a.id, c.ref from approvals.approval a join matching.call c on c.approval_id = a.id where c.id = $1`,
      [id],
    );
    const path = `/calls/${asked!.ref.toLowerCase()}`;
    expect((await web.fetch(`/ro${path}`)).status).toBe(404);
    expect(await html('/ro/calls')).not.toContain('Nucul SRL');
    expect(plain((await second.see(`/ro/operator/approvals/${asked!.id}`)).html)).toContain('Pentru fiecare 2 lei, încă un leu.'); // prettier-ignore
    expect((await second.send(`/ro/operator/approvals/${asked!.id}`, { decision: 'give' })).status).toBe(303);

    const line = await creditLine(roomOf(web), town, { bank, lei: Money.parse('300', 'MDL') });
    expect(plain((await first.see(`/ro/operator/bank/lines/${line}`)).html)).toContain(`Nucul SRL · ${asked!.ref}`);
    expect((await first.send(`/ro/operator/bank/lines/${line}/sponsor`, { callId: id })).to).toBe(`/ro/operator/calls/${id}?done=saved`); // prettier-ignore
    expect(plain((await first.see(`/ro/operator/bank/lines/${line}`)).html)).toContain('Este plata unui sponsor.');
    expect(await html(`/ro${project}`)).toContain('Nucul SRL adaugă. Pentru fiecare 2 lei, încă un leu. Mai sunt 300 de lei.'); // prettier-ignore
    expect(await html(`/ro/t/${place!.slug}`)).toContain('Cine adaugă la contribuții');
    expect(await html(`/ro/t/${place!.slug}`)).toContain(`<summary>${sayIn('ro')('matching.limits')}`);
    expect(await html(`/en${project}/give`)).toContain('For every 2 lei, one more leu.');

    const pledgeId = await give(projectId);
    const gift = await creditLine(roomOf(web), town, { bank, lei: Money.parse('200', 'MDL') });
    await web.get(TransfersService).match(gift, pledgeId as never, town.operators[0]);
    await roomOf(web).drain();
    await web.get(Clock).moveBy(2_000);
    expect(await html(`/ro${path}`)).toContain('100 de lei');
    expect(await html(`/ro${project}`)).toContain('de la oameni 200 de lei · de la sponsori 100 de lei');
    expect(await html(`/ru${path}`)).toContain('На каждые 2 лея — ещё 1 лей.');
    expect(await html(`/en${path}`)).toContain('Nucul SRL adds to people’s gifts');
    for (const lang of ['ro', 'ru', 'en']) {
      const [list, over] = (await html(`/${lang}/calls`)).split(sayIn(lang as Lang)('sponsors.over'));
      expect([list!.includes(`href="/${lang}${path}"`), over]).toEqual([true, undefined]);
    }
    expect(await html(`/ro${path}`)).toContain('href="/ro/calls"');
    const answer = await web.fetch('/api/v1/operator/calls', { headers: { cookie: first.cookie } });
    const { data } = (await answer.json()) as { data: readonly object[] };
    expect(data).toMatchObject([{ id, drawn: { amount: '100.00' }, free: { amount: '200.00' }, state: 'open' }]);
    for (const lang of ['ro', 'ru', 'en'])
      for (const page of ['', '/new', `/${id}`]) expect((await first.see(`/${lang}/operator/calls${page}`)).status).toBe(200); // prettier-ignore

    expect((await first.send(`/ro/operator/calls/${id}/close`, {})).status).toBe(303);
    expect(await html(`/ro${path}`)).toContain('Nu se mai adaugă nimic: s-a închis');
    expect(await html(`/ro${path}`)).toContain('Nucul SRL a adăugat la contribuții');
    expect((await html('/ro/calls')).split(sayIn('ro')('sponsors.over'))[1]).toContain('Nucul SRL');
    expect(plain((await first.see('/ro/operator/log')).html)).toContain('Sponsor închis');
    expect(await web.get(AuditService).run()).toEqual([]);
  });
});

describe('the towns of a sponsor’s call', () => {
  it('are found by name in any alphabet and ticked, with all that was typed kept; what was only looked for is not sent', async () => {
    const at = '/ro/operator/calls/new';
    const form = {
      id: newId(),
      sponsor: 'Nucul SRL',
      num: '1',
      den: '1',
      perDonor: 'mult',
      step: 'find',
      town: 'михэйлень',
    };
    const found = await first.send(at, form);
    expect([found.status, found.html.includes('Mai sunt'), found.html.includes('value="Nucul SRL"')]).toEqual([200, false, true]); // prettier-ignore
    expect(found.html).toMatch(/name="places\[\]" value="mihaileni-riscani"(?! checked)/);
    expect(plain(found.html)).toContain('Mihăileni, r‑nul Rîșcani');
    const more = await first.send(at, { ...form, 'places[]': 'mihaileni-riscani', town: 'Salcia' });
    expect(more.html).toMatch(/value="mihaileni-riscani" checked/);
    expect(more.html).toMatch(/name="places\[\]" value="salcia-soldanesti"(?! checked)/);
    const today = civilDate(await web.get(Clock).now());
    const sent = { ...form, step: 'ask', perDonor: '', opensOn: today, closesOn: addDays(today, 30) };
    expect(wrongFields(await first.send(at, sent))).toEqual(['town']);
    expect((await first.send(at, { ...sent, 'places[]': 'mihaileni-riscani' })).to).toBe(
      '/ro/operator/calls?done=asked',
    );
    const [call] = await web.db.rows<{ places: string[] }>('select places from matching.call where id = $1', [form.id]);
    expect(call!.places).toHaveLength(1);
  });

  it('are communes: a village brings the town hall that answers for it, which says by whose name it came', async () => {
    const [village] = await web.db.rows<{ name: string; ru: string; slug: string }>(
      `select v.name_ro as name, coalesce(nullif(v.name_ru, ''), v.name_ro) as ru, p.slug from hometowns.place v join hometowns.place p on p.code = v.parent
        where not v.self_governing and p.self_governing and v.kind = 'village' and (select count(*) from hometowns.place o where o.name_ro = v.name_ro) = 1
        order by v.code limit 1`,
    );
    const find = async (lang: Lang, town: string) =>
      plain((await first.send(`/${lang}/operator/calls/new`, { id: newId(), step: 'find', town })).html);
    for (const lang of ['ro', 'ru', 'en'] as const) {
      const page = await find(lang, village!.name);
      expect(page).toContain(`value="${village!.slug}"`);
      expect(page).toContain(sayIn(lang)('calls.town-by', { kind: 'village', name: lang === 'ru' ? village!.ru : village!.name })); // prettier-ignore
    }
    // Its own name needs no other.
    expect(await find('en', 'Mihăileni')).not.toContain('found by its village Mihăileni<');
  });
});

describe('a reserve for towns with little money, over the web', () => {
  it('goes by figures that are pasted, looked at, signed and published; the town’s and the project’s page say how it stands', async () => {
    const { projectId, placeCode } = await openCampaign(web.db, { model: 'keep' });
    const [place] = await web.db.rows<{ slug: string }>('select slug from hometowns.place where code = $1', [placeCode]); // prettier-ignore
    const today = civilDate(await web.get(Clock).now());
    const figures = newId();
    const at = '/ro/operator/figures';
    const form = { id: figures, name: 'Venituri proprii, 2025', source: 'Ministerul Finanțelor', publishedOn: today };
    const bad = await first.send(`${at}/new`, { ...form, places: `${place!.slug};12,5\nnicăieri;3`, step: 'ask' });
    expect([bad.status, plain(bad.html).includes('Rândul 2 nu se citește')]).toEqual([422, true]);
    const mean = await first.send(`${at}/new`, { ...form, places: `${place!.slug};12`, country: 'mult', step: 'ask' });
    expect([mean.status, wrongFields(mean)]).toEqual([422, ['country']]);
    const good = { ...form, country: '2450', places: `\n ${place!.slug} ; 1.120,40 \n` };
    const read = await first.send(`${at}/new`, { ...good, step: 'read' });
    expect([read.status, plain(read.html).includes('1 120,40 lei')]).toEqual([200, true]);
    expect((await first.send(`${at}/new`, { ...good, step: 'ask' })).to).toBe(`${at}?done=asked`);
    expect((await web.fetch(`/ro/figures/${figures}`)).status).toBe(404);
    await sign('matching.figures', figures);
    const id = newId();
    const rule = {
      id,
      sponsor: 'Stejarul SRL',
      num: '1',
      den: '1',
      perDonor: '',
      perProject: '',
      'places[]': place!.slug,
    };
    const kept = { reserve: '20', figuresId: figures, line: '2000', lineSource: 'Media pe țară', reserveUntil: '' };
    const sent = { ...rule, opensOn: today, closesOn: addDays(today, 30), ...kept };
    expect((await first.send('/ro/operator/calls/new', { ...sent, reserve: 'mult' })).status).toBe(422);
    expect((await first.send('/ro/operator/calls/new', sent)).status).toBe(303);
    await sign('matching.call', id);
    const line = await creditLine(roomOf(web), town, { bank, lei: Money.parse('500', 'MDL') });
    await first.send(`/ro/operator/bank/lines/${line}/sponsor`, { callId: id });
    const [call] = await web.db.rows<{ ref: string }>('select ref from matching.call where id = $1', [id]);
    const shown = await html(`/ro/calls/${call!.ref.toLowerCase()}`);
    expect(shown).toContain('20 % din ce plătește sponsorul este doar pentru localitățile cu mai puțin de 2 000 de lei pe locuitor.'); // prettier-ignore
    expect(shown).toContain('Cifra: Venituri proprii, 2025. Pragul: Media pe țară.');
    expect(await html(`/ro/t/${place!.slug}`)).toContain('sub pragul de 2 000 de lei: proiectul primește și din rezervă, unde mai sunt 100 de lei.'); // prettier-ignore
    expect(await html(`/en${await pathOf(web.db, projectId)}`)).toContain('under the line of 2,000 lei: the project draws from the reserve too'); // prettier-ignore
    for (const lang of ['ro', 'ru', 'en']) {
      expect(await html(`/${lang}/figures/${figures}`)).toContain('Venituri proprii, 2025');
      expect(await html(`/${lang}/allocation`)).toContain('Stejarul SRL');
      for (const page of ['', '/new', `/${figures}`]) expect((await first.see(`/${lang}/operator/figures${page}`)).status).toBe(200); // prettier-ignore
    }
    expect(await html(`/ro/figures/${figures}`)).toContain('<dt>Media pe țară, pe locuitor</dt><dd>2 450 de lei</dd></div><div><dt>Sursa</dt><dd>Ministerul Finanțelor</dd>'); // prettier-ignore
    expect(await (await web.fetch(`/api/v1/figures/${figures}`)).json()).toMatchObject({
      country: { amount: '2450.00' },
    });
    const csv = await (await web.fetch(`/api/v1/figures/${figures}/towns.csv`)).text();
    expect(csv).toBe(`place,lei\r\n${placeCode},1120.40\r\n`);
    const equity = (await (await web.fetch('/api/v1/allocation')).json()) as { equity: readonly object[] };
    expect(equity.equity).toMatchObject([{ sponsor: 'Stejarul SRL', bp: 2000, whole: { amount: '100.00' }, kept: true }]); // prettier-ignore
  });
});

describe('what a leu brings and what another rule would give, over the web', () => {
  it('is said of the call that a gift draws from, to the last leu, and shared by people for comparison', async () => {
    const [one, other] = [await openCampaign(web.db, { model: 'keep', optimum: '5000' }), await openCampaign(web.db, { model: 'keep', optimum: '5000' })]; // prettier-ignore
    const places = await web.db.rows<{ slug: string }>('select slug from hometowns.place where code = any($1)', [[one.placeCode, other.placeCode]]); // prettier-ignore
    const [id, today] = [newId(), civilDate(await web.get(Clock).now())];
    const rule = { id, sponsor: 'Fagul SRL', num: '1', den: '2', perDonor: '', perProject: '', 'places[]': places.map(({ slug }) => slug) }; // prettier-ignore
    await first.send('/ro/operator/calls/new', { ...rule, opensOn: today, closesOn: addDays(today, 30) });
    await sign('matching.call', id);
    const [call] = await web.db.rows<{ ref: string }>('select ref from matching.call where id = $1', [id]);
    const pays = async (to: string, sum: string, email?: string) => {
      const line = await creditLine(roomOf(web), town, { bank, lei: Money.parse(sum, 'MDL') });
      if (to === 'sponsor') return void (await first.send(`/ro/operator/bank/lines/${line}/sponsor`, { callId: id }));
      await web.get(TransfersService).match(line, (await give(to, sum, email)) as never, town.operators[0]);
      await roomOf(web).drain();
    };
    await pays('sponsor', '150.10');
    expect(await html(`/ro${await pathOf(web.db, one.projectId)}`)).toContain('Un leu de la dumneavoastră mai aduce 0,50 lei.</strong> Adaugă Fagul SRL, până când vin încă 300,20 lei de la oameni.'); // prettier-ignore
    expect(await html(`/ro${await pathOf(web.db, one.projectId)}`)).toContain('De la oameni mai trebuie cel puțin 4 850 de lei; restul, 150 de lei, îl pot adăuga sponsorii.'); // prettier-ignore
    expect(await html(`/ro/calls/${call!.ref.toLowerCase()}`)).not.toContain('Cum s-ar împărți');
    for (const email of ['a1@example.com', 'a2@example.com']) await pays(one.projectId, '50', email);
    await pays(other.projectId, '200');
    await web.get(Clock).moveBy(2_000);
    // A ban more than nothing is left for a leu.
    expect(await html(`/en${await pathOf(web.db, one.projectId)}`)).toContain('One leu from you brings 0.10 lei more.</strong> Fagul SRL adds it, for the next 0.20 lei that people give.'); // prettier-ignore
    expect(await html(`/en${await pathOf(web.db, one.projectId)}`)).toContain(
      '50 lei for sure · may add 0.10 lei more',
    );
    expect(await html(`/ru/calls/${call!.ref.toLowerCase()}`)).not.toContain('Только для сравнения');
    await web.get(Courier).run('matching.advice');
    await web.get(Clock).moveBy(2_000);
    const shown = await html(`/ru/calls/${call!.ref.toLowerCase()}`);
    expect(shown).toContain('Только для сравнения');
    expect(shown).toContain('Считается раз в день; последний раз — ');
    // One person alone has nothing by that rule, however much he gave.
    expect(shown).toMatch(/150,10 лея[\s\S]*0 леев/);
  });
});

describe('a sponsor who wants a number of different people, over the web', () => {
  it('says how many give so far and what is only possible until then, at the project and where it is signed', async () => {
    const { projectId, placeCode } = await openCampaign(web.db, { model: 'keep', optimum: '5000' });
    const [place] = await web.db.rows<{ slug: string }>('select slug from hometowns.place where code = $1', [placeCode]); // prettier-ignore
    const [id, today] = [newId(), civilDate(await web.get(Clock).now())];
    const rule = { id, sponsor: 'Arțarul SRL', num: '1', den: '1', perDonor: '', perProject: '', minDonors: '2', 'places[]': place!.slug }; // prettier-ignore
    const form = { ...rule, opensOn: today, closesOn: addDays(today, 30) };
    const wrong = await first.send('/ru/operator/calls/new', { ...form, minDonors: '1' });
    expect([wrong.status, wrong.html.includes('Укажите число от 2 до 999.')]).toEqual([422, true]);
    expect((await first.send('/ro/operator/calls/new', form)).status).toBe(303);
    const [asked] = await web.db.rows<{ approval: string }>('select approval_id as approval from matching.call where id = $1', [id]); // prettier-ignore
    expect((await second.see(`/ro/operator/approvals/${asked!.approval}`)).html).toContain('cel puțin 2 oameni; de atunci, la toate contribuțiile lor.'); // prettier-ignore
    await sign('matching.call', id);
    const pays = (lei: string) => creditLine(roomOf(web), town, { bank, lei: Money.parse(lei, 'MDL') });
    await first.send(`/ro/operator/bank/lines/${await pays('1000')}/sponsor`, { callId: id });
    const gives = async (email: string) => {
      await web.get(TransfersService).match(await pays('200'), (await give(projectId, '200', email)) as never, town.operators[0]); // prettier-ignore
      await roomOf(web).drain();
      await web.get(Clock).moveBy(2_000);
    };
    await gives('b1@example.com');
    const path = await pathOf(web.db, projectId);
    const before = await html(`/ro${path}`);
    expect(before).toContain('Acum e un om. Până atunci sunt doar posibili 200 de lei.');
    expect(before).not.toContain('Un leu de la dumneavoastră');
    expect(before).not.toContain('De la oameni mai trebuie');
    await gives('b2@example.com');
    const after = await html(`/ro${path}`);
    expect(after).toContain('Un leu de la dumneavoastră mai aduce 1 leu.');
    expect(after).toContain('sigur 400 de lei · mai poate adăuga 600 de lei');
    expect(after).not.toContain('doar posibili');
  });
});

describe('what a sponsor did not need, over the web', () => {
  it('waits among what is to be done, goes back by two signatures, and is public with every movement of the money', async () => {
    const { projectId, placeCode } = await openCampaign(web.db, { model: 'keep', optimum: '5000' });
    const [place] = await web.db.rows<{ slug: string }>('select slug from hometowns.place where code = $1', [placeCode]); // prettier-ignore
    const [id, today] = [newId(), civilDate(await web.get(Clock).now())];
    const rule = {
      id,
      sponsor: 'Teiul SRL',
      num: '1',
      den: '1',
      perDonor: '',
      perProject: '',
      'places[]': place!.slug,
    };
    await first.send('/ro/operator/calls/new', { ...rule, opensOn: today, closesOn: addDays(today, 30) });
    await sign('matching.call', id);
    const pays = (lei: string) => creditLine(roomOf(web), town, { bank, lei: Money.parse(lei, 'MDL') });
    await first.send(`/ro/operator/bank/lines/${await pays('300')}/sponsor`, { callId: id });
    await web.get(TransfersService).match(await pays('120'), (await give(projectId, '120')) as never, town.operators[0]); // prettier-ignore
    await roomOf(web).drain();
    const [call] = await web.db.rows<{ ref: string }>('select ref from matching.call where id = $1', [id]);
    const [desk, api, path] = [`/ro/operator/calls/${id}`, `/api/v1/operator/calls/${id}/returns`, `/calls/${call!.ref.toLowerCase()}`]; // prettier-ignore
    const account = { iban: 'MD24 AG00 0225 1000 1310 4168', holder: 'Teiul SRL' };
    const early = await first.send(`${desk}/return`, { id: newId(), ...account });
    expect([early.status, plain(early.html).includes('Mai întâi închideți sponsorul')]).toEqual([409, true]);
    expect(plain((await first.see(desk)).html)).not.toContain('Întoarce sponsorului');
    await first.send(`${desk}/close`, {});
    expect(plain((await first.see('/ro/operator')).html)).toContain('Un sponsor are bani nefolosiți');
    expect(plain((await first.see(desk)).html)).toContain('Acum se pot întoarce 180 de lei');
    const wrong = await first.send(`${desk}/return`, { id: newId(), ...account, iban: 'MD00' });
    expect([wrong.status, wrong.html.includes('MD00')]).toEqual([422, true]);
    expect((await first.send(`${desk}/return`, { id: newId(), ...account })).to).toBe(`${desk}?done=asked`);
    expect(plain((await first.see(desk)).html)).not.toContain('Acum se pot întoarce');
    const sql = `select id from approvals.approval where kind = 'call-return' and subject = $1`;
    const [asked] = await web.db.rows<{ id: string }>(sql, [`call:${id}`]);
    const shown = plain((await second.see(`/ro/operator/approvals/${asked!.id}`)).html);
    for (const words of ['Ce nu a folosit un sponsor', 'Teiul SRL', '180 de lei', 'MD24 AG00 0225 1000 1310 4168']) expect(shown).toContain(words); // prettier-ignore
    expect((await second.send(`/ro/operator/approvals/${asked!.id}`, { decision: 'give' })).status).toBe(303);
    await web.get(Clock).moveBy(2_000);

    const seen = await html(`/ro${path}`);
    expect(seen).toMatch(/Întors sponsorului[\s\S]*180 de lei/);
    expect(seen).toContain('la bancă, în curs');
    expect(await html(`/ru${path}`)).toContain('Что вернулось спонсору');
    expect(await html(`/en${path}`)).toContain('What went back to the sponsor');
    const told = await web.fetch(api, { headers: { cookie: first.cookie } });
    expect(await told.json()).toMatchObject({ unspent: null, data: [{ lei: { amount: '180.00' }, state: 'ordered' }] });
    const csv = await (await web.fetch(`/api/v1/calls/${id}/statement.csv`)).text();
    const kinds = csv.split('\r\n').slice(1, -1).map((row) => row.split(',')[4]); // prettier-ignore
    expect(kinds).toEqual(['call.paid', 'match.earned', 'call.returned']);
    expect((await web.fetch(`/api/v1/calls/${newId()}/statement.csv`)).status).toBe(404);
    expect(plain((await first.see('/ro/operator/log')).html)).toContain('Bani întorși unui sponsor');
    expect(await web.get(AuditService).run()).toEqual([]);
  });
});

/** The second of the staff signs what the first has asked. */
async function sign(table: string, id: string): Promise<void> {
  const [asked] = await web.db.rows<{ approval: string }>(
    `select approval_id as approval from ${table} where id = $1`,
    [id],
  );
  const page = await second.see(`/ro/operator/approvals/${asked!.approval}`);
  expect(page.status).toBe(200);
  expect((await second.send(`/ro/operator/approvals/${asked!.approval}`, { decision: 'give' })).status).toBe(303);
}

/** A gift by transfer that waits for its money. */
async function give(projectId: string, sum = '200', email = 'ion@example.com'): Promise<string> {
  const id = newId();
  const body = { amount: { amount: sum, currency: 'MDL' }, email, lang: 'ro', by: 'transfer', shortfall: 'return' };
  const headers = { 'content-type': 'application/json' };
  const answer = await web.fetch(`/api/v1/projects/${projectId}/pledges/${id}`, { method: 'PUT', body: JSON.stringify(body), headers });
  expect(answer.status).toBe(201);
  return id;
} // prettier-ignore
