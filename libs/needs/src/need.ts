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
  /** No answer yet, chosen by no vote, and that day is over. */
  readonly late: boolean;
  /** Who supports it or one merged into it, each once. */
  readonly supporters: Readonly<Record<Roll, number>>;
  /** How many of them signed on paper. */
  readonly onPaper: number;
  readonly offers: number;
  /** The need that this one was found to be the same as; null when it stands by itself. */
  readonly mergedInto: TownNeedId | null;
  /** Why the operator hides it, in place of its words; empty where whoever wrote it took it back; null while it shows. */
  readonly hidden: string | null;
  readonly answer: { readonly kind: AnswerKind; readonly why: Multilingual; readonly at: Date } | null;
  /** The last vote under a budget that chose one of its options, and when it closed; null while none has. The town hall owes no answer any more. */
  readonly chosen: { readonly voteId: Id<'BudgetVote'>; readonly at: Date } | null;
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

/** SQL: why the need `n` is hidden, empty where it was taken back; null while it shows. */
export const HIDDEN = `coalesce((select '' from needs.withdrawal d where d.need_id = n.id),
    (select case when h.hidden then h.reason end from needs.hiding h where h.need_id = n.id order by h.id desc limit 1))`;

/** SQL: the needs that stand under a need ("n.id") now. */
export const under = (id: string): string =>
  `select m.need_id from needs.merge m where m.into_id = ${id} and m.undone_at is null`;

/** SQL: the need `n` stands by itself: nobody has found it to be the same as another. */
export const ALONE = `not exists (select from needs.merge m where m.need_id = n.id and m.undone_at is null)`;

/** SQL: the last vote that chose an option of the need `n` or of one that was merged into it, as `vote_id` and `at`. */
export const CHOSEN = `select c.vote_id, c.at from needs.option_need t join needs.choice c on c.option_id = t.option_id
    join needs.option o on o.id = t.option_id and o.withdrawn_at is null
  where c.won and (t.need_id = n.id or t.need_id in (${under('n.id')}))
  order by c.n desc limit 1`;

/** SQL: the town hall owes the need `n` its answer: it shows by itself, has none, and no vote has chosen it. */
export const OWED = `${HIDDEN} is null and ${ALONE}
  and not exists (select from needs.answer a where a.need_id = n.id) and not exists (${CHOSEN})`;

/** SQL: the need $1, while person $2, who wrote it, may take it back. */
export const TAKES_BACK = `select from needs.need n where n.id = $1 and n.by = $2 and ${HIDDEN} is null
  and not exists (select from needs.support s where s.need_id = n.id and s.person_id <> $2)
  and not exists (select from needs.paper p where p.need_id = n.id and p.state <> 'refused')
  and not exists (select from needs.offer f where f.need_id = n.id and f.by <> $2 and f.withdrawn_at is null)
  and not exists (select from needs.answer a where a.need_id = n.id)
  and not exists (select from needs.option_need t where t.need_id = n.id)
  and not exists (select from needs.merge m where n.id in (m.need_id, m.into_id))`;

/** Whoever proposed the need $1, $2, and has not parted it yet from what it stands under. */
export const MAY_PART = `select from needs.need n where n.id = $1 and n.by = $2
  and exists (select from needs.merge m where m.need_id = n.id and m.undone_at is null)
  and not exists (select from needs.merge m where m.need_id = n.id and m.undone_by = $2)`;

/** SQL: by when the need `n` is to be answered: the first day of its own and of those under it, so that a late one is not put away. */
export const ANSWER_BY = `least(n.answer_by, (select min(u.answer_by) from needs.merge m join needs.need u on u.id = m.need_id
    where m.into_id = n.id and m.undone_at is null and not exists (select from needs.answer a where a.need_id = u.id)))`;

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
