import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AuditModule } from '#libs/audit/src/index.js';
import { Money, newId, type ProjectId } from '#libs/kernel/src/index.js';
import { BankService } from '#libs/banking/src/index.js';
import { DisputesQueries } from '#libs/payments/src/index.js';
import { DeskQueries, GiftDisputesQueries, WindingService, GivingService, type LossKind, LossesService, type Pledge, PledgesModule } from '#libs/pledges/src/index.js'; // prettier-ignore
import { Courier } from '#libs/platform/src/index.js';
import { CampaignGate } from '#libs/projects/src/index.js';
import { RatesService } from '#libs/rates/src/index.js';
import { DeliveryWalk } from '../../../test/support/delivery.js';
import { Disputes } from '../../../test/support/disputes.js';
import { creditLine, openBank, openTreasury } from '../../../test/support/money.js';
import { openStripeRoom, type StripeRoom } from '../../../test/support/sandbox.js';
import { buildProject, buildTown, type Town, type TownProject } from '../../../test/support/town.js';
import { CancellationService, CompletionService, DeliveryModule, DeliveryQueries, InvoicesService, MoneyBackService, ReleasesService, type RequestId, StagesService } from './index.js'; // prettier-ignore

describe('a dispute after the money has left', () => {
  let room: StripeRoom;
  let disputes: Disputes;
  let town: Town;
  let bank: Awaited<ReturnType<typeof openBank>>;
  beforeAll(async () => {
    room = await openStripeRoom([PledgesModule, DeliveryModule, AuditModule]);
    await room.get(RatesService).loadShipped();
    disputes = new Disputes(room);
    town = await buildTown(room);
    bank = await openBank(room, town.operators[0]);
    await openTreasury(room, town);
    await line('own-means', 10_000_000n);
  });
  afterAll(() => room.close());

  async function line(meaning: 'own-means', minor: bigint): Promise<void> {
    const [first, second] = town.operators;
    const walk = new DeliveryWalk(room, town, { id: newId() } as unknown as TownProject, bank);
    const entered = { id: newId<'BankLine'>(), accountId: bank, bookedOn: await walk.today(), amount: Money.lei(minor), reference: newId(), meaning }; // prettier-ignore
    await room.get(BankService).confirmLine(await room.get(BankService).enterLine(entered, first), second);
  }

  /** A funded project with these gifts, in lei. */
  async function funded(...lei: string[]) {
    const project = await buildProject(room, town, { state: 'campaign', campaignEndsIn: '1 day', shares: [6_000, 4_000] }); // prettier-ignore
    const gifts = [];
    for (const sum of lei) gifts.push(await disputes.gift(project.id, `${sum} MDL`));
    await room.db.transaction((tx) => room.get(CampaignGate).move(tx, project.id, 'funded', { by: null }));
    return { project, gifts, walk: new DeliveryWalk(room, town, project, bank) };
  }
  /** The vote's days pass at Stripe too. */
  async function whole(walk: DeliveryWalk, n: number): Promise<void> {
    await walk.whole(n);
    await room.stripe.control.advance({ seconds: 5 * 86_400 });
  }
  async function vote(walk: DeliveryWalk, id: RequestId): Promise<void> {
    await walk.vote(id);
    await room.stripe.control.advance({ seconds: 5 * 86_400 });
  }
  async function act(kind: LossKind, projectId: ProjectId | null, lei: string): Promise<void> {
    const approvalId = newId<'Approval'>();
    const losses = room.get(LossesService);
    const home = projectId && ({ kind: 'project', id: projectId } as const);
    await losses.ask({ approvalId, kind, home, amount: Money.parse(lei, 'MDL') }, town.operators[0]);
    await losses.ask({ approvalId, kind, home, amount: Money.parse(lei, 'MDL') }, town.operators[0]);
    await expect(losses.confirm(approvalId, town.operators[0])).rejects.toMatchObject({ code: 'second-person-needed' });
    await losses.confirm(approvalId, town.operators[1]);
  }
  async function finish(project: TownProject, walk: DeliveryWalk): Promise<void> {
    const [date, file, completion] = [await walk.today(), await walk.pdf(town.mayor), room.get(CompletionService)];
    const met = { id: newId<'StageReport'>(), projectId: project.id, milestoneId: project.milestones[0]!, on: date, file }; // prettier-ignore
    await room.get(StagesService).met(met, town.mayor);
    await completion.finalAccount({ id: newId<'FinalAccount'>(), projectId: project.id, note: 'x' }, town.mayor);
    await completion.accept({ projectId: project.id, number: '1', date, file }, town.mayor);
    await completion.complete(project.id, town.operators[0]);
  }
  /** The campaign fails, and everybody's money goes where he said. */
  async function fail(project: TownProject): Promise<void> {
    await room.db.transaction(async (tx) => {
      await room.get(CampaignGate).move(tx, project.id, 'failed', { by: null });
      await room.get(WindingService).begin(tx, project.id, 'failed');
    });
    await disputes.settled();
  }
  /** What the town hall received is spent and proven. */
  async function spend(project: TownProject, walk: DeliveryWalk): Promise<void> {
    const [date, file, id] = [await walk.today(), await walk.pdf(town.mayor), newId<'Invoice'>()];
    const amount = Money.lei((await walk.books())['town-unspent']!);
    await room.get(InvoicesService).enter({ id, projectId: project.id, lineId: project.lines[0]!, supplier: 'Electro', number: id, date, amount, file }, town.mayor); // prettier-ignore
    await room.get(InvoicesService).prove(id, { number: '1', date, file }, town.mayor);
  }

  it('puts what is missing on the loss of that project, holds its next tranche, and touches no other', async () => {
    const [{ project, gifts, walk }, other] = [await funded('300', '200'), await funded('100')];
    await whole(walk, 0);
    expect(await disputes.books(project.id)).toBe('200.00 200.00 0.00');
    const dispute = await disputes.open(gifts[0]!.id);
    expect(await disputes.books(project.id)).toBe('200.00 0.00 0.00');
    await disputes.end(dispute, 'lost');
    expect(await disputes.did(dispute)).toBe('lost 200.00 200.00 100.00 0.00 0.00');
    expect([await disputes.books(project.id), await disputes.raised(project.id)]).toEqual([
      '0.00 0.00 100.00',
      '200.00',
    ]);
    expect(await room.get(GiftDisputesQueries).losses()).toMatchObject([{ home: { kind: 'project', id: project.id } }]);
    await whole(other.walk, 0);
    expect(await disputes.books(other.project.id)).toBe('40.00 40.00 0.00');

    await act('set-aside', null, '150');
    await expect(act('covered', project.id, '100.01')).rejects.toMatchObject({ code: 'loss-amount' });
    await act('covered', project.id, '100');
    expect(await disputes.books(project.id)).toBe('0.00 0.00 0.00');
    expect((await room.get(GiftDisputesQueries).reserve()).toString()).toBe('50.00');
    expect(await room.get(GiftDisputesQueries).lossOf({ kind: 'project', id: project.id })).toMatchObject({ open: Money.lei(0n), covered: Money.lei(10_000n) }); // prettier-ignore
    await disputes.settled();
  });

  it('lets an approved tranche wait until the loss is recovered from the project’s own money', async () => {
    const { project, gifts, walk } = await funded('300', '200');
    const id = await walk.ask(0);
    await walk.inspect(id);
    await vote(walk, id);
    const dispute = await disputes.open(gifts[0]!.id);
    expect(await disputes.books(project.id)).toBe('500.00 0.00 0.00');
    await disputes.end(dispute, 'lost');
    expect(await disputes.books(project.id)).toBe('300.00 0.00 100.00');
    const releases = room.get(ReleasesService);
    const approval = await releases.askRelease(id, town.operators[0]);
    await expect(releases.confirmRelease(approval, town.operators[1])).rejects.toMatchObject({ code: 'loss-open' });
    // Nothing is free: the tranche has it. It falls, the loss is paid, and what is left is asked for anew.
    await expect(act('recovered', project.id, '100')).rejects.toMatchObject({ code: 'not-enough' });
    await releases.refuse(id, 'Pierdere neacoperită', town.operators[0]);
    await act('recovered', project.id, '100').catch(async () => {
      // the first question still waits for its second signature
      const [waiting] = await room.db.rows<{ id: string }>(`select id from approvals.approval where kind = 'loss-act' and state = 'waiting'`); // prettier-ignore
      await room.get(LossesService).confirm(waiting!.id as never, town.operators[1]);
    });
    expect([await disputes.books(project.id), await disputes.raised(project.id)]).toEqual([
      '200.00 200.00 0.00',
      '200.00',
    ]);
    await whole(walk, 0);
    await disputes.settled();
  });

  it.each([1, 2, 3])('takes a dispute and a release at once without paying twice (%i)', async () => {
    const { project, gifts, walk } = await funded('300', '200');
    const id = await walk.ask(0);
    await walk.inspect(id);
    await vote(walk, id);
    const approval = await room.get(ReleasesService).askRelease(id, town.operators[0]);
    const opened = await room.stripe.control.dispute(await disputes.chargeOf(gifts[0]!.id));
    await room.stripe.control.closeDispute(opened.id, { outcome: 'lost' });
    const release = room.get(ReleasesService).confirmRelease(approval, town.operators[1]);
    await Promise.all([release.catch((error: { code: string }) => expect(error.code).toBe('loss-open')), disputes.settled()]); // prettier-ignore
    await disputes.settled();
    const state = (await room.get(DeliveryQueries).request(id))!.state;
    const claim = state === 'released' ? '0.00 0.00 100.00' : '300.00 0.00 100.00';
    expect(await disputes.books(project.id)).toBe(claim);
  });

  it('is paid first when the project ends, before anybody gets his share, and what covered it before', async () => {
    const { project, gifts, walk } = await funded('300', '200', '100');
    await whole(walk, 0);
    await disputes.end(await disputes.open(gifts[0]!.id), 'lost');
    expect(await disputes.books(project.id)).toBe('0.00 0.00 60.00');
    await act('set-aside', null, '60');
    await act('covered', project.id, '50');
    // The town hall had received 360 and sends 200 of it back.
    const back = await new DeliveryWalk(room, town, project, bank).today();
    const lineId = newId<'BankLine'>();
    const entered = { id: lineId, accountId: bank, bookedOn: back, amount: Money.lei(20_000n), reference: newId(), meaning: 'gift' } as const; // prettier-ignore
    await room.get(BankService).confirmLine(await room.get(BankService).enterLine(entered, town.operators[0]), town.operators[1]); // prettier-ignore
    await room.get(MoneyBackService).take(lineId, project.id, town.operators[0]);
    await spend(project, walk);
    const late = await disputes.open(gifts[2]!.id);
    await expect(finish(project, walk)).rejects.toMatchObject({ code: 'dispute-open' });
    const cancel = room.get(CancellationService).cancel(project.id, 'x', town.operators[0]);
    await expect(cancel).rejects.toMatchObject({ code: 'dispute-open' });
    await disputes.end(late, 'won');
    const reserve = Number((await room.get(GiftDisputesQueries).reserve()).toString());
    await room.get(CompletionService).complete(project.id, town.operators[0]);
    await disputes.settled();
    expect(Number((await room.get(GiftDisputesQueries).reserve()).toString()) - reserve).toBe(50);
    expect(await disputes.books(project.id)).toBe('0.00 0.00 0.00');
    const got = await Promise.all(gifts.map(async ({ id }) => (await disputes.now(id)).refundedLeiMinor));
    expect(got).toEqual([0n, 9_333n, 4_667n]); // 200 less 10 loss less 50 cover, by what is left of each
    await disputes.end(await disputes.open(gifts[1]!.id), 'lost');
    expect((await disputes.books(project.id)).startsWith('0.00 0.00')).toBe(true);
  });

  it('is paid first, too, when the project is given up; what is sent back later pays the loss of a later dispute', async () => {
    const { project, gifts, walk } = await funded('300', '200', '100');
    await whole(walk, 0);
    await disputes.end(await disputes.open(gifts[0]!.id), 'lost');
    expect(await disputes.books(project.id)).toBe('0.00 0.00 60.00');
    const [one, two] = town.operators;
    const cancelling = room.get(CancellationService);
    const asked = await cancelling.cancel(project.id, 'Firma s-a închis.', one);
    await expect(cancelling.confirm(asked, two)).rejects.toMatchObject({ code: 'loss-open' });
    await act('set-aside', null, '60');
    await act('covered', project.id, '60');
    await cancelling.confirm(asked, two);
    await disputes.settled();
    const back = () => Promise.all(gifts.map(async ({ id }) => (await disputes.now(id)).refundedLeiMinor));
    expect([await disputes.books(project.id), await back()]).toEqual(['0.00 0.00 0.00', [0n, 0n, 0n]]);
    // Of the 360 at the town hall 90 come back: 60 to the reserve, the rest to the two gifts that stand.
    const send = async (minor: bigint) => {
      const line = await creditLine(room, town, { bank, lei: Money.lei(minor) });
      await room.get(MoneyBackService).take(line, project.id, one);
      await disputes.settled();
    };
    await send(9_000n);
    expect([await disputes.books(project.id), await back()]).toEqual(['0.00 0.00 0.00', [0n, 2_000n, 1_000n]]);
    await disputes.end(await disputes.open(gifts[2]!.id), 'lost');
    expect(await disputes.books(project.id)).toBe('0.00 0.00 90.00');
    await send(12_000n);
    expect([await disputes.books(project.id), await back()]).toEqual(['0.00 0.00 0.00', [0n, 5_000n, 1_000n]]);
  });

  it('takes, while the shares of a project that was given up are on their way, the share of that gift and no other', async () => {
    for (const [claimed, taken, back] of [
      [10_000, '40.00', 0n],
      [1_500, '15.00', 2_500n],
    ] as const) {
      const { project, gifts, walk } = await funded('100', '100', '100');
      await whole(walk, 0);
      const [one, two] = town.operators;
      const cancelling = room.get(CancellationService);
      await cancelling.confirm(await cancelling.cancel(project.id, 'Firma s-a închis.', one), two);
      // Of 120 lei each has 40 to come when the bank of the first is heard.
      const { id } = await room.stripe.control.dispute(await disputes.chargeOf(gifts[0]!.id), { amount: claimed });
      await room.db.rows(
        `insert into payments.dispute (id, charge_id, amount_minor, currency, reason, status, inquiry, opened_at)
         values ($1, $2, $3, 'MDL', 'fraudulent', 'needs_response', false, platform.now()) returning 1`,
        [id, gifts[0]!.chargeId, claimed],
      );
      await room.get(Courier).run('pledges.disputes');
      await disputes.settled();
      expect((await disputes.did(id)).split(' ').slice(0, 2)).toEqual(['open', taken]);
      await disputes.end(id, 'lost');
      expect((await disputes.did(id)).split(' ').slice(0, 3)).toEqual(['lost', taken, taken]);
      const backs = await Promise.all(gifts.map(async (gift) => (await disputes.now(gift.id)).refundedLeiMinor));
      expect(backs).toEqual([back, 4_000n, 4_000n]);
      expect((await disputes.books(project.id)).split(' ').slice(0, 2)).toEqual(['0.00', '0.00']);
    }
  });

  it('waits, in a failed campaign, for the gift that is disputed, and gives the others theirs at once', async () => {
    const project = await buildProject(room, town, { state: 'campaign', campaignEndsIn: '1 day' });
    const gifts: Pledge[] = [];
    for (const shortfall of ['return', 'return', 'next'] as const) gifts.push(await disputes.gift(project.id, '100 MDL', { shortfall })); // prettier-ignore
    const [won, lost] = [await disputes.open(gifts[0]!.id), await disputes.open(gifts[2]!.id)];
    await fail(project);
    const states = () => Promise.all(gifts.map(async ({ id }) => (await disputes.now(id)).state));
    expect(await states()).toEqual(['counted', 'refunded', 'counted']);
    await disputes.end(won, 'won');
    await disputes.end(lost, 'lost');
    expect(await states()).toEqual(['refunded', 'refunded', 'lost']);
    expect(await disputes.books(project.id)).toBe('0.00 0.00 0.00');
    const [winding] = await room.db.rows<{ ended: boolean }>('select ended_at is not null as ended from pledges.winding where project_id = $1', [project.id]); // prettier-ignore
    expect(winding!.ended).toBe(true);
  });

  it('shares nothing of a failed campaign that is short while a dispute could change the shares', async () => {
    const project = await buildProject(room, town, { state: 'campaign', campaignEndsIn: '1 day' });
    const [part, twice] = [await disputes.gift(project.id, '100 MDL'), await disputes.gift(project.id, '40 MDL')];
    await disputes.refund(twice.id);
    await disputes.settled();
    await disputes.end(await disputes.open(twice.id, { amount: 4_000 }), 'lost');
    const dispute = await disputes.open(part.id, { amount: 2_000 });
    expect(await disputes.books(project.id)).toBe('100.00 80.00 40.00');
    await fail(project);
    expect(await disputes.books(project.id)).toBe('100.00 80.00 40.00');
    await disputes.end(dispute, 'won');
    expect([await disputes.books(project.id), (await disputes.now(part.id)).refundedLeiMinor]).toEqual(['0.00 0.00 0.00', 6_000n]); // prettier-ignore
  });

  it('lets the promises of a failed campaign fall also when a loss has eaten all that it had', async () => {
    const project = await buildProject(room, town, { state: 'campaign', campaignEndsIn: '1 day' });
    const [kept, twice] = [await disputes.gift(project.id, '30 MDL'), await disputes.gift(project.id, '40 MDL')];
    const awaited = await disputes.start(project.id, '20 MDL', { by: 'transfer' });
    await disputes.refund(twice.id);
    await disputes.settled();
    await disputes.end(await disputes.open(twice.id, { amount: 4_000 }), 'lost');
    await fail(project);
    expect(await disputes.books(project.id)).toBe('0.00 0.00 10.00');
    expect([(await disputes.now(kept.id)).state, (await disputes.now(awaited.id)).state]).toEqual([
      'counted',
      'lapsed',
    ]);
  });

  it('that is lost and won after all gives the project its money back, and what had paid its loss', async () => {
    const { project, gifts, walk } = await funded('300', '200');
    await whole(walk, 0);
    const dispute = await disputes.open(gifts[0]!.id);
    await disputes.end(dispute, 'lost');
    expect(await disputes.books(project.id)).toBe('0.00 0.00 100.00');
    await act('set-aside', null, '60');
    const reserve = Number((await room.get(GiftDisputesQueries).reserve()).toString());
    await act('covered', project.id, '60');
    await disputes.end(dispute, 'won');
    expect([await disputes.books(project.id), await disputes.raised(project.id)]).toEqual(['260.00 260.00 0.00', '500.00']); // prettier-ignore
    await spend(project, walk);
    await finish(project, walk);
    await disputes.settled();
    expect(Number((await room.get(GiftDisputesQueries).reserve()).toString())).toBe(reserve);
    expect(await disputes.books(project.id)).toBe('0.00 0.00 0.00');
  });

  it('that is won after all once its project has ended is given out like the rest, as its donor said', async () => {
    const project = await buildProject(room, town, { state: 'campaign', campaignEndsIn: '1 day' });
    const [back, next, stays] = [await disputes.gift(project.id, '80 MDL'), await disputes.gift(project.id, '50 MDL', { shortfall: 'next' }), await disputes.gift(project.id, '20 MDL')]; // prettier-ignore
    const lost = [await disputes.open(back.id), await disputes.open(next.id, { amount: 2_000 })];
    for (const dispute of lost) await disputes.end(dispute, 'lost');
    await fail(project);
    for (const dispute of lost) await disputes.end(dispute, 'won');
    const states = await Promise.all([back, next, stays].map(async ({ id }) => (await disputes.now(id)).state));
    expect(states).toEqual(['refunded', 'moved', 'refunded']);
    expect([(await disputes.now(next.id)).movedLeiMinor, await disputes.books(project.id)]).toEqual([5_000n, '0.00 0.00 0.00']); // prettier-ignore
  });

  it('takes a gift that went to the town’s purse from the purse', async () => {
    const project = await buildProject(room, town, { state: 'campaign', campaignEndsIn: '1 day' });
    const [moved, stays] = [await disputes.gift(project.id, '70 MDL', { shortfall: 'next' }), await disputes.gift(project.id, '30 MDL', { shortfall: 'next' })]; // prettier-ignore
    await fail(project);
    const dispute = await disputes.open(moved.id);
    expect(await disputes.did(dispute)).toBe('open 70.00 0.00 0.00 0.00 0.00');
    await disputes.end(dispute, 'lost');
    expect(await disputes.did(dispute)).toBe('lost 70.00 70.00 0.00 0.00 0.00');
    expect([(await disputes.now(moved.id)).state, (await disputes.now(stays.id)).state]).toEqual(['lost', 'moved']);
    expect(await disputes.books(project.id)).toBe('0.00 0.00 0.00');
    await disputes.end(dispute, 'won');
    expect([(await disputes.now(moved.id)).state, (await disputes.now(moved.id)).movedLeiMinor]).toEqual(['moved', 7_000n]); // prettier-ignore
    expect(await disputes.books(project.id)).toBe('0.00 0.00 0.00');
  });

  it('on a payment that was never counted has no claim to take: it settles what is owed, or stands on the loss', async () => {
    const project = await buildProject(room, town, { state: 'campaign', campaignEndsIn: '1 day' });
    const held = await disputes.gift(project.id, '90 MDL');
    const late = [await disputes.start(project.id, '40 MDL'), await disputes.start(project.id, '50 MDL')];
    for (const pledge of late) await room.get(GivingService).payUrl(pledge);
    await room.db.rows(`update projects.campaign set closed_at = platform.now() - interval '1 minute' where project_id = $1 returning 1`, [project.id]); // prettier-ignore
    await disputes.pay(late[0]!.id);
    await disputes.settled();
    expect((await room.get(DeskQueries).refundsOf(late[0]!.id)).map(({ state, why }) => `${why} ${state}`)).toEqual(['late paid']); // prettier-ignore
    await disputes.end(await disputes.open(late[0]!.id), 'lost');
    expect(await disputes.books(project.id)).toBe('90.00 90.00 40.00');

    // The other payment is disputed before its refund has left.
    await disputes.pay(late[1]!.id, '4000000000000259');
    await disputes.settled();
    const [dispute] = await room.get(DisputesQueries).ofOwner(late[1]!.owner);
    // The campaign fails meanwhile: what never was a gift falls at once, the shares wait.
    await fail(project);
    expect([(await disputes.now(late[1]!.id)).state, await disputes.books(project.id)]).toEqual(['lapsed', '90.00 90.00 40.00']); // prettier-ignore
    await disputes.end(dispute!.id, 'lost');
    expect((await room.get(DeskQueries).refundsOf(late[1]!.id)).map(({ state, why }) => `${why} ${state}`)).toEqual(['late settled']); // prettier-ignore
    expect([(await disputes.now(held.id)).refundedLeiMinor, await disputes.books(project.id)]).toEqual([5_000n, '0.00 0.00 0.00']); // prettier-ignore
  });
});
