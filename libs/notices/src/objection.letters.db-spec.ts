import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '#libs/kernel/src/index.js';
import { ObjectionsService } from '#libs/projects/src/index.js';
import { type LetterRoom, openLetterRoom } from '../../../test/support/letter-room.js';
import { draftStreetLight } from '../../../test/support/street-light.js';
import { buildTown, person } from '../../../test/support/town.js';

describe('letters about objections', () => {
  let room: LetterRoom;
  beforeAll(async () => {
    room = await openLetterRoom();
  });
  afterAll(() => room.close());

  it('bring the first five of a day whole; that there are more one letter says', async () => {
    const town = await buildTown(room);
    const projectId = await draftStreetLight(room, town, { association: false });
    await room.db.rows(
      `update projects.project set state = 'endorsement', no_association = true, objections_until = $2 where id = $1`,
      [projectId, new Date('2031-01-01')],
    );
    for (let n = 0; n < 8; n += 1) {
      const by = await room.db.transaction((tx) => person(tx));
      await room.get(ObjectionsService).object({ id: newId<'Objection'>(), projectId, text: `Întâi drumul ${n}.` }, by);
    }
    await room.drain();
    const subjects = (await room.lettersTo(town.mayor)).map(({ subject }) => subject.split(':')[0]);
    expect(subjects.filter((subject) => subject === 'Obiecție nouă')).toHaveLength(5);
    expect(subjects.filter((subject) => subject === 'Mai multe obiecții')).toHaveLength(1);
  });
});
