import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CivilDate, endOfDay, Money, newId, type PersonId, randomCode } from '#libs/kernel/src/index.js';
import { HistoryService } from '#libs/projects/src/index.js';
import { RatesService } from '#libs/rates/src/index.js';
import { type CampaignWish, openCampaign, pathOf } from '../../../../test/support/campaign.js';
import { DeliveryWalk } from '../../../../test/support/delivery.js';
import { countGift, openBank } from '../../../../test/support/money.js';
import { buildProject, buildTown, person } from '../../../../test/support/town.js';
import { roomOf, Visitor } from '../../../../test/support/visitor.js';
import { openWeb, type Web } from '../../../../test/support/web.js';

let web: Web;
beforeAll(async () => {
  web = await openWeb();
});
afterAll(() => web.close());

async function project(wish: CampaignWish = {}): Promise<{ path: string; code: string; id: string }> {
  const { projectId: id } = await openCampaign(web.db, wish);
  const [row] = await web.db.rows<{ path: string; code: string }>(
    `select '/p/' || l.slug || '/' || p.slug as path, p.code from projects.project p join hometowns.place l on l.code = p.place_code where p.id = $1`,
    [id],
  );
  return { ...row!, id };
}
const plain = (html: string) => html.replaceAll('\u00a0', ' ');
const textOf = async (path: string) => (await web.fetch(path)).text();

