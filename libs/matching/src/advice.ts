import type { ProjectId } from '#libs/kernel/src/index.js';
import { type Contributions, rawMatch, sharedPool } from './quadratic.js';

/** A project's share as it is kept: sums in bani, as text. */
export interface KeptShare {
  readonly projectId: ProjectId;
  readonly donors: number;
  readonly given: string;
  readonly advised: string;
}

/** Shares a whole pool by what people gave to each project, none above the cap; who would have most first. */
export function adviseOn(given: ReadonlyMap<ProjectId, Contributions>, pool: bigint, cap: bigint | null): KeptShare[] {
  const raw = Object.fromEntries([...given].map(([projectId, of]) => [projectId, rawMatch(of)]));
  const shares = sharedPool(raw, pool, cap);
  return [...given]
    .map(([projectId, of]) => ({
      projectId,
      donors: Object.keys(of).length,
      given: String(Object.values(of).reduce((sum, one) => sum + one, 0n)),
      advised: shares[projectId]!,
    }))
    .sort((a, b) => (a.advised === b.advised ? (a.projectId < b.projectId ? -1 : 1) : a.advised < b.advised ? 1 : -1))
    .map((share) => ({ ...share, advised: String(share.advised) }));
}
