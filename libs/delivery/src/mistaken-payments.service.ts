import { Injectable } from '@nestjs/common';
import { BankService, type BankLineId, correctionChanged } from '#libs/banking/src/index.js';
import { type ProjectId, refuse } from '#libs/kernel/src/index.js';
import { LedgerService, type Posted, type Reversal, type SeenJournal } from '#libs/ledger/src/index.js';
import { rowsOf, type Tx } from '#libs/platform/src/index.js';
import { CampaignGate } from '#libs/projects/src/index.js';
import { ProjectMoney } from './project-money.js';
import { DEAD } from './request.life.js';
import { noteStep, type TrancheRequest } from './request-row.js';
import { type RequestId, trancheReceivedKey } from './tranche.postings.js';

/** What was said of a tranche's payment by mistake, and money taken for a town hall's that was not (act 50). */
@Injectable()
export class MistakenPaymentsService {
  constructor(
    private readonly gate: CampaignGate,
    private readonly bank: BankService,
    private readonly money: ProjectMoney,
    private readonly ledger: LedgerService,
  ) {}

  /**
   * A line was not what this project's town hall sent back: it is nobody's again. Throws `correction-project-over` when the
   * final account is made, `not-enough` when its sum is free no more.
   */
  async untake(tx: Tx, journal: SeenJournal, reversal: Reversal): Promise<Posted> {
    const [project, line] = [journal.project!, journal.ref.line as BankLineId];
    await this.hold(tx, project);
    const taken = await rowsOf(
      tx,
      'select 1 from delivery.money_back where line_id = $1 and project_id = $2 and taken_back_at is null for update',
      [line, project],
    );
    if (taken.length === 0) throw correctionChanged();
    const posted = await this.ledger.reverse(tx, journal.key, reversal);
    await tx.query('update delivery.money_back set taken_back_at = platform.now() where line_id = $1 and taken_back_at is null', [line]); // prettier-ignore
    await this.bank.unclaimLine(tx, line);
    return posted;
  }

  /**
   * The order of this tranche has not come to this end: the tranche stands where it stood before, and what the books of the town
   * hall said of it is taken back. Throws `order-spent` (param `left`) when invoices say that it was spent, `correction-changed`
   * when the tranche has gone on since, `correction-project-over`.
   */
  async undo(tx: Tx, id: RequestId, end: 'arrived' | 'rejected' | 'returned', reversal: Reversal): Promise<void> {
    const request = await this.money.request(tx, id);
    await this.hold(tx, request.projectId);
    if (request.state !== (end === 'arrived' ? 'received' : 'rejected')) throw correctionChanged();
    if (end === 'arrived') await this.unreceive(tx, request, reversal);
    else await mustBeTheLast(tx, request);
    const to = end === 'returned' ? 'received' : 'released';
    await tx.query(
      `update delivery.request set state = $2, received_at = case when $2 = 'received' then received_at end where id = $1`,
      [id, to],
    );
    await noteStep(tx, id, { to, by: null });
  }

  private async unreceive(tx: Tx, { id, projectId, amount }: TrancheRequest, reversal: Reversal): Promise<void> {
    const left = await this.money.unspent(tx, projectId);
    if (left.compare(amount) < 0) throw refuse('conflict', 'order-spent', 'The town hall has spent of it.', { left });
    await this.ledger.reverseStanding(tx, trancheReceivedKey(id), reversal);
  }

  private async hold(tx: Tx, project: ProjectId): Promise<void> {
    const { state } = await this.gate.hold(tx, project);
    if (state === 'completed' || state === 'cancelled')
      throw refuse('conflict', 'correction-project-over', 'The account of the project is made.');
  }
}

/** Nobody has asked for the tranche anew since. */
async function mustBeTheLast(tx: Tx, { id, trancheId }: TrancheRequest): Promise<void> {
  const sql = 'select 1 from delivery.request where tranche_id = $1 and id <> $2 and state <> all ($3)';
  if ((await rowsOf(tx, sql, [trancheId, id, DEAD])).length > 0) throw correctionChanged();
}
