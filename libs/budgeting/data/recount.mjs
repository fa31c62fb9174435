#!/usr/bin/env node
// Counts a vote of a town under a budget on Plai again. One file, no dependencies, none of Plai's own code; Node.js 20 or newer.
//
//   node recount-budget.mjs https://ADDRESS-OF-PLAI/api/v1/budget-votes/ID/export    a counted vote, and the head of the log that is published now
//   node recount-budget.mjs vote.json --head 512:9f2c…                               an export that you have kept, against a head that you know
//
//   --head N:HASH    a head of the log of who did what that you have kept yourself; may be repeated
//
// It says everything that is wrong, or one sentence. Exit code 0: the result is what its ballots say. 1: it is not. 2: unreadable.
//
// WHAT IT CHECKS
// 1. Ballots: none twice, none for what was not on the ballot, as many on paper as the vote says.
// 2. Results: those who won, and what it costs, are what the ballots choose by the rule, in whole numbers.
// 3. The log's rows: budget, options with their prices and the words of the rules are those of the row of the opening; the ballots those
//    of the row of the closing; the result that of the row of the count.
// 4. The three rows lie in the log's chain, in this order, and the chain leads to the head: each row's hash is made of the one before it
//    and the hash of its text, so of rows that are not about this vote their hash is enough.
//
// WHAT IT CANNOT SHOW: who voted (each neighbour finds his own ballot by his receipt), and that the server kept ballots secret.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';

const FORMAT = 'plai-budget-vote-1';
const HEAD = '/api/v1/books/trail-head';
const ACTS = ['opened', 'closed', 'counted'];

const sha = (text) => createHash('sha256').update(text).digest('hex');
/** The published fingerprint of some lines under the id of the vote. */
const hashOf = (head, lines) => sha([head, ...[...lines].sort()].join('\n'));
/** By so many bani everybody's share grows at each step. */
const LEU = 100n;

/** What is wrong with an export, also against heads `{ n, hash }` that somebody knows: a list of sentences, empty when nothing is. */
export function recount(data, heads = []) {
  const wrong = ofBallots(data);
  if (wrong.length === 0) wrong.push(...ofResults(data));
  return [...wrong, ...ofRows(data), ...ofChain(data.trail, heads)];
}

function ofBallots({ vote, options, ballots }) {
  const wrong = [];
  const codes = new Set(options.map(({ code }) => code));
  const receipts = new Set();
  for (const { receipt, ticked } of ballots) {
    if (receipts.has(receipt)) wrong.push(`ballot ${receipt} is there twice`);
    receipts.add(receipt);
    for (const code of ticked) if (!codes.has(code)) wrong.push(`ballot ${receipt} names option ${code}, which there is not`);
  }
  const lines = ballots.map(({ receipt, roll, channel, ticked }) => `${receipt} ${roll} ${channel} ${ticked.join(',')}`);
  if (hashOf(`ballots of ${vote.id}`, lines) !== vote.ballotsHash) wrong.push('the ballots are not those of the published fingerprint');
  const [paper, shown] = [ballots.filter(({ channel }) => channel === 'paper').length, ballots.every(({ channel }) => channel !== '-')];
  if (shown ? paper !== vote.paper.counted : vote.paper.counted === 0 || vote.paper.counted > ballots.length)
    wrong.push(`the export says ${vote.paper.counted} ballots on paper, its list has ${shown ? paper : 'none told apart'}`);
  return wrong;
}

function ofResults({ vote, options, ballots, results }) {
  const wrong = [];
  for (const { roll, rule, winners, total } of results) {
    const own = ballots.filter((ballot) => roll === 'all' || ballot.roll === roll).map(({ ticked }) => ticked);
    const found = count({ budget: BigInt(vote.budget), options, ballots: own, rule });
    if (found.winners.join() !== winners.join() || `${found.total}` !== total)
      wrong.push(`${roll}, ${rule}: the ballots choose ${found.winners.join(', ') || 'nothing'} for ${found.total}, the export says ${winners.join(', ') || 'nothing'} for ${total}`);
  }
  if (!results.some(({ roll, rule }) => roll === 'all' && rule === vote.rule)) wrong.push('the result that decides is missing');
  const told = results.map(({ roll, rule, winners, total }) => `${roll} ${rule} ${winners.join(',')} ${total}`);
  if (hashOf(`result of ${vote.id}`, told) !== vote.resultHash) wrong.push('the result is not that of the published fingerprint');
  return wrong;
}

