#!/usr/bin/env node
// Counts a vote of an association on Plai again. One file, no dependencies, Node.js 20 or newer; free to read, copy and change.
//
//   node recount.mjs https://ADDRESS-OF-PLAI/api/v1/votes/ID/export      a closed vote, and the head of the log that is published now
//   node recount.mjs vote.json --head 512:9f2c…                          an export that you have kept, against a head that you know
//
//   --head N:HASH    a head of the log of who did what that you have kept yourself; may be repeated
//   --json           the answer for machines
//
// It answers in one sentence. Exit code 0: proved. 1: broken. 2: could not be read.
//
// WHAT IT CHECKS
// 1. The roll is the one that was frozen when the vote opened: its hash stands in the log's row of the opening, with the rule.
// 2. As many ballots as members took part, none twice, none of somebody who may not; no more than the roll. Nobody voted for more
//    others than the rule allows, nobody on paper where the rule knows none, and as many ballots are on paper as members voted so.
// 3. The ballots are those of the closing: their hash, and that of who took part, stand in the log's row of the closing.
// 4. The sums are what the ballots say, and the verdict is what the rule makes of the sums, in whole numbers.
// 5. The two rows lie in the log's chain, in this order, and the chain leads to the head: each row's hash is made of the one
//    before it and the hash of its text, so of rows that are not about this vote their hash is enough.
//
// WHAT IT CANNOT SHOW: who is who (each member sees his own codes, and so that he is on the roll and how he is counted), and that
// the server kept a secret ballot secret.
import { createHash } from 'node:crypto';
import { createReadStream, realpathSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const FORMAT = 'plai-vote-1';
const HEAD = '/api/v1/books/trail-head';
const LIMITS = { bytes: 200e6, silentMs: 60_000 };

const sha = (text) => createHash('sha256').update(text).digest('hex');
const hashOf = (head, lines) => sha([head, ...[...lines].sort()].join('\n'));
const count = (n, noun) => `${n} ${noun}${n === 1 ? '' : 's'}`;
/** What was read may have been written so that a terminal shows another answer: nothing that steers it is printed. */
const shown = (text) => `${text}`.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '?').slice(0, 300);

/** It could not be looked at, which says nothing about the vote. */
class Unreadable extends Error {}

/** The first thing that is wrong; the rest may follow from it. */
class Broken extends Error {
  constructor(where, what) {
    super(`Broken at ${shown(where)}: ${shown(what)}.`);
    [this.where, this.what] = [shown(where), shown(what)];
  }
}

function must(holds, where, what) {
  if (!holds) throw new Broken(where, what);
}

// ------------------------------------------------------------------------------------------------ roll and ballots

const REFUSED = ['town-hall-staff', 'evidence', 'supplier-kin', 'own-interest'];

function checkRoll({ id, roll, rollHash, entitled }) {
  const codes = new Set(roll.map(({ code }) => code));
  must(codes.size === roll.length, 'the roll', 'a code stands there twice');
  must(roll.every(({ recusal }) => recusal === null || REFUSED.includes(recusal)), 'the roll', 'a recusal has an unknown reason');
  const may = roll.filter(({ recusal }) => recusal === null).length;
  must(may === entitled, 'the roll', `${may} of it may vote and ${entitled} are said to`);
  const hash = hashOf(`roll of ${id}`, roll.map(({ code, recusal }) => `${code} ${recusal ?? '-'}`));
  must(hash === rollHash, 'the roll', 'it is not the one whose hash is given: a line was changed, added or removed');
}

/** Who voted through another: that one may vote, did so himself or for nobody else's, and for no more than the rule allows. */
function checkProxies({ roll, rule }) {
  const through = roll.filter(({ proxy }) => proxy !== null);
  const held = new Map();
  for (const { proxy } of through) held.set(proxy, (held.get(proxy) ?? 0) + 1);
  const may = new Set(roll.filter(({ recusal, proxy }) => recusal === null && proxy === null).map(({ code }) => code));
  must(through.every(({ voted, proxy, code }) => voted && proxy !== code && may.has(proxy)), 'the roll', 'a ballot was given by somebody who may not');
  const most = Math.max(0, ...held.values());
  must(most <= rule.proxies, 'the roll', `one voted for ${count(most, 'other')}, and the rule allows ${rule.proxies}`);
}

