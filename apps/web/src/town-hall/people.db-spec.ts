import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PersonId } from '#libs/kernel/src/index.js';
import { BodiesQueries, JoiningService, MembersQueries, MembersService } from '#libs/hometowns/src/index.js';
import { PersonsService } from '#libs/identity/src/index.js';
import { buildProject, buildTown, join, type Town } from '../../../../test/support/town.js';
import { roomOf, Visitor } from '../../../../test/support/visitor.js';
import { openWeb, type Web } from '../../../../test/support/web.js';

let web: Web;
let town: Town;
let mayor: Visitor;
let accountant: Visitor;
let president: Visitor;
let member: Visitor;
beforeAll(async () => {
  web = await openWeb();
  town = await buildTown(roomOf(web));
  mayor = await Visitor.enter(web, town.mayor);
  accountant = await Visitor.enter(web, town.accountant);
  president = await Visitor.enter(web, town.president);
  member = await Visitor.enter(web, town.members[0]!);
});
afterAll(() => web.close());

const hall = () => `/ro/town-hall/${town.townHallId}`;
const desk = () => `/ro/association/${town.associationId}`;
async function held(person: PersonId, role: string) {
  const all = await web.get(MembersQueries).rolesOf(person);
  return all.find((one) => one.role === role)!.id;
}

describe('the people of a body', () => {
  it('go when the head says so, after reading what that means', async () => {
    const page = `${hall()}/people/${await held(town.secretary, 'secretary')}/end`;
    expect((await accountant.see(page)).status).toBe(404);
    expect((await accountant.send(page, {})).status).toBe(404);
    expect((await president.see(page)).status).toBe(404);
    for (const lang of ['ro', 'ru', 'en'])
      expect((await mayor.see(page.replace('/ro/', `/${lang}/`))).status).toBe(200);
    expect((await mayor.send(page, {})).to).toBe(`${hall()}/people`);
    expect(await web.get(MembersQueries).rolesOf(town.secretary)).toEqual([]);
    expect((await mayor.send(page, {})).status).toBe(404);
  });

  it('leave by themselves, but for the head, who hands over first', async () => {
    const leaving = `${hall()}/people/${await held(town.accountant, 'accountant')}/end`;
    expect((await accountant.send(leaving, {})).to).toBe('/ro/town-hall');
    for (const [one, who, base, role] of [[mayor, town.mayor, hall(), 'mayor'], [president, town.president, desk(), 'president']] as const) {
      const page = `${base}/people/${await held(who, role)}/end`;
      const seen = await one.see(page);
      expect([seen.status, seen.html.includes('#hand-over'), seen.html.includes('<button class="btn">')]).toEqual([200, true, false]);
      expect((await one.send(page, {})).status).toBe(409);
    }
    const wrong = await mayor.send(`${hall()}/people`, { then: 'hand-over', toEmail: 'nimeni' });
    expect([wrong.status, wrong.html.includes('href="#f-toEmail"')]).toEqual([422, true]);
    const next = await mayor.send(`${hall()}/people`, { then: 'hand-over', toEmail: 'urmas@exemplu.md' });
    expect(next.status).toBe(303);
    expect(await web.get(MembersQueries).rolesOf(town.mayor)).toHaveLength(1);
  }); // prettier-ignore

  it('do not read each other’s addresses unless they are officers', async () => {
    const [card] = await web.get(PersonsService).cards([town.members[1]!]);
    expect((await president.see(`${desk()}/people`)).html).toContain(card!.email);
    expect((await member.see(`${desk()}/people`)).html).not.toContain(card!.email);
  });

  it('say their name when they come in without one', async () => {
    const persons = web.get(PersonsService);
    const email = 'fara-nume@exemplu.md';
    const joiner = await web.db.transaction((tx) => persons.ensure(tx, { email, lang: 'ro' }));
    const invitation = await web.get(MembersService).invite(town.associationId, 'member', null, town.president);
    const path = `/ro/invitation/${encodeURIComponent(web.get(MembersService).invitationLink(invitation))}`;
    const visitor = await Visitor.enter(web, joiner);
    const bare = await visitor.send(path, {});
    expect([bare.status, bare.html.includes('href="#f-name"')]).toEqual([422, true]);
    expect((await visitor.send(path, { name: 'Ileana Vodă' })).status).toBe(200);
    expect((await persons.cards([joiner]))[0]!.name).toBe('Ileana Vodă');
    expect((await president.see(desk())).html).toContain('Ileana Vodă');
    const token = web.get(MembersService).invitationLink(invitation);
    await web.get(JoiningService).accept(token, joiner, 'Alt Nume');
    expect((await persons.cards([joiner]))[0]!.name).toBe('Ileana Vodă');
  });
});

