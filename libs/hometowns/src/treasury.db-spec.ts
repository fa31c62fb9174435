import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ApprovalsQueries } from '#libs/approvals/src/index.js';
import { type ApprovalId, newId, type PersonId } from '#libs/kernel/src/index.js';
import { Clock } from '#libs/platform/src/index.js';
import { Bodies } from '../../../test/support/bodies.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import { confirmOfficially, officialToken } from '../../../test/support/money.js';
import {
  AccountChecksService, BodiesQueries, DEFAULT_VOTE_RULE, HometownsModule, MembersQueries, MembersService, OfficialEmailService,
  TreasuryService, type VoteRule, VoteRulesService,
} from './index.js'; // prettier-ignore

const IBAN = 'MD24AG000225100013104168';
const OTHER = 'MD10AG398259791907483378';

describe('a town hall’s account', () => {
  let room: Room;
  let world: Bodies;
  let treasury: TreasuryService;
  let checks: AccountChecksService;
  let hall: Awaited<ReturnType<Bodies['townHall']>>;
  beforeAll(async () => {
    room = await openRoom([HometownsModule]);
    treasury = room.get(TreasuryService);
    checks = room.get(AccountChecksService);
    world = new Bodies(room);
  });
  beforeEach(async () => {
    hall = await world.townHall();
  });
  afterAll(() => room.close());

  const account = (iban = IBAN) => ({ iban, holder: 'Primăria Mihăileni', bank: 'Trezoreria de Stat' });
  const propose = (by: PersonId, iban = IBAN) => treasury.propose(hall.id, account(iban), by);
  const told = (name: string) =>
    room.db.rows<{ data: Record<string, string> }>(
      `select data from platform.outbox where name = $1 and data ->> 'bodyId' = $2`,
      [`hometowns.${name}`, hall.id],
    );
  /** In force: entered, signed and confirmed. */
  const putInForce = async (iban = IBAN) => {
    await treasury.confirm(await propose(hall.accountant, iban), hall.mayor);
    await confirmOfficially(room, hall.id);
  };

  it('is entered by one officer, signed by another, and in force when the official address says yes', async () => {
    const approval = await propose(hall.accountant, 'md24 ag00 0225 1000 1310 4168');
    expect(await treasury.active(hall.id)).toBeNull();
    expect(await treasury.proposed(hall.id)).toMatchObject({ iban: IBAN, enteredBy: hall.accountant });
    expect(await room.get(ApprovalsQueries).waiting(`town-hall:${hall.id}`)).toMatchObject([{ id: approval }]);
    await expect(treasury.confirm(approval, hall.accountant)).rejects.toMatchObject({ code: 'second-person-needed' });
    await treasury.confirm(approval, hall.mayor);
    expect(await treasury.active(hall.id)).toBeNull();
    expect(await treasury.proposed(hall.id)).toMatchObject({ state: 'signed', confirmedBy: hall.mayor });
    await expect(treasury.confirm(approval, hall.secretary)).rejects.toMatchObject({ code: 'approval-decided' });
    const [signed] = await told('account-signed');
    const letter = await checks.letterOf(signed!.data.checkId as never);
    expect(letter).toMatchObject({ email: 'primaria@exemplu.md', open: true, account: { iban: IBAN } });
    await checks.answer(letter!.token, { confirm: true });
    expect(await treasury.active(hall.id)).toMatchObject({ iban: IBAN, state: 'active', answeredAt: expect.any(Date) });
    expect(await told('account-changed')).toHaveLength(1);
    await checks.answer(letter!.token, { confirm: true });
    expect(await told('account-changed')).toHaveLength(1);
    await expect(checks.answer(letter!.token, { confirm: false, reason: 'Late.' })).rejects.toMatchObject({ code: 'account-check-over' }); // prettier-ignore
    expect(await checks.letterOf(letter!.id)).toBeNull();
  });

  it('stays out of force when the official address contests it, until the operator has looked', async () => {
    await putInForce();
    await treasury.confirm(await propose(hall.accountant, OTHER), hall.mayor);
    const token = await officialToken(room, hall.id);
    await expect(checks.answer(token, { confirm: false, reason: ' ' })).rejects.toMatchObject({ fields: [{ code: 'account-check-reason' }] }); // prettier-ignore
    await checks.answer(token, { confirm: false, reason: 'Nobody here knows this account.' });
    expect(await treasury.active(hall.id)).toMatchObject({ iban: IBAN });
    const { id } = (await treasury.proposed(hall.id))!;
    const contested = (await treasury.history(hall.id)).find((one) => one.id === id);
    expect(contested).toMatchObject({ state: 'contested', contestReason: 'Nobody here knows this account.' });
    expect(await told('account-contested')).toHaveLength(1);
    await expect(checks.answer(token, { confirm: true })).rejects.toMatchObject({ code: 'account-check-over' });
    await expect(propose(hall.mayor)).rejects.toMatchObject({ code: 'account-contested' });
    await expect(checks.settle(id, 'Asked.', hall.mayor)).rejects.toMatchObject({ kind: 'not-found' });
    const [staff] = await world.staff();
    await checks.settle(id, 'The secretary says that it is not theirs.', staff);
    expect((await treasury.history(hall.id)).find((one) => one.id === id)).toMatchObject({ state: 'refused' });
    // The trail is for ever and for ids alone: what somebody wrote stands beside the account.
    expect(await room.db.rows(`select data from platform.trail where action = 'account.settled'`)).toEqual([{ data: { account: id } }]); // prettier-ignore
    expect(
      await room.db.rows('select settle_note as note from hometowns.treasury_account where id = $1', [id]),
    ).toEqual([{ note: 'The secretary says that it is not theirs.' }]);
    await expect(checks.settle(id, 'Again.', staff)).rejects.toMatchObject({ code: 'account-state' });
    await expect(propose(hall.mayor)).resolves.toBeDefined();
  });

  it('is asked about in the newest letter alone, for thirty days', async () => {
    await treasury.confirm(await propose(hall.accountant), hall.mayor);
    const first = await officialToken(room, hall.id);
    await checks.sendAgain(hall.id, hall.secretary);
    await expect(checks.answer(first, { confirm: true })).rejects.toMatchObject({ code: 'account-check-over' });
    expect(await checks.look(first)).toMatchObject({ open: false });
    const second = await officialToken(room, hall.id);
    await room.get(Clock).moveBy(30 * 86_400_000);
    await expect(checks.answer(second, { confirm: true })).rejects.toMatchObject({ code: 'account-check-over' });
    for (let n = 0; n < 3; n += 1) await checks.sendAgain(hall.id, hall.mayor);
    await expect(checks.sendAgain(hall.id, hall.mayor)).rejects.toMatchObject({ code: 'too-many-letters' });
    await confirmOfficially(room, hall.id);
    await expect(checks.sendAgain(hall.id, hall.mayor)).rejects.toMatchObject({ code: 'account-state' });
    await expect(checks.sendAgain(hall.id, await world.person())).rejects.toMatchObject({ kind: 'not-found' });
    for (const forged of ['', 'x', `${newId()}.abc`]) {
      expect(await checks.look(forged)).toBeNull();
      await expect(checks.answer(forged, { confirm: true })).rejects.toMatchObject({ kind: 'not-found' });
    }
  });

  it('makes way for a newer one while it waits for the official address', async () => {
    await treasury.confirm(await propose(hall.accountant), hall.mayor);
    const token = await officialToken(room, hall.id);
    await treasury.confirm(await propose(hall.secretary, OTHER), hall.mayor);
    await expect(checks.answer(token, { confirm: true })).rejects.toMatchObject({ code: 'account-check-over' });
    await confirmOfficially(room, hall.id);
    expect((await treasury.history(hall.id)).map(({ iban, state }) => [iban, state])).toEqual([[OTHER, 'active'], [IBAN, 'refused']]); // prettier-ignore
  });

  it('needs two who are officers both at the second signature', async () => {
    const approval = await propose(hall.accountant);
    const office = (await room.get(MembersQueries).list(hall.id)).find((one) => one.role === 'accountant')!;
    await room.get(MembersService).end(office.id, hall.mayor);
    await expect(treasury.confirm(approval, hall.mayor)).rejects.toMatchObject({ code: 'asker-left' });
    expect((await treasury.proposed(hall.id))!.state).toBe('proposed');
    await treasury.refuse(approval, 'The accountant has left.', hall.mayor);
    await expect(propose(hall.secretary)).resolves.toBeDefined();
  });

  it('cannot be confirmed from an address with which one of the two signs in', async () => {
    const [one, two] = await world.staff();
    const own = await world.emailOf(hall.mayor);
    const emails = room.get(OfficialEmailService);
    await emails.confirm(await emails.ask(hall.id, own, one), two);
    const approval = await propose(hall.accountant);
    await expect(treasury.confirm(approval, hall.mayor)).rejects.toMatchObject({ code: 'official-address-own' });
    await expect(treasury.confirm(approval, hall.secretary)).resolves.toBeUndefined();
    // Nor does the official address become one of theirs while the account waits for its word.
    const theirs = await emails.ask(hall.id, await world.emailOf(hall.accountant), one);
    await expect(emails.confirm(theirs, two)).rejects.toMatchObject({ code: 'official-address-own' });
    expect((await room.get(BodiesQueries).find(hall.id))!.email).toBe(own);
  });

  it('asks three times an hour, however many accounts are signed', async () => {
    for (let n = 0; n < 3; n += 1) await treasury.confirm(await propose(hall.accountant), hall.mayor);
    const fourth = await propose(hall.accountant);
    await expect(treasury.confirm(fourth, hall.mayor)).rejects.toMatchObject({ code: 'too-many-letters' });
    expect(await told('account-signed')).toHaveLength(3);
  });

  it('is confirmed or contested once by two readers at once', async () => {
    await treasury.confirm(await propose(hall.accountant), hall.mayor);
    const token = await officialToken(room, hall.id);
    const answers = [{ confirm: true }, { confirm: false, reason: 'No.' }] as const;
    const done = await Promise.allSettled(answers.map((answer) => checks.answer(token, answer)));
    expect(done.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('is signed once by two officers at once', async () => {
    const approval = await propose(hall.accountant);
    const done = await Promise.allSettled([hall.mayor, hall.secretary].map((by) => treasury.confirm(approval, by)));
    expect(done.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await treasury.history(hall.id)).map(({ state }) => state)).toEqual(['signed']);
  });

  it('changes the same way and keeps its history', async () => {
    await putInForce();
    const change = await propose(hall.mayor, OTHER);
    expect(await treasury.active(hall.id)).toMatchObject({ iban: IBAN });
    await expect(propose(hall.secretary, OTHER)).rejects.toMatchObject({ code: 'approval-waiting' });
    await treasury.confirm(change, hall.accountant);
    expect(await treasury.active(hall.id)).toMatchObject({ iban: IBAN });
    await confirmOfficially(room, hall.id);
    expect(await treasury.history(hall.id)).toMatchObject([
      { iban: OTHER, state: 'active' },
      { iban: IBAN, state: 'replaced', confirmedBy: hall.mayor, replacedAt: expect.any(Date) },
    ]);
  });

  it('is refused by another or taken back by its proposer, and can be proposed anew', async () => {
    const first = await propose(hall.accountant);
    await treasury.refuse(first, 'Wrong account.', hall.mayor);
    const second = await propose(hall.accountant);
    await treasury.refuse(second, '', hall.accountant);
    expect((await treasury.history(hall.id)).map(({ state }) => state)).toEqual(['refused', 'refused']);
    await expect(treasury.confirm(second, hall.mayor)).rejects.toMatchObject({ code: 'approval-decided' });
    await expect(propose(hall.accountant)).resolves.toBeDefined();
  });

  it('is nobody else’s', async () => {
    const other = await world.townHall();
    const approval = await propose(hall.accountant);
    const [staff] = await world.staff();
    for (const by of [other.mayor, staff, await world.person()]) {
      await expect(propose(by)).rejects.toMatchObject({ kind: 'not-found' });
      await expect(treasury.confirm(approval, by)).rejects.toMatchObject({ kind: 'not-found' });
      await expect(treasury.refuse(approval, 'No.', by)).rejects.toMatchObject({ kind: 'not-found' });
    }
    await expect(treasury.confirm(newId<'Approval'>() as ApprovalId, hall.mayor)).rejects.toMatchObject({ kind: 'not-found' }); // prettier-ignore
  });

  it('is checked before anything is kept', async () => {
    await expect(propose(hall.mayor, 'MD25AG000225100013104168')).rejects.toMatchObject({ code: 'iban-check' });
    await expect(propose(hall.mayor, 'RO49AAAA1B31007593840000')).rejects.toMatchObject({ code: 'iban-country' });
    for (const holder of [' x', '🏛🏛'])
      await expect(treasury.propose(hall.id, { ...account(), holder }, hall.mayor)).rejects.toMatchObject({ code: 'account-holder' }); // prettier-ignore
    await expect(treasury.propose(hall.id, { ...account(), bank: '' }, hall.mayor)).rejects.toMatchObject({ code: 'account-bank' }); // prettier-ignore
    expect(await treasury.history(hall.id)).toEqual([]);
  });

  it('answers a repeat like the first time', async () => {
    const id = newId<'TreasuryAccount'>();
    const send = (iban = IBAN) => treasury.propose(hall.id, { ...account(iban), id }, hall.accountant);
    const [approval, ...others] = await Promise.all(Array.from({ length: 20 }, () => send()));
    expect(new Set([...others, await send()])).toEqual(new Set([approval]));
    await expect(send(OTHER)).rejects.toMatchObject({ code: 'account-reused' });
    const renamed = { ...account(), id, holder: 'Primăria Boșcana' };
    await expect(treasury.propose(hall.id, renamed, hall.accountant)).rejects.toMatchObject({ code: 'account-reused' });
  });

  it('is held by the database itself', async () => {
    await putInForce();
    const set = (sql: string) =>
      room.db.rows(`update hometowns.treasury_account set ${sql} where body_id = $1`, [hall.id]);
    await expect(set(`iban = '${OTHER}'`)).rejects.toThrow(/permission denied/);
    await expect(set(`confirmed_by = entered_by`)).rejects.toThrow(/second_officer|fixed/);
    for (const state of ['proposed', 'signed', 'contested', 'refused']) {
      await expect(set(`state = '${state}'`)).rejects.toThrow(/fixed|check/);
    }
    await expect(room.db.rows('update hometowns.account_check set email = email')).rejects.toThrow();
    await expect(room.db.rows('delete from hometowns.treasury_account')).rejects.toThrow(/permission denied/);
  });

  it('keeps the town hall’s and the association’s roles apart', async () => {
    const person = await world.person();
    await expect(
      room.db.rows(
        `insert into hometowns.membership (id, body_id, kind, person_id, role, via, since) values ($1, $2, 'town-hall', $3, 'president', 'invitation', now())`,
        [newId(), hall.id, person],
      ),
    ).rejects.toThrow(/role_of_kind/);
    await expect(
      room.db.rows(
        `insert into hometowns.membership (id, body_id, kind, person_id, role, via, since) values ($1, $2, 'association', $3, 'inspector', 'invitation', now())`,
        [newId(), hall.id, person],
      ),
    ).rejects.toThrow(/foreign key/);
  });
});

describe('the official address of a body', () => {
  let room: Room;
  beforeAll(async () => {
    room = await openRoom([HometownsModule]);
  });
  afterAll(() => room.close());

  it('is changed by two of the operator’s staff alone, and an account that waits is asked about at the new one', async () => {
    const world = new Bodies(room);
    const [hall, [one, two]] = [await world.townHall(), await world.staff()];
    const [emails, treasury] = [room.get(OfficialEmailService), room.get(TreasuryService)];
    const account = { iban: IBAN, holder: 'Primăria', bank: 'Trezoreria de Stat' };
    await treasury.confirm(await treasury.propose(hall.id, account, hall.accountant), hall.mayor);
    const old = await officialToken(room, hall.id);
    await expect(emails.ask(hall.id, 'nou@exemplu.md', hall.mayor)).rejects.toMatchObject({ kind: 'not-found' });
    await expect(emails.ask(hall.id, 'PRIMARIA@exemplu.md', one)).rejects.toMatchObject({ fields: [{ code: 'email-same' }] }); // prettier-ignore
    const change = await emails.ask(hall.id, 'Nou@exemplu.md', one);
    await expect(emails.confirm(change, one)).rejects.toMatchObject({ code: 'second-person-needed' });
    await expect(emails.confirm(change, hall.secretary)).rejects.toMatchObject({ kind: 'not-found' });
    await emails.confirm(change, two);
    expect((await room.get(BodiesQueries).find(hall.id))!.email).toBe('nou@exemplu.md');
    const checks = room.get(AccountChecksService);
    await expect(checks.answer(old, { confirm: true })).rejects.toMatchObject({ code: 'account-check-over' });
    expect(await checks.look(await officialToken(room, hall.id))).toMatchObject({
      email: 'nou@exemplu.md',
      open: true,
    });
    await confirmOfficially(room, hall.id);
    expect(await treasury.active(hall.id)).toMatchObject({ iban: IBAN });
    const second = await emails.ask(hall.id, 'alta@exemplu.md', one);
    await emails.refuse(second, 'Not on paper.', two);
    await emails.refuse(await emails.ask(hall.id, 'alta@exemplu.md', one), '', one);
    expect((await room.get(BodiesQueries).find(hall.id))!.email).toBe('nou@exemplu.md');
  });
});

const RULE =
  'quorum_num, quorum_den, majority_num, majority_den, strict, hours, silence, arbiter, secret, proxies, paper_allowed';

describe('how an association votes', () => {
  let room: Room;
  beforeAll(async () => {
    room = await openRoom([HometownsModule]);
  });
  afterAll(() => room.close());

  it('is a default until the president sets it, version by version', async () => {
    const group = await new Bodies(room).association();
    const [rules, bodies] = [room.get(VoteRulesService), room.get(BodiesQueries)];
    expect(await bodies.voteRuleOf(group.id)).toEqual({ ...DEFAULT_VOTE_RULE, bodyId: group.id, since: null });
    const rule: VoteRule = { ...DEFAULT_VOTE_RULE, majorityNum: 2, majorityDen: 3, strict: false, hours: 72, silence: 'inspectors', arbiter: ' Notarul satului ' }; // prettier-ignore
    await rules.set(group.id, rule, group.president);
    await rules.set(group.id, { ...rule, secret: false }, group.president);
    expect(await bodies.voteRuleOf(group.id)).toMatchObject({ majorityNum: 2, majorityDen: 3, secret: false, arbiter: 'Notarul satului', since: expect.any(Date) }); // prettier-ignore
    expect(await room.db.rows('select 1 from hometowns.vote_rule where body_id = $1', [group.id])).toHaveLength(2);
    await expect(room.db.rows('delete from hometowns.vote_rule')).rejects.toThrow();
    // Of two of one moment the later counts, whatever their ids are.
    await room.db.rows(
      `insert into hometowns.vote_rule (id, body_id, ${RULE}, set_by, since)
       select x.id::uuid, body_id, ${RULE.replace('hours', 'x.hours')}, set_by, now()
         from (select * from hometowns.vote_rule where body_id = $1 limit 1) one, (values (1, $2, 80), (2, $3, 90)) x (n, id, hours) order by x.n`,
      [group.id, ...[newId(), newId()].sort().reverse()],
    );
    expect(await bodies.voteRuleOf(group.id)).toMatchObject({ hours: 90 });
    await expect(rules.set(group.id, rule, group.inspector)).rejects.toMatchObject({ code: 'role-missing' });
    const wrong: [Partial<VoteRule>, string][] = [
      [{ quorumNum: 0 }, 'vote-quorum'], [{ quorumNum: 3 }, 'vote-quorum'], [{ quorumNum: 0.5 }, 'vote-quorum'],
      [{ majorityNum: 1, majorityDen: 3 }, 'vote-majority'], [{ majorityNum: 1, majorityDen: 1, strict: true }, 'vote-majority'],
      [{ hours: 71 }, 'vote-hours'], [{ hours: 241 }, 'vote-hours'], [{ silence: 'x' as 'refused' }, 'vote-silence'],
      [{ arbiter: ' ' }, 'vote-arbiter'],
    ]; // prettier-ignore
    for (const [over, code] of wrong)
      await expect(rules.set(group.id, { ...DEFAULT_VOTE_RULE, ...over }, group.president)).rejects.toMatchObject({ code }); // prettier-ignore
  });

  it('stays as it is when it is set again, and is set five times in thirty days at most: all members hear of each', async () => {
    const group = await new Bodies(room).association();
    const rules = room.get(VoteRulesService);
    const set = (hours: number) => rules.set(group.id, { ...DEFAULT_VOTE_RULE, hours }, group.president);
    const kept = async () => (await room.db.rows('select 1 from hometowns.vote_rule where body_id = $1', [group.id])).length; // prettier-ignore
    for (const hours of [72, 72, 96, 97, 98, 99, 99]) await set(hours);
    expect(await kept()).toBe(5);
    await expect(set(72)).rejects.toMatchObject({ code: 'rule-often', params: { most: 5, days: 30 } });
    await room.get(Clock).moveBy(31 * 86_400_000);
    await set(72);
    expect(await kept()).toBe(6);
  });
});
