import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PersonId } from '#libs/kernel/src/index.js';
import { Clock, Courier } from '#libs/platform/src/index.js';
import { VotesQueries, VotesService } from '#libs/voting/src/index.js';
import { buildTogether } from '../../../test/support/partners.js';
import { type LetterRoom, openLetterRoom } from '../../../test/support/letter-room.js';
import { asSuperuser } from '../../../test/support/superuser.js';
import { buildProject, buildTown } from '../../../test/support/town.js';

describe('letters about votes on a project', () => {
  let room: LetterRoom;
  beforeAll(async () => {
    room = await openLetterRoom();
  });
  afterAll(() => room.close());

  it('tell those whose vote has nothing to decide any more that it ended without a result, and why', async () => {
    const [lead, partner] = [await buildTown(room), await buildTown(room)];
    const project = await buildProject(room, lead, { state: 'endorsement' });
    await buildTogether(room, project, partner);
    await room.db.rows('insert into projects.endorsement (project_id, association_id, asked_at) values ($1, $2, platform.now())', [project.id, partner.associationId]); // prettier-ignore
    await room.bank.tell('projects.moved', { projectId: project.id, to: 'endorsement' });
    await room.bank.drain();
    const votes = await room.get(VotesQueries).ofSubject(`project:${project.id}`);
    const [refusing, late] = [lead, partner].map((town) => votes.find((one) => one.associationId === town.associationId)!); // prettier-ignore
    await asSuperuser(room, (client) => client.query(`update voting.vote set closes_at = closes_at + interval '2 days' where id = $1`, [late!.id])); // prettier-ignore
    for (const one of [lead.president, lead.inspector, ...lead.members])
      await room.get(VotesService).cast(refusing!.id, 'no', null, one);
    await room.get(VotesService).cast(late!.id, 'yes', null, partner.president);
    await room.get(Clock).moveBy(5 * 86_400_000);
    await room.get(Courier).run('voting.close');
    await room.bank.drain();
    const told = (id: PersonId) => room.box.letters.filter(({ to, subject }) => to === `p-${id}@example.org` && subject.startsWith('Votul s-a oprit')); // prettier-ignore
    for (const one of [partner.president, partner.members[0]!]) {
      const [letter, ...more] = told(one);
      expect(more).toEqual([]);
      expect(letter!.text).toContain('O altă asociație nu susține proiectul');
      expect(letter!.text).toContain(`/ro/votes/${late!.id}`);
    }
    expect(told(lead.president)).toEqual([]);
  });
});
