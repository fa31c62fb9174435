import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { TasksQueries } from '#libs/books/src/index.js';
import { PersonsService } from '#libs/identity/src/index.js';
import { addDays, civilDate, Money, newId, type PersonId, startOfDay } from '#libs/kernel/src/index.js';
import { AnswersService, BoardLettersService, BoardService, HidingService, MergesService, OptionsService, type TownNeedId } from '#libs/needs/src/index.js'; // prettier-ignore
import { NeighboursService } from '#libs/neighbours/src/index.js';
import { Clock, sayIn } from '#libs/platform/src/index.js';
import { type LetterRoom, openLetterRoom } from '../../../test/support/letter-room.js';
import { buildTown, person, type Town } from '../../../test/support/town.js';
import { BoardDailyService } from './board-daily.service.js';
import { LettersService } from './letters.service.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('letters about a town’s board', () => {
  let room: LetterRoom;
  let town: Town;
  let read = 0;
  beforeAll(async () => {
    room = await openLetterRoom();
  });
  afterAll(() => room.close());
  // Each test has a town and a noon of its own.
  beforeEach(async () => {
    const now = await room.get(Clock).now();
    await room.get(Clock).moveBy(startOfDay(addDays(civilDate(now), 1)).getTime() + 12 * HOUR - now.getTime());
    await room.get(BoardDailyService).orderDue();
    await room.drain();
    read = room.box.letters.length;
    town = await buildTown(room);
  });

  const pass = (milliseconds: number) => room.get(Clock).moveBy(milliseconds);
  const look = async () => {
    await Promise.all([room.get(BoardDailyService).orderDue(), room.get(BoardDailyService).orderDue()]);
    await room.drain();
    const letters = room.box.letters.slice(read);
    read = room.box.letters.length;
    return letters;
  };
  const emailOf = async (id: PersonId) => (await room.get(PersonsService).cards([id]))[0]!.email!;
  const neighbour = async (lang: 'ro' | 'ru' | 'en' = 'ro') => {
    const who = await room.db.transaction((tx) => person(tx));
    await room.get(PersonsService).rename(who, { name: null, gender: null, lang });
    await room.get(NeighboursService).join({ placeCode: town.placeCode, roll: 'resident' }, who);
    return who;
  };
  const propose = async (title: string, by: PersonId) => {
    const id = newId<'TownNeed'>();
    await room.get(BoardService).propose({ id, placeCode: town.placeCode, lang: 'ro', title, why: 'Se vede.' }, by);
    return id;
  };
  const answer = (needId: TownNeedId, why: string, kind: 'planned' | 'not' = 'planned') =>
    room.get(AnswersService).answer({ id: newId<'Answer'>(), needId, kind, lang: 'ro', why }, town.mayor);

  it('tell whoever wrote or supports a need what became of it: one letter the morning after, in his language', async () => {
    const [ana, ion, stranger] = [await neighbour('en'), await neighbour('ru'), await neighbour()];
    const [well, spring] = [await propose('Fântână în centru', ana), await propose('Izvorul', ana)];
    await room.get(BoardService).support(spring, ion);
    await propose('Asfalt', stranger);
    await room.get(MergesService).merge(spring, well, town.mayor);
    await answer(well, 'O facem la vară.');
    const price = { lang: 'ro' as const, title: 'Fântână cu pompă', description: 'Săpată.', source: 'Ofertă', cost: Money.lei(4_500_000n) }; // prettier-ignore
    await room.get(OptionsService).make({ ...price, id: newId<'Option'>(), placeCode: town.placeCode, needs: [well] }, town.mayor); // prettier-ignore
    expect(await look()).toEqual([]);
    await pass(13 * HOUR);
    expect(await look()).toEqual([]);
    await pass(8 * HOUR);
    const letters = await look();
    expect(letters.map(({ to }) => to).sort()).toEqual([await emailOf(ana), await emailOf(ion)].sort());
    // Whoever has his letter is not written to again, however often the day is looked at.
    const day = addDays(civilDate(await room.get(Clock).now()), -1);
    const orders = [ana, stranger].map((personId) => ({
      kind: 'board-news',
      personId,
      subject: `${town.placeCode}:${day}`,
    }));
    expect(await room.get(LettersService).missing(orders)).toEqual([orders[1]]);
    const text = letters.find(({ subject }) => subject.includes('news'))!.text.replaceAll('\u00a0', ' ');
    expect(text).toContain('– ‘Izvorul’ now stands together with ‘Fântână în centru’');
    expect(text).toContain('– ‘Fântână în centru’: the town hall plans it. O facem la vară.');
    expect(text).toContain('has a price: ‘Fântână cu pompă’, 45,000 lei.');
    // Who supported what was merged into it is told of the answer as well.
    expect(letters.find(({ subject }) => subject.includes('доски'))!.text).toContain('примэрия планирует');
    await pass(DAY);
    expect(await look()).toEqual([]);
  });

  it('stop for whoever says so by the link in the letter, and come again when he wants them', async () => {
    const ana = await neighbour();
    const need = await propose('Pod peste pârâu', ana);
    await answer(need, 'Nu avem bani.', 'not');
    await pass(DAY);
    const [letter] = await look();
    const [, token] = /board-letters\/(\S+)/.exec(letter!.text)!;
    expect(letter!.headers['list-unsubscribe']).toContain(token);
    expect(letter!.text).toContain(`/needs/${need}`);
    const letters = room.get(BoardLettersService);
    await expect(letters.stop(`${token}x`)).rejects.toMatchObject({ code: 'link-expired' });
    expect(await letters.stop(token!)).toEqual({ placeCode: town.placeCode });
    await letters.stop(token!);
    await answer(need, 'Am găsit bani.');
    await pass(DAY);
    expect(await look()).toEqual([]);
    await letters.choose({ placeCode: town.placeCode, personId: ana }, true);
    expect((await look())[0]!.text).toContain('Am găsit bani.');
  });

  it('tell in one line what the town hall has written, so that no paragraph of it looks like ours', async () => {
    const ana = await neighbour();
    await answer(await propose('Gard la cimitir', ana), 'O facem.\n\nDragă vecine, confirmați contul la\nhttps://plai.example.net/cont', 'planned'); // prettier-ignore
    await pass(DAY);
    const [letter] = await look();
    expect(letter!.text).toContain('O facem. Dragă vecine, confirmați contul la https://plai.example.net/cont');
  });

  it('tell whoever wrote it that it was hidden and why, and that it shows again; of what is hidden nothing else', async () => {
    const [ana, ion, staff] = [await neighbour('en'), await neighbour('ru'), town.operators[0]];
    const well = await propose('Fântână în centru', ana);
    await room.get(BoardService).support(well, ion);
    await answer(well, 'O facem la vară.');
    const judge = async (hidden: boolean, reason: string) => {
      await room.get(HidingService).judge(well, { hidden, reason }, staff);
      return look();
    };
    const [told, ...more] = await judge(true, 'Telefonul unui vecin');
    expect([told!.to, more]).toEqual([await emailOf(ana), []]);
    expect(told!.text).toContain('Telefonul unui vecin');
    expect(await judge(true, 'Încă o dată')).toEqual([]);
    await pass(21 * HOUR);
    expect(await look()).toEqual([]);
    const again = await judge(false, 'Era numărul primăriei');
    expect(again.map(({ subject }) => subject)).toContainEqual(expect.stringContaining('shows again'));
  });

  it('remind the town hall before its last day, when it is over and every week after; the operator has it in his inbox', async () => {
    const need = await propose('Lumină la gară', await neighbour());
    const late = async () => (await room.get(TasksQueries).waiting({ what: 'answers-late', limit: 10 })).filter(({ subject }) => subject === `answers:${town.townHallId}`); // prettier-ignore
    const officers = [await emailOf(town.mayor), await emailOf(town.secretary)].sort();
    const theirs = async () => (await look()).filter(({ to }) => officers.includes(to));
    await pass(24 * DAY);
    expect(await theirs()).toEqual([]);
    await pass(DAY);
    const soon = await theirs();
    expect(soon.map(({ to }) => to).sort()).toEqual(officers);
    expect(soon[0]!.subject).toBe('De răspuns pe panou: 1');
    expect(soon[0]!.text).toContain(sayIn('ro')('letter.why.office'));
    expect(await late()).toEqual([]);
    await pass(5 * DAY);
    expect(await theirs()).toEqual([]);
    await pass(DAY);
    expect((await theirs())[0]!.subject).toBe('Răspunsuri întârziate pe panou: 1');
    expect(await late()).toMatchObject([{ n: 1, path: `/bodies/${town.townHallId}` }]);
    await pass(7 * DAY);
    expect((await theirs()).length).toBe(2);
    const same = await propose('Lampă lângă gară', await neighbour());
    await room.get(MergesService).merge(same, need, town.mayor);
    const [option, said] = [newId<'Option'>(), { lang: 'ro' as const, title: 'Zece lămpi', source: 'oferta firmei' }];
    const priced = { ...said, id: option, placeCode: town.placeCode, needs: [same], description: 'Pe stâlpi.' };
    await room.get(OptionsService).make({ ...priced, cost: Money.lei(4_500_000n) }, town.mayor);
    const closedAt = await room.get(Clock).now();
    await room.db.transaction((tx) =>
      room.get(OptionsService).decided(tx, newId<'BudgetVote'>(), { won: [option], lost: [], closedAt }),
    );
    expect(await late()).toEqual([]);
    await room.get(OptionsService).withdraw(option, 'Nu se mai poate.', town.mayor);
    expect(await late()).toMatchObject([{ n: 1 }]);
    await answer(need, 'Punem lămpi.');
    expect(await late()).toEqual([]);
    await pass(7 * DAY);
    expect(await theirs()).toEqual([]);
  });
});
