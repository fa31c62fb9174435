import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type FileId, isId, newId, type ProjectId } from '#libs/kernel/src/index.js';
import { Files } from '#libs/platform/src/index.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import { draftStreetLight } from '../../../test/support/street-light.js';
import { buildTown, type Town } from '../../../test/support/town.js';
import { DraftsService, ProjectFileQueries, ProjectsModule, ProjectsQueries, SectionChanged, totalOf } from './index.js'; // prettier-ignore

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const PDF = Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\n');

describe('drafts', () => {
  let room: Room;
  let drafts: DraftsService;
  let town: Town;
  beforeAll(async () => {
    room = await openRoom([ProjectsModule]);
    drafts = room.get(DraftsService);
    town = await buildTown(room);
  });
  afterAll(() => room.close());

  const begin = async (title = 'Iluminat pe strada Nucilor', by = town): Promise<ProjectId> => {
    const command = { id: newId<'Project'>(), townHallId: by.townHallId, title, lang: 'ro' } as const;
    return (await drafts.create(command, by.mayor)).id;
  };
  const file = async (id: ProjectId) => (await room.get(ProjectFileQueries).file(id))!;
  const gapsOf = async (id: ProjectId) => (await file(id)).gaps.map(({ section, pointer, code }) => `${section}${pointer} ${code}`); // prettier-ignore
  const keep = (bytes: Buffer, by = town.mayor) => room.get(Files).keep({ bytes, name: 'act', by });

  it('begins a project once, with a slug of its own in its place', async () => {
    const command = { id: newId<'Project'>(), townHallId: town.townHallId, title: 'Apă „bună” în Țânțăreni', lang: 'ro' } as const; // prettier-ignore
    const project = await drafts.create(command, town.secretary);
    expect(await drafts.create(command, town.secretary)).toEqual(project);
    expect(project).toMatchObject({ slug: 'apa-buna-in-tantareni', state: 'draft', placeCode: town.placeCode });
    await expect(drafts.create(command, town.mayor)).rejects.toMatchObject({ code: 'project-reused' });
    const twin = await drafts.create({ ...command, id: newId<'Project'>() }, town.mayor);
    expect(twin.slug).toBe(`apa-buna-in-tantareni-${twin.code.toLowerCase()}`);
    const russian = await drafts.create({ ...command, id: newId<'Project'>(), title: 'Вода для всех', lang: 'ru' }, town.mayor); // prettier-ignore
    expect(russian.slug).toBe('voda-dlea-vseh');
    await expect(drafts.create({ ...command, id: newId<'Project'>(), title: ' ' }, town.mayor)).rejects.toMatchObject({ code: 'text-missing' }); // prettier-ignore
    const elsewhere = (await buildTown(room)).placeCode;
    await expect(drafts.create({ ...command, id: newId<'Project'>(), placeCode: elsewhere }, town.mayor)).rejects.toMatchObject({ code: 'place-elsewhere' }); // prettier-ignore
  });

  it('makes a whole plan of what a town hall types, with sums to the ban', async () => {
    const id = await draftStreetLight(room, town);
    expect(await gapsOf(id)).toEqual([]);
    const { plan, done, sections } = await file(id);
    expect(done).toBe(8);
    expect(totalOf(plan).toString()).toBe('649000.00');
    expect(plan.lines[0]).toMatchObject({ quantity: '266', unit: 'piece', coreQuantity: '200' });
    expect(plan.lines[0]!.core.toString()).toBe('230000.00');
    expect(plan.sources[1]!.act).toEqual({ kind: 'council-decision', number: '7/3', date: '2029-09-18', file: null });
    expect(plan.tranches.map(({ shareBp }) => shareBp)).toEqual([2000, 4500, 2500, 1000]);
    expect(plan.tranches[1]!.milestoneId).toBe(plan.milestones[1]!.id);
    expect(plan.campaign).toMatchObject({ bufferBp: 500, opensOn: '2030-01-07', outcome: null });
    expect(sections.every(({ savedBy }) => savedBy === town.mayor)).toBe(true);
  });

  it('keeps what was typed, even what it cannot read, and says what that was', async () => {
    const id = await begin();
    const typed = {
      lines: [
        { name: 'Cablu', quantity: 'mulți', unit: 'cot', unitPrice: 'vreo 11 lei' },
        { name: '', quantity: '', unit: 'piece', unitPrice: '' },
        { name: 'Lămpi', quantity: '3', unit: 'piece', unitPrice: '0,335', core: true, coreQuantity: '4' },
      ],
      surprise: 'x',
    };
    const saved = await drafts.save(id, 'budget', typed, town.accountant, 0);
    const rows = saved.typed.lines as Record<string, unknown>[];
    expect(rows).toEqual([0, 2].map((n, row) => ({ ...typed.lines[n], id: rows[row]!.id })));
    expect(rows.every(({ id }) => isId(id))).toBe(true);
    expect(saved.typed).not.toHaveProperty('surprise');
    expect(saved.problems.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([
      '/lines/0/quantity quantity-unreadable',
      '/lines/0/unitPrice amount-unreadable',
      '/lines/0/unit choice-unknown',
      '/lines/1/unitPrice amount-unreadable',
      '/lines/1/coreQuantity core-above-quantity',
    ]);
    const gaps = await gapsOf(id);
    expect(gaps).toContain('budget/lines/0/quantity quantity-unreadable');
    expect(gaps).not.toContain('budget/lines/0/quantity quantity-missing');
    const place = await drafts.save(id, 'place', { title: '', placeCode: '0101000', why: 'Ca să fie.' }, town.mayor, 1); // prettier-ignore
    expect(place.typed).toEqual({ title: '', placeCode: '0101000', why: 'Ca să fie.' });
    expect((await file(id)).plan.project).toMatchObject({ placeCode: town.placeCode, title: { ro: 'Iluminat pe strada Nucilor' } }); // prettier-ignore
    expect(await gapsOf(id)).toEqual(expect.arrayContaining(['place/title text-missing', 'place/placeCode place-elsewhere'])); // prettier-ignore
  });

  it('saves a repeat once and refuses to write over somebody else, showing what stands', async () => {
    const id = await begin();
    const mine = { maintainer: 'Primăria', risks: 'Ploaia' };
    const first = await drafts.save(id, 'maintenance', mine, town.mayor, 0);
    expect(await drafts.save(id, 'maintenance', mine, town.mayor, 0)).toEqual(first);
    const other = drafts.save(id, 'maintenance', { maintainer: 'Apă-Canal' }, town.secretary, 0);
    await expect(other).rejects.toMatchObject({ kind: 'conflict', code: 'section-changed', current: first });
    await expect(other).rejects.toBeInstanceOf(SectionChanged);
    const two = await Promise.allSettled(['A', 'B'].map((maintainer) => drafts.save(id, 'maintenance', { maintainer }, town.mayor, 1))); // prettier-ignore
    expect(two.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const rows = { lines: [{ name: 'Cablu' }] };
    const saved = await drafts.save(id, 'budget', rows, town.mayor, 0);
    expect(await drafts.save(id, 'budget', rows, town.mayor, 0)).toEqual(saved); // the same, though its rows got ids
  });

  it('keeps rows by their ids, in their new order', async () => {
    const id = await begin();
    const first = await drafts.save(id, 'budget', { lines: [{ name: 'A' }, { name: 'B' }, { name: 'C' }] }, town.mayor, 0); // prettier-ignore
    const [a, , c] = first.typed.lines as { id: string }[];
    await drafts.save(id, 'budget', { lines: [{ ...c, quantity: '2' }, a, { name: 'D' }] }, town.mayor, 1);
    const lines = (await room.get(ProjectsQueries).plan(id))!.lines;
    expect(lines.map(({ name }) => name.ro)).toEqual(['C', 'A', 'D']);
    expect(lines.slice(0, 2).map((line) => line.id)).toEqual([c!.id, a!.id]);
  });

  it('refuses rows and files of others, and people from elsewhere', async () => {
    const stranger = await buildTown(room);
    const [mine, theirs] = [await begin(), await begin('Drum', stranger)];
    const saved = await drafts.save(theirs, 'budget', { lines: [{ name: 'A' }] }, stranger.mayor, 0);
    const stolen = drafts.save(mine, 'budget', { lines: saved.typed.lines }, town.mayor, 0);
    await expect(stolen).rejects.toMatchObject({ kind: 'not-found' });
    expect((await file(theirs)).plan.lines).toHaveLength(1);
    await expect(drafts.save(mine, 'budget', {}, stranger.mayor, 0)).rejects.toMatchObject({ kind: 'not-found' });
    await expect(drafts.save(newId<'Project'>(), 'budget', {}, town.mayor, 0)).rejects.toMatchObject({ kind: 'not-found' }); // prettier-ignore
    await expect(drafts.save(mine, 'budget', {}, town.president, 0)).rejects.toMatchObject({ kind: 'not-found' });
    const foreign = await keep(PDF, stranger.mayor);
    const papers = await drafts.save(mine, 'documents', { documents: [{ fileId: foreign.id, what: 'estimate' }] }, town.mayor, 0); // prettier-ignore
    expect(papers.problems).toMatchObject([{ code: 'file-unknown' }]);
    expect((await file(mine)).plan.documents).toEqual([]);
    const association = await drafts.save(mine, 'association', { associationId: stranger.townHallId }, town.mayor, 0);
    expect(association.problems).toMatchObject([{ code: 'association-unknown' }]);
    const far = await drafts.save(mine, 'association', { associationId: stranger.associationId }, town.mayor, 1);
    expect(far.problems).toEqual([]); // it exists, but it is not this place's
    expect(await gapsOf(mine)).toContain('association/associationId association-unknown');
  });

  it('puts files on and takes them off, and knows a photo', async () => {
    const id = await begin();
    const [estimate, photo] = [await keep(PDF), await keep(PNG)];
    const papers = [{ fileId: estimate.id, what: 'estimate', title: 'Deviz', public: true }];
    const saved = await drafts.save(id, 'documents', { documents: papers, photos: [{ fileId: photo.id }] }, town.mayor, 0); // prettier-ignore
    expect(saved.problems).toEqual([]);
    const { plan } = await file(id);
    expect(plan.documents).toMatchObject([{ fileId: estimate.id, what: 'estimate', title: { ro: 'Deviz' }, public: true }]); // prettier-ignore
    expect(plan.photos).toEqual([{ fileId: photo.id, caption: null }]);
    expect(await gapsOf(id)).toContain('documents/photosChecked photos-unchecked');
    expect(await room.get(ProjectsQueries).ofFile(photo.id)).toEqual({ projectId: id, public: false });
    expect(await room.get(ProjectsQueries).ofFile(newId<'File'>() as FileId)).toBeNull();
    const noPicture = { documents: papers, photos: [{ fileId: (await keep(PDF)).id }] };
    const wrong = await drafts.save(id, 'documents', noPicture, town.mayor, 1);
    expect(wrong.problems).toMatchObject([{ code: 'photo-unknown' }]);
    expect((await file(id)).plan.photos).toEqual([]);
  });

  it('takes no more than a table may hold', async () => {
    const id = await begin();
    const lines = Array.from({ length: 301 }, () => ({ name: 'x' }));
    await expect(drafts.save(id, 'budget', { lines }, town.mayor, 0)).rejects.toMatchObject({ code: 'section-too-large' }); // prettier-ignore
    const long = await drafts.save(id, 'place', { title: 'T', placeCode: town.placeCode, why: 'x'.repeat(4001) }, town.mayor, 1); // prettier-ignore
    expect(long.problems).toMatchObject([{ pointer: '/why', code: 'text-too-long', params: { max: 4000 } }]);
  });
});
