import { Injectable } from '@nestjs/common';
import type { BodyId } from '#libs/kernel/src/index.js';
import type { Tx } from '#libs/platform/src/index.js';
import { BodiesQueries } from './bodies.queries.js';
import type { Body, Role } from './body.js';
import { MembersQueries } from './members.queries.js';

/** Which association answers a town hall for its town: the same one whatever is asked. */
@Injectable()
export class AssociationsQueries {
  constructor(
    private readonly bodies: BodiesQueries,
    private readonly members: MembersQueries,
  ) {}

  /** The first association of a place that has somebody of its own in one of these offices; null where the operator stands in. */
  async answering(placeCode: string, roles: readonly Role[], tx?: Tx): Promise<Body | null> {
    for (const association of await this.bodies.associationsOf(placeCode, tx))
      if (await this.hasOwn(association.id, roles, tx)) return association;
    return null;
  }

  /** Whether somebody in one of these offices of an association does not work for the town hall of its place. */
  async hasOwn(associationId: BodyId, roles: readonly Role[], tx?: Tx): Promise<boolean> {
    for (const person of await this.members.officersOf(associationId, roles, tx))
      if (!(await this.members.isTownHallStaff(associationId, person, tx))) return true;
    return false;
  }
}
