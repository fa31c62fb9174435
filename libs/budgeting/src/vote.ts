import type { BodyId, Id, Money } from '#libs/kernel/src/index.js';
import type { OptionId, TownNeedId } from '#libs/needs/src/index.js';
import type { Multilingual } from '#libs/platform/src/index.js';

export type BudgetVoteId = Id<'BudgetVote'>;

/** From a draft of the town hall to a result, or to nothing. */
export type BudgetVoteState = 'draft' | 'open' | 'counting' | 'closed' | 'void';

/** The kind of approval by which an open vote is stopped. */
export const VOIDING = 'budget-vote-void';

/** The kind of approval by which a ballot on paper counts. */
export const PAPER = 'budget-vote-paper';

/** How sure it has to be that a voter is one person: he reads letters, or two neighbours gave their word (or his phone did). */
export type IdentityLevel = 'email' | 'phone-or-vouched';
export const IDENTITY_LEVELS: readonly IdentityLevel[] = ['email', 'phone-or-vouched'];

/** Days for which a vote is open. */
export const DAYS = { least: 7, most: 60 } as const;

/** How many options a vote has. */
export const OPTIONS = { least: 2, most: 99 } as const;

/** An option as it stood when the vote opened. */
export interface VoteOption {
  /** By what it is named on ballots and in files: "01". */
  readonly code: string;
  readonly title: Multilingual;
  readonly description: Multilingual;
  readonly cost: Money;
  readonly part: string | null;
  /** The needs of the town's board that it answers. */
  readonly needs: readonly TownNeedId[];
}

/** One vote as everybody may see it. */
export interface BudgetVote {
  readonly id: BudgetVoteId;
  readonly placeCode: string;
  readonly townHallId: BodyId;
  /** Who agrees that it opens; null where the operator does. */
  readonly associationId: BodyId | null;
  readonly title: Multilingual;
  readonly budget: Money;
  readonly rule: 'mes_add1u';
  /** The rules as they were written when it opened, a sentence a line; null before. */
  readonly rules: Multilingual | null;
  readonly identity: IdentityLevel;
  readonly days: number;
  /** What the town hall wants on the ballot. */
  readonly wanted: readonly OptionId[];
  readonly state: BudgetVoteState;
  readonly openedAt: Date | null;
  readonly closesAt: Date | null;
  readonly closedAt: Date | null;
  /** How many have voted so far, by roll, also on paper. */
  readonly voted: { readonly resident: number; readonly native: number };
  /** How many of them on paper; and how many papers nobody had counter-signed when it ended, which do not count. */
  readonly paper: { readonly counted: number; readonly late: number };
  /** How many counts are done, of how many; null unless it is being counted. */
  readonly progress: { readonly done: number; readonly all: number } | null;
  readonly ballotsHash: string | null;
  readonly resultHash: string | null;
  /** Whether ballots are told apart by roll; null until it is closed. */
  readonly rollsShown: boolean | null;
  /** Whether it is told which ballots came on paper; null until it is closed. */
  readonly channelsShown: boolean | null;
  readonly twins: { readonly flagged: number; readonly cleared: number; readonly out: number } | null;
  /** Why it was refused or stopped; null also for a draft that was taken back. */
  readonly voidWhy: string | null;
  /** When two stopped it while it was open; null otherwise. */
  readonly voidedAt: Date | null;
}

/** A vote that goes on, for a list of them. */
export type OpenVote = Pick<BudgetVote, 'id' | 'placeCode' | 'title' | 'budget'> & { readonly closesAt: Date };
