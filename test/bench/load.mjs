// What Plai does on the evening when a village goes viral: promises that come at a fixed rate on one project whether or not
// they are answered, a storm of Stripe's messages in any order and some of them twice, and the closing of the campaign.
// `npm run load -- --rate 300 --seconds 60 --pay 4000 --stripe 90 --webs 1`: promises a second and for how long, how many of
// their donors pay, how many calls a second Stripe is asked for, and by how many web processes. `--statements 20` shows the
// dearest statements of a promise. Ends with 1 when a leu or an answer is missing.
import { createHmac } from 'node:crypto';
import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Money, newId } from '#libs/kernel/src/index.js';
import { passUntil, reach } from '#apps/cli/src/world/life.js';
import { eachOf } from '#apps/cli/src/world/world.js';
import { openHouse, WEBHOOK_SECRET } from './house.mjs';
import { Meter } from './meter.mjs';

const number = (otherwise) => ({ type: 'string', default: otherwise });
const { values } = parseArgs({
  options: {
    ...{ rate: number('300'), seconds: number('60'), pay: number('4000'), stripe: number('90'), webs: number('1') },
    statements: number('0'),
  },
});
const [rate, seconds, pay, stripe, webs, statements] = ['rate', 'seconds', 'pay', 'stripe', 'webs', 'statements'].map(
  (name) => Number(values[name]),
);
const AMOUNT = '50.00';
const DUPLICATES = 0.1;
const AT_ONCE = 64;
const PATIENCE_SECONDS = 3_600;

const faults = [];
/** Events that the web has been told of. */
const told = new Set();
/** How far Plai's clock is ahead of ours, in milliseconds; asked whenever it may have been moved. */
let ahead;
/** Which web is asked next. */
let turn = 0;
const house = await openHouse({
  ...{ telling: false, webs },
  env: { STRIPE_CALLS_PER_SECOND: String(stripe) },
});
const { world } = house;
const meter = await Meter.open(house.databaseUrl, world, house.webs);
// As many lines as a proxy holds open; who finds none waits for one, which counts as waiting.
const agent = new http.Agent({ keepAlive: true, maxSockets: 256 });
try {
  const { works, path } = await house.campaign('all-or-nothing');
  await world.sandbox('/settings', { rateLimit: 100 }, 'PATCH');
  const donors = await meter.of('a promise', rate * seconds, () => promises(path), { statements });
  const paid = await payments(donors.slice(0, pay));
  await storm();
  await settled('promises are booked');
  const { totals } = await world.anybody.get(`/projects/${works.id}`);
  const expected = await lei(paid);
  same('lei promised', totals.promised.amount, expected);
  await closing(works);
  const after = (await world.anybody.get(`/projects/${works.id}`)).totals;
  same('lei raised', after.raised.amount, expected);
  same('donors', after.donors, paid);
  console.log(`\n${after.raised.amount} lei of ${expected} from ${after.donors} donors of ${paid}`);
  same('findings of the audit', (await world.audit()).length, 0);
  const { data } = await world.sandbox('/requests', undefined, 'GET');
  same('calls that Stripe refused as too many', data.filter(({ status }) => status === 429).length, 0);
} finally {
  agent.destroy();
  await meter.close();
  await house.close();
}
console.log(faults.length === 0 ? '\nnothing is missing' : `\nWRONG: ${faults.join('; ')}`);
process.exit(faults.length === 0 ? 0 : 1);

/** Sends the giving form so often a second, without waiting for answers. Gives where each donor is led. */
async function promises(path) {
  const made = [];
  const waits = [];
  const under = [];
  const from = performance.now();
  for (let n = 0; n < rate * seconds; n += 1) {
    const due = from + (n * 1_000) / rate;
    if (due > performance.now()) await sleep(due - performance.now());
    under.push(promise(path, n).then(({ ms, ...donor }) => void (waits.push(ms), made.push(donor))));
  }
  await Promise.all(under);
  const took = (performance.now() - from) / 1_000;
  const bad = made.filter(({ status }) => status !== 303);
  same(`promises that were not taken (${[...new Set(bad.map(({ status }) => status))].join(', ')})`, bad.length, 0);
  const queued = made.filter(({ place }) => place?.startsWith('/')).length;
  console.log(
    `\n${made.length} promises in ${took.toFixed(1)} s (${(made.length / took).toFixed(0)}/s, wanted ${rate}/s)`,
  );
  console.log(`answered after ${spread(waits)}`);
  console.log(`${made.length - queued} went to Stripe at once, ${queued} to the page that waits`);
  return made.filter(({ status }) => status === 303);
}

async function promise(path, n) {
  const fields = {
    ...{ id: newId(), shown: 'EUR', currency: 'EUR', amount: AMOUNT, email: `donor-${n}@donor.plai.example` },
    ...{ shortfall: 'next', by: 'card', country: '' },
  };
  const { status, headers, ms } = await send('POST', `${path}/give`, new URLSearchParams(fields).toString());
  return { status, place: headers.location, ms };
}

