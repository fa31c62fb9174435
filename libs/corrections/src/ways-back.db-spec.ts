import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AuditModule, AuditService } from '#libs/audit/src/index.js';
import { BankingQueries, type BankAccountId, type BankLine, BankService, LineReturnsService, NamingService, type OrderId, OrderRejectionsService } from '#libs/banking/src/index.js'; // prettier-ignore
import { BooksModule, StatementQueries } from '#libs/books/src/index.js';
import { CashiersService, CashQueries, DepositsService, ReceiptsService } from '#libs/cash/src/index.js';
import { CancellationService, DeliveryQueries, InvoicesService, MoneyBackService } from '#libs/delivery/src/index.js';
import { Money, newId, type PledgeId } from '#libs/kernel/src/index.js';
import { JournalsQueries, LedgerQueries } from '#libs/ledger/src/index.js';
import { AggregatorsService, HookService, MessagesQueries, SecretsService, SettlementsService, signatureOf } from '#libs/messages/src/index.js'; // prettier-ignore
import { Clock } from '#libs/platform/src/index.js';
import {
  GiftRefundsService,
  GivingService,
  PledgesQueries,
  ReturnOrdersService,
  TransfersService,
} from '#libs/pledges/src/index.js';
import { RatesService } from '#libs/rates/src/index.js';
import { DeliveryWalk } from '../../../test/support/delivery.js';
import { countGift, creditLine, openBank, openTreasury } from '../../../test/support/money.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import { buildProject, buildTown, type Town, type TownProject } from '../../../test/support/town.js';
import { CorrectionsModule, CorrectionsQueries, CorrectionsService } from './index.js';

const WHY = 'Era alt ordin, cu aceeași sumă.';
const RETURN = { iban: 'MD24AG000225100013104168', holder: 'Ion Rusu' };

