import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ReckoningQueries } from '#libs/books/src/index.js';
import { account, ChainQueries, HeadsQueries, LedgerQueries, SealService } from '#libs/ledger/src/index.js';
import type { Currency } from '#libs/kernel/src/index.js';
import { PaymentsQueries, ReconcileService } from '#libs/payments/src/index.js';
import { fromRoot } from '#libs/platform/src/index.js';
import type { Says } from './oracle.js';
import type { SimulatedWorld } from './world.js';

const SEALS_MAX = 100;

/**
 * At a quiet point: what stands at Stripe and at the bank by their own sums is what the books say, currency by currency,
 * each donor's bank gave and got back what his gift carries, and nothing is under way.
 */
export async function outside(world: SimulatedWorld): Promise<Says> {
  return [
    ...(await atStripe(world)),
    ...(await atBank(world)),
    ...(await reckoned(world)),
    ...(await donors(world)),
    ...(await underWay(world)),
  ];
}

async function atStripe({ stripe, house }: SimulatedWorld): Promise<string[]> {
  const ledger = house.get(LedgerQueries);
  const says: string[] = [];
  for (const [currency, minor] of await stripe.balance()) {
    const booked = (await ledger.balance(account('held', 'stripe', 'balance', currency as Currency))).minor;
    if (booked !== minor) says.push(`Stripe has ${minor} ${currency}, the books say ${booked}`);
  }
  for (const [currency, minor] of await stripe.fees()) {
    const booked = (await ledger.balance(account('held', 'operator', 'fees-stripe', currency as Currency))).minor;
    if (booked !== minor) says.push(`Stripe kept ${minor} ${currency} as fees, the books say ${booked}`);
  }
  return says;
}

async function atBank({ bank, house }: SimulatedWorld): Promise<string[]> {
  const ledger = house.get(LedgerQueries);
  const says: string[] = [];
  for (const currency of ['MDL', 'EUR'] as const) {
    const code = account('held', 'bank', bank.accounts[currency], 'balance', currency);
    const [booked, minor] = [(await ledger.balance(code)).minor, bank.sums.get(currency) ?? 0n];
    if (booked !== minor) says.push(`the bank has ${minor} ${currency}, the books say ${booked}`);
  }
  return says;
}

/** The operator's own reckoning: every difference has its cause, and what Stripe says is in the books whole. */
async function reckoned(world: SimulatedWorld): Promise<string[]> {
  await world.get(ReconcileService).reconcile();
  const now = await world.house.get(ReckoningQueries).now();
  const wrong = now.filter(({ explained, stripe }) => !explained || stripe.said?.equals(stripe.books) === false);
  return wrong.map((one) => `the reckoning cannot say why: ${JSON.stringify(one, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))}`); // prettier-ignore
}

/** What Stripe took from each donor less what it gave back, beside what his gift and what is owed to him say. */
async function donors({ stripe, db }: SimulatedWorld): Promise<string[]> {
  const net = await stripe.netByCharge();
  const booked = await db.rows<{ id: string; owner: string; minor: string }>(BOOKED);
  const ours = new Map(booked.map(({ id, minor }) => [id, BigInt(minor)]));
  const says: string[] = [];
  for (const [id, minor] of net) {
    if ((ours.get(id) ?? 0n) !== minor) says.push(`Stripe took ${minor} net by ${id}, our papers say ${ours.get(id) ?? 'nothing'}`); // prettier-ignore
    ours.delete(id);
  }
  return [...says, ...[...ours].filter(([, minor]) => minor !== 0n).map(([id, minor]) => `our papers say ${minor} by ${id}, Stripe knows nothing of it`)]; // prettier-ignore
}

async function underWay({ house }: SimulatedWorld): Promise<string[]> {
  const unbooked = await house.get(PaymentsQueries).unbooked();
  return unbooked.map(({ id, problem }) => `${id} stands in no journal: ${problem ?? 'nobody tried'}`);
}

/** The chain is sealed, and the program that everybody may download proves it. */
export async function proven({ house }: SimulatedWorld): Promise<Says> {
  const unsealed = () => house.get(HeadsQueries).secondsUnsealed();
  for (let round = 0; round < SEALS_MAX && (await unsealed()) > 0; round += 1) await house.get(SealService).seal();
  const chain = house.get(ChainQueries);
  const piece = await chain.piece({});
  if (piece === null) return [];
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'plai-simulation-'));
  const file = path.join(folder, 'books.jsonl');
  for await (const lines of chain.lines(piece)) fs.appendFileSync(file, lines);
  const { status, stdout } = spawnSync(process.execPath, [fromRoot('libs/ledger/data/verify.mjs'), file], { encoding: 'utf8' }); // prettier-ignore
  fs.rmSync(folder, { recursive: true });
  return status === 0 && stdout.includes('no guarded account below zero') ? [] : [`verify says: ${stdout}`];
}

const BOOKED = `
  select c.stripe_charge as id, c.owner,
         c.amount_minor - coalesce((select sum(r.amount_minor) from payments.refund r where r.charge_id = c.id and r.state = 'succeeded'), 0)
           - coalesce((select sum(d.amount_minor) from payments.dispute d where d.charge_id = c.id and d.outcome = 'lost'), 0) as minor
    from payments.charge c where c.state = 'succeeded'`;
