import { Injectable } from '@nestjs/common';
import { type Approval, ApprovalsQueries, ApprovalsService, askerLeft, thingOf } from '#libs/approvals/src/index.js';
import { MembersQueries } from '#libs/hometowns/src/index.js';
import { StaffService } from '#libs/identity/src/index.js';
import { type ApprovalId, charactersIn, type PersonId, refuse, refuseFields } from '#libs/kernel/src/index.js';
import { Database, Outbox, rowsOf, Trail, type Tx } from '#libs/platform/src/index.js';
import type { NeighbourId, Roll, TwinsId } from './neighbour.js';
import { holdNeighbour } from './neighbours.lock.js';
import { twinsDecided, twinsForgotten, twinsObjected, twinsUndecided } from './neighbours.events.js';
import { isOfOthers } from './towns.js';
import { foundTwin } from './twins.js';
import { ASKED, OBJECTION_DAYS, TwinsQueries } from './twins.queries.js';

/** What somebody says about two who may be one person. */
export interface SayTwins {
  /** The caller's: saying it again is answered like the first time. */
  readonly id: ApprovalId;
  readonly twinsId: TwinsId;
  readonly decision: 'same' | 'different';
  readonly reason: string;
}

interface Pair {
  readonly id: TwinsId;
  readonly placeCode: string;
  readonly laterId: NeighbourId;
  /** The first and the later one. */
  readonly people: readonly [PersonId, PersonId];
  readonly decision: 'same' | 'different' | null;
  readonly open: boolean;
}

const KIND = 'neighbours-twins';
const REASON_MOST = 2000;
/** So many days before an objection is answered by itself the desk is reminded of it. */
const REMIND_DAYS = 3;

/**
 * Two people decide whether two neighbours are one: an officer of the town's association (of the town hall, where there is
 * none) says so with a reason, the operator's staff agrees. Found to be one, the later of them is a neighbour no more, and of
 * their ballots in a vote that is open one counts; he is told why and may object once, and then two decide anew. While they
 * have not, what he votes counts as before.
 */
@Injectable()
export class TwinsService {
  constructor(
    private readonly db: Database,
    private readonly approvals: ApprovalsService,
    private readonly asked: ApprovalsQueries,
    private readonly queries: TwinsQueries,
    private readonly members: MembersQueries,
    private readonly staff: StaffService,
    private readonly trail: Trail,
    private readonly outbox: Outbox,
  ) {}

  /**
   * The first word. Throws `not-found`, `role-missing`, `twins-own` about oneself, `twins-decided` while nobody objected,
   * `twins-choice`, `approval-reason`, `approval-waiting` while another word waits; that of somebody who has left the desk falls.
   */
  async say({ id, twinsId, decision, reason: typed }: SayTwins, by: PersonId): Promise<void> {
    const reason = typed.trim();
    if (decision !== 'same' && decision !== 'different')
      throw refuseFields({ pointer: '/decision', code: 'twins-choice' });
    if (!reason || charactersIn(reason) > REASON_MOST)
      throw refuseFields({ pointer: '/reason', code: 'approval-reason' });
    await this.db.transaction(async (tx) => {
      const pair = await mustFind(tx, twinsId);
      const desk = await this.queries.desk(pair.placeCode, tx);
      if (!desk) throw refuse('not-found', 'not-found', 'Nobody of this town is here.');
      await this.members.mustHold(tx, by, desk.body.id, desk.roles);
      mustBeOpen(pair, by);
      for (const { id: word, state, askedBy } of await this.asked.of(`twins:${twinsId}`, tx))
        if (state === 'waiting' && !(await this.isOfDesk(tx, pair, askedBy))) await this.approvals.lapse(tx, word);
      const payload = { decision, reason };
      await this.approvals.ask(tx, { id, kind: KIND, subject: `twins:${twinsId}`, office: 'operator', by, payload, outside: true }); // prettier-ignore
    });
  }

