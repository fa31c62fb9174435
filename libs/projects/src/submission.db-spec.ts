import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays, civilDate, endOfDay, newId, type PersonId, type ProjectId } from '#libs/kernel/src/index.js';
import { Clock } from '#libs/platform/src/index.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import { draftStreetLight, publishedStreetLight } from '../../../test/support/street-light.js';
import { buildTown, join, person, type Town } from '../../../test/support/town.js';
import {
  AccessService, CampaignGate, DraftsService, ObjectionsService, ProjectIncomplete, ProjectsModule, ProjectsQueries,
  RecordQueries, ReviewService, SubmissionService,
} from './index.js'; // prettier-ignore

describe('from the draft to the campaign', () => {
  let room: Room;
  let town: Town;
  let submission: SubmissionService;
  let review: ReviewService;
  beforeAll(async () => {
    room = await openRoom([ProjectsModule]);
    town = await buildTown(room);
    submission = room.get(SubmissionService);
    review = room.get(ReviewService);
  });
  afterAll(() => room.close());

  const find = async (id: ProjectId) => (await room.get(ProjectsQueries).find(id))!;
  const steps = async (id: ProjectId) =>
    (await room.get(RecordQueries).transitions(id)).map(({ to, cause, by }) => [to, cause, by]);
  const endorse = (id: ProjectId, accepted: boolean) =>
    room.db.transaction(async (tx) =>
      submission.endorsed(tx, id, {
        associationId: town.associationId,
        accepted,
        voteId: newId(),
        openedAt: await room.get(Clock).now(tx),
      }),
    );
  const events = async (id: ProjectId) =>
    (await room.db.rows<{ name: string; to: string | null }>(`select name, data ->> 'to' as to from platform.outbox where data ->> 'projectId' = $1 order by id`, [id])).map(({ name, to }) => (to ? `${name} ${to}` : name)); // prettier-ignore

  async function inReview(over = town): Promise<ProjectId> {
    const id = await draftStreetLight(room, over);
    await submission.submit(id, over.mayor);
    await endorse(id, true);
    return id;
  }

  /** A town whose association has been stopped: there is none that could verify. */
  async function lonelyTown(): Promise<Town> {
    const lonely = await buildTown(room);
    await room.db.rows(`update hometowns.body set state = 'suspended', state_reason = 'x' where id = $1`, [lonely.associationId]); // prettier-ignore
    return lonely;
  }

  it('does not take an incomplete file, and says all that is missing', async () => {
    const id = await draftStreetLight(room, town, { over: { stages: { tranches: [] }, maintenance: { risks: '' } } });
    const refused = submission.submit(id, town.mayor);
    await expect(refused).rejects.toBeInstanceOf(ProjectIncomplete);
    await expect(refused).rejects.toMatchObject({
      ...{ kind: 'invalid', code: 'project-incomplete', params: { n: 2 } },
      fields: [
        { pointer: '/stages/tranches', code: 'tranches-missing' },
        { pointer: '/maintenance/risks', code: 'text-missing' },
      ],
    });
    await expect(submission.submit(id, town.accountant)).rejects.toMatchObject({ code: 'role-missing' });
    expect((await find(id)).state).toBe('draft');
  });

  it('goes to the association’s vote, once, and may not be written any more', async () => {
    const id = await draftStreetLight(room, town);
    await Promise.all([submission.submit(id, town.mayor), submission.submit(id, town.secretary)]);
    expect((await find(id)).state).toBe('endorsement');
    expect((await events(id)).sort()).toEqual(['projects.moved endorsement', 'projects.moved submitted']); // prettier-ignore
    await expect(room.get(DraftsService).save(id, 'budget', {}, town.mayor, 1)).rejects.toMatchObject({ code: 'not-a-draft' }); // prettier-ignore
    await expect(submission.withdraw(id, 'greșeală', town.mayor)).rejects.toMatchObject({ code: 'endorsement-runs' });
    await expect(review.askChanges(id, { reason: 'x' }, town.operators[0])).rejects.toMatchObject({ code: 'endorsement-runs' }); // prettier-ignore
    await endorse(id, false);
    await endorse(id, true); // too late: nothing waits any more
    expect(await find(id)).toMatchObject({ state: 'draft' });
    expect((await steps(id)).at(-1)).toEqual(['draft', 'not-endorsed', null]);
  });

  it('is published by two operators, never by one or by its own people', async () => {
    const id = await inReview();
    const [first, second] = town.operators;
    await expect(review.recommend(id, town.mayor)).rejects.toMatchObject({ kind: 'not-found' });
    const approval = await review.recommend(id, first);
    await expect(review.recommend(id, second)).rejects.toMatchObject({ code: 'approval-waiting' });
    await expect(review.confirm(approval, first)).rejects.toMatchObject({ code: 'second-person-needed' });
    await expect(review.confirm(newId<'Approval'>(), second)).rejects.toMatchObject({ kind: 'not-found' });
    const insider = await room.db.transaction(async (tx) => {
      const one = await person(tx);
      await tx.query('insert into identity.staff (id, person_id, since) values ($1, $2, platform.now())', [newId(), one]); // prettier-ignore
      await join(tx, town.associationId, one);
      return one;
    });
    await expect(review.confirm(approval, insider)).rejects.toMatchObject({ code: 'own-project' });
    expect(await find(id)).toMatchObject({ state: 'review' });
    await review.confirm(approval, second);
    expect(await find(id)).toMatchObject({ state: 'published' });
    await expect(review.confirm(approval, second)).rejects.toMatchObject({ code: 'approval-decided' });
    expect((await steps(id)).map(([to, cause]) => `${String(to)} ${String(cause)}`)).toEqual([
      'draft created', 'submitted submitted', 'endorsement sent-on', 'review endorsed', 'published published',
    ]); // prettier-ignore
  });

  it('is answered as it was read: another version by now needs another reading', async () => {
    const id = await inReview();
    const [one, two] = town.operators;
    const seen = (await find(id)).version;
    await review.askChanges(id, { reason: 'Devizul.' }, two, seen);
    await submission.submit(id, town.mayor);
    await endorse(id, true);
    const late = { code: 'project-changed' };
    await expect(review.recommend(id, one, seen)).rejects.toMatchObject(late);
    await expect(review.reject(id, 'Nu.', one, seen)).rejects.toMatchObject(late);
    await expect(review.askChanges(id, { reason: 'Nu.' }, one, seen)).rejects.toMatchObject(late);
    await expect(review.recommend(id, one, (await find(id)).version)).resolves.toBeDefined();
  });

  it('comes back with remarks beside its sections, and a recommendation that waited falls', async () => {
    const id = await inReview();
    const approval = await review.recommend(id, town.operators[0]);
    const notes = [{ section: 'budget', text: 'Prețul cablului?' } as const];
    await expect(review.askChanges(id, { reason: ' ' }, town.operators[1])).rejects.toMatchObject({ code: 'reason-missing' }); // prettier-ignore
    await review.askChanges(id, { reason: 'Mai verificați devizul.', notes }, town.operators[1]);
    expect((await find(id)).state).toBe('draft');
    await expect(review.confirm(approval, town.operators[1])).rejects.toMatchObject({ code: 'approval-decided' });
    expect((await room.get(RecordQueries).transitions(id)).at(-1)).toMatchObject({
      ...{ from: 'review', to: 'draft', cause: 'changes-asked', reason: 'Mai verificați devizul.', notes },
    });
    await submission.submit(id, town.mayor);
    await endorse(id, true);
    await review.reject(id, 'Nu e un serviciu public.', town.operators[0]);
    expect(await find(id)).toMatchObject({ state: 'cancelled', publishedAt: null });
    expect((await steps(id)).at(-1)).toEqual(['cancelled', 'rejected', town.operators[0]]);
  });

  it('is taken back or given up by its town hall before it is published', async () => {
    const id = await inReview();
    const approval = await review.recommend(id, town.operators[0]);
    await submission.withdraw(id, 'Schimbăm traseul.', town.secretary);
    await expect(review.confirm(approval, town.operators[1])).rejects.toMatchObject({ code: 'approval-decided' });
    await submission.giveUp(id, 'Nu mai e nevoie.', town.mayor);
    await expect(submission.submit(id, town.mayor)).rejects.toMatchObject({ code: 'not-a-draft' });
    await expect(submission.giveUp(id, 'x', town.mayor)).rejects.toMatchObject({ code: 'project-state' });
  });

  it('waits ten days for public objections where there is no association', async () => {
    const lonely = await lonelyTown();
    const withOne = await draftStreetLight(room, town, { association: false });
    await expect(submission.submit(withOne, town.mayor)).rejects.toMatchObject({ fields: [{ pointer: '/association/noAssociation', code: 'association-exists' }] }); // prettier-ignore
    const id = await draftStreetLight(room, lonely, { association: false });
    await submission.submit(id, lonely.mayor);
    const today = civilDate(await room.get(Clock).now());
    expect(await find(id)).toMatchObject({ state: 'endorsement', isPublic: true, objectionsUntil: endOfDay(addDays(today, 10)) }); // prettier-ignore
    await endorse(id, true); // no association, no vote
    const [neighbour, objections] = [await room.db.transaction(person), room.get(ObjectionsService)];
    const objection = { id: newId<'Objection'>(), projectId: id, text: 'Lampa bate în geam.' };
    await objections.object(objection, neighbour);
    await objections.object(objection, neighbour);
    await expect(objections.object({ ...objection, text: 'altceva' }, neighbour)).rejects.toMatchObject({ code: 'objection-reused' }); // prettier-ignore
    await expect(objections.object({ ...objection, name: 'Ion Rusu' }, neighbour)).rejects.toMatchObject({ code: 'objection-reused' }); // prettier-ignore
    await expect(objections.answer(id, objection.id, 'x', town.mayor)).rejects.toMatchObject({ kind: 'not-found' });
    await objections.answer(id, objection.id, 'O mutăm.', lonely.mayor);
    await expect(objections.answer(id, objection.id, 'Nu.', lonely.mayor)).rejects.toMatchObject({ code: 'objection-answered' }); // prettier-ignore
    expect(await room.get(RecordQueries).objections(id)).toMatchObject([{ name: null, text: 'Lampa bate în geam.', answer: 'O mutăm.' }]); // prettier-ignore
    const more = () => objections.object({ ...objection, id: newId<'Objection'>() }, neighbour);
    for (let n = 0; n < 2; n += 1) await more();
    await expect(more()).rejects.toMatchObject({ code: 'objections-many', params: { n: 3 } });
    expect(await submission.objectionsOver()).toBe(0);
    await room.get(Clock).moveBy(11 * 86_400_000);
    await expect(objections.object({ ...objection, id: newId<'Objection'>() }, neighbour)).rejects.toMatchObject({ code: 'objections-closed' }); // prettier-ignore
    expect(await submission.objectionsOver()).toBe(1);
    expect((await steps(id)).at(-1)).toEqual(['review', 'objections-over', null]);
    const sealed = await draftStreetLight(room, lonely, { association: false });
    await expect(objections.object({ ...objection, id: newId<'Objection'>(), projectId: sealed }, neighbour)).rejects.toMatchObject({ kind: 'not-found' }); // prettier-ignore
  });

  it('opens its campaign on the day, and moves both days when it was published later', async () => {
    const today = civilDate(await room.get(Clock).now());
    const [soon, late] = [addDays(today, 2), addDays(today, -5)];
    const onTime = await publishedStreetLight(room, town, { opensOn: soon, closesOn: addDays(soon, 29) });
    const delayed = await publishedStreetLight(room, town, { opensOn: late, closesOn: addDays(late, 59) });
    await room.drain({ chores: true });
    expect((await find(onTime)).state).toBe('published');
    const plan = (await room.get(ProjectsQueries).plan(delayed))!;
    expect(plan.campaign).toMatchObject({ opensOn: today, closesOn: addDays(today, 59), closesAt: endOfDay(addDays(today, 59)) }); // prettier-ignore
    expect(await room.get(RecordQueries).corrections(delayed)).toMatchObject([
      { field: '/closesOn', before: addDays(late, 59), after: addDays(today, 59), by: null, reason: null },
      { field: '/opensOn', before: late, after: today },
    ]);
    await room.db.transaction((tx) => room.get(CampaignGate).openForPledges(tx, delayed));
    await room.get(Clock).moveBy(2 * 86_400_000);
    await room.drain({ chores: true });
    const opened = (await room.get(ProjectsQueries).campaign(onTime))!;
    expect(opened).toMatchObject({ state: 'campaign', closesAt: endOfDay(addDays(soon, 29)) });
    expect(await room.get(RecordQueries).corrections(onTime)).toEqual([]);
  });

  it('shows a draft to its town hall alone, and what was sent to those who decide on it', async () => {
    const access = room.get(AccessService);
    const id = await draftStreetLight(room, town);
    const sees = (by: PersonId | null) => access.mustRead(id, by).then(() => true, () => false); // prettier-ignore
    const all = [town.accountant, town.members[0]!, town.operators[0], await room.db.transaction(person), null];
    const who = async () => Promise.all(all.map(sees));
    expect(await who()).toEqual([true, false, false, false, false]);
    await submission.submit(id, town.mayor);
    expect(await who()).toEqual([true, true, true, false, false]);
    await endorse(id, true);
    await review.confirm(await review.recommend(id, town.operators[0]), town.operators[1]);
    expect(await who()).toEqual([true, true, true, true, true]);
  });
});
