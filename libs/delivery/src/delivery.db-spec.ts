import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type CivilDate, type FileId, Money, newId, type PersonId } from '#libs/kernel/src/index.js';
import { BankService } from '#libs/payments/src/index.js';
import { Clock, Courier, Files } from '#libs/platform/src/index.js';
import { ProjectsQueries } from '#libs/projects/src/index.js';
import { VotesQueries, VotesService } from '#libs/voting/src/index.js';
import { LedgerQueries } from '#libs/ledger/src/index.js';
import { countGift, openBank, openTreasury } from '../../../test/support/money.js';
import { openRoom, type Room } from '../../../test/support/room.js';
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
  EvidenceService,
  ReleasesService,
  type RequestId,
  TranchesService,
} from './index.js';

const DAY = 86_400_000;
const lei = (bani: bigint) => Money.lei(bani);

describe('delivery', () => {
  let room: Room;
  let town: Town;
  let project: TownProject;
  let bank: string;
  let queries: DeliveryQueries;
  beforeAll(async () => {
    room = await openRoom([DeliveryModule]);
    queries = room.get(DeliveryQueries);
    const { operators } = await buildTown(room);
    bank = await openBank(room, operators[0]);
  });
  afterAll(async () => {
    const rows = await room.get(LedgerQueries).trialBalance();
    expect(rows.reduce((total, { debit, credit }) => total + debit.minor - credit.minor, 0n)).toBe(0n);
    await room.close();
  });
  beforeEach(async () => {
    town = await buildTown(room);
    await openTreasury(room, town);
  });

  const pdf = async (by: PersonId): Promise<FileId> =>
    (await room.get(Files).keep({ bytes: Buffer.from('%PDF-1.7\n%âãÏÓ\n1 0 obj\n'), name: 'act.pdf', by })).id;
  const start = async (wanted: ProjectWanted = {}, gifts = [70_000n, 30_001n]) => {
    project = await buildProject(room, town, wanted);
    for (const gift of gifts) await countGift(room, { projectId: project.id, bank, lei: lei(gift) });
  };
  const ask = async (n = 0, by = town.mayor): Promise<RequestId> => {
    const id = newId<'TrancheRequest'>() as RequestId;
    const evidence = [await pdf(by)];
    await room.get(TranchesService).ask({ id, trancheId: project.tranches[n]!, projectId: project.id, note: 'Stâlpii sunt puși.', evidence }, by); // prettier-ignore
    return id;
  };
  const inspect = (id: RequestId, verdict: 'accepted' | 'refused' = 'accepted') =>
    room.get(TranchesService).inspect(id, project.lines.map((lineId) => ({ lineId, finding: 'ok' })), verdict, town.inspector); // prettier-ignore
  const vote = async (id: RequestId, choice: 'yes' | 'no' = 'yes') => {
    const { voteId } = (await queries.request(id))!;
    for (const member of [town.president, town.inspector, ...town.members]) {
      await room.get(VotesService).cast(voteId!, choice, null, member);
    }
    await pass(5);
  };
  const pass = async (days: number) => {
    await room.get(Clock).moveBy(days * DAY);
    await work();
  };
  /** The chores of votes and tranches; those of payments would look for Stripe. */
  const work = async () => {
    for (const chore of ['voting.close', 'delivery.approve']) await room.get(Courier).run(chore);
    await room.drain();
  };
  const sign = async (id: RequestId) => {
    const approval = await room.get(ReleasesService).askRelease(id, town.operators[0]);
    await room.get(ReleasesService).confirmRelease(approval, town.operators[1]);
    await room.drain();
    return (await queries.request(id))!.orderId!;
  };
  const arrive = async (id: RequestId, orderId: string) => {
    const { amount } = (await queries.request(id))!;
    const line = { id: newId<'BankLine'>(), accountId: bank as never, amount, reference: newId(), meaning: 'order', refersTo: orderId } as const; // prettier-ignore
    const [{ day }] = (await room.db.rows<{ day: CivilDate }>(`select (platform.now() at time zone 'Europe/Chisinau')::date::text as day`)) as [{ day: CivilDate }]; // prettier-ignore
    const approval = await room.get(BankService).enterLine({ ...line, bookedOn: day }, town.operators[0]);
    await room.get(BankService).confirmLine(approval, town.operators[1]);
    await room.drain();
  };
  const books = async (): Promise<Record<string, bigint>> => {
    const ledger = room.get(LedgerQueries);
    const all = [
      ...(await ledger.balances(`held:project/${project.id}:`)),
      ...(await ledger.balances(`memo:project/${project.id}:`)),
    ];
    return Object.fromEntries(
      all.filter(({ amount }) => !amount.isZero()).map(({ code, amount }) => [code.split(':')[2]!, amount.minor]),
    );
  };
  const stateOf = async (id: RequestId) => (await queries.request(id))!.state;
  const projectState = async () => (await room.get(ProjectsQueries).find(project.id))!.state;
  const told = async (name: string) =>
    room.db.rows('select 1 from platform.outbox where name = $1 and data ->> $2 = $3', [name, 'projectId', project.id]);

  it('walks a tranche from the question to the treasury, each step in the books', async () => {
    await start({ shares: [2000, 8000] });
    const id = await ask();
    expect(await queries.request(id)).toMatchObject({ state: 'asked', amount: lei(20_000n), number: 1 });
    await inspect(id);
    expect(await stateOf(id)).toBe('voting');
    const [held] = await room.get(VotesQueries).ofSubject(`tranche:${id}`);
    expect(held).toMatchObject({ kind: 'release', rollSize: 5, entitled: 5 });
    expect(await books()).toEqual({ claim: 100_001n });
    await vote(id);
    expect(await stateOf(id)).toBe('approved');
    const claim = `held:project/${project.id}:claim:MDL` as never;
    expect((await room.get(LedgerQueries).free(claim)).minor).toBe(80_001n);
    const orderId = await sign(id);
    expect([await stateOf(id), await projectState()]).toEqual(['released', 'in-delivery']);
    expect(await books()).toEqual({ claim: 80_001n });
    await arrive(id, orderId);
    expect(await stateOf(id)).toBe('received');
    expect(await books()).toEqual({ claim: 80_001n, 'town-unspent': 20_000n, 'town-source': 20_000n });
    expect((await queries.steps(id)).map(({ state }) => state)).toEqual(['asked', 'voting', 'accepted', 'approved', 'released', 'received']); // prettier-ignore
    for (const name of ['tranche-asked', 'inspected', 'approved', 'released', 'received']) {
      expect(await told(`delivery.${name}`)).toHaveLength(1);
    }
  });

  it('holds the money after a no, and lets the town hall ask anew', async () => {
    await start();
    const id = await ask();
    await expect(ask()).rejects.toMatchObject({ code: 'tranche-asked-already' });
    await inspect(id, 'refused');
    await vote(id, 'no');
    expect(await stateOf(id)).toBe('refused');
    expect(await books()).toEqual({ claim: 100_001n });
    expect(await stateOf(await ask())).toBe('asked');
  });

  it('refuses what is not theirs, out of order, without evidence or without every answer', async () => {
    await start({ shares: [2000, 8000] });
    const tranches = room.get(TranchesService);
    await expect(ask(1)).rejects.toMatchObject({ code: 'tranche-order', params: { number: 1 } });
    await expect(ask(0, town.president)).rejects.toMatchObject({ kind: 'not-found' });
    await expect(ask(0, town.secretary)).rejects.toMatchObject({ code: 'role-missing' });
    const base = {
      id: newId<'TrancheRequest'>() as RequestId,
      trancheId: project.tranches[0]!,
      projectId: project.id,
      note: 'x',
    };
    await expect(tranches.ask({ ...base, evidence: [] }, town.mayor)).rejects.toMatchObject({
      code: 'evidence-missing',
    });
    const foreign = await pdf(town.president);
    await expect(tranches.ask({ ...base, evidence: [foreign] }, town.mayor)).rejects.toMatchObject({
      code: 'evidence-missing',
    });
    const id = await ask();
    await expect(tranches.inspect(id, [], 'accepted', town.inspector)).rejects.toMatchObject({ code: 'line-missing' });
    await expect(tranches.inspect(id, [], 'accepted', town.members[0]!)).rejects.toMatchObject({
      code: 'role-missing',
    });
    const wrong = project.lines.map((lineId) => ({ lineId, finding: 'wrong' as const }));
    await expect(tranches.inspect(id, wrong, 'refused', town.inspector)).rejects.toMatchObject({
      code: 'note-missing',
    });
    await room.get(EvidenceService).add(id, [await pdf(town.accountant)], town.accountant);
    await inspect(id);
    await expect(inspect(id)).resolves.toBeUndefined();
    await expect(room.get(EvidenceService).add(id, [await pdf(town.mayor)], town.mayor)).rejects.toMatchObject({ code: 'tranche-state' }); // prettier-ignore
    await expect(room.get(ReleasesService).askRelease(id, town.operators[0])).rejects.toMatchObject({
      code: 'tranche-state',
    });
    await expect(room.get(ReleasesService).askRelease(id, town.mayor)).rejects.toMatchObject({ kind: 'not-found' });
  });

  it('needs two different signatures of the operator, and the account that both have seen', async () => {
    await start();
    const id = await ask();
    await inspect(id);
    await vote(id);
    const releases = room.get(ReleasesService);
    const approval = await releases.askRelease(id, town.operators[0]);
    await expect(releases.confirmRelease(approval, town.operators[0])).rejects.toMatchObject({
      code: 'second-person-needed',
    });
    await openTreasury(room, town, 'MD94AG000225100013104169');
    await expect(releases.confirmRelease(approval, town.operators[1])).rejects.toMatchObject({
      code: 'account-changed',
    });
    expect([await stateOf(id), (await books()).claim]).toEqual(['approved', 100_001n]);
    await releases.refuse(id, 'Contul s-a schimbat', town.operators[1]);
    const claim = `held:project/${project.id}:claim:MDL` as never;
    expect((await room.get(LedgerQueries).free(claim)).minor).toBe(100_001n);
  });

  it('approves one of two tranches of sixty percent at once', async () => {
    await start({ shares: [6000, 4000] });
    const ids = [newId<'TrancheRequest'>(), newId<'TrancheRequest'>()] as RequestId[];
    for (const [n, id] of ids.entries()) {
      await room.db.rows(
        `insert into delivery.request (id, project_id, tranche_id, number, amount_minor, note, state, asked_by, asked_at)
         values ($1, $2, $3, $4, 60000, 'x', 'accepted', $5, platform.now())`,
        [id, project.id, project.tranches[n], n + 1, town.mayor],
      );
    }
    await Promise.all([work(), work(), work()]);
    expect((await Promise.all(ids.map(stateOf))).sort()).toEqual(['accepted', 'approved']);
    const claim = `held:project/${project.id}:claim:MDL` as never;
    expect((await room.get(LedgerQueries).free(claim)).minor).toBe(40_001n);
  });

  it('lets ten days of objections stand in where there is no association', async () => {
    await start({ association: false });
    const id = await ask();
    expect(await stateOf(id)).toBe('objections');
    await expect(inspect(id)).rejects.toMatchObject({ kind: 'not-found' });
    const objection = { id: newId<'Objection'>(), text: 'Nu arde niciun bec.' };
    await room.get(EvidenceService).object(id, objection, town.members[0]!);
    expect(await queries.objections(id)).toMatchObject([{ text: 'Nu arde niciun bec.' }]);
    await pass(9);
    expect(await stateOf(id)).toBe('objections');
    await pass(2);
    expect(await stateOf(id)).toBe('approved');
    await sign(id);
    expect(await projectState()).toBe('in-delivery');
  });

  it('takes an order back that the bank refused, and pays the tranche at the second attempt', async () => {
    await start();
    const first = await ask();
    await inspect(first);
    await vote(first);
    const orderId = await sign(first);
    expect(await books()).toEqual({});
    await room.db.rows(`insert into platform.outbox (name, data) values ('payments.order-sent', jsonb_build_object('orderId', $1::text, 'owner', 'tranche:' || $2))`, [orderId, first]); // prettier-ignore
    await room.drain();
    expect((await queries.request(first))!.sentAt).not.toBeNull();
    const { OrderRejectionsService } = await import('#libs/payments/src/index.js');
    const rejections = room.get(OrderRejectionsService);
    const approval = await rejections.ask(orderId as never, 'cont închis', town.operators[0]);
    await rejections.confirm(approval, town.operators[1]);
    await room.drain();
    expect([await stateOf(first), await books()]).toEqual(['rejected', { claim: 100_001n }]);
    const second = await ask();
    await inspect(second);
    await vote(second);
    await arrive(second, await sign(second));
    expect(await books()).toEqual({ 'town-unspent': 100_001n, 'town-source': 100_001n });
  });
});
