import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, type PersonId, type VoteId } from '#libs/kernel/src/index.js';
import { Clock, Courier, fromRoot, TrailQueries, TrailSeal } from '#libs/platform/src/index.js';
import { eventually } from '../../../test/support/eventually.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import { buildTown, join, type Town } from '../../../test/support/town.js';
import {
  type OpenVote,
  PaperVotesService,
  ProxiesService,
  type VoteExport,
  VoteExportQueries,
  VotesQueries,
  VotesService,
  VotingModule,
} from './index.js';

const RECOUNT = fromRoot('libs/voting/data/recount.mjs');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'plai-recount-'));
const QUESTION = { original: 'ro', ro: 'Cumpărăm o mașină de tuns iarba?' } as const;
type Change = (vote: Draft) => void;
type Draft = { -readonly [Key in keyof VoteExport]: Mutable<VoteExport[Key]> };
type Mutable<T> = T extends object ? { -readonly [K in keyof T]: Mutable<T[K]> } : T;

/** One who took part and one who did not change places. */
const exchangeVoters: Change = ({ roll }) => {
  const free = roll.filter(({ recusal, declared }) => !recusal && !declared);
  const [one, other] = [free.find(({ voted }) => voted), free.find(({ voted }) => !voted)];
  [one!.voted, other!.voted] = [false, true];
};

