import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AuditModule, AuditService } from '#libs/audit/src/index.js';
import { newId, type PersonId, type VoteId } from '#libs/kernel/src/index.js';
import { Clock, Courier } from '#libs/platform/src/index.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import { buildTown, type Town } from '../../../test/support/town.js';
import { ProxiesQueries, ProxiesService, VotesQueries, VotesService, VotingModule } from './index.js';

describe('a vote through another member', () => {
  let room: Room;
  let votes: VotesService;
  let proxies: ProxiesService;
  let queries: VotesQueries;
  let town: Town;
  beforeAll(async () => {
    room = await openRoom([VotingModule, AuditModule]);
    [votes, proxies, queries] = [room.get(VotesService), room.get(ProxiesService), room.get(VotesQueries)];
  });
  afterAll(async () => {
    expect(await room.get(AuditService).run()).toEqual([]);
    await room.close();
  });
  beforeEach(async () => {
    town = await buildTown(room, { members: 5 });
  });

  const rule = (most: number) =>
    room.db.rows(
      `insert into hometowns.vote_rule (id, body_id, quorum_num, quorum_den, majority_num, majority_den, strict, hours, silence, arbiter, secret, proxies, since, set_by)
       values (gen_random_uuid(), $1, 1, 2, 1, 2, true, 72, 'refused', 'Consiliul raional', true, $3, platform.now(), $2)`,
      [town.associationId, town.president, most],
    );
  const open = async (most: number): Promise<VoteId> => {
    await rule(most);
    const about = { kind: 'question', projectId: null, question: { original: 'ro', ro: 'Facem o bancă?' } } as const;
    return room.db.transaction((tx) =>
      votes.open(tx, {
        id: newId<'Vote'>(),
        subject: `question:${newId()}`,
        associationId: town.associationId,
        ...about,
      }),
    );
  };
  const close = async (id: VoteId) => {
    await room.get(Clock).moveBy(4 * 86_400_000);
    await room.get(Courier).run('voting.close');
    return (await queries.find(id))!.result!;
  };
  const standing = (id: VoteId, one: PersonId) => room.get(ProxiesQueries).of(id, one);

  it('is a ballot of the one who asked, under his own receipt', async () => {
    const id = await open(1);
    const [giver, holder] = town.members as [PersonId, PersonId];
    await proxies.name(id, holder, giver);
    await proxies.name(id, holder, giver);
    expect(await standing(id, holder)).toEqual({ holder: null, givers: [{ personId: giver, used: false }] });
    await votes.cast(id, 'no', null, holder);
    // The receipt is the giver's alone: by it the holder could read how he votes himself afterwards.
    expect(await proxies.castFor(id, giver, 'no', holder)).toBeUndefined();
    await proxies.castFor(id, giver, 'yes', holder);
    const receipts = [giver, holder].map(async (one) => (await queries.standing(id, one)).receipt);
    expect(new Set(await Promise.all(receipts)).size).toBe(2);
    expect(await queries.standing(id, giver)).toMatchObject({ voted: true });
    expect(await standing(id, giver)).toMatchObject({ holder: { personId: holder, used: true } });
    expect(await close(id)).toMatchObject({ yes: 1, no: 1 });
  });

  it('gives way to the member’s own ballot, and to a conflict that he declares', async () => {
    const id = await open(2);
    const [holder, early, late, kin] = town.members as [PersonId, PersonId, PersonId, PersonId];
    for (const one of [early, late]) await proxies.name(id, holder, one);
    await votes.cast(id, 'yes', null, early);
    await expect(proxies.castFor(id, early, 'no', holder)).rejects.toMatchObject({ code: 'proxy-missing' });
    await proxies.castFor(id, late, 'no', holder);
    await votes.cast(id, 'yes', null, late);
    await expect(proxies.castFor(id, late, 'no', holder)).rejects.toMatchObject({ code: 'proxy-missing' });
    await proxies.name(id, holder, kin);
    await proxies.castFor(id, kin, 'no', holder);
    await votes.declareConflict(id, kin, 'e vărul meu');
    await expect(proxies.castFor(id, kin, 'no', holder)).rejects.toMatchObject({ code: 'proxy-missing' });
    expect(await close(id)).toMatchObject({ yes: 2, no: 0 });
  });

  it('is only as the rule allows: not at all, to so many, to those who may vote, and never passed on', async () => {
    const none = await open(0);
    const [one, two, three, four] = town.members as [PersonId, PersonId, PersonId, PersonId];
    await expect(proxies.name(none, two, one)).rejects.toMatchObject({ code: 'proxy-not-allowed' });
    const id = await open(1);
    const outsider = town.accountant;
    for (const wrong of [one, outsider]) {
      await expect(proxies.name(id, wrong, one)).rejects.toMatchObject({ fields: [{ code: 'proxy-holder' }] });
    }
    await votes.declareConflict(id, four, 'e al meu');
    await expect(proxies.name(id, four, one)).rejects.toMatchObject({ fields: [{ code: 'proxy-holder' }] });
    await expect(proxies.name(id, one, outsider)).rejects.toMatchObject({ kind: 'not-found' });
    await proxies.name(id, two, one);
    await expect(proxies.name(id, two, three)).rejects.toMatchObject({ fields: [{ code: 'proxy-full' }] });
    await expect(proxies.name(id, three, two)).rejects.toMatchObject({ code: 'proxy-chain' });
    await expect(proxies.name(id, one, three)).rejects.toMatchObject({ fields: [{ code: 'proxy-holder' }] });
    await expect(proxies.castFor(id, three, 'yes', two)).rejects.toMatchObject({ code: 'proxy-missing' });
    await votes.cast(id, 'yes', null, three);
    await expect(proxies.name(id, town.inspector, three)).rejects.toMatchObject({ code: 'proxy-late' });
    expect(await room.get(ProxiesQueries).askable(id, town.president)).toEqual(
      [three, town.members[4]!, town.inspector].sort(),
    );
    await close(id);
    await expect(proxies.name(id, town.inspector, town.president)).rejects.toMatchObject({ code: 'vote-closed' });
  });

  it('lets one holder be asked by no more than the rule says, however many ask at once', async () => {
    const id = await open(2);
    const [holder, ...others] = town.members;
    const asked = await Promise.allSettled(others.map((one) => proxies.name(id, holder!, one)));
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
    const { givers } = await standing(id, holder!);
    const both = givers.flatMap(({ personId }) => [
      () => proxies.castFor(id, personId, 'no', holder!),
      () => votes.cast(id, 'yes', null, personId),
    ]);
    await Promise.allSettled(both.map((act) => act()));
    expect(await close(id)).toMatchObject({ yes: 2, no: 0 });
  });
});
