import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AuditService } from '#libs/audit/src/index.js';
import { PersonsService, StaffService } from '#libs/identity/src/index.js';
import { addDays, civilDate, Money, type PersonId, startOfDay } from '#libs/kernel/src/index.js';
import { HeadsQueries } from '#libs/ledger/src/index.js';
import { Clock, sayIn } from '#libs/platform/src/index.js';
import { RatesService } from '#libs/rates/src/index.js';
import { creditLine, openBank } from '../../../test/support/money.js';
import { type LetterRoom, openLetterRoom } from '../../../test/support/letter-room.js';
import { sealAll } from '../../../test/support/sealed.js';
import { plant } from '../../../test/support/superuser.js';
import { buildTown, type Town } from '../../../test/support/town.js';
import { DailyService } from './index.js';

const HOUR = 3_600_000;

describe('the operator’s daily letter', () => {
  let room: LetterRoom;
  let town: Town;
  let read = 0;
  beforeAll(async () => {
    room = await openLetterRoom();
    town = await buildTown(room);
    await room.get(RatesService).loadShipped(); // without any the operator is asked for them
  });
  afterAll(() => room.close());
  // Each test has a morning of its own.
  beforeEach(async () => {
    const now = await room.get(Clock).now();
    await room.get(Clock).moveBy(startOfDay(addDays(civilDate(now), 1)).getTime() + 6 * HOUR - now.getTime());
    read = room.box.letters.length;
  });

  const pass = (milliseconds: number) => room.get(Clock).moveBy(milliseconds);
  const look = async () => {
    await room.get(DailyService).orderDue();
    await room.drain();
    return room.box.letters.slice(read).filter(({ subject }) => / (așteaptă|ждёт|waits?)/.test(subject));
  };
  const emailOf = async (id: PersonId) => (await room.get(PersonsService).cards([id]))[0]!.email!;
  const speaks = (id: PersonId, lang: 'ro' | 'ru' | 'en') =>
    room.get(PersonsService).rename(id, { name: null, gender: null, lang });

  it('comes once after seven to everybody on the staff, in his language, though two workers look at the same time', async () => {
    const [one, two] = town.operators;
    await Promise.all([speaks(one, 'en'), speaks(two, 'ru')]);
    expect(await look()).toEqual([]);
    await pass(2 * HOUR);
    const daily = room.get(DailyService);
    await Promise.all([daily.orderDue(), daily.orderDue(), daily.orderDue()]);
    const letters = await look();
    expect(letters.map(({ to }) => to).sort()).toEqual([await emailOf(one), await emailOf(two)].sort());
    const mine = letters.find(({ subject }) => subject.endsWith(': nothing waits'))!;
    expect(mine.text).toContain('\n\nNothing waits today.\n\n');
    expect(mine.text).toContain('The audit has not run yet.');
    expect(letters.filter(({ text }) => text.includes('\n\nСегодня ничего не ждёт.\n\n'))).toHaveLength(1);
    await pass(10 * HOUR);
    expect((await look()).length).toBe(2);
  });

  it('says what waits and until when, the money three ways with what nobody can explain, the last audit and the head of the books', async () => {
    const [one, two] = town.operators;
    await Promise.all([speaks(one, 'en'), speaks(two, 'en')]);
    const bank = await openBank(room, one);
    await creditLine(room, town, { bank, lei: Money.lei(120_000n) });
    await creditLine(room, town, { bank, lei: Money.lei(5_000n) });
    await sealAll(room);
    await room.get(AuditService).runWhenDue();
    // A statement that shows less than the books is a difference that nobody can explain.
    await plant(
      room,
      ['banking.statement'],
      [
        `insert into banking.statement (id, account_id, currency, format, sha256, from_on, until_on, opening_minor, closing_minor, entries, count, fresh,
           approval_id, state, entered_by, entered_at, confirmed_by, confirmed_at, n)
         select gen_random_uuid(), '${bank}', 'MDL', 'csv', '${'0'.repeat(64)}', max(booked_on), max(booked_on), 0, 124000, '[]', 2, 2, gen_random_uuid(),
           'confirmed', '${one}', now(), '${two}', now(), 1 from banking.line`,
      ],
    );
    await pass(2 * HOUR);
    const [letter] = await look();
    const head = await room.get(HeadsQueries).newest();
    expect(letter!.subject).toMatch(/: 2 things wait$/);
    const text = letter!.text.replaceAll('\u00a0', ' ');
    expect(text).toMatch(/– Receipt without a gift: 2, by \d+ \w+ \d{4}\n/);
    expect(text).toContain(
      '– Stripe –, the bank 1,240 lei, our books 1,250 lei. ATTENTION, unexplained: at the bank 10 lei.',
    );
    expect(text).toMatch(/The last audit, .*: nothing found\./);
    expect(text).toContain(`${head!.n}:${head!.hash}`);
    expect(text).toContain('http://plai.test/en/operator\n');
    expect(text).toContain('http://plai.test/en/account/settings');
    expect(text).toContain(sayIn('en')('letter.why.office'));
  });

  it('comes to nobody who has switched it off, and again when he wants it; a day that is over is not told', async () => {
    const [one, two] = town.operators;
    const daily = room.get(DailyService);
    await daily.choose(one, false);
    await pass(2 * HOUR);
    expect((await look()).map(({ to }) => to)).toEqual([await emailOf(two)]);
    expect([await daily.gets(one), await daily.gets(two), await daily.gets(town.mayor)]).toEqual([false, true, null]);
    await daily.choose(town.mayor, true);
    expect(await daily.gets(town.mayor)).toBeNull();
    await daily.choose(one, true);
    await daily.orderDue();
    await pass(24 * HOUR);
    read = room.box.letters.length;
    await room.drain();
    expect(room.box.letters.slice(read)).toEqual([]);
    await room.db.transaction((tx) => room.get(StaffService).dismiss(tx, two, one));
    expect((await look()).map(({ to }) => to)).toEqual([await emailOf(one)]);
  });
});
