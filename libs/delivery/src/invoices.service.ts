import { Injectable } from '@nestjs/common';
import { MembersQueries } from '#libs/hometowns/src/index.js';
import {
  type CivilDate,
  civilDate,
  type FileId,
  Money,
  type PersonId,
  type ProjectId,
  refuse,
  refuseFields,
} from '#libs/kernel/src/index.js';
import { LedgerService } from '#libs/ledger/src/index.js';
import { Clock, Database, Files, rowsOf, Trail, type Tx } from '#libs/platform/src/index.js';
import { type BudgetLineId, builtLinesOf, isLeftOut, type ProjectPlan, ProjectsQueries, type ProjectState } from '#libs/projects/src/index.js'; // prettier-ignore
import { type InvoiceId, type InvoiceMoney, invoiceProven, invoiceSpent, spentKey } from './invoice.postings.js';
import { mustHavePlan } from './plan.js';
import { ProjectMoney } from './project-money.js';
import type { RequestId } from './tranche.postings.js';

/** A supplier's invoice against a line of the estimate. */
export interface EnterInvoice {
  readonly id: InvoiceId;
  readonly projectId: ProjectId;
  readonly lineId: BudgetLineId;
  readonly supplier: string;
  readonly number: string;
  readonly date: CivilDate;
  readonly amount: Money;
  /** The part paid from the people's money; the rest was paid by other sources. The whole when left out. */
  readonly fromPeople?: Money;
  readonly file: FileId;
  /** The request whose tranche paid it, when it can be said. */
  readonly requestId?: RequestId | null;
}

/** The act that proves that what an invoice paid for is there. */
export interface AcceptanceDocument {
  readonly number: string;
  readonly date: CivilDate;
  readonly file: FileId;
}

interface InvoiceRow {
  readonly id: InvoiceId;
  readonly projectId: ProjectId;
  readonly lineId: BudgetLineId;
  readonly people: string;
  readonly state: 'entered' | 'proven' | 'cancelled';
}

/** Also a project that was given up: what its town hall had received stays to be accounted for. */
const TAKES_INVOICES: readonly ProjectState[] = ['in-delivery', 'cancelled'];

