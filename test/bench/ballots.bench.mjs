// How dear a ballot is beside the plain SQL that it cannot do without, under a budget and in an association's vote. Both in
// one run, in interleaved rounds: read the ratios, the rates are the machine's.
// `npm run bench -- --rounds 5 --seconds 2 --clients 16`, or this alone: `node test/bench/ballots.bench.mjs`.
import { TOWNS } from '#apps/cli/src/demo/cast.js';
import { callAssembly } from '#apps/cli/src/world/assembly.js';
import { voteNow } from '#apps/cli/src/world/budget-vote.js';
import { foundTown } from '#apps/cli/src/world/town.js';
import { openHouse } from './house.mjs';
import { clients, compare, connections, rounds, seconds } from './rates.mjs';

const FLOOR = `
  create schema bench;
  create table bench.ballot (like budgeting.ballot including defaults including indexes);
  create table bench.ballot_history (like budgeting.ballot_history including defaults including indexes);
  create table bench.answer (like voting.ballot including defaults including indexes);
  create table bench.answer_history (like voting.ballot_history including defaults including indexes)`;
const BALLOT = `
  with kept as (
    insert into bench.ballot as b (vote_id, receipt, roll, ticked) values ($1, $2, 'resident', $3)
    on conflict (vote_id, receipt) do update set ticked = excluded.ticked, changed = b.changed + 1
    returning vote_id, receipt, changed, ticked)
  insert into bench.ballot_history (vote_id, receipt, n, ticked) select vote_id, receipt, changed, ticked from kept`;
const ANSWER = `
  with kept as (
    insert into bench.answer as b (vote_id, receipt, choice) values ($1, $2, $3)
    on conflict (vote_id, receipt) do update set choice = excluded.choice, changed = b.changed + 1
    returning vote_id, receipt, changed, choice)
  insert into bench.answer_history (vote_id, receipt, n, choice) select vote_id, receipt, changed, choice from kept`;
const TICKED = [['01'], ['02', '03'], []];
const CHOICES = ['yes', 'no', 'abstain'];

const house = await openHouse({ telling: false });
const { world } = house;
let clientsOfSql = [];
try {
  const town = await foundTown(world, house.operators, TOWNS.salcia);
  clientsOfSql = await connections(house.databaseUrl);
  await clientsOfSql[0].query(FLOOR);
  console.log(`\n${clients} voters, ${rounds} rounds of ${seconds} s, each ballot another than the voter's last; a ratio is the median of each round's`); // prettier-ignore
  const budget = await underBudget(town);
  await compare(
    clientsOfSql,
    'a vote under a budget',
    ballots(budget, { name: 'ballot', text: BALLOT }, 'ticked', TICKED),
  );
  const quorum = await underQuorum(town);
  await compare(
    clientsOfSql,
    'a vote of an association',
    ballots(quorum, { name: 'answer', text: ANSWER }, 'choice', CHOICES),
  );
} finally {
  await Promise.all(clientsOfSql.map((client) => client.end()));
  await house.close();
}

/** Each client's voter gives another answer than before. */
function ballots({ id, path, voters }, statement, key, answers) {
  const turns = new Map();
  const next = (client) => {
    turns.set(client, (turns.get(client) ?? 0) + 1);
    return answers[turns.get(client) % answers.length];
  };
  return {
    floor: (client) => client.query({ ...statement, values: [id, `of-${clientsOfSql.indexOf(client)}`, next(client)] }),
    'a ballot': (client) => voters.get(client).put(path, { [key]: next(client) }),
  };
}

/** An open vote of a town, and a neighbour for each client. */
async function underBudget(town) {
  const place = `/places/${town.cast.placeCode}`;
  await voteNow(world, town);
  const [{ id }] = await world.anybody.list(`${place}/budget-votes`);
  const voters = new Map();
  for (const [n, client] of clientsOfSql.entries()) {
    const { api } = await world.signIn(`neighbour-${n}@donor.plai.example`, `Neighbour ${n}`);
    await api.put(`${place}/neighbours/me`, { roll: 'resident' });
    voters.set(client, api);
  }
  return { id, path: `/budget-votes/${id}/ballot`, voters };
}

/** An open vote of its association on a question, and a member for each client. */
async function underQuorum(town) {
  const { associationId, president, inspector } = town;
  for (const n of clientsOfSql.keys()) {
    // Nobody vouches for more than five in thirty days; ten after it a member is on the roll.
    if (n % 5 === 0) await world.passTime(31 * 86_400);
    const { token } = await president.api.post(`/bodies/${associationId}/invitations`, { role: 'member' });
    const { api } = await world.signIn(...memberOf(n));
    await api.post(`/invitations/${token}/acceptance`);
    const [{ id }] = await president.api.list(`/bodies/${associationId}/join-requests`);
    for (const voucher of [president, inspector]) await voucher.api.post(`/join-requests/${id}/vouches`);
  }
  await world.passTime(11 * 86_400);
  const assembly = await callAssembly(town, [{ kind: 'question', question: { original: 'ro', ro: 'Cumpărăm o pompă?' } }]); // prettier-ignore
  await world.passTime(8 * 86_400); // their notice
  const id = await world.until('the assembly opens', async () => {
    const { items } = await president.api.get(`/assemblies/${assembly}`);
    return items[0].voteId;
  });
  const voters = new Map();
  for (const [n, client] of clientsOfSql.entries()) {
    const { api } = await world.signIn(...memberOf(n));
    voters.set(client, api);
  }
  return { id, path: `/votes/${id}/ballot`, voters };
}

function memberOf(n) {
  return [`member-${n}@donor.plai.example`, `Member ${n}`];
}