/** Who voted on paper: only where the rule allows it, himself, and as many as ballots say so, where it is told of them. */
function checkPapers({ roll, rule, ballots, secret }) {
  const onPaper = roll.filter(({ paper }) => paper);
  must(onPaper.length === 0 || rule.paperAllowed, 'the roll', `${count(onPaper.length, 'member')} voted on paper, which the rule does not allow`);
  must(onPaper.every(({ voted, proxy }) => voted && proxy === null), 'the roll', 'a ballot on paper belongs to nobody who voted himself');
  const many = (way) => ballots.filter(({ channel }) => channel === way).length;
  const told = many('-') === 0;
  must(told ? many('paper') === onPaper.length : secret && many('-') === ballots.length && onPaper.length > 0, 'the ballots', `${many('paper')} of them on paper, and ${onPaper.length} voted so`);
}

function checkBallots({ id, roll, ballots, ballotsHash, entitled, secret }) {
  const voters = roll.filter(({ voted }) => voted);
  must(new Set(ballots.map(({ receipt }) => receipt)).size === ballots.length, 'the ballots', 'a receipt stands there twice');
  must(ballots.length <= entitled, 'the ballots', `there are ${ballots.length}, more than the ${entitled} who may vote`);
  must(voters.every(({ recusal }) => recusal === null), 'the ballots', 'somebody took part who may not');
  const known = ['yes', 'no', 'abstain', 'withdrawn'];
  must(ballots.every(({ choice }) => known.includes(choice)), 'the ballots', 'one says neither yes, no nor abstain');
  const [n, took] = [ballots.length, voters.length];
  must(n <= took, 'the ballots', `${count(n, 'ballot')} for ${took} who took part: some were added`);
  must(n >= took, 'the ballots', `${count(n, 'ballot')} for ${took} who took part: some were removed`);
  const withdrawn = ballots.filter(({ choice }) => choice === 'withdrawn').length;
  const declared = voters.filter((one) => one.declared).length;
  must(withdrawn === declared, 'the ballots', `${withdrawn} withdrawn, and ${declared} of those who took part declared an interest`);
  if (!secret) {
    const members = new Set(ballots.map(({ member }) => member));
    must(members.size === n && voters.every(({ code }) => members.has(code)), 'the ballots', 'they do not belong to those who took part');
  }
  const hash = hashOf(`ballots of ${id}`, ballots.map(({ receipt, choice, channel }) => `${receipt} ${choice} ${channel}`));
  must(hash === ballotsHash, 'the ballots', 'they are not those whose hash is given: one was changed or exchanged');
}

// ------------------------------------------------------------------------------------------------ sums and verdict

function countsOf(ballots) {
  const of = (wanted) => ballots.filter(({ choice }) => choice === wanted).length;
  return { yes: of('yes'), no: of('no'), abstain: of('abstain') };
}

function verdictOf({ rule, inspectors, entitled }, { yes, no, abstain }) {
  const [cast, all] = [BigInt(yes + no + abstain), BigInt(entitled)];
  const quorate = entitled > 0 && cast * BigInt(rule.quorumDen) >= all * BigInt(rule.quorumNum);
  const [got, of] = [BigInt(yes) * BigInt(rule.majorityDen), rule.ofRoll ? all : BigInt(yes + no)];
  const needed = of * BigInt(rule.majorityNum);
  const carried = yes > 0 && (rule.strict ? got > needed : got >= needed);
  if (quorate || rule.silence === 'cast-decides')
    return { outcome: carried ? 'accepted' : 'refused', ground: carried ? 'majority' : 'no-majority', quorate };
  if (rule.silence === 'inspectors' && inspectors) return { outcome: inspectors, ground: 'silence-inspectors', quorate };
  return { outcome: 'refused', ground: 'silence-refused', quorate };
}

function checkSums(vote) {
  const made = countsOf(vote.ballots);
  for (const choice of ['yes', 'no', 'abstain']) {
    const [is, said] = [made[choice], vote.counts[choice]];
    must(is === said, 'the sums', `the ballots have ${is} ${choice} and the result says ${said}`);
  }
  const verdict = verdictOf(vote, made);
  for (const part of ['quorate', 'outcome', 'ground']) {
    must(verdict[part] === vote.verdict[part], 'the verdict', `by the rule ${part} is ${verdict[part]}, and ${vote.verdict[part]} is given`);
  }
}

// --------------------------------------------------------------------------------------------------- the log's rows

const same = (one, other) => JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
const sorted = (value) =>
  value !== null && typeof value === 'object'
    ? Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])]))
    : value;

