import { type CivilDate, type Currency, currencyOf, type Id } from '#libs/kernel/src/index.js';
import type { Multilingual } from '#libs/platform/src/index.js';
import { type Condition, type ConditionJson, conditionOf, type RuledParty } from './condition.js';

export type EditionId = Id<'Edition'>;

/** What a programme may ask for; words under `programme.paper.<paper>`. */
export const WANTED_PAPERS = ['form', 'estimate', 'council-decision', 'agreement', 'technical-project', 'permit', 'letter', 'certificate'] as const; // prettier-ignore
export type WantedPaper = (typeof WANTED_PAPERS)[number];

/** Reports on a project's money that a programme may want, each with one on what was done; words under `programme.report.<report>`. */
export const WANTED_REPORTS = ['intermediate', 'final'] as const;
export type WantedReport = (typeof WANTED_REPORTS)[number];

/** Where the rules of an edition are written. */
export interface EditionSource {
  readonly title: string;
  /** Null when it was read on paper. */
  readonly url: string | null;
  /** When it was published, as exactly as is known: "2023", "2023-02", "2023-02-22". */
  readonly on: string;
}

/** The rules of a co-funding programme for one call. Once published they never change. */
export interface Edition {
  readonly id: EditionId;
  /** The programme that it belongs to: "dar-1-3". */
  readonly programme: string;
  readonly title: Multilingual;
  readonly year: number;
  readonly state: 'draft' | 'published' | 'retired';
  /** Of another country, to learn from: no project enters it. */
  readonly example: boolean;
  /** Who leads and reports; null where the source does not say. */
  readonly lead: RuledParty | null;
  readonly currency: Currency;
  readonly conditions: readonly Condition[];
  /** The papers of the file, in the order in which the programme wants them. */
  readonly papers: readonly WantedPaper[];
  /** What it wants to be told of the money while the works go on, and at their end. */
  readonly reports: readonly WantedReport[];
  /** Days on which a project may enter, both included; null where no day is set. */
  readonly opensOn: CivilDate | null;
  readonly closesOn: CivilDate | null;
  readonly source: EditionSource;
}

/** An edition as one of the staff writes it; the id is the form's. */
export type EditionDraft = Omit<Edition, 'state'>;

/** An edition with the number of times that it was written: whoever goes on from an older version is told so. */
export interface WrittenEdition extends Edition {
  readonly version: number;
}

/** An edition as the database or a file holds it. */
export interface EditionJson extends Omit<Edition, 'conditions' | 'currency'> {
  readonly currency: string;
  readonly conditions: readonly ConditionJson[];
}

/** An edition with its sums as money. */
export function editionOf(json: EditionJson): Edition {
  const currency = currencyOf(json.currency);
  return { ...json, currency, conditions: json.conditions.map((one) => conditionOf(one, currency)) };
}

/** Whether a project may enter it on this day. */
export function isOpen({ state, example, opensOn, closesOn }: Edition, today: CivilDate): boolean {
  const inWindow = (opensOn === null || opensOn <= today) && (closesOn === null || today <= closesOn);
  return state === 'published' && !example && inWindow;
}

/** What a draft still lacks to be published; words under `edition.lacks.<it>`. */
export function lacksOf({ conditions, source }: EditionDraft): ('rules' | 'source')[] {
  const sourced = source.title !== '' && source.on !== '';
  return [...(conditions.length === 0 ? (['rules'] as const) : []), ...(sourced ? [] : (['source'] as const))];
}

/** The smallest share of the people that an edition accepts, in hundredths of a percent; null when it sets none. */
export function floorBpOf({ conditions }: Pick<Edition, 'conditions'>): number | null {
  const floors = conditions.flatMap((one) => (one.kind === 'share-at-least' && one.party === 'people' ? one.bp : []));
  return floors.length > 0 ? Math.max(...floors) : null;
}
