import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ApprovalsQueries } from '#libs/approvals/src/index.js';
import { AuditModule, AuditService } from '#libs/audit/src/index.js';
import type { BankAccount } from '#libs/banking/src/index.js';
import { BooksModule, StatementQueries } from '#libs/books/src/index.js';
import { CancellationService, CompletionService, DeliveryModule, InvoicesService, MoneyBackService, StagesService } from '#libs/delivery/src/index.js'; // prettier-ignore
import {
  type AskNeed,
  FundsModule,
  FundsQueries,
  type NeedId,
  NeedsQueries,
  NeedsService,
} from '#libs/funds/src/index.js';
import { InterestsService } from '#libs/hometowns/src/index.js';
import { type ApprovalId, type DomainError, Money, newId, type ProjectId } from '#libs/kernel/src/index.js';
import {
  ClosingService,
  EndingQueries,
  PledgesQueries,
  PursesService,
  WindingService,
} from '#libs/pledges/src/index.js';
import { Clock, Courier } from '#libs/platform/src/index.js';
import { CampaignGate, type ProjectState } from '#libs/projects/src/index.js';
import { DeliveryWalk } from '../../../test/support/delivery.js';
import { countGift, creditLine, openBank, openTreasury } from '../../../test/support/money.js';
import { plant } from '../../../test/support/superuser.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import {
  buildProject,
  buildTown,
  join,
  person,
  type ProjectWanted,
  type Town,
  type TownProject,
} from '../../../test/support/town.js';

const DAY = 86_400_000;
const lei = (bani: bigint) => Money.lei(bani);

