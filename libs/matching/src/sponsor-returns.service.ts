import { Injectable } from '@nestjs/common';
import { type Approval, ApprovalsService } from '#libs/approvals/src/index.js';
import { type OrderId, type OrderState, type Payee, payeeOf, PaymentOrdersService } from '#libs/banking/src/index.js';
import { StaffService } from '#libs/identity/src/index.js';
import { type ApprovalId, type Currency, Money, newId, type PersonId, refuse, refuseFields } from '#libs/kernel/src/index.js'; // prettier-ignore
import { LedgerService, type Reversal } from '#libs/ledger/src/index.js';
import { Database, rowsOf, Trail, type Tx } from '#libs/platform/src/index.js';
import type { CallId } from './call.js';
import { holdCall } from './calls.service.js';
import { fallenKey, sponsorReturned, sponsorReturnFallen } from './matching.postings.js';
import { askedIn, type AskedReturn, payloadOf, UNSPENT, type Unspent, unspentOf, type UnspentRow } from './sponsor-return.js'; // prettier-ignore

/** What a sponsor did not need goes back to this account. The approval's id is the caller's: asking again changes nothing. */
interface AskSponsorReturn extends Payee {
  readonly approvalId: ApprovalId;
  readonly callId: CallId;
}

interface Returned {
  readonly callId: CallId;
  readonly lineId: string;
  readonly lei: Money;
  readonly amount: Money;
  readonly fallen: boolean;
}

const KIND = 'call-return';

/**
 * Act 25, the other way: what a closed call has not spent goes back to its sponsor by an order to the bank that two sign, payment
 * by payment, the last first, to the account from which it came. What comes back to the pool later goes by the same door.
 */
@Injectable()
export class SponsorReturnsService {
  constructor(
    private readonly db: Database,
    private readonly staff: StaffService,
    private readonly approvals: ApprovalsService,
    private readonly orders: PaymentOrdersService,
    private readonly ledger: LedgerService,
    private readonly trail: Trail,
  ) {}

  /**
   * The first signature, for all that may go back of the payment that came last. Throws `not-found` unless staff or for no such
   * call, `call-not-closed`, `call-nothing-back`, `approval-waiting`, and fields: `holder`, `iban-wrong`, `call-return-account` for
   * another account than the bank's statement names, unless an order to that one came to nothing.
   */
  async ask({ approvalId, callId, ...typed }: AskSponsorReturn, by: PersonId): Promise<void> {
    const payee = payeeOf(typed);
    await this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      if (await this.wasAsked(tx, approvalId, { callId, ...payee })) return;
      await mustBeClosed(tx, callId);
      const unspent = await nextOf(tx, callId);
      if (!unspent) throw refuse('conflict', 'call-nothing-back', 'Nothing of this call is to go back.');
      await mustHaveCome(tx, unspent, payee);
      const payload = payloadOf({ callId, ...unspent, ...payee });
      await this.approvals.ask(tx, { id: approvalId, kind: KIND, subject: `call:${callId}`, office: 'operator', by, payload }); // prettier-ignore
    });
  }

  /**
   * The second signature: it leaves the pool, and the bank is told with the next file. Throws `second-person-needed`,
   * `approval-decided`, `call-return-changed` when another sum would go back by now, and as payment orders do.
   */
  async confirm(approvalId: ApprovalId, by: PersonId): Promise<OrderId> {
    return this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      const { callId, lineId, lei, amount, iban, holder } = said(await this.approvals.give(tx, approvalId, by));
      await holdCall(tx, callId);
      const next = await nextOf(tx, callId);
      if (next?.lineId !== lineId || !next.lei.equals(lei) || !next.amount.equals(amount))
        throw refuse('conflict', 'call-return-changed', 'By now another sum would go back.');
      const id = newId<'PaymentOrder'>();
      await this.ledger.post(tx, sponsorReturned(callId, id, { lei, amount }));
      const order = { id, owner: `call:${callId}`, iban, holder, amount, purpose: `Plai ${await codeOf(tx, callId)}` } as const; // prettier-ignore
      await this.orders.orderBack(tx, { kind: 'sponsor', ...order });
      await tx.query(
        `insert into matching.sponsor_return (order_id, call_id, line_id, lei_minor, amount_minor, currency, at)
         values ($1, $2, $3, $4, $5, $6, platform.now())`,
        [id, callId, lineId, lei.minor.toString(), amount.minor.toString(), amount.currency],
      );
      await this.trail.add(tx, { actor: by, action: 'call.returned', subject: `call:${callId}`, data: { order: id } });
      return id;
    });
  }

  /** The second person says no, or whoever asked takes it back: the money stays in the pool. Throws as `confirm`, `approval-reason`. */
  async refuse(approvalId: ApprovalId, by: PersonId, reason: string): Promise<void> {
    await this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      said(await this.approvals.decline(tx, approvalId, by, reason));
    });
  }

  /** The bank refused the order or sent its money back (43): it is in the pool again. Nothing for an order of another room. */
  async fallen(tx: Tx, orderId: OrderId): Promise<void> {
    const found = await this.held(tx, orderId);
    if (!found || found.fallen) return;
    await tx.query('update matching.sponsor_return set fallen_at = platform.now() where order_id = $1', [orderId]);
    await this.ledger.postAnew(tx, sponsorReturnFallen(found.callId, orderId, found));
  }

  /**
   * The bank's order has not come to this end (act 50): what stood in the pool again by it is the order's again. Nothing for an
   * order of another room, or one that only has not arrived. Throws `correction-changed` when its end was not heard yet or as much
   * of that payment went back since, `not-enough` when the pool has it no more.
   */
  async unfallen(tx: Tx, orderId: OrderId, end: OrderState, reversal: Reversal): Promise<void> {
    const found = end === 'arrived' ? null : await this.held(tx, orderId);
    if (!found) return;
    if (!found.fallen || !(await hasRoom(tx, found)))
      throw refuse('conflict', 'correction-changed', 'What goes back to the sponsor has gone on since.');
    await this.ledger.reverseStanding(tx, fallenKey(orderId), reversal);
    await tx.query('update matching.sponsor_return set fallen_at = null where order_id = $1', [orderId]);
  }

  /** What an order takes back to a sponsor, its call held; null for an order of another room. */
  private async held(tx: Tx, orderId: OrderId): Promise<Returned | null> {
    const sql = `select call_id as "callId", line_id as "lineId", lei_minor::text as lei, amount_minor::text as minor, currency,
                        fallen_at is not null as fallen from matching.sponsor_return where order_id::text = $1`;
    const read = () => rowsOf<Omit<Returned, 'lei' | 'amount'> & { lei: string; minor: string; currency: Currency }>(tx, sql, [orderId]); // prettier-ignore
    const [known] = await read();
    if (!known) return null;
    await holdCall(tx, known.callId);
    const { lei, minor, currency, ...row } = (await read())[0]!;
    return { ...row, lei: Money.lei(BigInt(lei)), amount: Money.ofMinor(BigInt(minor), currency) };
  }

  private async wasAsked(tx: Tx, id: ApprovalId, { callId, iban, holder }: Payee & { callId: CallId }): Promise<boolean> {
    const sql = `select 1 from approvals.approval where id = $1 and kind = $2 and subject = $3 and payload->>'iban' = $4 and payload->>'holder' = $5`;
    return (await rowsOf(tx, sql, [id, KIND, `call:${callId}`, iban, holder])).length > 0;
  } // prettier-ignore
}

