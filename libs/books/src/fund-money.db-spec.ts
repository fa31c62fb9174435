import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Money, newId } from '#libs/kernel/src/index.js';
import { account, LedgerService } from '#libs/ledger/src/index.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import { plant } from '../../../test/support/superuser.js';
import { buildTown, type Town } from '../../../test/support/town.js';
import { BooksModule, FundMoneyQueries } from './index.js';

describe('where the money of gifts to a fund is', () => {
  let room: Room;
  let town: Town;
  beforeAll(async () => {
    room = await openRoom([BooksModule]);
    town = await buildTown(room);
  });
  afterAll(() => room.close());

  let code = 0;
  const gift = async (minor: number, back = 0): Promise<string> => {
    const id = newId();
    code += 1;
    const row = `insert into funds.gift (id, ref, receipt_code, request, place_code, person_id, amount_minor, cover_minor, currency, lei_minor, rate,
      rate_source, rate_on, lang, state, made_at, counted_at, refunded_minor, refunded_lei_minor)
      values ('${id}', 'FD-AAAA-A${code + 1}', 'AAAAAAAAAAAAAAA${code + 1}', '${'0'.repeat(64)}', '${town.placeCode}', '${town.mayor}',
        ${minor}, 0, 'MDL', ${minor}, '1', 'BNM', now(), 'ro', 'counted', now(), now(), ${back}, ${back})`;
    await plant(room, ['funds.gift'], [row]);
    await move(minor - back);
    return id;
  };
  const purse = () => account('held', 'town', town.placeCode, 'claim', 'MDL');
  const move = (minor: number) =>
    room.db.transaction((tx) => {
      const [fx, amount] = [account('held', 'operator', 'fx', 'MDL'), Money.lei(BigInt(Math.abs(minor)))];
      const posting = minor > 0 ? { debit: fx, credit: purse(), amount } : { debit: purse(), credit: fx, amount };
      return room.get(LedgerService).post(tx, { key: `spec:${newId()}`, kind: 'spec.purse', postings: [posting] });
    });
  const of = async (...ids: string[]) =>
    Promise.all(ids.map(async (id) => {
      const { held, used, covering } = await room.get(FundMoneyQueries).of(id);
      return [held, used, covering].map(String).join(' ');
    })); // prettier-ignore

  it('is each one’s share of the purse, of what went on to projects, and of what a lost dispute took, to the ban', async () => {
    const all = [await gift(10_000), await gift(5_000), await gift(6_001, 6_000)];
    expect(await of(...all)).toEqual(['100.00 0.00 0.00', '50.00 0.00 0.00', '0.01 0.00 0.00']);
    await move(-5_000);
    expect(await of(...all)).toEqual(['66.67 33.33 0.00', '33.33 16.67 0.00', '0.01 0.00 0.00']);
    await plant(room, ['pledges.loss_act'], [`insert into pledges.loss_act (id, kind, place_code, amount_minor, at, done_at) values ('${newId()}', 'recovered', '${town.placeCode}', 1000, now(), now())`]); // prettier-ignore
    expect(await of(...all)).toEqual(['66.67 26.66 6.67', '33.33 13.34 3.33', '0.01 0.00 0.00']);
    expect(await of(newId())).toEqual(['0.00 0.00 0.00']);
    const money = room.get(FundMoneyQueries);
    expect(await money.ofReceipt('aaaa aaaa aaaa aaa2')).toEqual(await money.of(all[0]!));
    expect(await money.ofReceipt('BBBBBBBBBBBBBBB2')).toBeNull();
  });
});
