import { Injectable } from '@nestjs/common';
import { ApprovalsQueries, ApprovalsService } from '#libs/approvals/src/index.js';
import type { PersonId } from '#libs/kernel/src/index.js';
import { ROLLS } from '#libs/neighbours/src/index.js';
import { Database, inTurn, Outbox, rowsOf, Signer, Trail, type Tx } from '#libs/platform/src/index.js';
import { ballotsFinal, voteClosingSoon } from './budgeting.events.js';
import { areLarge } from './groups.js';
import { lapsePapers } from './paper-ballots.service.js';
import { ballotsHash, type PublicBallot, receiptOf } from './receipt.js';
import { secondVoices } from './second-voices.js';
import { type BudgetVoteId, VOIDING } from './vote.js';

interface TwinsHere {
  readonly people: readonly [PersonId, PersonId];
  readonly decision: 'same' | 'different' | null;
}

/** Closes votes whose deadline has passed by the database's clock; from then on their ballots are final. */
@Injectable()
export class ClosingBudgetVotesService {
  constructor(
    private readonly db: Database,
    private readonly approvals: ApprovalsService,
    private readonly asked: ApprovalsQueries,
    private readonly signer: Signer,
    private readonly outbox: Outbox,
    private readonly trail: Trail,
  ) {}

  /** Closes every vote that is due, each in one locked step; nothing to do is no error. One that fails stops no other. */
  async closeDue(): Promise<void> {
    const due = await this.db.rows<{ id: BudgetVoteId }>(
      `select id from budgeting.vote where state = 'open' and closes_at <= platform.now() order by closes_at limit 100`,
    );
    await inTurn(due, ({ id }) => this.db.transaction((tx) => this.close(tx, id)));
  }

  /** Tells once of each vote that closes within two days. */
  async remind(): Promise<void> {
    await this.db.transaction(async (tx) => {
      const soon = await rowsOf<{ id: BudgetVoteId }>(
        tx,
        `update budgeting.vote set reminded_at = platform.now() where state = 'open' and reminded_at is null
           and closes_at between platform.now() and platform.now() + interval '48 hours' returning id`,
      );
      await this.outbox.add(tx, ...soon.map(({ id }) => voteClosingSoon(id)));
    });
  }

  private async close(tx: Tx, id: BudgetVoteId): Promise<void> {
    const sql = `select 1 from budgeting.vote where id = $1 and state = 'open' and closes_at <= platform.now() for update`;
    if ((await rowsOf(tx, sql, [id])).length === 0) return;
    await this.lapse(tx, id);
    const late = await lapsePapers(tx, this.approvals, id);
    const twins = await this.takeOut(tx, id);
    const ballots = await rowsOf<PublicBallot>(
      tx,
      'select receipt, roll, channel, ticked from budgeting.ballot where vote_id = $1 and not taken_out',
      [id],
    );
    await mustBeOneEach(tx, id);
    const told = toldOf(ballots);
    const shown = ballots.map(({ roll, channel, ...rest }) => ({ ...rest, roll: told.rolls ? roll : '-', channel: told.channels ? channel : '-' })); // prettier-ignore
    const hash = ballotsHash(id, shown);
    const { flagged, cleared, out } = twins;
    await tx.query(
      `update budgeting.vote set state = 'counting', closed_at = platform.now(), ballots_hash = $2, rolls_shown = $3,
         channels_shown = $4, twins_flagged = $5, twins_cleared = $6, twins_out = $7 where id = $1`,
      [id, hash, told.rolls, told.channels, flagged, cleared, out],
    );
    const paper = ballots.filter(({ channel }) => channel === 'paper').length;
    const data = { ballots: ballots.length, paper, late, ballotsHash: hash, ...twins };
    await this.trail.add(tx, { actor: null, action: 'budget-vote.closed', subject: `budget-vote:${id}`, data });
    await this.outbox.add(tx, ballotsFinal(id));
  }

  /** What would have stopped it comes too late. */
  private async lapse(tx: Tx, id: BudgetVoteId): Promise<void> {
    for (const { id: question, kind, state } of await this.asked.of(`budget-vote:${id}`, tx))
      if (kind === VOIDING && state === 'waiting') await this.approvals.lapse(tx, question);
  }

  /**
   * Of people found to be one a single ballot counts, of whoever joined first; also when they have left and come back since.
   * Whoever objects and has no answer is nobody's twin yet.
   */
  private async takeOut(tx: Tx, id: BudgetVoteId): Promise<{ flagged: number; cleared: number; out: number }> {
    const pairs = await rowsOf<TwinsHere>(
      tx,
      `select array[f.person_id, l.person_id]::text[] as people, case when t.objected_at > t.decided_at then null else t.decision end as decision
         from neighbours.twins t
         join neighbours.neighbour f on f.id = t.first_id join neighbours.neighbour l on l.id = t.later_id
         join budgeting.vote v on v.id = $1 and v.place_code = t.place_code`,
      [id],
    );
    const voters = await rowsOf<{ person: PersonId }>(
      tx,
      `select p.person_id as person from budgeting.participation p join budgeting.vote v on v.id = p.vote_id
        where p.vote_id = $1 and p.person_id = any ($2)
        order by (select min(n.since) from neighbours.neighbour n where n.place_code = v.place_code and n.person_id = p.person_id), p.person_id`,
      [id, pairs.flatMap(({ people }) => people)],
    );
    const voted = voters.map(({ person }) => person);
    const of = (decision: TwinsHere['decision']) => pairs.filter((pair) => pair.decision === decision);
    const both = (decision: TwinsHere['decision']) =>
      of(decision).filter(({ people }) => people.every((one) => voted.includes(one))).length;
    const second = secondVoices(
      of('same').map(({ people }) => people),
      voted,
    );
    const out = second.map((person) => receiptOf(this.signer, id, person));
    await tx.query('update budgeting.ballot set taken_out = true where vote_id = $1 and receipt = any ($2)', [id, out]);
    return { flagged: both(null), cleared: both('different'), out: out.length };
  }
}

/**
 * What may be told of each ballot beside its ticks: only what leaves nobody alone with a few. Where all came one way, that is no
 * secret.
 */
function toldOf(ballots: readonly PublicBallot[]): { rolls: boolean; channels: boolean } {
  const many = (roll: string | null, channel: string | null) =>
    ballots.filter((one) => (!roll || one.roll === roll) && (!channel || one.channel === channel)).length;
  const rolls = areLarge([many('resident', null), many('native', null)]);
  const kinds = (rolls ? ROLLS : [null]).flatMap((roll) => [many(roll, 'online'), many(roll, 'paper')]);
  return { rolls, channels: many(null, 'paper') === 0 || areLarge(kinds) };
}

/** Whatever may have gone wrong before, more ballots than people and papers that voted are not counted: the vote stays open. */
async function mustBeOneEach(tx: Tx, id: BudgetVoteId): Promise<void> {
  const [turnout] = await rowsOf<{ ballots: number; voices: number }>(
    tx,
    `select (select count(*) from budgeting.ballot where vote_id = $1)::int as ballots,
            (select count(*) from budgeting.participation where vote_id = $1)::int
              + (select count(*) from budgeting.paper where vote_id = $1 and state = 'counted')::int as voices`,
    [id],
  );
  if (turnout!.ballots > turnout!.voices)
    throw new Error(`vote ${id} has ${turnout!.ballots} ballots of ${turnout!.voices}`);
}
