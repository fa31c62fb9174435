import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../../../test/support/eventually.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import { Trail, TrailQueries, TrailSeal } from './index.js';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

describe('the sealed trail', () => {
  let room: Room;
  beforeAll(async () => {
    room = await openRoom();
  });
  afterAll(() => room.close());

  const note = (subject: string) =>
    room.db.transaction((tx) =>
      room.get(Trail).add(tx, { actor: null, action: 'spec.noted', subject, data: { n: 1 } }),
    );
  const subjects = async () => (await room.get(TrailQueries).log('', 100)).map(({ subject }) => subject);

  it('chains every row once, in the order of transactions, and waits for one that is still open', async () => {
    await note('spec:1');
    let commit = () => {};
    const gate = new Promise<void>((open) => (commit = open));
    let added = () => {};
    const ready = new Promise<void>((told) => (added = told));
    const early = room.db.transaction(async (tx) => {
      await room.get(Trail).add(tx, { actor: null, action: 'spec.noted', subject: 'spec:early' });
      added();
      await gate;
    });
    await ready;
    await note('spec:late');
    await Promise.all([1, 2, 3].map(() => room.get(TrailSeal).seal()));
    expect(await subjects()).not.toContain('spec:late');
    commit();
    await early;
    await eventually(async () => {
      await room.get(TrailSeal).seal();
      expect((await room.get(TrailQueries).head())?.n).toBe('3');
    });
    const rows = await room.get(TrailQueries).log('', 100);
    const sealed = rows.filter(({ n }) => n !== null);
    expect(sealed.map(({ subject }) => subject)).toEqual(['spec:1', 'spec:early', 'spec:late'].slice(0, sealed.length));
    let before = '00';
    for (const { prev, hash, json } of sealed) {
      expect(prev).toBe(before);
      expect(hash).toBe(sha256(`${prev}|${sha256(json)}`));
      before = hash!;
    }
    const page = await room.get(TrailQueries).log(rows[0]!.cursor, 1);
    expect(page).toEqual(rows.slice(1, 2));
  });

  it('gives hashes from which nobody tries out who did what: each row has a salt of its own', async () => {
    const rows = await room.get(TrailQueries).log('', 100);
    const [one, other] = rows.map(({ json }) => JSON.parse(json) as { salt: string });
    expect(one!.salt).toMatch(/^[0-9a-f-]{36}$/);
    expect(other!.salt).not.toBe(one!.salt);
  });

  it('is read the newest first by number, not by its text: the twelfth before the ninth', async () => {
    for (let n = 1; n <= 12; n += 1) await note(`count:${n}`);
    const rows = await room.get(TrailQueries).newest({ search: 'count:' }, 12);
    expect(rows.map(({ subject }) => subject)).toEqual(Array.from({ length: 12 }, (_, n) => `count:${12 - n}`));
  });
});
