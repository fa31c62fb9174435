import { Injectable } from '@nestjs/common';
import type { Approval, Office } from '#libs/approvals/src/index.js';
import { BodiesQueries, MembersQueries, type Role } from '#libs/hometowns/src/index.js';
import { StaffService } from '#libs/identity/src/index.js';
import { type BodyId, type PersonId, refuse } from '#libs/kernel/src/index.js';
import type { Tx } from '#libs/platform/src/index.js';

const PRESIDENT: readonly Role[] = ['president'];

/** Whose second word a town hall needs over a vote: its town's hometown association, or the operator where there is none. */
@Injectable()
export class SecondBody {
  constructor(
    private readonly bodies: BodiesQueries,
    private readonly members: MembersQueries,
    private readonly staff: StaffService,
  ) {}

  /** The town's first association with a president who does not work for the town hall; null where the operator answers. */
  async of(tx: Tx, placeCode: string): Promise<BodyId | null> {
    for (const { id } of await this.bodies.associationsOf(placeCode, tx)) {
      for (const person of await this.members.officersOf(id, PRESIDENT, tx))
        if (!(await this.members.isTownHallStaff(tx, id, person))) return id;
    }
    return null;
  }

  /**
   * That somebody may give this second word: he presides over the association (or holds one of these `roles` in it), or is of
   * the operator's staff, and belongs to no town hall that asks. Throws as `mustHold`, and `second-person-needed`.
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
    const hall = (await this.members.rolesOf(by, tx)).some(({ body }) => body.id === townHallId);
    if (hall || by === askedBy)
      throw refuse('forbidden', 'second-person-needed', 'Somebody of another body has to agree.');
  }
}

/** The office at which it waits. */
export function officeOf(associationId: BodyId | null): Office {
  return associationId ? `association:${associationId}` : 'operator';
}

/** The association that was asked; null where the operator was. */
export function associationOf({ office }: Approval): BodyId | null {
  return office === 'operator' ? null : (office.split(':')[1] as BodyId);
}