describe('a vote counted again by a stranger', () => {
  let room: Room;
  let votes: VotesService;
  let town: Town;
  let closed: VoteExport;
  beforeAll(async () => {
    room = await openRoom([VotingModule]);
    votes = room.get(VotesService);
    town = await buildTown(room, { members: 5 });
    await room.db.transaction((tx) => join(tx, town.associationId, town.mayor));
    closed = await exported(await held({}));
  });
  afterAll(() => room.close());

  const people = (): PersonId[] => [town.president, town.inspector, ...town.members];
  const open = (over: Partial<OpenVote>) =>
    room.db.transaction((tx) =>
      votes.open(tx, {
        id: newId<'Vote'>(), kind: 'question', subject: `question:${newId()}`, projectId: null, question: QUESTION,
        associationId: town.associationId, ...over,
      }),
    ); // prettier-ignore
  /** Five of seven vote, one of them is recused by his own word, and the vote closes. */
  const held = async (over: Partial<OpenVote>): Promise<VoteId> => {
    const id = await open(over);
    const choices = ['yes', 'yes', 'yes', 'no', 'abstain'] as const;
    for (const [n, choice] of choices.entries()) await votes.cast(id, choice, null, people()[n]!);
    await votes.declareConflict(id, people()[4]!, 'o vând eu');
    await room.get(Clock).moveBy(5 * 86_400_000);
    await room.get(Courier).run('voting.close');
    return id;
  };
  const seal = (id: VoteId) =>
    eventually(async () => {
      await room.get(TrailSeal).seal();
      expect(await room.get(TrailQueries).wayOver(`vote:${id}`, ['voting.closed'])).not.toBeNull();
    });
  const exported = async (id: VoteId): Promise<VoteExport> => {
    await seal(id);
    return room.get(VoteExportQueries).of(id);
  };
  /** The program beside us, as a stranger runs it. */
  const recount = (vote: unknown, ...args: string[]): { code: number; says: string } => {
    const file = path.join(folder, `${newId()}.json`);
    fs.writeFileSync(file, typeof vote === 'string' ? vote : JSON.stringify(vote));
    try {
      return { code: 0, says: execFileSync(process.execPath, [RECOUNT, file, ...args], { encoding: 'utf8' }).trim() };
    } catch (error) {
      const { status, stdout } = error as { status: number; stdout: string };
      return { code: status, says: stdout.trim() };
    }
  };
  const changed = (change: Change): Draft => {
    const copy = JSON.parse(JSON.stringify(closed)) as Draft;
    change(copy);
    return copy;
  };

  it('is proved in one sentence, also against a head that somebody kept', () => {
    const { code, says } = recount(closed);
    expect(says).toMatch(/^Proved: 3 for, 1 against and 0 abstaining of 7 who may vote; the rule was at least 1\/2/);
    expect(code).toBe(0);
    const { head } = closed.trail;
    expect(recount(closed, '--head', `${head.n}:${head.hash}`).says).toContain('which a head that you know confirms');
    expect(JSON.parse(recount(closed, '--json').says)).toMatchObject({ ok: true, verdict: { outcome: 'accepted' }, entitled: 7 });
  }); // prettier-ignore

  it('names nobody: neither people nor what ties a ballot to one', () => {
    const text = JSON.stringify(closed);
    for (const person of [...people(), town.mayor]) expect(text).not.toContain(person);
    const codes = new Set(closed.roll.map(({ code }) => code));
    expect(closed.ballots.some(({ receipt, member }) => codes.has(receipt) || member !== null)).toBe(false);
    expect(closed.roll.filter(({ recusal }) => recusal === 'town-hall-staff')).toHaveLength(1);
  });

  it('shows each member his own code, another in each vote', async () => {
    const [member, queries] = [people()[0]!, room.get(VotesQueries)];
    const mine = (await queries.standing(closed.id, member)).code;
    expect(closed.roll.find(({ code }) => code === mine)).toMatchObject({ voted: true, recusal: null });
    const other = await exported(await held({}));
    expect(other.roll.map(({ code }) => code)).not.toContain(mine);
  });

  it.each<[string, Change, RegExp]>([
    ['a ballot changed', (v) => (v.ballots.find(({ choice }) => choice === 'no')!.choice = 'yes'), /the ballots: they are not those/],
    ['a ballot added', (v) => v.ballots.push({ ...v.ballots[0]!, receipt: '2222-2222-2222-2222' }), /some were added/],
    ['a ballot removed', (v) => v.ballots.pop(), /some were removed/],
    ['a ballot twice', (v) => v.ballots.push(v.ballots[0]!), /twice/],
    ['more ballots than roll', (v) => v.ballots.push(...['A', 'B', 'C'].map((c) => ({ ...v.ballots[0]!, receipt: `2222-2222-2222-222${c}` }))), /more than the 7/],
    ['a wrong sum', (v) => (v.counts.yes += 1), /the sums: the ballots have 3 yes and the result says 4/],
    ['a wrong verdict', (v) => (v.verdict.outcome = 'refused'), /the verdict: by the rule outcome is accepted/],
    ['a wrong ground', (v) => (v.verdict.ground = 'no-majority'), /the verdict/],
    ['a roll changed', (v) => (v.roll[0]!.code = '2222-2222-2222-2222'), /the roll: it is not the one/],
    ['a roll shortened', (v) => v.roll.splice(v.roll.findIndex(({ recusal }) => recusal !== null), 1), /the roll: it is not the one/],
    ['others said to have taken part', exchangeVoters, /others took part/],
    ['a rule changed', (v) => (v.rule.quorumNum = 1, v.rule.quorumDen = 3), /the rule was another one/],
    ['a question changed', (v) => (v.question!.ro = 'Vindem tot?'), /another question/],
    ['a deadline moved', (v) => (v.closesAt = '2030-01-01T00:00:00.000Z' as never), /another moment/],
    ['a row rewritten', (v) => (v.trail.rows[0]!.json = v.trail.rows[0]!.json.replace('"entitled": 7', '"entitled":  7')), /changed after it was sealed/],
    ['a log forked', (v) => (v.trail.between[0]![0] = 'f'.repeat(64)), /forked/],
    ['a log shortened between', (v) => v.trail.between[0]!.pop(), /left out or put in/],
    ['a log cut at its end', (v) => (v.trail.head.n = `${Number(v.trail.head.n) + 1}`), /cut short/],
    ['a head of another log', (v) => (v.trail.head.hash = 'f'.repeat(64)), /does not lead to this head/],
  ])('says where it broke: %s', (_name, change, says) => {
    const answer = recount(changed(change));
    expect(answer.says).toMatch(says);
    expect(answer.says).toMatch(/^Broken at /);
    expect(answer.code).toBe(1);
  }); // prettier-ignore

  it('is another log for whoever kept another head', () => {
    const answer = recount(closed, '--head', `${closed.trail.head.n}:${'f'.repeat(64)}`);
    expect(answer).toEqual({ code: 1, says: expect.stringContaining('this is another log') });
  });

  it('says when it cannot be read', () => {
    for (const text of ['', '{"format":"plai-vote-1"', '{"format":"plai-vote-1"}', '{}', '[]', '"x"', 'null']) {
      expect(recount(text)).toEqual({ code: 2, says: expect.stringMatching(/^Could not read: /) });
    }
    expect(recount({ ...closed, roll: [null] }).code).toBe(2);
  });

  it('proves an open vote with the members’ codes beside the ballots, and a vote that too few took part in', async () => {
    await room.db.rows(
      `insert into hometowns.vote_rule (id, body_id, quorum_num, quorum_den, majority_num, majority_den, strict, hours, silence, arbiter, secret, since, set_by)
       values (gen_random_uuid(), $1, 1, 1, 1, 2, true, 72, 'refused', 'Consiliul raional', false, platform.now(), $2)`,
      [town.associationId, town.president],
    );
    const openly = await exported(await held({}));
    expect(openly.ballots.every(({ member }) => openly.roll.some(({ code }) => code === member))).toBe(true);
    expect(recount(openly).says).toMatch(/too few took part, and the rule for that makes it refused/);
    const [first, second] = openly.ballots;
    expect(recount({ ...openly, ballots: [{ ...first, member: second!.member }, ...openly.ballots.slice(1)] }).code).toBe(1);
  }); // prettier-ignore

  it('says how many voted through another, and holds that against the rule', async () => {
    await room.db.rows(
      `insert into hometowns.vote_rule (id, body_id, quorum_num, quorum_den, majority_num, majority_den, strict, hours, silence, arbiter, secret, proxies, since, set_by)
       values (gen_random_uuid(), $1, 1, 2, 1, 2, true, 72, 'refused', 'Consiliul raional', true, 1, platform.now(), $2)`,
      [town.associationId, town.president],
    );
    const id = await open({});
    const [holder, giver, third] = people() as [PersonId, PersonId, PersonId];
    await room.get(ProxiesService).name(id, holder, giver);
    await room.get(ProxiesService).castFor(id, giver, 'yes', holder);
    for (const one of [holder, third, people()[3]!]) await votes.cast(id, 'yes', null, one);
    await room.get(Clock).moveBy(4 * 86_400_000);
    await room.get(Courier).run('voting.close');
    const through = await exported(id);
    expect(recount(through)).toMatchObject({ code: 0, says: expect.stringContaining('1 of them voted through another member.') }); // prettier-ignore
    const held = new Set(through.roll.flatMap(({ proxy }) => proxy ?? []));
    const own = through.roll.find(({ voted, proxy, code }) => voted && !proxy && !held.has(code))!;
    const forged = through.roll.map((one) => (one.code === own.code ? { ...one, proxy: [...held][0] } : one));
    expect(recount({ ...through, roll: forged }).says).toMatch(/one voted for 2 others, and the rule allows 1/);
  });

  it('says how many voted on paper, and holds that against the rule and the ballots', async () => {
    await room.db.rows(
      `insert into hometowns.vote_rule (id, body_id, quorum_num, quorum_den, majority_num, majority_den, strict, hours, silence, arbiter, secret, paper_allowed, since, set_by)
       values (gen_random_uuid(), $1, 1, 2, 1, 2, true, 72, 'refused', 'Consiliul raional', false, true, platform.now(), $2)`,
      [town.associationId, town.president],
    );
    const id = await open({});
    const [onPaper, ...others] = town.members;
    const paper = { id: newId<'Approval'>(), voteId: id, personId: onPaper!, number: '1', choice: 'yes' } as const;
    await room.get(PaperVotesService).enter(paper, town.president);
    await room.get(PaperVotesService).sign(paper.id, town.inspector);
    for (const one of others) await votes.cast(id, 'yes', null, one);
    await room.get(Clock).moveBy(4 * 86_400_000);
    await room.get(Courier).run('voting.close');
    const mixed = await exported(id);
    expect(recount(mixed)).toMatchObject({ code: 0, says: expect.stringContaining('1 of them voted on paper.') });
    expect(recount({ ...mixed, rule: { ...mixed.rule, paperAllowed: false } }).says).toMatch(/the rule does not allow/);
    const online = mixed.ballots.map((one) => ({ ...one, channel: 'online' }));
    expect(recount({ ...mixed, ballots: online }).code).toBe(1);
    const nobody = mixed.roll.map((one) => ({ ...one, paper: false }));
    expect(recount({ ...mixed, roll: nobody }).code).toBe(1);
  });

  it('stays closed and as it was counted, whatever the application’s own role tries', async () => {
    const set = (change: string) => room.db.rows(`update voting.vote set ${change} where id = $1`, [closed.id]);
    for (const change of ['yes = yes + 1', `state = 'open', closed_at = null`, `outcome = 'refused'`])
      await expect(set(change)).rejects.toThrow('is closed');
    for (const change of ['roll_hash = ballots_hash', 'majority_num = 1', `closes_at = closes_at + interval '1 day'`])
      await expect(set(change)).rejects.toThrow('permission denied');
    await expect(room.db.rows(`update voting.ballot set receipt = '2222-2222-2222-2222'`)).rejects.toThrow('permission denied'); // prettier-ignore
  });

  it('gives nothing away before closing', async () => {
    const id = await open({});
    await expect(room.get(VoteExportQueries).of(id)).rejects.toMatchObject({ code: 'vote-not-closed' });
    await expect(room.get(VoteExportQueries).of(newId<'Vote'>())).rejects.toMatchObject({ kind: 'not-found' });
  });
});
