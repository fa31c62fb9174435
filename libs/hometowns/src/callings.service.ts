import { Injectable } from '@nestjs/common';
import { type BodyId, type Id, refuse } from '#libs/kernel/src/index.js';
import { rowsOf, type Tx } from '#libs/platform/src/index.js';
import { lockBody } from './body.lock.js';

/**
 * That the members of an association are called together, or asked whether they want to be: when it begins and when it is over the
 * room of assemblies says. Meanwhile nobody puts another out, and the rule by which they will vote stays. Part of the caller's
 * transaction.
 */
@Injectable()
export class CallingsService {
  /**
   * It begins; a repeat changes nothing. The association is held until the transaction ends: whoever ends a membership or sets a
   * rule at this moment comes first, and its assemblies are called one after the other.
   */
  async begin(tx: Tx, bodyId: BodyId, assemblyId: Id<'Assembly'>): Promise<void> {
    await lockBody(tx, bodyId);
    await tx.query(
      'insert into hometowns.calling (id, body_id, since) values ($1, $2, platform.now()) on conflict (id) do nothing',
      [assemblyId, bodyId],
    );
  }

  /** It is over, whatever came of it; a repeat changes nothing. */
  async end(tx: Tx, assemblyId: Id<'Assembly'>): Promise<void> {
    await tx.query(
      'update hometowns.calling set until = greatest(platform.now(), since) where id = $1 and until is null',
      [assemblyId],
    );
  }
}

/** Throws `assembly-ahead` while the members are called together; nobody calls them before the transaction ends. */
export async function mustNotBeCalled(tx: Tx, bodyId: BodyId): Promise<void> {
  await lockBody(tx, bodyId);
  const called = await rowsOf(tx, 'select from hometowns.calling where body_id = $1 and until is null limit 1', [
    bodyId,
  ]);
  if (called.length > 0) throw refuse('conflict', 'assembly-ahead', 'Its members are called together.');
}
