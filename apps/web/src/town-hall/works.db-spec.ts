import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CivilDate, Money, newId } from '#libs/kernel/src/index.js';
import { CofundingQueries } from '#libs/cofunding/src/index.js';
import {
  CancellationService,
  DeliveryQueries,
  InvoicesService,
  MoneyBackService,
  StagesService,
} from '#libs/delivery/src/index.js';
import { BankService } from '#libs/banking/src/index.js';
import { formatDate } from '#libs/platform/src/index.js';
import { DeliveryWalk } from '../../../../test/support/delivery.js';
import { countGift, creditLine, openBank, openTreasury } from '../../../../test/support/money.js';
import { buildProject, buildTown, type Town, type TownProject } from '../../../../test/support/town.js';
import { roomOf, Visitor } from '../../../../test/support/visitor.js';
import { openWeb, type Web } from '../../../../test/support/web.js';

let web: Web;
let town: Town;
let project: TownProject;
let mayor: Visitor;
let at: string;
beforeAll(async () => {
  web = await openWeb();
  const room = roomOf(web);
  town = await buildTown(room);
  project = await buildProject(room, town, { state: 'funded', shares: [4_000, 6_000] });
  await openTreasury(room, town);
  const bank = await openBank(room, town.operators[0]);
  await countGift(room, town, { projectId: project.id, bank, lei: Money.lei(100_000n) });
  mayor = await Visitor.enter(web, town.mayor);
  at = `/ro/town-hall/${town.townHallId}/projects/${project.id}`;
});
afterAll(() => web.close());

it('the town hall reads the last day of a campaign, not the midnight after it', async () => {
  const room = roomOf(web);
  const { id } = await buildProject(room, town, { state: 'campaign', campaignEndsIn: '5 days' });
  const [{ closesOn }] = (await room.db.rows<{ closesOn: CivilDate }>(
    `select closes_on::text as "closesOn" from projects.campaign where project_id = $1`,
    [id],
  )) as [{ closesOn: CivilDate }];
  const last = formatDate('ro', closesOn);
  const desk = `/ro/town-hall/${town.townHallId}`;
  expect((await mayor.see(desk)).html).toContain(`până la ${last}<`);
  expect((await mayor.see(`${desk}/projects/${id}`)).html).toContain(`Se strâng bani până la ${last}.`);
});

it('a tranche that the bank sent back is asked for again, and what came of it before can still be read', async () => {
  const room = roomOf(web);
  const { id, tranches } = await buildProject(room, town, { state: 'in-delivery', shares: [10_000] });
  const request = newId();
  await room.db.rows(
    `insert into delivery.request (id, project_id, tranche_id, number, amount_minor, note, state, asked_by, asked_at)
     values ($1, $2, $3, 1, 40000, 'x', 'rejected', $4, platform.now())`,
    [request, id, tranches[0], town.mayor],
  );
  const desk = `/ro/town-hall/${town.townHallId}`;
  expect((await mayor.see(desk)).html).toMatch(/Cereți din nou tranșa 1.*?Banca a întors plata/);
  const works = (await mayor.see(`${desk}/projects/${id}/works`)).html;
  expect(works).toContain(`/works/tranches/${tranches[0]!}"`);
  expect(works).toContain(`/works/requests/${request}">cererea dinainte</a>`);
});

