import { Injectable } from '@nestjs/common';
import { type Payee, payeeOf } from '#libs/banking/src/index.js';
import { StaffService } from '#libs/identity/src/index.js';
import { type Money, type PersonId, type PledgeId, refuse, refuseFields } from '#libs/kernel/src/index.js';
import { LedgerQueries } from '#libs/ledger/src/index.js';
import { Database, Outbox, rowsOf, type Tx } from '#libs/platform/src/index.js';
import { disputedOf, mustNotBeShared } from './disputed.js';
import type { Pledge } from './pledge.entity.js';
import { requestEvent } from './pledge.events.js';
import { isByCard } from './pledge.life.js';
import { lockPledge } from './pledge.lock.js';
import { claimOf } from './pledge.postings.js';
import { type Access, PromisesService } from './promises.service.js';
import {
  REQUEST,
  type RefundRequest,
  type RefundRequestId,
  refuseRequest,
  requestOf,
  type RequestRow,
} from './refund-request.js';

/** What a donor asks back. The id is the caller's: asking again is answered like the first time. */
export interface AskBack {
  readonly id: RefundRequestId;
  readonly pledgeId: PledgeId;
  /** In his currency; null: all that can go back now. */
  readonly amount: Money | null;
  readonly why: string | null;
  /** Where to, for who gave by transfer; null: to the card that paid. */
  readonly account: Payee | null;
}

/** What can go back of a gift now, and how. */
export interface Possible {
  readonly amount: Money;
  /** By transfer to an account that the donor names; else to the card that paid. */
  readonly byBank: boolean;
}

const WHY_MAX = 500;

/** What donors ask back of their gifts: it waits for two signatures of the operator, and moves no money by itself. */
@Injectable()
export class RefundRequestsService {
  constructor(
    private readonly db: Database,
    private readonly ledger: LedgerQueries,
    private readonly promises: PromisesService,
    private readonly staff: StaffService,
    private readonly outbox: Outbox,
  ) {}

  /** What can go back of a gift at this moment: what of it is left, as far as its project has it free; nothing while it is disputed. */
  async possible(pledge: Pledge): Promise<Possible> {
    return this.db.transaction((tx) => this.possibleNow(tx, pledge));
  }

  /** The last that was asked back of a gift, or null. */
  async of(pledgeId: PledgeId): Promise<RefundRequest | null> {
    const [row] = await this.db.rows<RequestRow>(`${REQUEST} where r.pledge_id = $1 order by r.at desc, r.id desc limit 1`, [pledgeId]); // prettier-ignore
    return row ? requestOf(row) : null;
  }

  /**
   * Asks money back. Throws `pledge-unknown`, `refund-disputed` while his bank asks for it, `refund-shared` while a project's rest is on its way back to
   * everybody, `refund-none` when nothing can go back, `refund-amount` (param `left`) and `amount-step` for a sum that cannot, `why`,
   * `iban-wrong`, `holder`, `refund-requested` while another request waits, `id-taken` when this id asked something else.
   */
  async ask(asked: AskBack, access: Access): Promise<void> {
    const why = whyOf(asked);
    if (why && why.length > WHY_MAX) throw refuseFields({ pointer: '/why', code: 'text-length' });
    await this.promises.find(asked.pledgeId, access);
    await this.db.transaction(async (tx) => {
      const pledge = await lockPledge(tx, asked.pledgeId);
      if (await this.isKnown(tx, asked)) return;
      await mustNotBeShared(tx, pledge.projectId);
      if ((await disputedOf(tx, [pledge.id])).size > 0)
        throw refuse('conflict', 'refund-disputed', 'His bank is asking for this money.');
      const possible = await this.possibleNow(tx, pledge);
      const amount = mustBePossible(pledge, asked.amount ?? possible.amount, possible.amount);
      const account = possible.byBank ? payeeOf(asked.account ?? { iban: '', holder: '' }) : null;
      const made = await rowsOf(
        tx,
        `insert into pledges.refund_request (id, pledge_id, amount_minor, whole, why, iban, holder, at, state)
         values ($1, $2, $3, $4, $5, $6, $7, platform.now(), 'waiting') on conflict do nothing returning 1`,
        [
          asked.id,
          pledge.id,
          amount.minor.toString(),
          asked.amount === null,
          why,
          account?.iban ?? null,
          account?.holder ?? null,
        ],
      );
      if (made.length === 0) throw refuse('conflict', 'refund-requested', 'A request for this gift waits already.');
      await this.outbox.add(tx, requestEvent('asked', pledge));
    });
  }

