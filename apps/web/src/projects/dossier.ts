import type { Waterfall } from '#libs/books/src/index.js';
import type { WonBy } from '#libs/budgeting/src/index.js';
import type { MessagesQueries } from '#libs/messages/src/index.js';
import type { SourceShares } from '#libs/cofunding/src/index.js';
import type { Closing, InvoiceView, TrancheRequest } from '#libs/delivery/src/index.js';
import type { Need } from '#libs/funds/src/index.js';
import type { Body } from '#libs/hometowns/src/index.js';
import type { PersonCard } from '#libs/identity/src/index.js';
import type { Money } from '#libs/kernel/src/index.js';
import type { CampaignDecision, CountryGroup, Ending, LineGifts, PublicGift } from '#libs/pledges/src/index.js';
import type { Correction, Objection, Partner } from '#libs/projects/src/index.js';
import type { UpdateView } from '#libs/voice/src/index.js';
import type { VoteView } from '#libs/voting/src/index.js';
import type { ProjectMatch } from '../matching/project-calls.view.js';
import type { ProjectFace } from './project.faces.js';

/** Everything that is public of a project, for its page. */
export interface Dossier {
  readonly face: ProjectFace;
  /** What cashiers have in hand for it: given, and not in the bank yet. */
  readonly cash: Money;
  /** What sponsors add to its gifts. */
  readonly match: ProjectMatch;
  /** What was given for it by message, and its aggregators have not paid yet. */
  readonly messages: Money;
  /** Where its code may be sent by message. */
  readonly numbers: Awaited<ReturnType<MessagesQueries['numbers']>>;
  readonly townHall: Body | null;
  readonly mayor: Pick<PersonCard, 'name' | 'gender'> | null;
  /** What the association of each town says of it, its own town's first. */
  readonly words: readonly AssociationSays[];
  /** The towns that build it together with its own. */
  readonly partners: readonly Partner[];
  /** The vote under a budget that chose it; null when none did. */
  readonly wonBy: WonBy | null;
  readonly waterfall: Waterfall;
  readonly shares: readonly SourceShares[];
  /** The newest, without those by text message: all of them are the same sum and nobody's name. */
  readonly gifts: readonly PublicGift[];
  readonly giftsByMessage: Awaited<ReturnType<MessagesQueries['arrived']>>;
  /** Lines of the budget of which people may give units. */
  readonly lineGifts: readonly LineGifts[];
  readonly countries: readonly CountryGroup[];
  /** What became of people's money; null unless the project failed or was cancelled. */
  readonly ending: Ending | null;
  /** How its campaign was decided, in order; nothing before. */
  readonly decisions: readonly CampaignDecision[];
  /** What came and is promised of gifts that may stay in a smaller version; null unless that may be built and the campaign runs. */
  readonly staying: Money | null;
  readonly updates: readonly UpdateView[];
  readonly corrections: readonly Correction[];
  readonly objections: readonly Objection[];
  /** Why it was given up, in the words of whoever did; null unless it was. */
  readonly stopped: string | null;
  readonly requests: readonly TrancheRequest[];
  /** Since when its payments wait while the books are checked; null while they go on, and when none is ahead. */
  readonly paused: Date | null;
  readonly invoices: readonly InvoiceView[];
  readonly closing: Closing;
  /** What its town's fund was asked for, and gave: what waits, and what came. */
  readonly needs: readonly Need[];
}

/** An association, its last vote on taking the project on (null before there is one), and what its members wrote. */
export interface AssociationSays {
  readonly association: Body;
  readonly vote: VoteView | null;
  readonly reasons: readonly string[];
  /** When it ended and answered for the project no more; null while it does. */
  readonly until: Date | null;
}
