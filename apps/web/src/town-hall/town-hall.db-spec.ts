import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '#libs/kernel/src/index.js';
import { DEFAULT_VOTE_RULE, VoteRulesService } from '#libs/hometowns/src/index.js';
import { DraftsService, ProjectFileQueries } from '#libs/projects/src/index.js';
import { openTreasury } from '../../../../test/support/money.js';
import { draftStreetLight, publishedStreetLight } from '../../../../test/support/street-light.js';
import { buildTown, type Town } from '../../../../test/support/town.js';
import { roomOf, Visitor, wrongFields } from '../../../../test/support/visitor.js';
import { openWeb, type Web } from '../../../../test/support/web.js';

let web: Web;
let town: Town;
let mayor: Visitor;
let stranger: Visitor;
beforeAll(async () => {
  web = await openWeb();
  town = await buildTown(roomOf(web));
  mayor = await Visitor.enter(web, town.mayor);
  stranger = await Visitor.enter(web, (await buildTown(roomOf(web))).mayor);
});
afterAll(() => web.close());

const desk = () => `/ro/town-hall/${town.townHallId}`;

describe('the town hall’s desk', () => {
  it('asks to sign in, then leads to the one town hall', async () => {
    expect((await web.fetch('/ro/town-hall')).headers.get('location')).toContain('/ro/sign-in?next=');
    expect((await mayor.see('/ro/town-hall')).to).toBe(desk());
  });

  it('is not there for others', async () => {
    const id = await draftStreetLight(roomOf(web), town);
    for (const path of ['', '/new', `/projects/${id}`, `/projects/${id}/sections/budget`]) {
      expect((await stranger.see(desk() + path)).status).toBe(404);
    }
    const own = `/ro/town-hall/${(await stranger.see('/ro/town-hall')).to!.split('/').at(-1)}`;
    expect((await stranger.see(`${own}/projects/${id}`)).status).toBe(404);
    expect((await stranger.send(`${desk()}/projects/${id}/submit`, {})).status).toBe(404);
  });

  it('begins a project and says what is missing', async () => {
    const id = newId();
    const begun = await mayor.send(`${desk()}/new`, { id, title: 'Iluminat', placeCode: town.placeCode });
    expect(begun.to).toBe(`${desk()}/projects/${id}`);
    expect((await mayor.send(`${desk()}/new`, { id: newId() })).status).toBe(422);
    const file = await mayor.see(begun.to!);
    expect(file.html).toContain('Dosarul proiectului: gata 0 din 8');
    expect(file.html).toContain('De ce e nevoie: Scrieți textul');
    expect((await mayor.see(`${begun.to}/sections/documents`)).html).toContain('JPEG, PNG sau WebP, cel mult');
    expect((await mayor.see(desk())).html).toContain('Iluminat');
    for (const lang of ['ru', 'en']) expect((await mayor.see(begun.to!.replace('/ro/', `/${lang}/`))).status).toBe(200);
  });
});

describe('a section', () => {
  const start = async () => {
    const id = newId<'Project'>();
    const command = { id, townHallId: town.townHallId, title: 'Apă', lang: 'ro' } as const;
    await web.get(DraftsService).create(command, town.mayor);
    return { id, at: `${desk()}/projects/${id}/sections` };
  };
  const lines = (quantity: string) => ({
    'data.lines.0.id': newId(),
    'data.lines.0.name.ro': 'Țeavă',
    'data.lines.0.quantity': quantity,
    'data.lines.0.unit': 'm',
    'data.lines.0.unitPrice': '11,50',
    'data.lines.0.core': 'yes',
    'data.lines.1.id': newId(),
    'data.lines.1.name.ro': '',
  });

  it('keeps what cannot be read and says so', async () => {
    const { id, at } = await start();
    const saved = await mayor.send(`${at}/budget`, { version: '0', ...lines('multe'), then: 'stay' });
    expect(saved.to).toBe(`${at}/budget?saved=1`);
    const again = await mayor.see(saved.to!);
    expect(again.html).toContain('value="multe"');
    expect(again.html).toContain('href="#f-data-lines-0-quantity">Poziția 1, Cantitatea: ');
    await mayor.send(`${at}/budget`, { version: '1', ...lines('100') });
    const file = await web.get(ProjectFileQueries).file(id);
    expect(file!.plan.lines.map((line) => line.amount.toString())).toEqual(['1150.00']);
    expect((await mayor.see(`${at}/budget?rows=9`)).html.match(/Poziția/g)!.length).toBeGreaterThan(8);
  });

  it('keeps both sides when two people write', async () => {
    const { at } = await start();
    await mayor.send(`${at}/budget`, { version: '0', ...lines('100') });
    const late = await mayor.send(`${at}/budget`, { version: '0', ...lines('222') });
    expect(late.status).toBe(409);
    expect(late.html).toContain('value="222"');
    expect(late.html).toContain('<dd>100</dd>');
    expect(late.html).toContain('name="version" value="1"');
  });

  it('takes papers and refuses what is none', async () => {
    const { id, at } = await start();
    const sent = await mayor.sendWith(`${at}/documents`, { version: '0', paperKind: 'estimate' }, { papers: null });
    expect(sent.status).toBe(303);
    const file = await web.get(ProjectFileQueries).file(id);
    expect(file!.plan.documents.map(({ what }) => what)).toEqual(['estimate']);
    const bad = await mayor.sendWith(`${at}/documents`, { version: '1' }, { papers: Buffer.from('<script>') });
    expect(bad.status).toBe(422);
    for (const name of ['place', 'funding', 'campaign', 'stages', 'documents', 'maintenance', 'association']) {
      expect((await mayor.see(`${at}/${name}`)).status).toBe(200);
    }
    expect((await mayor.see(`${at}/nothing`)).status).toBe(404);
  });
});

