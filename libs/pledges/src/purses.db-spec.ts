import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Money, newId } from '#libs/kernel/src/index.js';
import { account, LedgerQueries, LedgerService } from '#libs/ledger/src/index.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import { buildTown, type Town } from '../../../test/support/town.js';
import { GiftDisputesQueries, LossesService, PledgesModule, PursesService } from './index.js';

describe('the purse of a town', () => {
  let room: Room;
  let town: Town;
  let code: string;
  beforeAll(async () => {
    room = await openRoom([PledgesModule]);
    town = await buildTown(room);
    code = town.placeCode;
  });
  afterAll(() => room.close());

  const fx = account('held', 'operator', 'fx', 'MDL');
  const lei = (sum: string) => Money.parse(sum, 'MDL');
  /** So many lei come to the purse, or are lost by a dispute that it cannot pay. */
  const book = (name: 'claim' | 'loss', sum: string) =>
    room.db.transaction(async (tx) => {
      const [its, amount] = [account('held', 'town', code, name, 'MDL'), lei(sum)];
      const posting = name === 'claim' ? { debit: fx, credit: its, amount } : { debit: its, credit: fx, amount };
      await room.get(LedgerService).post(tx, { key: `spec:${newId()}`, kind: 'spec.purse', postings: [posting] });
      await room.get(PursesService).received(tx, code);
    });
  const free = async () => (await room.db.transaction((tx) => room.get(PursesService).free(tx, code))).toString();
  const loss = async () =>
    (await room.get(LedgerQueries).balance(account('held', 'town', code, 'loss', 'MDL'))).toString();

  it('pays an open loss from what comes next, and nothing is free before', async () => {
    await book('claim', '100.00');
    expect([await free(), await loss()]).toEqual(['100.00', '0.00']);
    await book('loss', '150.00');
    expect([await free(), await loss()]).toEqual(['0.00', '50.00']);
    await book('claim', '80.00');
    expect([await free(), await loss()]).toEqual(['30.00', '0.00']);
  });

  it('gives back first what the reserve has covered for it', async () => {
    const own = { debit: account('held', 'bank', newId(), 'balance', 'MDL'), credit: account('held', 'operator', 'capital', 'MDL') }; // prettier-ignore
    await room.db.transaction((tx) => room.get(LedgerService).post(tx, { key: `spec:${newId()}`, kind: 'spec.own', postings: [{ ...own, amount: lei('60.00') }] })); // prettier-ignore
    const [first, second] = town.operators;
    const act = async (kind: 'covered' | 'set-aside', sum: string) => {
      const home = kind === 'covered' ? ({ kind: 'town', id: code } as const) : null;
      const approvalId = newId<'Approval'>();
      await room.get(LossesService).ask({ approvalId, kind, home, amount: lei(sum) }, first);
      await room.get(LossesService).confirm(approvalId, second);
    };
    await act('set-aside', '60.00');
    await book('loss', '90.00');
    await expect(act('covered', '61.00')).rejects.toMatchObject({ code: 'loss-amount' });
    await act('covered', '60.00');
    const now = () => room.get(GiftDisputesQueries).lossOf({ kind: 'town', id: code });
    expect(await now()).toMatchObject({ home: { kind: 'town', id: code }, open: lei('0.00'), covered: lei('60.00') });
    await book('claim', '40.00');
    expect([await free(), (await now())!.covered.toString()]).toEqual(['0.00', '20.00']);
    await book('claim', '40.00');
    expect([await free(), (await now())!.covered.toString()]).toEqual(['20.00', '0.00']);
    expect(await room.get(LedgerQueries).free(account('held', 'operator', 'loss-reserve', 'MDL'))).toEqual(
      lei('60.00'),
    );
    // Covered in part: the loss is paid before the reserve, and both from the same lei.
    await book('loss', '80.00');
    await act('covered', '40.00');
    await book('claim', '30.00');
    expect(await now()).toMatchObject({ open: lei('0.00'), covered: lei('30.00') });
    await book('claim', '50.00');
    expect([await free(), (await now())!.covered.toString()]).toEqual(['20.00', '0.00']);
  });
});