/** Throws `call-money-back` when of this line, which a sponsor has paid, something went back to him. */
export async function mustBeWhole(tx: Tx, callId: CallId, lineId: string): Promise<void> {
  const sql = 'select 1 from matching.sponsor_return where call_id = $1 and line_id::text = $2 and fallen_at is null';
  if ((await rowsOf(tx, sql, [callId, lineId])).length === 0) return;
  throw refuse('conflict', 'call-money-back', 'Of this payment something went back to the sponsor.');
}

async function nextOf(tx: Tx, callId: CallId): Promise<Unspent | null> {
  const [row] = await rowsOf<UnspentRow>(tx, UNSPENT, [callId]);
  return row ? unspentOf(row) : null;
}

async function codeOf(tx: Tx, callId: CallId): Promise<string> {
  return (await rowsOf<{ ref: string }>(tx, 'select ref from matching.call where id = $1', [callId]))[0]!.ref;
}

async function mustBeClosed(tx: Tx, callId: CallId): Promise<void> {
  const [call] = await rowsOf<{ state: string }>(tx, 'select state from matching.call where id = $1', [callId]);
  if (!call) throw refuse('not-found', 'not-found', 'No such call.');
  if (call.state !== 'closed') throw refuse('conflict', 'call-not-closed', 'Gifts may still draw from this call.');
}

/** Throws `call-return-account` unless the money goes to where it came from, as far as anybody can know. */
async function mustHaveCome(tx: Tx, { lineId, payer }: Unspent, { iban }: Payee): Promise<void> {
  if ((ibanIn(payer.iban) ?? iban) === iban) return;
  const sql = 'select 1 from matching.sponsor_return where line_id = $1 and fallen_at is not null';
  if ((await rowsOf(tx, sql, [lineId])).length > 0) return;
  throw refuseFields({ pointer: '/iban', code: 'call-return-account' });
}

/** Whether of the payment as much is left as once was to go back of it. */
async function hasRoom(tx: Tx, { callId, lineId, lei }: Returned): Promise<boolean> {
  const sql = `select 1 from matching.payment p where p.line_id = $1 and p.call_id = $2 and p.taken_back_at is null and p.lei_minor >= $3 +
                 (select coalesce(sum(r.lei_minor), 0) from matching.sponsor_return r where r.line_id = $1 and r.call_id = $2 and r.fallen_at is null)`;
  return (await rowsOf(tx, sql, [lineId, callId, lei.minor.toString()])).length > 0;
}

/** An account as the statement writes it, where that is an IBAN: another number cannot be compared with one. */
function ibanIn(text: string | null): string | null {
  const compact = (text ?? '').replace(/\s/g, '').toUpperCase();
  return /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(compact) ? compact : null;
}

function said({ kind, payload }: Approval): AskedReturn {
  if (kind !== KIND) throw refuse('not-found', 'not-found', 'No such return.');
  return askedIn(payload);
}
