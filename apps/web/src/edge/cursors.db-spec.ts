import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { sessionOf } from '../../../../test/support/signed-in.js';
import { buildProject, buildTown, type Town } from '../../../../test/support/town.js';
import { openWeb, type Web } from '../../../../test/support/web.js';
import { cursorOf } from './paging.js';

let web: Web;
let town: Town;
beforeAll(async () => {
  web = await openWeb();
  town = await buildTown(web);
});
afterAll(() => web.close());

const TYPED = [
  'abc',
  '.',
  '1',
  '1.2',
  '...',
  '1.2.3.4',
  '9'.repeat(60),
  `${'9'.repeat(18)}.9.${'9'.repeat(9)}`,
  '-1.0.0',
  "'",
];

it('pages of long lists begin at the first row when somebody types a place that is none', async () => {
  const { id } = await buildProject(web, town, { state: 'campaign' });
  const [{ place, project }] = (await web.db.rows<{ place: string; project: string }>(
    `select l.slug as place, p.slug as project from projects.project p join hometowns.place l on l.code = p.place_code where p.id = $1`,
    [id],
  )) as [{ place: string; project: string }];
  const operator = `plai_session=${await sessionOf(web, town.operators[0])}`;
  const president = `plai_session=${await sessionOf(web, town.president)}`;
  const pages: [string, string?][] = [
    [`/ro/p/${place}/${project}/register`],
    [`/ro/t/${place}/fund`],
    ['/ro/books'],
    ['/ro/projects'],
    ['/ro/operator', operator],
    ['/ro/operator/cash', operator],
    ['/ro/operator/disputes', operator],
    [`/ro/association/${town.associationId}/cash`, president],
  ];
  for (const [path, session] of pages)
    for (const after of TYPED) {
      const answer = await web.fetch(`${path}?after=${encodeURIComponent(after)}`, session ? { headers: { cookie: session } } : {}); // prettier-ignore
      expect([path, after, answer.status]).toEqual([path, after, 200]);
    }
});

it('lists of the API refuse it', async () => {
  const president = `plai_session=${await sessionOf(web, town.president)}`;
  const path = `/api/v1/bodies/${town.associationId}/cash-book`;
  for (const after of TYPED.filter((one) => one !== `${'9'.repeat(18)}.9.${'9'.repeat(9)}`)) {
    const answer = await web.fetch(`${path}?after=${cursorOf(after, path)}`, { headers: { cookie: president } });
    expect([after, answer.status]).toEqual([after, 400]);
  }
});
