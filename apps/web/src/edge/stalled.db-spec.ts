import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { newId } from '#libs/kernel/src/index.js';
import { openCampaign, pathOf } from '../../../../test/support/campaign.js';
import { asSuperuser } from '../../../../test/support/superuser.js';
import { type GivingWeb, openGivingWeb } from '../../../../test/support/giving-web.js';

let web: GivingWeb;
let path: string;

beforeAll(async () => {
  web = await openGivingWeb({ DATABASE_STATEMENT_SECONDS: '4' });
  const { projectId } = await openCampaign(web.db);
  path = await pathOf(web.db, projectId);
});
afterAll(() => web.close());

it('says that nothing is lost and when to come again while the database stalls; the same form is one gift later', async () => {
  const id = newId();
  const fields = {
    ...{ id, shown: 'EUR', currency: 'EUR', amount: '50.00', other: '', email: `${id}@example.org` },
    ...{ shortfall: 'return', by: 'card', publicName: '', associationId: '', country: '' },
  };
  await asSuperuser(web, async (client) => {
    await client.query('begin; lock table pledges.pledge in exclusive mode');
    const answer = await web.post(`/ru${path}/give`, fields);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '10']);
    const shown = await answer.text();
    expect(shown).toContain('Ничего не потеряно');
    for (const [name, value] of Object.entries(fields))
      if (value) expect(shown).toContain(`name="${name}" value="${value}"`);
    await client.query('rollback');
  });
  for (let again = 0; again < 2; again += 1) expect((await web.post(`/ru${path}/give`, fields)).status).toBe(303);
  expect(await web.db.rows('select state from pledges.pledge where id = $1', [id])).toHaveLength(1);
});
