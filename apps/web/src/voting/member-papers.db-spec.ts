import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, type VoteId } from '#libs/kernel/src/index.js';
import { sayIn } from '#libs/platform/src/index.js';
import { VotesQueries, VotesService } from '#libs/voting/src/index.js';
import { buildTown, type Town } from '../../../../test/support/town.js';
import { roomOf, Visitor } from '../../../../test/support/visitor.js';
import { openWeb, type Web } from '../../../../test/support/web.js';

const say = sayIn('ro');

describe('pages of members’ ballots on paper', () => {
  let web: Web;
  let town: Town;
  let vote: VoteId;
  let president: Visitor;
  let inspector: Visitor;
  beforeAll(async () => {
    web = await openWeb();
    town = await buildTown(roomOf(web), { members: 3 });
    [president, inspector] = [await Visitor.enter(web, town.president), await Visitor.enter(web, town.inspector)];
    const rule = { quorum: '1/2', majority: '>1/2', hours: '72', silence: 'refused', arbiter: 'Consiliul', secret: 'secret', proxies: '0', paper: 'yes' }; // prettier-ignore
    const at = `/ro/association/${town.associationId}/rule`;
    expect((await president.send(at, rule)).status).toBe(303);
    expect((await president.see(at)).html).toMatch(/name="paper"[^>]*value="yes"[^>]*checked/);
    vote = await opened();
  });
  afterAll(() => web.close());

  const opened = () => {
    const about = { kind: 'question', projectId: null, question: { original: 'ro', ro: 'Facem o bancă?' } } as const;
    const asked = { ...about, id: newId<'Vote'>(), subject: `question:${newId()}`, associationId: town.associationId };
    return web.db.transaction((tx) => web.get(VotesService).open(tx, asked));
  };
  const papers = () => `/ro/votes/${vote}/papers`;
  const paper = (more: Record<string, string> = {}) => ({
    ...{ id: newId<string>(), number: '12', personId: town.members[0]!, choice: 'yes' },
    ...more,
  });

  it('say in the rule that paper is allowed, and lead officers to their desk', async () => {
    const page = (await president.see(`/ro/votes/${vote}`)).html;
    for (const words of [say('vote.rule.paper', { allowed: 'yes' }), `href="${papers()}"`])
      expect(page).toContain(words);
    const member = await Visitor.enter(web, town.members[1]!);
    expect((await member.see(`/ro/votes/${vote}`)).html).not.toContain(papers());
    expect([(await member.see(papers())).status, (await (await Visitor.enter(web, town.mayor)).see(papers())).status]).toEqual([403, 404]); // prettier-ignore
  });

  it('take a paper from one officer, show it to another, and give its code once when he signs', async () => {
    const wrong = await president.send(papers(), paper({ personId: '' }));
    expect([wrong.status, wrong.html.includes(say('error.paper-member'))]).toEqual([422, true]);
    const sent = paper();
    expect((await president.send(papers(), sent)).status).toBe(303);
    expect((await president.see(`${papers()}/${sent.id}`)).html).toContain(say('papers.own-note'));
    expect((await inspector.see(`/ro/association/${town.associationId}`)).html).toContain(`href="${papers()}"`);
    const shown = (await inspector.see(`${papers()}/${sent.id}`)).html;
    for (const words of [say('vote.choice.yes'), say('papers.sign')]) expect(shown).toContain(words);
    const bare = await inspector.send(`${papers()}/${sent.id}`, { decision: 'decline', reason: '' });
    expect([bare.status, bare.html.includes(say('error.approval-reason'))]).toEqual([422, true]);
    const signed = await inspector.send(`${papers()}/${sent.id}`, { decision: 'sign' });
    expect([signed.status, /[2-9A-Z]{4}(-[2-9A-Z]{4}){3}/.test(signed.html)]).toEqual([200, true]);
    expect((await inspector.see(`${papers()}/${sent.id}`)).status).toBe(404);
    expect(await web.get(VotesQueries).find(vote)).toMatchObject({ cast: 1, onPaper: 1 });
    const voter = await Visitor.enter(web, town.members[0]!);
    const own = (await voter.see(`/ro/votes/${vote}`)).html;
    expect(own).not.toContain('name="choice"');
    const late = await voter.send(`/ro/votes/${vote}`, { choice: 'no' });
    expect(late.status).toBe(409);
  });

  it('refuse who has voted online, and let an officer take a paper back', async () => {
    const voter = await Visitor.enter(web, town.members[1]!);
    expect((await voter.send(`/ro/votes/${vote}`, { choice: 'no' })).status).toBe(303);
    const refused = await president.send(papers(), paper({ number: '13', personId: town.members[1]! }));
    expect([refused.status, refused.html.includes(say('error.voted-online'))]).toEqual([409, true]);
    const sent = paper({ number: '14', personId: town.members[2]! });
    expect((await president.send(papers(), sent)).status).toBe(303);
    expect((await president.send(`${papers()}/${sent.id}`, { decision: 'decline' })).status).toBe(303);
    expect((await president.see(papers())).html).toContain(say('papers.none'));
  });
});
