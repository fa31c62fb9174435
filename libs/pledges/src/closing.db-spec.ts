import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ApprovalId, Money, newId, type ProjectId } from '#libs/kernel/src/index.js';
import { account, LedgerQueries, LedgerService } from '#libs/ledger/src/index.js';
import { Clock } from '#libs/platform/src/index.js';
import { CampaignGate, ProjectsQueries } from '#libs/projects/src/index.js';
import { RatesService } from '#libs/rates/src/index.js';
import { CardBank } from '../../../test/support/card-bank.js';
import { openCampaign, staffer, type TestCampaign } from '../../../test/support/campaign.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import {
  claimOf,
  ClosingService,
  DeskQueries,
  EndingQueries,
  GiftRefundsService,
  WindingService,
  type Give,
  GivingService,
  type PeopleAndLei,
  type Pledge,
  PledgesModule,
  PledgesQueries,
  PromisesService,
  ReceiptsQueries,
} from './index.js';

const DAY = 86_400_000;
const PATHS = { success: '/ro/thanks/{ref}', cancel: '/ro/give/{id}' };

/** What an ended campaign says of everybody's money, "people: lei" each. */
async function ending(room: Room, { projectId }: TestCampaign): Promise<Record<string, string>> {
  const { released, came, returned, moved } = await room.get(EndingQueries).of(projectId);
  const words = ({ people, lei }: PeopleAndLei) => `${people}: ${lei.toString()}`;
  return { released: words(released), came: words(came), returned: words(returned), moved: words(moved) };
}

