import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Approval, ApprovalsQueries, ApprovalsService } from '#libs/approvals/src/index.js';
import { type BankLineId, BankService } from '#libs/banking/src/index.js';
import { StaffService } from '#libs/identity/src/index.js';
import { type ApprovalId, Money, newId, type PersonId, type PledgeId, refuse } from '#libs/kernel/src/index.js';
import { Database, rowsOf, Trail, type Tx } from '#libs/platform/src/index.js';
import { type Aggregator, LINE, type SettlementId, type SettlementSaid } from './message.js';
import { carries, lockAggregator, lockSettlement, readSettlements, type SettlementRow } from './message.rows.js';
import { keepsMuch, settlementOver, SettlingService } from './settling.service.js';
import { TroublesService } from './troubles.service.js';

/** Why a list is not taken. */
type WhyNot = 'other-content' | 'reference' | 'sums' | 'unknown' | 'settled' | 'gross';

interface Listed {
  readonly id: PledgeId;
  readonly minor: string;
  readonly refused: string | null;
  readonly settled: SettlementId | null;
}

/** What aggregators pay: the list of messages, and the line of the statement that carries its reference, whichever comes first. */
@Injectable()
export class SettlementsService {
  constructor(
    private readonly db: Database,
    private readonly staff: StaffService,
    private readonly bank: BankService,
    private readonly settling: SettlingService,
    private readonly approvals: ApprovalsService,
    private readonly asked: ApprovalsQueries,
    private readonly troubles: TroublesService,
    private readonly trail: Trail,
  ) {}

  /**
   * Takes a list of messages that one transfer pays, once however often it is told; it counts when the transfer stands in the
   * statement. Throws `settlement-refused` (param `why`) and tells the staff, when its reference is another list's or does not begin
   * with the aggregator's key, the sums do not agree, or a message is no gift or was settled already.
   */
  async list(aggregator: Aggregator, said: SettlementSaid): Promise<SettlementId> {
    const request = createHash('sha256').update(JSON.stringify([said.messages, said.gross.toString(), said.fee.toString(), said.net.toString()])).digest('hex'); // prettier-ignore
    const taken = await this.db.transaction(async (tx) => {
      await lockAggregator(tx, aggregator.id);
      const known = await this.listed(tx, aggregator, said);
      if (known?.request === request) return known.id;
      const why = known ? 'other-content' : await this.wrong(tx, aggregator, said);
      if (typeof why !== 'string') return this.keep(tx, { aggregator, said, request, ids: why });
      await this.troubles.note(tx, { aggregatorId: aggregator.id, kind: 'settlement', ref: said.reference, why, digest: request }); // prettier-ignore
      return { why };
    });
    if (typeof taken === 'object')
      throw refuse('conflict', 'settlement-refused', `This list is not taken: ${taken.why}.`, taken);
    return taken;
  }

