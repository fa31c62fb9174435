import type { BudgetStanding, BudgetVote, CountResult, PartResult, PublicBallot, VoteOption, Winner } from '#libs/budgeting/src/index.js'; // prettier-ignore
import type { PlaceFound } from '#libs/hometowns/src/index.js';
import type { ProjectId } from '#libs/kernel/src/index.js';
import type { Neighbour } from '#libs/neighbours/src/index.js';
import type { Form } from '../edge/form.js';
import type { ProjectFace } from '../projects/project.faces.js';

/** A vote as one reader sees it. */
export interface BudgetVoteView {
  readonly vote: BudgetVote;
  readonly place: PlaceFound;
  readonly options: readonly VoteOption[];
  readonly counts: readonly CountResult[];
  readonly parts: readonly PartResult[];
  readonly winners: readonly Winner[];
  /** Projects of winners that everybody may see. */
  readonly projects: ReadonlyMap<ProjectId, ProjectFace>;
  readonly ballots: readonly PublicBallot[];
  /** The receipt after which more ballots come. */
  readonly next: string | null;
  /** What the reader is in the town; null when he has not joined or nobody is signed in. */
  readonly neighbour: Neighbour | null;
  readonly me: BudgetStanding | null;
  readonly form: Form;
}
