import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, type ProjectId } from '#libs/kernel/src/index.js';
import {
  DraftsService,
  PartnersQueries,
  ProjectFileQueries,
  ProjectsQueries,
  SubmissionService,
} from '#libs/projects/src/index.js';
import { buildTogether, ofTown } from '../../../../test/support/partners.js';
import { draftStreetLight } from '../../../../test/support/street-light.js';
import { buildProject, buildTown, type Town, type TownProject } from '../../../../test/support/town.js';
import { roomOf, Visitor } from '../../../../test/support/visitor.js';
import { openWeb, type Web } from '../../../../test/support/web.js';

const LANGS = ['ro', 'ru', 'en'];
const plain = (html: string) => html.replaceAll('\u00a0', ' ');

describe('a joint project on the pages', () => {
  let web: Web;
  let lead: Town;
  let partner: Town;
  let [mayor, other]: Visitor[] = [];
  beforeAll(async () => {
    web = await openWeb();
    [lead, partner] = [await buildTown(roomOf(web)), await buildTown(roomOf(web))];
    [mayor, other] = [await Visitor.enter(web, lead.mayor), await Visitor.enter(web, partner.mayor)];
  });
  afterAll(() => web.close());

  const leadAt = (id: ProjectId) => `/ro/town-hall/${lead.townHallId}/projects/${id}/partners`;
  const jointAt = (id: ProjectId) => `/ro/town-hall/${partner.townHallId}/joint/${id}`;
  const stands = async (id: ProjectId) => (await web.get(PartnersQueries).one(id, partner.townHallId))!.state;

  it('is asked for, agreed to and seen on both desks', async () => {
    const id = await draftStreetLight(roomOf(web), lead);
    expect((await other!.see(jointAt(id))).status).toBe(404);
    expect((await mayor!.see(leadAt(id))).html).toContain(`value="${partner.townHallId}"`);
    expect((await mayor!.send(leadAt(id), {})).html).toContain('Alegeți o altă primărie');
    expect((await mayor!.send(leadAt(id), { townHallId: partner.townHallId })).to).toBe(leadAt(id));
    expect((await mayor!.see(leadAt(id).replace('/partners', ''))).html).toContain('Nu a răspuns încă');
    const desk = (await other!.see(`/ro/town-hall/${partner.townHallId}`)).html;
    for (const words of ['Proiecte comune', 'Răspundeți la invitația']) expect(desk).toContain(words);
    const wrong = await other!.send(`${jointAt(id)}/agreement`, { actNumber: '7/3', actDate: '', share: '0' });
    expect(wrong.status).toBe(422);
    expect((await other!.send(`${jointAt(id)}/agreement`, { actNumber: '7/3', actDate: '2026-01-15', share: '0' })).to).toBe(jointAt(id)); // prettier-ignore
    expect(plain((await mayor!.see(leadAt(id))).html)).toContain('Decizia consiliului nr. 7/3 din 15 ianuarie 2026');
    for (const lang of LANGS) {
      expect((await other!.see(jointAt(id).replace('/ro/', `/${lang}/`))).status).toBe(200);
      expect((await mayor!.see(leadAt(id).replace('/ro/', `/${lang}/`))).status).toBe(200);
    }
    expect((await mayor!.see(jointAt(id).replace(partner.townHallId, lead.townHallId))).status).toBe(404);
  });

  it('is declined with a reason, which the one that leads it reads; and taken back', async () => {
    const id = await draftStreetLight(roomOf(web), lead);
    await mayor!.send(leadAt(id), { townHallId: partner.townHallId });
    expect((await other!.send(`${jointAt(id)}/refusal`, {})).status).toBe(422);
    await other!.send(`${jointAt(id)}/refusal`, { reason: 'Nu avem bani anul acesta.' });
    expect((await mayor!.see(leadAt(id))).html).toContain('Nu avem bani anul acesta.');
    expect((await other!.see(jointAt(id))).status).toBe(404);
    await mayor!.send(leadAt(id), { townHallId: partner.townHallId });
    expect((await mayor!.send(`${leadAt(id)}/${partner.townHallId}/removal`, {})).to).toBe(leadAt(id));
    expect(await stands(id)).toBe('removed');
  });

  it('is asked anew when its share changes, and nothing any more once the draft is given up', async () => {
    const id = await draftStreetLight(roomOf(web), lead);
    await mayor!.send(leadAt(id), { townHallId: partner.townHallId });
    const agree = (share: string) => other!.send(`${jointAt(id)}/agreement`, { actNumber: '7/3', actDate: '2026-01-15', share }); // prettier-ignore
    await agree('0');
    expect((await other!.see(jointAt(id))).html).not.toContain('name="share"');
    const { sections } = (await web.get(ProjectFileQueries).file(id))!;
    const { typed, version } = sections.find(({ name }) => name === 'funding')!;
    const [state, town, ...rest] = typed.sources as Record<string, unknown>[];
    const sources = [state, { ...town, townHallId: partner.townHallId }, ...rest];
    await web.get(DraftsService).save(id, 'funding', { ...typed, sources }, lead.mayor, version);
    expect((await other!.see(`/ro/town-hall/${partner.townHallId}`)).html).toContain('Suma s-a schimbat');
    expect(plain((await mayor!.see(leadAt(id).replace('/partners', ''))).html)).toContain('A fost de acord cu 0 lei');
    const { html } = await other!.see(jointAt(id));
    expect(html).toContain('a schimbat cât plătește primăria dumneavoastră');
    const stale = await agree('0');
    expect([stale.status, stale.html.includes('Planul spune altă sumă')]).toEqual([409, true]);
    expect((await agree(/name="share" value="([\d.]+)"/.exec(html)![1]!)).status).toBe(303);
    expect((await other!.see(`/ro/town-hall/${partner.townHallId}`)).html).not.toContain('Suma s-a schimbat');
    await web.get(SubmissionService).giveUp(id, 'Nu mai facem.', lead.mayor);
    expect((await other!.see(`/ro/town-hall/${partner.townHallId}`)).html).not.toContain(id);
    expect((await other!.see(jointAt(id))).html).toContain('a renunțat la acest proiect');
  });

  it('says together with whom, whose share each is and how each association votes', async () => {
    const id = await draftStreetLight(roomOf(web), lead);
    await mayor!.send(leadAt(id), { townHallId: partner.townHallId });
    await other!.send(`${jointAt(id)}/agreement`, { actNumber: '7/3', actDate: '2026-01-15', share: '0' });
    await web.get(SubmissionService).submit(id, lead.mayor);
    await web.drain();
    const file = await mayor!.see(leadAt(id).replace('/partners', ''));
    expect(file.html.match(/href="\/ro\/votes\//g)).toHaveLength(2);
    await web.db.rows(`update projects.project set state = 'published', published_at = platform.now() where id = $1`, [
      id,
    ]);
    const page = plain(await (await web.fetch(await publicPath(id))).text());
    expect(page).toContain('Împreună cu');
    expect(page).toContain('Ce spun asociațiile');
    expect(page.match(/Votul e deschis până la/g)).toHaveLength(2);
    for (const { placeCode } of [lead, partner]) expect(await townPage(placeCode)).toContain(await publicPath(id));
  });

  it('lets each town record its own share at its own desk, and no other', async () => {
    const project: TownProject = await buildProject(roomOf(web), lead, { state: 'campaign', campaignEndsIn: '9 days' });
    await buildTogether(roomOf(web), project, partner);
    const at = `${jointAt(project.id)}/shares`;
    expect((await other!.see(jointAt(project.id))).html).not.toContain(at);
    await ofTown(roomOf(web), project.sources[1]!, partner);
    expect((await other!.see(jointAt(project.id))).html).toContain(at);
    const form = (await other!.see(at)).html;
    expect([form.includes(project.sources[1]!), form.includes(project.sources[2]!)]).toEqual([true, false]);
    const step = (sourceId: string) => ({ id: newId(), kind: 'step', sourceId, stage: 'paid', amount: '100', 'act.kind': 'payment-order', 'act.number': '9', 'act.date': '2026-01-20' }); // prettier-ignore
    expect((await other!.sendWith(at, step(project.sources[1]!), { file: null })).status).toBe(303);
    expect((await other!.sendWith(at, step(project.sources[2]!), { file: null })).status).toBe(404);
    expect(plain((await mayor!.see(`/ro/town-hall/${lead.townHallId}/projects/${project.id}/shares`)).html)).toContain('100 lei'); // prettier-ignore
    expect((await mayor!.see(at)).status).toBe(404);
  });

  async function publicPath(id: ProjectId): Promise<string> {
    const project = (await web.get(ProjectsQueries).find(id))!;
    const [place] = await web.db.rows<{ slug: string }>('select slug from hometowns.place where code = $1', [project.placeCode]); // prettier-ignore
    return `/ro/p/${place!.slug}/${project.slug}`;
  }

  async function townPage(placeCode: string): Promise<string> {
    const [place] = await web.db.rows<{ slug: string }>('select slug from hometowns.place where code = $1', [placeCode]); // prettier-ignore
    return (await web.fetch(`/ro/t/${place!.slug}`)).text();
  }
});
