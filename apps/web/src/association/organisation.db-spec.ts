import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '#libs/kernel/src/index.js';
import { OrganisationQueries } from '#libs/hometowns/src/index.js';
import { buildTown, type Town } from '../../../../test/support/town.js';
import { roomOf, Visitor, wrongFields } from '../../../../test/support/visitor.js';
import { openWeb, type Web } from '../../../../test/support/web.js';

describe('how an association is organised, on its pages', () => {
  let web: Web;
  let town: Town;
  let at: string;
  let president: Visitor;
  let member: Visitor;
  let outsider: Visitor;
  beforeAll(async () => {
    web = await openWeb();
    town = await buildTown(roomOf(web), { members: 5 });
    at = `/ro/association/${town.associationId}/organisation`;
    president = await Visitor.enter(web, town.president);
    member = await Visitor.enter(web, town.members[0]!);
    outsider = await Visitor.enter(web, (await buildTown(roomOf(web))).president);
  });
  afterAll(() => web.close());

  const publicPage = async () => {
    const [{ slug }] = (await web.db.rows<{ slug: string }>('select slug from hometowns.body where id = $1', [town.associationId])) as [{ slug: string }]; // prettier-ignore
    return (await outsider.see(`/ro/a/${slug}?n=${newId()}`)).html;
  };

  it('is its own people’s only, and its officers’ to change', async () => {
    for (const path of ['', '/statute', '/term', '/chapter']) {
      expect((await outsider.see(at + path)).status).toBe(404);
      for (const lang of ['ro', 'ru', 'en'])
        expect((await president.see(at.replace('/ro/', `/${lang}/`) + path)).status).toBe(200);
    }
    expect((await president.see(at)).html).toContain(`${at}/statute"`);
    expect((await member.see(at)).html).not.toContain(`${at}/statute"`);
    const sent = { id: newId(), country: 'IT', coordinator: town.members[0]! };
    expect((await member.send(`${at}/chapter`, sent)).status).toBe(403);
  });

  it('publishes the statute for everybody, and its next version only with the decision', async () => {
    expect(wrongFields(await president.send(`${at}/statute`, { id: newId(), decision: '', decidedOn: '' }))).toEqual([
      'file',
    ]);
    expect(
      (await president.sendWith(`${at}/statute`, { id: newId(), decision: '', decidedOn: '' }, { file: null })).to,
    ).toBe(at);
    const next = { id: newId(), decision: '2', decidedOn: '2025-10-12' };
    expect(wrongFields(await president.sendWith(`${at}/statute`, { ...next, decision: '' }, { file: null }))).toEqual([
      'decision',
    ]);
    expect((await president.sendWith(`${at}/statute`, next, { file: null })).to).toBe(at);
    const html = await publicPage();
    expect(html).toMatch(/decizia membrilor nr\. 2 din 12.octombrie.2025/);
    const [, file] = /href="(\/files\/[0-9a-f-]+\/original)"/.exec(html)!;
    expect((await web.fetch(file!)).status).toBe(200);
  });

  it('writes terms down, and the public sees the office, not the name', async () => {
    const [office] = await web.get(OrganisationQueries).offices(town.associationId);
    const term = { office: office!.membershipId, from: '2020-01-01', until: '2026-01-01', decision: '3' };
    expect(wrongFields(await president.send(`${at}/term`, term))).toEqual(['until']);
    expect((await president.send(`${at}/term`, { ...term, until: '2023-12-31' })).to).toBe(at);
    expect((await president.see(at)).html).toMatch(/31.decembrie.2023/);
    const html = await publicPage();
    expect(html).toContain('Mandat încheiat');
    expect(html).not.toContain(`Om ${town.president.slice(-4)}`);
  });

  it('opens a chapter that members choose, and tells its number from five on', async () => {
    expect(wrongFields(await president.send(`${at}/chapter`, { id: newId(), country: '' }))).toEqual(['country', 'coordinator']); // prettier-ignore
    const chapter = newId();
    await president.send(`${at}/chapter`, { id: chapter, country: 'IT', coordinator: town.members[0]! });
    expect(await publicPage()).toContain('Grupul din Italia');
    const people = await Promise.all(town.members.map((one) => Visitor.enter(web, one)));
    for (const one of people) expect((await one.send(`${at}/my-chapter`, { chapter })).to).toBe(`${at}#chapters`);
    expect(await publicPage()).toMatch(/Grupul din Italia<span class="hint">5.membri/);
    await member.send(`${at}/my-chapter`, { chapter: '' });
    expect(await publicPage()).toContain('mai puțin de cinci membri');
    expect((await president.send(`${at}/chapters/${chapter}/end`, {})).to).toBe(`${at}#chapters`);
    expect(await publicPage()).not.toContain('Italia');
  });

  it('shows members what one of them has declared, and until when it counts once he has taken it back', async () => {
    expect(wrongFields(await member.send(`${at}/interests`, { id: newId() }))).toEqual(['ground', 'what']);
    const id = newId();
    await member.send(`${at}/interests`, { id, ground: 'supplier-kin', what: 'Fratele conduce Electro-Nord' });
    expect((await president.see(at)).html).toContain('Fratele conduce Electro-Nord');
    expect(await publicPage()).not.toContain('Electro-Nord');
    expect((await president.send(`${at}/interests/${id}/end`, {})).status).toBe(404);
    expect((await member.send(`${at}/interests/${id}/end`, {})).to).toBe(`${at}#interests`);
    expect((await president.see(at)).html).toContain('retras; contează până la');
    expect((await member.see(at)).html).not.toContain(`/interests/${id}/end`);
  });
});
