import type { ProjectId } from '#libs/kernel/src/index.js';

/** The invariants of MONEY.md, section 2, whose data this installation has. */
export type Invariant = 'I1' | 'I2' | 'I3' | 'I4' | 'I6' | 'I7' | 'I8' | 'I9' | 'I10' | 'I11';

/** One thing that is not as it must be. */
export interface Finding {
  readonly invariant: Invariant;
  /** What it is about: "journal:KEY", "account:CODE", "pledge:ID". Never a person. */
  readonly subject: string;
  /** What is wrong, in plain English with the figures (sums in minor units), for the person who must look. */
  readonly detail: string;
  /** Whose tranches are not paid until it is mended; null: no project's, because the books themselves are in doubt; none: of a town's fund. */
  readonly projects: readonly ProjectId[] | null;
}

/** One question to the database: each row of its answer (`subject`, `detail`) is a finding. */
export interface Check {
  readonly invariant: Invariant;
  readonly sql: string;
}

/** What a check answers. */
export type Found = Omit<Finding, 'projects'>;
