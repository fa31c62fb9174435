import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CivilDate } from '#libs/kernel/src/index.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import { asSuperuser } from '../../../test/support/superuser.js';
import { EditionsQueries, ProgrammesModule } from './index.js';
import { shippedEditions } from './shipped.js';

describe('editions of programmes', () => {
  let room: Room;
  let editions: EditionsQueries;
  beforeAll(async () => {
    room = await openRoom([ProgrammesModule]);
    editions = room.get(EditionsQueries);
  });
  afterAll(() => room.close());

  it('are shipped with their rules and sources, examples of other countries last', async () => {
    const published = await editions.published();
    expect(published.map(({ id }) => id).sort()).toEqual(
      shippedEditions()
        .map(({ id }) => id)
        .sort(),
    );
    expect(published.map(({ programme, year }) => `${programme} ${year}`)).toEqual(
      ['dar-1-3 2025', 'dar-1-3 2023', 'accelerator-1-1 2021', 'midl 2018', 'midl 2017', '3x1 2013'],
    ); // prettier-ignore
    expect(published.every(({ source }) => source.title && source.on)).toBe(true);
  });

  it('are entered only while they are open', async () => {
    const open = await editions.open('2026-01-01' as CivilDate);
    expect(open.map(({ programme, year }) => `${programme} ${year}`)).toEqual(['dar-1-3 2025']);
    expect((await editions.find(open[0]!.id))!.conditions).toEqual(open[0]!.conditions);
  });

  it('never change once published, nor go away', async () => {
    const change = (sql: string) => asSuperuser(room, (client) => client.query(sql));
    await expect(change(`update programmes.edition set year = 2026 where year = 2025`)).rejects.toThrow(
      'never changes',
    );
    await expect(change(`update programmes.edition set state = 'draft'`)).rejects.toThrow('never changes');
    await expect(change('delete from programmes.edition')).rejects.toThrow('never changes');
    await change(`update programmes.edition set state = 'retired' where year = 2025`);
    expect(await editions.open('2026-01-01' as CivilDate)).toEqual([]);
  });
});
