import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { BankAccount } from '#libs/banking/src/index.js';
import { CofundingQueries, SharesService, type Stage } from '#libs/cofunding/src/index.js';
import { CompletionService, DeliveryModule, type EnterInvoice, InvoicesService, StagesService } from '#libs/delivery/src/index.js'; // prettier-ignore
import { Money, newId } from '#libs/kernel/src/index.js';
import { type ProjectPlan, ProjectsQueries } from '#libs/projects/src/index.js';
import { DeliveryWalk } from '../../../test/support/delivery.js';
import { countGift, openBank, openTreasury } from '../../../test/support/money.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import { sealAll } from '../../../test/support/sealed.js';
import { buildProject, buildTown, type Town, type TownProject } from '../../../test/support/town.js';
import { BooksModule, type ProjectReport, reportCsv, ReportQueries, WaterfallQueries } from './index.js';

const lei = (bani: bigint) => Money.lei(bani);

describe('a report on a project’s money', () => {
  let room: Room;
  let town: Town;
  let bank: BankAccount['id'];
  let project: TownProject;
  let walk: DeliveryWalk;
  let others: EnterInvoice;
  /** What each head said when it was the newest. */
  const told: ProjectReport[] = [];
  beforeAll(async () => {
    room = await openRoom([DeliveryModule, BooksModule]);
    town = await buildTown(room);
    bank = await openBank(room, town.operators[0]);
    await openTreasury(room, town);
    project = await buildProject(room, town, { shares: [10_000] });
    walk = new DeliveryWalk(room, town, project, bank);
  });
  afterAll(() => room.close());

  const plan = async (): Promise<ProjectPlan> => (await room.get(ProjectsQueries).plan(project.id))!;
  const report = async (head: number | null = null) => (await room.get(ReportQueries).of(await plan(), head))!;
  /** Seals what there is and keeps what the books say now. */
  const tell = async (): Promise<ProjectReport> => {
    await sealAll(room);
    told.push(await report());
    return told.at(-1)!;
  };
  const share = async (stage: Stage, amount: bigint, number: string) =>
    room.get(SharesService).record(
      {
        ...{ id: newId<'Share'>(), projectId: project.id, sourceId: project.sources[1]!, stage, amount: lei(amount) },
        act: { kind: 'council-decision', number, date: await walk.today(), file: null },
      },
      town.mayor,
    );
  const enter = async (amount: bigint, number: string, fromPeople = amount): Promise<EnterInvoice> => {
    const invoice: EnterInvoice = {
      ...{ id: newId<'Invoice'>(), projectId: project.id, lineId: project.lines[0]!, supplier: 'Electro SRL', number },
      ...{ date: await walk.today(), amount: lei(amount), fromPeople: lei(fromPeople) },
      file: await walk.pdf(town.accountant),
    };
    await room.get(InvoicesService).enter(invoice, town.accountant);
    return invoice;
  };
  const prove = async ({ id }: Pick<EnterInvoice, 'id'>) =>
    room.get(InvoicesService).prove(id, { number: 'PV 3', date: await walk.today(), file: await walk.pdf(town.mayor) }, town.mayor); // prettier-ignore

  it('is none before anything is sealed, or up to a head that is not there', async () => {
    expect(await room.get(ReportQueries).of(await plan())).toBeNull();
    await countGift(room, town, { projectId: project.id, bank, lei: lei(100_000n) });
    await tell();
    expect(await room.get(ReportQueries).of(await plan(), told[0]!.head.n + 1)).toBeNull();
  });

  it('tells each source with its acts, at the stage where its money stands', async () => {
    await share('promised', 30_000n, '1');
    await share('authorised', 20_000n, '2');
    await share('paid', 5_000n, '3');
    const { sources, people } = await tell();
    const own = sources.find(({ sourceId }) => sourceId === project.sources[1])!;
    expect([own.promised, own.authorised, own.paid].map(({ minor }) => minor)).toEqual([10_000n, 15_000n, 5_000n]);
    expect(own.acts.map(({ step, actNumber }) => `${step} ${actNumber}`)).toEqual(['promised 1', 'authorised 2', 'paid 3']); // prettier-ignore
    const stands = (await room.get(CofundingQueries).of(project.id)).map(({ sourceId, promised, authorised, paid }) => ({ sourceId, promised, authorised, paid })); // prettier-ignore
    expect(sources).toMatchObject(stands);
    expect(people).toMatchObject({ people: lei(100_000n), donors: 1 });
  });

  it('knows what is on its way, what has arrived, and what invoices spent of it', async () => {
    const request = await walk.ask(0);
    await walk.inspect(request);
    await walk.vote(request);
    const order = await walk.sign(request);
    const sent = await tell();
    expect([sent.left.claim, sent.left['on-the-way'], sent.left['town-unspent']]).toEqual([lei(0n), lei(100_000n), lei(0n)]); // prettier-ignore
    const [people] = (await room.get(WaterfallQueries).of(project.id)).rows;
    expect(people!.inTransit).toEqual(sent.left['on-the-way']);
    await walk.arrive(request, order);
    const proven = await enter(60_000n, 'F 1');
    await prove(proven);
    const wrong = await enter(40_000n, 'F 2');
    others = await enter(7_000n, 'F 3', 0n);
    const tried = await enter(1n, 'F 5', 0n);
    const arrived = await tell();
    expect(arrived.payments).toMatchObject([{ tranche: 1, amount: lei(100_000n) }]);
    expect(arrived.left).toMatchObject({ 'on-the-way': lei(0n), 'town-unspent': lei(0n), spent: lei(40_000n), proven: lei(60_000n) }); // prettier-ignore
    expect(arrived.invoices.map(({ number, actNumber }) => [number, actNumber]).sort()).toEqual([['F 1', 'PV 3'], ['F 2', null], ['F 3', null], ['F 5', null]]); // prettier-ignore
    for (const { id } of [wrong, tried]) await room.get(InvoicesService).cancel(id, 'Nu e a noastră.', town.accountant);
    const last = await enter(40_000n, 'F 4');
    await prove(last);
    const later = await tell();
    expect(later.invoices.map(({ number }) => number).sort()).toEqual(['F 1', 'F 3', 'F 4']);
    expect(later).toMatchObject({ kind: 'intermediate', end: null });
  });

  it('is final once the project has ended, with its final account', async () => {
    const files = { file: await walk.pdf(town.mayor) };
    const at = { projectId: project.id, ...files };
    await prove(others);
    await room.get(StagesService).met({ ...at, id: newId<'StageReport'>(), milestoneId: project.milestones[0]!, on: await walk.today() }, town.mayor);
    const completion = room.get(CompletionService);
    await completion.finalAccount({ id: newId<'FinalAccount'>(), projectId: project.id, note: 'Așa a ieșit.' }, town.accountant);
    await completion.accept({ ...at, number: '12', date: await walk.today() }, town.mayor);
    await completion.complete(project.id, town.operators[0]);
    // Another project's gift makes the next head.
    const other = await buildProject(room, town);
    await countGift(room, town, { projectId: other.id, bank, lei: lei(100n) });
    const { kind, end, left } = await tell();
    expect([kind, end!.number, left.proven]).toEqual(['final', '12', lei(100_000n)]);
    expect(end!.lines.map(({ real, fromPeople }) => [real.minor, fromPeople.minor])).toContainEqual([107_000n, 100_000n]);
  }); // prettier-ignore

  it('says of each head what it said when that was the newest, to the letter', async () => {
    expect(told).toHaveLength(6);
    // Nobody but people gave: wherever their money has gone, what came is theirs.
    expect(told.map(({ added }) => added)).toEqual(told.map(() => lei(0n)));
    for (const then of told) {
      expect(await report(then.head.n)).toEqual(then);
      expect(reportCsv(await report(then.head.n))).toBe(reportCsv(then));
    }
  });

  it('is a table with a row for each figure, the head first', () => {
    const rows = reportCsv(told.at(-1)!).split('\r\n');
    expect(rows[0]).toBe('\ufeffpart,name,line,state,paper,number,date,act_number,act_date,count,lei_minor,lei,people_minor,people'); // prettier-ignore
    const { head } = told.at(-1)!;
    expect(rows[1]).toBe(`head,${head.hash},,final,,${head.n},${head.at.toISOString()},,,,,,,`);
    const parts = new Set(rows.slice(1, -1).map((row) => row.split(',')[0]));
    expect([...parts]).toEqual(['head', 'whole', 'people', 'added', 'in-kind', 'source', 'act', 'payment', 'invoice', 'left', 'end', 'account']); // prettier-ignore
  });
});
