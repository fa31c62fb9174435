import {
  charactersIn,
  type CivilDate,
  type FieldRefusal,
  type Id,
  oneLine,
  type PersonId,
} from '#libs/kernel/src/index.js';
import type { Roll } from '#libs/neighbours/src/index.js';
import type { Lang, Multilingual } from '#libs/platform/src/index.js';

export type TownNeedId = Id<'TownNeed'>;
export type MergeId = Id<'Merge'>;
export type OfferId = Id<'Offer'>;
export type OptionId = Id<'Option'>;

/** What the town hall said: it will (a priced option follows or is there), it is done, or it cannot be. */
export type AnswerKind = 'planned' | 'done' | 'not';
export const ANSWERS: readonly AnswerKind[] = ['planned', 'done', 'not'];
/** With what somebody helps. */
export type OfferKind = 'skill' | 'time' | 'material' | 'money';
export const OFFERS: readonly OfferKind[] = ['skill', 'time', 'material', 'money'];

/** A need as everybody reads it: no person is named. */
export interface TownNeed {
  readonly id: TownNeedId;
  readonly placeCode: string;
  readonly title: Multilingual;
  readonly why: Multilingual;
  readonly part: string | null;
  readonly at: Date;
  /** The last day on which the town hall's answer is in time; null where no town hall was here to promise one. */
  readonly answerBy: CivilDate | null;
  /** No answer yet, and that day is over. */
  readonly late: boolean;
  /** Who supports it or one merged into it, each once. */
  readonly supporters: Readonly<Record<Roll, number>>;
  /** How many of them signed on paper. */
  readonly onPaper: number;
  readonly offers: number;
  /** The need that this one was found to be the same as; null when it stands by itself. */
  readonly mergedInto: TownNeedId | null;
  /** Why the operator hides it, in place of its words; null while it shows. */
  readonly hidden: string | null;
  readonly answer: { readonly kind: AnswerKind; readonly why: Multilingual; readonly at: Date } | null;
}

/** Help that was offered. Whose it is, officers alone see, and his address only when he agreed to that. */
export interface Offer {
  readonly id: OfferId;
  readonly kind: OfferKind;
  readonly words: Multilingual;
  readonly hours: number | null;
  readonly amountMinor: bigint | null;
  readonly at: Date;
  readonly by: PersonId;
  readonly contact: boolean;
}

/** SQL: why the need `n` is hidden; null while it shows. */
export const HIDDEN =
  '(select case when h.hidden then h.reason end from needs.hiding h where h.need_id = n.id order by h.id desc limit 1)';

const TITLE = { least: 3, most: 120 };
const TEXT_MOST = 2000;

/** A text as somebody wrote it in his language. */
export function said(lang: Lang, text: string): Multilingual {
  return { original: lang, [lang]: text };
}

/** A title as it is kept. */
export function cleanTitle(text: string): string {
  return oneLine(text);
}

/** What is wrong with a title. */
export function wrongTitle(title: string): FieldRefusal | false {
  const long = charactersIn(title);
  if (long < TITLE.least) return { pointer: '/title', code: 'text-missing' };
  return long > TITLE.most && { pointer: '/title', code: 'text-too-long', params: { most: TITLE.most } };
}

/** What is wrong with a longer text. */
export function wrongText(pointer: string, text: string, most = TEXT_MOST): FieldRefusal | false {
  if (!text) return { pointer, code: 'text-missing' };
  return charactersIn(text) > most && { pointer, code: 'text-too-long', params: { most } };
}
