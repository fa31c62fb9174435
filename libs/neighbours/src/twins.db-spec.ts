import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApprovalsQueries } from '#libs/approvals/src/index.js';
import { PersonsService } from '#libs/identity/src/index.js';
import { type ApprovalId, newId, type PersonId } from '#libs/kernel/src/index.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import { buildTown, type Town } from '../../../test/support/town.js';
import { NeighboursModule, NeighboursQueries, NeighboursService, TwinsQueries, TwinsService } from './index.js';

describe('two neighbours who may be one person', () => {
  let room: Room;
  let town: Town;
  let twins: TwinsService;
  let n = 0;
  beforeAll(async () => {
    room = await openRoom([NeighboursModule]);
    twins = room.get(TwinsService);
    town = await buildTown(room);
  });
  afterAll(() => room.close());

  const join = (who: PersonId) =>
    room.get(NeighboursService).join({ placeCode: town.placeCode, roll: 'resident' }, who);
  const isNeighbour = async (who: PersonId) => (await room.get(NeighboursQueries).of(town.placeCode, who)) !== null;
  /** Two addresses of one mailbox join; the later one is given. */
  const pair = async () => {
    n += 1;
    const [first, later] = await Promise.all(
      [`ion${n}.rusu@gmail.com`, `ion${n}rusu+sat@gmail.com`].map((email) =>
        room.db.transaction((tx) => room.get(PersonsService).ensure(tx, { email, name: null, lang: 'ro' })),
      ),
    );
    await join(first!);
    await join(later!);
    const found = (await room.get(TwinsQueries).ofTown(town.placeCode)).find((one) => one.later.personId === later);
    return { id: found!.id, first: first!, later: later! };
  };
  const say = async (id: Parameters<TwinsQueries['find']>[0], decision: 'same' | 'different', by = town.president) => {
    const approval = newId() as ApprovalId;
    await twins.say({ id: approval, twinsId: id, decision, reason: ' Îi cunosc. ' }, by);
    return approval;
  };
  const decide = async (id: Parameters<TwinsQueries['find']>[0], decision: 'same' | 'different') =>
    twins.agree(await say(id, decision), town.operators[0]);

  it('are one when the association and the operator say so; the later one is a neighbour no more and cannot come back so', async () => {
    const { id, first, later } = await pair();
    const approval = await say(id, 'same');
    expect([await isNeighbour(later), (await room.get(TwinsQueries).find(id))!.asked]).toEqual([true, true]);
    await expect(say(id, 'different', town.inspector)).rejects.toMatchObject({ code: 'approval-waiting' });
    await expect(twins.agree(approval, town.president)).rejects.toMatchObject({ code: 'not-found' });
    await twins.agree(approval, town.operators[1]);
    expect([await isNeighbour(first), await isNeighbour(later)]).toEqual([true, false]);
    expect(await room.get(TwinsQueries).find(id)).toMatchObject({
      decision: 'same',
      reason: 'Îi cunosc.',
      open: false,
    });
    await expect(join(later)).rejects.toMatchObject({ code: 'neighbour-twin' });
    await expect(decide(id, 'different')).rejects.toMatchObject({ code: 'twins-decided' });
  });

  it('are two when they say so, and both stay', async () => {
    const { id, first, later } = await pair();
    await decide(id, 'different');
    expect([await isNeighbour(first), await isNeighbour(later)]).toEqual([true, true]);
    expect((await room.get(TwinsQueries).find(id))!.decision).toBe('different');
  });

  it('stay as they are while the operator does not agree', async () => {
    const { id, later } = await pair();
    const approval = await say(id, 'same');
    const waiting = (await room.get(ApprovalsQueries).find(approval))!;
    await twins.refuse(waiting, 'Nu e destul.', town.operators[0]);
    expect([await isNeighbour(later), (await room.get(TwinsQueries).find(id))!.open]).toEqual([true, true]);
  });

  it('are decided by no stranger, by nobody about himself, and not without a reason', async () => {
    const { id, later } = await pair();
    await expect(say(id, 'same', later)).rejects.toMatchObject({ code: 'not-found' });
    await expect(say(id, 'same', town.members[0])).rejects.toMatchObject({ code: 'role-missing' });
    const empty = { id: newId() as ApprovalId, twinsId: id, decision: 'same' as const, reason: ' ' };
    await expect(twins.say(empty, town.president)).rejects.toMatchObject({ fields: [{ code: 'approval-reason' }] });
  });

  it('are decided anew when the later one objects, once; he is a neighbour again as he was', async () => {
    const { id, first, later } = await pair();
    await expect(twins.object(id, 'Sunt altcineva.', later)).rejects.toMatchObject({ code: 'not-found' });
    await decide(id, 'same');
    await expect(twins.object(id, 'Sunt altcineva.', first)).rejects.toMatchObject({ code: 'not-found' });
    await expect(twins.object(id, '', later)).rejects.toMatchObject({ fields: [{ code: 'text-missing' }] });
    await twins.object(id, 'Sunt altcineva.', later);
    await twins.object(id, 'Chiar sunt.', later);
    expect(await room.get(TwinsQueries).closing(town.placeCode, later)).toMatchObject({ objection: 'Sunt altcineva.', open: true }); // prettier-ignore
    await decide(id, 'different');
    expect([await isNeighbour(later), await room.get(TwinsQueries).closing(town.placeCode, later)]).toEqual([true, null]); // prettier-ignore
  });

  it('are decided once, however many of the staff press', async () => {
    const { id, later } = await pair();
    const approval = await say(id, 'same');
    const done = await Promise.allSettled(town.operators.flatMap((by) => [twins.agree(approval, by), twins.agree(approval, by)])); // prettier-ignore
    expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await isNeighbour(later)).toBe(false);
  });
});
