/** Every state of a project, in the order of a good life; the last two are its other ends. */
export const STATES = [
  'draft', 'submitted', 'endorsement', 'review', 'published', 'campaign', 'collecting', 'funded', 'in-delivery', 'completed', 'failed', 'cancelled',
] as const; // prettier-ignore
export type ProjectState = (typeof STATES)[number];

/** How a campaign takes money: on success only, or at once. */
export const MODELS = ['all-or-nothing', 'keep'] as const;
export type CampaignModel = (typeof MODELS)[number];

/** Why a project moved; words under `project.cause.<cause>`. */
export type MoveCause =
  | 'created' | 'submitted' | 'sent-on' | 'withdrawn' | 'changes-asked' | 'not-endorsed' | 'endorsed' | 'objections-over'
  | 'rejected' | 'published' | 'opened' | 'succeeded' | 'collected' | 'fell-short' | 'started' | 'completed' | 'cancelled'; // prettier-ignore

/** One allowed step. The first cause is meant when the mover names none; `model` limits the step to one kind of campaign. */
export interface LifeStep {
  readonly from: ProjectState;
  readonly to: ProjectState;
  readonly causes: readonly [MoveCause, ...MoveCause[]];
  readonly model?: CampaignModel;
}

/** The whole life of a project. What is not here does not happen. */
export const LIFE: readonly LifeStep[] = [
  { from: 'draft', to: 'submitted', causes: ['submitted'] },
  { from: 'draft', to: 'cancelled', causes: ['cancelled'] },
  { from: 'submitted', to: 'endorsement', causes: ['sent-on'] },
  { from: 'submitted', to: 'draft', causes: ['changes-asked', 'withdrawn'] },
  { from: 'submitted', to: 'cancelled', causes: ['cancelled', 'rejected'] },
  { from: 'endorsement', to: 'review', causes: ['endorsed', 'objections-over'] },
  { from: 'endorsement', to: 'draft', causes: ['changes-asked', 'not-endorsed', 'withdrawn'] },
  { from: 'endorsement', to: 'cancelled', causes: ['cancelled', 'rejected'] },
  { from: 'review', to: 'published', causes: ['published'] },
  { from: 'review', to: 'draft', causes: ['changes-asked', 'withdrawn'] },
  { from: 'review', to: 'cancelled', causes: ['cancelled', 'rejected'] },
  { from: 'published', to: 'campaign', causes: ['opened'] },
  { from: 'published', to: 'cancelled', causes: ['cancelled'] },
  { from: 'campaign', to: 'collecting', causes: ['succeeded'], model: 'all-or-nothing' },
  { from: 'campaign', to: 'funded', causes: ['succeeded'], model: 'keep' },
  { from: 'campaign', to: 'failed', causes: ['fell-short'] },
  { from: 'campaign', to: 'cancelled', causes: ['cancelled'] },
  { from: 'collecting', to: 'funded', causes: ['collected'] },
  { from: 'collecting', to: 'failed', causes: ['fell-short'] },
  { from: 'collecting', to: 'cancelled', causes: ['cancelled'] },
  { from: 'funded', to: 'in-delivery', causes: ['started'] },
  { from: 'funded', to: 'cancelled', causes: ['cancelled'] },
  { from: 'in-delivery', to: 'completed', causes: ['completed'] },
  { from: 'in-delivery', to: 'cancelled', causes: ['cancelled'] },
];

/** The step from one state to another, or null where the life has none (for this kind of campaign). */
export function stepOf(from: ProjectState, to: ProjectState, model: CampaignModel | null): LifeStep | null {
  const step = LIFE.find((one) => one.from === from && one.to === to);
  return step && (!step.model || step.model === model) ? step : null;
}

/** States in which anybody may see the project; a cancelled one only if it had been published before. */
export const PUBLIC_STATES: readonly ProjectState[] = STATES.slice(STATES.indexOf('published'), -1);
/** States in which a published plan may still be corrected in public. */
export const CORRECTABLE_STATES: readonly ProjectState[] = [
  'published',
  'campaign',
  'collecting',
  'funded',
  'in-delivery',
];
