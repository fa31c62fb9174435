import type { Id, PersonId } from '#libs/kernel/src/index.js';
import type { Lang } from '#libs/platform/src/index.js';

export type LetterId = Id<'Letter'>;

/** A letter to be written: ids only. Its words are made when it is sent, in the language its reader has then. */
export interface LetterOrder {
  /** Which letter: "sign-in", "pledge-receipt". */
  readonly kind: string;
  /** The person, or null where the subject itself knows the address (a sign-in, an invitation). */
  readonly personId: PersonId | null;
  /** What it is about: an id that its composer understands. */
  readonly subject: string;
  /** Tells apart letters of one kind about one subject to one person ("reminder-2"). */
  readonly occasion?: string;
}

/** A letter that waits to be sent. */
export interface Letter extends LetterOrder {
  readonly id: LetterId;
}

/** Whom a letter goes to and how he is spoken to. */
interface Recipient {
  readonly email: string;
  readonly lang: Lang;
}

/** A letter in words: plain first, one action. */
export interface Composed {
  readonly to: Recipient;
  readonly subject: string;
  /** Paragraphs of plain text. */
  readonly text: readonly string[];
  /** The one thing to do, as a link; a full address. */
  readonly action?: { readonly label: string; readonly url: string };
  /** After the action: references, how to verify, how to stop these letters. */
  readonly after?: readonly string[];
  /** One press ends these letters (RFC 8058); a full address that takes a POST. */
  readonly unsubscribe?: string;
}

/** Makes the words of one kind of letter; null when there is nothing to say any more (a used link, a person who left). */
export type Composer = (letter: Letter) => Promise<Composed | null>;
