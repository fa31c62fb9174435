import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type BudgetVoteId, CastingService, PreparingService } from '#libs/budgeting/src/index.js';
import { lastDayOf, Money, newId } from '#libs/kernel/src/index.js';
import { AnswersService, BoardQueries, BoardService, type OptionId, OptionsQueries, OptionsService } from '#libs/needs/src/index.js'; // prettier-ignore
import { NeighboursService } from '#libs/neighbours/src/index.js';
import { Clock, Courier, formatDate, sayIn } from '#libs/platform/src/index.js';
import { buildTown, person, type Town } from '../../../../test/support/town.js';
import { roomOf, Visitor } from '../../../../test/support/visitor.js';
import { openWeb, type Web } from '../../../../test/support/web.js';

const DAY = 86_400_000;
const say = sayIn('ro');

describe('a board after a vote', () => {
  let web: Web;
  let town: Town;
  let at: string;
  let id: BudgetVoteId;
  beforeAll(async () => {
    web = await openWeb();
    town = await buildTown(roomOf(web));
    const sql = 'select slug from hometowns.place where code = $1';
    const [place] = await web.db.rows<{ slug: string }>(sql, [town.placeCode]);
    at = `/ro/t/${place!.slug}`;
    const options: OptionId[] = [];
    const who = await joined();
    for (const title of ['Fântână', 'Lumină', 'Trotuar']) options.push(await priced(title));
    id = newId();
    const vote = { id, townHallId: town.townHallId, lang: 'ro' as const, title: 'Ce facem în 2027', budget: Money.lei(1_000_000n) }; // prettier-ignore
    const two = options.slice(0, 2);
    await web.get(PreparingService).prepare({ ...vote, options: two, days: 7, identity: 'email' }, town.mayor);
    await web.get(PreparingService).agree(id, town.president);
    const sheet = await web.db.rows<{ code: string; option_id: string }>('select code, option_id from budgeting.option where vote_id = $1', [id]); // prettier-ignore
    await web.get(CastingService).cast(id, [sheet.find((one) => one.option_id === options[0])!.code], who);
  });
  afterAll(() => web.close());

  const joined = async () => {
    const who = await web.db.transaction((tx) => person(tx));
    await web.get(NeighboursService).join({ placeCode: town.placeCode, roll: 'resident' }, who);
    return who;
  };
  const priced = async (title: string): Promise<OptionId> => {
    const [needId, option] = [newId<'TownNeed'>(), newId<'Option'>()];
    const who = await joined();
    const place = { placeCode: town.placeCode, lang: 'ro' as const, title };
    await web.get(BoardService).propose({ ...place, id: needId, why: 'Trebuie.' }, who);
    const price = { description: 'Se face.', source: 'Ofertă', cost: Money.lei(1_000_000n) };
    await web.get(OptionsService).make({ ...place, ...price, id: option, needs: [needId] }, town.mayor);
    return option;
  };
  const see = async (path: string) => (await web.fetch(path)).text();

  it('is on the first page with its town while it is open, beside the way to one’s own board', async () => {
    const open = await see('/ro?open');
    expect(open).toContain(`href="/ro/budget-votes/${id}" aria-label="${say('budget.vote-now')}: Ce facem în 2027"`);
    expect(open).toContain(`<a href="${at}">`);
    expect([open.includes(say('home.village-find')), open.includes(say('home.voting'))]).toEqual([true, true]);
  });

  it('is of the whole commune: the page of each of its villages has the way there', async () => {
    const sql = `select v.slug as village, c.slug as commune from hometowns.place v join hometowns.place c on c.code = v.parent
      where c.self_governing and not v.self_governing and v.kind = 'village' order by v.code limit 1`;
    const [pair] = await web.db.rows<{ village: string; commune: string }>(sql);
    expect(await see(`/ro/t/${pair!.village}`)).toContain(`href="/ro/t/${pair!.commune}/needs"`);
  });

  it('says what was chosen and what was not, with the way to the vote, and asks for no answer any more', async () => {
    const open = await see(at);
    expect(open).toContain(`href="/ro/budget-votes/${id}" aria-label="${say('budget.vote-now')}: Ce facem în 2027"`);
    const [vote] = await web.db.rows<{ closesAt: Date }>('select closes_at as "closesAt" from budgeting.vote where id = $1', [id]); // prettier-ignore
    await web.get(Clock).moveBy(40 * DAY);
    await web.get(Courier).run('budgeting.close');
    await web.drain();
    const over = await see('/ro?over');
    expect([over.includes(say('home.village-find')), over.includes(say('home.voting')), over.includes(id)]).toEqual([true, false, false]); // prettier-ignore
    // Its last day, however late it is counted.
    const date = formatDate('ro', lastDayOf(vote!.closesAt));
    const board = await see(`${at}/needs`);
    const [won, lost] = [say('needs.chosen', { date }), say('needs.not-chosen', { date })];
    expect([board.split(won).length - 1, board.split(lost).length - 1]).toEqual([2, 1]);
    expect(board).toContain(say('needs.options-lead', { vote: 'some' }));
    const needs = await web.get(BoardQueries).ofTown(town.placeCode);
    expect(needs.map(({ title, chosen, late }) => [title.ro, chosen?.voteId ?? null, late])).toEqual([
      ['Fântână', id, false],
      ['Lumină', null, true],
      ['Trotuar', null, true],
    ]);
    const options = await web.get(OptionsQueries).ofTown(town.placeCode);
    expect(options.map(({ title, voted }) => [title.ro, voted?.won ?? null])).toEqual([
      ['Trotuar', null],
      ['Lumină', false],
      ['Fântână', true],
    ]);
    const chosen = needs.find(({ title }) => title.ro === 'Fântână')!;
    expect(await see(`${at}/needs/${chosen.id}`)).toContain(`href="/ro/budget-votes/${id}"`);
    expect(await see(`/ro/budget-votes/${id}`)).toContain(`href="${at}/needs/${chosen.id}"`);
    expect(await see(at)).toContain(say('budget.chosen', { what: 'Fântână' }));
  });

  it('is the town hall’s next task: the project of what was chosen', async () => {
    const mayor = await Visitor.enter(web, town.mayor);
    const desk = `/ro/town-hall/${town.townHallId}`;
    const home = (await mayor.see(desk)).html;
    expect(home).toContain(say('hall.task.winners', { n: 1 }));
    expect(home).toContain(`href="${desk}/budget-votes"`);
    const typed = { id: newId<string>(), title: 'Ce facem în 2028', budget: 'o sută', days: 'trei', identity: 'email' };
    const wrong = (await mayor.send(`${desk}/budget-votes`, typed)).html;
    for (const field of ['budget', 'options', 'days']) expect(wrong).toContain(`<a href="#f-${field}">`);
    // Whoever puts an option to the vote again sees what the last one said of it.
    for (const said of ['needs.chosen', 'needs.not-chosen']) expect(wrong).toContain(say(said, { date: '' }).split(',')[0]!); // prettier-ignore
  });

  it('says of a need what was said last: that it is planned adds nothing to the vote, that it is done does', async () => {
    const { id: needId } = (await web.get(BoardQueries).ofTown(town.placeCode)).find(({ chosen }) => chosen)!;
    const answer = (kind: 'planned' | 'done') =>
      web
        .get(AnswersService)
        .answer({ id: newId(), needId, kind, lang: 'ro', why: 'Din bugetul comunei.' }, town.mayor);
    const tag = async () => /<span class="tag[^"]*">([^<]+)</.exec(await see(`${at}/needs/${needId}`))![1];
    const [vote] = say('needs.chosen', { date: '' }).split(',');
    await answer('planned');
    expect(await tag()).toContain(vote);
    await answer('done');
    expect(await tag()).toBe(say('needs.answer.done'));
  });
});
