import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { newId, type VoteId } from '#libs/kernel/src/index.js';
import { ProxiesQueries, VotesQueries, VotesService } from '#libs/voting/src/index.js';
import { buildTown, type Town } from '../../../../test/support/town.js';
import { roomOf, Visitor } from '../../../../test/support/visitor.js';
import { openWeb, type Web } from '../../../../test/support/web.js';

let web: Web;
let town: Town;
let vote: VoteId;
beforeAll(async () => {
  web = await openWeb();
  town = await buildTown(roomOf(web), { members: 3 });
  const president = await Visitor.enter(web, town.president);
  const rule = { quorum: '1/2', majority: '>1/2', hours: '72', silence: 'refused', arbiter: 'Consiliul', secret: 'secret', proxies: '1' }; // prettier-ignore
  const at = `/ro/association/${town.associationId}/rule`;
  const wrong = await president.send(at, { ...rule, proxies: '4' });
  expect([wrong.status, wrong.html.includes('de la 0 la 3')]).toEqual([422, true]);
  expect((await president.send(at, rule)).status).toBe(303);
  const about = { kind: 'question', projectId: null, question: { original: 'ro', ro: 'Facem o bancă?' } } as const;
  vote = await web.db.transaction((tx) =>
    web.get(VotesService).open(tx, { id: newId<'Vote'>(), subject: `question:${newId()}`, associationId: town.associationId, ...about }),
  ); // prettier-ignore
});
afterAll(() => web.close());

it('asks another member to vote, who then has the ballot on the same page', async () => {
  const at = `/ro/votes/${vote}`;
  const [giver, holder] = [await Visitor.enter(web, town.members[0]!), await Visitor.enter(web, town.members[1]!)];
  const page = (await giver.see(at)).html;
  expect(page).toContain('Facem o bancă?');
  expect(page).toContain('Un membru poate vota pentru cel mult un altul');
  expect(page).toContain(`value="${holder.person}"`);
  expect(page).not.toContain(`value="${giver.person}"`);
  const none = await giver.send(`${at}/proxy`, { holder: '' });
  expect([none.status, none.html.includes('Alegeți un alt membru')]).toEqual([422, true]);
  expect((await giver.send(`${at}/proxy`, { holder: holder.person })).to).toBe(`${at}#proxy`);
  expect((await giver.see(at)).html).toContain('poate vota în numele dumneavoastră');
  expect((await holder.see(at)).html).toContain(`name="giver" value="${giver.person}"`);
  expect((await holder.send(`${at}/for`, { giver: giver.person, choice: 'yes' })).to).toBe(`${at}#proxy`);
  expect(await web.get(VotesQueries).find(vote)).toMatchObject({ cast: 1 });
  expect((await giver.see(at)).html).toContain('a votat în numele dumneavoastră');
  expect((await giver.send(at, { choice: 'no' })).status).toBe(303);
  expect(await web.get(ProxiesQueries).of(vote, giver.person)).toEqual({ holder: null, givers: [] });
  const late = await holder.send(`${at}/for`, { giver: giver.person, choice: 'yes' });
  expect([late.status, late.html.includes('nu v-a încredințat')]).toEqual([403, true]);
  const stranger = await Visitor.enter(web, town.accountant);
  expect((await stranger.see(at)).html).not.toContain('id="proxy"');
  for (const lang of ['ru', 'en']) expect((await holder.see(`/${lang}/votes/${vote}`)).status).toBe(200);
});

it('does the same through the API', async () => {
  const [giver, holder] = [await Visitor.enter(web, town.members[2]!), await Visitor.enter(web, town.president)];
  const bearer = ({ cookie }: Visitor) => ({ authorization: `Bearer ${cookie.slice('plai_session='.length)}` });
  const put = (who: Visitor, path: string, body: object) =>
    web.fetch(`/api/v1/votes/${vote}/${path}`, {
      method: 'PUT',
      headers: { ...bearer(who), 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  expect((await put(giver, 'proxy', { holder: holder.person })).ok).toBe(true);
  const own = await web.fetch(`/api/v1/votes/${vote}/proxy`, { headers: bearer(holder) });
  expect(await own.json()).toEqual({ holder: null, givers: [{ personId: giver.person, used: false }] });
  expect((await put(holder, 'ballot', { choice: 'yes', for: giver.person })).ok).toBe(true);
  const stranger = await Visitor.enter(web, town.accountant);
  expect((await web.fetch(`/api/v1/votes/${vote}/proxy`, { headers: bearer(stranger) })).status).toBe(404);
});
