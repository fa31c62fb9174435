import { Injectable } from '@nestjs/common';
import {
  type Approval,
  ApprovalsQueries,
  ApprovalsService,
  askerLeft,
  bodyAsked,
  thingOf,
} from '#libs/approvals/src/index.js';
import { MembersQueries, SPEAKERS } from '#libs/hometowns/src/index.js';
import { type ApprovalId, type BodyId, charactersIn, type PersonId, refuse, refuseFields } from '#libs/kernel/src/index.js'; // prettier-ignore
import { Database, Outbox, rowsOf, Trail, type Tx } from '#libs/platform/src/index.js';
import { stopAsked, stopRefused, voteVoided } from './budgeting.events.js';
import { lapsePapers } from './paper-ballots.service.js';
import { officeOf, SecondBody } from './second-body.service.js';
import { type BudgetVoteId, type BudgetVoteState, VOIDING } from './vote.js';

/** That a town hall wants an open vote to be void. The id is the caller's: asking again is answered like the first time. */
interface AskVoiding {
  readonly id: ApprovalId;
  readonly voteId: BudgetVoteId;
  /** What everybody who voted is told. */
  readonly reason: string;
}

interface OpenVote {
  readonly id: BudgetVoteId;
  readonly placeCode: string;
  readonly townHallId: BodyId;
  readonly state: BudgetVoteState;
  readonly over: boolean;
}

const REASON_MOST = 2000;
/** So often it is asked of one vote that it be stopped. */
const ASKED_MOST = 5;

/** An open vote that cannot stand (a wrong price, a wrong list) is ended without a result, by two bodies. */
@Injectable()
export class VoidingService {
  constructor(
    private readonly db: Database,
    private readonly members: MembersQueries,
    private readonly second: SecondBody,
    private readonly approvals: ApprovalsService,
    private readonly asked: ApprovalsQueries,
    private readonly outbox: Outbox,
    private readonly trail: Trail,
  ) {}

  /**
   * The town hall's word, by its mayor or secretary, with the reason. Voting goes on meanwhile. A question falls that somebody
   * asked who is no officer now, or of a body that would not be asked now. Throws `not-found`, `role-missing`,
   * `approval-reason`, `vote-closed` when it is not open, `approval-waiting`, `stop-often` after five questions, `id-taken`.
   */
  async ask({ id, voteId, reason }: AskVoiding, by: PersonId): Promise<void> {
    const why = reason.trim();
    if (why === '' || charactersIn(why) > REASON_MOST) throw refuseFields({ pointer: '/reason', code: 'approval-reason' }); // prettier-ignore
    await this.db.transaction(async (tx) => {
      const vote = await lock(tx, voteId);
      await this.members.mustHold(tx, by, vote.townHallId, SPEAKERS['town-hall']);
      const known = await this.asked.find(id, tx);
      if (!known) mustBeOpen(vote);
      const associationId = known ? bodyAsked(known) : await this.second.of(tx, vote.placeCode);
      if (!known) await this.clear(tx, vote, associationId);
      if (!known) await this.mustAskSeldom(tx, voteId);
      await this.approvals.ask(tx, {
        ...{ id, kind: VOIDING, subject: `budget-vote:${voteId}`, by, outside: true, office: officeOf(associationId) },
        payload: { vote: voteId, why },
      });
      if (!known) await this.outbox.add(tx, stopAsked(voteId, id));
    });
  }

