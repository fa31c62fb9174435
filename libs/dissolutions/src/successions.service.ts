import { Injectable } from '@nestjs/common';
import { BodiesQueries, MembersQueries } from '#libs/hometowns/src/index.js';
import { type BodyId, type PersonId, refuse, refuseFields } from '#libs/kernel/src/index.js';
import { Database, Outbox, rowsOf, Trail, type Tx } from '#libs/platform/src/index.js';
import type { SuccessionId, SuccessionState } from './dissolution.js';
import { lockDissolution } from './dissolution.lock.js';
import { successionEvent } from './dissolutions.events.js';

const HEAD = ['president'] as const;
const REASON_MAX = 2000;
/** So often one association is asked within thirty days, and so often any is by one that ends. */
const OFFERS = { again: 3, all: 10 } as const;

/** A verified association that is asked to go on with the projects of one that ends; the caller chooses the id. */
interface OfferSuccession {
  readonly id: SuccessionId;
  readonly successorId: BodyId;
}

interface Offer {
  readonly id: SuccessionId;
  readonly associationId: BodyId;
  readonly successorId: BodyId;
  readonly offeredBy: PersonId;
}

/**
 * Who goes on with the projects of an association that ends: both presidents sign. Nothing moves yet: until the association has
 * ended it answers for its projects, and a vote that runs is ended by those for whom it was opened.
 */
@Injectable()
export class SuccessionsService {
  constructor(
    private readonly db: Database,
    private readonly bodies: BodiesQueries,
    private readonly members: MembersQueries,
    private readonly outbox: Outbox,
    private readonly trail: Trail,
  ) {}

  /**
   * Asks another association; the president's right. A repeat changes nothing. Throws `successor-unknown` (not a verified
   * association, or itself), `succession-waiting` (another one is asked or has agreed), `succession-often`, `id-taken`, as
   * locking does, and as `mustHold`.
   */
  async offer(associationId: BodyId, { id, successorId }: OfferSuccession, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      await this.members.mustHold(tx, by, associationId, HEAD);
      const { id: dissolutionId, living } = await lockDissolution(tx, associationId);
      if (living?.id === id && living.successorId === successorId) return;
      const successor = await this.bodies.find(successorId, tx);
      const fits = successor?.kind === 'association' && successor.state === 'verified' && successorId !== associationId;
      if (!fits) throw refuseFields({ pointer: '/successorId', code: 'successor-unknown' });
      if (living) throw refuse('conflict', 'succession-waiting', 'Another association is asked already.');
      await mustOfferSeldom(tx, dissolutionId, successorId);
      const made = await rowsOf(
        tx,
        `insert into dissolutions.succession (id, dissolution_id, successor_id, offered_by, offered_at)
         values ($1, $2, $3, $4, platform.now()) on conflict (id) do nothing returning 1`,
        [id, dissolutionId, successorId, by],
      );
      if (made.length === 0) throw refuse('conflict', 'id-taken', 'The id was used for another offer.');
      await this.note(tx, { id, associationId, successorId }, 'offered', by);
    });
  }

  /** The president does not ask this one any more, also when it had agreed. One that does not live passes. Throws as `offer`. */
  async takeBack(associationId: BodyId, id: SuccessionId, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      await this.members.mustHold(tx, by, associationId, HEAD);
      const { living } = await lockDissolution(tx, associationId);
      if (living?.id !== id) return;
      await tx.query(`update dissolutions.succession set state = 'taken-back' where id = $1`, [living.id]);
      await this.note(tx, { ...living, associationId }, 'taken-back', by);
    });
  }

  /**
   * The other president says yes: the second signature. A repeat changes nothing. Throws `succession-answered`,
   * `second-person-needed` (he presides over both), and as `mustHold`; an offer to others is not found.
   */
  async agree(id: SuccessionId, by: PersonId): Promise<void> {
    await this.answer(id, { to: 'agreed', reason: null, by });
  }

  /** He says no, and why. Throws `approval-reason`, and as `agree`. */
  async decline(id: SuccessionId, reason: string, by: PersonId): Promise<void> {
    const text = reason.trim();
    if (text.length < 1 || text.length > REASON_MAX)
      throw refuseFields({ pointer: '/reason', code: 'approval-reason' });
    await this.answer(id, { to: 'declined', reason: text, by });
  }

  private async answer(
    id: SuccessionId,
    { to, reason, by }: { to: 'agreed' | 'declined'; reason: string | null; by: PersonId },
  ): Promise<void> {
    await this.db.transaction(async (tx) => {
      const offer = await findOffer(tx, id);
      await this.members.mustHold(tx, by, offer.successorId, HEAD);
      await lockDissolution(tx, offer.associationId);
      const [{ state, said }] = (await rowsOf<{ state: SuccessionState; said: string | null }>(
        tx,
        'select state, reason as said from dissolutions.succession where id = $1',
        [id],
      )) as [{ state: SuccessionState; said: string | null }];
      if (state === to && said === reason) return;
      if (state !== 'offered')
        throw refuse('conflict', 'succession-answered', 'It is answered, or not asked any more.');
      if (offer.offeredBy === by) throw refuse('forbidden', 'second-person-needed', 'Another person has to sign.');
      await tx.query(
        `update dissolutions.succession set state = $2, answered_by = $3, answered_at = greatest(platform.now(), offered_at), reason = $4 where id = $1`,
        [id, to, by, reason],
      );
      await this.note(tx, offer, to, by);
    });
  }

  private async note(
    tx: Tx,
    { id, associationId, successorId }: Pick<Offer, 'id' | 'associationId' | 'successorId'>,
    what: SuccessionState,
    actor: PersonId,
  ): Promise<void> {
    const data = { succession: id, successor: successorId };
    await this.trail.add(tx, { actor, action: `succession.${what}`, subject: `body:${associationId}`, data });
    await this.outbox.add(tx, successionEvent(what, id, associationId));
  }
}

/** Whoever asks, takes back and asks again writes to presidents, and after a yes to all members, who cannot stop it. */
async function mustOfferSeldom(tx: Tx, dissolutionId: string, successorId: BodyId): Promise<void> {
  const [offers] = await rowsOf<{ again: number; all: number }>(
    tx,
    `select count(*) filter (where successor_id = $2)::int as again, count(*)::int as "all"
       from dissolutions.succession where dissolution_id = $1 and offered_at > platform.now() - interval '30 days'`,
    [dissolutionId, successorId],
  );
  if (offers!.again >= OFFERS.again || offers!.all >= OFFERS.all)
    throw refuse('conflict', 'succession-often', 'Asked often enough for now.', { n: OFFERS.again });
}

async function findOffer(tx: Tx, id: SuccessionId): Promise<Offer> {
  const [offer] = await rowsOf<Offer>(
    tx,
    `select s.id, d.association_id as "associationId", s.successor_id as "successorId", s.offered_by as "offeredBy"
     from dissolutions.succession s join dissolutions.dissolution d on d.id = s.dissolution_id where s.id = $1`,
    [id],
  );
  if (!offer) throw refuse('not-found', 'not-found', 'No such offer.');
  return offer;
}
