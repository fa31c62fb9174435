import type { Multilingual } from '#libs/platform/src/index.js';
import type { Correction, ProjectPlan } from './project.plan.js';

/** What a plan says in words. Once its campaign is open nothing else of it can be corrected that the public reads. */
export interface PlanWords {
  readonly title: Multilingual;
  readonly summary: Multilingual | null;
  readonly why: Multilingual | null;
  readonly peopleServed: number | null;
  readonly maintainer: Multilingual | null;
  readonly maintenancePayer: Multilingual | null;
  /** Names of budget lines and of stages, by their ids. */
  readonly names: ReadonlyMap<string, Multilingual>;
}

/** The words that a plan had before it was corrected like this; corrections come newest first, as they are read. */
export function wordsBefore(plan: ProjectPlan, corrections: readonly Pick<Correction, 'section' | 'field' | 'before'>[]): PlanWords {
  // Of one field the oldest correction comes last: what stood before it is what stood then.
  const before = new Map(corrections.map((one) => [one.section + one.field, one.before]));
  const was = <Field>(at: string, now: Field): Field => (before.has(at) ? (before.get(at) as Field) : now);
  const { title, summary, why, peopleServed, maintainer, maintenancePayer } = plan.project;
  return {
    title: was('place/title', title),
    summary: was('place/summary', summary),
    why: was('place/why', why),
    peopleServed: was('place/peopleServed', peopleServed),
    maintainer: was('maintenance/maintainer', maintainer),
    maintenancePayer: was('maintenance/maintenancePayer', maintenancePayer),
    names: new Map<string, Multilingual>([
      ...plan.lines.map(({ id, name }) => [id, was(`budget/lines/${id}/name`, name)] as const),
      ...plan.milestones.map(({ id, name }) => [id, was(`stages/milestones/${id}/name`, name)] as const),
    ]),
  };
} // prettier-ignore