/** What the town hall has bought: entered by mayor or accountant, proven by an act, never more than it has received. */
@Injectable()
export class InvoicesService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly files: Files,
    private readonly members: MembersQueries,
    private readonly projects: ProjectsQueries,
    private readonly money: ProjectMoney,
    private readonly ledger: LedgerService,
    private readonly trail: Trail,
  ) {}

  /**
   * Enters an invoice; its part from the people's money is spent from what the town hall has received. A repeat changes
   * nothing. Throws `supplier-missing`, `number-missing`, `line-unknown`, `line-left-out`, `amount-missing`, `from-people`, `date-future`,
   * `document-missing`, `spent-over-received` (params `left`), `invoice-known`, `role-missing`, `project-state` unless it is in
   * delivery, or cancelled with money unspent.
   */
  async enter(invoice: EnterInvoice, by: PersonId): Promise<void> {
    const people = invoice.fromPeople ?? invoice.amount;
    mustBeWhole(invoice, people);
    await this.mustBeOwn(invoice.file, by, '/file');
    await this.db.transaction(async (tx) => {
      const plan = await this.mustActFor(tx, invoice.projectId, by);
      if (!TAKES_INVOICES.includes(plan.project.state)) throw nothingDelivered();
      mustBeDone(plan, invoice.lineId);
      await this.mustBePast(tx, invoice.date);
      const { state } = await this.money.hold(tx, invoice.projectId);
      if (!(await this.insert(tx, { ...invoice, people }, by))) return;
      const left = await this.money.unspent(tx, invoice.projectId);
      if (state === 'cancelled' && left.isZero()) throw nothingDelivered();
      if (left.compare(people) < 0) {
        throw refuse('conflict', 'spent-over-received', 'More than the town hall has received.', { left });
      }
      if (people.isPositive()) await this.ledger.post(tx, invoiceSpent({ ...invoice, people }));
      await this.note(tx, 'entered', { id: invoice.id, projectId: invoice.projectId, by });
    });
  }

  /** Proves an invoice by an act of acceptance; again with the same act changes nothing. Throws `invoice-state`, `document-missing`, `date-future`. */
  async prove(id: InvoiceId, act: AcceptanceDocument, by: PersonId): Promise<void> {
    if (!act.number.trim()) throw refuseFields({ pointer: '/number', code: 'number-missing' });
    await this.mustBeOwn(act.file, by, '/file');
    await this.db.transaction(async (tx) => {
      const invoice = await this.locked(tx, id, by);
      if (invoice.state === 'proven') return mustBeSameProof(tx, id, act);
      if (invoice.state !== 'entered') throw refuse('conflict', 'invoice-state', 'This invoice was cancelled.');
      await this.mustBePast(tx, act.date);
      await tx.query(
        `update delivery.invoice set state = 'proven', proven_tx = ledger.tx(), act_number = $2, act_on = $3, act_file_id = $4, proven_by = $5,
           proven_at = platform.now() where id = $1`,
        [id, act.number.trim(), act.date, act.file, by],
      );
      const money = moneyOf(invoice);
      if (money.people.isPositive()) await this.ledger.post(tx, invoiceProven(money));
      await this.note(tx, 'proven', { id, projectId: invoice.projectId, by });
    });
  }

  /** Takes an invoice back that was entered by mistake, with the reason; its row stays. Throws `invoice-state` once it is proven, `reason-missing`. */
  async cancel(id: InvoiceId, reason: string, by: PersonId): Promise<void> {
    const text = reason.trim().slice(0, 1000);
    if (!text) throw refuseFields({ pointer: '/reason', code: 'reason-missing' });
    await this.db.transaction(async (tx) => {
      const invoice = await this.locked(tx, id, by);
      if (invoice.state === 'cancelled') return;
      if (invoice.state !== 'entered') throw refuse('conflict', 'invoice-state', 'This invoice is proven.');
      await tx.query(`update delivery.invoice set state = 'cancelled', cancelled_tx = ledger.tx(), cancel_reason = $2, cancelled_at = platform.now() where id = $1`, [id, text]); // prettier-ignore
      if (moneyOf(invoice).people.isPositive())
        await this.ledger.reverse(tx, spentKey(id), { reason: 'invoice-cancelled' });
      await this.note(tx, 'cancelled', { id, projectId: invoice.projectId, by });
    });
  }

  private async insert(tx: Tx, invoice: EnterInvoice & { people: Money }, by: PersonId): Promise<boolean> {
    const { id, projectId, lineId, requestId, supplier, number, date, amount, people, file } = invoice;
    const rows = await rowsOf(
      tx,
      `insert into delivery.invoice (id, project_id, line_id, request_id, supplier, number, issued_on, amount_minor, people_minor,
         file_id, state, entered_by, entered_at)
       values ($1, $2, $3, (select id from delivery.request where id = $4 and project_id = $2), $5, $6, $7, $8, $9, $10, 'entered', $11, platform.now())
       on conflict do nothing returning 1`,
      [
        id, projectId, lineId, requestId ?? null, supplier.trim(), number.trim(), date, amount.minor.toString(),
        people.minor.toString(), file, by,
      ], // prettier-ignore
    );
    if (rows.length > 0) return true;
    const [same] = await rowsOf(
      tx,
      `select 1 from delivery.invoice where id = $1 and project_id = $2 and line_id = $3 and supplier = $4 and number = $5
         and issued_on = $6 and amount_minor = $7 and people_minor = $8`,
      [
        id, projectId, lineId, supplier.trim(), number.trim(), date, amount.minor.toString(), people.minor.toString(),
      ], // prettier-ignore
    );
    if (!same) throw refuse('conflict', 'invoice-known', 'This invoice of this supplier is entered already.');
    return false;
  }

  private async locked(tx: Tx, id: InvoiceId, by: PersonId): Promise<InvoiceRow> {
    const [row] = await rowsOf<InvoiceRow>(
      tx,
      `select id, project_id as "projectId", line_id as "lineId", people_minor as people, state
       from delivery.invoice where id = $1 for update`,
      [id],
    );
    if (!row) throw refuse('not-found', 'not-found', 'No such invoice.');
    await this.mustActFor(tx, row.projectId, by);
    return row;
  }

  private async mustActFor(tx: Tx, projectId: ProjectId, by: PersonId): Promise<ProjectPlan> {
    const plan = await mustHavePlan(this.projects, projectId, tx);
    await this.members.mustHold(tx, by, plan.project.townHallId, ['mayor', 'accountant']);
    return plan;
  }

  private async mustBePast(tx: Tx, date: CivilDate): Promise<void> {
    if (date > civilDate(await this.clock.now(tx))) throw refuseFields({ pointer: '/date', code: 'date-future' });
  }

  private async mustBeOwn(file: FileId, by: PersonId, pointer: string): Promise<void> {
    if (!(await this.files.isFrom(file, by))) throw refuseFields({ pointer, code: 'document-missing' });
  }

  private async note(
    tx: Tx,
    what: 'entered' | 'proven' | 'cancelled',
    { id, projectId, by }: { id: InvoiceId; projectId: ProjectId; by: PersonId },
  ): Promise<void> {
    await this.trail.add(tx, {
      actor: by,
      action: `invoice.${what}`,
      subject: `project:${projectId}`,
      data: { invoice: id },
    });
  }
}

function mustBeWhole({ supplier, number, amount }: EnterInvoice, people: Money): void {
  if (!supplier.trim() || supplier.trim().length > 200)
    throw refuseFields({ pointer: '/supplier', code: 'supplier-missing' });
  if (!number.trim() || number.trim().length > 60) throw refuseFields({ pointer: '/number', code: 'number-missing' });
  if (amount.currency !== 'MDL' || people.currency !== 'MDL') {
    throw refuseFields({ pointer: '/amount/currency', code: 'currency-unknown' });
  }
  if (!amount.isPositive()) throw refuseFields({ pointer: '/amount', code: 'amount-missing' });
  if (people.compare(amount) > 0 || people.compare(Money.lei(0n)) < 0) {
    throw refuseFields({ pointer: '/fromPeople', code: 'from-people' });
  }
}

/** What is not done is not billed. */
function mustBeDone(plan: ProjectPlan, lineId: BudgetLineId): void {
  const line = builtLinesOf(plan).find(({ id }) => id === lineId);
  if (!line) throw refuseFields({ pointer: '/lineId', code: 'line-unknown' });
  if (isLeftOut(line)) throw refuseFields({ pointer: '/lineId', code: 'line-left-out' });
}

function nothingDelivered(): Error {
  return refuse('conflict', 'project-state', 'Nothing is being delivered.');
}

function moneyOf({ id, projectId, lineId, people }: InvoiceRow): InvoiceMoney {
  return { id, projectId, lineId, people: Money.lei(BigInt(people)) };
}

// A paper that is sent in again has another id, so papers are not compared.
async function mustBeSameProof(tx: Tx, id: InvoiceId, { number, date }: AcceptanceDocument): Promise<void> {
  const sql = 'select 1 from delivery.invoice where id = $1 and act_number = $2 and act_on = $3';
  const [same] = await rowsOf(tx, sql, [id, number.trim(), date]);
  if (!same) throw refuse('conflict', 'invoice-state', 'Another act proves this invoice.');
}
