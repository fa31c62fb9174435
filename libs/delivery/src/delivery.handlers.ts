import { Injectable, type OnModuleInit } from '@nestjs/common';
import { isId, type VoteId } from '#libs/kernel/src/index.js';
import { Handlers, type StoredEvent, type Tx } from '#libs/platform/src/index.js';
import { DecisionsService } from './decisions.service.js';
import type { RequestId } from './tranche.postings.js';

/** What this room does when votes close and the bank has news. */
@Injectable()
export class DeliveryHandlers implements OnModuleInit {
  constructor(
    private readonly handlers: Handlers,
    private readonly decisions: DecisionsService,
  ) {}

  onModuleInit(): void {
    this.handlers.on('voting.closed', 'delivery.vote', (tx, event) => this.voteClosed(tx, event));
    this.handlers.on('banking.order-sent', 'delivery.sent', (tx, { data }) =>
      this.ofTranche(data.owner, (id) => this.decisions.sent(tx, id)),
    );
    this.handlers.on('banking.order-arrived', 'delivery.arrived', (tx, { data }) =>
      this.ofTranche(data.owner, (id) => this.decisions.arrived(tx, id)),
    );
    for (const event of ['banking.order-rejected', 'banking.order-returned']) {
      this.handlers.on(event, 'delivery.rejected', (tx, { data }) =>
        this.ofTranche(data.owner, (id) => this.decisions.rejected(tx, id)),
      );
    }
    this.handlers.every(5, 'delivery.approve', () => this.decisions.approveDue());
  }

  private async voteClosed(tx: Tx, { data }: StoredEvent): Promise<void> {
    if (data.kind !== 'release') return;
    const outcome = data.outcome === 'accepted' ? 'accepted' : 'refused';
    await this.ofTranche(data.subject, (id) =>
      this.decisions.voteClosed(tx, id, { voteId: data.voteId as VoteId, outcome }),
    );
  }

  /** Owners and subjects are texts of many rooms: "tranche:ID" is ours. */
  private async ofTranche(owner: unknown, work: (id: RequestId) => Promise<void>): Promise<void> {
    const id = typeof owner === 'string' && owner.startsWith('tranche:') ? owner.slice('tranche:'.length) : '';
    if (isId(id)) await work(id as string as RequestId);
  }
}
