import { Money } from '#libs/kernel/src/index.js';
import type { CampaignModel, ScopeTierId } from '#libs/projects/src/index.js';
import type { Stage } from './campaign-stands.service.js';
import type { CampaignStand, Outcome } from './outcome.js';

/** One decision over a campaign and everything that it was made on. */
export interface CampaignDecision extends CampaignStand, Outcome {
  readonly stage: Stage;
  readonly at: Date;
}

type Sum = 'promised' | 'held' | 'stayingPromised' | 'stayingHeld' | 'minimum' | 'threshold' | 'optimum' | 'floor';

/** A row of `DECISIONS`; sums are bani as text. */
export interface DecisionRow extends Outcome, Readonly<Record<Sum, string>> {
  readonly stage: Stage;
  readonly model: CampaignModel;
  readonly tiers: readonly { readonly id: ScopeTierId; readonly lacking: string }[];
  readonly atBp: number | null;
  readonly at: Date;
}

/** What was decided of a project's campaign, in order. Parameter: the project's id. */
export const DECISIONS = `select stage, decision, tier_id as "tierId", model, tiers, extend_at_bp as "atBp", promised_minor as promised,
  held_minor as held, staying_promised_minor as "stayingPromised", staying_held_minor as "stayingHeld", minimum_minor as minimum,
  threshold_minor as threshold, optimum_minor as optimum, floor_minor as floor, at
  from pledges.closing where project_id = $1 order by at, stage <> 'closing'`;

/** Reads a row of `DECISIONS`. */
export function decisionOf(row: DecisionRow): CampaignDecision {
  const lei = (minor: string) => Money.lei(BigInt(minor));
  const { stage, decision, tierId, model, tiers, atBp, at } = row;
  const { promised, held, stayingPromised, stayingHeld, minimum, threshold, optimum, floor } = row;
  return {
    ...{ stage, decision, tierId, model, at },
    ...{ promised: lei(promised), held: lei(held), minimum: lei(minimum), threshold: lei(threshold) },
    ...{ optimum: lei(optimum), floor: lei(floor) },
    staying: { promised: lei(stayingPromised), held: lei(stayingHeld) },
    tiers: tiers.map(({ id, lacking }) => ({ id, lacking: lei(lacking) })),
    extension: atBp === null ? null : { atBp },
  };
}
