import type { Id, Money, PersonId, PledgeId, ProjectId } from '#libs/kernel/src/index.js';

export type AggregatorId = Id<'Aggregator'>;
export type SettlementId = Id<'Settlement'>;
export type TroubleId = Id<'Trouble'>;

/** Days within which an aggregator pays for a message; then somebody asks it. */
export const SETTLE_DAYS = 60;
/** How many messages one settlement lists at most: all of them are counted in one transaction. */
export const SETTLEMENT_MAX = 1_000;
/** An aggregator that keeps more than one part in so many of a list has two people look first: what it keeps is the operator's expense. */
export const KEEPS_PART = 3n;

/** Who sells messages that the telephone bill pays, and tells us of each. */
export interface Aggregator {
  readonly id: AggregatorId;
  /** Names it in the address that it calls. */
  readonly key: string;
  readonly name: string;
  /** Where people send the code of a project. */
  readonly number: string;
  /** What one message gives. */
  readonly lei: Money;
  /** asked: waits for its second signature; off: nothing it tells is taken. */
  readonly state: 'asked' | 'on' | 'off' | 'refused';
  readonly openedAt: Date | null;
}

/** A secret with which an aggregator signs; the newest is the last. */
export interface AggregatorSecret {
  readonly n: number;
  readonly madeAt: Date;
  /** Who has read it, once. */
  readonly takenBy: PersonId | null;
  readonly takenAt: Date | null;
  readonly endedAt: Date | null;
}

/** What an aggregator tells of one message. */
export interface MessageSaid {
  /** The aggregator's own. */
  readonly id: string;
  readonly code: string;
  readonly lei: Money;
  readonly at: Date;
  /** An opaque name of whoever sent it; only its digest is kept. */
  readonly sender: string | null;
}

/** For which of its messages an aggregator pays, and what it keeps of them. */
export interface SettlementSaid {
  /** Stands in the purpose of its transfer; begins with the aggregator's key and a hyphen, in capitals. */
  readonly reference: string;
  readonly messages: readonly string[];
  readonly gross: Money;
  readonly fee: Money;
  readonly net: Money;
}

/** unknown-code: no project has it; closed: it takes no money now; sum: not what a message gives. */
export type WhyRefused = 'unknown-code' | 'closed' | 'sum';

/** What is answered: it is a gift, and the code by which its receipt is read; or it is none, and the aggregator keeps the money. */
export type MessageAnswer =
  { readonly state: 'gift'; readonly receipt: string } | { readonly state: 'refused'; readonly why: WhyRefused };

/** A message that is a gift; its id is the gift's. */
export interface Message {
  readonly id: PledgeId;
  readonly aggregatorId: AggregatorId;
  readonly projectId: ProjectId;
  readonly lei: Money;
}

/** What an aggregator pays with one transfer. */
export interface Settlement {
  readonly id: SettlementId;
  readonly aggregatorId: AggregatorId;
  readonly aggregator: string;
  readonly reference: string;
  readonly messages: number;
  readonly gross: Money;
  readonly fee: Money;
  readonly net: Money;
  /** What lines of the statement that name it come to, while they are nobody's; all of it once it counted. */
  readonly came: Money;
  /** open: waits for its transfer; counted; dropped: its messages wait for another list. */
  readonly state: 'open' | 'counted' | 'dropped';
  readonly receivedAt: Date;
  readonly endedAt: Date | null;
}

/** What an aggregator told and what a person has to settle with it. */
export interface Trouble {
  readonly id: TroubleId;
  readonly aggregatorId: AggregatorId;
  readonly aggregator: string;
  /** refused: a message that is no gift; other-content: an id that was told twice and differs; settlement: a list that was not taken. */
  readonly kind: 'refused' | 'other-content' | 'settlement';
  /** The aggregator's id of the message, or the reference of the settlement. */
  readonly ref: string;
  readonly why: string;
  readonly at: Date;
  readonly endedAt: Date | null;
  readonly words: string | null;
}

/** What an aggregator still owes for messages that are gifts. */
export interface Unsettled {
  readonly aggregatorId: AggregatorId;
  readonly messages: number;
  readonly lei: Money;
  /** When the oldest of them is late. */
  readonly dueAt: Date;
}

/** What a second of the staff is asked about an aggregator: to open it, to make another secret, to take its messages again. */
export const [OPEN, SECRET, ON] = ['message-aggregator', 'message-secret', 'message-on'] as const;
/** What a second of the staff is asked about a settlement: whether lines that do not carry its reference are its own. */
export const LINE = 'message-settlement';
