import { Injectable } from '@nestjs/common';
import { type Approval, ApprovalsQueries } from '#libs/approvals/src/index.js';
import { DeliveryQueries } from '#libs/delivery/src/index.js';
import { BodiesQueries } from '#libs/hometowns/src/index.js';
import { PaymentsQueries } from '#libs/payments/src/index.js';
import { DeskQueries, PublicWordsService } from '#libs/pledges/src/index.js';
import { ProjectsQueries } from '#libs/projects/src/index.js';

/** One kind of work that waits for the operator: how much, and since when the oldest. */
export interface Waiting {
  readonly what: 'applications' | 'reviews' | 'tranches' | 'open-lines' | 'orders' | 'returns' | 'words' | 'disputes';
  readonly path: string;
  readonly many: number;
  readonly oldest: Date | null;
}

/** A thing on one of the lists of the queue. */
export interface Item {
  readonly path: string;
  readonly title: string;
  readonly since: Date;
}

/** Everything that waits for the operator. */
export interface Queue {
  readonly approvals: readonly Approval[];
  readonly waiting: readonly Waiting[];
}

/** Gathers what waits for the operator from the rooms that own it. */
@Injectable()
export class QueueService {
  constructor(
    private readonly approvals: ApprovalsQueries,
    private readonly bodies: BodiesQueries,
    private readonly projects: ProjectsQueries,
    private readonly delivery: DeliveryQueries,
    private readonly payments: PaymentsQueries,
    private readonly desk: DeskQueries,
    private readonly words: PublicWordsService,
  ) {}

  /** The whole queue, each kind the oldest first. */
  async all(): Promise<Queue> {
    const [approvals, applied, reviews, tranches, lines, orders, returns, words, disputes] = await Promise.all([
      this.approvals.waiting('operator'),
      this.bodies.listApplied(),
      this.projects.reviewQueue(),
      this.delivery.inStates(['approved']),
      this.payments.openLines(),
      this.payments.orders({ states: ['ordered'] }),
      this.desk.waitingRefunds(),
      this.words.waiting(500),
      this.payments.disputes(),
    ]);
    const open = disputes.filter(({ outcome }) => outcome === null);
    return {
      approvals,
      waiting: [
        kind('applications', '/applications', applied.map(({ appliedAt }) => appliedAt)),
        kind('reviews', '/reviews', reviews.map(({ since }) => since)),
        kind('tranches', '/tranches', tranches.map(({ askedAt }) => askedAt)),
        kind('open-lines', '/bank', lines.map(({ bookedOn }) => new Date(bookedOn))),
        kind('orders', '/orders', orders.map(({ orderedAt }) => orderedAt)),
        kind('returns', '/refunds', returns.map(({ at }) => at)),
        kind('words', '/words', words.map(({ at }) => at)),
        kind('disputes', '/money', open.map(({ openedAt }) => openedAt)),
      ], // prettier-ignore
    };
  }
}

function kind(what: Waiting['what'], path: string, since: readonly Date[]): Waiting {
  const oldest = since.reduce<Date | null>((first, at) => (first === null || at < first ? at : first), null);
  return { what, path, many: since.length, oldest };
}
