import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PersonsService } from '#libs/identity/src/index.js';
import { newId } from '#libs/kernel/src/index.js';
import { NeighboursService } from '#libs/neighbours/src/index.js';
import { sayIn } from '#libs/platform/src/index.js';
import { buildTown, type Town } from '../../../../test/support/town.js';
import { roomOf, Visitor } from '../../../../test/support/visitor.js';
import { openWeb, type Web } from '../../../../test/support/web.js';

const say = sayIn('ro');

describe('pages about two who may be one person', () => {
  let web: Web;
  let town: Town;
  let joinAt: string;
  let later: Visitor;
  let president: Visitor;
  let read = 0;
  beforeAll(async () => {
    web = await openWeb();
    town = await buildTown(roomOf(web));
    const sql = 'select slug from hometowns.place where code = $1';
    joinAt = `/ro/t/${(await web.db.rows<{ slug: string }>(sql, [town.placeCode]))[0]!.slug}`;
    const [, second] = [await joined('vera.lungu@gmail.com'), await joined('vera@mail.ru')];
    [later, president] = [await Visitor.enter(web, second), await Visitor.enter(web, town.president)];
  });
  afterAll(() => web.close());

  const joined = async (email: string) => {
    const who = await web.db.transaction((tx) => web.get(PersonsService).ensure(tx, { email, name: 'Vera Lungu', lang: 'ro' })); // prettier-ignore
    await web.get(NeighboursService).join({ placeCode: town.placeCode, roll: 'native', part: 'Vale' }, who);
    return who;
  };
  const desk = () => `/ro/association/${town.associationId}`;
  const pairAt = async () => /href="(\/ro\/association\/[^"]+\/twins\/[^"]+)"/.exec((await president.see(`${desk()}/twins`)).html)![1]!; // prettier-ignore
  const letters = async () => {
    await web.drain();
    const fresh = web.box.letters.slice(read);
    read = web.box.letters.length;
    return fresh.filter(({ subject }) => subject.includes('un om sau doi') || subject.includes('listă'));
  };
  const confirm = async () => {
    const operator = await Visitor.enter(web, town.operators[0]);
    const [asked] = await web.db.rows<{ id: string }>(`select id from approvals.approval where kind = 'neighbours-twins' and state = 'waiting'`); // prettier-ignore
    const { html } = await operator.see(`/ro/operator/approvals/${asked!.id}`);
    expect((await operator.send(`/ro/operator/approvals/${asked!.id}`, { decision: 'give' })).status).toBe(303);
    return html;
  };

  it('lead an officer from a letter to the pair; what he says the operator sees whole, and confirms', async () => {
    expect(await letters()).toHaveLength(2);
    expect((await president.see(desk())).html).toContain(say('desk.town.twins', { n: 1 }));
    const at = await pairAt();
    const shown = (await president.see(at)).html;
    expect([shown.includes(say('twins.reason')), shown.includes('@gmail.com')]).toEqual([true, false]);
    expect(shown).toContain(say('twins.unsure'));
    const empty = await president.send(at, { id: newId(), reason: '' });
    expect([empty.status, empty.html.includes(say('error.twins-choice'))]).toEqual([422, true]);
    expect((await president.send(at, { id: newId(), decision: 'same', reason: 'E soția mea, are două adrese.' })).status).toBe(303); // prettier-ignore
    expect((await president.see(`${desk()}/twins`)).html).toContain(say('twins.asked'));
    const signed = await confirm();
    for (const words of [say('twins.decision.same'), 'E soția mea, are două adrese.', 'Vera Lungu', 'vera@mail.ru'])
      expect(signed).toContain(words);
    expect((await president.see(`${desk()}/twins`)).html).toContain(say('twins.decision.same'));
  });

  it('tell the later one why and take his answer once; he is back when two decide anew', async () => {
    const [letter] = await letters();
    expect([letter!.to, letter!.text.includes('E soția mea, are două adrese.')]).toEqual(['vera@mail.ru', true]);
    expect((await later.send(`${joinAt}/join`, { roll: 'native', part: '' })).html).toContain(
      say('error.neighbour-twin'),
    );
    expect((await later.see(`${joinAt}/join`)).html).toContain('E soția mea, are două adrese.');
    const empty = await later.send(`${joinAt}/objection`, { words: ' ' });
    expect([empty.status, empty.html.includes(say('error.text-missing'))]).toEqual([422, true]);
    expect((await later.send(`${joinAt}/objection`, { words: 'Suntem două surori.' })).status).toBe(303);
    const waiting = (await later.see(`${joinAt}/join`)).html;
    expect([waiting.includes('Suntem două surori.'), waiting.includes('name="words"')]).toEqual([true, false]);
    const at = await pairAt();
    expect((await president.see(at)).html).toContain('Suntem două surori.');
    await president.send(at, { id: newId(), decision: 'different', reason: 'Am întrebat acasă.' });
    await confirm();
    expect((await letters()).map(({ to, subject }) => [to, subject.includes('din nou în listă')])).toContainEqual(['vera@mail.ru', true]); // prettier-ignore
    expect((await later.see(`${joinAt}/join`)).html).toContain(say('neighbours.leave'));
  });

  it('are no page of members, of the town hall where an association is, or of another town', async () => {
    const member = await Visitor.enter(web, town.members[0]!);
    expect((await member.see(`${desk()}/twins`)).status).toBe(403);
    const mayor = await Visitor.enter(web, town.mayor);
    expect((await mayor.see(`/ro/town-hall/${town.townHallId}/twins`)).status).toBe(404);
    const other = await buildTown(roomOf(web));
    const at = (await pairAt()).replace(town.associationId, other.associationId);
    const stranger = await Visitor.enter(web, other.president);
    expect((await stranger.see(at)).status).toBe(404);
    expect((await later.send(`${joinAt}/objection`, { words: 'Iar.' })).status).toBe(404);
  });
});
