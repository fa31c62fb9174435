import type { Id, Money, ProjectId } from '#libs/kernel/src/index.js';
import type { Multilingual } from '#libs/platform/src/index.js';
import type { CountryGroup } from '#libs/pledges/src/index.js';
import type { EditionId } from '#libs/programmes/src/index.js';

export type CertificateId = Id<'Certificate'>;

/** What people had given to a project at one head of the books, less what had gone back: sums and numbers, nobody's name. */
export interface Contribution {
  readonly people: Money;
  /** Whose money is in it; several people's gift is its payer's. */
  readonly donors: number;
  /** How many took part in gifts of several people. */
  readonly pooled: number;
  /** Where donors said they live, groups of five and more. */
  readonly countries: readonly CountryGroup[];
}

/** A diaspora contribution certificate: what it says never changes, and the books up to its head say the same. */
export interface Certificate extends Contribution {
  readonly id: CertificateId;
  readonly projectId: ProjectId;
  /** By which anybody checks it. */
  readonly code: string;
  /** What the whole work cost by the plan of that moment. */
  readonly total: Money;
  readonly title: Multilingual;
  readonly townHall: Multilingual;
  readonly placeCode: string;
  /** The edition that the project had entered; null without a programme. */
  readonly editionId: EditionId | null;
  /** The head up to which the books were read. */
  readonly head: { readonly n: number; readonly hash: string; readonly at: Date };
  readonly at: Date;
}
