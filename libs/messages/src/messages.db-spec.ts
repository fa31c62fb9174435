import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AuditModule, AuditService } from '#libs/audit/src/index.js';
import { ApprovalsQueries } from '#libs/approvals/src/index.js';
import { type BankAccountId, StatementsService } from '#libs/banking/src/index.js';
import { type CivilDate, Money, newId, type ProjectId } from '#libs/kernel/src/index.js';
import { LedgerQueries } from '#libs/ledger/src/index.js';
import { Clock } from '#libs/platform/src/index.js';
import { PledgesQueries } from '#libs/pledges/src/index.js';
import { RatesService } from '#libs/rates/src/index.js';
import { countGift, creditLine, openBank } from '../../../test/support/money.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import { camtOf } from '../../../test/support/statements.js';
import { buildProject, buildTown, type Town, type TownProject } from '../../../test/support/town.js';
import { AggregatorsService, HookService, MessagesModule, MessagesQueries, SecretsService, SettlementsService, signatureOf, TroublesService } from './index.js'; // prettier-ignore
import type { AggregatorId, SettlementId } from './message.js';

const DAY = 86_400_000;

describe('gifts by message that an aggregator tells of and pays', () => {
  let room: Room;
  let town: Town;
  let project: TownProject;
  let bank: BankAccountId;
  let id: AggregatorId;
  let secret: string;
  let n = 0;

  beforeAll(async () => {
    room = await openRoom([MessagesModule, AuditModule]);
    await room.get(RatesService).loadShipped();
    town = await buildTown(room);
    project = await buildProject(room, town, { state: 'campaign', campaignEndsIn: '200 days' });
    bank = await openBank(room, town.operators[0]);
  });
  afterAll(() => room.close());

  const open = async (key: string): Promise<AggregatorId> => {
    const entered = {
      id: newId<'Aggregator'>(),
      key,
      name: 'Unu Mobil',
      number: '9024',
      lei: Money.parse('24', 'MDL'),
    };
    const asked = await room.get(AggregatorsService).open(entered, town.operators[0]);
    await room.get(AggregatorsService).confirm(asked, town.operators[1]);
    return entered.id;
  };
  const codeOf = async (projectId: ProjectId) =>
    (await room.db.rows<{ code: string }>('select code from projects.project where id = $1', [projectId]))[0]!.code;
  const tell = async (what: 'message' | 'settlement', said: object | string, over: { key?: string; secret?: string; at?: Date; signature?: string } = {}) => {
    const body = Buffer.from(typeof said === 'string' ? said : JSON.stringify(said));
    const at = over.at ?? (await room.get(Clock).now());
    const signature = over.signature ?? signatureOf(body, at, over.secret ?? secret);
    return room.get(HookService)[what]({ key: over.key ?? 'unu', body, signature });
  }; // prettier-ignore
  const said = async (over: object = {}) => ({
    ...{ id: `m-${(n += 1)}`, code: await codeOf(project.id), lei: '24.00', at: '2026-01-05T10:00:00+02:00', sender: `s-${n}` },
    ...over,
  }); // prettier-ignore
  const gift = async (over: object = {}): Promise<string> => {
    const message = await said(over);
    expect(await tell('message', message)).toMatchObject({ state: 'gift' });
    return message.id;
  };
  const list = (reference: string, messages: string[], fee: string, over: object = {}) => {
    const [gross, kept] = [Money.lei(BigInt(messages.length * 2400)), Money.parse(fee, 'MDL')];
    const sums = { gross: gross.toString(), fee: kept.toString(), net: gross.minus(kept).toString() };
    return tell('settlement', { reference, messages, ...sums, ...over }) as Promise<SettlementId>;
  };
  const lineOf = (lei: string, purpose?: string) =>
    creditLine(room, town, { bank, lei: Money.parse(lei, 'MDL'), ...(purpose && { purpose }) });
  const arrives = async (lei: string, text: string): Promise<void> => {
    const [{ day, closing }] = (await room.db.rows<{ day: CivilDate; closing: string }>(
      `select (platform.now() at time zone 'Europe/Chisinau')::date::text as day, coalesce(sum(amount_minor), 0)::text as closing from banking.line where state = 'confirmed'`,
    )) as [{ day: CivilDate; closing: string }];
    const entry = { amount: lei, reference: `BANCA${(n += 1)}`, on: day, text };
    const bytes = camtOf({
      currency: 'MDL',
      on: day,
      opening: Money.lei(BigInt(closing)).toString(),
      entries: [entry],
    });
    const statements = room.get(StatementsService);
    const statement = await statements.enter({ id: newId<'Statement'>(), accountId: bank, bytes }, town.operators[0]);
    await statements.confirm(statement, town.operators[1]);
    await room.drain();
    await room.get(Clock).moveBy(DAY);
  };
  const paid = async (lei: string, one: SettlementId) =>
    expect(
      await room
        .get(SettlementsService)
        .attach(await lineOf(lei, (await settlement(one)).reference), one, town.operators[0]),
    ).toBe('counted');
  const stateOf = async (ref: string) =>
    (await room.db.rows<{ state: string }>('select p.state from messages.message m join pledges.pledge p on p.id = m.id where m.ref = $1', [ref]))[0]?.state ?? null; // prettier-ignore
  const balance = async (code: string) => (await room.get(LedgerQueries).balance(code as never)).toString();
  const claim = () => balance(`held:project/${project.id}:claim:MDL`);
  const owes = () => balance(`memo:aggregator/${id}:unsettled:MDL`);
  const audit = () => room.get(AuditService).run();
  const troubles = async () => (await room.get(MessagesQueries).troubles({ limit: 100 })).map(({ kind, ref, why }) => [kind, ref, why]); // prettier-ignore
  const settlement = async (one: SettlementId) => (await room.get(MessagesQueries).settlement(one))!;

  it('opens an aggregator by two, shows its secret once, and knows two while one is replaced', async () => {
    const aggregators = room.get(AggregatorsService);
    const entered = { id: newId<'Aggregator'>(), key: 'Unu', name: ' Unu  Mobil ', number: '90 24', lei: Money.parse('24', 'MDL') } as const; // prettier-ignore
    await expect(aggregators.open(entered, town.president)).rejects.toMatchObject({ kind: 'not-found' });
    await expect(aggregators.open({ ...entered, key: '9', number: 'x' }, town.operators[0])).rejects.toMatchObject({ fields: [{ code: 'aggregator-key' }, { code: 'aggregator-number' }] }); // prettier-ignore
    const asked = await aggregators.open(entered, town.operators[0]);
    expect(await aggregators.open(entered, town.operators[0])).toBe(asked);
    await expect(aggregators.open({ ...entered, id: newId<'Aggregator'>() }, town.operators[0])).rejects.toMatchObject({ fields: [{ code: 'aggregator-key-taken' }] }); // prettier-ignore
    await expect(aggregators.confirm(asked, town.operators[0])).rejects.toMatchObject({ code: 'second-person-needed' });
    await aggregators.confirm(asked, town.operators[1]);
    id = entered.id;
    expect(await room.get(MessagesQueries).aggregator(id)).toMatchObject({ key: 'unu', name: 'Unu Mobil', number: '9024', state: 'on' }); // prettier-ignore

    const secrets = room.get(SecretsService);
    secret = await secrets.take(id, 1, town.operators[0]);
    await expect(secrets.take(id, 1, town.operators[1])).rejects.toMatchObject({ code: 'secret-taken' });
    await expect(secrets.end(id, 1, town.operators[0])).rejects.toMatchObject({ code: 'secret-last' });
    await aggregators.confirm(await aggregators.askSecret(id, town.operators[1]), town.operators[0]);
    await expect(aggregators.askSecret(id, town.operators[1])).rejects.toMatchObject({ code: 'secrets-two' });
    const second = await secrets.take(id, 2, town.operators[1]);
    const message = await said();
    const taken = await tell('message', message);
    expect(await tell('message', message, { secret: second })).toEqual(taken);
    await secrets.end(id, 1, town.operators[0]);
    await expect(tell('message', message)).rejects.toMatchObject({ code: 'webhook-refused' });
    secret = second;
    expect(await owes()).toBe('24.00');
    expect(await audit()).toEqual([]);
  });

  it('takes nothing that is forged, stale, of another, too large or cannot be read', async () => {
    await open('doi');
    const [message, now] = [await said(), await room.get(Clock).now()];
    const body = JSON.stringify(message);
    const refused = (why: string) => ({ code: 'webhook-refused', params: { why } });
    await expect(tell('message', message, { secret: 'whm_other' })).rejects.toMatchObject(refused('signature'));
    await expect(tell('message', message, { at: new Date(now.getTime() - 301_000) })).rejects.toMatchObject(refused('signature'));
    await expect(tell('message', message, { at: new Date(now.getTime() + 302_000) })).rejects.toMatchObject(refused('signature'));
    await expect(tell('message', message, { key: 'doi' })).rejects.toMatchObject(refused('signature'));
    await expect(tell('message', message, { key: 'nimeni' })).rejects.toMatchObject(refused('signature'));
    for (const signature of ['', 't=1', `t=${Math.floor(now.getTime() / 1000)},v1=zz`, signatureOf(Buffer.from(`${body} `), now, secret)])
      await expect(tell('message', message, { signature })).rejects.toMatchObject(refused('signature'));
    await expect(tell('message', `${body}${' '.repeat(2_000_000)}`)).rejects.toMatchObject(refused('size'));
    for (const over of [{ id: '' }, { id: 'a b' }, { code: 7 }, { lei: 24 }, { lei: '1e3' }, { lei: '-24.00' }, { at: 'ieri' }, { sender: 5 }])
      await expect(tell('message', { ...message, ...over })).rejects.toMatchObject({ code: 'message-shape', params: { field: Object.keys(over)[0] } });
    for (const text of ['', '[]', 'null', '{"id"'])
      await expect(tell('message', text)).rejects.toMatchObject({ code: 'message-shape' });
    expect(await stateOf(message.id)).toBeNull();
    expect(await audit()).toEqual([]);
  }); // prettier-ignore

  it('takes a message once, however often and at once it is told; another one under its id is for a person', async () => {
    const message = await said({ sender: 'same' });
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => tell('message', message)));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    const second = await gift({ sender: 'same' });
    const people = await room.db.rows<{ person: string; email: null; sender: string }>(
      `select distinct p.person_id as person, i.email, m.sender from messages.message m join pledges.pledge p on p.id = m.id
        join identity.person i on i.id = p.person_id where m.ref = any($1)`,
      [[message.id, second]],
    );
    expect(people).toMatchObject([{ email: null, sender: expect.stringMatching(/^[0-9a-f]{64}$/) }]);
    await expect(tell('message', { ...message, lei: '25.00' })).rejects.toMatchObject({ code: 'message-id-taken' });
    await expect(tell('message', { ...message, lei: '25.00' })).rejects.toMatchObject({ code: 'message-id-taken' });
    expect(await troubles()).toEqual([['other-content', message.id, 'other-content']]);
    expect([await owes(), await claim(), await stateOf(message.id)]).toEqual(['72.00', '0.00', 'awaited']);
    expect((await room.get(MessagesQueries).awaited(project.id)).toString()).toBe('72.00');
    expect(await audit()).toEqual([]);
  });

  it('keeps what is no gift with its reason: an unknown code, a closed project, another sum', async () => {
    const ended = await buildProject(room, town, { state: 'funded' });
    const [unknown, closed, sum] = [
      await said({ code: 'XXXX' }),
      await said({ code: await codeOf(ended.id) }),
      await said({ lei: '5.00' }),
    ];
    for (const [message, why] of [[unknown, 'unknown-code'], [closed, 'closed'], [sum, 'sum']] as const)
      for (let times = 0; times < 2; times += 1) expect(await tell('message', message)).toEqual({ state: 'refused', why }); // prettier-ignore
    expect((await troubles()).slice(1)).toEqual([[unknown, 'unknown-code'], [closed, 'closed'], [sum, 'sum']].map(([message, why]) => ['refused', (message as { id: string }).id, why])); // prettier-ignore
    const settled = room.get(TroublesService);
    const [one] = await room.get(MessagesQueries).troubles({ limit: 1 });
    await expect(settled.end(one!.id, ' ', town.operators[0])).rejects.toMatchObject({
      fields: [{ code: 'required' }],
    });
    await expect(settled.end(one!.id, 'x', town.president)).rejects.toMatchObject({ kind: 'not-found' });
    for (const { id: trouble } of await room.get(MessagesQueries).troubles({ limit: 9 }))
      await settled.end(trouble, 'Dau banii înapoi celui care a trimis', town.operators[0]);
    expect(await troubles()).toEqual([]);
    expect(await owes()).toBe('72.00');
    expect(await audit()).toEqual([]);
  });

  it('counts each message whole when the statement shows what the aggregator pays; the fee is the operator’s', async () => {
    const rows = await room.db.rows<{ ref: string }>(`select ref from messages.message where refused is null`);
    const refs = rows.map(({ ref }) => ref);
    const one = await list('UNU-2026-01', refs, '21.60');
    expect([await list('UNU-2026-01', refs.toReversed(), '21.60'), (await settlement(one)).messages]).toEqual([one, 3]);
    expect([await owes(), await claim()]).toEqual(['72.00', '0.00']);
    await arrives('50.40', 'decontare unu 2026 01 sms');
    expect([await owes(), await claim(), (await settlement(one)).state]).toEqual(['0.00', '72.00', 'counted']);
    expect(await balance('held:operator:fees-message:MDL')).toBe('21.60');
    expect([await balance('held:operator:unidentified:MDL'), await stateOf(refs[0]!)]).toEqual(['0.00', 'counted']);
    expect(await list('UNU-2026-01', refs, '21.60')).toBe(one);
    expect(await audit()).toEqual([]);
  });

  it('counts when the list comes after the transfer, and without a fee', async () => {
    const refs = [await gift(), await gift()];
    await arrives('48.00', 'UNU-2026-02');
    expect(await claim()).toBe('72.00');
    const late = await list('UNU-2026-02', refs, '0.00');
    expect([(await settlement(late)).state, await claim(), await owes()]).toEqual(['counted', '120.00', '0.00']);
    expect(await audit()).toEqual([]);
  });

  it('takes no list that names what is no gift, or is settled, or whose sums do not agree', async () => {
    const [counted] = await room.db.rows<{ ref: string }>(`select ref from messages.message where settlement_id is not null limit 1`); // prettier-ignore
    const [refused] = await room.db.rows<{ ref: string }>(`select ref from messages.message where refused = 'closed'`);
    const ref = await gift();
    const not = async (why: string, work: Promise<unknown>) =>
      expect(work).rejects.toMatchObject({ code: 'settlement-refused', params: { why } });
    await not('unknown', list('UNU-X-1', [ref, 'nobody'], '0.00'));
    await not('unknown', list('UNU-X-2', [ref, refused!.ref], '0.00'));
    await not('settled', list('UNU-X-3', [ref, counted!.ref], '0.00'));
    await not('sums', list('UNU-X-4', [ref], '1.00', { net: '24.00' }));
    await not('gross', list('UNU-X-5', [ref], '0.00', { gross: '25.00', net: '25.00' }));
    await not('sums', list('UNU-X-6', [ref], '0.00', { fee: '24.00', net: '0.00' }));
    await not('other-content', list('UNU-2026-01', [ref], '0.00'));
    for (const over of [
      { reference: 'unu' },
      { messages: [] },
      { messages: [ref, ref] },
      { messages: [7] },
      { net: 24 },
    ])
      await expect(list('UNU-X-7', [ref], '0.00', over)).rejects.toMatchObject({ code: 'message-shape' });
    expect((await troubles()).map(([kind, , why]) => [kind, why])).toEqual(['unknown', 'unknown', 'settled', 'sums', 'gross', 'sums', 'other-content'].map((why) => ['settlement', why])); // prettier-ignore
    for (const { id: trouble } of await room.get(MessagesQueries).troubles({ limit: 9 }))
      await room.get(TroublesService).end(trouble, 'Trimit lista corectă', town.operators[0]);
    const first = await list('UNU-X-8', [ref], '0.00');
    await not('settled', list('UNU-X-9', [ref], '0.00'));
    await room.get(SettlementsService).drop(first, town.operators[0]);
    const again = await list('UNU-X-8', [ref], '4.00');
    expect([(await settlement(first)).state, (await settlement(again)).messages]).toEqual(['dropped', 1]);
    await room.get(SettlementsService).drop(again, town.operators[0]);
    expect(await audit()).toEqual([]);
  });

  it('counts nothing while another sum has come: the rest, or a corrected list, ends it', async () => {
    const before = Money.parse(await claim(), 'MDL');
    const settlements = room.get(SettlementsService);
    const refs = [await gift(), await gift(), await gift()];
    const one = await list('UNU-2026-03', refs, '6.00');
    await arrives('60.00', 'UNU-2026-03');
    expect([(await settlement(one)).came.toString(), await claim()]).toEqual(['60.00', before.toString()]);
    expect(await audit()).toEqual([]);
    await settlements.drop(one, town.operators[0]);
    const corrected = await list('UNU-2026-03', refs, '12.00');
    expect([(await settlement(corrected)).state, await owes()]).toEqual(['counted', '24.00']);
    await expect(settlements.drop(corrected, town.operators[0])).rejects.toMatchObject({ code: 'settlement-over' });

    const more = [await gift(), await gift()];
    const parts = await list('UNU-2026-04', more, '0.00');
    const line = await lineOf('40');
    await expect(settlements.attach(line, parts, town.president)).rejects.toMatchObject({ kind: 'not-found' });
    expect(await settlements.attach(line, parts, town.operators[0])).toBe('waits');
    const rest = await lineOf('8');
    const waits = async () =>
      (await room.db.rows<{ id: never }>(`select id from approvals.approval where kind = 'message-settlement' and state = 'waiting'`))[0]?.id; // prettier-ignore
    expect([await settlements.attach(rest, parts, town.operators[1]), await owes()]).toEqual(['waits', '72.00']);
    const asked = (await room.get(ApprovalsQueries).find((await waits())!))!;
    await expect(settlements.confirmLines(asked.id, town.operators[1])).rejects.toMatchObject({ code: 'second-person-needed' }); // prettier-ignore
    await settlements.refuseLines(asked, 'Nu e al lor', town.operators[0]);
    expect((await settlement(parts)).came.toString()).toBe('0.00');
    for (const one of [line, rest]) expect(await settlements.attach(one, parts, town.operators[1])).toBe('waits');
    await settlements.confirmLines((await waits())!, town.operators[0]);
    expect(await settlements.attach(rest, parts, town.operators[1])).toBe('counted');
    expect(await claim()).toBe(before.plus(Money.parse('120', 'MDL')).toString());
    expect(await audit()).toEqual([]);
  });

  it('goes to the town’s next need what is begun when the project has all it needs, and what is paid after it fell', async () => {
    const small = await buildProject(room, town, { state: 'campaign', campaignEndsIn: '30 days' });
    const code = await codeOf(small.id);
    const first = await gift({ code });
    await paid('24', await list('UNU-2026-05', [first], '0.00'));
    await countGift(room, town, { projectId: small.id, bank, lei: Money.parse('980', 'MDL') });
    const full = await gift({ code });
    await paid('20', await list('UNU-2026-06', [full], '4.00'));
    expect([await stateOf(first), await stateOf(full), await balance(`held:project/${small.id}:claim:MDL`)]).toEqual(['counted', 'moved', '1004.00']); // prettier-ignore
    expect(await audit()).toEqual([]);
    const fallen = await gift();
    const last = await list('UNU-2026-07', [fallen], '0.00');
    const before = await claim();
    await room.db.transaction((tx) => tx.query(`update projects.project set state = 'failed' where id = $1`, [project.id])); // prettier-ignore
    await paid('24', last);
    expect([await stateOf(fallen), await claim()]).toEqual(['moved', before]);
    const { movedLeiMinor } = (await room.get(PledgesQueries).find((await room.db.rows<{ id: never }>('select id from messages.message where ref = $1', [fallen]))[0]!.id))!; // prettier-ignore
    expect(movedLeiMinor).toBe(2_400n);
    expect(await audit()).toEqual([]);
  });

  it('says who has not paid in time; one that is off tells nothing until two turn it on', async () => {
    expect((await room.get(MessagesQueries).unsettled()).map(({ lei }) => lei.toString())).toEqual(['24.00']);
    const [{ dueAt }] = (await room.get(MessagesQueries).unsettled()) as unknown as [{ dueAt: Date }];
    expect(dueAt.getTime() - (await room.get(Clock).now()).getTime()).toBeGreaterThan(50 * DAY);
    const aggregators = room.get(AggregatorsService);
    await aggregators.off(id, town.operators[1]);
    await expect(tell('message', await said())).rejects.toMatchObject({ code: 'webhook-refused', params: { why: 'off' } }); // prettier-ignore
    await aggregators.confirm(await aggregators.askOn(id, town.operators[1]), town.operators[0]);
    expect(await tell('message', await said())).toEqual({ state: 'refused', why: 'closed' });
    expect((await room.get(MessagesQueries).numbers()).map(({ number }) => number)).toEqual(['9024']);
  });
});
