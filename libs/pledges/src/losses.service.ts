import { Injectable } from '@nestjs/common';
import { ApprovalsService } from '#libs/approvals/src/index.js';
import { correctionChanged } from '#libs/banking/src/index.js';
import { StaffService } from '#libs/identity/src/index.js';
import { type ApprovalId, Money, type PersonId, refuse, refuseFields } from '#libs/kernel/src/index.js';
import { LedgerService, type Posted, type Reversal, type SeenJournal } from '#libs/ledger/src/index.js';
import { Database, rowsOf, Trail, type Tx } from '#libs/platform/src/index.js';
import { CampaignGate } from '#libs/projects/src/index.js';
import { mustNotBeShared } from './disputed.js';
import { lossAct, lossSetAside } from './dispute.postings.js';
import type { Home } from './home.postings.js';
import { LossBooks } from './loss-books.service.js';
import { HOME } from './owner-columns.js';
import { homeColumn } from './owner-columns.js';
import { PursesService } from './purses.service.js';

/** The two ways out of a loss, and filling the reserve that one of them needs. */
export type LossKind = 'recovered' | 'covered' | 'set-aside';

/** What is to be done about a loss. The approval's id is the caller's: asking again changes nothing. */
export interface AskLoss {
  readonly approvalId: ApprovalId;
  readonly kind: LossKind;
  /** Whose loss; null when the reserve is filled, which is nobody's. */
  readonly home: Home | null;
  /** In lei. */
  readonly amount: Money;
}

/** The kind of approval by which it is done; its subject is "loss:" and the project or the place's code, or "loss:reserve". */
const LOSS_APPROVAL = 'loss-act';

/** Act 35: losses of disputes, with two signatures of the operator. */
@Injectable()
export class LossesService {
  constructor(
    private readonly db: Database,
    private readonly staff: StaffService,
    private readonly approvals: ApprovalsService,
    private readonly gate: CampaignGate,
    private readonly books: LossBooks,
    private readonly purses: PursesService,
    private readonly ledger: LedgerService,
    private readonly trail: Trail,
  ) {}

