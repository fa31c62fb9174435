import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ApprovalsQueries } from '#libs/approvals/src/index.js';
import { type ApprovalId, newId, type PersonId } from '#libs/kernel/src/index.js';
import { Bodies } from '../../../test/support/bodies.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import {
  BodiesQueries, DEFAULT_VOTE_RULE, HometownsModule, TreasuryService, type VoteRule, VoteRulesService,
} from './index.js'; // prettier-ignore

const IBAN = 'MD24AG000225100013104168';
const OTHER = 'MD10AG398259791907483378';

describe('a town hall’s account', () => {
  let room: Room;
  let world: Bodies;
  let treasury: TreasuryService;
  let hall: Awaited<ReturnType<Bodies['townHall']>>;
  beforeAll(async () => {
    room = await openRoom([HometownsModule]);
    treasury = room.get(TreasuryService);
    world = new Bodies(room);
  });
  beforeEach(async () => {
    hall = await world.townHall();
  });
  afterAll(() => room.close());

  const account = (iban = IBAN) => ({ iban, holder: 'Primăria Mihăileni', bank: 'Trezoreria de Stat' });
  const propose = (by: PersonId, iban = IBAN) => treasury.propose(hall.id, account(iban), by);

  it('is entered by one officer and confirmed by another', async () => {
    const approval = await propose(hall.accountant, 'md24 ag00 0225 1000 1310 4168');
    expect(await treasury.active(hall.id)).toBeNull();
    expect(await treasury.proposed(hall.id)).toMatchObject({ iban: IBAN, enteredBy: hall.accountant });
    expect(await room.get(ApprovalsQueries).waiting(`town-hall:${hall.id}`)).toMatchObject([{ id: approval }]);
    await expect(treasury.confirm(approval, hall.accountant)).rejects.toMatchObject({ code: 'second-person-needed' });
    expect(await treasury.active(hall.id)).toBeNull();
    await treasury.confirm(approval, hall.mayor);
    expect(await treasury.active(hall.id)).toMatchObject({ iban: IBAN, confirmedBy: hall.mayor, state: 'active' });
    await expect(treasury.confirm(approval, hall.secretary)).rejects.toMatchObject({ code: 'approval-decided' });
    const told = await room.db.rows(`select 1 from platform.outbox where name = 'hometowns.account-changed' and data ->> 'bodyId' = $1`, [hall.id]); // prettier-ignore
    expect(told).toHaveLength(1);
  });

  it('is confirmed once by two officers at once', async () => {
    const approval = await propose(hall.accountant);
    const done = await Promise.allSettled([hall.mayor, hall.secretary].map((by) => treasury.confirm(approval, by)));
    expect(done.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await treasury.history(hall.id)).map(({ state }) => state)).toEqual(['active']);
  });

  it('changes the same way and keeps its history', async () => {
    await treasury.confirm(await propose(hall.accountant), hall.mayor);
    const change = await propose(hall.mayor, OTHER);
    expect(await treasury.active(hall.id)).toMatchObject({ iban: IBAN });
    await expect(propose(hall.secretary, OTHER)).rejects.toMatchObject({ code: 'approval-waiting' });
    await treasury.confirm(change, hall.accountant);
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
    await expect(treasury.propose(hall.id, { ...account(), holder: ' x' }, hall.mayor)).rejects.toMatchObject({ code: 'account-holder' }); // prettier-ignore
    await expect(treasury.propose(hall.id, { ...account(), bank: '' }, hall.mayor)).rejects.toMatchObject({ code: 'account-bank' }); // prettier-ignore
    expect(await treasury.history(hall.id)).toEqual([]);
  });

  it('answers a repeat like the first time', async () => {
    const id = newId<'TreasuryAccount'>();
    const send = (iban = IBAN) => treasury.propose(hall.id, { ...account(iban), id }, hall.accountant);
    const approval = await send();
    expect(await send()).toBe(approval);
    await expect(send(OTHER)).rejects.toMatchObject({ code: 'account-reused' });
  });

  it('is held by the database itself', async () => {
    await treasury.confirm(await propose(hall.accountant), hall.mayor);
    const set = (sql: string) =>
      room.db.rows(`update hometowns.treasury_account set ${sql} where body_id = $1`, [hall.id]);
    await expect(set(`iban = '${OTHER}'`)).rejects.toThrow(/permission denied/);
    await expect(set(`confirmed_by = entered_by`)).rejects.toThrow(/second_officer|fixed/);
    await expect(set(`state = 'proposed'`)).rejects.toThrow(/fixed|check/);
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
});
