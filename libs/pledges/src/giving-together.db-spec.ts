import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AuditModule, AuditService } from '#libs/audit/src/index.js';
import { Money, newId } from '#libs/kernel/src/index.js';
import { CheckoutsService } from '#libs/payments/src/index.js';
import { type Tx } from '#libs/platform/src/index.js';
import { CampaignGate } from '#libs/projects/src/index.js';
import { RatesService } from '#libs/rates/src/index.js';
import { openCampaign, type TestCampaign } from '../../../test/support/campaign.js';
import { CardBank } from '../../../test/support/card-bank.js';
import { cuttable, type Cuttable } from '../../../test/support/cut.js';
import { cloneDatabase } from '../../../test/support/database.js';
import { eventually } from '../../../test/support/eventually.js';
import { openAccount } from '../../../test/support/money.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import { type Give, GivingService, type Pledge, PledgesModule, PledgesQueries } from './index.js';

const HUNDRED = 100;

describe('gifts that come at once', () => {
  let way: Cuttable;
  let room: Room;
  let bank: CardBank;
  beforeAll(async () => {
    way = await cuttable(await cloneDatabase());
    room = await openRoom([PledgesModule, AuditModule], { DATABASE_URL: way.url });
    bank = new CardBank(room);
    await room.get(RatesService).loadShipped();
    const account = { id: newId<'BankAccount'>(), currency: 'EUR', iban: 'MD24AG000225100013104168', bank: 'Banca', holder: 'Plai' } as const; // prettier-ignore
    await openAccount(room, account);
  });
  afterAll(async () => {
    expect(await room.get(AuditService).run()).toEqual([]);
    await room.close();
    await way.close();
  });

  const gift = ({ projectId }: TestCampaign, over: Partial<Give> = {}): Give => ({
    ...{ id: newId<'Pledge'>(), projectId, email: `donor-${newId()}@example.com`, lang: 'ro' },
    ...({
      amount: Money.parse('50.00', 'EUR'),
      coverFee: false,
      by: 'card',
      shortfall: 'return',
      follow: false,
    } as const),
    paths: { success: '/ro/thanks/{ref}', cancel: '/ro/give/{id}' },
    ...over,
  });
  const give = (one: Give) => room.get(GivingService).give(one);
  /** What came of each: its reference, or the code of the refusal. */
  const outcomes = async (gifts: readonly Give[]) =>
    (await Promise.allSettled(gifts.map(give))).map((one) =>
      one.status === 'fulfilled' ? one.value.ref : ((one.reason as { code?: string }).code ?? String(one.reason)),
    );
  const isRef = (outcome: string) => outcome.startsWith('PL-');
  const rowsOf = ({ projectId }: TestCampaign) =>
    room.db.rows<{ email: string; amount: string; page: string; state: string }>(
      `select p.email, g.amount_minor as amount, c.email as page, c.state from pledges.pledge g join identity.person p on p.id = g.person_id
         left join payments.checkout c on c.id = g.checkout_id and c.owner = 'pledge:' || g.id and c.gift_minor = g.amount_minor
        where g.project_id = $1`,
      [projectId],
    );
  /** In how many transactions the gifts of a campaign were written: each row says in which (other databases count theirs). */
  const transactionsOf = async ({ projectId }: TestCampaign) => {
    const [row] = await room.db.rows<{ n: number }>(
      'select count(distinct xmin::text)::int as n from pledges.pledge where project_id = $1',
      [projectId],
    );
    return row!.n;
  };
  /** Holds the gate while `work` goes on, so that gifts wait before it. */
  const behindTheGate = async (projectId: TestCampaign['projectId'], work: (tx: Tx) => Promise<unknown>) =>
    room.db.transaction(async (tx) => {
      await room.get(CampaignGate).hold(tx, projectId);
      await work(tx);
    });

  it('are written together, each with its own person, sum, page and reference', async () => {
    const campaign = await openCampaign(room.db, { optimum: '1000000' });
    const gifts = Array.from({ length: HUNDRED }, (_, n) => gift(campaign, { amount: Money.parse(`${n + 10}.00`, 'EUR') }));
    const pledges = await Promise.all(gifts.map(give));
    expect(await transactionsOf(campaign)).toBeLessThan(HUNDRED / 10);
    pledges.forEach((pledge, n) => expect([pledge.id, pledge.amountMinor]).toEqual([gifts[n]!.id, gifts[n]!.amount.minor]));
    expect(new Set(pledges.map(({ ref }) => ref)).size).toBe(HUNDRED);
    const rows = await rowsOf(campaign);
    const expected = gifts.map(({ email, amount }) => ({ email, amount: String(amount.minor), page: email, state: 'wanted' }));
    const byEmail = (a: { email: string }, b: { email: string }) => (a.email < b.email ? -1 : 1);
    expect(rows.toSorted(byEmail)).toEqual(expected.toSorted(byEmail));
    await Promise.all(pledges.slice(0, 10).map(({ id }) => bank.saveCard(id)));
    await bank.drain();
    const [totals] = await room.get(PledgesQueries).totals([campaign.projectId]);
    expect(totals!.promisers).toBe(10);
  }); // prettier-ignore

  it('are each answered for itself: twice the same, a wrong one and another under a known id among them', async () => {
    const campaign = await openCampaign(room.db, { optimum: '1000000' });
    const good = Array.from({ length: 40 }, () => gift(campaign));
    const same = Array.from({ length: 10 }, () => good[0]!);
    const family = Array.from({ length: 3 }, () => gift(campaign, { email: 'Familia@Example.com' }));
    const bad = [
      gift(campaign, { amount: Money.parse('0.10', 'EUR') }),
      gift(campaign, { amount: Money.parse('10', 'XOF') }),
      gift(campaign, { associationId: newId<'Body'>() }),
      gift(campaign, { line: { id: newId<'BudgetLine'>(), units: 1 } }),
      gift(campaign, { email: 'nobody' }),
      { ...good[1]!, amount: Money.parse('51.00', 'EUR') },
      { ...good[2]!, email: `other-${newId()}@example.com` },
    ];
    const all = [...good, ...same, ...family, ...bad];
    const first = await outcomes(all);
    expect(first.slice(0, 53).every(isRef)).toBe(true);
    expect(new Set(first.slice(0, 53)).size).toBe(43);
    expect(first.slice(53)).toEqual(['amount-min', 'rate-missing', 'association-unknown', 'gift-line-unknown', 'email', 'pledge-id-taken', 'pledge-id-taken']); // prettier-ignore
    expect(await rowsOf(campaign)).toHaveLength(43);
    expect(await outcomes(all)).toEqual(first);
    // Who was refused is nobody that we know.
    expect(await room.db.rows(`select 1 from identity.person where email = $1`, [bad.at(-1)!.email])).toEqual([]);
    expect(await room.db.rows(`select 1 from identity.person where email = 'familia@example.com'`)).toHaveLength(1);
  });

  it('wait side by side while somebody closes, and are then refused, but for what was given before', async () => {
    const campaign = await openCampaign(room.db);
    const known = gift(campaign);
    const { ref } = await give(known);
    let waiting: Promise<string[]> | undefined;
    const other = gift(await openCampaign(room.db));
    await behindTheGate(campaign.projectId, async (tx) => {
      waiting = outcomes([known, ...Array.from({ length: 20 }, () => gift(campaign))]);
      await eventually(async () => {
        const sql = `select 1 from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())`;
        expect(await room.db.rows(sql)).toHaveLength(1); // one group, one connection
      }, 20);
      // Gifts to another project do not wait with them.
      expect((await give(other)).state).toBe('started');
      await tx.query('update projects.campaign set closed_at = greatest(platform.now(), opened_at) where project_id = $1', [campaign.projectId]); // prettier-ignore
    });
    expect(await waiting).toEqual([ref, ...Array.from({ length: 20 }, () => 'campaign-closed')]);
    expect(await rowsOf(campaign)).toHaveLength(1);
  });

  it('are all taken, and once, when the answer to their commit is lost', async () => {
    const campaign = await openCampaign(room.db, { optimum: '1000000' });
    const gifts = Array.from({ length: 30 }, () => gift(campaign));
    const cuts = way.cuts();
    way.cutNext();
    const refs = await outcomes([...gifts, ...gifts.slice(0, 5)]);
    expect(way.cuts()).toBe(cuts + 1);
    expect(refs.every(isRef)).toBe(true);
    expect([new Set(refs).size, (await rowsOf(campaign)).length]).toEqual([30, 30]);
  });

  it('are all taken but one, when one of them is what the database refuses', async () => {
    const campaign = await openCampaign(room.db, { optimum: '1000000' });
    const long = gift(campaign, { paths: { success: 'no-path', cancel: '/b' } });
    const [refused, ...taken] = await outcomes([long, ...Array.from({ length: 10 }, () => gift(campaign))]);
    expect(refused).toBe('23514');
    expect(taken.every(isRef)).toBe(true);
    expect(await rowsOf(campaign)).toHaveLength(10);
  });

  it('are one gift each, though two processes write the same ones in this moment', async () => {
    const campaign = await openCampaign(room.db, { optimum: '1000000' });
    const gifts = Array.from({ length: 20 }, () => gift(campaign));
    const second = await openRoom([PledgesModule], { DATABASE_URL: way.url });
    try {
      const there = (one: Give): Promise<Pledge> => second.get(GivingService).give(one);
      const made = await Promise.all([...gifts.map(give), ...gifts.toReversed().map(there)]);
      expect(new Set(made.map(({ ref }) => ref)).size).toBe(20);
      expect(await rowsOf(campaign)).toHaveLength(20);
      const pages = await Promise.all(made.map(({ checkoutId }) => room.get(CheckoutsService).find(checkoutId!)));
      expect(pages.every((page) => page?.state === 'wanted')).toBe(true);
    } finally {
      await second.close();
    }
  });
});
