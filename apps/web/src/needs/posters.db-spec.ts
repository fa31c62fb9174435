import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fs from 'node:fs';
import { extractText, getDocumentProxy } from 'unpdf';
import { type BudgetVoteId, PreparingService } from '#libs/budgeting/src/index.js';
import { Money, newId } from '#libs/kernel/src/index.js';
import { BoardLettersService, BoardService, type OptionId, OptionsService } from '#libs/needs/src/index.js';
import { NeighboursService } from '#libs/neighbours/src/index.js';
import { sayIn } from '#libs/platform/src/index.js';
import { buildTown, person, type Town } from '../../../../test/support/town.js';
import { roomOf, Visitor } from '../../../../test/support/visitor.js';
import { openWeb, type Web } from '../../../../test/support/web.js';

/** What a PDF says to whoever reads it aloud, in one line. */
async function read(answer: Response, name: string) {
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/pdf']);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  if (process.env.SHOTS_DIR) fs.writeFileSync(`${process.env.SHOTS_DIR}/${name}.pdf`, bytes);
  const pdf = await getDocumentProxy(bytes);
  const [marked, { text }] = await Promise.all([pdf.getMarkInfo(), extractText(pdf, { mergePages: true })]);
  return { sheets: pdf.numPages, tagged: marked?.Marked, words: text.replace(/\s+/g, ' ') };
}

describe('what a town prints and what it sends', () => {
  let web: Web;
  let town: Town;
  let slug: string;
  beforeAll(async () => {
    web = await openWeb();
    town = await buildTown(roomOf(web));
    const sql = 'select slug from hometowns.place where code = $1';
    slug = (await web.db.rows<{ slug: string }>(sql, [town.placeCode]))[0]!.slug;
  });
  afterAll(() => web.close());

  it('a poster of the board in each language on one sheet, whose address anybody can type', async () => {
    for (const lang of ['ro', 'ru', 'en'] as const) {
      const { sheets, tagged, words } = await read(
        await web.fetch(`/${lang}/t/${slug}/needs/poster.pdf`),
        `board-${lang}`,
      );
      expect([sheets, tagged]).toEqual([1, true]);
      expect(words).toContain(sayIn(lang)('needs.poster.propose'));
      expect(words.replaceAll(' ', '')).toContain(`/t/${slug}/needs`);
    }
    const short = await web.fetch(`/t/${slug}/needs`, { headers: { 'accept-language': 'ru' } });
    expect([short.status, short.headers.get('location')]).toEqual([302, `/ru/t/${slug}/needs`]);
    expect(await (await web.fetch(`/ro/t/${slug}/needs`)).text()).toContain(`/en/t/${slug}/needs/poster.pdf`);
  });

  it('a poster of its open vote, and none of a vote that is not open', async () => {
    const who = await web.db.transaction((tx) => person(tx));
    await web.get(NeighboursService).join({ placeCode: town.placeCode, roll: 'resident' }, who);
    const options: OptionId[] = [];
    for (const title of ['Fântână', 'Lumină', 'Trotuar']) {
      const [needId, id] = [newId<'TownNeed'>(), newId<'Option'>()];
      const [need, price] = [{ why: 'Trebuie.' }, { description: 'Se face.', source: 'Ofertă' }];
      await web.get(BoardService).propose({ ...need, id: needId, placeCode: town.placeCode, lang: 'ro', title }, who);
      const cost = Money.lei(1_000_000n);
      await web.get(OptionsService).make({ ...price, id, placeCode: town.placeCode, needs: [needId], lang: 'ro', title, cost }, town.mayor); // prettier-ignore
      options.push(id);
    }
    const id: BudgetVoteId = newId();
    const vote = { id, townHallId: town.townHallId, lang: 'ro' as const, title: 'Ce facem în 2027', budget: Money.lei(2_000_000n) }; // prettier-ignore
    await web.get(PreparingService).prepare({ ...vote, options, days: 14, identity: 'email' }, town.mayor);
    expect((await web.fetch(`/ro/budget-votes/${id}/poster.pdf`)).status).toBe(404);
    const to = async () => (await web.fetch(`/t/${slug}/vote`)).headers.get('location');
    expect(await to()).toMatch(new RegExp(`/t/${slug}/needs$`));
    await web.get(PreparingService).agree(id, town.president);
    const { sheets, words } = await read(await web.fetch(`/ro/budget-votes/${id}/poster.pdf`), 'vote-ro');
    expect([sheets, words.includes('Ce facem în 2027'), words.includes(sayIn('ro')('budget.poster.check'))]).toEqual([1, true, true]); // prettier-ignore
    expect(await to()).toMatch(new RegExp(`/budget-votes/${id}$`));
  });

  it('letters about the board stop by their link without signing in, and for whoever is signed in at its foot', async () => {
    const ana = await Visitor.enter(web, await web.db.transaction((tx) => person(tx)));
    const letters = web.get(BoardLettersService);
    const reader = { placeCode: town.placeCode, personId: ana.person };
    const token = await letters.tokenOf(reader);
    expect([token.includes(ana.person), await letters.tokenOf(reader)]).toEqual([false, token]);
    const link = `/ro/board-letters/${token}`;
    expect((await web.fetch(link)).status).toBe(200);
    expect(await letters.wants(reader)).toBe(true);
    const stopped = await web.fetch(link, { method: 'POST', body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }) }); // prettier-ignore
    expect([stopped.status, await letters.wants(reader)]).toEqual([200, false]);
    expect((await ana.see(`/ro/t/${slug}/needs`)).html).toContain(sayIn('ro')('needs.letters-again'));
    expect((await ana.send(`/ro/t/${slug}/needs/letters`, { wanted: 'yes' })).status).toBe(303);
    expect(await letters.wants(reader)).toBe(true);
  });
});
