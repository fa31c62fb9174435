import type { BudgetStanding, BudgetVote, CountResult, PartResult, PublicBallot, VoteOption, Winner } from '#libs/budgeting/src/index.js'; // prettier-ignore
import type { ProjectId } from '#libs/kernel/src/index.js';
import type { Form } from '../edge/form.js';
import type { TownOf } from '../neighbours/town-of.service.js';
import type { ProjectFace } from '../projects/project.faces.js';

/** A vote as one reader sees it. */
export interface BudgetVoteView {
  readonly vote: BudgetVote;
  /** The town that votes, and what the reader is in it. */
  readonly town: TownOf;
  readonly options: readonly VoteOption[];
  readonly counts: readonly CountResult[];
  readonly parts: readonly PartResult[];
  readonly winners: readonly Winner[];
  /** Projects of winners that everybody may see. */
  readonly projects: ReadonlyMap<ProjectId, ProjectFace>;
  readonly ballots: readonly PublicBallot[];
  /** The receipt after which more ballots come. */
  readonly next: string | null;
  readonly me: BudgetStanding | null;
  readonly form: Form;
}
