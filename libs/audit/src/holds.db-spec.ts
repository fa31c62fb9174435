import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type BankAccount, BankingQueries, HoldsService, OrderFilesService, PaymentOrdersService } from '#libs/banking/src/index.js'; // prettier-ignore
import { DeliveryModule, DeliveryQueries, ReleasesService, type RequestId } from '#libs/delivery/src/index.js';
import { Money, newId, type PledgeId, type ProjectId } from '#libs/kernel/src/index.js';
import { Clock } from '#libs/platform/src/index.js';
import { countedGift } from '../../../test/support/counted-gift.js';
import { DeliveryWalk } from '../../../test/support/delivery.js';
import { countGift, openBank, openTreasury } from '../../../test/support/money.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import { sealAll } from '../../../test/support/sealed.js';
import { plant } from '../../../test/support/superuser.js';
import { buildProject, buildTown, type Town, type TownProject } from '../../../test/support/town.js';
import { AuditModule, AuditService } from './index.js';
import { touchedBy } from './touched.js';

interface Site {
  readonly project: TownProject;
  readonly walk: DeliveryWalk;
  readonly gift: PledgeId;
  readonly request: RequestId;
}

describe('what the audit finds', () => {
  let room: Room;
  let town: Town;
  let bank: BankAccount['id'];
  let one: Site;
  let other: Site;
  beforeAll(async () => {
    room = await openRoom([DeliveryModule, AuditModule]);
    town = await buildTown(room);
    await openTreasury(room, town);
    bank = await openBank(room, town.operators[0]);
  });
  afterAll(() => room.close());
  beforeEach(async () => {
    [one, other] = [await site(), await site()];
    await stops([]);
  });

  /** A project whose first tranche is approved. */
  async function site(): Promise<Site> {
    const project = await buildProject(room, town, { state: 'funded', shares: [4_000, 6_000] });
    const gift = await countGift(room, town, { projectId: project.id, bank, lei: Money.lei(100_000n) });
    const walk = new DeliveryWalk(room, town, project, bank);
    const request = await walk.ask();
    await walk.inspect(request);
    await walk.vote(request);
    return { project, walk, gift, request };
  }

  const run = async () =>
    (await room.get(AuditService).run()).map(({ invariant, subject }) => `${invariant} ${subject}`);
  const held = async () => (await room.get(HoldsService).standing()).map(({ projectId }) => projectId);
  const asks = ({ request }: Site) => room.get(ReleasesService).askRelease(request, town.operators[0]);
  const is = async ({ request }: Site) => (await room.get(DeliveryQueries).request(request))!;

  /** What a run stops, by the projects' requests and the standing holds. */
  async function stops(sites: readonly Site[] | 'everything'): Promise<void> {
    const found = await run();
    expect([found.length > 0, await held()]).toEqual([
      sites.length > 0,
      sites === 'everything' ? expect.arrayContaining([null]) : sites.map(({ project }) => project.id),
    ]);
    for (const each of [one, other]) {
      const stopped = sites === 'everything' || sites.includes(each);
      expect((await is(each)).held).toBe(stopped);
      if (stopped) await expect(asks(each)).rejects.toMatchObject({ code: 'audit-hold' });
    }
  }

  /** Plants a breach, sees what it stops, mends it, and sees it lifted by the next run. */
  async function planted(
    off: readonly string[],
    [breach, mended]: readonly [string, string],
    sites: readonly Site[] | 'everything',
  ): Promise<void> {
    await plant(room, off, [breach]);
    await stops(sites);
    await plant(room, off, [mended]);
    await stops([]);
  }

  it('stops the payments of a project whose gift does not agree with the books (I4, I8), and no other’s', async () => {
    const gift = (plus: string) => `update pledges.pledge set came_lei_minor = came_lei_minor ${plus} where id = '${one.gift}'`; // prettier-ignore
    await planted(['pledges.pledge'], [gift('- 1'), gift('+ 1')], [one]);
    const closed = (when: string) => `update projects.campaign set closed_at = ${when} where project_id = '${one.project.id}'`; // prettier-ignore
    const came = `insert into pledges.transfer select id, '${one.gift}', entered_by, now() from banking.line where claimed_by = 'pledge:${one.gift}'`; // prettier-ignore
    const gone = `delete from pledges.transfer where pledge_id = '${one.gift}'`;
    await planted(['projects.campaign', 'pledges.transfer'], [`${closed(`'2020-01-01'`)}; ${came}`, `${closed('null')}; ${gone}`], [one]); // prettier-ignore
    const cover = `insert into pledges.gift_refund (id, pledge_id, ref, currency, n, why, amount_minor, cover_minor, lei_minor, settled_minor, state, at)
      select gen_random_uuid(), id, ref, currency, 1, 'asked', 1, 1, 0, 1, 'requested', now() from pledges.pledge where id = '${one.gift}'`;
    await plant(room, ['pledges.gift_refund'], [cover]);
    expect(await run()).toContain(`I4 pledge:${one.gift}`);
    await plant(room, ['pledges.gift_refund'], [`delete from pledges.gift_refund where pledge_id = '${one.gift}'`]);
    await stops([]);
  });

  it('stops them for a tranche that reserves another sum (I6), a vote miscounted (I9), money sent back (I8)', async () => {
    const tranche = (plus: string) => `update delivery.request set amount_minor = amount_minor ${plus} where id = '${one.request}'`; // prettier-ignore
    await planted(['delivery.request'], [tranche('+ 1'), tranche('- 1')], [one]);
    const ballot = (choice: string) => `update voting.ballot set choice = '${choice}' where receipt = (
      select min(receipt) from voting.ballot where vote_id = (select vote_id from delivery.release_vote where request_id = '${one.request}'))`;
    await planted(['voting.ballot'], [ballot('no'), ballot('yes')], [one]);
    const back = `delivery.money_back (line_id, project_id, amount_minor, by, at) select id, '${one.project.id}', 1, '${town.mayor}', now() from banking.line limit 1`; // prettier-ignore
    await planted(['delivery.money_back'], [`insert into ${back}`, 'delete from delivery.money_back'], [one]);
  });

  it('stops nobody’s for a gift to a fund that has paid for no project (I4, I8)', async () => {
    const gift = newId();
    const row = `insert into funds.gift (id, ref, receipt_code, request, place_code, person_id, amount_minor, cover_minor, currency, lei_minor, rate, rate_source,
      rate_on, lang, state, made_at, counted_at) values ('${gift}', 'FD-2222-22', '2222222222222222', '${'0'.repeat(64)}', '${town.placeCode}', '${town.mayor}',
      100, 0, 'MDL', 100, '1', 'BNM', now(), 'ro', 'counted', now(), now())`;
    await plant(room, ['funds.gift'], [row]);
    expect([await run(), await held()]).toEqual([[`I4 fund-gift:${gift}`, `I8 held:town/${town.placeCode}:claim:MDL`], []]); // prettier-ignore
    expect((await is(one)).held).toBe(false);
    await plant(room, ['funds.gift'], [`delete from funds.gift where id = '${gift}'`]);
    await stops([]);
  });

  it('stops everybody’s when the books themselves are in doubt (I1), and for what belongs to no project (I7, I11)', async () => {
    const line = (plus: string) => `update ledger.entry set amount = amount ${plus} where gift = '${one.gift}' and line = 2`; // prettier-ignore
    await planted(['ledger.entry'], [line('- 100'), line('+ 100')], 'everything');
    const own = (plus: string) => `update banking.line set amount_minor = amount_minor ${plus} where claimed_by = 'pledge:${one.gift}'`; // prettier-ignore
    await planted(['banking.line'], [own('+ 1'), own('- 1')], 'everything');
    const news = `insert into platform.outbox (name, data, at) values ('spec.old', '{}', now() - interval '1 hour')`;
    const read = `update platform.outbox set sent_at = now(), sent_to = '{}' where sent_at is null`;
    await planted([], [news, read], 'everything');
  });

  it('stops everybody’s when the chain is broken (I10)', async () => {
    await sealAll(room);
    const kind = (as: string) => `update ledger.journal set kind = '${as}' where key = 'pledge:${sealed}:counted'`;
    const [{ sealed }] = (await room.db.rows<{ sealed: string }>(
      `select split_part(key, ':', 2) as sealed from ledger.journal where kind = 'pledge.counted' and tx < (select max(to_tx) from ledger.seal) limit 1`,
    )) as [{ sealed: string }];
    await planted(['ledger.journal'], [kind('gift.other'), kind('pledge.counted')], 'everything');
  });

  it('stops everybody’s when more is wrong than a run keeps: what it leaves out may be anybody’s', async () => {
    const copies = (of: Site, many: number, begin: string) => `
      insert into pledges.pledge select (jsonb_populate_record(p, jsonb_build_object('id', '${begin}' || substr(h, 9, 4) || '-4000-8000-' || substr(h, 13, 12),
          'ref', 'PL-' || substr(c, 1, 4) || '-' || substr(c, 5, 2), 'receipt_code', substr(c, 1, 16)))).*
        from pledges.pledge p, generate_series(1, ${many}) n, lateral (select md5('${begin}' || n) as h, translate(upper(md5('${begin}' || n)), '01', '23') as c) x where p.id = '${of.gift}'`;
    await plant(room, ['pledges.pledge'], [copies(one, 205, '00000000-'), copies(other, 1, 'ffffffff-')]);
    await stops('everything');
    const gone = `delete from pledges.pledge where id::text ~ '^(00000000|ffffffff)-.*-4000-8000-'`;
    await plant(room, ['pledges.pledge'], [gone]);
    await stops([]);
  });

  it('stays stopped when a run that looked before it was found ends after it', async () => {
    const id = one.project.id;
    const [{ before, later }] = (await room.db.rows<{ before: Date; later: Date }>(`select platform.now() as before, platform.now() + interval '1 minute' as later`)) as [{ before: Date; later: Date }]; // prettier-ignore
    const looked = (at: Date, ...projects: ProjectId[]) =>
      room.db.transaction((tx) => room.get(HoldsService).hold(tx, projects, at));
    await looked(before, id);
    await looked(later, id);
    await looked(before);
    expect(await held()).toEqual([id]);
    await looked(later);
    expect(await held()).toEqual([]);
  });

  it('goes on by a run that began to write before what it frees was held', async () => {
    const at = await room.get(Clock).now();
    const holds = room.get(HoldsService);
    await room.db.transaction(async (tx) => {
      await tx.query('select now()');
      await room.db.transaction((later) => holds.hold(later, [one.project.id], at));
      await holds.hold(tx, [], at);
    });
    expect(await held()).toEqual([]);
  });

  it('stops what was asked before and not signed yet, and what is signed and not at the bank yet', async () => {
    const [first, second] = town.operators;
    const orderId = await one.walk.sign(one.request);
    const approval = await asks(other);
    const files = room.get(OrderFilesService);
    const next = await room.get(BankingQueries).orders({ states: ['ordered'] });
    expect(next.map(({ id }) => id)).toContain(orderId);
    const file = newId<'OrderFile'>();
    await files.confirm(await files.make(file, bank, first), second);
    const wrong = (plus: string) => `update pledges.pledge set came_lei_minor = came_lei_minor ${plus} where id in ('${one.gift}', '${other.gift}')`; // prettier-ignore
    await plant(room, ['pledges.pledge'], [wrong('- 1')]);
    expect(await run()).toHaveLength(4);
    await expect(room.get(ReleasesService).confirmRelease(approval, second)).rejects.toMatchObject({ code: 'audit-hold' }); // prettier-ignore
    await expect(files.take(file, first)).rejects.toMatchObject({ code: 'audit-hold' });
    expect((await is(one)).held).toBe(true);
    await plant(room, ['pledges.pledge'], [wrong('+ 1')]);
    expect(await run()).toEqual([]);
    await files.take(file, first);
    await room.drain();
    await room.get(ReleasesService).confirmRelease(approval, second);
    const again = (await is(other)).orderId as Parameters<PaymentOrdersService['markSent']>[0];
    await plant(room, ['pledges.pledge'], [wrong('- 1')]);
    await run();
    await expect(room.get(PaymentOrdersService).markSent(again, first)).rejects.toMatchObject({ code: 'audit-hold' });
    await expect(files.make(newId<'OrderFile'>(), bank, first)).rejects.toMatchObject({ code: 'orders-none' });
    await plant(room, ['pledges.pledge'], [wrong('+ 1')]);
    expect(await run()).toEqual([]);
    await room.get(PaymentOrdersService).markSent(again, first);
  });

  it('stands in the trail: what was stopped, and that it goes on', async () => {
    const gift = (plus: string) => `update pledges.pledge set came_lei_minor = came_lei_minor ${plus} where id = '${other.gift}'`; // prettier-ignore
    await planted(['pledges.pledge'], [gift('- 1'), gift('+ 1')], [other]);
    const said = await room.db.rows('select action from platform.trail where subject = $1 order by id', [`project:${other.project.id}`]); // prettier-ignore
    expect(said.map((row) => (row as { action: string }).action).filter((one) => one.startsWith('release.'))).toEqual(['release.held', 'release.freed']); // prettier-ignore
  });

  it('of what a town chooses stops nobody’s money, of a vote that leads nowhere everybody’s', async () => {
    const found = (subject: string) => ({ invariant: 'I9', kind: 'ballots-differ', subject, params: {} }) as const;
    const [chosen, lost] = await touchedBy(room.db, [found(`budget-vote:${newId()}`), found(`vote:${newId()}`)]);
    expect([chosen!.projects, lost!.projects]).toEqual([[], null]);
  });

  it('leads from a payment, what Stripe says of it, or a gift that is gone, to its project (I3, I4)', async () => {
    const gift = await countedGift(room);
    const disputed = `payments.dispute (id, charge_id, amount_minor, currency, reason, status, inquiry, opened_at)
      values ('dp_old', '${gift.charge}', 1, 'EUR', 'general', 'needs_response', false, now() - interval '2 days')`;
    const breaches = [
      [`update payments.stripe_transaction set net_minor = net_minor - 1, fee_minor = fee_minor + 1 where id = '${gift.txn}'`, [`I3 transaction:${gift.txn}`]],
      [`delete from payments.stripe_transaction where id = '${gift.txn}'`, [`I3 journal:txn:${gift.txn}`]],
      [`insert into ${disputed}`, ['I4 dispute:dp_old']],
      [`update payments.charge set authorised_at = now() - interval '2 hours', amount_minor = 5151 where id = '${gift.charge}'`, [`I4 charge:${gift.charge}`]],
      [`delete from pledges.pledge where id = '${gift.pledge}'`, [`I4 pledge:${gift.pledge}`]],
    ] as const; // prettier-ignore
    for (const [breach, says] of breaches) {
      await plant(room, ['payments.charge', 'pledges.pledge', 'payments.stripe_transaction'], [breach]);
      expect(await run()).toEqual(expect.arrayContaining([...says]));
      expect([breach, await held()]).toEqual([breach, [gift.project]]);
    }
  });
});
