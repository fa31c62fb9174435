import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NeedsService } from '#libs/funds/src/index.js';
import { PlacesQueries } from '#libs/hometowns/src/index.js';
import { Money, newId, type PersonId } from '#libs/kernel/src/index.js';
import { WindingService } from '#libs/pledges/src/index.js';
import { CampaignGate, ProjectsQueries } from '#libs/projects/src/index.js';
import { countGift, openBank } from '../../../../test/support/money.js';
import { sessionOf } from '../../../../test/support/signed-in.js';
import { plant } from '../../../../test/support/superuser.js';
import { buildProject, buildTown, type Town, type TownProject } from '../../../../test/support/town.js';
import { roomOf, Visitor } from '../../../../test/support/visitor.js';
import { openWeb, type Web } from '../../../../test/support/web.js';

describe('a town’s fund at the desks', () => {
  let web: Web;
  let town: Town;
  let project: TownProject;
  let fund: string;
  beforeAll(async () => {
    web = await openWeb();
    const room = roomOf(web);
    town = await buildTown(room);
    const { id } = await buildProject(room, town);
    const bank = await openBank(room, town.operators[0]);
    await countGift(room, town, { projectId: id, bank, lei: Money.lei(50_000n), shortfall: 'next' });
    await web.db.transaction(async (tx) => {
      await web.get(CampaignGate).move(tx, id, 'cancelled', { by: null });
      await web.get(WindingService).begin(tx, id, 'cancelled');
    });
    await web.drain();
    project = await buildProject(room, town, { state: 'campaign', campaignEndsIn: '5 days' });
    fund = `/t/${(await web.get(PlacesQueries).byCode(town.placeCode))!.slug}/fund`;
  });
  afterAll(() => web.close());

  const as = (person: PersonId) => Visitor.enter(web, person);
  const html = async (path: string) => (await web.fetch(path)).text();
  const hall = () => `/ro/town-hall/${town.townHallId}/fund`;
  const association = () => `/ro/association/${town.associationId}/fund`;
  const subjects = async (person: PersonId) => {
    await web.drain();
    const [row] = await web.db.rows<{ email: string }>('select email from identity.person where id = $1', [person]);
    return web.box.letters.filter(({ to }) => to === row!.email).map(({ subject }) => subject);
  };
  const waiting = async () =>
    (await web.db.rows<{ id: string }>(`select id from funds.need where state = 'waiting'`))[0]!.id;

  it('let the mayor ask, the president agree, and everybody read it', async () => {
    const [mayor, president, inspector] = [await as(town.mayor), await as(town.president), await as(town.inspector)];
    const page = await mayor.see(hall());
    expect(page.html).toMatch(/lipsesc 1\s000\sde\slei, liberi în fond 500\sde\slei/);
    expect((await (await as(town.accountant)).see(hall())).html).toContain('Cere primarul sau secretarul.');
    const form = { id: newId(), projectId: project.id, amount: '200', reason: 'Lipsesc <doi> stâlpi.' };
    const wrong = await mayor.send(hall(), { ...form, amount: '2000', id: newId() });
    expect([wrong.status, wrong.html]).toEqual([422, expect.stringMatching(/id="f-amount-error"[^]*Nu se poate cere mai mult/)]); // prettier-ignore
    expect((await mayor.send(hall(), { ...form, reason: '', id: newId() })).status).toBe(422);
    expect(await mayor.send(hall(), form)).toMatchObject({ status: 303, to: expect.stringContaining('#asked') });
    expect((await mayor.see(`/ro/town-hall/${town.townHallId}`)).html).toContain('așteaptă acordul');
    expect((await president.see(`/ro/association/${town.associationId}`)).html).toContain(association());
    expect((await inspector.see(association())).html).not.toContain('/answer"');
    expect(await subjects(town.president)).toEqual([expect.stringContaining('De hotărât: 200')]);
    for (const lang of ['ro', 'ru', 'en']) expect(await html(`/${lang}${fund}`)).toContain('&lt;doi>');
    expect((await president.see(association())).html).toContain('Lipsesc &lt;doi> stâlpi.');
    expect((await president.send(`${association()}/${form.id}/answer`, { then: 'give' })).status).toBe(303);
    expect(await subjects(town.mayor)).toEqual([expect.stringContaining('Din fond la proiect: 200')]);
    const { slug } = (await web.get(ProjectsQueries).find(project.id))!;
    const shown = await html(`/ro/p/${fund.split('/')[2]}/${slug}`);
    expect([shown.includes('din fondul localității'), shown.includes('Lipsesc &lt;doi> stâlpi.')]).toEqual([
      true,
      true,
    ]);
    expect(await html(`/en${fund}`)).toContain('Given to projects here');
    expect(await html(`/ro${fund}/register.csv`)).toContain('fund.need-used');
    expect((await president.send(`${association()}/${form.id}/answer`, { then: 'give' })).status).toBe(409);
    const log = (await (await as(town.operators[0])).see('/ro/operator/log?search=need.used')).html;
    expect(log).toMatch(new RegExp(`<a href="/ro/operator/projects/${project.id}">[^<]+, 200\\sde\\slei</a>`));
  });

  it('let the association say no with a reason, and the town hall take it back', async () => {
    const [mayor, president] = [await as(town.mayor), await as(town.president)];
    const form = () => ({ id: newId(), projectId: project.id, amount: '100,50', reason: 'Încă un stâlp.' });
    await mayor.send(hall(), form());
    expect((await president.send(`${association()}/${await waiting()}/answer`, { then: 'refuse' })).status).toBe(422);
    const no = { then: 'refuse', reason: 'Întâi fântâna.' };
    expect((await president.send(`${association()}/${await waiting()}/answer`, no)).status).toBe(303);
    expect((await mayor.see(hall())).html).toContain('Motivul refuzului: Întâi fântâna.');
    expect((await subjects(town.secretary)).at(-1)).toContain('Nu s-a aprobat: 100,50');
    await mayor.send(hall(), form());
    const stranger = await as((await buildTown(roomOf(web))).mayor);
    expect((await stranger.send(`${hall()}/${await waiting()}/withdrawal`, {})).status).toBe(404);
    expect((await mayor.send(`${hall()}/${await waiting()}/withdrawal`, {})).status).toBe(303);
    expect((await subjects(town.president)).at(-1)).toContain('Nu mai e nimic de hotărât');
    expect(await html(`/ro${fund}`)).not.toContain('Încă un stâlp.');
    const desk = await (await as(town.operators[0])).see('/ro/operator/funds');
    expect([desk.status, desk.html]).toEqual([200, expect.stringContaining('Încă un stâlp.')]);
  });

  it('say the same by API, and to each only what is his', async () => {
    const sessions = new Map<PersonId, string>();
    const call = async (by: PersonId | null, method: string, path: string, body?: object) => {
      if (by && !sessions.has(by)) sessions.set(by, await sessionOf(web, by));
      const signed: Record<string, string> = by ? { authorization: `Bearer ${sessions.get(by)!}` } : {};
      const json = body && { body: JSON.stringify(body) };
      const headers = { ...signed, ...(json && { 'content-type': 'application/json' }) };
      const answer = await web.fetch(`/api/v1${path}`, { method, headers, ...json });
      const text = await answer.text();
      return { status: answer.status, body: (text ? JSON.parse(text) : null) as { data: { state: string }[]; code?: string } }; // prettier-ignore
    };
    const path = `/projects/${project.id}/fund-needs/${newId()}`;
    const wish = { amount: '10.00', reason: 'Un bec.' };
    expect((await call(town.mayor, 'PUT', path, wish)).status).toBe(201);
    expect((await call(town.mayor, 'PUT', path, wish)).status).toBe(201);
    expect((await call(town.mayor, 'PUT', path, { ...wish, amount: '11.00' })).status).toBe(409);
    const states = async (by: PersonId | null, list: string) => (await call(by, 'GET', list)).body.data.map(({ state }) => state); // prettier-ignore
    expect(await states(null, `/places/${town.placeCode}/fund/needs`)).toEqual(['waiting', 'used']);
    const all = ['waiting', 'withdrawn', 'refused', 'used'];
    expect(await states(town.secretary, `/bodies/${town.townHallId}/fund-needs`)).toEqual(all);
    expect(await states(town.inspector, `/bodies/${town.associationId}/fund-needs`)).toEqual(all);
    expect(await states(town.operators[1], '/operator/fund-needs?state=used')).toEqual(['used']);
    expect((await call(town.mayor, 'GET', `/bodies/${town.associationId}/fund-needs`)).status).toBe(404);
    expect((await call(town.mayor, 'GET', '/operator/fund-needs')).status).toBe(404);
    const id = await waiting();
    expect((await call(town.inspector, 'DELETE', `/fund-needs/${id}`)).status).toBe(404);
    expect((await call(town.inspector, 'POST', `/approvals/${id}/decision`, { decision: 'give' })).status).toBe(403);
    expect((await call(town.president, 'POST', `/approvals/${id}/decision`, { decision: 'give' })).status).toBe(204);
    expect((await call(town.mayor, 'DELETE', `/fund-needs/${id}`)).status).toBe(409);
  });

  it('say of a project that ended what the fund had given, and that it has it again', async () => {
    const one = await buildProject(roomOf(web), town, { state: 'campaign', campaignEndsIn: '5 days' });
    const [id, needs] = [newId<'Need'>(), web.get(NeedsService)];
    await needs.ask({ id, projectId: one.id, amount: Money.lei(5_000n), reason: 'Un stâlp.', lang: 'ro' }, town.mayor);
    await needs.agree(id, town.president);
    await web.db.transaction(async (tx) => {
      await web.get(CampaignGate).move(tx, one.id, 'cancelled', { by: null });
      await web.get(WindingService).begin(tx, one.id, 'cancelled');
    });
    await web.drain();
    const { slug } = (await web.get(ProjectsQueries).find(one.id))!;
    const shown = (await html(`/ro/p/${fund.split('/')[2]}/${slug}`)).replaceAll('\u00a0', ' ');
    expect(shown).toContain('<p class="num h-page">50 lei</p>');
    expect(shown).toContain('Din suma strânsă, 50 de lei din fondul localității');
    expect(shown).toMatch(/Înapoi în fondul localității<\/dt><dd[^>]*>50 lei din 50 lei/);
  });

  it('lead from the fund of a village to that of its commune', async () => {
    const [village] = await web.db.rows<{ slug: string; of: string; at: string }>(
      `select v.slug, c.code as of, c.slug as at from hometowns.place v join hometowns.place c on c.code = v.parent
        where c.self_governing and not v.self_governing and not exists (select from hometowns.body b where b.place_code = c.code) limit 1`,
    );
    expect(await html(`/ro/t/${village!.slug}/fund`)).not.toContain('Aceeași primărie');
    const other = await buildTown(roomOf(web));
    await plant(roomOf(web), ['hometowns.body'], [`update hometowns.body set place_code = '${village!.of}' where id = '${other.townHallId}'`]); // prettier-ignore
    for (const [lang, words] of [['ro', 'Aceeași primărie'], ['ru', 'У той же примэрии'], ['en', 'The same town hall']] as const) {
      const shown = await html(`/${lang}/t/${village!.slug}/fund?x=1`);
      expect([shown.includes(words), shown.includes(`href="/${lang}/t/${village!.at}/fund"`)]).toEqual([true, true]);
    } // prettier-ignore
    expect(await html(`/ro/t/${village!.at}/fund`)).not.toContain('Aceeași primărie');
  });
});