  /**
   * The operator's word; what was said takes effect. Throws `not-found`, `twins-own`, `twins-desk` to staff who belong to the
   * body that gave the first word, `asker-left`, and as `ApprovalsService.give`.
   */
  async agree(id: ApprovalId, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      const { subject, payload, askedBy } = await this.approvals.give(tx, id, by);
      const pair = await mustFind(tx, thingOf({ subject }));
      if (!(await this.isOfDesk(tx, pair, askedBy))) throw askerLeft();
      mustBeOpen(pair, by);
      await this.mustBeOfNoDesk(tx, pair, by);
      const { decision, reason } = payload as { decision: 'same' | 'different'; reason: string };
      await tx.query(
        `update neighbours.twins set decision = $2, reason = $3, approval_id = $4, decided_at = platform.now() where id = $1`,
        [pair.id, decision, reason, id],
      );
      await (decision === 'same' ? close(tx, pair) : reopen(tx, pair));
      await this.trail.add(tx, {
        actor: by,
        action: 'twins.decided',
        subject,
        data: { place: pair.placeCode, decision },
      });
      await this.outbox.add(tx, twinsDecided(pair.id, id));
    });
  }

  /** The operator does not agree; everything stays as it is. Throws `not-found`, `twins-desk`, and as `ApprovalsService.refuse`. */
  async refuse({ id, subject }: Approval, reason: string, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      await this.mustBeOfNoDesk(tx, await mustFind(tx, thingOf({ subject })), by);
      await this.approvals.refuse(tx, id, by, reason);
    });
  }

  /**
   * Whoever was found to be somebody else's twin says why not, once; two decide anew. The same again changes nothing.
   * Throws `not-found` for anybody else, `text-missing`, `text-too-long`.
   */
  async object(twinsId: TwinsId, words: string, by: PersonId): Promise<void> {
    const objection = words.trim();
    if (!objection) throw refuseFields({ pointer: '/words', code: 'text-missing' });
    if (charactersIn(objection) > REASON_MOST)
      throw refuseFields({ pointer: '/words', code: 'text-too-long', params: { most: REASON_MOST } });
    await this.db.transaction(async (tx) => {
      const pair = await mustFind(tx, twinsId);
      if (pair.people[1] !== by || pair.decision !== 'same') throw refuse('not-found', 'not-found', 'Not about this person.'); // prettier-ignore
      const made = await rowsOf(
        tx,
        `update neighbours.twins set objection = $2, objected_at = platform.now() where id = $1 and objected_at is null returning id`,
        [twinsId, objection],
      );
      if (made.length === 0) return;
      await this.trail.add(tx, { actor: by, action: 'twins.objected', subject: `twins:${twinsId}`, data: { place: pair.placeCode } }); // prettier-ignore
      await this.outbox.add(tx, twinsObjected(twinsId));
    });
  }

  /**
   * Whoever objected and had no answer in time is a neighbour again, and at once where nobody is there any more who could
   * answer; about the pair nothing is decided then.
   */
  async giveBack(): Promise<void> {
    const waiting = await this.db.rows<{ id: TwinsId; placeCode: string; late: boolean }>(
      `select id, place_code as "placeCode", objected_at <= platform.now() - interval '${OBJECTION_DAYS} days' as late
         from neighbours.twins where decision = 'same' and objected_at > decided_at order by objected_at, id`,
    );
    for (const { id, placeCode, late } of waiting)
      if (late || !(await this.queries.desk(placeCode))) await this.db.transaction((tx) => this.undecide(tx, id));
  }

  /** Tells once of each objection about which nobody of the desk has said anything, while there is time to. */
  async remind(): Promise<void> {
    await this.db.transaction(async (tx) => {
      const waiting = await rowsOf<{ id: TwinsId }>(
        tx,
        `update neighbours.twins t set reminded_at = platform.now()
          where decision = 'same' and objected_at > decided_at and reminded_at is null
            and objected_at <= platform.now() - interval '${OBJECTION_DAYS - REMIND_DAYS} days' and not ${ASKED} returning id`,
      );
      await this.outbox.add(tx, ...waiting.map(({ id }) => twinsForgotten(id)));
    });
  }

  private async undecide(tx: Tx, id: TwinsId): Promise<void> {
    const [pair, subject] = [await mustFind(tx, id), `twins:${id}`];
    if (pair.decision !== 'same' || !pair.open) return;
    for (const { id: word, state } of await this.asked.of(subject, tx))
      if (state === 'waiting') await this.approvals.lapse(tx, word);
    const sql = `update neighbours.twins set decision = null, reason = null, approval_id = null, decided_at = null where id = $1`;
    await tx.query(sql, [id]);
    await reopen(tx, pair);
    await this.trail.add(tx, { actor: null, action: 'twins.undecided', subject, data: { place: pair.placeCode } });
    await this.outbox.add(tx, twinsUndecided(id));
  }

  private async isOfDesk(tx: Tx, { placeCode }: Pair, person: PersonId): Promise<boolean> {
    const desk = await this.queries.desk(placeCode, tx);
    return desk !== null && (await this.members.officersOf(desk.body.id, desk.roles, tx)).includes(person);
  }

  /** Two words of one body are one: the operator's is of somebody else. */
  private async mustBeOfNoDesk(tx: Tx, { placeCode }: Pair, by: PersonId): Promise<void> {
    const desk = await this.queries.desk(placeCode, tx);
    if (desk && (await this.members.isOf(tx, desk.body.id, by)))
      throw refuse('forbidden', 'twins-desk', 'Belongs to the body that gave the first word.');
  }
}

