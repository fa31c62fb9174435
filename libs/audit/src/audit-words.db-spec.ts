import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Money, newId } from '#libs/kernel/src/index.js';
import { account, LedgerModule, LedgerService } from '#libs/ledger/src/index.js';
import { type CountedGift, countedGift } from '../../../test/support/counted-gift.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import { plant } from '../../../test/support/superuser.js';
import { AuditModule, AuditService, sayFinding } from './index.js';

type Breach = (gift: CountedGift) => { off?: readonly string[]; sql: readonly string[]; says: readonly string[] };

/** One breach each, planted by somebody who owns the machine, and everything that the audit says of it. */
const BREACHES: Readonly<Record<string, Breach>> = {
  'I1, a sum changed in the books': ({ pledge, project }) => ({
    off: ['ledger.entry'],
    sql: [`update ledger.entry set amount = amount - 100 where gift = '${pledge}' and line = 4`],
    says: [
      `I1 journal:pledge:${pledge}:counted: The posted lines of this journal, in the book of money held, come to −1 leu instead of zero.`,
      `I4 pledge:${pledge}: The gift and the books differ. 975 lei counted, 0 lei returned, 0 lei moved on, 0 lei lost; the books carry 976 lei for the project and 0 lei in the fund.`,
      `I8 project:${project}: Shown are 976 lei raised and 0 lei promised, its gifts say 975 lei and 0 lei.`,
    ],
  }),
  'I1, a journal emptied': ({ txn }) => ({
    off: ['ledger.entry'],
    sql: [
      `delete from ledger.entry where journal_id = (select id from ledger.journal where key = 'txn:${txn}')`,
      `update payments.charge set looked_at = now()`,
    ],
    says: [
      `I1 journal:txn:${txn}: The journal has no lines.`,
      `I3 transaction:${txn}: It moved €49.70 at Stripe, €0.00 in the books.`,
    ],
  }),
  'I3, another net at Stripe': ({ txn }) => ({
    sql: [`update payments.stripe_transaction set net_minor = 4969, fee_minor = 181 where id = '${txn}'`],
    says: [`I3 transaction:${txn}: It moved €49.69 at Stripe, €49.70 in the books.`],
  }),
  'I3, a movement that Stripe never made': ({ txn }) => ({
    sql: [`delete from payments.stripe_transaction where id = '${txn}'`],
    says: [`I3 journal:txn:${txn}: It moves the balance at Stripe, and Stripe knows nothing of it.`],
  }),
  'I4, a gift counted for less': ({ pledge, project }) => ({
    sql: [`update pledges.pledge set came_lei_minor = 97499 where id = '${pledge}'`],
    says: [
      `I4 pledge:${pledge}: The gift and the books differ. 974.99 lei counted, 0 lei returned, 0 lei moved on, 0 lei lost; the books carry 975 lei for the project and 0 lei in the fund.`,
      `I8 project:${project}: Shown are 975 lei raised and 0 lei promised, its gifts say 974.99 lei and 0 lei.`,
    ],
  }),
  'I4, one gift paid twice': ({ charge, pledge }) => ({
    sql: [
      `insert into payments.charge select gen_random_uuid(), owner, checkout_id, 'k', amount_minor, cover_minor, currency, state, failure,
         wanted_at, attempted_at, authorised_at, 'pi_x', 'ch_x' from payments.charge where id = '${charge}'`,
    ],
    says: [`I4 pledge:${pledge}: 2 payments succeeded and stayed, and a gift is paid once.`],
  }),
  'I4, a campaign decided otherwise than by its sums, and an extension that never came': ({ project }) => ({
    sql: [
      `insert into pledges.closing (project_id, stage, decision, model, extend_at_bp, tiers, promised_minor, held_minor, staying_promised_minor,
         staying_held_minor, minimum_minor, threshold_minor, optimum_minor, floor_minor, at)
       values ('${project}', 'extension', 'extended', 'keep', 5000, '[]', 0, 50, 0, 0, 100, 100, 200, 0, now()),
              ('${project}', 'closing', 'funded', 'keep', null, '[]', 0, 99, 0, 99, 100, 100, 200, 0, now())`,
    ],
    says: [
      `I4 project:${project}: The campaign is decided as ‘funded’, but by the sums kept with it it should be ‘funded, smaller’ or another version.`,
      `I4 project:${project}: An extension is decided, but the campaign is not extended.`,
    ],
  }),
  'I4, a gift that the books know for another line, and a group whose parts are missing': ({ pledge }) => ({
    off: ['ledger.entry'],
    sql: [
      `update ledger.entry set budget_line = '${pledge}' where gift = '${pledge}' and line = 4`,
      `update pledges.pledge set pool_name = 'Clasa a IX-a', pool_people = 2 where id = '${pledge}'`,
      `insert into pledges.pool_member (pledge_id, n, name, public, share_minor) values ('${pledge}', 1, null, false, 4999)`,
    ],
    says: [
      `I4 pledge:${pledge}: The gift is for the whole project, and 1 line of the books says otherwise.`,
      `I4 pledge:${pledge}: The gift is €50.00 from 2 people; there is 1 part of €49.99 together.`,
    ],
  }),
  'I11, news left lying': () => ({
    sql: [`insert into platform.outbox (name, data, at) values ('spec.old', '{}', '2026-01-01T00:00:00Z')`],
    says: ['I11 event:1: The news spec.old has waited to leave since 1 January 2026, 02:00 Chișinău time.'],
  }),
};

describe('the audit’s words', () => {
  let room: Room;
  beforeEach(async () => {
    room = await openRoom([LedgerModule, AuditModule]);
  });
  afterEach(() => room.close());

  const said = async () =>
    (await room.get(AuditService).run()).map(
      (one) => `${one.invariant} ${one.subject}: ${sayFinding('en', one).replaceAll('\u00a0', ' ')}`,
    );

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
    expect(await said()).toEqual([`I7 charge:${charge}: Of the payment €0.07 is left on account ${clearing}.`]);
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
      `I6 account:${claim}: The account stands at −0.01 lei, of which −0.01 lei is free; it must never fall below zero.`,
      `I7 charge:${charge}: Of the payment €0.07 is left on account ${clearing}.`,
      `I8 project:${project}: Shown are −0.01 lei raised and 0 lei promised, its gifts say 975 lei and 0 lei.`,
    ]);
  });

  it('I10, a trail rewritten', async () => {
    await countedGift(room);
    await plant(
      room,
      ['platform.trail', 'platform.trail_seal'],
      [
        `insert into platform.trail_seal (n, trail_id, prev, hash)
           select 1, t.id, '00', encode(sha256(convert_to('00|' || encode(sha256(convert_to(platform.trail_line(t), 'UTF8')), 'hex'), 'UTF8')), 'hex')
           from platform.trail t order by id limit 1`,
      ],
    );
    expect(await said()).toEqual([]);
    await plant(room, ['platform.trail'], [`update platform.trail set subject = 'pledge:other'`]);
    expect(await said()).toEqual([
      'I10 trail:1: The row of the log is not the one that was sealed, or does not follow the one before it.',
    ]);
  });
});
