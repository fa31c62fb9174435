import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays, civilDate, Money, newId, type PersonId } from '#libs/kernel/src/index.js';
import { NeighboursService, type Roll } from '#libs/neighbours/src/index.js';
import { Clock, hold } from '#libs/platform/src/index.js';
import { eventually } from '../../../test/support/eventually.js';
import { lockOn } from '../../../test/support/locks.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import { plant } from '../../../test/support/superuser.js';
import { buildTown, person, type Town } from '../../../test/support/town.js';
import {
  AnswersService,
  BoardQueries,
  BoardService,
  HidingService,
  MergesService,
  NeedsModule,
  OffersService,
  OptionsQueries,
  OptionsService,
  type TownNeed,
  type TownNeedId,
} from './index.js';

describe('a town’s board', () => {
  let room: Room;
  let town: Town;
  let other: Town;
  let board: BoardService;
  let queries: BoardQueries;
  beforeAll(async () => {
    room = await openRoom([NeedsModule]);
    [board, queries] = [room.get(BoardService), room.get(BoardQueries)];
    [town, other] = [await buildTown(room), await buildTown(room)];
  });
  afterAll(() => room.close());

  const inDays = async (days: number) => addDays(civilDate(await room.get(Clock).now()), days);
  const neighbour = async (roll: Roll = 'resident', at: Town = town) => {
    const who = await room.db.transaction((tx) => person(tx));
    await room.get(NeighboursService).join({ placeCode: at.placeCode, roll }, who);
    return who;
  };
  const propose = async (title: string, by?: PersonId, at: Town = town) => {
    const id = newId<'TownNeed'>();
    const who = by ?? (await neighbour('resident', at));
    await board.propose({ id, placeCode: at.placeCode, lang: 'ro', title, why: 'Seara nu se vede nimic.' }, who);
    return id;
  };
  const see = async (id: TownNeedId): Promise<TownNeed> => (await queries.find(id))!.need;
  const answer = (needId: TownNeedId, by: PersonId, kind: 'planned' | 'done' | 'not' = 'planned') =>
    room.get(AnswersService).answer({ id: newId<'Answer'>(), needId, kind, lang: 'ro', why: 'O punem în plan.' }, by);

  it('takes what a neighbour needs, with his own support and the day of the answer', async () => {
    const who = await neighbour();
    const id = newId<'TownNeed'>();
    const need = { id, placeCode: town.placeCode, lang: 'ro' as const, title: ' Lumină  la gară ', why: 'E întuneric.', part: 'Gară' }; // prettier-ignore
    await board.propose(need, who);
    await board.propose(need, who);
    const answerBy = await inDays(30);
    expect(await see(id)).toMatchObject({
      title: { original: 'ro', ro: 'Lumină la gară' },
      part: 'Gară',
      supporters: { resident: 1, native: 0 },
      ...{ answerBy, late: false, answer: null, mergedInto: null },
    });
    await expect(board.propose(need, await neighbour())).rejects.toMatchObject({ code: 'id-taken' });
    for (const other of [{ title: 'Altceva' }, { why: 'Altfel.' }, { part: null }, { lang: 'ru' as const }])
      await expect(board.propose({ ...need, ...other }, who)).rejects.toMatchObject({ code: 'id-taken' });
    await expect(propose('Apă', town.mayor)).rejects.toMatchObject({ code: 'neighbour-needed' });
    await expect(propose('  ')).rejects.toMatchObject({ code: 'text-missing', fields: [{ pointer: '/title' }] });
  });

  it('takes ten of one person in thirty days', async () => {
    const who = await neighbour('native', other);
    for (let n = 0; n < 10; n += 1) await propose(`Nevoia ${n}`, who, other);
    await expect(propose('Încă una', who, other)).rejects.toMatchObject({ code: 'needs-many', params: { n: 10 } });
    expect(await queries.ofTown(other.placeCode)).toHaveLength(10);
  });

  it('takes what seems to be somebody’s phone, address or code only when whoever wrote it says that all may read it', async () => {
    const who = await neighbour();
    const need = { id: newId<'TownNeed'>(), placeCode: town.placeCode, lang: 'ro' as const, title: 'Groapă lângă stație', why: 'Sunați la 069 123 456.' }; // prettier-ignore
    const refused = { kind: 'invalid', fields: [{ pointer: '/open', code: 'text-private' }] };
    await expect(board.propose(need, who)).rejects.toMatchObject(refused);
    await expect(board.propose({ ...need, open: false }, who)).rejects.toMatchObject(refused);
    await board.propose({ ...need, open: true }, who);
    const offers = room.get(OffersService);
    const help = { id: newId<'Offer'>(), needId: need.id, kind: 'time' as const, lang: 'ro' as const, words: 'Scrieți la ana@example.org', contact: false }; // prettier-ignore
    await expect(offers.offer(help, who)).rejects.toMatchObject(refused);
    await offers.offer({ ...help, open: true }, who);
    expect((await see(need.id)).offers).toBe(1);
  });

  it('counts supporters once, by roll, however many press at once; who takes it back counts no more', async () => {
    const id = await propose('Stație de autobuz');
    const [native, resident] = [await neighbour('native'), await neighbour()];
    await Promise.all([...Array.from({ length: 5 }, () => board.support(id, native)), board.support(id, resident)]);
    expect((await see(id)).supporters).toEqual({ resident: 2, native: 1 });
    expect(await queries.supportedBy(native, [id])).toEqual(new Set([id]));
    await board.unsupport(id, resident);
    await board.unsupport(id, resident);
    expect((await see(id)).supporters).toEqual({ resident: 1, native: 1 });
    await expect(board.support(id, town.mayor)).rejects.toMatchObject({ code: 'neighbour-needed' });
    await expect(board.support(newId<'TownNeed'>(), native)).rejects.toMatchObject({ kind: 'not-found' });
  });

  it('is paged by key: a need that is supported, or found to be another, between two pages neither repeats nor hides others', async () => {
    const at = await buildTown(room);
    const { placeCode } = at;
    const ids: TownNeedId[] = [];
    for (const title of ['Un banc', 'O fântână', 'Un felinar']) ids.unshift(await propose(title, undefined, at));
    const [first] = await queries.newest(placeCode, { limit: 1 });
    expect(first!.id).toBe(ids[0]);
    await board.support(ids[2]!, await neighbour('resident', at));
    await room.get(MergesService).merge(ids[0]!, ids[1]!, at.mayor);
    expect((await queries.newest(placeCode, { after: ids[0]!, limit: 5 })).map(({ id }) => id)).toEqual(ids.slice(1));
    expect(await queries.newest(placeCode, { after: newId() })).toEqual([]);
    expect((await queries.ofTown(placeCode, 1)).map(({ id }) => id)).toEqual([ids[2]]);
    expect((await queries.titles(placeCode)).map(({ id }) => id)).toEqual(ids.slice(1));
    await answer(ids[2]!, at.mayor);
    expect((await queries.unanswered(placeCode)).map(({ id }) => id)).toEqual([ids[1]]);
    expect(await queries.unanswered(placeCode, await inDays(29))).toEqual([]);
  });

  it('unites the supporters of what is the same, each once, and parts them again', async () => {
    const merges = room.get(MergesService);
    const both = await neighbour('native');
    const [first, second] = [await propose('Pod nou', both), await propose('Podul peste Ciuhur')];
    await board.support(second, both);
    await merges.merge(second, first, town.president);
    await merges.merge(second, first, town.mayor);
    expect((await see(first)).supporters).toEqual({ resident: 1, native: 1 });
    expect((await see(second)).mergedInto).toBe(first);
    expect((await queries.ofTown(town.placeCode)).map(({ id }) => id)).not.toContain(second);
    expect((await queries.find(first))!.same.map(({ id }) => id)).toEqual([second]);
    await expect(merges.merge(first, second, town.mayor)).rejects.toMatchObject({ code: 'need-merged' });
    await expect(merges.merge(first, await propose('Altul'), town.mayor)).rejects.toMatchObject({ code: 'need-gathers' }); // prettier-ignore
    await expect(answer(second, town.mayor)).rejects.toMatchObject({ code: 'need-merged' });
    await merges.undo(second, town.secretary);
    await merges.undo(second, town.secretary);
    expect((await see(second)).supporters).toEqual({ resident: 1, native: 1 });
    expect((await see(first)).supporters).toEqual({ resident: 0, native: 1 });
  });

  it('late, is not put away under another: its day counts there until it is answered, and who proposed it parts them once', async () => {
    const merges = room.get(MergesService);
    const who = await neighbour('resident');
    const [well, water] = [await propose('Unde sunt banii fântânii?', who), await propose('Apă')];
    const day = (await see(well)).answerBy!;
    await plant(room, ['needs.need'], [`update needs.need set answer_by = answer_by - 90 where id = '${well}'`]);
    await merges.merge(well, water, town.mayor);
    expect(await see(water)).toMatchObject({ late: true, answerBy: addDays(day, -90) });
    expect(await queries.mayPart(well, who)).toBe(true);
    await merges.undo(well, who);
    expect([(await see(well)).mergedInto, (await see(water)).late]).toEqual([null, false]);
    await merges.merge(well, water, town.mayor);
    expect(await queries.mayPart(well, who)).toBe(false);
    await expect(merges.undo(well, who)).rejects.toMatchObject({ kind: 'not-found' });
  });

  it('stands by itself again, with its supporters, once the one that it was put under is hidden', async () => {
    const [hiding, merges] = [room.get(HidingService), room.get(MergesService)];
    const [insult, road] = [await propose('Primarul e hoț'), await propose('Asfalt pe strada Morii')];
    await board.support(road, await neighbour('native'));
    await merges.merge(road, insult, town.president);
    await hiding.judge(insult, { hidden: true, reason: 'Insultă' }, town.operators[0]);
    const shown = (await queries.ofTown(town.placeCode)).map(({ id }) => id);
    expect([shown.includes(road), shown.includes(insult)]).toEqual([true, false]);
    expect(await see(road)).toMatchObject({ mergedInto: null, supporters: { resident: 1, native: 1 } });
    const trail = `select from platform.trail where action = 'town-need.parted' and subject = 'town-need:' || $1`;
    expect(await room.db.rows(trail, [road])).toHaveLength(1);
    await hiding.judge(insult, { hidden: false, reason: 'E un citat' }, town.operators[0]);
    expect((await see(road)).mergedInto).toBeNull();
  });

  it('is merged by officers of its own town only, and never both ways at once', async () => {
    const merges = room.get(MergesService);
    const [a, b] = [await propose('Fântână'), await propose('Fântâna din vale')];
    await expect(merges.merge(a, a, town.mayor)).rejects.toMatchObject({ code: 'need-same' });
    await expect(merges.merge(a, b, other.mayor)).rejects.toMatchObject({ kind: 'not-found' });
    await expect(merges.merge(a, b, town.members[0]!)).rejects.toMatchObject({ code: 'role-missing' });
    const elsewhere = await propose('Fântână', undefined, other);
    await expect(merges.merge(a, elsewhere, town.mayor)).rejects.toMatchObject({ code: 'need-elsewhere' });
    const done = await Promise.allSettled([merges.merge(a, b, town.mayor), merges.merge(b, a, town.president)]);
    expect(done.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('shows the town hall’s last answer, in time by the days that it gave itself', async () => {
    const answers = room.get(AnswersService);
    await expect(answers.setDays(town.placeCode, 9, town.mayor)).rejects.toMatchObject({ code: 'answer-days' });
    await expect(answers.setDays(town.placeCode, 20, town.president)).rejects.toMatchObject({ kind: 'not-found' });
    await answers.setDays(town.placeCode, 20, town.secretary);
    await answers.setDays(town.placeCode, 20, town.mayor);
    const said = `select from platform.trail where action = 'needs.days-set' and subject = 'place:' || $1`;
    expect(await room.db.rows(said, [town.placeCode])).toHaveLength(1);
    expect(await queries.daysOf(town.placeCode)).toBe(20);
    const id = await propose('Terasă la cămin');
    expect((await see(id)).answerBy).toBe(await inDays(20));
    await expect(answer(id, town.president)).rejects.toMatchObject({ kind: 'not-found' });
    await expect(answer(id, town.accountant)).rejects.toMatchObject({ code: 'role-missing' });
    await answer(id, town.mayor, 'not');
    await answer(id, town.secretary, 'planned');
    expect((await see(id)).answer).toMatchObject({ kind: 'planned', why: { ro: 'O punem în plan.' } });
    const once = { id: newId<'Answer'>(), needId: id, kind: 'done', lang: 'ro', why: 'S-a făcut.' } as const;
    await answers.answer(once, town.mayor);
    await answers.answer(once, town.mayor);
    for (const other of [{ why: 'S-a făcut altfel.' }, { needId: await propose('Altă terasă') }])
      await expect(answers.answer({ ...once, ...other }, town.mayor)).rejects.toMatchObject({
        code: 'id-taken',
      });
  });

  it('shows of two answers, and of two terms, of one moment the later', async () => {
    const id = await propose('Bancă la stația de autobuz');
    // Whatever their ids are: the first has the greater one.
    const [greater, smaller] = [newId(), newId()].sort().reverse();
    await room.db.rows(
      `insert into needs.answer (id, need_id, kind, why, by, at)
       values ($1, $3, 'not', '{"original":"ro","ro":"Nu."}', $4, now()), ($2, $3, 'done', '{"original":"ro","ro":"Este."}', $4, now())`,
      [greater, smaller, id, town.mayor],
    );
    expect((await see(id)).answer).toMatchObject({ kind: 'done', why: { ro: 'Este.' } });
    const { placeCode } = await buildTown(room);
    await room.db.rows(
      'insert into needs.term (id, place_code, days, by, since) values ($1, $3, 20, $4, now()), ($2, $3, 40, $4, now())',
      [greater, smaller, placeCode, town.mayor],
    );
    expect(await queries.daysOf(placeCode)).toBe(40);
  });

  it('takes help in work and in money, and gives it back to nobody but its owner', async () => {
    const offers = room.get(OffersService);
    const who = await neighbour('native');
    const needId = await propose('Gard la școală');
    const help = { id: newId<'Offer'>(), needId, kind: 'time' as const, lang: 'ru' as const, words: 'Могу красить.', hours: 8, contact: true }; // prettier-ignore
    await offers.offer(help, who);
    await offers.offer(help, who);
    const money = { ...help, id: newId<'Offer'>(), kind: 'money' as const, hours: null, amountMinor: 50_000n, contact: false }; // prettier-ignore
    await offers.offer(money, who);
    await expect(offers.offer({ ...money, id: newId(), hours: 3 }, who)).rejects.toMatchObject({ code: 'offer-hours' });
    await expect(offers.offer({ ...help, id: newId() }, town.mayor)).rejects.toMatchObject({
      code: 'neighbour-needed',
    });
    expect(await queries.offersFor(needId)).toMatchObject([{ hours: 8, by: who }, { amountMinor: 50_000n }]);
    await expect(offers.withdraw(help.id, town.mayor)).rejects.toMatchObject({ kind: 'not-found' });
    await offers.withdraw(help.id, who);
    expect((await see(needId)).offers).toBe(1);
    for (const other of [{ words: 'Altceva.' }, { amountMinor: 1n }, { contact: true }])
      await expect(offers.offer({ ...money, ...other }, who)).rejects.toMatchObject({ code: 'id-taken' });
    for (let n = 0; n < 4; n += 1) await offers.offer({ ...help, id: newId() }, who);
    await expect(offers.offer({ ...help, id: newId() }, who)).rejects.toMatchObject({
      code: 'offers-many',
      params: { n: 5 },
    });
    expect((await see(needId)).offers).toBe(5);
  });

  it('makes of needs options with a price, which the town hall takes back with why', async () => {
    const [options, list] = [room.get(OptionsService), room.get(OptionsQueries)];
    const [lamps, gate] = [await propose('Lampi pe Nucilor'), await propose('Lampi la poartă')];
    const option = {
      ...{ id: newId<'Option'>(), placeCode: town.placeCode, needs: [lamps, gate, lamps], lang: 'ro' as const },
      ...{ title: 'Lumină pe trei străzi', description: '40 de lămpi LED.', cost: Money.lei(12_000_000n) },
      ...{ source: 'Oferta firmei, 3 noiembrie 2026', part: 'Centru' },
    };
    await options.make(option, town.secretary);
    await options.make(option, town.secretary);
    const [made] = await list.ofTown(town.placeCode);
    expect(made).toMatchObject({ id: option.id, cost: Money.lei(12_000_000n), needs: [lamps, gate].sort() });
    expect((await list.ofNeed(gate)).map(({ id }) => id)).toEqual([option.id]);
    const wrong = (over: Partial<typeof option>) => options.make({ ...option, id: newId(), ...over }, town.mayor);
    await expect(wrong({ needs: [] })).rejects.toMatchObject({ code: 'option-needs' });
    await expect(wrong({ cost: Money.lei(0n) })).rejects.toMatchObject({ code: 'option-cost' });
    await expect(wrong({ needs: [await propose('Altceva', undefined, other)] })).rejects.toMatchObject({ code: 'option-needs' }); // prettier-ignore
    await expect(options.make({ ...option, id: newId() }, town.president)).rejects.toMatchObject({ kind: 'not-found' });
    for (const other of [
      { cost: Money.lei(1n) },
      { description: 'Alta.' },
      { source: 'Altă ofertă' },
      { part: null },
      { needs: [lamps] },
    ])
      await expect(options.make({ ...option, ...other }, town.secretary)).rejects.toMatchObject({ code: 'id-taken' });
    await wrong({ source: 'X' });
    await options.withdraw((await list.ofTown(town.placeCode)).find(({ source }) => source === 'X')!.id, 'Greșit.', town.mayor); // prettier-ignore
    await options.withdraw(option.id, 'S-a făcut deja.', town.mayor);
    await options.withdraw(option.id, 'Încă o dată.', town.mayor);
    expect(await list.ofTown(town.placeCode)).toEqual([]);
    expect(await list.find(option.id)).toMatchObject({ withdrawn: 'S-a făcut deja.' });
  });

  it('says what sounds alike before it is proposed twice', async () => {
    const id = await propose('Trotuar la grădiniță');
    expect((await queries.like(town.placeCode, 'trotuarul gradinitei')).map((need) => need.id)).toContain(id);
    expect(await queries.like(town.placeCode, 'xyz')).toEqual([]);
  });

  it('takes no support for what its writer takes back at that moment', async () => {
    const [ana, ion] = [await neighbour(), await neighbour()];
    const id = await propose('Umbrar la stație', ana);
    const { supporting } = await room.db.transaction(async (tx) => {
      await hold(tx, `town-need:${id}`);
      const supports = board.support(id, ion).catch((error: unknown) => error);
      await eventually(async () => {
        expect(await room.db.rows(`select 1 from pg_locks where ${lockOn(1)} and not granted`, [`town-need:${id}`])).not.toEqual([]); // prettier-ignore
      });
      await tx.query('insert into needs.withdrawal (need_id, by, at) values ($1, $2, platform.now())', [id, ana]);
      return { supporting: supports };
    });
    expect(await supporting).toMatchObject({ code: 'need-hidden' });
    expect((await see(id)).supporters).toEqual({ resident: 1, native: 0 });
  });

  it('owes no answer to what its writer has taken back', async () => {
    const ana = await neighbour();
    const id = await propose('Ceas la gară', ana);
    await board.withdraw(id, ana);
    await room.get(Clock).moveBy(32 * 86_400_000);
    expect(await see(id)).toMatchObject({ hidden: '', answerBy: null, late: false });
  });
});