function rowOf(link, action, { id }) {
  const row = JSON.parse(link.json);
  must(row.action === action && row.subject === `vote:${id}`, `row ${link.n} of the log`, `it is not the ${action} of this vote`);
  return row.data;
}

function checkRows(vote) {
  const [opened, closed] = vote.trail.rows;
  const first = rowOf(opened, 'voting.opened', vote);
  const last = rowOf(closed, 'voting.closed', vote);
  const at = (link) => `row ${link.n} of the log`;
  must(first.of === vote.subject && first.kind === vote.kind, at(opened), 'another thing was put to the vote');
  const asked = vote.question ? sha(vote.question[vote.question.original]) : undefined;
  must(first.question === asked, at(opened), 'another question was put to the vote');
  must(first.rollHash === vote.rollHash, at(opened), 'the roll that was frozen is another one');
  must(first.roll === vote.roll.length && first.entitled === vote.entitled, at(opened), 'the roll had another size');
  must(same(first.rule, vote.rule) && first.inspectors === vote.inspectors, at(opened), 'the rule was another one when the vote opened');
  must(first.closesAt === vote.closesAt, at(opened), 'the vote was to close at another moment');
  must(last.ballotsHash === vote.ballotsHash, at(closed), 'the ballots that were counted are others');
  const lines = vote.roll.map((one) => `${one.code} ${one.voted ? 'voted' : '-'} ${one.declared ? 'declared' : '-'} ${one.proxy ?? '-'} ${one.paper ? 'paper' : '-'}`);
  must(last.turnoutHash === hashOf(`turnout of ${vote.id}`, lines), at(closed), 'others took part than this list says');
  for (const part of ['yes', 'no', 'abstain']) must(last[part] === vote.counts[part], at(closed), `another sum of ${part} was counted`);
  for (const part of ['outcome', 'ground', 'quorate'])
    must(last[part] === vote.verdict[part], at(closed), `another ${part} was written down`);
}

const step = (hash, leaf) => sha(`${hash}|${leaf}`);

/** Goes the way over the rows to the head and gives the hash of each row on it, by its number. */
function checkChain({ trail: { rows, between, head } }) {
  const way = new Map();
  let [n, hash] = [Number(rows[0].n), rows[0].prev];
  const go = (leaf) => way.set(n++, (hash = step(hash, leaf)));
  for (const [at, row] of rows.entries()) {
    const where = `row ${row.n} of the log`;
    must(step(row.prev, sha(row.json)) === row.hash, where, 'its text was changed after it was sealed');
    must(n === Number(row.n), where, `${count(Math.abs(Number(row.n) - n), 'row')} before it were left out or put in`);
    must(hash === row.prev, where, 'it does not follow the one before: the log was forked between them');
    go(sha(row.json));
    for (const leaf of between[at]) go(leaf);
  }
  must(n - 1 === Number(head.n), `row ${head.n} of the log`, `the way ends at row ${n - 1}: it was cut short or made longer`);
  must(hash === head.hash, `row ${head.n} of the log`, 'the way does not lead to this head: a row after the closing was changed');
  return way;
}

/** Holds the heads that somebody knows against the way; gives how many lie on it. */
function compare(way, heads) {
  for (const { n, hash } of heads) {
    const here = way.get(n);
    must(here === undefined || here === hash, `row ${n} of the log`, `its hash is ${here}, and a head that you know says ${hash}: this is another log`);
  }
  return heads.filter(({ n }) => way.has(n)).length;
}

// -------------------------------------------------------------------------------------------------------- the answer

/** Counts an export again, against heads `{ n, hash }`. Throws when it breaks; gives the facts of what was proved. */
export function recount(vote, heads = []) {
  const parts = [vote?.roll, vote?.ballots, vote?.trail?.rows, vote?.trail?.between];
  if (vote?.format !== FORMAT || !parts.every(Array.isArray)) throw new Unreadable(`It is no export of a vote (${FORMAT}).`);
  checkRoll(vote);
  checkProxies(vote);
  checkBallots(vote);
  checkPapers(vote);
  checkSums(vote);
  checkRows(vote);
  const way = checkChain(vote);
  const { trail, entitled, counts, verdict, id, kind } = vote;
  return { kind, id, entitled, counts, verdict, head: { n: Number(trail.head.n), hash: trail.head.hash }, headsCompared: compare(way, heads) };
}

