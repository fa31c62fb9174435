import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { PersonId } from '#libs/kernel/src/index.js';
import { Clock } from '#libs/platform/src/index.js';
import { type Mailbox, openPost } from '../../../test/support/post.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import { buildTown, join as seat, person, type Town } from '../../../test/support/town.js';
import {
  NeighboursModule,
  NeighboursQueries,
  NeighboursService,
  NeighbourVouchesService,
  PhonesService,
} from './index.js';

const HOUR = 3_600_000;

describe('a phone number that stands for one person', () => {
  let room: Room;
  let box: Mailbox;
  let env: Record<string, string>;
  let town: Town;
  let phones: PhonesService;
  let numbers = 0;
  beforeAll(async () => {
    const post = await openPost();
    [box, env] = [post.box, post.env];
    room = await openRoom([NeighboursModule], post.env);
    phones = room.get(PhonesService);
    town = await buildTown(room);
  });
  afterAll(async () => {
    await room.close();
    await box.close();
  });
  beforeEach(() => room.get(Clock).moveBy(2 * HOUR));

  const fresh = () => `+3736912${String((numbers += 1)).padStart(4, '0')}`;
  const neighbour = async () => {
    const who = await room.db.transaction((tx) => person(tx));
    await room.get(NeighboursService).join({ placeCode: town.placeCode, roll: 'resident' }, who);
    return who;
  };
  const proofs = async (who: PersonId) => (await room.get(NeighboursQueries).of(town.placeCode, who))!.proofs;
  const codeFor = (number: string) => /\d{6}/.exec(box.letters.filter(({ to }) => to === number).at(-1)!.text)![0];
  const wrong = (code: string) => (code === '000000' ? '000001' : '000000');
  const prove = async (number: string, who: PersonId) =>
    phones.prove(await phones.ask(number, 'ro', who), codeFor(number), who);

  it('is proven by the code that comes to it, and kept so that nobody can read it', async () => {
    const [who, number] = [await neighbour(), fresh()];
    expect(await proofs(who)).toEqual(['email']);
    const waiting = await phones.ask(` 0${number.slice(4)} `, 'ru', who);
    expect(box.letters.at(-1)).toMatchObject({ to: number, text: expect.stringContaining('Plai') });
    await expect(phones.prove(waiting, wrong(codeFor(number)), who)).rejects.toMatchObject({ fields: [{ code: 'phone-code-wrong' }] }); // prettier-ignore
    const twice = ['', ' '].map((typed) => phones.prove(waiting, `${typed}${codeFor(number)} `, who));
    await Promise.all(twice);
    expect(await proofs(who)).toEqual(['email', 'phone']);
    expect(await phones.of(who)).toMatchObject({ ending: number.slice(-2) });
    await phones.prove(waiting, codeFor(number), who);
    await prove(number, who);
    const [{ kept } = { kept: '' }] = await room.db.rows<{ kept: string }>(
      `select string_agg(to_jsonb(f)::text, ' ') || (select string_agg(to_jsonb(c)::text, ' ') from neighbours.phone_check c) ||
         (select string_agg(to_jsonb(t)::text, ' ') from platform.trail t) as kept from neighbours.phone f`,
    );
    expect([kept.includes(number.slice(1)), kept.includes(number.slice(4))]).toEqual([false, false]);
  });

  it('stands for nobody else, of two who hold it at once for one of them, and nobody proves with another’s code', async () => {
    const [one, two, number] = [await neighbour(), await neighbour(), fresh()];
    const [first, code] = [await phones.ask(number, 'ro', one), codeFor(number)];
    await expect(phones.prove(first, code, two)).rejects.toMatchObject({ code: 'link-expired' });
    const second = await phones.ask(number, 'en', two);
    const done = await Promise.allSettled([phones.prove(first, code, one), phones.prove(second, codeFor(number), two)]);
    expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(done.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'phone-taken' } });
    expect([...(await proofs(one)), ...(await proofs(two))].filter((proof) => proof === 'phone')).toHaveLength(1);
  });

  it('is refused when it is none; a code is tried five times, for ten minutes', async () => {
    const [who, number] = [await neighbour(), fresh()];
    await expect(phones.ask('12', 'ro', who)).rejects.toMatchObject({ fields: [{ code: 'phone' }] });
    const waiting = await phones.ask(number, 'ro', who);
    for (let n = 0; n < 5; n += 1)
      await expect(phones.prove(waiting, wrong(codeFor(number)), who)).rejects.toMatchObject({ fields: [{ code: 'phone-code-wrong' }] }); // prettier-ignore
    await expect(phones.prove(waiting, codeFor(number), who)).rejects.toMatchObject({ code: 'link-expired' });
    const late = await phones.ask(number, 'ro', who);
    await room.get(Clock).moveBy(10 * 60_000);
    await expect(phones.prove(late, codeFor(number), who)).rejects.toMatchObject({ code: 'link-expired' });
    await expect(phones.prove(`${late}x`, codeFor(number), who)).rejects.toMatchObject({ code: 'link-expired' });
  });

  it('gets three codes an hour and five a day, and one person asks for five a day, however many press at once', async () => {
    const [number, many] = [fresh(), await Promise.all(Array.from({ length: 6 }, () => neighbour()))];
    const asked = await Promise.allSettled(many.map((who) => phones.ask(number, 'ro', who)));
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    expect(box.letters.filter(({ to }) => to === number)).toHaveLength(3);
    await room.get(Clock).moveBy(2 * HOUR);
    const later = await Promise.allSettled(many.map((who) => phones.ask(number, 'ro', who)));
    expect(later.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
    const who = await neighbour();
    for (let n = 0; n < 5; n += 1) await phones.ask(fresh(), 'ro', who);
    await expect(phones.ask(fresh(), 'ro', who)).rejects.toMatchObject({ code: 'phone-codes-many' });
    await room.get(Clock).moveBy(24 * HOUR);
    await phones.ask(fresh(), 'ro', who);
    await room.get(Clock).moveBy(8 * 24 * HOUR);
    await phones.tidy();
    expect(await room.db.rows('select from neighbours.phone_check')).toEqual([]);
  });

  it('is a neighbour’s mobile, and neither a country abroad nor all together get more codes than a day has', async () => {
    const few = await openRoom([NeighboursModule], { ...env, TEXTS_A_DAY: '8' });
    const { placeCode } = await buildTown(few);
    const stranger = await few.db.transaction((tx) => person(tx));
    const ask = async (number: string) => {
      const who = await few.db.transaction((tx) => person(tx));
      await few.get(NeighboursService).join({ placeCode, roll: 'native' }, who);
      return few.get(PhonesService).ask(number, 'ro', who);
    };
    await expect(few.get(PhonesService).ask(fresh(), 'ro', stranger)).rejects.toMatchObject({ code: 'neighbour-needed' }); // prettier-ignore
    await expect(ask('+373 22 123 456')).rejects.toMatchObject({ fields: [{ code: 'phone' }] });
    for (let n = 1; n <= 2; n += 1) await ask(`+39347123456${n}`);
    await expect(ask('+393471234563')).rejects.toMatchObject({ code: 'phone-codes-many' });
    for (let n = 1; n <= 6; n += 1) await ask(fresh());
    await expect(ask(fresh())).rejects.toMatchObject({ code: 'phone-codes-many' });
    await few.get(Clock).moveBy(25 * HOUR);
    await ask(fresh());
    await few.close();
  });

  it('lets its neighbour vouch for others a month later', async () => {
    const [one, two, asker] = [await neighbour(), await neighbour(), await neighbour()];
    for (const who of [one, two]) await prove(fresh(), who);
    const vouches = room.get(NeighbourVouchesService);
    const token = vouches.tokenOf((await room.get(NeighboursQueries).of(town.placeCode, asker))!.id);
    const { name } = await vouches.asker(token);
    await expect(vouches.vouch(token, name, one)).rejects.toMatchObject({ code: 'vouch-neighbour-role' });
    await room.get(Clock).moveBy(30 * 24 * HOUR);
    for (const who of [one, two]) await vouches.vouch(token, name, who);
    expect(await proofs(asker)).toEqual(['email', 'vouched']);
  });

  it('makes no ring: three without one vouch for nobody, and two phones for five people, however long they wait', async () => {
    const vouches = room.get(NeighbourVouchesService);
    const vouch = async (asker: PersonId, by: PersonId) => {
      const token = vouches.tokenOf((await room.get(NeighboursQueries).of(town.placeCode, asker))!.id);
      await vouches.vouch(token, (await vouches.asker(token)).name, by);
    };
    const ring = [await neighbour(), await neighbour(), await neighbour()] as const;
    await room.get(Clock).moveBy(31 * 24 * HOUR);
    for (const [n, by] of ring.entries())
      await expect(vouch(ring[(n + 1) % 3]!, by)).rejects.toMatchObject({ code: 'vouch-neighbour-role' });
    const [one, two] = ring;
    for (const who of [one, two]) await prove(fresh(), who);
    for (let n = 0; n < 5; n += 1) {
      await room.get(Clock).moveBy(31 * 24 * HOUR);
      const fake = await neighbour();
      for (const who of [one, two]) await vouch(fake, who);
      expect(await proofs(fake)).toContain('vouched');
      await expect(vouch(ring[2], fake)).rejects.toMatchObject({ code: 'vouch-neighbour-role' });
    }
    await room.get(Clock).moveBy(31 * 24 * HOUR);
    await expect(vouch(ring[2], one)).rejects.toMatchObject({ code: 'vouches-all', params: { n: 5 } });
    // Whom the association has let in answers to its members: five in thirty days.
    await room.db.transaction((tx) => seat(tx, town.associationId, one));
    await vouch(ring[2], one);
  });

  it('is asked of nobody where there is no provider, and a silent one is said', async () => {
    const off = await openRoom([NeighboursModule]);
    expect(off.get(PhonesService).offered).toBe(false);
    await expect(off.get(PhonesService).ask(fresh(), 'ro', town.mayor)).rejects.toMatchObject({ code: 'phones-off' });
    await off.close();
    const silent = await openRoom([NeighboursModule], { TEXTS_URL: 'http://127.0.0.1:1/texts', TEXTS_KEY: 'a-key' });
    const who = await silent.db.transaction((tx) => person(tx));
    await silent.get(NeighboursService).join({ placeCode: town.placeCode, roll: 'resident' }, who);
    await expect(silent.get(PhonesService).ask(fresh(), 'ro', who)).rejects.toMatchObject({ kind: 'unavailable', code: 'text-not-sent' }); // prettier-ignore
    await silent.close();
  });
});
