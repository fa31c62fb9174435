import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays, civilDate, type CivilDate, type FileId, newId, type PersonId } from '#libs/kernel/src/index.js';
import { Clock, Files } from '#libs/platform/src/index.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import { buildTown, join, person, type Town } from '../../../test/support/town.js';
import {
  ChaptersService, HometownsModule, InterestsService, type MembershipId, MembersQueries, MembersService,
  OrganisationQueries, StatutesService, TermsService,
} from './index.js'; // prettier-ignore

describe('how an association is organised', () => {
  let room: Room;
  let queries: OrganisationQueries;
  let today: CivilDate;
  beforeAll(async () => {
    room = await openRoom([HometownsModule]);
    queries = room.get(OrganisationQueries);
    today = civilDate(await room.get(Clock).now());
  });
  afterAll(() => room.close());

  const pdf = async (by: PersonId, words = newId()): Promise<FileId> =>
    (await room.get(Files).keep({ bytes: Buffer.from(`%PDF-1.7\n% ${words}`), name: 'statut.pdf', by })).id;
  const text = async (by: PersonId): Promise<FileId> =>
    (await room.get(Files).keep({ bytes: Buffer.from('89504e470d0a1a0a', 'hex'), name: 'statut.png', by }).catch(() => ({ id: newId() as string as FileId }))).id; // prettier-ignore
  const eventsOf = async (town: Town) =>
    (await room.db.rows<{ name: string }>(`select name from platform.outbox where data ->> 'bodyId' = $1 order by id`, [town.associationId])).map(({ name }) => name); // prettier-ignore

  describe('statute', () => {
    it('is replaced only by a decision of the members, and every version stays', async () => {
      const town = await buildTown(room);
      const adopt = async (over: object, by = town.president, id = newId<'Statute'>()) =>
        room.get(StatutesService).adopt(town.associationId, { id, fileId: await pdf(by), decision: null, decidedOn: null, ...over }, by); // prettier-ignore
      await expect(adopt({}, town.inspector)).rejects.toMatchObject({ code: 'role-missing' });
      await expect(adopt({ fileId: await text(town.president) })).rejects.toMatchObject({ kind: 'invalid' });
      await expect(adopt({ fileId: await pdf(town.inspector) })).rejects.toMatchObject({ fields: [{ code: 'document-unknown' }] }); // prettier-ignore
      await adopt({});
      await expect(adopt({})).rejects.toMatchObject({ fields: [{ pointer: '/decision', code: 'decision-number' }] });
      for (const decidedOn of [null, addDays(today, 1), '2025-13-40' as CivilDate])
        await expect(adopt({ decision: '2', decidedOn })).rejects.toMatchObject({ fields: [{ code: 'decision-day' }] });
      const second = { id: newId<'Statute'>(), fileId: await pdf(town.president), decision: '2', decidedOn: today };
      for (let n = 0; n < 2; n += 1) await room.get(StatutesService).adopt(town.associationId, second, town.president);
      await expect(adopt({ decision: '3', decidedOn: today }, town.president, second.id)).rejects.toMatchObject({ code: 'id-taken' }); // prettier-ignore
      const versions = await queries.statutes(town.associationId);
      expect(versions).toMatchObject([
        { version: 2, decision: '2', decidedOn: today },
        { version: 1, decision: null, decidedOn: null },
      ]);
      expect(await queries.isStatute(versions[1]!.fileId)).toBe(true);
      await expect(room.db.rows('delete from hometowns.statute')).rejects.toThrow(/rows are only added|permission/);
    });

    it('has one version of each number, also when several come at once', async () => {
      const town = await buildTown(room);
      const files = await Promise.all([1, 2, 3, 4].map(() => pdf(town.president)));
      await Promise.all(files.map((fileId) => room.get(StatutesService).adopt(town.associationId, { id: newId<'Statute'>(), fileId, decision: '1', decidedOn: today }, town.president))); // prettier-ignore
      expect((await queries.statutes(town.associationId)).map(({ version }) => version)).toEqual([4, 3, 2, 1]);
    });
  });

  describe('term', () => {
    const officeOf = async (town: Town, role: string): Promise<MembershipId> =>
      (await queries.offices(town.associationId)).find((one) => one.role === role)!.membershipId;

    it('lasts four years at most, ends without taking the office, and is reminded of once', async () => {
      const town = await buildTown(room);
      const [terms, id] = [room.get(TermsService), await officeOf(town, 'president')];
      const set = (from: CivilDate, until: CivilDate, { by = town.president, of = id, decision = '1' } = {}) =>
        terms.set(town.associationId, of, { from, until, decision }, by);
      const leap = '2020-02-29' as CivilDate;
      await expect(set(leap, '2024-03-01' as CivilDate)).rejects.toMatchObject({ fields: [{ code: 'term-until' }] });
      await expect(set(leap, leap)).rejects.toMatchObject({ fields: [{ code: 'term-until' }] });
      await expect(set(addDays(today, 1), addDays(today, 9))).rejects.toMatchObject({
        fields: [{ code: 'term-from' }],
      });
      await expect(set(leap, addDays(leap, 9), { decision: ' ' })).rejects.toMatchObject({ fields: [{ code: 'decision-number' }] }); // prettier-ignore
      await expect(set(leap, addDays(leap, 9), { by: town.inspector })).rejects.toMatchObject({ code: 'role-missing' });
      const other = await officeOf(await buildTown(room), 'president');
      await expect(set(leap, addDays(leap, 9), { of: other })).rejects.toMatchObject({ code: 'office-missing' });
      expect((await queries.offices(town.associationId))[0]).toMatchObject({ from: null, until: null, over: false });

      await set(leap, '2024-02-29' as CivilDate);
      expect((await queries.offices(town.associationId))[0]).toMatchObject({ role: 'president', until: '2024-02-29', over: true }); // prettier-ignore
      await room.db.transaction((tx) => room.get(MembersQueries).mustHold(tx, town.president, town.associationId, ['president'])); // prettier-ignore
      await terms.remind();
      expect(await eventsOf(town)).toEqual([]); // what is over needs no reminder

      for (let n = 0; n < 2; n += 1) await set(addDays(today, -100), addDays(today, 31));
      await terms.remind();
      expect(await eventsOf(town)).toEqual([]);
      await set(addDays(today, -100), addDays(today, 30));
      for (let n = 0; n < 2; n += 1) await terms.remind();
      expect(await eventsOf(town)).toEqual(['hometowns.term-ending']);
      expect((await queries.offices(town.associationId))[0]).toMatchObject({ until: addDays(today, 30), over: false });
      const rows = await room.db.rows('select 1 from hometowns.term where membership_id = $1', [id]);
      expect(rows).toHaveLength(3); // the same again adds nothing
    });
  });

  describe('chapter', () => {
    it('is chosen freely, and its number is told from five members on', async () => {
      const town = await buildTown(room, { members: 6 });
      const [chapters, at] = [room.get(ChaptersService), town.associationId];
      const italy = { id: newId<'Chapter'>(), country: 'IT', coordinator: town.members[0]! };
      const stranger = await room.db.transaction((tx) => person(tx));
      await expect(chapters.found(at, italy, town.members[0]!)).rejects.toMatchObject({ code: 'role-missing' });
      await expect(chapters.found(at, { ...italy, country: 'Italia' }, town.president)).rejects.toMatchObject({ kind: 'invalid' }); // prettier-ignore
      await expect(chapters.found(at, { ...italy, coordinator: stranger }, town.president)).rejects.toMatchObject({ kind: 'invalid' }); // prettier-ignore
      for (let n = 0; n < 2; n += 1) await chapters.found(at, italy, town.president);
      await expect(chapters.found(at, { ...italy, id: newId<'Chapter'>() }, town.president)).rejects.toMatchObject({ code: 'chapter-exists' }); // prettier-ignore
      await expect(chapters.found(at, { ...italy, country: 'FR' }, town.president)).rejects.toMatchObject({ code: 'id-taken' }); // prettier-ignore
      const count = async () => (await queries.chapters(at)).map(({ members }) => members);
      for (const one of town.members.slice(0, 4)) await chapters.choose(at, italy.id, one);
      await expect(chapters.choose(at, italy.id, stranger)).rejects.toMatchObject({ kind: 'not-found' });
      expect(await count()).toEqual([null]);
      await chapters.choose(at, italy.id, town.members[4]!);
      expect(await count()).toEqual([5]);
      expect(await queries.chapterOf(at, town.members[4]!)).toBe(italy.id);
      await chapters.choose(at, null, town.members[4]!);
      expect([await count(), await queries.chapterOf(at, town.members[4]!)]).toEqual([[null], null]);

      // Whoever leaves the association leaves nothing behind, and a chapter that ends has nobody.
      await chapters.choose(at, italy.id, town.members[4]!);
      const [own] = await room.get(MembersQueries).rolesOf(town.members[0]!);
      await room.get(MembersService).end(own!.id, town.members[0]!);
      expect(await queries.chapterOf(at, town.members[0]!)).toBeNull();
      expect(await queries.chapters(at)).toMatchObject([{ coordinator: null, members: null }]);
      for (let n = 0; n < 2; n += 1) await chapters.end(at, italy.id, town.president);
      expect([await queries.chapters(at), await queries.chapterOf(at, town.members[1]!)]).toEqual([[], null]);
      await expect(chapters.choose(at, italy.id, town.members[1]!)).rejects.toMatchObject({ kind: 'invalid' });
    });
  });

  describe('declared interest', () => {
    it('stands on the roll until ninety days after the member has withdrawn it himself', async () => {
      const town = await buildTown(room);
      const [interests, at, [kin, staff]] = [room.get(InterestsService), town.associationId, town.members];
      const members = room.get(MembersQueries);
      const roll = async () => {
        const rows = await room.db.transaction((tx) => members.roll(tx, at));
        return new Map(rows.map(({ personId, conflict }) => [personId, conflict]));
      };
      const own = { id: newId<'Interest'>(), ground: 'supplier-kin', what: 'Fratele conduce Electro-Nord' } as const;
      await expect(interests.declare(at, { ...own, what: ' ' }, kin!)).rejects.toMatchObject({ kind: 'invalid' });
      for (let n = 0; n < 2; n += 1) await interests.declare(at, own, kin!);
      await expect(interests.declare(at, own, staff!)).rejects.toMatchObject({ code: 'id-taken' });
      await expect(interests.declare(at, { ...own, what: 'Altă firmă' }, kin!)).rejects.toMatchObject({
        code: 'id-taken',
      });
      await interests.declare(at, { id: newId<'Interest'>(), ground: 'town-hall-staff', what: 'Contabilă' }, staff!);
      expect([(await roll()).get(kin!), (await roll()).get(staff!)]).toEqual(['supplier-kin', 'town-hall-staff']);
      expect(await members.isTownHallStaff(at, staff!)).toBe(true);
      expect(await queries.interests(at)).toMatchObject([{ personId: staff }, { personId: kin, what: own.what }]);

      await expect(interests.withdraw(at, own.id, town.president)).rejects.toMatchObject({ kind: 'not-found' });
      for (let n = 0; n < 2; n += 1) await interests.withdraw(at, own.id, kin!);
      // Else he would withdraw it for the hour in which a vote opens.
      expect([(await roll()).get(kin!), (await queries.interests(at)).length]).toEqual(['supplier-kin', 2]);
      expect((await queries.interests(at))[1]).toMatchObject({ id: own.id, holdsUntil: expect.anything() });
      await room.get(Clock).moveBy(91 * 86_400_000);
      expect([(await roll()).get(kin!), (await roll()).get(staff!)]).toEqual([null, 'town-hall-staff']);
      expect(await queries.interests(at)).toMatchObject([{ personId: staff, holdsUntil: null }]);
      // Another association's members do not share it.
      const elsewhere = await buildTown(room);
      await room.db.transaction((tx) => join(tx, elsewhere.associationId, staff!));
      const there = await room.db.transaction((tx) => members.roll(tx, elsewhere.associationId));
      expect(there.find(({ personId }) => personId === staff)).toMatchObject({ conflict: null });
    });
  });
});
