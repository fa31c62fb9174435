import { Injectable } from '@nestjs/common';
import { StaffService } from '#libs/identity/src/index.js';
import { type PersonId, type ProjectId, refuse } from '#libs/kernel/src/index.js';
import { LedgerService } from '#libs/ledger/src/index.js';
import { type BankLine, BankService, sourceOf } from '#libs/banking/src/index.js';
import { Database, rowsOf, Trail } from '#libs/platform/src/index.js';
import { WindingService } from '#libs/pledges/src/index.js';
import { ProjectMoney } from './project-money.js';
import { moneyBack } from './tranche.postings.js';

/** Money that a town hall sends back because it did not need it. */
@Injectable()
export class MoneyBackService {
  constructor(
    private readonly db: Database,
    private readonly staff: StaffService,
    private readonly bank: BankService,
    private readonly money: ProjectMoney,
    private readonly ledger: LedgerService,
    private readonly winding: WindingService,
    private readonly trail: Trail,
  ) {}

  /**
   * Takes a line of the bank's statement (it has its two signatures) as unspent money of a project: it stands in the
   * claim again, and where the project has ended it is shared out like what was left then. A repeat changes nothing. Throws `line-claimed`, `back-over-unspent` (params `left`) when the town hall does not have
   * so much unspent, `not-found` to others than staff and for other currencies.
   */
  async take(lineId: BankLine['id'], projectId: ProjectId, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      const campaign = await this.money.hold(tx, projectId);
      const line = await this.bank.claimLine(tx, lineId, `return:${projectId}`);
      const { amount } = line;
      if (amount.currency !== 'MDL') throw refuse('not-found', 'not-found', 'Tranches are paid and come back in lei.');
      const rows = await rowsOf(
        tx,
        `insert into delivery.money_back (line_id, project_id, amount_minor, by, at) values ($1, $2, $3, $4, platform.now())
         on conflict do nothing returning 1`,
        [lineId, projectId, amount.minor.toString(), by],
      );
      if (rows.length === 0) return;
      const left = await this.money.unspent(tx, projectId);
      if (left.compare(amount) < 0) {
        throw refuse('conflict', 'back-over-unspent', 'Less than that is unspent.', { left });
      }
      await this.ledger.postAnew(tx, moneyBack({ lineId, from: sourceOf(line), projectId, amount }));
      await this.winding.shareOut(tx, campaign);
      const data = { line: lineId, amount: amount.toString() };
      await this.trail.add(tx, { actor: by, action: 'delivery.money-back', subject: `project:${projectId}`, data });
    });
  }
}