  /**
   * The second word: the vote is void at once, its ballots are not counted and not published, and everybody who voted is
   * told. Throws `not-found`, `second-person-needed`, `approval-decided`, `asker-left`, `vote-closed`.
   */
  async agree(id: ApprovalId, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      const { vote, approval } = await this.mustAnswer(tx, id, by);
      await this.approvals.give(tx, id, by);
      if (!(await this.members.officersOf(vote.townHallId, SPEAKERS['town-hall'], tx)).includes(approval.askedBy))
        throw askerLeft();
      mustBeOpen(vote);
      const why = String(approval.payload.why);
      const sql = `update budgeting.vote set state = 'void', void_why = $2, voided_at = platform.now() where id = $1`;
      await tx.query(sql, [vote.id, why]);
      await lapsePapers(tx, this.approvals, vote.id);
      const data = { place: vote.placeCode };
      await this.trail.add(tx, { actor: by, action: 'budget-vote.stopped', subject: `budget-vote:${vote.id}`, data });
      await this.outbox.add(tx, voteVoided(vote.id));
    });
  }

  /**
   * The vote goes on: the second person says no with a reason, or the town hall takes its word back: whoever asked, or another
   * of its officers. Throws as `agree`, and `approval-reason`.
   */
  async decline(id: ApprovalId, reason: string, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      const known = await this.asked.find(id, tx);
      if (known?.kind === VOIDING && known.askedBy === by) return void (await this.approvals.withdraw(tx, id, by));
      if (known?.kind === VOIDING && (await this.isOfHall(tx, known, by)))
        return void (await this.approvals.lapse(tx, id, by));
      const { vote } = await this.mustAnswer(tx, id, by);
      await this.approvals.refuse(tx, id, by, reason);
      await this.outbox.add(tx, stopRefused(vote.id, id));
    });
  }

  private async isOfHall(tx: Tx, approval: Approval, by: PersonId): Promise<boolean> {
    const { townHallId } = await lock(tx, thingOf<BudgetVoteId>(approval));
    return (await this.members.officersOf(townHallId, SPEAKERS['town-hall'], tx)).includes(by);
  }

  /** Each question is a letter to the other body, and whoever asks may take it back. */
  private async mustAskSeldom(tx: Tx, voteId: BudgetVoteId): Promise<void> {
    const before = (await this.asked.of(`budget-vote:${voteId}`, tx)).filter(({ kind }) => kind === VOIDING);
    if (before.length >= ASKED_MOST) throw refuse('conflict', 'stop-often', 'Asked often enough.', { n: ASKED_MOST });
  }

  /** What nobody could agree to any more would keep the vote from being stopped. */
  private async clear(tx: Tx, { id, townHallId }: OpenVote, associationId: BodyId | null): Promise<void> {
    const officers = await this.members.officersOf(townHallId, SPEAKERS['town-hall'], tx);
    for (const asked of await this.asked.of(`budget-vote:${id}`, tx))
      if (asked.kind === VOIDING && asked.state === 'waiting' && !(officers.includes(asked.askedBy) && bodyAsked(asked) === associationId))
        await this.approvals.lapse(tx, asked.id);
  } // prettier-ignore

  private async mustAnswer(tx: Tx, id: ApprovalId, by: PersonId): Promise<{ vote: OpenVote; approval: Approval }> {
    const approval = await this.asked.find(id, tx);
    if (approval?.kind !== VOIDING) throw refuse('not-found', 'not-found', 'Nothing like it is asked for.');
    const vote = await lock(tx, thingOf<BudgetVoteId>(approval));
    const { townHallId } = vote;
    await this.second.mustAnswer(tx, { associationId: bodyAsked(approval), townHallId, askedBy: approval.askedBy }, by); // prettier-ignore
    return { vote, approval };
  }
}

/** Ballots under way are waited for: they hold the row shared. */
async function lock(tx: Tx, id: BudgetVoteId): Promise<OpenVote> {
  const [vote] = await rowsOf<OpenVote>(
    tx,
    `select id, place_code as "placeCode", town_hall_id as "townHallId", state, closes_at <= platform.now() as over
       from budgeting.vote where id = $1 for update`,
    [id],
  );
  if (!vote) throw refuse('not-found', 'not-found', 'No such vote.');
  return vote;
}

function mustBeOpen({ state, over }: OpenVote): void {
  if (state !== 'open' || over) throw refuse('conflict', 'vote-closed', 'The vote is not open.');
}