/** What the log wrote down when the vote opened, closed and was counted, beside what the export says. */
function ofRows({ vote, options, ballots, trail }) {
  const wrong = [];
  const [opened, closed, counted] = ACTS.map((act, at) => {
    const { action, subject, data } = JSON.parse(trail.rows[at].json);
    const is = action === `budget-vote.${act}` && subject === `budget-vote:${vote.id}`;
    if (!is) wrong.push(`row ${trail.rows[at].n} of the log is not this vote being ${act}`);
    return is ? data : {};
  });
  const must = (holds, at, what) => holds || wrong.push(`row ${trail.rows[at].n} of the log: ${what}`);
  const listed = options.map(({ code, cost, title }) => `${code} ${cost} ${title[title.original]}`);
  const words = Object.entries(vote.rules).filter(([lang]) => lang !== 'original').map(([lang, text]) => `${lang}\n${text}`);
  must(opened.place === vote.placeCode, 0, 'another town voted');
  must(opened.budget === vote.budget, 0, 'it was opened with another budget');
  must(opened.optionsHash === hashOf(`options of ${vote.id}`, listed), 0, 'the ballot had other options, or other prices');
  must(opened.rulesHash === sha(words.sort().join('\n')), 0, 'the rules had other words');
  must(closed.ballotsHash === vote.ballotsHash && closed.ballots === ballots.length, 1, 'other ballots were there at closing');
  must(closed.paper === vote.paper.counted && closed.late === vote.paper.late, 1, 'others had come on paper at closing');
  must(['flagged', 'cleared', 'out'].every((part) => closed[part] === vote.twins[part]), 1, 'another number of people looked like voting twice');
  must(counted.resultHash === vote.resultHash, 2, 'another result was counted');
  return wrong;
}

const step = (hash, leaf) => sha(`${hash}|${leaf}`);

/** Goes the way from the opening over closing and count to the head, and holds heads that somebody knows against it. */
function ofChain(trail, heads) {
  const wrong = [];
  const way = wayOf(trail, wrong);
  for (const { n, hash } of heads) {
    const here = way.get(n);
    if (here !== undefined && here !== hash) wrong.push(`row ${n} of the log has the hash ${here}, and a head that you know says ${hash}: this is another log`);
  }
  return wrong;
}

/** The hash of each row on the way, by its number; what does not follow goes to `wrong`. */
function wayOf({ rows, between, head }, wrong = []) {
  const way = new Map();
  let [n, hash] = [Number(rows[0].n), rows[0].prev];
  const go = (leaf) => way.set(n++, (hash = step(hash, leaf)));
  for (const [at, row] of rows.entries()) {
    if (step(row.prev, sha(row.json)) !== row.hash) wrong.push(`row ${row.n} of the log: its text was changed after it was sealed`);
    if (n !== Number(row.n) || hash !== row.prev) wrong.push(`row ${row.n} of the log does not follow the one before it`);
    go(sha(row.json));
    for (const leaf of between[at]) go(leaf);
  }
  if (n - 1 !== Number(head.n) || hash !== head.hash) wrong.push(`the way over the log's rows does not lead to the head ${head.n}`);
  return way;
}

/** Equal Shares (cost utility, add1u) or simple number of ticks, in whole numbers. */
function count({ budget, options, ballots, rule }) {
  const votes = new Map(options.map(({ code }) => [code, ballots.filter((ticked) => ticked.includes(code)).length]));
  const listed = options.filter(({ code }) => votes.get(code) > 0).map(({ code, cost }) => ({ code, cost: BigInt(cost) }));
  const first = (a, b) => votes.get(b.code) - votes.get(a.code) || (a.cost < b.cost ? -1 : a.cost > b.cost ? 1 : a.code < b.code ? -1 : 1);
  const sum = (list) => list.reduce((all, { cost }) => all + cost, 0n);
  let bought = [];
  if (rule === 'mes_add1u' && ballots.length > 0) {
    for (let step = 0n; bought.length < listed.length;) {
      const next = buy(listed, ballots, budget + step * LEU * BigInt(ballots.length), first);
      if (sum(next.bought) > budget) break;
      bought = next.bought;
      step += 1n + next.alike;
    }
  }
  for (const option of [...listed].sort(first)) if (!bought.includes(option) && sum(bought) + option.cost <= budget) bought = [...bought, option];
  return { winners: bought.map(({ code }) => code).sort(), total: sum(bought) };
}

/**
 * One run: everybody has all / n, kept in whole numbers over a denominator that grows. `alike`: so many further steps buy the
 * same for sure, because everybody paid an equal share of what was bought, nothing that comes before it waited, and what is
 * left lacks more than they add.
 */
