import { Injectable } from '@nestjs/common';
import type { PersonId } from '#libs/kernel/src/index.js';
import { Outbox, Trail, type Tx } from '#libs/platform/src/index.js';
import { joined } from './hometowns.events.js';
import { type Start, startMembership } from './memberships.js';

/** How a membership begins, by whichever way: once, on the trail, and told. */
@Injectable()
export class Beginnings {
  constructor(
    private readonly outbox: Outbox,
    private readonly trail: Trail,
  ) {}

  /** Gives a person a role; one that he has already passes. */
  async begin(tx: Tx, { by, ...start }: Start & { readonly by: PersonId }): Promise<void> {
    const membership = await startMembership(tx, start);
    if (!membership) return;
    const data = { membership, role: start.role };
    await this.trail.add(tx, { actor: by, action: 'membership.started', subject: `body:${start.bodyId}`, data });
    await this.outbox.add(tx, joined(membership, start.bodyId));
  }
}
