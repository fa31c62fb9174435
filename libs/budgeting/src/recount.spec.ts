import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { newId } from '#libs/kernel/src/index.js';
import { fromRoot } from '#libs/platform/src/index.js';
import type { BudgetVoteExport } from './budget-vote-export.queries.js';
import { ballotsHash, optionsHash, resultHash } from './receipt.js';
import { rulesHash, rulesNow } from './rules.js';
import { tally } from './tally.js';

type Recount = (data: BudgetVoteExport, heads?: readonly { n: number; hash: string }[]) => string[];
const { recount } = (await import(fromRoot('libs/budgeting/data/recount.mjs'))) as { recount: Recount };

const CODES = ['01', '02', '03', '04', '05'];
const elections = fc.record({
  budget: fc.integer({ min: 1, max: 60_000 }),
  costs: fc.array(fc.integer({ min: 1, max: 30_000 }), { minLength: 5, maxLength: 5 }),
  ballots: fc.array(fc.record({ resident: fc.boolean(), paper: fc.boolean(), ticked: fc.subarray(CODES) }), {
    minLength: 1,
    maxLength: 14,
  }),
});

/** A counted vote as Plai's own tally has it. */
function exported({ budget, costs, ballots: given }: typeof elections extends fc.Arbitrary<infer One> ? One : never): BudgetVoteExport {
  const id = newId<'BudgetVote'>();
  const title = { original: 'ro', ro: 'x' } as const;
  const options = CODES.map((code, n) => ({ code, cost: `${costs[n]!}`, title }));
  const ballots = given.map(({ resident, paper, ticked }, n) => ({ receipt: `AAAA-AAAA-AAAA-${1000 + n}`, roll: resident ? 'resident' : 'native', channel: paper ? 'paper' : 'online', ticked }));
  const counted = given.filter(({ paper }) => paper).length;
  const results = (['all mes_add1u', 'all greedy_votes', 'resident mes_add1u', 'native mes_add1u'] as const).map((name) => {
    const [roll, rule] = name.split(' ') as ['all' | 'resident' | 'native', 'mes_add1u' | 'greedy_votes'];
    const own = ballots.filter((ballot) => roll === 'all' || ballot.roll === roll).map(({ ticked }) => ticked);
    const wanted = options.filter(({ code }) => own.some((ticked) => ticked.includes(code)));
    const election = { budget: BigInt(budget), unit: 100n, options: wanted.map(({ code, cost }) => ({ id: code, cost: BigInt(cost) })), ballots: own };
    const { winners, totalCost, voters } = tally(election, rule);
    return { roll, rule, voters, winners, total: totalCost };
  });
  const at = { openedAt: null, closesAt: null, closedAt: null, twins: { flagged: 1, cleared: 0, out: 0 }, paper: { counted, late: 1 } };
  const vote = { id, placeCode: '7101000', title, rule: 'mes_add1u' as const, rules: rulesNow(), budget: `${budget}`, ...at, ballotsHash: ballotsHash(id, ballots), resultHash: resultHash(id, results) };
  const told = { format: 'plai-budget-vote-1' as const, vote, options, ballots, results: results.map(({ total, ...one }) => ({ ...one, total: `${total}` })) };
  return { ...told, trail: logOf(told) };
} // prettier-ignore

const sha = (text: string) => createHash('sha256').update(text).digest('hex');

/** The log as it is when a vote was held that says what this one says: rows of others before, between and after its three. */
function logOf({ vote, options, ballots }: Omit<BudgetVoteExport, 'trail'>): BudgetVoteExport['trail'] {
  const { id, placeCode: place, budget, paper, twins } = vote;
  const acts = [
    { act: 'opened', data: { place, budget, rulesHash: rulesHash(vote.rules!), optionsHash: optionsHash(id, options) } },
    { act: 'closed', data: { ballots: ballots.length, paper: paper.counted, late: paper.late, ballotsHash: vote.ballotsHash, ...twins } },
    { act: 'counted', data: { resultHash: vote.resultHash } },
  ];
  let [n, hash] = [6, sha('what was before')];
  const go = (leaf: string) => [(hash = sha(`${hash}|${leaf}`)), (n += 1)];
  const between: string[][] = [];
  const rows = acts.map(({ act, data }, at) => {
    const [prev, json] = [hash, JSON.stringify({ action: `budget-vote.${act}`, subject: `budget-vote:${id}`, data })];
    go(sha(json));
    const row = { n: `${n}`, prev, hash, json };
    between.push(['one', 'two'].slice(at % 2).map((other) => sha(other)));
    for (const leaf of between[at]!) go(leaf);
    return row;
  });
  return { rows, between, head: { n: `${n}`, hash } };
} // prettier-ignore

