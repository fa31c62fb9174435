import { afterAll, beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';
import { Money } from '#libs/kernel/src/index.js';
import { cloneDatabase } from '../../../test/support/database.js';
import { eventually } from '../../../test/support/eventually.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import { account, ChainQueries, LedgerModule, LedgerService, SealService } from './index.js';

const JOURNALS = 7;
let room: Room;
let replicaUrl: string;
beforeAll(async () => {
  replicaUrl = await cloneDatabase();
  room = await openRoom([LedgerModule], { DATABASE_READ_URL: replicaUrl });
  const sides = {
    debit: account('held', 'stripe', 'clearing', 'EUR'),
    credit: account('held', 'operator', 'fx', 'EUR'),
  };
  for (let n = 1; n <= JOURNALS; n += 1) {
    const posting = { ...sides, amount: Money.ofMinor(BigInt(n), 'EUR') };
    await room.db.transaction((tx) => room.get(LedgerService).post(tx, { key: `spec:${n}`, kind: 'spec.one', postings: [posting] })); // prettier-ignore
  }
  // Whatever runs on the same cluster, for another spec too, holds the watermark back.
  await eventually(async () => {
    await room.get(SealService).seal();
    expect(await sealed()).toBe(JOURNALS);
  });
});
afterAll(() => room.close());

const seals = () => room.db.rows<Record<string, string>>('select n, from_tx, to_tx, journals, root, prev, hash, at from ledger.seal order by n'); // prettier-ignore
const sealed = async () => (await seals()).reduce((sum, { journals }) => sum + Number(journals), 0);

async function exported(): Promise<{ journals: number; seals: number }> {
  const last = (await seals()).length;
  const lines: string[] = [];
  for await (const text of room.get(ChainQueries).lines({ first: 1, last })) lines.push(...text.trim().split('\n'));
  const links = lines.filter((line) => line.startsWith('{"seal"')).length;
  return { seals: links, journals: lines.filter((line) => line.startsWith('{')).length - links };
}

it('exports the whole piece that was promised though the replica knows none of it yet, or the seals alone', async () => {
  const all = { journals: JOURNALS, seals: (await seals()).length };
  expect(await exported()).toEqual(all);
  const replica = new pg.Client(replicaUrl);
  await replica.connect();
  for (const { n, from_tx, to_tx, journals, root, prev, hash, at } of await seals())
    await replica.query('insert into ledger.seal (n, from_tx, to_tx, journals, root, prev, hash, at) values ($1, $2, $3, $4, $5, $6, $7, $8)', [n, from_tx, to_tx, journals, root, prev, hash, at]); // prettier-ignore
  await replica.end();
  expect(await exported()).toEqual(all);
});
