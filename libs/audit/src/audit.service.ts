import { Injectable } from '@nestjs/common';
import { HoldsService } from '#libs/banking/src/index.js';
import { addDays, civilDate, type ProjectId, startOfDay } from '#libs/kernel/src/index.js';
import { Clock, Database, Outbox, rowsOf } from '#libs/platform/src/index.js';
import { auditBroken } from './audit.events.js';
import { BOOKS_CHECKS } from './books.checks.js';
import { CAMPAIGNS_CHECKS } from './campaigns.checks.js';
import { CASH_CHECKS } from './cash.checks.js';
import { CHAIN_CHECKS } from './chain.checks.js';
import { CLEARING_CHECKS } from './clearing.checks.js';
import { CORRECTIONS_CHECKS } from './corrections.checks.js';
import { DELIVERY_CHECKS } from './delivery.checks.js';
import { DISPUTES_CHECKS } from './disputes.checks.js';
import { type Answer, type Check, type Finding, type Found, foundHere, foundIn, questionOf } from './finding.js';
import { FUNDS_CHECKS } from './funds.checks.js';
import { GIFTS_CHECKS } from './gifts.checks.js';
import { LINES_CHECKS } from './lines.checks.js';
import { MATCHING_CHECKS } from './matching.checks.js';
import { MEMO_CHECKS } from './memo.checks.js';
import { MESSAGES_CHECKS } from './messages.checks.js';
import { OUTBOX_CHECKS } from './outbox.checks.js';
import { PROGRAMMES_CHECKS } from './programmes.checks.js';
import { STRIPE_CHECKS } from './stripe.checks.js';
import { TotalsAudit } from './totals.audit.js';
import { touchedBy } from './touched.js';
import { VOTES_CHECKS } from './votes.checks.js';

/** Every question of the audit but the totals. */
export const CHECKS: readonly Check[] = [
  ...BOOKS_CHECKS,
  ...CORRECTIONS_CHECKS,
  ...STRIPE_CHECKS,
  ...GIFTS_CHECKS,
  ...CAMPAIGNS_CHECKS,
  ...LINES_CHECKS,
  ...FUNDS_CHECKS,
  ...MATCHING_CHECKS,
  ...DISPUTES_CHECKS,
  ...CLEARING_CHECKS,
  ...MEMO_CHECKS,
  ...PROGRAMMES_CHECKS,
  ...CASH_CHECKS,
  ...MESSAGES_CHECKS,
  ...DELIVERY_CHECKS,
  ...VOTES_CHECKS,
  ...CHAIN_CHECKS,
  ...OUTBOX_CHECKS,
];
/** How much of one check's answer is kept: who breaks everything at once must not fill the disk too. */
const MOST = 200;
const NIGHTLY_MS = (3 * 60 + 10) * 60_000;

/** Looks whether every invariant of the money and the votes holds. */
@Injectable()
export class AuditService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly outbox: Outbox,
    private readonly totals: TotalsAudit,
    private readonly holds: HoldsService,
  ) {}

  /**
   * Asks every check at this moment; empty when all is well. What differs from the run before is stored, and what was
   * found told as `audit.broken`: once as long as the findings stay the same, anew when they come back. Until a run finds
   * nothing there any more, no tranche of what a finding touches is paid.
   */
  async run(): Promise<Finding[]> {
    const lookedAt = await this.clock.now();
    const findings = await this.look();
    await this.store(findings, { lookedAt, nightly: false });
    return findings;
  }

  /** The nightly run: once a night, the first time it is called after ten past three in Chișinău; stored in any case. */
  async runWhenDue(): Promise<void> {
    const now = await this.clock.now();
    const tonight = new Date(startOfDay(civilDate(now)).getTime() + NIGHTLY_MS);
    const due = now < tonight ? new Date(startOfDay(addDays(civilDate(now), -1)).getTime() + NIGHTLY_MS) : tonight;
    const done = await this.db.rows('select 1 from audit.run where nightly and at >= $1 limit 1', [due]);
    if (done.length === 0) await this.store(await this.look(), { lookedAt: now, nightly: true });
  }

  private async look(): Promise<Finding[]> {
    const found: Found[] = [];
    for (const check of CHECKS) {
      const rows = (await this.db.rows<Answer>(questionOf(check, MOST + 1))).map((row) => foundIn(check, row));
      // What is left out may be about anybody: this subject belongs to no project, and so touches all.
      const more = foundHere(check.invariant, 'too-many', { subject: 'audit:more', params: { most: MOST } });
      found.push(...(rows.length > MOST ? [...rows.slice(0, MOST), more] : rows));
    }
    return touchedBy(this.db, [...found, ...(await this.totals.look())]);
  }

  private async store(
    findings: readonly Finding[],
    { lookedAt, nightly }: { lookedAt: Date; nightly: boolean },
  ): Promise<void> {
    await this.db.transaction(async (tx) => {
      const [made] = await rowsOf<{ id: string; news: boolean }>(tx, STORE, [JSON.stringify(findings), nightly]);
      await this.holds.hold(
        tx,
        [...new Set(findings.flatMap(({ projects }): readonly (ProjectId | null)[] => projects ?? [null]))],
        lookedAt,
      );
      if (made?.news) await this.outbox.add(tx, auditBroken(made.id));
    });
  }
}

const STORE = `
with last as (select coalesce((select findings from audit.run order by id desc limit 1), '[]') as findings),
made as (
  insert into audit.run (at, nightly, findings, books_n, books_hash, trail_n, trail_hash)
  select platform.now(), $2, $1::jsonb, s.n, encode(s.hash, 'hex'), t.n, t.hash
    from last
    left join (select n, hash from ledger.seal order by n desc limit 1) s on true
    left join (select n, hash from platform.trail_seal order by n desc limit 1) t on true
   where $2 or last.findings <> $1::jsonb
  returning id)
select made.id, $1::jsonb <> '[]' and last.findings <> $1::jsonb as news from made cross join last`;