describe('a project page', () => {
  it.each(['campaign', 'collecting', 'funded', 'in-delivery', 'completed', 'failed', 'cancelled'])(
    'stands in the state %s in three languages, and asks for money only in a campaign',
    async (state) => {
      const { path } = await project({ state });
      for (const lang of ['ro', 'ru', 'en']) {
        const answer = await web.fetch(`/${lang}${path}`);
        const body = await answer.text();
        expect(answer.status).toBe(200);
        expect(body.includes(`href="/${lang}${path}/give"`)).toBe(state === 'campaign');
      }
    },
  );

  it('is not there before it is published, nor is anything under it', async () => {
    const { path, id } = await project();
    await web.db.rows(`update projects.project set published_at = null, state = 'review' where id = $1`, [id]);
    for (const under of ['', '/give', '/register', '/register.csv']) {
      expect((await web.fetch(`/ro${path}${under}`)).status).toBe(404);
    }
  });

  it('is found where people look while the public may object, with its last day', async () => {
    const { path, id } = await project();
    await web.db.rows(`update hometowns.body set state = 'suspended', state_reason = 'x' where id = (select association_id from projects.project where id = $1)`, [id]); // prettier-ignore
    await web.db.rows(`update projects.project set state = 'endorsement', published_at = null, association_id = null, no_association = true, objections_until = $2 where id = $1`, [id, endOfDay('2031-12-07' as CivilDate)]); // prettier-ignore
    const town = `/ro/t/${path.split('/')[2]}`;
    for (const at of ['/ro', '/ro/projects', '/ro/projects?state=objections', town]) {
      const html = plain(await textOf(at));
      expect(html).toContain(`href="/ro${path}"`);
      expect(html).toContain('Se primesc obiecții</span>');
      expect(html).toContain('obiecții până la 7 decembrie 2031');
    }
    expect(await textOf(town)).toContain(`href="/ro${path}#objections"`);
    expect(await textOf('/ro/projects?state=campaign')).not.toContain(`href="/ro${path}"`);
    expect(plain(await textOf(`/ro${path}`))).toContain('Ultima zi: 7 decembrie 2031.');
    const [hall] = await web.db.rows<{ at: string; mayor: string }>(
      `select '/ro/town-hall/' || p.town_hall_id || '/projects/' || p.id as at, m.person_id as mayor
       from projects.project p join hometowns.membership m on m.body_id = p.town_hall_id and m.role = 'mayor' where p.id = $1`,
      [id],
    );
    const { html } = await (await Visitor.enter(web, hall!.mayor as PersonId)).see(hall!.at);
    expect(html).toContain(`href="/ro${path}"`);
    expect(html).toContain('Se primesc obiecții');
    expect(plain(html)).toContain('până la 7 decembrie 2031.');
    expect(html).not.toContain('La asociație');
    await web.db.rows(`update projects.project set objections_until = '2020-01-01' where id = $1`, [id]);
    expect(await textOf('/ro/projects?state=objections&sector=energy')).not.toContain(`href="/ro${path}"`);
  });

  it('has a short address, any case', async () => {
    const { path, code } = await project();
    const answer = await web.fetch(`/p/${code.toLowerCase()}`, { headers: { 'accept-language': 'ru' } });
    expect([answer.status, answer.headers.get('location')]).toEqual([302, `/ru${path}`]);
    expect((await web.fetch('/p/0000')).status).toBe(404);
  });

  it('tells each correction once, in the words and figures of its reader', async () => {
    const { path, id } = await project();
    const changes = [
      ['place', '/title', { original: 'ro', ro: 'Lampă', ru: 'Лампа' }, { original: 'ro', ro: 'Lămpi', ru: 'Лампы' }, 'Greșeală.'],
      ['campaign', '/minimum', { amount: '64900.00', currency: 'MDL' }, { amount: '60000.00', currency: 'MDL' }, 'Greșeală.'],
      ['campaign', '/opensOn', '2030-01-07', '2030-01-09', null],
    ] as const; // prettier-ignore
    for (const [section, field, before, after, reason] of changes) {
      await web.db.rows(
        `insert into projects.correction (project_id, section, field, before, after, reason, by, at)
         values ($1, $2, $3, $4, $5, $6, case when $6::text is not null then (select created_by from projects.project where id = $1) end, platform.now())`,
        [id, section, field, JSON.stringify(before), JSON.stringify(after), reason],
      );
    }
    const body = (await textOf(`/ru${path}`)).replaceAll('\u00a0', ' ');
    for (const words of [
      '<ins>Лампы</ins>',
      '<ins>60 000 леев</ins>',
      '<ins>9 января 2030',
      'Проект опубликован позже',
    ]) {
      expect(body).toContain(words);
    }
  });

  it('shows what a town hall writes as text', async () => {
    const { path, id } = await project();
    const evil = { original: 'ro', ro: '<script>alert(1)</script><img src=x onerror=1>' };
    await web.db.rows('update projects.project set title = $2, why = $2, risks = $2, summary = $2 where id = $1', [id, JSON.stringify(evil)]); // prettier-ignore
    for (const under of ['', '/register', '/give']) {
      const body = await textOf(`/ro${path}${under}`);
      expect(body).not.toContain('<script>alert');
      expect(body).not.toContain('<img src=x');
    }
  });

  it('carries a sharing card that is there', async () => {
    const { path } = await project();
    const card = /og:image" content="http:\/\/plai\.test([^"]+)"/.exec(await textOf(`/ro${path}`))?.[1];
    const answer = await web.fetch(card!.replaceAll('&amp;', '&'));
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
  });

  it('leads to the sign-in before following or objecting', async () => {
    const { path } = await project();
    expect((await web.fetch(`/ro${path}/follow`)).headers.get('location')).toContain('/ro/sign-in?next=');
    expect((await web.post(`/ro${path}/follow`, {})).status).toBe(303);
    expect((await web.post(`/ro${path}/object`, {})).status).toBe(303);
  });
});

describe('a tranche on which no association votes', () => {
  it('is objected to by anybody who is signed in, from the project’s page, and the operator reads it', async () => {
    const room = roomOf(web);
    const town = await buildTown(room);
    const bank = await openBank(room, town.operators[0]);
    const works = await buildProject(room, town, { association: false });
    await countGift(room, town, { projectId: works.id, bank, lei: Money.lei(70_000n) });
    const request = await new DeliveryWalk(room, town, works, bank).ask();
    const path = await pathOf(web.db, works.id);
    const at = `${path}/tranches/${request}/object`;
    for (const lang of ['ro', 'ru', 'en']) expect(await textOf(`/${lang}${path}`)).toContain(`href="/${lang}${at}"`);
    expect((await web.fetch(`/ro${at}`)).headers.get('location')).toContain('/ro/sign-in?next=');
    const neighbour = await Visitor.enter(web, await room.db.transaction((tx) => person(tx)));
    expect((await neighbour.see(`/ro${at}`)).html).toContain('Numele dumneavoastră nu apare');
    expect((await neighbour.send(`/ro${at}`, { id: newId(), text: ' ' })).status).toBe(422);
    expect((await neighbour.send(`/ro${at}`, { id: newId(), text: 'Nu arde niciun bec.' })).status).toBe(303);
    const elsewhere = `/ro${path}/tranches/${works.id}/object`;
    expect((await neighbour.send(elsewhere, { id: newId(), text: 'x' })).status).toBe(404);
    const operator = await Visitor.enter(web, town.operators[0]);
    expect((await operator.see(`/ro/operator/tranches/${request}`)).html).toContain('Nu arde niciun bec.');
  });
});

describe('the search', () => {
  it('leads from a town hall to its town, and says where it is', async () => {
    const { placeCode, townHallId } = await buildTown(web);
    const [hall] = await web.db.rows<{ name: string }>(`select name ->> 'ro' as name from hometowns.body where id = $1`, [townHallId]); // prettier-ignore
    const { name } = hall!;
    const [place] = await web.db.rows<{ slug: string }>('select slug from hometowns.place where code = $1', [
      placeCode,
    ]);
    const page = await textOf(`/ro/search?q=${encodeURIComponent(name)}`);
    expect(page).toContain(`<a href="/ro/t/${place!.slug}">${name}</a>`);
    expect(page).toContain('primărie · ');
  });
});

describe('what search engines are told', () => {
  it('is every public page in three languages, each of which is there, and where the list is', async () => {
    const { path } = await project();
    const hidden = await project();
    await web.get(HistoryService).load();
    await web.db.rows(`update projects.project set published_at = null, state = 'review' where id = $1`, [hidden.id]);
    expect(await textOf('/robots.txt')).toContain('Sitemap: http://plai.test/sitemap.xml');
    const map = await textOf('/sitemap.xml');
    expect(map).toContain(`<loc>http://plai.test/ru${path}</loc>`);
    expect(map).toContain(`hreflang="en" href="http://plai.test/en${path}"`);
    expect(map).toContain('<loc>http://plai.test/en/reported/straseni-lighting</loc>');
    expect(map).not.toContain(hidden.path);
    const [association] = await web.db.rows<{ slug: string }>(`select slug from hometowns.body where kind = 'association' limit 1`); // prettier-ignore
    expect(map).toContain(`<loc>http://plai.test/ru/a/${association!.slug}</loc>`);
    const inRomanian = [...map.matchAll(/<loc>http:\/\/plai\.test(\/ro[^<]*)</g)].map((found) => found[1]!);
    expect(inRomanian.length).toBeGreaterThan(15);
    for (const address of inRomanian) expect([address, (await web.fetch(address)).status]).toEqual([address, 200]);
  });
});

describe('the fees', () => {
  it('are Plai’s own expense unless the donor covers them, with a row for each usual currency', async () => {
    await web.get(RatesService).loadShipped();
    const page = await textOf('/ro/fees');
    expect(page).toContain('Comisionul e cheltuiala Plai');
    expect(page.match(/<tr>/g)!.length).toBeGreaterThan(1);
    expect(page).toContain('0,25');
  });
});

describe('a project that ended without its work', () => {
  it('says how many have their money back, of how many', async () => {
    const { path, id } = await project({ state: 'cancelled', model: 'keep' });
    for (const [state, refunded] of [
      ['refunded', 5000],
      ['refunded', 5000],
      ['counted', 0],
    ] as const) {
      await web.db.rows(
        `insert into pledges.pledge (id, ref, receipt_code, request, project_id, person_id, way, amount_minor, cover_minor, currency, lei_minor, rate,
             rate_source, rate_on, shortfall, lang, follow, state, made_at, counted_at, came_minor, came_lei_minor, refunded_minor, refunded_lei_minor)
           values ($1, $2, $3, $4, $5, $6, 'transfer', 5000, 0, 'MDL', 5000, '1', 'BNM', '2026-01-01', 'return', 'ro', false, $7, now(), now(), 5000, 5000, $8, $8)`,
        [newId(), `PL-${randomCode(4)}-${randomCode(2)}`, randomCode(16), '0'.repeat(64), id, newId(), state, refunded],
      );
    }
    const page = await textOf(`/ro${path}`);
    expect(page).toMatch(/2 din 3 oameni<br\/>100.lei din 150.lei/);
    // What was brought is one sum, at the top and beside the other payers.
    expect(page).toMatch(/strânși 150.(de )?lei, promiși 0/);
  });
});

describe('the register of a project', () => {
  it('is a page and a file, empty before the first gift', async () => {
    const { path } = await project();
    expect(await textOf(`/ro${path}/register?book=held`)).toContain('Nicio plată încă');
    const csv = await web.fetch(`/ro${path}/register.csv`);
    expect(csv.headers.get('content-type')).toContain('text/csv');
    expect((await csv.arrayBuffer()).byteLength).toBeGreaterThan(100);
  });
});

describe('reported history', () => {
  it('shows figures as published, and says what nobody published', async () => {
    await web.get(HistoryService).load();
    const all = await web.db.rows<{ id: string }>('select id from projects.reported_project');
    expect(all).toHaveLength(20);
    for (const { id } of all) expect((await web.fetch(`/en/reported/${id}`)).status).toBe(200);
    expect(await textOf('/en/reported/straseni-lighting')).toContain('not published');
    const list = await textOf('/ro/history');
    expect([list.includes('Strășeni'), list.includes('href="/ro/reported/straseni-lighting"')]).toEqual([true, true]);
    expect((await web.fetch('/ro/reported/nothing')).status).toBe(404);
  });
});