  /**
   * The first signature. Throws `not-found` unless staff, `loss-amount` (param `left`) when the loss is not that large,
   * `refund-shared`, `approval-waiting`, `id-taken`.
   */
  async ask({ approvalId, kind, home, amount }: AskLoss, by: PersonId): Promise<void> {
    if (!amount.isPositive() || amount.currency !== 'MDL') throw refuseFields({ pointer: '/amount', code: 'amount-format' }); // prettier-ignore
    await this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      const known = await rowsOf(
        tx,
        `select 1 from pledges.loss_act where id = $1 and kind = $2 and amount_minor = $3
            and coalesce(project_id::text, place_code) is not distinct from $4`,
        [approvalId, kind, amount.minor.toString(), home?.id ?? null],
      );
      if (known.length > 0) return;
      if (home) await this.mustFit(tx, home, amount);
      await this.approvals.ask(tx, {
        id: approvalId,
        kind: LOSS_APPROVAL,
        subject: `loss:${home?.id ?? 'reserve'}`,
        office: 'operator',
        by,
        payload: { kind, amount: amount.toString(), currency: amount.currency },
      });
      await tx.query(
        `insert into pledges.loss_act (id, kind, amount_minor, project_id, place_code, approval_id, at)
         values ($1, $2, $3, $4, $5, $1, platform.now())`,
        [
          approvalId,
          kind,
          amount.minor.toString(),
          ...['project', 'town'].map((of) => (home?.kind === of ? home.id : null)),
        ],
      );
    });
  }

  /**
   * The second signature: the books move. Throws as `ask`, `second-person-needed`, `approval-decided`, and `not-enough` when
   * the claim, the reserve or the operator's own means have not that much free.
   */
  async confirm(approvalId: ApprovalId, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      const { kind, home, amount } = await this.actOf(tx, approvalId);
      if (home) await this.mustFit(tx, home, amount);
      await this.approvals.give(tx, approvalId, by);
      const journal =
        kind === 'set-aside' ? lossSetAside({ id: approvalId, amount }) : lossAct(kind, { id: approvalId, home: home!, amount, signed: true }); // prettier-ignore
      await this.ledger.post(tx, journal);
      await tx.query('update pledges.loss_act set done_at = platform.now() where id = $1', [approvalId]);
      const data = { kind, amount: amount.toString() };
      await this.trail.add(tx, { actor: by, action: `loss.${kind}`, subject: `loss:${home?.id ?? 'reserve'}`, data });
    });
  }

  /** The second person says no. Throws as `confirm`. */
  async refuse(approvalId: ApprovalId, by: PersonId, reason: string): Promise<void> {
    await this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      await this.actOf(tx, approvalId);
      await this.approvals.refuse(tx, approvalId, by, reason);
    });
  }

  /**
   * What two did about a loss, or set aside, by mistake (act 50): the loss is open again, and the money where it was. Throws
   * `correction-changed` when the dispute was won or the reserve repaid since, `not-enough` when what was set aside was used, `refund-shared`.
   */
  async takeBack(tx: Tx, journal: SeenJournal, reversal: Reversal): Promise<Posted> {
    const act = journal.ref.act as ApprovalId;
    const { home, kind, amount } = await this.actOf(tx, act);
    if (home) await this.mustStillStand(tx, home, { kind, amount });
    const taken = `select 1 from pledges.loss_act where id = $1 and done_at is not null and taken_back_at is null for update`;
    if ((await rowsOf(tx, taken, [act])).length === 0) throw correctionChanged();
    await tx.query('update pledges.loss_act set taken_back_at = platform.now() where id = $1', [act]);
    const posted = await this.ledger.reverse(tx, journal.key, reversal);
    if (home?.kind === 'town') await this.purses.received(tx, home.id);
    return posted;
  }

  /** Of what was paid on losses of this home so much is not their disputes' any more to give back, nor repaid. */
  private async mustStillStand(tx: Tx, home: Home, { kind, amount }: Pick<AskLoss, 'kind' | 'amount'>): Promise<void> {
    await this.hold(tx, home);
    const whose = homeColumn(home);
    const [paid] = await rowsOf<{ minor: string }>(
      tx,
      `select coalesce((select sum(amount_minor) from pledges.loss_act
                where ${whose} = $1 and kind in ('recovered', 'covered') and done_at is not null and taken_back_at is null), 0)
            - coalesce((select sum(d.regained_minor) from pledges.dispute d where d.${whose} = $1), 0) as minor`,
      [home.id],
    );
    const { toRepay } = await this.books.openOf(tx, home);
    if (amount.compare(Money.lei(BigInt(paid!.minor))) > 0) throw correctionChanged();
    if (kind === 'covered' && amount.compare(toRepay) > 0) throw correctionChanged();
  }

  private async hold(tx: Tx, home: Home): Promise<void> {
    if (home.kind === 'town') return void (await this.purses.free(tx, home.id));
    await this.gate.hold(tx, home.id);
    await mustNotBeShared(tx, home.id);
  }

  private async mustFit(tx: Tx, home: Home, amount: Money): Promise<void> {
    await this.hold(tx, home);
    const { open: left } = await this.books.openOf(tx, home);
    if (amount.compare(left) > 0)
      throw refuse('conflict', 'loss-amount', `The loss is ${left.toString()} lei.`, { left });
  }

  private async actOf(tx: Tx, id: ApprovalId): Promise<Omit<AskLoss, 'approvalId'>> {
    const sql = `select kind, ${HOME}, amount_minor as minor from pledges.loss_act where approval_id = $1`;
    const [row] = await rowsOf<{ kind: LossKind; home: Home | null; minor: string }>(tx, sql, [id]);
    if (!row) throw refuse('not-found', 'not-found', 'No such act.');
    return { kind: row.kind, home: row.home, amount: Money.lei(BigInt(row.minor)) };
  }
}
