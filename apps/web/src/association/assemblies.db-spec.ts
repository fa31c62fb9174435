import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AssembliesQueries, type Assembly } from '#libs/assemblies/src/index.js';
import { ElectionsService, MembersQueries, OrganisationQueries } from '#libs/hometowns/src/index.js';
import { addDays, civilDate, newId } from '#libs/kernel/src/index.js';
import { Clock, Courier } from '#libs/platform/src/index.js';
import { VotesService } from '#libs/voting/src/index.js';
import { buildTown, type Town } from '../../../../test/support/town.js';
import { roomOf, Visitor, wrongFields } from '../../../../test/support/visitor.js';
import { openWeb, type Web } from '../../../../test/support/web.js';

const DAY = 86_400_000;

describe('assemblies of an association, on their pages', () => {
  let web: Web;
  let town: Town;
  let at: string;
  let president: Visitor;
  let inspector: Visitor;
  let member: Visitor;
  let outsider: Visitor;
  beforeAll(async () => {
    web = await openWeb();
    town = await buildTown(roomOf(web), { members: 8 });
    at = `/ro/association/${town.associationId}/assemblies`;
    president = await Visitor.enter(web, town.president);
    inspector = await Visitor.enter(web, town.inspector);
    member = await Visitor.enter(web, town.members[0]!);
    outsider = await Visitor.enter(web, (await buildTown(roomOf(web))).president);
  });
  afterAll(() => web.close());

  const day = async () => addDays(civilDate(await web.get(Clock).now()), 8);
  const draft = async (by: Visitor): Promise<string> => {
    const id = newId();
    expect((await by.send(`${at}/new`, { id, opensOn: await day() })).to).toBe(`${at}/${id}`);
    return id;
  };
  const pass = async (days: number) => {
    await web.get(Clock).moveBy(days * DAY);
    for (const chore of ['assemblies.open', 'voting.close']) await web.get(Courier).run(chore);
    await web.drain();
  };
  const latest = async () => (await web.get(AssembliesQueries).ofAssociation(town.associationId))[0] as Assembly;
  const publicPage = async () => {
    const [{ slug }] = (await web.db.rows<{ slug: string }>('select slug from hometowns.body where id = $1', [town.associationId])) as [{ slug: string }]; // prettier-ignore
    return (await outsider.see(`/ro/a/${slug}?n=${newId()}`)).html;
  };
  const name = () => `Om ${town.members[0]!.slice(-4)}`;

  it('are drafted by a member for himself, point by point', async () => {
    expect((await outsider.see(at)).status).toBe(404);
    expect(wrongFields(await member.send(`${at}/new`, { id: newId(), opensOn: '2020-01-01' }))).toEqual(['opensOn']);
    const id = await draft(member);
    expect((await president.see(`${at}/${id}`)).status).toBe(404);
    const blank = { 'question.ro': '', 'question.ru': '', 'question.en': '' };
    expect(wrongFields(await member.send(`${at}/${id}/question`, { id: newId(), ...blank }))).toEqual(['question-ro']);
    expect(wrongFields(await member.send(`${at}/${id}/election`, { id: newId(), role: '', candidate: '', years: '2' }))).toEqual(['role', 'candidate']); // prettier-ignore
    const item = newId();
    expect((await member.send(`${at}/${id}/question`, { id: item, ...blank, 'question.ru': 'Вступаем в федерацию?' })).to).toBe(`${at}/${id}`); // prettier-ignore
    for (const path of ['/question', '/election', '/rule', ''])
      for (const lang of ['ro', 'ru', 'en'])
        expect((await member.see(`${at.replace('/ro/', `/${lang}/`)}/${id}${path}`)).status).toBe(200);
    expect((await member.see(`${at}/${id}`)).html).toContain('Вступаем в федерацию?');
    await member.send(`${at}/${id}/items/${item}/end`, {});
    expect((await member.see(`${at}/${id}`)).html).not.toContain('Вступаем');
    expect((await member.send(`${at}/${id}/call-off`, {})).to).toBe(at);
  });

  it('are proposed by a member, and called when a fifth wants it', async () => {
    const id = await draft(member);
    await member.send(`${at}/${id}/question`, { id: newId(), 'question.ro': 'Intrăm în federație?' });
    expect((await member.see(`${at}/${id}`)).html).toContain('Propune membrilor');
    await member.send(`${at}/${id}/call`, {});
    expect((await president.see(`${at}/${id}`)).html).toContain('O vreau și eu');
    expect((await president.see(`/ro/association/${town.associationId}`)).html).toContain('O adunare este propusă');
    const people = await president.see(`/ro/association/${town.associationId}/people`);
    expect(people.html).toContain('nimeni nu scoate alți membri');
    expect(people.html).not.toContain('>încheie<');
    expect((await member.see(`${at}/${id}`)).html).not.toContain('O vreau și eu');
    await president.send(`${at}/${id}/back`, {});
    expect((await president.see(`${at}/${id}`)).html).toContain('Adunarea nr. 1');
    // What a fifth has called nobody calls off.
    const seen = (await member.see(`${at}/${id}`)).html;
    expect([seen.includes('A convocat-o o cincime'), seen.includes('Anulează adunarea')]).toEqual([true, false]);
    expect((await member.send(`${at}/${id}/call-off`, { why: 'M-am răzgândit' })).status).toBe(409);
  });

  it('are called off by the president who has called them, with the reason', async () => {
    const id = await draft(president);
    await president.send(`${at}/${id}/question`, { id: newId(), 'question.ro': 'Intrăm în federație?' });
    await president.send(`${at}/${id}/call`, {});
    expect(wrongFields(await president.send(`${at}/${id}/call-off`, { why: '' }))).toEqual(['why']);
    expect((await president.send(`${at}/${id}/call-off`, { why: 'O ținem în ianuarie' })).to).toBe(at);
    expect(await publicPage()).toContain('O ținem în ianuarie');
  });

  it('elect by a vote on each point, and give minutes that two sign and anybody with the code checks', async () => {
    const id = await draft(president);
    const rule = { quorum: '1/3', majority: '>1/2', hours: '72', silence: 'refused', arbiter: 'Plai', secret: 'secret', proxies: '1' }; // prettier-ignore
    const election = newId();
    await president.send(`${at}/${id}/election`, { id: election, role: 'treasurer', candidate: town.members[0]!, years: '2' }); // prettier-ignore
    expect((await president.see(`${at}/${id}`)).html).toContain('Încă n-a spus dacă acceptă');
    expect((await president.see(`${at}/${id}`)).html).not.toContain('Convoacă adunarea');
    expect((await member.see(`${at}/${id}`)).html).toContain('Accept să candidez');
    expect((await member.send(`${at}/${id}/items/${election}/answer`, { says: 'yes' })).to).toBe(`${at}/${id}`);
    expect(wrongFields(await president.send(`${at}/${id}/rule`, { id: newId(), ...rule, quorum: '2/1' }))).toEqual([
      'quorum',
    ]);
    expect((await president.send(`${at}/${id}/rule`, { id: newId(), ...rule })).to).toBe(`${at}/${id}`);
    await president.send(`${at}/${id}/call`, {});
    expect((await member.see(`${at}/${id}`)).html).toContain(`Candidează ${name()}`);
    expect((await member.see(`${at}/${id}`)).html).toContain('După ce regulă se votează');
    expect(await publicPage()).not.toContain(name());
    expect(await publicPage()).toContain('După ce regulă se votează');
    await pass(8);
    const { items } = await latest();
    expect((await member.see(`${at}/${id}`)).html).toContain(`/ro/votes/${items[0]!.voteId}`);
    expect((await member.see(`/ro/votes/${items[0]!.voteId}`)).html).toContain(`Candidează ${name()}`);
    expect((await outsider.see(`/ro/votes/${items[0]!.voteId}`)).html).not.toContain(name());
    for (const { voteId } of items)
      for (const one of [town.president, town.inspector, ...town.members])
        await web.get(VotesService).cast(voteId!, 'yes', null, one);
    await pass(6);
    const { code } = await latest();
    expect((await web.fetch(`/v/${code}?lang=ro`)).status).toBe(200);
    const other = await Visitor.enter(web, town.members[1]!);
    expect((await other.see(`${at}/${id}`)).html).not.toContain('Semnează procesul-verbal');
    for (const one of [president, inspector]) {
      expect((await one.see(`${at}/${id}`)).html).toContain('Semnează procesul-verbal');
      expect((await one.send(`${at}/${id}/signature`, {})).to).toBe(`${at}/${id}`);
    }
    const proof = await (await web.fetch(`/v/${code}?lang=ro`)).text();
    for (const words of ['Cu două semnături', `Candidează ${name()}`, 'Om ', 'S-a aplicat.'])
      expect(proof).toContain(words);
    for (const lang of ['ro', 'ru', 'en']) {
      const paper = await web.fetch(`/${lang}/minutes/${code}/minutes.pdf`);
      expect(paper.headers.get('content-type')).toBe('application/pdf');
      expect(
        Buffer.from(await paper.arrayBuffer())
          .subarray(0, 5)
          .toString(),
      ).toBe('%PDF-');
    }
    expect((await web.fetch('/ro/minutes/AAAAAAAAAAAAAAAA/minutes.pdf')).status).toBe(404);
    const html = await publicPage();
    expect(html).toContain('Procesul-verbal este semnat');
    // The term leads to the vote that gave it.
    expect(html).toContain(`<a href="/ro/votes/${items[0]!.voteId}">Vezi votul</a>`);
    expect(html).not.toContain(name());
    expect(html).not.toContain(code!);
    // And the president is asked for no other than those that no vote has given.
    const offices = await web.get(OrganisationQueries).offices(town.associationId);
    expect(offices.map(({ elected }) => elected)).toContain(true);
    const form = (await president.see(`/ro/association/${town.associationId}/organisation/term`)).html;
    for (const { membershipId, elected } of offices) expect([elected, form.includes(`value="${membershipId}"`)]).toEqual([elected, !elected]); // prettier-ignore
  });

  it('elect a president who may give the office back on the page of the members', async () => {
    const people = `/ro/association/${town.associationId}/people`;
    const election = { personId: town.members[0]!, role: 'president', years: 1, decision: '9.1' } as const;
    await web.db.transaction((tx) => web.get(ElectionsService).elect(tx, town.associationId, election, town.president));
    const { membershipId } = (await web.get(OrganisationQueries).offices(town.associationId))[0]!;
    expect((await member.see(`${people}/${membershipId}/end`)).html).toContain('Dau funcția înapoi');
    expect((await member.send(`${people}/${membershipId}/end`, {})).to).toBe(people);
    expect(await web.get(MembersQueries).officersOf(town.associationId, ['president'])).toEqual([town.president]);
  });

  it('give everybody the same by API, and names and codes to members', async () => {
    const seen = async (by: Visitor | null) =>
      ((await (await web.fetch(`/api/v1/bodies/${town.associationId}/assemblies`, by ? { headers: { cookie: by.cookie } } : {})).json()) as { data: Assembly[] }).data; // prettier-ignore
    const [open, own] = [await seen(null), await seen(member)];
    expect(open[0]).toMatchObject({ number: 3, state: 'closed', code: null, by: null });
    expect(open[0]!.items[0]).toMatchObject({ role: 'treasurer', candidate: null, outcome: 'accepted' });
    expect(own[0]!.items[0]).toMatchObject({ candidate: town.members[0]! });
    expect(own[0]!.code).toHaveLength(16);
  });
});
