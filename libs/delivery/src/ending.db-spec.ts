import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ApprovalsQueries } from '#libs/approvals/src/index.js';
import { AuditModule, AuditService } from '#libs/audit/src/index.js';
import { StaffService } from '#libs/identity/src/index.js';
import { addDays, Money, newId, type ProjectId } from '#libs/kernel/src/index.js';
import { type AccountCode, LedgerQueries } from '#libs/ledger/src/index.js';
import type { BankAccount } from '#libs/banking/src/index.js';
import { ProjectsQueries } from '#libs/projects/src/index.js';
import { VotesQueries } from '#libs/voting/src/index.js';
import { DeliveryWalk } from '../../../test/support/delivery.js';
import { countGift, creditLine, openBank, openTreasury } from '../../../test/support/money.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import { buildProject, buildTown, type Town, type TownProject } from '../../../test/support/town.js';
import {
  CancellationService,
  CompletionService,
  DeliveryModule,
  DeliveryQueries,
  type EnterInvoice,
  InvoicesService,
  MoneyBackService,
  ReleasesService,
  StagesService,
} from './index.js';

const lei = (bani: bigint) => Money.lei(bani);

describe('the end of a project', () => {
  let room: Room;
  let bank: BankAccount['id'];
  let town: Town;
  let project: TownProject;
  let walk: DeliveryWalk;
  let invoices: InvoicesService;
  let completion: CompletionService;
  beforeAll(async () => {
    room = await openRoom([DeliveryModule, AuditModule]);
    [invoices, completion] = [room.get(InvoicesService), room.get(CompletionService)];
    const { operators } = await buildTown(room);
    bank = await openBank(room, operators[0]);
  });
  afterAll(async () => {
    expect(await room.get(AuditService).run()).toEqual([]);
    await room.close();
  });
  beforeEach(async () => {
    town = await buildTown(room);
    await openTreasury(room, town);
  });

  const start = async (shares: number[], gifts: readonly [bani: bigint, shortfall: string][]) => {
    project = await buildProject(room, town, { shares });
    walk = new DeliveryWalk(room, town, project, bank);
    for (const [bani, shortfall] of gifts) {
      await countGift(room, town, { projectId: project.id, bank, lei: lei(bani), shortfall });
    }
  };
  const bill = async (amount: bigint, over: Partial<EnterInvoice> = {}): Promise<EnterInvoice> => ({
    id: newId<'Invoice'>(),
    projectId: project.id,
    lineId: project.lines[0]!,
    supplier: 'Electro SRL',
    number: newId().slice(-8),
    date: await walk.today(),
    amount: lei(amount),
    file: await walk.pdf(town.accountant),
    ...over,
  });
  const prove = async ({ id }: EnterInvoice, number = 'PV 3') =>
    invoices.prove(id, { number, date: await walk.today(), file: await walk.pdf(town.mayor) }, town.mayor);
  const account = (note = 'Stâlpii au costat mai puțin.', id = newId<'FinalAccount'>()) =>
    completion.finalAccount({ id, projectId: project.id, note }, town.accountant);
  const accept = async (number = '12') =>
    completion.accept({ projectId: project.id, number, date: await walk.today(), file: await walk.pdf(town.mayor) }, town.mayor); // prettier-ignore
  const meet = async () =>
    room.get(StagesService).met(
      {
        id: newId<'StageReport'>(),
        projectId: project.id,
        milestoneId: project.milestones[0]!,
        on: await walk.today(),
        file: await walk.pdf(town.mayor),
      },
      town.mayor,
    );
  const state = async (id: ProjectId = project.id) => (await room.get(ProjectsQueries).find(id))!.state;
  const balance = async (code: string) => (await room.get(LedgerQueries).balance(code as AccountCode)).minor;

  it('comes after every invoice is proven, every stage met and the act of acceptance is there', async () => {
    await start([10_000], [[100_000n, 'return']]);
    await walk.whole();
    const first = await bill(60_000n);
    await invoices.enter(first, town.accountant);
    await invoices.enter(first, town.accountant);
    for (const other of [{ supplier: 'Alt SRL' }, { number: 'x' }, { lineId: project.lines[1]! }, { fromPeople: lei(1n) }])
      await expect(invoices.enter({ ...first, ...other }, town.accountant)).rejects.toMatchObject({ code: 'invoice-known' }); // prettier-ignore
    expect(await walk.books()).toEqual({ spent: 60_000n, 'town-unspent': 40_000n, 'town-source': 100_000n });
    await expect(account()).rejects.toMatchObject({ code: 'milestones-open' });
    await meet();
    await expect(account()).rejects.toMatchObject({ code: 'invoices-unproven' });
    await prove(first);
    await prove(first);
    await expect(prove(first, 'PV 4')).rejects.toMatchObject({ code: 'invoice-state' });
    await expect(account()).rejects.toMatchObject({ code: 'unspent-left', params: { left: Money.lei(40_000n) } });
    await expect(accept()).rejects.toMatchObject({ code: 'account-missing' });
    const second = await bill(90_100n, { lineId: project.lines[1]!, fromPeople: lei(40_000n) });
    await invoices.enter(second, town.accountant);
    await prove(second);
    expect(await walk.books()).toEqual({ proven: 100_000n, 'town-source': 100_000n });
    await expect(account(' ')).rejects.toMatchObject({
      fields: [{ pointer: '/note', code: 'difference-unexplained' }],
    });
    await expect(accept()).rejects.toMatchObject({ code: 'account-missing' });
    const drawn = newId<'FinalAccount'>();
    await account('Așa a ieșit.', drawn);
    await account('Așa a ieșit.', drawn);
    await expect(account('Altfel.', drawn)).rejects.toMatchObject({ code: 'account-id-taken' });
    await account();
    await expect(completion.complete(project.id, town.operators[0])).rejects.toMatchObject({
      code: 'acceptance-missing',
    });
    await accept();
    await accept();
    await expect(accept('13')).rejects.toMatchObject({ code: 'account-accepted' });
    await expect(account()).rejects.toMatchObject({ code: 'account-accepted' });
    await expect(completion.complete(project.id, town.mayor)).rejects.toMatchObject({ kind: 'not-found' });
    // Who recorded the act does not close the project himself, even when he is of the operator's staff as well.
    const [{ id: staff }] = (await room.db.rows(`insert into identity.staff (id, person_id, since) values ($1, $2, platform.now()) returning id`, [newId(), town.mayor])) as [{ id: string }]; // prettier-ignore
    await expect(completion.complete(project.id, town.mayor)).rejects.toMatchObject({ code: 'second-person-needed' });
    await room.db.transaction((tx) => room.get(StaffService).appoint(tx, town.secretary, null));
    await expect(completion.complete(project.id, town.secretary)).rejects.toMatchObject({ code: 'own-project' });
    await expect(room.get(CancellationService).cancel(project.id, 'x', town.secretary)).rejects.toMatchObject({ code: 'own-project' }); // prettier-ignore
    await room.db.transaction((tx) => room.get(StaffService).dismiss(tx, town.secretary, town.operators[0]));
    await room.db.rows(
      'update identity.staff set until = platform.now(), ended_by = person_id where id = $1 returning 1',
      [staff],
    );
    await completion.complete(project.id, town.operators[0]);
    await completion.complete(project.id, town.operators[0]);
    expect(await state()).toBe('completed');
    const { account: final, acceptance } = await room.get(DeliveryQueries).closing(project.id);
    expect(final!.lines.map(({ real, fromPeople }) => [real.minor, fromPeople.minor]).sort()).toEqual([[60_000n, 60_000n], [90_100n, 40_000n]]); // prettier-ignore
    expect(acceptance).toMatchObject({ number: '12' });
  });

  it('spends no more than has arrived, knows an invoice when it sees it again, and takes a mistake back', async () => {
    await start([10_000], [[50_000n, 'return']]);
    await expect(bill(1n).then((one) => invoices.enter(one, town.accountant))).rejects.toMatchObject({
      code: 'project-state',
    });
    await walk.whole();
    const one = await bill(50_000n);
    await expect(invoices.enter(await bill(50_001n), town.accountant)).rejects.toMatchObject({ code: 'spent-over-received', params: { left: Money.lei(50_000n) } }); // prettier-ignore
    await invoices.enter(one, town.accountant);
    const again = await bill(1n, { number: one.number, supplier: 'ELECTRO SRL', fromPeople: lei(0n) });
    await expect(invoices.enter(again, town.accountant)).rejects.toMatchObject({ code: 'invoice-known' });
    await expect(invoices.enter(await bill(1n), town.accountant)).rejects.toMatchObject({
      code: 'spent-over-received',
    });
    await expect(invoices.enter(await bill(5n, { fromPeople: lei(6n) }), town.accountant)).rejects.toMatchObject({ code: 'from-people' }); // prettier-ignore
    await expect(invoices.enter(await bill(5n, { file: await walk.pdf(town.president) }), town.accountant)).rejects.toMatchObject({ code: 'document-missing' }); // prettier-ignore
    await invoices.cancel(one.id, 'scrisă de două ori', town.mayor);
    await invoices.cancel(one.id, 'scrisă de două ori', town.mayor);
    expect(await walk.books()).toEqual({ 'town-unspent': 50_000n, 'town-source': 50_000n });
    await invoices.enter({ ...one, id: newId<'Invoice'>() }, town.accountant);
    await expect(prove(one)).rejects.toMatchObject({ code: 'invoice-state' });
    expect((await room.get(DeliveryQueries).invoices(project.id)).map((row) => row.state).sort()).toEqual(['cancelled', 'entered']); // prettier-ignore
  });

  it('shows a delay with its reason, and keeps the day that was planned', async () => {
    await start([10_000], [[50_000n, 'return']]);
    const stages = room.get(StagesService);
    const [milestoneId, newDate] = [project.milestones[0]!, addDays(await walk.today(), 60)];
    const reason = { original: 'ro', ro: 'Plouă de o lună.' } as const;
    const delay = { id: newId<'StageReport'>(), projectId: project.id, milestoneId, newDate, reason };
    await expect(stages.delay(delay, town.president)).rejects.toMatchObject({ kind: 'not-found' });
    await stages.delay(delay, town.mayor);
    await stages.delay(delay, town.mayor);
    const [later, other] = [addDays(newDate, 1), { original: 'ro', ro: 'Ninge.' } as const];
    for (const one of [{ newDate: later }, { reason: other }])
      await expect(stages.delay({ ...delay, ...one }, town.mayor)).rejects.toMatchObject({ code: 'report-id-taken' });
    const [milestone] = (await room.get(ProjectsQueries).plan(project.id))!.milestones;
    expect(milestone).toMatchObject({ expectedOn: newDate, delayReason: reason, metOn: null });
    const again = (n: number) => stages.delay({ ...delay, id: newId<'StageReport'>(), newDate: addDays(newDate, n) }, town.mayor); // prettier-ignore
    for (let n = 1; n <= 2; n += 1) await again(n);
    await expect(again(3)).rejects.toMatchObject({ code: 'milestone-often' });
    await meet();
    await expect(stages.delay({ ...delay, id: newId<'StageReport'>() }, town.mayor)).rejects.toMatchObject({ code: 'milestone-met' }); // prettier-ignore
  });

  it('gives what is left back by what each has given, to the ban, or to the next need as he said', async () => {
    await start([6_000, 4_000], [[70_000n, 'return'], [30_000n, 'next'], [1n, 'smaller']]); // prettier-ignore
    const [due, purse] = ['held:returns:due:MDL', `held:town/${town.placeCode}:claim:MDL`];
    const before = await balance(due);
    await walk.whole();
    const one = await bill(60_000n);
    await invoices.enter(one, town.accountant);
    await prove(one);
    await meet();
    await account();
    await accept();
    await completion.complete(project.id, town.operators[1]);
    await room.drain();
    await room.drain();
    expect(await state()).toBe('completed');
    expect(await walk.books()).toEqual({ proven: 60_000n, 'town-source': 60_000n });
    const [back, onward] = [(await balance(due)) - before, await balance(purse)];
    expect([back, onward, back + onward]).toEqual([28_001n, 12_000n, 40_001n]);
  });

  it('takes back what the town hall did not spend, no more, and gives it to those who gave', async () => {
    await start([10_000], [[100_000n, 'return']]);
    const due = await balance('held:returns:due:MDL');
    await walk.whole();
    const one = await bill(60_000n);
    await invoices.enter(one, town.accountant);
    await prove(one);
    await meet();
    await expect(account()).rejects.toMatchObject({ code: 'unspent-left' });
    const [money, operator] = [room.get(MoneyBackService), town.operators[0]];
    const line = await creditLine(room, town, { bank, lei: lei(40_000n) });
    await expect(money.take(line, project.id, town.mayor)).rejects.toMatchObject({ kind: 'not-found' });
    const more = await creditLine(room, town, { bank, lei: lei(40_001n) });
    await expect(money.take(more, project.id, operator)).rejects.toMatchObject({ code: 'back-over-unspent', params: { left: lei(40_000n) } }); // prettier-ignore
    await money.take(line, project.id, operator);
    await money.take(line, project.id, operator);
    expect(await walk.books()).toEqual({ claim: 40_000n, proven: 60_000n, 'town-source': 60_000n });
    await account();
    await accept();
    await completion.complete(project.id, operator);
    await room.drain();
    expect(await walk.books()).toEqual({ proven: 60_000n, 'town-source': 60_000n });
    expect((await balance('held:returns:due:MDL')) - due).toBe(40_000n);
  });

  it('is a cancellation: approvals fall, everybody is paid back', async () => {
    await start([10_000], [[70_000n, 'return'], [30_000n, 'next']]); // prettier-ignore
    const before = await balance('held:returns:due:MDL');
    const id = await walk.ask();
    await walk.inspect(id);
    await walk.vote(id);
    await room.get(ReleasesService).askRelease(id, town.operators[1]);
    const cancelling = room.get(CancellationService);
    await expect(cancelling.cancel(project.id, ' ', town.operators[0])).rejects.toMatchObject({
      code: 'reason-missing',
    });
    await expect(cancelling.cancel(project.id, 'x', town.mayor)).rejects.toMatchObject({ kind: 'not-found' });
    const approval = await cancelling.cancel(project.id, 'Drumul se face altfel.', town.operators[0]);
    await expect(cancelling.confirm(approval, town.operators[0])).rejects.toMatchObject({
      code: 'second-person-needed',
    });
    await cancelling.confirm(approval, town.operators[1]);
    await room.drain();
    expect([await state(), (await room.get(DeliveryQueries).request(id))!.state]).toEqual(['cancelled', 'void']);
    expect((await room.get(ApprovalsQueries).of(`tranche:${id}`)).map(({ state: end }) => end)).toEqual(['withdrawn']);
    expect(await walk.books()).toEqual({});
    expect((await balance('held:returns:due:MDL')) - before).toBe(70_000n);
    expect(await balance(`held:town/${town.placeCode}:claim:MDL`)).toBe(30_000n);
  });

  it('may come before the campaign has opened', async () => {
    project = await buildProject(room, town, { state: 'published' });
    const cancelling = room.get(CancellationService);
    const approval = await cancelling.cancel(project.id, 'Consiliul s-a răzgândit.', town.operators[0]);
    await cancelling.confirm(approval, town.operators[1]);
    await room.drain();
    expect(await state()).toBe('cancelled');
  });

  it('lets a vote that runs fall with its project', async () => {
    await start([5_000, 5_000], [[100_000n, 'return']]);
    const asked = await walk.ask();
    await walk.inspect(asked);
    const { voteId } = (await room.get(DeliveryQueries).request(asked))!.votes[0]!;
    const cancelling = room.get(CancellationService);
    const approval = await cancelling.cancel(project.id, 'Nu se mai face.', town.operators[0]);
    await cancelling.confirm(approval, town.operators[1]);
    await room.drain();
    expect((await room.get(VotesQueries).find(voteId))!.state).toBe('void');
  });
});
