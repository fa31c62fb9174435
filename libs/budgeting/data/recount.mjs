// Recounts a vote under a budget from its public export (format plai-budget-vote-1). One file, no dependencies, none of
// Plai's own code: node recount.mjs FILE|ADDRESS. Exit code 0: the result is what its ballots say. 1: it is not. 2: unreadable.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';

/** The published fingerprint of some lines under the id of the vote. */
const sha = (head, lines) => createHash('sha256').update([head, ...[...lines].sort()].join('\n')).digest('hex');
/** By so many bani everybody's share grows at each step. */
const LEU = 100n;

/** What is wrong with an export: a list of sentences, empty when its ballots say what it says. */
export function recount({ vote, options, ballots, results }) {
  const wrong = [];
  const codes = new Set(options.map(({ code }) => code));
  const receipts = new Set();
  for (const { receipt, ticked } of ballots) {
    if (receipts.has(receipt)) wrong.push(`ballot ${receipt} is there twice`);
    receipts.add(receipt);
    for (const code of ticked) if (!codes.has(code)) wrong.push(`ballot ${receipt} names option ${code}, which there is not`);
  }
  const lines = ballots.map(({ receipt, roll, channel, ticked }) => `${receipt} ${roll} ${channel} ${ticked.join(',')}`);
  if (sha(`ballots of ${vote.id}`, lines) !== vote.ballotsHash) wrong.push('the ballots are not those of the published fingerprint');
  const [paper, shown] = [ballots.filter(({ channel }) => channel === 'paper').length, ballots.every(({ channel }) => channel !== '-')];
  if (shown ? paper !== vote.paper.counted : vote.paper.counted === 0 || vote.paper.counted > ballots.length)
    wrong.push(`the export says ${vote.paper.counted} ballots on paper, its list has ${shown ? paper : 'none told apart'}`);
  if (wrong.length > 0) return wrong;
  for (const { roll, rule, winners, total } of results) {
    const own = ballots.filter((ballot) => roll === 'all' || ballot.roll === roll).map(({ ticked }) => ticked);
    const found = count({ budget: BigInt(vote.budget), options, ballots: own, rule });
    if (found.winners.join() !== winners.join() || `${found.total}` !== total)
      wrong.push(`${roll}, ${rule}: the ballots choose ${found.winners.join(', ') || 'nothing'} for ${found.total}, the export says ${winners.join(', ') || 'nothing'} for ${total}`);
  }
  if (!results.some(({ roll, rule }) => roll === 'all' && rule === vote.rule)) wrong.push('the result that decides is missing');
  const told = results.map(({ roll, rule, winners, total }) => `${roll} ${rule} ${winners.join(',')} ${total}`);
  if (sha(`result of ${vote.id}`, told) !== vote.resultHash) wrong.push('the result is not that of the published fingerprint');
  return wrong;
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

/** Says in a sentence what was recounted, or where it breaks; gives the exit code. */
export async function main([source]) {
  const data = await read(source);
  if (!isExport(data)) {
    console.log(`${source ?? 'Nothing'}: It is no export of a vote under a budget (plai-budget-vote-1).`);
    return 2;
  }
  const wrong = recount(data);
  for (const line of wrong) console.log(`WRONG: ${line}.`);
  if (wrong.length > 0) return 1;
  const { winners } = data.results.find(({ roll, rule }) => roll === 'all' && rule === data.vote.rule);
  const paper = data.vote.paper.counted;
  console.log(`Recounted: ${data.ballots.length} ballots${paper > 0 ? ` (${paper} on paper)` : ''} choose ${winners.join(', ') || 'nothing'}, as published.`);
  return 0;
}

async function read(source) {
  try {
    return JSON.parse(/^https?:/.test(source) ? await (await fetch(source)).text() : await readFile(source, 'utf8'));
  } catch {
    return null;
  }
}

function isExport(data) {
  const lists = [data?.options, data?.ballots, data?.results];
  return data?.format === 'plai-budget-vote-1' && typeof data.vote?.id === 'string' && Number.isInteger(data.vote.paper?.counted) && lists.every(Array.isArray);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.exitCode = await main(process.argv.slice(2));
}
