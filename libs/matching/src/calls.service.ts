import { Injectable } from '@nestjs/common';
import { type Approval, ApprovalsService } from '#libs/approvals/src/index.js';
import { StaffService } from '#libs/identity/src/index.js';
import { type ApprovalId, newId, oneLine, type PersonId, randomCode, refOf, refuse, refuseFields, refuseWrong } from '#libs/kernel/src/index.js'; // prettier-ignore
import { SECTORS } from '#libs/projects/src/index.js';
import { Database, hold, rowsOf, Trail, type Tx } from '#libs/platform/src/index.js';
import { type Call, CALL_COLUMNS, type CallId, callOf, type CallRow, type Reserve } from './call.js';
import type { FiguresId } from './figures.js';
import { wrongWords } from './words.js';

/** A call as one of the staff enters it; the id is the form's. */
export type EnterCall = Omit<Call, 'ref' | 'state' | 'openedAt' | 'closedAt'>;

const KIND = 'matching-call';
const LONGEST = 80;
const MOST = 99;
const WHOLE = 10_000;
const MOST_DONORS = 999;
const LONGEST_SOURCE = 300;

/** Sponsors' calls. One opens with two signatures, for it says what happens with a sponsor's money; one of the staff closes it at once. */
@Injectable()
export class CallsService {
  constructor(
    private readonly db: Database,
    private readonly staff: StaffService,
    private readonly approvals: ApprovalsService,
    private readonly trail: Trail,
  ) {}

  /**
   * Enters a call and asks a second of the staff. The same again is answered like the first time. Throws `not-found` unless
   * staff, `id-taken`, and fields: `required`, `call-ratio`, `amount-positive`, `call-donors`, `call-days`, `call-place`,
   * `choice` for what no project is about, `call-reserve`, `call-figures` for those that are not signed, `call-until` for a day
   * that is not in its window before the last.
   */
  async enter(entered: EnterCall, by: PersonId): Promise<ApprovalId> {
    const call = tidied(entered);
    return this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      // Of the same sent twice at once the second waits for the first and is answered like it.
      await holdCall(tx, call.id);
      const earlier = await this.find(tx, call.id);
      if (earlier) return mustBeThat(earlier, call);
      await mustBeTowns(tx, call.places, 'call-place');
      if (call.reserve) await mustStand(tx, call.reserve.figuresId);
      const approvalId = newId<'Approval'>();
      const ask = { id: approvalId, kind: KIND, subject: `call:${call.id}`, payload: { call: call.id } };
      await this.approvals.ask(tx, { ...ask, office: 'operator', by });
      await insertCall(tx, call, { approvalId, by });
      return approvalId;
    });
  }

  /**
   * The second signature: gifts draw from it from its first day on. Throws `not-found`, `second-person-needed`,
   * `approval-decided`, `asker-left`.
   */
  async confirm(approvalId: ApprovalId, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      const id = said(await this.approvals.give(tx, approvalId, by));
      await tx.query(`update matching.call set state = 'open', opened_by = $2, opened_at = platform.now() where id = $1`, [id, by]); // prettier-ignore
      await this.trail.add(tx, { actor: by, action: 'call.opened', subject: `call:${id}` });
    });
  }

  /** The second person says no; whoever asked takes it back by the same call. Throws as `confirm`, and `approval-reason`. */
  async refuse(approvalId: ApprovalId, reason: string, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      const id = said(await this.approvals.decline(tx, approvalId, by, reason));
      await tx.query(`update matching.call set state = 'refused' where id = $1`, [id]);
    });
  }

  /**
   * Nothing draws from it any more, from now on; what is drawn stays. Again changes nothing. Throws `not-found`, `call-state`
   * unless it was opened.
   */
  async close(id: CallId, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      await holdCall(tx, id);
      const call = await this.find(tx, id);
      if (!call) throw refuse('not-found', 'not-found', 'No such call.');
      if (call.state === 'closed') return;
      if (call.state !== 'open') throw refuse('conflict', 'call-state', `A call that is ${call.state} is not closed.`);
      await tx.query(`update matching.call set state = 'closed', closed_at = platform.now() where id = $1`, [id]);
      await this.trail.add(tx, { actor: by, action: 'call.closed', subject: `call:${id}` });
    });
  }

  private async find(tx: Tx, id: CallId): Promise<(Call & { readonly approvalId: ApprovalId }) | null> {
    const sql = `select ${CALL_COLUMNS}, c.approval_id as "approvalId" from matching.call c where c.id = $1`;
    const [row] = await rowsOf<CallRow & { approvalId: ApprovalId }>(tx, sql, [id]);
    return row ? { ...callOf(row), approvalId: row.approvalId } : null;
  }
}

/**
 * Holds a call until the transaction ends: after the gift that draws from it, before the books. Its caps and its pool are looked
 * at one by one.
 */
