import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { extractText, getDocumentProxy } from 'unpdf';
import { type BudgetVoteId, PreparingService } from '#libs/budgeting/src/index.js';
import { Money, newId } from '#libs/kernel/src/index.js';
import { BoardService, type OptionId, OptionsService } from '#libs/needs/src/index.js';
import { NeighboursService } from '#libs/neighbours/src/index.js';
import { LANGS, sayIn } from '#libs/platform/src/index.js';
import { asSuperuser } from '../../../../test/support/superuser.js';
import { buildTown, type Town } from '../../../../test/support/town.js';
import { roomOf, Visitor } from '../../../../test/support/visitor.js';
import { openWeb, type Web } from '../../../../test/support/web.js';

const say = sayIn('ro');

describe('pages of ballots on paper', () => {
  let web: Web;
  let town: Town;
  let vote: BudgetVoteId;
  let secretary: Visitor;
  let president: Visitor;
  beforeAll(async () => {
    web = await openWeb();
    town = await buildTown(roomOf(web));
    const { placeCode, townHallId, mayor, members } = town;
    const [by, lang] = [members[0]!, 'ro'] as const;
    await web.get(NeighboursService).join({ placeCode, roll: 'resident', part: null }, by);
    const options: OptionId[] = [];
    for (const title of ['Lămpi pe strada Gării', 'Fântână pe deal']) {
      const [need, id] = [newId<'TownNeed'>(), newId<'Option'>()];
      await web.get(BoardService).propose({ id: need, placeCode, lang, title, why: 'E întuneric.' }, by);
      const wish = { id, placeCode, needs: [need], lang, title, description: 'Se face.', source: 'oferta' };
      await web.get(OptionsService).make({ ...wish, cost: Money.lei(20_000n) }, mayor);
      options.push(id);
    }
    vote = newId<'BudgetVote'>();
    const said = { lang, title: 'Ce facem', budget: Money.lei(30_000n), days: 7, identity: 'email' } as const;
    await web.get(PreparingService).prepare({ ...said, id: vote, townHallId, options }, mayor);
    await web.get(PreparingService).agree(vote, town.president);
    [secretary, president] = [await Visitor.enter(web, town.secretary), await Visitor.enter(web, town.president)];
  });
  afterAll(() => web.close());

  const hall = () => `/ro/town-hall/${town.townHallId}/budget-votes/${vote}/papers`;
  const association = () => `/ro/association/${town.associationId}/budget-votes/${vote}/papers`;
  const paper = (more: Record<string, string> = {}) => ({
    ...{ id: newId<string>(), number: '31', name: 'Vasile Pleșca', roll: 'resident', part: '', 'ticked[]': '02' },
    ...more,
  });

  it('give everybody an empty ballot with every option, in each language', async () => {
    for (const lang of LANGS) {
      const answer = await web.fetch(`/${lang}/budget-votes/${vote}/ballot.pdf`);
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/pdf']);
      const pdf = await getDocumentProxy(new Uint8Array(await answer.arrayBuffer()));
      const [marked, { text }] = await Promise.all([pdf.getMarkInfo(), extractText(pdf, { mergePages: true })]);
      expect([pdf.numPages, marked?.Marked]).toEqual([1, true]);
      const words = text.replace(/\s+/g, ' ');
      for (const part of ['Fântână pe deal', sayIn(lang)('papers.form.signature')]) expect(words).toContain(part);
    }
    expect(await (await web.fetch(`/ro/budget-votes/${vote}`)).text()).toContain(`/en/budget-votes/${vote}/ballot.pdf`);
  });

  it('take a ballot from the town hall, show it to the association, and give its code once when that has signed', async () => {
    const wrong = await secretary.send(hall(), paper({ number: '' }));
    expect([wrong.status, wrong.html.includes(say('error.paper-number'))]).toEqual([422, true]);
    const sent = paper();
    expect((await secretary.send(hall(), sent)).status).toBe(303);
    expect((await secretary.see(`${hall()}/${sent.id}`)).html).toContain(say('papers.own-note'));
    expect((await president.see(`/ro/association/${town.associationId}`)).html).toContain(say('desk.town.budget-votes', { n: 1 })); // prettier-ignore
    expect((await president.see(`/ro/association/${town.associationId}/budget-votes`)).html).toContain(say('budget.papers')); // prettier-ignore
    const at = `${association()}/${sent.id}`;
    const shown = (await president.see(at)).html;
    for (const words of ['Vasile Pleșca', 'Fântână pe deal', say('papers.sign')]) expect(shown).toContain(words);
    expect(shown).not.toContain('Lămpi pe strada Gării');
    const bare = await president.send(at, { decision: 'decline', reason: '' });
    expect([bare.status, bare.html.includes(say('error.approval-reason'))]).toEqual([422, true]);
    const signed = await president.send(at, { decision: 'sign' });
    expect([signed.status, /[2-9A-Z]{4}(-[2-9A-Z]{4}){3}/.test(signed.html)]).toEqual([200, true]);
    expect((await president.see(at)).status).toBe(404);
    const open = await (await web.fetch(`/ro/budget-votes/${vote}`)).text();
    expect(open).toContain(say('budget.on-paper'));
    expect(open).not.toContain('Pleșca');
  });

  it('say that a number or a name has counted, and let the town hall take a ballot back', async () => {
    const twice = await secretary.send(hall(), paper());
    expect([twice.status, twice.html.includes(say('error.paper-number-twice'))]).toEqual([422, true]);
    const again = paper({ number: '32', name: 'Pleșca Vasile' });
    expect((await secretary.send(hall(), again)).status).toBe(303);
    const refused = await president.send(`${association()}/${again.id}`, { decision: 'sign' });
    expect([refused.status, refused.html.includes(say('error.paper-ballot-twice'))]).toEqual([409, true]);
    expect((await secretary.send(`${hall()}/${again.id}`, { decision: 'decline' })).status).toBe(303);
    expect((await secretary.see(hall())).html).toContain(say('papers.none'));
  });

  it('are no page of plain members or strangers', async () => {
    const member = await Visitor.enter(web, town.members[0]!);
    expect((await member.see(association())).status).toBe(403);
    const other = await Visitor.enter(web, (await buildTown(roomOf(web))).mayor);
    expect((await other.see(hall())).status).toBe(404);
  });

  it('are compared at the operator’s desk where there is no association', async () => {
    const sql = 'update hometowns.membership set until = platform.now(), ended_by = person_id where body_id = $1';
    await asSuperuser(roomOf(web), (client) => client.query(sql, [town.associationId]));
    const sent = paper({ number: '40', name: 'Ana Ceban' });
    expect((await secretary.send(hall(), sent)).status).toBe(303);
    const operator = await Visitor.enter(web, town.operators[0]);
    const { html } = await operator.see(`/ro/operator/approvals/${sent.id}`);
    for (const words of ['Ana Ceban', '02 Fântână pe deal', say('operator.fact.paper-ticked')])
      expect(html).toContain(words);
  });
});
