import { setTimeout as sleep } from 'node:timers/promises';
import { ApprovalsQueries } from '#libs/approvals/src/index.js';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { InterestsService, TreasuryService } from '#libs/hometowns/src/index.js';
import { StaffService } from '#libs/identity/src/index.js';
import { type FileId, Money, newId } from '#libs/kernel/src/index.js';
import { Clock } from '#libs/platform/src/index.js';
import { AuditModule, AuditService } from '#libs/audit/src/index.js';
import { type BankAccount, BankService, OrderRejectionsService } from '#libs/banking/src/index.js';
import { CampaignGate, ProjectsQueries } from '#libs/projects/src/index.js';
import { VotesQueries } from '#libs/voting/src/index.js';
import { account, LedgerQueries, LedgerService } from '#libs/ledger/src/index.js';
import { DeliveryWalk } from '../../../test/support/delivery.js';
import { countGift, openBank, openTreasury } from '../../../test/support/money.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import { plant } from '../../../test/support/superuser.js';
import {
  buildProject,
  buildTown,
  type ProjectWanted,
  type Town,
  type TownProject,
} from '../../../test/support/town.js';
import {
  DeliveryModule,
  DeliveryQueries,
  InvoicesService,
  EvidenceService,
  ReleasesService,
  type RequestId,
  TranchesService,
} from './index.js';
import { ProjectMoney } from './project-money.js';

const lei = (bani: bigint) => Money.lei(bani);

