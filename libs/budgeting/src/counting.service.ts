import { setImmediate } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { type OptionId, OptionsService } from '#libs/needs/src/index.js';
import { Database, Outbox, rowsOf, Trail, type Tx } from '#libs/platform/src/index.js';
import { voteCounted } from './budgeting.events.js';
import { type Count, countsOf } from './counts.js';
import type { Election } from './election.js';
import { resultHash } from './receipt.js';
import { type Outcome, tallying } from './tally.js';
import type { BudgetVoteId } from './vote.js';

/** Bani to a leu: by whole lei everybody's share grows. */
const LEU = 100n;

/** Counts votes that have closed, outside of any request and of any transaction. */
@Injectable()
export class CountingService {
  constructor(
    private readonly db: Database,
    private readonly outbox: Outbox,
    private readonly trail: Trail,
    private readonly board: OptionsService,
  ) {}

  /** Counts a closed vote and keeps its result; again changes nothing. How far it is stands on the vote meanwhile. */
  async count(id: BudgetVoteId): Promise<void> {
    const [vote] = await this.db.rows<{ budget: string; rolls_shown: boolean }>(
      `select budget_minor as budget, rolls_shown from budgeting.vote where id = $1 and state = 'counting'`,
      [id],
    );
    if (!vote) return;
    const found: { count: Count; outcome: Outcome }[] = [];
    for (const [done, count] of countsOf(vote.rolls_shown).entries()) {
      if (done > 0) await this.tell(id, done);
      const election = await this.electionOf(id, BigInt(vote.budget), count.roll);
      found.push({ count, outcome: await this.out(election, count) });
    }
    await this.keep(id, found);
  }

  /** Steps of the count let others work in between. */
  private async out(election: Election, { rule }: Count): Promise<Outcome> {
    const counting = tallying(election, rule);
    for (;;) {
      const { done, value } = counting.next();
      if (done) return value;
      await setImmediate();
    }
  }

  private async tell(id: BudgetVoteId, done: number): Promise<void> {
    await this.db.rows(`update budgeting.vote set progress = $2 where id = $1 and state = 'counting'`, [id, done]);
  }

  /** What nobody ticked is not on the list: money that is left buys nothing that nobody wants. */
  private async electionOf(id: BudgetVoteId, budget: bigint, roll: Count['roll']): Promise<Election> {
    const ballots = await this.db.rows<{ ticked: string[] }>(
      `select ticked from budgeting.ballot where vote_id = $1 and not taken_out and ($2 = 'all' or roll = $2) order by receipt`,
      [id, roll],
    );
    const options = await this.db.rows<{ code: string; cost: string }>(
      'select code, cost_minor as cost from budgeting.option where vote_id = $1 order by code',
      [id],
    );
    const wanted = new Set(ballots.flatMap(({ ticked }) => ticked));
    return {
      budget,
      unit: LEU,
      options: options.filter(({ code }) => wanted.has(code)).map(({ code, cost }) => ({ id: code, cost: BigInt(cost) })), // prettier-ignore
      ballots: ballots.map(({ ticked }) => ticked),
    };
  }

  private async keep(id: BudgetVoteId, found: readonly { count: Count; outcome: Outcome }[]): Promise<void> {
    const hash = resultHash(
      id,
      found.map(({ count, outcome }) => ({ ...count, winners: outcome.winners, total: outcome.totalCost })),
    );
    await this.db.transaction(async (tx) => {
      const sql = `select 1 from budgeting.vote where id = $1 and state = 'counting' for update`;
      if ((await rowsOf(tx, sql, [id])).length === 0) return;
      for (const { count, outcome } of found) {
        await tx.query(
          `insert into budgeting.tally (vote_id, roll, rule, voters, endowment, winners, total_minor, options)
           values ($1, $2, $3, $4, $5, $6, $7, $8)`,
          [
            ...[id, count.roll, count.rule, outcome.voters, outcome.endowment?.toString() ?? null, outcome.winners],
            ...[outcome.totalCost.toString(), JSON.stringify(outcome.options.map(kept))],
          ],
        );
      }
      await tx.query(
        `update budgeting.vote set state = 'closed', counted_at = platform.now(), result_hash = $2, progress = $3 where id = $1`,
        [id, hash, found.length],
      );
      const [decides] = found;
      await this.tellBoard(tx, id, decides!.outcome.winners);
      const data = {
        winners: decides!.outcome.winners,
        total: decides!.outcome.totalCost.toString(),
        resultHash: hash,
      };
      await this.trail.add(tx, { actor: null, action: 'budget-vote.counted', subject: `budget-vote:${id}`, data });
      await this.outbox.add(tx, voteCounted(id));
    });
  }

  private async tellBoard(tx: Tx, id: BudgetVoteId, winners: readonly string[]): Promise<void> {
    const sql = 'select option_id as id, code = any ($2) as won from budgeting.option where vote_id = $1 order by code';
    const options = await rowsOf<{ id: OptionId; won: boolean }>(tx, sql, [id, winners]);
    const of = (chosen: boolean) => options.filter(({ won }) => won === chosen).map((option) => option.id);
    const ends = 'select closes_at as "closedAt" from budgeting.vote where id = $1';
    const [{ closedAt }] = (await rowsOf<{ closedAt: Date }>(tx, ends, [id])) as [{ closedAt: Date }];
    await this.board.decided(tx, id, { won: of(true), lost: of(false), closedAt });
  }
}

/** One option's outcome as JSON: sums in bani, fractions as text. */
function kept({ id, votes, won, share, full, partly, left }: Outcome['options'][number]): object {
  return { code: id, votes, won, share: share?.toString() ?? null, full, partly, left: left?.toString() ?? null };
}
