import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ApprovalsQueries, ApprovalsService } from '#libs/approvals/src/index.js';
import { StaffService } from '#libs/identity/src/index.js';
import { type BodyId, newId } from '#libs/kernel/src/index.js';
import { Bodies } from '../../../test/support/bodies.js';
import { Clock, Courier } from '#libs/platform/src/index.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import {
  ApplicationsService,
  BodiesQueries,
  HometownsModule,
  MembersService,
  MembersQueries,
  PlacesQueries,
} from './index.js';

describe('town halls and associations', () => {
  let room: Room;
  let world: Bodies;
  let applications: ApplicationsService;
  let bodies: BodiesQueries;
  beforeAll(async () => {
    room = await openRoom([HometownsModule]);
    applications = room.get(ApplicationsService);
    bodies = room.get(BodiesQueries);
  });
  beforeEach(() => {
    world = new Bodies(room);
  });
  afterAll(() => room.close());

  const events = async (body: BodyId) =>
    (await room.db.rows<{ name: string }>(`select name from platform.outbox where data ->> 'bodyId' = $1 order by id`, [body])).map(({ name }) => name); // prettier-ignore
  const trail = async (body: BodyId) =>
    (await room.db.rows<{ action: string }>('select action from platform.trail where subject = $1 order by id', [`body:${body}`])).map(({ action }) => action); // prettier-ignore

  it('may act once two of the staff have verified them', async () => {
    const [first, second] = await world.staff();
    const application = await world.application('town-hall', { placeCode: '1429000' });
    const id = await applications.apply(application);
    const mayor = await world.person(application.by.email);
    const guard = () => room.db.transaction((tx) => room.get(MembersQueries).mustHold(tx, mayor, id, ['mayor']));
    await expect(guard()).rejects.toMatchObject({ kind: 'forbidden', code: 'body-not-verified' });
    expect((await bodies.list({ state: 'applied', limit: 100 })).map((one) => one.id)).toContain(id);
    expect(await bodies.townHallOf('1429000')).toBeNull();
    const approval = await applications.verify(id, first);
    await expect(applications.confirm(approval, first)).rejects.toMatchObject({ code: 'second-person-needed' });
    await expect(applications.confirm(approval, mayor)).rejects.toMatchObject({ kind: 'not-found' });
    await expect(applications.verify(id, mayor)).rejects.toMatchObject({ kind: 'not-found' });
    await expect(guard()).rejects.toMatchObject({ code: 'body-not-verified' });
    await applications.confirm(approval, second);
    expect(await guard()).toMatchObject({ id, state: 'verified', placeCode: '1429000' });
    expect(await bodies.townHallOf('1429000')).toMatchObject({ id, slug: 'primaria-mihaileni-briceni' });
    expect(await bodies.townHallOf('1429001')).toMatchObject({ id }); // Groznița belongs to the commune
    expect(await bodies.townHallOf('1400000')).toBeNull(); // the district does not
    expect(await bodies.bySlug('primaria-mihaileni-briceni')).toMatchObject({ id });
    expect(await bodies.search('VALEA nucil')).toMatchObject([{ id }]);
    expect(await events(id)).toEqual(['hometowns.applied', 'hometowns.verified']);
    expect(await trail(id)).toEqual(['body.applied', 'approval.asked', 'approval.given', 'body.verified']);
    expect(await bodies.application(id)).toMatchObject({ documents: application.documents, people: [{ personId: mayor, role: 'mayor' }] }); // prettier-ignore
  });

  it('are verified once by two confirmations at once', async () => {
    const [first, second] = await world.staff();
    const third = await world.person();
    await room.db.transaction((tx) => room.get(StaffService).appoint(tx, third, first));
    const id = await applications.apply(await world.application('association', { placeCode: '2501000' }));
    const approval = await applications.verify(id, first);
    const done = await Promise.allSettled([second, third, second].map((by) => applications.confirm(approval, by)));
    expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const joined = Array.from({ length: 4 }, () => 'hometowns.joined');
    expect(await events(id)).toEqual(['hometowns.applied', 'hometowns.verified', ...joined]);
  });

  it('have founders only once their papers are verified: whoever names an address learns nothing of whose it is', async () => {
    const [first, second] = await world.staff();
    const [known, unknown] = [await world.person(`${newId()}@exemplu.md`, 'Maria Ciobanu'), `${newId()}@exemplu.md`];
    const founders = [await world.emailOf(known), unknown, await world.emailOf(first)];
    const named = founders.map((email) => ({ name: 'Ion Popa', email }));
    const more = [1, 2].map((n) => ({ name: `Om ${n}`, email: `${n}-${unknown}` }));
    const id = await applications.apply(await world.application('association', { founders: [...named, ...more] }));
    const list = async () => new Set((await room.get(MembersQueries).list(id)).map(({ personId }) => personId));
    const accounts = () => room.db.rows('select name from identity.person where email = $1', [unknown]);
    expect([(await list()).size, (await list()).has(known)]).toEqual([1, false]);
    expect([await accounts(), await room.get(MembersQueries).rolesOf(known)]).toEqual([[], []]);
    expect((await bodies.application(id))!.founders).toContainEqual(named[0]);
    await expect(applications.verify(id, first)).rejects.toMatchObject({ code: 'own-application' });
    const third = await world.person();
    await room.db.transaction((tx) => room.get(StaffService).appoint(tx, third, first));
    await applications.confirm(await applications.verify(id, second), third);
    expect([(await list()).size, (await list()).has(known)]).toEqual([6, true]);
    expect(await accounts()).toEqual([{ name: 'Ion Popa' }]);
    expect((await bodies.application(id))!.founders).toEqual([]);
    const refused = await applications.apply(await world.application('association'));
    await applications.refuse(refused, 'No papers.', second);
    expect(await room.db.rows('select from hometowns.founder where body_id = $1', [refused])).toEqual([]);
  });

  it('are one verified town hall per place, also when two are confirmed at once', async () => {
    const [first, second] = await world.staff();
    const ids = [];
    for (const name of ['Primăria A', 'Primăria B']) ids.push(await applications.apply(await world.application('town-hall', { placeCode: '3112000', name: { original: 'ro', ro: name } }))); // prettier-ignore
    const approvals = await Promise.all(ids.map((id) => applications.verify(id, first)));
    const done = await Promise.allSettled(approvals.map((approval) => applications.confirm(approval, second)));
    expect(done.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const loser = done.find((one) => one.status === 'rejected');
    expect(loser!.reason).toMatchObject({ kind: 'conflict', code: 'town-hall-exists' });
    const late = await world.application('town-hall', { placeCode: '3112000' });
    await expect(applications.apply(late)).rejects.toMatchObject({ code: 'town-hall-exists' });
  });

  it('are refused with a reason, and their people have no roles left', async () => {
    const [first, second] = await world.staff();
    const application = await world.application('town-hall', { placeCode: '1024000' });
    const id = await applications.apply(application);
    const mayor = await world.person(application.by.email);
    await expect(applications.refuse(id, ' ', first)).rejects.toMatchObject({ code: 'approval-reason' });
    await expect(applications.refuse(id, 'No.', mayor)).rejects.toMatchObject({ kind: 'not-found' });
    const approval = await applications.verify(id, first);
    await applications.refuse(id, 'The council decision is missing.', second);
    expect(await bodies.find(id)).toMatchObject({ state: 'refused', stateReason: 'The council decision is missing.' });
    expect(await room.get(ApprovalsQueries).find(approval)).toMatchObject({ state: 'refused' });
    expect(await room.get(MembersQueries).rolesOf(mayor)).toEqual([]);
    await expect(applications.verify(id, first)).rejects.toMatchObject({ code: 'body-decided' });
    await expect(applications.refuse(id, 'Again.', first)).rejects.toMatchObject({ code: 'body-decided' });
    expect(await events(id)).toEqual(['hometowns.applied', 'hometowns.refused']);
    await expect(applications.apply({ ...application, id: newId<'Body'>() })).resolves.toBeDefined();
  });

  it('stand still while suspended, until verified again', async () => {
    const [first, second] = await world.staff();
    const id = await world.verified(await world.application('association', { placeCode: '8001000' }));
    const president = (await room.get(MembersQueries).officersOf(id, ['president']))[0]!;
    const guard = () =>
      room.db.transaction((tx) => room.get(MembersQueries).mustHold(tx, president, id, ['president']));
    await applications.suspend(id, 'Two members complained.', first);
    await expect(guard()).rejects.toMatchObject({ code: 'body-not-verified' });
    expect(await bodies.associationsOf('8001000')).toEqual([]);
    await applications.confirm(await applications.verify(id, first), second);
    await expect(guard()).resolves.toMatchObject({ id });
    expect(await bodies.associationsOf('8001000')).toMatchObject([{ id, stateReason: null }]);
  });

  it('are not verified by staff who belong to them, nor by an approval of another kind', async () => {
    const [first, second] = await world.staff();
    const id = await applications.apply(
      await world.application('town-hall', { placeCode: '7121000', by: { name: 'Own Mayor', email: await world.emailOf(first), role: 'mayor' } }),
    ); // prettier-ignore
    await expect(applications.verify(id, first)).rejects.toMatchObject({ code: 'own-application' });
    const approval = await applications.verify(id, second);
    await expect(applications.confirm(approval, first)).rejects.toMatchObject({ code: 'own-application' });
    const other = newId<'Approval'>();
    await room.db.transaction((tx) =>
      room.get(ApprovalsService).ask(tx, { id: other, kind: 'other', subject: `body:${id}`, office: 'operator', by: second }),
    ); // prettier-ignore
    const third = await world.person();
    await room.db.transaction((tx) => room.get(StaffService).appoint(tx, third, first));
    await expect(applications.confirm(other, third)).rejects.toMatchObject({ kind: 'not-found' });
    await expect(applications.confirm(newId<'Approval'>(), third)).rejects.toMatchObject({ kind: 'not-found' });
    expect((await bodies.find(id))!.state).toBe('applied');
  });

  describe('applying', () => {
    it('again is answered like the first time; another under the same id is refused', async () => {
      const application = await world.application('association', { placeCode: '6401000' });
      const ids = await Promise.all([1, 2, 3].map(() => applications.apply(application)));
      expect(new Set(ids).size).toBe(1);
      expect(await events(ids[0]!)).toEqual(['hometowns.applied']);
      const thief = await world.application('association', { id: application.id, placeCode: '6401000' });
      await expect(applications.apply(thief)).rejects.toMatchObject({ code: 'application-reused' });
    });

    it.each([
      [{ placeCode: '9999999' }, 'place-unknown', '/placeCode'],
      [{ name: { original: 'ru', ro: 'Băștinașii' } }, 'body-name', '/name'],
      [{ email: 'no' }, 'email', '/email'],
      [{ address: '  x ' }, 'body-address', '/address'],
      [{ address: '🏠'.repeat(4) }, 'body-address', '/address'],
      [{ name: { original: 'ro', ro: '🏠🏠' } }, 'body-name', '/name'],
      [{ form: null }, 'association-form', '/form'],
      [{ form: 'ngo' }, 'registration-no', '/registrationNo'],
      [{ documents: [] }, 'documents-missing', '/documents'],
      [{ founders: [1, 2, 3, 4].map((n) => ({ name: 'Ion Rusu', email: `f${n}@exemplu.md` })) }, 'founders-few', '/founders'],
      [{ founders: [1, 2, 3, 4, 5].map(() => ({ name: 'Ion Rusu', email: 'same@exemplu.md' })) }, 'founders-few', '/founders'],
      [{ founders: [1, 2, 3, 4, 5].map((n) => ({ name: 'Ion Rusu', email: `same+${n}@exemplu.md` })) }, 'founders-few', '/founders'],
      [{ by: { name: 'Ion Rusu', email: 'ion@exemplu.md', role: 'mayor' } }, 'role-unknown', '/by/role'],
      [{ by: { name: ' ', email: 'ion@exemplu.md', role: 'president' } }, 'person-name', '/by/name'],
    ] as const)('with %j is refused: %s', async (over, code, pointer) => {
      const application = await world.application('association', { placeCode: '7101000' });
      await expect(applications.apply({ ...application, ...over })).rejects.toMatchObject({
        kind: 'invalid', code, fields: expect.arrayContaining([expect.objectContaining({ pointer, code })]),
      }); // prettier-ignore
    }); // prettier-ignore

    it('needs a place with a town hall of its own, and documents of one’s own', async () => {
      const village = await world.application('town-hall', { placeCode: '1429001' });
      await expect(applications.apply(village)).rejects.toMatchObject({ code: 'place-without-town-hall' });
      const district = await world.application('town-hall', { placeCode: '1400000' });
      await expect(applications.apply(district)).rejects.toMatchObject({ code: 'place-without-town-hall' });
      const stolen = await world.document(await world.person());
      const thief = await world.application('town-hall', { placeCode: '8018000', documents: [stolen] });
      await expect(applications.apply(thief)).rejects.toMatchObject({ code: 'document-unknown' });
      expect(await bodies.find(thief.id)).toBeNull();
    });

    it('gives each an address of its own', async () => {
      const names = { original: 'ro', ro: 'Lumina <script>alert(1)</script>' } as const;
      const slugs = [];
      while (slugs.length < 3) {
        const id = await applications.apply(
          await world.application('association', { placeCode: '8018000', name: names }),
        );
        slugs.push((await bodies.find(id))!.slug);
      }
      expect(slugs.slice(0, 2)).toEqual(['lumina-script-alert-1-script', 'lumina-script-alert-1-script-lozova']);
      expect(slugs[2]).toMatch(/^lumina-script-alert-1-script-[a-z0-9]{6}$/);
    });
  });

  it('stand on the 1,721 places of the classification', async () => {
    const places = room.get(PlacesQueries);
    expect(await places.districts()).toHaveLength(37);
    expect((await places.search('Râșcani'))[0]).toMatchObject({ code: '7101000', slug: 'riscani' });
    expect(await places.bySlug('mihaileni-briceni')).toMatchObject({ code: '1429000', above: [{ nameRo: 'Briceni' }] });
    expect(await places.byCode('0000000')).toBeNull();
    expect(JSON.stringify(await places.search('Orhei', 1))).not.toContain('"search"');
    await expect(room.db.rows(`update hometowns.place set name_ro = 'x'`)).rejects.toThrow(/permission denied/);
  });

  it('are closed when nobody has decided in ninety days: whom they name is forgotten, and so is whoever was invited and never came', async () => {
    const [first, second] = await world.staff();
    const forget = async (days: number) => {
      await room.get(Clock).moveBy(days * 86_400_000);
      for (const chore of ['applications', 'invitations']) await room.get(Courier).run(`hometowns.${chore}`);
    };
    const named = async (id: BodyId) => (await bodies.application(id))!.founders.length;
    const association = await world.verified(await world.application('association'));
    const [president] = await room.get(MembersQueries).officersOf(association, ['president']);
    await room.get(MembersService).invite(association, 'treasurer', 'cineva@exemplu.md', president!);
    const invited = () => room.db.rows('select from hometowns.invitation where body_id = $1', [association]);
    const id = await applications.apply(await world.application('association'));
    const approval = await applications.verify(id, first);
    await forget(89);
    expect([await named(id), (await invited()).length]).toEqual([4, 1]);
    await forget(1);
    expect(await bodies.find(id)).toMatchObject({ state: 'refused', stateReason: expect.stringContaining('90') });
    expect([await named(id), (await events(id)).at(-1)]).toEqual([0, 'hometowns.refused']);
    await expect(applications.confirm(approval, second)).rejects.toMatchObject({ code: 'approval-decided' });
    await forget(30);
    expect(await invited()).toEqual([]);
  });
});
