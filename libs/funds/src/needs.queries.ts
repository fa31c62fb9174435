import { Injectable } from '@nestjs/common';
import type { BodyId, ProjectId } from '#libs/kernel/src/index.js';
import { Database } from '#libs/platform/src/index.js';
import { NEED, type Need, type NeedId, needOf, type NeedRow, type NeedState } from './need.js';

/** Which needs, the newest first; after the one with this id. */
export interface NeedsFilter {
  readonly placeCode?: string;
  readonly projectId?: ProjectId;
  readonly townHallId?: BodyId;
  readonly associationId?: BodyId;
  readonly states?: readonly NeedState[] | undefined;
  readonly after?: NeedId | undefined;
  readonly limit?: number;
}

/** Reads what towns' funds were asked for. Whoever shows what was refused or withdrawn answers for who sees it. */
@Injectable()
export class NeedsQueries {
  constructor(private readonly db: Database) {}

  /** One, or null. */
  async find(id: NeedId): Promise<Need | null> {
    const [row] = await this.db.rows<NeedRow>(`${NEED} where n.id = $1`, [id]);
    return row ? needOf(row) : null;
  }

  /** Those of a place, a project, a body; of all without them. */
  async list({ placeCode, projectId, townHallId, associationId, states, after, limit }: NeedsFilter): Promise<Need[]> {
    const rows = await this.db.rows<NeedRow>(
      `${NEED} where ($1::text is null or n.place_code = $1) and ($2::uuid is null or n.project_id = $2)
          and ($3::uuid is null or n.town_hall_id = $3) and ($4::uuid is null or n.association_id = $4)
          and ($5::text[] is null or n.state = any ($5)) and ($6::uuid is null or n.id < $6) order by n.id desc limit $7`,
      [placeCode, projectId, townHallId, associationId, states, after, limit].map((one) => one ?? null),
    );
    return rows.map(needOf);
  }
}
