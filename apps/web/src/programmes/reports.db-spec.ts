import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { extractText, getDocumentProxy } from 'unpdf';
import { type CivilDate, Money, newId } from '#libs/kernel/src/index.js';
import type { BankAccount } from '#libs/banking/src/index.js';
import { StagesService } from '#libs/delivery/src/index.js';
import { UpdatesService } from '#libs/voice/src/index.js';
import { DeliveryWalk } from '../../../../test/support/delivery.js';
import { eventually } from '../../../../test/support/eventually.js';
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
let account: BankAccount['id'];
let give: (bani: bigint) => Promise<unknown>;
beforeAll(async () => {
  web = await openWeb();
  const room = roomOf(web);
  town = await buildTown(room);
  project = await buildProject(room, town, { shares: [10_000] });
  await web.db.rows('update projects.project set programme_edition_id = $2, floor_bp = 1000 where id = $1 returning 1', [project.id, DAR_2025]); // prettier-ignore
  const bank = await openBank(room, town.operators[0]);
  account = bank;
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
    for (const file of ['report.pdf', 'report.csv', 'narrative.pdf'])
      expect(html).toContain(`href="/ro${path}/${file}"`);
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

describe('the report on what was done', () => {
  it.each([
    ['ro', 'Raportul narativ intermediar', 'Se plătește tranșa 1?', 'cvorumul de', 'Primăria', 'mai puțin de cinci oameni'],
    ['ru', 'Промежуточный описательный отчёт', 'Выплатить транш 1?', 'кворум', 'Примэрия', 'менее пяти человек'],
    ['en', 'Intermediate narrative report', 'Is tranche 1 paid?', 'the quorum of', 'Town hall', 'fewer than five people'],
  ])('is offered in %s beside the one on the money, up to the same head', async (lang, name, ...said) => {
    const html = spaced((await mayor.see(desk(lang))).html);
    expect(html).toContain(name);
    const heads = ['report', 'narrative'].map((file) => new RegExp(`href="[^"]+/${file}\\.pdf\\?head=(\\d+)"`).exec(html)![1]);
    expect(heads[1]).toBe(heads[0]);
    const text = await wordsOf(await bytesOf(`/${lang}${path}/narrative.pdf?head=${heads[0]}`));
    for (const one of [`${name}. DAR 1+3, 2025`, 'Lumină pe strada Nucilor', ...said.slice(0, 2), said[3]]) expect(text).toContain(one);
    expect(text).not.toContain(said[2]);
  });

  it('is the same to the byte for one head, whatever is published after; the newest has moved on', async () => {
    const [, n] = /narrative\.pdf\?head=(\d+)/.exec((await mayor.see(desk())).html)!;
    const first = await bytesOf(`/ro${path}/narrative.pdf?head=${n}`);
    const [stage, reason] = [project.milestones[0]!, { original: 'ro' as const, ro: 'A plouat trei săptămâni.' }];
    const [later] = await web.db.rows<{ on: CivilDate }>(`select ((platform.now() at time zone 'Europe/Chisinau')::date + 60)::text as on`); // prettier-ignore
    await web.get(StagesService).delay({ id: newId<'StageReport'>(), projectId: project.id, milestoneId: stage, newDate: later!.on, reason }, town.mayor); // prettier-ignore
    for (const end of ['drept', 'ровно'])
      await web.get(UpdatesService).publish({ id: newId<'Update'>(), projectId: project.id, text: { original: 'ru', ru: `Столбы ${'стоят '.repeat(90)}${end}.` } }, town.mayor); // prettier-ignore
    await give(5_000n);
    await sealAll(web);
    expect((await bytesOf(`/ro${path}/narrative.pdf?head=${n}`)).equals(first)).toBe(true);
    const newest = await wordsOf(await bytesOf(`/ro${path}/narrative.pdf`));
    // The town hall's last word whole, what it wrote before in short.
    expect(newest).toMatch(/Primăria, .* Столбы стоят .*стоят … Primăria, .* Столбы стоят .*стоят ровно\./);
    expect(newest).not.toContain('drept');
    expect(newest).toMatch(/amânată până la .* A plouat trei săptămâni\./);
    for (const none of ['999999', 'x', '-1', '1e3', '']) expect((await web.fetch(`/ro${path}/narrative.pdf?head=${none}`)).status).toBe(404);
  });

  it('is for programs too, and before the campaign opens there is none', async () => {
    const at = `/api/v1/projects/${project.id}/narrative-report`;
    const report = (await (await web.fetch(at)).json()) as { head: { n: number }; news: { all: number } };
    expect(report).toMatchObject({ kind: 'intermediate', givers: null, news: { all: 2 }, votes: [{ tranche: 1, quorate: true }] });
    expect(await (await web.fetch(`${at}?head=${report.head.n}`)).json()).toEqual(report);
    expect([(await web.fetch(`${at}?head=999999`)).status, (await web.fetch(`${at}?head=0`)).status]).toEqual([404, 400]);
    const [draft, early] = [await buildProject(roomOf(web), town, { state: 'review' }), await buildProject(roomOf(web), town, { state: 'published' })];
    await web.db.rows('update projects.project set programme_edition_id = $2, floor_bp = 1000 where id = $1 returning 1', [early.id, DAR_2025]);
    for (const { id } of [draft, early]) expect((await web.fetch(at.replace(project.id, id))).status).toBe(404);
    const { html } = await mayor.see(desk().replace(project.id, early.id));
    expect(html).toContain('Se face după ce începe strângerea banilor.');
    expect(html).toContain(`${desk().replace(project.id, early.id).replace(/programme$/, 'updates')}"`);
    expect(html).not.toContain('narrative.pdf');
    const slug = `lumina-${early.id.slice(-12)}`;
    const [page, file] = await Promise.all(['', '/narrative.pdf'].map((end) => web.fetch(`/ro${path.replace(/[^/]+$/, slug)}${end}`)));
    expect([page!.status, file!.status]).toEqual([200, 404]);
    expect(await page!.text()).not.toContain('narrative.pdf');
  });

  it('is linked from the project’s page with the first money that comes once the campaign is open', async () => {
    const open = await buildProject(roomOf(web), town, { state: 'campaign', campaignEndsIn: '5 days' });
    await web.db.rows('update projects.project set programme_edition_id = $2, floor_bp = 1000 where id = $1 returning 1', [open.id, DAR_2025]);
    const linked = async () => (await (await web.fetch(`/ro${path.replace(/[^/]+$/, `lumina-${open.id.slice(-12)}`)}`)).text()).includes('/narrative.pdf"');
    expect(await linked()).toBe(false);
    await countGift(roomOf(web), town, { projectId: open.id, bank: account, lei: Money.lei(5_000n) });
    await eventually(async () => expect(await linked()).toBe(true));
  });
}); // prettier-ignore

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
