import { type BodyId, newId } from '#libs/kernel/src/index.js';
import type { FundingSourceId } from '#libs/projects/src/index.js';
import type { Room } from './room.js';
import type { Town, TownProject } from './town.js';

/** Makes a project joint: another town has agreed by its council's decision; with `association` null it has nobody to vote. */
export async function buildTogether(
  room: Room,
  { id }: Pick<TownProject, 'id'>,
  partner: Pick<Town, 'townHallId' | 'associationId' | 'mayor'>,
  association: BodyId | null = partner.associationId,
): Promise<void> {
  await room.db.rows(
    `insert into projects.partner (id, project_id, town_hall_id, state, association_id, act_no, act_date, agreed_minor, invited_by, invited_at, answered_by, answered_at)
     values ($1, $2, $3, 'agreed', $4, '7/3', '2026-01-15', 0, $5, platform.now(), $5, platform.now())`,
    [newId(), id, partner.townHallId, association, partner.mayor],
  );
}

/** Makes the share of a project that its town hall pays that of a town which builds it together. */
export async function ofTown(room: Room, source: FundingSourceId, { townHallId }: Town): Promise<void> {
  await room.db.rows('update projects.funding_source set town_hall_id = $2 where id = $1', [source, townHallId]);
}