  /**
   * One of the staff says that a line of the statement is this settlement's. It counts when the sums are equal and the line carries
   * its reference; without it, or when more than a third is kept, a second of the staff is asked, and else it waits for what is missing. Throws `not-found`, `line-claimed`, `settlement-over`, `transfer-mismatch`.
   */
  async attach(lineId: BankLineId, id: SettlementId, by: PersonId): Promise<'counted' | 'waits'> {
    return this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      const again = 'select 1 from banking.line where id = $1 and claimed_by = $2';
      if ((await rowsOf(tx, again, [lineId, `settlement:${id}`])).length > 0) return 'counted';
      return this.settling.bring(tx, { lineId, id, by });
    });
  }

  /** A line of a statement whose text carries the reference of one open settlement is that settlement's. */
  async matchByReference(tx: Tx, lineId: BankLineId, by: PersonId): Promise<void> {
    const line = await this.bank.openReceipt(tx, lineId);
    if (line?.amount.currency !== 'MDL') return;
    const open = await readSettlements(tx, `s.state = 'open'`, []);
    const found = open.filter(({ reference }) => carries(`${line.purpose ?? ''} ${line.reference}`, reference));
    if (found.length === 1) await this.settling.bring(tx, { lineId, id: found[0]!.id, by });
  }

  /**
   * The list was wrong: its messages wait for another one, which may carry the same reference. By one of the staff. Throws
   * `settlement-over` when it was counted.
   */
  async drop(id: SettlementId, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      const { state } = await lockSettlement(tx, id);
      if (state === 'dropped') return;
      if (state !== 'open') throw settlementOver();
      await this.approvals.drop(tx, { kind: LINE, subject: `settlement:${id}` }, { by, reason: 'dropped' });
      await tx.query('update messages.message set settlement_id = null where settlement_id = $1', [id]);
      await tx.query(`update messages.settlement set state = 'dropped', ended_at = platform.now() where id = $1`, [id]);
      await this.trail.add(tx, { actor: by, action: 'settlement.dropped', subject: `settlement:${id}` });
    });
  }

  /** The second of the staff says so too: it counts. Throws `second-person-needed`, `approval-decided`, `settlement-over`, `lines-changed`. */
  async confirmLines(approvalId: ApprovalId, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      const settlement = await this.mustDecide(tx, approvalId, by);
      const { payload } = await this.approvals.give(tx, approvalId, by);
      if (settlement.state !== 'open') throw settlementOver();
      await this.settling.count(tx, settlement, by, payload.lines);
    });
  }

  /** He says no: the lines are not its own; whoever asked takes it back by the same call. Throws as `confirmLines`, `approval-reason`. */
  async refuseLines({ id }: Approval, reason: string, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      const settlement = await this.mustDecide(tx, id, by);
      await this.approvals.decline(tx, id, by, reason);
      await tx.query('delete from messages.settlement_line where settlement_id = $1 and not sure', [settlement.id]);
    });
  }

  private async mustDecide(tx: Tx, approvalId: ApprovalId, by: PersonId): Promise<SettlementRow> {
    await this.staff.mustBe(tx, by);
    const approval = await this.asked.find(approvalId, tx);
    if (approval?.kind !== LINE) throw refuse('not-found', 'not-found', 'No such question.');
    return lockSettlement(tx, approval.payload.settlement as SettlementId);
  }

  private async listed(
    tx: Tx,
    { id }: Aggregator,
    { reference }: SettlementSaid,
  ): Promise<{ id: SettlementId; request: string } | null> {
    const [row] = await rowsOf<{ id: SettlementId; request: string }>(
      tx,
      `select id, request from messages.settlement where aggregator_id = $1 and reference = $2 and state <> 'dropped'`,
      [id, reference],
    );
    return row ?? null;
  }

  /** The messages of a list; or why it is not taken. */
  private async wrong(
    tx: Tx,
    { id, key }: Aggregator,
    { reference, messages, gross, fee, net }: SettlementSaid,
  ): Promise<WhyNot | PledgeId[]> {
    // The line of a statement that carries it is this aggregator's by nobody's word: nobody else's may carry it too.
    if (!reference.startsWith(`${key.toUpperCase()}-`)) return 'reference';
    if (!net.isPositive() || !gross.equals(net.plus(fee))) return 'sums';
    const rows = await rowsOf<Listed>(
      tx,
      `select id, lei_minor::text as minor, refused, settlement_id as settled from messages.message
        where aggregator_id = $1 and ref = any($2) order by id for update`,
      [id, messages],
    );
    if (rows.length < messages.length || rows.some(({ refused }) => refused !== null)) return 'unknown';
    if (rows.some(({ settled }) => settled !== null)) return 'settled';
    const sum = rows.reduce((lei, { minor }) => lei.plus(Money.lei(BigInt(minor))), Money.lei(0n));
    return sum.equals(gross) ? rows.map((row) => row.id) : 'gross';
  }

  private async keep(
    tx: Tx,
    { aggregator, said, request, ids }: { aggregator: Aggregator; said: SettlementSaid; request: string; ids: readonly PledgeId[] }, // prettier-ignore
  ): Promise<SettlementId> {
    const [id, { gross, fee, net }] = [newId<'Settlement'>() as SettlementId, said];
    await tx.query(
      `insert into messages.settlement (id, aggregator_id, reference, request, gross_minor, fee_minor, net_minor, received_at)
       values ($1, $2, $3, $4, $5, $6, $7, platform.now())`,
      [id, aggregator.id, said.reference, request, ...[gross, fee, net].map(({ minor }) => minor.toString())],
    );
    await tx.query('update messages.message set settlement_id = $1 where id = any($2)', [id, ids]);
    if (!keepsMuch(fee.minor, net.minor)) await this.findLines(tx, id, said.reference);
    return id;
  }

  /** Its transfer may stand in the statement already; of a list of which much is kept a person says so, and a second. */
  private async findLines(tx: Tx, id: SettlementId, reference: string): Promise<void> {
    const lines = await rowsOf<{ id: BankLineId; text: string }>(
      tx,
      `select id, concat_ws(' ', purpose, reference) as text from banking.line where state = 'confirmed' and claimed_by is null
          and currency = 'MDL' and meaning in ('gift', 'unidentified') order by booked_on, id`,
    );
    for (const line of lines.filter(({ text }) => carries(text, reference)))
      if ((await this.settling.bring(tx, { lineId: line.id, id, by: null })) === 'counted') return;
  }
}
