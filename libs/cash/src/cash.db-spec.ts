import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AuditModule, AuditService } from '#libs/audit/src/index.js';
import { ApprovalsQueries } from '#libs/approvals/src/index.js';
import { type BankAccountId, BankingQueries, StatementsService } from '#libs/banking/src/index.js';
import { PersonsService } from '#libs/identity/src/index.js';
import { type ApprovalId, type CivilDate, Money, newId, type PersonId, type PledgeId } from '#libs/kernel/src/index.js';
import { LedgerQueries } from '#libs/ledger/src/index.js';
import { PledgesQueries, PromisesService, ReturnOrdersService } from '#libs/pledges/src/index.js';
import { RatesService } from '#libs/rates/src/index.js';
import { creditLine, openBank } from '../../../test/support/money.js';
import { camtOf } from '../../../test/support/statements.js';
import { openStripeRoom, type StripeRoom } from '../../../test/support/sandbox.js';
import { buildProject, buildTown, type Town, type TownProject } from '../../../test/support/town.js';
import type { DepositId, Receipt } from './cash.js';
import { CashBookQueries, CashiersService, CashModule, CashQueries, CoversService, DepositsService, ReceiptsService, VoidsService } from './index.js'; // prettier-ignore

const DAY = 86_400;

describe('cash in the hands of an association’s cashier', () => {
  let room: StripeRoom;
  let town: Town;
  let project: TownProject;
  let bank: BankAccountId;
  let cashier: PersonId;

  beforeAll(async () => {
    room = await openStripeRoom([CashModule, AuditModule]);
    await room.get(RatesService).loadShipped();
    town = await buildTown(room);
    project = await buildProject(room, town, { state: 'campaign', campaignEndsIn: '60 days' });
    bank = await openBank(room, town.operators[0]);
    cashier = town.members[0]!;
    const asked = await room.get(CashiersService).ask(town.associationId, cashier, town.president);
    await room.get(CashiersService).confirm(asked, town.inspector);
  });
  afterAll(() => room.close());

  const words = (lei: string, over: object = {}) => ({
    ...{ projectId: project.id, lei: Money.parse(lei, 'MDL'), line: null, shortfall: 'return', onward: false, giver: 'Ion Rusu', shown: true, email: null, lang: 'ro' },
    ...over,
  }) as Parameters<ReceiptsService['correct']>[1]; // prettier-ignore
  const write = (lei: string, over: { id?: PledgeId; onward?: boolean; line?: object } = {}) =>
    room.get(ReceiptsService).write({ id: newId(), associationId: town.associationId, ...words(lei, over) }, cashier);
  const signed = async (lei: string, over: object = {}): Promise<Receipt> => {
    const { id, approvalId } = await write(lei, over);
    await room.get(ReceiptsService).sign(approvalId, town.president);
    return (await room.get(CashQueries).receipt(id))!;
  };
  const slip = async (...receipts: readonly Receipt[]): Promise<DepositId> =>
    room.get(DepositsService).make(
      { id: newId(), associationId: town.associationId, receiptIds: receipts.map(({ id }) => id) },
      cashier,
    ); // prettier-ignore
  /** A line of the statement that carries a deposit's code; without a deposit, none. */
  const line = async (lei: string, id?: DepositId) => {
    const deposit = id && (await room.get(CashQueries).deposit(id));
    return creditLine(room, town, { bank, lei: Money.parse(lei, 'MDL'), ...(deposit && { purpose: deposit.code }) });
  };
  const memo = async ({ cashierId }: Pick<Receipt, 'cashierId'>) =>
    (await room.get(LedgerQueries).balance(`memo:cashier/${cashierId}:undeposited:MDL` as never)).toString();
  const claim = async () =>
    (await room.get(LedgerQueries).balance(`held:project/${project.id}:claim:MDL` as never)).toString();
  const stateOf = async ({ id }: Pick<Receipt, 'id'>) => (await room.get(PledgesQueries).find(id))?.state ?? null;
  const audit = () => room.get(AuditService).run();

  it('names a cashier by two: the president asks, another officer agrees', async () => {
    const cashiers = room.get(CashiersService);
    const [, member] = town.members;
    await expect(cashiers.ask(town.associationId, member!, town.inspector)).rejects.toMatchObject({ code: 'role-missing' });
    await expect(cashiers.ask(town.associationId, town.mayor, town.president)).rejects.toMatchObject({ code: 'cashier-member' });
    const asked = await cashiers.ask(town.associationId, member!, town.president);
    expect(await cashiers.ask(town.associationId, member!, town.president)).toBe(asked);
    await expect(cashiers.confirm(asked, town.president)).rejects.toMatchObject({ code: 'second-person-needed' });
    await expect(cashiers.confirm(asked, member!)).rejects.toMatchObject({ code: 'role-missing' });
    await cashiers.refuse(asked, 'Nu acum', town.inspector);
    expect((await room.get(CashQueries).cashiers(town.associationId)).map(({ personId }) => personId)).toEqual([cashier]);
  }); // prettier-ignore

  it('writes receipts in one series, once for a form that was sent twice, and corrects them until two have signed', async () => {
    const id = newId() as PledgeId;
    const [first, again] = await Promise.all([write('100', { id }), write('100', { id })]);
    expect(again.n).toBe(first.n);
    await expect(write('101', { id })).rejects.toMatchObject({ code: 'receipt-id-taken' });
    const stranger = town.members[1]!;
    const other = { id: newId() as PledgeId, associationId: town.associationId, ...words('5') };
    await expect(room.get(ReceiptsService).write(other, stranger)).rejects.toMatchObject({ code: 'cashier-missing' });
    await expect(room.get(ReceiptsService).write(other, town.mayor)).rejects.toMatchObject({ kind: 'not-found' });

    const second = await write('20');
    expect(second.n).toBe(first.n + 1);
    const corrected = await room.get(ReceiptsService).correct(first.id, words('120'), cashier);
    await expect(room.get(ReceiptsService).sign(first.approvalId, town.president)).rejects.toMatchObject({ code: 'approval-decided' }); // prettier-ignore
    await expect(room.get(ReceiptsService).sign(corrected.approvalId, cashier)).rejects.toMatchObject({ code: 'second-person-needed' }); // prettier-ignore
    await room.get(ReceiptsService).sign(corrected.approvalId, town.inspector);
    await expect(room.get(ReceiptsService).correct(first.id, words('90'), cashier)).rejects.toMatchObject({ code: 'receipt-signed' }); // prettier-ignore
    await room.get(ReceiptsService).discard(second.id, 'scris de două ori', cashier);
    const third = await write('5');
    expect(third.n).toBe(second.n + 1);
    await room.get(ReceiptsService).discard(third.id, 'probă', cashier);

    expect([await memo(first), await claim(), await stateOf(first)]).toEqual(['120.00', '0.00', 'awaited']);
    expect((await room.get(CashQueries).undeposited(project.id)).toString()).toBe('120.00');
    const promise = room.get(PromisesService);
    await expect(promise.withdraw(first.id, { token: promise.tokenOf(first.id) })).rejects.toMatchObject({ code: 'pledge-state' }); // prettier-ignore
    expect(await audit()).toEqual([]);

    const approval = await room.get(VoidsService).ask(first.id, 'i-am dat banii înapoi', cashier);
    expect(await room.get(VoidsService).ask(first.id, 'i-am dat banii înapoi', cashier)).toBe(approval);
    await expect(room.get(VoidsService).ask(first.id, 'alt motiv', cashier)).rejects.toMatchObject({
      code: 'approval-waiting',
    });
    await expect(room.get(VoidsService).confirm(approval, cashier)).rejects.toMatchObject({ code: 'second-person-needed' }); // prettier-ignore
    await room.get(VoidsService).confirm(approval, town.president);
    expect([await memo(first), await stateOf(first)]).toEqual(['0.00', 'withdrawn']);
    expect(await audit()).toEqual([]);
  });

  it('signs once when two officers sign at the same time', async () => {
    const { id, approvalId, cashierId } = await write('40');
    const sign = (by: PersonId) => room.get(ReceiptsService).sign(approvalId, by);
    const tried = await Promise.allSettled([sign(town.president), sign(town.inspector)]);
    expect(tried.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await memo({ cashierId })).toBe('40.00');
    const approval = await room.get(VoidsService).ask(id, 'probă', cashier);
    await room.get(VoidsService).confirm(approval, town.president);
  });

  it('counts every receipt of a slip when the statement shows its code and its sum, and not before', async () => {
    const [a, b] = [
      await signed('100.50'),
      await signed('49.50', { giver: null, shown: false, email: 'ana@exemplu.md' }),
    ];
    const id = await slip(a, b);
    await expect(slip(a)).rejects.toMatchObject({ code: 'receipt-not-free' });
    await expect(room.get(VoidsService).ask(a.id, 'x', cashier)).rejects.toMatchObject({ code: 'receipt-not-free' });
    const deposit = (await room.get(CashQueries).deposit(id))!;
    expect([deposit.sum.toString(), await claim()]).toEqual(['150.00', '0.00']);

    const [{ day }] = (await room.db.rows<{ day: CivilDate }>(`select (platform.now() at time zone 'Europe/Chisinau')::date::text as day`)) as [{ day: CivilDate }]; // prettier-ignore
    const entry = { amount: '150.00', reference: 'BANCA1', on: day, text: `numerar ${deposit.code.toLowerCase().replaceAll('-', ' ')}` }; // prettier-ignore
    const bytes = camtOf({ currency: 'MDL', on: day, opening: '0.00', entries: [entry] });
    const statements = room.get(StatementsService);
    const statement = await statements.enter({ id: newId<'Statement'>(), accountId: bank, bytes }, town.operators[0]);
    await statements.confirm(statement, town.operators[1]);
    await room.drain();

    expect([await memo(a), await claim(), await stateOf(a), await stateOf(b)]).toEqual(['0.00', '150.00', 'counted', 'counted']); // prettier-ignore
    expect((await room.get(CashQueries).deposit(id))!.state).toBe('counted');
    const [ion, ana] = await Promise.all([a, b].map(({ id: pledge }) => room.get(PledgesQueries).find(pledge)));
    expect([ion!.publicName, ion!.receiptCode, ana!.publicName]).toEqual(['Ion Rusu', a.code, null]);
    const [card] = await room.get(PersonsService).cards([ion!.personId]);
    expect(card).toMatchObject({ name: 'Ion Rusu', email: null });
    expect(await audit()).toEqual([]);
    await room.pass(DAY);
  });

  it('counts nothing by itself when the sums differ; the association brings the rest, or both agree what the sum covers', async () => {
    const before = Money.parse(await claim(), 'MDL');
    const [a, b, c] = [await signed('10'), await signed('20'), await signed('30')];
    const first = await slip(a, b);
    const [deposits, covers] = [room.get(DepositsService), room.get(CoversService)];
    const bring = async (lei: string, id: DepositId) => deposits.attach(await line(lei, id), id, town.operators[0]);
    expect([await bring('25', first), await stateOf(a), await memo(a)]).toEqual(['waits', 'awaited', '60.00']);
    await expect(deposits.cancel(first, cashier)).rejects.toMatchObject({ code: 'deposit-came' });
    expect(await audit()).toEqual([]);
    expect([await bring('5', first), await stateOf(a), await stateOf(b)]).toEqual(['counted', 'counted', 'counted']);

    const second = await slip(c);
    await deposits.cancel(second, cashier);
    const d = await signed('15');
    const third = await slip(c, d);
    expect(await bring('15', third)).toBe('waits');
    const ask = (approvalId: ApprovalId, ...receiptIds: PledgeId[]) =>
      covers.ask({ approvalId, depositId: third, receiptIds }, town.operators[0]);
    await expect(ask(newId<'Approval'>(), c.id)).rejects.toMatchObject({ code: 'cover-sum' });
    const approvalId = newId<'Approval'>();
    await ask(approvalId, d.id);
    await expect(covers.confirm(approvalId, cashier)).rejects.toMatchObject({ code: 'role-missing' });
    await covers.confirm(approvalId, town.president);
    expect([await stateOf(c), await stateOf(d), await memo(c)]).toEqual(['awaited', 'counted', '30.00']);
    expect(await claim()).toBe(before.plus(Money.parse('45', 'MDL')).toString());
    expect((await room.get(ApprovalsQueries).find(approvalId))!.state).toBe('given');
    expect(await audit()).toEqual([]);
  });

  it('shows in the book what is in hand after each line, and who is late', async () => {
    const lines = await room.get(CashBookQueries).lines(town.associationId, { limit: 100 });
    expect(lines[0]!.balance.toString()).toBe('30.00');
    const sums = lines.toReversed().map(({ amount }) => amount.minor).reduce((sum, minor) => sum + minor, 0n); // prettier-ignore
    expect(sums).toBe(3000n);
    const [top, ...rest] = lines;
    const after = await room.get(CashBookQueries).lines(town.associationId, { after: top!.key, limit: 100 });
    expect(after).toEqual(rest);
    expect(await room.get(CashQueries).due(3)).toEqual([]);
    await room.pass(8 * DAY);
    expect(await room.get(CashQueries).due(3)).toMatchObject([
      { personId: cashier, associationId: town.associationId },
    ]);
    expect(await room.get(CashQueries).due(0)).toEqual([]);
  });

  it('takes cash for a full project only when its giver agreed aloud, and then it goes to the town’s next need', async () => {
    const bring = async (receipt: Receipt) => {
      const id = await slip(receipt);
      expect(await room.get(DepositsService).attach(await line(receipt.lei.toString(), id), id, town.operators[0])).toBe('counted'); // prettier-ignore
    };
    const early = await signed('50', { onward: true });
    expect(early.onward).toBe(false);
    await bring(await signed('900'));
    const full = await claim();
    await expect(write('20')).rejects.toMatchObject({ fields: [{ pointer: '/onward', code: 'cash-full' }] });
    const { id, approvalId } = await write('20', { onward: true });
    await expect(room.get(ReceiptsService).correct(id, words('25'), cashier)).rejects.toMatchObject({ fields: [{ code: 'cash-full' }] }); // prettier-ignore
    await room.get(ReceiptsService).sign(approvalId, town.president);
    const late = (await room.get(CashQueries).receipt(id))!;
    await bring(late);
    expect([late.onward, await stateOf(late), await claim()]).toEqual([true, 'moved', full]);
    await bring(early);
    expect([await stateOf(early), await claim()]).toEqual(['counted', Money.parse(full, 'MDL').plus(early.lei).toString()]);
    expect(await audit()).toEqual([]);
  }); // prettier-ignore

  it('takes cash for units of a budget’s line, as long as the line has some left', async () => {
    const other = await buildProject(room, town, { state: 'campaign', campaignEndsIn: '60 days' });
    const [set, second] = other.lines as unknown as [string, string];
    const of = (id: string, units = 1) => ({ projectId: other.id, line: { id, units } });
    const wrong = (field: object) => ({ fields: [field] });
    await expect(write('600', of(project.lines[0]!))).rejects.toMatchObject(wrong({ pointer: '/line/id', code: 'gift-line-unknown' })); // prettier-ignore
    await expect(write('600', of(set, 2))).rejects.toMatchObject(wrong({ pointer: '/line/units', code: 'line-units' }));
    const [whole, part, late] = [await signed('600', of(set)), await signed('50', of(second)), await write('600', of(set))]; // prettier-ignore
    expect([whole.line, part.line]).toEqual([of(set).line, of(second).line]);
    const brought = await slip(whole, part);
    expect(await room.get(DepositsService).attach(await line('650', brought), brought, town.operators[0])).toBe(
      'counted',
    );
    const gifts = await Promise.all([whole, part].map(({ id }) => room.get(PledgesQueries).find(id)));
    expect(gifts.map((gift) => [gift!.lineId, gift!.units])).toEqual([[set, 1], [second, null]]); // prettier-ignore
    await expect(write('600', of(set))).rejects.toMatchObject(wrong({ pointer: '/line/id', code: 'line-full' }));
    await room.get(ReceiptsService).discard(late.id, 'poziția s-a ocupat', cashier);
    expect(await audit()).toEqual([]);
  });

  it('counts by hand what carries no code only when the association says that it is its own', async () => {
    const [deposits, covers] = [room.get(DepositsService), room.get(CoversService)];
    const { id: projectId } = await buildProject(room, town, { state: 'campaign', campaignEndsIn: '60 days' });
    const [a, b] = [await signed('11', { projectId }), await signed('12', { projectId })];
    const id = await slip(a);
    const stranger = await line('11');
    expect([await deposits.attach(stranger, id, town.operators[0]), await stateOf(a)]).toEqual(['waits', 'awaited']);
    const wish = async (one: DepositId) => (await room.get(CashQueries).deposit(one))!.coverWish;
    const approval = (await room.get(ApprovalsQueries).find((await wish(id))!))!;
    await covers.refuse(approval, 'Nu sunt banii noștri', town.president);
    await deposits.cancel(id, cashier);
    expect(await audit()).toEqual([]);

    const [again, other] = [await slip(a), await slip(b)];
    expect(await deposits.attach(stranger, again, town.operators[0])).toBe('waits');
    await covers.confirm((await wish(again))!, town.president);
    expect(await stateOf(a)).toBe('counted');

    // An answer is for the lines that were asked about: another one that comes to the same is no part of it.
    const [named, swapped] = [await line('12'), await line('12')];
    expect(await deposits.attach(named, other, town.operators[0])).toBe('waits');
    const read = (await wish(other))!;
    await deposits.attach(swapped, other, town.operators[0]);
    const third = await slip(await signed('13', { projectId }));
    await deposits.attach(named, third, town.operators[0]);
    await expect(covers.confirm(read, town.president)).rejects.toMatchObject({ code: 'lines-changed' });
    await covers.refuse((await room.get(ApprovalsQueries).find(read))!, 'Nu', town.president);

    expect(await deposits.attach(await line('5', other), other, town.operators[0])).toBe('waits');
    const cover = newId<'Approval'>();
    await expect(covers.ask({ approvalId: cover, depositId: other, receiptIds: [b.id] }, town.operators[0])).rejects.toMatchObject({ code: 'cover-sum' }); // prettier-ignore
    expect(await deposits.attach(await line('7'), other, town.operators[0])).toBe('waits');
    const asked = (await wish(other))!;
    const rest = await line('7', other);
    await expect(deposits.attach(rest, other, town.operators[0])).resolves.toBe('waits');
    await covers.refuse((await room.get(ApprovalsQueries).find(asked))!, 'Nu', town.president);
    expect(await deposits.attach(rest, other, town.operators[0])).toBe('counted');
    expect([await stateOf(b), await wish(other)]).toEqual(['counted', null]);
    expect(await audit()).toEqual([]);
  }); // prettier-ignore

  it('owes back what reaches the bank after the project has ended, by an order that two sign', async () => {
    const [late, next] = [await signed('70', { onward: true }), await signed('8', { onward: true, shortfall: 'next' })];
    await room.db.transaction((tx) => tx.query(`update pledges.pledge set onward = false where id = any($1)`, [[late.id, next.id]])); // prettier-ignore
    const [id, other] = [await slip(late), await slip(next)];
    await room.db.transaction((tx) => tx.query(`update projects.project set state = 'failed' where id = $1`, [project.id])); // prettier-ignore
    expect(await room.get(DepositsService).attach(await line('70', id), id, town.operators[0])).toBe('counted');
    expect(await room.get(DepositsService).attach(await line('8', other), other, town.operators[0])).toBe('counted');
    expect([await stateOf(late), await stateOf(next)]).toEqual(['awaited', 'moved']);
    const [due] = await room.db.rows<{ id: string }>(`select id from pledges.gift_refund where pledge_id = $1 and state = 'to-order'`, [late.id]); // prettier-ignore
    const order = { approvalId: newId<'Approval'>(), refundId: due!.id as never, iban: 'MD24AG000225100013104168', holder: 'Ion Rusu' }; // prettier-ignore
    await room.get(ReturnOrdersService).ask(order, town.operators[0]);
    await room.get(ReturnOrdersService).confirm(order.approvalId, town.operators[1]);
    expect((await room.get(BankingQueries).orders({ states: ['ordered'] })).map(({ amount }) => amount.toString())).toEqual(['70.00']); // prettier-ignore
    expect(await audit()).toEqual([]);
  });
});
