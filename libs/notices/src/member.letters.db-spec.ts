import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type JoinRequestId, JoiningService, type MembershipId, MembersQueries, MembersService, OrganisationQueries, TermsService, VouchesService } from '#libs/hometowns/src/index.js'; // prettier-ignore
import { addDays, type BodyId, civilDate, newId, type PersonId } from '#libs/kernel/src/index.js';
import { Clock } from '#libs/platform/src/index.js';
import { ProxiesService, VotesService } from '#libs/voting/src/index.js';
import { openCampaign, person } from '../../../test/support/campaign.js';
import { type LetterRoom, openLetterRoom } from '../../../test/support/letter-room.js';

describe('letters about who belongs', () => {
  let room: LetterRoom;
  beforeAll(async () => {
    room = await openLetterRoom();
  });
  afterAll(() => room.close());

  const someone = (name: string | null = null) => room.db.transaction((tx) => person(tx, name));
  const speaks = (id: PersonId, lang: string) => room.db.rows('update identity.person set lang = $2 where id = $1', [id, lang]); // prettier-ignore
  const emailOf = async (id: PersonId) =>
    (await room.db.rows<{ email: string }>('select email from identity.person where id = $1', [id]))[0]!.email;
  const lettersTo = async (id: PersonId) => {
    await room.bank.drain();
    return room.lettersTo(id);
  };
  const follow = async (id: Parameters<MembersService['invitationLink']>[0], who: PersonId) =>
    room.get(JoiningService).accept(room.get(MembersService).invitationLink(id), who);
  const officer = async (bodyId: BodyId, role: 'inspector' | 'treasurer', by: PersonId) => {
    const who = await someone();
    await room.db.rows(
      `insert into hometowns.membership (id, body_id, kind, person_id, role, via, since)
       select gen_random_uuid(), $1, 'association', $2, r, 'founder', platform.now() from unnest(array['member', $3]) r`,
      [bodyId, who, role],
    );
    await follow(await room.get(MembersService).invite(bodyId, role, await emailOf(who), by), who);
    return who;
  };
  const ask = async (bodyId: BodyId, by: PersonId, who: PersonId): Promise<JoinRequestId> => {
    expect(await follow(await room.get(MembersService).invite(bodyId, 'member', null, by), who)).toMatchObject({ state: 'waiting' }); // prettier-ignore
    const found = (await room.get(MembersQueries).joinRequests(bodyId)).find(({ personId }) => personId === who);
    return found!.id;
  };
  const membershipOf = async (bodyId: BodyId, who: PersonId): Promise<MembershipId> =>
    (await room.get(MembersQueries).list(bodyId)).find(({ personId }) => personId === who)!.id;

  it('tell a member who has asked him to vote for him, by name or not at all, once a day and unless it is done already; and who asked that nobody does', async () => {
    const { associationId, president } = await openCampaign(room.db);
    const [giver, quick] = [await officer(associationId, 'inspector', president), await officer(associationId, 'treasurer', president)]; // prettier-ignore
    const other = await officer(associationId, 'inspector', president);
    await room.db.rows(
      `insert into hometowns.vote_rule (id, body_id, quorum_num, quorum_den, majority_num, majority_den, strict, hours, silence, arbiter, secret, proxies, since, set_by)
       values (gen_random_uuid(), $1, 1, 2, 1, 2, true, 72, 'refused', 'Plai', true, 2, platform.now(), $2)`,
      [associationId, president],
    );
    const vote = { id: newId<'Vote'>(), kind: 'question', subject: `question:${newId()}`, projectId: null, associationId } as const; // prettier-ignore
    await room.db.transaction((tx) =>
      room.get(VotesService).open(tx, { ...vote, question: { original: 'ro', ro: 'Facem o bancă?' } }),
    );
    const proxies = room.get(ProxiesService);
    await proxies.name(vote.id, president, giver);
    await proxies.name(vote.id, president, quick);
    await proxies.castFor(vote.id, quick, 'yes', president);
    const asked = async () => (await lettersTo(president)).filter(({ subject }) => subject.startsWith('Votați și în numele altcuiva')); // prettier-ignore
    const [first, ...others] = await asked();
    expect(others).toEqual([]);
    expect(first!.text).toContain(`/ro/votes/${vote.id}#proxy`);
    expect(first!.text).toContain('Un membru al asociației v-a rugat');
    expect(first!.text).not.toContain(await emailOf(giver));
    const asksAnew = async () => {
      for (const holder of [other, president]) await proxies.name(vote.id, holder, giver);
    };
    await room.db.rows(`update identity.person set name = 'Ion Rusu' where id = $1`, [giver]);
    await asksAnew();
    expect(await asked()).toHaveLength(1);
    await room.get(Clock).moveBy(86_400_000);
    await asksAnew();
    expect((await asked()).map(({ text }) => text.includes('Ion Rusu v-a rugat'))).toEqual([false, true]);
    await room.get(VotesService).declareConflict(vote.id, president, 'Banca e a fratelui meu.');
    const alone = async (who: PersonId) => (await lettersTo(who)).filter(({ subject }) => subject.startsWith('Nu mai votează nimeni')); // prettier-ignore
    const [told] = await alone(giver);
    expect(told!.text).toContain(`/ro/votes/${vote.id}`);
    expect(told!.text).not.toContain(await emailOf(president));
    expect([await alone(giver), await alone(quick)].map(({ length }) => length)).toEqual([1, 0]);
  });

  it('tell an officer and the president that a term ends, once, and nobody when another has the office', async () => {
    const { associationId, president } = await openCampaign(room.db);
    const treasurer = await officer(associationId, 'treasurer', president);
    const offices = await room.get(OrganisationQueries).offices(associationId);
    const term = offices.find(({ personId }) => personId === treasurer)!.membershipId;
    const today = civilDate(await room.get(Clock).now());
    await room.get(TermsService).set(associationId, term, { from: addDays(today, -9), until: addDays(today, 20), decision: '1' }, president); // prettier-ignore
    for (let n = 0; n < 2; n += 1) await room.get(TermsService).remind();
    for (const [reader, words] of [
      [treasurer, 'Mandatul dumneavoastră'],
      [president, 'Un mandat'],
    ] as const) {
      const letters = (await lettersTo(reader)).filter(({ subject }) => subject.startsWith('Mandatul se încheie'));
      expect(letters).toHaveLength(1);
      expect(letters[0]!.text).toContain(words);
      expect(letters[0]!.text).toContain(`/ro/association/${associationId}/organisation`);
    }
  });

  it('reach those who can vouch, and the new member once two have', async () => {
    const { associationId, president } = await openCampaign(room.db);
    const inspector = await officer(associationId, 'inspector', president);
    const who = await someone('Ion Rusu');
    await speaks(who, 'ru');
    const request = await ask(associationId, president, who);
    for (const reader of [president, inspector]) {
      const letter = (await lettersTo(reader)).find(({ subject }) => subject.startsWith('Cineva vrea să intre'))!;
      expect(letter.text).toContain('Ion Rusu vrea să intre în „Valea Nucilor”');
      expect(letter.text).toContain(`http://plai.test/ro/association/${associationId}#joins`);
    }
    expect(await lettersTo(who)).toEqual([]);
    for (const by of [president, inspector]) await room.get(VouchesService).vouch(request, by);
    const letters = await lettersTo(who);
    expect(letters.map(({ subject }) => subject)).toEqual(['Вас приняли: Valea Nucilor']);
    expect(letters[0]!.text).toContain(`http://plai.test/ru/association/${associationId}`);
  });

  it('reach every member where the officers are fewer than the words that are needed', async () => {
    const { associationId, president } = await openCampaign(room.db);
    const member = await someone();
    await room.db.rows(
      `insert into hometowns.membership (id, body_id, kind, person_id, role, via, since)
       values (gen_random_uuid(), $1, 'association', $2, 'member', 'founder', platform.now())`,
      [associationId, member],
    );
    const request = await ask(associationId, president, await someone('Ana'));
    expect((await lettersTo(member)).map(({ text }) => text.includes('Ana vrea să intre'))).toEqual([true]);
    const { personId } = (await room.get(MembersQueries).asker(request))!;
    await room.get(VouchesService).decline(request, president);
    expect((await lettersTo(personId)).map(({ subject }) => subject)).toEqual([
      'Cererea nu a fost acceptată: Valea Nucilor',
    ]);
  });

  it('tell every member and the newcomer of an objection', async () => {
    const { associationId, president } = await openCampaign(room.db);
    const [inspector, treasurer] = [await officer(associationId, 'inspector', president), await officer(associationId, 'treasurer', president)]; // prettier-ignore
    const who = await someone('Ion Rusu');
    const request = await ask(associationId, president, who);
    for (const by of [president, inspector]) await room.get(VouchesService).vouch(request, by);
    await room.get(VouchesService).object(await membershipOf(associationId, who), 'Nu-l știu.', treasurer);
    for (const member of [president, inspector]) {
      const letter = (await lettersTo(member)).find(({ subject }) => subject.startsWith('Un membru nou e contestat'))!;
      expect(letter.text).toContain('Ion Rusu');
    }
    expect((await lettersTo(who)).map(({ subject }) => subject.split(':')[0])).toEqual(['Ați intrat', 'Intrarea dumneavoastră e contestată']); // prettier-ignore
  });

  it('tell whoever was let go, once, and nobody of what he did himself', async () => {
    const { associationId, president } = await openCampaign(room.db);
    const [gone, leaver] = [await officer(associationId, 'inspector', president), await officer(associationId, 'treasurer', president)]; // prettier-ignore
    const about = async (who: PersonId) => (await lettersTo(who)).filter(({ subject }) => !subject.startsWith('Invitație')); // prettier-ignore
    await room.get(MembersService).end(await membershipOf(associationId, gone), president);
    await room.get(MembersService).end(await membershipOf(associationId, leaver), leaver);
    const told = await about(gone);
    expect(told.map(({ subject }) => subject)).toEqual(['Rolul s-a încheiat: Valea Nucilor']);
    expect(told[0]!.text).toContain('rolul „verificator / verificatoare”');
    expect(await about(leaver)).toEqual([]);
    await room.get(MembersService).end(await membershipOf(associationId, gone), president);
    expect((await about(gone)).map(({ subject }) => subject)).toEqual([
      'Rolul s-a încheiat: Valea Nucilor',
      'Nu mai sunteți în echipă: Valea Nucilor',
    ]);
  });

  it('tell the former mayor and the new one of a hand-over', async () => {
    const { townHallId, mayor } = await openCampaign(room.db);
    const next = await someone();
    await speaks(next, 'en');
    const { invitationId } = await room.get(MembersService).handOver(townHallId, { role: 'mayor', toEmail: await emailOf(next) }, mayor); // prettier-ignore
    expect(await lettersTo(mayor)).toEqual([]);
    await follow(invitationId, next);
    expect((await lettersTo(mayor)).map(({ subject }) => subject)).toEqual(['Conducerea s-a predat: Valea Nucilor']);
    const letters = await lettersTo(next);
    expect(letters.map(({ subject }) => subject)).toEqual(['Invitation: Valea Nucilor', 'You have taken over: Valea Nucilor']); // prettier-ignore
    expect(letters[1]!.text).toContain(`http://plai.test/en/town-hall/${townHallId}`);
  });
});
