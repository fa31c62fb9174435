import { Injectable } from '@nestjs/common';
import { type BankLineId, BankService } from '#libs/banking/src/index.js';
import { type PledgeId, refuse } from '#libs/kernel/src/index.js';
import { LedgerService, type Posted, type Reversal, type SeenJournal, standingKey } from '#libs/ledger/src/index.js';
import { Outbox, rowsOf, type Tx } from '#libs/platform/src/index.js';
import { CampaignGate } from '#libs/projects/src/index.js';
import { mustNotBeShared } from './disputed.js';
import { MatchesService } from './matches.service.js';
import { Pledge } from './pledge.entity.js';
import { pledgeEvent } from './pledge.events.js';
import { keepPledge, lockPledge, pledgeUnknown } from './pledge.lock.js';
import { countedKey } from './pledge.postings.js';

/** So many gifts are named of those that are in the way. */
const NAMED = 10;

/** Money that was counted as the wrong gift: its line is nobody's again, and the gift waits for its own. */
@Injectable()
export class MistakenGiftsService {
  constructor(
    private readonly gate: CampaignGate,
    private readonly bank: BankService,
    private readonly ledger: LedgerService,
    private readonly matches: MatchesService,
    private readonly outbox: Outbox,
  ) {}

  /**
   * Takes back that a transfer counted (act 50); its giver is told. Throws `correction-project-over` when the project's final
   * account is made or its money goes back, `correction-gift-gone` (params `gifts`, `more`) when something of the gift went back or on,
   * `not-enough` when what it brought, or what a sponsor added to it, is free no more.
   */
  async uncount(tx: Tx, journal: SeenJournal, reversal: Reversal): Promise<Posted> {
    const { pledge: id, line } = journal.ref as { pledge: PledgeId; line: BankLineId };
    const posted = await this.takeBack(tx, id, { key: journal.key, reversal });
    // What came may have paid fewer units of a line than were wished: its own money may pay all of them.
    await tx.query(
      `with wrong as (update pledges.transfer set taken_back_at = platform.now() where line_id = $1 and taken_back_at is null returning pledge_id, units)
       update pledges.pledge p set units = wrong.units from wrong where p.id = wrong.pledge_id and wrong.units is not null`,
      [line],
    );
    await this.bank.unclaimLine(tx, line);
    return posted;
  }

  /**
   * Takes back that gifts counted that came to the bank together, of which `key` is one's journal; gives what takes that one
   * back. Whoever calls owns their paper, and gives them in the order of their projects. Throws as `uncount`; every gift that is
   * in the way is named at once.
   */
  async uncountTogether(
    tx: Tx,
    gifts: readonly { readonly id: PledgeId }[],
    { key, reversal }: { key: string; reversal: Reversal },
  ): Promise<Posted> {
    await mustAllStand(tx, gifts);
    let found: Posted | null = null;
    for (const { id } of gifts) {
      const own = await standingKey(tx, countedKey({ id }));
      const posted = await this.takeBack(tx, id, { key: own, reversal });
      if (own === key) found = posted;
    }
    if (!found) throw refuse('conflict', 'correction-changed', 'It counts otherwise by now.');
    return found;
  }

  private async takeBack(
    tx: Tx,
    id: PledgeId,
    { key, reversal }: { key: string; reversal: Reversal },
  ): Promise<Posted> {
    const seen = await tx.findOneBy(Pledge, { id });
    if (!seen) throw pledgeUnknown();
    const { state } = await this.gate.hold(tx, seen.projectId);
    if (state === 'failed' || state === 'cancelled' || state === 'completed')
      throw refuse('conflict', 'correction-project-over', 'The account of the project is made.');
    await mustNotBeShared(tx, seen.projectId);
    const pledge = await lockPledge(tx, id);
    if (pledge.state !== 'counted' || !pledge.remainingLei.equals(pledge.cameLei)) throw giftsGone([pledge.ref]);
    const posted = await this.ledger.reverse(tx, key, reversal);
    await keepPledge(tx, pledge.uncount());
    await this.matches.follow(tx, pledge, 'counted-by-mistake');
    await this.outbox.add(tx, pledgeEvent('uncounted', pledge));
    return posted;
  }
}

/** Names all that went on since. Only looks: each is looked at again when it is held. */
async function mustAllStand(tx: Tx, gifts: readonly { readonly id: PledgeId }[]): Promise<void> {
  const gone = await rowsOf<{ ref: string }>(
    tx,
    `select ref from pledges.pledge
      where id = any($1) and state in ('counted', 'refunded', 'moved') and (refunded_lei_minor > 0 or moved_lei_minor > 0 or lost_lei_minor > 0) order by id`,
    [gifts.map(({ id }) => id)],
  );
  if (gone.length > 0) throw giftsGone(gone.map(({ ref }) => ref));
}

function giftsGone(refs: readonly string[]): Error {
  const more = Math.max(0, refs.length - NAMED);
  const params = { gifts: refs.slice(0, NAMED).join(', '), more };
  return refuse('conflict', 'correction-gift-gone', 'Something of these gifts went back or on.', params);
}
