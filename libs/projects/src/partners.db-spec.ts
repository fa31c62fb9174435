import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays, type BodyId, civilDate, endOfDay, Money, newId, type ProjectId } from '#libs/kernel/src/index.js';
import { Clock } from '#libs/platform/src/index.js';
import { eventually } from '../../../test/support/eventually.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import { draftStreetLight } from '../../../test/support/street-light.js';
import { buildTown, join, type Town } from '../../../test/support/town.js';
import {
  AccessService,
  CorrectionsService,
  DraftsService,
  gapWords,
  ObjectionsService,
  PartnersQueries,
  PartnersService,
  ProjectFileQueries,
  ProjectsModule,
  ProjectsQueries,
  ReviewService,
  SubmissionService,
} from './index.js';

const ACT = { actNumber: '7/3', actDate: civilDate(new Date('2026-01-15T10:00:00Z')), share: Money.lei(0n) };

describe('a project of several towns', () => {
  let room: Room;
  let lead: Town;
  let partner: Town;
  let partners: PartnersService;
  let submission: SubmissionService;
  beforeAll(async () => {
    room = await openRoom([ProjectsModule]);
    [lead, partner] = [await buildTown(room), await buildTown(room)];
    partners = room.get(PartnersService);
    submission = room.get(SubmissionService);
  });
  afterAll(() => room.close());

  const draft = () => draftStreetLight(room, lead);
  const agree = (projectId: ProjectId, town = partner, over = {}) =>
    partners.agree({ projectId, townHallId: town.townHallId, ...ACT, ...over }, town.mayor);
  /** Writes the second source of the plan anew, as the share of a town hall. */
  const gives = async (id: ProjectId, townHallId: BodyId, amount?: string) => {
    const { sections } = (await room.get(ProjectFileQueries).file(id))!;
    const { typed, version } = sections.find(({ name }) => name === 'funding')!;
    const [state, town, ...rest] = typed.sources as Record<string, unknown>[];
    const data = { ...typed, sources: [state, { ...town, townHallId, ...(amount && { amount }) }, ...rest] };
    await room.get(DraftsService).save(id, 'funding', data, lead.mayor, version);
  };
  const together = async (town = partner) => {
    const id = await draft();
    await partners.invite(id, town.townHallId, lead.mayor);
    await agree(id, town);
    return id;
  };
  const states = async (id: ProjectId) => (await room.get(PartnersQueries).of(id)).map(({ state }) => state);
  const stateOf = async (id: ProjectId) => (await room.get(ProjectsQueries).find(id))!.state;
  const setState = (id: BodyId, state: string) => room.db.rows('update hometowns.body set state = $2, state_reason = $3 where id = $1', [id, state, 'Se verifică.']); // prettier-ignore
  const endorse = (id: ProjectId, associationId: BodyId, accepted = true, openedAt?: Date) =>
    room.db.transaction(async (tx) =>
      submission.endorsed(tx, id, { associationId, voteId: newId(), accepted, openedAt: openedAt ?? (await room.get(Clock).now(tx)) }),
    ); // prettier-ignore
  const events = async (id: ProjectId) =>
    (await room.db.rows<{ name: string }>(`select name from platform.outbox where data ->> 'projectId' = $1 and name like 'projects.partner-%' order by id`, [id])).map(({ name }) => name); // prettier-ignore

  it('is asked, agrees by its council’s decision, and each step is told once', async () => {
    const id = await draft();
    await partners.invite(id, partner.townHallId, lead.mayor);
    await partners.invite(id, partner.townHallId, lead.secretary);
    await agree(id);
    await agree(id);
    expect(await room.get(PartnersQueries).agreed(id)).toMatchObject([
      {
        townHallId: partner.townHallId,
        state: 'agreed',
        ...ACT,
        agreed: ACT.share,
        associationId: partner.associationId,
      },
    ]);
    expect(await events(id)).toEqual(['projects.partner-invited', 'projects.partner-agreed']);
    await expect(agree(id, partner, { actNumber: '8/1' })).rejects.toMatchObject({ code: 'partner-answered' });
  });

  it('asks only another, verified town hall, and is asked and answered by those who may', async () => {
    const id = await draft();
    const refused = { fields: [{ pointer: '/townHallId', code: 'partner-unknown' }] };
    for (const one of [lead.townHallId, partner.associationId, newId<'Body'>()]) {
      await expect(partners.invite(id, one, lead.mayor)).rejects.toMatchObject(refused);
    }
    await expect(partners.invite(id, partner.townHallId, lead.accountant)).rejects.toMatchObject({ code: 'role-missing' }); // prettier-ignore
    await expect(partners.invite(id, partner.townHallId, partner.mayor)).rejects.toMatchObject({ code: 'not-found' });
    await expect(agree(id)).rejects.toMatchObject({ code: 'not-found' });
    await partners.invite(id, partner.townHallId, lead.mayor);
    const answer = { projectId: id, townHallId: partner.townHallId, ...ACT };
    await expect(partners.agree(answer, lead.mayor)).rejects.toMatchObject({ code: 'not-found' });
    await expect(partners.agree(answer, partner.accountant)).rejects.toMatchObject({ code: 'role-missing' });
    const tomorrow = addDays(civilDate(await room.get(Clock).now()), 1);
    await expect(agree(id, partner, { actDate: tomorrow })).rejects.toMatchObject({ fields: [{ pointer: '/actDate', code: 'date-future' }] }); // prettier-ignore
    await expect(agree(id, partner, { associationId: lead.associationId })).rejects.toMatchObject({ fields: [{ code: 'association-unknown' }] }); // prettier-ignore
    await expect(partners.decline(id, partner.townHallId, ' ', partner.mayor)).rejects.toMatchObject({ fields: [{ code: 'reason-missing' }] }); // prettier-ignore
  });

  it('is read by whom it asks, and by nobody else; whoever belongs to a partner does not review it', async () => {
    const id = await draft();
    const access = room.get(AccessService);
    await expect(access.mustRead(id, partner.mayor)).rejects.toMatchObject({ code: 'not-found' });
    await partners.invite(id, partner.townHallId, lead.mayor);
    await expect(access.mustRead(id, partner.mayor)).resolves.toMatchObject({ id });
    await expect(access.mustRead(id, partner.president)).rejects.toMatchObject({ code: 'not-found' });
    await agree(id);
    await submission.submit(id, lead.mayor);
    await expect(access.mustRead(id, partner.president)).resolves.toMatchObject({ id });
    await room.db.transaction((tx) => join(tx, partner.associationId, partner.operators[0]));
    await endorse(id, lead.associationId);
    await endorse(id, partner.associationId);
    await expect(room.get(ReviewService).recommend(id, partner.operators[0])).rejects.toMatchObject({ code: 'own-project' }); // prettier-ignore
  });

  it('asks one town hall three times, so that asking and taking back write no more letters', async () => {
    const id = await draft();
    for (let n = 0; n < 3; n += 1) {
      await partners.invite(id, partner.townHallId, lead.mayor);
      await partners.remove(id, partner.townHallId, lead.mayor);
    }
    await expect(partners.invite(id, partner.townHallId, lead.mayor)).rejects.toMatchObject({ code: 'partner-asked-often' }); // prettier-ignore
  });

  it('waits until all have answered, and says who has not', async () => {
    const id = await draft();
    await partners.invite(id, partner.townHallId, lead.mayor);
    await expect(submission.submit(id, lead.mayor)).rejects.toMatchObject({ fields: [{ pointer: '/place/partners/0', code: 'partner-waits' }] }); // prettier-ignore
    const { gaps } = (await room.get(ProjectFileQueries).file(id))!;
    const [asked] = await room.get(PartnersQueries).of(id);
    expect(gaps.map((gap) => gapWords('ro', gap))).toEqual([`Nu a răspuns încă: ${asked!.name.ro!}`]);
    await partners.decline(id, partner.townHallId, 'Nu avem bani anul acesta.', partner.secretary);
    await submission.submit(id, lead.mayor);
    expect([await stateOf(id), await states(id)]).toEqual(['endorsement', ['declined']]);
  });

  it('is not sent with a partner that was suspended, and goes on without it', async () => {
    const suspended = await buildTown(room);
    const id = await together(suspended);
    await setState(suspended.townHallId, 'suspended');
    await expect(submission.submit(id, lead.mayor)).rejects.toMatchObject({ fields: [{ code: 'partner-suspended' }] });
    await partners.remove(id, suspended.townHallId, lead.mayor);
    await submission.submit(id, lead.mayor);
    expect(await room.get(PartnersQueries).awaited(id)).toEqual([lead.associationId]);
    await expect(partners.invite(id, partner.townHallId, lead.mayor)).rejects.toMatchObject({ code: 'not-a-draft' });
  });

  it('names whose share each is, of towns in the project alone', async () => {
    const id = await together();
    const stranger = await buildTown(room);
    await gives(id, stranger.townHallId);
    await expect(submission.submit(id, lead.mayor)).rejects.toMatchObject({ fields: [{ pointer: '/funding/sources/1/townHallId', code: 'source-town-unknown' }] }); // prettier-ignore
    await gives(id, partner.townHallId);
    const sources = async () => (await room.get(ProjectsQueries).plan(id))!.sources.map(({ townHallId }) => townHallId);
    expect(await sources()).toEqual([null, partner.townHallId, null, null]);
    await partners.remove(id, partner.townHallId, lead.mayor);
    await expect(submission.submit(id, lead.mayor)).rejects.toMatchObject({ fields: [{ code: 'source-town-unknown' }] });
    await gives(id, lead.townHallId);
    expect(await sources()).toEqual([null, null, null, null]);
    await submission.submit(id, lead.mayor);
  }); // prettier-ignore

  it('keeps the sum that its council agreed to: another one asks it anew, and once it is published nobody changes it', async () => {
    const id = await draft();
    await partners.invite(id, partner.townHallId, lead.mayor);
    await gives(id, partner.townHallId);
    const { share } = (await room.get(PartnersQueries).one(id, partner.townHallId))!;
    expect(share.isPositive()).toBe(true);
    await expect(agree(id)).rejects.toMatchObject({ code: 'partner-share-differs' });
    await agree(id, partner, { share });
    const less = share.minus(Money.lei(100n));
    await gives(id, partner.townHallId, less.toString());
    await expect(submission.submit(id, lead.mayor)).rejects.toMatchObject({ fields: expect.arrayContaining([expect.objectContaining({ pointer: '/place/partners/0', code: 'partner-share-changed' })]) as unknown }); // prettier-ignore
    await agree(id, partner, { share: less, actNumber: '8/1' });
    expect(await room.get(PartnersQueries).one(id, partner.townHallId)).toMatchObject({ agreed: less, share: less, actNumber: '8/1' }); // prettier-ignore
    await expect(agree(id, partner, { share: less, actNumber: '9/9' })).rejects.toMatchObject({ code: 'partner-answered' }); // prettier-ignore
    await gives(id, partner.townHallId, share.toString());
    await agree(id, partner, { share, actNumber: '10/1' });
    await submission.submit(id, lead.mayor);
    await room.db.rows(`update projects.project set state = 'published', published_at = platform.now() where id = $1`, [id]); // prettier-ignore
    const { typed } = (await room.get(ProjectFileQueries).file(id))!.sections.find(({ name }) => name === 'funding')!;
    const [state, town, ...rest] = typed.sources as Record<string, unknown>[];
    const correct = (of: object) => room.get(CorrectionsService).correct(id, 'funding', { ...typed, sources: [{ ...state, ...of }, { ...town, amount: less.toString() }, ...rest] }, 'Altfel.', lead.mayor); // prettier-ignore
    await expect(correct({ amount: '250 001' })).rejects.toMatchObject({ code: 'correction-forbidden' });
  });

  it('tells a town hall that has agreed each time that the plan asks another sum of it, and of nothing else', async () => {
    const asked = async () => (await events(id)).filter((name) => name === 'projects.partner-share-changed').length;
    const id = await draft();
    await partners.invite(id, partner.townHallId, lead.mayor);
    await gives(id, partner.townHallId);
    const { share } = (await room.get(PartnersQueries).one(id, partner.townHallId))!;
    expect(await asked()).toBe(0);
    await agree(id, partner, { share });
    await gives(id, partner.townHallId, share.plus(Money.lei(100n)).toString());
    await gives(id, partner.townHallId, share.plus(Money.lei(100n)).toString());
    expect(await asked()).toBe(1);
    await gives(id, lead.townHallId);
    expect(await asked()).toBe(2);
    await gives(id, partner.townHallId, share.toString());
    expect(await asked()).toBe(2);
  });

  it('is awaited no more in a draft that was given up', async () => {
    const id = await draft();
    await partners.invite(id, partner.townHallId, lead.mayor);
    await submission.giveUp(id, 'Nu mai facem.', lead.mayor);
    expect(await room.get(PartnersQueries).ofTownHall(partner.townHallId)).not.toContainEqual(expect.objectContaining({ partner: expect.objectContaining({ projectId: id }) })); // prettier-ignore
  });

  it('is not endorsed by a vote on the file as it was sent before', async () => {
    const id = await together();
    await submission.submit(id, lead.mayor);
    const before = await room.get(Clock).now();
    await endorse(id, lead.associationId, false);
    await room.get(Clock).moveBy(60_000);
    await submission.submit(id, lead.mayor);
    for (const accepted of [true, false])
      expect(await endorse(id, partner.associationId, accepted, before)).toBe(false);
    expect(await stateOf(id)).toBe('endorsement');
    expect(await room.get(PartnersQueries).awaited(id)).toHaveLength(2);
    expect(await endorse(id, partner.associationId)).toBe(true);
  });

  it('is its own town’s alone again without its last partner, who may be asked anew', async () => {
    const id = await together();
    await partners.remove(id, partner.townHallId, lead.mayor);
    await expect(agree(id)).rejects.toMatchObject({ code: 'not-found' });
    await partners.invite(id, partner.townHallId, lead.mayor);
    await partners.decline(id, partner.townHallId, 'Ne-am răzgândit.', partner.mayor);
    expect(await states(id)).toEqual(['declined']);
    expect((await room.get(PartnersQueries).bodiesOf({ id, ...lead })).townHalls).toEqual([lead.townHallId]);
    expect(await room.get(PartnersQueries).ofTownHall(partner.townHallId)).not.toContainEqual(expect.objectContaining({ partner: expect.objectContaining({ projectId: id }) })); // prettier-ignore
  });

  it('goes to the operator when every association has accepted, and back with the first that refuses', async () => {
    const id = await together();
    await submission.submit(id, lead.mayor);
    await endorse(id, partner.associationId);
    expect(await stateOf(id)).toBe('endorsement');
    await expect(submission.withdraw(id, 'Ne răzgândim.', lead.mayor)).rejects.toMatchObject({ code: 'endorsement-runs' }); // prettier-ignore
    await endorse(id, lead.associationId);
    expect(await stateOf(id)).toBe('review');
    const other = await together();
    await submission.submit(other, lead.mayor);
    await endorse(other, partner.associationId, false);
    await endorse(other, lead.associationId);
    expect(await stateOf(other)).toBe('draft');
    await submission.submit(other, lead.mayor);
    expect(await room.get(PartnersQueries).awaited(other)).toHaveLength(2);
  });

  it('moves once when two associations decide in the same moment', async () => {
    for (const second of [true, false]) {
      const id = await together();
      await submission.submit(id, lead.mayor);
      await Promise.all([endorse(id, lead.associationId), endorse(id, partner.associationId, second)]);
      expect(await stateOf(id)).toBe(second ? 'review' : 'draft');
    }
  });

  it('asks the public in place of a town without an association, beside the votes of the others', async () => {
    const alone = await buildTown(room);
    await setState(alone.associationId, 'suspended');
    const id = await together(alone);
    await submission.submit(id, lead.mayor);
    const until = endOfDay(addDays(civilDate(await room.get(Clock).now()), 10));
    expect(await room.get(ProjectsQueries).find(id)).toMatchObject({ isPublic: true, objectionsUntil: until });
    await room.get(ObjectionsService).object({ id: newId<'Objection'>(), projectId: id, text: 'Întâi drumul.' }, alone.president); // prettier-ignore
    await endorse(id, lead.associationId);
    await submission.objectionsOver();
    expect(await stateOf(id)).toBe('endorsement');
    await room.get(Clock).moveBy(11 * 86_400_000);
    await submission.objectionsOver();
    expect(await stateOf(id)).toBe('review');
  });

  it('lets the public object anew to what was sent anew while the end of the first days was being told', async () => {
    const alone = await buildTown(room);
    await setState(alone.associationId, 'suspended');
    const id = await together(alone);
    await submission.submit(id, lead.mayor);
    await endorse(id, lead.associationId);
    await room.get(Clock).moveBy(11 * 86_400_000);
    const telling = await room.db.transaction(async (tx) => {
      await room.get(AccessService).hold(tx, id);
      const over = submission.objectionsOver();
      await eventually(async () => {
        expect(await room.db.rows('select 1 from pg_locks where not granted')).not.toEqual([]);
      });
      await tx.query(`update projects.project set objections_until = platform.now() + interval '10 days' where id = $1`, [id]); // prettier-ignore
      return { over };
    });
    await telling.over;
    expect(await stateOf(id)).toBe('endorsement');
  });
});
