import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type BodyId, newId, type PersonId } from '#libs/kernel/src/index.js';
import { Clock, Signer } from '#libs/platform/src/index.js';
import { Bodies } from '../../../test/support/bodies.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import {
  HometownsModule, type InvitationId, InvitationsService, JoiningService, type JoinRequestId, type MembershipId,
  MembersQueries, MembersService, type Role, VouchesService,
} from './index.js'; // prettier-ignore

describe('people of town halls and associations', () => {
  let room: Room;
  let world: Bodies;
  let members: MembersService;
  let queries: MembersQueries;
  let joining: JoiningService;
  let vouches: VouchesService;
  let invitations: InvitationsService;
  beforeAll(async () => {
    room = await openRoom([HometownsModule]);
    members = room.get(MembersService);
    queries = room.get(MembersQueries);
    joining = room.get(JoiningService);
    vouches = room.get(VouchesService);
    invitations = room.get(InvitationsService);
    world = new Bodies(room);
  });
  afterAll(() => room.close());
  const DAY = 86_400_000;

  const hold = (person: PersonId, body: BodyId, roles: Role[]) =>
    room.db.transaction((tx) => queries.mustHold(tx, person, body, roles));
  const follow = (invitation: InvitationId, person: PersonId) =>
    joining.accept(members.invitationLink(invitation), person);
  const rolesOf = async (person: PersonId) => (await queries.rolesOf(person)).map(({ role }) => role).sort();
  const membershipOf = async (person: PersonId, role: Role) =>
    (await queries.rolesOf(person)).find((one) => one.role === role)!.id;
  const events = async (body: BodyId, name: string) =>
    room.db.rows(`select 1 from platform.outbox where name = $1 and data ->> 'bodyId' = $2`, [name, body]);

  describe('of a town hall', () => {
    let hall: Awaited<ReturnType<Bodies['townHall']>>;
    beforeAll(async () => {
      hall = await world.townHall();
    });

    it('hold their roles in it and exist nowhere else', async () => {
      expect(await hold(hall.mayor, hall.id, ['mayor'])).toMatchObject({ id: hall.id });
      await expect(hold(hall.secretary, hall.id, ['mayor'])).rejects.toMatchObject({ kind: 'forbidden', code: 'role-missing' }); // prettier-ignore
      await expect(hold(await world.person(), hall.id, ['mayor'])).rejects.toMatchObject({ kind: 'not-found' });
      await expect(hold(hall.mayor, newId<'Body'>(), ['mayor'])).rejects.toMatchObject({ kind: 'not-found' });
      expect((await queries.list(hall.id)).map(({ role }) => role)).toEqual(['mayor', 'secretary', 'accountant']);
      expect(await queries.officersOf(hall.id, ['mayor', 'accountant'])).toEqual([hall.mayor, hall.accountant].sort());
    });

    it('are invited by letter: one use, by the one who was meant, for fourteen days', async () => {
      const [meant, other] = [await world.person(), await world.person()];
      const id = await members.invite(hall.id, 'accountant', await world.emailOf(meant), hall.mayor);
      expect(await members.invite(hall.id, 'accountant', await world.emailOf(meant), hall.secretary)).toBe(id);
      const letter = await invitations.letterOf(id);
      expect(letter).toMatchObject({ email: await world.emailOf(meant), role: 'accountant', body: { id: hall.id }, by: hall.mayor }); // prettier-ignore
      expect(await invitations.look(letter!.token)).toMatchObject({ id, handOver: false });
      await expect(follow(id, other)).rejects.toMatchObject({ kind: 'forbidden', code: 'invitation-other-address' });
      expect(await follow(id, meant)).toEqual({ bodyId: hall.id, role: 'accountant', state: 'joined' });
      expect(await follow(id, meant)).toEqual({ bodyId: hall.id, role: 'accountant', state: 'joined' });
      await expect(follow(id, other)).rejects.toMatchObject({ code: 'invitation-used' });
      expect(await invitations.letterOf(id)).toBeNull();
      const late = await members.invite(hall.id, 'accountant', await world.emailOf(other), hall.mayor);
      await room.get(Clock).moveBy(14 * DAY);
      await expect(follow(late, other)).rejects.toMatchObject({ code: 'invitation-expired' });
      const again = await members.invite(hall.id, 'accountant', await world.emailOf(other), hall.mayor);
      expect(again).not.toBe(late);
      await members.end(await membershipOf(meant, 'accountant'), hall.mayor);
    });

    it('come in one by one link though twenty follow it at once', async () => {
      const id = await members.invite(hall.id, 'secretary', null, hall.mayor);
      const people = await Promise.all(Array.from({ length: 20 }, () => world.person()));
      const done = await Promise.allSettled(people.map((one) => follow(id, one)));
      expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      for (const one of done) if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'invitation-used' }); // prettier-ignore
    });

    it('do not invite beyond their right, nor with a forged or revoked link', async () => {
      const invite = (role: Role, by: PersonId, email: string | null = null) =>
        members.invite(hall.id, role, email, by);
      await expect(invite('secretary', hall.accountant)).rejects.toMatchObject({ code: 'role-missing' });
      await expect(invite('mayor', hall.mayor)).rejects.toMatchObject({ code: 'hand-over-needed' });
      await expect(invite('member', hall.mayor)).rejects.toMatchObject({ code: 'role-unknown' });
      await expect(invite('secretary', await world.person())).rejects.toMatchObject({ kind: 'not-found' });
      await expect(invite('secretary', hall.mayor, 'no')).rejects.toMatchObject({ code: 'email' });
      const id = await invite('secretary', hall.mayor);
      const stranger = await world.person();
      for (const token of ['', id, `${id}.x`, room.get(Signer).token('sign-in', id)])
        await expect(joining.accept(token, stranger)).rejects.toMatchObject({ code: 'invitation-expired' });
      await expect(invitations.revoke(id, stranger)).rejects.toMatchObject({ kind: 'not-found' });
      await invitations.revoke(id, hall.mayor);
      await invitations.revoke(id, hall.mayor);
      await expect(follow(id, stranger)).rejects.toMatchObject({ code: 'invitation-expired' });
    });

    it('are not flooded: an address gets three invitations an hour, whoever invites', async () => {
      const email = await world.emailOf(await world.person());
      for (let n = 1; n <= 3; n += 1) await invitations.revoke(await members.invite(hall.id, 'secretary', email, hall.mayor), hall.mayor); // prettier-ignore
      await expect(members.invite(hall.id, 'accountant', email, hall.mayor)).rejects.toMatchObject({ code: 'too-many-letters' }); // prettier-ignore
    });

    it('go when the mayor says so, or by themselves, and take their open invitations with them', async () => {
      const leaver = await world.officer(hall.id, 'secretary', hall.mayor);
      const open = await members.invite(hall.id, 'accountant', null, leaver);
      const membership = await membershipOf(leaver, 'secretary');
      await expect(members.end(membership, hall.accountant)).rejects.toMatchObject({ code: 'role-missing' });
      await expect(members.end(membership, await world.person())).rejects.toMatchObject({ kind: 'not-found' });
      await expect(members.end(newId<'Membership'>() as MembershipId, hall.mayor)).rejects.toMatchObject({ kind: 'not-found' }); // prettier-ignore
      await members.end(membership, leaver);
      await members.end(membership, leaver);
      expect(await rolesOf(leaver)).toEqual([]);
      await expect(follow(open, await world.person())).rejects.toMatchObject({ code: 'invitation-expired' });
      const head = await membershipOf(hall.mayor, 'mayor');
      await expect(members.end(head, hall.mayor)).rejects.toMatchObject({ code: 'hand-over-needed' });
      expect(await events(hall.id, 'hometowns.left')).toHaveLength(2);
    });

    it('gets a new mayor by a hand-over: the old one stays until the new one accepts', async () => {
      const [next, wrong] = [await world.person(), await world.person()];
      const give = (toEmail: string, by = hall.mayor, role: Role = 'mayor') => members.handOver(hall.id, { role, toEmail }, by); // prettier-ignore
      await expect(give(await world.emailOf(next), hall.secretary)).rejects.toMatchObject({ code: 'role-missing' });
      await expect(give(await world.emailOf(next), await world.person())).rejects.toMatchObject({ kind: 'not-found' });
      await expect(give(await world.emailOf(hall.mayor))).rejects.toMatchObject({ code: 'hand-over-self' });
      await expect(give(await world.emailOf(next), hall.mayor, 'secretary')).rejects.toMatchObject({ code: 'role-unknown' }); // prettier-ignore
      const first = await give(await world.emailOf(wrong));
      const second = await give(await world.emailOf(next));
      expect(second.approvalId).toBeNull();
      await expect(follow(first.invitationId, wrong)).rejects.toMatchObject({ code: 'invitation-expired' });
      const left = await members.invite(hall.id, 'secretary', null, hall.mayor);
      await hold(hall.mayor, hall.id, ['mayor']);
      await follow(second.invitationId, next);
      await hold(next, hall.id, ['mayor']);
      await expect(hold(hall.mayor, hall.id, ['mayor'])).rejects.toMatchObject({ kind: 'not-found' });
      await expect(follow(left, wrong)).rejects.toMatchObject({ code: 'invitation-expired' });
      expect(await follow(second.invitationId, next)).toMatchObject({ state: 'joined' });
      const history = await room.db.rows(`select until is null as now, via from hometowns.membership where body_id = $1 and role = 'mayor' order by since`, [hall.id]); // prettier-ignore
      expect(history).toEqual([
        { now: false, via: 'application' },
        { now: true, via: 'hand-over' },
      ]);
    });

    it('gets a new mayor from the operator when two of the staff agree', async () => {
      const orphan = await world.townHall();
      const [first, second] = await world.staff();
      const next = await world.person();
      const toEmail = await world.emailOf(next);
      const started = await members.handOver(orphan.id, { role: 'mayor', toEmail }, first);
      await expect(follow(started.invitationId, next)).rejects.toMatchObject({ code: 'invitation-expired' });
      expect(await invitations.letterOf(started.invitationId)).toBeNull();
      await expect(members.handOver(orphan.id, { role: 'mayor', toEmail }, second)).rejects.toMatchObject({ code: 'hand-over-waiting' }); // prettier-ignore
      await expect(invitations.confirmHandOver(started.approvalId!, first)).rejects.toMatchObject({ code: 'second-person-needed' }); // prettier-ignore
      await expect(invitations.confirmHandOver(started.approvalId!, orphan.secretary)).rejects.toMatchObject({ kind: 'not-found' }); // prettier-ignore
      await invitations.confirmHandOver(started.approvalId!, second);
      await follow(started.invitationId, next);
      expect(await queries.officersOf(orphan.id, ['mayor'])).toEqual([next]);
      const again = await members.handOver(orphan.id, { role: 'mayor', toEmail: 'x@exemplu.md' }, first);
      await invitations.refuseHandOver(again.approvalId!, 'The mayor is here.', second);
      await expect(invitations.confirmHandOver(again.approvalId!, second)).rejects.toMatchObject({ code: 'approval-decided' }); // prettier-ignore
    });
  });

  describe('of an association', () => {
    let group: Awaited<ReturnType<Bodies['association']>>;
    let link: InvitationId;
    beforeAll(async () => {
      group = await world.association();
      link = await members.invite(group.id, 'member', null, group.inspector);
    });
    beforeEach(async () => {
      // The link is good for two weeks and other specs move the clock.
      link = await members.invite(group.id, 'member', null, group.president);
    });
    const ask = async (person: PersonId): Promise<JoinRequestId> => {
      expect(await follow(link, person)).toMatchObject({ state: 'waiting' });
      return (await queries.joinRequests(group.id)).find(({ personId }) => personId === person)!.id;
    };
    const roll = () => room.db.transaction((tx) => queries.roll(tx, group.id));

    it('are its five founders first', async () => {
      expect((await roll()).map(({ personId }) => personId)).toEqual([group.president, ...group.members].sort());
      expect(await rolesOf(group.president)).toEqual(['member', 'president']);
    });

    it('join by a link that many may use, on the word of two members', async () => {
      const [one, two] = [await world.person(), await world.person()];
      const [request, other] = [await ask(one), await ask(two)];
      expect(await ask(one)).toBe(request);
      const [a, b] = group.members as [PersonId, PersonId];
      await expect(vouches.vouch(request, one)).rejects.toMatchObject({ kind: 'not-found' });
      await expect(vouches.vouch(request, two)).rejects.toMatchObject({ kind: 'not-found' });
      expect(await vouches.vouch(request, a)).toMatchObject({ vouches: 1, state: 'waiting' });
      expect(await vouches.vouch(request, a)).toMatchObject({ vouches: 1, state: 'waiting' });
      expect(await rolesOf(one)).toEqual([]);
      expect(await vouches.vouch(request, b)).toEqual({ bodyId: group.id, vouches: 2, state: 'joined' });
      expect(await vouches.vouch(request, a)).toMatchObject({ state: 'joined' });
      expect(await rolesOf(one)).toEqual(['member']);
      expect(await follow(link, one)).toMatchObject({ state: 'joined' });
      await expect(vouches.vouch(other, one)).rejects.toMatchObject({ code: 'vouch-too-new' });
    });

    it('are one mailbox each, however its address is written', async () => {
      const name = newId();
      const [one, two] = [await world.person(`${name}@exemplu.md`), await world.person(`${name}+2@exemplu.md`)];
      const request = await ask(one);
      await expect(follow(link, two)).rejects.toMatchObject({ code: 'member-mailbox' });
      for (const by of group.members.slice(0, 2)) await vouches.vouch(request, by);
      await expect(follow(link, two)).rejects.toMatchObject({ code: 'member-mailbox' });
      await members.end(await membershipOf(one, 'member'), one);
      expect(await follow(link, two)).toMatchObject({ state: 'waiting' });
    });

    it('are made once by four words at once, and not by the same word four times', async () => {
      const [one, two] = [await world.person(), await world.person()];
      const [request, other] = [await ask(one), await ask(two)];
      const before = (await events(group.id, 'hometowns.joined')).length;
      await Promise.all(group.members.map((by) => vouches.vouch(request, by)));
      expect((await events(group.id, 'hometowns.joined')).length).toBe(before + 1);
      expect(await rolesOf(one)).toEqual(['member']);
      await Promise.all([1, 2, 3, 4].map(() => vouches.vouch(other, group.members[0]!)));
      expect(await rolesOf(two)).toEqual([]);
    });

    it('vouch only while they are members', async () => {
      const [one, leaver] = [await world.person(), await world.person()];
      const into = await ask(leaver);
      for (const by of group.members.slice(0, 2)) await vouches.vouch(into, by);
      await room.get(Clock).moveBy(31 * DAY);
      link = await members.invite(group.id, 'member', null, group.president);
      const request = await ask(one);
      await vouches.vouch(request, leaver);
      await members.end(await membershipOf(leaver, 'member'), leaver);
      expect(await vouches.vouch(request, group.members[0]!)).toMatchObject({ vouches: 1, state: 'waiting' });
      await expect(vouches.vouch(request, leaver)).rejects.toMatchObject({ kind: 'not-found' });
    });

    it('cannot be made by two in any number: five words in thirty days', async () => {
      await room.get(Clock).moveBy(31 * DAY);
      link = await members.invite(group.id, 'member', null, group.president);
      const requests: JoinRequestId[] = [];
      for (let n = 0; n < 6; n += 1) requests.push(await ask(await world.person()));
      const [a] = group.members as [PersonId];
      const done = await Promise.allSettled(requests.map((request) => vouches.vouch(request, a)));
      expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
      const late = requests[done.findIndex(({ status }) => status === 'rejected')]!;
      await expect(vouches.vouch(late, a)).rejects.toMatchObject({ code: 'vouches-many' });
      const given = requests.find((request) => request !== late)!;
      expect(await vouches.vouch(given, a)).toMatchObject({ vouches: 1 });
      await room.get(Clock).moveBy(31 * DAY);
      expect(await vouches.vouch(late, a)).toMatchObject({ vouches: 1, state: 'waiting' });
    });

    it('stand before all for ten days: off the roll, open to one objection, which two others overcome', async () => {
      const own = await world.association();
      const [a, b, c, d] = own.members as [PersonId, PersonId, PersonId, PersonId];
      const person = await world.person();
      await follow(await members.invite(own.id, 'member', null, own.president), person);
      const { id } = (await queries.joinRequests(own.id))[0]!;
      for (const by of [a, b]) await vouches.vouch(id, by);
      const onRoll = async () => (await room.db.transaction((tx) => queries.roll(tx, own.id))).some(({ personId }) => personId === person); // prettier-ignore
      const membership = await membershipOf(person, 'member');
      expect([await rolesOf(person), await onRoll()]).toEqual([['member'], false]);
      expect(await queries.newMembers(own.id)).toMatchObject([{ personId: person, vouchedBy: [a, b], contestable: true }]); // prettier-ignore
      await expect(vouches.object(membership, 'Me.', person)).rejects.toMatchObject({ code: 'objection-too-new' });
      await expect(vouches.object(membership, 'Us.', await world.person())).rejects.toMatchObject({
        kind: 'not-found',
      });
      const other = await world.person();
      await follow(await members.invite(own.id, 'member', null, own.president), other);
      const theirs = (await queries.joinRequests(own.id)).find(({ personId }) => personId === other)!;
      for (const by of [c, d]) await vouches.vouch(theirs.id, by);
      await expect(vouches.object(membership, 'Him.', other)).rejects.toMatchObject({ code: 'objection-too-new' });
      await members.end(await membershipOf(other, 'member'), other);
      await expect(vouches.object(membership, ' ', c)).rejects.toMatchObject({ fields: [{ code: 'objection-reason' }] }); // prettier-ignore
      const both = await Promise.allSettled([c, d].map((by) => vouches.object(membership, 'Nobody knows him.', by)));
      expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      expect(await rolesOf(person)).toEqual([]);
      expect(await queries.joinRequests(own.id)).toMatchObject([{ id, vouchedBy: [], objection: { reason: 'Nobody knows him.' } }]); // prettier-ignore
      for (const by of [a, b]) expect(await vouches.vouch(id, by)).toMatchObject({ vouches: 0, state: 'waiting' });
      expect(await vouches.vouch(id, own.president)).toMatchObject({ vouches: 1, state: 'waiting' });
      expect(await vouches.vouch(id, d)).toMatchObject({ vouches: 2, state: 'joined' });
      await expect(vouches.object(await membershipOf(person, 'member'), 'Again.', c)).rejects.toMatchObject({ code: 'objection-over', params: { days: 10 } }); // prettier-ignore
      await room.get(Clock).moveBy(9 * DAY);
      expect(await onRoll()).toBe(false);
      await room.get(Clock).moveBy(DAY);
      expect([await onRoll(), await queries.newMembers(own.id)]).toEqual([true, []]);
    });

    it('are contested for their last request alone, however they came in before', async () => {
      const own = await world.association();
      const [a, b, c, d] = own.members as [PersonId, PersonId, PersonId, PersonId];
      const person = await world.person();
      const comeIn = async (...words: PersonId[]) => {
        await follow(await members.invite(own.id, 'member', null, own.president), person);
        const { id } = (await queries.joinRequests(own.id))[0]!;
        for (const by of words) await vouches.vouch(id, by);
        return id;
      };
      await comeIn(a, b);
      await members.end(await membershipOf(person, 'member'), person);
      const second = await comeIn(a, b);
      await vouches.object(await membershipOf(person, 'member'), 'Nobody knows him.', c);
      for (const by of [d, own.president]) await vouches.vouch(second, by);
      expect(await queries.newMembers(own.id)).toMatchObject([{ personId: person, contestable: false }]);
      await expect(vouches.object(await membershipOf(person, 'member'), 'Again.', c)).rejects.toMatchObject({ code: 'objection-over', params: { days: 10 } }); // prettier-ignore
      expect(await rolesOf(person)).toEqual(['member']);
    });

    it('may be declined by its officers', async () => {
      const one = await world.person();
      const request = await ask(one);
      await expect(vouches.decline(request, group.members[1]!)).rejects.toMatchObject({ code: 'role-missing' });
      await expect(vouches.decline(request, await world.person())).rejects.toMatchObject({ kind: 'not-found' });
      await vouches.decline(request, group.president);
      await vouches.decline(request, group.president);
      await expect(vouches.vouch(request, group.members[0]!)).rejects.toMatchObject({ code: 'join-declined' });
      await expect(vouches.vouch(newId<'JoinRequest'>() as JoinRequestId, group.members[0]!)).rejects.toMatchObject({ kind: 'not-found' }); // prettier-ignore
    });

    it('become officers only as members, and lose their offices with their membership', async () => {
      const stranger = await world.person();
      await expect(world.officer(group.id, 'treasurer', group.president, stranger)).rejects.toMatchObject({ code: 'member-first' }); // prettier-ignore
      const treasurer = await world.officer(group.id, 'treasurer', group.president, group.members[3]);
      await expect(members.invite(group.id, 'inspector', null, treasurer)).rejects.toMatchObject({ code: 'role-missing' }); // prettier-ignore
      await members.end(await membershipOf(treasurer, 'member'), group.president);
      expect(await rolesOf(treasurer)).toEqual([]);
      await expect(members.end(await membershipOf(group.president, 'member'), group.president)).rejects.toMatchObject({ code: 'hand-over-needed' }); // prettier-ignore
    });

    it('stand on the roll once, marked when they work for the town hall of the place', async () => {
      const hall = await world.townHall(group.placeCode);
      const elsewhere = await world.townHall();
      const [a, b] = group.members as [PersonId, PersonId];
      await world.officer(hall.id, 'accountant', hall.mayor, a);
      await world.officer(elsewhere.id, 'accountant', elsewhere.mayor, b);
      const conflicts = async () => (await roll()).filter(({ conflict }) => conflict).map(({ personId, conflict }) => ({ personId, conflict })); // prettier-ignore
      expect(await conflicts()).toEqual([{ personId: a, conflict: 'town-hall-staff' }]);
      expect((await roll()).filter(({ personId }) => personId === group.president)).toMatchObject([{ role: 'president' }]); // prettier-ignore
      expect((await roll()).find(({ personId }) => personId === group.inspector)).toMatchObject({ role: 'inspector' });
      await members.end(await membershipOf(a, 'accountant'), hall.mayor);
      const ofHall = () => room.db.transaction((tx) => queries.isOf(tx, hall.id, a));
      // Whoever leaves for an hour still stands aside, and his word is not another body's.
      expect([await conflicts(), await ofHall()]).toEqual([[{ personId: a, conflict: 'town-hall-staff' }], true]);
      await room.get(Clock).moveBy(91 * DAY);
      expect([await conflicts(), await ofHall()]).toEqual([[], false]);
    });

    it('of a village are marked when they work for its commune', async () => {
      const commune = await world.townHall('1414000');
      const village = await world.association('1414001');
      await world.officer(commune.id, 'accountant', commune.mayor, village.members[0]);
      const marked = await room.db.transaction((tx) => queries.roll(tx, village.id));
      expect(marked.filter(({ conflict }) => conflict)).toMatchObject([{ personId: village.members[0] }]);
    });
  });

  it('is all on the trail, without a name or an address', async () => {
    const rows = await room.db.rows<{ action: string; data: unknown }>('select action, data from platform.trail');
    const actions = new Set(rows.map(({ action }) => action));
    for (const action of ['invitation.sent', 'invitation.revoked', 'membership.started', 'membership.ended', 'office.handed-over', 'join.asked', 'join.vouched', 'join.declined']) expect(actions).toContain(action); // prettier-ignore
    const told = await room.db.rows('select data from platform.outbox');
    for (const text of [JSON.stringify(rows), JSON.stringify(told)]) expect(text).not.toMatch(/@|Rusu/);
  });
});
