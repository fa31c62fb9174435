import type { VoteRule } from '#libs/hometowns/src/index.js';
import type { BodyId, CivilDate, Id, PersonId, VoteId } from '#libs/kernel/src/index.js';
import type { Multilingual } from '#libs/platform/src/index.js';

export type AssemblyId = Id<'Assembly'>;
export type ItemId = Id<'AgendaItem'>;

/**
 * From its maker's draft to what two have signed; `proposed` waits for a fifth of the members, `lapsed` waited in vain, for them
 * or for its association to act again.
 */
export type AssemblyState = 'draft' | 'proposed' | 'called' | 'open' | 'closed' | 'called-off' | 'lapsed';

/** What stands on an agenda: something asked, who is to hold an office, by which rule the association votes, whether it ends. */
export type ItemKind = 'question' | 'officers' | 'rules' | 'dissolution';

/** Offices that an assembly fills. */
export type Elected = 'president' | 'treasurer' | 'inspector';
export const ELECTED: readonly Elected[] = ['president', 'treasurer', 'inspector'];

/** What somebody says to standing for an office. */
export type Says = 'yes' | 'no';

/** Who signs the minutes: the president, and another officer who kept them; where nobody is left who could, a member. */
export type Signing = 'chair' | 'secretary';

/** One point of an agenda. */
export interface Item {
  readonly id: ItemId;
  readonly position: number;
  readonly kind: ItemKind;
  readonly question: Multilingual;
  readonly role: Elected | null;
  /** For members, and for whoever holds the minutes: the public sees offices. */
  readonly candidate: PersonId | null;
  /** His own word; null while he has not given it. Without his yes no notice is given. */
  readonly says: Says | null;
  readonly years: number | null;
  readonly rule: VoteRule | null;
  /** Null until the assembly opens. */
  readonly voteId: VoteId | null;
  /** Null while its vote is open. */
  readonly outcome: 'accepted' | 'refused' | null;
  /**
   * What followed from it when all points were counted; null where nothing has to. `outvoted`: another president or rule was
   * accepted by more.
   */
  readonly effect: 'done' | 'candidate-left' | 'outvoted' | null;
}

/** An assembly with its agenda. */
export interface Assembly {
  readonly id: AssemblyId;
  readonly associationId: BodyId;
  readonly state: AssemblyState;
  /** The day with which its votes open. */
  readonly opensOn: CivilDate;
  readonly by: PersonId;
  /** Which one of the association it is; null until it is called. */
  readonly number: number | null;
  /** By which its points are voted on, whatever the association's is later; null until it is called. */
  readonly rule: VoteRule | null;
  /** Null where the president calls it. */
  readonly proposedAt: Date | null;
  readonly calledAt: Date | null;
  readonly openedAt: Date | null;
  readonly closedAt: Date | null;
  /** Who was president when it ended. For members. */
  readonly chairId: PersonId | null;
  readonly calledOffAt: Date | null;
  readonly why: string | null;
  readonly code: string | null;
  /** How many members want it. */
  readonly backers: number;
  readonly items: readonly Item[];
  readonly signatures: readonly { readonly office: Signing; readonly personId: PersonId; readonly at: Date }[];
}

/** So many drafts one member keeps, and so many assemblies of his are called within `days`: each writes to every member. */
export const CALLS = { drafts: 20, most: 3, days: 30 } as const;
/** Whole days between the notice and the day on which an assembly opens. */
export const NOTICE_DAYS = 7;
/** So far ahead one is called at most. */
export const AHEAD_DAYS = 60;
/** How many points an agenda has at most. */
export const ITEMS_MAX = 20;
/** One in so many members calls an assembly where the president does not. */
export const CALLING_SHARE = 5;
/** A proposal that too few want is over after so many days. */
export const PROPOSED_DAYS = 30;
/** What cannot open for so many days after its own, because the association may not act, does not take place. */
export const HELD_UP_DAYS = 60;
/** So often a member may propose one that is not called: between two of his the association is left in peace for as long. */
export const PROPOSE_AGAIN_DAYS = 60;
