// How dear our doors are beside the plain SQL that they cannot do without: a pledge, a message of Stripe, a page of a
// register, an export. All in one run, in interleaved rounds: read the ratios, the rates are the machine's.
// `npm run bench -- --rounds 5 --seconds 2 --clients 16 --entries 100000`.
import { createHmac, randomUUID } from 'node:crypto';
import { newId } from '#libs/kernel/src/index.js';
import { openHouse, WEBHOOK_SECRET } from './house.mjs';
import { clients, compare, connections, entries, median, rounds, seconds } from './rates.mjs';

const LINES = 50;

const FLOOR = `
  create schema bench;
  create table bench.pledge (like pledges.pledge including defaults including indexes);
  create table bench.checkout (like payments.checkout including defaults including indexes);
  create table bench.event (like payments.stripe_event including defaults including indexes)`;
const FILL = `
  with accounts as (select code, id from ledger.account),
  made as (
    insert into ledger.journal (key, digest, kind, status, project)
    select 'fill:' || n, sha256(''), 'pledge.counted', 'posted', $2::uuid from generate_series(1, $1::int) n returning id, tx)
  insert into ledger.entry (journal_id, line, account_id, amount, status, tx)
  select made.id, line, case line when 1 then (select id from accounts where code = $3) else (select id from accounts where code = $4) end,
    case line when 1 then 5 else -5 end, 'posted', made.tx from made, generate_series(1, 2) line`;
const PLEDGE = `
  with page as (
    insert into bench.checkout (id, owner, mode, gift_minor, cover_minor, currency, email, lang, description, success_path, cancel_path, expires_at, opened_at)
    values ($2, 'pledge:1', 'save-card', 5000, 0, 'EUR', 'a@example.org', 'ro', 'x', '/a', '/b', now(), now()))
  insert into bench.pledge (id, ref, receipt_code, request, project_id, person_id, way, amount_minor, cover_minor, currency, lei_minor, rate,
    rate_source, rate_on, shortfall, lang, follow, state, made_at, checkout_id, attempts)
  values ($1, $4, $4, $4, $3, $3, 'card-later', 5000, 0, 'EUR', 97500, '19.5', 'BNM', '2021-07-29', 'return', 'ro', false,
    'started', now(), $2, 0)`;
const EVENT = `
  insert into bench.event (id, type, object, via, created_at, received_at)
  values ($1, 'payment_intent.succeeded', 'intent:pi_1', 'webhook', now(), now()) on conflict do nothing`;
const REGISTER = `
  select j.id, j.kind, j.at, e.amount, a.code from ledger.journal j join ledger.entry e on e.journal_id = j.id
    join ledger.account a on a.id = e.account_id where j.project = $1 order by j.id limit ${LINES}`;

const house = await openHouse({ telling: false });
const { world } = house;
const { publicUrl, replayToken } = world.place;
let clientsOfSql = [];
try {
  const { works, path } = await house.campaign('all-or-nothing');
  clientsOfSql = await connections(house.databaseUrl);
  const [sql] = clientsOfSql;
  await sql.query(FLOOR);
  const claim = await fill(sql, works.id);
  const { now } = JSON.parse(await world.operations('POST', '/ops/clock', { seconds: 0 }));
  const offset = Date.parse(now) - performance.now();
  const events = await toldOfOneGift(works.id);
  console.log(`\n${clients} clients, ${rounds} rounds of ${seconds} s; a ratio is the median of each round's`);
  await compare(clientsOfSql, 'a pledge', {
    floor: (client) =>
      client.query({ name: 'pledge', text: PLEDGE, values: [randomUUID(), randomUUID(), works.id, randomUUID()] }),
    'a pledge, with its page at Stripe': () => pledge(works.id),
  });
  await compare(clientsOfSql, 'a message of Stripe', {
    floor: (client) => client.query({ name: 'event', text: EVENT, values: [`evt_${randomUUID()}`] }),
    'a message of Stripe': () => message(events, offset),
  });
  await compare(clientsOfSql, 'a page of a register', {
    floor: (client) => client.query({ name: 'register', text: REGISTER, values: [works.id] }),
    'a page that nobody has asked for within the second': () => read(`${path}/register?n=${randomUUID()}`),
    'the same page for everybody': () => read(`${path}/register`),
  });
  await exported(sql, works.id, claim);
} finally {
  await Promise.all(clientsOfSql.map((client) => client.end()));
  await house.close();
}

