import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AuditModule, AuditService } from '#libs/audit/src/index.js';
import { Money, newId } from '#libs/kernel/src/index.js';
import { PaymentsModule } from '#libs/payments/src/index.js';
import { countedGift } from '../../../test/support/counted-gift.js';
import { creditLine, openBank, openTreasury } from '../../../test/support/money.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import { plant } from '../../../test/support/superuser.js';
import { buildTown, type Town } from '../../../test/support/town.js';
import { BooksModule, type PlaceReckoning, ReckoningQueries } from './index.js';

const LAST = '(select max(n) from payments.stripe_transaction)';

describe('the reckoning of Stripe, the bank and the books', () => {
  let room: Room;
  let town: Town;
  beforeAll(async () => {
    room = await openRoom([PaymentsModule, BooksModule, AuditModule]);
    town = await buildTown(room);
    await openTreasury(room, town);
  });
  afterAll(() => room.close());

  const sql = (text: string, params: readonly unknown[] = []) => room.db.rows(text, params);
  const now = async (currency: string) => {
    const one = (await room.get(ReckoningQueries).now()).find((each) => each.currency === currency)!;
    const shown = ({ said, causes, books, unexplained }: PlaceReckoning) => [
      said?.toString() ?? null,
      ...causes.map(({ kind, things, amount }) => `${kind} ${things} ${amount.toString()}`).sort(),
      books.toString(),
      unexplained.toString(),
    ];
    return { stripe: shown(one.stripe), bank: shown(one.bank), way: one.way.map(({ kind, unexplained }) => `${kind} ${unexplained.toString()}`), explained: one.explained, books: one.books.toString() }; // prettier-ignore
  };

  it('explains what Stripe has not said yet, then what moved since and what is not booked; anything else is unexplained', async () => {
    await countedGift(room);
    expect((await now('EUR')).stripe).toEqual([null, 'moved-since 1 49.70', '49.70', '0.00']);
    await sql(`insert into payments.said_balance values ('EUR', 4000, 970, ${LAST}, platform.now())`);
    expect((await now('EUR')).stripe).toEqual(['49.70', '49.70', '0.00']);
    // Whatever a clock that moves or a slow transaction says, the order in which movements came is what counts.
    await sql(
      `insert into payments.stripe_transaction (id, type, category, amount_minor, fee_minor, net_minor, currency, created_at, seen_at)
         values ('txn_x', 'stripe_fee', 'fee', -25, 0, -25, 'EUR', platform.now(), platform.now() - interval '1 minute')`,
    );
    expect((await now('EUR')).stripe).toEqual(['49.70', 'moved-since 1 -0.25', 'unbooked 1 0.25', '49.70', '0.00']);
    await sql(`update payments.said_balance set seen = ${LAST} returning 1`);
    expect(await now('EUR')).toMatchObject({
      stripe: ['49.70', 'unbooked 1 0.25', '49.70', '-0.25'],
      explained: false,
      books: '49.70',
    });
    await sql(`update payments.said_balance set available_minor = 3975 returning 1`);
    expect(await now('EUR')).toMatchObject({ explained: true });
  });

  it('says why Stripe’s word is old: it was not asked, does not answer, or money moved every time', async () => {
    const silence = async () =>
      (await room.get(ReckoningQueries).now()).map((one) => [one.stripe.silence, one.bank.silence]);
    const asked = (at: string, answered: string) =>
      sql(`insert into payments.balance_question (asked_at, answered_at) values (platform.now() - interval '${at}', platform.now() - interval '${answered}')
             on conflict (one) do update set asked_at = excluded.asked_at, answered_at = excluded.answered_at returning 1`);
    expect(await silence()).toEqual([[null, null]]);
    await sql(`update payments.said_balance set at = at - interval '2 hours' returning 1`);
    expect(await silence()).toEqual([['not-asked', null]]);
    await asked('1 minute', '2 hours');
    expect(await silence()).toEqual([['no-answer', null]]);
    await asked('2 minutes', '1 minute');
    expect(await silence()).toEqual([['moving', null]]);
    await sql(`update payments.said_balance set at = platform.now() returning 1`);
    expect(await silence()).toEqual([[null, null]]);
  });

  it('explains lines that no statement shows yet, never one of a day that a statement covers', async () => {
    const account = await openBank(room, town.operators[0]);
    await creditLine(room, town, { bank: account, lei: Money.lei(10_000n) });
    expect((await now('MDL')).bank).toEqual([null, 'by-hand 1 100.00', '100.00', '0.00']);
    const day = `(select max(booked_on) from banking.line)`;
    await plant(
      room,
      ['banking.statement'],
      [
        `insert into banking.statement (id, account_id, currency, format, sha256, from_on, until_on, opening_minor, closing_minor, entries, count, fresh,
           approval_id, state, entered_by, entered_at, confirmed_by, confirmed_at, n)
         values ('${newId()}', '${account}', 'MDL', 'csv', '${'0'.repeat(64)}', ${day}, ${day}, 0, 9900, '[]', 1, 1, '${newId()}', 'confirmed',
           '${town.operators[0]}', now(), '${town.operators[1]}', now(), 1)`,
      ],
    );
    expect(await now('MDL')).toMatchObject({ bank: ['99.00', '100.00', '1.00'], explained: false });
    await plant(room, ['banking.statement'], ['update banking.statement set closing_minor = 10000']);
    expect(await now('MDL')).toMatchObject({ bank: ['100.00', '100.00', '0.00'], explained: true });
    // Somebody else's movement at Stripe that waits for its hour is no finding yet.
    expect(await room.get(AuditService).run()).toEqual([]);
  });

  it('finds what is under way in the books and in no paper', async () => {
    await sql(
      `insert into payments.payout (id, amount_minor, currency, state, arrives_on, created_at) values ('po_1', 1000, 'EUR', 'in-transit', '2026-01-01', now())`,
    );
    await sql(
      `insert into payments.stripe_transaction (id, type, category, source, amount_minor, fee_minor, net_minor, currency, created_at, seen_at, journal_key, booked_at)
         values ('txn_p', 'payout', 'payout', 'po_1', -1000, 0, -1000, 'EUR', now(), '2026-01-01', 'payout:po_1:sent', now())`,
    );
    expect(await now('EUR')).toMatchObject({ way: ['payout -10.00'], explained: false });
  });
});