function buy(listed, ballots, all, first) {
  const same = new Map();
  for (const ticked of ballots) same.set(ticked.join(), (same.get(ticked.join()) ?? 0n) + 1n);
  const groups = [...same].map(([key, people]) => ({ ticked: new Set(key.split(',')), people, money: all }));
  let den = BigInt(ballots.length);
  const bought = [];
  let [equal, alike] = [true, null];
  const lacking = new Set();
  for (;;) {
    let best = null;
    for (const option of listed) {
      if (bought.includes(option)) continue;
      const own = groups.filter(({ ticked }) => ticked.has(option.code)).sort((a, b) => (a.money < b.money ? -1 : a.money > b.money ? 1 : 0));
      let [due, heads] = [option.cost * den, own.reduce((k, { people }) => k + people, 0n)];
      for (const { money, people } of own) {
        if (money * heads >= due) break;
        due -= money * people;
        heads -= people;
      }
      if (heads === 0n) {
        // Who supports it has less than it costs, and from here on never more.
        const steps = (due - 1n) / (own.reduce((k, { people }) => k + people, 0n) * den * LEU);
        if (!lacking.has(option) && (alike === null || steps < alike)) alike = steps;
        lacking.add(option);
        continue;
      }
      const gap = best && due * best.heads * best.option.cost - best.due * heads * option.cost;
      if (!best || gap < 0n || (gap === 0n && first(option, best.option) < 0)) best = { option, own, due, heads };
    }
    if (!best) return { bought, alike: equal ? (alike ?? 0n) : 0n };
    const waits = listed.filter((option) => option !== best.option && !bought.includes(option) && !lacking.has(option));
    equal &&= best.own.every(({ money }) => money * best.heads >= best.due) && waits.every((option) => first(best.option, option) < 0);
    for (const group of groups) group.money *= best.heads;
    den *= best.heads;
    for (const group of best.own) group.money = group.money > best.due ? group.money - best.due : 0n;
    bought.push(best.option);
  }
}

const USAGE = 'Usage: node recount-budget.mjs ADDRESS|FILE [--head N:HASH]';

/** Says in a sentence what was recounted, or where it breaks; gives the exit code. */
export async function main(args) {
  const { source, heads } = asked(args);
  // Before the vote itself, so that the way goes over it.
  const published = /^https?:/.test(source ?? '') ? (await read(new URL(HEAD, source).href))?.head : null;
  if (published) heads.push({ n: Number(published.n), hash: published.hash });
  const data = heads.includes(null) ? null : await read(source);
  const wrong = isExport(data) ? found(data, heads) : null;
  if (!wrong) {
    console.log(heads.includes(null) ? USAGE : `${source ?? 'Nothing'}: It is no export of a vote under a budget (${FORMAT}).`);
    return 2;
  }
  for (const line of wrong) console.log(`WRONG: ${line}.`);
  if (wrong.length > 0) return 1;
  console.log(proved(data, heads));
  return 0;
}

/** What is wrong, or null when it is not what an export of a vote looks like. */
function found(data, heads) {
  try {
    return recount(data, heads);
  } catch {
    return null;
  }
}

function proved({ vote, ballots, results, trail }, heads) {
  const { winners } = results.find(({ roll, rule }) => roll === 'all' && rule === vote.rule);
  const [paper, way, { n, hash }] = [vote.paper.counted, wayOf(trail), trail.head];
  const known = heads.some((head) => way.has(head.n)) ? 'which a head that you know confirms' : `compare it with a head that you know: ${n}:${hash}`;
  return (
    `Recounted: ${ballots.length} ballots${paper > 0 ? ` (${paper} on paper)` : ''} choose ${winners.join(', ') || 'nothing'}, as published. Options, ` +
    `rules, ballots and result are those that the log of who did what wrote down, rows ${trail.rows.map((row) => row.n).join(', ')}, ${known}.`
  );
}

function asked(args) {
  const [sources, heads] = [[], []];
  for (let at = 0; at < args.length; at += 1) {
    if (args[at] !== '--head') sources.push(args[at]);
    else {
      const [, n, hash] = /^(\d+):([0-9a-fA-F]{64})$/.exec(args[(at += 1)] ?? '') ?? [];
      heads.push(n ? { n: Number(n), hash: hash.toLowerCase() } : null);
    }
  }
  return { source: sources[0], heads };
}

async function read(source) {
  try {
    return JSON.parse(/^https?:/.test(source) ? await (await fetch(source)).text() : await readFile(source, 'utf8'));
  } catch {
    return null;
  }
}

function isExport(data) {
  const lists = [data?.options, data?.ballots, data?.results, data?.trail?.rows, data?.trail?.between];
  const whole = lists.every(Array.isArray) && data.trail.rows.length === ACTS.length && data.trail.between.length === ACTS.length;
  return whole && data.format === FORMAT && typeof data.vote?.id === 'string' && Number.isInteger(data.vote.paper?.counted) && Boolean(data.vote.rules && data.vote.twins);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.exitCode = await main(process.argv.slice(2));
}
