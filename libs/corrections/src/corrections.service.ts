import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { ApprovalsService } from '#libs/approvals/src/index.js';
import { StaffService } from '#libs/identity/src/index.js';
import { Money, oneLine, type PersonId, refuse } from '#libs/kernel/src/index.js';
import { JournalsQueries, type Reversal, type SeenJournal } from '#libs/ledger/src/index.js';
import { Database, rowsOf, Trail, type Tx } from '#libs/platform/src/index.js';
import { type ByHand, wayOf } from './correctable.js';
import { type CorrectionId, LAPSE_DAYS, reasonIn } from './correction.js';
import { TakingBackService } from './taking-back.service.js';

const KIND = 'correction';

/** What is to be corrected and why. The id is the caller's: asking again changes nothing. */
export interface AskCorrection {
  readonly id: CorrectionId;
  /** The number of the journal that is wrong. */
  readonly journalId: string;
  /** 10 to 300 characters, for everybody to read. */
  readonly reason: string;
}

interface Asked {
  readonly journalId: string;
  readonly reason: string;
}

/** Act 50: what a person booked by mistake is taken back by two, and stands in the books beside what takes it back. */
@Injectable()
export class CorrectionsService {
  constructor(
    private readonly db: Database,
    private readonly staff: StaffService,
    private readonly approvals: ApprovalsService,
    private readonly journals: JournalsQueries,
    private readonly rooms: TakingBackService,
    private readonly trail: Trail,
  ) {}

  /**
   * The first signature; everything is tried, so that nobody is asked to sign what cannot be. Throws `not-found`,
   * `correction-reason` (params `min`, `max`), `correction-other-way` (param `way`) for what has a way back of its own, `correction-made`,
   * `approval-waiting`, `correction-reused`, and as `confirm` what stands against it.
   */
  async ask({ id, journalId, reason }: AskCorrection, by: PersonId): Promise<void> {
    const words = oneLine(reason);
    await this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      const earlier = await this.asked(tx, id);
      if (earlier?.journalId === journalId && earlier.reason === words) return;
      if (earlier) throw refuse('conflict', 'correction-reused', 'The id of this question was used for another.');
      const journal = await this.journals.find({ id: journalId }, tx);
      if (!journal) throw refuse('not-found', 'not-found', 'No such journal.');
      const room = roomOf(journal);
      reasonIn(words);
      await tx.query('savepoint trying');
      await this.rooms.of(tx, room, { journal, reversal: reversalOf(id, words) });
      await tx.query('rollback to savepoint trying');
      const subject = `journal:${journalId}`;
      const amount = await this.amountOf(tx, journal);
      const payload = {
        kind: journal.kind,
        words: digestOf(words),
        amount: amount.toString(),
        currency: amount.currency,
      };
      await this.approvals.ask(tx, { id, kind: KIND, subject, office: 'operator', by, payload });
      await tx.query(
        'insert into corrections.correction (id, journal_id, reason, amount_minor, currency) values ($1, $2, $3, $4, $5)',
        [id, journalId, words, amount.minor.toString(), amount.currency],
      );
    });
  }

  /**
   * The second signature: the journal is reversed, and what it had settled is open again, in one transaction. Throws
   * `second-person-needed`, `approval-decided`, `correction-made`, `correction-changed` when what it is about means something
   * else by now, `correction-bought-first`, `correction-project-over`, `correction-gift-gone`, `order-spent`, `refund-shared`, and `not-enough` when what it takes back is free no more.
   */
  async confirm(id: CorrectionId, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      const asked = await this.mustFind(tx, id);
      await this.approvals.give(tx, id, by);
      const journal = (await this.journals.find({ id: asked.journalId }, tx))!;
      const reversal = reversalOf(id, asked.reason);
      const { journalId } = await this.rooms.of(tx, roomOf(journal), { journal, reversal });
      await tx.query('update corrections.correction set reversal_id = $2, done_at = platform.now() where id = $1', [
        id,
        journalId,
      ]);
      const data = { correction: id, kind: journal.kind, reversal: journalId };
      await this.trail.add(tx, { actor: by, action: 'correction.made', subject: `journal:${journal.id}`, data });
    });
  }

  /** The second person says no: everything stays as it is. Throws `second-person-needed`, `approval-decided`, `approval-reason`. */
  async refuse(id: CorrectionId, by: PersonId, reason: string): Promise<void> {
    await this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      await this.mustFind(tx, id);
      await this.approvals.refuse(tx, id, by, reason);
    });
  }

  /** Whoever asked takes it back. Throws `not-found` for anybody else, `approval-decided`. */
  async withdraw(id: CorrectionId, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      await this.mustFind(tx, id);
      await this.approvals.withdraw(tx, id, by);
    });
  }

  /** What nobody has signed within fourteen days has come to nothing. */
  async lapseDue(): Promise<void> {
    await this.db.transaction(async (tx) => {
      const due = await rowsOf<{ id: CorrectionId }>(
        tx,
        `select id from approvals.approval where kind = $1 and state = 'waiting' and asked_at <= platform.now() - make_interval(days => $2) order by id`,
        [KIND, LAPSE_DAYS],
      );
      for (const { id } of due) await this.approvals.lapse(tx, id);
    });
  }

  /** How much is taken back: what came to the bank together is taken back together, and else the journal's first movement says it. */
  private async amountOf(tx: Tx, { ref, postings }: SeenJournal): Promise<Money> {
    const [whole] = await rowsOf<{ minor: string }>(
      tx,
      `select sum_minor as minor from cash.deposit where id::text = $1
       union all select gross_minor from messages.settlement where id::text = $2`,
      [ref.deposit ?? null, ref.settlement ?? null],
    );
    return whole ? Money.lei(BigInt(whole.minor)) : postings[0]!.amount;
  }

  private async mustFind(tx: Tx, id: CorrectionId): Promise<Asked> {
    const asked = await this.asked(tx, id);
    if (!asked) throw refuse('not-found', 'not-found', 'No such correction.');
    return asked;
  }

  private async asked(tx: Tx, id: CorrectionId): Promise<Asked | null> {
    const sql = 'select journal_id as "journalId", reason from corrections.correction where id = $1';
    return (await rowsOf<Asked>(tx, sql, [id]))[0] ?? null;
  }
}

/** Who takes this journal back by hand. Throws for what was taken back already and for what has a way of its own. */
function roomOf(journal: SeenJournal): ByHand {
  const way = wayOf(journal);
  if ('own' in way)
    throw refuse('conflict', 'correction-other-way', `It is set right by ${way.own}.`, { way: way.own });
  if (journal.reversedBy) throw refuse('conflict', 'correction-made', 'It was taken back already.');
  return way.hand;
}

function reversalOf(id: CorrectionId, words: string): Reversal {
  return { reason: 'corrected', ref: { correction: id, words: digestOf(words) } };
}

/** What the books carry of the public reason: who keeps the books cannot change its words later. */
function digestOf(words: string): string {
  return createHash('sha256').update(words).digest('hex');
}
