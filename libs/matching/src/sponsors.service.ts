import { Injectable } from '@nestjs/common';
import { type BankLineId, BankService } from '#libs/banking/src/index.js';
import { StaffService } from '#libs/identity/src/index.js';
import { type PersonId, type PledgeId, type ProjectId, refuse } from '#libs/kernel/src/index.js';
import { LedgerService, type Posted, type Reversal, type SeenJournal } from '#libs/ledger/src/index.js';
import { Database, Outbox, rowsOf, Trail, type Tx } from '#libs/platform/src/index.js';
import { RatesService, toLei } from '#libs/rates/src/index.js';
import type { CallId } from './call.js';
import { holdCall } from './calls.service.js';
import { DUE } from './donors.rows.js';
import { giftDue } from './matching.events.js';
import { sponsorPaid } from './matching.postings.js';
import { mustKeepReserve } from './reserve.rows.js';
import { mustBeWhole } from './sponsor-returns.service.js';

/** What sponsors pay in, by lines of the statement. */
@Injectable()
export class SponsorsService {
  constructor(
    private readonly db: Database,
    private readonly staff: StaffService,
    private readonly bank: BankService,
    private readonly rates: RatesService,
    private readonly ledger: LedgerService,
    private readonly outbox: Outbox,
    private readonly trail: Trail,
  ) {}

  /**
   * Act 25: a line of the statement is this call's; the two signatures stand under the statement. Gifts of the call's days that
   * have drawn nothing draw now, in their order. The same again changes nothing. Throws `not-found` unless staff or for no such
   * call or line, `call-state` for one that was never opened, `line-claimed`.
   */
  async pay(lineId: BankLineId, callId: CallId, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      await this.take(tx, { lineId, callId, by });
    });
  }

  /** A line whose text carries the code of one call is its sponsor's payment. Anything less certain is left to a person. */
  async payByCode(tx: Tx, lineId: BankLineId, by: PersonId): Promise<void> {
    const line = await this.bank.openReceipt(tx, lineId);
    const refs = line ? callCodesIn(`${line.purpose ?? ''} ${line.reference}`) : [];
    if (refs.length === 0) return;
    const sql = `select id from matching.call where ref = any($1) and state in ('open', 'closed') limit 2`;
    const found = await rowsOf<{ id: CallId }>(tx, sql, [refs]);
    if (found.length === 1) await this.take(tx, { lineId, callId: found[0]!.id, by });
  }

  /**
   * Takes back that a line was a sponsor's (act 50): it is nobody's again. Throws `not-enough` for what gifts have drawn since,
   * also where towns that are not under the line would have drawn of the equity reserve, and `call-money-back` when something of it
   * went back to the sponsor.
   */
  async takeBack(tx: Tx, { key, ref }: SeenJournal, reversal: Reversal): Promise<Posted> {
    await holdCall(tx, ref.call as CallId);
    await mustBeWhole(tx, ref.call as CallId, ref.line!);
    const posted = await this.ledger.reverse(tx, key, reversal);
    await tx.query('update matching.payment set taken_back_at = platform.now() where line_id = $1 and taken_back_at is null', [ref.line]); // prettier-ignore
    await mustKeepReserve(tx, ref.call as CallId);
    await this.bank.unclaimLine(tx, ref.line as BankLineId);
    return posted;
  }

  private async take(tx: Tx, { lineId, callId, by }: { lineId: BankLineId; callId: CallId; by: PersonId }) {
    // A gift that draws meanwhile either finds this money or is among those that draw after it.
    await holdCall(tx, callId);
    const [call] = await rowsOf<{ state: string }>(tx, 'select state from matching.call where id = $1', [callId]);
    if (!call) throw refuse('not-found', 'not-found', 'No such call.');
    if (call.state !== 'open' && call.state !== 'closed')
      throw refuse('conflict', 'call-state', `A call that is ${call.state} is paid nothing.`);
    const line = await this.bank.claimLine(tx, lineId, `call:${callId}`);
    const lei = toLei(line.amount, await this.rates.current(line.amount.currency, line.bookedOn, tx));
    const made = await rowsOf(
      tx,
      `insert into matching.payment (line_id, call_id, lei_minor, by, at) values ($1, $2, $3, $4, platform.now())
       on conflict (line_id) where taken_back_at is null do nothing returning 1`,
      [lineId, callId, lei.minor.toString(), by],
    );
    if (made.length === 0) return;
    await this.ledger.postAnew(tx, sponsorPaid(callId, line, lei));
    await this.trail.add(tx, { actor: by, action: 'call.paid', subject: `call:${callId}`, data: { line: lineId } });
    const due = await rowsOf<{ pledgeId: PledgeId; projectId: ProjectId }>(tx, DUE, [callId]);
    await this.outbox.add(tx, ...due.map(giftDue));
  }
}

/** The codes of calls that a text carries, however they are spaced: "mc 7kq2 m4" is MC-7KQ2-M4. */
function callCodesIn(text: string): string[] {
  const found = [...text.toUpperCase().matchAll(/\bMC[\s./-]*([0-9A-Z]{4})[\s./-]*([0-9A-Z]{2})\b/g)];
  return [...new Set(found.map(([, first, second]) => `MC-${first}-${second}`))];
}
