import { Injectable } from '@nestjs/common';
import { type Money, refuse } from '#libs/kernel/src/index.js';
import { Config, Database, Outbox, rowsOf, sayIn, type Tx } from '#libs/platform/src/index.js';
import type { CheckoutId } from './charge.js';
import {
  type Checkout,
  CHECKOUT_COLUMNS,
  checkoutOf,
  checkoutOver,
  type CheckoutRow,
  type OpenCheckout,
} from './checkout.js';
import { checkoutUnwanted } from './payments.events.js';
import { isChargeable } from './stripe/amounts.js';
import type { SeenSession } from './stripe/seen.js';
import { SessionGateway } from './stripe/session.gateway.js';
import { Turns } from './turns.service.js';

interface AskedRow extends CheckoutRow {
  readonly over: boolean;
}
const ASKED = `${CHECKOUT_COLUMNS}, expires_at <= platform.now() as over`;
const ASK = `
  update payments.checkout set asked_at = platform.now(),
    expires_at = least(greatest(expires_at, platform.now() + interval '31 minutes'), platform.now() + interval '23 hours')
  where id = $1 and asked_at is null and state = 'wanted'`;

const OPEN = `
  insert into payments.checkout (id, owner, mode, gift_minor, cover_minor, currency, email, lang, description, success_path,
    cancel_path, expires_at, opened_at)
  select id, owner, mode, gift_minor, cover_minor, currency, email, lang, description, success_path, cancel_path, expires_at,
    platform.now() from jsonb_populate_recordset(null::payments.checkout, $1)
  on conflict (id) do nothing returning id`;

// What nearly always happens, in a statement of its own.
const OPENED = `
  with opened as (
    update payments.checkout set session = $2, url = $3, state = 'open' where id = $1 and state = 'wanted' and session is null
    returning url)
  select url from opened`;

/** Hosted checkouts: opened with a row of ours, paid on Stripe's page. */
@Injectable()
export class CheckoutsService {
  private readonly opening = new Map<CheckoutId, Promise<string>>();

  constructor(
    private readonly db: Database,
    private readonly outbox: Outbox,
    private readonly config: Config,
    private readonly sessions: SessionGateway,
    private readonly turns: Turns,
  ) {}

  /**
   * Wants checkouts; a page itself is made by `urlOf`. The same again changes nothing. Throws `amount-not-chargeable` for a
   * sum that no card can be charged, `checkout-reused` for another order under an id.
   */
  async open(tx: Tx, ...orders: readonly OpenCheckout[]): Promise<void> {
    for (const { gift, feeCover } of orders) mustBeChargeable(gift.plus(feeCover));
    const made = await rowsOf<{ id: CheckoutId }>(tx, OPEN, [JSON.stringify(orders.map(wantedRow))]);
    const fresh = new Set(made.map(({ id }) => id));
    for (const order of orders) if (!fresh.has(order.id)) await this.mustBeTheSame(tx, order);
  }

  /**
   * The address of Stripe's page; call it outside a transaction. However often and at once it is called, there is one
   * page. Throws `not-found`, `checkout-over`, `checkout-waits` when very many are wanted at once, `payments-unavailable`.
   */
  async urlOf(id: CheckoutId): Promise<string> {
    const running = this.opening.get(id) ?? this.openPage(id).finally(() => this.opening.delete(id));
    this.opening.set(id, running);
    return running;
  }

  /** Ends a checkout that is not wanted any more. If it was paid in the meantime, `payments.paid` still comes. */
  async expire(tx: Tx, id: CheckoutId): Promise<void> {
    const ended = await rowsOf<{ session: string | null }>(
      tx,
      `update payments.checkout set state = 'expired' where id = $1 and state in ('wanted', 'open') returning session`,
      [id],
    );
    if (ended[0]?.session) await this.outbox.add(tx, checkoutUnwanted(id));
  }

  /** One checkout, or null. */
  async find(id: CheckoutId, tx?: Tx): Promise<Checkout | null> {
    const sql = `select ${CHECKOUT_COLUMNS} from payments.checkout where id = $1`;
    const [row] = tx ? await rowsOf<CheckoutRow>(tx, sql, [id]) : await this.db.rows<CheckoutRow>(sql, [id]);
    return row ? checkoutOf(row) : null;
  }

  private async mustBeTheSame(tx: Tx, order: OpenCheckout): Promise<void> {
    const earlier = await this.find(order.id, tx);
    const same = earlier?.owner === order.owner && earlier.mode === order.mode && earlier.gift.equals(order.gift);
    if (!same || !earlier.feeCover.equals(order.feeCover))
      throw refuse('conflict', 'checkout-reused', 'This id was used for another payment.');
  }

  private async openPage(id: CheckoutId): Promise<string> {
    await this.turns.await(id);
    const checkout = await this.claim(id);
    if (checkout.url) return checkout.url;
    const { gift, feeCover: cover, lang, mode, description, email, expiresAt } = checkout;
    const { publicUrl } = this.config;
    const order = {
      checkoutId: id, mode, gift, cover, coverName: sayIn(lang)('payments.fee-cover'), description, email, lang, expiresAt,
      successUrl: publicUrl + checkout.successPath, cancelUrl: publicUrl + checkout.cancelPath,
    }; // prettier-ignore
    const seen = await this.sessions.open(order, `checkout:${id}`);
    const [open] = seen.url ? await this.db.rows<{ url: string }>(OPENED, [id, seen.id, seen.url]) : [];
    return open?.url ?? this.db.transaction((tx) => this.remember(tx, id, seen));
  }

  // What we are about to ask of Stripe is fixed first: the same key must bring the same order. Whoever comes second reads what
  // the first has fixed in a statement of its own: one that had waited for him would see the row as it was.
  private async claim(id: CheckoutId): Promise<Checkout> {
    const [asked] = await this.db.rows<AskedRow>(`with asked as (${ASK} returning *) select ${ASKED} from asked`, [id]);
    const row =
      asked ?? (await this.db.rows<AskedRow>(`select ${ASKED} from payments.checkout where id = $1`, [id]))[0];
    if (!row) throw refuse('not-found', 'not-found', 'No such checkout.');
    const { over, ...rest } = row;
    if (over || (row.state !== 'wanted' && row.state !== 'open')) throw checkoutOver();
    return checkoutOf(rest);
  }

  private async remember(tx: Tx, id: CheckoutId, seen: SeenSession): Promise<string> {
    const [row] = await rowsOf<{ state: string }>(
      tx,
      `update payments.checkout set session = $2, url = $3, state = case state when 'wanted' then 'open' else state end
       where id = $1 and (session is null or session = $2) returning state`,
      [id, seen.id, seen.url],
    );
    if (!row) throw new Error(`checkout ${id} has two sessions`);
    if (row.state === 'expired') await this.outbox.add(tx, checkoutUnwanted(id));
    if (row.state !== 'open' || !seen.url) throw checkoutOver();
    return seen.url;
  }
}

function mustBeChargeable(sum: Money): void {
  if (!isChargeable(sum))
    throw refuse('invalid', 'amount-not-chargeable', `${sum.toString()} ${sum.currency} cannot be charged to a card.`);
}

function wantedRow({ gift, feeCover, successPath, cancelPath, expiresAt, ...rest }: OpenCheckout): object {
  const sums = { gift_minor: gift.minor.toString(), cover_minor: feeCover.minor.toString(), currency: gift.currency };
  return { ...rest, ...sums, success_path: successPath, cancel_path: cancelPath, expires_at: expiresAt };
}