describe('closing a campaign', () => {
  let room: Room;
  let bank: CardBank;
  let queries: PledgesQueries;
  beforeAll(async () => {
    room = await openRoom([PledgesModule]);
    bank = new CardBank(room);
    queries = room.get(PledgesQueries);
    await room.get(RatesService).loadShipped();
  });
  afterAll(async () => {
    const rows = await room.get(LedgerQueries).trialBalance();
    for (const book of ['held', 'memo'])
      for (const currency of new Set(rows.map((row) => row.currency))) {
        const of = rows.filter((row) => row.book === book && row.currency === currency);
        const sum = of.reduce((total, { debit, credit }) => total + debit.minor - credit.minor, 0n);
        expect([book, currency, sum]).toEqual([book, currency, 0n]);
      }
    await room.close();
  });

  /** Gives `lei` each: promised by card where the campaign wants that, paid at once where it keeps. */
  async function give({ projectId }: TestCampaign, lei: string[], over: Partial<Give> = {}): Promise<Pledge[]> {
    const made: Pledge[] = [];
    for (const sum of lei) {
      const pledge = await room.get(GivingService).give({
        id: newId<'Pledge'>(),
        projectId,
        email: `donor-${newId()}@example.com`,
        lang: 'ro',
        amount: Money.parse(sum, 'MDL'),
        coverFee: false,
        by: 'card',
        shortfall: 'return',
        follow: false,
        paths: PATHS,
        ...over,
      });
      if (pledge.way === 'card-later') await bank.saveCard(pledge.id);
      else await bank.pay(pledge.id);
      made.push(pledge);
    }
    await bank.drain();
    return made;
  }
  const stateOf = async (id: ProjectId) =>
    (await room.db.rows<{ state: string }>('select state from projects.project where id = $1', [id]))[0]!.state;
  const states = async (pledges: readonly Pledge[]) =>
    Promise.all(pledges.map(async ({ id }) => (await queries.find(id))!.state));
  const sums = async ({ projectId }: TestCampaign) => {
    const [totals] = await queries.totals([projectId]);
    return [totals!.raised.toString(), totals!.promised.toString()];
  };
  const pass = async (...days: number[]) => {
    for (const n of days) await room.get(Clock).moveBy(n * DAY);
  };
  const told = async (name: string, { projectId }: TestCampaign) =>
    (await room.db.rows(`select 1 from platform.outbox where name = $1 and data ->> 'projectId' = $2`, [name, projectId])).length; // prettier-ignore

  it('all or nothing, reached: charges each promise once, repairs a decline, then is funded', async () => {
    const campaign = await openCampaign(room.db);
    const pledges = await give(campaign, ['600', '300', '300']);
    await pass(11);
    await Promise.all([room.get(ClosingService).closeDue(), room.get(ClosingService).closeDue()]);
    await bank.drain();
    expect(await stateOf(campaign.projectId)).toBe('collecting');
    expect(await states(pledges)).toEqual(['charging', 'charging', 'charging']);
    await bank.answer([pledges[2]!.id], 5);
    await bank.drain('pledges.settle');
    expect(await sums(campaign)).toEqual(['900.00', '300.00']);
    expect(await stateOf(campaign.projectId)).toBe('collecting');

    const access = { token: room.get(PromisesService).tokenOf(pledges[2]!.id) };
    await expect(room.get(PromisesService).withdraw(pledges[2]!.id, access)).rejects.toMatchObject({ code: 'campaign-closed' }); // prettier-ignore
    await expect(room.get(PromisesService).repair(pledges[2]!.id, access, PATHS)).rejects.toMatchObject({ code: 'payments-unavailable' }); // prettier-ignore
    await bank.pay(pledges[2]!.id, { times: 20 });
    await bank.drain();
    await bank.drain('pledges.settle', 'pledges.settle');
    expect(await states(pledges)).toEqual(['counted', 'counted', 'counted']);
    expect([await stateOf(campaign.projectId), ...(await sums(campaign))]).toEqual(['funded', '1200.00', '0.00']);
    expect(await told('pledges.collecting', campaign)).toBe(1);
    expect(await told('pledges.campaign-succeeded', campaign)).toBe(1);
    const { decisions } = await room.get(DeskQueries).progress(campaign.projectId);
    expect(decisions.map(({ stage, decision }) => [stage, decision])).toEqual([['closing', 'collecting'], ['collecting', 'funded']]); // prettier-ignore
  });

  it('a decline that is not repaired in seven days lapses; below the minimum everything goes back', async () => {
    const campaign = await openCampaign(room.db);
    const [big, , choice] = [
      ...(await give(campaign, ['900'])),
      ...(await give(campaign, ['100'])),
      ...(await give(campaign, ['80'], { shortfall: 'next' })),
    ];
    await pass(11);
    await bank.drain('pledges.close');
    await bank.answer([big!.id]);
    await bank.drain('pledges.lapse', 'pledges.settle');
    expect(await stateOf(campaign.projectId)).toBe('collecting');
    await pass(8);
    await bank.drain('pledges.lapse', 'pledges.settle');
    await bank.drain();
    expect(await stateOf(campaign.projectId)).toBe('failed');
    expect(await states([big!, choice!])).toEqual(['lapsed', 'moved']);
    expect(await sums(campaign)).toEqual(['0.00', '0.00']);
    const town = await room.get(LedgerQueries).balances(`held:town/${campaign.placeCode}:`);
    expect(town.map(({ amount }) => amount.toString())).toEqual(['80.00']);
    await bank.refundAll();
    await bank.drain();
    const late = await bank.pay(big!.id);
    await bank.drain();
    expect(await room.db.rows('select why from pledges.overpayment where charge_id = $1', [late])).toEqual([{ why: 'late' }]); // prettier-ignore
    expect(await sums(campaign)).toEqual(['0.00', '0.00']);
  });

  /** What the books say of why promises fell and gifts went back. */
  const reasons = async ({ projectId }: TestCampaign) => {
    const entries = await room.get(LedgerQueries).entriesOf({ kind: 'project', id: projectId }, { limit: 50 });
    return [...new Set(entries.flatMap(({ reason }) => reason ?? []))];
  };

  it('all or nothing, not reached: nothing is taken, promises fall once', async () => {
    const campaign = await openCampaign(room.db);
    const pledges = await give(campaign, ['500', '549']);
    await pass(11);
    await bank.drain('pledges.close', 'pledges.close');
    await bank.drain();
    expect(await stateOf(campaign.projectId)).toBe('failed');
    expect(await states(pledges)).toEqual(['lapsed', 'lapsed']);
    expect(await sums(campaign)).toEqual(['0.00', '0.00']);
    expect(await room.db.rows('select 1 from payments.charge where owner = any($1)', [pledges.map(({ owner }) => owner)])).toEqual([]); // prettier-ignore
    expect(await told('pledges.campaign-failed', campaign)).toBe(1);
    expect(await told('pledges.lapsed', campaign)).toBe(2);
    expect(await reasons(campaign)).toEqual(['campaign-failed']);
    expect(await ending(room, campaign)).toEqual({
      released: '2: 1049.00',
      came: '0: 0.00',
      returned: '0: 0.00',
      moved: '0: 0.00',
    });
  });

  it('keeps what is raised: smaller without those who wanted everything, failed when nothing may stay', async () => {
    const [smaller, failed] = [
      await openCampaign(room.db, { model: 'keep' }),
      await openCampaign(room.db, { model: 'keep' }),
    ];
    const back = await give(smaller, ['200']);
    const stay = [...(await give(smaller, ['150'], { shortfall: 'smaller' })), ...(await give(smaller, ['50'], { shortfall: 'next' }))]; // prettier-ignore
    const alone = await give(failed, ['300']);
    await pass(11);
    await bank.drain('pledges.close');
    await bank.drain();
    expect([await stateOf(smaller.projectId), await stateOf(failed.projectId)]).toEqual(['funded', 'failed']);
    expect(await states([...back, ...stay, ...alone])).toEqual(['refunded', 'counted', 'counted', 'refunded']);
    expect([await sums(smaller), await sums(failed)]).toEqual([
      ['200.00', '0.00'],
      ['0.00', '0.00'],
    ]);
    expect([await reasons(smaller), await reasons(failed)]).toEqual([['smaller'], ['campaign-failed']]);
  });

  const decided = async ({ projectId }: TestCampaign) => {
    const [tiers, { decisions }] = [
      (await room.get(ProjectsQueries).plan(projectId))!.tiers,
      await room.get(DeskQueries).progress(projectId),
    ];
    return decisions.map(({ stage, decision, tierId }) =>
      [stage, decision, ...(tierId ? [tiers.find(({ id }) => id === tierId)!.amount.toString()] : [])].join(' '),
    );
  };

  it('charges for a smaller version only those who let their gifts stay, and builds the largest that is paid', async () => {
    const campaign = await openCampaign(room.db, { minimum: '500', tiers: ['500', '800'] });
    const [back] = await give(campaign, ['900']);
    const stay = [...(await give(campaign, ['600'], { shortfall: 'smaller' })), ...(await give(campaign, ['300'], { shortfall: 'next' }))]; // prettier-ignore
    await pass(11);
    await bank.drain('pledges.close');
    await bank.drain();
    expect(await decided(campaign)).toEqual(['closing collecting 800.00']);
    expect(await states([back!, ...stay])).toEqual(['lapsed', 'charging', 'charging']);
    await bank.answer([stay[1]!.id]);
    await bank.drain('pledges.settle');
    await pass(8);
    await bank.drain('pledges.lapse', 'pledges.settle');
    await bank.drain();
    expect(await decided(campaign)).toEqual(['closing collecting 800.00', 'collecting funded-smaller 500.00']);
    expect(await states([back!, ...stay])).toEqual(['lapsed', 'counted', 'lapsed']);
    expect([await stateOf(campaign.projectId), ...(await sums(campaign))]).toEqual(['funded', '600.00', '0.00']);
  });

  it('gives back what was charged for the whole work of whoever wanted it whole, when only a smaller version is paid', async () => {
    const campaign = await openCampaign(room.db, { minimum: '500', optimum: '1500', tiers: ['500'] });
    const [back, stay, poor] = [
      ...(await give(campaign, ['700'])),
      ...(await give(campaign, ['600'], { shortfall: 'smaller' })),
      ...(await give(campaign, ['200'], { shortfall: 'smaller' })),
    ];
    await pass(11);
    await bank.drain('pledges.close');
    await bank.drain();
    expect(await decided(campaign)).toEqual(['closing collecting']);
    await bank.answer([poor!.id]);
    await bank.drain('pledges.settle');
    await pass(8);
    await bank.drain('pledges.lapse', 'pledges.settle');
    await bank.drain();
    expect(await decided(campaign)).toEqual(['closing collecting', 'collecting funded-smaller 500.00']);
    expect(await states([back!, stay!, poor!])).toEqual(['refunded', 'counted', 'lapsed']);
    const whys = await room.db.rows('select why from pledges.gift_refund where pledge_id = $1', [back!.id]);
    expect(whys).toEqual([{ why: 'smaller' }]);
  });

  it('goes on once by its own rule, takes gifts until its new day, and is decided for good then', async () => {
    const rule = { atBp: 6000, days: 14 };
    const [near, far, twice] = [
      await openCampaign(room.db, { extension: rule }),
      await openCampaign(room.db, { extension: rule }),
      await openCampaign(room.db, { extension: rule }),
    ];
    for (const campaign of [near, twice]) await give(campaign, ['600']);
    await give(far, ['599']);
    await pass(11);
    await Promise.all([room.get(ClosingService).closeDue(), room.get(ClosingService).closeDue()]);
    await bank.drain('pledges.close');
    await bank.drain();
    expect(await decided(near)).toEqual(['extension extended']);
    expect(await decided(far)).toEqual(['closing failed']);
    expect([await stateOf(near.projectId), await told('pledges.campaign-extended', near)]).toEqual(['campaign', 1]);
    const [day] = await room.db.rows<{ moved: number; last: boolean }>(
      `select closes_on - extended_from as moved, (closes_at at time zone 'Europe/Chisinau') = closes_on + 1 as last from projects.campaign where project_id = $1`,
      [near.projectId],
    );
    expect(day).toEqual({ moved: 14, last: true });
    await give(near, ['450']);
    await pass(20);
    await bank.drain('pledges.close');
    await bank.drain();
    expect(await decided(near)).toEqual(['extension extended', 'closing collecting']);
    expect(await decided(twice)).toEqual(['extension extended', 'closing failed']);
    await expect(room.db.transaction((tx) => room.get(CampaignGate).extend(tx, near.projectId))).rejects.toMatchObject({ code: 'campaign-closed' }); // prettier-ignore
  });

  it('closes early by two people of two sides, once enough is promised', async () => {
    const campaign = await openCampaign(room.db);
    const { projectId, mayor, president } = campaign;
    const closing = room.get(ClosingService);
    expect(await closing.missing(projectId)).toEqual(Money.lei(105_000n));
    await expect(closing.closeEarly(projectId, 'town-hall', mayor)).rejects.toMatchObject({ code: 'threshold-missing', params: { missing: Money.lei(105_000n) } }); // prettier-ignore
    await give(campaign, ['1050']);
    await expect(closing.closeEarly(projectId, 'association', mayor)).rejects.toMatchObject({ kind: 'not-found' });
    expect(await closing.missing(projectId)).toBeNull();
    for (const n of [1, 2]) expect([n, await closing.closeEarly(projectId, 'town-hall', mayor)]).toEqual([n, 'signed']);
    const told = await room.db.rows(`select data ->> 'side' as side from platform.outbox where name = 'pledges.closing-asked' and data ->> 'projectId' = $1`, [projectId]); // prettier-ignore
    expect(told).toEqual([{ side: 'town-hall' }]);
    expect(await closing.closeEarly(projectId, 'association', president)).toBe('closed');
    await expect(closing.closeEarly(projectId, 'association', president)).rejects.toMatchObject({ code: 'campaign-closed' }); // prettier-ignore
    await bank.drain();
    expect(await stateOf(projectId)).toBe('collecting');
  });

  it('lets no promise slip past a closing that runs at the same time', async () => {
    const campaign = await openCampaign(room.db);
    await give(campaign, ['1050']);
    await pass(11);
    const card = (await room.db.rows<{ id: string }>('select id from pledges.pledge where project_id = $1', [campaign.projectId])).length; // prettier-ignore
    const tries = Array.from({ length: 30 }, (_, n) =>
      n === 15
        ? room.get(ClosingService).closeDue()
        : give(campaign, ['20']).then(
            () => 'given',
            (error: { code: string }) => error.code,
          ),
    );
    const answers = await Promise.all(tries);
    expect(card).toBe(1);
    expect(new Set(answers.filter((answer) => typeof answer === 'string'))).toEqual(new Set(['campaign-closed']));
    await bank.drain();
    const { decisions } = await room.get(DeskQueries).progress(campaign.projectId);
    expect(decisions[0]!.promised.toString()).toBe('1050.00');
  });

  it('gives a gift back with two signatures, in parts, never more than is left, whoever is faster', async () => {
    const campaign = await openCampaign(room.db, { model: 'keep' });
    const [gift] = await give(campaign, ['100'], { coverFee: true });
    const refunds = room.get(GiftRefundsService);
    const [one, two] = [await staffer(room.db), await staffer(room.db)];
    const ask = (lei: string | null, id = newId<'Approval'>()): Promise<ApprovalId> =>
      refunds.ask({ approvalId: id, pledgeId: gift!.id, amount: lei ? Money.parse(lei, 'MDL') : null, reason: 'La cerere' }, one).then(() => id); // prettier-ignore
    await expect(refunds.ask({ approvalId: newId<'Approval'>(), pledgeId: gift!.id, amount: null, reason: 'x' }, gift!.personId)).rejects.toMatchObject({ kind: 'not-found' }); // prettier-ignore
    await expect(ask('100.01')).rejects.toMatchObject({ code: 'refund-amount' });
    const first = await ask('33.33');
    await ask('33.33', first);
    await expect(ask('10.00')).rejects.toMatchObject({ code: 'approval-waiting' });
    await expect(refunds.confirm(first, one)).rejects.toMatchObject({ code: 'second-person-needed' });
    const answers = await Promise.allSettled([refunds.confirm(first, two), refunds.confirm(first, two)]);
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await sums(campaign)).toEqual(['66.67', '0.00']);
    await refunds.confirm(await ask(null), two);
    await bank.refundAll();
    await bank.drain();
    expect((await queries.find(gift!.id))?.state).toBe('refunded');
    expect(await sums(campaign)).toEqual(['0.00', '0.00']);
    const parts = await room.get(DeskQueries).refundsOf(gift!.id);
    expect(parts.map(({ amount, state }) => [amount.toString(), state])).toEqual([['33.33', 'paid'], ['75.79', 'paid']]); // prettier-ignore
    expect(await room.get(ReceiptsQueries).find(gift!.receiptCode)).toMatchObject({ state: 'refunded' });
    await expect(ask(null)).rejects.toMatchObject({ code: 'refund-amount' });
  });

  it('cancels with nothing spent: everybody is paid back as he chose, twice changes nothing', async () => {
    const campaign = await openCampaign(room.db, { model: 'keep', minimum: '100' });
    const pledges = [...(await give(campaign, ['70', '50'])), ...(await give(campaign, ['30'], { shortfall: 'next' }))];
    const cancel = () =>
      room.db.transaction((tx) => room.get(WindingService).begin(tx, campaign.projectId, 'cancelled'));
    await room.db.transaction((tx) => room.get(CampaignGate).move(tx, campaign.projectId, 'cancelled', { by: null }));
    await cancel();
    await bank.drain();
    await cancel();
    await bank.drain();
    expect(await states(pledges)).toEqual(['refunded', 'refunded', 'moved']);
    expect(await sums(campaign)).toEqual(['0.00', '0.00']);
    const { winding } = await room.get(DeskQueries).progress(campaign.projectId);
    expect(winding).toMatchObject({ why: 'cancelled', endedAt: expect.any(Date) });
    expect(await ending(room, campaign)).toEqual({
      released: '0: 0.00',
      came: '3: 150.00',
      returned: '2: 120.00',
      moved: '1: 30.00',
    });
  });

  it('does with the money what its donor chose last, if he chose before the closing', async () => {
    const campaign = await openCampaign(room.db, { model: 'keep', minimum: '100' });
    const pledges = await give(campaign, ['70', '50']);
    const [one, two] = [pledges[0]!, pledges[1]!];
    const choose = ({ id }: Pledge, by: Pledge, choice: Pledge['shortfall']) => room.get(PromisesService).choose(id, { by: by.personId }, choice); // prettier-ignore
    for (let twice = 0; twice < 2; twice += 1) await choose(one, one, 'next');
    await expect(choose(two, one, 'next')).rejects.toMatchObject({ code: 'pledge-unknown' });
    await expect(choose(two, two, 'keep' as never)).rejects.toMatchObject({ code: 'required-choice' });
    const said = await room.db.rows(`select data from platform.trail where action = 'pledge.chose' and subject = $1`, [`pledge:${one.id}`]); // prettier-ignore
    expect(said).toEqual([{ data: { from: 'return', to: 'next' } }]);
    await room.db.transaction((tx) => room.get(CampaignGate).move(tx, campaign.projectId, 'cancelled', { by: null }));
    await expect(choose(two, two, 'next')).rejects.toMatchObject({ code: 'campaign-closed' });
    await room.db.transaction((tx) => room.get(WindingService).begin(tx, campaign.projectId, 'cancelled'));
    await bank.drain();
    expect(await states(pledges)).toEqual(['moved', 'refunded']);
    expect(await sums(campaign)).toEqual(['0.00', '0.00']);
  });

  it('shares what is left by largest remainder when part was spent, every ban placed, twice changing nothing', async () => {
    const campaign = await openCampaign(room.db, { model: 'keep', minimum: '100' });
    const pledges = [
      ...(await give(campaign, ['100', '100'])),
      ...(await give(campaign, ['100'], { shortfall: 'next' })),
    ];
    const claim = claimOf(campaign.projectId);
    // A hundred lei of three hundred have gone to the town hall.
    await room.db.transaction((tx) =>
      room.get(LedgerService).post(tx, {
        key: `spec:${campaign.projectId}:released`,
        kind: 'spec.released',
        project: campaign.projectId,
        postings: [
          {
            debit: claim,
            credit: account('held', 'project', campaign.projectId, 'released', 'MDL'),
            amount: Money.parse('100.00', 'MDL'),
          },
        ],
      }),
    );
    await room.db.transaction((tx) => room.get(CampaignGate).move(tx, campaign.projectId, 'cancelled', { by: null }));
    for (let twice = 0; twice < 2; twice += 1) {
      await room.db.transaction((tx) => room.get(WindingService).begin(tx, campaign.projectId, 'cancelled'));
      await bank.drain();
    }
    const backs = await Promise.all(pledges.map(async ({ id }) => (await queries.find(id))!));
    const placed = backs.map((one) => one.refundedLeiMinor + one.movedLeiMinor);
    expect([...placed].sort()).toEqual([6666n, 6667n, 6667n]);
    expect(backs.map(({ state, movedLeiMinor }) => [state, movedLeiMinor > 0n])).toEqual([['counted', false], ['counted', false], ['counted', true]]); // prettier-ignore
    expect((await room.get(LedgerQueries).balance(claim)).isZero()).toBe(true);
    expect((await sums(campaign))[0]).toBe('100.00');
  });
});