describe('the works of a project', () => {
  it('are shown with what to ask next', async () => {
    expect((await mayor.see(`/ro/town-hall/${town.townHallId}`)).html).toContain('Cereți tranșa 1');
    const works = await mayor.see(`${at}/works`);
    expect(works.html).toContain(`/works/tranches/${project.tranches[0]!}`);
    for (const page of [
      'works/invoices',
      'works/final',
      'shares',
      'updates',
      `works/stages/${project.milestones[0]!}`,
    ]) {
      for (const lang of ['ro', 'ru', 'en']) {
        expect([page, (await mayor.see(`${at}/${page}`.replace('/ro/', `/${lang}/`))).status]).toEqual([page, 200]);
      }
    }
  });

  it('ask for a tranche with evidence; without it nothing is lost', async () => {
    const id = newId();
    const path = `${at}/works/tranches/${project.tranches[0]!}`;
    expect((await mayor.see(path)).html).toMatch(/tranșa e de 400/); // 40 percent of 1,000 lei
    const bare = await mayor.send(path, { id, note: 'Am semnat contractul' });
    expect([bare.status, bare.html.includes('Am semnat contractul')]).toEqual([422, true]);
    const asked = await mayor.sendWith(path, { id, note: 'Am semnat contractul' }, { evidence: null });
    expect(asked.to).toBe(`${at}/works/requests/${id}`);
    const [request] = await web.get(DeliveryQueries).requests(project.id);
    expect([request!.amount.toString(), request!.state]).toEqual(['400.00', 'asked']);
    expect((await mayor.see(asked.to!)).html).toContain('act.pdf');
    expect((await mayor.sendWith(asked.to!, {}, { evidence: null })).status).toBe(303);
    expect(await web.get(DeliveryQueries).evidence(request!.id)).toHaveLength(2);
  });

  it('open evidence to the town hall and the association only', async () => {
    const [request] = await web.get(DeliveryQueries).requests(project.id);
    const [file] = await web.get(DeliveryQueries).evidence(request!.id);
    const path = `/files/${file!.fileId}/original`;
    expect((await web.fetch(path)).status).toBe(404);
    expect((await mayor.see(path)).status).toBe(200);
    expect((await (await Visitor.enter(web, town.inspector)).see(path)).status).toBe(200);
    expect((await (await Visitor.enter(web, (await buildTown(roomOf(web))).mayor)).see(path)).status).toBe(404);
  });

  it('say why a stage is late, publish news, record shares', async () => {
    const stage = `${at}/works/stages/${project.milestones[0]!}`;
    const late = { id: newId(), what: 'delayed', on: '2031-05-01', reason: 'Furnizorul întârzie' };
    expect((await mayor.send(stage, { ...late, reason: '' })).status).toBe(422);
    expect((await mayor.send(stage, late)).status).toBe(303);
    const news = { id: newId(), text: 'S-au pus primii stâlpi.' };
    expect((await mayor.send(`${at}/updates`, { ...news, then: 'look' })).html).toContain('<blockquote');
    expect((await mayor.send(`${at}/updates`, { ...news, then: 'publish' })).status).toBe(303);
    expect((await mayor.see(`${at}/updates`)).html).toContain('S-au pus primii stâlpi.');
    const share = { id: newId(), sourceId: project.sources[1]!, stage: 'paid', amount: '300', 'act.kind': 'payment-order', 'act.number': '14', 'act.date': '2026-01-05', kind: 'step' }; // prettier-ignore
    expect((await mayor.send(`${at}/shares`, share)).status).toBe(422);
    expect((await mayor.sendWith(`${at}/shares`, share, { file: null })).status).toBe(303);
    const early = await mayor.sendWith(
      `${at}/shares`,
      { ...share, id: newId(), 'act.date': '2199-01-01' },
      { file: null },
    );
    expect([early.status, early.html.includes('href="#f-act-date"')]).toEqual([422, true]);
    const fallen = { ...share, id: newId(), kind: 'fall', amount: '120' };
    expect((await mayor.sendWith(`${at}/shares`, { ...fallen, amount: '900' }, { file: null })).status).toBe(409);
    expect((await mayor.sendWith(`${at}/shares`, fallen, { file: null })).status).toBe(303);
    const [stands] = await web.get(CofundingQueries).of(project.id);
    expect(stands!.paid.toString()).toBe('180.00');
  });

  it('record help in work with its act, apart from money', async () => {
    const help = { id: newId(), what: 'Două zile de excavator', amount: '8000', 'act.number': '3', 'act.date': '2026-01-05' }; // prettier-ignore
    const bare = await mayor.send(`${at}/in-kind`, help);
    expect([bare.status, bare.html.includes('value="Două zile de excavator"')]).toEqual([422, true]);
    expect((await mayor.sendWith(`${at}/in-kind`, help, { file: null })).status).toBe(303);
    expect((await mayor.see(`${at}/in-kind`)).html).toContain('Act de evaluare nr. 3');
    expect(await web.get(CofundingQueries).inKind(project.id)).toHaveLength(1);
    expect((await (await Visitor.enter(web, town.president)).see(`${at}/in-kind`)).status).toBe(404);
  });

  it('refuse an invoice over what has arrived, in words', async () => {
    const invoice = { id: newId(), lineId: project.lines[0]!, supplier: 'Lumina SRL', number: '77', date: '2026-01-05', amount: '100,00' }; // prettier-ignore
    const refused = await mayor.sendWith(`${at}/works/invoices`, invoice, { file: null });
    expect([refused.status >= 400, refused.html.includes('value="Lumina SRL"')]).toEqual([true, true]);
    expect((await mayor.send(`${at}/works/final`, { id: newId() })).status).toBe(409);
  });

  it('of a project that was given up wait for invoices, or for the money back', async () => {
    const room = roomOf(web);
    const other = await buildTown(room);
    await openTreasury(room, other);
    const bank = (await web.get(BankService).accounts())[0]!.id;
    const works = await buildProject(room, other, { state: 'funded', shares: [6_000, 4_000] });
    await countGift(room, other, { projectId: works.id, bank, lei: Money.lei(100_00n) });
    const walk = new DeliveryWalk(room, other, works, bank);
    await walk.whole();
    const cancelling = web.get(CancellationService);
    await cancelling.confirm(await cancelling.cancel(works.id, 'Firma s-a închis.', other.operators[0]), other.operators[1]); // prettier-ignore
    const head = await Visitor.enter(web, other.mayor);
    const desk = async () => (await head.see(`/ro/town-hall/${other.townHallId}`)).html;
    const file = `/ro/town-hall/${other.townHallId}/projects/${works.id}`;
    const page = async () => (await head.see(`${file}/works`)).html;
    expect(await desk()).toContain('Proiect anulat: înscrieți facturile sau trimiteți banii înapoi');
    expect((await head.see(file)).html).toContain(`${file}/works`);
    expect(await page()).toMatch(/Din banii primiți, 60.de.lei nu are încă factură/);
    expect(await page()).toContain('MD24 AG00 0225 1000 1310 4168');
    expect(await page()).not.toMatch(/works\/(final|stages|tranches)/);
    const [{ code }] = (await web.db.rows<{ code: string }>('select code from projects.project where id = $1', [works.id])) as [{ code: string }]; // prettier-ignore
    expect(await page()).toContain(`<dd>${code}</dd>`);
    const invoice = { id: newId(), lineId: works.lines[0]!, supplier: 'Lumina SRL', number: '9', date: await walk.today(), amount: '20' }; // prettier-ignore
    expect((await head.sendWith(`${file}/works/invoices`, invoice, { file: null })).status).toBe(303);
    expect(await desk()).toContain('Proiect anulat: o factură așteaptă actul');
    const line = await creditLine(room, other, { bank, lei: Money.lei(40_00n) });
    await web.get(MoneyBackService).take(line, works.id, other.operators[0]);
    expect(await page()).toContain('Toți banii primiți au factură sau s-au întors');
    expect(await page()).not.toContain(`${file}/works/invoices"`);
    expect(await desk()).not.toContain('trimiteți banii înapoi');
  });

  it('end step by step: the account, the act, then nothing is left to do here', async () => {
    const room = roomOf(web);
    const other = await buildTown(room);
    await openTreasury(room, other);
    const bank = (await web.get(BankService).accounts())[0]!.id;
    const works = await buildProject(room, other, { state: 'funded', shares: [10_000] });
    await countGift(room, other, { projectId: works.id, bank, lei: Money.lei(100_00n) });
    const walk = new DeliveryWalk(room, other, works, bank);
    const head = await Visitor.enter(web, other.mayor);
    const desk = async () => (await head.see(`/ro/town-hall/${other.townHallId}`)).html;
    const final = `/ro/town-hall/${other.townHallId}/projects/${works.id}/works/final`;
    await walk.whole();
    const [date, act] = [await walk.today(), await walk.pdf(other.mayor)];
    const invoice = { id: newId<'Invoice'>(), projectId: works.id, lineId: works.lines[0]!, supplier: 'Lumina', number: '1', date, amount: Money.lei(100_00n), file: act }; // prettier-ignore
    await web.get(InvoicesService).enter(invoice, other.mayor);
    await web.get(InvoicesService).prove(invoice.id, { number: 'PV 1', date, file: act }, other.mayor);
    const met = { id: newId<'StageReport'>(), projectId: works.id, milestoneId: works.milestones[0]!, on: date, file: act }; // prettier-ignore
    await web.get(StagesService).met(met, other.mayor);
    expect(await desk()).toContain('Întocmiți socoteala finală');
    const bare = await head.send(final, { id: newId() });
    expect([bare.status, bare.html.includes('href="#f-note"')]).toEqual([422, true]);
    expect(bare.html).toContain('Facturile nu se potrivesc cu planul');
    expect((await head.send(final, { id: newId(), note: 'Stâlpii au costat mai puțin.' })).status).toBe(303);
    const drawn = (await head.see(final)).html;
    expect(drawn).toContain('Stâlpii au costat mai puțin.</textarea>');
    expect(drawn).toContain('</b> Stâlpii au costat mai puțin.');
    expect(drawn).toMatch(/Partenerii trebuiau să plătească [\d.]+.lei, iar în facturile introduse se văd 0.lei/);
    expect(await desk()).toContain('Trimiteți procesul-verbal de recepție');
    expect(await desk()).not.toContain('Întocmiți socoteala finală');
    const accepted = final.replace('final', 'acceptance');
    expect((await head.sendWith(accepted, { number: '12', date }, { file: null })).status).toBe(303);
    expect(await desk()).toContain('Recepționat, Plai încheie proiectul');
    expect((await head.see(final)).html).toContain('Lucrarea e recepționată. Plai încheie proiectul.');
    expect(await desk()).not.toContain('Trimiteți procesul-verbal de recepție');
  });
});