function ruleInWords({ quorumNum, quorumDen, majorityNum, majorityDen, strict, ofRoll }) {
  const of = ofRoll ? 'all who may vote' : 'those for and against';
  return `at least ${quorumNum}/${quorumDen} taking part and ${strict ? 'more than' : 'at least'} ${majorityNum}/${majorityDen} of ${of}`;
}

const GROUNDS = {
  majority: 'the sums make it',
  'no-majority': 'the sums make it',
  'silence-refused': 'too few took part, and the rule for that makes it',
  'silence-inspectors': 'too few took part, and the rule for that makes it what the inspectors found:',
};

const through = ({ roll }) => {
  const n = roll.filter(({ proxy }) => proxy !== null).length;
  const paper = roll.filter((one) => one.paper).length;
  return `${n > 0 ? `${n} of them voted through another member. ` : ''}${paper > 0 ? `${paper} of them voted on paper. ` : ''}`;
};

function proved(vote, { entitled, counts, verdict, head, headsCompared }) {
  const known = headsCompared > 0 ? 'which a head that you know confirms' : `compare it with a head that you know: ${head.n}:${head.hash}`;
  return (
    `Proved: ${counts.yes} for, ${counts.no} against and ${counts.abstain} abstaining of ${entitled} who may vote; the rule was ` +
    `${ruleInWords(vote.rule)}, and ${GROUNDS[verdict.ground]} ${verdict.outcome}. ${through(vote)}Roll, rule and ballots are those that the log of ` +
    `who did what wrote down at opening and closing, rows ${vote.trail.rows.map(({ n }) => n).join(' and ')}, ${known}.`
  );
}

const isAddress = (source) => /^https?:\/\//.test(source);

async function textOf(source) {
  const pieces = [];
  let bytes = 0;
  const answer = isAddress(source) ? await fetch(source, { signal: AbortSignal.timeout(LIMITS.silentMs) }) : null;
  if (answer && !answer.ok) throw new Unreadable(`${source} answers ${answer.status}.`);
  for await (const piece of answer ? answer.body : createReadStream(source)) {
    bytes += piece.length;
    if (bytes > LIMITS.bytes) throw new Unreadable(`${source} has not come to its end after ${LIMITS.bytes} bytes.`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}

async function read(source) {
  try {
    return JSON.parse(await textOf(source));
  } catch (error) {
    throw error instanceof SyntaxError ? new Unreadable(`${source} is no JSON: it was damaged or cut short.`) : error;
  }
}

const USAGE = 'Usage: node recount.mjs ADDRESS|FILE [--head N:HASH] [--json]';

function asked(args) {
  const [sources, heads] = [[], []];
  for (let at = 0; at < args.length; at += 1) {
    if (args[at] === '--json') continue;
    if (args[at] === '--head') {
      const [, n, hash] = /^(\d+):([0-9a-fA-F]{64})$/.exec(args[(at += 1)] ?? '') ?? [];
      if (!n) throw new Unreadable('A head is written N:HASH, the number and 64 letters and digits.');
      heads.push({ n: Number(n), hash: hash.toLowerCase() });
    } else if (args[at].startsWith('-')) throw new Unreadable(USAGE);
    else sources.push(args[at]);
  }
  if (sources.length !== 1) throw new Unreadable(USAGE);
  return { source: sources[0], heads };
}

/** The head that an address publishes, fetched before the vote, so that the way goes over it. */
async function publishedAt(source) {
  const { head } = await read(new URL(HEAD, source).href);
  return head ? [{ n: Number(head.n), hash: head.hash }] : [];
}

/** Does what the command line says, prints the answer and gives the exit code. */
export async function main(args) {
  const tell = (sentence, facts, code) => {
    console.log(args.includes('--json') ? JSON.stringify({ ok: code === 0, sentence, ...facts }) : sentence);
    return code;
  };
  try {
    const { source, heads } = asked(args);
    if (isAddress(source)) heads.push(...(await publishedAt(source)));
    const vote = await read(source);
    const facts = recount(vote, heads);
    return tell(proved(vote, facts), facts, 0);
  } catch (error) {
    if (error instanceof Broken) return tell(error.message, { where: error.where, what: error.what }, 1);
    const what = error instanceof TypeError && !error.cause ? 'it is not what an export of a vote looks like' : (error.cause?.message ?? error.message);
    return tell(`Could not read: ${shown(what)}`, {}, 2);
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(realpathSync(process.argv[1])).href) {
  process.exitCode = await main(process.argv.slice(2));
}