describe('delivery', () => {
  let room: Room;
  let town: Town;
  let project: TownProject;
  let bank: BankAccount['id'];
  let walk: DeliveryWalk;
  let queries: DeliveryQueries;
  beforeAll(async () => {
    room = await openRoom([DeliveryModule, AuditModule]);
    queries = room.get(DeliveryQueries);
    const { operators } = await buildTown(room);
    bank = await openBank(room, operators[0]);
  });
  afterAll(async () => {
    const rows = await room.get(LedgerQueries).trialBalance();
    expect(rows.reduce((total, { debit, credit }) => total + debit.minor - credit.minor, 0n)).toBe(0n);
    expect(await room.get(AuditService).run()).toEqual([]);
    await room.close();
  });
  beforeEach(async () => {
    town = await buildTown(room);
    await openTreasury(room, town);
  });

  const start = async (wanted: ProjectWanted = {}, gifts = [70_000n, 30_001n]) => {
    project = await buildProject(room, town, wanted);
    walk = new DeliveryWalk(room, town, project, bank);
    for (const gift of gifts) await countGift(room, town, { projectId: project.id, bank, lei: lei(gift) });
  };
  /** Comes back when somebody waits for a lock. */
  const waiters = async () => {
    const sql = 'select 1 from pg_locks where not granted';
    for (let tries = 0; tries < 250; tries++) {
      if ((await room.db.rows(sql, [])).length > 0) return 'waits';
      await sleep(20);
    }
    return 'nobody waits';
  };
  const stateOf = async (id: RequestId) => (await queries.request(id))!.state;
  const projectState = async () => (await room.get(ProjectsQueries).find(project.id))!.state;
  const told = async (name: string) =>
    room.db.rows('select 1 from platform.outbox where name = $1 and data ->> $2 = $3', [name, 'projectId', project.id]);

  it('walks a tranche from the question to the treasury, each step in the books', async () => {
    await start({ shares: [2000, 8000] });
    const id = await walk.ask();
    expect(await queries.request(id)).toMatchObject({ state: 'asked', amount: lei(20_000n), number: 1 });
    await walk.inspect(id);
    expect(await stateOf(id)).toBe('voting');
    const [held] = await room.get(VotesQueries).ofSubject(`tranche:${id}`);
    expect(held).toMatchObject({ kind: 'release', rollSize: 5, entitled: 5 });
    expect(await walk.books()).toEqual({ claim: 100_001n });
    await walk.vote(id);
    expect(await stateOf(id)).toBe('approved');
    const claim = `held:project/${project.id}:claim:MDL` as never;
    expect((await room.get(LedgerQueries).free(claim)).minor).toBe(80_001n);
    const orderId = await walk.sign(id);
    expect([await stateOf(id), await projectState()]).toEqual(['released', 'in-delivery']);
    expect(await walk.books()).toEqual({ claim: 80_001n });
    await walk.arrive(id, orderId);
    expect(await stateOf(id)).toBe('received');
    expect(await walk.books()).toEqual({ claim: 80_001n, 'town-unspent': 20_000n, 'town-source': 20_000n });
    expect((await queries.steps(id)).map(({ state }) => state)).toEqual(['asked', 'voting', 'accepted', 'approved', 'released', 'received']); // prettier-ignore
    for (const name of ['tranche-asked', 'inspected', 'approved', 'released', 'received']) {
      expect(await told(`delivery.${name}`)).toHaveLength(1);
    }
  });

  it('answers the same question like the first time, and no other under its id', async () => {
    await start();
    const id = await walk.ask();
    const { trancheId, projectId, note } = (await queries.request(id))!;
    const [{ file }] = (await room.db.rows('select file_id as file from delivery.evidence where request_id = $1', [id])) as [{ file: FileId }]; // prettier-ignore
    const added = await walk.pdf(town.mayor);
    await room.get(EvidenceService).add(id, [added], town.mayor);
    const again = (said: object) => room.get(TranchesService).ask({ id, trancheId, projectId, note, evidence: [file], ...said }, town.mayor); // prettier-ignore
    await again({});
    for (const other of [{ note: 'Altceva.' }, { evidence: [added] }, { evidence: [file, added] }])
      await expect(again(other)).rejects.toMatchObject({ code: 'request-id-taken' });
  });

  it('adds evidence and inspects behind whoever holds the project, before any lock of its own', async () => {
    await start();
    const id = await walk.ask();
    const file = await walk.pdf(town.mayor);
    const done: string[] = [];
    const work: Promise<unknown>[] = [];
    await room.db.transaction(async (tx) => {
      await room.get(CampaignGate).hold(tx, project.id);
      const adding = room
        .get(EvidenceService)
        .add(id, [file], town.mayor)
        .then(() => done.push('added'));
      const inspecting = walk.inspect(id).then(
        () => done.push('inspected'),
        () => done.push('refused'),
      );
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(done).toEqual([]);
      // Whoever has the project may still take the request: nobody waits for him with it in hand.
      await tx.query('select 1 from delivery.request where id = $1 for update nowait', [id]);
      work.push(adding, inspecting);
    });
    await Promise.all(work);
    expect(done).toContain('inspected');
  });

  it('holds the money after a no, and lets the town hall ask anew', async () => {
    await start();
    const id = await walk.ask();
    await expect(walk.ask()).rejects.toMatchObject({ code: 'tranche-asked-already' });
    await walk.inspect(id, 'refused');
    await walk.vote(id, 'no');
    expect(await stateOf(id)).toBe('refused');
    expect(await walk.books()).toEqual({ claim: 100_001n });
    expect(await stateOf(await walk.ask())).toBe('asked');
  });

  it('refuses what is not theirs, out of order, without evidence or without every answer', async () => {
    await start({ shares: [2000, 8000] });
    const tranches = room.get(TranchesService);
    await expect(walk.ask(1)).rejects.toMatchObject({ code: 'tranche-order', params: { number: 1 } });
    await expect(walk.ask(0, town.president)).rejects.toMatchObject({ kind: 'not-found' });
    await expect(walk.ask(0, town.secretary)).rejects.toMatchObject({ code: 'role-missing' });
    const base = {
      id: newId<'TrancheRequest'>() as RequestId,
      trancheId: project.tranches[0]!,
      projectId: project.id,
      note: 'x',
    };
    await expect(tranches.ask({ ...base, evidence: [] }, town.mayor)).rejects.toMatchObject({
      code: 'evidence-missing',
    });
    const foreign = await walk.pdf(town.president);
    await expect(tranches.ask({ ...base, evidence: [foreign] }, town.mayor)).rejects.toMatchObject({
      code: 'evidence-missing',
    });
    const id = await walk.ask();
    await expect(tranches.inspect(id, [], 'accepted', town.inspector)).rejects.toMatchObject({ code: 'line-missing' });
    await expect(tranches.inspect(id, [], 'accepted', town.members[0]!)).rejects.toMatchObject({
      code: 'role-missing',
    });
    const wrong = project.lines.map((lineId) => ({ lineId, finding: 'wrong' as const }));
    await expect(tranches.inspect(id, wrong, 'refused', town.inspector)).rejects.toMatchObject({
      code: 'note-missing',
    });
    await room.get(EvidenceService).add(id, [await walk.pdf(town.accountant)], town.accountant);
    await walk.inspect(id);
    await expect(walk.inspect(id)).resolves.toBeUndefined();
    await expect(walk.inspect(id, 'refused')).rejects.toMatchObject({ code: 'tranche-state' });
    await expect(room.get(EvidenceService).add(id, [await walk.pdf(town.mayor)], town.mayor)).rejects.toMatchObject({ code: 'tranche-state' }); // prettier-ignore
    await expect(room.get(ReleasesService).askRelease(id, town.operators[0])).rejects.toMatchObject({
      code: 'tranche-state',
    });
    await expect(room.get(ReleasesService).askRelease(id, town.mayor)).rejects.toMatchObject({ kind: 'not-found' });
  });

  it('is inspected by nobody of the town hall, however new he is to the association', async () => {
    await start();
    const id = await walk.ask();
    for (const role of ['member', 'inspector'])
      await room.db.rows(
        `insert into hometowns.membership (id, body_id, kind, person_id, role, via, since)
         values ($1, $2, 'association', $3, $4, 'vouched', platform.now())`,
        [newId(), town.associationId, town.accountant, role],
      );
    const seen = project.lines.map((lineId) => ({ lineId, finding: 'ok' as const }));
    const own = () => room.get(TranchesService).inspect(id, seen, 'accepted', town.accountant);
    await expect(own()).rejects.toMatchObject({ code: 'inspector-conflict' });
    const leave = `update hometowns.membership set until = platform.now(), ended_by = person_id where person_id = $1 and kind = 'town-hall' returning id`;
    await room.db.rows(leave, [town.accountant]);
    await expect(own()).rejects.toMatchObject({ code: 'inspector-conflict' });
    await expect(walk.inspect(id)).resolves.toBeUndefined();
  });

  it('is inspected by nobody who has declared that he is kin of a supplier, also when he has just withdrawn it', async () => {
    await start();
    const id = await walk.ask();
    const [interests, kin] = [room.get(InterestsService), newId<'Interest'>()];
    await interests.declare(town.associationId, { id: kin, ground: 'supplier-kin', what: 'Fratele' }, town.inspector);
    await interests.withdraw(town.associationId, kin, town.inspector);
    await expect(walk.inspect(id)).rejects.toMatchObject({ code: 'inspector-conflict' });
  });

  it('needs two different signatures of the operator, and the account that both have seen', async () => {
    await start();
    const id = await walk.ask();
    await walk.inspect(id);
    await walk.vote(id);
    const releases = room.get(ReleasesService);
    const approval = await releases.askRelease(id, town.operators[0]);
    await expect(releases.confirmRelease(approval, town.operators[0])).rejects.toMatchObject({
      code: 'second-person-needed',
    });
    await openTreasury(room, town, 'MD94AG000225100013104169');
    await expect(releases.confirmRelease(approval, town.operators[1])).rejects.toMatchObject({
      code: 'account-changed',
    });
    expect([await stateOf(id), (await walk.books()).claim]).toEqual(['approved', 100_001n]);
    const waits = async () => (await room.get(ApprovalsQueries).waiting('operator')).some(({ subject }) => subject === `tranche:${id}`); // prettier-ignore
    await expect(releases.refuseRelease(approval, 'Eu am cerut', town.operators[0])).rejects.toMatchObject({
      code: 'second-person-needed',
    });
    await releases.refuseRelease(approval, 'Contul s-a schimbat', town.operators[1]);
    expect([await stateOf(id), await waits()]).toEqual(['approved', false]);
    await releases.askRelease(id, town.operators[0]);
    await releases.refuse(id, 'Contul s-a schimbat', town.operators[1]);
    expect([await stateOf(id), await waits()]).toEqual(['refused', false]);
    const claim = `held:project/${project.id}:claim:MDL` as never;
    expect((await room.get(LedgerQueries).free(claim)).minor).toBe(100_001n);
  });

  it('waits for a change of account that is under way, and pays to no account that it replaces', async () => {
    await start();
    const id = await walk.ask();
    await walk.inspect(id);
    await walk.vote(id);
    const releases = room.get(ReleasesService);
    const approval = await releases.askRelease(id, town.operators[0]);
    let signed: Promise<string> | undefined;
    await room.db.transaction(async (tx) => {
      await tx.query('select from hometowns.body where id = $1 for no key update', [town.townHallId]);
      signed = releases.confirmRelease(approval, town.operators[1]).then(() => 'paid', ({ code }) => String(code)); // prettier-ignore
      expect(await Promise.race([signed, waiters()])).toBe('waits');
      await tx.query(`update hometowns.treasury_account set state = 'replaced', replaced_at = platform.now() where body_id = $1 and state = 'active'`, [town.townHallId]); // prettier-ignore
    });
    expect(await signed).toBe('treasury-missing');
    expect(await stateOf(id)).toBe('approved');
  });

  it('takes no signature for an account that was not seen, nor of somebody who belongs to the town hall', async () => {
    await start();
    const id = await walk.ask();
    await walk.inspect(id);
    await walk.vote(id);
    const releases = room.get(ReleasesService);
    const account = async () => (await room.get(TreasuryService).active(town.townHallId))!.id;
    const seen = await account();
    await openTreasury(room, town, 'MD94AG000225100013104169');
    await expect(releases.askRelease(id, town.operators[0], seen)).rejects.toMatchObject({ code: 'account-changed' });
    await room.db.transaction((tx) => room.get(StaffService).appoint(tx, town.mayor, null));
    await expect(releases.askRelease(id, town.mayor)).rejects.toMatchObject({ code: 'own-project' });
    const approval = await releases.askRelease(id, town.operators[0], await account());
    await expect(releases.confirmRelease(approval, town.mayor)).rejects.toMatchObject({ code: 'own-project' });
    await room.db.rows('update hometowns.membership set until = platform.now(), ended_by = person_id where person_id = $1', [town.mayor]); // prettier-ignore
    await expect(releases.confirmRelease(approval, town.mayor)).rejects.toMatchObject({ code: 'own-project' });
    await room.db.transaction((tx) => room.get(StaffService).dismiss(tx, town.mayor, town.operators[0]));
    expect(await stateOf(id)).toBe('approved');
  });

  it('approves one of two tranches of sixty percent at once', async () => {
    await start({ shares: [6000, 4000], association: false });
    const ids = [newId<'TrancheRequest'>(), newId<'TrancheRequest'>()] as RequestId[];
    for (const [n, id] of ids.entries()) {
      await room.db.rows(
        `insert into delivery.request (id, project_id, tranche_id, number, amount_minor, note, state, asked_by, asked_at)
         values ($1, $2, $3, $4, 60000, 'x', 'accepted', $5, platform.now())`,
        [id, project.id, project.tranches[n], n + 1, town.mayor],
      );
    }
    await Promise.all([walk.work(), walk.work(), walk.work()]);
    expect((await Promise.all(ids.map(stateOf))).sort()).toEqual(['accepted', 'approved']);
    const claim = `held:project/${project.id}:claim:MDL` as never;
    expect((await room.get(LedgerQueries).free(claim)).minor).toBe(40_001n);
  });

  it('lets ten days of objections stand in where there is no association', async () => {
    await start({ association: false });
    const id = await walk.ask();
    expect(await stateOf(id)).toBe('objections');
    await expect(walk.inspect(id)).rejects.toMatchObject({ kind: 'not-found' });
    const objection = { id: newId<'Objection'>(), text: 'Nu arde niciun bec.' };
    await room.get(EvidenceService).object(id, objection, town.members[0]!);
    await room.get(EvidenceService).object(id, objection, town.members[0]!);
    const object = (said: object, of = id) => room.get(EvidenceService).object(of, { ...objection, ...said }, town.members[0]!); // prettier-ignore
    await expect(object({ text: 'Altceva.' })).rejects.toMatchObject({ code: 'objection-reused' });
    expect(await queries.objections(id)).toMatchObject([{ text: 'Nu arde niciun bec.' }]);
    for (let n = 0; n < 2; n += 1) await object({ id: newId() });
    await expect(object({ id: newId() })).rejects.toMatchObject({ code: 'objections-many' });
    await walk.pass(9);
    expect(await stateOf(id)).toBe('objections');
    await room.get(Clock).moveBy(2 * 86_400_000);
    await expect(object({ id: newId() })).rejects.toMatchObject({ code: 'objections-over' }); // before the chore comes
    await walk.work();
    expect(await stateOf(id)).toBe('approved');
    await walk.sign(id);
    expect(await projectState()).toBe('in-delivery');
  });

  it('takes an order back that the bank refused, and pays the tranche at the second attempt', async () => {
    await start();
    const first = await walk.ask();
    await walk.inspect(first);
    await walk.vote(first);
    const orderId = await walk.sign(first);
    expect(await walk.books()).toEqual({});
    await room.db.rows(`insert into platform.outbox (name, data) values ('banking.order-sent', jsonb_build_object('orderId', $1::text, 'owner', 'tranche:' || $2))`, [orderId, first]); // prettier-ignore
    await room.drain();
    expect((await queries.request(first))!.sentAt).not.toBeNull();
    const orders = room.get(OrderRejectionsService);
    const approval = await orders.ask(orderId as never, 'cont închis', town.operators[0]);
    await orders.confirm(approval, town.operators[1]);
    // The sum is in the claim again, and counted once before anybody has heard of it.
    const pot = await room.db.transaction((tx) => room.get(ProjectMoney).pot(tx, project.id));
    expect(pot).toEqual({ free: lei(100_001n), whole: lei(100_001n) });
    await room.drain();
    expect([await stateOf(first), await walk.books()]).toEqual(['rejected', { claim: 100_001n }]);
    const second = await walk.ask();
    await walk.inspect(second);
    await walk.vote(second);
    await walk.arrive(second, await walk.sign(second));
    expect(await walk.books()).toEqual({ 'town-unspent': 100_001n, 'town-source': 100_001n });
  });

  it('holds a tranche back while a lost dispute is not covered', async () => {
    await start();
    const id = await walk.ask();
    await walk.inspect(id);
    const sides = {
      debit: account('held', 'project', project.id, 'loss', 'MDL'),
      credit: account('held', 'operator', 'fx', 'MDL'),
    };
    const loss = { key: `test:${id}:loss`, kind: 'test.loss', postings: [{ ...sides, amount: lei(100n) }] };
    await room.db.transaction((tx) => room.get(LedgerService).post(tx, loss));
    await walk.vote(id);
    expect(await stateOf(id)).toBe('accepted');
    await room.db.transaction((tx) => room.get(LedgerService).reverse(tx, loss.key, { reason: 'test' }));
    await walk.work();
    expect(await stateOf(id)).toBe('approved');
  });

  it('takes a tranche back that the treasury returned after it had arrived', async () => {
    await start();
    const id = await walk.whole();
    const line = { id: newId<'BankLine'>(), accountId: bank, amount: lei(100_001n), reference: newId() };
    const [first, second] = town.operators;
    const { orderId } = (await queries.request(id))!;
    const returned = {
      ...line,
      bookedOn: await walk.today(),
      meaning: 'order-returned',
      refersTo: orderId!,
      purpose: 'RETUR: cont inchis',
    } as const;
    const approval = await room.get(BankService).enterLine(returned, first);
    const [invoice, file] = [newId<'Invoice'>(), await walk.pdf(town.mayor)];
    const bill = {
      id: invoice,
      projectId: project.id,
      lineId: project.lines[0]!,
      supplier: 'Electro',
      number: '1',
      file,
    };
    await room.get(InvoicesService).enter({ ...bill, date: await walk.today(), amount: lei(1n) }, town.mayor);
    const spent = room.get(BankService).confirmLine(approval, second);
    await expect(spent).rejects.toMatchObject({ code: 'order-spent', params: { left: Money.lei(100_000n) } });
    await room.get(InvoicesService).cancel(invoice, 'greșită', town.mayor);
    await room.get(BankService).confirmLine(approval, second);
    await room.drain();
    expect([await stateOf(id), await walk.books()]).toEqual(['rejected', { claim: 100_001n }]);
    expect((await queries.steps(id)).at(-1)).toMatchObject({ state: 'rejected', reason: 'RETUR: cont inchis' });
    expect(await room.db.rows(`select 1 from platform.outbox where data::text like '%RETUR%'`)).toEqual([]);
    const booked = (as: string) => plant(room, ['ledger.journal'], [`update ledger.journal set kind = '${as}' where ref->>'line' = '${line.id}'`]); // prettier-ignore
    await booked('line.own-means');
    expect(await room.get(AuditService).run()).toMatchObject([
      { kind: 'line-booked-otherwise', subject: `bank-line:${line.id}`, params: { meaning: 'order-returned', booked: 'line.own-means' } },
    ]); // prettier-ignore
    await booked('order.returned');
  });

  it('is inspected by the president too when the inspectors have let ten days pass', async () => {
    await start();
    const tranches = room.get(TranchesService);
    const id = await walk.ask();
    const seen = project.lines.map((lineId) => ({ lineId, finding: 'ok' as const }));
    const asPresident = () => tranches.inspect(id, seen, 'accepted', town.president);
    await expect(asPresident()).rejects.toMatchObject({ code: 'role-missing' });
    await room.get(Clock).moveBy(10 * 86_400_000);
    await expect(tranches.inspect(id, seen, 'accepted', town.members[0]!)).rejects.toMatchObject({
      code: 'role-missing',
    });
    await asPresident();
    expect(await room.get(DeliveryQueries).request(id)).toMatchObject({ state: 'voting' });
  });
});
