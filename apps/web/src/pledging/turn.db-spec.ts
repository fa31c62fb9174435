import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { newId, type ProjectId } from '#libs/kernel/src/index.js';
import { openCampaign, pathOf } from '../../../../test/support/campaign.js';
import { type GivingWeb, openGivingWeb } from '../../../../test/support/giving-web.js';

const CROWD = 24;

let web: GivingWeb;
let path: string;
let projectId: ProjectId;

beforeAll(async () => {
  web = await openGivingWeb({ STRIPE_CALLS_PER_SECOND: '4' });
  ({ projectId } = await openCampaign(web.db));
  path = await pathOf(web.db, projectId);
});
afterAll(() => web.close());

const fields = () => ({
  ...{ id: newId(), shown: 'EUR', currency: 'EUR', amount: '50.00', other: '', email: `${newId()}@example.org` },
  ...{ shortfall: 'return', by: 'card', publicName: '', associationId: '', country: '' },
});

it('lets whoever would wait too long wait on a page that goes on to the payment by itself', async () => {
  const answers = await Promise.all(Array.from({ length: CROWD }, () => web.post(`/ro${path}/give`, fields())));
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 303));
  const places = answers.map((answer) => answer.headers.get('location')!);
  const waiting = places.filter((place) => place.startsWith('/ro/pay/'));
  expect(places.length - waiting.length).toBeGreaterThanOrEqual(2);
  expect(waiting.length).toBeGreaterThanOrEqual(2);

  // Turns do not go by the order of our answers, and some may be due by the time we ask.
  const pages = await Promise.all(
    waiting.map(async (place) => {
      const answer = await web.fetch(place);
      return { place, seconds: Number(answer.headers.get('refresh')), body: await answer.text() };
    }),
  );
  const { place: last, seconds, body } = pages.toSorted((a, b) => a.seconds - b.seconds).at(-1)!;
  expect(seconds).toBeGreaterThan(0);
  expect(body).toContain('50,00');
  expect(body).toMatch(new RegExp(`peste ${seconds} (secunde|secundă)`));
  await sleep(seconds * 1_000);
  const onward = await web.fetch(last);
  expect([onward.status, onward.headers.get('location')]).toEqual([303, expect.stringContaining(web.stripe.url)]);
  // Whoever comes back once more is not asked to queue again.
  expect((await web.fetch(last)).headers.get('location')).toBe(onward.headers.get('location'));
});

it('tells a program when to ask again, and then answers the same gift with its payment page', async () => {
  const body = JSON.stringify({
    ...{ amount: { amount: '50.00', currency: 'EUR' }, email: 'ion@example.org', by: 'card', shortfall: 'return' },
  });
  const id = newId();
  const ask = () =>
    web.fetch(`/api/v1/projects/${projectId}/pledges/${id}`, {
      ...{ method: 'PUT', headers: { 'content-type': 'application/json' }, body },
    });
  await Promise.all(Array.from({ length: 20 }, () => web.post(`/ro${path}/give`, fields())));
  const early = await ask();
  expect(early.status).toBe(503);
  expect(await early.json()).toMatchObject({ code: 'checkout-waits', detail: expect.stringContaining('secund') });
  await sleep(Number(early.headers.get('retry-after')) * 1_000);
  const made = await ask();
  expect([made.status, await made.json()]).toEqual([201, expect.objectContaining({ id, payUrl: expect.any(String) })]);
});

it('knows no page that nobody wanted', async () => {
  expect((await web.fetch(`/ro/pay/${newId()}`)).status).toBe(404);
  expect((await web.fetch('/ro/pay/x')).status).toBe(404);
});
