import { Injectable } from '@nestjs/common';
import { type ApprovalId, type PersonId, refuse } from '#libs/kernel/src/index.js';
import { type Approval, ApprovalsQueries } from '#libs/approvals/src/index.js';

/** What the two answers of a second person do, by the service that owns the thing. It says who may answer, too. */
export interface Decision {
  give(approvalId: ApprovalId, by: PersonId): Promise<unknown>;
  refuse(approval: Approval, reason: string, by: PersonId): Promise<unknown>;
}

/** Leads a second person's answer to the room that asked. Rooms register their kinds in `onModuleInit`. */
@Injectable()
export class Decisions {
  private readonly kinds = new Map<string, Decision>();

  constructor(private readonly approvals: ApprovalsQueries) {}

  register(kind: string, decision: Decision): void {
    if (this.kinds.has(kind)) throw new Error(`${kind} is registered twice`);
    this.kinds.set(kind, decision);
  }

  /** The kinds that are registered. */
  names(): readonly string[] {
    return [...this.kinds.keys()];
  }

  /** Gives or refuses. Throws what the room says: `not-found`, `second-person-needed`, `approval-decided`, `reason`. */
  async decide(id: ApprovalId, answer: { give: boolean; reason: string }, by: PersonId): Promise<void> {
    const approval = await this.approvals.find(id);
    const decision = approval && this.kinds.get(approval.kind);
    if (!approval || !decision) throw refuse('not-found', 'not-found', 'No such approval.');
    await (answer.give ? decision.give(id, by) : decision.refuse(approval, answer.reason, by));
  }
}
