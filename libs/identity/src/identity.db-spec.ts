import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, type PersonId } from '#libs/kernel/src/index.js';
import { Clock, Signer } from '#libs/platform/src/index.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import { IdentityModule, PersonsService, SessionsService, SignInService, StaffService } from './index.js';

describe('identity', () => {
  let room: Room;
  let signIn: SignInService;
  let sessions: SessionsService;
  beforeAll(async () => {
    room = await openRoom([IdentityModule], { REPLAY_TOKEN: 'replay-token-for-specs', PLAI_DEMO: '1' });
    signIn = room.get(SignInService);
    sessions = room.get(SessionsService);
  });
  afterAll(() => room.close());

  const fresh = () => `${newId()}@exemplu.md`;
  const person = (email = fresh(), name?: string) =>
    room.db.transaction((tx) => room.get(PersonsService).ensure(tx, { email, lang: 'ro', name: name ?? null }));
  /** Asks for a link and gives the newest request's id. */
  const ask = async (email: string, more: { next?: string; replayToken?: string } = {}) => {
    await signIn.ask({ email, lang: 'ru', ...more });
    const [row] = await room.db.rows<{ id: string }>(
      `select data ->> 'signInId' as id from platform.outbox where name = 'identity.sign-in-asked' order by id desc limit 1`,
    );
    return row!.id;
  };
  const trail = async (subject: string) =>
    (await room.db.rows<{ action: string }>('select action from platform.trail where subject = $1 order by id', [subject])).map(({ action }) => action); // prettier-ignore

  it('knows one mailbox under its many spellings, and drops dots only where they mean nothing', async () => {
    const mailboxOf = async (email: string) =>
      (await room.db.rows<{ mailbox: string }>('select mailbox from identity.person where id = $1', [await person(email)]))[0]!.mailbox; // prettier-ignore
    expect(await mailboxOf('ion.rusu+sat@gmail.com')).toBe('ionrusu@gmail.com');
    expect(await mailboxOf('IonRusu@googlemail.com')).toBe('ionrusu@gmail.com');
    expect(await mailboxOf('ion.rusu+vot+2@mail.ru')).toBe('ion.rusu@mail.ru');
  });

  describe('signing in', () => {
    it('goes by letter, once, into a session of its own', async () => {
      const email = fresh();
      const id = await person(email, 'Maria Rusu');
      const request = await ask(email.toUpperCase(), { next: '/ro/account' });
      const letter = await signIn.letterOf(request);
      expect(letter).toEqual({ email, lang: 'ru', name: 'Maria Rusu', token: signIn.tokenOf(request), code: expect.stringMatching(/^\d{8}$/) }); // prettier-ignore
      const entrance = await signIn.complete(letter!.token, 'Firefox\r\n\u202e');
      expect(entrance).toMatchObject({ personId: id, next: '/ro/account' });
      expect(await sessions.find(entrance.session)).toEqual({
        sessionId: expect.any(String), personId: id, email, name: 'Maria Rusu', lang: 'ro', staff: false,
      }); // prettier-ignore
      expect(await sessions.list(id)).toMatchObject([{ agent: 'Firefox' }]);
      await expect(signIn.complete(letter!.token, '')).rejects.toMatchObject({ code: 'link-expired' });
      expect(await signIn.letterOf(request)).toBeNull();
      expect(await trail(`person:${id}`)).toEqual(['person.signed-in']);
    });

    it('gives one session to twenty uses of one link at once', async () => {
      const email = fresh();
      const id = await person(email);
      const token = signIn.tokenOf(await ask(email));
      const done = await Promise.allSettled(Array.from({ length: 20 }, () => signIn.complete(token, '')));
      expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      for (const one of done) if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'link-expired' });
      expect(await sessions.list(id)).toHaveLength(1);
    });

    it('makes the older links void once one is used, even two at once', async () => {
      const email = fresh();
      const id = await person(email);
      const tokens = [await ask(email), await ask(email)].map((request) => signIn.tokenOf(request));
      const done = await Promise.allSettled(tokens.map((token) => signIn.complete(token, '')));
      expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(await sessions.list(id)).toHaveLength(1);
    });

    it('goes by the code of the letter on the page that waits, five tries at most, wrong ones in a row or at once', async () => {
      const email = fresh();
      const id = await person(email);
      const waitFor = async (to: string) => {
        const waiting = await signIn.ask({ email: to, lang: 'ro' });
        return { waiting, code: (await signIn.letterOf(waiting.split('.')[0]!))?.code ?? '00000000' };
      };
      const first = await waitFor(email);
      expect(first.waiting).not.toContain(first.code);
      await expect(signIn.completeByCode(first.waiting, '1234', '')).rejects.toMatchObject({ code: 'code-wrong' });
      await expect(signIn.completeByCode(`${first.waiting}x`, first.code, '')).rejects.toMatchObject({ code: 'link-expired' }); // prettier-ignore
      await expect(signIn.complete(first.waiting, '')).rejects.toMatchObject({ code: 'link-expired' });
      const typed = `${first.code.slice(0, 4)} ${first.code.slice(4)}`;
      expect(await signIn.completeByCode(first.waiting, typed, '')).toMatchObject({ personId: id });
      await expect(signIn.completeByCode(first.waiting, typed, '')).rejects.toMatchObject({ code: 'link-expired' });
      const second = await waitFor(email);
      const wrong = await Promise.allSettled(
        Array.from({ length: 12 }, () => signIn.completeByCode(second.waiting, 'no', '')),
      );
      const codes = wrong
        .map((one) => (one as PromiseRejectedResult).reason as { code: string })
        .map(({ code }) => code);
      expect(codes.filter((code) => code === 'code-wrong')).toHaveLength(5);
      await expect(signIn.completeByCode(second.waiting, second.code, '')).rejects.toMatchObject({ code: 'link-expired' }); // prettier-ignore
    });

    it('counts and refuses codes for an address that nobody has in the same way', async () => {
      const waiting = await signIn.ask({ email: fresh(), lang: 'ro' });
      for (let n = 0; n < 5; n += 1)
        await expect(signIn.completeByCode(waiting, '00000000', '')).rejects.toMatchObject({ code: 'code-wrong' });
      await expect(signIn.completeByCode(waiting, '00000000', '')).rejects.toMatchObject({ code: 'link-expired' });
    });

    it('ends after fifteen minutes', async () => {
      const email = fresh();
      await person(email);
      const token = signIn.tokenOf(await ask(email));
      await room.get(Clock).moveBy(15 * 60_000);
      await expect(signIn.complete(token, '')).rejects.toMatchObject({ kind: 'conflict', code: 'link-expired' });
    });

    it('refuses forged tokens and tokens made for something else', async () => {
      const email = fresh();
      await person(email);
      const request = await ask(email);
      const token = signIn.tokenOf(request);
      for (const wrong of [
        '',
        '.',
        'x',
        request,
        `${token}A`,
        token.slice(0, -1),
        room.get(Signer).token('invitation', request),
        signIn.tokenOf(newId()),
      ])
        // prettier-ignore
        await expect(signIn.complete(wrong, '')).rejects.toMatchObject({ code: 'link-expired' });
      await expect(signIn.complete(token, '')).resolves.toBeDefined();
    });

    it('answers an unknown address like a known one and sends nothing', async () => {
      const email = fresh();
      const request = await ask(email);
      expect(await signIn.letterOf(request)).toBeNull();
      await expect(signIn.complete(signIn.tokenOf(request), '')).rejects.toMatchObject({ code: 'link-expired' });
      expect(await room.db.rows('select 1 from identity.person where email = $1', [email])).toEqual([]);
      await expect(signIn.ask({ email: 'nobody', lang: 'ro' })).rejects.toMatchObject({ code: 'email' });
    });

    it('writes at most three letters per address and hour, silently, also at once', async () => {
      const email = fresh();
      const id = await person(email);
      await Promise.all(Array.from({ length: 8 }, () => signIn.ask({ email, lang: 'ro' })));
      const sent = () => room.db.rows('select 1 from identity.sign_in where person_id = $1', [id]);
      expect(await sent()).toHaveLength(3);
      expect(await signIn.letterOf(await ask(email))).toBeNull();
      expect(await signIn.letterOf(await ask(email, { replayToken: 'replay-token-for-specs' }))).not.toBeNull();
      expect(await signIn.letterOf(await ask(email, { replayToken: 'replay-token-for-spect' }))).toBeNull();
      await room.get(Clock).moveBy(61 * 60_000);
      expect(await signIn.letterOf(await ask(email))).not.toBeNull();
    });

    it.each(['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)', '/a b', '/\n', `/${'a'.repeat(600)}`])(
      'forgets %j as the place to go',
      async (next) => {
        const email = fresh();
        await person(email);
        expect((await signIn.complete(signIn.tokenOf(await ask(email, { next })), '')).next).toBeNull();
      },
    ); // prettier-ignore

    it('forgets requests of addresses that nobody has after a day', async () => {
      const request = await ask(fresh());
      await room.get(Clock).moveBy(25 * 3_600_000);
      await room.drain({ chores: true });
      expect(await room.db.rows('select 1 from identity.sign_in where id = $1', [request])).toEqual([]);
    });

    it('has a side door in the demonstration only', async () => {
      const email = fresh();
      const id = await person(email);
      expect(await signIn.enterDemo(email, '')).toMatchObject({ personId: id });
      await expect(signIn.enterDemo(fresh(), '')).rejects.toMatchObject({ code: 'not-found' });
      const real = await openRoom([IdentityModule]);
      await expect(real.get(SignInService).enterDemo(email, '')).rejects.toMatchObject({ code: 'not-found' });
      await real.close();
    });
  });

  describe('sessions', () => {
    const enter = async (email: string) => {
      await signIn.ask({ email, lang: 'ro', replayToken: 'replay-token-for-specs' });
      const [{ id }] = (await room.db.rows<{ id: string }>(
        'select s.id from identity.sign_in s join identity.person p on p.id = s.person_id where p.email = $1 order by asked_at desc, s.id desc limit 1',
        [email],
      )) as [{ id: string }];
      return (await signIn.complete(signIn.tokenOf(id), 'spec')).session;
    };

    it('end here, or everywhere together with links in the post', async () => {
      const email = fresh();
      const id = await person(email);
      const [one, two, three] = [await enter(email), await enter(email), await enter(email)];
      await sessions.end(one);
      await sessions.end(one);
      expect(await sessions.find(one)).toBeNull();
      expect(await sessions.find(two)).not.toBeNull();
      const pending = await ask(email, { replayToken: 'replay-token-for-specs' });
      expect(await sessions.endAll(id)).toBeGreaterThan(0);
      expect([await sessions.find(two), await sessions.find(three)]).toEqual([null, null]);
      await expect(signIn.complete(signIn.tokenOf(pending), '')).rejects.toMatchObject({ code: 'link-expired' });
    });

    it('are ended one by one by their owner alone', async () => {
      const [mine, hers] = [fresh(), fresh()];
      const [me, her] = [await person(mine), await person(hers)];
      const [here, there] = [await enter(mine), await enter(hers)];
      const [herSession] = await sessions.list(her);
      await expect(sessions.endOne(me, herSession!.sessionId)).rejects.toMatchObject({ code: 'not-found' });
      expect(await sessions.find(there)).not.toBeNull();
      for (let twice = 0; twice < 2; twice += 1) await sessions.endOne(her, herSession!.sessionId);
      expect(await sessions.find(there)).toBeNull();
      expect(await sessions.find(here)).not.toBeNull();
    });

    it('live thirty days from their last use, and keep no token', async () => {
      const email = fresh();
      await person(email);
      const token = await enter(email);
      const day = 86_400_000;
      await room.get(Clock).moveBy(29 * day);
      expect(await sessions.find(token)).not.toBeNull();
      await room.get(Clock).moveBy(29 * day);
      expect(await sessions.find(token)).not.toBeNull();
      await room.get(Clock).moveBy(30 * day);
      expect(await sessions.find(token)).toBeNull();
      expect(await sessions.find('x'.repeat(43))).toBeNull();
      const stored = JSON.stringify(await room.db.rows('select s.*, encode(token_hash, $1) as hash from identity.session s', ['hex'])); // prettier-ignore
      expect(stored).not.toContain(token);
    });
  });

  describe('persons', () => {
    it('are one per address however it is written, also when made at once', async () => {
      const email = fresh();
      const ids = await Promise.all([email, email.toUpperCase(), ` ${email} `, email].map((one) => person(one)));
      expect(new Set(ids).size).toBe(1);
    });

    it('are changed by themselves only: a second making changes nothing', async () => {
      const email = fresh();
      const id = await person(email, 'Ion Botnaru');
      await person(email, 'Somebody Else');
      const persons = room.get(PersonsService);
      expect(await persons.cards([id])).toEqual([{ id, name: 'Ion Botnaru', email, lang: 'ro', gender: null }]);
      await persons.rename(id, { name: ' Ioana \u202e Botnaru\n', gender: 'f', lang: 'en' });
      expect(await persons.cards([id])).toEqual([{ id, name: 'Ioana Botnaru', email, lang: 'en', gender: 'f' }]);
      await persons.rename(id, { name: '  ', gender: null, lang: 'ro' });
      expect(await persons.cards([id])).toMatchObject([{ name: null, gender: null }]);
      await expect(persons.rename(id, { name: 'x'.repeat(121), gender: null, lang: 'ro' })).rejects.toMatchObject({ code: 'person-name' }); // prettier-ignore
      await expect(persons.rename(newId<'Person'>(), { name: null, gender: null, lang: 'ro' })).rejects.toMatchObject({ code: 'not-found' }); // prettier-ignore
      expect(await trail(`person:${id}`)).toEqual(['person.renamed', 'person.renamed']);
    });
  });

  describe('staff', () => {
    const staff = () => room.get(StaffService);
    const appoint = (id: PersonId, by: PersonId | null) => room.db.transaction((tx) => staff().appoint(tx, id, by));
    const dismiss = (id: PersonId, by: PersonId) => room.db.transaction((tx) => staff().dismiss(tx, id, by));

    it('is named by staff, exists for nobody else, and is never empty', async () => {
      const [first, second, stranger] = [await person(), await person(), await person()];
      await appoint(first, null);
      await appoint(first, null);
      await expect(appoint(second, stranger)).rejects.toMatchObject({ code: 'not-found' });
      await appoint(second, first);
      expect(await staff().all()).toEqual([first, second]);
      await expect(room.db.transaction((tx) => staff().mustBe(tx, stranger))).rejects.toMatchObject({
        kind: 'not-found',
      });
      await expect(dismiss(second, stranger)).rejects.toMatchObject({ code: 'not-found' });
      const both = await Promise.allSettled([dismiss(first, second), dismiss(second, first)]);
      expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      const [last] = await staff().all();
      await expect(dismiss(last!, last!)).rejects.toMatchObject({ code: 'staff-last' });
      expect(await staff().includes(stranger)).toBe(false);
      const gone = last === first ? second : first;
      await appoint(gone, last!);
      expect(await trail(`person:${gone}`)).toEqual(['staff.appointed', 'staff.dismissed', 'staff.appointed']);
    });

    it('is dismissed by whoever began before the appointment', async () => {
      const [asks, late] = [await person(), await person()];
      await appoint(asks, null);
      await room.db.transaction(async (tx) => {
        await tx.query('select now()');
        await appoint(late, asks);
        await staff().dismiss(tx, late, asks);
      });
      expect(await staff().includes(late)).toBe(false);
    });
  });
});
