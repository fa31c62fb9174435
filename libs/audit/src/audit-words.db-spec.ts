import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Money, newId } from '#libs/kernel/src/index.js';
import { account, LedgerModule, LedgerService } from '#libs/ledger/src/index.js';
import { type CountedGift, countedGift } from '../../../test/support/counted-gift.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import { plant } from '../../../test/support/superuser.js';
import { AuditModule, AuditService } from './index.js';

type Breach = (gift: CountedGift) => { off?: readonly string[]; sql: readonly string[]; says: readonly string[] };

/** One breach each, planted by somebody who owns the machine, and everything that the audit says of it. */
const BREACHES: Readonly<Record<string, Breach>> = {
  'I1, a sum changed in the books': ({ pledge, project }) => ({
    off: ['ledger.entry'],
    sql: [`update ledger.entry set amount = amount - 100 where gift = '${pledge}' and line = 4`],
    says: [
      `I1 journal:pledge:${pledge}:counted: posted held lines in MDL sum to -100`,
      `I4 pledge:${pledge}: counted: 97500 bani counted, 0 returned, 0 moved on, 0 lost; the books carry 97600 and 0`,
      `I8 project:${project}: shown are 97600 raised and 0 promised, its gifts say 97500 and 0`,
    ],
  }),
  'I1, a journal emptied': ({ txn }) => ({
    off: ['ledger.entry'],
    sql: [
      `delete from ledger.entry where journal_id = (select id from ledger.journal where key = 'txn:${txn}')`,
      `update payments.charge set looked_at = now()`,
    ],
    says: [`I1 journal:txn:${txn}: has no entries`, `I3 transaction:${txn}: moved 4970 EUR at Stripe, 0 in the books`],
  }),
  'I3, another net at Stripe': ({ txn }) => ({
    sql: [`update payments.stripe_transaction set net_minor = 4969, fee_minor = 181 where id = '${txn}'`],
    says: [`I3 transaction:${txn}: moved 4969 EUR at Stripe, 4970 in the books`],
  }),
  'I3, a movement that Stripe never made': ({ txn }) => ({
    sql: [`delete from payments.stripe_transaction where id = '${txn}'`],
    says: [`I3 journal:txn:${txn}: moves the balance at Stripe, and Stripe knows nothing of it`],
  }),
  'I4, a gift counted for less': ({ pledge, project }) => ({
    sql: [`update pledges.pledge set came_lei_minor = 97499 where id = '${pledge}'`],
    says: [
      `I4 pledge:${pledge}: counted: 97499 bani counted, 0 returned, 0 moved on, 0 lost; the books carry 97500 and 0`,
      `I8 project:${project}: shown are 97500 raised and 0 promised, its gifts say 97499 and 0`,
    ],
  }),
  'I4, one gift paid twice': ({ charge, pledge }) => ({
    sql: [
      `insert into payments.charge select gen_random_uuid(), owner, checkout_id, 'k', amount_minor, cover_minor, currency, state, failure,
         wanted_at, attempted_at, authorised_at, 'pi_x', 'ch_x' from payments.charge where id = '${charge}'`,
    ],
    says: [`I4 pledge:${pledge}: 2 payments succeeded and stay`],
  }),
  'I4, a gift that the books know for another line, and a group whose parts are missing': ({ pledge }) => ({
    off: ['ledger.entry'],
    sql: [
      `update ledger.entry set budget_line = '${pledge}' where gift = '${pledge}' and line = 4`,
      `update pledges.pledge set pool_name = 'Clasa a IX-a', pool_people = 2 where id = '${pledge}'`,
      `insert into pledges.pool_member (pledge_id, n, name, public, share_minor) values ('${pledge}', 1, null, false, 4999)`,
    ],
    says: [
      `I4 pledge:${pledge}: is for line none, 1 of its entries in the books say otherwise`,
      `I4 pledge:${pledge}: is of 5000 for 2 people, their parts are 1 of 4999`,
    ],
  }),
  'I11, news left lying': () => ({
    sql: [`insert into platform.outbox (name, data, at) values ('spec.old', '{}', '2026-01-01T00:00:00Z')`],
    says: ['I11 event:1: spec.old has waited in the outbox since 2026-01-01 00:00:00+00'],
  }),
};

describe('the audit’s words', () => {
  let room: Room;
  beforeEach(async () => {
    room = await openRoom([LedgerModule, AuditModule]);
  });
  afterEach(() => room.close());

  const said = async () =>
    (await room.get(AuditService).run()).map(({ invariant, subject, detail }) => `${invariant} ${subject}: ${detail}`);

  it.each(Object.entries(BREACHES))('%s', async (_, breach) => {
    await countedGift(room);
    const { off = [], sql, says } = breach(await countedGift(room));
    expect(await said()).toEqual([]);
    await plant(room, off, sql);
    expect(await said()).toEqual(says);
  });

  it('I6 and I7, an account overdrawn and a charge that leaves something', async () => {
    const { charge, claim, project } = await countedGift(room);
    const [cover, clearing] = [account('held', 'operator', 'fee-cover', 'EUR'), account('held', 'stripe', 'clearing', 'EUR')]; // prettier-ignore
    const posting = { debit: clearing, credit: cover, amount: Money.ofMinor(7n, 'EUR') };
    await room.db.transaction(
      (tx) =>
      room.get(LedgerService).post(tx, { key: `spec:${newId()}`, kind: 'spec.odd', ref: { charge }, postings: [posting] }), // prettier-ignore
    );
    expect(await said()).toEqual([`I7 charge:${charge}: leaves 7 on ${clearing}`]);
    const line = (n: number, amount: number, code: string) =>
      `insert into ledger.entry (journal_id, line, account_id, amount, status, tx)
         select j.id, ${n}, a.id, ${amount}, 'posted', j.tx from ledger.journal j, ledger.account a where j.key = 'owner:x' and a.code = '${code}'`;
    await plant(
      room,
      ['ledger.entry'],
      [
        `insert into ledger.journal (key, digest, kind, status) values ('owner:x', sha256(''), 'owner.x', 'posted')`,
        line(1, 97_501, claim),
        line(2, -97_501, 'held:operator:fx:MDL'),
      ],
    );
    expect(await said()).toEqual([
      `I6 account:${claim}: stands at -1, of it free -1`,
      `I7 charge:${charge}: leaves 7 on ${clearing}`,
      `I8 project:${project}: shown are -1 raised and 0 promised, its gifts say 97500 and 0`,
    ]);
  });

  it('I10, a trail rewritten', async () => {
    await countedGift(room);
    await plant(
      room,
      ['platform.trail', 'platform.trail_seal'],
      [
        `insert into platform.trail_seal (n, trail_id, prev, hash)
           select 1, t.id, '00', encode(sha256(convert_to('00|' || platform.trail_line(t), 'UTF8')), 'hex') from platform.trail t order by id limit 1`,
      ],
    );
    expect(await said()).toEqual([]);
    await plant(room, ['platform.trail'], [`update platform.trail set subject = 'pledge:other'`]);
    expect(await said()).toEqual(['I10 trail:1: is not the row that was sealed, or does not follow the one before it']);
  });
});