describe('a town’s fund used for its next need', () => {
  let room: Room;
  let bank: BankAccount['id'];
  let town: Town;
  let needs: NeedsService;
  beforeAll(async () => {
    room = await openRoom([FundsModule, DeliveryModule, BooksModule, AuditModule]);
    needs = room.get(NeedsService);
    bank = await openBank(room, (await buildTown(room)).operators[0]);
  });
  beforeEach(async () => {
    town = await buildTown(room);
  });
  afterEach(async () => {
    expect(await room.get(AuditService).run()).toEqual([]);
  });
  afterAll(() => room.close());

  const end = (projectId: ProjectId, why: 'failed' | 'cancelled') =>
    room.db.transaction(async (tx) => {
      await room.get(CampaignGate).move(tx, projectId, why, { by: null });
      await room.get(WindingService).begin(tx, projectId, why);
    });
  const gift = (projectId: ProjectId, bani: bigint, shortfall = 'return') =>
    countGift(room, town, { projectId, bank, lei: lei(bani), shortfall });
  /** Puts so much into the purse, by a project that was given up. */
  const fill = async (bani: bigint) => {
    const { id } = await buildProject(room, town);
    await gift(id, bani, 'next');
    await end(id, 'cancelled');
    await room.drain();
  };
  const open = (wanted: ProjectWanted = {}) =>
    buildProject(room, town, { state: 'campaign', campaignEndsIn: '5 days', ...wanted });
  const wish = ({ id }: Pick<TownProject, 'id'>, bani: bigint, over: Partial<AskNeed> = {}): AskNeed => ({
    ...{
      id: newId<'Need'>(),
      projectId: id,
      amount: lei(bani),
      reason: 'Lipsesc doi stâlpi.',
      lang: 'ro',
      ...over,
    },
  });
  const ask = async (project: Pick<TownProject, 'id'>, bani: bigint): Promise<NeedId> => {
    const one = wish(project, bani);
    await needs.ask(one, town.mayor);
    return one.id;
  };
  const give = async (project: Pick<TownProject, 'id'>, bani: bigint): Promise<NeedId> => {
    const id = await ask(project, bani);
    await needs.agree(id, town.president);
    return id;
  };
  const purse = async () => {
    const { held, used } = await room.get(FundsQueries).totals(town.placeCode);
    return [held.minor, used.minor];
  };
  const project = async (id: ProjectId) => {
    const [{ raised, fromFund, donors }] = (await room.get(PledgesQueries).totals([id])) as [Awaited<ReturnType<PledgesQueries['totals']>>[0]]; // prettier-ignore
    return [raised.minor, fromFund.minor, donors];
  };
  const stateOf = async (id: NeedId) => (await room.get(NeedsQueries).find(id))!.state;
  const code = (work: Promise<unknown>) => work.then(() => 'done', (error: DomainError) => error.code); // prettier-ignore

  it('goes to a project when the town hall asks and the association agrees; it counts as held, apart, and both registers say so', async () => {
    await fill(50_000n);
    const one = await open();
    await gift(one.id, 10_000n);
    const asked = wish(one, 20_000n);
    await needs.ask(asked, town.mayor);
    await needs.ask(asked, town.mayor);
    expect(await code(needs.ask({ ...asked, amount: lei(1n) }, town.mayor))).toBe('id-taken');
    expect([await purse(), await project(one.id)]).toEqual([
      [50_000n, 0n],
      [10_000n, 0n, 1],
    ]);
    await needs.agree(asked.id, town.president);
    await needs.ask(asked, town.mayor);
    expect([await purse(), await project(one.id)]).toEqual([
      [30_000n, 20_000n],
      [30_000n, 20_000n, 1],
    ]);
    expect(await code(needs.agree(asked.id, town.president))).toBe('approval-decided');
    const statements = room.get(StatementQueries);
    const [atTown, atProject] = [await statements.ofTown(town.placeCode, { limit: 50 }), await statements.ofProject(one.id, { limit: 50 })]; // prettier-ignore
    const [out, into] = [atTown.lines.at(-1)!, atProject.lines.at(-1)!];
    expect([out.kind, out.amount.minor, out.balance.minor, into.amount.minor]).toEqual(['fund.need-used', -20_000n, 30_000n, 20_000n]); // prettier-ignore
    expect([out.about, out.giver, into.giver]).toEqual([{ original: 'ro', ro: 'Lumină pe strada Nucilor' }, null, null]); // prettier-ignore
    const [listed] = await room.get(NeedsQueries).list({ placeCode: town.placeCode });
    expect(listed).toMatchObject({ id: asked.id, state: 'used', associationId: town.associationId, project: { code: one.code } }); // prettier-ignore
  });

  it('is asked by those who may, for what is lacking and free, once at a time', async () => {
    await fill(90_000n);
    await fill(60_000n);
    const one = await open();
    await gift(one.id, 20_000n);
    expect(await code(needs.ask(wish(one, 1n), town.accountant))).toBe('role-missing');
    expect(await code(needs.ask(wish(one, 1n), town.president))).toBe('not-found');
    expect(await code(needs.ask(wish(one, 0n), town.mayor))).toBe('need-amount');
    expect(await code(needs.ask(wish(one, 1n, { reason: ' ' }), town.mayor))).toBe('need-reason');
    expect(await code(needs.ask(wish({ id: newId<'Project'>() }, 1n), town.mayor))).toBe('not-found');
    // Looking waits for nobody: neither for the project's gate nor for the purse.
    await room.db.transaction(async (tx) => {
      await room.get(CampaignGate).hold(tx, one.id);
      await room.get(PursesService).free(tx, town.placeCode);
      const seen = await Promise.race([needs.roomFor(one.id), delay(3000, 'waits')]);
      expect(seen).toEqual({ lacking: lei(80_000n), free: lei(150_000n) });
    });
    await expect(needs.ask(wish(one, 80_001n), town.mayor)).rejects.toMatchObject({ code: 'need-lacking', params: { lacking: lei(80_000n) } }); // prettier-ignore
    const large = await open({ times: 3 });
    await expect(needs.ask(wish(large, 150_001n), town.mayor)).rejects.toMatchObject({ code: 'purse-short', params: { free: lei(150_000n) } }); // prettier-ignore
    const twice = await Promise.all([1, 2].map((n) => code(needs.ask(wish(one, BigInt(n)), n === 1 ? town.mayor : town.secretary)))); // prettier-ignore
    expect(twice.sort()).toEqual(['approval-waiting', 'done']);
    const states: [ProjectState, string][] = [['published', 'need-project-state'], ['draft', 'not-found'], ['collecting', 'need-project-state'], ['completed', 'need-project-state'], ['failed', 'need-project-state']]; // prettier-ignore
    for (const [state, refusal] of states)
      expect([state, await code(needs.ask(wish(await buildProject(room, town, { state }), 1n), town.mayor))]).toEqual([state, refusal]); // prettier-ignore
    const full = await buildProject(room, town, { state: 'funded' });
    await gift(full.id, 100_000n);
    expect(await code(needs.ask(wish(full, 1n), town.mayor))).toBe('need-enough');
    await give(await buildProject(room, town, { state: 'in-delivery' }), 100n);
    expect(await code(needs.ask(wish(await open(), 1n), (await buildTown(room)).mayor))).toBe('not-found');
  });

  it('is answered by another body’s officers, and by nobody who works for the town hall', async () => {
    await fill(50_000n);
    const id = await ask(await open(), 100n);
    expect(await code(needs.agree(id, town.inspector))).toBe('role-missing');
    expect(await code(needs.agree(id, town.operators[0]))).toBe('not-found');
    expect(await code(needs.agree(id, town.secretary))).toBe('not-found');
    await room.db.transaction((tx) => join(tx, town.associationId, town.secretary, 'treasurer'));
    expect(await code(needs.agree(id, town.secretary))).toBe('second-person-needed');
    const second = await room.db.transaction((tx) => person(tx));
    await room.db.transaction((tx) => join(tx, town.associationId, second, 'treasurer'));
    const interest = { id: newId<'Interest'>(), ground: 'town-hall-staff', what: 'Contabil' } as const;
    await room.get(InterestsService).declare(town.associationId, interest, second);
    expect(await code(needs.agree(id, second))).toBe('second-person-needed');
    expect(await code(needs.refuse(id, ' ', town.president))).toBe('approval-reason');
    await needs.refuse(id, 'Întâi fântâna.', town.president);
    expect(await room.get(NeedsQueries).find(id)).toMatchObject({ state: 'refused', answer: 'Întâi fântâna.' });
    expect(await code(needs.agree(id, town.president))).toBe('approval-decided');
    expect(await code(needs.withdraw(id, town.mayor))).toBe('approval-decided');
    const other = await ask(await open(), 100n);
    await room.db.rows('update hometowns.membership set until = platform.now(), ended_by = person_id where person_id = $1 and body_id = $2 returning 1', [town.mayor, town.townHallId]); // prettier-ignore
    expect(await code(needs.agree(other, town.president))).toBe('asker-left');
    expect(await code(needs.withdraw(other, town.president))).toBe('not-found');
    await needs.withdraw(other, town.secretary);
    await needs.withdraw(other, town.secretary);
    expect([await stateOf(other), await purse()]).toEqual(['withdrawn', [50_000n, 0n]]);
  });

  it('is answered by the operator where the town has no officer who could', async () => {
    await fill(50_000n);
    await room.db.rows('update hometowns.membership set until = platform.now(), ended_by = person_id where person_id = $1 returning 1', [town.president]); // prettier-ignore
    await room.db.transaction((tx) => join(tx, town.associationId, town.mayor, 'president'));
    const one = await open({ association: false });
    const id = await ask(one, 100n);
    expect(await room.get(ApprovalsQueries).find(id as unknown as ApprovalId)).toMatchObject({ office: 'operator', kind: 'fund-need' }); // prettier-ignore
    expect(await code(needs.agree(id, town.mayor))).toBe('not-found');
    await needs.agree(id, town.operators[1]);
    expect(await project(one.id)).toEqual([100n, 100n, 0]);
  });

  it('gives what is there once, whoever is first', async () => {
    await fill(50_000n);
    const [one, two] = [await open(), await open()];
    const ids = [await ask(one, 40_000n), await ask(two, 40_000n)];
    const answers = await Promise.all(ids.map((id) => code(needs.agree(id, town.president))));
    expect(answers).toContain('done');
    expect(['purse-short', 'not-enough']).toContain(answers.find((answer) => answer !== 'done'));
    expect(await purse()).toEqual([10_000n, 40_000n]);
    const late = ids[answers.findIndex((answer) => answer !== 'done')]!;
    await expect(needs.agree(late, town.president)).rejects.toMatchObject({ code: 'purse-short', params: { free: lei(10_000n) } }); // prettier-ignore
    const again = await ask(await open(), 10_000n);
    expect((await Promise.all([1, 2, 3].map(() => code(needs.agree(again, town.president))))).sort()).toEqual(['approval-decided', 'approval-decided', 'done']); // prettier-ignore
    expect(await purse()).toEqual([0n, 50_000n]);
  });

  it('falls when nobody answers within thirty days, or when the project ended first', async () => {
    await fill(50_000n);
    const [one, two] = [await open({ campaignEndsIn: '60 days' }), await open()];
    const [slow, ended] = [await ask(one, 100n), await ask(two, 100n)];
    await end(two.id, 'failed');
    await expect(needs.agree(ended, town.president)).rejects.toMatchObject({ code: 'need-project-state', params: { state: 'failed' } }); // prettier-ignore
    const chore = () => room.get(Courier).run('funds.need-lapse');
    await chore();
    expect([await stateOf(slow), await stateOf(ended)]).toEqual(['waiting', 'lapsed']);
    await room.get(Clock).moveBy(30 * DAY);
    await chore();
    expect([await stateOf(slow), await code(needs.agree(slow, town.president))]).toEqual([
      'lapsed',
      'approval-decided',
    ]);
    expect((await room.get(ApprovalsQueries).find(slow as unknown as ApprovalId))!.state).toBe('withdrawn');
    await give(one, 100n);
    expect(await purse()).toEqual([49_900n, 100n]);
  });

  it('counts when a campaign is decided, and stays with a smaller version', async () => {
    await fill(50_000n);
    const [alone, smaller] = [await open(), await open()];
    await room.db.rows(`update projects.campaign set model = 'all-or-nothing', minimum_minor = 20000 where project_id = $1 returning 1`, [alone.id]); // prettier-ignore
    await room.db.rows(`update projects.campaign set minimum_minor = 20000 where project_id = $1 returning 1`, [
      smaller.id,
    ]);
    await give(alone, 20_000n);
    await give(smaller, 7_000n);
    await gift(smaller.id, 5_000n, 'return');
    await room.get(Clock).moveBy(6 * DAY);
    await room.get(ClosingService).closeDue();
    await room.get(ClosingService).settleDue();
    await room.drain();
    const state = async (id: ProjectId) => (await room.db.rows<{ state: string }>('select state from projects.project where id = $1', [id]))[0]!.state; // prettier-ignore
    expect([await state(alone.id), await state(smaller.id)]).toEqual(['funded', 'funded']);
    expect([await project(alone.id), await project(smaller.id)]).toEqual([
      [20_000n, 20_000n, 0],
      [7_000n, 7_000n, 0],
    ]);
  });

  it('goes back to the fund whole when the project fails or is cancelled, beside every gift', async () => {
    await fill(50_000n);
    const [failed, cancelled, alone] = [await open(), await open(), await open()];
    for (const one of [failed, cancelled]) await gift(one.id, 12_345n);
    await give(failed, 10_000n);
    await give(cancelled, 10_000n);
    await give(cancelled, 5_001n);
    await give(alone, 3n);
    await end(failed.id, 'failed');
    await end(cancelled.id, 'cancelled');
    await end(alone.id, 'failed');
    expect(await purse()).toEqual([50_000n, 0n]);
    await room.drain();
    for (const { id } of [failed, cancelled, alone]) expect(await project(id)).toEqual([0n, 0n, 0]);
    expect(await room.db.rows('select 1 from pledges.winding where ended_at is null')).toEqual([]);
    const { came, fromFund, toFund } = await room.get(EndingQueries).of(cancelled.id);
    expect([came.lei.minor, fromFund.minor, toFund.minor]).toEqual([12_345n, 15_001n, 15_001n]);
  });

  it('gets its share of what is left at the end, by the same largest remainder as every gift', async () => {
    await fill(50_000n);
    await openTreasury(room, town);
    const one = await buildProject(room, town, { state: 'funded', shares: [6_000, 4_000] });
    await gift(one.id, 66_667n);
    await give(one, 33_333n);
    const walk = new DeliveryWalk(room, town, one, bank);
    await walk.whole();
    await finish(walk, one, 60_000n);
    await room.drain();
    expect(await purse()).toEqual([16_667n + 13_333n, 20_000n]);
    expect(await project(one.id)).toEqual([60_000n, 20_000n, 1]);
    const [back] = await room.db.rows<{ minor: number }>('select refunded_lei_minor::int as minor from pledges.pledge where project_id = $1', [one.id]); // prettier-ignore
    expect(back!.minor).toBe(26_667);
  });

  it('gets its share, too, of a project that is given up when money is spent, and of what is sent back after', async () => {
    await fill(50_000n);
    await openTreasury(room, town);
    const one = await buildProject(room, town, { state: 'funded', shares: [5_000, 5_000] });
    await gift(one.id, 60_000n);
    await give(one, 40_000n);
    await new DeliveryWalk(room, town, one, bank).whole();
    const cancelling = room.get(CancellationService);
    const approval = await cancelling.cancel(one.id, 'Firma s-a închis.', town.operators[0]);
    await cancelling.confirm(approval, town.operators[1]);
    await room.drain();
    const back = async () => (await room.db.rows<{ minor: number }>('select refunded_lei_minor::int as minor from pledges.pledge where project_id = $1', [one.id]))[0]!.minor; // prettier-ignore
    expect([await purse(), await back()]).toEqual([[30_000n, 20_000n], 30_000]);
    const line = await creditLine(room, town, { bank, lei: lei(9_999n) });
    await room.get(MoneyBackService).take(line, one.id, town.operators[0]);
    await room.drain();
    expect([await purse(), await back()]).toEqual([[34_000n, 16_000n], 35_999]);
    const { returned, toFund } = await room.get(EndingQueries).of(one.id);
    expect([returned.lei.minor, toFund.minor]).toEqual([35_999n, 24_000n]);
  });

  it('is seen by the audit in the purse, in the project and by itself when a figure is wrong', async () => {
    await fill(50_000n);
    const one = await open();
    const id = await give(one, 20_000n);
    const findings = async (change: string) => {
      await plant(room, ['pledges.next_need', 'funds.need'], [change]);
      return (await room.get(AuditService).run()).map(({ invariant, subject }) => `${invariant} ${subject}`);
    };
    const [need, held] = [`I8 need:${id}`, `I8 held:town/${town.placeCode}:claim:MDL`];
    expect(await findings(`update pledges.next_need set lei_minor = lei_minor + 1 where id = '${id}'`)).toEqual([held, need, need, `I8 project:${one.id}`]); // prettier-ignore
    expect(await findings(`update pledges.next_need set lei_minor = lei_minor - 1 where id = '${id}'`)).toEqual([]);
    expect(await findings(`update funds.need set state = 'lapsed', decided_by = null where id = '${id}'`)).toEqual([need]); // prettier-ignore
    await findings(`update funds.need set state = 'used', decided_by = '${town.president}' where id = '${id}'`);
  });

  /** Bills what has arrived, meets the stage, and closes. */
  async function finish(
    walk: DeliveryWalk,
    { id: projectId, lines, milestones }: TownProject,
    bani: bigint,
  ): Promise<void> {
    const [date, { mayor, accountant }] = [await walk.today(), town];
    const invoice = { id: newId<'Invoice'>(), projectId, lineId: lines[0]!, supplier: 'Electro SRL', number: '7', date, amount: lei(bani) }; // prettier-ignore
    await room.get(InvoicesService).enter({ ...invoice, file: await walk.pdf(accountant) }, accountant);
    await room.get(InvoicesService).prove(invoice.id, { number: 'PV 3', date, file: await walk.pdf(mayor) }, mayor);
    const stage = { id: newId<'StageReport'>(), projectId, milestoneId: milestones[0]!, on: date };
    await room.get(StagesService).met({ ...stage, file: await walk.pdf(mayor) }, mayor);
    const completion = room.get(CompletionService);
    await completion.finalAccount({ id: newId<'FinalAccount'>(), projectId, note: 'Au costat mai puțin.' }, accountant);
    await completion.accept({ projectId, number: '12', date, file: await walk.pdf(mayor) }, mayor);
    await completion.complete(projectId, town.operators[0]);
  }
});
