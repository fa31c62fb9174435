import { Injectable } from '@nestjs/common';
import { newId, type PersonId, type PledgeId, refuse, refuseFields } from '#libs/kernel/src/index.js';
import { LedgerService } from '#libs/ledger/src/index.js';
import { CheckoutsService } from '#libs/payments/src/index.js';
import { Clock, Database, Outbox, rowsOf, Signer, Trail, type Tx } from '#libs/platform/src/index.js';
import { CampaignGate } from '#libs/projects/src/index.js';
import { MatchesService } from './matches.service.js';
import { PaymentPages, type Paths } from './payment-pages.js';
import { PayingService } from './paying.service.js';
import { Pledge } from './pledge.entity.js';
import { withdrawnEvent } from './pledge.events.js';
import { keepPledge, lockPledge, pledgeUnknown } from './pledge.lock.js';
import { isBrought, isByCard, isOver, type Shortfall, SHORTFALLS } from './pledge.life.js';
import { promiseKey } from './pledge.postings.js';

/** Who acts on a promise: whoever holds the signed link of its letters, or the signed-in person whose it is. */
export type Access = { readonly token: string } | { readonly by: PersonId };

const PURPOSE = 'pledge';

/** What a donor can still do with a promise, without an account. */
@Injectable()
export class PromisesService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly signer: Signer,
    private readonly gate: CampaignGate,
    private readonly checkouts: CheckoutsService,
    private readonly pages: PaymentPages,
    private readonly ledger: LedgerService,
    private readonly paying: PayingService,
    private readonly matches: MatchesService,
    private readonly outbox: Outbox,
    private readonly trail: Trail,
  ) {}

  /** The token of the links in a pledge's letters. */
  tokenOf(pledgeId: PledgeId): string {
    return this.signer.token(PURPOSE, pledgeId);
  }

  /** The pledge that somebody may act on. Throws `pledge-unknown` for everybody else, and for a token not made here. */
  async find(pledgeId: PledgeId, access: Access): Promise<Pledge> {
    return this.mayTouch(await this.db.entities.findOneBy(Pledge, { id: pledgeId }), access);
  }

  /** Takes a promise back; nothing was or will be taken. Throws `campaign-closed`, `pledge-unknown`, `pledge-state`. */
  async withdraw(pledgeId: PledgeId, access: Access): Promise<void> {
    await this.db.transaction(async (tx) => {
      const pledge = await this.ofOpenCampaign(tx, pledgeId, access);
      if (pledge.state === 'withdrawn') return;
      if (isBrought(pledge.way)) throw refuse('conflict', 'pledge-state', 'Whoever holds the money gives it back.');
      const promised = pledge.state === 'promised';
      pledge.become('withdrawn');
      if (promised) await this.ledger.reverse(tx, promiseKey(pledge), { reason: 'withdrawn' });
      await this.matches.release(tx, pledge);
      if (isByCard(pledge.way)) await this.paying.giveUp(tx, pledge);
      await keepPledge(tx, pledge);
      await this.outbox.add(tx, withdrawnEvent(pledge, await this.givesElse(tx, pledge)));
    });
  }

  /**
   * Another word on what becomes of the money when not everything is raised: it counts if it comes before the campaign closes.
   * The same again changes nothing. Throws `required-choice`, `campaign-closed`, `pledge-unknown`, `pledge-state`.
   */
  async choose(pledgeId: PledgeId, access: Access, shortfall: Shortfall): Promise<void> {
    if (!SHORTFALLS.includes(shortfall)) throw refuseFields({ pointer: '/shortfall', code: 'required-choice' });
    await this.db.transaction(async (tx) => {
      const pledge = await this.ofOpenCampaign(tx, pledgeId, access);
      if (isOver(pledge.state)) throw refuse('conflict', 'pledge-state', `A pledge that is ${pledge.state} has ended.`);
      if (pledge.shortfall === shortfall) return;
      await tx.query('update pledges.pledge set shortfall = $2 where id = $1', [pledgeId, shortfall]);
      const data = { from: pledge.shortfall, to: shortfall };
      await this.trail.add(tx, { actor: pledge.personId, action: 'pledge.chose', subject: `pledge:${pledgeId}`, data });
    });
  }

  /**
   * The page on which another card is saved for a promise. The old one stays until then. Throws `campaign-closed`,
   * `pledge-unknown`, `pledge-state`, `payments-unavailable`.
   */
  async replaceCard(pledgeId: PledgeId, access: Access, paths: Paths): Promise<string> {
    const id = await this.db.transaction(async (tx) => {
      const pledge = await this.ofOpenCampaign(tx, pledgeId, access);
      if (pledge.state !== 'promised') throw notNow(pledge);
      return this.newPage(tx, pledge, 'save-card', paths);
    });
    return this.checkouts.urlOf(id);
  }

  /**
   * The page on which a declined promise is paid at once with any card, for seven days. Throws `pledge-unknown`,
   * `pledge-state`, `repair-over`, `payments-unavailable`.
   */
  async repair(pledgeId: PledgeId, access: Access, paths: Paths): Promise<string> {
    const id = await this.db.transaction(async (tx) => {
      const pledge = this.mayTouch(await lockPledge(tx, pledgeId), access);
      if (pledge.state !== 'declined') throw notNow(pledge);
      if ((await this.clock.now(tx)) >= pledge.repairUntil!)
        throw refuse('conflict', 'repair-over', 'The seven days are over.');
      return this.newPage(tx, pledge, 'pay', paths);
    });
    return this.checkouts.urlOf(id);
  }

  private async givesElse(tx: Tx, { id, projectId, personId }: Pledge): Promise<boolean> {
    const others = await rowsOf(
      tx,
      `select 1 from pledges.pledge where project_id = $1 and person_id = $2 and id <> $3
          and state in ('awaited', 'promised', 'charging', 'declined', 'counted', 'moved') limit 1`,
      [projectId, personId, id],
    );
    return others.length > 0;
  }

  private async newPage(
    tx: Tx,
    pledge: Pledge,
    mode: 'pay' | 'save-card',
    paths: Paths,
  ): Promise<NonNullable<Pledge['checkoutId']>> {
    // One page at a time: what was saved on the earlier one stays, but it cannot be paid on any more.
    if (pledge.checkoutId) await this.checkouts.expire(tx, pledge.checkoutId);
    const id = newId<'Checkout'>();
    pledge.checkoutId = id;
    await this.pages.open(tx, [{ pledge, mode, paths }]);
    await keepPledge(tx, pledge);
    return id;
  }

  private async ofOpenCampaign(tx: Tx, pledgeId: PledgeId, access: Access): Promise<Pledge> {
    const seen = this.mayTouch(await tx.findOneBy(Pledge, { id: pledgeId }), access);
    await this.gate.openForPledges(tx, seen.projectId);
    return lockPledge(tx, pledgeId);
  }

  private mayTouch(pledge: Pledge | null, access: Access): Pledge {
    const holder =
      pledge &&
      ('by' in access ? access.by === pledge.personId : this.signer.read(PURPOSE, access.token) === pledge.id);
    if (!holder) throw pledgeUnknown();
    return pledge;
  }
}

function notNow({ state }: Pledge): Error {
  return refuse('conflict', 'pledge-state', `A pledge that is ${state} has no card to change.`);
}