export async function holdCall(tx: Tx, id: CallId): Promise<void> {
  await hold(tx, `call:${id}`);
}

async function insertCall(
  tx: Tx,
  { id, sponsor, num, den, perDonor, perProject, minDonors, places, sectors, opensOn, closesOn, reserve }: EnterCall,
  { approvalId, by }: { approvalId: ApprovalId; by: PersonId },
): Promise<void> {
  await tx.query(
    `insert into matching.call (id, ref, sponsor, num, den, per_donor_minor, per_project_minor, min_donors, places, sectors, opens_on, closes_on,
                                reserve_bp, figures_id, line_minor, line_source, reserve_until, approval_id, asked_by, asked_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, platform.now())`,
    [
      ...[id, refOf('MC', randomCode(6)), sponsor, num, den],
      ...[perDonor, perProject].map((sum) => sum?.minor.toString() ?? null),
      ...[minDonors, places, sectors, opensOn, closesOn, reserve?.bp, reserve?.figuresId, reserve?.line.minor.toString(), reserve?.source, reserve?.until],
      ...[approvalId, by],
    ],
  );
} // prettier-ignore

function tidied({ sponsor, reserve, ...call }: EnterCall): EnterCall {
  const name = oneLine(sponsor);
  const ratio = (part: number) => Number.isSafeInteger(part) && part >= 1 && part <= MOST;
  refuseWrong([
    wrongWords('/sponsor', name, LONGEST),
    !(ratio(call.num) && ratio(call.den)) && { pointer: '/num', code: 'call-ratio' },
    call.perDonor !== null && !call.perDonor.isPositive() && { pointer: '/perDonor', code: 'amount-positive' },
    call.perProject !== null && !call.perProject.isPositive() && { pointer: '/perProject', code: 'amount-positive' },
    call.minDonors !== null && !(Number.isSafeInteger(call.minDonors) && call.minDonors >= 2 && call.minDonors <= MOST_DONORS) && { pointer: '/minDonors', code: 'call-donors' }, // prettier-ignore
    !call.sectors.every((sector) => SECTORS.includes(sector)) && { pointer: '/sectors', code: 'choice' },
    call.closesOn < call.opensOn && { pointer: '/closesOn', code: 'call-days' },
    ...(reserve ? wrongIn(reserve, call) : []),
  ]);
  const kept = reserve && { ...reserve, source: oneLine(reserve.source) };
  return {
    ...call,
    sponsor: name,
    places: [...new Set(call.places)].sort(),
    sectors: [...new Set(call.sectors)].sort(),
    reserve: kept,
  };
}

function wrongIn({ bp, line, source, until }: Reserve, { opensOn, closesOn }: Omit<EnterCall, 'sponsor' | 'reserve'>) {
  return [
    !(Number.isSafeInteger(bp) && bp >= 1 && bp <= WHOLE) && { pointer: '/reserve', code: 'call-reserve' },
    !line.isPositive() && { pointer: '/line', code: 'amount-positive' },
    wrongWords('/lineSource', oneLine(source), LONGEST_SOURCE),
    until !== null && (until < opensOn || until >= closesOn) && { pointer: '/reserveUntil', code: 'call-until' },
  ];
}

/** Throws the field `code` of `/places` unless every place has a town hall of its own. */
export async function mustBeTowns(tx: Tx, places: readonly string[], code: string): Promise<void> {
  const sql = 'select code from hometowns.place where code = any($1) and self_governing';
  const known = await rowsOf(tx, sql, [places]);
  if (known.length !== places.length) throw refuseFields({ pointer: '/places', code });
}

async function mustStand(tx: Tx, id: FiguresId): Promise<void> {
  const found = await rowsOf(tx, `select 1 from matching.figures where id = $1 and state = 'standing'`, [id]);
  if (found.length === 0) throw refuseFields({ pointer: '/figuresId', code: 'call-figures' });
}

function mustBeThat(earlier: Call & { readonly approvalId: ApprovalId }, call: EnterCall): ApprovalId {
  const said = ({ sponsor, num, den, perDonor, perProject, minDonors, places, sectors, opensOn, closesOn, reserve }: EnterCall) =>
    JSON.stringify([sponsor, num, den, perDonor, perProject, minDonors, places, sectors, opensOn, closesOn, reserve && [reserve.bp, reserve.figuresId, reserve.line, reserve.source, reserve.until]]); // prettier-ignore
  if (said(earlier) !== said(call)) throw refuse('conflict', 'id-taken', 'The id belongs to another call.');
  return earlier.approvalId;
}

/** Which call an approval is about; throws `not-found` for one of another thing. */
function said({ kind, payload }: Approval): CallId {
  if (kind !== KIND) throw refuse('not-found', 'not-found', 'No such call.');
  return payload.call as CallId;
}
