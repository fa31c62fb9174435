import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApprovalsQueries } from '#libs/approvals/src/index.js';
import { PersonsService } from '#libs/identity/src/index.js';
import { type ApprovalId, newId, type PersonId } from '#libs/kernel/src/index.js';
import { Clock, Courier } from '#libs/platform/src/index.js';
import { staffer } from '../../../test/support/campaign.js';
import { eventually } from '../../../test/support/eventually.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import { asSuperuser } from '../../../test/support/superuser.js';
import { buildTown, join as seat, type Town } from '../../../test/support/town.js';
import {
  NeighboursModule,
  NeighboursQueries,
  NeighboursService,
  NeighbourVouchesService,
  TwinsQueries,
  TwinsService,
} from './index.js';

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
    room.get(NeighboursService).join({ placeCode: town.placeCode, roll: 'resident', part: 'Vale' }, who);
  const isNeighbour = async (who: PersonId) => (await room.get(NeighboursQueries).of(town.placeCode, who)) !== null;
  const pass = async (days: number) => {
    await room.get(Clock).moveBy(days * 86_400_000);
    await room.get(Courier).run('neighbours.objections');
  };
  const person = (email: string, name: string | null = `Ion ${n} Rusu`) =>
    room.db.transaction((tx) => room.get(PersonsService).ensure(tx, { email, name, lang: 'ro' }));
  /** Two of one name join in one part of the town. */
  const pair = async () => {
    n += 1;
    const [first, later] = await Promise.all([person(`ion${n}.rusu@gmail.com`), person(`rusu${n}@mail.ru`)]);
    await join(first);
    await join(later);
    const found = (await room.get(TwinsQueries).ofTown(town.placeCode)).find((one) => one.later.personId === later);
    return { id: found!.id, first, later };
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

  it('are one though the later one left and came back while the operator was saying so', async () => {
    const { id, later } = await pair();
    const approval = await say(id, 'same');
    const agreeing = await room.db.transaction(async (tx) => {
      await tx.query('select 1 from approvals.approval where id = $1 for update', [approval]);
      const agreed = twins.agree(approval, town.operators[0]);
      await eventually(async () => {
        const waits =
          'select 1 from pg_locks join pg_stat_activity using (pid) where not granted and datname = current_database()';
        expect(await room.db.rows(waits)).toHaveLength(1);
      });
      await room.get(NeighboursService).leave(town.placeCode, later);
      await join(later);
      return { agreed };
    });
    await agreeing.agreed;
    expect(await isNeighbour(later)).toBe(false);
  });

  it('are decided by no staff of the operator who belong to the body that gave the first word', async () => {
    const { id } = await pair();
    const approval = await say(id, 'same');
    const [inside, outside] = [await staffer(room.db), town.operators[0]];
    await room.db.transaction((tx) => seat(tx, town.associationId, inside));
    await expect(twins.agree(approval, inside)).rejects.toMatchObject({ code: 'twins-desk' });
    const waiting = (await room.get(ApprovalsQueries).find(approval))!;
    await expect(twins.refuse(waiting, 'Nu.', inside)).rejects.toMatchObject({ code: 'twins-desk' });
    await room.db.rows(
      `update hometowns.membership set until = platform.now(), ended_by = person_id where person_id = $1 returning id`,
      [inside],
    );
    // Whoever left it a minute ago is no second body.
    await expect(twins.agree(approval, inside)).rejects.toMatchObject({ code: 'twins-desk' });
    await twins.agree(approval, outside);
  });

  it('are the town hall’s to speak of where the association has no president of its own, as its votes are', async () => {
    const other = await buildTown(room);
    const desk = async () => (await room.get(TwinsQueries).desk(other.placeCode))!.body.id;
    expect(await desk()).toBe(other.associationId);
    await room.db.transaction((tx) => seat(tx, other.townHallId, other.president, 'secretary'));
    expect(await desk()).toBe(other.townHallId);
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

  it('are not decided by the word of somebody who has left the desk, nor kept from the others by it', async () => {
    const { id, later } = await pair();
    const officer = town.members[1]!;
    await room.db.transaction((tx) => seat(tx, town.associationId, officer, 'treasurer'));
    const word = await say(id, 'same', officer);
    const leave = `update hometowns.membership set until = platform.now(), ended_by = person_id where person_id = $1 and role = 'treasurer'`;
    await asSuperuser(room, (client) => client.query(leave, [officer]));
    await expect(twins.agree(word, town.operators[0])).rejects.toMatchObject({ code: 'asker-left' });
    await decide(id, 'different');
    expect([await isNeighbour(later), (await room.get(ApprovalsQueries).find(word))!.state]).toEqual([true, 'withdrawn']); // prettier-ignore
  });

  it('are undecided again when nobody has answered an objection for ten days, and decided once more without another', async () => {
    const { id, later } = await pair();
    await decide(id, 'same');
    await twins.object(id, 'Sunt altcineva.', later);
    const word = await say(id, 'same');
    await pass(9);
    expect(await isNeighbour(later)).toBe(false);
    await pass(2);
    expect(await isNeighbour(later)).toBe(true);
    expect(await room.get(TwinsQueries).find(id)).toMatchObject({ decision: null, objection: 'Sunt altcineva.', open: true, asked: false }); // prettier-ignore
    await expect(twins.agree(word, town.operators[0])).rejects.toMatchObject({ code: 'approval-decided' });
    await decide(id, 'same');
    await twins.object(id, 'Tot nu.', later);
    await pass(11);
    expect([await isNeighbour(later), (await room.get(TwinsQueries).find(id))!.open]).toEqual([false, false]);
  });

  it('remind the desk once of an objection about which nobody has said anything', async () => {
    const { id } = await pair();
    await decide(id, 'same');
    await twins.object(id, 'Sunt altcineva.', (await room.get(TwinsQueries).find(id))!.later.personId);
    const told = async () => {
      await room.get(Courier).run('neighbours.reminder');
      const sql = `select count(*)::int as n from platform.outbox where name = 'neighbours.twins-forgotten' and data->>'twinsId' = $1`;
      return (await room.db.rows<{ n: number }>(sql, [id]))[0]!.n;
    };
    await room.get(Clock).moveBy(6 * 86_400_000);
    expect(await told()).toBe(0);
    await room.get(Clock).moveBy(86_400_000);
    const word = await say(id, 'same');
    expect(await told()).toBe(0);
    await twins.refuse((await room.get(ApprovalsQueries).find(word))!, 'Nu e destul.', town.operators[0]);
    expect([await told(), await told()]).toEqual([1, 1]);
  });

  it('are noticed as well when somebody says his name only afterwards, or another one', async () => {
    n += 1;
    const [first, later] = await Promise.all([person(`ion${n}.rusu@gmail.com`), person(`rusu${n}@mail.ru`, null)]);
    for (const who of [first, later]) await join(who);
    const found = async () => {
      await room.drain();
      return (await room.get(TwinsQueries).ofTown(town.placeCode)).filter((one) => one.later.personId === later).length;
    };
    const called = (name: string) => room.get(PersonsService).rename(later, { name, gender: null, lang: 'ro' });
    expect(await found()).toBe(0);
    await called(`Rusu ${n} Ion`);
    expect(await found()).toBe(1);
    await called(`Ion ${n} Rusu`);
    expect(await found()).toBe(1);
  });

  it('are five that wait of one person at most, however often he takes another name', async () => {
    n += 1;
    const [at, who] = [n, await person(`schimba${n}@example.org`, null)];
    await join(who);
    const pairs = async () =>
      (await room.get(TwinsQueries).ofTown(town.placeCode)).filter(({ first, later }) => [first.personId, later.personId].includes(who)); // prettier-ignore
    for (let k = 0; k < 7; k += 1) {
      const name = `Vecin ${at} ${'abcdefg'[k]!}`;
      await join(await person(`vecin${at}${k}@example.org`, name));
      await room.get(PersonsService).rename(who, { name, gender: null, lang: 'ro' });
      await room.drain();
    }
    const [one, ...more] = await pairs();
    expect(more).toHaveLength(4);
    await decide(one!.id, 'different');
    await room.get(PersonsService).rename(who, { name: `Vecin ${at} b`, gender: null, lang: 'ro' });
    await room.get(PersonsService).rename(who, { name: `Vecin ${at} g`, gender: null, lang: 'ro' });
    await room.drain();
    expect(await pairs()).toHaveLength(6);
  });

  it('give him back as he was who was found to be two others, whichever was taken back last', async () => {
    for (const last of [0, 1]) {
      const { id, later } = await pair();
      const third = await person(`ion${n}@example.net`);
      await join(third);
      const found = (await room.get(TwinsQueries).ofTown(town.placeCode)).filter((one) => one.later.personId === third);
      expect(found).toHaveLength(2);
      await decide(id, 'different');
      for (const one of found) {
        await decide(one.id, 'same');
        await twins.object(one.id, 'Sunt altcineva.', third);
      }
      const order = last === 0 ? found : [...found].reverse();
      await decide(order[0]!.id, 'different');
      expect(await isNeighbour(third)).toBe(false);
      await decide(order[1]!.id, 'different');
      expect([await isNeighbour(third), await isNeighbour(later)]).toEqual([true, true]);
    }
  });

  it('give one word for a neighbour, not two: that of the one who came later counts no more', async () => {
    const { id, first, later } = await pair();
    const asker = await person(`vecin${n}@example.org`, 'Vera Lungu');
    const { id: neighbour } = await join(asker);
    for (const by of [first, later]) {
      await room.db.transaction((tx) => seat(tx, town.associationId, by));
      await room
        .get(NeighbourVouchesService)
        .vouch(room.get(NeighbourVouchesService).tokenOf(neighbour), 'Vera Lungu', by);
    }
    const vouched = async () => (await room.get(NeighboursQueries).find(neighbour))!.proofs.includes('vouched');
    expect(await vouched()).toBe(true);
    await decide(id, 'same');
    expect(await vouched()).toBe(false);
  });

  it('leave him in the town that he has joined meanwhile: nobody is a resident of two', async () => {
    const [elsewhere, both] = [await buildTown(room), [await pair(), await pair()]];
    const move = (who: PersonId) =>
      room.get(NeighboursService).join({ placeCode: elsewhere.placeCode, roll: 'resident' }, who);
    for (const { id, later } of both) {
      await decide(id, 'same');
      await expect(move(later)).rejects.toMatchObject({ code: 'towns-resident' });
    }
    await pass(31);
    for (const { id, later } of both) {
      await move(later);
      await twins.object(id, 'Sunt altcineva.', later);
    }
    await decide(both[0]!.id, 'different');
    await pass(11); // nobody answers the other
    for (const { later } of both) {
      const towns = await room.get(NeighboursQueries).townsOf(later);
      expect(towns.map(({ placeCode }) => placeCode)).toEqual([elsewhere.placeCode]);
      await room.get(NeighboursService).leave(elsewhere.placeCode, later);
    }
    await pass(31);
    for (const { later } of both) await expect(join(later)).resolves.toMatchObject({ roll: 'resident' });
  });

  it('are undecided at once when somebody objects and nobody is there any more who could answer', async () => {
    const { id, later } = await pair();
    await decide(id, 'same');
    const become = (state: 'suspended' | 'verified') =>
      room.db.rows(
        `update hometowns.body set state = $2, state_reason = case when $2 = 'suspended' then 'Se verifică' end where id = any($1::uuid[]) returning id`,
        [[town.associationId, town.townHallId], state],
      );
    await become('suspended');
    await pass(0);
    expect(await isNeighbour(later)).toBe(false);
    await twins.object(id, 'Sunt altcineva.', later);
    await pass(0);
    expect([await isNeighbour(later), (await room.get(TwinsQueries).find(id))!.decision]).toEqual([true, null]);
    await become('verified');
    await decide(id, 'same');
    expect(await isNeighbour(later)).toBe(false);
  });

  it('are decided once, however many of the staff press', async () => {
    const { id, later } = await pair();
    const approval = await say(id, 'same');
    const done = await Promise.allSettled(town.operators.flatMap((by) => [twins.agree(approval, by), twins.agree(approval, by)])); // prettier-ignore
    expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await isNeighbour(later)).toBe(false);
  });
});