describe('what a body says of itself', () => {
  const fields = {
    ro: 'Suntem 40 de oameni din sat.',
    ru: '',
    en: '',
    address: 'str. Nouă 2',
  };

  it('is written by its officers; its official address is not theirs to change', async () => {
    const path = `${desk()}/profile`;
    const bodies = web.get(BodiesQueries);
    expect((await mayor.see(path)).status).toBe(404);
    expect((await member.see(path)).html).not.toContain('<textarea');
    expect((await member.send(path, fields)).status).toBe(403);
    const wrong = await president.send(path, { ...fields, address: 'x' });
    expect([wrong.status, wrong.html.includes('Suntem 40 de oameni')]).toEqual([422, true]);
    expect((await president.send(path, { ...fields, email: 'nou@exemplu.md' })).to).toBeNull();
    expect((await president.send(path, fields)).to).toBe(`${path}?saved=1`);
    const saved = await bodies.find(town.associationId);
    expect([saved!.about, saved!.email, saved!.address]).toEqual([{ original: 'ro', ro: fields.ro }, 'oficial@example.org', 'str. Nouă 2']);
    await web.db.transaction((tx) => join(tx, town.associationId, town.inspector, 'treasurer'));
    const treasurer = await Visitor.enter(web, town.inspector);
    expect((await treasurer.send(path, { ...fields, ro: '' })).status).toBe(303);
    expect((await bodies.find(town.associationId))!.about).toBeNull();
    await president.send(path, fields);
    const { slug } = (await bodies.find(town.associationId))!;
    expect(await (await web.fetch(`/ro/a/${slug}`)).text()).toContain('Suntem 40 de oameni');
  }); // prettier-ignore
});

describe('a project of an association', () => {
  it('has a page and news of its own', async () => {
    const open = await buildProject(roomOf(web), town, { state: 'in-delivery' });
    const draft = await buildProject(roomOf(web), town, { state: 'draft' });
    const sent = await buildProject(roomOf(web), town, { state: 'endorsement' });
    const at = (id: string) => `${desk()}/projects/${id}`;
    expect((await member.see(at(draft.id))).status).toBe(404);
    expect((await mayor.see(at(open.id))).status).toBe(404);
    for (const lang of ['ro', 'ru', 'en']) {
      const page = await member.see(at(sent.id).replace('/ro/', `/${lang}/`));
      expect([page.status, page.html.includes('/updates')]).toEqual([200, false]);
    }
    const news = { id: '0199c2a0-0000-7000-8000-000000000001', text: 'Am văzut stâlpii.', then: 'publish' };
    expect((await member.send(`${at(open.id)}/updates`, news)).status).toBe(403);
    expect((await president.see(at(open.id))).html).toContain('/updates');
    expect((await president.send(`${at(open.id)}/updates`, news)).to).toBe(`${at(open.id)}/updates`);
    expect((await president.see(`${at(open.id)}/updates`)).html).toContain('Am văzut stâlpii.');
    const early = await president.send(`${at(sent.id)}/updates`, {
      ...news,
      id: '0199c2a0-0000-7000-8000-000000000002',
    });
    expect(early.status).toBe(409);
  });
});
