import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AuditModule, AuditService } from '#libs/audit/src/index.js';
import { type BankAccount, BankService, OrderFilesService } from '#libs/banking/src/index.js';
import { Money, newId, type PledgeId, type ProjectId } from '#libs/kernel/src/index.js';
import { type AccountCode, LedgerQueries } from '#libs/ledger/src/index.js';
import { PledgesQueries } from '#libs/pledges/src/index.js';
import { ProjectsQueries } from '#libs/projects/src/index.js';
import { DeliveryWalk } from '../../../test/support/delivery.js';
import { countGift, creditLine, openBank, openTreasury } from '../../../test/support/money.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import { buildProject, buildTown, type Town, type TownProject } from '../../../test/support/town.js';
import { CancellationService, DeliveryModule, DeliveryQueries, InvoicesService, MoneyBackService, ReleasesService, type RequestId, type RequestState } from './index.js'; // prettier-ignore

const lei = (bani: bigint) => Money.lei(bani);

describe('a project that is given up when money has been spent already', () => {
  let room: Room;
  let bank: BankAccount['id'];
  let town: Town;
  let project: TownProject;
  let walk: DeliveryWalk;
  let gifts: PledgeId[];
  let cancelling: CancellationService;
  beforeAll(async () => {
    room = await openRoom([DeliveryModule, AuditModule]);
    cancelling = room.get(CancellationService);
    bank = await openBank(room, (await buildTown(room)).operators[0]);
  });
  afterAll(async () => {
    expect(await room.get(AuditService).run()).toEqual([]);
    await room.close();
  });
  beforeEach(async () => {
    town = await buildTown(room);
    await openTreasury(room, town);
  });

  const start = async (shares: number[], given: readonly [bani: bigint, shortfall: string][]) => {
    project = await buildProject(room, town, { shares });
    walk = new DeliveryWalk(room, town, project, bank);
    gifts = [];
    for (const [bani, shortfall] of given)
      gifts.push(await countGift(room, town, { projectId: project.id, bank, lei: lei(bani), shortfall }));
  };
  const cancel = async (id: ProjectId = project.id) => {
    const approval = await cancelling.cancel(id, 'Firma s-a închis.', town.operators[0]);
    await cancelling.confirm(approval, town.operators[1]);
    await settle();
  };
  const settle = async () => {
    for (let n = 0; n < 3; n += 1) await room.drain();
  };
  const spend = async (bani: bigint, proven = true) => {
    const [id, date, file] = [newId<'Invoice'>(), await walk.today(), await walk.pdf(town.mayor)];
    await room.get(InvoicesService).enter({ id, projectId: project.id, lineId: project.lines[0]!, supplier: 'Electro SRL', number: id.slice(-8), date, amount: lei(bani), file }, town.mayor); // prettier-ignore
    if (proven) await room.get(InvoicesService).prove(id, { number: '1', date, file }, town.mayor);
    return id;
  };
  /** What of each gift is owed back or went on to the town's purse. */
  const gone = async () =>
    Promise.all(gifts.map(async (id) => {
      const gift = (await room.get(PledgesQueries).find(id))!;
      return [gift.refundedLeiMinor, gift.movedLeiMinor];
    })); // prettier-ignore
  const state = async () => (await room.get(ProjectsQueries).find(project.id))!.state;
  const purse = async () =>
    (await room.get(LedgerQueries).balance(`held:town/${town.placeCode}:claim:MDL` as AccountCode)).minor;

  it('gives what is left back by what is left of each gift, to the ban, and twice is once', async () => {
    await start([6_000, 4_000], [[70_000n, 'return'], [30_000n, 'next'], [1n, 'smaller']]); // prettier-ignore
    await walk.whole();
    await spend(60_000n);
    await cancel();
    expect(await state()).toBe('cancelled');
    expect(await walk.books()).toEqual({ proven: 60_000n, 'town-source': 60_000n });
    expect(await gone()).toEqual([[28_001n, 0n], [0n, 12_000n], [0n, 0n]]); // prettier-ignore
    expect(await purse()).toBe(12_000n);
    await expect(cancelling.cancel(project.id, 'Din nou.', town.operators[0])).rejects.toMatchObject({ code: 'project-state' }); // prettier-ignore
    await settle();
    expect([await gone(), await purse()]).toEqual([[[28_001n, 0n], [0n, 12_000n], [0n, 0n]], 12_000n]); // prettier-ignore
  });

  it('leaves the town hall what it received to prove or to send back; what comes back is shared out like the rest', async () => {
    await start([6_000, 4_000], [[50_000n, 'return'], [30_000n, 'next'], [20_000n, 'return']]); // prettier-ignore
    await walk.whole();
    await spend(20_000n, false);
    await cancel();
    expect(await walk.books()).toEqual({ spent: 20_000n, 'town-unspent': 40_000n, 'town-source': 60_000n });
    expect(await gone()).toEqual([[20_000n, 0n], [0n, 12_000n], [8_000n, 0n]]); // prettier-ignore
    expect(await room.get(DeliveryQueries).unspent()).toContainEqual({ projectId: project.id, amount: lei(40_000n) });
    const invoices = room.get(InvoicesService);
    await invoices.cancel(await spend(5_000n, false), 'greșită', town.mayor);
    const late = await spend(15_000n);
    await expect(spend(25_001n)).rejects.toMatchObject({ code: 'spent-over-received', params: { left: lei(25_000n) } });
    const line = await creditLine(room, town, { bank, lei: lei(25_000n) });
    const back = () => room.get(MoneyBackService).take(line, project.id, town.operators[0]);
    await back();
    await back();
    await settle();
    expect(await gone()).toEqual([[32_500n, 0n], [0n, 19_500n], [13_000n, 0n]]); // prettier-ignore
    expect(await walk.books()).toEqual({ spent: 20_000n, proven: 15_000n, 'town-source': 35_000n });
    await expect(invoices.cancel(late, 'x', town.mayor)).rejects.toMatchObject({ code: 'invoice-state' });
    await expect(spend(1n)).rejects.toMatchObject({ code: 'project-state' });
  });

  it('waits while a tranche is ordered, in a file or with the bank, and takes what has not left', async () => {
    await start([4_000, 3_000, 3_000], [[100_000n, 'return']]);
    await walk.whole();
    const expectTook = async (id: RequestId, was: RequestState) => {
      expect((await room.get(DeliveryQueries).request(id))!.state).toBe(was);
      await cancel();
      expect([await state(), (await room.get(DeliveryQueries).request(id))!.state]).toEqual(['cancelled', 'void']);
      expect([await gone(), await walk.books()]).toEqual([[[60_000n, 0n]], { 'town-unspent': 40_000n, 'town-source': 40_000n }]); // prettier-ignore
    };
    await expectTook(await walk.ask(1), 'asked');
    for (const was of ['voting', 'approved', 'signed'] as const) {
      await start([4_000, 3_000, 3_000], [[100_000n, 'return']]);
      await walk.whole();
      const id = await walk.ask(1);
      await walk.inspect(id);
      if (was !== 'voting') await walk.vote(id);
      if (was === 'signed') await room.get(ReleasesService).askRelease(id, town.operators[0]);
      await expectTook(id, was === 'signed' ? 'approved' : was);
    }

    await start([4_000, 3_000, 3_000], [[100_000n, 'return']]);
    await walk.whole();
    const id = await walk.ask(1);
    await walk.inspect(id);
    await walk.vote(id);
    const before = await cancelling.cancel(project.id, 'Firma s-a închis.', town.operators[0]);
    const order = await walk.sign(id);
    const onWay = { code: 'tranche-on-way' };
    await expect(cancelling.confirm(before, town.operators[1])).rejects.toMatchObject(onWay);
    await cancelling.refuse(before, 'E o tranșă pe drum.', town.operators[1]);
    await expect(cancelling.cancel(project.id, 'Acum.', town.operators[0])).rejects.toMatchObject(onWay);
    const file = newId<'OrderFile'>();
    await room.get(OrderFilesService).confirm(await room.get(OrderFilesService).make(file, bank, town.operators[0]), town.operators[1]); // prettier-ignore
    await expect(cancelling.cancel(project.id, 'Acum.', town.operators[0])).rejects.toMatchObject(onWay);
    await walk.arrive(id, order);
    await cancel();
    expect([await gone(), await walk.books()]).toEqual([[[30_000n, 0n]], { 'town-unspent': 70_000n, 'town-source': 70_000n }]); // prettier-ignore

    // The treasury sends the second tranche back after all.
    const line = { id: newId<'BankLine'>(), accountId: bank, amount: lei(30_000n), reference: newId(), bookedOn: await walk.today() }; // prettier-ignore
    const entered = await room.get(BankService).enterLine({ ...line, meaning: 'order-returned', refersTo: order }, town.operators[0]); // prettier-ignore
    await room.get(BankService).confirmLine(entered, town.operators[1]);
    await settle();
    expect((await room.get(DeliveryQueries).request(id))!.state).toBe('rejected');
    expect([await gone(), await walk.books()]).toEqual([[[60_000n, 0n]], { 'town-unspent': 40_000n, 'town-source': 40_000n }]); // prettier-ignore
  });
});
