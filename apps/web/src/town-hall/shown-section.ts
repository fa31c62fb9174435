import type { Body, PlaceRow } from '#libs/hometowns/src/index.js';
import type { FileId } from '#libs/kernel/src/index.js';
import type { Edition } from '#libs/programmes/src/index.js';
import type { Gap, Partner, ProjectPlan, SavedSection, Section } from '#libs/projects/src/index.js';
import type { Form } from '../edge/form.js';

/** A section with everything that its form shows. */
export interface SectionView {
  readonly body: Body;
  readonly plan: ProjectPlan;
  readonly section: Section;
  readonly saved: SavedSection;
  readonly gaps: readonly Gap[];
  readonly form: Form;
  /** Not a form that comes back with something wrong. */
  readonly fresh: boolean;
  readonly places: readonly PlaceRow[];
  readonly associations: readonly Body[];
  /** The programmes that the project may enter, and the one that it is in. */
  readonly editions: readonly Edition[];
  /** Town halls that build it together, or are asked to. */
  readonly partners: readonly Partner[];
  /** Names of files by id. */
  readonly names: ReadonlyMap<FileId, string>;
}
