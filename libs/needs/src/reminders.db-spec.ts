import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays, civilDate, newId } from '#libs/kernel/src/index.js';
import { NeighboursService } from '#libs/neighbours/src/index.js';
import { Clock } from '#libs/platform/src/index.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import { buildTown, person, type Town } from '../../../test/support/town.js';
import { AnswersService, BoardService, MergesService, NeedsModule, REMIND, RemindersService, type TownNeedId } from './index.js'; // prettier-ignore

const DAYS = 30;

describe('what a town hall is reminded of', () => {
  let room: Room;
  let town: Town;
  beforeAll(async () => {
    room = await openRoom([NeedsModule]);
    town = await buildTown(room);
  });
  afterAll(() => room.close());

  const propose = async (title: string): Promise<TownNeedId> => {
    const [id, who] = [newId<'TownNeed'>(), await room.db.transaction((tx) => person(tx))];
    await room.get(NeighboursService).join({ placeCode: town.placeCode, roll: 'resident' }, who);
    await room.get(BoardService).propose({ id, placeCode: town.placeCode, lang: 'ro', title, why: 'Se vede.' }, who);
    return id;
  };
  const pass = (days: number) => room.get(Clock).moveBy(days * 86_400_000);
  const due = async () => {
    const today = civilDate(await room.get(Clock).now());
    return room.db.transaction((tx) => room.get(RemindersService).due(tx, today));
  };
  const waiting = async () =>
    (await room.db.rows<{ on: string }>('select next_on::text as on from needs.reminder')).map(({ on }) => on);
  const answer = (needId: TownNeedId) =>
    room.get(AnswersService).answer({ id: newId<'Answer'>(), needId, kind: 'planned', lang: 'ro', why: 'La vară.' }, town.mayor); // prettier-ignore

  it('is asked for once a day, however many ask at once, and by what is due alone', async () => {
    const need = await propose('Lumină la gară');
    expect(await due()).toEqual([]);
    await pass(DAYS - REMIND.before);
    expect((await Promise.all([due(), due(), due()])).flat()).toEqual([town.placeCode]);
    expect(await due()).toEqual([]);
    expect(await waiting()).toEqual([addDays(civilDate(await room.get(Clock).now()), REMIND.before + 1)]);
    await pass(REMIND.before);
    expect(await due()).toEqual([]);
    await pass(1);
    expect(await due()).toEqual([town.placeCode]);
    await pass(REMIND.every - 1);
    expect(await due()).toEqual([]);
    // Nobody looked on the day itself: it is told on the next, and then again in its week.
    await pass(3);
    expect(await due()).toEqual([town.placeCode]);
    await pass(REMIND.every - 2);
    expect(await due()).toEqual([town.placeCode]);
    await answer(need);
    await pass(REMIND.every);
    expect(await due()).toEqual([]);
    expect(await waiting()).toEqual([]);
  });

  it('is the need that waits longest of those that stand together, until that page is answered', async () => {
    const first = await propose('Fântână în centru');
    await pass(10);
    const second = await propose('Izvorul');
    await room.get(MergesService).merge(first, second, town.mayor);
    await pass(DAYS - 10 - REMIND.before);
    expect(await due()).toEqual([town.placeCode]);
    await pass(10);
    // The day of the second need alone: the first has been late for five days.
    expect(await due()).toEqual([town.placeCode]);
    expect(await waiting()).toHaveLength(2);
    await answer(second);
    await pass(30);
    expect(await due()).toEqual([]);
  });
});
