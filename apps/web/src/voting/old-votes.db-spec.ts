import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Clock, Courier } from '#libs/platform/src/index.js';
import { ProjectsQueries, SubmissionService } from '#libs/projects/src/index.js';
import type { VoteId } from '#libs/kernel/src/index.js';
import { VotesService } from '#libs/voting/src/index.js';
import { draftStreetLight } from '../../../../test/support/street-light.js';
import { buildTown } from '../../../../test/support/town.js';
import { roomOf, Visitor } from '../../../../test/support/visitor.js';
import { openWeb, type Web } from '../../../../test/support/web.js';

let web: Web;
beforeAll(async () => {
  web = await openWeb();
});
afterAll(() => web.close());

it('shows those on the roll of an old vote no draft of today', async () => {
  const town = await buildTown(roomOf(web), { members: 3 });
  const projectId = await draftStreetLight(roomOf(web), town);
  await web.get(SubmissionService).submit(projectId, town.mayor);
  await web.drain();
  const [{ id }] = (await web.db.rows('select id from voting.vote where project_id = $1', [projectId])) as [{ id: VoteId }]; // prettier-ignore
  const title = (await web.get(ProjectsQueries).find(projectId))!.title.ro!;
  const member = await Visitor.enter(web, town.members[0]!);
  expect((await member.see(`/ro/votes/${id}`)).html).toContain(title);
  for (const one of [town.president, town.inspector, ...town.members]) await web.get(VotesService).cast(id, 'no', null, one); // prettier-ignore
  await web.get(Clock).moveBy(15 * 86_400_000);
  await web.get(Courier).run('voting.close');
  await web.drain();
  expect((await web.get(ProjectsQueries).find(projectId))!.state).toBe('draft');
  const old = await member.see(`/ro/votes/${id}`);
  expect([old.status, old.html.includes(title)]).toEqual([200, false]);
});
