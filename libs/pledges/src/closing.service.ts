import { Injectable } from '@nestjs/common';
import { DomainError, type Money, type PersonId, type ProjectId, refuse } from '#libs/kernel/src/index.js';
import { MembersQueries } from '#libs/hometowns/src/index.js';
import { Clock, Database, inTurn, Outbox, rowsOf, Trail, type Tx } from '#libs/platform/src/index.js';
import { type Campaign, CampaignGate, PartnersQueries, ProjectsQueries } from '#libs/projects/src/index.js';
import { CampaignStands, type Stage } from './campaign-stands.service.js';
import { CLOSERS, type ClosingSide, HOLDS, SIGNED } from './early-closing.js';
import { freeUnits } from './line-gifts.js';
import { type CampaignStand, decideAfterCollecting, decideAtClosing, isReached, missingOf, type Outcome } from './outcome.js'; // prettier-ignore
import { campaignEvent, closingAsked } from './pledge.events.js';
import { UndrawnGifts } from './undrawn-gifts.js';
import { WindingService } from './winding.service.js';

const BLOCKING = `('promised', 'charging', 'declined')`;

/** Decides campaigns: at the deadline or earlier, and again when the cards have been charged. Each decision falls once. */
@Injectable()
export class ClosingService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly gate: CampaignGate,
    private readonly projects: ProjectsQueries,
    private readonly partners: PartnersQueries,
    private readonly members: MembersQueries,
    private readonly stands: CampaignStands,
    private readonly undrawn: UndrawnGifts,
    private readonly winding: WindingService,
    private readonly outbox: Outbox,
    private readonly trail: Trail,
  ) {}

  /**
   * Closes, or extends by its rule, every campaign whose time is over; returns how many. Two workers at once do each once. One
   * whose last gifts have still to draw from sponsors waits for that.
   */
  async closeDue(): Promise<number> {
    const due = await this.projects.dueToClose();
    let closed = 0;
    await inTurn(due, async (projectId) => {
      closed += Number(await this.ifStillOpen((tx) => this.closeAtDeadline(tx, projectId)));
    });
    return closed;
  }

  /**
   * One of the two signatures that close a campaign before its day, once what is needed is promised; the second, by
   * somebody else of the other side, closes it while whoever gave the first still has his office. Throws `not-found`, `role-missing`, `association-needed`,
   * `campaign-closed`, `threshold-missing` (param `missing`), `second-person-needed`.
   */
  async closeEarly(projectId: ProjectId, side: ClosingSide, by: PersonId): Promise<'signed' | 'closed'> {
    return this.db.transaction(async (tx) => {
      await this.maySign(tx, { projectId, side, by });
      const campaign = await this.gate.hold(tx, projectId);
      if (campaign.state !== 'campaign' || campaign.closedAt) throw closed();
      const stand = await this.stands.of(tx, campaign);
      if (!isReached(stand)) throw thresholdMissing(stand);
      const sides = await this.sign(tx, { projectId, side, by });
      if (sides.size < 2) return 'signed';
      await this.close(tx, campaign);
      return 'closed';
    });
  }

  /** What a campaign lacks now until it may be closed before its day; null when nothing. Throws `not-found`. */
  async missing(projectId: ProjectId): Promise<Money | null> {
    return this.db.transaction(async (tx) => {
      const stand = await this.stands.of(tx, await this.gate.enter(tx, projectId));
      return isReached(stand) ? null : missingOf(stand);
    });
  }

  /** Decides every campaign whose cards have all been charged or repaired; returns how many. */
  async settleDue(): Promise<number> {
    const ready = await this.db.rows<{ id: ProjectId }>(
      `select c.project_id as id from pledges.closing c
        where c.stage = 'closing' and c.decision = 'collecting'
          and not exists (select from pledges.closing s where s.project_id = c.project_id and s.stage = 'collecting')
          and not exists (select from pledges.pledge p where p.project_id = c.project_id and p.state in ${BLOCKING})`,
    );
    await inTurn(ready, async ({ id }) => void (await this.ifStillOpen((tx) => this.settle(tx, id))));
    return ready.length;
  }

  /** At the deadline: decides, or lets it go on once by its own rule. */
  private async closeAtDeadline(tx: Tx, projectId: ProjectId): Promise<void> {
    const campaign = await this.gate.hold(tx, projectId);
    // Of two workers the second finds it extended.
    if (campaign.closesAt > (await this.clock.now(tx)) || (await this.undrawn.of(tx, projectId))) return;
    await this.close(tx, campaign);
  }

  private async close(tx: Tx, { projectId }: Campaign): Promise<void> {
    const campaign = await this.gate.hold(tx, projectId);
    if (campaign.state !== 'campaign' || campaign.closedAt) throw closed();
    const stand = await this.stands.of(tx, campaign);
    const outcome = decideAtClosing(stand);
    if (outcome.decision === 'extended') return this.extend(tx, { projectId, stand, outcome });
    await this.gate.close(tx, projectId);
    await this.decide(tx, { projectId, stage: 'closing', stand, outcome });
  }

  private async extend(tx: Tx, decided: { projectId: ProjectId; stand: CampaignStand; outcome: Outcome }): Promise<void> {
    const { projectId, outcome } = decided;
    await this.stands.keep(tx, { ...decided, stage: 'extension' });
    const closesOn = await this.gate.extend(tx, projectId);
    const data = { stage: 'extension', decision: outcome.decision, closesOn };
    await this.trail.add(tx, { actor: null, action: 'campaign.decided', subject: `project:${projectId}`, data });
    await this.outbox.add(tx, campaignEvent('campaign-extended', projectId));
  } // prettier-ignore

  private async settle(tx: Tx, projectId: ProjectId): Promise<void> {
    const campaign = await this.gate.hold(tx, projectId);
    if (campaign.state !== 'collecting') return;
    const open = await rowsOf(
      tx,
      `select 1 from pledges.pledge where project_id = $1 and state in ${BLOCKING} limit 1`,
      [projectId],
    );
    if (open.length > 0 || (await this.undrawn.of(tx, projectId))) return;
    const stand = await this.stands.of(tx, campaign);
    await this.decide(tx, { projectId, stage: 'collecting', stand, outcome: decideAfterCollecting(stand) });
  }

  private async decide(
    tx: Tx,
    decided: { projectId: ProjectId; stage: Stage; stand: CampaignStand; outcome: Outcome },
  ): Promise<void> {
    const { projectId, stage, stand, outcome } = decided;
    const { decision, tierId } = outcome;
    await this.stands.keep(tx, decided);
    const to = decision === 'collecting' || decision === 'failed' ? decision : 'funded';
    await this.gate.move(tx, projectId, to, { by: null });
    if (tierId && to === 'funded') {
      await this.gate.build(tx, projectId, tierId);
      await freeUnits(tx, projectId);
    }
    const [promised, held] = [stand.promised.minor.toString(), stand.held.minor.toString()];
    await this.trail.add(tx, { actor: null, action: 'campaign.decided', subject: `project:${projectId}`, data: { stage, decision, tierId, promised, held } }); // prettier-ignore
    if (decision === 'collecting') return this.outbox.add(tx, campaignEvent('collecting', projectId));
    if (decision === 'failed') await this.winding.begin(tx, projectId, 'failed');
    if (decision === 'funded-smaller') await this.winding.begin(tx, projectId, 'smaller');
    await this.outbox.add(
      tx,
      campaignEvent(decision === 'failed' ? 'campaign-failed' : 'campaign-succeeded', projectId),
    );
  }

  private async maySign(tx: Tx, { projectId, side, by }: Signature): Promise<void> {
    const project = await this.projects.find(projectId, tx);
    if (!project) throw refuse('not-found', 'not-found', 'There is no such project.');
    if (!project.associationId)
      throw refuse('conflict', 'association-needed', 'No association answers for this project.');
    const bodyId = side === 'town-hall' ? project.townHallId : project.associationId;
    await this.members.mustHold(tx, by, bodyId, CLOSERS[side]);
    // People of its town halls sign for these: an office in the association makes no second body of them.
    if (side === 'town-hall') return;
    const staff = await this.partners.staffOf(tx, projectId);
    if (staff.includes(by) || (await this.members.isTownHallStaff(bodyId, by, tx)))
      throw refuse('forbidden', 'second-person-needed', 'Somebody who does not work for the town hall has to sign.');
  }

  /** The sides whose signature holds, after this one. */
  private async sign(tx: Tx, { projectId, side, by }: Signature): Promise<ReadonlySet<ClosingSide>> {
    const signed = async () => {
      const rows = await rowsOf<{ side: ClosingSide }>(tx, `${SIGNED} and ${HOLDS}`, [projectId, CLOSERS['town-hall'], CLOSERS.association]); // prettier-ignore
      return new Set(rows.map((one) => one.side));
    };
    if ((await signed()).has(side)) return signed();
    const made = await rowsOf(
      tx,
      `insert into pledges.early_closing (project_id, side, person_id, at) values ($1, $2, $3, platform.now()) on conflict do nothing returning 1`,
      [projectId, side, by],
    );
    const sides = await signed();
    if (!sides.has(side)) throw refuse('forbidden', 'second-person-needed', 'Somebody else has to sign.');
    if (made.length > 0 && sides.size < 2) await this.outbox.add(tx, closingAsked(projectId, side));
    return sides;
  }

  private async ifStillOpen(work: (tx: Tx) => Promise<void>): Promise<boolean> {
    try {
      await this.db.transaction(work);
      return true;
    } catch (error) {
      if (error instanceof DomainError && ['campaign-closed', 'project-state'].includes(error.code)) return false;
      throw error;
    }
  }
}

interface Signature {
  readonly projectId: ProjectId;
  readonly side: ClosingSide;
  readonly by: PersonId;
}

function closed(): Error {
  return refuse('conflict', 'campaign-closed', 'The campaign is closed.');
}

function thresholdMissing(stand: CampaignStand): Error {
  const missing = missingOf(stand);
  return refuse('conflict', 'threshold-missing', `${missing.toString()} lei are still missing.`, { missing }); // prettier-ignore
}
