import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { PersonsService } from '#libs/identity/src/index.js';
import { type ApprovalId, newId, type PersonId } from '#libs/kernel/src/index.js';
import { NeighboursService } from '#libs/neighbours/src/index.js';
import { Clock, Courier } from '#libs/platform/src/index.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import { asSuperuser } from '../../../test/support/superuser.js';
import { buildTown, join, person, type Town } from '../../../test/support/town.js';
import { BoardQueries, BoardService, type EnterPaper, MergesService, NeedsModule, PapersQueries, PapersService, type TownNeedId } from './index.js'; // prettier-ignore

describe('what people hand in on paper', () => {
  let room: Room;
  let town: Town;
  let papers: PapersService;
  let well: TownNeedId;
  beforeAll(async () => {
    room = await openRoom([NeedsModule]);
    papers = room.get(PapersService);
  });
  afterAll(() => room.close());
  beforeEach(async () => {
    town = await buildTown(room);
    well = await proposed('Fântână în centru');
  });

  const proposed = async (title: string): Promise<TownNeedId> => {
    const [id, by] = [newId<'TownNeed'>(), await room.db.transaction((tx) => person(tx))];
    await room.get(NeighboursService).join({ placeCode: town.placeCode, roll: 'resident' }, by);
    await room.get(BoardService).propose({ id, placeCode: town.placeCode, lang: 'ro', title, why: 'Trebuie.' }, by);
    return id;
  };
  let register = 0;
  const enter = async (over: Partial<EnterPaper> = {}, by: PersonId = town.secretary): Promise<ApprovalId> => {
    register += 1;
    const paper = { placeCode: town.placeCode, number: `12/${register}`, name: 'Ion Rusu', roll: 'resident', needId: well, lang: 'ro' } as const; // prettier-ignore
    const id = over.id ?? newId<'Approval'>();
    await papers.enter({ ...paper, ...over, id }, by);
    return id;
  };
  const see = async (id: TownNeedId) => (await room.get(BoardQueries).find(id))!.need;
  const names = async () => (await room.db.rows<{ name: string | null }>('select name from needs.paper where place_code = $1', [town.placeCode])).map(({ name }) => name); // prettier-ignore

  it('counts when another officer has signed, on its roll; the name is gone then', async () => {
    const id = await enter({ roll: 'native' });
    expect([(await see(well)).onPaper, await names()]).toEqual([0, ['Ion Rusu']]);
    await expect(papers.sign(id, town.secretary)).rejects.toMatchObject({ code: 'second-person-needed' });
    await papers.sign(id, town.president);
    expect(await see(well)).toMatchObject({ supporters: { resident: 1, native: 1 }, onPaper: 1 });
    expect([await names(), await room.get(PapersQueries).waiting(town.placeCode)]).toEqual([[null], []]);
  });

  it('counts a number once in a town, also when two enter it at once; one that was refused may be entered again', async () => {
    const both = await Promise.allSettled([
      enter({ number: '7' }),
      enter({ number: '7', name: 'Ana Rusu' }, town.mayor),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const [waiting] = await room.get(PapersQueries).waiting(town.placeCode);
    const other = waiting!.by === town.mayor ? town.secretary : town.mayor;
    await expect(papers.decline(waiting!, '', other)).rejects.toMatchObject({ fields: [{ code: 'approval-reason' }] });
    await papers.decline(waiting!, 'Semnătura lipsește.', other);
    expect([(await see(well)).onPaper, await names()]).toEqual([0, [null]]);
    const again = await enter({ number: '7' });
    await papers.decline({ id: again }, '', town.secretary);
    await papers.sign(await enter({ number: '7' }), town.mayor);
    await expect(enter({ number: ' 7 ' })).rejects.toMatchObject({ fields: [{ code: 'paper-number-twice' }] });
  });

  it('counts a name once for a need in whichever order and alphabet, also signed at once, and once when needs are merged', async () => {
    const [first, second] = [await enter(), await enter({ name: 'Русу Ион' })];
    const done = await Promise.allSettled([papers.sign(first, town.mayor), papers.sign(second, town.president)]);
    expect(done.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const refused = done.find((one) => one.status === 'rejected') as PromiseRejectedResult;
    expect(refused.reason).toMatchObject({ code: 'paper-name-twice' });
    const spring = await proposed('Izvorul');
    await papers.sign(await enter({ needId: spring }), town.mayor);
    await room.get(MergesService).merge(spring, well, town.mayor);
    expect(await see(well)).toMatchObject({ supporters: { resident: 3, native: 0 }, onPaper: 1 });
  });

  it('proposes a need of nobody’s account, which the town hall answers in time and whoever signed supports', async () => {
    const [title, why] = ['Bancă la poștă', 'Bătrânii stau în picioare.'];
    const bench = { number: 'B-1', needId: null, title, why, part: 'Centru' };
    const id = await enter(bench);
    const need = id as string as TownNeedId;
    expect(await room.get(BoardQueries).find(need)).toBeNull();
    await papers.sign(id, town.mayor);
    expect(await see(need)).toMatchObject({ title: { ro: title }, part: 'Centru', supporters: { resident: 1 }, onPaper: 1, answerBy: expect.any(String) }); // prettier-ignore
    await enter({ ...bench, id });
    await expect(enter({ ...bench, id, lang: 'ru' })).rejects.toMatchObject({ code: 'id-taken' });
    await expect(enter({ needId: null })).rejects.toMatchObject({ fields: [{ code: 'text-missing' }, { code: 'text-missing' }] }); // prettier-ignore
  });

  it('is for officers of the town, for its own needs, and answered the same when it is sent again', async () => {
    await expect(enter({}, town.members[0])).rejects.toMatchObject({ code: 'role-missing' });
    const other = await buildTown(room);
    await expect(enter({}, other.mayor)).rejects.toMatchObject({ code: 'not-found' });
    await expect(enter({ placeCode: other.placeCode }, other.mayor)).rejects.toMatchObject({ code: 'not-found' });
    const [id, number] = [newId<'Approval'>(), 'A-1'];
    await enter({ id, number });
    await enter({ id, number });
    expect(await room.get(PapersQueries).waiting(town.placeCode)).toHaveLength(1);
    await expect(enter({ id, number, name: 'Alt Om' })).rejects.toMatchObject({ code: 'id-taken' });
    await expect(papers.sign(id, other.mayor)).rejects.toMatchObject({ code: 'not-found' });
    await expect(enter({ number: '', name: 'I' })).rejects.toMatchObject({ fields: [{ code: 'paper-number' }, { code: 'paper-name' }] }); // prettier-ignore
  });

  it('is not signed once whoever entered it has left his office; another officer says no, and it is entered anew', async () => {
    const officer = town.members[0]!;
    await room.db.transaction((tx) => join(tx, town.associationId, officer, 'treasurer'));
    const id = await enter({ number: '9' }, officer);
    const leave = 'update hometowns.membership set until = platform.now(), ended_by = person_id where person_id = $1';
    await asSuperuser(room, (client) => client.query(leave, [officer]));
    await expect(papers.sign(id, town.mayor)).rejects.toMatchObject({ code: 'asker-left' });
    await papers.decline({ id }, 'A plecat.', town.mayor);
    await papers.sign(await enter({ number: '9' }), town.mayor);
  });

  it('lapses after thirty days without a second signature; its name goes and its number is free', async () => {
    const id = await enter({ number: '11' });
    const pass = async (days: number) => {
      await room.get(Clock).moveBy(days * 86_400_000);
      await room.get(Courier).run('needs.papers');
    };
    await pass(29);
    expect(await names()).toEqual(['Ion Rusu']);
    await pass(2);
    expect(await names()).toEqual([null]);
    await expect(papers.sign(id, town.mayor)).rejects.toMatchObject({ code: 'approval-decided' });
    await enter({ number: '11' });
  });

  it('tells who signs of those who support the same by account under its name', async () => {
    const who = await room.db.transaction((tx) => person(tx));
    await room.get(PersonsService).rename(who, { name: 'Русу Ион', gender: null, lang: 'ru' });
    await room.get(NeighboursService).join({ placeCode: town.placeCode, roll: 'resident' }, who);
    await room.get(BoardService).support(well, who);
    const namesakes = (name: string) => room.get(PapersQueries).namesakes({ needId: well, name });
    expect([await namesakes('Ion Rusu'), await namesakes('Ana Rusu')]).toEqual([1, 0]);
  });

  it('is signed under whichever office somebody has, and says one thing', async () => {
    await room.db.transaction((tx) => join(tx, town.townHallId, town.president, 'accountant'));
    await papers.sign(await enter(), town.president);
    const both = enter({ needId: well, title: 'Bancă la poștă' });
    await expect(both).rejects.toMatchObject({ fields: [{ pointer: '/needId', code: 'paper-either' }] });
  });
});
