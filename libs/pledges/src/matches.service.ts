import { Injectable } from '@nestjs/common';
import { Money, newId, type PersonId, type PledgeId, type ProjectId, refuse } from '#libs/kernel/src/index.js';
import { LedgerQueries, LedgerService } from '#libs/ledger/src/index.js';
import { rowsOf, type Tx } from '#libs/platform/src/index.js';
import { CampaignGate } from '#libs/projects/src/index.js';
import type { CallId, Match, MatchId, MatchSums } from './match.js';
import { matchBack, matchEarned, matchReserved, matchVoid } from './match.postings.js';
import type { Pledge } from './pledge.entity.js';
import { lockPledge } from './pledge.lock.js';
import { claimOf } from './pledge.postings.js';

/** A gift that may draw: whose it is, what it is worth, and since when it counts or is promised. */
export interface Drawing {
  readonly pledge: Pledge;
  readonly personId: PersonId;
  readonly projectId: ProjectId;
  readonly lei: Money;
  readonly at: Date;
}

/** What a gift draws, as its call decided: so much of it counted. */
export interface Draw {
  readonly callId: CallId;
  readonly counted: Money;
  readonly lei: Money;
}

const PROMISED: readonly Pledge['state'][] = ['promised', 'charging', 'declined'];
const COLUMNS = `id, pledge_id as "pledgeId", project_id as "projectId", call_id as "callId", state, lei_minor as lei, back_minor as back`;

/** The matches of gifts: which call gives how much is decided above; here they follow their gifts wherever these go. */
@Injectable()
export class MatchesService {
  constructor(
    private readonly gate: CampaignGate,
    private readonly ledger: LedgerService,
    private readonly balances: LedgerQueries,
  ) {}

  /** The gift, held until this transaction ends, when it may draw: promised or counted whole, for its project, and without a match. */
  async open(tx: Tx, pledgeId: PledgeId): Promise<Drawing | null> {
    const sql = 'select project_id as "projectId" from pledges.pledge where id = $1';
    const [found] = await rowsOf<{ projectId: ProjectId }>(tx, sql, [pledgeId]);
    if (!found) return null;
    const campaign = await this.gate.enter(tx, found.projectId);
    if (campaign.state !== 'campaign' && campaign.state !== 'collecting' && campaign.state !== 'funded') return null;
    const pledge = await lockPledge(tx, pledgeId);
    const { personId, projectId, onward } = pledge;
    const counted = pledge.state === 'counted' && pledge.remainingLei.equals(pledge.cameLei);
    if (onward || !(counted || PROMISED.includes(pledge.state)) || (await this.standing(tx, pledgeId))) return null;
    const { lei, at } = counted
      ? { lei: pledge.cameLei, at: pledge.countedAt! }
      : { lei: pledge.lei, at: pledge.promisedAt! };
    return { pledge, personId, projectId, lei, at };
  }

  /** Acts 21 and 22: the match is kept for a promise, and earned at once by a gift that counts. Throws `not-enough` above the pool. */
  async draw(tx: Tx, { pledge }: Pick<Drawing, 'pledge'>, { callId, counted, lei }: Draw): Promise<void> {
    const { id: pledgeId, projectId } = pledge;
    const match = { id: newId<'Match'>(), pledgeId, projectId, callId, lei };
    const earns = pledge.state === 'counted';
    await tx.query(
      `insert into pledges.match (id, pledge_id, project_id, call_id, state, counted_minor, lei_minor, at)
       values ($1, $2, $3, $4, $5, $6, $7, platform.now())`,
      [match.id, pledgeId, projectId, callId, earns ? 'earned' : 'reserved', ...[counted, lei].map(({ minor }) => minor.toString())], // prettier-ignore
    );
    await this.ledger.post(tx, earns ? matchEarned(match, { reserved: false }) : matchReserved(match));
  }

  /** Act 22: the promise of the pledge is counted, what was kept for it is the project's. The pledge is locked, as below. */
  async earn(tx: Tx, { id }: Pick<Pledge, 'id'>): Promise<void> {
    const match = await this.standing(tx, id);
    if (match?.state !== 'reserved') return;
    await this.ledger.post(tx, matchEarned(match, { reserved: true }));
    await this.become(tx, match, 'earned');
  }

