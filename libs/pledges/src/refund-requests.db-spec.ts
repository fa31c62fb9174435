import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AuditModule, AuditService } from '#libs/audit/src/index.js';
import { StaffService } from '#libs/identity/src/index.js';
import { type ApprovalId, Money, newId, type PersonId, type PledgeId, type ProjectId } from '#libs/kernel/src/index.js';
import { account, LedgerService } from '#libs/ledger/src/index.js';
import type { RefundId } from '#libs/payments/src/index.js';
import { staffer } from '../../../test/support/campaign.js';
import { countGift, openBank } from '../../../test/support/money.js';
import { CardBank } from '../../../test/support/card-bank.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import { plant } from '../../../test/support/superuser.js';
import { buildProject, buildTown, type Town } from '../../../test/support/town.js';
import {
  DeskQueries,
  GiftRefundsService,
  WindingService,
  PledgesModule,
  PledgesQueries,
  type RefundRequestId,
  RefundRequestsService,
  ReturnOrdersService,
} from './index.js';

const lei = (text: string) => Money.parse(text, 'MDL');
const HOME = { iban: 'MD24 AG00 0225 1000 1310 4168', holder: 'Maria Rusu' };

describe('asking a gift back', () => {
  let room: Room;
  let town: Town;
  let bank: Awaited<ReturnType<typeof openBank>>;
  let gift: PledgeId;
  let project: ProjectId;
  let donor: { by: PersonId };
  beforeAll(async () => {
    room = await openRoom([PledgesModule, AuditModule]);
    town = await buildTown(room);
    bank = await openBank(room, town.operators[0]);
  });
  afterAll(() => room.close());
  beforeEach(async () => {
    project = (await buildProject(room, town, { state: 'funded' })).id;
    gift = await countGift(room, town, { projectId: project, bank, lei: lei('300') });
    donor = { by: (await room.get(PledgesQueries).find(gift))!.personId };
  });

  const requests = () => room.get(RefundRequestsService);
  const ask = (over: object = {}) =>
    requests().ask({ id: newId<'RefundRequest'>(), pledgeId: gift, amount: null, why: ' ', account: HOME, ...over }, donor); // prettier-ignore
  const possible = async () =>
    (await requests().possible((await room.get(PledgesQueries).find(gift))!)).amount.toString();
  const told = async () =>
    (await room.db.rows<{ name: string }>(`select name from platform.outbox where name like 'pledges.refund-request%' and data->>'pledgeId' = $1 order by id`, [gift])).map(({ name }) => name.slice('pledges.refund-request-'.length)); // prettier-ignore
  const sign = async (amount: Money | null = null, by: PersonId = town.operators[0]) => {
    const approvalId = newId<'Approval'>() as ApprovalId;
    await room.get(GiftRefundsService).ask({ approvalId, pledgeId: gift, amount, reason: 'Cerut' }, by);
    return approvalId;
  };

  it('waits once, is his alone, and may be taken back while nobody has signed it', async () => {
    const id = newId<'RefundRequest'>() as RefundRequestId;
    await Promise.all([ask({ id }), ask({ id }), ask({ id })]);
    expect(await requests().of(gift)).toMatchObject({ state: 'waiting', amount: lei('300'), why: null, account: { iban: 'MD24AG000225100013104168' } }); // prettier-ignore
    const others = [{ amount: lei('1') }, { amount: lei('300') }, { why: 'Altfel' }, { account: { ...HOME, holder: 'Ion Rusu' } }]; // prettier-ignore
    for (const other of others) await expect(ask({ id, ...other })).rejects.toMatchObject({ code: 'id-taken' });
    await expect(ask()).rejects.toMatchObject({ code: 'refund-requested' });
    await expect(requests().withdraw(gift, { by: town.mayor })).rejects.toMatchObject({ code: 'pledge-unknown' });
    await requests().withdraw(gift, donor);
    await requests().withdraw(gift, donor);
    expect(await requests().of(gift)).toMatchObject({ state: 'withdrawn' });
    expect(await told()).toEqual(['asked', 'withdrawn']);
    expect(await possible()).toBe('300.00');
    const part = newId<'RefundRequest'>() as RefundRequestId;
    await ask({ id: part, amount: lei('120') });
    await ask({ id: part, amount: lei('120') });
    await expect(ask({ id: part })).rejects.toMatchObject({ code: 'id-taken' });
    await requests().withdraw(gift, donor);
  });

  it('is another question under the same id when all is asked after a part', async () => {
    const approvalId = newId<'Approval'>() as ApprovalId;
    const asks = (amount: Money | null, reason = 'Cerut') =>
      room.get(GiftRefundsService).ask({ approvalId, pledgeId: gift, amount, reason }, town.operators[0]);
    await asks(lei('120'));
    await asks(lei('120.00'));
    for (const [amount, reason] of [
      [null, 'Cerut'],
      [lei('121'), 'Cerut'],
      [lei('120'), 'Altul'],
    ] as const)
      await expect(asks(amount, reason)).rejects.toMatchObject({ code: 'id-taken' });
  });

  it('is granted by two, and then no more can be asked', async () => {
    await ask();
    const approvalId = await sign();
    await expect(requests().withdraw(gift, donor)).rejects.toMatchObject({ code: 'refund-signing' });
    await room.get(GiftRefundsService).confirm(approvalId, town.operators[1]);
    expect(await requests().of(gift)).toMatchObject({ state: 'granted' });
    expect(await possible()).toBe('0.00');
    await expect(ask()).rejects.toMatchObject({ code: 'refund-none' });
    expect(await room.get(AuditService).run()).toEqual([]);
  });

  it('is answered by whoever signs it when the first to sign has left the staff', async () => {
    await ask();
    const leaver = await staffer(room.db);
    await sign(null, leaver);
    await room.db.transaction((tx) => room.get(StaffService).dismiss(tx, leaver, town.operators[1]));
    const approvalId = await sign();
    await room.get(GiftRefundsService).confirm(approvalId, town.operators[1]);
    expect(await requests().of(gift)).toMatchObject({ state: 'granted' });
  });

  it('is not answered by a smaller sum that goes back: it waits until the rest goes back too, or somebody says why not', async () => {
    await ask({ amount: lei('200') });
    await room.get(GiftRefundsService).confirm(await sign(lei('10')), town.operators[1]);
    expect(await requests().of(gift)).toMatchObject({ state: 'waiting', amount: lei('200') });
    await room.get(GiftRefundsService).confirm(await sign(lei('200')), town.operators[1]);
    expect(await requests().of(gift)).toMatchObject({ state: 'granted' });
    await ask();
    await room.get(GiftRefundsService).refuse(await sign(lei('10')), town.operators[1], 'Altă sumă');
    expect(await requests().of(gift)).toMatchObject({ state: 'waiting', amount: lei('90') });
    await room.get(GiftRefundsService).confirm(await sign(lei('50')), town.operators[1]);
    // All that is left of it is all that he can get.
    await room.get(GiftRefundsService).confirm(await sign(), town.operators[1]);
    expect(await requests().of(gift)).toMatchObject({ state: 'granted' });
    expect(await room.get(AuditService).run()).toEqual([]);
  });

  it('is granted when its project gives everybody everything back meanwhile', async () => {
    await ask();
    await room.db.transaction((tx) => room.get(WindingService).begin(tx, project, 'cancelled'));
    await new CardBank(room).drain();
    expect((await room.get(PledgesQueries).find(gift))!.state).toBe('refunded');
    expect(await requests().of(gift)).toMatchObject({ state: 'granted' });
  });

  it('shows to whoever signs the order that its donor named another account', async () => {
    await ask();
    await room.get(GiftRefundsService).confirm(await sign(), town.operators[1]);
    const [{ id: refundId }] = (await room.db.rows<{ id: RefundId }>('select id from pledges.gift_refund where pledge_id = $1', [gift])) as [{ id: RefundId }]; // prettier-ignore
    const order = async (iban: string) => {
      const approvalId = newId<'Approval'>();
      await room.get(ReturnOrdersService).ask({ approvalId, refundId, iban, holder: 'Maria Rusu' }, town.operators[0]);
      return approvalId;
    };
    const other = await order('DE89370400440532013000');
    expect(await room.get(DeskQueries).asked(other)).toMatchObject({ iban: 'DE89370400440532013000', ibanNamed: 'MD24AG000225100013104168' }); // prettier-ignore
    await room.get(ReturnOrdersService).refuse(other, town.operators[1], 'Alt cont');
    expect(await room.get(DeskQueries).asked(await order(HOME.iban))).toMatchObject({ ibanNamed: null });
  });

  it('is refused with its reason by one of the staff or by the second signature, and may be asked anew', async () => {
    const id = newId<'RefundRequest'>() as RefundRequestId;
    await ask({ id });
    await expect(requests().refuse(id, 'Nu.', town.mayor)).rejects.toMatchObject({ kind: 'not-found' });
    await requests().refuse(id, ' Banii pleacă mâine. ', town.operators[0]);
    await expect(requests().refuse(id, 'Încă o dată', town.operators[0])).rejects.toMatchObject({ kind: 'not-found' });
    expect(await requests().of(gift)).toMatchObject({ state: 'refused', reason: 'Banii pleacă mâine.' });
    await ask();
    await room.get(GiftRefundsService).refuse(await sign(), town.operators[1], 'Cont greșit');
    expect(await requests().of(gift)).toMatchObject({ state: 'refused', reason: 'Cont greșit' });
    expect(await told()).toEqual(['asked', 'refused', 'asked', 'refused']);
  });

  it('asks no more than its project has free, says where to, and waits for a bank that decides', async () => {
    await expect(ask({ amount: lei('300.01') })).rejects.toMatchObject({ code: 'refund-amount' });
    await expect(ask({ amount: lei('0') })).rejects.toMatchObject({ code: 'refund-amount' });
    await expect(ask({ account: null })).rejects.toMatchObject({
      fields: [{ code: 'holder' }, { code: 'iban-wrong' }],
    });
    await expect(ask({ account: { ...HOME, holder: ' ' } })).rejects.toMatchObject({ fields: [{ code: 'holder' }] });
    const claim = account('held', 'project', project, 'claim', 'MDL');
    const reserve = {
      debit: claim,
      credit: account('held', 'project', project, 'released', 'MDL'),
      amount: lei('200'),
    };
    await room.db.transaction(
      (tx) =>
      room.get(LedgerService).post(tx, { key: `spec:${newId()}`, kind: 'tranche.approved', status: 'pending', postings: [reserve] }), // prettier-ignore
    );
    expect(await possible()).toBe('100.00');
    await expect(ask({ amount: lei('100.01') })).rejects.toMatchObject({ code: 'refund-amount' });
    const [charge, dispute] = [newId(), `du_${newId().slice(0, 8)}`];
    await plant(
      room,
      ['payments.charge', 'payments.dispute'],
      [
        `insert into payments.charge (id, owner, checkout_id, key, amount_minor, cover_minor, currency, state, wanted_at)
           values ('${charge}', 'pledge:${gift}', '${newId()}', '${charge}', 30000, 0, 'MDL', 'wanted', now())`,
        `insert into payments.dispute (id, charge_id, amount_minor, currency, reason, status, inquiry, opened_at)
           values ('${dispute}', '${charge}', 30000, 'MDL', 'general', 'needs_response', false, now())`,
      ],
    );
    expect(await possible()).toBe('0.00');
    await expect(ask()).rejects.toMatchObject({ code: 'refund-disputed' });
  });
});