describe('the program with which a stranger recounts a vote under a budget', () => {
  it('comes to the same winners and sums as ours, by its own arithmetic', () => {
    fc.assert(
      fc.property(elections, (election) => expect(recount(exported(election))).toEqual([])),
      { numRuns: 300 },
    );
  });

  it('finds a ballot that was changed, added or taken away, and a result or a price that was', () => {
    fc.assert(
      fc.property(elections, (election) => {
        const good = exported(election);
        const [first, ...rest] = good.ballots;
        const other = { ...first!, ticked: first!.ticked.length > 0 ? [] : ['01'] };
        const extra = { ...first!, receipt: 'BBBB-BBBB-BBBB-BBBB' };
        const [decides, ...more] = good.results;
        const forged: BudgetVoteExport[] = [
          { ...good, ballots: [other, ...rest] },
          { ...good, ballots: [...good.ballots, extra] },
          { ...good, ballots: [...good.ballots, first!] },
          { ...good, ballots: rest },
          { ...good, results: [{ ...decides!, total: '1' + decides!.total }, ...more] },
          { ...good, results: more },
          { ...good, ballots: [{ ...first!, channel: first!.channel === 'paper' ? 'online' : 'paper' }, ...rest] },
          { ...good, vote: { ...good.vote, paper: { counted: good.vote.paper.counted + 1, late: 0 } } },
          { ...good, options: good.options.slice(1), ballots: [{ ...first!, ticked: ['01'] }, ...rest] },
        ];
        for (const one of forged) expect(recount(one).length).toBeGreaterThan(0);
      }),
      { numRuns: 60 },
    );
  });

  it('finds ballots, a budget, prices or rules that were changed with all their fingerprints: the log says otherwise', () => {
    fc.assert(
      fc.property(elections, (election) => {
        const good = exported(election);
        const [first, ...rest] = election.ballots;
        const other = exported({ ...election, ballots: [{ ...first!, ticked: first!.ticked.length > 0 ? [] : ['01'] }, ...rest] });
        const dear = exported({ ...election, costs: [election.costs[0]! + 1, ...election.costs.slice(1)] });
        const rules = { ...good.vote.rules!, en: 'Whoever shouts loudest.' };
        // What somebody makes of another vote with our program, under the id and the rows of this one.
        const asGood = ({ vote, ballots, results, ...more }: BudgetVoteExport): BudgetVoteExport => {
          const { id } = good.vote;
          const hashes = { ballotsHash: ballotsHash(id, ballots), resultHash: resultHash(id, results.map((one) => ({ ...one, total: BigInt(one.total) }))) };
          return { ...more, ballots, results, vote: { ...vote, id, ...hashes }, trail: good.trail };
        };
        const rows = good.trail.rows.map((row) => ({ ...row, json: row.json.replace(/"resultHash":"./, '"resultHash":"-') }));
        const forged = [
          ...[other, dear, exported({ ...election, budget: election.budget + 1 })].map(asGood),
          { ...good, vote: { ...good.vote, rules } },
          { ...good, trail: { ...good.trail, rows } },
        ];
        for (const one of forged) expect(recount(one).length).toBeGreaterThan(0);
        expect(recount(good, [{ n: Number(good.trail.head.n), hash: good.trail.head.hash }])).toEqual([]);
        // Whoever weaves the whole log anew is found by a head that somebody has kept.
        expect(recount(exported(election), [{ n: 8, hash: sha('kept') }])).toEqual([expect.stringContaining('this is another log')]);
      }),
      { numRuns: 40 },
    );
  }); // prettier-ignore

  it.each<[string, (trail: BudgetVoteExport['trail']) => BudgetVoteExport['trail']]>([
    ['of another vote', (trail) => ({ ...trail, rows: trail.rows.map((row) => ({ ...row, json: row.json.replace(/budget-vote:.{8}/, 'budget-vote:00000000') })) })],
    ['left out', (trail) => ({ ...trail, between: trail.between.map((leaves) => leaves.slice(1)) })],
    ['in another order', ({ rows: [one, two, three], ...trail }) => ({ ...trail, rows: [one!, three!, two!] })],
    ['that lead nowhere', (trail) => ({ ...trail, head: { ...trail.head, hash: sha('other') } })],
  ])('finds rows of the log %s', (_name, change) => {
    const good = exported({ budget: 30_000, costs: [10_000, 9_000, 8_000, 7_000, 6_000], ballots: [{ resident: true, paper: false, ticked: ['01'] }] });
    expect(recount(good)).toEqual([]);
    expect(recount({ ...good, trail: change(good.trail) }).length).toBeGreaterThan(0);
  }); // prettier-ignore
});