async function mustFind(tx: Tx, id: TwinsId): Promise<Pair> {
  const [pair] = await rowsOf<Pair>(
    tx,
    `select t.id, t.place_code as "placeCode", t.later_id as "laterId", array[f.person_id, l.person_id]::text[] as people, t.decision,
       t.decision is null or coalesce(t.objected_at > t.decided_at, false) as open
       from neighbours.twins t join neighbours.neighbour f on f.id = t.first_id join neighbours.neighbour l on l.id = t.later_id
      where t.id = $1 for update of t`,
    [id],
  );
  if (!pair) throw refuse('not-found', 'not-found', 'No such pair.');
  return pair;
}

/** Nobody decides about himself; what was decided stands until somebody objects. */
function mustBeOpen({ people, open }: Pair, by: PersonId): void {
  if (people.includes(by)) throw refuse('forbidden', 'twins-own', 'Nobody decides about himself.');
  if (!open) throw refuse('conflict', 'twins-decided', 'Decided already.');
}

/** Whatever he is in this town now ends; also when he has left and come back since the pair was noticed. */
async function close(tx: Tx, { placeCode, laterId, people }: Pair): Promise<void> {
  await holdNeighbour(tx, placeCode, people[1]);
  await tx.query(
    `update neighbours.neighbour set until = coalesce(until, greatest(platform.now(), since)), ended = 'twin', again = again or until is null
      where place_code = $1 and person_id = $2 and (until is null or id = $3)`,
    [placeCode, people[1], laterId],
  );
}

/**
 * He is a neighbour again as he was when he was found to be another; unless he is somebody else's twin as well, or has made
 * another town his own meanwhile: then he has left this one.
 */
async function reopen(tx: Tx, { placeCode, people: [, by] }: Pair): Promise<void> {
  await holdNeighbour(tx, placeCode, by);
  const ended = await rowsOf<{ id: NeighbourId; roll: Roll; again: boolean }>(
    tx,
    `select id, roll, again from neighbours.neighbour
      where place_code = $1 and person_id = $2 and ended = 'twin' and not ${foundTwin('$1', '$2')} for update`,
    [placeCode, by],
  );
  for (const { id, roll, again } of ended) {
    const back = again && !(await isOfOthers(tx, { placeCode, by, roll }));
    await tx.query(
      `update neighbours.neighbour set until = case when $2::boolean then null else until end, ended = case when $2 then null else 'left' end, again = false
        where id = $1`,
      [id, back],
    );
  }
}
