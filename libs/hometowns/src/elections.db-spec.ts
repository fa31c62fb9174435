import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ApprovalsQueries } from '#libs/approvals/src/index.js';
import { addDays, civilDate, type PersonId } from '#libs/kernel/src/index.js';
import { Clock } from '#libs/platform/src/index.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import { buildTown, type Town } from '../../../test/support/town.js';
import {
  ElectionsService, HometownsModule, InvitationsService, JoiningService, MembersQueries, MembersService, OrganisationQueries, TermsService,
} from './index.js'; // prettier-ignore

describe('what follows when the members have elected somebody', () => {
  let room: Room;
  let town: Town;
  let members: MembersService;
  let next: PersonId;
  beforeAll(async () => {
    room = await openRoom([HometownsModule]);
    members = room.get(MembersService);
  });
  beforeEach(async () => {
    town = await buildTown(room);
    [next] = town.members as [PersonId];
  });
  afterAll(() => room.close());

  const elect = (personId: PersonId) =>
    room.db.transaction((tx) =>
      room.get(ElectionsService).elect(tx, town.associationId, { personId, role: 'president', years: 2, decision: '1.1' }, town.president),
    ); // prettier-ignore
  const head = () => room.get(MembersQueries).officersOf(town.associationId, ['president']);
  const officeOf = async (personId: PersonId) =>
    (await room.get(OrganisationQueries).offices(town.associationId)).find((one) => one.personId === personId)!;
  const handOver = (to: PersonId, by: PersonId) =>
    members.handOver(town.associationId, { role: 'president', toEmail: `p-${to}@example.org` }, by);

  it('ends the hand-overs that are under way: nobody follows whom the members have elected meanwhile', async () => {
    const [first, second] = town.operators;
    const other = town.members[1]!;
    const opened = await handOver(other, first);
    await room.get(InvitationsService).confirmHandOver(opened.approvalId!, second);
    await elect(next);
    const token = members.invitationLink(opened.invitationId);
    await expect(room.get(JoiningService).accept(token, other)).rejects.toMatchObject({ code: 'invitation-expired' });
    const { approvalId } = await handOver(other, first);
    await elect(town.president);
    expect(await room.get(ApprovalsQueries).find(approvalId!)).toMatchObject({ state: 'withdrawn' });
    await expect(room.get(InvitationsService).confirmHandOver(approvalId!, second)).rejects.toMatchObject({ kind: 'conflict' }); // prettier-ignore
    expect(await head()).toEqual([town.president]);
  });

  it('lets an elected president give the office back within fourteen days to whoever held it, for his own term', async () => {
    const today = civilDate(await room.get(Clock).now());
    const term = { from: addDays(today, -100), until: addDays(today, 100), decision: '3' };
    const { membershipId } = await officeOf(town.president);
    await room.get(TermsService).set(town.associationId, membershipId, term, town.president);
    await elect(next);
    const own = (await officeOf(next)).membershipId;
    expect(await room.get(OrganisationQueries).mayGiveBack(own)).toBe(true);
    for (let n = 0; n < 2; n += 1) await members.end(own, next);
    expect(await head()).toEqual([town.president]);
    expect(await officeOf(town.president)).toMatchObject({ role: 'president', ...term });
    expect((await room.get(MembersQueries).rolesOf(next)).map(({ role }) => role)).toEqual(['member']);
    const told = await room.db.rows<{ via: string }>(
      `select m.via from platform.outbox o join hometowns.membership m on m.id::text = o.data ->> 'membershipId'
       where o.name = 'hometowns.joined' and m.body_id = $1 order by o.id`,
      [town.associationId],
    );
    expect(told.map(({ via }) => via)).toEqual(['elected', 'returned']);
  });

  it('leaves him the hand-over after that, and where nobody is there who led before', async () => {
    await elect(next);
    const own = (await officeOf(next)).membershipId;
    await room.get(Clock).moveBy(14 * 86_400_000);
    await expect(members.end(own, next)).rejects.toMatchObject({ code: 'hand-over-needed' });
    expect(await room.get(OrganisationQueries).mayGiveBack(own)).toBe(false);
    await elect(town.inspector);
    const [gone] = (await room.get(MembersQueries).rolesOf(next)).map(({ id }) => id);
    await members.end(gone!, next);
    await expect(members.end((await officeOf(town.inspector)).membershipId, town.inspector)).rejects.toMatchObject({ code: 'hand-over-needed' }); // prettier-ignore
  });
});
