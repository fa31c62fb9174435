import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { newId } from '#libs/kernel/src/index.js';
import { fromRoot } from '#libs/platform/src/index.js';
import type { BudgetVoteExport } from './export.js';
import { ballotsHash, resultHash } from './receipt.js';
import { tally } from './tally.js';

type Recount = (data: BudgetVoteExport) => string[];
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
  const at = { openedAt: null, closesAt: null, closedAt: null, twins: null, paper: { counted, late: 0 } };
  const vote = { id, placeCode: '7101000', title, rule: 'mes_add1u' as const, rules: null, budget: `${budget}`, ...at, ballotsHash: ballotsHash(id, ballots), resultHash: resultHash(id, results) };
  return { format: 'plai-budget-vote-1', vote, options, ballots, results: results.map(({ total, ...one }) => ({ ...one, total: `${total}` })) };
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
});