  /** Act 23: the promise fell, or was taken back. */
  async release(tx: Tx, { id }: Pick<Pledge, 'id'>): Promise<void> {
    const match = await this.standing(tx, id);
    if (match?.state !== 'reserved') return;
    await this.ledger.post(tx, matchVoid(match));
    await this.become(tx, match, 'void');
  }

  /**
   * Act 24: as much of the match as of the gift has gone goes back to the pool, counted from the first day so that parts come to
   * the ban, and as far as it is free; all of it when the gift was counted by mistake: throws `not-enough` when it is not free.
   * What went back stays in the pool, also where a lost dispute is won late: another gift may have drawn it. At a project's end matches have their
   * own share (`giveBack`).
   */
  async follow(tx: Tx, pledge: Pledge, code: string): Promise<void> {
    const match = await this.standing(tx, pledge.id);
    if (match?.state !== 'earned' || (await this.isEnding(tx, pledge.projectId))) return;
    const gone = pledge.countedAt ? (match.lei.minor * pledge.goneLei.minor) / pledge.cameLei.minor : match.lei.minor;
    const owed = gone - match.back.minor;
    if (owed <= 0n) return;
    const free = await this.balances.free(claimOf(pledge.projectId), tx);
    if (!pledge.countedAt && free.minor < owed)
      throw refuse('conflict', 'not-enough', 'What a sponsor added to this gift is not free.');
    await this.back(tx, match, Money.lei(owed).min(free), code);
  }

  /** The project has ended: what gifts drew goes back to its pools, all that is left of it or its shares by the ids of the matches. */
  async giveBack(
    tx: Tx,
    projectId: ProjectId,
    { shares, code }: { shares: ReadonlyMap<string, bigint> | null; code: string },
  ): Promise<void> {
    const earned = await this.read(tx, `project_id = $1 and state = 'earned' and back_minor < lei_minor`, projectId);
    for (const match of earned) {
      const lei = shares ? Money.lei(shares.get(match.id) ?? 0n) : match.lei.minus(match.back);
      await this.back(tx, match, lei, code);
    }
  }

  /** What gifts of a project have drawn: kept for promises, and earned less what went back. */
  async matchedOf(tx: Tx, projectId: ProjectId): Promise<MatchSums> {
    const [row] = await rowsOf<{ reserved: string; earned: string }>(
      tx,
      `select coalesce(sum(lei_minor) filter (where state = 'reserved'), 0)::text as reserved,
              coalesce(sum(lei_minor - back_minor) filter (where state = 'earned'), 0)::text as earned from pledges.match where project_id = $1`,
      [projectId],
    );
    return { reserved: Money.lei(BigInt(row!.reserved)), earned: Money.lei(BigInt(row!.earned)) };
  }

  private async standing(tx: Tx, pledgeId: PledgeId): Promise<Match | undefined> {
    return (await this.read(tx, `pledge_id = $1 and state <> 'void' and back_minor < lei_minor`, pledgeId))[0];
  }

  private async back(tx: Tx, match: Match, lei: Money, code: string): Promise<void> {
    if (!lei.isPositive()) return;
    await this.ledger.post(tx, matchBack(match, lei, { before: match.back, code }));
    await tx.query('update pledges.match set back_minor = back_minor + $2 where id = $1', [match.id, lei.minor.toString()]); // prettier-ignore
  }

  private async become(tx: Tx, { id }: { id: MatchId }, state: Match['state']): Promise<void> {
    await tx.query('update pledges.match set state = $2 where id = $1', [id, state]);
  }

  /** A winding that ends the project gives every match its share when it fixes the shares of all. */
  private async isEnding(tx: Tx, projectId: ProjectId): Promise<boolean> {
    const sql = `select 1 from pledges.winding where project_id = $1 and why <> 'smaller'`;
    return (await rowsOf(tx, sql, [projectId])).length > 0;
  }

  private async read(tx: Tx, where: string, id: string): Promise<Match[]> {
    const rows = await rowsOf<Omit<Match, 'lei' | 'back'> & { lei: string; back: string }>(
      tx,
      `select ${COLUMNS} from pledges.match where ${where} order by id for update`,
      [id],
    );
    return rows.map((row) => ({ ...row, lei: Money.lei(BigInt(row.lei)), back: Money.lei(BigInt(row.back)) }));
  }
}
