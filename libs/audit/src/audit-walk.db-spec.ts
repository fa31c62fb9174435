import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DeliveryModule } from '#libs/delivery/src/index.js';
import { type CivilDate, newId } from '#libs/kernel/src/index.js';
import { ChainQueries, HeadsQueries, LedgerQueries, SealService } from '#libs/ledger/src/index.js';
import type { BankAccountId } from '#libs/banking/src/index.js';
import { BooksModule, ReckoningQueries } from '#libs/books/src/index.js';
import { PaymentsQueries, ReconcileService } from '#libs/payments/src/index.js';
import { fromRoot } from '#libs/platform/src/index.js';
import { PledgesModule } from '#libs/pledges/src/index.js';
import { RatesService } from '#libs/rates/src/index.js';
import { MoneyWalk } from '../../../test/support/money-walk.js';
import { openAccount, openTreasury } from '../../../test/support/money.js';
import { openStripeRoom, type StripeRoom } from '../../../test/support/sandbox.js';
import { buildProject, buildTown, type Town, type TownProject } from '../../../test/support/town.js';
import { AuditModule, AuditService } from './index.js';

const SEEDS = (process.env.WALK_SEEDS ?? '12').split(' ').map(Number);
const ACTS = Number(process.env.WALK_ACTS ?? 70);
const DAY = 86_400;
const IBANS = { MDL: 'MD24AG000225100013104168', EUR: 'DE89370400440532013000' };

/** A small generator with a seed (mulberry32): the same walk again for the same number. */
function lots(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}

describe('the audit of a walk through everything that may happen', () => {
  let room: StripeRoom;
  let town: Town;
  const banks = { MDL: newId<'BankAccount'>() as BankAccountId, EUR: newId<'BankAccount'>() as BankAccountId };
  beforeAll(async () => {
    room = await openStripeRoom([PledgesModule, DeliveryModule, BooksModule, AuditModule]);
    await room.get(RatesService).loadShipped();
    const dinar = { currency: 'KWD', nominal: 1, value: '59.1', on: '2021-07-29' as CivilDate } as const;
    await room.get(RatesService).loadIllustrative([dinar]);
    town = await buildTown(room);
    await openTreasury(room, town);
    for (const currency of ['MDL', 'EUR'] as const) {
      const account = { id: banks[currency], currency, iban: IBANS[currency], bank: 'Banca', holder: 'Plai' };
      await openAccount(room, account);
    }
  });
  afterAll(() => room.close());

  /** Two campaigns that end in twelve days; the second is all or nothing. */
  async function projects(): Promise<TownProject[]> {
    const wish = { state: 'campaign', shares: [4_000, 6_000], campaignEndsIn: '12 days' } as const;
    const both = [await buildProject(room, town, wish), await buildProject(room, town, wish)];
    await room.db.rows(
      `update projects.campaign set model = 'all-or-nothing', buffer_bp = 500, minimum_minor = 90000 where project_id = $1 returning 1`,
      [both[1]!.id],
    );
    return both;
  }
  const audit = () => room.get(AuditService).run();

  it.each(SEEDS)(
    'finds nothing after any act, nor before it has arrived (seed %i)',
    async (seed) => {
      const below = lots(seed);
      const walk = new MoneyWalk(room, town, await projects(), banks, below);
      const story: string[] = [];
      for (let n = 0; n < ACTS; n += 1) {
        if (n === ACTS / 2) await room.pass(13 * DAY).then(() => walk.settle());
        story.push(await walk.act(n < ACTS / 2 ? 'giving' : 'spending'));
        expect({ story, findings: await audit() }).toEqual({ story, findings: [] });
        if (below(3) === 0) continue;
        await walk.settle();
        expect({ story, findings: await audit() }).toEqual({ story, findings: [] });
      }
      await walk.settle();
      expect(await room.get(PaymentsQueries).unbooked()).toEqual([]);
      await room.get(ReconcileService).reconcile();
      const reckonings = await room.get(ReckoningQueries).now();
      expect(reckonings.filter(({ explained }) => !explained)).toEqual([]);
      // What Stripe says is in the books whole.
      expect(reckonings.filter(({ stripe }) => stripe.said?.equals(stripe.books) === false)).toEqual([]);
      const sums = new Map<string, bigint>();
      for (const { book, currency, debit, credit } of await room.get(LedgerQueries).trialBalance()) {
        const key = `${book} ${currency}`;
        sums.set(key, (sums.get(key) ?? 0n) + debit.minor - credit.minor);
      }
      expect([...sums.values()].every((sum) => sum === 0n)).toBe(true);
      if (process.env.WALK_SEEDS) process.stdout.write(`${seed}: ${story.join(', ')}\n`);
    },
    300_000,
  );

  it('leaves books that the program which everybody may download proves, in each of their accounts', async () => {
    const unsealed = () => room.get(HeadsQueries).secondsUnsealed();
    for (let round = 0; round < 100 && (await unsealed()) > 0; round += 1) await room.get(SealService).seal();
    const [folder, chain] = [fs.mkdtempSync(path.join(os.tmpdir(), 'plai-walk-')), room.get(ChainQueries)];
    const file = path.join(folder, 'books.jsonl');
    for await (const lines of chain.lines((await chain.piece({}))!)) fs.appendFileSync(file, lines);
    const { status, stdout } = spawnSync(process.execPath, [fromRoot('libs/ledger/data/verify.mjs'), file], { encoding: 'utf8' }); // prettier-ignore
    expect([status, stdout]).toEqual([0, expect.stringContaining('no guarded account below zero')]);
    fs.rmSync(folder, { recursive: true });
  });
});
