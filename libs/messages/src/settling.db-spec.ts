import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApprovalsQueries } from '#libs/approvals/src/index.js';
import { AuditModule, AuditService } from '#libs/audit/src/index.js';
import type { BankAccountId } from '#libs/banking/src/index.js';
import { Money, newId } from '#libs/kernel/src/index.js';
import { LedgerQueries } from '#libs/ledger/src/index.js';
import { Clock } from '#libs/platform/src/index.js';
import { RatesService } from '#libs/rates/src/index.js';
import { creditLine, openBank } from '../../../test/support/money.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import { plant } from '../../../test/support/superuser.js';
import { buildProject, buildTown, type Town, type TownProject } from '../../../test/support/town.js';
import { AggregatorsService, HookService, MessagesModule, MessagesQueries, SecretsService, SettlementsService, signatureOf } from './index.js'; // prettier-ignore
import type { SettlementId } from './message.js';

describe('what somebody with an aggregator’s secret gains', () => {
  let room: Room;
  let town: Town;
  let project: TownProject;
  let bank: BankAccountId;
  let secret: string;
  let n = 0;

  beforeAll(async () => {
    room = await openRoom([MessagesModule, AuditModule]);
    await room.get(RatesService).loadShipped();
    town = await buildTown(room);
    project = await buildProject(room, town, { state: 'campaign', campaignEndsIn: '200 days' });
    bank = await openBank(room, town.operators[0]);
    const [one, two] = town.operators;
    const entered = { id: newId<'Aggregator'>(), key: 'unu', name: 'Unu', number: '9024', lei: Money.parse('24', 'MDL') };
    await room.get(AggregatorsService).confirm(await room.get(AggregatorsService).open(entered, one), two);
    secret = await room.get(SecretsService).take(entered.id, 1, one);
  }); // prettier-ignore
  afterAll(() => room.close());

  const tell = async (what: 'message' | 'settlement', said: object) => {
    const body = Buffer.from(JSON.stringify(said));
    const signature = signatureOf(body, await room.get(Clock).now(), secret);
    return room.get(HookService)[what]({ key: 'unu', body, signature });
  };
  const message = async (): Promise<string> => {
    const sql = 'select code from projects.project where id = $1';
    const [{ code }] = (await room.db.rows<{ code: string }>(sql, [project.id])) as [{ code: string }];
    const said = { id: `m-${(n += 1)}`, code, lei: '24.00', at: '2026-01-05T10:00:00Z' };
    expect(await tell('message', said)).toMatchObject({ state: 'gift' });
    return said.id;
  };
  const list = (reference: string, messages: string[], [gross, fee, net]: [string, string, string]) =>
    tell('settlement', { reference, messages, gross, fee, net }) as Promise<SettlementId>;
  const line = (lei: string, purpose: string) =>
    creditLine(room, town, { bank, lei: Money.parse(lei, 'MDL'), purpose });
  const balance = async (code: string) => (await room.get(LedgerQueries).balance(code as never)).toString();
  const claim = () => balance(`held:project/${project.id}:claim:MDL`);
  const waits = async (one: SettlementId) =>
    (await room.get(ApprovalsQueries).of(`settlement:${one}`)).find(({ state }) => state === 'waiting');

  it('no gift out of the operator’s pocket: of a list of which more than a third is kept two say whether that is right', async () => {
    const settlements = room.get(SettlementsService);
    const [one, two] = town.operators;
    const refs = [await message(), await message()];
    const dear = await list('UNU-2026-1', refs, ['48.00', '47.00', '1.00']);
    expect(await settlements.attach(await line('1', 'UNU-2026-1'), dear, one)).toBe('waits');
    expect([await claim(), await balance('held:operator:fees-message:MDL')]).toEqual(['0.00', '0.00']);
    const asked = (await waits(dear))!;
    await expect(settlements.confirmLines(asked.id, one)).rejects.toMatchObject({ code: 'second-person-needed' });
    await settlements.refuseLines(asked, 'Contractul spune o treime', two);
    await settlements.drop(dear, one);

    // Nor when the transfer came first; and what two have agreed to counts.
    await line('31.99', 'UNU-2026-2');
    const late = await list('UNU-2026-2', refs, ['48.00', '16.01', '31.99']);
    expect([(await room.get(MessagesQueries).settlement(late))!.state, await claim()]).toEqual(['open', '0.00']);
    const [came] = await room.db.rows<{ id: never }>(`select id from banking.line where purpose = 'UNU-2026-2'`);
    expect(await settlements.attach(came!.id, late, two)).toBe('waits');
    await settlements.confirmLines((await waits(late))!.id, one);
    expect([await claim(), await balance('held:operator:fees-message:MDL')]).toEqual(['48.00', '16.01']);
    const third = await list('UNU-2026-3', [await message()], ['24.00', '8.00', '16.00']);
    expect(await settlements.attach(await line('16', 'UNU-2026-3'), third, one)).toBe('counted');
    expect(await room.get(AuditService).run()).toEqual([]);
  });

  it('no transfer of somebody else: its reference begins with its own key', async () => {
    const [before, refs] = [await claim(), [await message()]];
    await line('24', 'Donatie 2026 Maria');
    await expect(list('DONATIE-2026', refs, ['24.00', '0.00', '24.00'])).rejects.toMatchObject({ code: 'settlement-refused', params: { why: 'reference' } }); // prettier-ignore
    expect(await claim()).toBe(before);
    expect((await room.get(MessagesQueries).troubles({ limit: 9 })).map(({ why }) => why)).toEqual(['reference']);
    expect(await room.get(AuditService).run()).toEqual([]);
  });

  it('no transfer of an aggregator whose key begins with its own', async () => {
    const [one, two] = town.operators;
    const entered = { name: 'Unu Moldova', number: '9025', lei: Money.parse('24', 'MDL') };
    const taken = { fields: [{ pointer: '/key', code: 'aggregator-key-taken' }] };
    const open = (key: string) =>
      room.get(AggregatorsService).open({ ...entered, id: newId<'Aggregator'>(), key }, one);
    await expect(open('unu-md')).rejects.toMatchObject(taken);
    await room.get(AggregatorsService).confirm(await open('trei-md'), two);
    await expect(open('trei')).rejects.toMatchObject(taken);
    await room.get(AggregatorsService).confirm(await open('unumd'), two);
  });

  it('no line by one person: a second signature is for the lines that were asked about, and for no others', async () => {
    const settlements = room.get(SettlementsService);
    const [one, two] = town.operators;
    const before = await claim();
    const settlement = await list('UNU-2026-20', [await message()], ['24.00', '0.00', '24.00']);
    const other = await list('UNU-2026-21', [await message()], ['24.00', '0.00', '24.00']);
    const [own, foreign] = [await line('24', 'sms'), await line('24', 'Donație Maria')];
    expect(await settlements.attach(own, settlement, one)).toBe('waits');
    const asked = (await waits(settlement))!;
    // The second has read it; meanwhile the first puts another line in its place, which comes to the same.
    expect(await settlements.attach(foreign, settlement, one)).toBe('waits');
    await settlements.attach(own, other, one);
    await expect(settlements.confirmLines(asked.id, two)).rejects.toMatchObject({ code: 'lines-changed' });
    expect([await claim(), (await waits(settlement))?.id]).toEqual([before, asked.id]);
    await settlements.attach(own, settlement, one);
    await settlements.attach(foreign, other, one);
    await settlements.confirmLines((await waits(settlement))!.id, two);
    await settlements.refuseLines((await waits(other))!, 'Nu e a lor', two);
    expect(await claim()).toBe(Money.parse(before, 'MDL').plus(Money.parse('24', 'MDL')).toString());
    await settlements.drop(other, one);
    expect(await room.get(AuditService).run()).toEqual([]);
  });

  it('no message that cannot be kept: whatever stands in its code', async () => {
    for (const code of ['ß'.repeat(40), 'ﬃ'.repeat(40), '\u0000\ud800', '  '])
      expect(await tell('message', { id: `m-${(n += 1)}`, code, lei: '24.00', at: '2026-01-05T10:00:00Z' })).toEqual({
        state: 'refused',
        why: 'unknown-code',
      });
    expect(await room.get(AuditService).run()).toEqual([]);
  });

  it('nothing that the audit does not see: what a message, a list, a fee and a debt say beside the books', async () => {
    const [open, counted] = [await message(), await message()];
    const one = await list('UNU-2026-9', [counted], ['24.00', '4.00', '20.00']);
    expect(await room.get(SettlementsService).attach(await line('20', 'UNU-2026-9'), one, town.operators[0])).toBe('counted');
    const found = async () => (await room.get(AuditService).run()).map(({ invariant, subject }) => `${invariant} ${subject.replace(/[0-9a-f-]{36}/, 'ID')}`).sort();
    expect(await found()).toEqual([]);
    const owed = 'I8 memo:aggregator/ID:unsettled:MDL';
    const breaches: [table: string, breach: string, back: string, says: string[]][] = [
      ['messages.message', `lei_minor = 2500 where ref = '${open}'`, `lei_minor = 2400 where ref = '${open}'`, ['I4 pledge:ID', owed]],
      ['messages.message', `refused = 'sum' where ref = '${open}'`, `refused = null where ref = '${open}'`, ['I4 pledge:ID', owed]],
      ['messages.message', `settlement_id = '${one}' where ref = '${open}'`, `settlement_id = null where ref = '${open}'`, ['I4 pledge:ID', 'I4 settlement:ID', owed]],
      ['messages.message', `settlement_id = null where ref = '${counted}'`, `settlement_id = '${one}' where ref = '${counted}'`, ['I4 pledge:ID', 'I4 settlement:ID', owed]],
      ['messages.settlement', `fee_minor = 300, net_minor = 2100 where id = '${one}'`, `fee_minor = 400, net_minor = 2000 where id = '${one}'`, ['I4 settlement:ID', 'I8 held:operator:fees-message:MDL']],
      ['banking.line', `claimed_by = 'settlement:another' where purpose = 'UNU-2026-9'`, `claimed_by = 'settlement:${one}' where purpose = 'UNU-2026-9'`, ['I4 settlement:ID']],
    ];
    for (const [table, breach, back, says] of breaches) {
      await plant(room, [table], [`update ${table} set ${breach}`]);
      expect([breach, await found()]).toEqual([breach, expect.arrayContaining(says)]);
      await plant(room, [table], [`update ${table} set ${back}`]);
      expect(await found()).toEqual([]);
    }
  }); // prettier-ignore
});
