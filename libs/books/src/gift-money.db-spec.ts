import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AuditModule, AuditService } from '#libs/audit/src/index.js';
import { DeliveryModule } from '#libs/delivery/src/index.js';
import { Money, newId, type PledgeId, type ProjectId, randomCode } from '#libs/kernel/src/index.js';
import { account, LedgerService } from '#libs/ledger/src/index.js';
import { PledgesModule } from '#libs/pledges/src/index.js';
import { DeliveryWalk } from '../../../test/support/delivery.js';
import { countGift, openBank, openTreasury } from '../../../test/support/money.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import { plant } from '../../../test/support/superuser.js';
import { buildProject, buildTown, type Town } from '../../../test/support/town.js';
import { BooksModule, GiftMoneyQueries, WaterfallQueries } from './index.js';

const lei = (minor: number) => Money.lei(BigInt(minor));

describe('where a gift’s money is', () => {
  let room: Room;
  let town: Town;
  let bank: Awaited<ReturnType<typeof openBank>>;
  beforeAll(async () => {
    room = await openRoom([PledgesModule, DeliveryModule, BooksModule, AuditModule]);
    town = await buildTown(room);
    bank = await openBank(room, town.operators[0]);
    await openTreasury(room, town);
  });
  afterAll(() => room.close());

  const places = async (ids: readonly PledgeId[]) => {
    const found = await room.get(GiftMoneyQueries).of(ids);
    return ids.map((id) => {
      const { held, released, spent, proven, covering } = found.get(id)!;
      return [held, released, spent, proven, covering].map(({ minor }) => Number(minor));
    });
  };
  const sums = (rows: readonly number[][]) => rows[0]!.map((_, at) => rows.reduce((sum, row) => sum + row[at]!, 0));

  it('follows the project’s money, and all gifts together are its figures to the ban', async () => {
    const project = await buildProject(room, town, { state: 'funded', shares: [4_000, 6_000] });
    const gifts: PledgeId[] = [];
    for (const minor of [33_333, 100, 7_777, 1, 50_000])
      gifts.push(await countGift(room, town, { projectId: project.id, bank, lei: lei(minor) }));
    expect(await places(gifts)).toEqual([33_333, 100, 7_777, 1, 50_000].map((minor) => [minor, 0, 0, 0, 0]));
    const walk = new DeliveryWalk(room, town, project, bank);
    const figures = async () => {
      const people = (await room.get(WaterfallQueries).of(project.id)).rows[0]!;
      return [people.held, people.released!, people.spent!, people.proven!].map(({ minor }) => Number(minor));
    };
    const id = await walk.ask();
    await walk.inspect(id);
    await walk.vote(id);
    await walk.sign(id);
    const shown = await places(gifts);
    expect(sums(shown).slice(0, 4)).toEqual(await figures());
    expect((await figures())[1]).toBeGreaterThan(0);
    expect(shown.map((row) => row.reduce((sum, part) => sum + part))).toEqual([33_333, 100, 7_777, 1, 50_000]);
    const dates = (await room.get(GiftMoneyQueries).of(gifts)).get(gifts[0]!)!.at;
    expect([dates.held, dates.released, dates.proven]).toEqual([expect.any(Date), expect.any(Date), null]);
    expect(await room.get(AuditService).run()).toEqual([]);
  });

  it.each([1, 2, 3, 4, 5, 6])('adds up for any gifts and any figures (drawing %i)', async (seed) => {
    let state = seed * 7_919;
    const below = (n: number) => {
      state = (Math.imul(state, 48_271) >>> 0) % 2_147_483_647;
      return state % n;
    };
    const project = newId<'Project'>() as ProjectId;
    const weights = Array.from({ length: 3 + below(40) }, () => 1 + below(seed % 2 === 0 ? 5 : 1_000_000));
    const ids = weights.map(() => newId<'Pledge'>() as PledgeId);
    const total = weights.reduce((sum, weight) => sum + weight);
    // Sometimes money came otherwise too, sometimes less is there than was given.
    const there = Math.max(0, total + [0, 0, 500, -Math.min(total, 7), 1, 0][seed - 1]!);
    const cuts = [below(there + 1), below(there + 1), below(there + 1)].sort((a, b) => a - b) as [
      number,
      number,
      number,
    ];
    const [proven, spent, released, held] = [cuts[0], cuts[1] - cuts[0], cuts[2] - cuts[1], there - cuts[2]];
    await plant(room, [], [
      ...ids.map((id, n) => `insert into pledges.pledge (id, ref, receipt_code, request, project_id, person_id, way, amount_minor, cover_minor, currency,
         lei_minor, rate, rate_source, rate_on, shortfall, lang, follow, state, made_at, counted_at, came_minor, came_lei_minor)
         values ('${id}', 'PL-${randomCode(4)}-${randomCode(2)}', '${randomCode(16)}', repeat('a', 64), '${project}', '${newId()}', 'transfer', ${weights[n]!}, 0, 'MDL',
           ${weights[n]!}, '1', 'BNM', current_date, 'return', 'ro', false, 'counted', now(), now(), ${weights[n]!}, ${weights[n]!})`),
    ]); // prettier-ignore
    const memo = account('memo', 'donors', 'source', 'MDL');
    const of = (name: 'town-unspent' | 'spent' | 'proven') => account('memo', 'project', project, name, 'MDL');
    const moves = [
      { debit: account('held', 'operator', 'fx', 'MDL'), credit: account('held', 'project', project, 'claim', 'MDL'), amount: lei(held) },
      { debit: of('town-unspent'), credit: memo, amount: lei(released) },
      { debit: of('spent'), credit: memo, amount: lei(spent) },
      { debit: of('proven'), credit: memo, amount: lei(proven) },
    ]; // prettier-ignore
    for (const posting of moves.filter(({ amount }) => amount.isPositive()))
      await room.db.transaction((tx) =>
        room.get(LedgerService).post(tx, { key: `spec:${newId()}`, kind: 'spec.figures', postings: [posting] }),
      );
    const rows = await places(ids);
    rows.forEach((row, n) => {
      expect(row.every((part) => part >= 0)).toBe(true);
      expect(row.reduce((sum, part) => sum + part)).toBe(weights[n]);
    });
    const all = sums(rows);
    if (there <= total) expect(all).toEqual([held, released, spent, proven, total - there]);
    else expect(all.slice(0, 4).reduce((sum, part) => sum + part)).toBe(total);
  });
});
