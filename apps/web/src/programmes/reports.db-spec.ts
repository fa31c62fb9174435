import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { extractText, getDocumentProxy } from 'unpdf';
import { Money } from '#libs/kernel/src/index.js';
import { DeliveryWalk } from '../../../../test/support/delivery.js';
import { countGift, openBank, openTreasury } from '../../../../test/support/money.js';
import { sealAll } from '../../../../test/support/sealed.js';
import { sessionOf } from '../../../../test/support/signed-in.js';
import { buildProject, buildTown, type Town, type TownProject } from '../../../../test/support/town.js';
import { roomOf, Visitor } from '../../../../test/support/visitor.js';
import { openWeb, type Web } from '../../../../test/support/web.js';

const DAR_2025 = '01890000-0000-7000-8000-00000da12025';

let web: Web;
let town: Town;
let project: TownProject;
let mayor: Visitor;
let path: string;
let give: (bani: bigint) => Promise<unknown>;
beforeAll(async () => {
  web = await openWeb();
  const room = roomOf(web);
  town = await buildTown(room);
  project = await buildProject(room, town, { shares: [10_000] });
  await web.db.rows('update projects.project set programme_edition_id = $2, floor_bp = 1000 where id = $1 returning 1', [project.id, DAR_2025]); // prettier-ignore
  const bank = await openBank(room, town.operators[0]);
  await openTreasury(room, town);
  give = (bani) => countGift(room, town, { projectId: project.id, bank, lei: Money.lei(bani) });
  mayor = await Visitor.enter(web, town.mayor);
  const [at] = await web.db.rows<{ path: string }>(
    `select '/p/' || l.slug || '/' || p.slug as path from projects.project p join hometowns.place l on l.code = p.place_code where p.id = $1`,
    [project.id],
  );
  path = at!.path;
  await give(100_000n);
  await new DeliveryWalk(room, town, project, bank).whole();
});
afterAll(() => web.close());

const desk = (lang = 'ro') => `/${lang}/town-hall/${town.townHallId}/projects/${project.id}/programme`;
const spaced = (text: string) => text.replace(/[\s\u00a0\u202f]+|&nbsp;/g, ' ');
const bytesOf = async (at: string) => Buffer.from(await (await web.fetch(at)).arrayBuffer());
const wordsOf = async (bytes: Buffer) => {
  const pdf = await getDocumentProxy(new Uint8Array(bytes));
  expect((await pdf.getMarkInfo())?.Marked).toBe(true);
  return spaced((await extractText(pdf, { mergePages: true })).text);
};

describe('the reports that a programme wants', () => {
  it('wait until the books are sealed', async () => {
    expect((await mayor.see(desk())).html).toContain('Încă nu e nimic sigilat.');
    expect((await web.fetch(`/ro${path}/report.pdf`)).status).toBe(404);
  });

  it.each([
    ['ro', 'Raportul financiar intermediar', 'Se face după recepție', 'Unde sunt banii strânși'],
    ['ru', 'Промежуточный финансовый отчёт', 'Составляется после приёмки', 'Где собранные деньги'],
    ['en', 'Intermediate financial report', 'It is made after acceptance', 'Where the money raised is'],
  ])(
    'are offered in %s at the desk, and are tagged PDF for whoever has the address',
    async (lang, name, later, left) => {
      await sealAll(web);
      const html = spaced((await mayor.see(desk(lang))).html);
      for (const said of [name, later]) expect(html).toContain(said);
      const [, at] = /href="([^"]+\/report\.pdf\?head=\d+)"/.exec(html)!;
      const text = await wordsOf(await bytesOf(at!));
      for (const said of [`${name}. DAR 1+3, 2025`, left]) expect(text).toContain(said);
      const [head] = await web.db.rows<{ hash: string }>(`select encode(hash, 'hex') as hash from ledger.seal order by n desc limit 1`); // prettier-ignore
      expect(text.replace(/\s/g, '')).toContain(head!.hash);
    },
  );

  it('are the same to the byte for one head, whatever comes after; the newest has moved on', async () => {
    const [, n] = /report\.pdf\?head=(\d+)/.exec((await mayor.see(desk())).html)!;
    const files = ['pdf', 'csv'].map((type) => `/ro${path}/report.${type}?head=${n}`);
    const first = await Promise.all(files.map(bytesOf));
    await give(5_000n);
    await sealAll(web);
    const again = await Promise.all(files.map(bytesOf));
    expect(again.map((bytes, index) => bytes.equals(first[index]!))).toEqual([true, true]);
    expect((await bytesOf(`/ro${path}/report.csv`)).equals(first[1]!)).toBe(false);
    for (const none of ['999999', 'x', '-1', '1e3', '']) expect((await web.fetch(`/ro${path}/report.pdf?head=${none}`)).status).toBe(404); // prettier-ignore
  });

  it('are linked from the project’s page, for everybody', async () => {
    const html = await (await web.fetch(`/ro${path}`)).text();
    for (const type of ['pdf', 'csv']) expect(html).toContain(`href="/ro${path}/report.${type}"`);
  });

  it('are figures for programs, which say the same as the file', async () => {
    const at = `/api/v1/projects/${project.id}/report`;
    const report = (await (await web.fetch(at)).json()) as { kind: string; head: { n: number }; people: { donors: number } };
    expect(report).toMatchObject({ kind: 'intermediate', people: { donors: 2 } });
    const csv = await bytesOf(`${at}.csv?head=${report.head.n}`);
    expect(csv.equals(await bytesOf(`/ru${path}/report.csv`))).toBe(true);
    expect((await web.fetch(`${at}?head=999999`)).status).toBe(404);
    expect((await web.fetch(`${at}?head=0`)).status).toBe(400);
  }); // prettier-ignore

  it('are not offered where the programme wants none', async () => {
    const [without] = await web.db.rows<{ id: string }>(
      `insert into programmes.edition select r.* from programmes.edition e,
         jsonb_populate_record(e, jsonb_build_object('id', gen_random_uuid(), 'reports', '[]'::jsonb)) r where e.id = $1 returning id`,
      [DAR_2025],
    );
    const other = await buildProject(roomOf(web), town);
    await web.db.rows('update projects.project set programme_edition_id = $2, floor_bp = 1000 where id = $1 returning 1', [other.id, without!.id]); // prettier-ignore
    const { html } = await mayor.see(desk().replace(project.id, other.id));
    expect(html).toContain('dossier.zip');
    expect(html).not.toContain('report.pdf');
  });
});

describe('the dossier, for programs', () => {
  it('is the town hall’s own, as a list and as an archive', async () => {
    const at = `/api/v1/projects/${project.id}/dossier`;
    const as = async (session: string | null, address: string) =>
      web.fetch(address, session ? { headers: { authorization: `Bearer ${session}` } } : {});
    const own = await sessionOf(web, town.mayor);
    const { data } = (await (await as(own, at)).json()) as { data: { paper: string }[] };
    expect(data.map(({ paper }) => paper).slice(0, 2)).toEqual(['form', 'estimate']);
    const archive = Buffer.from(await (await as(own, `${at}.zip`)).arrayBuffer());
    expect(archive.subarray(0, 4).toString('latin1')).toBe('PK\u0003\u0004');
    const foreign = await sessionOf(web, town.operators[0]);
    for (const address of [at, `${at}.zip`])
      expect([(await as(foreign, address)).status, (await as(null, address)).status]).toEqual([404, 401]);
  });
});
