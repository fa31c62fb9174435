import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PersonsService } from '#libs/identity/src/index.js';
import type { PersonId } from '#libs/kernel/src/index.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import { asSuperuser } from '../../../test/support/superuser.js';
import { buildTown, person, type Town } from '../../../test/support/town.js';
import {
  NeighboursModule,
  NeighboursQueries,
  NeighboursService,
  NeighbourVouchesService,
  type Roll,
  TwinsQueries,
} from './index.js';

describe('neighbours of a town', () => {
  let room: Room;
  let town: Town;
  let neighbours: NeighboursService;
  let queries: NeighboursQueries;
  beforeAll(async () => {
    room = await openRoom([NeighboursModule]);
    [neighbours, queries] = [room.get(NeighboursService), room.get(NeighboursQueries)];
    town = await buildTown(room, { members: 12 });
  });
  afterAll(() => room.close());

  const somebody = () => room.db.transaction((tx) => person(tx));
  const join = (who: PersonId, roll: Roll, part?: string, placeCode = town.placeCode) =>
    neighbours.join({ placeCode, roll, part: part ?? null }, who);
  /** Everything this person said happened so many days before. */
  const age = (who: PersonId, days: number) =>
    asSuperuser(room, (client) =>
      client.query(
        `update neighbours.neighbour set since = since - $2 * interval '1 day', until = until - $2 * interval '1 day',
           roll_since = roll_since - $2 * interval '1 day' where person_id = $1`,
        [who, days],
      ),
    );

  it('join by their own word, once however often they press, and are counted by roll', async () => {
    const [who, other] = [await somebody(), await somebody()];
    const pressed = await Promise.all(Array.from({ length: 10 }, () => join(who, 'resident', ' Valea  Mică ')));
    expect(new Set(pressed.map(({ id }) => id)).size).toBe(1);
    expect(pressed[0]).toMatchObject({ roll: 'resident', part: 'Valea Mică', proofs: ['email'] });
    expect(await join(other, 'native', 'valea mica')).toMatchObject({ part: 'Valea Mică' });
    expect(await queries.rollSizes(town.placeCode)).toEqual({ resident: 1, native: 1 });
    expect(await queries.townsOf(who)).toHaveLength(1);
    const trail = await room.db.rows(`select action from platform.trail where actor = $1`, [who]);
    expect(trail).toEqual([{ action: 'neighbour.joined' }]);
  });

  it('are refused without a roll, in a place without a town hall, and with a part that is a letter', async () => {
    const who = await somebody();
    await expect(join(who, '' as Roll)).rejects.toMatchObject({ code: 'roll-missing' });
    await expect(join(who, 'native', 'x'.repeat(61))).rejects.toMatchObject({ code: 'part-too-long' });
    await expect(join(who, 'native', '', '9999999')).rejects.toMatchObject({ code: 'neighbour-place' });
    const [district] = await room.db.rows<{ code: string }>('select code from hometowns.place where not self_governing limit 1'); // prettier-ignore
    await expect(join(who, 'native', '', district!.code)).rejects.toMatchObject({ code: 'neighbour-place' });
  });

  it('change their roll once in thirty days, also by leaving and coming back; their part whenever they like', async () => {
    const who = await somebody();
    const { id } = await join(who, 'resident');
    await expect(join(who, 'native')).rejects.toMatchObject({ code: 'roll-too-soon', params: { days: 30, left: 30 } });
    expect(await join(who, 'resident', 'Gară')).toMatchObject({ id, part: 'Gară' });
    await neighbours.leave(town.placeCode, who);
    await neighbours.leave(town.placeCode, who);
    expect(await queries.of(town.placeCode, who)).toBeNull();
    await expect(join(who, 'native')).rejects.toMatchObject({ code: 'roll-too-soon' });
    const again = await join(who, 'resident');
    expect(again.id).not.toBe(id);
    await age(who, 31);
    expect(await join(who, 'native')).toMatchObject({ id: again.id, roll: 'native' });
    await expect(join(who, 'resident')).rejects.toMatchObject({ code: 'roll-too-soon' });
  });

  it('act only while they are neighbours: whoever acts cannot have left before he has acted', async () => {
    const who = await somebody();
    const acting = () => room.db.transaction((tx) => queries.mustBe(tx, town.placeCode, who));
    await expect(acting()).rejects.toMatchObject({ kind: 'forbidden', code: 'neighbour-needed' });
    await join(who, 'native');
    const order: string[] = [];
    let leaving: Promise<void> | undefined;
    await room.db.transaction(async (tx) => {
      await queries.mustBe(tx, town.placeCode, who);
      leaving = neighbours.leave(town.placeCode, who).then(() => void order.push('left'));
      await new Promise((resolve) => setTimeout(resolve, 200));
      order.push('acted');
    });
    await leaving;
    expect(order).toEqual(['acted', 'left']);
    await expect(acting()).rejects.toMatchObject({ code: 'neighbour-needed' });
  });

  it('leave also where the press began before they had joined', async () => {
    const who = await somebody();
    await join(who, 'native');
    await age(who, -1);
    await neighbours.leave(town.placeCode, who);
    expect(await queries.of(town.placeCode, who)).toBeNull();
  });

  it('are residents of one town, and natives of three, also of those that they have just left', async () => {
    const [who, home, towns] = [await somebody(), await buildTown(room), [] as Town[]];
    while (towns.length < 4) towns.push(await buildTown(room));
    await join(who, 'resident', '', home.placeCode);
    await expect(join(who, 'resident', '', towns[0]!.placeCode)).rejects.toMatchObject({ code: 'towns-resident' });
    await neighbours.leave(home.placeCode, who);
    await expect(join(who, 'resident', '', towns[0]!.placeCode)).rejects.toMatchObject({ code: 'towns-resident' });
    for (const { placeCode } of towns.slice(0, 3)) await join(who, 'native', '', placeCode);
    await expect(join(who, 'native', '', towns[3]!.placeCode)).rejects.toMatchObject({ code: 'towns-native' });
    await age(who, 31);
    await join(who, 'resident', '', towns[3]!.placeCode);
  });

  it('are no residents of another town either right after they have changed their roll of the first', async () => {
    const [who, home, away] = [await somebody(), await buildTown(room), await buildTown(room)];
    await join(who, 'resident', '', home.placeCode);
    await age(who, 31);
    await join(who, 'native', '', home.placeCode);
    await expect(join(who, 'resident', '', away.placeCode)).rejects.toMatchObject({ code: 'towns-resident' });
    await join(who, 'native', '', away.placeCode);
    await age(who, 31);
    await join(who, 'resident', '', away.placeCode);
  });

  it('parts are named to others from five neighbours on', async () => {
    const other = await buildTown(room);
    for (let n = 0; n < 5; n += 1) {
      expect(await queries.partsOf(other.placeCode)).toEqual([]);
      await join(await somebody(), 'resident', 'Pădureni', other.placeCode);
    }
    expect(await queries.partsOf(other.placeCode)).toEqual(['Pădureni']);
  });

  it('are vouched for by two members of the town’s association, who give five words in thirty days', async () => {
    const vouches = room.get(NeighbourVouchesService);
    const who = await somebody();
    const token = vouches.tokenOf((await join(who, 'native')).id);
    const vouch = async (link: string, by: PersonId) => vouches.vouch(link, (await vouches.asker(link)).name, by);
    await expect(vouch(`${token}x`, town.president)).rejects.toMatchObject({ code: 'link-expired' });
    await expect(vouch(token, who)).rejects.toMatchObject({ code: 'vouch-self' });
    await expect(vouch(token, town.mayor)).rejects.toMatchObject({ code: 'vouch-neighbour-role' });
    await vouch(token, town.president);
    expect((await vouch(token, town.president)).proofs).toEqual(['email']);
    expect((await vouch(token, town.members[0]!)).proofs).toEqual(['email', 'vouched']);
    for (let n = 0; n < 4; n += 1) {
      await vouch(vouches.tokenOf((await join(await somebody(), 'native')).id), town.president);
    }
    const last = vouches.tokenOf((await join(await somebody(), 'native')).id);
    await expect(vouch(last, town.president)).rejects.toMatchObject({ code: 'vouches-many', params: { n: 5 } });
    await neighbours.leave(town.placeCode, who);
    await expect(vouch(token, town.members[1]!)).rejects.toMatchObject({ code: 'link-expired' });
  });

  it('are vouched for under the name that was read: under another, or without one, nobody’s word counts', async () => {
    const vouches = room.get(NeighbourVouchesService);
    const other = await buildTown(room, { members: 3 });
    const who = await somebody();
    const { id } = await join(who, 'native', '', other.placeCode);
    const token = vouches.tokenOf(id);
    const rename = (name: string | null) => room.get(PersonsService).rename(who, { name, gender: null, lang: 'ro' });
    const proofs = async () => (await queries.of(other.placeCode, who))!.proofs;
    await rename(null);
    await expect(vouches.asker(token)).rejects.toMatchObject({ code: 'vouch-nameless' });
    await rename('Maria Rusu');
    await expect(vouches.vouch(token, 'Ion Popa', other.president)).rejects.toMatchObject({ code: 'vouch-name' });
    for (const by of [other.president, other.members[0]!]) await vouches.vouch(token, 'Maria Rusu', by);
    await rename('maria rusu');
    expect(await proofs()).toContain('vouched');
    await rename('Ion Popa');
    expect(await proofs()).not.toContain('vouched');
    await rename('Maria Rusu');
    expect(await proofs()).toContain('vouched');
  });

  const named = (email: string, name: string | null) =>
    room.db.transaction((tx) => room.get(PersonsService).ensure(tx, { email, name, lang: 'ro' }));

  it('are one for a mailbox, however its address is written, also after the first has left and when two come at once', async () => {
    const [other, third] = [await buildTown(room), await buildTown(room)];
    const spellings = ['petru.sandu@gmail.com', 'petrusandu+1@gmail.com', 'PetruSandu+2@googlemail.com'];
    const [one, two, three] = await Promise.all(spellings.map((email) => named(email, null)));
    await join(one!, 'resident', '', other.placeCode);
    await expect(join(two!, 'resident', '', other.placeCode)).rejects.toMatchObject({ code: 'neighbour-mailbox' });
    await neighbours.leave(other.placeCode, one!);
    await expect(join(three!, 'native', '', other.placeCode)).rejects.toMatchObject({ code: 'neighbour-mailbox' });
    await join(one!, 'resident', 'Vale', other.placeCode);
    expect(await queries.rollSizes(other.placeCode)).toEqual({ resident: 1, native: 0 });
    const atOnce = await Promise.allSettled([two!, three!].map((who) => join(who, 'resident', '', third.placeCode)));
    expect(atOnce.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await room.get(TwinsQueries).ofTown(other.placeCode)).toEqual([]);
  });

  it('who look like one person are noted, the later one second, and stay neighbours meanwhile', async () => {
    const other = await buildTown(room);
    const first = await join(await named('ion.rusu@gmail.com', 'Ion Rusu'), 'resident', 'Vale', other.placeCode);
    await join(await named('maria@example.org', 'Maria Rusu'), 'resident', 'Vale', other.placeCode);
    const later = await join(await named('rusu@example.org', 'Rusu Ion'), 'native', '', other.placeCode);
    expect(await room.get(TwinsQueries).ofTown(other.placeCode)).toEqual([]);
    await join(later.personId, 'native', 'vale', other.placeCode);
    expect(await room.get(TwinsQueries).ofTown(other.placeCode)).toEqual([
      expect.objectContaining({ firstId: first.id, laterId: later.id, decision: null }),
    ]);
    expect(await queries.rollSizes(other.placeCode)).toEqual({ resident: 2, native: 1 });
  });

  it('many of one name make five pairs each at most', async () => {
    const other = await buildTown(room);
    for (let n = 0; n < 8; n += 1)
      await join(await named(`ana${n}@example.org`, 'Ana Rusu'), 'resident', 'Vale', other.placeCode);
    expect(await room.get(TwinsQueries).waiting(other.placeCode)).toBe(0 + 1 + 2 + 3 + 4 + 5 + 5 + 5);
  });

  it('who look like one person are noted also when the first has left, once for the two however often they come and go', async () => {
    const other = await buildTown(room);
    const [one, two] = [
      await named('vasile.pop@gmail.com', 'Vasile Pop'),
      await named('vasile@example.org', 'Pop Vasile'),
    ];
    const first = await join(one, 'resident', 'Vale', other.placeCode);
    await neighbours.leave(other.placeCode, one);
    const later = await join(two, 'resident', 'Vale', other.placeCode);
    const noted = [expect.objectContaining({ firstId: first.id, laterId: later.id })];
    expect(await room.get(TwinsQueries).ofTown(other.placeCode)).toEqual(noted);
    await join(one, 'resident', 'Vale', other.placeCode);
    await neighbours.leave(other.placeCode, two);
    await join(two, 'resident', 'Gară', other.placeCode);
    expect(await room.get(TwinsQueries).ofTown(other.placeCode)).toEqual(noted);
  });
});
