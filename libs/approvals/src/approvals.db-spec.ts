import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { IdentityModule, PersonsService, StaffService } from '#libs/identity/src/index.js';
import { type ApprovalId, newId, type PersonId } from '#libs/kernel/src/index.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import { ApprovalsModule, ApprovalsQueries, ApprovalsService, type AskApproval } from './index.js';

describe('four eyes', () => {
  let room: Room;
  let approvals: ApprovalsService;
  let queries: ApprovalsQueries;
  let [asker, second, third] = [] as unknown as [PersonId, PersonId, PersonId];
  beforeAll(async () => {
    room = await openRoom([IdentityModule, ApprovalsModule]);
    approvals = room.get(ApprovalsService);
    queries = room.get(ApprovalsQueries);
    const person = () =>
      room.db.transaction((tx) => room.get(PersonsService).ensure(tx, { email: `${newId()}@exemplu.md`, lang: 'ro' }));
    [asker, second, third] = [await person(), await person(), await person()];
    for (const one of [asker, second, third]) await room.db.transaction((tx) => room.get(StaffService).appoint(tx, one, null)); // prettier-ignore
  });
  afterAll(() => room.close());

  const ask = async (over: Partial<AskApproval> = {}) => {
    const question: AskApproval = {
      id: newId<'Approval'>(),
      kind: 'spec-thing',
      subject: `thing:${newId()}`,
      office: 'operator',
      by: asker,
      payload: { sum: '100.00', thing: 'x' },
      ...over,
    };
    await room.db.transaction((tx) => approvals.ask(tx, question));
    return question;
  };
  const give = (id: ApprovalId, by: PersonId) => room.db.transaction((tx) => approvals.give(tx, id, by));
  const refuse = (id: ApprovalId, by: PersonId, reason = 'The sums differ.') =>
    room.db.transaction((tx) => approvals.refuse(tx, id, by, reason));
  const withdraw = (id: ApprovalId, by: PersonId) => room.db.transaction((tx) => approvals.withdraw(tx, id, by));

  it('waits at its office until another person gives it', async () => {
    const { id, subject } = await ask();
    expect((await queries.waiting('operator')).map((one) => one.id)).toContain(id);
    await expect(give(id, asker)).rejects.toMatchObject({ kind: 'forbidden', code: 'second-person-needed' });
    expect(await give(id, second)).toMatchObject({ id, state: 'given', askedBy: asker, decidedBy: second, payload: { sum: '100.00' } }); // prettier-ignore
    expect((await queries.waiting('operator')).map((one) => one.id)).not.toContain(id);
    expect(await queries.of(subject)).toMatchObject([{ id, state: 'given', digest: expect.stringMatching(/^[0-9a-f]{64}$/) }]); // prettier-ignore
    const trail = await room.db.rows('select actor, action from platform.trail where subject = $1 order by id', [
      subject,
    ]);
    expect(trail).toEqual([
      { actor: asker, action: 'approval.asked' },
      { actor: second, action: 'approval.given' },
    ]);
  });

  it('is decided by whoever began before the question was there and waited for it', async () => {
    await room.db.transaction(async (tx) => {
      await tx.query('select now()');
      const { id } = await ask();
      const { askedAt, decidedAt } = await approvals.give(tx, id, second);
      expect(decidedAt).toEqual(askedAt);
    });
  });

  it('is decided once, whoever decides and however many at once', async () => {
    const { id } = await ask();
    const done = await Promise.allSettled([give(id, second), give(id, third), refuse(id, third), withdraw(id, asker), give(id, second)]); // prettier-ignore
    expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const one of done)
      if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'approval-decided' });
    await expect(give(id, second)).rejects.toMatchObject({ kind: 'conflict', code: 'approval-decided' });
  });

  it('is refused with a reason by another, and taken back by the asker alone', async () => {
    const first = await ask();
    await expect(refuse(first.id, second, '  ')).rejects.toMatchObject({ code: 'approval-reason' });
    await expect(refuse(first.id, asker)).rejects.toMatchObject({ code: 'second-person-needed' });
    expect(await refuse(first.id, second)).toMatchObject({ state: 'refused', reason: 'The sums differ.' });
    const other = await ask();
    await expect(withdraw(other.id, second)).rejects.toMatchObject({ code: 'not-found' });
    expect(await withdraw(other.id, asker)).toMatchObject({ state: 'withdrawn', decidedBy: asker });
    await expect(give(newId<'Approval'>(), second)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('falls by one no: of its asker, who takes it back, or of another, who says why', async () => {
    const no = (id: ApprovalId, by: PersonId, reason: string) =>
      room.db.transaction((tx) => approvals.decline(tx, id, by, reason));
    const [own, others] = [await ask(), await ask()];
    expect(await no(own.id, asker, '')).toMatchObject({ state: 'withdrawn', decidedBy: asker, reason: null });
    await expect(no(others.id, second, ' ')).rejects.toMatchObject({ code: 'approval-reason' });
    expect(await no(others.id, second, 'Not this one.')).toMatchObject({ state: 'refused', reason: 'Not this one.' });
    for (const by of [asker, second]) await expect(no(own.id, by, 'Again.')).rejects.toMatchObject({ code: 'approval-decided' }); // prettier-ignore
    await expect(no(newId<'Approval'>(), second, 'None.')).rejects.toMatchObject({ code: 'not-found' });
  });

  it('answers the same question like the first time, and takes no other under its id', async () => {
    const question = await ask();
    await ask({ ...question, payload: { thing: 'x', sum: '100.00' } });
    await expect(ask({ ...question, payload: { sum: '999.00' } })).rejects.toMatchObject({ code: 'id-taken' });
    await expect(ask({ ...question, by: second })).rejects.toMatchObject({ code: 'id-taken' });
    expect(await queries.of(question.subject)).toHaveLength(1);
  });

  it('has one question of a kind waiting for one thing, also asked at once', async () => {
    const subject = `thing:${newId()}`;
    const done = await Promise.allSettled([1, 2, 3, 4].map(() => ask({ subject })));
    expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const one of done)
      if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'approval-waiting' });
    await ask({ subject, kind: 'other-thing' });
    await give((await queries.of(subject)).find(({ kind }) => kind === 'spec-thing')!.id, second);
    await expect(ask({ subject })).resolves.toBeDefined();
  });

  it('takes no second signature beside one of somebody who has left, and makes way for a new question', async () => {
    const staff = room.get(StaffService);
    const subject = `thing:${newId()}`;
    const { id } = await ask({ subject, by: third });
    await room.db.transaction((tx) => staff.dismiss(tx, third, second));
    await expect(give(id, second)).rejects.toMatchObject({ kind: 'conflict', code: 'asker-left' });
    const { id: anew } = await ask({ subject, by: asker });
    expect((await queries.of(subject)).map((one) => [one.id, one.state])).toEqual(expect.arrayContaining([[id, 'withdrawn'], [anew, 'waiting']])); // prettier-ignore
    expect(await give(anew, second)).toMatchObject({ state: 'given', askedBy: asker });
    await room.db.transaction((tx) => staff.appoint(tx, third, null));
  });

  it('is held by the database itself', async () => {
    const { id } = await ask();
    const set = (sql: string) => room.db.rows(`update approvals.approval set ${sql} where id = $1`, [id]);
    await expect(set(`state = 'given', decided_by = asked_by, decided_at = platform.now()`)).rejects.toThrow(
      /second_person/,
    );
    await expect(set(`state = 'given'`)).rejects.toThrow(/check/);
    await expect(set(`asked_by = '${third}'`)).rejects.toThrow(/permission denied/);
    await expect(set(`payload = '{}'`)).rejects.toThrow(/permission denied/);
    await expect(room.db.rows('delete from approvals.approval where id = $1', [id])).rejects.toThrow(
      /permission denied/,
    );
    await give(id, second);
    await expect(set(`state = 'waiting', decided_by = null, decided_at = null`)).rejects.toThrow(/is decided/);
  });
});
