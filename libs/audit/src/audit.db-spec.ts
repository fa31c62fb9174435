import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Money, newId } from '#libs/kernel/src/index.js';
import { account, LedgerModule, LedgerService, SealService } from '#libs/ledger/src/index.js';
import { Clock, TrailSeal } from '#libs/platform/src/index.js';
import { countedGift } from '../../../test/support/counted-gift.js';
import { eventually } from '../../../test/support/eventually.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import { sealAll } from '../../../test/support/sealed.js';
import { plant } from '../../../test/support/superuser.js';
import { AuditModule, AuditQueries, AuditService, type Finding } from './index.js';

const euro = (minor: number) => Money.ofMinor(BigInt(minor), 'EUR');
const lei = (minor: number) => Money.lei(BigInt(minor));
const clearing = account('held', 'stripe', 'clearing', 'EUR');
const cover = account('held', 'operator', 'fee-cover', 'EUR');
const short = (findings: readonly Finding[]) => findings.map(({ invariant, subject }) => `${invariant} ${subject}`);

describe('the audit', () => {
  let room: Room;
  beforeEach(async () => {
    room = await openRoom([LedgerModule, AuditModule]);
  });
  afterEach(() => room.close());

  const run = async () => short(await room.get(AuditService).run());
  const sql = (text: string, params: readonly unknown[] = []) => room.db.rows(text, params);

  const gift = () => countedGift(room);

  it('is empty when all is well, whatever is sealed', async () => {
    expect(await run()).toEqual([]);
    await gift();
    await gift();
    expect(await run()).toEqual([]);
    await room.get(SealService).seal();
    await room.get(TrailSeal).seal();
    expect(await run()).toEqual([]);
    expect(await room.get(AuditQueries).runs(5)).toEqual([]);
  });

  it('finds a journal that does not balance, and the gift it was about (I1, I4)', async () => {
    const { pledge, project } = await gift();
    await plant(
      room,
      ['ledger.entry'],
      [`update ledger.entry set amount = amount - 100 where gift = '${pledge}' and line = 4`],
    );
    expect(await run()).toEqual([
      `I1 journal:pledge:${pledge}:counted`,
      `I4 pledge:${pledge}`,
      `I8 project:${project}`,
    ]);
    expect((await room.get(AuditQueries).runs(5))[0]).toMatchObject({ nightly: false });
  });

  it('finds entries without a journal, journals without entries and accounts that are not of the chart (I1)', async () => {
    const { pledge } = await gift();
    await plant(
      room,
      ['ledger.entry', 'ledger.account', 'ledger.journal'],
      [
        `delete from ledger.entry where journal_id = (select id from ledger.journal where key = 'pledge:${pledge}:counted')`,
        `insert into ledger.entry (journal_id, line, account_id, amount, status, tx) values (777, 1, 1, 5, 'posted', 1), (777, 2, 1, -5, 'posted', 1)`,
        `update ledger.account set guarded = false where code = '${clearing}'`,
      ],
    );
    const found = await run();
    for (const one of [`journal:pledge:${pledge}:counted`, 'entry:777/1', `account:${clearing}`]) {
      expect(found).toContain(`I1 ${one}`);
    }
  });

  it('finds an account that is overdrawn (I6)', async () => {
    const { claim, project } = await gift();
    await plant(
      room,
      ['ledger.entry'],
      [
        `insert into ledger.journal (key, digest, kind, status) values ('owner:x', sha256(''), 'owner.x', 'posted')`,
        `insert into ledger.entry (journal_id, line, account_id, amount, status, tx)
           select j.id, 1, a.id, 97501, 'posted', j.tx from ledger.journal j, ledger.account a where j.key = 'owner:x' and a.code = '${claim}'`,
        `insert into ledger.entry (journal_id, line, account_id, amount, status, tx)
           select j.id, 2, a.id, -97501, 'posted', j.tx from ledger.journal j, ledger.account a where j.key = 'owner:x' and a.code = 'held:operator:fx:MDL'`,
      ],
    );
    expect(await run()).toEqual([`I6 account:${claim}`, `I8 project:${project}`]);
  });

  it('finds a shown balance that its entries do not give (I8)', async () => {
    const { claim, project } = await gift();
    await sealAll(room);
    await plant(
      room,
      [],
      [
        `insert into ledger.balance select id, 1, 0 from ledger.account where code = '${claim}'
           on conflict (account_id) do update set balance = ledger.balance.balance + 1`,
      ],
    );
    expect(await run()).toEqual([`I8 account:${claim}`, `I8 project:${project}`]);
  });

  it('finds what Stripe and the books do not both know (I3)', async () => {
    const [one, two, three] = [await gift(), await gift(), await gift()];
    await plant(
      room,
      [],
      [
        `update payments.stripe_transaction set net_minor = net_minor - 1, fee_minor = fee_minor + 1 where id = '${one.txn}'`,
        `delete from payments.stripe_transaction where id = '${two.txn}'`,
        `update payments.stripe_transaction set journal_key = null, booked_at = null, problem = 'unknown-source', seen_at = now() - interval '2 hours' where id = '${three.txn}'`,
      ],
    );
    expect((await run()).sort()).toEqual(
      [
        `I3 journal:txn:${two.txn}`,
        `I3 journal:txn:${three.txn}`,
        `I3 transaction:${one.txn}`,
        `I3 transaction:${three.txn}`,
      ].sort(),
    );
  });

  it('finds a charge that leaves something on the clearing account (I7)', async () => {
    const { charge } = await gift();
    await room.db.transaction((tx) =>
      room.get(LedgerService).post(tx, {
        ...{ key: `spec:${newId()}`, kind: 'spec.odd', ref: { charge } },
        postings: [{ debit: clearing, credit: cover, amount: euro(7) }],
      }),
    );
    expect(await run()).toEqual([`I7 charge:${charge}`]);
  });

  it('finds gifts that the books carry otherwise, twice or not at all (I4)', async () => {
    const [less, gone, back, lost] = [await gift(), await gift(), await gift(), await gift()];
    await plant(
      room,
      ['payments.refund', 'pledges.pledge', 'payments.charge'],
      [
        `update pledges.pledge set came_lei_minor = came_lei_minor - 1 where id = '${less.pledge}'`,
        `delete from pledges.pledge where id = '${gone.pledge}'`,
        `insert into payments.refund (id, charge_id, owner, amount_minor, currency, state, wanted_at, stripe_refund)
           values ('${newId()}', '${back.charge}', 'pledge:${back.pledge}', 5151, 'EUR', 'pending', now(), 're_1')`,
        `update pledges.pledge set charge_id = null where id = '${lost.pledge}'`,
        `update payments.charge set authorised_at = now() - interval '2 hours' where id = '${lost.charge}'`,
        `insert into payments.charge select gen_random_uuid(), owner, checkout_id, 'k', amount_minor, cover_minor, currency, state, failure, wanted_at,
           attempted_at, authorised_at, 'pi_x', 'ch_x' from payments.charge where id = '${back.charge}'`,
      ],
    );
    expect((await run()).sort()).toEqual(
      [
        `I4 charge:${back.charge}`,
        `I4 charge:${lost.charge}`,
        `I4 pledge:${back.pledge}`,
        `I4 pledge:${gone.pledge}`,
        `I4 pledge:${less.pledge}`,
        `I7 held:returns:due:EUR`,
        `I8 project:${less.project}`,
      ].sort(),
    );
  });

  it('finds a promise that nobody has made (I4)', async () => {
    const { pledge, project } = await gift();
    const promised = account('memo', 'project', project, 'promised', 'MDL');
    const source = account('memo', 'donors', 'source', 'MDL');
    await room.db.transaction((tx) =>
      room.get(LedgerService).post(tx, {
        ...{ key: `spec:${newId()}`, kind: 'spec.promise' },
        postings: [{ debit: promised, credit: source, amount: lei(1), dims: { gift: pledge } }],
      }),
    );
    expect(await run()).toEqual([`I4 pledge:${pledge}`, `I8 project:${project}`]);
  });

  it('finds a broken chain of the books and of the trail, and a head that is gone (I2, I10)', async () => {
    await gift();
    await sealAll(room);
    await eventually(async () => {
      await room.get(TrailSeal).seal();
      expect(await sql('select from platform.trail_seal')).not.toEqual([]);
    });
    await room.get(AuditService).runWhenDue();
    expect(await run()).toEqual([]);
    await plant(room, ['platform.trail'], [`update platform.trail set subject = 'pledge:other'`]);
    expect(await run()).toEqual(['I10 trail:1']);
    await plant(room, ['ledger.seal'], [`update ledger.seal set hash = sha256('rewritten') where n = 1`]);
    expect(await run()).toEqual(expect.arrayContaining(['I10 seal:1', 'I10 trail:1', 'I2 head:1']));
    await plant(room, ['ledger.journal'], [`update ledger.journal set kind = 'gift.other' where id = 1`]);
    expect(await run()).toEqual(expect.arrayContaining(['I10 seal:1']));
  });

  it('finds news that nobody carries away (I11)', async () => {
    await plant(
      room,
      [],
      [`insert into platform.outbox (name, data, at) values ('spec.old', '{}', now() - interval '1 hour')`],
    );
    expect(await run()).toEqual(['I11 event:1']);
  });

  it('runs once a night, and tells of the same findings once', async () => {
    const audit = room.get(AuditService);
    await audit.runWhenDue();
    await audit.runWhenDue();
    expect(await room.get(AuditQueries).runs(9)).toHaveLength(1);
    await room.get(Clock).moveBy(86_400_000);
    await audit.runWhenDue();
    expect(await room.get(AuditQueries).runs(9)).toHaveLength(2);
    await plant(
      room,
      [],
      [`insert into platform.outbox (name, data, at) values ('spec.old', '{}', now() - interval '1 hour')`],
    );
    await audit.run();
    await audit.run();
    const [last] = await room.get(AuditQueries).runs(9);
    expect(await room.get(AuditQueries).runs(9)).toHaveLength(3);
    expect(await sql(`select data from platform.outbox where name = 'audit.broken'`)).toEqual([
      { data: { runId: last!.id } },
    ]);
    expect(await room.get(AuditQueries).find(last!.id)).toMatchObject({ findings: [{ invariant: 'I11' }] });
  });

  it('tells of findings that went away and came back', async () => {
    const id = `(select min(id) from platform.outbox)`;
    await plant(
      room,
      [],
      [`insert into platform.outbox (name, data, at) values ('spec.old', '{}', now() - interval '1 hour')`],
    );
    const audit = room.get(AuditService);
    const found = [await audit.run()];
    await sql(`update platform.outbox set sent_at = now(), sent_to = '{}' where id = ${id}`);
    found.push(await audit.run(), await audit.run());
    await sql(`update platform.outbox set sent_at = null, sent_to = null where id = ${id}`);
    found.push(await audit.run());
    expect(found.map(({ length }) => length)).toEqual([1, 0, 0, 1]);
    expect(await sql(`select 1 from platform.outbox where name = 'audit.broken'`)).toHaveLength(2);
    expect(await room.get(AuditQueries).runs(9)).toHaveLength(3);
  });
});