describe('first steps', () => {
  it('stand on the desk of a new town hall and of a new association until they are done', async () => {
    const fresh = await buildTown(roomOf(web));
    const [hall, association] = [`/ro/town-hall/${fresh.townHallId}`, `/ro/association/${fresh.associationId}`];
    const head = await Visitor.enter(web, fresh.mayor);
    const { html } = await head.see(hall);
    expect(html).toContain('Primii pași');
    expect(html).toMatch(new RegExp(`href="${hall}/account">Adăugați contul trezorerial</a>.*?De făcut`));
    expect(html).toMatch(/Invitați un coleg<\/a>.*?Gata/);
    await openTreasury(roomOf(web), fresh);
    const done = (await head.see(hall)).html;
    expect([done.includes('Primii pași'), done.includes('Nimic de făcut azi')]).toEqual([false, true]);
    const president = await Visitor.enter(web, fresh.president);
    const open = (await president.see(association)).html;
    expect(open).toMatch(/stabiliți propria regulă<\/a>.*?De făcut/);
    // Nothing to do is said only when that is so.
    expect([html.includes('Nimic de făcut azi'), open.includes('Nimic nu vă așteaptă')]).toEqual([false, false]);
    const member = await Visitor.enter(web, fresh.members[0]!);
    expect((await member.see(association)).html).not.toContain('Primii pași');
    await web
      .get(VoteRulesService)
      .set(fresh.associationId, { ...DEFAULT_VOTE_RULE, arbiter: 'Ion Rusu' }, fresh.president);
    expect((await president.see(association)).html).not.toContain('Primii pași');
  });
});

describe('a file', () => {
  it('is sent when it is complete, unchanged by being saved through its pages', async () => {
    const id = await draftStreetLight(roomOf(web), town);
    const at = `${desk()}/projects/${id}`;
    expect((await mayor.see(at)).html).toContain('Trimite dosarul');
    expect((await mayor.send(`${at}/submit`, {})).to).toBe(at);
    expect((await mayor.see(at)).html).toContain('La asociație');
    await web.drain();
    const log = (await (await Visitor.enter(web, town.operators[0])).see('/ro/operator/log?search=voting.opened')).html;
    expect(log).toMatch(/<a href="\/ro\/votes\/[0-9a-f-]+">[^<]+, [^<]+<\/a>/);
    expect((await mayor.send(`${at}/withdraw`, { reason: 'Greșit' })).status).toBe(409);
  });

  it('is corrected in public with a reason', async () => {
    const id = await publishedStreetLight(roomOf(web), town);
    const at = `${desk()}/projects/${id}/sections/maintenance`;
    const fields = { version: '1', 'data.maintainer.ro': 'Serviciul comunal', 'data.maintenancePayer.ro': 'Bugetul', 'data.upkeep': '24000', 'data.risks.ro': 'Prețul' }; // prettier-ignore
    expect((await mayor.send(at, fields)).status).toBe(422);
    expect((await mayor.send(at, { ...fields, 'data.maintainer.ro': '', reason: 'Da' })).status).toBeGreaterThanOrEqual(
      303,
    );
    const unreadable = await mayor.send(at, { ...fields, 'data.upkeep': 'mult' });
    expect([unreadable.status, wrongFields(unreadable)]).toEqual([422, ['data-upkeep', 'reason']]);
    expect((await mayor.send(at, { ...fields, reason: 'Serviciul s-a schimbat' })).status).toBe(303);
    expect((await mayor.see(at)).html).toContain('Serviciul comunal');
  });
});
