// How dear Equal Shares is beside counting by votes: a city's election, 100 options and 10,000 ballots that all differ.
// Both in one run, in turn: read the ratio, the times are the machine's. `npm run bench -- --rounds 5`.
import { parseArgs } from 'node:util';
import { tally } from '#libs/budgeting/src/index.js';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' } }, strict: false });
const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
let seed = 7;
const lot = (below) => {
  seed = (seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(seed ^ (seed >>> 15), seed | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
};
const options = Array.from({ length: 100 }, (_, place) => ({
  id: `P${place}`,
  cost: BigInt(5_000 + lot(95_000)) * 100n,
}));
const ballots = Array.from({ length: 10_000 }, () => Array.from({ length: 10 }, () => options[lot(100)].id));
const election = { budget: 1_000_000_00n, unit: 100n, options, ballots };
const rules = ['greedy_votes', 'mes_add1u'];
const took = Object.fromEntries(rules.map((rule) => [rule, []]));
for (let round = 0; round < Number(values.rounds); round += 1) {
  for (const rule of rules) {
    const begun = performance.now();
    tally(election, rule);
    took[rule].push(performance.now() - begun);
  }
}
const different = new Set(ballots.map((ticked) => [...new Set(ticked)].sort().join())).size;
console.log(`\n${options.length} options, ${ballots.length} ballots (${different} different), ${values.rounds} rounds`);
for (const rule of rules) {
  const ratio = median(took[rule].map((ms, round) => ms / took.greedy_votes[round]));
  console.log(`${rule.padEnd(48)} ${median(took[rule]).toFixed(0).padStart(7)} ms   ${ratio.toFixed(1)} of greedy`);
}
