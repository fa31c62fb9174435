import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, parseCivilDate } from '#libs/kernel/src/index.js';
import { Files } from '#libs/platform/src/index.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import { buildProject, buildTown, person, type Town, type TownProject } from '../../../test/support/town.js';
import {
  type AnnouncePeriod,
  FollowsService,
  NeutralPeriodsService,
  type PublishUpdate,
  UpdatesService,
  VoiceModule,
  VoiceQueries,
} from './index.js';

describe('news of a project', () => {
  let room: Room;
  let town: Town;
  let project: TownProject;
  beforeAll(async () => {
    room = await openRoom([VoiceModule]);
    town = await buildTown(room);
    project = await buildProject(room, town, { state: 'in-delivery' });
  });
  afterAll(() => room.close());

  const news = (over: Partial<PublishUpdate> = {}): PublishUpdate => ({
    id: newId<'Update'>(),
    projectId: project.id,
    text: { original: 'ro', ro: 'Au venit stâlpii.' },
    ...over,
  });

  it('are published once by an officer and told to those who follow', async () => {
    const updates = room.get(UpdatesService);
    const first = news({ milestoneId: project.milestones[0]! });
    await updates.publish(first, town.mayor);
    await updates.publish(first, town.mayor);
    await updates.publish(news({ text: { original: 'ru', ru: 'Столбы приехали.' } }), town.president);
    const list = await room.get(VoiceQueries).updatesOf(project.id);
    expect(list.map(({ office }) => office)).toEqual(['association', 'town-hall']);
    expect(list[1]).toMatchObject({ id: first.id, milestoneId: project.milestones[0] });
    expect(await room.get(VoiceQueries).updatesOf(project.id, { before: list[0]!.id })).toHaveLength(1);
    expect(await room.db.rows(`select 1 from platform.outbox where name = 'voice.updated'`)).toHaveLength(2);
  });

  it('are refused to others, without words, and with what is not one’s own photo', async () => {
    const updates = room.get(UpdatesService);
    await expect(updates.publish(news(), town.operators[0])).rejects.toMatchObject({ kind: 'not-found' });
    await expect(updates.publish(news(), town.accountant)).rejects.toMatchObject({ code: 'role-missing' });
    await expect(updates.publish(news(), town.members[0]!)).rejects.toMatchObject({ code: 'role-missing' });
    const blank = { original: 'ro', ro: '  ' } as const;
    await expect(updates.publish(news({ text: blank }), town.mayor)).rejects.toMatchObject({ code: 'text-missing' });
    await expect(updates.publish(news({ milestoneId: newId<'Milestone'>() }), town.mayor)).rejects.toMatchObject({
      code: 'milestone-unknown',
    });
    const draft = await buildProject(room, town, { state: 'review' });
    await expect(updates.publish(news({ projectId: draft.id }), town.mayor)).rejects.toMatchObject({
      code: 'project-not-published',
    });
    const paper = await room
      .get(Files)
      .keep({ bytes: Buffer.from('%PDF-1.7\n%âãÏÓ\n'), name: 'a.pdf', by: town.mayor });
    await expect(updates.publish(news({ photo: paper.id }), town.mayor)).rejects.toMatchObject({
      code: 'photo-needed',
    });
  });

  it('reach who ticked the box when giving, until he stops by the link; an old tick does not bring them back', async () => {
    const [follows, queries] = [room.get(FollowsService), room.get(VoiceQueries)];
    const giver = town.members[1]!;
    const given = async (name: string) => {
      await room.db.rows(
        `insert into platform.outbox (name, data) values ($1, jsonb_build_object('projectId', $2::text, 'personId', $3::text, 'follow', true))`,
        [name, project.id, giver],
      );
      await room.drain();
    };
    await given('pledges.promised');
    const [follower] = await queries.followersOf(project.id);
    expect(follower).toMatchObject({ personId: giver });
    const token = follows.tokenOf(follower!.followId);
    await expect(follows.unfollow(`${token}x`)).rejects.toMatchObject({ code: 'link-expired' });
    expect(await follows.unfollow(token)).toEqual({ projectId: project.id });
    await follows.unfollow(token);
    await given('pledges.counted');
    expect(await queries.followers(project.id)).toBe(0);
    await room.db.transaction((tx) => follows.follow(tx, project.id, giver));
    await room.db.transaction((tx) => follows.follow(tx, project.id, giver));
    expect(await queries.followedBy(giver)).toEqual([project.id]);
    await follows.stop(project.id, giver);
    expect(await queries.followedBy(giver)).toEqual([]);
  });

  it('a gift that is taken back takes its tick along, but not a wish of one’s own; a new tick counts again', async () => {
    const [follows, queries] = [room.get(FollowsService), room.get(VoiceQueries)];
    const [ticked, wished] = [town.members[0]!, town.president];
    const tell = async (name: string, personId: string, data: object) => {
      await room.db.rows('insert into platform.outbox (name, data) values ($1, $2)', [
        name,
        JSON.stringify({ projectId: project.id, personId, ...data }),
      ]);
      await room.drain();
    };
    const following = async () => [
      (await queries.followedBy(ticked)).length,
      (await queries.followedBy(wished)).length,
    ];
    for (const who of [ticked, wished]) await tell('pledges.promised', who, { follow: true });
    await room.db.transaction((tx) => follows.follow(tx, project.id, wished));
    for (const who of [ticked, wished]) await tell('pledges.withdrawn', who, { gives: true });
    expect(await following()).toEqual([1, 1]);
    for (const who of [ticked, wished]) await tell('pledges.withdrawn', who, { gives: false });
    expect(await following()).toEqual([0, 1]);
    await tell('pledges.promised', ticked, { follow: true });
    expect(await following()).toEqual([1, 1]);
  });

  it('are stopped, in each way, by whoever began before they were asked for', async () => {
    const [follows, queries] = [room.get(FollowsService), room.get(VoiceQueries)];
    const eager = await room.db.transaction((tx) => person(tx));
    await room.db.transaction(async (tx) => {
      await tx.query('select now()');
      await room.db.transaction((later) => follows.followByGift(later, project.id, eager));
      await follows.endWithGift(tx, project.id, eager);
    });
    expect(await queries.followedBy(eager)).toEqual([]);
    const asked = async () => {
      await room.db.transaction((tx) => follows.follow(tx, project.id, eager));
      await room.db.rows(`update voice.follow set since = platform.now() + interval '1 minute' where person_id = $1 and until is null returning id`, [eager]); // prettier-ignore
    };
    await asked();
    await follows.stop(project.id, eager);
    expect(await queries.followedBy(eager)).toEqual([]);
    await asked();
    const { followId } = (await queries.followersOf(project.id)).find(({ personId }) => personId === eager)!;
    await follows.unfollow(follows.tokenOf(followId));
    expect(await queries.followedBy(eager)).toEqual([]);
  });

  describe('in an election period', () => {
    const day = async (from: number) => {
      const [row] = await room.db.rows<{ day: string }>(
        `select ((platform.now() at time zone 'Europe/Chisinau')::date + $1::int)::text as day`,
        [from],
      );
      return parseCivilDate(row!.day)!;
    };
    const period = async (over: Partial<AnnouncePeriod> = {}): Promise<AnnouncePeriod> => ({
      ...{
        id: newId<'NeutralPeriod'>(),
        name: { original: 'ro', ro: 'Alegeri locale' },
        source: 'Hotărârea CEC nr. 1',
      },
      ...{ firstOn: await day(0), lastOn: await day(0), placeCode: null, ...over },
    });

    it('show nothing but the work: whoever publishes says so; before, after and elsewhere he need not', async () => {
      const [updates, periods] = [room.get(UpdatesService), room.get(NeutralPeriodsService)];
      const operator = town.operators[0];
      const [[district], [elsewhere]] = await Promise.all([
        room.db.rows<{ code: string }>('select district as code from hometowns.place where code = $1', [
          town.placeCode,
        ]),
        room.db.rows<{ code: string }>(`select code from hometowns.place where parent is null and district <> (select district from hometowns.place where code = $1) limit 1`, [town.placeCode]), // prettier-ignore
      ]);
      for (const over of [{ firstOn: await day(1), lastOn: await day(9) }, { firstOn: await day(-9), lastOn: await day(-1) }, { placeCode: elsewhere!.code }])
        await periods.announce(await period(over), operator); // prettier-ignore
      await updates.publish(news(), town.mayor);
      const now = await period({ placeCode: district!.code });
      await periods.announce(now, operator);
      await periods.announce(now, operator);
      const wanted = { fields: [{ pointer: '/neutral', code: 'neutral-needed', params: { until: now.lastOn } }] };
      await expect(updates.publish(news(), town.mayor)).rejects.toMatchObject(wanted);
      const said = news({ neutral: true });
      await updates.publish(said, town.president);
      expect(await room.get(VoiceQueries).find(said.id)).toMatchObject({ neutral: now.name, hidden: null });
      await periods.end(now.id, operator);
      await periods.end(now.id, operator);
      await updates.publish(news(), town.mayor);
      expect(await room.get(VoiceQueries).newest({ neutral: true })).toMatchObject([{ id: said.id }]);
    });

    it('is announced by the operator alone, with its days and its source', async () => {
      const periods = room.get(NeutralPeriodsService);
      const wrong = async (over: Partial<AnnouncePeriod>) =>
        periods.announce(await period(over), town.operators[0]).then(() => null, ({ fields }: { fields: { pointer: string; code: string }[] }) => fields.map(({ pointer, code }) => `${pointer} ${code}`)); // prettier-ignore
      expect(await wrong({ lastOn: await day(-1), source: ' ' })).toEqual([
        '/lastOn period-days',
        '/source text-missing',
      ]);
      expect(await wrong({ lastOn: await day(184) })).toEqual(['/lastOn period-days']);
      expect(await wrong({ name: { original: 'ru', ro: 'Alegeri' } })).toEqual(['/name text-missing']);
      expect(await wrong({ placeCode: '0000000' })).toEqual(['/placeCode place-unknown']);
      await expect(periods.announce(await period(), town.mayor)).rejects.toMatchObject({ kind: 'not-found' });
      const one = await period({ firstOn: await day(50), lastOn: await day(60) });
      await periods.announce(one, town.operators[0]);
      await expect(periods.announce({ ...one, lastOn: await day(61) }, town.operators[0])).rejects.toMatchObject({ code: 'period-id-taken' }); // prettier-ignore
    });

    it('hides what breaks the rule, words and photo, with a public reason; and shows it again', async () => {
      const [updates, periods, queries] = [room.get(UpdatesService), room.get(NeutralPeriodsService), room.get(VoiceQueries)]; // prettier-ignore
      const one = news();
      await updates.publish(one, town.mayor);
      const judge = (hidden: boolean, reason = 'Portretul unui candidat') => periods.hide(one.id, { hidden, reason }, town.operators[1]); // prettier-ignore
      await expect(judge(true, ' ')).rejects.toMatchObject({ fields: [{ code: 'reason-missing' }] });
      await expect(periods.hide(one.id, { hidden: true, reason: 'x' }, town.mayor)).rejects.toMatchObject({ kind: 'not-found' }); // prettier-ignore
      await judge(true);
      await judge(true);
      expect(await queries.find(one.id)).toMatchObject({ text: null, photo: null, hidden: 'Portretul unui candidat' });
      expect((await queries.updatesOf(project.id)).find(({ id }) => id === one.id)?.text).toBeNull();
      await judge(false, 'Nu era candidat');
      expect(await queries.find(one.id)).toMatchObject({ text: one.text, hidden: null });
      const told = await room.db.rows(`select 1 from platform.outbox where name = 'voice.update-judged' and data ->> 'updateId' = $1`, [one.id]); // prettier-ignore
      expect(told).toHaveLength(2);
    });
  });
});
