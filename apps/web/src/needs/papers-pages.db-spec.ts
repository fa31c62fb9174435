import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { extractText, getDocumentProxy } from 'unpdf';
import { PersonsService } from '#libs/identity/src/index.js';
import { newId } from '#libs/kernel/src/index.js';
import { BoardService, type TownNeedId } from '#libs/needs/src/index.js';
import { NeighboursService } from '#libs/neighbours/src/index.js';
import { LANGS, sayIn } from '#libs/platform/src/index.js';
import { buildTown, person, type Town } from '../../../../test/support/town.js';
import { roomOf, Visitor } from '../../../../test/support/visitor.js';
import { openWeb, type Web } from '../../../../test/support/web.js';

const say = sayIn('ro');

describe('pages of what people hand in on paper', () => {
  let web: Web;
  let town: Town;
  let slug: string;
  let secretary: Visitor;
  let president: Visitor;
  beforeAll(async () => {
    web = await openWeb();
    town = await buildTown(roomOf(web));
    const sql = 'select slug from hometowns.place where code = $1';
    slug = (await web.db.rows<{ slug: string }>(sql, [town.placeCode]))[0]!.slug;
    [secretary, president] = [await Visitor.enter(web, town.secretary), await Visitor.enter(web, town.president)];
  });
  afterAll(() => web.close());

  const hall = () => `/ro/town-hall/${town.townHallId}`;
  const association = () => `/ro/association/${town.associationId}`;
  const board = async () => (await web.fetch(`/ro/t/${slug}/needs`)).text();
  const paper = (more: Record<string, string> = {}) => ({
    ...{ id: newId<string>(), number: '31', name: 'Vasile Pleșca', roll: 'resident', needId: '' },
    ...{ title: 'Bancă la poștă', why: 'Bătrânii stau în picioare.', part: '' },
    ...more,
  });

  it('give everybody an empty form on one sheet, in each language', async () => {
    for (const lang of LANGS) {
      const answer = await web.fetch(`/${lang}/t/${slug}/needs/form.pdf`);
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/pdf']);
      const pdf = await getDocumentProxy(new Uint8Array(await answer.arrayBuffer()));
      const [marked, { text }] = await Promise.all([pdf.getMarkInfo(), extractText(pdf, { mergePages: true })]);
      expect([pdf.numPages, marked?.Marked]).toEqual([1, true]);
      expect(text.replace(/\s+/g, ' ')).toContain(sayIn(lang)('papers.form.signature'));
    }
    expect(await board()).toContain(`/en/t/${slug}/needs/form.pdf`);
  });

  it('take a paper from one officer, show it to another, and put it on the board when he signs', async () => {
    const wrong = await secretary.send(`${hall()}/papers`, paper({ number: '' }));
    expect([wrong.status, wrong.html.includes(say('error.paper-number'))]).toEqual([422, true]);
    const sent = paper();
    expect((await secretary.send(`${hall()}/papers`, sent)).status).toBe(303);
    expect((await secretary.see(`${hall()}/papers/${sent.id}`)).html).toContain(say('papers.own-note'));
    expect((await secretary.see(hall())).html).toContain(say('hall.task.papers', { n: 1 }));
    expect((await president.see(association())).html).toContain(say('desk.town.papers', { n: 1 }));
    expect(await board()).not.toContain('Bancă la poștă');
    const at = `${association()}/papers/${sent.id}`;
    expect((await president.see(at)).html).toContain('Vasile Pleșca');
    const bare = await president.send(at, { decision: 'decline', reason: '' });
    expect([bare.status, bare.html.includes(say('error.approval-reason'))]).toEqual([422, true]);
    const signed = await president.send(at, { decision: 'sign' });
    expect((await president.see(signed.to!)).html).toContain(say('papers.signed'));
    expect((await president.see(at)).status).toBe(404);
    const shown = await board();
    for (const words of ['Bancă la poștă', say('needs.on-paper', { n: 1 })]) expect(shown).toContain(words);
    expect(shown).not.toContain('Pleșca');
  });

  it('say that a number or a name has counted, and let whoever entered a paper take it back', async () => {
    const twice = await secretary.send(`${hall()}/papers`, paper());
    expect([twice.status, twice.html.includes(say('error.paper-number-twice'))]).toEqual([422, true]);
    const [need] = await web.db.rows<{ id: string }>('select id from needs.need where place_code = $1', [
      town.placeCode,
    ]);
    const again = paper({ number: '32', needId: need!.id, title: '', why: '', name: 'Pleșca Vasile' });
    const supporter = await roomOf(web).db.transaction((tx) => person(tx));
    await web.get(PersonsService).rename(supporter, { name: 'Vasile Pleșca', gender: null, lang: 'ro' });
    await web.get(NeighboursService).join({ placeCode: town.placeCode, roll: 'resident' }, supporter);
    await web.get(BoardService).support(need!.id as TownNeedId, supporter);
    expect((await secretary.send(`${hall()}/papers`, again)).status).toBe(303);
    const namesake = say('papers.namesakes', { n: 1 });
    expect((await president.see(`${association()}/papers/${again.id}`)).html).toContain(namesake);
    expect((await secretary.see(`${hall()}/papers/${again.id}`)).html).not.toContain(namesake);
    const refused = await president.send(`${association()}/papers/${again.id}`, { decision: 'sign' });
    expect([refused.status, refused.html.includes(say('error.paper-name-twice'))]).toEqual([409, true]);
    expect((await secretary.send(`${hall()}/papers/${again.id}`, { decision: 'decline' })).status).toBe(303);
    expect((await secretary.see(`${hall()}/papers`)).html).toContain(say('papers.none'));
  });

  it('are no page of plain members or strangers', async () => {
    const member = await Visitor.enter(web, town.members[0]!);
    expect((await member.see(`${association()}/papers`)).status).toBe(403);
    const other = await Visitor.enter(web, (await buildTown(roomOf(web))).mayor);
    expect((await other.see(`${hall()}/papers`)).status).toBe(404);
  });
});
