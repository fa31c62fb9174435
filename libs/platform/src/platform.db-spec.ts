import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, type PersonId } from '#libs/kernel/src/index.js';
import { Clock, Courier, Database, type Delivery, Files, Handlers, Outbox, Trail } from './index.js';
import { openRoom, type Room } from '../../../test/support/room.js';

describe('platform', () => {
  let room: Room;
  beforeAll(async () => {
    room = await openRoom();
  });
  afterAll(() => room.close());

  it('delivers an event once to each consumer, and not when its transaction fell', async () => {
    const seen: string[] = [];
    room
      .get(Handlers)
      .on('test.happened', 'spec.first', (_tx, event) =>
        Promise.resolve(void seen.push(`first ${String(event.data.n)}`)),
      );
    room
      .get(Handlers)
      .onOutside('test.happened', 'spec.second', 'events', (event) =>
        Promise.resolve(void seen.push(`second ${String(event.data.n)}`)),
      );
    const outbox = room.get(Outbox);
    await room.db.transaction((tx) => outbox.add(tx, { name: 'test.happened', data: { n: 1 } }));
    await expect(
      room.db.transaction(async (tx) => {
        await outbox.add(tx, { name: 'test.happened', data: { n: 2 } });
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    await room.drain();
    await room.drain();
    expect(seen).toEqual(['first 1', 'second 1']);
  });

  it('forgets events a month after everybody has done what they were sent for, and none that waits', async () => {
    let broken = true;
    const [handlers, courier] = [room.get(Handlers), room.get(Courier)];
    handlers.on('test.kept', 'spec.kept', () => (broken ? Promise.reject(new Error('planned')) : Promise.resolve()));
    const add = (...names: string[]) =>
      room.db.transaction((tx) => room.get(Outbox).add(tx, ...names.map((name) => ({ name, data: {} }))));
    const age = (days: number) => room.db.rows(`update platform.outbox set sent_at = now() - make_interval(days => $1) where sent_at is not null`, [days]); // prettier-ignore
    const left = async () => (await room.db.rows<{ name: string }>('select name from platform.outbox order by id')).map(({ name }) => name); // prettier-ignore
    const sent: Delivery[] = [];
    await add('test.kept', 'test.nobody');
    await courier.relay((deliveries) => Promise.resolve(void sent.push(...deliveries)));
    await expect(courier.deliver(sent[0]!)).rejects.toThrow('planned');
    await age(29);
    await courier.forget();
    expect(await left()).toEqual(expect.arrayContaining(['test.kept', 'test.nobody']));
    await age(31);
    await add('test.waits');
    await courier.forget();
    expect(await left()).toEqual(['test.kept', 'test.waits']);
    // A consumer that is taken out of the house will never do it.
    await room.db.rows(`update platform.outbox set sent_to = sent_to || '{spec.removed}' where name = 'test.kept'`);
    broken = false;
    await courier.deliver(sent[0]!);
    expect(await courier.forget()).toBe(1);
    expect(await room.db.rows('select 1 from platform.consumed')).toEqual([]);
    await courier.deliver(sent[0]!);
    expect(await left()).toEqual(['test.waits']);
  });

  it('moves its clock forward only', async () => {
    const clock = room.get(Clock);
    const before = await clock.now();
    await clock.moveBy(86_400_000);
    expect((await clock.now()).getTime() - before.getTime()).toBeGreaterThanOrEqual(86_400_000);
    await expect(clock.moveBy(-1)).rejects.toMatchObject({ code: 'clock-backwards' });
  });

  it('never changes its trail', async () => {
    await room.db.transaction((tx) => room.get(Trail).add(tx, { actor: null, action: 'spec.run', subject: 'spec:1' }));
    await expect(room.db.rows(`update platform.trail set subject = 'x'`)).rejects.toThrow();
    await expect(room.db.rows('delete from platform.trail')).rejects.toThrow();
  });

  it('takes files by content, not by name', async () => {
    const files = room.get(Files);
    const by = newId<'Person'>() as PersonId;
    const send = (bytes: Buffer, name = 'x.jpg') => files.keep({ bytes, name, by });
    await expect(send(Buffer.from('<script>alert(1)</script>'))).rejects.toMatchObject({ code: 'file-type' });
    await expect(send(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'a.svg')).rejects.toMatchObject({
      code: 'file-type',
    });
    await expect(send(Buffer.alloc(0))).rejects.toMatchObject({ code: 'file-empty' });
    const kept = await send(Buffer.from('%PDF-1.7\n%âãÏÓ\n1 0 obj\n<<>>\nendobj\n'), '../../etc/Deviz "general".pdf');
    expect(kept).toMatchObject({ kind: 'document', type: 'application/pdf', name: 'Deviz general.pdf' });
    expect((await files.read(kept.id, 'original'))?.bytes.toString('latin1')).toContain('%PDF');
    expect(room.get(Database)).toBeDefined();
  });
});
