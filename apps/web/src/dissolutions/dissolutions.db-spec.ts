import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AssembliesQueries } from '#libs/assemblies/src/index.js';
import { addDays, civilDate, newId } from '#libs/kernel/src/index.js';
import { Clock, Courier } from '#libs/platform/src/index.js';
import { buildProject, buildTown, type Town, type TownProject } from '../../../../test/support/town.js';
import { roomOf, Visitor, wrongFields } from '../../../../test/support/visitor.js';
import { openWeb, type Web } from '../../../../test/support/web.js';

const DAY = 86_400_000;

describe('the end of an association, on its pages', () => {
  let web: Web;
  let town: Town;
  let other: Town;
  let project: TownProject;
  let slug: string;
  let president: Visitor;
  let member: Visitor;
  let head: Visitor;
  let operators: readonly [Visitor, Visitor];
  let outsider: Visitor;
  beforeAll(async () => {
    web = await openWeb();
    [town, other] = [await buildTown(roomOf(web)), await buildTown(roomOf(web))];
    project = await buildProject(roomOf(web), town, { state: 'campaign', campaignEndsIn: '900 days' });
    president = await Visitor.enter(web, town.president);
    member = await Visitor.enter(web, town.members[0]!);
    head = await Visitor.enter(web, other.president);
    outsider = await Visitor.enter(web, (await buildTown(roomOf(web))).president);
    operators = [await Visitor.enter(web, town.operators[0]), await Visitor.enter(web, town.operators[1])];
    [{ slug }] = (await web.db.rows<{ slug: string }>('select slug from hometowns.body where id = $1', [town.associationId])) as [{ slug: string }]; // prettier-ignore
  });
  afterAll(() => web.close());

  const at = (of: Town) => `/ro/association/${of.associationId}/dissolution`;
  const pass = async (days: number) => {
    await web.get(Clock).moveBy(days * DAY);
    for (const chore of ['assemblies.open', 'voting.close']) await web.get(Courier).run(chore);
    await web.drain();
  };
  const publicPage = async (lang = 'ro') => outsider.see(`/${lang}/a/${slug}?n=${newId()}`);
  const meetings = `/ro/association`;

  it('is put on an agenda and decided by the members', async () => {
    const { html } = await member.see(at(town));
    for (const words of ['Membrii nu au hotărât dizolvarea.', 'pas cu pas', 'Ce stă azi în cale', 'Un proiect deschis'])
      expect(html).toContain(words);
    expect((await member.see(`/ro/association/${town.associationId}/organisation`)).html).toContain(
      `href="${at(town)}"`,
    );
    expect((await outsider.see(at(town))).status).toBe(404);
    const desk = `${meetings}/${town.associationId}/assemblies`;
    const id = newId();
    await president.send(`${desk}/new`, { id, opensOn: addDays(civilDate(await web.get(Clock).now()), 8) });
    for (const lang of ['ro', 'ru', 'en'])
      expect((await president.see(`${desk.replace('/ro/', `/${lang}/`)}/${id}/dissolution`)).status).toBe(200);
    expect((await president.send(`${desk}/${id}/dissolution`, { id: newId() })).to).toBe(`${desk}/${id}`);
    await president.send(`${desk}/${id}/call`, {});
    await pass(8);
    const [point] = (await web.get(AssembliesQueries).ofAssociation(town.associationId))[0]!.items;
    for (const one of [town.president, town.inspector, ...town.members])
      await (await Visitor.enter(web, one)).send(`/ro/votes/${point!.voteId!}`, { choice: 'yes' });
    await pass(6);
    for (const one of [town.president, town.inspector])
      await (await Visitor.enter(web, one)).send(`${desk}/${id}/signature`, {});
    expect((await publicPage()).html).toContain('că asociația se dizolvă');
    expect((await president.see(`${meetings}/${town.associationId}`)).html).toContain(
      `${town.associationId}/dissolution`,
    );
  });

  it('has its projects taken over by another, whose president answers on his own desk', async () => {
    expect((await member.see(at(town))).html).not.toContain('Întreabă asociația');
    for (const lang of ['ro', 'ru', 'en'])
      expect((await president.see(at(town).replace('/ro/', `/${lang}/`))).html).toContain('Lumină pe strada Nucilor');
    expect(wrongFields(await president.send(`${at(town)}/successor`, { id: newId(), successorId: '' }))).toEqual([
      'successorId',
    ]);
    const ask = () => president.send(`${at(town)}/successor`, { id: newId(), successorId: other.associationId });
    expect((await ask()).to).toBe(at(town));
    expect((await head.see(`${meetings}/${other.associationId}`)).html).toContain('vă oferă proiectele ei');
    const offer = async () => /dissolution\/offers\/([0-9a-f-]{36})/.exec((await head.see(at(other))).html)![1]!;
    expect(wrongFields(await head.send(`${at(other)}/offers/${await offer()}`, { answer: 'decline', reason: '' }))).toEqual(['reason']); // prettier-ignore
    await head.send(`${at(other)}/offers/${await offer()}`, { answer: 'decline', reason: 'Suntem prea puțini.' });
    expect((await member.see(at(town))).html).toContain('Suntem prea puțini.');
    const why = async (who?: Visitor) => {
      const headers = who && { authorization: `Bearer ${who.cookie.slice('plai_session='.length)}` };
      const answer = await web.fetch(`/api/v1/bodies/${town.associationId}/dissolution`, { headers: { ...headers } });
      return ((await answer.json()) as { succession: { reason: string | null } }).succession.reason;
    };
    expect([await why(), await why(outsider), await why(member), await why(head)]).toEqual([null, null, 'Suntem prea puțini.', 'Suntem prea puțini.']); // prettier-ignore
    await ask();
    await president.send(`${at(town)}/successor/end`, {});
    expect((await head.see(at(other))).html).not.toContain('dissolution/offers/');
    await ask();
    const id = await offer();
    expect((await outsider.send(`${at(other)}/offers/${id}`, { answer: 'agree' })).status).toBe(404);
    expect((await head.send(`${at(other)}/offers/${id}`, { answer: 'agree' })).to).toBe(at(other));
    expect((await member.see(at(town))).html).toContain('Preia proiectele');
  });

  it('is confirmed by two of the operator, and its page says so', async () => {
    const desk = `/ro/operator/bodies/${town.associationId}/dissolution`;
    expect((await president.see(desk)).status).toBe(404);
    expect((await operators[0].see('/ro/operator')).html).toContain('O asociație se dizolvă');
    for (const lang of ['ro', 'ru', 'en'])
      expect((await operators[0].see(desk.replace('/ro/', `/${lang}/`))).html).toContain('Lumină pe strada Nucilor');
    expect((await operators[0].send(desk, {})).to).toBe('/ro/operator?done=asked');
    const [{ id }] = (await web.db.rows<{ id: string }>(`select id from approvals.approval where kind = 'body-dissolution'`)) as [{ id: string }]; // prettier-ignore
    expect((await operators[1].see(`/ro/operator/approvals/${id}`)).html).toContain('Dizolvarea unei asociații');
    await operators[1].send(`/ro/operator/approvals/${id}`, { decision: 'give' });
    const seen = await publicPage();
    expect(seen.status).toBe(200);
    expect(seen.html).toContain('Asociația este dizolvată din');
    expect(seen.html).toContain('Un proiect a trecut la:');
    // As it was when it ended, and without how one would join.
    expect(seen.html).toMatch(/Membri la dizolvare.*5\u00a0membri/s);
    expect(seen.html).not.toContain('Un membru nou intră');
    for (const lang of ['ru', 'en']) expect((await publicPage(lang)).status).toBe(200);
    expect((await member.see(at(town))).status).toBe(404);
    const answer = async (path: string) => (await web.fetch(`/api/v1/bodies/${town.associationId}${path}`)).json() as Promise<Record<string, unknown>>; // prettier-ignore
    expect(await answer('')).toMatchObject({ state: 'dissolved' });
    expect(await answer('/dissolution')).toMatchObject({ handedOver: [{ projectId: project.id, toId: other.associationId }] }); // prettier-ignore
    expect(await answer('/assemblies')).toMatchObject({ data: [{ state: 'closed' }] });
  });
});
