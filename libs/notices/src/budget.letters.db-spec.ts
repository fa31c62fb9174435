import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type BudgetVoteId, CastingService, PreparingService, VoidingService } from '#libs/budgeting/src/index.js';
import { PersonsService } from '#libs/identity/src/index.js';
import { Money, newId, type PersonId } from '#libs/kernel/src/index.js';
import { BoardLettersService } from '#libs/needs/src/index.js';
import { NeighboursService } from '#libs/neighbours/src/index.js';
import { Clock, Courier } from '#libs/platform/src/index.js';
import { BudgetTown } from '../../../test/support/budget-town.js';
import { type LetterRoom, openLetterRoom } from '../../../test/support/letter-room.js';
import { buildTown, person, type Town } from '../../../test/support/town.js';

const DAY = 86_400_000;
const WISHES = [
  ['Lămpi pe deal', 3_000_000n],
  ['Fântână în centru', 2_000_000n],
] as const;

describe('letters about a town’s vote under a budget', () => {
  let room: LetterRoom;
  let town: Town;
  let budget: BudgetTown;
  let vote: BudgetVoteId;
  let read = 0;
  const people: Record<'ana' | 'ion' | 'vera', PersonId> = { ana: null!, ion: null!, vera: null! };
  beforeAll(async () => {
    room = await openLetterRoom();
  });
  afterAll(() => room.close());
  // Each test has a town of its own: Ana reads Romanian, Ion Russian, Vera English, and a stranger votes nowhere.
  beforeEach(async () => {
    town = await buildTown(room);
    budget = new BudgetTown(room, town);
    [people.ana, people.ion, people.vera] = [await neighbour('ro'), await neighbour('ru'), await neighbour('en')];
    const options = [];
    for (const [title, cost] of WISHES) options.push(await budget.option(Money.lei(cost), title, people.ana));
    vote = await budget.prepared({ budget: Money.lei(4_000_000n), options });
    await room.drain();
    read = room.box.letters.length;
    await room.get(PreparingService).agree(vote, town.president);
  });

  const neighbour = async (lang: 'ro' | 'ru' | 'en') => {
    const who = await room.db.transaction((tx) => person(tx));
    await room.get(PersonsService).rename(who, { name: null, gender: null, lang });
    await room.get(NeighboursService).join({ placeCode: town.placeCode, roll: 'resident' }, who);
    return who;
  };
  const emailOf = async (id: PersonId) => (await room.get(PersonsService).cards([id]))[0]!.email!;
  const look = async (...works: string[]) => {
    for (const work of works) await room.get(Courier).run(work);
    await room.drain();
    const letters = room.box.letters.slice(read);
    read = room.box.letters.length;
    return letters.map(({ text, ...letter }) => ({ ...letter, text: text.replaceAll('\u00a0', ' ') }));
  };
  const to = async (...who: PersonId[]) => (await Promise.all(who.map(emailOf))).sort();
  const addresses = (letters: readonly { to: string }[]) => letters.map((letter) => letter.to).sort();

  it('tell every neighbour that it is open, remind who has not voted, and say what was chosen', async () => {
    const { ana, ion, vera } = people;
    const open = await look();
    expect(addresses(open)).toEqual(await to(ana, ion, vera));
    const first = open.find(({ subject }) => subject.startsWith('Vot în '))!;
    expect(first.text).toContain('– Lămpi pe deal, 30 000 de lei\n– Fântână în centru, 20 000 de lei');
    expect(first.text).toContain(`/ro/budget-votes/${vote}`);
    await room.get(CastingService).cast(vote, ['01'], ana);
    await room.get(Clock).moveBy(4 * DAY);
    expect(await look('budgeting.remind')).toEqual([]);
    await room.get(Clock).moveBy(2 * DAY);
    const soon = await look('budgeting.remind', 'budgeting.remind');
    expect(addresses(soon)).toEqual(await to(ion, vera));
    expect(soon.find(({ subject }) => subject.includes('closes in two days'))!.text).toContain('One person has voted so far.'); // prettier-ignore
    await room.get(Clock).moveBy(3 * DAY);
    const done = await look('budgeting.close');
    expect(addresses(done)).toEqual(await to(ana, ion, vera));
    const told = done.find(({ subject }) => subject.startsWith('Что выбрали'))!;
    expect(told.text).toContain('Проголосовал 1 человек. На 40 000 леев сделают:');
    expect(told.text).toContain('Lămpi pe deal');
    expect(told.text).not.toContain('Fântână');
    expect(await look('budgeting.remind', 'budgeting.close')).toEqual([]);
  });

  it('stop by the link in them, for this town', async () => {
    const { ana, ion, vera } = people;
    const [letter] = await look();
    const [, token] = /board-letters\/(\S+)/.exec(letter!.text)!;
    expect(letter!.headers['list-unsubscribe']).toContain(token);
    await room.get(BoardLettersService).stop(token!);
    await room.get(Clock).moveBy(9 * DAY);
    const rest = addresses(await look('budgeting.close'));
    expect(rest).toEqual((await to(ana, ion, vera)).filter((email) => email !== letter!.to));
  });

  it('tell everybody who voted, and every other neighbour in words of his own, that it was stopped and why', async () => {
    const { ana, ion, vera } = people;
    for (const who of [ana, vera]) await room.get(CastingService).cast(vote, ['01'], who);
    await room.get(NeighboursService).leave(town.placeCode, vera);
    await look();
    const asked = newId<'Approval'>();
    await room.get(VoidingService).ask({ id: asked, voteId: vote, reason: 'Prețul lămpilor era greșit.' }, town.mayor);
    const [question, ...more] = await look();
    expect([question!.to, more]).toEqual([await emailOf(town.president), []]);
    expect(question!.text).toContain('Prețul lămpilor era greșit.');
    expect(question!.text).toContain(`/ro/association/${town.associationId}/budget-votes`);
    await room.get(VoidingService).agree(asked, town.president);
    const letters = await look('budgeting.remind');
    expect(addresses(letters)).toEqual(await to(ana, ion, vera));
    for (const { text } of letters) expect(text).toContain('Prețul lămpilor era greșit.');
    const silent = await emailOf(ion);
    expect(letters.find((one) => one.to === silent)!.text).toContain('Сейчас голосовать не нужно.');
    await room.get(Clock).moveBy(9 * DAY);
    expect(await look('budgeting.remind', 'budgeting.close')).toEqual([]);
  });

  it('ask the president to agree, and tell the town hall why he does not', async () => {
    const asked = newId<'Approval'>();
    await look();
    await room.get(VoidingService).ask({ id: asked, voteId: vote, reason: 'Prețul lămpilor era greșit.' }, town.mayor);
    await look();
    await room.get(VoidingService).decline(asked, 'Prețul e bun.', town.president);
    const goesOn = await look();
    expect(addresses(goesOn)).toEqual(await to(town.mayor, town.secretary));
    for (const { text } of goesOn) expect(text).toContain('Prețul e bun.');
    const again = newId<'Approval'>();
    await room.get(VoidingService).ask({ id: again, voteId: vote, reason: 'Se votează de la capăt.' }, town.mayor);
    await room.get(VoidingService).agree(again, town.president);
    await look();
    const lei = Money.lei(1_000_000n);
    const options = [await budget.option(lei, 'Gard la școală'), await budget.option(lei, 'Poartă')];
    const next = { id: newId<'BudgetVote'>(), townHallId: town.townHallId, lang: 'ro', title: 'Școala', budget: Money.lei(2_000_000n), options, days: 7, identity: 'email' } as const; // prettier-ignore
    await room.get(PreparingService).prepare(next, town.mayor);
    await room.get(PreparingService).prepare(next, town.mayor);
    const [letter, ...rest] = await look();
    expect([letter!.to, rest]).toEqual([await emailOf(town.president), []]);
    expect(letter!.text).toContain('20 000 de lei: „Școala”');
    await room.get(PreparingService).refuse(next.id, 'Lipsește trotuarul.', town.president);
    const refused = await look();
    expect(addresses(refused)).toEqual(await to(town.mayor, town.secretary));
    for (const { text } of refused) expect(text).toContain('Lipsește trotuarul.');
  });
});