/** Everybody waits until his page opens, and pays. */
async function payments(donors) {
  const from = performance.now();
  const waits = [];
  const paid = [];
  await Promise.all(
    donors.map(async ({ place }) => {
      const url = await paymentPage(place);
      if (!url) return;
      waits.push(performance.now() - from);
      paid.push(new URL(url).pathname.split('/').at(-1));
    }),
  );
  same('payment pages that did not open', donors.length - paid.length, 0);
  console.log(
    `\n${paid.length} payment pages were open after ${((performance.now() - from) / 1_000).toFixed(1)} s, by themselves`,
  );
  await eachOf(paid, 16, (session) => world.sandbox(`/sessions/${session}/pay`, {}));
  return paid.length;
}

async function paymentPage(place) {
  for (let next = place; next;) {
    const url = new URL(next, world.place.publicUrl);
    if (url.origin !== world.place.publicUrl) return url.href;
    const { headers } = await send('GET', url.pathname);
    if (!headers.location) await sleep(Number(headers.refresh) * 1_000);
    else next = headers.location;
  }
  return null;
}

/** Tells the web everything that has happened at Stripe: shuffled, some of it twice, all at once. */
async function storm() {
  ahead = await clockAhead();
  await world.sandbox('/settings', { rateLimit: 0 }, 'PATCH');
  const events = (await eventsOfStripe()).filter(({ id }) => !told.has(id));
  if (events.length > 0) await tellAll(events);
  await world.sandbox('/settings', { rateLimit: 100 }, 'PATCH');
}

async function tellAll(events) {
  for (const { id } of events) told.add(id);
  const twice = events.filter(() => Math.random() < DUPLICATES);
  const all = [...events, ...twice].map((event) => [Math.random(), event]).sort(([a], [b]) => a - b);
  const answers = new Map();
  const waits = [];
  const from = performance.now();
  await eachOf(all, AT_ONCE, async ([, event]) => {
    const { status, ms } = await tell(event);
    answers.set(status, (answers.get(status) ?? 0) + 1);
    waits.push(ms);
  });
  const took = (performance.now() - from) / 1_000;
  same('messages that were not taken', all.length - (answers.get(200) ?? 0), 0);
  console.log(`\n${all.length} messages of Stripe (${twice.length} twice) in ${took.toFixed(1)} s (${(all.length / took).toFixed(0)}/s)`); // prettier-ignore
  console.log(`answered after ${spread(waits)}`);
}

async function eventsOfStripe() {
  const events = [];
  const headers = { authorization: 'Bearer sk_test_bench' };
  for (let after = ''; ;) {
    const answer = await fetch(`${world.place.sandboxUrl}/v1/events?limit=100${after}`, { headers });
    const { data, has_more: more } = await answer.json();
    events.push(...data);
    if (!more) return events;
    after = `&starting_after=${data.at(-1).id}`;
  }
}

async function tell(event) {
  const body = JSON.stringify(event);
  const at = Math.floor((ahead + performance.now()) / 1_000);
  const mark = createHmac('sha256', WEBHOOK_SECRET).update(`${at}.${body}`).digest('hex');
  return send('POST', '/webhooks/stripe', body, { 'content-type': 'application/json', 'stripe-signature': `t=${at},v1=${mark}` }); // prettier-ignore
}

/** The campaign ends: cards are charged behind Stripe's limit. */
async function closing(works) {
  const from = performance.now();
  await passUntil(world, new Date(`${works.plan.closesOn}T23:00:00Z`));
  await reach(world, works, 'collecting', 'funded');
  for (;;) {
    await storm();
    await settled('cards are charged');
    const { project } = await works.town.mayor.api.get(`/projects/${works.id}`);
    if (project.state === 'funded') break;
  }
  console.log(`funded ${((performance.now() - from) / 1_000).toFixed(1)} s after the closing`);
}

async function settled(what) {
  const from = performance.now();
  await world.settle(PATIENCE_SECONDS);
  console.log(`${what} after ${((performance.now() - from) / 1_000).toFixed(1)} s`);
}

async function clockAhead() {
  const { now } = JSON.parse(await world.operations('POST', '/ops/clock', { seconds: 0 }));
  return Date.parse(now) - performance.now();
}

function send(method, path, body, headers = { 'content-type': 'application/x-www-form-urlencoded' }) {
  const from = performance.now();
  const { replayToken } = world.place;
  const options = {
    ...{ method, agent },
    headers: { ...(body && headers), 'sec-fetch-site': 'same-origin', 'x-replay-token': replayToken },
  };
  return new Promise((resolve) => {
    const request = http.request(new URL(path, house.webs[(turn += 1) % webs]), options, (answer) => {
      answer.resume();
      answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, ms: performance.now() - from })); // prettier-ignore
    });
    // No answer is an answer too: it is missing in the end.
    request.on('error', ({ code }) => resolve({ status: code, headers: {}, ms: performance.now() - from }));
    request.end(body);
  });
}

function spread(list) {
  const sorted = [...list].sort((a, b) => a - b);
  const at = (part) =>
    `${(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] / 1_000).toFixed(3)} s`;
  return `${at(0.5)} (half), ${at(0.95)} (19 of 20), ${at(0.99)} (99 of 100), ${at(1)} (all)`;
}

/** What so many gifts come to, each at its frozen rate. */
async function lei(gifts) {
  const quote = await world.anybody.get(`/quote?amount=${AMOUNT}&currency=EUR`);
  return Money.lei(Money.parse(quote.lei.amount, 'MDL').minor * BigInt(gifts)).toString();
}

function same(what, is, should) {
  if (is !== should) faults.push(`${what}: ${is}, not ${should}`);
}