describe('ways back of what two said by mistake', () => {
  let room: Room;
  let town: Town;
  let project: TownProject;
  let bank: BankAccountId;
  let walk: DeliveryWalk;
  beforeAll(async () => {
    room = await openRoom([CorrectionsModule, AuditModule, BooksModule]);
    await room.get(RatesService).loadShipped();
    bank = await openBank(room, (await buildTown(room)).operators[0]);
  });
  afterAll(() => room.close());
  beforeEach(async () => {
    town = await buildTown(room);
    await openTreasury(room, town);
  });

  const lei = (text: string) => Money.parse(text, 'MDL');
  const build = async (state: 'funded' | 'campaign') => {
    project = await buildProject(room, town, { state, campaignEndsIn: state === 'funded' ? '-1 day' : '60 days' });
    walk = new DeliveryWalk(room, town, project, bank);
  };
  const sound = async () => expect(await room.get(AuditService).run()).toEqual([]);
  const ask = async (key: string) => {
    const journal = (await room.get(JournalsQueries).find({ key }))!;
    const id = newId<'Approval'>();
    await room.get(CorrectionsService).ask({ id, journalId: journal.id, reason: WHY }, town.operators[0]);
    return id;
  };
  /** Both sign; nothing that the audit looks at is broken, before its news are heard and after. */
  const correct = async (key: string) => {
    await room.get(CorrectionsService).confirm(await ask(key), town.operators[1]);
    await sound();
    await room.drain();
    await sound();
  };
  const book = async (meaning: BankLine['meaning'], sum: Money, refersTo?: string): Promise<BankLine['id']> => {
    const id = newId<'BankLine'>();
    const line = { id, accountId: bank, bookedOn: await walk.today(), amount: sum, reference: newId(), meaning, ...(refersTo && { refersTo }) }; // prettier-ignore
    await room.get(BankService).confirmLine(await room.get(BankService).enterLine(line, town.operators[0]), town.operators[1]); // prettier-ignore
    await room.drain();
    return id;
  };
  const name = async (id: BankLine['id'], meaning: BankLine['meaning'], refersTo: string) => {
    const naming = room.get(NamingService);
    await naming.confirm(await naming.ask(id, { meaning, refersTo }, town.operators[0]), town.operators[1]);
    await room.drain();
    await sound();
  };
  const reject = async (id: string) => {
    const rejections = room.get(OrderRejectionsService);
    await rejections.confirm(await rejections.ask(id as OrderId, 'IBAN', town.operators[0]), town.operators[1]);
    await room.drain();
  };
  const lineOf = async (id: BankLine['id']) => {
    const { meaning, claimedBy } = (await room.get(BankingQueries).line(id))!;
    return [meaning, claimedBy];
  };
  const orderState = async (id: string) => (await room.get(BankingQueries).order(id as OrderId))!.state;
  const balance = async (code: string) => (await room.get(LedgerQueries).balance(code as never)).toString();
  const giftState = async (id: PledgeId) => (await room.get(PledgesQueries).find(id))!.state;
  const lastLine = async (meaning: string) => (await room.db.rows<{ id: BankLine['id'] }>(`select id from banking.line where meaning = $1 order by entered_at desc limit 1`, [meaning]))[0]!.id; // prettier-ignore

  /** Receipts of so much each, on their way to the bank under one slip. */
  const deposited = async (...sums: string[]) => {
    const [cashier] = town.members;
    await room.get(CashiersService).confirm(await room.get(CashiersService).ask(town.associationId, cashier!, town.president), town.inspector); // prettier-ignore
    const ids: PledgeId[] = [];
    for (const sum of sums) {
      const words = { projectId: project.id, lei: lei(sum), line: null, shortfall: 'return', onward: false, giver: 'Ion Rusu', shown: true, email: null, lang: 'ro' } as const; // prettier-ignore
      const { id, approvalId } = await room.get(ReceiptsService).write({ id: newId(), associationId: town.associationId, ...words }, cashier!); // prettier-ignore
      await room.get(ReceiptsService).sign(approvalId, town.president);
      ids.push(id);
    }
    const deposit = await room.get(DepositsService).make({ id: newId(), associationId: town.associationId, receiptIds: ids }, cashier!); // prettier-ignore
    return { ids, deposit };
  };
  const promise = (sum: string) =>
    room.get(GivingService).give({ id: newId<'Pledge'>(), projectId: project.id, email: `t-${newId()}@example.com`, lang: 'ro', amount: lei(sum), coverFee: false, by: 'transfer', shortfall: 'return', follow: false, paths: { success: '/', cancel: '/' } }); // prettier-ignore

  it('an order of a tranche: paid, refused and come back, each of them wrongly', async () => {
    await build('funded');
    for (const minor of [70_000n, 30_001n]) await countGift(room, town, { projectId: project.id, bank, lei: Money.lei(minor) }); // prettier-ignore
    const id = await walk.whole();
    const request = async () => (await room.get(DeliveryQueries).request(id))!;
    const { orderId, amount } = await request();
    const paid = await lastLine('order');
    const before = await walk.books();

    const [invoice, file] = [newId<'Invoice'>(), await walk.pdf(town.mayor)];
    const bill = { id: invoice, projectId: project.id, lineId: project.lines[0]!, supplier: 'Electro', number: '1', file, date: await walk.today(), amount: lei('1') }; // prettier-ignore
    await room.get(InvoicesService).enter(bill, town.mayor);
    await expect(ask(`order:${orderId}:confirmed`)).rejects.toMatchObject({ code: 'order-spent' });
    await room.get(InvoicesService).cancel(invoice, 'greșită', town.mayor);

    await correct(`order:${orderId}:confirmed`);
    expect([(await request()).state, (await request()).receivedAt, await orderState(orderId!)]).toEqual(['released', null, 'ordered']); // prettier-ignore
    expect(await lineOf(paid)).toEqual(['unexplained', null]);
    expect(await walk.books()).toEqual({});
    await name(paid, 'order', orderId!);
    expect([(await request()).state, await walk.books()]).toEqual(['received', before]);

    await book('order-returned', amount, orderId!);
    const back = await lastLine('order-returned');
    expect((await request()).state).toBe('rejected');
    await correct(`order:${orderId}:returned`);
    expect([(await request()).state, await orderState(orderId!), await lineOf(back)]).toEqual(['received', 'arrived', ['unidentified', null]]); // prettier-ignore
    expect(await walk.books()).toEqual(before);
    await name(back, 'order-returned', orderId!);
    // The tranche is asked for anew: the old order is history.
    const anew = await walk.ask();
    await expect(ask(`order:${orderId}:returned:2`)).rejects.toMatchObject({ code: 'correction-changed' });
    await walk.inspect(anew);
    await walk.vote(anew);
    const second = await walk.sign(anew);
    await reject(second);
    await correct(`order:${second}:rejected`);
    expect([(await room.get(DeliveryQueries).request(anew))!.state, await orderState(second)]).toEqual(['released', 'ordered']); // prettier-ignore
    await reject(second);
    expect([(await room.get(DeliveryQueries).request(anew))!.state, await walk.books()]).toEqual(['rejected', { claim: 100_001n }]); // prettier-ignore
    await sound();
  });

  it('money that was taken for what a town hall sent back', async () => {
    await build('funded');
    for (const minor of [70_000n, 30_001n]) await countGift(room, town, { projectId: project.id, bank, lei: Money.lei(minor) }); // prettier-ignore
    await walk.whole();
    const before = await walk.books();
    const line = await creditLine(room, town, { bank, lei: lei('10') });
    const take = () => room.get(MoneyBackService).take(line, project.id, town.operators[0]);
    await take();
    expect(await walk.books()).toEqual({ ...before, claim: 1000n, 'town-source': 99_001n, 'town-unspent': 99_001n });
    await correct(`return:${line}`);
    expect([await walk.books(), await lineOf(line)]).toEqual([before, ['gift', null]]);
    await take();
    await sound();
    await correct(`return:${line}:2`);
    expect(await walk.books()).toEqual(before);
  });

  it('orders that pay back a gift, and money that nobody had claimed', async () => {
    await build('campaign');
    const gift = await countGift(room, town, { projectId: project.id, bank, lei: lei('50') });
    const refund = { approvalId: newId<'Approval'>(), pledgeId: gift, amount: null, reason: 'La cerere' };
    await room.get(GiftRefundsService).ask(refund, town.operators[0]);
    await room.get(GiftRefundsService).confirm(refund.approvalId, town.operators[1]);
    await room.drain();
    const stateNow = async () => (await room.db.rows<{ id: string; state: string }>('select id, state from pledges.gift_refund where pledge_id = $1', [gift]))[0]!; // prettier-ignore
    const order = { approvalId: newId<'Approval'>(), refundId: (await stateNow()).id as never, ...RETURN };
    await room.get(ReturnOrdersService).ask(order, town.operators[0]);
    const orderId = await room.get(ReturnOrdersService).confirm(order.approvalId, town.operators[1]);
    const paid = await book('order', lei('50'), orderId);
    expect((await stateNow()).state).toBe('paid');
    await correct(`order:${orderId}:confirmed`);
    expect([(await stateNow()).state, await orderState(orderId), await lineOf(paid)]).toEqual(['ordered', 'ordered', ['unexplained', null]]); // prettier-ignore
    await name(paid, 'order', orderId);
    expect((await stateNow()).state).toBe('paid');
    await book('order-returned', lei('50'), orderId);
    expect((await stateNow()).state).toBe('to-order');
    await correct(`order:${orderId}:returned`);
    expect([(await stateNow()).state, await balance('held:returns:due:MDL')]).toEqual(['paid', '0.00']);

    const came = await creditLine(room, town, { bank, lei: lei('7') });
    const back = await room.get(LineReturnsService).confirm(await room.get(LineReturnsService).ask(came, RETURN, town.operators[0]), town.operators[1]); // prettier-ignore
    await reject(back);
    expect(await lineOf(came)).toEqual(['gift', null]);
    await correct(`order:${back}:rejected`);
    expect([await orderState(back), await lineOf(came)]).toEqual(['ordered', ['gift', `order:${back}`]]);
    await reject(back);
    await room.get(LineReturnsService).ask(came, RETURN, town.operators[0]);
    await sound();
  });

  it('a deposit of cash that a line was taken for', async () => {
    await build('campaign');
    const { ids, deposit } = await deposited('30', '45');
    const { code } = (await room.get(CashQueries).deposit(deposit))!;
    const wrong = await creditLine(room, town, { bank, lei: lei('75'), purpose: code });
    const attach = (line: BankLine['id']) => room.get(DepositsService).attach(line, deposit, town.operators[0]);
    expect(await attach(wrong)).toBe('counted');
    const claim = `held:project/${project.id}:claim:MDL`;
    const hand = `memo:cashier/${(await room.get(CashQueries).receipt(ids[0]!))!.cashierId}:undeposited:MDL`;
    const stands = async () => [await balance(claim), await balance(hand), ...(await Promise.all(ids.map(giftState)))];
    expect(await stands()).toEqual(['75.00', '0.00', 'counted', 'counted']);
    await correct(`pledge:${ids[0]}:counted`);
    // Two sign, and everybody reads, how much is taken back and not what one gift of it was.
    expect((await room.get(CorrectionsQueries).made({ limit: 1 }))[0]!.amount.toString()).toBe('75.00');
    expect(await stands()).toEqual(['0.00', '75.00', 'awaited', 'awaited']);
    expect([await lineOf(wrong), (await room.get(CashQueries).deposit(deposit))!.state]).toEqual([['gift', null], 'open']); // prettier-ignore
    const right = await creditLine(room, town, { bank, lei: lei('75'), purpose: code });
    expect(await attach(right)).toBe('counted');
    expect(await stands()).toEqual(['75.00', '0.00', 'counted', 'counted']);
    await sound();
    await correct(`pledge:${ids[1]}:counted:2`);
    expect(await attach(right)).toBe('counted');
    await sound();
  });

  it('a deposit of which a gift has gone back since: the refusal names it, and its way leads to the end', async () => {
    await build('campaign');
    const other = await promise('75');
    const { ids, deposit } = await deposited('30', '45');
    // It was the transfer of somebody else.
    const { code } = (await room.get(CashQueries).deposit(deposit))!;
    const wrong = await creditLine(room, town, { bank, lei: lei('75'), purpose: code });
    expect(await room.get(DepositsService).attach(wrong, deposit, town.operators[0])).toBe('counted');
    const refund = { approvalId: newId<'Approval'>(), pledgeId: ids[0]!, amount: lei('10'), reason: 'La cerere' };
    await room.get(GiftRefundsService).ask(refund, town.operators[0]);
    await room.get(GiftRefundsService).confirm(refund.approvalId, town.operators[1]);
    const { ref } = (await room.get(PledgesQueries).find(ids[0]!))!;
    for (const id of ids)
      await expect(ask(`pledge:${id}:counted`)).rejects.toMatchObject({ code: 'correction-gift-gone', params: { gifts: ref, more: 0 } }); // prettier-ignore
    // Its own money comes: that line is what the first should have been.
    const own = await creditLine(room, town, { bank, lei: lei('75') });
    expect(await room.get(TransfersService).match(own, other.id, town.operators[0])).toBe('counted');
    expect(await Promise.all([...ids, other.id].map(giftState))).toEqual(['counted', 'counted', 'counted']);
    expect(await balance(`held:project/${project.id}:claim:MDL`)).toBe('140.00');
    expect([await lineOf(wrong), await lineOf(own)]).toEqual([['gift', `deposit:${deposit}`], ['gift', `pledge:${other.id}`]]); // prettier-ignore
    await room.drain();
    await sound();
  });

  it('a transfer to a project that has ended: the refusal says the way, and it leads to the end', async () => {
    await build('campaign');
    const [mistaken, project1] = [await promise('50'), project];
    await build('campaign');
    const right = await promise('50');
    const line = await creditLine(room, town, { bank, lei: lei('50') });
    await room.get(TransfersService).match(line, mistaken.id, town.operators[0]);
    const cancelling = room.get(CancellationService);
    await cancelling.confirm(await cancelling.cancel(project1.id, 'Nu se mai face', town.operators[0]), town.operators[1]); // prettier-ignore
    await room.drain();
    await expect(ask(`pledge:${mistaken.id}:counted`)).rejects.toMatchObject({ code: 'correction-project-over' });
    const own = await creditLine(room, town, { bank, lei: lei('50') });
    expect(await room.get(TransfersService).match(own, right.id, town.operators[0])).toBe('counted');
    expect(await balance(`held:project/${project.id}:claim:MDL`)).toBe('50.00');
    await sound();
  });

  it('a settlement of messages that a line was taken for', async () => {
    await build('campaign');
    const [first, second] = town.operators;
    const aggregator = { id: newId<'Aggregator'>(), key: 'unu', name: 'Unu', number: '9024', lei: lei('24') };
    await room.get(AggregatorsService).confirm(await room.get(AggregatorsService).open(aggregator, first), second);
    const secret = await room.get(SecretsService).take(aggregator.id, 1, first);
    const tell = async (what: 'message' | 'settlement', said: object) => {
      const body = Buffer.from(JSON.stringify(said));
      return room.get(HookService)[what]({ key: 'unu', body, signature: signatureOf(body, await room.get(Clock).now(), secret) }); // prettier-ignore
    };
    for (const id of ['a', 'b']) await tell('message', { id, code: project.code, lei: '24.00', at: '2026-01-05T10:00:00Z' }); // prettier-ignore
    const settlement = await tell('settlement', { reference: 'UNU-2026-01', messages: ['a', 'b'], gross: '48.00', fee: '3.00', net: '45.00' }); // prettier-ignore
    const attach = (line: BankLine['id']) => room.get(SettlementsService).attach(line, settlement as never, first);
    const wrong = await creditLine(room, town, { bank, lei: lei('45'), purpose: 'UNU-2026-01' });
    expect(await attach(wrong)).toBe('counted');
    const accounts = [`held:project/${project.id}:claim:MDL`, `memo:aggregator/${aggregator.id}:unsettled:MDL`, 'held:operator:fees-message:MDL']; // prettier-ignore
    const stands = () => Promise.all(accounts.map(balance));
    expect(await stands()).toEqual(['48.00', '0.00', '3.00']);
    expect(await room.get(MessagesQueries).arrived(project.id)).toEqual({ messages: 2, lei: lei('48') });
    const listed = async (messages: boolean) => (await room.get(PledgesQueries).recent(project.id, { messages })).length; // prettier-ignore
    expect([await listed(true), await listed(false)]).toEqual([2, 0]);
    const [{ key }] = (await room.db.rows<{ key: string }>(`select key from ledger.journal where ref->>'settlement' = $1 and kind = 'pledge.counted' limit 1`, [settlement])) as [{ key: string }]; // prettier-ignore
    await correct(key);
    expect((await room.get(CorrectionsQueries).made({ limit: 1 }))[0]!.amount.toString()).toBe('48.00');
    expect(await stands()).toEqual(['0.00', '48.00', '0.00']);
    expect((await room.get(MessagesQueries).arrived(project.id)).messages).toBe(0);
    let csv = '';
    for await (const part of room.get(StatementQueries).csv(project.id)) csv += part;
    // Both of both gifts: what was taken back with the one that was asked about is explained by the same words.
    expect(csv.split('\r\n').filter((row) => row.includes(WHY))).toHaveLength(4);
    expect([await lineOf(wrong), (await room.get(MessagesQueries).settlement(settlement as never))!.state]).toEqual([['gift', null], 'open']); // prettier-ignore
    expect(await attach(wrong)).toBe('counted');
    expect(await stands()).toEqual(['48.00', '0.00', '3.00']);
    await sound();
  });
});
