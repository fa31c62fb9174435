import { Injectable } from '@nestjs/common';
import { Money, type ProjectId } from '#libs/kernel/src/index.js';
import { PARTIES, type Party } from '#libs/ledger/src/index.js';
import { Clock, Database } from '#libs/platform/src/index.js';

/** The states of a leu, in their order; each leu stands in exactly one. */
export interface WaterfallRow {
  readonly source: 'people' | Party;
  readonly promised: Money;
  /** By a legal act; the people's money needs none and is never here. */
  readonly authorised: Money;
  /** In the operator's hands, or for others: paid by their treasury. */
  readonly held: Money;
  /** Sent to the authority and not yet spent; null for others: Plai follows only the people's money so far. */
  readonly released: Money | null;
  /** Of `released`: still on its way to the authority's account. */
  readonly inTransit: Money | null;
  readonly spent: Money | null;
  readonly proven: Money | null;
}

/** Where every leu of a project stands. */
export interface Waterfall {
  readonly asOf: Date;
  /** The people first, then every party that has promised, authorised or paid something. */
  readonly rows: readonly WaterfallRow[];
  /** Of the others together, by the invoices that the town hall has entered: what their money paid, unproven and proven. */
  readonly others: { readonly spent: Money; readonly proven: Money };
  /** Work and materials, valued; in no sum of money. */
  readonly inKind: Money;
}

/** Where the lei of a project are, source by source. */
@Injectable()
export class WaterfallQueries {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /** The six states of a leu of a project, now. */
  async of(projectId: ProjectId): Promise<Waterfall> {
    const rows = await this.db.publicRows<{ name: string; minor: string }>(STANDING, [
      `project/${projectId}`,
      projectId,
    ]);
    const standing = new Map(rows.map(({ name, minor }) => [name, BigInt(minor)]));
    const lei = (...names: string[]) => Money.lei(names.reduce((sum, name) => sum + (standing.get(name) ?? 0n), 0n));
    const people: WaterfallRow = {
      source: 'people',
      promised: lei('promised'),
      authorised: lei(),
      held: lei('claim'),
      released: lei('released', 'in-transit', 'town-unspent'),
      inTransit: lei('released', 'in-transit'),
      spent: lei('spent'),
      proven: lei('proven'),
    };
    const parties = PARTIES.map((party): WaterfallRow => ({
      source: party,
      promised: lei(`${party}-promised`),
      authorised: lei(`${party}-authorised`),
      held: lei(`${party}-paid`),
      ...{ released: null, inTransit: null, spent: null, proven: null },
    }));
    const active = parties.filter(({ promised, authorised, held }) =>
      [promised, authorised, held].some((m) => !m.isZero()),
    );
    return {
      asOf: await this.clock.now(),
      rows: [people, ...active],
      others: { spent: lei('others-entered'), proven: lei('others-proven') },
      inKind: lei('inkind-valued'),
    };
  }
}

const STANDING = `
select name, balance as minor from ledger.account_balance where owner = $1
union all
select 'in-transit', coalesce(sum(amount_minor), 0) from banking.payment_order
 where project_id = $2 and kind = 'release' and state in ('ordered', 'in-transit')
union all
select 'others-' || state, sum(amount_minor - people_minor) from delivery.invoice
 where project_id = $2 and state in ('entered', 'proven') group by state`;