/** Gifts without their givers, so that a register and an export are long. */
async function fill(sql, project) {
  const [from, claim] = ['held:stripe:clearing:MDL', `held:project/${project}:claim:MDL`];
  const first = { key: 'fill:0', kind: 'pledge.counted', status: 'posted', project, ref: {}, postings: [{ d: from, c: claim, a: '5' }] }; // prettier-ignore
  await sql.query('select * from ledger.post($1)', [JSON.stringify(first)]);
  await sql.query(FILL, [Math.ceil(entries / 2), project, from, claim]);
  await sql.query('select ledger.seal(1000000)');
  await sql.query('vacuum analyze');
  return claim;
}

async function pledge(projectId) {
  const body = JSON.stringify({
    ...{ amount: { amount: '50.00', currency: 'EUR' }, email: `${randomUUID()}@donor.plai.example` },
    ...{ by: 'card', shortfall: 'next' },
  });
  return send('PUT', `/api/v1/projects/${projectId}/pledges/${newId()}`, 201, { body });
}

/** What Stripe tells of one gift that was paid: every message here is one of these, under an id of its own. */
async function toldOfOneGift(projectId) {
  const { payUrl } = await pledge(projectId);
  await world.sandbox(`/sessions/${new URL(payUrl).pathname.split('/').at(-1)}/pay`, {});
  const headers = { authorization: 'Bearer sk_test_bench' };
  const { data } = await (await fetch(`${world.place.sandboxUrl}/v1/events?limit=100`, { headers })).json();
  return data;
}

async function message(events, offset) {
  const at = Math.floor((offset + performance.now()) / 1_000);
  const event = events[Math.floor(Math.random() * events.length)];
  const body = JSON.stringify({ ...event, id: `evt_${randomUUID().replaceAll('-', '')}`, created: at });
  const mark = createHmac('sha256', WEBHOOK_SECRET).update(`${at}.${body}`).digest('hex');
  await send('POST', '/webhooks/stripe', 200, { body, headers: { 'stripe-signature': `t=${at},v1=${mark}` } });
}

function read(path) {
  return send('GET', path, 200);
}

async function send(method, path, expected, { body, headers = {} } = {}) {
  const all = { 'content-type': 'application/json', 'x-replay-token': replayToken, ...headers };
  const answer = await fetch(publicUrl + path, { method, body, headers: all });
  const text = await answer.text();
  if (answer.status !== expected) throw new Error(`${method} ${path}: ${answer.status} ${text.slice(0, 300)}`);
  return text.startsWith('{') ? JSON.parse(text) : null;
}

async function exported(sql, project, claim) {
  const copy = `copy (select j.id, j.kind, j.at, e.amount, a.code from ledger.journal j join ledger.entry e on e.journal_id = j.id
    join ledger.account a on a.id = e.account_id where j.project = '${project}' order by j.id) to stdout`;
  const path = `/api/v1/projects/${project}/statement.csv`;
  const took = { floor: [], ours: [] };
  for (let round = 0; round <= rounds; round += 1) {
    const floor = await time(() => sql.query(copy));
    const ours = await time(() => send('GET', path, 200));
    if (round > 0) (took.floor.push(floor), took.ours.push(ours));
  }
  const { rows } = await sql.query('select count(*)::int as n from ledger.entry e join ledger.account a on a.id = e.account_id where a.code = $1', [claim]); // prettier-ignore
  const ratio = median(took.ours.map((ms, round) => took.floor[round] / ms));
  console.log(`\nan export of ${rows[0].n} lines`);
  console.log(`  ${'COPY TO STDOUT'.padEnd(52)} ${median(took.floor).toFixed(0).padStart(7)} ms`);
  console.log(`  ${'the statement as CSV'.padEnd(52)} ${median(took.ours).toFixed(0).padStart(7)} ms   ${ratio.toFixed(3)} of COPY`); // prettier-ignore
}

async function time(work) {
  const from = performance.now();
  await work();
  return performance.now() - from;
}