  /** Takes back what was asked, while nobody has signed it. Throws `pledge-unknown`, `refund-signing`; without a request does nothing. */
  async withdraw(pledgeId: PledgeId, access: Access): Promise<void> {
    await this.promises.find(pledgeId, access);
    await this.db.transaction(async (tx) => {
      const pledge = await lockPledge(tx, pledgeId);
      const open = await rowsOf<{ id: string; state: string }>(
        tx,
        `select id, state from pledges.refund_request where pledge_id = $1 and state in ('waiting', 'signing')`,
        [pledgeId],
      );
      if (open.some(({ state }) => state === 'signing'))
        throw refuse('conflict', 'refund-signing', 'The operator has begun to sign this request.');
      for (const { id } of open) {
        await tx.query(`update pledges.refund_request set state = 'withdrawn', ended_at = platform.now() where id = $1`, [id]); // prettier-ignore
        await this.outbox.add(tx, requestEvent('withdrawn', pledge));
      }
    });
  }

  /** One of the staff says no, with the reason that the donor is told. Throws `not-found` unless staff and it waits, `reason`. */
  async refuse(id: RefundRequestId, reason: string, by: PersonId): Promise<void> {
    const text = reason.trim();
    if (text.length < 1 || text.length > WHY_MAX) throw refuseFields({ pointer: '/reason', code: 'reason' });
    await this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      const waits = await rowsOf(tx, `select 1 from pledges.refund_request where id = $1 and state = 'waiting' for update`, [id]); // prettier-ignore
      const pledge = waits.length > 0 ? await refuseRequest(tx, id, text) : null;
      if (!pledge) throw refuse('not-found', 'not-found', 'No such request.');
      await this.outbox.add(tx, requestEvent('refused', pledge));
    });
  }

  private async possibleNow(tx: Tx, pledge: Pledge): Promise<Possible> {
    const byBank = !isByCard(pledge.way);
    const disputed = (await disputedOf(tx, [pledge.id])).has(pledge.id);
    const none = { amount: pledge.left.minus(pledge.left), byBank };
    if (pledge.state !== 'counted' || disputed) return none;
    const free = await this.ledger.free(claimOf(pledge.projectId), tx);
    if (free.compare(pledge.remainingLei) >= 0) return { amount: pledge.returnable, byBank };
    return free.isPositive() ? { amount: pledge.paidBy(free), byBank } : none;
  }

  private async isKnown(tx: Tx, asked: AskBack): Promise<boolean> {
    const [known] = await rowsOf<RequestRow & { pledgeId: PledgeId; whole: boolean }>(
      tx,
      `select s.*, k.pledge_id as "pledgeId", k.whole from (${REQUEST} where r.id = $1) s join pledges.refund_request k on k.id = s.id`,
      [asked.id],
    );
    if (!known) return false;
    if (!isSame(asked, known)) throw refuse('conflict', 'id-taken', 'The id of this request was used for another.');
    return true;
  }
}

function whyOf({ why }: Pick<AskBack, 'why'>): string | null {
  return why?.trim() || null;
}

/** Whether it is the same question: all that can go back and a sum are two, also when they come to the same. */
function isSame(asked: AskBack, known: RequestRow & { readonly pledgeId: PledgeId; readonly whole: boolean }): boolean {
  const { amount, account } = requestOf(known);
  const sum = asked.amount === null ? known.whole : !known.whole && asked.amount.equals(amount);
  const to = account && payeeOf(asked.account ?? { iban: '', holder: '' });
  const there = to?.iban === account?.iban && to?.holder === account?.holder;
  return known.pledgeId === asked.pledgeId && sum && there && known.why === whyOf(asked);
}

/** The sum that is asked, when it can go back. */
function mustBePossible(pledge: Pledge, amount: Money, possible: Money): Money {
  if (!possible.isPositive()) throw refuse('conflict', 'refund-none', 'Nothing of this gift can go back now.');
  if (amount.currency !== possible.currency || !amount.isPositive() || amount.compare(possible) > 0)
    throw refuse('conflict', 'refund-amount', `Of this gift ${possible.toString()} can go back.`, { left: possible });
  return pledge.back(amount).gift;
}
