import { Injectable } from '@nestjs/common';
import type { Office } from '#libs/approvals/src/index.js';
import { AssociationsQueries, MembersQueries, type Role } from '#libs/hometowns/src/index.js';
import { StaffService } from '#libs/identity/src/index.js';
import { type BodyId, type PersonId, refuse } from '#libs/kernel/src/index.js';
import type { Tx } from '#libs/platform/src/index.js';

const PRESIDENT: readonly Role[] = ['president'];

/** Whose second word a town hall needs over a vote: its town's hometown association, or the operator where there is none. */
@Injectable()
export class SecondBody {
  constructor(
    private readonly associations: AssociationsQueries,
    private readonly members: MembersQueries,
    private readonly staff: StaffService,
  ) {}

  /** The town's association, with a president who does not work for the town hall; null where the operator answers. */
  async of(tx: Tx, placeCode: string): Promise<BodyId | null> {
    return (await this.associations.answering(placeCode, PRESIDENT, tx))?.id ?? null;
  }

  /**
   * That somebody may give this second word: he presides over the association (or holds one of these `roles` in it), or is of
   * the operator's staff, and neither belongs to the town hall that asks (nor did of late) nor, by his own word, works for it.
   * Throws as `mustHold`, and `second-person-needed`.
   */
  async mustAnswer(
    tx: Tx,
    {
      associationId,
      townHallId,
      askedBy,
      roles = PRESIDENT,
    }: { associationId: BodyId | null; townHallId: BodyId; askedBy: PersonId; roles?: readonly Role[] },
    by: PersonId,
  ): Promise<void> {
    if (associationId) await this.members.mustHold(tx, by, associationId, roles);
    else await this.staff.mustBe(tx, by);
    const hall = await this.members.isOf(tx, townHallId, by);
    const staff = associationId !== null && (await this.members.isTownHallStaff(associationId, by, tx));
    if (hall || staff || by === askedBy)
      throw refuse('forbidden', 'second-person-needed', 'Somebody of another body has to agree.');
  }
}

/** The office at which it waits. */
export function officeOf(associationId: BodyId | null): Office {
  return associationId ? `association:${associationId}` : 'operator';
}
