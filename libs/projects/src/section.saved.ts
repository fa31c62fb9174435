import { DomainError, type PersonId } from '#libs/kernel/src/index.js';
import type { Gap, Section } from './gap.js';
import type { Typed } from './section.fields.js';

/** One section of a file as it stands. */
export interface SavedSection {
  readonly name: Section;
  /** Grows with every save; 0 when it was never saved. */
  readonly version: number;
  /** What was typed, word for word, every row with its id. */
  readonly typed: Typed;
  /** What of it could not be read or does not exist, with JSON pointers into `typed`. */
  readonly problems: readonly Gap[];
  readonly savedBy: PersonId | null;
  readonly savedAt: Date | null;
}

/** The columns of `projects.section` under the names of `SavedSection`. */
export const SAVED_COLUMNS = 'name, version, typed, problems, saved_by as "savedBy", saved_at as "savedAt"';

/** A section that nobody has saved yet. */
export function unsaved(name: Section): SavedSection {
  return { name, version: 0, typed: {}, problems: [], savedBy: null, savedAt: null };
}

/** Somebody else has saved the section since: `current` is what stands now, so that nothing typed is lost on either side. */
export class SectionChanged extends DomainError {
  constructor(readonly current: SavedSection) {
    super('conflict', 'section-changed', `Somebody else has saved "${current.name}" in the meantime.`);
  }
}
