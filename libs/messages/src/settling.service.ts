import { Injectable } from '@nestjs/common';
import { ApprovalsService } from '#libs/approvals/src/index.js';
import { type BankLineId, BankService, cameOf, mustBeThose, namesOf, type OpenLine } from '#libs/banking/src/index.js';
import { Money, newId, type PersonId, type PledgeId, refuse } from '#libs/kernel/src/index.js';
import { LedgerService } from '#libs/ledger/src/index.js';
import { BroughtService } from '#libs/pledges/src/index.js';
import { rowsOf, Trail, type Tx } from '#libs/platform/src/index.js';
import { KEEPS_PART, LINE, type SettlementId } from './message.js';
import { carries, lockSettlement, settlementLines, type SettlementRow } from './message.rows.js';
import { feeKept, messageKey } from './messages.postings.js';

/** An aggregator's transfer stands in the statement, and each message that it pays counts whole. */
@Injectable()
export class SettlingService {
  constructor(
    private readonly bank: BankService,
    private readonly brought: BroughtService,
    private readonly ledger: LedgerService,
    private readonly approvals: ApprovalsService,
    private readonly trail: Trail,
  ) {}

  /**
   * A line is this settlement's: it counts when its lines come to what the aggregator pays, carry its reference, and it keeps no more
   * than a third; else a second of the staff is asked, or it waits. By nobody when the list came after the line. Throws `settlement-over`, `line-claimed`, `transfer-mismatch` for another currency.
   */
  async bring(
    tx: Tx,
    { lineId, id, by }: { lineId: BankLineId; id: SettlementId; by: PersonId | null },
  ): Promise<'counted' | 'waits'> {
    const settlement = await lockSettlement(tx, id);
    if (settlement.state !== 'open') throw settlementOver();
    const line = await this.bank.openReceipt(tx, lineId);
    if (!line) throw refuse('conflict', 'line-claimed', 'This line belongs to something else already.');
    if (line.amount.currency !== 'MDL')
      throw refuse('conflict', 'transfer-mismatch', 'The currencies differ.', { line: line.amount.currency, pledge: 'MDL' }); // prettier-ignore
    const sure = carries(`${line.purpose ?? ''} ${line.reference}`, settlement.reference);
    await tx.query(
      `insert into messages.settlement_line (line_id, settlement_id, sure, by, at) values ($1, $2, $3, $4, platform.now())
       on conflict (line_id) do update set settlement_id = excluded.settlement_id, sure = excluded.sure, by = excluded.by, at = excluded.at`,
      [lineId, id, sure, by],
    );
    await this.note(tx, 'settlement.came', id, by, { line: lineId });
    return this.count(tx, settlement, by);
  }

  /**
   * What was asked is so (`agreed`: of which lines), or nothing had to be asked: it counts when its lines come to its sum. Throws
   * `lines-changed` when others are its own by now.
   */
  async count(
    tx: Tx,
    { id, aggregatorId, net, fee }: SettlementRow,
    by: PersonId | null,
    agreed: unknown = null,
  ): Promise<'counted' | 'waits'> {
    const lines = await settlementLines(tx, id);
    if (agreed !== null) mustBeThose(lines, agreed);
    if (cameOf(lines) !== BigInt(net)) return 'waits';
    if (agreed === null && (lines.some(({ sure }) => !sure) || keepsMuch(BigInt(fee), BigInt(net))))
      return this.ask(tx, { id, lines }, by!);
    for (const line of lines) await this.bank.claimLine(tx, line.id, `settlement:${id}`);
    if (BigInt(fee) > 0n) await this.ledger.postAnew(tx, feeKept({ id, aggregatorId, fee: Money.lei(BigInt(fee)) }));
    const messages = await rowsOf<{ id: PledgeId }>(
      tx,
      'select id from messages.message where settlement_id = $1 order by project_id, id for update',
      [id],
    );
    for (const message of messages) {
      await this.ledger.reverseStanding(tx, messageKey(message), { reason: 'message-settled' });
      await this.brought.count(tx, message.id, { settlement: id });
    }
    await tx.query(`update messages.settlement set state = 'counted', ended_at = platform.now() where id = $1`, [id]);
    await this.note(tx, 'settlement.counted', id, by, { messages: messages.length });
    return 'counted';
  }

  /** Lines that do not carry the reference come to the whole, or much of it is kept: a second of the staff is asked whether that is right. */
  private async ask(
    tx: Tx,
    { id, lines }: { id: SettlementId; lines: readonly OpenLine[] },
    by: PersonId,
  ): Promise<'waits'> {
    // prettier-ignore
    const subject = `settlement:${id}`;
    await this.approvals.drop(tx, { kind: LINE, subject }, { by, reason: 'came' });
    const payload = { settlement: id, lines: namesOf(lines) };
    await this.approvals.ask(tx, { id: newId<'Approval'>(), kind: LINE, subject, office: 'operator', by, payload });
    return 'waits';
  }

  private note(tx: Tx, action: string, id: SettlementId, actor: PersonId | null, data: object): Promise<void> {
    return this.trail.add(tx, { actor, action, subject: `settlement:${id}`, data: { ...data } });
  }
}

/** Whether an aggregator keeps so much of a list that two people say whether that is right. */
export function keepsMuch(fee: bigint, net: bigint): boolean {
  return fee * KEEPS_PART > fee + net;
}

/** Nothing can be done with a settlement any more. */
export function settlementOver(): Error {
  return refuse('conflict', 'settlement-over', 'This settlement was counted or dropped.');
}
