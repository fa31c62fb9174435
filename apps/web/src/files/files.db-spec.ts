import { afterAll, beforeAll, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { type FileId, newId, type PersonId } from '#libs/kernel/src/index.js';
import { Files } from '#libs/platform/src/index.js';
import { buildProject, buildTown, person, type Town, type TownProject } from '../../../../test/support/town.js';
import { openWeb, type Web } from '../../../../test/support/web.js';

let web: Web;
let town: Town;
let project: TownProject;
beforeAll(async () => {
  web = await openWeb();
  town = await buildTown(web);
  project = await buildProject(web, town, { state: 'campaign', campaignEndsIn: '9 days' });
});
afterAll(() => web.close());

async function photo(by: PersonId): Promise<FileId> {
  const bytes = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#a3213d' } })
    .jpeg()
    .toBuffer();
  return (await web.get(Files).keep({ bytes, name: 'strada.jpg', by })).id;
}

it('shows the public copies of a published photo, never its original', async () => {
  const id = await photo(town.mayor);
  expect((await web.fetch(`/files/${id}/small`)).status).toBe(404); // belongs to nobody yet
  await web.db.transaction((tx) =>
    tx.query(`insert into projects.photo (project_id, file_id, position) values ($1, $2, 1)`, [project.id, id]),
  );
  const answer = await web.fetch(`/files/${id}/small`);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
  expect(answer.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
  const original = await web.fetch(`/files/${id}/original`);
  expect([original.status, original.headers.get('location')]).toEqual([303, `/files/${id}/wide`]);
});

it.each(['/files/nonsense/small', `/files/${newId()}/small`, `/files/${newId()}/../../etc/passwd`])(
  'has nothing at %s',
  async (path) => {
    expect((await web.fetch(path)).status).toBe(404);
  },
);

it('takes three hundred files of one person a day', async () => {
  const sent = (by: string, age: string) =>
    web.db.rows(
      `insert into platform.file (id, sha256, kind, name, type, size, uploaded_by, uploaded_at)
       select gen_random_uuid(), repeat('0', 64), 'document', 'x', 'application/pdf', 1, $1, platform.now() - $2::interval
         from generate_series(1, 300)`,
      [by, age],
    );
  const [today, yesterday] = await web.db.transaction(async (tx) => [await person(tx), await person(tx)] as const);
  await sent(today, '0');
  await expect(photo(today)).rejects.toMatchObject({ code: 'files-many' });
  await sent(yesterday, '1 day');
  await photo(yesterday);
});
