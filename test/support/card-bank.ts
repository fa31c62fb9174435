import { newId } from '#libs/kernel/src/index.js';
import { Courier, type Delivery, Outbox } from '#libs/platform/src/index.js';
import type { Room } from './room.js';

/** Plays the card company on the rows of payments, for specs of rooms above: what it answers, and when we hear of it. */
export class CardBank {
  constructor(private readonly room: Room) {}

  /** The donor saved his card on the page that is open for this pledge; `at` is when, by the bank's word. */
  async saveCard(pledgeId: string, { at, times = 1 }: { at?: Date; times?: number } = {}): Promise<void> {
    const [row] = await this.room.db.rows<{ id: string }>(
      `select checkout_id as id from pledges.pledge where id = $1`,
      [pledgeId],
    );
    await this.saveCardOn(row!.id, `pledge:${pledgeId}`, { at, times });
  }

  /** The same on a page of whomever. */
  async saveCardOn(
    checkoutId: string,
    owner: string,
    { at, times = 1 }: { at?: Date | undefined; times?: number } = {},
  ): Promise<void> {
    // prettier-ignore
    const code = newId();
    await this.room.db.rows(
      `update payments.checkout set state = 'saved', asked_at = coalesce(asked_at, platform.now()), session = coalesce(session, $2),
         setup_intent = $3, customer = 'cus_1', payment_method = $4, saved_at = coalesce($5, platform.now()) where id = $1`,
      [checkoutId, `cs_${code}`, `seti_${code}`, `pm_${code}`, at ?? null],
    );
    await this.tell('payments.card-saved', { checkoutId, owner }, times);
  }

  /** The donor paid on the page that is open for this pledge. Gives the charge's id; `tell` later when not `told`. */
  async pay(pledgeId: string, { at, times = 1 }: { at?: Date; times?: number } = {}): Promise<string> {
    const sql = 'select checkout_id as id from pledges.pledge where id = $1';
    const [page] = await this.room.db.rows<{ id: string }>(sql, [pledgeId]);
    return this.payOn(page!.id, `pledge:${pledgeId}`, { at, times });
  }

  /** The same on a page of whomever. */
  async payOn(
    checkoutId: string,
    owner: string,
    { at, times = 1 }: { at?: Date | undefined; times?: number } = {},
  ): Promise<string> {
    // prettier-ignore
    const id = newId();
    await this.room.db.rows(
      `insert into payments.charge (id, owner, checkout_id, key, amount_minor, cover_minor, currency, state, wanted_at, authorised_at, payment_intent, stripe_charge)
       select $1::uuid, c.owner, c.id, $2, c.gift_minor + c.cover_minor, c.cover_minor, c.currency, 'succeeded', platform.now(), coalesce($4, platform.now()), 'pi_' || $2, 'ch_' || $2
         from payments.checkout c where c.id = $3`,
      [id, id, checkoutId, at ?? null],
    );
    await this.tell('payments.paid', { chargeId: id, owner }, times);
    return id;
  }

  /** Answers every charge of a saved card that is wanted: yes, or no for the gifts that `declines` names. */
  async answer(declines: readonly string[] = [], times = 1): Promise<number> {
    const wanted = await this.room.db.rows<{ id: string; owner: string }>(
      `select id, owner from payments.charge where state = 'wanted'`,
    );
    for (const { id, owner } of wanted) {
      const no = declines.includes(owner.split(':')[1]!);
      await this.room.db.rows(
        no
          ? `update payments.charge set state = 'failed', failure = 'card_declined' where id = $1`
          : `update payments.charge set state = 'succeeded', authorised_at = platform.now(), payment_intent = 'pi_' || id::text, stripe_charge = 'ch_' || id::text where id = $1`,
        [id],
      );
      await this.tell(no ? 'payments.charge-failed' : 'payments.paid', { chargeId: id, owner }, times);
    }
    return wanted.length;
  }

  /** Sends every refund that is wanted. */
  async refundAll(): Promise<number> {
    const wanted = await this.room.db.rows<{ id: string; asked: string; owner: string }>(
      `select id, coalesce(again_of, id) as asked, owner from payments.refund where state = 'wanted'`,
    );
    for (const { id, asked, owner } of wanted) {
      await this.room.db.rows(`update payments.refund set state = 'succeeded', stripe_refund = 're_' || id::text where id = $1`, [id]); // prettier-ignore
      await this.tell('payments.refunded', { refundId: asked, owner });
    }
    return wanted.length;
  }

  /** Refuses every refund that is wanted: the donor's card is gone. */
  async refuseRefunds(): Promise<void> {
    const wanted = await this.room.db.rows<{ id: string; asked: string; owner: string }>(
      `select id, coalesce(again_of, id) as asked, owner from payments.refund where state = 'wanted'`,
    );
    for (const { id, asked, owner } of wanted) {
      await this.room.db.rows(`update payments.refund set state = 'failed', failure = 'expired_or_canceled_card' where id = $1`, [id]); // prettier-ignore
      await this.tell('payments.refund-failed', { refundId: asked, owner });
    }
  }

  /** Delivers all events but those that would call the card company; runs the named chores first. */
  async drain(...chores: readonly string[]): Promise<void> {
    const courier = this.room.get(Courier);
    for (const chore of chores) await courier.run(chore);
    const waiting: Delivery[] = [];
    while ((await courier.relay((deliveries) => Promise.resolve(void waiting.push(...deliveries)))) > 0) {
      for (const delivery of waiting.splice(0)) if (delivery.queue !== 'stripe') await courier.deliver(delivery);
    }
  }

  /** Tells an event of payments, several times when it is repeated. */
  async tell(name: string, data: Record<string, string>, times = 1): Promise<void> {
    await this.room.db.transaction(async (tx) => {
      for (let n = 0; n < times; n += 1) await this.room.get(Outbox).add(tx, { name, data });
    });
  }
}
