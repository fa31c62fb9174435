import type { ActKind, FundingSourceId } from '#libs/projects/src/index.js';
import type { CivilDate, FileId, Id, ProjectId } from '#libs/kernel/src/index.js';
import { Money } from '#libs/kernel/src/index.js';
import type { Party } from '#libs/ledger/src/index.js';

export type ShareId = Id<'Share'>;
/** How far a co-funder's money has come. */
export type Stage = 'promised' | 'authorised' | 'paid';
/** In the order in which money goes through them. */
export const STAGES: readonly Stage[] = ['promised', 'authorised', 'paid'];

/** The paper behind a step: a council decision, a grant agreement, a payment order. */
export interface ShareAct {
  readonly kind: ActKind;
  readonly number: string | null;
  readonly date: CivilDate | null;
  readonly file: FileId | null;
}

/** What stands at each stage of one source. */
export type Standing = Readonly<Record<Stage, Money>>;
/** Before the first step. */
export const NOTHING: Standing = { promised: Money.lei(0n), authorised: Money.lei(0n), paid: Money.lei(0n) };

/** One step as it is written down: `took` says how much of the amount came from which earlier stage. */
export interface ShareStep {
  readonly id: ShareId;
  readonly projectId: ProjectId;
  readonly sourceId: FundingSourceId;
  readonly party: Party;
  readonly step: Stage | 'reversed';
  readonly amount: Money;
  readonly took: Standing;
}

/** How `amount` reaches a stage: from the stage just before as much as stands there, then from the one before that; the rest is new. */
export function bringTo(stage: Stage, amount: Money, stands: Standing): Standing {
  const earlier = STAGES.slice(0, STAGES.indexOf(stage)).reverse();
  return takeFrom(earlier, amount, stands);
}

/** How `amount` is taken back when a share falls: from the stage named. Null when less stands there. */
export function takeBack(stage: Stage, amount: Money, stands: Standing): Standing | null {
  return stands[stage].compare(amount) < 0 ? null : { ...NOTHING, [stage]: amount };
}

/** What stands after a step. */
export function after(stands: Standing, { step, amount, took }: Pick<ShareStep, 'step' | 'amount' | 'took'>): Standing {
  const less = {
    promised: stands.promised.minus(took.promised),
    authorised: stands.authorised.minus(took.authorised),
    paid: stands.paid.minus(took.paid),
  };
  return step === 'reversed' ? less : { ...less, [step]: less[step].plus(amount) };
}

/** What stands after all of these steps, the first of which found nothing. */
export function standingAfter(steps: readonly Pick<ShareStep, 'step' | 'amount' | 'took'>[]): Standing {
  return steps.reduce(after, NOTHING);
}

function takeFrom(stages: readonly Stage[], amount: Money, stands: Standing): Standing {
  let left = amount;
  const took: Record<Stage, Money> = { ...NOTHING };
  for (const stage of stages) {
    took[stage] = left.min(stands[stage]);
    left = left.minus(took[stage]);
  }
  return took;
}
